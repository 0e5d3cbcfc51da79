//! `yymmdd`: a date `YYMMDD` with its day (General Specifications 3.8.1).

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::date(data, 2, false)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn day_00_does_not_pass() {
        verdicts(
            super::check,
            &["200229", "000229"],
            &[
                ("26*13*01", "date-month"),
                ("2602*29*", "date-day"),
                ("*1*", "date-too-short"),
                ("*2604301*", "date-too-long"),
                ("26*x*430", "not-a-digit"),
                ("2604*00*", "date-day"),
            ],
        );
    }
}
