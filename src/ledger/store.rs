//! The contract that every engine keeps.

use super::counter::{Counter, CounterGaps};
use super::error::LedgerError;
use super::find::{Event, Found, Query};
use super::give_back::{GiveBack, GivenBack};
use super::heads::Heads;
use super::hold::Hold;
use super::id::{LedgerId, RunId};
use super::import::{ForeignSerials, Import, Imported};
use super::outlook::Outlook;
use super::request::{NamedScheme, RunRequest};
use super::resume::{Resume, Resumed};
use super::run::{Mark, Run, RunState, RunSummary, Unit, UnitKey};
use super::state::{Ahead, Known, Move, Moved, Scanned, UnitState};
use super::verify::Verification;
use crate::key::Gtin;
use crate::serial::Slot;
use jiff::Timestamp;
use std::path::Path;

/// A place that remembers what was issued.
///
/// Each method is one transaction: when it gives an error, nothing of it was done. When it gives a value, that is on the disk.
/// A store is shared by reference; callers on several threads, and several processes on one ledger, take turns.
pub trait Store: Send + Sync {
    /// The ledger's id.
    fn id(&self) -> &LedgerId;

    /// Where it is, for messages: a path or an address.
    fn place(&self) -> &str;

    /// Registers a scheme (rules 1 and 5); `false` when it was there already. A run does it too, for the schemes of its lines.
    fn register(&self, scheme: &NamedScheme, now: Timestamp) -> Result<bool, LedgerError>;

    /// The registered schemes, oldest first.
    fn schemes(&self) -> Result<Vec<NamedScheme>, LedgerError>;

    /// The scheme of that name.
    fn scheme(&self, name: &str) -> Result<NamedScheme, LedgerError>;

    /// How many serials this slot can still give; of a scheme that is not registered, all of them.
    fn remaining(
        &self,
        scheme: &NamedScheme,
        slot: &Slot,
        gtin: Option<&Gtin>,
    ) -> Result<u64, LedgerError>;

    /// Reserves all that a run asks for, in one commit (rules 1 to 5).
    fn reserve(&self, request: &RunRequest) -> Result<Run, LedgerError>;

    /// Reserves for several callers in one commit; each gets the answer that [`reserve`](Self::reserve) would give it.
    ///
    /// A request that is refused leaves the others alone; an error of the whole group means that none of it was done.
    fn reserve_group(
        &self,
        requests: &[RunRequest],
    ) -> Result<Vec<Result<Run, LedgerError>>, LedgerError>;

    /// Takes over serials that others issued, in one commit (rule 5): all of them, or none unless it is partial.
    fn import(
        &self,
        request: &Import,
        list: &mut dyn ForeignSerials,
    ) -> Result<Imported, LedgerError>;

    /// What [`reserve`](Self::reserve) would answer now, without reserving anything.
    fn preview(&self, request: &RunRequest) -> Result<Run, LedgerError>;

    /// Records what became of a run (rule 6) and gives its state.
    ///
    /// A run that is marked printed a second time is recorded as reprinted.
    fn mark(&self, run: &RunId, mark: &Mark) -> Result<RunState, LedgerError>;

    /// Holds a run, so that nobody else draws it meanwhile; `run-busy` where somebody does.
    fn hold(&self, run: &RunId) -> Result<Hold, LedgerError>;

    /// The run of that id.
    fn run(&self, run: &RunId) -> Result<Run, LedgerError>;

    /// The run that this request made.
    fn run_of_request(&self, request_id: &str) -> Result<Option<Run>, LedgerError>;

    /// The newest runs first, at most `limit`; only those in `state` when it is given.
    fn runs(&self, state: Option<RunState>, limit: usize) -> Result<Vec<RunSummary>, LedgerError>;

    /// The units with this serial; more than one only where no GTIN is given and several products share it.
    fn find_unit(&self, gtin: Option<&Gtin>, serial: &str) -> Result<Vec<Unit>, LedgerError>;

    /// What each of many scans is: nothing that is known, one unit, or one of each product that shares the serial.
    ///
    /// A scan that is no unit and that a scheme with unguessable numbers may have written is an error (`key-missing`) where that
    /// scheme's key is not there: whether the ledger issued it cannot be told. A scan at or past its counter becomes a mark
    /// ([`Marks`](super::Marks)).
    fn look_up(&self, scans: &[Scanned]) -> Result<Vec<Vec<Known>>, LedgerError>;

    /// What scans that are no unit would be, as numbers that their counters did not come to yet.
    fn ahead(&self, scans: &[Scanned]) -> Result<Vec<Option<Ahead>>, LedgerError>;

    /// The units that a query asks for, as stretches of one state each.
    fn find(&self, query: &Query) -> Result<Vec<Found>, LedgerError>;

    /// The events after that one of a chain, in the order of the chains, at most `limit`; `(0, 0)` is the beginning.
    fn trail(&self, after: (u64, u64), limit: u32) -> Result<Vec<Event>, LedgerError>;

    /// The states of these units, in their order.
    fn states(&self, units: &[UnitKey]) -> Result<Vec<UnitState>, LedgerError>;

    /// Records what became of units: all of them move, or none ([`UnitState::next`]). Gives how many moved.
    fn move_units(&self, change: &Move, units: &[UnitKey]) -> Result<u64, LedgerError>;

    /// What became of a unit, oldest first; what became of its run as a whole, the run's marks say.
    fn history(&self, unit: UnitKey) -> Result<Vec<Moved>, LedgerError>;

    /// Gives back units of a run that were never used: they are voided, and never issued again ([`GiveBack`] says why).
    fn give_back(&self, request: &GiveBack) -> Result<GivenBack, LedgerError>;

    /// How fast counters were used lately: all of them, or those that a run took from.
    fn outlook(&self, run: Option<&RunId>) -> Result<Vec<Outlook>, LedgerError>;

    /// All counters, by scheme and period.
    fn counters(&self) -> Result<Vec<Counter>, LedgerError>;

    /// Where every number of every counter went.
    fn gaps(&self) -> Result<Vec<CounterGaps>, LedgerError>;

    /// The end of every chain of events, to be kept elsewhere.
    fn heads(&self, now: Timestamp) -> Result<Heads, LedgerError>;

    /// Writes the whole ledger to a new file, proved to be whole, while others go on writing (rule 8).
    ///
    /// A server's ledger is backed up with the server's own tools: `backup-by-server`.
    fn backup(&self, file: &Path, now: Timestamp) -> Result<Verification, LedgerError>;

    /// Goes on after a restore: raises the epoch, moves the counters past all that is known, and records it (rule 8).
    fn resume(&self, request: &Resume) -> Result<Resumed, LedgerError>;

    /// Proves that chains, blocks and counters agree (rule 10); with heads, also that nothing they saw was cut off or rewritten.
    fn verify(&self, heads: Option<&Heads>) -> Result<Verification, LedgerError>;
}
