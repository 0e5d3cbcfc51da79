//! UPC-E: a GTIN-12 with its zeros left out (General Specifications 5.2.1.4.4).
#![expect(
    clippy::many_single_char_names,
    reason = "the digits of a UPC-E have places, not names"
)]

use super::{Gtin, KeyError, KeyErrorKind, digits};
use crate::text::Span;
use alloc::string::String;

impl Gtin {
    /// Reads a UPC-E of 8 digits (number system, six digits, check digit), which leaves zeros out of a GTIN-12.
    ///
    /// ```
    /// use unitmark::key::Gtin;
    ///
    /// let gtin = Gtin::from_upc_e("04252614")?;
    /// assert_eq!(gtin.shortest(), "042100005264");
    /// assert_eq!(gtin.to_upc_e().as_deref(), Some("04252614"));
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    pub fn from_upc_e(text: &str) -> Result<Self, KeyError> {
        let error = |kind, start, end| KeyError::new("UPC-E", kind, Span::new(start, end));
        if let Some(at) = text.bytes().position(|byte| !byte.is_ascii_digit()) {
            return Err(error(KeyErrorKind::NotDigit, at, at + 1));
        }
        let &[system @ (b'0' | b'1'), a, b, c, d, e, last, check] = text.as_bytes() else {
            let lengths = "8 digits, the first of them 0 or 1";
            return Err(error(
                KeyErrorKind::Length {
                    found: text.len(),
                    lengths,
                },
                0,
                text.len(),
            ));
        };
        // The last of the six digits says where the zeros were.
        let z = b'0';
        let upc_a = match last {
            b'0'..=b'2' => [system, a, b, last, z, z, z, z, c, d, e, check],
            b'3' => [system, a, b, c, z, z, z, z, z, d, e, check],
            b'4' => [system, a, b, c, d, z, z, z, z, z, e, check],
            _ => [system, a, b, c, d, e, z, z, z, z, last, check],
        };
        Self::parse(digits::as_str(&upc_a)).map_err(|wrong| error(wrong.kind(), 7, 8))
    }

    /// The UPC-E of 8 digits that stands for it, where there is one.
    pub fn to_upc_e(&self) -> Option<String> {
        let upc_a = self.as_str().strip_prefix("00")?;
        let &[system @ (b'0' | b'1'), a, b, c, d, e, f, g, h, i, j, check] = upc_a.as_bytes()
        else {
            return None;
        };
        let z = b'0';
        let short = match [c, d, e, f, g, h, i, j] {
            [last @ b'0'..=b'2', ..] if [d, e, f, g] == [z; 4] => {
                [system, a, b, h, i, j, last, check]
            }
            _ if [d, e, f, g, h] == [z; 5] => [system, a, b, c, i, j, b'3', check],
            _ if [e, f, g, h, i] == [z; 5] => [system, a, b, c, d, j, b'4', check],
            [.., last @ b'5'..=b'9'] if [f, g, h, i] == [z; 4] => {
                [system, a, b, c, d, e, last, check]
            }
            _ => return None,
        };
        let short = digits::as_str(&short);
        (Self::from_upc_e(short).as_ref() == Ok(self)).then(|| short.into())
    }
}
