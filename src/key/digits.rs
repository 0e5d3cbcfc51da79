//! What all numeric keys share: digits of a fixed length, the last one a check digit.

use super::{KeyError, KeyErrorKind};
use crate::{check::gs1_mod10, text::Span};

/// That `text` is digits, the last one the check digit of the others.
pub(super) fn verify(key: &'static str, text: &[u8]) -> Result<(), KeyError> {
    if let Some(at) = text.iter().position(|byte| !byte.is_ascii_digit()) {
        return Err(KeyError::new(
            key,
            KeyErrorKind::NotDigit,
            Span::new(at, at + 1),
        ));
    }
    let Some((&last, payload)) = text.split_last() else {
        return Ok(());
    };
    match gs1_mod10(payload) {
        Some(expected) if expected != last - b'0' => {
            let kind = KeyErrorKind::CheckDigit {
                expected,
                found: last - b'0',
            };
            Err(KeyError::new(
                key,
                kind,
                Span::new(payload.len(), text.len()),
            ))
        }
        _ => Ok(()),
    }
}

pub(super) fn length_error(key: &'static str, lengths: &'static str, text: &str) -> KeyError {
    let kind = KeyErrorKind::Length {
        found: text.chars().count(),
        lengths,
    };
    KeyError::new(key, kind, Span::new(0, text.len()))
}

/// Digits as text; `digits` are ASCII by construction of every key.
pub(super) fn as_str(digits: &[u8]) -> &str {
    core::str::from_utf8(digits).unwrap_or_default()
}

/// The traits that every key of one text has: `FromStr`, `Display`, `Debug`, and `Serialize` as that text.
macro_rules! key_traits {
    ($key:ident) => {
        impl core::str::FromStr for $key {
            type Err = $crate::key::KeyError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl core::fmt::Display for $key {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::fmt::Debug for $key {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($key), "({})"), self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $key {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(super) use key_traits;
