//! What a key is made of: one description from which reading, completing and splitting follow.

use super::{KeyError, KeyErrorKind};
use crate::check::{gs1_mod10, gs1_pair};
use crate::text::Charset;
use crate::text::Span;
use alloc::{string::String, vec::Vec};

/// What a key is made of, from its first character to its last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Its name: `SSCC`.
    pub(super) name: &'static str,
    /// Its lengths in words: `18 digits`.
    pub(super) lengths: &'static str,
    /// What the one digit before the company prefix is called.
    pub(super) lead: Option<&'static str>,
    /// How many characters company prefix and reference have together; for a key of variable length, at most.
    pub(super) body: usize,
    /// What follows the company prefix: `serial reference`.
    pub(super) reference: &'static str,
    pub(super) charset: Charset,
    pub(super) check: Check,
    /// What may follow: its name, its characters, its greatest length.
    pub(super) serial: Option<(&'static str, Charset, usize)>,
}

/// How a key is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// A fixed number of digits and a check digit.
    Digit,
    /// A variable number of characters and two check characters.
    Pair,
    /// A variable number of characters.
    None,
}

/// A named stretch of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'k> {
    /// What it is called: `company prefix`.
    pub name: &'static str,
    /// Its characters.
    pub value: &'k str,
}

/// The lengths that a GS1 Company Prefix may have (General Specifications 1.4.4).
pub(super) const PREFIX_LENGTHS: core::ops::RangeInclusive<usize> = 4..=12;

impl Shape {
    /// The characters before the check digit or pair.
    const fn payload(&self) -> usize {
        self.body + self.lead.is_some() as usize
    }

    const fn check_length(&self) -> usize {
        match self.check {
            Check::Digit => 1,
            Check::Pair => 2,
            Check::None => 0,
        }
    }

    fn error(&self, kind: KeyErrorKind, start: usize, end: usize) -> KeyError {
        KeyError::new(self.name, kind, Span::new(start, end))
    }

    fn length_error(&self, text: &str) -> KeyError {
        let kind = KeyErrorKind::Length {
            found: text.chars().count(),
            lengths: self.lengths,
        };
        self.error(kind, 0, text.len())
    }

    /// That `text` is such a key.
    pub(super) fn verify(&self, text: &str) -> Result<(), KeyError> {
        let bytes = text.as_bytes();
        let whole = match self.check {
            Check::Digit => self.payload() + 1,
            Check::Pair | Check::None => bytes.len(),
        };
        let (key, serial) = bytes.split_at_checked(whole).unwrap_or((bytes, &[]));
        self.characters(key, 0, self.charset)?;
        let (_, set, longest) = self.serial.unwrap_or(("", self.charset, 0));
        self.characters(serial, whole, set)?;
        let wrong_length = match self.check {
            Check::Digit => key.len() != whole || serial.len() > longest,
            Check::Pair | Check::None => !(5..=self.body).contains(&bytes.len()),
        };
        if wrong_length {
            return Err(self.length_error(text));
        }
        if self.check != Check::Digit {
            self.company_prefix(key)?;
        }
        self.check(key)
    }

    /// The check digit or pair after `text`, where it has one.
    pub(super) fn complete(&self, text: &str) -> Result<String, KeyError> {
        let mut key = String::from(text);
        match self.check {
            Check::Digit => {
                self.characters(text.as_bytes(), 0, self.charset)?;
                let digit = gs1_mod10(text.as_bytes()).filter(|_| text.len() == self.payload());
                let digit = digit.ok_or_else(|| {
                    let found = text.chars().count();
                    let kind = KeyErrorKind::Payload {
                        found,
                        digits: self.payload(),
                    };
                    self.error(kind, 0, text.len())
                })?;
                key.push(char::from(b'0' + digit));
            }
            Check::Pair => {
                self.characters(text.as_bytes(), 0, self.charset)?;
                let pair = gs1_pair(text.as_bytes()).ok_or_else(|| self.length_error(text))?;
                key.extend(pair.map(char::from));
            }
            Check::None => {}
        }
        self.verify(&key)?;
        Ok(key)
    }

    /// The parts of a valid key at a company prefix of `length` digits.
    pub(super) fn split<'k>(&self, key: &'k str, length: usize) -> Result<Vec<Part<'k>>, KeyError> {
        let lead = usize::from(self.lead.is_some());
        let end = match self.check {
            Check::Digit => self.payload(),
            Check::Pair | Check::None => key.len().saturating_sub(self.check_length()),
        };
        let prefix_end = lead + length;
        let digits = key
            .get(lead..prefix_end)
            .is_some_and(|prefix| prefix.bytes().all(|byte| byte.is_ascii_digit()));
        // A reference of a fixed number of digits may have none left; one of any length has one character at least.
        let longest = end.saturating_sub(usize::from(self.check != Check::Digit));
        if PREFIX_LENGTHS.contains(&length) && prefix_end > longest {
            let kind = KeyErrorKind::TooShortForPrefix { length };
            return Err(self.error(kind, 0, key.len()));
        }
        if !PREFIX_LENGTHS.contains(&length) || !digits {
            return Err(self.error(
                KeyErrorKind::PrefixLength { length },
                lead,
                prefix_end.min(key.len()),
            ));
        }
        let check_end = end + self.check_length();
        let (check, serial) = (
            match self.check {
                Check::Pair => "check characters",
                _ => "check digit",
            },
            self.serial.map_or("", |(name, _, _)| name),
        );
        let stretches = [
            (self.lead.unwrap_or_default(), 0, lead),
            ("company prefix", lead, prefix_end),
            (self.reference, prefix_end, end),
            (check, end, check_end),
            (serial, check_end, key.len()),
        ];
        Ok(stretches
            .into_iter()
            .filter_map(|(name, start, end)| {
                Some(Part {
                    name,
                    value: key.get(start..end)?,
                })
            })
            .filter(|part| !part.value.is_empty())
            .collect())
    }

    fn characters(&self, text: &[u8], from: usize, set: Charset) -> Result<(), KeyError> {
        let Some(at) = text.iter().position(|&byte| !set.contains(byte)) else {
            return Ok(());
        };
        let kind = match set {
            Charset::Numeric => KeyErrorKind::NotDigit,
            _ => KeyErrorKind::Character,
        };
        Err(self.error(kind, from + at, from + at + 1))
    }

    fn company_prefix(&self, key: &[u8]) -> Result<(), KeyError> {
        let prefix = key.iter().take(*PREFIX_LENGTHS.start());
        match prefix.copied().position(|byte| !byte.is_ascii_digit()) {
            Some(at) => Err(self.error(KeyErrorKind::NotDigit, at, at + 1)),
            None => Ok(()),
        }
    }

    fn check(&self, key: &[u8]) -> Result<(), KeyError> {
        let (payload, check) = key
            .split_at_checked(key.len().saturating_sub(self.check_length()))
            .unwrap_or((key, &[]));
        match (self.check, check) {
            (Check::Digit, &[found]) => match gs1_mod10(payload) {
                Some(expected) if b'0' + expected != found => {
                    let kind = KeyErrorKind::CheckDigit {
                        expected,
                        found: found.wrapping_sub(b'0'),
                    };
                    Err(self.error(kind, payload.len(), key.len()))
                }
                _ => Ok(()),
            },
            (Check::Pair, &[a, b]) => match gs1_pair(payload) {
                Some(expected) if expected != [a, b] => Err(self.error(
                    KeyErrorKind::CheckPair { expected },
                    payload.len(),
                    key.len(),
                )),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

/// A key's characters, kept in place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Characters {
    bytes: [u8; 32],
    length: u8,
}

impl Characters {
    /// No key has more than 30 characters, so nothing is cut off.
    pub(super) fn new(text: &str) -> Self {
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        Self {
            bytes,
            length: text.len().min(32) as u8,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        let text = self
            .bytes
            .get(..usize::from(self.length))
            .unwrap_or_default();
        core::str::from_utf8(text).unwrap_or_default()
    }
}

/// Declares a key type by its shape.
macro_rules! key {
    ($(#[$doc:meta])* $key:ident, $ai:literal, $shape:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $key($crate::key::shape::Characters);

        impl $key {
            /// The AI that carries it.
            pub const AI: &'static str = $ai;

            pub(super) const SHAPE: $crate::key::shape::Shape = $shape;

            /// Reads the key and verifies all of it.
            pub fn parse(text: &str) -> Result<Self, $crate::key::KeyError> {
                Self::SHAPE.verify(text)?;
                Ok(Self($crate::key::shape::Characters::new(text)))
            }

            /// Makes the key of what stands before its check digit or check characters.
            pub fn complete(text: &str) -> Result<Self, $crate::key::KeyError> {
                Self::parse(&Self::SHAPE.complete(text)?)
            }

            /// Its characters.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// Its parts, where the company prefix has `length` digits.
            pub fn split(&self, length: usize) -> Result<alloc::vec::Vec<$crate::key::Part<'_>>, $crate::key::KeyError> {
                Self::SHAPE.split(self.as_str(), length)
            }
        }

        $crate::key::digits::key_traits!($key);
    };
}
pub(super) use key;
