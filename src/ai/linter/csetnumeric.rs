//! `csetnumeric`: ASCII digits (General Specifications 3.2).

use super::{Flaw, parts};

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::digits(data)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn only_ascii_digits_pass() {
        verdicts(
            super::check,
            &["", "0123456789"],
            &[("0*a*", "not-a-digit"), ("*/*", "not-a-digit")],
        );
    }
}
