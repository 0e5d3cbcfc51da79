//! Keys of unguessable serials: 32 secret bytes under an id. They are zeroed when they are dropped, and stand in no
//! definition, message or ledger; what stands there is the id and the check value.

mod file;
mod ring;

use core::fmt;

use aes::Aes256Enc;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use zeroize::Zeroizing;

pub use ring::Keys;

/// The length of an id.
const LONGEST_ID: usize = 32;

/// A key of AES-256, and the id that definitions name it by.
///
/// Its text is one line, `id:64 hexadecimal digits`.
///
/// ```
/// use unitmark::serial::Key;
///
/// // Random bytes are the caller's to draw.
/// let key = Key::new("line-2026", [7; 32])?;
/// assert_eq!(key.check_value().len(), 8);
/// assert_eq!(format!("{key:?}"), r#"Key("line-2026")"#);
/// let text = key.to_text();
/// assert_eq!(Key::parse(&text)?.check_value(), key.check_value());
/// assert_eq!(Key::parse("line-2026").unwrap_err().code(), "key-syntax");
/// # Ok::<(), unitmark::serial::KeyError>(())
/// ```
#[derive(Clone)]
pub struct Key {
    id: String,
    bytes: Zeroizing<[u8; 32]>,
}

impl Key {
    /// A key of these bytes, which must come from a source that nobody can guess. The id has 1 to 32 letters, digits,
    /// `-` and `_`.
    pub fn new(id: &str, bytes: [u8; 32]) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(bytes);
        if is_id(id) {
            let id = id.to_owned();
            Ok(Self { id, bytes })
        } else {
            Err(KeyError::new(
                KeyErrorKind::Syntax,
                format!(
                    "'{}' is no key id: 1 to {LONGEST_ID} letters, digits, - and _",
                    id.escape_debug()
                ),
            ))
        }
    }

    /// Reads `id:64 hexadecimal digits`. The message of an error does not show the text.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let refuse = || {
            KeyError::new(
                KeyErrorKind::Syntax,
                "a key is written id:64 hexadecimal digits, as 'unitmark scheme key --new FILE' does",
            )
        };
        let (id, digits) = text.trim().split_once(':').ok_or_else(refuse)?;
        let mut bytes = Zeroizing::new([0; 32]);
        if digits.len() != 64 || !is_id(id) {
            return Err(refuse());
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
            *byte = pair.iter().try_fold(0_u8, |bits, digit| {
                let nibble = char::from(*digit).to_digit(16).ok_or_else(refuse)?;
                Ok(bits << 4 | nibble as u8)
            })?;
        }
        let id = id.to_owned();
        Ok(Self { id, bytes })
    }

    /// The text that [`parse`](Self::parse) reads: the secret itself.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(self.id.len() + 65));
        text.push_str(&self.id);
        text.push(':');
        for byte in self.bytes.iter() {
            for nibble in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(nibble), 16));
            }
        }
        text
    }

    /// The id, which is no secret.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The first 4 bytes of the encryption of a block of zeros, as 8 hexadecimal digits. It tells a wrong key, and
    /// nothing of the right one.
    pub fn check_value(&self) -> String {
        let mut block = aes::Block::default();
        Aes256Enc::new(self.bytes().into()).encrypt_block(&mut block);
        block
            .iter()
            .take(4)
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|nibble| char::from_digit(u32::from(nibble), 16))
            .collect()
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

/// An id that a definition may name a key by.
pub(crate) fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.id).finish()
    }
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyErrorKind {
    /// A text that is no key: `line-2026`.
    Syntax,
    /// A file that others than its owner may read, or that is no regular file.
    FileMode,
    /// A file for a new key that is there already.
    FileExists,
    /// A file that cannot be read or written.
    Io,
}

impl KeyErrorKind {
    /// The code that reports carry; never renamed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "key-syntax",
            Self::FileMode => "key-file-mode",
            Self::FileExists => "key-file-exists",
            Self::Io => "key-io",
        }
    }
}

/// Why there is no key, and the way out. The message never shows a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct KeyError {
    kind: KeyErrorKind,
    message: String,
}

impl KeyError {
    fn new(kind: KeyErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, message }
    }

    /// What is wrong.
    pub const fn kind(&self) -> KeyErrorKind {
        self.kind
    }

    /// Its code, such as `key-file-mode`.
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_begins_the_encryption_of_zeros() {
        // As OpenSSL gives it: AES-256-ECB of 16 zeros under 32 zeros.
        let zero = Key::new("k", [0; 32]).unwrap();
        assert_eq!(zero.check_value(), "dc95c078");
    }

    #[test]
    fn a_text_that_is_no_key_is_refused_and_not_shown() {
        let secret = "ab".repeat(32);
        for text in [
            String::new(),
            secret.clone(),
            format!(":{secret}"),
            format!("k:{secret}0"),
            format!("k:{}", "g".repeat(64)),
            format!("k k:{secret}"),
            format!("k:{}", "\u{e9}".repeat(32)),
        ] {
            let error = Key::parse(&text).unwrap_err();
            assert_eq!(error.code(), "key-syntax");
            assert!(!error.to_string().contains("abab"));
        }
        assert!(Key::new("a b", [0; 32]).is_err());
        assert_eq!(
            Key::parse(&format!("k:{secret}\n")).unwrap().bytes(),
            &[0xAB; 32]
        );
    }
}
