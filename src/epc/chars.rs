//! Characters of values: encoding indicators, and how each of them writes (Tag Data Standard 2.3, section 14.5.6 and table E).

use super::bits::{BitWriter, Bits};
use super::error::EpcErrorKind;
use super::field::Fault;
use super::number;
use crate::text::{base64url, charset};

const INTEGER: u8 = 1;
const UPPER_HEX: u8 = 2;
const LOWER_HEX: u8 = 4;
const BASE64: u8 = 8;
const ASCII: u8 = 16;
const CODE_40: u8 = 32;

/// Which encodings have a character, a bit each, in the order of their indicators.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let it = byte as u8;
        let mut class = 0;
        if it.is_ascii_digit() {
            class |= INTEGER | UPPER_HEX | LOWER_HEX | CODE_40;
        }
        if matches!(it, b'A'..=b'F') {
            class |= UPPER_HEX;
        }
        if matches!(it, b'a'..=b'f') {
            class |= LOWER_HEX;
        }
        if charset::is_64(it) {
            class |= BASE64;
        }
        if it > b' ' && it < 0x7F {
            class |= ASCII;
        }
        if code_40(it).is_some() {
            class |= CODE_40;
        }
        classes[byte] = class;
        byte += 1;
    }
    classes
};

/// The value of a character in URN Code 40; 0 is padding.
const fn code_40(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A' + 1),
        b'-' => Some(27),
        b'.' => Some(28),
        b':' => Some(29),
        b'0'..=b'9' => Some(byte - b'0' + 30),
        _ => None,
    }
}

const CODE_40_CHARACTERS: &[u8; 40] = b"\0ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789";

/// How many bits an encoding takes for so many characters.
const fn width(indicator: u8, count: usize) -> usize {
    match indicator {
        0 => number::width(count) as usize,
        1 | 2 => count * 4,
        3 => count * 6,
        4 => count * 7,
        _ => count.div_ceil(3) * 16,
    }
}

/// The encoding of the fewest bits; of several the lowest indicator. `None` for a character that none has.
#[inline]
fn choose(text: &[u8]) -> Option<u8> {
    let all = text.iter().fold(0xFF, |all, &byte| {
        all & CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
    });
    (0..6)
        .filter(|indicator| all & 1 << indicator != 0)
        .min_by_key(|&indicator| width(indicator, text.len()))
}

/// The character of a hexadecimal digit.
#[inline]
fn hex(value: u64, lower: bool) -> u8 {
    match value as u8 {
        digit @ 0..=9 => b'0' + digit,
        letter if lower => b'a' + letter - 10,
        letter => b'A' + letter - 10,
    }
}

/// Writes encoding indicator, length and characters; `false` for a character that no encoding has.
pub(super) fn put(bits: &mut BitWriter<'_>, text: &[u8], length_bits: u32) -> bool {
    let Some(indicator) = choose(text) else {
        return false;
    };
    bits.put(u64::from(indicator), 3);
    bits.put(text.len() as u64, length_bits);
    match indicator {
        0 => number::put_digits(bits, text),
        1 | 2 => {
            for &byte in text {
                let value = char::from(byte).to_digit(16).unwrap_or_default();
                bits.put(u64::from(value), 4);
            }
        }
        3 => {
            for &byte in text {
                bits.put(u64::from(base64url::value(byte).unwrap_or_default()), 6);
            }
        }
        4 => {
            for &byte in text {
                bits.put(u64::from(byte & 0x7F), 7);
            }
        }
        _ => put_code_40(bits, text),
    }
    true
}

/// Writes URN Code 40, three characters in 16 bits.
pub(super) fn put_code_40(bits: &mut BitWriter<'_>, text: &[u8]) {
    for chunk in text.chunks(3) {
        let value = [1600, 40, 1]
            .iter()
            .zip(chunk)
            .fold(1, |sum, (weight, &byte)| {
                sum + weight * u64::from(code_40(byte).unwrap_or_default())
            });
        bits.put(value, 16);
    }
}

/// Whether URN Code 40 has all characters.
pub(super) fn is_code_40(text: &[u8]) -> bool {
    text.iter().all(|&byte| code_40(byte).is_some())
}

/// Reads URN Code 40 into all of `to`.
pub(super) fn take_code_40(bits: &mut Bits<'_>, to: &mut [u8]) -> Result<(), Fault> {
    for chunk in to.chunks_mut(3) {
        let start = bits.at();
        let value = bits.take(16).ok_or_else(|| Fault::short(bits, 16))?;
        let fault = || Fault::new(EpcErrorKind::Character, start, start + 16);
        let value = value.checked_sub(1).ok_or_else(fault)?;
        let mut rest = [value / 1600, value / 40 % 40, value % 40].into_iter();
        for (to, value) in chunk.iter_mut().zip(&mut rest) {
            let byte = CODE_40_CHARACTERS.get(value as usize).copied();
            *to = byte.filter(|&byte| byte != 0).ok_or_else(fault)?;
        }
        if rest.any(|padding| padding != 0) {
            return Err(fault());
        }
    }
    Ok(())
}

/// Reads encoding indicator, length and characters to the front of `to`, whose length is the most there may be; how many there are.
pub(super) fn take(bits: &mut Bits<'_>, to: &mut [u8], length_bits: u32) -> Result<usize, Fault> {
    let start = bits.at();
    let indicator = bits.take(3).ok_or_else(|| Fault::short(bits, 3))? as u8;
    if indicator > 5 {
        let kind = EpcErrorKind::EncodingIndicator(indicator);
        return Err(Fault::new(kind, start, start + 3));
    }
    let count = take_length(bits, length_bits, to.len())?;
    let to = to.get_mut(..count).unwrap_or_default();
    let start = bits.at();
    let width = width(indicator, count);
    if bits.left() < width {
        return Err(Fault::short(bits, width));
    }
    match indicator {
        0 => {
            if !number::take_digits(bits, to) {
                let kind = EpcErrorKind::Overflow { digits: count };
                return Err(Fault::new(kind, start, start + width));
            }
        }
        1 | 2 => {
            for byte in to {
                *byte = hex(bits.take(4).unwrap_or_default(), indicator == 2);
            }
        }
        3 => {
            for byte in to {
                let value = bits.take(6).unwrap_or_default() as u8;
                *byte = base64url::character(value) as u8;
            }
        }
        4 => {
            for chunk in to.chunks_mut(8) {
                let count = chunk.len() as u32;
                let word = bits.take(7 * count).unwrap_or_default();
                for (place, byte) in (1..).zip(chunk.iter_mut()) {
                    *byte = (word >> (7 * (count - place))) as u8 & 0x7F;
                }
            }
        }
        _ => take_code_40(bits, to)?,
    }
    Ok(count)
}

/// Reads a length, which may be at most `longest`.
pub(super) fn take_length(
    bits: &mut Bits<'_>,
    length_bits: u32,
    longest: usize,
) -> Result<usize, Fault> {
    let start = bits.at();
    let found = bits
        .take(length_bits)
        .ok_or_else(|| Fault::short(bits, length_bits as usize))? as usize;
    if found > longest {
        let kind = EpcErrorKind::Length { found, longest };
        return Err(Fault::new(kind, start, bits.at()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_of_the_fewest_bits_is_chosen() {
        for (text, indicator) in [
            ("0", 0),
            ("00123", 0),
            ("A1", 1),
            ("a1", 2),
            ("Aa", 3),
            ("ABG", 5),
            ("G", 3),
            // Eight characters take 48 bits in base64url and in URN Code 40: the lower indicator.
            ("ABCDEFGH", 3),
            ("A:", 4),
            ("A:B", 5),
            ("32a/b", 4),
            ("", 0),
        ] {
            assert_eq!(choose(text.as_bytes()), Some(indicator), "{text}");
        }
        assert_eq!(choose(b"\x7F"), None);
    }

    #[test]
    fn every_encoding_is_read_back() {
        for text in [
            "0123456789012345678901234567890123456789",
            "0123456789ABCDEF",
            "0123456789abcdef",
            "ABCXYZabcxyz0189-_",
            "!\"%&'()*+,-./:;<=>?_Az",
            "A",
            "ABC-.:012",
            "ABC:.:01",
            "ABC:.:0",
        ] {
            let mut memory = [0; 64];
            let mut writer = BitWriter::new(&mut memory);
            assert!(put(&mut writer, text.as_bytes(), 7));
            let (end, _) = writer.finish().expect("room");
            let mut to = [0; 90];
            let mut bits = Bits::new(&memory, end);
            let count = take(&mut bits, &mut to, 7).map_err(|fault| fault.kind);
            assert_eq!(count, Ok(text.len()), "{text}");
            assert_eq!(&to[..text.len()], text.as_bytes());
            assert_eq!(bits.left(), 0);
        }
    }
}
