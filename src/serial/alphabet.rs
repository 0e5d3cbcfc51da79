//! Alphabets: the characters that a number is written with, in the order of their values.

use super::class::Class;

/// Crockford's base 32: digits and upper-case letters without I, L, O and U.
pub(crate) const BASE_32: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The alphabets that have a name.
const NAMED: [(&str, &[u8]); 6] = [
    ("dec", b"0123456789"),
    ("hex", b"0123456789ABCDEF"),
    ("AZ", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("b36", b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("b32", BASE_32),
    // No vowels, Y among them, and no 0 or 1: no words, nothing that reads as a letter.
    ("b28", b"23456789BCDFGHJKLMNPQRSTVWXZ"),
];

/// The names, for messages.
pub(crate) const NAMES: &str = "dec, hex, AZ, b36, b32, b28";

/// Two characters or more, each once; a character's place is its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alphabet {
    letters: Vec<u8>,
    values: [u8; 128],
}

const NO_VALUE: u8 = 255;

impl Alphabet {
    /// The digits.
    pub(crate) fn decimal() -> Self {
        Self::build(b"0123456789".to_vec())
    }

    /// A name, or a list of characters with ranges: `dec`, `A-HJ-NP-Z2-9`, `A-Z without IOQ`.
    /// A hyphen that stands first or last is itself.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Some((_, letters)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Self::of(letters.to_vec());
        }
        if !text.is_ascii() {
            return Err("an alphabet holds ASCII characters only".to_owned());
        }
        let (list, without) = text.split_once(" without ").unwrap_or((text, ""));
        let without = expand(without)?;
        let mut letters = expand(list)?;
        letters.retain(|letter| !without.contains(letter));
        Self::of(letters)
    }

    fn of(letters: Vec<u8>) -> Result<Self, String> {
        if letters.len() < 2 {
            return Err(format!(
                "an alphabet has two characters or more; write a list such as A-Z, or one of {NAMES}"
            ));
        }
        let mut seen = Class::default();
        for letter in &letters {
            if seen.contains(*letter) {
                return Err(format!(
                    "'{}' stands twice in the alphabet",
                    letter.escape_ascii()
                ));
            }
            seen.insert(*letter);
        }
        Ok(Self::build(letters))
    }

    fn build(letters: Vec<u8>) -> Self {
        let mut values = [NO_VALUE; 128];
        for (value, letter) in (0..NO_VALUE).zip(&letters) {
            if let Some(place) = values.get_mut(usize::from(*letter)) {
                *place = value;
            }
        }
        Self { letters, values }
    }

    /// The characters in the order of their values.
    pub(crate) fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// How many characters: at most 128.
    pub(crate) fn radix(&self) -> u64 {
        self.letters.len() as u64
    }

    pub(crate) fn value(&self, letter: u8) -> Option<u64> {
        let value = *self.values.get(usize::from(letter))?;
        (value != NO_VALUE).then_some(u64::from(value))
    }

    pub(crate) fn class(&self) -> Class {
        Class::of(&self.letters)
    }
}

/// The character that takes the most room in a symbol and on a label. Lower case and signs leave the
/// compact encodations of every symbology, digits are packed most tightly; among letters W and M are broadest in print.
pub(crate) fn widest(letters: &[u8]) -> u8 {
    let rank = |letter: &u8| match letter {
        b'0'..=b'9' => 0,
        b'A'..=b'Z' => 1,
        b'a'..=b'z' => 2,
        _ => 3,
    };
    let breadth = |letter: &u8| match letter.to_ascii_uppercase() {
        b'W' => 2,
        b'M' => 1,
        _ => 0,
    };
    let widest = letters
        .iter()
        .max_by_key(|letter| (rank(letter), breadth(letter), **letter));
    widest.copied().unwrap_or(b'W')
}

/// Spells out the ranges of a list.
fn expand(list: &str) -> Result<Vec<u8>, String> {
    let mut letters = Vec::new();
    let mut rest = list.as_bytes();
    while let [first, tail @ ..] = rest {
        if let [b'-', last, tail @ ..] = tail {
            if first > last {
                return Err(format!(
                    "the range {}-{} runs backwards",
                    first.escape_ascii(),
                    last.escape_ascii()
                ));
            }
            letters.extend(*first..=*last);
            rest = tail;
        } else {
            letters.push(*first);
            rest = tail;
        }
    }
    Ok(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> String {
        String::from_utf8(Alphabet::parse(text).unwrap().letters().to_vec()).unwrap()
    }

    #[test]
    fn a_named_alphabet_has_the_size_of_its_name() {
        for (name, size) in [
            ("dec", 10),
            ("hex", 16),
            ("AZ", 26),
            ("b36", 36),
            ("b32", 32),
            ("b28", 28),
        ] {
            assert_eq!(Alphabet::parse(name).unwrap().radix(), size, "{name}");
        }
        assert_eq!(NAMES, NAMED.map(|(name, _)| name).join(", "));
        assert_eq!(Alphabet::decimal(), Alphabet::parse("dec").unwrap());
    }

    #[test]
    fn a_list_spells_out_its_ranges() {
        assert_eq!(letters("A-HJ-NP-Z2-9"), "ABCDEFGHJKLMNPQRSTUVWXYZ23456789");
        assert_eq!(
            letters("A-Y1-9 without IOQUZ0"),
            "ABCDEFGHJKLMNPRSTVWXY123456789"
        );
        assert_eq!(letters("-AB"), "-AB");
        assert_eq!(letters("AB-"), "AB-");
    }

    #[test]
    fn a_list_that_is_no_alphabet_is_refused() {
        for (text, says) in [
            ("", "two characters or more"),
            ("A", "two characters or more"),
            ("A-A", "two characters or more"),
            ("AB without AB", "two characters or more"),
            ("ABA", "'A' stands twice"),
            ("A-CB", "'B' stands twice"),
            ("Z-A", "the range Z-A runs backwards"),
            ("AÄ", "ASCII"),
            ("A-Ä", "ASCII"),
        ] {
            let message = Alphabet::parse(text).unwrap_err();
            assert!(message.contains(says), "{text}: {message}");
        }
    }

    #[test]
    fn a_value_is_the_place_of_its_character() {
        let alphabet = Alphabet::parse("b32").unwrap();
        for (value, letter) in BASE_32.iter().enumerate() {
            assert_eq!(alphabet.value(*letter), Some(value as u64));
        }
        assert_eq!(alphabet.value(b'I'), None);
        assert_eq!(alphabet.value(0xC4), None);
    }

    #[test]
    fn the_widest_character_is_a_letter_where_there_is_one() {
        for (text, widest) in [
            ("dec", b'9'),
            ("hex", b'F'),
            ("b36", b'W'),
            ("0-9A-Za-z", b'w'),
            ("01-", b'-'),
        ] {
            assert_eq!(
                super::widest(Alphabet::parse(text).unwrap().letters()),
                widest,
                "{text}"
            );
        }
    }
}
