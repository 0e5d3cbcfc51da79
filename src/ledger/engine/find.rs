//! Units by lot, plant, line, order, time, serial and state; the events that tell of them.

use super::db::{Connection, Row, Value, params};
use super::failure::{Failure, Step};
use super::ranges::{Range, Ranges};
use super::schemes::ByRow;
use super::values::{self, PRODUCT, hash, sql, time, whole};
use super::{Proved, schemes, units};
use crate::ledger::chain::LEDGER_CHAIN;
use crate::ledger::{Event, Found, Query, UnitKey, UnitState};
use crate::serial::SerialErrorKind;

/// The conditions of a query on a line and its run, and their values.
fn conditions(query: &Query) -> (String, Vec<Value>) {
    let mut text = String::new();
    let mut all = Vec::new();
    let texts = [
        ("line.lot", query.lot.as_deref()),
        ("line.plant", query.plant.as_deref()),
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
    if let Some(name) = &query.production_line {
        // What the order does not say, the serials may.
        text += " AND (line.production_line = ? OR line.production_line IS NULL)";
        all.push(Value::Text(name.clone()));
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

/// How many blocks are asked for at once.
const TOGETHER: usize = 4096;

/// The stretches of units that the query asks for, in the order in which they were reserved.
pub(super) fn find(db: &Connection<'_>, proved: &mut Proved, query: &Query) -> Step<Vec<Found>> {
    let ranges = match &query.serials {
        None => Ranges::default(),
        Some((first, last)) => {
            let key = query.gtin.as_deref().unwrap_or_default();
            Ranges::of(&schemes::all(db, proved)?, key, first, last)?
        }
    };
    let mut found = Vec::new();
    numbered(db, proved, query, &ranges.all, &mut found)?;
    given(db, query, &mut found)?;
    match ranges.unread {
        // Texts between foreign serials need no scheme.
        Some(error) if found.is_empty() => Err(error),
        _ => Ok(found),
    }
}

fn numbered(
    db: &Connection<'_>,
    proved: &mut Proved,
    query: &Query,
    ranges: &[Range],
    found: &mut Vec<Found>,
) -> Step<()> {
    let (conditions, mut all) = conditions(query);
    if let Some(block) = query.block {
        all.push(Value::Whole(sql(block)?));
    }
    let text = format!(
        "SELECT {PRODUCT}, run.code, run.reserved_at, block.id, block.first, block.count, block.stamp,
                counter.scheme, counter.period, counter.split, counter.id
         FROM block JOIN line ON line.run = block.run AND line.line = block.line
              JOIN run ON run.id = block.run JOIN counter ON counter.id = block.counter
         WHERE block.count > 0{conditions}{} ORDER BY block.id",
        if query.block.is_some() { " AND block.id = ?" } else { "" }
    );
    let mut rows = db.prepare_cached(&text)?.query(all)?;
    let mut schemes = ByRow::new(db, proved);
    let mut wanted = Vec::new();
    let mut blocks = Vec::new();
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
        let says = |name: &str| slot.partition().get(name).or(slot.stamp().get(name));
        if query
            .shift
            .as_deref()
            .is_some_and(|own| says("shift") != Some(own))
        {
            continue;
        }
        let told: Option<String> = row.get(5)?;
        if let Some(name) = &query.production_line
            && told.as_deref().or(says("line")) != Some(name)
        {
            continue;
        }
        let (block, first, count) = (
            row.get::<i64>(9)?,
            whole(row.get(10)?)?,
            whole(row.get(11)?)?,
        );
        let (mut low, mut high) = (first, first.saturating_add(count.max(1) - 1));
        if query.serials.is_some() {
            let own = ranges.iter().find_map(|range| range.within(id, &slot));
            let Some((least, most)) = own else { continue };
            low = low.max(least);
            high = high.min(most);
            if low > high {
                continue;
            }
        }
        wanted.push((block, sql(low)?, sql(high)?));
        blocks.push((row.clone(), named, slot));
    }
    for (wanted, blocks) in wanted.chunks(TOGETHER).zip(blocks.chunks(TOGETHER)) {
        let stretches = units::stretches_of_all(db, wanted)?;
        for ((block, ..), ((row, named, slot), stretches)) in
            wanted.iter().zip(blocks.iter().zip(stretches))
        {
            for stretch in stretches {
                let (first, count) = (whole(stretch.first)?, whole(stretch.count)?);
                let text = |number: u64| {
                    named
                        .scheme()
                        .text(slot, number)
                        .map_err(|error| match error.kind() {
                            SerialErrorKind::KeyMissing => {
                                schemes::serial_error(named.name(), error)
                            }
                            _ => Failure::Damaged(format!("block {block}: {error}")),
                        })
                };
                let key = UnitKey::Numbered {
                    block: whole(*block)?,
                    number: first,
                };
                found.extend(stretch_of(
                    query,
                    row,
                    Stretch {
                        ai: named.scheme().definition().ai.clone(),
                        chain: whole(row.get(16)?)?,
                        key,
                        first: text(first)?,
                        last: text(first + (count - 1))?,
                        count,
                        state: stretch.state,
                    },
                )?);
            }
        }
    }
    Ok(())
}

fn given(db: &Connection<'_>, query: &Query, found: &mut Vec<Found>) -> Step<()> {
    if query.block.is_some() || query.shift.is_some() {
        return Ok(());
    }
    let (mut conditions, mut all) = conditions(query);
    if query.production_line.is_some() {
        conditions += " AND line.production_line IS NOT NULL";
    }
    if let Some((first, last)) = &query.serials {
        conditions += " AND given.serial >= ? AND given.serial <= ?";
        all.extend([Value::Text(first.clone()), Value::Text(last.clone())]);
    }
    let text = format!(
        "SELECT {PRODUCT}, run.code, run.reserved_at, given.id, given.serial, given.key
         FROM given JOIN line ON line.run = given.run AND line.line = given.line
              JOIN run ON run.id = given.run
         WHERE given.id > 0{conditions} ORDER BY given.id"
    );
    let mut units = Vec::new();
    let mut rows = db.prepare_cached(&text)?.query(all)?;
    while let Some(row) = rows.next()? {
        units.push(row.clone());
    }
    for some in units.chunks(TOGETHER) {
        let wanted: Vec<(i64, i64, i64)> = some
            .iter()
            .map(|row| Ok((-row.get::<i64>(9)?, 0, 0)))
            .collect::<Step<_>>()?;
        let stretches = units::stretches_of_all(db, &wanted)?;
        for (row, stretch) in some.iter().zip(stretches.into_iter().flatten()) {
            let (id, serial, key): (i64, String, String) =
                (row.get(9)?, row.get(10)?, row.get(11)?);
            let ai = if schemes::is_gtin(&key) { "21" } else { &key };
            found.extend(stretch_of(
                query,
                row,
                Stretch {
                    ai: ai.to_owned(),
                    chain: LEDGER_CHAIN,
                    key: UnitKey::Given { id: whole(id)? },
                    first: serial.clone(),
                    last: serial.clone(),
                    count: 1,
                    state: stretch.state,
                },
            )?);
        }
    }
    Ok(())
}

/// What a stretch says beside its line and run.
struct Stretch {
    ai: String,
    chain: u64,
    key: UnitKey,
    first: String,
    last: String,
    count: u64,
    state: UnitState,
}

/// A stretch in the state that the query asks for.
fn stretch_of(query: &Query, row: &Row, own: Stretch) -> Step<Option<Found>> {
    if query.state.is_some_and(|wanted| wanted != own.state) {
        return Ok(None);
    }
    Ok(Some(Found {
        run: values::run_id(&row.get::<String>(7)?)?,
        reserved_at: time(row.get(8)?)?,
        product: values::product(row, 0)?,
        ai: own.ai,
        chain: own.chain,
        key: own.key,
        first: own.first,
        last: own.last,
        count: own.count,
        state: own.state,
    }))
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
