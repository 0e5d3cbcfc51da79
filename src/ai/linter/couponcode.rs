//! `couponcode`: a North American coupon code as AI (8110) carries it (GS1 US, North American Coupon Application Guideline Using
//! GS1 DataBar Expanded Symbols).
//!
//! Company prefix, offer, save value and a first purchase, then optional fields behind their numbers: 1 a second purchase, 2 a
//! third, 3 and 4 the dates, 5 a serial number, 6 a retailer, 9 how it is redeemed.

use super::coupon::{Digit, Fields, SERIAL_NUMBER, Variable, missing, truncated};
use super::{Flaw, Reason, parts, yymmdd};
use crate::text::two_digits;

static COMPANY: Variable = Variable {
    missing: missing(
        "coupon-missing-gcp-vli",
        "the length of the company prefix is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-gcp-length",
        "the company prefix cannot have this length",
        "write 0 to 6 for 6 to 12 digits",
    ),
    truncated: truncated(
        "coupon-truncated-gcp",
        "the company prefix is shorter than its length says",
    ),
    indicators: b"0123456",
    base: 6,
};
static OFFER: Reason = truncated(
    "coupon-truncated-offer-code",
    "the offer code is shorter than six digits",
);
static SAVE_VALUE: Variable = Variable {
    missing: missing(
        "coupon-missing-save-value-vli",
        "the length of the save value is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-save-value-length",
        "the save value cannot have this length",
        "write 1 to 5",
    ),
    truncated: truncated(
        "coupon-truncated-save-value",
        "the save value is shorter than its length says",
    ),
    indicators: b"12345",
    base: 0,
};

/// The fields of a purchase, which the coupon repeats for up to three of them: `("1st", "first")`.
macro_rules! purchase {
    ($nth:literal, $word:literal) => {
        Purchase {
            requirement: Variable {
                missing: missing(
                    concat!("coupon-missing-", $nth, "-purchase-requirement-vli"),
                    concat!(
                        "the length of the requirement of the ",
                        $word,
                        " purchase is missing"
                    ),
                ),
                invalid: Reason::new(
                    concat!("coupon-invalid-", $nth, "-purchase-requirement-length"),
                    concat!(
                        "the requirement of the ",
                        $word,
                        " purchase cannot have this length"
                    ),
                    "write 1 to 5",
                ),
                truncated: truncated(
                    concat!("coupon-truncated-", $nth, "-purchase-requirement"),
                    concat!(
                        "the requirement of the ",
                        $word,
                        " purchase is shorter than its length says"
                    ),
                ),
                indicators: b"12345",
                base: 0,
            },
            code: Digit {
                missing: missing(
                    concat!("coupon-missing-", $nth, "-purchase-requirement-code"),
                    concat!(
                        "the code of the requirement of the ",
                        $word,
                        " purchase is missing"
                    ),
                ),
                invalid: Reason::new(
                    concat!("coupon-invalid-", $nth, "-purchase-requirement-code"),
                    concat!(
                        "there is no such code of the requirement of the ",
                        $word,
                        " purchase"
                    ),
                    "write 0 to 4, or 9",
                ),
                allowed: b"012349",
            },
            family: truncated(
                concat!("coupon-truncated-", $nth, "-purchase-family-code"),
                concat!(
                    "the family code of the ",
                    $word,
                    " purchase is shorter than three digits"
                ),
            ),
        }
    };
}

/// Whose product a further purchase is of, where it is not the first one's company.
macro_rules! company {
    ($nth:literal, $word:literal) => {
        Variable {
            missing: missing(
                concat!("coupon-missing-", $nth, "-purchase-gcp-vli"),
                concat!(
                    "the length of the company prefix of the ",
                    $word,
                    " purchase is missing"
                ),
            ),
            invalid: Reason::new(
                concat!("coupon-invalid-", $nth, "-purchase-gcp-length"),
                concat!(
                    "the company prefix of the ",
                    $word,
                    " purchase cannot have this length"
                ),
                "write 0 to 6 for 6 to 12 digits, or 9 for none",
            ),
            truncated: truncated(
                concat!("coupon-truncated-", $nth, "-purchase-gcp"),
                concat!(
                    "the company prefix of the ",
                    $word,
                    " purchase is shorter than its length says"
                ),
            ),
            indicators: b"0123456",
            base: 6,
        }
    };
}

static FIRST: Purchase = purchase!("1st", "first");
static SECOND: Purchase = purchase!("2nd", "second");
static SECOND_COMPANY: Variable = company!("2nd", "second");
static THIRD: Purchase = purchase!("3rd", "third");
static THIRD_COMPANY: Variable = company!("3rd", "third");
static RULES: Digit = Digit {
    missing: missing(
        "coupon-missing-additional-purchase-rules-code",
        "the additional purchase rules code is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-additional-purchase-rules-code",
        "there is no such additional purchase rules code",
        "write 0 to 3",
    ),
    allowed: b"0123",
};
static EXPIRATION: Date = Date {
    truncated: truncated(
        "coupon-too-short-for-expiration-date",
        "the expiration date is shorter than six digits",
    ),
    invalid: Reason::new(
        "coupon-invalid-expiration-date",
        "the expiration date does not exist",
        "write YYMMDD",
    ),
};
static START: Date = Date {
    truncated: truncated(
        "coupon-too-short-for-start-date",
        "the start date is shorter than six digits",
    ),
    invalid: Reason::new(
        "coupon-invalid-start-date",
        "the start date does not exist",
        "write YYMMDD",
    ),
};
static BACKWARDS: Reason = Reason::new(
    "coupon-expiration-before-start",
    "the coupon expires before it starts",
    "write the expiration in field 3 and the start in field 4",
);
static RETAILER: Variable = Variable {
    missing: missing(
        "coupon-missing-retailer-gcp-or-gln-vli",
        "the length of the company prefix or GLN of the retailer is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-retailer-gcp-or-gln-length",
        "the company prefix or GLN of the retailer cannot have this length",
        "write 1 to 7 for 7 to 13 digits",
    ),
    truncated: truncated(
        "coupon-truncated-retailer-gcp-or-gln",
        "the company prefix or GLN of the retailer is shorter than its length says",
    ),
    indicators: b"1234567",
    base: 6,
};
static SAVE_VALUE_CODE: Digit = Digit {
    missing: missing(
        "coupon-missing-save-value-code",
        "the save value code is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-save-value-code",
        "there is no such save value code",
        "write 0, 1, 2, 5 or 6",
    ),
    allowed: b"01256",
};
static APPLIES_TO: Digit = Digit {
    missing: missing(
        "coupon-missing-save-value-applies-to-item",
        "the item that the save value applies to is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-save-value-applies-to-item",
        "there is no such item that the save value applies to",
        "write 0, 1 or 2",
    ),
    allowed: b"012",
};
static STORE_COUPON: Digit = Digit {
    missing: missing(
        "coupon-missing-store-coupon-flag",
        "the store coupon flag is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-store-coupon-flag",
        "there is no such store coupon flag",
        "write a digit",
    ),
    allowed: b"0123456789",
};
static DONT_MULTIPLY: Digit = Digit {
    missing: missing(
        "coupon-missing-dont-multiply-flag",
        "the flag against multiplying is missing",
    ),
    invalid: Reason::new(
        "coupon-invalid-dont-multiply-flag",
        "there is no such flag against multiplying",
        "write 0 or 1",
    ),
    allowed: b"01",
};

/// What must be bought: how much, in which unit, of which family.
struct Purchase {
    requirement: Variable,
    code: Digit,
    family: Reason,
}

/// A date of the offer.
struct Date {
    truncated: Reason,
    invalid: Reason,
}

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::digits(data)?;
    let mut fields = Fields::new(data);
    fields.variable(&COMPANY)?;
    fields.fixed(6, &OFFER)?;
    fields.variable(&SAVE_VALUE)?;
    purchase(&mut fields, &FIRST)?;
    if fields.optional(b'1') {
        fields.digit(&RULES)?;
        purchase(&mut fields, &SECOND)?;
        fields.variable_or_9(&SECOND_COMPANY)?;
    }
    if fields.optional(b'2') {
        purchase(&mut fields, &THIRD)?;
        fields.variable_or_9(&THIRD_COMPANY)?;
    }
    dates(&mut fields)?;
    if fields.optional(b'5') {
        fields.variable(&SERIAL_NUMBER)?;
    }
    if fields.optional(b'6') {
        fields.variable(&RETAILER)?;
    }
    if fields.optional(b'9') {
        fields.digit(&SAVE_VALUE_CODE)?;
        fields.digit(&APPLIES_TO)?;
        fields.digit(&STORE_COUPON)?;
        fields.digit(&DONT_MULTIPLY)?;
    }
    fields.end()
}

fn purchase(fields: &mut Fields<'_>, purchase: &'static Purchase) -> Result<(), Flaw> {
    fields.variable(&purchase.requirement)?;
    fields.digit(&purchase.code)?;
    fields.fixed(3, &purchase.family)?;
    Ok(())
}

fn dates(fields: &mut Fields<'_>) -> Result<(), Flaw> {
    let from = fields.at();
    let mut expiration = None;
    if fields.optional(b'3') {
        expiration = Some(date(fields, &EXPIRATION)?);
    }
    if fields.optional(b'4') {
        let start = date(fields, &START)?;
        if expiration.is_some_and(|expiration| is_before(expiration, start)) {
            return Err(BACKWARDS.at(from, fields.at()));
        }
    }
    Ok(())
}

/// Whether one `YYMMDD` lies before another, the two being less than fifty years apart: a coupon from 991231 to 000131 is one of a
/// month.
///
/// DIFFERENCE: the reference engine compares the six digits as text, and so refuses such a coupon.
fn is_before(one: &[u8], other: &[u8]) -> bool {
    let year = |date: &[u8]| match date {
        &[tens, units, ..] => two_digits(tens, units).unwrap_or(0),
        _ => 0,
    };
    match (100 + year(one) - year(other)) % 100 {
        0 => one < other,
        years => years > 50,
    }
}

fn date<'d>(fields: &mut Fields<'d>, date: &'static Date) -> Result<&'d [u8], Flaw> {
    let from = fields.at();
    let digits = fields.fixed(6, &date.truncated)?;
    match yymmdd::check(digits) {
        Ok(()) => Ok(digits),
        Err(_) => Err(date.invalid.at(from, fields.at())),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn a_coupon_is_read_field_by_field() {
        verdicts(
            super::check,
            &[
                "10614141011111275110111",
                "106141410222223100110222111101231023456721104561045678991201",
                "1061414165432131501101201211014092110256100126663101231",
                "01234561234561111012330001314991231",
                "01234561234561111012335006074500607",
            ],
            &[
                ("01234561234561111012*a*", "not-a-digit"),
                ("0*1234*", "coupon-truncated-gcp"),
                ("*7*1234567890123", "coupon-invalid-gcp-length"),
                ("*0123456123456*", "coupon-missing-save-value-vli"),
                (
                    "0123456123456111101233*201310*",
                    "coupon-invalid-expiration-date",
                ),
                (
                    "012345612345611110123*35006064500607*",
                    "coupon-expiration-before-start",
                ),
                (
                    "012345612345611110123*39912314000131*",
                    "coupon-expiration-before-start",
                ),
                ("012345612345611110123101101239*1*", "coupon-excess-data"),
            ],
        );
    }
}
