//! Check character systems by name: what a number is checked with.

use core::fmt;

use super::damm::damm;
use super::hybrid::hybrid;
use super::luhn::luhn;
use super::pure::pure;
use super::verhoeff::verhoeff;
use super::{gs1_mod10, gs1_pair};
use crate::text::charset::SET_82;

const DIGITS: &[u8] = b"0123456789";
const DIGITS_AND_X: &[u8] = b"0123456789X";
const LETTERS_36: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LETTERS_36_AND_STAR: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
/// Crockford's base 32.
const LETTERS_32: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The characters of a GS1 check character pair.
const PAIR: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A check character system: which characters it checks, and with how many it does.
///
/// ```
/// use unitmark::check::System;
///
/// let system = System::find("mod37-36").ok_or("no such system")?;
/// let check = system.check(b"A12425GABC1234002").ok_or("a character that it does not have")?;
/// assert_eq!(check.as_ref(), b"M");
/// assert!(system.verify(b"A12425GABC1234002M"));
/// assert!(!system.verify(b"A12425GABC1234020M"));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct System {
    name: &'static str,
    title: &'static str,
    alphabet: &'static [u8],
    written: &'static [u8],
    width: usize,
    law: Law,
}

#[derive(Debug, PartialEq, Eq)]
enum Law {
    Gs1Mod10,
    Gs1Pair,
    Luhn,
    /// Modulus and radix
    Pure(u32, u32),
    Hybrid,
    Verhoeff,
    Damm,
}

/// One or two check characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CheckCharacters {
    characters: [u8; 2],
    width: usize,
}

impl AsRef<[u8]> for CheckCharacters {
    fn as_ref(&self) -> &[u8] {
        self.characters.get(..self.width).unwrap_or_default()
    }
}

impl fmt::Display for CheckCharacters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref()
            .iter()
            .try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

const fn of_digits(name: &'static str, title: &'static str, law: Law) -> System {
    System {
        name,
        title,
        alphabet: DIGITS,
        written: DIGITS,
        width: 1,
        law,
    }
}

/// Every system there is.
pub const SYSTEMS: &[System] = &[
    of_digits(
        "mod10",
        "GS1 check digit, modulo 10 with weights 3 and 1",
        Law::Gs1Mod10,
    ),
    of_digits(
        "luhn",
        "Luhn, modulo 10 (ISO/IEC 7812-1); IMEI, payment cards",
        Law::Luhn,
    ),
    System {
        written: DIGITS_AND_X,
        ..of_digits(
            "mod11-2",
            "ISO/IEC 7064 MOD 11-2, a digit or X; ISNI, ORCID",
            Law::Pure(11, 2),
        )
    },
    of_digits("mod11-10", "ISO/IEC 7064 MOD 11,10", Law::Hybrid),
    System {
        width: 2,
        ..of_digits(
            "mod97-10",
            "ISO/IEC 7064 MOD 97-10, two digits",
            Law::Pure(97, 10),
        )
    },
    of_digits("verhoeff", "Verhoeff", Law::Verhoeff),
    of_digits("damm", "Damm", Law::Damm),
    System {
        name: "luhn32",
        title: "Luhn modulo 32, Crockford's base 32",
        alphabet: LETTERS_32,
        written: LETTERS_32,
        width: 1,
        law: Law::Luhn,
    },
    System {
        name: "luhn36",
        title: "Luhn modulo 36",
        alphabet: LETTERS_36,
        written: LETTERS_36,
        width: 1,
        law: Law::Luhn,
    },
    System {
        name: "mod37-2",
        title: "ISO/IEC 7064 MOD 37-2, a letter, a digit or *; ISBT 128",
        alphabet: LETTERS_36,
        written: LETTERS_36_AND_STAR,
        width: 1,
        law: Law::Pure(37, 2),
    },
    System {
        name: "mod37-36",
        title: "ISO/IEC 7064 MOD 37,36",
        alphabet: LETTERS_36,
        written: LETTERS_36,
        width: 1,
        law: Law::Hybrid,
    },
    System {
        name: "mod1271-36",
        title: "ISO/IEC 7064 MOD 1271-36, two characters",
        alphabet: LETTERS_36,
        written: LETTERS_36,
        width: 2,
        law: Law::Pure(1271, 36),
    },
    System {
        name: "gs1pair",
        title: "GS1 check character pair, modulo 1021; GMN",
        alphabet: SET_82,
        written: PAIR,
        width: 2,
        law: Law::Gs1Pair,
    },
];

impl System {
    /// The system of that name: `mod10`, `luhn`, `mod37-36` ...
    pub fn find(name: &str) -> Option<&'static Self> {
        SYSTEMS.iter().find(|system| system.name == name)
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it is, for people.
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// The characters that it checks.
    pub const fn alphabet(&self) -> &'static [u8] {
        self.alphabet
    }

    /// The characters that a check character may be.
    pub const fn written(&self) -> &'static [u8] {
        self.written
    }

    /// How many check characters: 1 or 2.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The check characters of what stands before them; `None` where a character is none of the
    /// [`alphabet`](Self::alphabet), and for `gs1pair` also where there are none or more than 23.
    pub fn check(&self, payload: &[u8]) -> Option<CheckCharacters> {
        if let Law::Gs1Pair = self.law {
            let characters = gs1_pair(payload)?;
            return Some(CheckCharacters {
                characters,
                width: 2,
            });
        }
        if !payload.iter().all(|byte| self.value(*byte).is_some()) {
            return None;
        }
        let values = payload.iter().map(|byte| self.value(*byte).unwrap_or(0));
        let radix = self.alphabet.len() as u32;
        let value = match self.law {
            Law::Gs1Mod10 | Law::Gs1Pair => gs1_mod10(payload)?.into(),
            Law::Luhn => luhn(values, radix),
            Law::Pure(modulus, base) => pure(values, modulus, base, self.width),
            Law::Hybrid => hybrid(values, radix),
            Law::Verhoeff => verhoeff(values),
            Law::Damm => damm(values),
        };
        let letter = |value: u32| self.written.get(value as usize).copied();
        let characters = if self.width == 2 {
            [letter(value / radix)?, letter(value % radix)?]
        } else {
            [letter(value)?, 0]
        };
        Some(CheckCharacters {
            characters,
            width: self.width,
        })
    }

    /// Whether the last characters are the check characters of those before them.
    pub fn verify(&self, whole: &[u8]) -> bool {
        whole
            .len()
            .checked_sub(self.width)
            .filter(|payload| *payload > 0)
            .and_then(|payload| whole.split_at_checked(payload))
            .is_some_and(|(payload, check)| {
                self.check(payload)
                    .is_some_and(|expected| expected.as_ref() == check)
            })
    }

    /// The place of a character in the alphabet, which but for the pair is digits, or digits and letters.
    fn value(&self, byte: u8) -> Option<u32> {
        match byte {
            b'0'..=b'9' => Some(u32::from(byte - b'0')),
            b'A'..=b'Z' if self.alphabet.len() == 36 => Some(u32::from(byte - b'A') + 10),
            b'A'..=b'Z' if self.alphabet.len() == 32 => {
                let place = LETTERS_32.iter().position(|letter| *letter == byte)?;
                u32::try_from(place).ok()
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn published_numbers_have_their_check_characters() {
        // From the documents of GS1, IMEI, ORCID, GRid and ISBT 128, and the customary examples of the other systems.
        for (name, whole) in [
            ("mod10", "09521234543213"),
            ("luhn", "79927398713"),
            ("luhn", "490154203237518"),
            ("mod11-2", "0000000218250097"),
            ("mod11-2", "000000021694233X"),
            ("mod11-2", "079X"),
            ("mod11-2", "07940"),
            ("mod11-10", "07945"),
            ("mod11-10", "794623"),
            ("mod11-10", "002006673085"),
            ("mod97-10", "79444"),
            ("verhoeff", "2363"),
            ("verhoeff", "1428570"),
            ("damm", "5724"),
            ("mod37-2", "G123489654321Y"),
            ("mod37-36", "A12425GABC1234002M"),
            ("mod1271-36", "ISO793W"),
            ("gs1pair", "1987654Ad4X4bL5ttr2310c2K"),
        ] {
            let system = System::find(name).expect(name);
            assert!(system.verify(whole.as_bytes()), "{name} {whole}");
            let (payload, check) = whole.split_at(whole.len() - system.width());
            assert_eq!(
                system.check(payload.as_bytes()).expect(whole).to_string(),
                check
            );
        }
    }

    #[test]
    fn a_value_is_the_place_of_its_character_and_each_name_stands_once() {
        for system in SYSTEMS {
            assert_eq!(System::find(system.name), Some(system));
            if system.law == Law::Gs1Pair {
                continue;
            }
            for byte in 0..=255 {
                let place = system.alphabet.iter().position(|letter| *letter == byte);
                assert_eq!(
                    system.value(byte).map(|value| value as usize),
                    place,
                    "{byte}"
                );
            }
        }
    }

    #[test]
    fn what_is_not_in_the_alphabet_has_no_check_characters() {
        for system in SYSTEMS {
            assert_eq!(system.check(b"12 3"), None, "{}", system.name);
            assert_eq!(system.check("12\u{e9}".as_bytes()), None);
            for short in [&b""[..], b"0", b"1", b"00"] {
                let _ = system.verify(short);
            }
            assert!(!system.verify(b""));
        }
    }
}
