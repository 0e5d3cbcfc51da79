//! `yymmd0`: a date `YYMMDD`; day 00 means that no day is given (General Specifications 3.4).

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::date(data, 2, true)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn day_00_passes() {
        verdicts(
            super::check,
            &["200229", "000229", "260400"],
            &[
                ("26*13*01", "date-month"),
                ("26*13*00", "date-month"),
                ("26*99*00", "date-month"),
                ("26*00*00", "date-month"),
                ("2602*29*", "date-day"),
                ("*1*", "date-too-short"),
                ("*2604301*", "date-too-long"),
                ("26*x*430", "not-a-digit"),
            ],
        );
    }
}
