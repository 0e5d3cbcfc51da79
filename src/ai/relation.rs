//! Which AIs are present in a message, and sets of AIs to compare that with.

/// The most AIs that a dictionary may have.
pub(crate) const MAX_AIS: usize = 1024;

/// A stretch of one of the dictionary's pools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: u16,
    pub(super) len: u16,
}

impl Range {
    #[inline]
    pub(super) fn of<T>(self, pool: &[T]) -> &[T] {
        let start = usize::from(self.start);
        pool.get(start..start + usize::from(self.len))
            .unwrap_or_default()
    }
}

/// 64 AIs of a set: a set is a few of these, since relations name few AIs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) index: u16,
    pub(super) bits: u64,
}

/// An association that a message must satisfy: one of the alternatives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// AIs of which one is enough.
    pub(super) single: Range,
    /// Alternatives that need several AIs together.
    pub(super) chains: Range,
    /// The text it was written in: `01+21,02`.
    pub(super) text: Range,
}

/// The AIs present in a message, a bit each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Presence([u64; MAX_AIS / 64]);

impl Presence {
    pub(crate) const NONE: Self = Self([0; MAX_AIS / 64]);

    /// Adds an AI; `true` when it was there already.
    #[inline]
    pub(crate) fn insert(&mut self, index: u16) -> bool {
        let Some(word) = self.0.get_mut(usize::from(index >> 6)) else {
            return false;
        };
        let bit = 1 << (index & 63);
        let was = *word & bit != 0;
        *word |= bit;
        was
    }

    /// Whether one of the set's AIs is present.
    #[inline]
    pub(super) fn meets(&self, set: &[Word]) -> bool {
        set.iter()
            .any(|word| self.word(word.index) & word.bits != 0)
    }

    /// Whether one of the set's AIs other than `except` is present.
    #[inline]
    pub(super) fn meets_other(&self, set: &[Word], except: u16) -> bool {
        set.iter().any(|word| {
            let own = if except >> 6 == word.index {
                1 << (except & 63)
            } else {
                0
            };
            self.word(word.index) & word.bits & !own != 0
        })
    }

    #[inline]
    fn word(&self, index: u16) -> u64 {
        self.0.get(usize::from(index)).copied().unwrap_or_default()
    }
}
