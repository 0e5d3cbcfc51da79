//! Requests that are answered together: numbered in memory under the locks of their counters, and written with few statements,
//! however many they are.

use super::db::{Connection, Kind, Row, Value, filled, params};
use super::failure::{Failure, Step};
use super::reserve::{facts, line_row, serial_slot};
use super::schemes::{self, Registered, Stored};
use super::values::{hash, sql, time, whole};
use super::{counters, restored};
use crate::ledger::chain::{self, Sum};
use crate::ledger::marks::Row as Name;
use crate::ledger::{
    Block, GivenUnit, LedgerErrorKind, LedgerId, LineRequest, NamedScheme, Run, RunId, RunLine,
    RunRequest, Units,
};
use crate::serial::{Period, Slot};
use std::collections::{HashMap, HashSet};

/// How many counters one question asks for.
pub(super) const TOGETHER: usize = 64;

/// Requests on their way.
pub(super) struct Batch<'b> {
    db: &'b Connection<'b>,
    ledger: &'b LedgerId,
    /// Registered schemes, by the name that requests use.
    schemes: HashMap<String, Registered>,
    /// What the ledger has under the names that were asked for together.
    named: HashMap<String, Option<Stored>>,
    /// Counters that are locked, as the planned requests leave them.
    open: Vec<Open>,
    places: HashMap<Name, usize>,
    /// The newest period that the clock has numbered, by counters' names without their period.
    newest: HashMap<Name, Option<Period>>,
    planned: Vec<Planned<'b>>,
}

/// A counter that may move.
struct Open {
    row: counters::Row,
    name: Name,
    held: Foreign,
    is_moved: bool,
    /// The clock had numbered it before.
    was_clocked: bool,
}

/// The next number of a counter that a foreign serial has.
#[derive(Clone, Copy)]
enum Foreign {
    /// It has to be asked for.
    Unknown,
    At(u64),
    None,
}

impl From<Option<u64>> for Foreign {
    fn from(held: Option<u64>) -> Self {
        held.map_or(Self::None, Self::At)
    }
}

/// A request whose numbers are taken and not yet written.
pub(super) struct Planned<'b> {
    pub(super) request: &'b RunRequest,
    /// Where its answer goes.
    pub(super) answer: usize,
    pub(super) code: RunId,
    /// Its row, where that is written already.
    pub(super) run: Option<Value>,
    /// The serials that the data gave, by line.
    pub(super) given: Vec<(usize, GivenUnit)>,
    pub(super) taken: Taken,
}

/// Numbers that a request took.
#[derive(Default)]
pub(super) struct Taken {
    blocks: Vec<Numbers>,
    /// The counters that it moved, in the order in which it came to them, and where each one stood.
    visits: Vec<(usize, u64)>,
}

/// Consecutive numbers of one counter, for one line.
struct Numbers {
    line: usize,
    place: usize,
    scheme: NamedScheme,
    slot: Slot,
    first: u64,
    count: u64,
}

/// A counter's name without its period.
fn all_periods(name: &Name) -> Name {
    Name {
        period: String::new(),
        ..name.clone()
    }
}

impl<'b> Batch<'b> {
    pub(super) fn new(db: &'b Connection<'b>, ledger: &'b LedgerId) -> Self {
        Self {
            db,
            ledger,
            schemes: HashMap::new(),
            named: HashMap::new(),
            open: Vec::new(),
            places: HashMap::new(),
            newest: HashMap::new(),
            planned: Vec::new(),
        }
    }

    /// The registered scheme that a line means, if it is registered.
    pub(super) fn registered(&mut self, wanted: &NamedScheme) -> Step<Option<Registered>> {
        // Two lines may not mean two schemes by one name.
        if let Some(known) = self.schemes.get(wanted.name())
            && known.named.scheme().id() == wanted.scheme().id()
        {
            return Ok(Some(known.clone()));
        }
        let found = match self.named.get(wanted.name()) {
            Some(stored) => schemes::find_named(self.db, wanted, stored.clone())?,
            None => schemes::find(self.db, wanted)?,
        };
        if let Some(found) = &found {
            self.learn(wanted, found.clone());
        }
        Ok(found)
    }

    /// Remembers what the ledger has under these names.
    pub(super) fn learn_named(&mut self, names: Vec<String>, found: Vec<Stored>) {
        self.named
            .extend(names.into_iter().map(|name| (name, None)));
        for stored in found {
            self.named.insert(stored.name().to_owned(), Some(stored));
        }
    }

    /// Remembers which registered scheme is meant by a name.
    pub(super) fn learn(&mut self, wanted: &NamedScheme, found: Registered) {
        self.schemes.insert(wanted.name().to_owned(), found);
    }

    /// Forgets what was read: a part of the transaction that wrote on its own, or was taken back, may have changed it.
    pub(super) fn forget(&mut self) {
        self.schemes.clear();
        self.named.clear();
        self.open.clear();
        self.places.clear();
        self.newest.clear();
    }

    /// Locks the counters that these requests need, as far as they are there, in one order for all writers.
    pub(super) fn lock_all(&mut self, requests: &[RunRequest]) -> Step<()> {
        for some in self.wanted(requests).chunks(TOGETHER) {
            self.lock_some(some)?;
        }
        Ok(())
    }

    /// Locks so many counters as one question asks for.
    pub(super) fn lock_some(&mut self, wanted: &[Name]) -> Step<()> {
        let (question, values) = self.lock_question(wanted);
        let rows = self.db.rows(&question, &values)?;
        self.locked(&rows)
    }

    /// The counters that these requests need and that are not locked.
    pub(super) fn wanted(&self, requests: &[RunRequest]) -> Vec<Name> {
        let mut wanted = Vec::new();
        let mut known: HashSet<Name> = self.places.keys().cloned().collect();
        for line in requests.iter().flat_map(|request| &request.lines) {
            let Units::Next { scheme, slot, .. } = &line.units else {
                continue;
            };
            let key = line.product.gtin.as_ref().map_or("", |gtin| gtin.as_str());
            let name = counters::row_of(scheme.scheme(), key, slot);
            if known.insert(name.clone()) {
                wanted.push(name);
            }
        }
        wanted
    }

    /// The question that locks these counters; [`locked`](Self::locked) reads its rows.
    pub(super) fn lock_question(&self, wanted: &[Name]) -> (String, Vec<Value>) {
        let places = wanted.len().next_power_of_two();
        let mut values = Vec::with_capacity(4 * places);
        for name in filled(wanted, places) {
            values.extend(params![name.scheme, name.gtin, name.partition, name.period]);
        }
        let one = "(counter.scheme = (SELECT id FROM scheme WHERE hash = ?)
                    AND counter.gtin = ? AND counter.split = ? AND counter.period = ?)";
        let question = format!(
            "SELECT counter.id, counter.next, counter.clocked, counter.events, counter.head,
                    (SELECT hash FROM scheme WHERE scheme.id = counter.scheme),
                    counter.gtin, counter.split, counter.period,
                    (SELECT min(number) FROM given_number
                     WHERE given_number.counter = counter.id AND given_number.number >= counter.next),
                    (SELECT max(other.period) FROM counter AS other
                     WHERE other.scheme = counter.scheme AND other.gtin = counter.gtin
                       AND other.split = counter.split AND other.clocked = 1)
             FROM counter WHERE {} ORDER BY counter.id{}",
            vec![one; places].join(" OR "),
            self.db.lock_row()
        );
        (question, values)
    }

    /// Takes note of counters that were locked.
    pub(super) fn locked(&mut self, rows: &[Row]) -> Step<()> {
        for row in rows {
            let name = Name {
                scheme: hash(&row.get::<Vec<u8>>(5)?)?,
                gtin: row.get(6)?,
                partition: row.get(7)?,
                period: row.get(8)?,
            };
            let counter = counters::Row::read(row)?;
            if self.db.marks().scanned_at(&name, counter.next).is_some() {
                // A scan stops this counter alone: who asks for it is refused in turn, and not all who ask together.
                continue;
            }
            restored::refuse_row(self.db, &name, &counter)?;
            let newest: Option<String> = row.get(10)?;
            self.newest
                .entry(all_periods(&name))
                .or_insert_with(|| newest.as_deref().and_then(Period::parse));
            let held: Option<i64> = row.get(9)?;
            self.open_at(name, counter, held.map(whole).transpose()?.into());
        }
        Ok(())
    }

    fn open_at(&mut self, name: Name, row: counters::Row, held: Foreign) -> usize {
        let place = self.open.len();
        self.places.insert(name.clone(), place);
        self.open.push(Open {
            was_clocked: row.clocked,
            row,
            name,
            held,
            is_moved: false,
        });
        place
    }

    /// Whether it takes nothing but numbers of counters that are there: then nothing is written before it is known to be granted.
    pub(super) fn is_plain(&mut self, request: &RunRequest) -> Step<bool> {
        for LineRequest { product, units } in &request.lines {
            let Units::Next { scheme, slot, .. } = units else {
                return Ok(false);
            };
            let Some(scheme) = self.registered(scheme)? else {
                return Ok(false);
            };
            let key = product.gtin.as_ref().map_or("", |gtin| gtin.as_str());
            let name = counters::row_of(scheme.named.scheme(), key, slot);
            if !self.places.contains_key(&name) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes the numbers of all lines, or none.
    pub(super) fn take(&mut self, request: &RunRequest) -> Step<Taken> {
        let mut taken = Taken::default();
        for (line, LineRequest { product, units }) in request.lines.iter().enumerate() {
            let Units::Next {
                scheme,
                slot,
                count,
            } = units
            else {
                continue;
            };
            let key = product.gtin.as_ref().map_or("", |gtin| gtin.as_str());
            let name = scheme.name().to_owned();
            let Some(scheme) = self.schemes.get(&name).cloned() else {
                return Err(Failure::Damaged(format!("scheme {name} is not registered")));
            };
            if let Err(failure) =
                self.number(request, line, (&scheme, key, slot), *count, &mut taken)
            {
                for (place, from) in taken.visits.into_iter().rev() {
                    if let Some(open) = self.open.get_mut(place) {
                        open.row.next = from;
                        open.held = Foreign::Unknown;
                    }
                }
                return Err(failure);
            }
        }
        for (place, _) in &taken.visits {
            let Some(open) = self.open.get_mut(*place) else {
                continue;
            };
            open.is_moved = true;
            if request.at.is_none() {
                open.row.clocked = true;
                let period = Period::parse(&open.name.period);
                let newest = self.newest.entry(all_periods(&open.name)).or_default();
                *newest = period.max(*newest);
            }
        }
        Ok(taken)
    }

    /// Numbers one line: one block, or several where foreign serials lie between.
    fn number(
        &mut self,
        request: &RunRequest,
        line: usize,
        (scheme, key, slot): (&Registered, &str, &Slot),
        count: u64,
        taken: &mut Taken,
    ) -> Step<()> {
        let slot = self.slot(request, line, scheme, key, slot)?;
        serial_slot(scheme, key, &slot, line)?;
        let place = self.place(scheme, key, &slot)?;
        let Some(open) = self.open.get_mut(place) else {
            return Ok(());
        };
        if taken.visits.iter().all(|(own, _)| *own != place) {
            taken.visits.push((place, open.row.next));
        }
        let own = scheme.named.scheme();
        let mut left = count;
        while left > 0 {
            let held = match open.held {
                Foreign::None => None,
                Foreign::At(held) if held >= open.row.next => Some(held),
                _ => counters::next_held(self.db, open.row.id, open.row.next)?,
            };
            open.held = held.into();
            // The last number of a scheme is below `i64::MAX`, see `Scheme::last`.
            let end = held.unwrap_or_else(|| own.last().saturating_add(1));
            let take = left.min(end.saturating_sub(open.row.next));
            if take > 0 {
                taken.blocks.push(Numbers {
                    line,
                    place,
                    scheme: scheme.named.clone(),
                    slot: slot.clone(),
                    first: open.row.next,
                    count: take,
                });
                open.row.next = open.row.next.saturating_add(take);
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

    /// The slot that is numbered (rule 3): the one that was asked for, or the newest one where the clock stepped back a little.
    fn slot(
        &mut self,
        request: &RunRequest,
        line: usize,
        scheme: &Registered,
        key: &str,
        slot: &Slot,
    ) -> Step<Slot> {
        if request.at.is_some() {
            return Ok(slot.clone());
        }
        let name = all_periods(&counters::row_of(scheme.named.scheme(), key, slot));
        let newest = match self.newest.get(&name) {
            Some(newest) => *newest,
            None => {
                let newest = counters::newest_clocked(self.db, scheme, key, slot)?;
                self.newest.insert(name, newest);
                newest
            }
        };
        counters::clocked_slot(scheme, slot, newest, request, line)
    }

    /// Where the slot's counter is in `open`; it is locked on the first visit, and made where it is not there.
    fn place(&mut self, scheme: &Registered, key: &str, slot: &Slot) -> Step<usize> {
        let name = counters::row_of(scheme.named.scheme(), key, slot);
        if let Some(place) = self.places.get(&name) {
            return Ok(*place);
        }
        let row = counters::open(self.db, self.ledger, scheme, key, slot)?;
        Ok(self.open_at(name, row, Foreign::Unknown))
    }

    /// A request is granted; it is written with the others.
    pub(super) fn plan(&mut self, planned: Planned<'b>) {
        self.planned.push(planned);
    }

    /// Writes what is planned, and gives each answer with its place.
    pub(super) fn write(&mut self) -> Step<Vec<(usize, Run)>> {
        let mut planned = core::mem::take(&mut self.planned);
        if planned.is_empty() {
            return Ok(Vec::new());
        }
        self.write_runs(&mut planned)?;
        let ids = self.write_blocks(&planned)?;
        self.write_events(&planned, &ids)?;
        self.write_counters()?;
        let mut ids = ids.into_iter();
        planned
            .into_iter()
            .map(|planned| Ok((planned.answer, run(planned, &mut ids)?)))
            .collect()
    }

    fn write_runs(&self, planned: &mut [Planned<'_>]) -> Step<()> {
        let mut rows = Vec::new();
        for planned in planned.iter().filter(|planned| planned.run.is_none()) {
            let facts = facts(planned.request, &planned.code);
            rows.push(params![
                facts.id,
                facts.request_id,
                facts.args_hash,
                facts.holder,
                planned.request.now.as_microsecond(),
                facts.at,
                facts.at_is_explicit,
                facts.spec,
                sql(facts.units)?
            ]);
        }
        let runs = self.db.insert_runs(&RUN, rows)?;
        let mut lines = Vec::new();
        let new = planned.iter_mut().filter(|planned| planned.run.is_none());
        for (planned, run) in new.zip(runs) {
            for (line, asked) in planned.request.lines.iter().enumerate() {
                lines.push(line_row(&run, line, &asked.product)?);
            }
            planned.run = Some(run);
        }
        self.db.insert_later("line", &LINE, lines)
    }

    /// Writes the blocks and gives their ids in their order.
    fn write_blocks(&self, planned: &[Planned<'_>]) -> Step<Vec<u64>> {
        let mut rows = Vec::new();
        let mut places = HashMap::new();
        for planned in planned {
            for numbers in &planned.taken.blocks {
                let open = self.open.get(numbers.place).ok_or(Failure::NoRow)?;
                places.insert((sql(open.row.id)?, sql(numbers.first)?), rows.len());
                rows.push(params![
                    planned.run,
                    sql(numbers.line as u64)?,
                    sql(open.row.id)?,
                    numbers.slot.stamp().as_str(),
                    sql(numbers.first)?,
                    sql(numbers.count)?
                ]);
            }
        }
        let mut ids = vec![0; rows.len()];
        for row in self
            .db
            .insert("block", &BLOCK, rows, "id, counter, first")?
        {
            let place = places.get(&(row.get(1)?, row.get(2)?)).copied();
            let place = place.and_then(|place| ids.get_mut(place));
            *place.ok_or(Failure::NoRow)? = whole(row.get(0)?)?;
        }
        Ok(ids)
    }

    /// Writes an event for each counter that each request moved.
    fn write_events(&mut self, planned: &[Planned<'_>], ids: &[u64]) -> Step<()> {
        let mut rows = Vec::new();
        let mut ids = ids.iter();
        for planned in planned {
            let request = planned.request;
            let (facts, at) = (facts(request, &planned.code), request.now.as_microsecond());
            let ids: Vec<u64> = ids
                .by_ref()
                .take(planned.taken.blocks.len())
                .copied()
                .collect();
            for (place, from) in &planned.taken.visits {
                let own = planned.taken.blocks.iter().zip(&ids);
                let (mut sum, mut blocks, mut to) = (Sum::new("reserved"), 0, *from);
                for (numbers, id) in own.filter(|(numbers, _)| numbers.place == *place) {
                    let product = &request
                        .lines
                        .get(numbers.line)
                        .ok_or(Failure::NoRow)?
                        .product;
                    let (line, stamp) = (numbers.line as u64, numbers.slot.stamp().as_str());
                    sum = chain::sum_block(
                        sum,
                        (*id, numbers.count),
                        line,
                        stamp,
                        numbers.first,
                        product,
                    );
                    blocks += 1;
                    to = numbers.first.saturating_add(numbers.count);
                }
                let body = facts.reserved(*from, to, blocks, sum);
                let open = self.open.get_mut(*place).ok_or(Failure::NoRow)?;
                let row = open.row.end.next(at, "reserved", &planned.run, &body)?;
                rows.push(row);
            }
        }
        self.db.insert_later("event", &super::events::EVENT, rows)
    }

    fn write_counters(&mut self) -> Step<()> {
        let mut schemes: HashMap<[u8; 32], &Registered> = HashMap::new();
        for scheme in self.schemes.values() {
            schemes.insert(*scheme.named.scheme().id().as_bytes(), scheme);
        }
        for open in self.open.iter_mut().filter(|open| open.is_moved) {
            self.db.later(
                "UPDATE counter SET next = ?, events = ?, head = ? WHERE id = ?",
                params![
                    sql(open.row.next)?,
                    sql(open.row.end.events)?,
                    open.row.end.head,
                    sql(open.row.id)?
                ],
            )?;
            // An index of its own has those that the clock numbers, so it is written once.
            if open.row.clocked && !open.was_clocked {
                self.db.later(
                    "UPDATE counter SET clocked = 1 WHERE id = ?",
                    params![sql(open.row.id)?],
                )?;
                open.was_clocked = true;
            }
            open.is_moved = false;
            restored::saw(self.db, open.name.clone(), &open.row);
            if let Some(scheme) = schemes.get(&open.name.scheme) {
                self.db
                    .marks()
                    .saw_scheme(&open.name.scheme, scheme.named.name(), || {
                        scheme.named.scheme().definition().to_text()
                    });
            }
        }
        Ok(())
    }
}

const RUN: [(&str, Kind); 9] = [
    ("code", Kind::Text),
    ("request_id", Kind::Text),
    ("args_hash", Kind::Bytes),
    ("holder", Kind::Text),
    ("reserved_at", Kind::Whole),
    ("at", Kind::Whole),
    ("at_is_explicit", Kind::Whole),
    ("spec", Kind::Text),
    ("units", Kind::Whole),
];

const LINE: [(&str, Kind); 9] = [
    ("run", Kind::Whole),
    ("line", Kind::Whole),
    ("gtin", Kind::Text),
    ("sku", Kind::Text),
    ("lot", Kind::Text),
    ("expiry", Kind::Text),
    ("plant", Kind::Text),
    ("production_line", Kind::Text),
    ("production_order", Kind::Text),
];

const BLOCK: [(&str, Kind); 6] = [
    ("run", Kind::Whole),
    ("line", Kind::Whole),
    ("counter", Kind::Whole),
    ("stamp", Kind::Text),
    ("first", Kind::Whole),
    ("count", Kind::Whole),
];

/// The run as it would be read back.
fn run(planned: Planned<'_>, ids: &mut impl Iterator<Item = u64>) -> Step<Run> {
    let request = planned.request;
    let mut lines: Vec<RunLine> = request
        .lines
        .iter()
        .map(|line| RunLine {
            product: line.product.clone(),
            blocks: Vec::new(),
            given: Vec::new(),
        })
        .collect();
    for (numbers, id) in planned.taken.blocks.into_iter().zip(ids) {
        let line = lines.get_mut(numbers.line).ok_or(Failure::NoRow)?;
        line.blocks.push(Block {
            id,
            scheme: numbers.scheme,
            slot: numbers.slot,
            first: numbers.first,
            count: numbers.count,
        });
    }
    for (line, unit) in planned.given {
        lines.get_mut(line).ok_or(Failure::NoRow)?.given.push(unit);
    }
    Ok(Run {
        marks: Vec::new(),
        id: planned.code,
        request_id: request.request_id.clone(),
        holder: request.holder.clone(),
        // As the database keeps it, to the microsecond.
        reserved_at: time(request.now.as_microsecond())?,
        at: time(request.moment().as_microsecond())?,
        at_is_explicit: request.at.is_some(),
        spec: request.spec.clone(),
        lines,
        replayed: false,
    })
}
