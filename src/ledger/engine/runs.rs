//! Runs: read back, marked, listed; units found by their serial.

use super::db::{Connection, Optional as _, Row, ToValue, Value, params};
use super::events;
use super::failure::{Failure, Step};
use super::schemes::{self, ByRow, Registered};
use super::values::{self, PRODUCT, sql, time, whole};
use super::{Proved, given};
use crate::key::Gtin;
use crate::ledger::chain::{self, LEDGER_CHAIN};
use crate::ledger::{
    Block, GivenUnit, LedgerErrorKind, Mark, MarkKind, Printing, Run, RunId, RunLine, RunState,
    RunSummary, Unit, UnitKey,
};
use crate::serial::Reading;

/// A row of `run`.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) row: i64,
    pub(super) run: RunId,
    pub(super) request_id: String,
    pub(super) args_hash: Vec<u8>,
    pub(super) holder: String,
    pub(super) reserved_at: i64,
    pub(super) at: i64,
    pub(super) at_is_explicit: bool,
    pub(super) spec: String,
    pub(super) units: u64,
}

impl Head {
    const COLUMNS: &'static str =
        "id, code, request_id, args_hash, holder, reserved_at, at, at_is_explicit, spec, units";

    pub(super) fn read(row: &Row) -> Step<Self> {
        Ok(Self {
            row: row.get(0)?,
            run: values::run_id(&row.get::<String>(1)?)?,
            request_id: row.get(2)?,
            args_hash: row.get(3)?,
            holder: row.get(4)?,
            reserved_at: row.get(5)?,
            at: row.get(6)?,
            at_is_explicit: row.get(7)?,
            spec: row.get(8)?,
            units: whole(row.get(9)?)?,
        })
    }

    /// The run with that row.
    pub(super) fn of(db: &Connection<'_>, run: i64) -> Step<Self> {
        find_one(db, "id", run)?
            .ok_or_else(|| Failure::Damaged(format!("run row {run} is missing")))
    }

    /// What its events say of it.
    pub(super) fn facts(&self) -> chain::RunFacts<'_> {
        chain::RunFacts {
            id: self.run.as_str(),
            request_id: &self.request_id,
            args_hash: &self.args_hash,
            holder: &self.holder,
            at: self.at,
            at_is_explicit: self.at_is_explicit,
            spec: &self.spec,
            units: self.units,
        }
    }
}

/// The question for the runs that a condition on columns of `run` means; [`Head::read`] reads its rows.
pub(super) fn question(condition: &str) -> String {
    format!("SELECT {} FROM run WHERE {condition}", Head::COLUMNS)
}

fn find_one(db: &Connection<'_>, column: &str, value: impl ToValue) -> Step<Option<Head>> {
    db.prepare_cached(&question(&format!("{column} = ?")))?
        .query_row(params![value], Head::read)
        .optional()
}

/// The run that a request made.
pub(super) fn by_request(db: &Connection<'_>, request_id: &str) -> Step<Option<Head>> {
    find_one(db, "request_id", request_id)
}

/// The run of that id.
pub(super) fn by_id(db: &Connection<'_>, run: &RunId) -> Step<Head> {
    find_one(db, "code", run.as_str())?
        .ok_or_else(|| LedgerErrorKind::UnknownRun { run: run.clone() }.into())
}

/// The whole run.
pub(super) fn load(db: &Connection<'_>, proved: &mut Proved, head: Head) -> Step<Run> {
    let mut lines = lines(db, head.row)?;
    load_blocks(db, proved, head.row, &mut lines)?;
    load_given(db, head.row, &mut lines)?;
    Ok(Run {
        marks: marks(db, head.row)?,
        id: head.run,
        request_id: head.request_id,
        holder: head.holder,
        reserved_at: time(head.reserved_at)?,
        at: time(head.at)?,
        at_is_explicit: head.at_is_explicit,
        spec: head.spec,
        lines,
        replayed: false,
    })
}

fn lines(db: &Connection<'_>, run: i64) -> Step<Vec<RunLine>> {
    let query = format!("SELECT {PRODUCT} FROM line WHERE run = ? ORDER BY line");
    let mut statement = db.prepare_cached(&query)?;
    let mut rows = statement.query([run])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let product = values::product(row, 0)?;
        lines.push(RunLine {
            product,
            blocks: Vec::new(),
            given: Vec::new(),
        });
    }
    Ok(lines)
}

fn line_of(lines: &mut [RunLine], line: i64) -> Step<&mut RunLine> {
    usize::try_from(line)
        .ok()
        .and_then(|line| lines.get_mut(line))
        .ok_or_else(|| Failure::Damaged(format!("line {line} of a run is missing")))
}

fn load_blocks(
    db: &Connection<'_>,
    proved: &mut Proved,
    run: i64,
    lines: &mut [RunLine],
) -> Step<()> {
    let mut statement = db.prepare_cached(
        "SELECT block.line, block.id, block.first, block.count, block.stamp,
                counter.scheme, counter.period, counter.split
         FROM block JOIN counter ON counter.id = block.counter WHERE block.run = ? ORDER BY block.id",
    )?;
    let mut rows = statement.query([run])?;
    let mut schemes = ByRow::new(db, proved);
    while let Some(row) = rows.next()? {
        let named = schemes.get(row.get(5)?)?;
        let (period, partition, stamp): (String, String, String) =
            (row.get(6)?, row.get(7)?, row.get(4)?);
        let slot = named
            .scheme()
            .slot_from(&period, &partition, &stamp)
            .map_err(|error| {
                Failure::Damaged(format!("a block of scheme {}: {error}", named.name()))
            })?;
        line_of(lines, row.get(0)?)?.blocks.push(Block {
            id: whole(row.get(1)?)?,
            scheme: named,
            slot,
            first: whole(row.get(2)?)?,
            count: whole(row.get(3)?)?,
        });
    }
    Ok(())
}

fn load_given(db: &Connection<'_>, run: i64, lines: &mut [RunLine]) -> Step<()> {
    let mut statement =
        db.prepare_cached("SELECT line, id, serial FROM given WHERE run = ? ORDER BY id")?;
    let mut rows = statement.query([run])?;
    while let Some(row) = rows.next()? {
        let unit = GivenUnit {
            id: whole(row.get(1)?)?,
            serial: row.get(2)?,
        };
        line_of(lines, row.get(0)?)?.given.push(unit);
    }
    Ok(())
}

/// The columns of a mark, in the order of [`read_mark`].
pub(super) const MARK: &str =
    "at, who, kind, block, number, given, reason, labels, pages, stock, next_place, output";

/// A mark from its columns.
pub(super) fn read_mark(row: &Row) -> Step<Mark> {
    let number =
        |at: usize| -> Step<Option<u64>> { row.get::<Option<i64>>(at)?.map(whole).transpose() };
    let text =
        |at: usize| -> Step<String> { Ok(row.get::<Option<String>>(at)?.unwrap_or_default()) };
    let printing = match number(7)? {
        None => None,
        Some(labels) => Some(Printing {
            labels,
            pages: number(8)?.unwrap_or_default(),
            stock: text(9)?,
            next_place: number(10)?
                .and_then(|place| place.try_into().ok())
                .unwrap_or_default(),
            output: text(11)?,
        }),
    };
    let unit = match (number(3)?, number(4)?, number(5)?) {
        (Some(block), Some(number), _) => Some(UnitKey::Numbered { block, number }),
        (_, _, Some(id)) => Some(UnitKey::Given { id }),
        _ => None,
    };
    let kind: String = row.get(2)?;
    let what = match (kind.as_str(), printing) {
        ("allocated", None) => MarkKind::Allocated,
        // Its number of labels is that of the units.
        ("given-back", Some(Printing { labels: units, .. })) => MarkKind::GivenBack {
            units,
            reason: text(6)?,
        },
        ("printed", Some(printing)) => MarkKind::Printed(printing),
        ("reprinted", printing) => MarkKind::Reprinted {
            unit,
            reason: text(6)?,
            printing,
        },
        _ => return Err(Failure::Damaged(format!("a mark of kind `{kind}`"))),
    };
    Ok(Mark {
        at: time(row.get(0)?)?,
        by: row.get(1)?,
        what,
    })
}

fn marks(db: &Connection<'_>, run: i64) -> Step<Vec<Mark>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {MARK} FROM mark WHERE run = ? ORDER BY id"
    ))?;
    let mut rows = statement.query([run])?;
    let mut marks = Vec::new();
    while let Some(row) = rows.next()? {
        marks.push(read_mark(row)?);
    }
    Ok(marks)
}

/// Records a mark, on the chain of the run's first counter; on the ledger's own if it has none.
///
/// When this is tried `again` after an answer that was lost, the same mark is not recorded twice.
pub(super) fn mark(db: &Connection<'_>, run: &RunId, mark: &Mark, again: bool) -> Step<RunState> {
    let row = by_id(db, run)?.row;
    if again && marks(db, row)?.contains(mark) {
        return state(db, row);
    }
    let chain: Option<i64> = db
        .prepare_cached("SELECT counter FROM block WHERE run = ? ORDER BY id LIMIT 1")?
        .query_row([row], |row| row.get(0))
        .optional()?;
    let chain = chain.map(whole).transpose()?.unwrap_or(LEDGER_CHAIN);
    // The chain is held before what decides the event is read.
    let mut end = events::End::locked(db, chain)?;
    let printed = db
        .prepare_cached("SELECT 1 FROM mark WHERE run = ? AND kind = 'printed'")?
        .exists([row])?;
    let what = match &mark.what {
        MarkKind::Printed(printing) if printed => MarkKind::Reprinted {
            unit: None,
            reason: "the same request again".to_owned(),
            printing: Some(printing.clone()),
        },
        MarkKind::Reprinted {
            unit: Some(unit), ..
        } if !belongs(db, row, *unit)? => {
            return Err(LedgerErrorKind::UnknownUnit { run: run.clone() }.into());
        }
        what => what.clone(),
    };
    let (kind, at) = (chain::mark_name(&what), mark.at.as_microsecond());
    let body = chain::mark_body(run.as_str(), &mark.by, &what);
    end.append(db, at, kind, Some(row), &body)?;
    end.store(db)?;
    let event = end.events;

    db.prepare_cached(
        "INSERT INTO mark (run, at, who, kind, block, number, given, reason, labels, pages, stock,
                           next_place, output, chain, event)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(
        params![row, at, mark.by, kind]
            .into_iter()
            .chain(told(&what)?)
            .chain(params![sql(chain)?, sql(event)?])
            .collect::<Vec<_>>(),
    )?;
    state(db, row)
}

/// What the columns of a mark say from `block` on, in the order of [`MARK`].
pub(super) fn told(what: &MarkKind) -> Step<Vec<Value>> {
    let (unit, reason, printing) = match what {
        MarkKind::Allocated => (None, None, None),
        MarkKind::GivenBack { reason, .. } => (None, Some(reason), None),
        MarkKind::Printed(printing) => (None, None, Some(printing)),
        MarkKind::Reprinted {
            unit,
            reason,
            printing,
        } => (*unit, Some(reason), printing.as_ref()),
    };
    let (block, number, given) = match unit {
        None => (None, None, None),
        Some(UnitKey::Numbered { block, number }) => (Some(sql(block)?), Some(sql(number)?), None),
        Some(UnitKey::Given { id }) => (None, None, Some(sql(id)?)),
    };
    let labels = match what {
        MarkKind::GivenBack { units, .. } => Some(sql(*units)?),
        _ => printing.map(|printing| sql(printing.labels)).transpose()?,
    };
    let pages = printing.map(|printing| sql(printing.pages)).transpose()?;
    Ok(params![
        block,
        number,
        given,
        reason,
        labels,
        pages,
        printing.map(|printing| &printing.stock),
        printing.map(|printing| printing.next_place),
        printing.map(|printing| &printing.output),
    ])
}

/// Whether a unit is one of the run's.
fn belongs(db: &Connection<'_>, run: i64, unit: UnitKey) -> Step<bool> {
    Ok(match unit {
        UnitKey::Numbered { block, number } => db
            .prepare_cached(
                "SELECT 1 FROM block WHERE id = ?1 AND run = ?2 AND first <= ?3 AND ?3 - first < count",
            )?
            .exists(params![sql(block)?, run, sql(number)?])?,
        UnitKey::Given { id } => db
            .prepare_cached("SELECT 1 FROM given WHERE id = ? AND run = ?")?
            .exists(params![sql(id)?, run])?,
    })
}

/// The state of a run.
pub(super) fn state(db: &Connection<'_>, run: i64) -> Step<RunState> {
    let kinds: Vec<String> = db
        .prepare_cached("SELECT DISTINCT kind FROM mark WHERE run = ?")?
        .query_map([run], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(state_of(&kinds))
}

/// The state of a run with marks of these kinds.
pub(super) fn state_of(kinds: &[String]) -> RunState {
    let told = |kind: &str| kinds.iter().any(|told| told == kind);
    if told("printed") {
        RunState::Printed
    } else if told("allocated") {
        RunState::Allocated
    } else {
        RunState::Reserved
    }
}

/// The newest runs first.
pub(super) fn list(
    db: &Connection<'_>,
    wanted: Option<RunState>,
    limit: usize,
) -> Step<Vec<RunSummary>> {
    let query = format!("SELECT {} FROM run ORDER BY id DESC", Head::COLUMNS);
    let mut statement = db.prepare_cached(&query)?;
    let mut rows = statement.query(params![])?;
    let mut list = Vec::new();
    while list.len() < limit {
        let Some(row) = rows.next()? else { break };
        let head = Head::read(row)?;
        let state = state(db, head.row)?;
        if wanted.is_none_or(|wanted| wanted == state) {
            list.push(RunSummary {
                id: head.run,
                request_id: head.request_id,
                holder: head.holder,
                reserved_at: time(head.reserved_at)?,
                units: head.units,
                state,
            });
        }
    }
    Ok(list)
}

/// The counters that a serial may come from under this scheme, and its number there.
fn numbered(
    db: &Connection<'_>,
    scheme: &Registered,
    gtin: Option<&Gtin>,
    serial: &str,
) -> Step<Vec<(i64, Reading)>> {
    let products: Vec<String> = match gtin {
        Some(gtin) => vec![gtin.as_str().to_owned()],
        None if scheme.named.scheme().needs_key() => db
            .prepare_cached("SELECT DISTINCT gtin FROM counter WHERE scheme = ?")?
            .query_map([scheme.id], |row| row.get(0))?
            .collect::<Result<_, _>>()?,
        None => vec![String::new()],
    };
    let mut found: Vec<(i64, Reading)> = Vec::new();
    for product in products {
        let Some(reading) = scheme.read(serial, &product)? else {
            continue;
        };
        let (period, partition) = (reading.slot.period().to_string(), reading.slot.partition());
        let counters: Vec<i64> = db
            .prepare_cached("SELECT id FROM counter WHERE scheme = ? AND split = ? AND period = ?")?
            .query_map(params![scheme.id, partition.as_str(), period], |row| {
                row.get(0)
            })?
            .collect::<Result<_, _>>()?;
        for counter in counters {
            if found.iter().all(|(other, _)| *other != counter) {
                found.push((counter, reading.clone()));
            }
        }
    }
    Ok(found)
}

/// The units with this serial.
pub(super) fn find_unit(
    db: &Connection<'_>,
    proved: &mut Proved,
    gtin: Option<&Gtin>,
    serial: &str,
) -> Step<Vec<Unit>> {
    let mut units = Vec::new();
    let mut locked = None;
    for scheme in schemes::all(db, proved)? {
        let found = numbered(db, &scheme, gtin, serial).or_else(|failure| {
            // Another scheme may have written it: no two write one serial.
            locked = Some(failure.missing_key()?);
            Ok::<_, Failure>(Vec::new())
        })?;
        for (counter, reading) in found {
            let Some(holder) = given::block_of(db, whole(counter)?, reading.number)? else {
                continue;
            };
            if holder.stamp == reading.slot.stamp().as_str() {
                let key = UnitKey::Numbered {
                    block: whole(holder.block)?,
                    number: reading.number,
                };
                let name = Some(scheme.named.name().to_owned());
                units.push(unit(db, key, "block", holder.block, serial, name)?);
            }
        }
    }
    let given: Vec<i64> = db
        .prepare_cached("SELECT id FROM given WHERE serial = ?")?
        .query_map([serial], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in given {
        units.push(unit(
            db,
            UnitKey::Given { id: whole(id)? },
            "given",
            id,
            serial,
            None,
        )?);
    }
    if gtin.is_some() {
        // What was issued without a product contradicts none; where one is named, its own unit is the one that is meant.
        let named = units.iter().any(|unit| unit.product.gtin.as_ref() == gtin);
        units.retain(|unit| match &unit.product.gtin {
            None => !named,
            own => own.as_ref() == gtin,
        });
    }
    match locked {
        Some(error) if units.is_empty() => Err(Failure::Rule(error)),
        _ => Ok(units),
    }
}

/// The unit of a row of `block` or `given`.
fn unit(
    db: &Connection<'_>,
    key: UnitKey,
    table: &str,
    row: i64,
    serial: &str,
    scheme: Option<String>,
) -> Step<Unit> {
    let query = format!(
        "SELECT {PRODUCT}, line.line, run.code, run.reserved_at, run.id
         FROM {table} AS unit JOIN line ON line.run = unit.run AND line.line = unit.line
              JOIN run ON run.id = unit.run WHERE unit.id = ?"
    );
    let mut statement = db.prepare_cached(&query)?;
    let mut rows = statement.query([row])?;
    let row = rows
        .next()?
        .ok_or_else(|| Failure::Damaged(format!("{table} {row} has no run")))?;
    let line: i64 = row.get(7)?;
    Ok(Unit {
        key,
        serial: serial.to_owned(),
        product: values::product(row, 0)?,
        run: values::run_id(&row.get::<String>(8)?)?,
        line: usize::try_from(line).unwrap_or_default(),
        reserved_at: time(row.get(9)?)?,
        state: state(db, row.get(10)?)?,
        scheme,
    })
}
