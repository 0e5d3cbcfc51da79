//! Global Location Number (General Specifications 2.4, 3.7.9): which party or place.

use super::{KeyError, digits};

/// A Global Location Number: 13 digits, the last one a check digit.
///
/// ```
/// use unitmark::key::Gln;
///
/// let gln = Gln::parse("9521321000018")?;
/// assert_eq!(gln.as_str(), "9521321000018");
/// assert_eq!(Gln::parse("9521321000019").unwrap_err().code(), "check-digit");
/// # Ok::<(), unitmark::key::KeyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gln([u8; 13]);

impl Gln {
    /// Reads 13 digits and verifies the check digit.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        digits::parse("GLN", "13 digits", text).map(Self)
    }

    /// The 13 digits.
    pub fn as_str(&self) -> &str {
        digits::as_str(&self.0)
    }
}

digits::key_traits!(Gln);
