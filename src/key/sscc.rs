//! Serial Shipping Container Code (General Specifications 2.2.1, 3.3.1): which logistic unit.

use super::{KeyError, digits};

/// A Serial Shipping Container Code: 18 digits, the last one a check digit.
///
/// ```
/// use unitmark::key::Sscc;
///
/// let sscc = Sscc::parse("106141412345678908")?;
/// assert_eq!(sscc.as_str(), "106141412345678908");
/// assert_eq!(Sscc::parse("106141412345678909").unwrap_err().code(), "check-digit");
/// # Ok::<(), unitmark::key::KeyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sscc([u8; 18]);

impl Sscc {
    /// Reads 18 digits and verifies the check digit.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        digits::parse("SSCC", "18 digits", text).map(Self)
    }

    /// The 18 digits.
    pub fn as_str(&self) -> &str {
        digits::as_str(&self.0)
    }
}

digits::key_traits!(Sscc);
