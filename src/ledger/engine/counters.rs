//! Counters: found, made, moved forward (rules 2 and 3).

use super::db::{Connection, Optional as _, params};
use super::events::End;
use super::failure::Step;
use super::restored;
use super::schemes::Registered;
use super::values::{hash, sql, whole};
use crate::ledger::chain::CounterKey;
use crate::ledger::marks;
use crate::ledger::{LedgerErrorKind, LedgerId, RunRequest};
use crate::serial::{Period, Scheme, Scope, Slot};
use core::time::Duration;

/// A counter as it stands.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: u64,
    pub(super) next: u64,
    pub(super) clocked: bool,
    pub(super) end: End,
}

impl Row {
    /// From `id, next, clocked, events, head`.
    pub(super) fn read(row: &super::db::Row) -> Step<Self> {
        let end = End {
            chain: whole(row.get(0)?)?,
            events: whole(row.get(3)?)?,
            head: hash(&row.get::<Vec<u8>>(4)?)?,
        };
        Ok(Self {
            id: end.chain,
            next: whole(row.get(1)?)?,
            clocked: row.get(2)?,
            end,
        })
    }
}

/// The scope value of a key under a scheme: the key, or `''` where the scheme counts over all.
pub(super) fn scope_value<'k>(scheme: &Scheme, key: &'k str) -> &'k str {
    match scheme.definition().scope {
        Scope::All => "",
        _ => key,
    }
}

/// The counter of a slot, if it is there.
pub(super) fn find(
    db: &Connection<'_>,
    scheme: &Registered,
    key: &str,
    slot: &Slot,
) -> Step<Option<Row>> {
    select(db, scheme, &row_of(scheme.named.scheme(), key, slot), "")
}

fn select(
    db: &Connection<'_>,
    scheme: &Registered,
    row: &marks::Row,
    lock: &str,
) -> Step<Option<Row>> {
    db.prepare_cached(&format!(
        "SELECT id, next, clocked, events, head FROM counter
             WHERE scheme = ? AND gtin = ? AND split = ? AND period = ?{lock}"
    ))?
    .query_row(
        params![scheme.id, row.gtin, row.partition, row.period],
        Row::read,
    )
    .optional()
}

/// The counter of a slot; it is made at its first number if it is not there.
pub(super) fn open(
    db: &Connection<'_>,
    ledger: &LedgerId,
    scheme: &Registered,
    key: &str,
    slot: &Slot,
) -> Step<Row> {
    let row = row_of(scheme.named.scheme(), key, slot);
    let counter = open_row(db, ledger, scheme, &row)?;
    restored::refuse_row(db, &row, &counter)?;
    Ok(counter)
}

/// The same by its name, whether or not it is as new as what was seen of it.
pub(super) fn open_row(
    db: &Connection<'_>,
    ledger: &LedgerId,
    scheme: &Registered,
    row: &marks::Row,
) -> Step<Row> {
    if let Some(row) = select(db, scheme, row, db.lock_row())? {
        return Ok(row);
    }
    db.alone()?;
    let last: i64 = db
        .prepare_cached("SELECT coalesce(max(id), 0) FROM counter")?
        .query_row(params![], |row| row.get(0))?;
    let id = whole(last)? + 1;
    let key = CounterKey {
        scheme: &row.scheme,
        gtin: &row.gtin,
        period: &row.period,
        partition: &row.partition,
    };
    let end = End::of_new(ledger, id, &key);
    let next = scheme.named.scheme().first();
    db.prepare_cached(
        "INSERT INTO counter (id, scheme, gtin, split, period, next, clocked, events, head)
         VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)",
    )?
    .execute(params![
        sql(id)?,
        scheme.id,
        row.gtin,
        row.partition,
        row.period,
        sql(next)?,
        end.head
    ])?;
    Ok(Row {
        id,
        next,
        clocked: false,
        end,
    })
}

/// A slot's counter as marks name it.
pub(super) fn row_of(scheme: &Scheme, key: &str, slot: &Slot) -> marks::Row {
    marks::Row {
        scheme: *scheme.id().as_bytes(),
        gtin: scope_value(scheme, key).to_owned(),
        period: slot.period().to_string(),
        partition: slot.partition().as_str().to_owned(),
    }
}

/// The next number of a counter, if it is there.
pub(super) fn next_of(db: &Connection<'_>, row: &marks::Row) -> Step<Option<u64>> {
    let next: Option<i64> = db
        .prepare_cached(
            "SELECT counter.next FROM counter JOIN scheme ON scheme.id = counter.scheme
             WHERE scheme.hash = ? AND counter.gtin = ? AND counter.split = ? AND counter.period = ?",
        )?
        .query_row(
            params![row.scheme, row.gtin, row.partition, row.period],
            |row| row.get(0),
        )
        .optional()?;
    next.map(whole).transpose()
}

/// Notes that a foreign serial has a number: reservations skip it.
pub(super) fn hold(db: &Connection<'_>, counter: u64, number: u64, given: i64) -> Step<()> {
    db.prepare_cached(
        "INSERT INTO given_number (counter, number, given) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    )?
    .execute(params![sql(counter)?, sql(number)?, given])?;
    Ok(())
}

/// The first number at or past `from` that a foreign serial has.
pub(super) fn next_held(db: &Connection<'_>, counter: u64, from: u64) -> Step<Option<u64>> {
    let held: Option<i64> = db
        .prepare_cached("SELECT min(number) FROM given_number WHERE counter = ? AND number >= ?")?
        .query_row(params![sql(counter)?, sql(from)?], |row| row.get(0))?;
    held.map(whole).transpose()
}

/// How many numbers at or past `from` foreign serials have.
pub(super) fn count_held(db: &Connection<'_>, counter: u64, from: u64) -> Step<u64> {
    let held: i64 = db
        .prepare_cached(
            "SELECT count(DISTINCT number) FROM given_number WHERE counter = ? AND number >= ?",
        )?
        .query_row(params![sql(counter)?, sql(from)?], |row| row.get(0))?;
    whole(held)
}

/// The newest period that the clock has numbered for this scheme, key and partition.
pub(super) fn newest_clocked(
    db: &Connection<'_>,
    scheme: &Registered,
    key: &str,
    slot: &Slot,
) -> Step<Option<Period>> {
    let newest: Option<String> = db
        .prepare_cached(
            "SELECT max(period) FROM counter
             WHERE scheme = ? AND gtin = ? AND split = ? AND clocked = 1",
        )?
        .query_row(
            params![
                scheme.id,
                scope_value(scheme.named.scheme(), key),
                slot.partition().as_str()
            ],
            |row| row.get(0),
        )?;
    Ok(newest.as_deref().and_then(Period::parse))
}

/// The slot that the clock's time is numbered in (rule 3): its own, or the newest one where the clock stepped back a little.
pub(super) fn clocked_slot(
    scheme: &Registered,
    slot: &Slot,
    newest: Option<Period>,
    request: &RunRequest,
    line: usize,
) -> Step<Slot> {
    let Some(newest) = newest.filter(|newest| slot.period() < *newest) else {
        return Ok(slot.clone());
    };
    let own = scheme.named.scheme();
    let began = own.bounds(newest).map(|(began, _)| began);
    let back = began.and_then(|began| Duration::try_from(began.duration_since(request.now)).ok());
    if let (Some(back), Ok(held)) = (back, own.slot_held(slot, newest))
        && back <= request.max_skew
    {
        return Ok(held);
    }
    Err(LedgerErrorKind::ClockBack {
        line,
        scheme: scheme.named.name().to_owned(),
        now: request.now.to_string(),
        period: newest.to_string(),
        began: began.map_or_else(String::new, |began| began.to_string()),
    }
    .into())
}

/// 1 where the clock has numbered this counter, else 0.
pub(super) fn clocked(db: &Connection<'_>, counter: u64) -> Step<i64> {
    db.prepare_cached("SELECT clocked FROM counter WHERE id = ?")?
        .query_row([sql(counter)?], |row| row.get(0))
}
