//! One run: all its lines in one transaction (rules 2 to 5).

use super::db::{Connection, params};
use super::events;
use super::failure::Step;
use super::schemes::{self, Registered};
use super::values::sql;
use super::{Proved, counters, given, restored, runs};
use crate::ledger::chain::{self, LEDGER_CHAIN, RunFacts, Sum};
use crate::ledger::marks;
use crate::ledger::{
    LedgerErrorKind, LedgerId, LineRequest, NamedScheme, Product, Run, RunId, RunRequest, Units,
};
use crate::serial::{Period, SerialErrorKind, Slot};
use std::collections::HashMap;

/// Reserves the run, or answers with the one that this request made before.
pub(super) fn reserve(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    request: &RunRequest,
) -> Step<Run> {
    restored::refuse(db)?;
    if let Some(before) = runs::by_request(db, &request.request_id)? {
        return if before.args_hash == request.args_hash {
            Ok(Run {
                replayed: true,
                ..runs::load(db, proved, before)?
            })
        } else {
            let (request_id, run) = (request.request_id.clone(), before.run);
            Err(LedgerErrorKind::RequestIdReused { request_id, run }.into())
        };
    }
    check(request)?;
    let code = free_code(db, ledger, &request.request_id)?;
    let facts = facts(request, &code);
    let run = insert_run(db, request, &facts)?;
    for (line, asked) in request.lines.iter().enumerate() {
        insert_line(db, run, line, &asked.product)?;
    }

    let mut work = Work {
        db,
        ledger,
        request,
        run,
        schemes: Schemes::default(),
        open: Vec::new(),
        places: HashMap::new(),
    };
    work.register(proved)?;
    work.give(proved, &facts)?;
    for (line, asked) in request.lines.iter().enumerate() {
        if let Units::Next {
            scheme,
            slot,
            count,
        } = &asked.units
        {
            work.number(line, &asked.product, scheme, slot, *count)?;
        }
    }
    work.settle(&facts)?;
    runs::load(db, proved, runs::Head::of(db, run)?)
}

/// Refuses what no ledger could reserve.
fn check(request: &RunRequest) -> Step<()> {
    if request.lines.is_empty() {
        return Err(LedgerErrorKind::NothingAsked { line: 0 }.into());
    }
    for (line, LineRequest { product, units }) in request.lines.iter().enumerate() {
        let (none, keyed) = match units {
            Units::Next { scheme, count, .. } => (
                *count == 0,
                scheme.scheme().definition().scope != crate::serial::Scope::All,
            ),
            Units::Given(serials) => (serials.is_empty(), true),
        };
        if none {
            return Err(LedgerErrorKind::NothingAsked { line }.into());
        }
        if keyed && product.gtin.is_none() {
            return Err(LedgerErrorKind::GtinMissing { line }.into());
        }
    }
    Ok(())
}

/// The run id that follows from the request, or the next one that is free.
pub(super) fn free_code(db: &Connection<'_>, ledger: &LedgerId, request_id: &str) -> Step<RunId> {
    let mut attempt = 0;
    loop {
        let code = RunId::derive(ledger, request_id, attempt);
        let taken = db
            .prepare_cached("SELECT 1 FROM run WHERE code = ?")?
            .exists([code.as_str()])?;
        if !taken {
            return Ok(code);
        }
        attempt += 1;
    }
}

fn facts<'r>(request: &'r RunRequest, code: &'r RunId) -> RunFacts<'r> {
    let units = request.lines.iter().fold(0_u64, |sum, line| {
        sum.saturating_add(match &line.units {
            Units::Next { count, .. } => *count,
            Units::Given(serials) => serials.len() as u64,
        })
    });
    RunFacts {
        id: code.as_str(),
        request_id: &request.request_id,
        args_hash: &request.args_hash,
        holder: &request.holder,
        at: request.moment().as_microsecond(),
        at_is_explicit: request.at.is_some(),
        spec: &request.spec,
        units: units.min(i64::MAX.unsigned_abs()),
    }
}

pub(super) fn insert_run(
    db: &Connection<'_>,
    request: &RunRequest,
    facts: &RunFacts<'_>,
) -> Step<i64> {
    db.prepare_cached(
        "INSERT INTO run (code, request_id, args_hash, holder, reserved_at, at, at_is_explicit, spec, units)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
    )?
    .query_row(params![
        facts.id,
        facts.request_id,
        facts.args_hash,
        facts.holder,
        request.now.as_microsecond(),
        facts.at,
        facts.at_is_explicit,
        facts.spec,
        sql(facts.units)?
    ], |row| row.get(0))
}

pub(super) fn insert_line(
    db: &Connection<'_>,
    run: i64,
    line: usize,
    product: &Product,
) -> Step<()> {
    let [gtin, sku, lot, expiry, plant, production_line, order] =
        product.fields().map(|(_, value)| value);
    db.prepare_cached("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?
        .execute(params![
            run,
            sql(line as u64)?,
            gtin,
            sku,
            lot,
            expiry,
            plant,
            production_line,
            order
        ])?;
    Ok(())
}

/// The registered schemes of a run, by the name that its lines use.
type Schemes = HashMap<String, Registered>;

/// A run on its way.
struct Work<'w> {
    db: &'w Connection<'w>,
    ledger: &'w LedgerId,
    request: &'w RunRequest,
    run: i64,
    schemes: Schemes,
    /// The counters that it moves, in the order in which it came to them.
    open: Vec<Open>,
    /// Where in `open` a counter is: scheme, scope value, partition, period.
    places: HashMap<(i64, String, String, Period), usize>,
}

/// A counter that the run moves.
struct Open {
    row: counters::Row,
    name: marks::Row,
    from: u64,
    blocks: u64,
    sum: Sum,
}

impl Work<'_> {
    /// Registers the schemes of all lines, before any foreign serial of the run is read under them.
    fn register(&mut self, proved: &mut Proved) -> Step<()> {
        for line in &self.request.lines {
            let Units::Next { scheme, .. } = &line.units else {
                continue;
            };
            if let Some(known) = self.schemes.get(scheme.name()) {
                // Two lines of one run may not mean two schemes by one name.
                if known.named.scheme().id() == scheme.scheme().id() {
                    continue;
                }
            }
            let now = self.request.now;
            let (registered, _) = schemes::register(self.db, self.ledger, proved, scheme, now)?;
            self.schemes.insert(scheme.name().to_owned(), registered);
        }
        Ok(())
    }

    /// Records the serials that the data gave.
    fn give(&mut self, proved: &mut Proved, facts: &RunFacts<'_>) -> Step<()> {
        if !self
            .request
            .lines
            .iter()
            .any(|line| matches!(line.units, Units::Given(_)))
        {
            return Ok(());
        }
        let registered = schemes::all(self.db, proved)?;
        let (mut sum, mut count) = (Sum::new("given"), 0);
        for (line, LineRequest { product, units }) in self.request.lines.iter().enumerate() {
            let (Units::Given(serials), Some(gtin)) = (units, &product.gtin) else {
                continue;
            };
            let place = given::Place {
                run: self.run,
                line,
                key: gtin.as_str(),
            };
            for serial in serials {
                let id = given::record(self.db, self.ledger, &registered, &place, serial)?;
                sum = chain::sum_given(sum, id, line as u64, place.key, serial, product);
                count += 1;
            }
        }
        let at = self.request.now.as_microsecond();
        let body = facts.given(count, sum);
        events::append(self.db, LEDGER_CHAIN, at, "given", Some(self.run), &body)?;
        Ok(())
    }

    /// Numbers one line: one block, or several where foreign serials lie between.
    fn number(
        &mut self,
        line: usize,
        product: &Product,
        scheme: &NamedScheme,
        slot: &Slot,
        count: u64,
    ) -> Step<()> {
        let Some(scheme) = self.schemes.get(scheme.name()).cloned() else {
            return Ok(());
        };
        let key = product.gtin.as_ref().map_or("", |gtin| gtin.as_str());
        let slot = if self.request.at.is_some() {
            slot.clone()
        } else {
            let RunRequest { now, max_skew, .. } = *self.request;
            counters::clocked_slot(self.db, &scheme, key, slot, now, max_skew, line)?
        };
        let own = scheme.named.scheme();
        let read_back = own
            .text(&slot, own.first())
            .and_then(|text| own.read_of(&text, key));
        let read_back = match read_back {
            Err(error) if error.kind() == SerialErrorKind::KeyMissing => {
                return Err(schemes::serial_error(scheme.named.name(), error));
            }
            other => other.ok().flatten(),
        };
        if read_back.is_none_or(|reading| reading.slot != slot) {
            let (period, partition) = (slot.period().to_string(), slot.partition().to_string());
            let scheme = scheme.named.name().to_owned();
            return Err(LedgerErrorKind::SlotMismatch {
                line,
                scheme,
                period,
                partition,
            }
            .into());
        }

        let place = self.place(&scheme, key, &slot)?;
        let Some(open) = self.open.get_mut(place) else {
            return Ok(());
        };
        let mut left = count;
        while left > 0 {
            let held = counters::next_held(self.db, open.row.id, open.row.next)?;
            // The last number of a scheme is below `i64::MAX`, see `Scheme::last`.
            let end = held.unwrap_or_else(|| own.last().saturating_add(1));
            let take = left.min(end.saturating_sub(open.row.next));
            if take > 0 {
                open.block(self.db, self.run, line, &slot, take, product)?;
                left -= take;
            } else if let Some(held) = held {
                open.row.next = held.saturating_add(1);
            } else {
                return Err(LedgerErrorKind::Exhausted {
                    line,
                    scheme: scheme.named.name().to_owned(),
                    period: slot.period().to_string(),
                    partition: slot.partition().to_string(),
                    asked: count,
                    left: count - left,
                }
                .into());
            }
        }
        Ok(())
    }

    /// Where the slot's counter is in `open`; it is read on the first visit.
    fn place(&mut self, scheme: &Registered, key: &str, slot: &Slot) -> Step<usize> {
        let name = (
            scheme.id,
            counters::scope_value(scheme, key).to_owned(),
            slot.partition().to_string(),
            slot.period(),
        );
        if let Some(place) = self.places.get(&name) {
            return Ok(*place);
        }
        let row = counters::open(self.db, self.ledger, scheme, key, slot)?;
        let from = row.next;
        let marks = self.db.marks();
        let own = scheme.named.scheme();
        marks.saw_scheme(own.id().as_bytes(), scheme.named.name(), || {
            own.definition().to_text()
        });
        self.open.push(Open {
            row,
            name: counters::row_of(scheme, key, slot),
            from,
            blocks: 0,
            sum: Sum::new("reserved"),
        });
        let place = self.open.len() - 1;
        self.places.insert(name, place);
        Ok(place)
    }

    /// Writes the moved counters and the event of each.
    fn settle(self, facts: &RunFacts<'_>) -> Step<()> {
        let at = self.request.now.as_microsecond();
        for mut open in self.open {
            let body = facts.reserved(open.from, open.row.next, open.blocks, open.sum);
            open.row
                .end
                .append(self.db, at, "reserved", Some(self.run), &body)?;
            let clocked = open.row.clocked || !facts.at_is_explicit;
            self.db
                .prepare_cached(
                    "UPDATE counter SET next = ?, clocked = ?, events = ?, head = ? WHERE id = ?",
                )?
                .execute(params![
                    sql(open.row.next)?,
                    clocked,
                    sql(open.row.end.events)?,
                    open.row.end.head,
                    sql(open.row.id)?
                ])?;
            restored::saw(self.db, open.name, &open.row);
        }
        Ok(())
    }
}

impl Open {
    /// Takes the next numbers as one block.
    fn block(
        &mut self,
        db: &Connection<'_>,
        run: i64,
        line: usize,
        slot: &Slot,
        count: u64,
        product: &Product,
    ) -> Step<()> {
        let (first, stamp) = (self.row.next, slot.stamp().as_str());
        let id: i64 = db.prepare_cached(
            "INSERT INTO block (run, line, counter, stamp, first, count) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        )?
        .query_row(params![
            run,
            sql(line as u64)?,
            sql(self.row.id)?,
            stamp,
            sql(first)?,
            sql(count)?
        ], |row| row.get(0))?;
        let id = super::values::whole(id)?;
        let sum = core::mem::replace(&mut self.sum, Sum::new(""));
        self.sum = chain::sum_block(sum, (id, count), line as u64, stamp, first, product);
        self.row.next = first.saturating_add(count);
        self.blocks += 1;
        Ok(())
    }
}
