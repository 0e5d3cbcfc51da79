//! Going on after a restore: the epoch rises, and the counters pass all that is known (rule 8).

use super::db::{Connection, params};
use super::events::End;
use super::failure::{Failure, Step};
use super::known::{Known, hold};
use super::schemes::{self, Registered};
use super::values::{sql, whole};
use super::{Proved, counters, restored};
use crate::ledger::chain::{self, LEDGER_CHAIN};
use crate::ledger::marks::{Row, SchemeText, Sight, Sights};
use crate::ledger::{LedgerErrorKind, LedgerId, NamedScheme, Passed, Resume, Resumed};
use crate::serial::{Definition, Scheme};
use alloc::sync::Arc;
use std::collections::BTreeMap;

/// How far each counter has to go: its next number.
type Goals = BTreeMap<Row, u64>;

pub(super) fn resume(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    request: &Resume,
) -> Step<Resumed> {
    db.alone()?;
    let mut sights = db.marks().sights()?;
    let mut clients = vec![sights.clone()];
    for marks in &request.marks {
        let own = marks.sights()?;
        clients.push(own.clone());
        sights.merge(own);
    }
    for serial in &request.forget {
        if !sights.forget(serial) {
            let serial = serial.clone();
            return Err(LedgerErrorKind::NotScanned { serial }.into());
        }
    }
    let before: i64 = db
        .prepare_cached("SELECT epoch FROM ledger")?
        .query_row(params![], |row| row.get(0))?;
    let seen = sights.chains.values().map(|sight| sight.epoch).max();
    let epoch = whole(before)?.max(seen.unwrap_or_default()) + 1;
    db.marks().resume(epoch);

    let parted = parted(db, &clients, whole(before)?)?;
    register(db, ledger, proved, &sights, request)?;
    let all = schemes::all(db, proved)?;
    let twice = twice(db, &all, parted)?;
    let known = Known::of(db, &all, &request.known)?;
    let mut goals = Goals::new();
    let mut raise = |row: Row, next: u64| {
        let goal = goals.entry(row).or_default();
        *goal = next.max(*goal);
    };
    for sight in sights.chains.into_values() {
        if let Some(row) = sight.row {
            raise(row, sight.next);
        }
    }
    for (row, number) in known.numbers {
        raise(row, number.saturating_add(1));
    }
    let mut moved = Vec::new();
    for (row, goal) in goals {
        let own = all
            .iter()
            .find(|own| own.named.scheme().id().as_bytes() == &row.scheme)
            .ok_or_else(|| Failure::Damaged("a mark of a scheme that nobody knows".to_owned()))?;
        moved.extend(pass(db, ledger, own, row, goal, epoch, request)?);
    }
    let held = hold(db, ledger, proved, known.foreign, epoch, request)?;
    let mut scanned = Vec::new();
    for (row, scans) in &sights.scans {
        let next = counters::next_of(db, row)?.unwrap_or_default();
        scanned.extend(scans.range(next..).map(|(_, serial)| serial.clone()));
    }

    let mut end = End::locked(db, LEDGER_CHAIN)?;
    record(db, &mut end, epoch, (0, 0), request)?;
    db.prepare_cached("UPDATE ledger SET epoch = ?, events = ?, head = ?")?
        .execute(params![sql(epoch)?, sql(end.events)?, end.head])?;
    restored::saw_ledger(db, epoch, end.events, end.head);
    Ok(Resumed {
        epoch,
        moved,
        held,
        twice,
        scanned,
    })
}

/// Where a counter of the lost ledger parts from the one that is here: the next number where they still were one, and the next number
/// of the lost one.
type Parted = BTreeMap<Row, (u64, u64)>;

/// The counters whose history is another one than clients saw in this epoch.
fn parted(db: &Connection<'_>, clients: &[Sights], epoch: u64) -> Step<Parted> {
    let mut all = Parted::new();
    for sights in clients {
        for (row, newest) in &sights.chains {
            let Some(row) = row.as_ref().filter(|_| newest.epoch == epoch) else {
                continue;
            };
            let before = sights.before.get(row).map_or(&[][..], Vec::as_slice);
            let own: Vec<&Sight> = before.iter().chain([newest]).collect();
            let there = restored::hashes(db, &own)?;
            let (mut common, mut lost) = (0, None);
            for sight in own {
                let hash = there.get(&(sight.chain, sight.events));
                if hash.is_some_and(|hash| hash.as_slice() == sight.head) {
                    common = sight.next.max(common);
                } else {
                    lost = lost.max(Some(sight.next));
                }
            }
            // A client that saw nothing that is lost may have come after the restore: what it saw says nothing of the lost ledger.
            if let Some(lost) = lost {
                let known = all.entry(row.clone()).or_default();
                *known = (known.0.max(common), known.1.max(lost));
            }
        }
    }
    Ok(all)
}

/// The numbers that the lost ledger gave out and this one too.
fn twice(db: &Connection<'_>, all: &[Registered], parted: Parted) -> Step<Vec<Passed>> {
    let mut found = Vec::new();
    for (row, (common, lost)) in parted {
        let of = |own: &&Registered| own.named.scheme().id().as_bytes() == &row.scheme;
        let (Some(own), Some(next)) = (all.iter().find(of), counters::next_of(db, &row)?) else {
            continue;
        };
        let first = common.max(own.named.scheme().first());
        let count = next.min(lost).saturating_sub(first);
        if count > 0 {
            found.push(passed(own, &row, first, count));
        }
    }
    Ok(found)
}

fn passed(scheme: &Registered, row: &Row, first: u64, count: u64) -> Passed {
    Passed {
        scheme: scheme.named.name().to_owned(),
        period: row.period.clone(),
        partition: row.partition.clone(),
        first,
        count,
    }
}

/// Registers the schemes that the ledger lost.
fn register(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    sights: &Sights,
    request: &Resume,
) -> Step<()> {
    let mut lost: Vec<&SchemeText> = sights.schemes.values().collect();
    lost.sort_by(|one, other| one.name.cmp(&other.name));
    for SchemeText { name, definition } in lost {
        let bad = |detail: &dyn core::fmt::Display| -> Failure {
            LedgerErrorKind::BadMarks {
                line: 0,
                detail: format!("the definition of scheme {name}: {detail}"),
            }
            .into()
        };
        let definition = Definition::parse_text(definition).map_err(|error| bad(&error))?;
        let scheme = Arc::new(Scheme::new(definition).map_err(|error| bad(&error))?);
        let by_pattern = NamedScheme::by_definition(Arc::clone(&scheme));
        let wanted = if by_pattern.name() == name {
            by_pattern
        } else {
            NamedScheme::new(name, scheme)?
        };
        schemes::register(db, ledger, proved, &wanted, request.at)?;
    }
    Ok(())
}

/// Moves one counter to its goal, which makes it where the ledger lost it.
fn pass(
    db: &Connection<'_>,
    ledger: &LedgerId,
    scheme: &Registered,
    row: Row,
    goal: u64,
    epoch: u64,
    request: &Resume,
) -> Step<Option<Passed>> {
    let mut counter = counters::open_row(db, ledger, scheme, &row)?;
    // A number beyond the scheme's last is none that it could have given out.
    let goal = goal.min(scheme.named.scheme().last().saturating_add(1));
    let (first, count) = (counter.next, goal.saturating_sub(counter.next));
    if count > 0 {
        record(db, &mut counter.end, epoch, (first, count), request)?;
        counter.next = goal;
        db.prepare_cached("UPDATE counter SET next = ?, events = ?, head = ? WHERE id = ?")?
            .execute(params![
                sql(goal)?,
                sql(counter.end.events)?,
                counter.end.head,
                sql(counter.id)?
            ])?;
    }
    let passed = (count > 0).then(|| passed(scheme, &row, first, count));
    restored::saw(db, row, &counter);
    Ok(passed)
}

/// Writes the event at the end of a chain, and what it says.
fn record(
    db: &Connection<'_>,
    end: &mut End,
    epoch: u64,
    (first, count): (u64, u64),
    request: &Resume,
) -> Step<()> {
    let at = request.at.as_microsecond();
    let reason = request.reason.as_deref();
    let body = chain::resumed_body(epoch, &request.by, reason, first, count);
    end.append(db, at, "resumed", None, &body)?;
    db.prepare_cached(
        "INSERT INTO resumed (chain, event, at, who, reason, epoch, first, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        sql(end.chain)?,
        sql(end.events)?,
        at,
        request.by,
        reason,
        sql(epoch)?,
        sql(first)?,
        sql(count)?
    ])?;
    Ok(())
}

/// What the event of a resume says, from its record.
pub(super) fn told_by(db: &Connection<'_>, chain: u64, event: u64, at: i64) -> Step<Option<Told>> {
    let mut statement = db.prepare_cached(
        "SELECT who, reason, epoch, first, count FROM resumed WHERE chain = ? AND event = ? AND at = ?",
    )?;
    let mut rows = statement.query(params![sql(chain)?, sql(event)?, at])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (who, reason): (String, Option<String>) = (row.get(0)?, row.get(1)?);
    let (epoch, first, count) = (
        whole(row.get(2)?)?,
        whole(row.get(3)?)?,
        whole(row.get(4)?)?,
    );
    Ok(Some(Told {
        body: chain::resumed_body(epoch, &who, reason.as_deref(), first, count),
        epoch,
        first,
        count,
    }))
}

/// The record of a resume, on one chain.
pub(super) struct Told {
    pub(super) body: String,
    pub(super) epoch: u64,
    pub(super) first: u64,
    pub(super) count: u64,
}
