//! `yyyymmd0`: a date `YYYYMMDD`; day 00 means that no day is given.

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::date(data, 4, true)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn day_00_passes() {
        verdicts(
            super::check,
            &["20200229", "20000229", "20260400"],
            &[
                ("2026*13*01", "date-month"),
                ("2026*13*00", "date-month"),
                ("2026*99*00", "date-month"),
                ("2026*00*00", "date-month"),
                ("202602*29*", "date-day"),
                ("*1*", "date-too-short"),
                ("*202604301*", "date-too-long"),
                ("2026*x*430", "not-a-digit"),
            ],
        );
    }
}
