//! Serials that are given back because they were never used.

use super::id::RunId;
use super::run::UnitKey;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::Timestamp;

/// What is given back of a run: units that are `reserved` or `allocated`, of which nothing else was told.
///
/// They become `voided` and are **never issued again**. A reserved number may have left the process that asked for it: a line may
/// have it in a buffer, a marking machine on a part, a person on a label that was never reported. No ledger can know, and a
/// number that is wasted costs less than one that exists twice. What is gained is that the books are right: the numbers
/// are accounted for, a part that turns up with one is refused as voided, and nobody waits for their labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveBack {
    /// The run.
    pub run: RunId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Why, if there is more to say than that they were not used.
    pub reason: Option<String>,
    /// Only these; each has to be unused. Without them, all that are unused.
    pub only: Option<Vec<UnitKey>>,
}

/// What was given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GivenBack {
    /// How many units, now.
    pub units: u64,
    /// How many of the run were given back before.
    pub before: u64,
}
