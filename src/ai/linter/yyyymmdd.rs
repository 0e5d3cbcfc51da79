//! `yyyymmdd`: a date `YYYYMMDD` with its day (General Specifications 3.8.30).

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::date(data, 4, false)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn day_00_does_not_pass() {
        verdicts(
            super::check,
            &["20200229", "20000229"],
            &[
                ("2026*13*01", "date-month"),
                ("202602*29*", "date-day"),
                ("*1*", "date-too-short"),
                ("*202604301*", "date-too-long"),
                ("2026*x*430", "not-a-digit"),
                ("202604*00*", "date-day"),
            ],
        );
    }
}
