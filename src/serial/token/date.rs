//! A part of the date as one pattern writes it.

use jiff::civil::Date;

use super::{DateToken, Moment};
use crate::serial::alphabet::Alphabet;
use crate::serial::class::Class;

/// A part of the date, its width and its way of writing.
#[derive(Clone, Debug)]
pub(crate) struct DatePart {
    pub(crate) token: &'static DateToken,
    pub(crate) width: usize,
    pub(super) code: Code,
}

/// How a part of the date is written.
#[derive(Clone, Debug)]
pub(super) enum Code {
    /// In decimal digits
    Decimal,
    /// In decimal digits, counted from that year
    Since(u16),
    /// By one letter, the first one for `base`, and the first one again after the last
    Letters { base: u16, letters: Alphabet },
}

impl DatePart {
    pub(super) const fn decimal(token: &'static DateToken) -> Self {
        Self {
            token,
            width: token.width,
            code: Code::Decimal,
        }
    }

    /// What is written of that moment, as a number.
    fn number(&self, moment: Moment) -> u16 {
        let value = (self.token.value)(moment);
        match &self.code {
            Code::Decimal => value,
            Code::Since(base) => value.saturating_sub(*base),
            Code::Letters { base, letters } => {
                let count = letters.radix() as u16;
                value.saturating_sub(*base).checked_rem(count).unwrap_or(0)
            }
        }
    }

    /// Writes that moment over the whole of `field`.
    pub(crate) fn write(&self, moment: Moment, field: &mut [u8]) {
        let mut number = self.number(moment);
        if let Code::Letters { letters, .. } = &self.code {
            let letter = letters.letters().get(usize::from(number));
            field.fill(letter.copied().unwrap_or(b'?'));
            return;
        }
        for place in field.iter_mut().rev() {
            *place = b'0' + (number % 10) as u8;
            number /= 10;
        }
    }

    /// `key` with that moment appended to it, as [`append_text`](Self::append_text) appends what is written of it.
    pub(crate) fn append(&self, key: u128, moment: Moment) -> u128 {
        key.saturating_mul(self.count())
            .saturating_add(self.number(moment).into())
    }

    /// `key` with what is written appended; `None` where it is nothing that is written.
    pub(crate) fn append_text(&self, key: u128, field: &[u8]) -> Option<u128> {
        let number = match &self.code {
            Code::Letters { letters, .. } => letters.value(*field.first()?)?.into(),
            Code::Decimal | Code::Since(_) => field.iter().try_fold(0_u128, |number, digit| {
                let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
                Some(number * 10 + u128::from(digit))
            })?,
        };
        Some(key.saturating_mul(self.count()).saturating_add(number))
    }

    /// How many texts it has. All parts together have under 10^30 of them, each part standing once at the most.
    fn count(&self) -> u128 {
        match &self.code {
            Code::Letters { letters, .. } => letters.radix().into(),
            Code::Decimal | Code::Since(_) => {
                10_u128.saturating_pow(u32::try_from(self.width).unwrap_or(u32::MAX))
            }
        }
    }

    /// What its characters may be.
    pub(crate) fn class(&self) -> Class {
        match &self.code {
            Code::Letters { letters, .. } => letters.class(),
            Code::Decimal | Code::Since(_) => Class::DIGITS,
        }
    }

    /// Whether all years of a horizon can be written; else why not.
    pub(crate) fn check_years(&self, from: Date, until: Date) -> Result<(), String> {
        let name = self.token.name;
        let [first, last] = [from, until].map(|day| (self.token.value)(Moment { day, hour: 0 }));
        match &self.code {
            Code::Letters { base, .. } | Code::Since(base) if first < *base && *base > 1 => {
                Err(format!(
                    "{{{name}}} begins with {base}, and the horizon with {first}; begin {{{name}}} with {first} or before"
                ))
            }
            Code::Since(base) if u128::from(last - base) >= self.count() => Err(format!(
                "{{{name}}} has {} digits for the {} years from {base} to {last}; write it wider, or end the horizon before",
                self.width,
                last - base
            )),
            _ => Ok(()),
        }
    }
}
