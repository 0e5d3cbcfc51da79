//! `yymmd0`: a date `YYMMDD`; day 00 means that no day is given (General Specifications 3.4).

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::date(data, 2, true)
}
