//! What the two coupon rules share: fields read one after the other, many behind a digit that says how long they are.

use super::{Flaw, Reason};

/// A field whose length stands in a digit before it: the variable length indicator (VLI).
pub(super) struct Variable {
    pub(super) missing: Reason,
    pub(super) invalid: Reason,
    pub(super) truncated: Reason,
    /// The indicators that there are.
    pub(super) indicators: &'static [u8],
    /// The length that indicator 0 stands for.
    pub(super) base: usize,
}

/// A field of one digit.
pub(super) struct Digit {
    pub(super) missing: Reason,
    pub(super) invalid: Reason,
    pub(super) allowed: &'static [u8],
}

/// The fields still to be read.
pub(super) struct Fields<'d> {
    data: &'d [u8],
    at: usize,
}

impl<'d> Fields<'d> {
    pub(super) fn new(data: &'d [u8]) -> Self {
        Self { data, at: 0 }
    }

    /// Where the next field begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'d [u8] {
        self.data.get(self.at..).unwrap_or_default()
    }

    /// A flaw from here to the end; of a field of which nothing is there, in the whole.
    fn cut_short(&self, reason: &'static Reason) -> Flaw {
        let start = if self.rest().is_empty() { 0 } else { self.at };
        reason.at(start, self.data.len())
    }

    /// The next `length` digits.
    pub(super) fn fixed(
        &mut self,
        length: usize,
        truncated: &'static Reason,
    ) -> Result<&'d [u8], Flaw> {
        let Some(field) = self.rest().get(..length) else {
            return Err(self.cut_short(truncated));
        };
        self.at += length;
        Ok(field)
    }

    /// The next digit.
    pub(super) fn digit(&mut self, field: &'static Digit) -> Result<u8, Flaw> {
        self.one_of(field.allowed, &field.missing, &field.invalid)
    }

    /// The next field with its indicator; `None` where the indicator is 9 for "no field" and the field's own may not be 9.
    pub(super) fn variable(&mut self, field: &'static Variable) -> Result<(), Flaw> {
        let indicator = self.one_of(field.indicators, &field.missing, &field.invalid)?;
        self.fixed(field.base + usize::from(indicator - b'0'), &field.truncated)?;
        Ok(())
    }

    /// The same for a field that indicator 9 says is not there.
    pub(super) fn variable_or_9(&mut self, field: &'static Variable) -> Result<(), Flaw> {
        if self.rest().first() == Some(&b'9') {
            self.at += 1;
            return Ok(());
        }
        self.variable(field)
    }

    /// Whether the optional field with this number comes next; it is consumed.
    pub(super) fn optional(&mut self, number: u8) -> bool {
        let is_next = self.rest().first() == Some(&number);
        self.at += usize::from(is_next);
        is_next
    }

    /// That nothing is left.
    pub(super) fn end(&self) -> Result<(), Flaw> {
        static EXCESS: Reason = Reason::new(
            "coupon-excess-data",
            "the coupon goes on after its last field",
            "check the digits that say how long the fields are",
        );
        if self.rest().is_empty() {
            Ok(())
        } else {
            Err(EXCESS.at(self.at, self.at + 1))
        }
    }

    fn one_of(
        &mut self,
        allowed: &[u8],
        missing: &'static Reason,
        invalid: &'static Reason,
    ) -> Result<u8, Flaw> {
        match self.rest().first() {
            None => Err(missing.at(0, self.data.len())),
            Some(digit) if allowed.contains(digit) => {
                self.at += 1;
                Ok(*digit)
            }
            Some(_) => Err(invalid.at(self.at, self.at + 1)),
        }
    }
}

/// A field is not there at all.
pub(super) const fn missing(code: &'static str, message: &'static str) -> Reason {
    Reason::new(code, message, "write the coupon to its end")
}

/// A field is shorter than it must be.
pub(super) const fn truncated(code: &'static str, message: &'static str) -> Reason {
    Reason::new(
        code,
        message,
        "write every digit of the field, or correct the digit that says its length",
    )
}

/// The serial number that both coupons may carry: 6 to 15 digits.
pub(super) static SERIAL_NUMBER: Variable = Variable {
    missing: missing(
        "coupon-missing-serial-number-vli",
        "the length of the serial number is missing",
    ),
    // Every digit is an indicator, so this cannot be said.
    invalid: missing(
        "coupon-invalid-serial-number-length",
        "the serial number cannot have this length",
    ),
    truncated: truncated(
        "coupon-truncated-serial-number",
        "the serial number is shorter than its length says",
    ),
    indicators: b"0123456789",
    base: 6,
};
