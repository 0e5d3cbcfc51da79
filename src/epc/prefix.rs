//! How long a company prefix is: told by the caller, by a list of own prefixes, or by the official list. Never guessed.

use super::error::{EpcError, EpcErrorKind};
use super::field::LENGTHS;
use super::list::PrefixList;
use crate::key;
use alloc::{string::String, vec::Vec};

/// What is known of the company prefix that a key begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrefixLength {
    /// It has so many digits.
    Known(u8),
    /// Nobody told, or the list does not have it.
    Unknown,
    /// A number of restricted circulation: there is no company prefix.
    Restricted,
}

/// What the caller knows of company prefixes. What is said first counts: one length for all, own prefixes, a list.
///
/// ```
/// use unitmark::epc::{PrefixLength, Prefixes};
///
/// let own = Prefixes::new().with_own(["0614141", "952114"])?;
/// assert_eq!(own.length("0614141123452"), PrefixLength::Known(7));
/// assert_eq!(own.length("9520000000000"), PrefixLength::Unknown);
/// assert_eq!(own.length("2012345678901"), PrefixLength::Restricted);
/// # Ok::<(), unitmark::epc::EpcError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Prefixes {
    every: Option<u8>,
    own: Vec<String>,
    list: Option<PrefixList>,
}

impl Prefixes {
    /// Nothing is known.
    pub const fn new() -> Self {
        Self {
            every: None,
            own: Vec::new(),
            list: None,
        }
    }

    /// Every company prefix has so many digits, 6 to 12: for callers with one prefix.
    pub fn with_length(mut self, length: u8) -> Result<Self, EpcError> {
        if !LENGTHS.contains(&usize::from(length)) {
            return Err(EpcError::new(EpcErrorKind::PrefixLength, ""));
        }
        self.every = Some(length);
        Ok(self)
    }

    /// These company prefixes of 6 to 12 digits are known. None begins with another: each number has one owner.
    ///
    /// ```
    /// # use unitmark::epc::Prefixes;
    /// let error = |own: &[&str]| Prefixes::new().with_own(own.iter().copied()).unwrap_err().code();
    /// assert_eq!(error(&["9521"]), "epc-prefix");
    /// assert_eq!(error(&["0614141", "06141411"]), "prefix-list-overlap");
    /// ```
    pub fn with_own<'p>(
        mut self,
        own: impl IntoIterator<Item = &'p str>,
    ) -> Result<Self, EpcError> {
        for prefix in own {
            let digits = prefix.bytes().all(|byte| byte.is_ascii_digit());
            if !digits || !LENGTHS.contains(&prefix.len()) {
                return Err(EpcError::new(EpcErrorKind::Prefix, ""));
            }
            let overlaps = |own: &&String| own.starts_with(prefix) || prefix.starts_with(&***own);
            match self.own.iter().find(overlaps) {
                Some(own) if own == prefix => {}
                Some(_) => return Err(EpcError::new(EpcErrorKind::PrefixOverlap, "")),
                None => self.own.push(prefix.into()),
            }
        }
        Ok(self)
    }

    /// This list is known.
    #[must_use]
    pub fn with_list(mut self, list: PrefixList) -> Self {
        self.list = Some(list);
        self
    }

    /// What is known of the company prefix that these characters begin with.
    pub fn length(&self, key: &str) -> PrefixLength {
        if let Some(length) = self.every {
            return PrefixLength::Known(length);
        }
        if let Some(own) = self.own.iter().find(|own| key.starts_with(own.as_str())) {
            return PrefixLength::Known(own.len() as u8);
        }
        if let Some(found) = self.list.as_ref().and_then(|list| list.length(key)) {
            return found;
        }
        if key::is_restricted(key) {
            return PrefixLength::Restricted;
        }
        PrefixLength::Unknown
    }
}
