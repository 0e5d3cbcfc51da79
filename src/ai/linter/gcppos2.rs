//! `gcppos2`: has a GS1 Company Prefix after the first character (General Specifications 1.4.4).
//!
//! Which prefixes are issued is not in the barcode standard, so only the form is checked.

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::company_prefix(data, 1)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn four_digits_come_second() {
        verdicts(
            super::check,
            &["I0123", "I0123A"],
            &[
                ("I*012*", "company-prefix-too-short"),
                ("I01*A*AA", "company-prefix"),
            ],
        );
    }
}
