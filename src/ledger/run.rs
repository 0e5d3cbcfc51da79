//! What was reserved, and what became of it.

use super::id::RunId;
use super::product::Product;
use super::request::NamedScheme;
use crate::serial::{SerialError, Slot, Texts};
use jiff::Timestamp;

/// One commit's reservation: the lines in the order in which they were asked for.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its name.
    pub id: RunId,
    /// The request that made it.
    pub request_id: String,
    /// Who asked.
    pub holder: String,
    /// When it was reserved.
    pub reserved_at: Timestamp,
    /// The time whose period was numbered.
    pub at: Timestamp,
    /// Whether that time was named on purpose.
    pub at_is_explicit: bool,
    /// The caller's job, as it was given.
    pub spec: String,
    /// What each line got.
    pub lines: Vec<RunLine>,
    /// What was told of it since, oldest first.
    pub marks: Vec<Mark>,
    /// Whether this is the answer to a request that had been answered before.
    pub replayed: bool,
}

impl Run {
    /// What is known of its labels.
    pub fn state(&self) -> RunState {
        RunState::after(&self.marks)
    }

    /// How many of its units were given back unused.
    pub fn given_back(&self) -> u64 {
        self.marks.iter().fold(0, |sum, mark| match mark.what {
            MarkKind::GivenBack { units, .. } => sum.saturating_add(units),
            _ => sum,
        })
    }

    /// How many units it has.
    pub fn units(&self) -> u64 {
        self.lines
            .iter()
            .fold(0, |sum, line| sum.saturating_add(line.units()))
    }

    /// Details of the newest printing or reprinting of the whole run.
    pub fn printing(&self) -> Option<&Printing> {
        self.marks.iter().rev().find_map(|mark| match &mark.what {
            MarkKind::Printed(printing)
            | MarkKind::Reprinted {
                printing: Some(printing),
                unit: None,
                ..
            } => Some(printing),
            _ => None,
        })
    }
}

/// What one line of a run got: blocks of a scheme's numbers, or the serials that its data gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunLine {
    /// What the units are.
    pub product: Product,
    /// Where their serials come from, in order; more than one block where foreign serials lie between.
    pub blocks: Vec<Block>,
    /// The serials that the data gave.
    pub given: Vec<GivenUnit>,
}

impl RunLine {
    /// How many units it has.
    pub fn units(&self) -> u64 {
        self.blocks
            .iter()
            .fold(self.given.len() as u64, |sum, block| {
                sum.saturating_add(block.count)
            })
    }
}

/// Consecutive numbers of one counter.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its name in the ledger.
    pub id: u64,
    /// The scheme that writes them.
    pub scheme: NamedScheme,
    /// Period, partition and stamp.
    pub slot: Slot,
    /// The first number.
    pub first: u64,
    /// How many.
    pub count: u64,
}

impl Block {
    /// The serials, in order.
    pub fn texts(&self) -> Result<Texts<'_>, SerialError> {
        self.scheme
            .scheme()
            .texts(&self.slot, self.first, self.count)
    }

    /// The last number.
    pub fn last(&self) -> u64 {
        self.first.saturating_add(self.count.max(1) - 1)
    }
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.first, self.count) == (other.id, other.first, other.count)
            && self.scheme.scheme().id() == other.scheme.scheme().id()
            && self.slot == other.slot
    }
}

impl Eq for Block {}

/// A foreign serial: one that the data gave.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GivenUnit {
    /// Its name in the ledger.
    pub id: u64,
    /// The serial.
    pub serial: String,
}

/// What is known of a run's labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RunState {
    /// Reserved, and nothing heard since: whether labels exist is unknown, so its serials are never issued again.
    Reserved,
    /// The serials were handed to who asked for them.
    Allocated,
    /// Its labels were printed.
    Printed,
}

impl RunState {
    /// `reserved`, `allocated` or `printed`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Allocated => "allocated",
            Self::Printed => "printed",
        }
    }

    /// The state after these marks.
    pub(crate) fn after(marks: &[Mark]) -> Self {
        let told = |wanted: fn(&MarkKind) -> bool| marks.iter().any(|mark| wanted(&mark.what));
        if told(|what| matches!(what, MarkKind::Printed(_))) {
            Self::Printed
        } else if told(|what| matches!(what, MarkKind::Allocated)) {
            Self::Allocated
        } else {
            Self::Reserved
        }
    }
}

impl core::fmt::Display for RunState {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

/// Something that the ledger was told of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What.
    pub what: MarkKind,
}

/// What the ledger was told of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MarkKind {
    /// The serials left the process, to whoever asked.
    Allocated,
    /// Units that were never used are given back: they are voided, and never issued again.
    GivenBack {
        /// How many.
        units: u64,
        /// Why.
        reason: String,
    },
    /// The labels are written.
    Printed(Printing),
    /// Labels that were printed before are written again.
    Reprinted {
        /// One unit, or the whole run.
        unit: Option<UnitKey>,
        /// Why.
        reason: String,
        /// Where they went, if it is known.
        printing: Option<Printing>,
    },
}

/// Where labels went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printing {
    /// How many labels.
    pub labels: u64,
    /// How many pages.
    pub pages: u64,
    /// The label stock.
    pub stock: String,
    /// The first free place on the last page, from 1; 1 where that page is full.
    pub next_place: u32,
    /// The file.
    pub output: String,
}

/// One unit of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitKey {
    /// A number of a block.
    Numbered {
        /// [`Block::id`].
        block: u64,
        /// The number.
        number: u64,
    },
    /// A foreign serial.
    Given {
        /// [`GivenUnit::id`].
        id: u64,
    },
}

/// A unit as it is found by its serial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Which one.
    pub key: UnitKey,
    /// Its serial.
    pub serial: String,
    /// What it is.
    pub product: Product,
    /// The run that it belongs to.
    pub run: RunId,
    /// Its line in that run, from 0.
    pub line: usize,
    /// When it was reserved.
    pub reserved_at: Timestamp,
    /// What is known of the run's labels.
    pub state: RunState,
    /// The scheme that wrote its serial, by name.
    pub scheme: Option<String>,
}

/// A run in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSummary {
    /// Its name.
    pub id: RunId,
    /// The request that made it.
    pub request_id: String,
    /// Who asked.
    pub holder: String,
    /// When it was reserved.
    pub reserved_at: Timestamp,
    /// How many units.
    pub units: u64,
    /// What is known of its labels.
    pub state: RunState,
}
