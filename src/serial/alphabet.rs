//! Alphabets: the characters that a number is written with, in the order of their values.

/// Crockford's base 32: digits and upper-case letters without I, L, O and U.
pub(crate) const BASE_32: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
