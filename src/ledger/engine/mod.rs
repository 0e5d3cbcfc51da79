//! The rules of the ledger over a database, written once for every engine.

mod batch;
pub(super) mod begin;
mod counters;
pub(super) mod db;
mod events;
pub(super) mod failure;
mod find;
mod gaps;
mod give_back;
mod given;
mod import;
mod known;
mod look_up;
mod outlook;
mod ranges;
mod reserve;
mod restored;
mod resume;
mod runs;
mod schemes;
mod units;
mod values;
mod verify;

use super::counter::{Counter, CounterGaps};
use super::error::{LedgerError, LedgerErrorKind};
use super::find::{Event, Found, Query};
use super::give_back::{GiveBack, GivenBack};
use super::heads::Heads;
use super::hold::Hold;
use super::id::{LedgerId, RunId};
use super::import::{ForeignSerials, Import, Imported};
use super::marks::Marks;
use super::outlook::Outlook;
use super::request::{NamedScheme, RunRequest};
use super::resume::{Resume, Resumed};
use super::run::{Mark, Run, RunState, RunSummary, Unit, UnitKey};
use super::state::{Ahead, Known, Move, Moved, Scanned, UnitState};
use super::store::Store;
use super::verify::Verification;
use crate::key::Gtin;
use crate::serial::{Keys, Scheme, Slot};
use alloc::sync::Arc;
use db::Connection;
use failure::Step;
use jiff::Timestamp;
use std::collections::HashMap;
use std::path::Path;

/// Schemes that were proved already, by the hash of their definition: a proof takes milliseconds, and never changes.
/// And the keys that open those with unguessable numbers: of what is stored none has its key.
#[derive(Debug, Default)]
pub(super) struct Proved {
    schemes: HashMap<[u8; 32], Arc<Scheme>>,
    keys: Keys,
}

impl Proved {
    /// Nothing proved yet, and these keys at hand.
    pub(super) fn with(keys: Keys) -> Self {
        Self {
            schemes: HashMap::new(),
            keys,
        }
    }

    /// The keys at hand.
    #[cfg(feature = "sqlite")]
    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Remembers a scheme with its key, so that what is read from the ledger has it too.
    fn learn(&mut self, scheme: &Arc<Scheme>) {
        if scheme.needs_key() && !scheme.is_locked() {
            let id = *scheme.id().as_bytes();
            self.schemes.insert(id, Arc::clone(scheme));
        }
    }
}

/// How a transaction ends, and what it may see of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// One state of the ledger, whatever others write meanwhile.
    Read,
    /// Kept, if all of it succeeds.
    Write,
    /// As if to be kept, and then taken back.
    Try,
}

/// An engine that does work in transactions.
pub(super) trait Transact: Send + Sync {
    fn ledger(&self) -> &LedgerId;

    fn location(&self) -> &str;

    fn marks(&self) -> &Marks;

    /// Does the work in one transaction; again from the start where the engine asks for it.
    fn transact<T>(
        &self,
        access: Access,
        work: impl FnMut(&Connection<'_>, &mut Proved) -> Step<T>,
    ) -> Result<T, LedgerError>;

    /// Copies the ledger to a new file.
    fn copy_to(&self, file: &Path, now: Timestamp) -> Result<Verification, LedgerError>;

    /// Holds a run against all others, in this process too.
    fn hold_run(&self, run: &RunId) -> Result<Hold, LedgerError>;
}

/// A request that is made again gets its serials again, but not those that were given back.
fn refuse_given_back(run: &Run) -> Result<(), LedgerError> {
    match run.given_back() {
        0 => Ok(()),
        units => {
            let (request_id, run) = (run.request_id.clone(), run.id.clone());
            Err(LedgerErrorKind::RunGivenBack {
                request_id,
                run,
                units,
            }
            .into())
        }
    }
}

impl<E: Transact> Store for E {
    fn id(&self) -> &LedgerId {
        self.ledger()
    }

    fn place(&self) -> &str {
        self.location()
    }

    fn register(&self, scheme: &NamedScheme, now: Timestamp) -> Result<bool, LedgerError> {
        let mut done = None;
        self.transact(Access::Write, |db, proved| {
            restored::refuse(db)?;
            let new = schemes::register(db, self.ledger(), proved, scheme, now)?.1;
            // What an attempt whose answer was lost has done is this call's doing.
            Ok(*done.get_or_insert(new))
        })
    }

    fn schemes(&self) -> Result<Vec<NamedScheme>, LedgerError> {
        self.transact(Access::Read, |db, proved| {
            Ok(schemes::all(db, proved)?
                .into_iter()
                .map(|scheme| scheme.named)
                .collect())
        })
    }

    fn scheme(&self, name: &str) -> Result<NamedScheme, LedgerError> {
        self.transact(Access::Read, |db, proved| {
            Ok(schemes::by_name(db, proved, name)?.named)
        })
    }

    fn remaining(
        &self,
        scheme: &NamedScheme,
        slot: &Slot,
        gtin: Option<&Gtin>,
    ) -> Result<u64, LedgerError> {
        self.transact(Access::Read, |db, _| {
            let capacity = scheme.scheme().capacity();
            let Some(registered) = schemes::find(db, scheme)? else {
                return Ok(capacity);
            };
            let key = gtin.map_or("", |gtin| gtin.as_str());
            let Some(counter) = counters::find(db, &registered, key, slot)? else {
                return Ok(capacity);
            };
            let ahead = scheme
                .scheme()
                .last()
                .saturating_add(1)
                .saturating_sub(counter.next);
            Ok(ahead.saturating_sub(counters::count_held(db, counter.id, counter.next)?))
        })
    }

    fn reserve(&self, request: &RunRequest) -> Result<Run, LedgerError> {
        let mut replayed = None;
        self.transact(Access::Write, |db, proved| {
            let mut run = reserve::reserve(db, self.ledger(), proved, request)?;
            refuse_given_back(&run)?;
            // A run that an attempt of this call made, whose answer was lost, is new to the caller.
            run.replayed = *replayed.get_or_insert(run.replayed);
            Ok(run)
        })
    }

    fn reserve_group(
        &self,
        requests: &[RunRequest],
    ) -> Result<Vec<Result<Run, LedgerError>>, LedgerError> {
        let mut replayed: Vec<Option<bool>> = vec![None; requests.len()];
        self.transact(Access::Write, |db, proved| {
            let mut answers = reserve::reserve_all(db, self.ledger(), proved, requests)?;
            for (answer, replayed) in answers.iter_mut().zip(&mut replayed) {
                if let Ok(run) = answer {
                    match refuse_given_back(run) {
                        Ok(()) => run.replayed = *replayed.get_or_insert(run.replayed),
                        Err(error) => *answer = Err(error),
                    }
                }
            }
            Ok(answers)
        })
    }

    fn import(
        &self,
        request: &Import,
        list: &mut dyn ForeignSerials,
    ) -> Result<Imported, LedgerError> {
        let mut replayed = None;
        self.transact(Access::Write, |db, proved| {
            let mut imported = import::import(db, self.ledger(), proved, request, list)?;
            imported.replayed = *replayed.get_or_insert(imported.replayed);
            Ok(imported)
        })
    }

    fn preview(&self, request: &RunRequest) -> Result<Run, LedgerError> {
        self.transact(Access::Try, |db, proved| {
            reserve::reserve(db, self.ledger(), proved, request)
        })
    }

    fn mark(&self, run: &RunId, mark: &Mark) -> Result<RunState, LedgerError> {
        let mut again = false;
        self.transact(Access::Write, |db, _| {
            let done = runs::mark(db, run, mark, again);
            again = true;
            done
        })
    }

    fn hold(&self, run: &RunId) -> Result<Hold, LedgerError> {
        self.hold_run(run)
    }

    fn run(&self, run: &RunId) -> Result<Run, LedgerError> {
        self.transact(Access::Read, |db, proved| {
            let head = runs::by_id(db, run)?;
            runs::load(db, proved, head)
        })
    }

    fn run_of_request(&self, request_id: &str) -> Result<Option<Run>, LedgerError> {
        self.transact(Access::Read, |db, proved| {
            match runs::by_request(db, request_id)? {
                None => Ok(None),
                Some(head) => runs::load(db, proved, head).map(Some),
            }
        })
    }

    fn runs(&self, state: Option<RunState>, limit: usize) -> Result<Vec<RunSummary>, LedgerError> {
        self.transact(Access::Read, |db, _| runs::list(db, state, limit))
    }

    fn find_unit(&self, gtin: Option<&Gtin>, serial: &str) -> Result<Vec<Unit>, LedgerError> {
        self.transact(Access::Read, |db, proved| {
            runs::find_unit(db, proved, gtin, serial)
        })
    }

    fn look_up(&self, scans: &[Scanned]) -> Result<Vec<Vec<Known>>, LedgerError> {
        self.transact(Access::Read, |db, proved| {
            look_up::look_up(db, proved, scans)
        })
    }

    fn ahead(&self, scans: &[Scanned]) -> Result<Vec<Option<Ahead>>, LedgerError> {
        self.transact(Access::Read, |db, proved| look_up::ahead(db, proved, scans))
    }

    fn find(&self, query: &Query) -> Result<Vec<Found>, LedgerError> {
        self.transact(Access::Read, |db, proved| find::find(db, proved, query))
    }

    fn trail(&self, after: (u64, u64), limit: u32) -> Result<Vec<Event>, LedgerError> {
        self.transact(Access::Read, |db, _| find::trail(db, after, limit))
    }

    fn states(&self, units: &[UnitKey]) -> Result<Vec<UnitState>, LedgerError> {
        self.transact(Access::Read, |db, _| units::states(db, units))
    }

    fn move_units(&self, change: &Move, units: &[UnitKey]) -> Result<u64, LedgerError> {
        let mut again = false;
        self.transact(Access::Write, |db, _| {
            let done = units::record(db, change, units, again);
            again = true;
            done
        })
    }

    fn history(&self, unit: UnitKey) -> Result<Vec<Moved>, LedgerError> {
        self.transact(Access::Read, |db, _| units::history(db, unit))
    }

    fn give_back(&self, request: &GiveBack) -> Result<GivenBack, LedgerError> {
        let mut again = None;
        self.transact(Access::Write, |db, _| {
            let done = give_back::give_back(db, request, again)?;
            again = Some(done);
            Ok(done)
        })
    }

    fn outlook(&self, run: Option<&RunId>) -> Result<Vec<Outlook>, LedgerError> {
        self.transact(Access::Read, |db, proved| outlook::outlook(db, proved, run))
    }

    fn counters(&self) -> Result<Vec<Counter>, LedgerError> {
        self.transact(Access::Read, gaps::counters)
    }

    fn gaps(&self) -> Result<Vec<CounterGaps>, LedgerError> {
        self.transact(Access::Read, gaps::gaps)
    }

    fn heads(&self, now: Timestamp) -> Result<Heads, LedgerError> {
        self.transact(Access::Read, |db, proved| {
            verify::heads(db, proved, self.ledger(), now)
        })
    }

    fn verify(&self, heads: Option<&Heads>) -> Result<Verification, LedgerError> {
        self.transact(Access::Read, |db, proved| {
            verify::verify(db, proved, self.ledger(), heads)
        })
    }

    fn backup(&self, file: &Path, now: Timestamp) -> Result<Verification, LedgerError> {
        self.copy_to(file, now)
    }

    fn resume(&self, request: &Resume) -> Result<Resumed, LedgerError> {
        let resumed = self.transact(Access::Write, |db, proved| {
            resume::resume(db, self.ledger(), proved, request)
        })?;
        self.marks().forget(&request.forget)?;
        Ok(resumed)
    }
}
