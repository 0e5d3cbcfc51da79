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
    /// Serials that are known to exist: labels in stock, scans of the last days. None of them is given out again: a counter passes it,
    /// or where no counter can (unguessable numbers, a scheme that the ledger does not know any more) it becomes a foreign serial.
    pub known: Vec<Scanned>,
    /// Serials that were scanned and are none of this ledger's: they stop nothing from now on. One that was not scanned is an error
    /// (`not-scanned`).
    pub forget: Vec<String>,
}

/// How a ledger goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resumed {
    /// Its new epoch, from 1; each resume raises it.
    pub epoch: u64,
    /// The counters that were moved: scheme, period and partition, the first number that is left out, and how many.
    pub moved: Vec<Passed>,
    /// How many known serials became foreign serials.
    pub held: u64,
    /// Numbers that may be on two units: given out before the restore, as the marks show, and again after it, before anybody noticed.
    pub twice: Vec<Passed>,
    /// Serials that were scanned and are neither known nor forgotten: the counter of each still stops.
    pub scanned: Vec<String>,
}

/// Numbers that a resume leaves out, because they may have been given out; or that may have been given out twice.
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
