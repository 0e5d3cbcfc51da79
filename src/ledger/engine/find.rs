//! Units by lot, plant, line, order, time, serial and state; the events that tell of them.

use super::db::{Connection, Row, Value, params};
use super::failure::{Failure, Step};
use super::schemes::ByRow;
use super::values::{self, PRODUCT, hash, sql, time, whole};
use super::{Proved, schemes, units};
use crate::ledger::{Event, Found, Query};
use crate::serial::Slot;

/// The conditions of a query on a line and its run, and their values.
fn conditions(query: &Query) -> (String, Vec<Value>) {
    let mut text = String::new();
    let mut all = Vec::new();
    let texts = [
        ("line.lot", query.lot.as_deref()),
        ("line.plant", query.plant.as_deref()),
        ("line.production_line", query.production_line.as_deref()),
        ("line.production_order", query.order.as_deref()),
        ("line.sku", query.sku.as_deref()),
        ("line.gtin", query.gtin.as_deref()),
        ("run.code", query.run.as_ref().map(|run| run.as_str())),
    ];
    for (column, value) in texts {
        if let Some(value) = value {
            text += " AND ";
            text += column;
            text += " = ?";
            all.push(Value::Text(value.to_owned()));
        }
    }
    for (condition, at) in [
        ("run.reserved_at >= ?", query.from),
        ("run.reserved_at < ?", query.to),
    ] {
        if let Some(at) = at {
            text += " AND ";
            text += condition;
            all.push(Value::Whole(at.as_microsecond()));
        }
    }
    (text, all)
}

/// A range of serials as one scheme reads it.
struct Range {
    scheme: i64,
    slot: Slot,
    first: u64,
    last: u64,
}

/// The stretches of units that the query asks for, in the order in which they were reserved.
pub(super) fn find(db: &Connection<'_>, proved: &mut Proved, query: &Query) -> Step<Vec<Found>> {
    let mut ranges = Vec::new();
    if let Some((first, last)) = &query.serials {
        for scheme in schemes::all(db, proved)? {
            let key = query.gtin.as_deref().unwrap_or_default();
            if let (Some(first), Some(last)) = (scheme.read(first, key)?, scheme.read(last, key)?)
                && first.slot == last.slot
            {
                ranges.push(Range {
                    scheme: scheme.id,
                    slot: first.slot,
                    first: first.number,
                    last: last.number,
                });
            }
        }
    }
    let mut found = Vec::new();
    numbered(db, proved, query, &ranges, &mut found)?;
    given(db, query, &mut found)?;
    Ok(found)
}

fn numbered(
    db: &Connection<'_>,
    proved: &mut Proved,
    query: &Query,
    ranges: &[Range],
    found: &mut Vec<Found>,
) -> Step<()> {
    let (conditions, all) = conditions(query);
    let text = format!(
        "SELECT {PRODUCT}, run.code, run.reserved_at, block.id, block.first, block.count, block.stamp,
                counter.scheme, counter.period, counter.split
         FROM block JOIN line ON line.run = block.run AND line.line = block.line
              JOIN run ON run.id = block.run JOIN counter ON counter.id = block.counter
         WHERE block.count > 0{conditions} ORDER BY block.id"
    );
    let mut rows = db.prepare_cached(&text)?.query(all)?;
    let mut schemes = ByRow::new(db, proved);
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(13)?;
        let named = schemes.get(id)?;
        let slot = named
            .scheme()
            .slot_from(
                &row.get::<String>(14)?,
                &row.get::<String>(15)?,
                &row.get::<String>(12)?,
            )
            .map_err(|error| Failure::Damaged(format!("a block of {}: {error}", named.name())))?;
        let (block, first, count) = (
            row.get::<i64>(9)?,
            whole(row.get(10)?)?,
            whole(row.get(11)?)?,
        );
        let (mut low, mut high) = (first, first.saturating_add(count.max(1) - 1));
        if query.serials.is_some() {
            let own = ranges
                .iter()
                .find(|range| range.scheme == id && range.slot == slot);
            let Some(range) = own else { continue };
            low = low.max(range.first);
            high = high.min(range.last);
            if low > high {
                continue;
            }
        }
        for stretch in units::stretches_of(db, block, sql(low)?, sql(high)?)? {
            let (first, count) = (whole(stretch.first)?, whole(stretch.count)?);
            let text = |number: u64| {
                named
                    .scheme()
                    .text(&slot, number)
                    .map_err(|error| Failure::Damaged(format!("block {block}: {error}")))
            };
            let (first, last) = (text(first)?, text(first + (count - 1))?);
            push(query, row, (first, last), count, stretch.state, found)?;
        }
    }
    Ok(())
}

fn given(db: &Connection<'_>, query: &Query, found: &mut Vec<Found>) -> Step<()> {
    let (mut conditions, mut all) = conditions(query);
    if let Some((first, last)) = &query.serials {
        conditions += " AND given.serial >= ? AND given.serial <= ?";
        all.extend([Value::Text(first.clone()), Value::Text(last.clone())]);
    }
    let text = format!(
        "SELECT {PRODUCT}, run.code, run.reserved_at, given.id, given.serial
         FROM given JOIN line ON line.run = given.run AND line.line = given.line
              JOIN run ON run.id = given.run
         WHERE given.id > 0{conditions} ORDER BY given.id"
    );
    let mut rows = db.prepare_cached(&text)?.query(all)?;
    while let Some(row) = rows.next()? {
        let serial: String = row.get(10)?;
        for stretch in units::stretches_of(db, -row.get::<i64>(9)?, 0, 0)? {
            push(
                query,
                row,
                (serial.clone(), serial.clone()),
                1,
                stretch.state,
                found,
            )?;
        }
    }
    Ok(())
}

fn push(
    query: &Query,
    row: &Row,
    (first, last): (String, String),
    count: u64,
    state: crate::ledger::UnitState,
    found: &mut Vec<Found>,
) -> Step<()> {
    if query.state.is_none_or(|wanted| wanted == state) {
        found.push(Found {
            run: values::run_id(&row.get::<String>(7)?)?,
            reserved_at: time(row.get(8)?)?,
            product: values::product(row, 0)?,
            first,
            last,
            count,
            state,
        });
    }
    Ok(())
}

/// The events after this one, in the order of their chains, at most so many.
pub(super) fn trail(db: &Connection<'_>, after: (u64, u64), limit: u32) -> Step<Vec<Event>> {
    let (chain, event) = (sql(after.0)?, sql(after.1)?);
    db.prepare_cached(
        "SELECT chain, event, at, kind, body, hash FROM event
         WHERE chain > ? OR (chain = ? AND event > ?) ORDER BY chain, event LIMIT ?",
    )?
    .query_map(params![chain, chain, event, limit], |row| {
        Ok(Event {
            chain: whole(row.get(0)?)?,
            event: whole(row.get(1)?)?,
            at: time(row.get(2)?)?,
            kind: row.get(3)?,
            body: row.get(4)?,
            hash: hash(&row.get::<Vec<u8>>(5)?)?,
        })
    })?
    .collect()
}
