//! Bytes as hexadecimal digits and as base64url, and back.

use super::error::{EpcError, EpcErrorKind};
use crate::text::base64url;
use alloc::{string::String, vec::Vec};

/// Appends hexadecimal digits, capitals.
pub(super) fn write_hex(bytes: &[u8], text: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.reserve(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 0xF] {
            text.push(char::from(DIGITS[usize::from(nibble & 0xF)]));
        }
    }
}

const NOT_HEX: u8 = 0xFF;

const HEX: [u8; 256] = {
    let mut values = [NOT_HEX; 256];
    let digits = b"0123456789abcdef";
    let mut i = 0;
    while i < 16 {
        values[digits[i] as usize] = i as u8;
        values[digits[i].to_ascii_uppercase() as usize] = i as u8;
        i += 1;
    }
    values
};

/// The value of a hexadecimal digit; more than 15 where it is none.
#[inline]
pub(super) fn hex_value(digit: u8) -> u8 {
    HEX.get(usize::from(digit)).copied().unwrap_or(NOT_HEX)
}

/// Digits to bytes at the front of `to`; how many, or `None` where `to` is too short.
pub(super) fn hex_to_bytes(digits: &[u8], to: &mut [u8]) -> Result<Option<usize>, EpcError> {
    if digits.is_empty() {
        return Err(EpcError::new(EpcErrorKind::Empty, ""));
    }
    let (pairs, odd) = digits.as_chunks::<2>();
    let room = to.len() >= pairs.len();
    let mut all = odd.first().map_or(0, |&digit| hex_value(digit));
    for (to, &[high, low]) in to.iter_mut().zip(pairs) {
        let (high, low) = (hex_value(high), hex_value(low));
        all |= high | low;
        *to = high << 4 | low;
    }
    if all > 15 || !odd.is_empty() || !room {
        return explain_hex(digits);
    }
    Ok(Some(pairs.len()))
}

/// Why digits are no bytes; `None` where they are and more than there was memory for.
#[cold]
fn explain_hex(digits: &[u8]) -> Result<Option<usize>, EpcError> {
    if let Some(at) = digits.iter().position(|&digit| hex_value(digit) > 15) {
        return Err(EpcError::at_bytes(EpcErrorKind::NotHex, "", at, at + 1));
    }
    if !digits.len().is_multiple_of(2) {
        let at = digits.len() - 1;
        let (from, to) = (at * 4, at * 4 + 4);
        return Err(EpcError::at_bits(EpcErrorKind::OddDigits, "", from, to));
    }
    Ok(None)
}

/// The bytes of base64url, with or without the `=` that fill up its last four characters.
pub(super) fn base64_to_bytes(text: &[u8]) -> Result<Vec<u8>, EpcError> {
    let wrong = |at: usize| EpcError::at_bytes(EpcErrorKind::NotBase64, "", at, at + 1);
    let signs = text.iter().rev().take_while(|&&byte| byte == b'=').count();
    let (text, _) = text
        .split_at_checked(text.len() - signs)
        .unwrap_or((text, &[]));
    let Some(&last) = text.last() else {
        return Err(EpcError::new(EpcErrorKind::Empty, ""));
    };
    let bytes = base64url::decode(text).map_err(wrong)?;
    let fill = match text.len() % 4 {
        1 => return Err(wrong(text.len() - 1)),
        0 => 0,
        over => 4 - over,
    };
    if signs != 0 && signs != fill {
        return Err(wrong(text.len() + if signs > fill { fill } else { 0 }));
    }
    // The last character has two bits that fill no byte for each sign that may stand there.
    let spare = base64url::value(last).unwrap_or_default() & ((1 << (2 * fill)) - 1);
    if spare != 0 {
        let (from, to) = (bytes.len() * 8, text.len() * 6);
        return Err(EpcError::at_bits(EpcErrorKind::Padding, "", from, to));
    }
    Ok(bytes)
}
