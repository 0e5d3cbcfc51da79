//! Many serials at once: what each of them is, without a question to the database for each.

use super::db::{Connection, ToValue as _, Value, params};
use super::failure::{Failure, Step};
use super::schemes::{self, Registered};
use super::values::{self, whole};
use super::{Proved, counters, units};
use crate::key::Gtin;
use crate::ledger::marks::Row;
use crate::ledger::{Ahead, Known, Scanned, UnitKey};
use crate::serial::{Reading, Scope, Slot};
use std::collections::{BTreeMap, HashMap};

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

/// Foreign serials: the id, the product and the AI of each.
type Given = HashMap<String, Vec<(u64, Option<Gtin>, String)>>;

/// Scans that their counters did not come to: where each counter stands, and which they are.
type AheadOf = HashMap<Row, (u64, BTreeMap<u64, String>)>;

fn schemes_of(db: &Connection<'_>, proved: &mut Proved) -> Step<Vec<Own>> {
    let own = |scheme| Own {
        scheme,
        counters: HashMap::new(),
    };
    Ok(schemes::all(db, proved)?.into_iter().map(own).collect())
}

impl Own {
    /// What the scheme reads in a scan; none where it is not the scheme's, and an error where only its key could tell.
    fn read(&self, scan: &Scanned) -> Step<Option<Reading>> {
        if !self.scheme.is_of(scan.ai.as_deref()) {
            return Ok(None);
        }
        self.scheme.read(&scan.serial, key_of(scan))
    }

    /// The scheme, and the counters of a slot, of all products: they are asked for once.
    fn counters_of(&mut self, db: &Connection<'_>, slot: &Slot) -> Step<(&Registered, &[Counter])> {
        if !self.counters.contains_key(slot) {
            let counters = of_slot(db, &self.scheme, slot)?;
            self.counters.insert(slot.clone(), counters);
        }
        let counters = self.counters.get(slot);
        Ok((&self.scheme, counters.map_or(&[][..], Vec::as_slice)))
    }
}

/// The key that a scan's serial is read with.
fn key_of(scan: &Scanned) -> &str {
    scan.gtin.as_ref().map_or("", |gtin| gtin.as_str())
}

/// What each scan is: nothing that is known, one unit, or one of each product that shares the serial.
pub(super) fn look_up(
    db: &Connection<'_>,
    proved: &mut Proved,
    scans: &[Scanned],
) -> Step<Vec<Vec<Known>>> {
    let mut schemes = schemes_of(db, proved)?;
    let mut blocks: HashMap<i64, Vec<Stretch>> = HashMap::new();
    let given = given(db, scans)?;
    let (mut keys, mut owners) = (Vec::new(), Vec::new());
    let mut ahead = AheadOf::new();
    for (scan, scanned) in scans.iter().enumerate() {
        let (serial, key) = (&scanned.serial, key_of(scanned));
        let is_given = |(_, _, ai): &&(u64, Option<Gtin>, String)| {
            scanned.ai.as_ref().is_none_or(|own| own == ai)
        };
        let given = given.get(serial.as_str()).map_or(&[][..], Vec::as_slice);
        let given = given.iter().filter(is_given);
        let (units, mut locked) = (keys.len(), None);
        for own in &mut schemes {
            let reading = match own.read(scanned) {
                Ok(reading) => reading,
                // Another scheme may have written it.
                Err(failure) => {
                    locked = Some(failure.missing_key()?);
                    None
                }
            };
            let Some(reading) = reading else {
                continue;
            };
            let is_new = given.clone().next().is_none();
            let (scheme, counters) = own.counters_of(db, &reading.slot)?;
            if is_new && let Some(next) = ahead_of(scheme, counters, key, &reading) {
                let row = counters::row_of(scheme.named.scheme(), key, &reading.slot);
                let (_, scans) = ahead.entry(row).or_insert((next, BTreeMap::new()));
                scans.insert(reading.number, serial.clone());
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
        for (id, own, _) in given {
            keys.push(UnitKey::Given { id: *id });
            owners.push((scan, *own));
        }
        if let Some(error) = locked.filter(|_| keys.len() == units) {
            return Err(Failure::Rule(error));
        }
    }
    for (row, (next, scans)) in ahead {
        db.marks().scanned(&row, next, scans)?;
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

/// What scans that are no unit would be.
pub(super) fn ahead(
    db: &Connection<'_>,
    proved: &mut Proved,
    scans: &[Scanned],
) -> Step<Vec<Option<Ahead>>> {
    let mut schemes = schemes_of(db, proved)?;
    let mut all = Vec::with_capacity(scans.len());
    for scan in scans {
        let mut found = None;
        for own in &mut schemes {
            if own.scheme.named.scheme().needs_key() {
                continue;
            }
            let Some(reading) = own.read(scan)? else {
                continue;
            };
            let (scheme, counters) = own.counters_of(db, &reading.slot)?;
            if let Some(next) = ahead_of(scheme, counters, key_of(scan), &reading) {
                found = Some(Ahead {
                    scheme: scheme.named.name().to_owned(),
                    period: reading.slot.period().to_string(),
                    number: reading.number,
                    next,
                });
            }
        }
        all.push(found);
    }
    Ok(all)
}

/// Where the counter stands that did not come to this number yet; none where it did, or where it cannot be told.
fn ahead_of(
    scheme: &Registered,
    counters: &[Counter],
    key: &str,
    reading: &Reading,
) -> Option<u64> {
    let own = scheme.named.scheme();
    // Every text reads back as some unguessable number: it says nothing of how far the counter came. And a serial that each
    // product has says nothing without its product.
    if own.needs_key() || (own.definition().scope != Scope::All && key.is_empty()) {
        return None;
    }
    let scope = counters::scope_value(scheme.named.scheme(), key);
    let reached = counters.iter().find(|counter| counter.gtin == scope);
    let next = reached.map_or(own.first(), |counter| counter.next);
    (reading.number >= next).then_some(next)
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
            if own.iter().all(|(known, ..)| *known != id) {
                let key: String = row.get(1)?;
                own.push(if schemes::is_gtin(&key) {
                    (id, values::gtin(&key)?, "21".to_owned())
                } else {
                    (id, None, key)
                });
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
