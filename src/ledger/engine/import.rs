//! Foreign serials in great numbers: checked against all that was given and issued, and recorded as one run (rule 5).

use super::db::{Connection, NewGiven, Value};
use super::failure::{Failure, Step};
use super::look_up::{self, Stretch};
use super::schemes::Registered;
use super::values::{self, sql, whole};
use super::{Proved, counters, events, given, reserve, restored, runs, schemes};
use crate::ledger::chain::{self, LEDGER_CHAIN, RunFacts, Sum};
use crate::ledger::{
    ForeignSerial, ForeignSerials, Import, ImportLine, Imported, LedgerErrorKind, LedgerId, Mark,
    MarkKind, Pass, Refusal, RefusalKind, RunId, RunRequest, RunState,
};
use crate::serial::{Scheme, Slot};
use std::collections::{HashMap, HashSet};

/// Rows that are in memory at once.
const TOGETHER: usize = 4096;

/// Imports the list, or answers with what this request imported before.
pub(super) fn import(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    request: &Import,
    source: &mut dyn ForeignSerials,
) -> Step<Imported> {
    if request.request_id.trim().is_empty() {
        return Err(LedgerErrorKind::RequestIdEmpty.into());
    }
    restored::refuse(db)?;
    if let Some(before) = runs::by_request(db, &request.request_id)? {
        if before.args_hash != request.args_hash {
            let (request_id, run) = (request.request_id.clone(), before.run);
            return Err(LedgerErrorKind::RequestIdReused { request_id, run }.into());
        }
        return Ok(Imported {
            run: Some(before.run),
            recorded: before.units,
            refused: 0,
            held: 0,
            replayed: true,
        });
    }
    restored::refuse(db)?;
    let keys = keys(&request.lines)?;
    db.alone()?;
    let schemes = schemes::all(db, proved)?;
    let code = reserve::free_code(db, ledger, &request.request_id, &HashSet::new())?;
    let work = |units: u64, skip: &[u64], used: &[bool], source: &mut dyn ForeignSerials| {
        let mut work = Work::new(db, ledger, request, &schemes, &keys, &code);
        work.begin(units, used)?;
        work.read(skip, source)?;
        Ok::<_, Failure>(work)
    };

    db.batch("SAVEPOINT import")?;
    source.begin(Pass::Check)?;
    let all = vec![true; request.lines.len()];
    let checked = work(request.rows, &[], &all, source)?;
    let refused = (checked.refused.len() as u64).saturating_add(request.unread);
    let nothing = Imported {
        run: None,
        recorded: 0,
        refused,
        held: 0,
        replayed: false,
    };
    if checked.recorded == 0 || (refused > 0 && !request.is_partial) {
        drop(checked);
        db.batch("ROLLBACK TO import; RELEASE import")?;
        return Ok(nothing);
    }
    let done = if checked.recorded == request.rows && checked.used.iter().all(|used| *used) {
        checked
    } else {
        // The run's record says how many units it has and has no empty line: it is written again, now that this is known.
        let (recorded, skip, used) = (checked.recorded, checked.refused, checked.used);
        db.batch("ROLLBACK TO import")?;
        source.begin(Pass::Record)?;
        let again = work(recorded, &skip, &used, source)?;
        if again.recorded != recorded || !again.refused.is_empty() {
            let detail = format!(
                "it gave {recorded} serials when it was checked and {} now",
                again.recorded
            );
            let doing = "reading the list again";
            return Err(LedgerErrorKind::Io { doing, detail }.into());
        }
        again
    };
    let imported = Imported {
        run: Some(code.clone()),
        recorded: done.recorded,
        held: done.held,
        ..nothing
    };
    done.settle()?;
    db.batch("RELEASE import")?;
    let mark = Mark {
        at: request.now,
        by: request.holder.clone(),
        what: MarkKind::Allocated,
    };
    runs::mark(db, &code, &mark, false)?;
    Ok(imported)
}

/// What each line's serials are unique with: the GTIN, or the AI where the serial is a whole key.
fn keys(lines: &[ImportLine]) -> Step<Vec<String>> {
    let key = |(line, own): (usize, &ImportLine)| match (&own.product.gtin, own.ai.as_str()) {
        (Some(gtin), "21") => Ok(gtin.as_str().to_owned()),
        (None, "21") => Err(LedgerErrorKind::GtinMissing { line }.into()),
        (_, ai) if Scheme::carriers().any(|known| known == ai) => Ok(ai.to_owned()),
        (_, ai) => {
            let ai = ai.to_owned();
            Err(LedgerErrorKind::NotSerialised { line, ai }.into())
        }
    };
    lines.iter().enumerate().map(key).collect()
}

/// One pass over the list.
struct Work<'w> {
    db: &'w Connection<'w>,
    ledger: &'w LedgerId,
    request: &'w Import,
    schemes: &'w [Registered],
    keys: &'w [String],
    code: &'w RunId,
    /// The run's row; none before it is written.
    run: i64,
    units: u64,
    /// Where a line of the request is among those of the run.
    places: Vec<usize>,
    /// The counter that a serial would come from, by scheme, scope value and slot; none where it was never opened.
    counters: HashMap<(usize, String, Slot), Option<u64>>,
    blocks: HashMap<u64, Vec<Stretch>>,
    /// Who has a block.
    holders: HashMap<u64, (RunId, bool)>,
    /// Each recorded serial's id and row, to tell of the next one that is the same.
    rows: Vec<(i64, u64)>,
    sum: Sum,
    recorded: u64,
    held: u64,
    used: Vec<bool>,
    /// The places in the list of what was refused.
    refused: Vec<u64>,
}

/// A number that a foreign serial is.
struct Number {
    scheme: usize,
    slot: Slot,
    value: u64,
}

impl<'w> Work<'w> {
    fn new(
        db: &'w Connection<'w>,
        ledger: &'w LedgerId,
        request: &'w Import,
        schemes: &'w [Registered],
        keys: &'w [String],
        code: &'w RunId,
    ) -> Self {
        Self {
            db,
            ledger,
            request,
            schemes,
            keys,
            code,
            run: 0,
            units: 0,
            places: Vec::new(),
            counters: HashMap::new(),
            blocks: HashMap::new(),
            holders: HashMap::new(),
            rows: Vec::new(),
            sum: Sum::new("given"),
            recorded: 0,
            held: 0,
            used: vec![false; request.lines.len()],
            refused: Vec::new(),
        }
    }

    fn facts(&self) -> RunFacts<'w> {
        RunFacts {
            id: self.code.as_str(),
            request_id: &self.request.request_id,
            args_hash: &self.request.args_hash,
            holder: &self.request.holder,
            at: self.request.now.as_microsecond(),
            at_is_explicit: false,
            spec: &self.request.spec,
            units: self.units,
        }
    }

    /// Writes the run and the lines that are used.
    fn begin(&mut self, units: u64, used: &[bool]) -> Step<()> {
        self.units = units;
        let request = RunRequest {
            request_id: self.request.request_id.clone(),
            args_hash: self.request.args_hash,
            holder: self.request.holder.clone(),
            now: self.request.now,
            at: None,
            max_skew: core::time::Duration::ZERO,
            spec: String::new(),
            lines: Vec::new(),
        };
        self.run = reserve::insert_run(self.db, &request, &self.facts())?;
        let mut place = 0;
        for (line, is_used) in self.request.lines.iter().zip(used) {
            self.places.push(place);
            if *is_used {
                reserve::insert_line(self.db, self.run, place, &line.product)?;
                place += 1;
            }
        }
        Ok(())
    }

    /// Reads the list to its end; what is to be skipped was told of before.
    fn read(&mut self, skip: &[u64], source: &mut dyn ForeignSerials) -> Step<()> {
        let (mut skip, mut place) = (skip.iter().copied().peekable(), 0_u64);
        let is_check = skip.peek().is_none();
        loop {
            let rows = source.read(TOGETHER)?;
            if rows.is_empty() {
                return Ok(());
            }
            let first = place;
            place += rows.len() as u64;
            let rows: Vec<(u64, ForeignSerial)> = (first..)
                .zip(rows)
                .filter(|(place, _)| skip.next_if_eq(place).is_none())
                .collect();
            let refused = self.record(&rows)?;
            if is_check {
                source.refuse(refused)?;
            }
        }
    }

    /// Records a few rows, and gives those that cannot be.
    fn record(&mut self, rows: &[(u64, ForeignSerial)]) -> Step<Vec<Refusal>> {
        let mut refused: Vec<(u64, Refusal)> = Vec::new();
        let mut new = Vec::with_capacity(rows.len());
        for (place, row) in rows {
            let Some(key) = self.keys.get(row.line) else {
                let line = row.line;
                return Err(LedgerErrorKind::NothingAsked { line }.into());
            };
            let mut numbers = self.numbers(&row.serial, key)?;
            match self.issued(&mut numbers, key)? {
                Some(kind) => refused.push((*place, refusal(row, kind))),
                None => new.push((*place, row, key.as_str(), numbers)),
            }
        }
        let asked: Vec<NewGiven<'_>> = new
            .iter()
            .map(|(_, row, key, _)| {
                let line = self.places.get(row.line).copied().unwrap_or_default();
                Ok(NewGiven {
                    line: sql(line as u64)?,
                    key,
                    serial: &row.serial,
                })
            })
            .collect::<Step<_>>()?;
        let ids = self.db.add_given(self.run, &asked)?;
        let mut recorded = Vec::with_capacity(new.len());
        let mut holds = Vec::new();
        let mut clashes = Vec::new();
        for ((place, row, key, numbers), id) in new.into_iter().zip(ids) {
            let Some(id) = id else {
                clashes.push((place, row, key));
                continue;
            };
            for number in &numbers {
                let counter = self.open(number, key)?;
                holds.push(vec![
                    Value::Whole(sql(counter)?),
                    Value::Whole(sql(number.value)?),
                    Value::Whole(id),
                ]);
            }
            self.held += u64::from(!numbers.is_empty());
            recorded.push((id, row, key));
        }
        self.db.append(
            "given_number",
            &["counter", "number", "given"],
            &mut holds.into_iter(),
        )?;
        // The event's sum goes by the ids.
        recorded.sort_unstable_by_key(|(id, ..)| *id);
        for (id, row, key) in recorded {
            let line = self.places.get(row.line).copied().unwrap_or_default() as u64;
            let sum = core::mem::replace(&mut self.sum, Sum::new(""));
            if let Some(own) = self.request.lines.get(row.line) {
                self.sum = chain::sum_given(sum, whole(id)?, line, key, &row.serial, &own.product);
            }
            if let Some(used) = self.used.get_mut(row.line) {
                *used = true;
            }
            self.rows.push((id, row.row));
            self.recorded += 1;
        }
        for (place, row, key) in clashes {
            let kind = self.giver(key, &row.serial)?;
            refused.push((place, refusal(row, kind)));
        }
        refused.sort_unstable_by_key(|(place, _)| *place);
        self.refused.extend(refused.iter().map(|(place, _)| *place));
        Ok(refused.into_iter().map(|(_, refusal)| refusal).collect())
    }

    /// The numbers that the schemes would write as this serial.
    fn numbers(&self, serial: &str, key: &str) -> Step<Vec<Number>> {
        let mut numbers = Vec::new();
        for (scheme, registered) in self.schemes.iter().enumerate() {
            if let Some(reading) = registered.read_given(serial, key)? {
                let (slot, value) = (reading.slot, reading.number);
                numbers.push(Number {
                    scheme,
                    slot,
                    value,
                });
            }
        }
        Ok(numbers)
    }

    /// Why a serial with these numbers cannot be a foreign one: one of them is issued. Those that a block has with another text, and
    /// that therefore need not be held, are left out.
    fn issued(&mut self, numbers: &mut Vec<Number>, key: &str) -> Step<Option<RefusalKind>> {
        let mut kept = Vec::with_capacity(numbers.len());
        for number in core::mem::take(numbers) {
            let Some(scheme) = self.schemes.get(number.scheme) else {
                continue;
            };
            let name = (
                number.scheme,
                counters::scope_value(scheme.named.scheme(), key).to_owned(),
                number.slot.clone(),
            );
            let counter = match self.counters.get(&name) {
                Some(known) => *known,
                None => {
                    let found = counters::find(self.db, scheme, key, &number.slot)?;
                    let found = found.map(|row| row.id);
                    self.counters.insert(name, found);
                    found
                }
            };
            let Some(counter) = counter else {
                kept.push(number);
                continue;
            };
            if !self.blocks.contains_key(&counter) {
                let blocks = look_up::blocks_of(self.db, sql(counter)?)?;
                self.blocks.insert(counter, blocks);
            }
            let blocks = self.blocks.get(&counter).map_or(&[][..], Vec::as_slice);
            let Some(block) = look_up::block_at(blocks, number.value) else {
                kept.push(number);
                continue;
            };
            // One number with two stamps is two texts.
            if block.stamp != number.slot.stamp().as_str() {
                continue;
            }
            let block = block.block;
            let (run, is_open) = match self.holders.get(&block) {
                Some(known) => known.clone(),
                None => {
                    let holder = given::block_of(self.db, counter, number.value)?;
                    let Some(holder) = holder else { continue };
                    let run = values::run_id(&holder.run)?;
                    let head = runs::by_id(self.db, &run)?;
                    let is_open = runs::state(self.db, head.row)? != RunState::Printed;
                    self.holders.insert(block, (run.clone(), is_open));
                    (run, is_open)
                }
            };
            let scheme = scheme.named.name().to_owned();
            return Ok(Some(if is_open {
                RefusalKind::OpenBlock { run, scheme }
            } else {
                RefusalKind::Issued { run, scheme }
            }));
        }
        *numbers = kept;
        Ok(None)
    }

    /// The counter of a number; it is made where it is not there.
    fn open(&mut self, number: &Number, key: &str) -> Step<u64> {
        let Some(scheme) = self.schemes.get(number.scheme) else {
            return Err(Failure::NoRow);
        };
        let name = (
            number.scheme,
            counters::scope_value(scheme.named.scheme(), key).to_owned(),
            number.slot.clone(),
        );
        if let Some(Some(known)) = self.counters.get(&name) {
            return Ok(*known);
        }
        let id = counters::open(self.db, self.ledger, scheme, key, &number.slot)?.id;
        self.counters.insert(name, Some(id));
        Ok(id)
    }

    /// Who gave a serial that is there already.
    fn giver(&self, key: &str, serial: &str) -> Step<RefusalKind> {
        let (id, code): (i64, String) = self
            .db
            .prepare_cached(
                "SELECT given.id, run.code FROM given JOIN run ON run.id = given.run
                 WHERE given.serial = ? AND given.key = ?",
            )?
            .query_row([serial, key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(match self.rows.binary_search_by_key(&id, |(id, _)| *id) {
            Ok(at) => {
                let row = self.rows.get(at).map_or(0, |(_, row)| *row);
                RefusalKind::Repeated { row }
            }
            Err(_) => RefusalKind::ImportedBefore {
                run: values::run_id(&code)?,
            },
        })
    }

    /// Writes the event.
    fn settle(self) -> Step<()> {
        let body = self.facts().given(self.recorded, self.sum);
        let at = self.request.now.as_microsecond();
        events::append(self.db, LEDGER_CHAIN, at, "given", Some(self.run), &body)?;
        Ok(())
    }
}

fn refusal(row: &ForeignSerial, kind: RefusalKind) -> Refusal {
    Refusal { row: row.row, kind }
}
