//! A ledger in one file: the embedded default.
//!
//! Several processes on one machine may use it at once. Each change is one transaction that takes the write lock before it reads
//! (`BEGIN IMMEDIATE`) and is on the disk when it ends (write-ahead log, `synchronous = FULL`).

mod failure;
mod network;
mod open;
mod schema;

use super::counter::{Counter, CounterGaps};
use super::error::LedgerError;
use super::heads::Heads;
use super::id::{LedgerId, RunId};
use super::request::{NamedScheme, RunRequest};
use super::run::{Mark, Run, RunState, RunSummary, Unit};
use super::store::Store;
use super::verify::Verification;
use crate::key::Gtin;
use crate::serial::{Scheme, Slot};
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
type Proved = HashMap<[u8; 32], Arc<Scheme>>;
