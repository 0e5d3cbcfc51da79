//! Sets of ASCII characters: what may stand at one position of a serial.

use crate::text::charset;

/// A set of ASCII characters, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u128);

impl Class {
    /// The ten digits.
    pub(crate) const DIGITS: Self = Self::of(b"0123456789");
    /// GS1 AI encodable character set 82.
    pub(crate) const SET_82: Self = Self::of(charset::SET_82);

    /// The set of these characters; those outside ASCII are left out.
    pub(crate) const fn of(letters: &[u8]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < letters.len() {
            bits |= bit(letters[i]);
            i += 1;
        }
        Self(bits)
    }

    pub(crate) const fn contains(self, letter: u8) -> bool {
        self.0 & bit(letter) != 0
    }

    pub(crate) fn insert(&mut self, letter: u8) {
        self.0 |= bit(letter);
    }

    /// Whether all of these characters are in the other set.
    pub(crate) const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// What it holds, for messages.
    pub(crate) fn describe(self) -> String {
        if self == Self::DIGITS {
            "digits".to_owned()
        } else if self == Self::SET_82 {
            "GS1 character set 82".to_owned()
        } else {
            self.letters().map(char::from).collect()
        }
    }

    pub(crate) const fn meet(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The characters in ASCII order.
    pub(crate) fn letters(self) -> impl DoubleEndedIterator<Item = u8> {
        (0..128).filter(move |letter| self.contains(*letter))
    }
}

const fn bit(letter: u8) -> u128 {
    if letter < 128 { 1 << letter } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_outside_ascii() {
        assert_eq!(Class::SET_82.letters().count(), 82);
        assert_eq!(
            Class::of("Zé0".as_bytes()).letters().collect::<Vec<_>>(),
            b"0Z"
        );
        assert!(!Class::SET_82.contains(b' ') && !Class::SET_82.contains(0xE9));
        assert_eq!(Class::SET_82.meet(Class::DIGITS), Class::DIGITS);
    }
}
