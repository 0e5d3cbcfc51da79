//! `gcppos1`: begins with a GS1 Company Prefix (General Specifications 1.4.4).
//!
//! Which prefixes are issued is not in the barcode standard, so only the form is checked.

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::company_prefix(data, 0)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn four_digits_come_first() {
        verdicts(
            super::check,
            &["0123", "0123A"],
            &[
                ("*012*", "company-prefix-too-short"),
                ("01*A*AA", "company-prefix"),
            ],
        );
    }
}
