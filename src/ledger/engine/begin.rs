//! The first rows of a new ledger.

use super::db::{Connection, params};
use super::failure::Step;
use super::values::sql;
use crate::ledger::LedgerId;
use crate::ledger::chain::{self, LEDGER_CHAIN};
use jiff::Timestamp;

/// The epoch of a ledger that was never restored (rule 8).
pub(super) const FIRST_EPOCH: u64 = 1;

/// Writes who the ledger is, and its first event.
pub(in crate::ledger) fn begin(db: &Connection<'_>, id: &LedgerId, now: Timestamp) -> Step<()> {
    let at = now.as_microsecond();
    let genesis = chain::genesis(id, LEDGER_CHAIN, None);
    let body = chain::created_body(id, FIRST_EPOCH);
    let head = chain::link(&genesis, LEDGER_CHAIN, 1, at, "created", &body);
    db.prepare_cached(
        "INSERT INTO ledger (one, id, made_at, epoch, events, head) VALUES (0, ?, ?, ?, 1, ?)",
    )?
    .execute(params![id.as_str(), at, sql(FIRST_EPOCH)?, head])?;
    db.prepare_cached(
        "INSERT INTO event (chain, event, at, kind, run, body, hash) VALUES (0, 1, ?, 'created', NULL, ?, ?)",
    )?
    .execute(params![at, body, head])?;
    Ok(())
}
