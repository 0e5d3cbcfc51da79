//! Counters, and where each of their numbers went.

use super::id::RunId;
use super::state::UnitState;
use crate::key::Gtin;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// One row of numbers: of one scheme, scope value, period and partition (rule 2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Counter {
    /// Its name in the ledger; also its chain's.
    pub id: u64,
    /// The scheme.
    pub scheme: String,
    /// The GTIN that it counts for, where the scheme's scope is GTIN.
    pub gtin: Option<Gtin>,
    /// The period.
    pub period: String,
    /// The partition.
    pub partition: String,
    /// The first number.
    pub first: u64,
    /// The last number.
    pub last: u64,
    /// The next number; one past the last when it is exhausted.
    pub next: u64,
}

impl Counter {
    /// How many numbers it has passed: issued ones and foreign ones between them.
    pub fn passed(&self) -> u64 {
        self.next.saturating_sub(self.first)
    }
}

/// A counter's numbers from the first to the last that it passed, explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterGaps {
    /// The counter.
    pub counter: Counter,
    /// All of its numbers below `next`, in order and without a hole.
    pub ranges: Vec<Range>,
}

impl CounterGaps {
    /// How many numbers went this way.
    pub fn sum(&self, wanted: impl Fn(&Fate) -> bool) -> u64 {
        self.ranges
            .iter()
            .filter(|range| wanted(&range.fate))
            .map(|range| range.count)
            .sum()
    }

    /// How many units are in each state.
    pub fn states(&self) -> BTreeMap<UnitState, u64> {
        let mut sums = BTreeMap::new();
        for (state, count) in self.ranges.iter().flat_map(|range| &range.states) {
            *sums.entry(*state).or_default() += count;
        }
        sums
    }
}

/// Consecutive numbers with one fate.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first number.
    pub first: u64,
    /// How many.
    pub count: u64,
    /// Where they went.
    pub fate: Fate,
    /// What became of them: how many units are in each state. They add up to `count`, but where nothing explains the numbers.
    pub states: Vec<(UnitState, u64)>,
    /// The first and the last serial, where it is known that there are any.
    pub serials: Option<(String, String)>,
}

/// Where numbers went.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fate {
    /// Printed on labels of this run.
    Printed(RunId),
    /// Handed out in this run to who asked for them.
    Allocated(RunId),
    /// Reserved by this run, and nothing heard since.
    Unknown(RunId),
    /// A foreign serial has it.
    Foreign {
        /// The GTIN or other key.
        key: String,
        /// The serial.
        serial: String,
    },
    /// A resume after a restore passed it: it may have been given out by what the restored ledger does not know any more.
    Lost,
    /// Nothing in the ledger says: the ledger is damaged.
    Unexplained,
}

impl Fate {
    /// `printed`, `allocated`, `unknown`, `foreign`, `lost` or `unexplained`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Printed(_) => "printed",
            Self::Allocated(_) => "allocated",
            Self::Unknown(_) => "unknown",
            Self::Foreign { .. } => "foreign",
            Self::Lost => "lost",
            Self::Unexplained => "unexplained",
        }
    }
}
