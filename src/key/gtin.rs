//! Global Trade Item Number (General Specifications 2.1, 3.3.2): which product.

use super::shape::{Check, Shape};
use super::{KeyError, KeyErrorKind, Part, digits, prefix};
use crate::text::Charset;
use crate::text::Span;
use alloc::vec::Vec;

/// A Global Trade Item Number, whichever of its four lengths it was written in.
///
/// Inside it is 14 digits, so GTIN-8, -12, -13 and -14 of one product are equal.
///
/// ```
/// use unitmark::key::Gtin;
///
/// let gtin = Gtin::parse("5012345678900")?;
/// assert_eq!(gtin.as_str(), "05012345678900");
/// assert_eq!(gtin, Gtin::parse("05012345678900")?);
/// assert_eq!(gtin.shortest(), "5012345678900");
///
/// let error = Gtin::parse("5012345678901").unwrap_err();
/// assert_eq!((error.code(), error.span().start), ("check-digit", 12));
/// # Ok::<(), unitmark::key::KeyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gtin([u8; 14]);

const KEY: &str = "GTIN";
const LENGTHS: &str = "8, 12, 13 or 14 digits";

impl Gtin {
    /// The AI that carries it.
    pub const AI: &'static str = "01";

    pub(super) const SHAPE: Shape = Shape {
        name: KEY,
        lengths: LENGTHS,
        lead: Some("indicator digit"),
        body: 12,
        reference: "item reference",
        charset: Charset::Numeric,
        check: Check::Digit,
        serial: None,
    };

    /// Reads a GTIN of 8, 12, 13 or 14 digits and verifies its check digit.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let written = text.as_bytes();
        if !matches!(written.len(), 8 | 12 | 13 | 14) && written.iter().all(u8::is_ascii_digit) {
            return Err(digits::length_error(KEY, LENGTHS, text));
        }
        digits::verify(KEY, written)?;
        let mut padded = [b'0'; 14];
        match padded
            .len()
            .checked_sub(written.len())
            .and_then(|at| padded.get_mut(at..))
        {
            Some(tail) => tail.copy_from_slice(written),
            None => return Err(digits::length_error(KEY, LENGTHS, text)),
        }
        Ok(Self(padded))
    }

    /// The 14 digits.
    pub fn as_str(&self) -> &str {
        digits::as_str(&self.0)
    }

    /// The shortest form that has the same meaning: 8, 12, 13 or 14 digits.
    ///
    /// Six leading zeros make a GTIN-8, two a GTIN-12, one a GTIN-13 (section 3.3.2).
    pub fn shortest(&self) -> &str {
        let text = self.as_str();
        let zeros = self.0.iter().take_while(|&&digit| digit == b'0').count();
        let start = match zeros {
            0 => 0,
            1 => 1,
            2..=5 => 2,
            _ => 6,
        };
        text.get(start..).unwrap_or(text)
    }

    /// Makes a GTIN of 7, 11, 12 or 13 digits and the check digit that fits them.
    pub fn complete(text: &str) -> Result<Self, KeyError> {
        if !matches!(text.len(), 7 | 11 | 12 | 13) && text.bytes().all(|byte| byte.is_ascii_digit())
        {
            let kind = KeyErrorKind::Length {
                found: text.len(),
                lengths: "7, 11, 12 or 13 digits before its check digit",
            };
            return Err(KeyError::new(KEY, kind, Span::new(0, text.len())));
        }
        let padded = alloc::format!("{text:0>13}");
        let whole = Self::SHAPE
            .complete(&padded)
            .map_err(|error| error.moved_back(13 - text.len().min(13)))?;
        Self::parse(&whole)
    }

    /// The last `length` digits, where those before them are zeros: the same number as a GTIN of 8, 12, 13 or 14 digits.
    ///
    /// ```
    /// # use unitmark::key::Gtin;
    /// let gtin = Gtin::parse("05012345678900")?;
    /// assert_eq!((gtin.as_gtin(13), gtin.as_gtin(12)), (Some("5012345678900"), None));
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    pub fn as_gtin(&self, length: usize) -> Option<&str> {
        if !matches!(length, 8 | 12 | 13 | 14) {
            return None;
        }
        let (zeros, digits) = self.as_str().split_at_checked(14 - length)?;
        zeros.bytes().all(|digit| digit == b'0').then_some(digits)
    }

    /// Its parts, where the company prefix has `length` digits.
    pub fn split(&self, length: usize) -> Result<Vec<Part<'_>>, KeyError> {
        Self::SHAPE.split(self.as_str(), length)
    }

    /// Whether the number means something only in one region or company (General Specifications 2.1.12): a GTIN-13 that begins
    /// with 02, 04 or 20 to 29, a GTIN-8 that begins with 0 or 2.
    pub fn is_restricted(&self) -> bool {
        match self.as_gtin(8) {
            Some(short) => prefix::is_restricted_gtin_8(short),
            None => prefix::is_restricted(self.as_str().get(1..).unwrap_or_default()),
        }
    }

    /// The indicator digit: 0 for a trade item of one unit or a fixed measure written shorter, 1 to 8 for a packaging level,
    /// 9 for a variable measure item (section 2.1.7).
    pub const fn indicator(&self) -> u8 {
        self.0[0] - b'0'
    }
}

digits::key_traits!(Gtin);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KeyErrorKind;
    use alloc::string::ToString;

    #[test]
    fn the_four_lengths_are_one_number() {
        for (written, canonical, shortest) in [
            ("12345670", "00000012345670", "12345670"),
            ("614141000012", "00614141000012", "614141000012"),
            ("0614141000012", "00614141000012", "614141000012"),
            ("5012345678900", "05012345678900", "5012345678900"),
            ("10614141000019", "10614141000019", "10614141000019"),
        ] {
            let gtin = Gtin::parse(written).expect(written);
            assert_eq!((gtin.as_str(), gtin.shortest()), (canonical, shortest));
            assert_eq!(Gtin::parse(gtin.as_str()), Ok(gtin));
        }
    }

    #[test]
    fn what_is_no_gtin_says_what_and_where() {
        let error = |text| Gtin::parse(text).expect_err(text);
        assert_eq!(error("123456789").code(), "key-length");
        assert_eq!(error("").code(), "key-length");
        assert_eq!(error("١٢٣٤").kind(), KeyErrorKind::NotDigit);
        assert_eq!(error("0952123454321X").span().start, 13);
        assert_eq!(
            error("09521234543214").to_string(),
            "the check digit of this GTIN is 3, not 4"
        );
    }
}
