//! Whether the ledger is as new as what its client saw of it (rule 8).

use super::counters;
use super::db::{Connection, Value, filled, params};
use super::failure::Step;
use super::values::whole;
use crate::ledger::LedgerErrorKind;
use crate::ledger::chain::LEDGER_CHAIN;
use crate::ledger::marks::{Row, Sight, Sights};
use std::collections::HashMap;

/// How many marks one question asks for.
const TOGETHER: usize = 128;

/// Stops where the ledger is older than the client's marks; asks the database once for each connection.
pub(super) fn refuse(db: &Connection<'_>) -> Step<()> {
    if db.marks().compared().is_none() {
        compare(db)?;
    }
    Ok(())
}

/// Stops where a counter that is about to move stands before a number that is known.
pub(super) fn refuse_row(db: &Connection<'_>, row: &Row, counter: &counters::Row) -> Step<()> {
    if db.marks().is_resuming() {
        return Ok(());
    }
    if let Some((number, serial)) = db.marks().scanned_at(row, counter.next) {
        let detail = format!(
            "serial {serial} was scanned, which is number {number} of period {}, and its counter is at {}",
            row.period, counter.next
        );
        return Err(LedgerErrorKind::Restored {
            place: db.place().to_owned(),
            detail,
            scanned: Some(serial),
        }
        .into());
    }
    let end = &counter.end;
    if db.marks().is_past(row, end.events, &end.head, counter.next) {
        return Ok(());
    }
    // Another client may have resumed the ledger meanwhile: then its numbers count, and not its history.
    compare(db)
}

/// Compares all marks with the ledger.
fn compare(db: &Connection<'_>) -> Step<()> {
    let sights = db.marks().sights()?;
    let epoch: i64 = db
        .prepare_cached("SELECT epoch FROM ledger")?
        .query_row(params![], |row| row.get(0))?;
    let epoch = whole(epoch)?;
    if let Some(detail) = older(db, epoch, &sights)? {
        return Err(LedgerErrorKind::Restored {
            place: db.place().to_owned(),
            detail,
            scanned: None,
        }
        .into());
    }
    db.marks().agree(epoch);
    Ok(())
}

/// The first mark that the ledger does not reach.
fn older(db: &Connection<'_>, epoch: u64, sights: &Sights) -> Step<Option<String>> {
    if let Some(sight) = sights.chains.values().find(|sight| sight.epoch > epoch) {
        return Ok(Some(format!(
            "it was resumed to epoch {} and is in epoch {epoch}",
            sight.epoch
        )));
    }
    let own: Vec<&Sight> = sights
        .chains
        .values()
        .filter(|sight| sight.epoch == epoch)
        .collect();
    for some in own.chunks(TOGETHER) {
        let there = hashes(db, some)?;
        for sight in some {
            let found = there.get(&(sight.chain, sight.events));
            if found.is_none_or(|hash| hash.as_slice() != sight.head) {
                return Ok(Some(missing(sight)));
            }
        }
    }
    // What was seen before a resume may be lost; its numbers must be passed.
    let earlier = sights
        .chains
        .values()
        .filter(|sight| sight.epoch < epoch)
        .filter_map(|sight| Some((sight.row.as_ref()?, sight.next)));
    for (row, next) in earlier {
        let there = counters::next_of(db, row)?;
        if there.is_none_or(|there| there < next) {
            let at = there.map_or("does not exist".to_owned(), |at| format!("is at {at}"));
            return Ok(Some(format!(
                "numbers of period {} were given out up to {}, and the counter {at}",
                row.period,
                next.saturating_sub(1)
            )));
        }
    }
    Ok(None)
}

fn missing(sight: &Sight) -> String {
    match &sight.row {
        None => format!("it had {} events of its own", sight.events),
        Some(row) => format!(
            "the counter of period {} had {} events and was at {}",
            row.period, sight.events, sight.next
        ),
    }
}

/// The hashes of the events that were the last ones when they were seen.
pub(super) fn hashes(db: &Connection<'_>, sights: &[&Sight]) -> Step<HashMap<(u64, u64), Vec<u8>>> {
    let mut values = Vec::with_capacity(2 * TOGETHER);
    let places = sights.len().next_power_of_two();
    for sight in filled(sights, places) {
        values.push(Value::Whole(super::values::sql(sight.chain)?));
        values.push(Value::Whole(super::values::sql(sight.events)?));
    }
    let wanted = vec!["(chain = ? AND event = ?)"; places].join(" OR ");
    let mut statement = db.prepare_cached(&format!(
        "SELECT chain, event, hash FROM event WHERE {wanted}"
    ))?;
    statement
        .query_map(values, |row| {
            Ok(((whole(row.get(0)?)?, whole(row.get(1)?)?), row.get(2)?))
        })?
        .collect()
}

/// Notes what the transaction leaves of a counter.
pub(super) fn saw(db: &Connection<'_>, row: Row, counter: &counters::Row) {
    let Some(epoch) = db.marks().compared() else {
        return;
    };
    db.marks().saw(Sight {
        row: Some(row),
        epoch,
        chain: counter.end.chain,
        events: counter.end.events,
        head: counter.end.head,
        next: counter.next,
    });
}

/// Notes what the transaction leaves of the ledger's own chain.
pub(super) fn saw_ledger(db: &Connection<'_>, epoch: u64, events: u64, head: [u8; 32]) {
    db.marks().saw(Sight {
        row: None,
        epoch,
        chain: LEDGER_CHAIN,
        events,
        head,
        next: 0,
    });
}
