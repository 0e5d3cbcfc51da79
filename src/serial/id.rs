//! The identity of a scheme: the hash of its definition.

use core::fmt;
use core::str::FromStr;

use sha2::{Digest, Sha256};

/// SHA-256 of a definition's canonical text: two schemes are one when their ids are equal.
///
/// `Display` writes the first 40 bits as 8 characters of base 32 (no I, L, O, U), enough to name a scheme to a person;
/// [`to_hex`](Self::to_hex) writes it whole, and `FromStr` reads that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemeId([u8; 32]);

impl SchemeId {
    pub(crate) fn of(canonical: &str) -> Self {
        Self(Sha256::digest(canonical.as_bytes()).into())
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The id of those 32 bytes, as a ledger stores them.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// 64 hexadecimal digits, lower case.
    pub fn to_hex(&self) -> String {
        self.0
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                for nibble in [byte >> 4, byte & 15] {
                    hex.extend(char::from_digit(u32::from(nibble), 16));
                }
                hex
            })
    }
}

impl fmt::Display for SchemeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = self
            .0
            .iter()
            .take(5)
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        (0..8).rev().try_for_each(|place| {
            let digit = (head >> (5 * place) & 31) as usize;
            let letter = super::alphabet::BASE_32.get(digit).copied().unwrap_or(b'0');
            write!(f, "{}", char::from(letter))
        })
    }
}

/// A text that is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scheme id is 64 hexadecimal digits")]
pub struct SchemeIdError;

impl FromStr for SchemeId {
    type Err = SchemeIdError;

    fn from_str(hex: &str) -> Result<Self, SchemeIdError> {
        let mut bytes = [0; 32];
        if hex.len() != 64 {
            return Err(SchemeIdError);
        }
        for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
            *byte = pair.iter().try_fold(0_u8, |bits, digit| {
                let nibble = char::from(*digit).to_digit(16).ok_or(SchemeIdError)?;
                Ok(bits << 4 | nibble as u8)
            })?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_digits() {
        let id = SchemeId::of("");
        assert_eq!(
            id.to_hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(id.to_hex().parse(), Ok(id));
        assert_eq!(SchemeId::from_bytes(*id.as_bytes()), id);
        assert_eq!(id.to_string(), "WERC8GMR");
        for text in ["", "e3", "é".repeat(32).as_str(), "g".repeat(64).as_str()] {
            assert_eq!(text.parse::<SchemeId>(), Err(SchemeIdError));
        }
    }
}
