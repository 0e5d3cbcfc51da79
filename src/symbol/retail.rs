//! The GTIN that EAN, UPC and ITF-14 symbols carry, and nothing else.

use super::{Data, SymbolError, SymbolErrorKind};
use crate::check::gs1_mod10;

/// The fourteen digits of a GTIN, with zeros in front of the shorter ones.
pub(super) type Digits = [u8; 14];

/// Reads the data: an element string of (01) alone, or `length` digits, or any longer GTIN that has zeros in front of
/// those; the last digit is the check digit.
pub(super) fn gtin(
    data: &Data<'_>,
    length: usize,
    title: &'static str,
) -> Result<Digits, SymbolError> {
    let text = match data {
        Data::Plain(text) => *text,
        Data::Gs1(elements) => match elements.as_raw().strip_prefix("01") {
            Some(text) if text.len() == 14 => text,
            _ => return Err(SymbolErrorKind::NotOneGtin.of(title)),
        },
    };
    if text.is_empty() {
        return Err(SymbolErrorKind::Empty.of(title));
    }
    if let Some((place, character)) = text.char_indices().find(|(_, c)| !c.is_ascii_digit()) {
        return Err(SymbolErrorKind::Character {
            character,
            place,
            allowed: "it holds digits",
        }
        .of(title));
    }
    let zeros = text.len().saturating_sub(length);
    let fits = matches!(text.len(), 8 | 12 | 13 | 14)
        && text.len() >= length
        && text.bytes().take(zeros).all(|digit| digit == b'0');
    if !fits {
        return Err(SymbolErrorKind::GtinLength {
            digits: text.len(),
            length,
        }
        .of(title));
    }
    let mut digits = [0; 14];
    for (place, digit) in digits.iter_mut().rev().zip(text.bytes().rev()) {
        *place = digit - b'0';
    }
    check(digits, text.len(), title)
}

fn check(digits: Digits, length: usize, title: &'static str) -> Result<Digits, SymbolError> {
    let [data @ .., given] = digits;
    let text = data.map(|digit| digit + b'0');
    match gs1_mod10(&text) {
        Some(expected) if expected != given => Err(SymbolErrorKind::CheckDigit {
            place: length.saturating_sub(1),
            expected: char::from(expected + b'0'),
        }
        .of(title)),
        _ => Ok(digits),
    }
}
