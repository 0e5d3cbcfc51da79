//! Foreign serials: those that the data gave (rule 5).

use super::counters;
use super::db::{Connection, Optional as _, params};
use super::failure::Step;
use super::schemes::Registered;
use super::values::{sql, whole};
use crate::ledger::{LedgerErrorKind, LedgerId};

/// Whose serial it is, and which line brought it.
pub(super) struct Place<'p> {
    pub(super) run: i64,
    pub(super) line: usize,
    pub(super) key: &'p str,
}

/// Records one foreign serial, and its number under each scheme that would write it.
pub(super) fn record(
    db: &Connection<'_>,
    ledger: &LedgerId,
    schemes: &[Registered],
    place: &Place<'_>,
    serial: &str,
) -> Step<u64> {
    let taken = |by: String| LedgerErrorKind::SerialTaken {
        line: place.line,
        key: place.key.to_owned(),
        serial: serial.to_owned(),
        by,
    };
    let new: Option<i64> = db
        .prepare_cached(
            "INSERT INTO given (key, serial, run, line) VALUES (?, ?, ?, ?)
             ON CONFLICT DO NOTHING RETURNING id",
        )?
        .query_row(
            params![place.key, serial, place.run, sql(place.line as u64)?],
            |row| row.get(0),
        )
        .optional()?;
    let Some(id) = new else {
        return Err(taken(giver(db, place, serial)?).into());
    };
    for scheme in schemes {
        let Some(reading) = scheme.read_given(serial, place.key)? else {
            continue;
        };
        let counter = counters::open(db, ledger, scheme, place.key, &reading.slot)?;
        match block_of(db, counter.id, reading.number)? {
            // One number with two stamps is two texts.
            Some(block) if block.stamp != reading.slot.stamp().as_str() => {}
            Some(block) => {
                let name = scheme.named.name();
                return Err(
                    taken(format!("run {} issued it under scheme {name}", block.run)).into(),
                );
            }
            None => counters::hold(db, counter.id, reading.number, id)?,
        }
    }
    whole(id)
}

/// Which line of which run gave this serial first.
fn giver(db: &Connection<'_>, place: &Place<'_>, serial: &str) -> Step<String> {
    let found: Option<(i64, String, i64)> = db
        .prepare_cached(
            "SELECT given.run, run.code, given.line FROM given JOIN run ON run.id = given.run
             WHERE given.serial = ? AND given.key = ?",
        )?
        .query_row(params![serial, place.key], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    Ok(match found {
        Some((run, _, line)) if run == place.run => {
            format!("line {} of this run gives it too", line + 1)
        }
        Some((_, code, line)) => format!("line {} of run {code} gave it", line + 1),
        None => "it is in the ledger".to_owned(),
    })
}

/// All foreign serials, by id, key and serial; a few thousand of them are in memory at once.
pub(super) fn each(
    db: &Connection<'_>,
    work: &mut dyn FnMut(i64, &str, &str) -> Step<()>,
) -> Step<()> {
    let mut last = 0;
    loop {
        let mut rows = db
            .prepare_cached(
                "SELECT id, key, serial FROM given WHERE id > ? ORDER BY id LIMIT 4096",
            )?
            .query([last])?;
        let before = last;
        while let Some(row) = rows.next()? {
            last = row.get(0)?;
            work(last, &row.get::<String>(1)?, &row.get::<String>(2)?)?;
        }
        if last == before {
            return Ok(());
        }
    }
}

/// The block that has a number.
pub(super) struct Holder {
    pub(super) block: i64,
    pub(super) stamp: String,
    pub(super) run: String,
}

/// The block of a counter that has this number.
pub(super) fn block_of(db: &Connection<'_>, counter: u64, number: u64) -> Step<Option<Holder>> {
    let number = sql(number)?;
    let found = db
        .prepare_cached(
            "SELECT block.id, block.stamp, run.code, block.first, block.count
             FROM block JOIN run ON run.id = block.run
             WHERE block.counter = ? AND block.first <= ? ORDER BY block.first DESC LIMIT 1",
        )?
        .query_row(params![sql(counter)?, number], |row| {
            let holder = Holder {
                block: row.get(0)?,
                stamp: row.get(1)?,
                run: row.get(2)?,
            };
            Ok((holder, row.get::<i64>(3)?, row.get::<i64>(4)?))
        })
        .optional()?;
    Ok(found.and_then(|(holder, first, count)| {
        (number.saturating_sub(first) < count).then_some(holder)
    }))
}
