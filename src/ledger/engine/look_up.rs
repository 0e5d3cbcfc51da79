//! Many serials at once: what each of them is, without a question to the database for each.

use super::db::{Connection, ToValue as _, Value, params};
use super::failure::Step;
use super::schemes::{self, Registered};
use super::values::{self, whole};
use super::{Proved, counters, units};
use crate::key::Gtin;
use crate::ledger::marks::{Row, Scan};
use crate::ledger::{Known, Scanned, UnitKey};
use crate::serial::{Reading, Slot};
use std::collections::HashMap;

/// A block of a counter.
pub(super) struct Stretch {
    first: u64,
    count: u64,
    pub(super) block: u64,
    pub(super) stamp: String,
    gtin: Option<Gtin>,
}

/// A scheme, and the counters of the slots that were read: scans of one lot share theirs.
struct Own {
    scheme: Registered,
    counters: HashMap<Slot, Vec<Counter>>,
}

/// A counter that a serial may come from.
struct Counter {
    id: i64,
    gtin: String,
    next: u64,
}

/// Serials that one statement asks for.
const TOGETHER: usize = 256;

/// Foreign serials: the id and the product of each.
type Given = HashMap<String, Vec<(u64, Option<Gtin>)>>;

/// What each scan is: nothing that is known, one unit, or one of each product that shares the serial.
pub(super) fn look_up(
    db: &Connection<'_>,
    proved: &mut Proved,
    scans: &[Scanned],
) -> Step<Vec<Vec<Known>>> {
    let mut schemes: Vec<Own> = schemes::all(db, proved)?
        .into_iter()
        .map(|scheme| Own {
            scheme,
            counters: HashMap::new(),
        })
        .collect();
    let mut blocks: HashMap<i64, Vec<Stretch>> = HashMap::new();
    let given = given(db, scans)?;
    let (mut keys, mut owners) = (Vec::new(), Vec::new());
    let mut ahead: HashMap<Row, Scan> = HashMap::new();
    for (scan, Scanned { gtin, serial }) in scans.iter().enumerate() {
        for own in &mut schemes {
            let key = gtin.as_ref().map_or("", |gtin| gtin.as_str());
            let reading = match own.scheme.read(serial, key) {
                Ok(reading) => reading,
                // Another scheme may have written it.
                Err(failure) => {
                    failure.missing_key()?;
                    None
                }
            };
            let Some(reading) = reading else {
                continue;
            };
            if !own.counters.contains_key(&reading.slot) {
                let counters = of_slot(db, &own.scheme, &reading.slot)?;
                own.counters.insert(reading.slot.clone(), counters);
            }
            let counters = own.counters.get(&reading.slot);
            let counters = counters.map_or(&[][..], Vec::as_slice);
            if is_ahead(&own.scheme, counters, key, &reading)
                && !given.contains_key(serial.as_str())
            {
                let row = counters::row_of(&own.scheme, key, &reading.slot);
                let scan = ahead.entry(row).or_default();
                if reading.number >= scan.number {
                    (scan.number, scan.serial) = (reading.number, serial.clone());
                }
            }
            for Counter { id: counter, .. } in counters {
                if !blocks.contains_key(counter) {
                    blocks.insert(*counter, blocks_of(db, *counter)?);
                }
                let all = blocks.get(counter).map_or(&[][..], Vec::as_slice);
                let found = block_at(all, reading.number)
                    .filter(|block| block.stamp == reading.slot.stamp().as_str());
                if let Some(block) = found {
                    keys.push(UnitKey::Numbered {
                        block: block.block,
                        number: reading.number,
                    });
                    owners.push((scan, block.gtin));
                }
            }
        }
        for (id, own) in given.get(serial.as_str()).map_or(&[][..], Vec::as_slice) {
            keys.push(UnitKey::Given { id: *id });
            owners.push((scan, *own));
        }
    }
    for (row, scan) in ahead {
        db.marks().scanned(&row, scan)?;
    }
    let states = units::states(db, &keys)?;
    let mut answers: Vec<Vec<Known>> = vec![Vec::new(); scans.len()];
    for ((key, state), (scan, gtin)) in keys.into_iter().zip(states).zip(owners) {
        // Another product's unit is told too: a scan that names the wrong product is a finding of its own.
        if let Some(answer) = answers.get_mut(scan) {
            answer.push(Known { key, gtin, state });
        }
    }
    Ok(answers)
}

/// Whether a serial has a number that its counter did not come to yet.
fn is_ahead(scheme: &Registered, counters: &[Counter], key: &str, reading: &Reading) -> bool {
    let scope = counters::scope_value(scheme, key);
    let reached = counters.iter().find(|counter| counter.gtin == scope);
    // Every text reads back as some unguessable number: it says nothing of how far the counter came.
    !scheme.named.scheme().needs_key()
        && reached.is_none_or(|counter| reading.number >= counter.next)
}

fn of_slot(db: &Connection<'_>, scheme: &Registered, slot: &Slot) -> Step<Vec<Counter>> {
    db.prepare_cached(
        "SELECT id, gtin, next FROM counter WHERE scheme = ? AND split = ? AND period = ?",
    )?
    .query_map(
        params![
            scheme.id,
            slot.partition().as_str(),
            slot.period().to_string()
        ],
        |row| {
            Ok(Counter {
                id: row.get(0)?,
                gtin: row.get(1)?,
                next: whole(row.get(2)?)?,
            })
        },
    )?
    .collect()
}

/// The block that has a number.
pub(super) fn block_at(blocks: &[Stretch], number: u64) -> Option<&Stretch> {
    let after = blocks.partition_point(|block| block.first <= number);
    let found = after.checked_sub(1).and_then(|at| blocks.get(at));
    found.filter(|block| number - block.first < block.count)
}

/// The blocks of a counter, by their numbers.
pub(super) fn blocks_of(db: &Connection<'_>, counter: i64) -> Step<Vec<Stretch>> {
    db.prepare_cached(
        "SELECT block.first, block.count, block.id, block.stamp, line.gtin
         FROM block JOIN line ON line.run = block.run AND line.line = block.line
         WHERE block.counter = ? ORDER BY block.first",
    )?
    .query_map([counter], |row| {
        Ok(Stretch {
            first: whole(row.get(0)?)?,
            count: whole(row.get(1)?)?,
            block: whole(row.get(2)?)?,
            stamp: row.get(3)?,
            gtin: values::gtin(&row.get::<Option<String>>(4)?.unwrap_or_default())?,
        })
    })?
    .collect()
}

/// The foreign serials among the scans.
fn given(db: &Connection<'_>, scans: &[Scanned]) -> Step<Given> {
    let mut all = Given::new();
    let mut keep = |rows: &mut super::db::Rows| -> Step<()> {
        while let Some(row) = rows.next()? {
            let own = all.entry(row.get(2)?).or_default();
            let id = whole(row.get(0)?)?;
            if own.iter().all(|(known, _)| *known != id) {
                let key: String = row.get(1)?;
                let gtin = schemes::is_gtin(&key)
                    .then(|| values::gtin(&key))
                    .transpose()?;
                own.push((id, gtin.flatten()));
            }
        }
        Ok(())
    };
    let is_empty = !db
        .prepare_cached("SELECT 1 FROM given LIMIT 1")?
        .exists(params![])?;
    if is_empty {
        return Ok(all);
    }
    let marks = vec!["?"; TOGETHER].join(", ");
    let query = format!("SELECT id, key, serial FROM given WHERE serial IN ({marks})");
    for scans in scans.chunks(TOGETHER) {
        // One statement for all: the last one is asked for again where there are fewer.
        let mut serials: Vec<Value> = scans.iter().map(|scan| scan.serial.to_value()).collect();
        serials.resize(TOGETHER, serials.last().cloned().unwrap_or(Value::Null));
        keep(&mut db.prepare_cached(&query)?.query(serials)?)?;
    }
    Ok(all)
}
