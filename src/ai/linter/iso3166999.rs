//! `iso3166999`: a country, three digits (ISO 3166-1 numeric), or 999 for several (General Specifications 3.8.11).

use super::{Flaw, Reason, iso3166};

static COUNTRY: Reason = Reason::new(
    "country-or-999",
    "there is no such country code",
    "write the three digits of ISO 3166-1, or 999 for several countries",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    if data == b"999" || iso3166::check(data).is_ok() {
        Ok(())
    } else {
        Err(COUNTRY.at(0, data.len()))
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn countries_and_999_pass() {
        verdicts(
            super::check,
            &["999", "894"],
            &[("*000*", "country-or-999"), ("*9*", "country-or-999")],
        );
    }
}
