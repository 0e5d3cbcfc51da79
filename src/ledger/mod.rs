//! What was issued.
//!
//! A ledger gives each serial once: over restarts, over several processes, over lines and plants. It works in [runs](Run): all that
//! one job needs is reserved in one commit under a request id, and nothing leaves the process before that commit is on the disk.
//!
//! | word | meaning |
//! |---|---|
//! | scheme | what a serial looks like ([`Scheme`](crate::serial::Scheme)); registered once under a name, never changed, disjoint from all others |
//! | counter | one row of numbers, of a scheme in a period and partition (and of a GTIN, where the scheme's scope says so); only moves forward |
//! | block | consecutive numbers of a counter, given to one line of a run |
//! | foreign serial | one that the data gave; recorded, and skipped where a scheme would write it |
//! | state, move | what became of a unit: printed, commissioned, shipped, ... ([`UnitState`]) |
//! | mark | what became of a run: allocated, printed, reprinted |
//! | event, chain | each change is an event, hashed together with the one before it; one chain for each counter, one for the ledger |
//!
//! [`Store`] is the contract; [`Sqlite`] keeps it in one file, [`Postgres`] on a server that many machines share.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod chain;
mod counter;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod engine;
mod error;
mod find;
mod form;
mod give_back;
mod handle;
mod heads;
mod hold;
mod id;
mod import;
#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    allow(dead_code, reason = "engines compare them with the ledger")
)]
mod marks;
mod outlook;
#[cfg(feature = "postgres")]
mod postgres;
mod product;
mod request;
mod resume;
mod run;
#[cfg(feature = "sqlite")]
mod sqlite;
mod state;
mod store;
mod verify;

pub use counter::{Counter, CounterGaps, Fate, Range};
pub use error::{ErrorClass, LedgerError, LedgerErrorKind};
pub use find::{Event, Found, Query};
pub use form::FORM;
pub use give_back::{GiveBack, GivenBack};
pub use handle::Ledger;
#[cfg(feature = "cli")]
pub(crate) use heads::hex;
pub use heads::{Head, Heads};
pub use hold::Hold;
pub use id::{LedgerId, RunId, new_request_id};
pub use import::{
    ForeignList, ForeignSerial, ForeignSerials, Import, ImportLine, Imported, Pass, Refusal,
    RefusalKind,
};
pub use marks::Marks;
pub use outlook::Outlook;
#[cfg(feature = "postgres")]
pub use postgres::{Postgres, PostgresOptions, Secret};
pub use product::Product;
pub use request::{LineRequest, MAX_SKEW, NamedScheme, RunRequest, Units};
pub use resume::{Passed, Resume, Resumed};
pub use run::{
    Block, GivenUnit, Mark, MarkKind, Printing, Run, RunLine, RunState, RunSummary, Unit, UnitKey,
};
#[cfg(feature = "sqlite")]
pub use sqlite::{Opened, Sqlite, SqliteOptions, is_ledger_file};
pub use state::{Ahead, Known, Move, Moved, Scanned, UnitState};
pub use store::Store;
pub use verify::{Finding, FindingKind, Verification};
