//! What is demanded of a message.

use crate::ai::Dictionary;
use alloc::sync::Arc;

/// What is demanded of a message. The default demands everything.
///
/// ```
/// use unitmark::element::{Parsed, Rules};
///
/// let lot_alone = Parsed::bracketed(b"(10)A");
/// assert!(!lot_alone.clone().check(&Rules::default()).is_ok());
/// assert!(lot_alone.check(&Rules::default().allow("ai-required")).is_ok());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(super) dictionary: Option<Arc<Dictionary>>,
    allowed: u8,
    pub(super) structure_only: bool,
}

/// The findings that rules may turn into notes.
const ALLOWABLE: [&str; 4] = ["ai-required", "ai-excluded", "ai-repeated", "ai-unknown"];

impl Rules {
    /// The codes that [`allow`](Self::allow) knows.
    pub const ALLOWABLE: &'static [&'static str] = &ALLOWABLE;

    /// Findings with this code become notes. A code that is not [allowable](Self::ALLOWABLE) changes nothing.
    #[must_use]
    pub fn allow(mut self, code: &str) -> Self {
        for (bit, allowable) in ALLOWABLE.iter().enumerate() {
            if *allowable == code {
                self.allowed |= 1 << bit;
            }
        }
        self
    }

    /// Lengths and characters only: no rules on contents, no associations.
    #[must_use]
    pub fn structure_only(mut self) -> Self {
        self.structure_only = true;
        self
    }

    /// The AIs of this dictionary instead of those built in.
    #[must_use]
    pub fn with_dictionary(mut self, dictionary: Arc<Dictionary>) -> Self {
        self.dictionary = Some(dictionary);
        self
    }

    /// The dictionary in force.
    pub fn dictionary(&self) -> &Dictionary {
        self.dictionary.as_deref().unwrap_or(Dictionary::BUILTIN)
    }

    /// The dictionary in force, where it is not the one built in.
    pub(crate) const fn own_dictionary(&self) -> Option<&Arc<Dictionary>> {
        self.dictionary.as_ref()
    }

    /// Whether findings on contents and associations are wanted.
    pub(crate) const fn is_whole(&self) -> bool {
        !self.structure_only
    }

    pub(crate) fn allows_unknown_ais(&self) -> bool {
        self.allows("ai-unknown")
    }

    pub(super) fn allows(&self, code: &str) -> bool {
        ALLOWABLE
            .iter()
            .position(|known| *known == code)
            .is_some_and(|bit| self.allowed & (1 << bit) != 0)
    }
}
