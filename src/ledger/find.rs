//! Which units are affected, and what became of them.

use super::id::RunId;
use super::product::Product;
use super::run::UnitKey;
use super::state::UnitState;
use jiff::Timestamp;

/// What to look for: all that is given has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The lot.
    pub lot: Option<String>,
    /// The plant.
    pub plant: Option<String>,
    /// The production line, as the order or else the serials say it.
    pub production_line: Option<String>,
    /// The production order.
    pub order: Option<String>,
    /// The owner's article number.
    pub sku: Option<String>,
    /// The GTIN, 14 digits.
    pub gtin: Option<String>,
    /// The run.
    pub run: Option<RunId>,
    /// The block ([`Block::id`](super::Block::id)).
    pub block: Option<u64>,
    /// The shift, where the scheme writes it or counts by it.
    pub shift: Option<String>,
    /// Reserved at this time or later.
    pub from: Option<Timestamp>,
    /// Reserved before this time.
    pub to: Option<Timestamp>,
    /// The state.
    pub state: Option<UnitState>,
    /// The first and the last serial: of one scheme, all numbers between them, of all periods from the first one's to the last one's;
    /// of foreign serials, all texts between them. Ends that are no range are an error (`bad-range`).
    pub serials: Option<(String, String)>,
}

/// Consecutive units of one run's line in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The run.
    pub run: RunId,
    /// When it was reserved.
    pub reserved_at: Timestamp,
    /// What they are.
    pub product: Product,
    /// The Application Identifier that carries the serials.
    pub ai: String,
    /// The chain of their events.
    pub chain: u64,
    /// The first unit.
    pub key: UnitKey,
    /// The first serial.
    pub first: String,
    /// The last serial.
    pub last: String,
    /// How many.
    pub count: u64,
    /// Their state.
    pub state: UnitState,
}

/// An event, as the trail shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The chain: 0 is the ledger's own, the others are those of the counters.
    pub chain: u64,
    /// Its number in the chain, from 1.
    pub event: u64,
    /// When.
    pub at: Timestamp,
    /// What happened: `reserved`, `printed`, `moved`, ...
    pub kind: String,
    /// What it says: `name value` on a line each.
    pub body: String,
    /// Its hash, which covers the event before it.
    pub hash: [u8; 32],
}
