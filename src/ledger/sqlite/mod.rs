//! A ledger in one file: the embedded default.
//!
//! Several processes on one machine may use it at once. Each change is one transaction that takes the write lock before it reads
//! (`BEGIN IMMEDIATE`) and is on the disk when it ends (write-ahead log, `synchronous = FULL`).

mod counters;
mod events;
mod failure;
mod gaps;
mod given;
mod network;
mod open;
mod reserve;
mod runs;
mod schema;
mod schemes;
mod values;
mod verify;

use super::counter::{Counter, CounterGaps};
use super::error::LedgerError;
use super::heads::Heads;
use super::id::{LedgerId, RunId};
use super::request::{NamedScheme, RunRequest};
use super::run::{Mark, Run, RunState, RunSummary, Unit};
use super::store::Store;
use super::verify::Verification;
use crate::key::Gtin;
use crate::serial::{Keys, Scheme, Slot};
use alloc::sync::Arc;
use core::time::Duration;
use failure::Step;
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use open::{Opened, SqliteOptions};

/// A ledger in an `SQLite` file.
///
/// ```
/// use std::sync::Arc;
/// use unitmark::ledger::{LedgerId, LineRequest, MAX_SKEW, NamedScheme, Product, RunRequest, Sqlite, Store, Units};
/// use unitmark::serial::{Context, Definition, Scheme};
///
/// let now = "2026-04-15T08:00:00Z".parse()?;
/// let ledger = Sqlite::in_memory(LedgerId::from_bytes([1, 2, 3, 4]), now)?;
///
/// let scheme = NamedScheme::new("default", Arc::new(Scheme::new(Definition::default())?))?;
/// let slot = scheme.scheme().slot(&Context::new().with("plant", "WG"), now)?;
/// let run = ledger.reserve(&RunRequest {
///     request_id: "order 4711".into(),
///     args_hash: [0; 32],
///     holder: "line 1".into(),
///     now,
///     at: None,
///     max_skew: MAX_SKEW,
///     spec: String::new(),
///     lines: vec![LineRequest {
///         product: Product { sku: Some("WIDGET-RED-LG".into()), ..Product::default() },
///         units: Units::Next { scheme, slot, count: 2 },
///     }],
/// })?;
/// let serials: Vec<String> = run.lines[0].blocks[0].texts()?.collect();
/// assert_eq!(serials, ["WG-2026040001", "WG-2026040002"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Sqlite {
    id: LedgerId,
    place: String,
    busy_timeout: Duration,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    connection: Connection,
    schemes: Proved,
}

/// Schemes that were proved already, by the hash of their definition: a proof takes milliseconds, and never changes.
/// And the keys that open those with unguessable numbers: of what is stored none has its key.
#[derive(Debug, Default)]
struct Proved {
    schemes: HashMap<[u8; 32], Arc<Scheme>>,
    keys: Keys,
}

impl Proved {
    /// Remembers a scheme with its key, so that what is read from the ledger has it too.
    fn learn(&mut self, scheme: &Arc<Scheme>) {
        if scheme.needs_key() && !scheme.is_locked() {
            let id = *scheme.id().as_bytes();
            self.schemes.insert(id, Arc::clone(scheme));
        }
    }
}

impl Sqlite {
    /// With the keys of the registered schemes that have unguessable numbers.
    ///
    /// Without its key such a scheme still counts, but its serials can be neither written nor read: that is the
    /// error `key-missing`, see [`LedgerErrorKind::Serial`](crate::ledger::LedgerErrorKind::Serial). A scheme that comes
    /// with its key, in a request, needs none here.
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Self {
        self.lock().schemes = Proved {
            schemes: HashMap::new(),
            keys,
        };
        self
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A thread that panicked left no transaction behind: it is rolled back when it is dropped.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Work under the write lock; it is kept only if all of it succeeds.
    fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>, &mut Proved) -> Step<T>,
    ) -> Result<T, LedgerError> {
        self.transaction(TransactionBehavior::Immediate, true, work)
    }

    /// Work on one state of the ledger, whatever others write meanwhile.
    fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>, &mut Proved) -> Step<T>,
    ) -> Result<T, LedgerError> {
        self.transaction(TransactionBehavior::Deferred, false, work)
    }

    fn transaction<T>(
        &self,
        behavior: TransactionBehavior,
        keep: bool,
        work: impl FnOnce(&Transaction<'_>, &mut Proved) -> Step<T>,
    ) -> Result<T, LedgerError> {
        let mut inner = self.lock();
        let Inner {
            connection,
            schemes,
        } = &mut *inner;
        let run = || -> Step<T> {
            let transaction = connection.transaction_with_behavior(behavior)?;
            let done = work(&transaction, schemes)?;
            if keep {
                transaction.commit()?;
            }
            Ok(done)
        };
        run().map_err(|failure| failure.at(&self.place, self.busy_timeout))
    }
}

impl Store for Sqlite {
    fn id(&self) -> &LedgerId {
        &self.id
    }

    fn place(&self) -> &str {
        &self.place
    }

    fn register(&self, scheme: &NamedScheme, now: Timestamp) -> Result<bool, LedgerError> {
        self.write(|db, proved| Ok(schemes::register(db, &self.id, proved, scheme, now)?.1))
    }

    fn schemes(&self) -> Result<Vec<NamedScheme>, LedgerError> {
        self.read(|db, proved| {
            Ok(schemes::all(db, proved)?
                .into_iter()
                .map(|scheme| scheme.named)
                .collect())
        })
    }

    fn scheme(&self, name: &str) -> Result<NamedScheme, LedgerError> {
        self.read(|db, proved| Ok(schemes::by_name(db, proved, name)?.named))
    }

    fn remaining(
        &self,
        scheme: &NamedScheme,
        slot: &Slot,
        gtin: Option<&Gtin>,
    ) -> Result<u64, LedgerError> {
        self.read(|db, _| {
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
        self.write(|db, proved| reserve::reserve(db, &self.id, proved, request))
    }

    fn preview(&self, request: &RunRequest) -> Result<Run, LedgerError> {
        self.transaction(TransactionBehavior::Immediate, false, |db, proved| {
            reserve::reserve(db, &self.id, proved, request)
        })
    }

    fn mark(&self, run: &RunId, mark: &Mark) -> Result<RunState, LedgerError> {
        self.write(|db, _| runs::mark(db, run, mark))
    }

    fn run(&self, run: &RunId) -> Result<Run, LedgerError> {
        self.read(|db, proved| {
            let head = runs::by_id(db, run)?;
            runs::load(db, proved, head)
        })
    }

    fn run_of_request(&self, request_id: &str) -> Result<Option<Run>, LedgerError> {
        self.read(|db, proved| match runs::by_request(db, request_id)? {
            None => Ok(None),
            Some(head) => runs::load(db, proved, head).map(Some),
        })
    }

    fn runs(&self, state: Option<RunState>, limit: usize) -> Result<Vec<RunSummary>, LedgerError> {
        self.read(|db, _| runs::list(db, state, limit))
    }

    fn find_unit(&self, gtin: Option<&Gtin>, serial: &str) -> Result<Vec<Unit>, LedgerError> {
        self.read(|db, proved| runs::find_unit(db, proved, gtin, serial))
    }

    fn counters(&self) -> Result<Vec<Counter>, LedgerError> {
        self.read(|db, proved| gaps::counters(db, proved))
    }

    fn gaps(&self) -> Result<Vec<CounterGaps>, LedgerError> {
        self.read(|db, proved| gaps::gaps(db, proved))
    }

    fn heads(&self, now: Timestamp) -> Result<Heads, LedgerError> {
        self.read(|db, proved| verify::heads(db, proved, &self.id, now))
    }

    fn verify(&self, heads: Option<&Heads>) -> Result<Verification, LedgerError> {
        self.read(|db, proved| verify::verify(db, proved, &self.id, heads))
    }
}
