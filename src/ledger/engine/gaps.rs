//! Where every number went.

use super::db::{Connection, params};
use super::failure::{Failure, Step};
use super::schemes::ByRow;
use super::values::{self, whole};
use super::{Proved, runs, units};
use crate::ledger::{Counter, CounterGaps, Fate, NamedScheme, Range, RunState, UnitState};
use crate::serial::Scheme;
use std::collections::HashMap;

/// All counters, by scheme and period.
pub(super) fn counters(db: &Connection<'_>, proved: &mut Proved) -> Step<Vec<Counter>> {
    let counters = with_schemes(db, proved, None)?;
    Ok(counters.into_iter().map(|(counter, _)| counter).collect())
}

/// The counters with their schemes: all of them, or those that a run took from.
pub(super) fn with_schemes(
    db: &Connection<'_>,
    proved: &mut Proved,
    run: Option<i64>,
) -> Step<Vec<(Counter, NamedScheme)>> {
    let mut schemes = ByRow::new(db, proved);
    let (only, values) = match run {
        Some(run) => (
            "WHERE id IN (SELECT counter FROM block WHERE run = ?)",
            params![run],
        ),
        None => ("", params![]),
    };
    let mut statement = db.prepare_cached(&format!(
        "SELECT id, scheme, gtin, period, split, next FROM counter {only}
         ORDER BY scheme, period, gtin, split"
    ))?;
    let mut rows = statement.query(values)?;
    let mut counters = Vec::new();
    while let Some(row) = rows.next()? {
        let named = schemes.get(row.get(1)?)?;
        let counter = Counter {
            id: whole(row.get(0)?)?,
            scheme: named.name().to_owned(),
            gtin: values::gtin(&row.get::<String>(2)?)?,
            period: row.get(3)?,
            partition: row.get(4)?,
            first: named.scheme().first(),
            last: named.scheme().last(),
            next: whole(row.get(5)?)?,
        };
        counters.push((counter, named));
    }
    Ok(counters)
}

/// Each counter's numbers, explained.
pub(super) fn gaps(db: &Connection<'_>, proved: &mut Proved) -> Step<Vec<CounterGaps>> {
    let mut states = States {
        runs: HashMap::new(),
        told: units::sums(db)?,
    };
    with_schemes(db, proved, None)?
        .into_iter()
        .map(|(counter, scheme)| {
            let ranges = ranges(db, &counter, scheme.scheme(), &mut states)?;
            Ok(CounterGaps { counter, ranges })
        })
        .collect()
}

/// What is known of units while counters are read.
struct States {
    runs: HashMap<i64, RunState>,
    /// How many units of each place have a state of their own.
    told: HashMap<i64, Vec<(UnitState, u64)>>,
}

impl States {
    fn of_run(&mut self, db: &Connection<'_>, run: i64) -> Step<RunState> {
        if let Some(state) = self.runs.get(&run) {
            return Ok(*state);
        }
        let state = runs::state(db, run)?;
        self.runs.insert(run, state);
        Ok(state)
    }

    /// The states of a place with so many units: what was told, and for the rest what was told of the run.
    fn of_place(&self, place: i64, count: u64, run: RunState) -> Vec<(UnitState, u64)> {
        let mut states = self.told.get(&place).cloned().unwrap_or_default();
        let told = states.iter().map(|(_, count)| *count).sum();
        add(
            &mut states,
            units::otherwise(run),
            count.saturating_sub(told),
        );
        states
    }
}

/// Adds units to a sum of states, which stays in the order of states.
fn add(states: &mut Vec<(UnitState, u64)>, state: UnitState, count: u64) {
    if count == 0 {
        return;
    }
    match states.binary_search_by_key(&state, |(own, _)| *own) {
        Ok(at) => {
            if let Some((_, sum)) = states.get_mut(at) {
                *sum = sum.saturating_add(count);
            }
        }
        Err(at) => states.insert(at, (state, count)),
    }
}

/// A stretch of a counter's numbers as a block or a foreign serial claims it.
struct Claim {
    first: u64,
    count: u64,
    fate: Fate,
    /// The stamp of a block.
    stamp: Option<String>,
    /// A block, or below 0 a foreign serial.
    place: i64,
    states: Vec<(UnitState, u64)>,
}

fn ranges(
    db: &Connection<'_>,
    counter: &Counter,
    scheme: &Scheme,
    states: &mut States,
) -> Step<Vec<Range>> {
    let id = values::sql(counter.id)?;
    let mut claims = blocks(db, id, states)?;
    claims.extend(held(db, id, counter.next, states)?);
    claims.extend(passed(db, id)?);
    claims.sort_by_key(|claim| claim.first);

    let mut ranges: Vec<Range> = Vec::new();
    let mut at = counter.first;
    for Claim {
        first,
        count,
        fate,
        stamp,
        place,
        states,
    } in claims
    {
        // Where two claim a number the first one has it; `verify` tells of the second.
        let end = first.saturating_add(count).min(counter.next);
        let is_whole = first >= at && end - first.min(end) == count;
        let first = first.max(at);
        if end > first {
            let states = if is_whole || place <= 0 {
                states
            } else {
                states_within(db, place, first, end - 1)?
            };
            push(
                &mut ranges,
                Range {
                    first: at,
                    count: first - at,
                    fate: Fate::Unexplained,
                    states: Vec::new(),
                    serials: None,
                },
            );
            let serials = match (&fate, stamp) {
                (Fate::Foreign { serial, .. }, _) => Some((serial.clone(), serial.clone())),
                (_, Some(stamp)) => texts(scheme, counter, &stamp, first, end - 1),
                _ => None,
            };
            push(
                &mut ranges,
                Range {
                    first,
                    count: end - first,
                    fate,
                    states,
                    serials,
                },
            );
            at = end;
        }
    }
    let count = counter.next.saturating_sub(at);
    push(
        &mut ranges,
        Range {
            first: at,
            count,
            fate: Fate::Unexplained,
            states: Vec::new(),
            serials: None,
        },
    );
    Ok(ranges)
}

/// Appends a range, or lengthens the last one where it goes on.
fn push(ranges: &mut Vec<Range>, range: Range) {
    match ranges.last_mut() {
        _ if range.count == 0 => {}
        Some(last) if last.fate == range.fate && last.first + last.count == range.first => {
            last.count += range.count;
            for (state, count) in range.states {
                add(&mut last.states, state, count);
            }
            if let (Some((_, last)), Some((_, end))) = (&mut last.serials, range.serials) {
                *last = end;
            }
        }
        _ => ranges.push(range),
    }
}

/// The first and the last serial of a range.
fn texts(
    scheme: &Scheme,
    counter: &Counter,
    stamp: &str,
    first: u64,
    last: u64,
) -> Option<(String, String)> {
    let slot = scheme
        .slot_from(&counter.period, &counter.partition, stamp)
        .ok()?;
    Some((
        scheme.text(&slot, first).ok()?,
        scheme.text(&slot, last).ok()?,
    ))
}

fn blocks(db: &Connection<'_>, counter: i64, states: &mut States) -> Step<Vec<Claim>> {
    let mut statement = db.prepare_cached(
        "SELECT block.first, block.count, block.run, run.code, block.stamp, block.id
         FROM block JOIN run ON run.id = block.run WHERE block.counter = ? ORDER BY block.first",
    )?;
    let mut rows = statement.query([counter])?;
    let mut claims = Vec::new();
    while let Some(row) = rows.next()? {
        let run: i64 = row.get(2)?;
        let state = states.of_run(db, run)?;
        let code = values::run_id(&row.get::<String>(3)?)?;
        let fate = match state {
            RunState::Printed => Fate::Printed(code),
            RunState::Allocated => Fate::Allocated(code),
            RunState::Reserved => Fate::Unknown(code),
        };
        let (count, place) = (whole(row.get(1)?)?, row.get(5)?);
        claims.push(Claim {
            first: whole(row.get(0)?)?,
            count,
            fate,
            stamp: row.get(4)?,
            place,
            states: states.of_place(place, count, state),
        });
    }
    Ok(claims)
}

/// Numbers that resumes passed.
fn passed(db: &Connection<'_>, counter: i64) -> Step<Vec<Claim>> {
    db.prepare_cached("SELECT first, count FROM resumed WHERE chain = ? ORDER BY first")?
        .query_map([counter], |row| {
            Ok(Claim {
                first: whole(row.get(0)?)?,
                count: whole(row.get(1)?)?,
                fate: Fate::Lost,
                stamp: None,
                place: 0,
                states: Vec::new(),
            })
        })?
        .collect()
}

/// The states of some numbers of a block.
fn states_within(
    db: &Connection<'_>,
    block: i64,
    first: u64,
    last: u64,
) -> Step<Vec<(UnitState, u64)>> {
    let mut states = Vec::new();
    for stretch in units::stretches_of(db, block, values::sql(first)?, values::sql(last)?)? {
        add(&mut states, stretch.state, whole(stretch.count)?);
    }
    Ok(states)
}

fn held(db: &Connection<'_>, counter: i64, next: u64, states: &mut States) -> Step<Vec<Claim>> {
    let mut statement = db.prepare_cached(
        "SELECT given_number.number, given.key, given.serial, given.id, given.run
         FROM given_number JOIN given ON given.id = given_number.given
         WHERE given_number.counter = ? AND given_number.number < ? ORDER BY given_number.number",
    )?;
    let mut rows = statement.query([counter, values::sql(next)?])?;
    let mut claims: Vec<Claim> = Vec::new();
    while let Some(row) = rows.next()? {
        let first = whole(row.get(0)?)?;
        // Two products may have brought one serial; it is one number.
        if claims.last().is_none_or(|last| last.first != first) {
            let fate = Fate::Foreign {
                key: row.get(1)?,
                serial: row.get(2)?,
            };
            let place = -row.get::<i64>(3)?;
            let run = states.of_run(db, row.get(4)?)?;
            claims.push(Claim {
                first,
                count: 1,
                fate,
                stamp: None,
                place,
                states: states.of_place(place, 1, run),
            });
        }
    }
    Ok(claims)
}

/// Whether the numbers of a counter's blocks are what they should be; a sentence for each that is not.
pub(super) fn disagreements(
    db: &Connection<'_>,
    gaps: &CounterGaps,
    scheme: Option<&Scheme>,
) -> Step<Vec<String>> {
    let mut found = Vec::new();
    let counter = &gaps.counter;
    if counter.next < counter.first || counter.next.saturating_sub(1) > counter.last {
        found.push(format!(
            "the counter is at {}, its numbers are {} to {}",
            counter.next, counter.first, counter.last
        ));
    }
    for range in gaps
        .ranges
        .iter()
        .filter(|range| range.fate == Fate::Unexplained)
    {
        let last = range.first + (range.count - 1);
        found.push(format!("nothing says where {} to {last} went", range.first));
    }
    let mut statement =
        db.prepare_cached("SELECT first, count FROM block WHERE counter = ? ORDER BY first")?;
    let mut rows = statement.query([values::sql(counter.id)?])?;
    let mut at = counter.first;
    while let Some(row) = rows.next()? {
        let (first, count) = (whole(row.get(0)?)?, whole(row.get(1)?)?);
        let end = first
            .checked_add(count)
            .ok_or_else(|| Failure::Damaged(format!("a block of {count} numbers at {first}")))?;
        if first < at {
            found.push(format!("{first} is given out twice"));
        }
        if end > counter.next {
            found.push(format!(
                "{} is given out, but the counter is at {}",
                end - 1,
                counter.next
            ));
        }
        at = at.max(end);
    }
    let mut overlaps = 0_u64;
    let mut statement = db.prepare_cached(
        "SELECT held.number, block.stamp, given.serial
         FROM given_number AS held JOIN given ON given.id = held.given JOIN block ON block.counter = held.counter
           AND held.number >= block.first AND held.number - block.first < block.count
         WHERE held.counter = ?",
    )?;
    let mut rows = statement.query([values::sql(counter.id)?])?;
    while let Some(row) = rows.next()? {
        let (number, stamp, serial) = (whole(row.get(0)?)?, row.get::<String>(1)?, row.get(2)?);
        let text = scheme.and_then(|scheme| texts(scheme, counter, &stamp, number, number));
        // One number with two stamps is two texts.
        let is_other = text.is_some_and(|(text, _): (String, String)| {
            let serial: &String = &serial;
            text != *serial
        });
        overlaps += u64::from(!is_other);
    }
    if overlaps > 0 {
        found.push(format!(
            "{overlaps} numbers of foreign serials are given out too"
        ));
    }
    Ok(found)
}
