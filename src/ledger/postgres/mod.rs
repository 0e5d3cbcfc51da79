//! A ledger on a PostgreSQL server (13 or newer), shared by many machines.
//!
//! Writers that reserve from different counters work side by side: each holds the rows of its counters, and a lock that all
//! of them share. What concerns the whole ledger (a new scheme, a new counter, foreign serials) holds that lock alone.

mod address;
mod client;
mod connection;
mod failure;
mod hold;
mod open;
mod schema;
mod tls;

use super::engine::db::{Connection, Engine as _};
use super::engine::failure::{Failure, Step};
use super::engine::{Access, Proved, Transact};
use super::error::{LedgerError, LedgerErrorKind};
use super::hold::Hold;
use super::id::{LedgerId, RunId};
use super::marks::Marks;
use super::verify::Verification;
use crate::serial::Keys;
use connection::{Held, Session};
use core::time::Duration;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

pub use open::{PostgresOptions, Secret};

/// A ledger on a PostgreSQL server.
///
/// A lost connection, also one that is lost while it commits, is taken up again and the work repeated; the request id makes
/// sure that nothing is done twice.
///
/// ```
/// use unitmark::ledger::PostgresOptions;
///
/// let error = PostgresOptions::default().open("postgres://db/plant?sslmode=maybe").unwrap_err();
/// assert_eq!(error.code(), "bad-address");
/// ```
pub struct Postgres {
    id: LedgerId,
    dial: open::Dial,
    lock: i64,
    marks: Marks,
    inner: Mutex<Inner>,
}

struct Inner {
    /// None after the connection was lost.
    session: Option<Session>,
    schemes: Proved,
}

impl core::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Postgres")
            .field("id", &self.id)
            .field("place", &self.dial.place)
            .finish_non_exhaustive()
    }
}

impl Postgres {
    /// Opens the ledger at `postgres://USER@HOST:PORT/DATABASE`, with the default options.
    pub fn open(url: &str) -> Result<Self, LedgerError> {
        PostgresOptions::default().open(url)
    }

    /// Whether a text that names a ledger means a server and no file, however it is written. It may hold a password then, and
    /// is never to be shown as it is.
    ///
    /// ```
    /// use unitmark::ledger::Postgres;
    ///
    /// for text in ["postgres://line@db/plant", "POSTGRES://db", "mysql://db", "host=db dbname=plant"] {
    ///     assert!(Postgres::is_address(text));
    /// }
    /// for text in ["ledger.db", "C:/ledger.db", "file:ledger.db"] {
    ///     assert!(!Postgres::is_address(text));
    /// }
    /// ```
    pub fn is_address(text: &str) -> bool {
        address::is_address(text)
    }

    /// Whether an address holds a password, which everyone on the machine could read on a command line.
    ///
    /// ```
    /// use unitmark::ledger::Postgres;
    ///
    /// assert!(Postgres::has_password("postgres://line:s3cr3t@db/plant"));
    /// assert!(!Postgres::has_password("postgres://line@db:5432/plant"));
    /// ```
    pub fn has_password(text: &str) -> bool {
        address::has_password(text)
    }

    /// With the keys of the registered schemes that have unguessable numbers, see [`Sqlite::with_keys`](super::Sqlite::with_keys).
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Self {
        let inner = self.inner.lock();
        inner.unwrap_or_else(PoisonError::into_inner).schemes = Proved::with(keys);
        self
    }

    /// With what this client saw of the ledger, see [`Sqlite::with_marks`](super::Sqlite::with_marks).
    #[must_use]
    pub fn with_marks(self, marks: Marks) -> Self {
        Self { marks, ..self }
    }

    /// One attempt.
    fn attempt<T>(
        &self,
        inner: &mut Inner,
        access: Access,
        alone: bool,
        work: &mut impl FnMut(&Connection<'_>, &mut Proved) -> Step<T>,
    ) -> Step<T> {
        let _attempt = self.marks.attempt();
        // Where the work panics it is dropped with its transaction.
        let mut session = match inner.session.take() {
            Some(session) => session,
            None => {
                // What is behind a new connection may have been restored.
                self.marks.compare_again();
                self.dial.again(&self.id)?
            }
        };
        let begin = Some(open::begin(access, alone, self.lock));
        let held = Held::new(&mut session, begin, alone, &self.marks, &self.dial.place);
        let done = work(&held, &mut inner.schemes).and_then(|done| {
            if access == Access::Write {
                held.batch("COMMIT")?;
                self.marks.committed();
            } else {
                held.batch("ROLLBACK")?;
            }
            Ok(done)
        });
        drop(held);
        inner.session = Some(session);
        done
    }
}

impl Transact for Postgres {
    fn ledger(&self) -> &LedgerId {
        &self.id
    }

    fn location(&self) -> &str {
        &self.dial.place
    }

    fn transact<T>(
        &self,
        access: Access,
        mut work: impl FnMut(&Connection<'_>, &mut Proved) -> Step<T>,
    ) -> Result<T, LedgerError> {
        // A thread that panicked took its connection with it.
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let began = Instant::now();
        let mut pause = Duration::from_millis(5);
        let mut alone = false;
        loop {
            let failure = match self.attempt(&mut inner, access, alone, &mut work) {
                Ok(done) => return Ok(done),
                Err(failure) => failure,
            };
            // The connection is given up unless it can roll back.
            let usable = match &mut inner.session {
                Some(session) => {
                    !session.client.is_closed() && session.client.batch_execute("ROLLBACK").is_ok()
                }
                None => false,
            };
            if !usable {
                inner.session = None;
            }
            match failure {
                Failure::NotAlone if !alone => alone = true,
                failure
                    if (!usable && failure::is_lost(&failure) || failure::is_again(&failure))
                        && began.elapsed() < self.dial.patience =>
                {
                    thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(500));
                }
                failure => return Err(failure::at(failure, &self.dial.place, self.dial.patience)),
            }
        }
    }

    fn marks(&self) -> &Marks {
        &self.marks
    }

    fn copy_to(&self, _: &Path, _: Timestamp) -> Result<Verification, LedgerError> {
        Err(LedgerErrorKind::BackupByServer {
            place: self.dial.place.clone(),
            schema: self.dial.schema.clone(),
        }
        .into())
    }

    fn hold_run(&self, run: &RunId) -> Result<Hold, LedgerError> {
        let held = self
            .dial
            .again(&self.id)
            .and_then(|session| hold::take(session, &self.id, run));
        held.map_err(|failure| failure::at(failure, &self.dial.place, self.dial.patience))
    }
}

/// The number of an advisory lock: the same for all clients of a server, and another for each purpose.
fn lock_of(purpose: &str) -> i64 {
    Sha256::digest(format!("unitmark {purpose}"))
        .iter()
        .take(8)
        .fold(0, |lock, byte| lock << 8 | i64::from(*byte))
}
