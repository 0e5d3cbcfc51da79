//! File-safe, URI-safe base64 without padding: RFC 4648, section 5.
//!
//! ```
//! use unitmark::text::base64url;
//!
//! assert_eq!(base64url::encode(&[0x30, 0x16, 0x45]), "MBZF");
//! assert_eq!(base64url::decode(b"MBZF"), Ok(vec![0x30, 0x16, 0x45]));
//! assert_eq!(base64url::decode(b"MB=F"), Err(2), "the place of what is no character of it");
//! ```

use alloc::{string::String, vec::Vec};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut i = 0;
    while i < ALPHABET.len() {
        values[ALPHABET[i] as usize] = i as u8;
        i += 1;
    }
    values
};

/// The six bits that a character stands for.
#[inline]
pub const fn value(character: u8) -> Option<u8> {
    match VALUES[character as usize] {
        u8::MAX => None,
        value => Some(value),
    }
}

/// The 24 bits that four characters stand for; more where one is no character.
#[inline]
pub(crate) fn four(characters: [u8; 4]) -> u32 {
    // A table for each place, so that nothing is shifted.
    static SHIFTED: [[u32; 256]; 4] = {
        let mut tables = [[u32::MAX; 256]; 4];
        let mut place = 0;
        while place < 4 {
            let mut i = 0;
            while i < ALPHABET.len() {
                tables[place][ALPHABET[i] as usize] = (i as u32) << (18 - 6 * place);
                i += 1;
            }
            place += 1;
        }
        tables
    };
    let ([first, second, third, fourth], [a, b, c, d]) = (&SHIFTED, characters);
    first[usize::from(a)] | second[usize::from(b)] | third[usize::from(c)] | fourth[usize::from(d)]
}

/// The character of the lowest six bits.
#[inline]
pub const fn character(bits: u8) -> char {
    ALPHABET[(bits & 0x3F) as usize] as char
}

/// Bytes as text; zero bits fill the last character.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 4).div_ceil(3));
    let (mut bits, mut count) = (0_u32, 0);
    for &byte in bytes {
        bits = bits << 8 | u32::from(byte);
        count += 8;
        while count >= 6 {
            count -= 6;
            text.push(character((bits >> count) as u8));
        }
    }
    if count > 0 {
        text.push(character((bits << (6 - count)) as u8));
    }
    text
}

/// Text as bytes: all that are complete. What is left of the last character fills no byte and is dropped.
///
/// `Err` is the place of the first byte that is not of the alphabet; padding is not.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, usize> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for (place, &byte) in text.iter().enumerate() {
        bits = bits << 6 | u32::from(value(byte).ok_or(place)?);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn the_alphabet_is_set_64_of_the_general_specifications() {
        for byte in 0..=u8::MAX {
            assert_eq!(value(byte).is_some(), crate::text::charset::is_64(byte));
        }
        for bits in 0..64 {
            assert_eq!(value(character(bits) as u8), Some(bits));
        }
    }

    #[test]
    fn four_characters_are_each_in_their_place() {
        for place in 0..4 {
            for byte in 0..=u8::MAX {
                let mut characters = *b"Zk-9";
                characters[place] = byte;
                let one_by_one = characters.iter().try_fold(0, |word, &byte| {
                    value(byte).map(|value| word << 6 | u32::from(value))
                });
                let word = Some(four(characters)).filter(|word| *word < 1 << 24);
                assert_eq!(word, one_by_one, "{characters:?}");
            }
        }
    }

    #[test]
    fn bytes_come_back_whatever_their_number() {
        for length in 0..10_u8 {
            let bytes: Vec<u8> = (0..length).map(|i| i.wrapping_mul(83) ^ 0xA5).collect();
            assert_eq!(decode(encode(&bytes).as_bytes()), Ok(bytes));
        }
        assert_eq!(decode(b"A"), Ok(vec![]));
    }
}
