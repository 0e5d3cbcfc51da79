//! What becomes of a unit.

use super::run::UnitKey;
use crate::key::Gtin;
use jiff::Timestamp;

/// The state of one unit. [`UnitState::next`] is the table of allowed moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitState {
    /// Its number is taken; whether a label exists is unknown.
    Reserved,
    /// Its serial was handed to who asked.
    Allocated,
    /// Its serial was written to a tag or sent to a marking machine.
    Encoded,
    /// Its label was printed.
    Printed,
    /// The label is on the unit, and the unit counts as made.
    Commissioned,
    /// It left.
    Shipped,
    /// It came back after it had left.
    Returned,
    /// It was taken for a test.
    Sampled,
    /// Its label was thrown away before it was on a unit.
    Scrapped,
    /// Its serial is declared invalid.
    Voided,
    /// It does not exist any more.
    Destroyed,
    /// It was declared fit to leave.
    Released,
}

use UnitState::{
    Allocated, Commissioned, Destroyed, Encoded, Printed, Released, Reserved, Returned, Sampled,
    Scrapped, Shipped, Voided,
};

/// Each state: its name, the OPEN-SCS (OPC 30260) state that says the same, and the states that may follow.
///
/// OPEN-SCS ends where goods leave: what is shipped is Released there, and what came back Inactive.
#[rustfmt::skip]
const STATES: [(UnitState, &str, &str, &[UnitState]); 12] = [
    (Reserved,     "reserved",     "Unallocated",   &[Allocated, Encoded, Printed, Voided]),
    (Allocated,    "allocated",    "Allocated",     &[Encoded, Printed, Commissioned, Sampled, Scrapped, Voided]),
    (Encoded,      "encoded",      "Encoded",       &[Printed, Commissioned, Sampled, Scrapped, Voided]),
    (Printed,      "printed",      "Encoded",       &[Encoded, Commissioned, Sampled, Scrapped, Voided]),
    (Commissioned, "commissioned", "Commissioned",  &[Released, Shipped, Sampled, Voided, Destroyed]),
    (Shipped,      "shipped",      "Released",      &[Returned, Destroyed]),
    (Returned,     "returned",     "Inactive",      &[Released, Shipped, Sampled, Destroyed]),
    (Sampled,      "sampled",      "Sampled",       &[Destroyed]),
    (Scrapped,     "scrapped",     "LabelScrapped", &[Destroyed]),
    (Voided,       "voided",       "SNInvalid",     &[]),
    (Destroyed,    "destroyed",    "Destroyed",     &[]),
    (Released,     "released",     "Released",      &[Shipped, Sampled, Voided, Destroyed]),
];

impl UnitState {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        STATES.iter().map(|(state, ..)| *state)
    }

    /// The name: `reserved`, `allocated`, ...
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The OPEN-SCS (OPC 30260) state that says the same.
    pub fn open_scs(self) -> &'static str {
        self.row().2
    }

    /// The states that may follow.
    ///
    /// ```
    /// use unitmark::ledger::UnitState;
    ///
    /// assert!(UnitState::Shipped.next().contains(&UnitState::Returned));
    /// assert!(UnitState::Destroyed.next().is_empty());
    /// ```
    pub fn next(self) -> &'static [Self] {
        self.row().3
    }

    /// Whether a reason has to be given.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Voided | Destroyed)
    }

    fn row(self) -> (Self, &'static str, &'static str, &'static [Self]) {
        let own = STATES.iter().find(|(state, ..)| *state == self);
        // The table has a row for each state; a test says so.
        own.copied().unwrap_or((self, "", "", &[]))
    }
}

impl core::fmt::Display for UnitState {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

impl core::str::FromStr for UnitState {
    type Err = String;

    /// The error lists the names.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::all()
            .find(|state| state.name() == text)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::all().map(Self::name).collect();
                format!("there is no state {text}; there are {}", names.join(", "))
            })
    }
}

/// What became of units: all of them move, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Where to.
    pub to: UnitState,
    /// Why; needed where [`UnitState::needs_reason`] says so.
    pub reason: Option<String>,
}

/// A move that a unit made.
pub type Moved = Move;

/// A serial as it was scanned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scanned {
    /// The GTIN, where the scan has one.
    pub gtin: Option<Gtin>,
    /// The Application Identifier that carried the serial; none where the serial stood alone, and may be of any.
    pub ai: Option<String>,
    /// The serial.
    pub serial: String,
}

/// What a serial that was never issued would be: a number that its counter did not come to yet.
///
/// ```
/// use unitmark::ledger::{LedgerId, NamedScheme, Scanned, Sqlite, Store};
/// use unitmark::serial::{Definition, Reset, Scheme};
///
/// let now = "2026-04-15T08:00:00Z".parse()?;
/// let ledger = Sqlite::in_memory(LedgerId::from_bytes([1, 2, 3, 4]), now)?;
/// let definition = Definition { reset: Reset::Never, ..Definition::of("T{seq:4}") };
/// ledger.register(&NamedScheme::new("units", Scheme::new(definition)?.into())?, now)?;
/// let scan = |serial: &str| Scanned { gtin: None, ai: None, serial: serial.into() };
/// let ahead = ledger.ahead(&[scan("T9999"), scan("X9999")])?;
/// assert_eq!(ahead[0].as_ref().map(|ahead| (ahead.number, ahead.next)), Some((9999, 1)));
/// assert_eq!(ahead[1], None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The scheme, by name.
    pub scheme: String,
    /// The period.
    pub period: String,
    /// Its number.
    pub number: u64,
    /// The number that the counter gives out next.
    pub next: u64,
}

/// A unit that a scan may mean; whether its product is the one of the scan is for the caller to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Which unit.
    pub key: UnitKey,
    /// Its product's GTIN.
    pub gtin: Option<Gtin>,
    /// Its state.
    pub state: UnitState,
}

/// Consecutive units in one state.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) first: i64,
    pub(crate) count: i64,
    pub(crate) state: UnitState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_one_row_and_each_move_leads_elsewhere() {
        for state in UnitState::all() {
            assert_eq!(STATES.iter().filter(|(own, ..)| *own == state).count(), 1);
            assert_eq!(state.name().parse(), Ok(state));
            assert!(!state.next().contains(&state));
            assert!(!state.open_scs().is_empty());
        }
    }

    #[test]
    fn what_is_destroyed_or_voided_is_never_used_again() {
        assert!(Destroyed.next().is_empty() && Voided.next().is_empty());
        for state in UnitState::all() {
            assert!(!state.next().contains(&Reserved), "{state}");
        }
    }
}
