//! `yymmdd`: a date `YYMMDD` with its day (General Specifications 3.8).

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::date(data, 2, false)
}
