//! Names that people read aloud: which ledger, which run.

use super::error::{LedgerError, LedgerErrorKind};
#[cfg(feature = "sqlite")]
use sha2::{Digest, Sha256};

/// Digits and capital letters without I, L, O and U, so that no two are mistaken for one another.
const BASE_32: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters an id has: 30 bits.
const LENGTH: usize = 6;

/// Writes five bits a character; bytes beyond the last whole character are left out.
fn base_32(bytes: &[u8], length: usize) -> String {
    let mut text = String::with_capacity(length);
    let mut held = 0_u32;
    let mut bits = 0_u32;
    for &byte in bytes {
        held = (held << 8 | u32::from(byte)) & 0xFFFF;
        bits += 8;
        while bits >= 5 && text.len() < length {
            bits -= 5;
            let index = (held >> bits & 31) as usize;
            text.push(char::from(BASE_32.get(index).copied().unwrap_or(b'0')));
        }
    }
    text
}

/// Reads an id as a person may write it: small letters, and the look-alikes O, I and L, count as what they look like.
fn parse(text: &str) -> Option<String> {
    let read = |c: char| match c.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        c => BASE_32.iter().any(|&b| char::from(b) == c).then_some(c),
    };
    let id: String = text.trim().chars().map(read).collect::<Option<_>>()?;
    (id.len() == LENGTH).then_some(id)
}

/// Random bytes of the operating system.
fn random<const N: usize>() -> Result<[u8; N], LedgerError> {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(LedgerErrorKind::Io {
            doing: "asking the operating system for random bytes",
            detail: error.to_string(),
        }
        .into()),
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The six characters.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl core::str::FromStr for $name {
            type Err = LedgerError;

            /// Small letters, and O, I, L for 0, 1, 1, are read as meant.
            fn from_str(text: &str) -> Result<Self, LedgerError> {
                parse(text).map(Self).ok_or_else(|| {
                    LedgerErrorKind::BadId { what: $what, text: text.to_owned() }.into()
                })
            }
        }
    };
}

id!(
    /// The name of one ledger, six characters of base 32 such as `7F3K2Q`, given to it at random when it is made.
    ///
    /// ```
    /// use unitmark::ledger::LedgerId;
    ///
    /// let id: LedgerId = "7f3k2q".parse()?;
    /// assert_eq!(id.to_string(), "7F3K2Q");
    /// # Ok::<(), unitmark::ledger::LedgerError>(())
    /// ```
    LedgerId,
    "ledger id"
);

id!(
    /// The name of one run, six characters of base 32 such as `26K4TQ`, unique in its ledger.
    ///
    /// ```
    /// use unitmark::ledger::RunId;
    ///
    /// assert!("26K4TQ".parse::<RunId>().is_ok());
    /// assert!("26K4TQX".parse::<RunId>().is_err());
    /// ```
    RunId,
    "run id"
);

impl LedgerId {
    /// The id that these bytes stand for; the caller brings the randomness.
    pub fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(base_32(&bytes, LENGTH))
    }

    /// A new id from the operating system's random bytes.
    pub fn random() -> Result<Self, LedgerError> {
        Ok(Self::from_bytes(random()?))
    }
}

#[cfg(feature = "sqlite")]
impl RunId {
    /// The id of the run that this request makes; `attempt` gives another one when the first is taken.
    ///
    /// It follows from its ledger and request, so that a store needs no randomness of its own.
    pub(crate) fn derive(ledger: &LedgerId, request_id: &str, attempt: u32) -> Self {
        let digest = Sha256::new()
            .chain_update(b"unitmark run\0")
            .chain_update(ledger.as_str())
            .chain_update(attempt.to_be_bytes())
            .chain_update(request_id)
            .finalize();
        Self(base_32(&digest, LENGTH))
    }
}

/// A new request id: 130 random bits as 26 characters of base 32.
///
/// It is made before the first attempt and kept over all attempts, so that a retry after a lost answer gets the
/// reservation that was made and not a second one.
pub fn new_request_id() -> Result<String, LedgerError> {
    Ok(base_32(&random::<17>()?, 26))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_six_characters_whatever_the_bytes() {
        for bytes in [[0; 4], [0xFF; 4], [1, 2, 3, 4]] {
            let id = LedgerId::from_bytes(bytes);
            assert_eq!(id.as_str().len(), 6);
            assert_eq!(id.as_str().parse::<LedgerId>().unwrap(), id);
        }
        assert_eq!(LedgerId::from_bytes([0xFF; 4]).as_str(), "ZZZZZZ");
        assert_eq!(
            LedgerId::from_bytes([0b0000_1000, 0b1000_0110, 0b0100_0010, 0b1001_1000]).as_str(),
            "123456"
        );
    }

    #[test]
    fn look_alikes_are_read_as_meant_and_others_refused() {
        assert_eq!("o1LiXy".parse::<RunId>().unwrap().as_str(), "0111XY");
        for bad in ["", "12345", "1234567", "12345U", "12345-", "12345\u{e9}"] {
            let error = bad.parse::<RunId>().unwrap_err();
            assert_eq!(error.code(), "bad-id", "{bad}");
        }
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn another_attempt_gives_another_run_id() {
        let ledger = LedgerId::from_bytes([1, 2, 3, 4]);
        assert_eq!(
            RunId::derive(&ledger, "a", 0),
            RunId::derive(&ledger, "a", 0)
        );
        assert_ne!(
            RunId::derive(&ledger, "a", 0),
            RunId::derive(&ledger, "a", 1)
        );
        assert_ne!(
            RunId::derive(&ledger, "a", 0),
            RunId::derive(&ledger, "b", 0)
        );
    }

    #[test]
    fn request_ids_do_not_repeat() {
        let ids: std::collections::HashSet<_> =
            (0..1000).map(|_| new_request_id().unwrap()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 26));
    }
}
