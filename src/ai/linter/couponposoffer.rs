//! `couponposoffer`: a North American positive offer file coupon as AI (8112) carries it (GS1 US, North American Coupon Application
//! Guideline Using GS1 DataBar Expanded Symbols).

use super::coupon::{Digit, Fields, SERIAL_NUMBER, Variable, missing, truncated};
use super::{Flaw, Reason, parts};

static FORMAT: Digit = Digit {
    missing: missing("coupon-missing-format-code", "the format code is missing"),
    invalid: Reason::new(
        "coupon-invalid-format-code",
        "there is no such coupon format",
        "write 0 for digital or 1 for paper",
    ),
    allowed: b"01",
};
static FUNDER: Variable = Variable {
    missing: missing(
        "coupon-missing-funder-vli",
        "the length of the funder is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-funder-length",
        "the funder cannot have this length",
        "write 0 to 6 for 6 to 12 digits",
    ),
    truncated: truncated(
        "coupon-truncated-funder",
        "the funder is shorter than its length says",
    ),
    indicators: b"0123456",
    base: 6,
};
static OFFER: Reason = truncated(
    "coupon-truncated-offer-code",
    "the offer code is shorter than six digits",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::digits(data)?;
    let mut fields = Fields::new(data);
    fields.digit(&FORMAT)?;
    fields.variable(&FUNDER)?;
    fields.fixed(6, &OFFER)?;
    fields.variable(&SERIAL_NUMBER)?;
    fields.end()
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn an_offer_is_read_field_by_field() {
        verdicts(
            super::check,
            &["001234561234560123456", "0012345612345641234567890"],
            &[
                ("**", "coupon-missing-format-code"),
                ("*2*01234561234560123456", "coupon-invalid-format-code"),
                ("0*7*", "coupon-invalid-funder-length"),
                ("00*123*", "coupon-truncated-funder"),
                ("*00123456*", "coupon-truncated-offer-code"),
                ("*00123456123456*", "coupon-missing-serial-number-vli"),
                ("001234561234560*12*", "coupon-truncated-serial-number"),
                ("001234561234560123456*0*", "coupon-excess-data"),
            ],
        );
    }
}
