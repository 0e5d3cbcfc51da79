//! Units and what became of them.

use super::db::{Connection, Row, Value, params};
use super::events::End;
use super::failure::{Failure, Step};
use super::runs;
use super::values::{sql, time, whole};
use crate::ledger::chain::{self, LEDGER_CHAIN, Sum};
use crate::ledger::state::Stretch;
use crate::ledger::{LedgerErrorKind, Move, Moved, RunState, UnitKey, UnitState};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A block, or less than 0 a foreign serial, whose only number is 0.
type Place = i64;

/// One place of a move: its numbers as first and count, and what is known of the place.
type Part = (Place, Vec<(i64, i64)>, Whole);

/// The states that were told, by place.
pub(super) type States = BTreeMap<Place, Vec<Stretch>>;

fn place(unit: &UnitKey) -> Step<(Place, i64)> {
    Ok(match unit {
        UnitKey::Numbered { block, number } => (sql(*block)?, sql(*number)?),
        UnitKey::Given { id } => (-sql(*id)?, 0),
    })
}

/// Where the units are, as few stretches as there can be.
pub(super) fn stretches(units: &[UnitKey]) -> Step<BTreeMap<Place, Vec<(i64, i64)>>> {
    let mut places = units.iter().map(place).collect::<Step<Vec<_>>>()?;
    places.sort_unstable();
    let mut all: BTreeMap<Place, Vec<(i64, i64)>> = BTreeMap::new();
    for (place, number) in places {
        let own = all.entry(place).or_default();
        match own.last_mut() {
            Some((first, count)) if *first + *count == number => *count += 1,
            // The same unit twice is one unit.
            Some((first, count)) if *first + *count > number => {}
            _ => own.push((number, 1)),
        }
    }
    Ok(all)
}

/// What is known of a block or a foreign serial as a whole: its chain, its run, its numbers.
struct Whole {
    chain: u64,
    run: i64,
    first: i64,
    count: i64,
}

/// How many places one question asks for.
const TOGETHER: usize = 256;

/// `SELECT .. WHERE column IN (..)` for many numbers, some hundreds at a time.
fn select_in(
    db: &Connection<'_>,
    select: &str,
    numbers: &[i64],
    mut read: impl FnMut(&Row) -> Step<()>,
) -> Step<()> {
    for some in numbers.chunks(TOGETHER) {
        // As many marks as the next power of two, so that few statements are prepared; the last number fills them.
        let places = some.len().next_power_of_two();
        let last = some.iter().rev().take(1).cycle();
        let values = some.iter().chain(last).take(places);
        let values = values.map(|number| Value::Whole(*number)).collect();
        let marks = vec!["?"; places].join(", ");
        let mut rows = db
            .prepare_cached(&format!("{select} IN ({marks})"))?
            .query::<Vec<Value>>(values)?;
        while let Some(row) = rows.next()? {
            read(row)?;
        }
    }
    Ok(())
}

/// What is known of each of these places.
fn of_places(
    db: &Connection<'_>,
    places: impl Iterator<Item = Place>,
) -> Step<HashMap<Place, Whole>> {
    let (given, blocks): (Vec<Place>, Vec<Place>) = places.partition(|place| *place < 0);
    let given: Vec<i64> = given.into_iter().map(|place| -place).collect();
    let mut all = HashMap::with_capacity(blocks.len() + given.len());
    select_in(
        db,
        "SELECT id, counter, run, first, count FROM block WHERE id",
        &blocks,
        |row| {
            let own = Whole {
                chain: whole(row.get(1)?)?,
                run: row.get(2)?,
                first: row.get(3)?,
                count: row.get(4)?,
            };
            all.insert(row.get(0)?, own);
            Ok(())
        },
    )?;
    select_in(db, "SELECT id, run FROM given WHERE id", &given, |row| {
        let own = Whole {
            chain: LEDGER_CHAIN,
            run: row.get(1)?,
            first: 0,
            count: 1,
        };
        all.insert(-row.get::<i64>(0)?, own);
        Ok(())
    })?;
    let missing = blocks
        .into_iter()
        .chain(given.into_iter().map(|id| -id))
        .find(|place| !all.contains_key(place));
    match missing {
        None => Ok(all),
        Some(place) => Err(Failure::Damaged(format!("there is no block {place}"))),
    }
}

/// The states of units of which nothing was told but what was told of their runs.
fn of_runs(db: &Connection<'_>, runs: impl Iterator<Item = i64>) -> Step<HashMap<i64, UnitState>> {
    let runs: BTreeSet<i64> = runs.collect();
    let runs: Vec<i64> = runs.into_iter().collect();
    let mut kinds: HashMap<i64, Vec<String>> = HashMap::new();
    select_in(db, "SELECT run, kind FROM mark WHERE run", &runs, |row| {
        kinds.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    let state = |run: i64| runs::state_of(kinds.get(&run).map_or(&[][..], Vec::as_slice));
    Ok(runs
        .into_iter()
        .map(|run| (run, otherwise(state(run))))
        .collect())
}

/// The state of a unit of which nothing was told, in a run in this state.
pub(super) fn otherwise(run: RunState) -> UnitState {
    match run {
        RunState::Reserved => UnitState::Reserved,
        RunState::Allocated => UnitState::Allocated,
        RunState::Printed => UnitState::Printed,
    }
}

fn state(name: &str) -> Step<UnitState> {
    name.parse().map_err(Failure::Damaged)
}

/// Reads place, first, count, state.
fn stretch(row: &Row) -> Step<Stretch> {
    Ok(Stretch {
        first: row.get(1)?,
        count: row.get(2)?,
        state: state(&row.get::<String>(3)?)?,
    })
}

/// The stretches that touch these numbers of each place.
fn told(db: &Connection<'_>, wanted: &[(Place, i64, i64)]) -> Step<HashMap<Place, Vec<Stretch>>> {
    let mut all: HashMap<Place, Vec<Stretch>> = HashMap::new();
    for some in wanted.chunks(TOGETHER) {
        let places = some.len().next_power_of_two();
        let last = some.iter().rev().take(1).cycle();
        let mut values = Vec::with_capacity(3 * places);
        for (at, (place, low, high)) in some.iter().chain(last).take(places).enumerate() {
            // What fills the question up asks for nothing.
            let place = if at < some.len() { *place } else { 0 };
            values.extend([place, *low, *high].map(Value::Whole));
        }
        let one = "(CAST(? AS bigint), CAST(? AS bigint), CAST(? AS bigint))";
        let text = format!(
            "WITH wanted (place, low, high) AS (VALUES {})
             SELECT unit.place, unit.first, unit.count, unit.state FROM wanted JOIN unit
                 ON unit.place = wanted.place AND unit.first <= wanted.high
                AND unit.first + unit.count > wanted.low
             ORDER BY unit.place, unit.first",
            vec![one; places].join(", ")
        );
        let mut rows = db.prepare_cached(&text)?.query::<Vec<Value>>(values)?;
        while let Some(row) = rows.next()? {
            all.entry(row.get(0)?).or_default().push(stretch(row)?);
        }
    }
    Ok(all)
}

/// The states of these units, in their order.
pub(super) fn states(db: &Connection<'_>, units: &[UnitKey]) -> Step<Vec<UnitState>> {
    let mut ends: HashMap<Place, (i64, i64)> = HashMap::new();
    for unit in units {
        let (place, number) = place(unit)?;
        let (low, high) = ends.entry(place).or_insert((number, number));
        (*low, *high) = ((*low).min(number), (*high).max(number));
    }
    let places = of_places(db, ends.keys().copied())?;
    let runs = of_runs(db, places.values().map(|own| own.run))?;
    let wanted: Vec<(Place, i64, i64)> = ends
        .into_iter()
        .map(|(place, (low, high))| (place, low, high))
        .collect();
    let told = told(db, &wanted)?;
    let known: HashMap<Place, (&[Stretch], UnitState)> = places
        .iter()
        .filter_map(|(place, own)| {
            let all = told.get(place).map_or(&[][..], Vec::as_slice);
            Some((*place, (all, *runs.get(&own.run)?)))
        })
        .collect();
    let mut found = Vec::with_capacity(units.len());
    for unit in units {
        let (place, number) = place(unit)?;
        let Some((all, otherwise)) = known.get(&place) else {
            continue;
        };
        let after = all.partition_point(|stretch| stretch.first <= number);
        let own = after.checked_sub(1).and_then(|at| all.get(at));
        let own = own.filter(|stretch| number - stretch.first < stretch.count);
        found.push(own.map_or(*otherwise, |stretch| stretch.state));
    }
    Ok(found)
}

/// What became of a unit, oldest first.
pub(super) fn history(db: &Connection<'_>, unit: UnitKey) -> Step<Vec<Moved>> {
    let (place, number) = place(&unit)?;
    let own = of_places(db, core::iter::once(place))?;
    let chain = own.get(&place).ok_or(Failure::NoRow)?.chain;
    // A unit's moves are on its chain: their stretches are looked into, not all there are.
    db.prepare_cached(
        "SELECT move.at, move.who, move.state, move.reason FROM move
           JOIN moved ON moved.move = move.id AND moved.place = ?
         WHERE move.chain = ? AND moved.first <= ? AND moved.first + moved.count > ? ORDER BY move.event",
    )?
    .query_map(params![place, sql(chain)?, number, number], |row| {
        Ok(Moved {
            at: time(row.get(0)?)?,
            by: row.get(1)?,
            to: state(&row.get::<String>(2)?)?,
            reason: row.get(3)?,
        })
    })?
    .collect()
}

/// The numbers from `low` to `high` of a place as stretches of one state each, without a hole.
pub(super) fn stretches_of(
    db: &Connection<'_>,
    place: Place,
    low: i64,
    high: i64,
) -> Step<Vec<Stretch>> {
    let found = stretches_of_all(db, &[(place, low, high)])?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// The same of many places, each of which is there once.
pub(super) fn stretches_of_all(
    db: &Connection<'_>,
    wanted: &[(Place, i64, i64)],
) -> Step<Vec<Vec<Stretch>>> {
    let places = of_places(db, wanted.iter().map(|(place, ..)| *place))?;
    let runs = of_runs(db, places.values().map(|own| own.run))?;
    let mut told = told(db, wanted)?;
    wanted
        .iter()
        .map(|(place, low, high)| {
            let run = places.get(place).ok_or(Failure::NoRow)?.run;
            let otherwise = runs.get(&run).copied().ok_or(Failure::NoRow)?;
            let all = told.remove(place).unwrap_or_default();
            Ok(without_holes(all, (*low, *high), otherwise))
        })
        .collect()
}

/// Stretches from `low` to `high`; what lies between those that were told is in the other state.
fn without_holes(all: Vec<Stretch>, (low, high): (i64, i64), otherwise: UnitState) -> Vec<Stretch> {
    let mut found = Vec::with_capacity(all.len() * 2 + 1);
    let mut at = low;
    for stretch in all {
        let first = stretch.first.max(low);
        let end = (stretch.first + stretch.count).min(high + 1);
        if first > at {
            found.push(Stretch {
                first: at,
                count: first - at,
                state: otherwise,
            });
        }
        found.push(Stretch {
            first,
            count: end - first,
            state: stretch.state,
        });
        at = end;
    }
    if at <= high {
        found.push(Stretch {
            first: at,
            count: high + 1 - at,
            state: otherwise,
        });
    }
    found
}

/// Lays new stretches over the ones that are there: what they do not cover stays.
pub(super) fn overlay(old: &[Stretch], new: &[Stretch]) -> Vec<Stretch> {
    let mut all = new.to_vec();
    let mut covers = new.iter().peekable();
    for stretch in old {
        let (mut at, end) = (stretch.first, stretch.first + stretch.count);
        while let Some(cover) = covers.peek() {
            let cover_end = cover.first + cover.count;
            if cover_end <= at {
                covers.next();
                continue;
            }
            if cover.first >= end {
                break;
            }
            if cover.first > at {
                let count = cover.first - at;
                all.push(Stretch {
                    first: at,
                    count,
                    ..*stretch
                });
            }
            at = cover_end;
            if at >= end {
                break;
            }
            covers.next();
        }
        if at < end {
            let count = end - at;
            all.push(Stretch {
                first: at,
                count,
                ..*stretch
            });
        }
    }
    all.sort_unstable_by_key(|stretch| stretch.first);
    let mut joined: Vec<Stretch> = Vec::with_capacity(all.len());
    for stretch in all {
        match joined.last_mut() {
            Some(last)
                if last.state == stretch.state && last.first + last.count == stretch.first =>
            {
                last.count += stretch.count;
            }
            _ => joined.push(stretch),
        }
    }
    joined
}

/// Moves all of the units, or none; gives how many they are.
///
/// When this is tried `again` after an answer that was lost, the same move is not recorded twice.
pub(super) fn record(
    db: &Connection<'_>,
    change: &Move,
    units: &[UnitKey],
    again: bool,
) -> Step<u64> {
    record_places(db, change, stretches(units)?, again)
}

/// The same, of stretches of numbers by their place.
pub(super) fn record_places(
    db: &Connection<'_>,
    change: &Move,
    all: BTreeMap<Place, Vec<(i64, i64)>>,
    again: bool,
) -> Step<u64> {
    let reason = change
        .reason
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    if change.to.needs_reason() && reason.is_none() {
        return Err(LedgerErrorKind::ReasonMissing { to: change.to }.into());
    }
    let mut chains: BTreeMap<u64, Vec<Part>> = BTreeMap::new();
    let mut wholes = of_places(db, all.keys().copied())?;
    for (place, own) in all {
        let whole = wholes.remove(&place).ok_or(Failure::NoRow)?;
        chains
            .entry(whole.chain)
            .or_default()
            .push((place, own, whole));
    }
    let mut moved = 0;
    for (chain, places) in chains {
        // The chain is held before the states are read.
        let mut end = End::locked(db, chain)?;
        let at = change.at.as_microsecond();
        if again
            && db
                .prepare_cached(
                    "SELECT 1 FROM move WHERE chain = ? AND at = ? AND who = ? AND state = ?",
                )?
                .exists(params![sql(chain)?, at, change.by, change.to.name()])?
        {
            moved += places
                .iter()
                .flat_map(|(_, own, _)| own)
                .map(|(_, count)| count.unsigned_abs())
                .sum::<u64>();
            continue;
        }
        let mut sum = Sum::new("moved");
        let mut count = 0_u64;
        for (place, own, _) in &places {
            for (first, own) in own {
                sum = sum
                    .bytes(&place.to_be_bytes())
                    .number(first.unsigned_abs())
                    .number(own.unsigned_abs());
                count += own.unsigned_abs();
            }
        }
        let body = chain::move_body(change.to, &change.by, reason, count, sum);
        end.append(db, at, "moved", None, &body)?;
        end.store(db)?;
        let id: i64 = db
            .prepare_cached(
                "INSERT INTO move (at, who, state, reason, units, chain, event)
                 VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            )?
            .query_row(
                params![
                    at,
                    change.by,
                    change.to.name(),
                    reason,
                    sql(count)?,
                    sql(chain)?,
                    sql(end.events)?
                ],
                |row| row.get(0),
            )?;
        let mut rows = places.iter().flat_map(|(place, own, _)| {
            own.iter().map(move |(first, count)| {
                vec![
                    Value::Whole(id),
                    Value::Whole(*place),
                    Value::Whole(*first),
                    Value::Whole(*count),
                ]
            })
        });
        db.append("moved", &["move", "place", "first", "count"], &mut rows)?;
        settle_all(db, change.to, &places)?;
        moved += count;
    }
    Ok(moved)
}

/// Checks the moves of places against the table of allowed moves, and writes their stretches.
fn settle_all(db: &Connection<'_>, to: UnitState, places: &[Part]) -> Step<()> {
    let runs = of_runs(db, places.iter().map(|(_, _, whole)| whole.run))?;
    // Some at a time: a place may have as many stretches as units.
    for some in places.chunks(TOGETHER) {
        let mut wanted = Vec::with_capacity(some.len());
        for (place, own, whole) in some {
            let (Some((low, _)), Some((last, count))) = (own.first(), own.last()) else {
                continue;
            };
            let (low, high) = (*low, last + (count - 1));
            if low < whole.first || high > whole.first + (whole.count - 1) {
                return Err(Failure::Damaged(format!("block {place} has no {high}")));
            }
            // With the neighbours, so that stretches that come to lie together become one.
            wanted.push((*place, low - 1, high + 1));
        }
        let told = told(db, &wanted)?;
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (place, own, whole) in some {
            let old = told.get(place).map_or(&[][..], Vec::as_slice);
            let otherwise = runs.get(&whole.run).copied().ok_or(Failure::NoRow)?;
            let new = settled(to, *place, own, old, otherwise)?;
            if let (Some(low), Some(high)) = (old.first(), old.last()) {
                db.prepare_cached(
                    "DELETE FROM unit WHERE place = ? AND first >= ? AND first <= ?",
                )?
                .execute([*place, low.first, high.first])?;
            }
            rows.extend(new.into_iter().map(|stretch| {
                vec![
                    Value::Whole(*place),
                    Value::Whole(stretch.first),
                    Value::Whole(stretch.count),
                    Value::Text(stretch.state.name().to_owned()),
                ]
            }));
        }
        db.append(
            "unit",
            &["place", "first", "count", "state"],
            &mut rows.into_iter(),
        )?;
    }
    Ok(())
}

/// The stretches of a place after the move; an error where the table of allowed moves does not have it.
fn settled(
    to: UnitState,
    place: Place,
    own: &[(i64, i64)],
    old: &[Stretch],
    otherwise: UnitState,
) -> Step<Vec<Stretch>> {
    let refused = |from: UnitState, number: i64| -> Failure {
        LedgerErrorKind::StateNotAllowed {
            unit: if place < 0 {
                UnitKey::Given {
                    id: place.unsigned_abs(),
                }
            } else {
                UnitKey::Numbered {
                    block: place.unsigned_abs(),
                    number: number.unsigned_abs(),
                }
            },
            from,
            to,
        }
        .into()
    };
    for (first, count) in own {
        let end = first + count;
        let mut at = *first;
        let from = old.partition_point(|stretch| stretch.first + stretch.count <= at);
        for stretch in old.get(from..).unwrap_or_default() {
            if stretch.first >= end {
                break;
            }
            if stretch.first > at && !otherwise.next().contains(&to) {
                return Err(refused(otherwise, at));
            }
            if !stretch.state.next().contains(&to) {
                return Err(refused(stretch.state, at.max(stretch.first)));
            }
            at = stretch.first + stretch.count;
        }
        if at < end && !otherwise.next().contains(&to) {
            return Err(refused(otherwise, at));
        }
    }
    let new: Vec<Stretch> = own
        .iter()
        .map(|(first, count)| Stretch {
            first: *first,
            count: *count,
            state: to,
        })
        .collect();
    Ok(overlay(old, &new))
}

/// How many units of each place have a state of their own, in the order of states.
pub(super) fn sums(db: &Connection<'_>) -> Step<HashMap<Place, Vec<(UnitState, u64)>>> {
    let mut all: HashMap<Place, Vec<(UnitState, u64)>> = HashMap::new();
    let mut rows = db
        .prepare_cached(
            "SELECT place, state, CAST(sum(count) AS bigint) FROM unit GROUP BY place, state",
        )?
        .query(params![])?;
    while let Some(row) = rows.next()? {
        let own = all.entry(row.get(0)?).or_default();
        own.push((state(&row.get::<String>(1)?)?, whole(row.get(2)?)?));
        own.sort_unstable();
    }
    Ok(all)
}

/// All stretches of the moves that were recorded on a chain's event, and the body that tells of them.
pub(super) fn told_by(
    db: &Connection<'_>,
    chain: u64,
    event: u64,
    at: i64,
) -> Step<Option<(String, States)>> {
    let mut statement = db.prepare_cached(
        "SELECT id, who, state, reason, units FROM move WHERE chain = ? AND event = ? AND at = ?",
    )?;
    let mut rows = statement.query(params![sql(chain)?, sql(event)?, at])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (id, who, to): (i64, String, UnitState) =
        (row.get(0)?, row.get(1)?, state(&row.get::<String>(2)?)?);
    let reason: Option<String> = row.get(3)?;
    let units = whole(row.get(4)?)?;
    let mut sum = Sum::new("moved");
    let mut all = States::new();
    let mut statement = db.prepare_cached(
        "SELECT place, first, count FROM moved WHERE move = ? ORDER BY place, first",
    )?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let (place, first, own): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        sum = sum
            .bytes(&place.to_be_bytes())
            .number(first.unsigned_abs())
            .number(own.unsigned_abs());
        all.entry(place).or_default().push(Stretch {
            first,
            count: own,
            state: to,
        });
    }
    let body = chain::move_body(to, &who, reason.as_deref(), units, sum);
    Ok(Some((body, all)))
}

/// The stretches as they are stored, by place.
pub(super) fn stored(db: &Connection<'_>) -> Step<States> {
    let mut all = States::new();
    let mut statement =
        db.prepare_cached("SELECT place, first, count, state FROM unit ORDER BY place, first")?;
    let mut rows = statement.query(params![])?;
    while let Some(row) = rows.next()? {
        all.entry(row.get(0)?).or_default().push(stretch(row)?);
    }
    Ok(all)
}
