//! Identification keys, a file each.
//!
//! A value of a key type is valid: its characters, its length and its check digit were verified when it was made.

mod digits;
mod error;
mod gln;
mod gtin;
mod sscc;

pub use error::{KeyError, KeyErrorKind};
pub use gln::Gln;
pub use gtin::Gtin;
pub use sscc::Sscc;
