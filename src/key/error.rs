//! Why a text is not a key.

use crate::text::Span;
use core::fmt;

/// Why a text is not a key: which key, what is wrong and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub struct KeyError {
    key: &'static str,
    kind: KeyErrorKind,
    span: Span,
}

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyErrorKind {
    /// A length that the key does not have: a GTIN of `123456789`.
    Length {
        /// How many characters were given.
        found: usize,
        /// The lengths that there are, in words: `8, 12, 13 or 14 digits`.
        lengths: &'static str,
    },
    /// A character that is not a digit: `0952123454321X`. Digits of other scripts are not digits here.
    NotDigit,
    /// The last digit does not fit those before it: `09521234543214`.
    CheckDigit {
        /// The digit that fits.
        expected: u8,
        /// The digit that stands there.
        found: u8,
    },
}

impl KeyError {
    pub(crate) const fn new(key: &'static str, kind: KeyErrorKind, span: Span) -> Self {
        Self { key, kind, span }
    }

    /// What is wrong.
    pub const fn kind(&self) -> KeyErrorKind {
        self.kind
    }

    /// Where, in bytes of the text that was given.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The stable word for [`kind`](Self::kind).
    pub const fn code(&self) -> &'static str {
        match self.kind {
            KeyErrorKind::Length { .. } => "key-length",
            KeyErrorKind::NotDigit => "not-a-digit",
            KeyErrorKind::CheckDigit { .. } => "check-digit",
        }
    }
}

impl KeyError {
    /// The check digit that fits, where that is what is wrong.
    pub const fn expected(&self) -> Option<&'static str> {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        match self.kind {
            KeyErrorKind::CheckDigit { expected, .. } if expected < 10 => {
                Some(DIGITS[expected as usize])
            }
            _ => None,
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, kind, span } = self;
        match kind {
            KeyErrorKind::Length { found, lengths } => {
                write!(f, "a {key} has {lengths}, not {found}")
            }
            KeyErrorKind::NotDigit => {
                write!(
                    f,
                    "a {key} has digits only: the character at byte {} is none",
                    span.start
                )
            }
            KeyErrorKind::CheckDigit { expected, found } => {
                write!(
                    f,
                    "the check digit of this {key} is {expected}, not {found}"
                )
            }
        }
    }
}
