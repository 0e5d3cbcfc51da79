//! Going on after a restore: the epoch rises, and the counters pass all that is known (rule 8).

use super::db::{Connection, params};
use super::events::End;
use super::failure::{Failure, Step};
use super::schemes::{self, Registered};
use super::values::{sql, whole};
use super::{Proved, counters, restored};
use crate::ledger::chain::{self, LEDGER_CHAIN};
use crate::ledger::marks::{Row, SchemeText, Sights};
use crate::ledger::{LedgerErrorKind, LedgerId, NamedScheme, Passed, Resume, Resumed, Scanned};
use crate::serial::{Definition, Reading, Scheme};
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
    for marks in &request.marks {
        sights.merge(marks.sights()?);
    }
    for serial in &request.forget {
        sights.forget(serial);
    }
    let before: i64 = db
        .prepare_cached("SELECT epoch FROM ledger")?
        .query_row(params![], |row| row.get(0))?;
    let seen = sights.chains.values().map(|sight| sight.epoch).max();
    let epoch = whole(before)?.max(seen.unwrap_or_default()) + 1;
    db.marks().agree(epoch);

    register(db, ledger, proved, &sights, request)?;
    let all = schemes::all(db, proved)?;
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
    for (row, scan) in sights.scans {
        raise(row, scan.number.saturating_add(1));
    }
    for scanned in &request.known {
        for (row, number) in readings(&all, scanned)? {
            raise(row, number.saturating_add(1));
        }
    }
    let mut moved = Vec::new();
    for (row, goal) in goals {
        let own = all
            .iter()
            .find(|own| own.named.scheme().id().as_bytes() == &row.scheme)
            .ok_or_else(|| Failure::Damaged("a mark of a scheme that nobody knows".to_owned()))?;
        moved.extend(pass(db, ledger, own, row, goal, epoch, request)?);
    }

    let mut end = End::locked(db, LEDGER_CHAIN)?;
    record(db, &mut end, epoch, (0, 0), request)?;
    db.prepare_cached("UPDATE ledger SET epoch = ?, events = ?, head = ?")?
        .execute(params![sql(epoch)?, sql(end.events)?, end.head])?;
    restored::saw_ledger(db, epoch, end.events, end.head);
    Ok(Resumed { epoch, moved })
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

/// The numbers that a known serial may be.
fn readings(schemes: &[Registered], scanned: &Scanned) -> Step<Vec<(Row, u64)>> {
    let key = scanned.gtin.as_ref().map_or("", |gtin| gtin.as_str());
    let mut found = Vec::new();
    for scheme in schemes {
        // Every text reads back as some unguessable number: it says nothing of how far the counter came.
        if scheme.named.scheme().needs_key() {
            continue;
        }
        if let Some(Reading { slot, number, .. }) = scheme.read(&scanned.serial, key)? {
            found.push((counters::row_of(scheme, key, &slot), number));
        }
    }
    Ok(found)
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
    let passed = (count > 0).then(|| Passed {
        scheme: scheme.named.name().to_owned(),
        period: row.period.clone(),
        partition: row.partition.clone(),
        first,
        count,
    });
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
