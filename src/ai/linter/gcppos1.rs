//! `gcppos1`: begins with a GS1 Company Prefix (General Specifications 1.4.4).
//!
//! Which prefixes are issued is not in the barcode standard, so only the form is checked.

use super::{Flaw, parts};

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::company_prefix(data, 0)
}
