//! Going on after a restore (rule 8).

use super::marks::Marks;
use super::state::Scanned;
use jiff::Timestamp;

/// What is known besides the ledger itself, so that it goes on past all of it.
#[derive(Debug)]
pub struct Resume {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Why, for the trail.
    pub reason: Option<String>,
    /// Marks of other clients; those of this one are looked at anyway.
    pub marks: Vec<Marks>,
    /// Serials that are known to exist: labels in stock, scans of the last days.
    pub known: Vec<Scanned>,
    /// Serials that were scanned and are none of this ledger's.
    pub forget: Vec<String>,
}

/// How a ledger goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resumed {
    /// Its new epoch, from 1; each resume raises it.
    pub epoch: u64,
    /// The counters that were moved: scheme, period and partition, the first number that is left out, and how many.
    pub moved: Vec<Passed>,
}

/// Numbers that a resume leaves out, because they may have been given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The scheme.
    pub scheme: String,
    /// The period.
    pub period: String,
    /// The partition.
    pub partition: String,
    /// The first of them.
    pub first: u64,
    /// How many.
    pub count: u64,
}
