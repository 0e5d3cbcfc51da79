//! The character sets of the General Specifications, section 7.11, as questions about one byte.
//!
//! ```
//! use unitmark::text::charset;
//!
//! assert!(charset::is_82(b'/') && charset::is_39(b'/') && !charset::is_64(b'/'));
//! assert!(!charset::is_82(b'^'), "FNC1 is not data");
//! ```

use super::digits::all_digits;

const DIGIT: u8 = 1;
const CSET_82: u8 = 2;
const CSET_39: u8 = 4;
const CSET_64: u8 = 8;
const PADDED_64: u8 = 16;

/// The characters of set 82 in the order that gives each its value in a check character pair.
pub(crate) const SET_82: &[u8; 82] =
    b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const SET_39: &[u8; 39] = b"#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SET_64: &[u8; 64] = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    mark(&mut classes, b"0123456789", DIGIT);
    mark(&mut classes, SET_82, CSET_82);
    mark(&mut classes, SET_39, CSET_39);
    mark(&mut classes, SET_64, CSET_64 | PADDED_64);
    mark(&mut classes, b"=", PADDED_64);
    classes
}

const fn mark(classes: &mut [u8; 256], set: &[u8], bit: u8) {
    let mut i = 0;
    while i < set.len() {
        classes[set[i] as usize] |= bit;
        i += 1;
    }
}

/// An ASCII digit.
#[inline]
pub const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// A character of GS1 AI encodable character set 82, section 7.11 figure 1.
#[inline]
pub const fn is_82(byte: u8) -> bool {
    CLASSES[byte as usize] & CSET_82 != 0
}

/// A character of GS1 AI encodable character set 39, section 7.11 figure 2.
#[inline]
pub const fn is_39(byte: u8) -> bool {
    CLASSES[byte as usize] & CSET_39 != 0
}

/// A character of file-safe, URI-safe base64 (set 64, RFC 4648 section 5), without the padding `=`.
#[inline]
pub const fn is_64(byte: u8) -> bool {
    CLASSES[byte as usize] & CSET_64 != 0
}

/// The value of a character of set 82 in a check character pair, 0 to 81.
pub(crate) const fn value_82(byte: u8) -> Option<u8> {
    const VALUES: [u8; 256] = {
        let mut values = [u8::MAX; 256];
        let mut i = 0;
        while i < SET_82.len() {
            values[SET_82[i] as usize] = i as u8;
            i += 1;
        }
        values
    };
    match VALUES[byte as usize] {
        u8::MAX => None,
        value => Some(value),
    }
}

/// The characters that a component may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Charset {
    /// Digits, written `N`.
    Numeric,
    /// Character set 82, written `X`.
    Set82,
    /// Character set 39, written `Y`.
    Set39,
    /// File-safe, URI-safe base64 with its padding, written `Z`.
    Set64,
}

impl Charset {
    /// The letter that stands for it in a format: `N`, `X`, `Y`, `Z`.
    pub const fn letter(self) -> char {
        match self {
            Self::Numeric => 'N',
            Self::Set82 => 'X',
            Self::Set39 => 'Y',
            Self::Set64 => 'Z',
        }
    }

    /// Whether the byte is one of its characters. The padding of base64 is one, wherever it stands.
    #[inline]
    pub const fn contains(self, byte: u8) -> bool {
        CLASSES[byte as usize] & self.class() != 0
    }

    /// Whether all bytes are; one look-up a byte and no branch between them, or less for digits.
    #[inline]
    pub(crate) fn contains_all(self, bytes: &[u8]) -> bool {
        if matches!(self, Self::Numeric) {
            return all_digits(bytes);
        }
        bytes.iter().fold(self.class(), |class, &byte| {
            class & CLASSES[usize::from(byte)]
        }) != 0
    }

    const fn class(self) -> u8 {
        match self {
            Self::Numeric => DIGIT,
            Self::Set82 => CSET_82,
            Self::Set39 => CSET_39,
            Self::Set64 => PADDED_64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sets_have_the_sizes_in_their_names() {
        let count = |is: fn(u8) -> bool| (0..=u8::MAX).filter(|&byte| is(byte)).count();
        assert_eq!(count(is_digit), 10);
        assert_eq!(count(is_82), 82);
        assert_eq!(count(is_39), 39);
        assert_eq!(count(is_64), 64);
    }

    #[test]
    fn digits_are_in_every_set() {
        for byte in b'0'..=b'9' {
            assert!(is_digit(byte) && is_82(byte) && is_39(byte) && is_64(byte));
        }
    }
}
