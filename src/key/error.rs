//! Why a text is not a key.

use crate::text::Expected;
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
    /// A character that the key cannot have: a CPID of `95213211motor`.
    Character,
    /// Not the digits that stand before the check digit, where it is to be computed.
    Payload {
        /// How many characters were given.
        found: usize,
        /// How many digits there must be.
        digits: usize,
    },
    /// The check character pair does not fit: a GMN of `1987654Ad4X4bL5ttr2310c2J`.
    CheckPair {
        /// The pair that fits.
        expected: [u8; 2],
    },
    /// The company prefix cannot have this length in this key.
    PrefixLength {
        /// The length that was asked for.
        length: usize,
    },
    /// The company prefix would not end within the key: a GIAI of `952114` with one of 7 digits.
    TooShortForPrefix {
        /// The length that was asked for.
        length: usize,
    },
    /// Piece 0, or a piece past the total: an ITIP that ends with `0403`.
    Piece {
        /// Which piece.
        piece: u8,
        /// Of how many.
        total: u8,
    },
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
            KeyErrorKind::Character => "not-in-key-set",
            KeyErrorKind::Payload { .. } => "key-payload",
            KeyErrorKind::CheckPair { .. } => "check-pair",
            KeyErrorKind::PrefixLength { .. } | KeyErrorKind::TooShortForPrefix { .. } => {
                "prefix-length"
            }
            KeyErrorKind::Piece { piece: 0, .. } => "piece-zero",
            KeyErrorKind::Piece { .. } => "piece-beyond-total",
            KeyErrorKind::CheckDigit { .. } => "check-digit",
        }
    }
}

impl KeyError {
    /// The check digit or pair that fits, where that is what is wrong.
    pub fn expected(&self) -> Option<Expected> {
        match self.kind {
            KeyErrorKind::CheckDigit { expected, .. } => Some(Expected::new(&[b'0' + expected])),
            KeyErrorKind::CheckPair { expected } => Some(Expected::new(&expected)),
            _ => None,
        }
    }

    /// The same, where `zeros` were put before what the caller wrote.
    pub(super) fn moved_back(mut self, zeros: usize) -> Self {
        self.span = Span::new(
            self.span.start.saturating_sub(zeros),
            self.span.end.saturating_sub(zeros),
        );
        self
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, kind, span } = self;
        let a = if key.starts_with(['I', 'S']) {
            "an"
        } else {
            "a"
        };
        match kind {
            KeyErrorKind::Length { found, lengths } => {
                write!(f, "{a} {key} has {lengths}, not {found}")
            }
            KeyErrorKind::NotDigit => {
                write!(
                    f,
                    "{a} {key} has digits only: the character at byte {} is none",
                    span.start
                )
            }
            KeyErrorKind::Character => {
                write!(
                    f,
                    "{a} {key} cannot have the character at byte {}",
                    span.start
                )
            }
            KeyErrorKind::Payload { found, digits } => {
                write!(
                    f,
                    "the check digit of {a} {key} follows {digits} digits, not {found}"
                )
            }
            KeyErrorKind::CheckPair { expected } => {
                let pair = expected.map(char::from);
                write!(
                    f,
                    "the check characters of this {key} are {}{}",
                    pair[0], pair[1]
                )
            }
            KeyErrorKind::PrefixLength { length } => {
                write!(
                    f,
                    "this {key} has no company prefix of {length} digits; they have 4 to 12"
                )
            }
            KeyErrorKind::TooShortForPrefix { length } => {
                write!(
                    f,
                    "this {key} is too short for a company prefix of {length} digits"
                )
            }
            KeyErrorKind::Piece { piece, total } => {
                write!(f, "there is no piece {piece} of {total}")
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
