//! `iban`: an International Bank Account Number (ISO 13616): country, check digits by ISO 7064 mod 97-10.

use super::{Flaw, Reason, iso3166alpha2};

static TOO_SHORT: Reason = Reason::new(
    "iban-too-short",
    "the IBAN is too short",
    "write the whole IBAN without spaces",
);
static TOO_LONG: Reason = Reason::new(
    "iban-too-long",
    "the IBAN is too long",
    "an IBAN has 34 characters at most",
);
static COUNTRY: Reason = Reason::new(
    "iban-country",
    "the IBAN must begin with a country",
    "write the two capitals of ISO 3166",
);
static CHARACTER: Reason = Reason::new(
    "iban-character",
    "this character cannot stand in an IBAN",
    "use capital letters and digits, no spaces",
);
static CHECK_DIGITS: Reason = Reason::new(
    "iban-check-digits",
    "the check digits of the IBAN do not fit",
    "look for a mistyped character; the check digits themselves are computed",
);

/// ISO 13616-1: at most 34 characters; the shortest holds one of the account's.
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    let Some((head, account)) = data
        .split_first_chunk::<4>()
        .filter(|(_, rest)| !rest.is_empty())
    else {
        return Err(TOO_SHORT.at(0, data.len()));
    };
    if data.len() > 34 {
        return Err(TOO_LONG.at(0, data.len()));
    }
    let [a, b, ..] = *head;
    if iso3166alpha2::check(&[a, b]).is_err() {
        return Err(COUNTRY.at(0, 2));
    }
    if let Some(at) = data
        .iter()
        .position(|byte| !byte.is_ascii_uppercase() && !byte.is_ascii_digit())
    {
        return Err(CHARACTER.at(at, at + 1));
    }
    if remainder(account.iter().chain(head)) == 1 {
        return Ok(());
    }
    let zeroed = [a, b, b'0', b'0'];
    let digits = 98 - remainder(account.iter().chain(&zeroed));
    Err(CHECK_DIGITS
        .at(2, 4)
        .expecting(&[b'0' + digits / 10, b'0' + digits % 10]))
}

/// The number that the characters write, A as 10 to Z as 35, modulo 97.
fn remainder<'b>(characters: impl Iterator<Item = &'b u8>) -> u8 {
    let remainder = characters.fold(0_u32, |sum, &byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        letter => (sum * 100 + u32::from(letter.wrapping_sub(b'A')) + 10) % 97,
    });
    remainder as u8
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn country_and_check_digits_are_right() {
        verdicts(
            super::check,
            &[
                "BE71096123456769",
                "FR7630006000011234567890189",
                "MU43BOMM0101123456789101000MUR",
            ],
            &[
                ("*BE71*", "iban-too-short"),
                ("BE*71*096123456760", "iban-check-digits"),
                ("*AB*12345678901234", "iban-country"),
                ("LC14BOSL*x*x3456789012345678901230", "iban-character"),
                ("*MTXXMALT011000012345MTLCAST001SABCDE*", "iban-too-long"),
            ],
        );
    }
}
