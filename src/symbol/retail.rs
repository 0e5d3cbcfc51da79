//! The GTIN that EAN, UPC and ITF-14 symbols carry, and nothing else.

use super::{Data, SymbolError, SymbolErrorKind};
use crate::check::gs1_mod10;
use crate::key::Gtin;

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
    if !text.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(place) = text.find(|character: char| !character.is_ascii_digit())
        && let Some(character) = text.get(place..).and_then(|rest| rest.chars().next())
    {
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
    check(&digits, text.len(), title)?;
    Ok(digits)
}

/// The same for a symbol that a GTIN-8 is never printed as: it has EAN-8 (General Specifications 2.1, 5.2).
pub(super) fn no_gtin_8(
    data: &Data<'_>,
    length: usize,
    title: &'static str,
) -> Result<Digits, SymbolError> {
    let refused = |text: &str| match Gtin::parse(text) {
        Ok(gtin) if gtin.shortest().len() == 8 => {
            Err(SymbolErrorKind::Gtin8(gtin.shortest().into()).of(title))
        }
        _ => Ok(()),
    };
    if let Data::Plain(text) = data
        && text.len() == 8
    {
        refused(text)?;
    }
    let digits = gtin(data, length, title)?;
    // Most have no such zeros, and are not read again.
    if digits.starts_with(&[0, 0]) {
        let text: String = digits
            .iter()
            .map(|digit| char::from(digit + b'0'))
            .collect();
        refused(&text)?;
    }
    Ok(digits)
}

/// Modulo 10 with weights 3 and 1 (General Specifications 7.9.1), on the values of the digits.
fn check(digits: &Digits, length: usize, title: &'static str) -> Result<(), SymbolError> {
    let sum = |parity: usize| {
        digits
            .iter()
            .skip(parity)
            .step_by(2)
            .map(|&digit| u32::from(digit))
    };
    if (sum(0).sum::<u32>() * 3 + sum(1).sum::<u32>()).is_multiple_of(10) {
        return Ok(());
    }
    let [data @ .., _] = digits.map(|digit| digit + b'0');
    Err(SymbolErrorKind::CheckDigit {
        place: length.saturating_sub(1),
        expected: gs1_mod10(&data).map_or('?', |digit| char::from(digit + b'0')),
    }
    .of(title))
}
