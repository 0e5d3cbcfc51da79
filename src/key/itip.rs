//! Individual Trade Item Piece (General Specifications 2.1.14, 3.9.6): which piece of a trade item that comes in several.

use super::{Gtin, KeyError, KeyErrorKind, Part};
use crate::text::{Span, two_digits};
use alloc::vec::Vec;

/// One piece of a trade item: its GTIN, 14 digits, the piece and the total, two digits each.
///
/// ```
/// use unitmark::key::Itip;
///
/// let second_of_three = Itip::parse("095212345432130203")?;
/// assert_eq!((second_of_three.piece(), second_of_three.total()), (2, 3));
/// assert_eq!(Itip::parse("095212345432130403").unwrap_err().code(), "piece-beyond-total");
/// # Ok::<(), unitmark::key::KeyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Itip([u8; 18]);

impl Itip {
    /// The AI that carries it.
    pub const AI: &'static str = "8006";

    /// Reads 18 digits and verifies the GTIN's check digit and the piece.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let error = |kind, start, end| KeyError::new("ITIP", kind, Span::new(start, end));
        let length = KeyErrorKind::Length {
            found: text.chars().count(),
            lengths: "18 digits",
        };
        let (Some(gtin), Ok(digits)) = (text.get(..14), <[u8; 18]>::try_from(text.as_bytes()))
        else {
            return Err(error(length, 0, text.len()));
        };
        Gtin::parse(gtin)?;
        let &[.., a, b, c, d] = &digits;
        let (Some(piece), Some(total)) = (two_digits(a, b), two_digits(c, d)) else {
            let at = digits
                .iter()
                .position(|digit| !digit.is_ascii_digit())
                .unwrap_or(14);
            return Err(error(KeyErrorKind::NotDigit, at, at + 1));
        };
        if piece == 0 || piece > total {
            return Err(error(KeyErrorKind::Piece { piece, total }, 14, 18));
        }
        Ok(Self(digits))
    }

    /// The 18 digits.
    pub fn as_str(&self) -> &str {
        super::digits::as_str(&self.0)
    }

    /// Which piece it is, from 1.
    pub const fn piece(&self) -> u8 {
        let [.., a, b, _, _] = self.0;
        (a - b'0') * 10 + (b - b'0')
    }

    /// How many pieces there are.
    pub const fn total(&self) -> u8 {
        let [.., a, b] = self.0;
        (a - b'0') * 10 + (b - b'0')
    }

    /// Its parts, where the company prefix has `length` digits.
    pub fn split(&self, length: usize) -> Result<Vec<Part<'_>>, KeyError> {
        split(self.as_str(), length)
    }
}

/// The parts of its GTIN, the piece and the total.
pub(super) fn split(text: &str, length: usize) -> Result<Vec<Part<'_>>, KeyError> {
    let (gtin, piece) = text.split_at_checked(14).unwrap_or((text, ""));
    let mut parts = Gtin::SHAPE.split(gtin, length)?;
    if let Some((piece, total)) = piece.split_at_checked(2) {
        parts.push(Part {
            name: "piece",
            value: piece,
        });
        parts.push(Part {
            name: "total",
            value: total,
        });
    }
    Ok(parts)
}

super::digits::key_traits!(Itip);
