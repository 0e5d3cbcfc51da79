//! `iso3166alpha2`: a country, two capital letters (ISO 3166-1 alpha-2).

use super::{Flaw, Reason};

static COUNTRY: Reason = Reason::new(
    "country-letters",
    "there is no such country code",
    "write the two capitals of ISO 3166-1",
);

/// The second letters that follow each first letter, A to Z.
const SECOND: [&[u8]; 26] = [
    b"DEFGILMOQRSTUWXZ",
    b"ABDEFGHIJLMNOQRSTVWYZ",
    b"ACDFGHIKLMNORUVWXYZ",
    b"EJKMOZ",
    b"CEGHRST",
    b"IJKMOR",
    b"ABDEFGHILMNPQRSTUWY",
    b"KMNRTU",
    b"DELMNOQRST",
    b"EMOP",
    b"EGHIMNPRWYZ",
    b"ABCIKRSTUVY",
    b"ACDEFGHKLMNOPQRSTUVWXYZ",
    b"ACEFGILOPRUZ",
    b"M",
    b"AEFGHKLMNRSTWY",
    b"A",
    b"EOSUW",
    b"ABCDEGHIJKLMNORSTVXYZ",
    b"CDFGHJKLMNORTVWZ",
    b"AGMSYZ",
    b"ACEGINU",
    b"FS",
    b"",
    b"ET",
    b"AMW",
];

/// A bit for each second letter.
static LISTED: [u32; 26] = {
    let mut listed = [0; 26];
    let mut first = 0;
    while first < 26 {
        let mut i = 0;
        while i < SECOND[first].len() {
            listed[first] |= 1 << (SECOND[first][i] - b'A');
            i += 1;
        }
        first += 1;
    }
    listed
};

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    let listed = match data {
        &[first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => LISTED
            .get(usize::from(first - b'A'))
            .is_some_and(|seconds| seconds & (1 << (second - b'A')) != 0),
        _ => false,
    };
    if listed {
        Ok(())
    } else {
        Err(COUNTRY.at(0, data.len()))
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn only_countries_in_capitals_pass() {
        verdicts(
            super::check,
            &["DE", "ZW"],
            &[
                ("*AA*", "country-letters"),
                ("*de*", "country-letters"),
                ("*D*", "country-letters"),
            ],
        );
    }
}
