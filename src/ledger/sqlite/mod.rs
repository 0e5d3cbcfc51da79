//! A ledger in one file: the embedded default.
//!
//! Several processes on one machine may use it at once. Each change is one transaction that takes the write lock before it reads
//! (`BEGIN IMMEDIATE`) and is on the disk when it ends (write-ahead log, `synchronous = FULL`).

mod backup;
mod connection;
mod failure;
mod file;
mod hold;
mod network;
mod open;
mod schema;

use super::engine::db::Connection;
use super::engine::failure::Step;
use super::engine::{Access, Proved, Transact};
use super::error::{LedgerError, LedgerErrorKind};
use super::hold::Hold;
use super::id::{LedgerId, RunId};
use super::marks::Marks;
use super::verify::Verification;
use crate::serial::Keys;
use connection::Held;
use core::time::Duration;
use file::File;
use jiff::Timestamp;
use rusqlite::TransactionBehavior;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use file::is_ledger_file;
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
    file: File,
    marks: Marks,
    is_read_only: bool,
    busy_timeout: Duration,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    connection: rusqlite::Connection,
    schemes: Proved,
}

impl Sqlite {
    /// With the keys of the registered schemes that have unguessable numbers.
    ///
    /// Without its key such a scheme still counts, but its serials can be neither written nor read: that is the
    /// error `key-missing`, see [`LedgerErrorKind::Serial`](crate::ledger::LedgerErrorKind::Serial). A scheme that comes
    /// with its key, in a request, needs none here.
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Self {
        self.lock().schemes = Proved::with(keys);
        self
    }

    /// With what this client saw of the ledger: allocation stops where the ledger is older (rule 8).
    #[must_use]
    pub fn with_marks(self, marks: Marks) -> Self {
        if self.is_read_only {
            // Nothing is allocated from it.
            return self;
        }
        Self { marks, ..self }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A thread that panicked left no transaction behind: it is rolled back when it is dropped.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transact for Sqlite {
    fn ledger(&self) -> &LedgerId {
        &self.id
    }

    fn location(&self) -> &str {
        &self.place
    }

    fn transact<T>(
        &self,
        access: Access,
        mut work: impl FnMut(&Connection<'_>, &mut Proved) -> Step<T>,
    ) -> Result<T, LedgerError> {
        if self.is_read_only && access != Access::Read {
            let place = self.place.clone();
            return Err(LedgerErrorKind::ReadOnly { place }.into());
        }
        let behavior = match access {
            Access::Read => TransactionBehavior::Deferred,
            Access::Write | Access::Try => TransactionBehavior::Immediate,
        };
        let mut inner = self.lock();
        let Inner {
            connection,
            schemes,
        } = &mut *inner;
        let mut run = || -> Step<T> {
            let _attempt = self.marks.attempt();
            let held = Held {
                transaction: connection.transaction_with_behavior(behavior)?,
                marks: &self.marks,
                place: &self.place,
            };
            if access == Access::Write {
                self.file.refuse_another(&self.place)?;
            }
            let done = work(&held, schemes)?;
            if access == Access::Write {
                held.transaction.commit()?;
                self.marks.committed();
            }
            Ok(done)
        };
        run().map_err(|failure| failure::at(failure, &self.place, self.busy_timeout))
    }

    fn marks(&self) -> &Marks {
        &self.marks
    }

    fn copy_to(&self, file: &Path, now: Timestamp) -> Result<Verification, LedgerError> {
        backup::copy(self, file, now)
    }

    fn hold_run(&self, run: &RunId) -> Result<Hold, LedgerError> {
        let name = match self.file.path() {
            Some(path) => {
                let mut name = path.as_os_str().to_owned();
                name.push(format!("-{run}.lock"));
                PathBuf::from(name)
            }
            // Of this process alone, like the ledger.
            None => std::env::temp_dir().join(format!(
                "unitmark-{}-{}-{run}.lock",
                self.id,
                std::process::id()
            )),
        };
        hold::take(name, run)
    }
}
