//! The check character of a text: what it is over, how it is written.

use core::ops::Range;

use crate::check::{CheckCharacters, System};

/// A check character system, where its characters stand, and what they check.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    pub(crate) system: &'static System,
    pub(crate) at: Range<usize>,
    /// The places before it that are checked: all but literals that the system has no value for.
    pub(super) over: Vec<usize>,
}

/// Longer than any text of a scheme.
const LONGEST: usize = 32;

impl Check {
    /// The check characters of a text.
    fn of(&self, text: &[u8]) -> Option<CheckCharacters> {
        if self.over.len() == self.at.start {
            return self.system.check(text.get(..self.at.start)?);
        }
        let mut payload = [0; LONGEST];
        for (place, at) in payload.iter_mut().zip(&self.over) {
            *place = *text.get(*at)?;
        }
        self.system.check(payload.get(..self.over.len())?)
    }

    /// Writes the check characters of what stands before them.
    #[inline]
    pub(crate) fn write(&self, text: &mut [u8]) {
        if let (Some(check), Some(field)) = (self.of(text), text.get_mut(self.at.clone())) {
            field.copy_from_slice(check.as_ref());
        }
    }

    /// Whether the check characters fit what stands before them.
    pub(crate) fn fits(&self, text: &[u8]) -> bool {
        let written = text.get(self.at.clone());
        self.of(text)
            .is_some_and(|check| written == Some(check.as_ref()))
    }

    /// Whether what stands at this place is checked.
    pub(crate) fn is_over(&self, place: usize) -> bool {
        self.over.contains(&place)
    }
}
