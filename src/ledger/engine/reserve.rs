//! Runs: all lines of each in one transaction (rules 2 to 5).

use super::batch::{Batch, Planned, TOGETHER, Taken};
use super::db::{Connection, ToValue, Value, filled, params};
use super::events;
use super::failure::{Failure, Step};
use super::runs::{self, Head};
use super::schemes::{self, Registered};
use super::values::sql;
use super::{Proved, given, restored};
use crate::key::Sscc;
use crate::ledger::chain::{self, LEDGER_CHAIN, RunFacts, Sum};
use crate::ledger::{
    GivenUnit, LedgerError, LedgerErrorKind, LedgerId, LineRequest, Product, Run, RunId,
    RunRequest, Units,
};
use crate::serial::{SerialErrorKind, Slot};
use std::collections::{HashMap, HashSet};

/// What each request of a group is answered.
type Answers = Vec<Option<Result<Run, LedgerError>>>;

/// Reserves the run, or answers with the one that this request made before.
pub(super) fn reserve(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    request: &RunRequest,
) -> Step<Run> {
    let answers = answer_all(db, ledger, proved, core::slice::from_ref(request), true)?;
    let answer = answers.into_iter().next().ok_or(Failure::NoRow)?;
    answer.map_err(Failure::Rule)
}

/// Reserves all runs of a group; a request that is refused leaves the others alone.
///
/// What takes nothing but numbers of counters that are there is refused before it has written anything. A request that registers,
/// opens or gives something is written on its own, so that it can be taken back alone.
pub(super) fn reserve_all(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    requests: &[RunRequest],
) -> Step<Vec<Result<Run, LedgerError>>> {
    answer_all(db, ledger, proved, requests, false)
}

/// The same; of one that stands for itself a refusal takes the whole transaction back.
fn answer_all(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    requests: &[RunRequest],
    is_one: bool,
) -> Step<Vec<Result<Run, LedgerError>>> {
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    restored::refuse(db)?;
    // Whatever else the requests ask for: a scheme that comes with its key is read with it.
    for line in requests.iter().flat_map(|request| &request.lines) {
        if let Units::Next { scheme, .. } = &line.units {
            proved.learn(scheme.scheme());
        }
    }
    let mut group = Group {
        db,
        ledger,
        batch: Batch::new(db, ledger),
        answers: vec![None; requests.len()],
        is_one,
        codes: HashSet::new(),
        granted: HashSet::new(),
    };
    let known = group.look(requests)?;
    for (at, request) in requests.iter().enumerate() {
        let answered = match known.get(&request.request_id) {
            _ if request.request_id.trim().is_empty() => {
                Err(LedgerErrorKind::RequestIdEmpty.into())
            }
            Some(before) => replay(db, proved, request, before.clone()).map(Some),
            None => group.answer(proved, request, at),
        };
        let answer = match answered {
            Ok(None) => continue,
            Ok(Some(run)) => Ok(run),
            Err(Failure::Rule(error)) => Err(error),
            Err(failure) => return Err(failure),
        };
        group.tell(at, answer);
    }
    group.write()?;
    group
        .answers
        .into_iter()
        .map(|answer| answer.ok_or(Failure::NoRow))
        .collect()
}

/// The run that a request made before.
fn replay(
    db: &Connection<'_>,
    proved: &mut Proved,
    request: &RunRequest,
    before: Head,
) -> Step<Run> {
    if before.args_hash != request.args_hash {
        let (request_id, run) = (request.request_id.clone(), before.run);
        return Err(LedgerErrorKind::RequestIdReused { request_id, run }.into());
    }
    Ok(Run {
        replayed: true,
        ..runs::load(db, proved, before)?
    })
}

/// Requests that are answered in one transaction.
struct Group<'g> {
    db: &'g Connection<'g>,
    ledger: &'g LedgerId,
    batch: Batch<'g>,
    answers: Answers,
    is_one: bool,
    /// Run ids that are not free.
    codes: HashSet<RunId>,
    /// Request ids that were granted.
    granted: HashSet<&'g str>,
}

impl<'g> Group<'g> {
    /// The runs that these requests made before, by request id, and which of the run ids are taken. Asked at once with it: which
    /// schemes they mean, and where the counters stand, which are locked.
    fn look(&mut self, requests: &[RunRequest]) -> Step<HashMap<String, Head>> {
        let places = requests.len().next_power_of_two();
        let mut values = Vec::with_capacity(2 * places);
        for request in filled(requests, places) {
            values.push(Value::Text(request.request_id.clone()));
        }
        for request in filled(requests, places) {
            let code = RunId::derive(self.ledger, &request.request_id, 0);
            values.push(Value::Text(code.as_str().to_owned()));
        }
        let marks = vec!["?"; places].join(", ");
        let runs = runs::question(&format!("request_id IN ({marks}) OR code IN ({marks})"));

        let lines = requests.iter().flat_map(|request| &request.lines);
        let mut names: Vec<String> = lines
            .filter_map(|line| match &line.units {
                Units::Next { scheme, .. } => Some(scheme.name().to_owned()),
                Units::Given(_) => None,
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        let schemes = schemes::names_question(&names);

        let mut asked: Vec<(&str, &[Value])> = vec![(&runs, &values)];
        let counters = self.batch.wanted(requests);
        let mut counters = counters.chunks(TOGETHER);
        let locks = counters.next().map(|some| self.batch.lock_question(some));
        if let Some(locks) = &locks {
            for (question, values) in [&schemes, locks] {
                asked.push((question, values));
            }
        }
        let mut answers = self.db.rows_of_each(&asked)?.into_iter();
        let mut known = HashMap::new();
        for row in answers.next().unwrap_or_default() {
            let head = Head::read(&row)?;
            self.codes.insert(head.run.clone());
            known.insert(head.request_id.clone(), head);
        }
        let found = answers.next().unwrap_or_default();
        let found = found.iter().map(schemes::stored).collect::<Step<_>>()?;
        self.batch.learn_named(names, found);
        self.batch.locked(&answers.next().unwrap_or_default())?;
        for more in counters {
            self.batch.lock_some(more)?;
        }
        Ok(known)
    }

    /// Answers a new request, or plans it and gives none yet.
    fn answer(
        &mut self,
        proved: &mut Proved,
        request: &'g RunRequest,
        at: usize,
    ) -> Step<Option<Run>> {
        if self.granted.contains(request.request_id.as_str()) {
            // The group has it twice.
            self.write()?;
            let before = runs::by_request(self.db, &request.request_id)?.ok_or(Failure::NoRow)?;
            return replay(self.db, proved, request, before).map(Some);
        }
        check(request)?;
        let code = self.code(&request.request_id)?;
        if !self.batch.is_plain(request)? {
            return self.alone(proved, request, at, code);
        }
        let taken = self.batch.take(request)?;
        self.codes.insert(code.clone());
        self.granted.insert(&request.request_id);
        self.batch.plan(Planned {
            request,
            answer: at,
            code,
            run: None,
            given: Vec::new(),
            taken,
        });
        Ok(None)
    }

    /// The run id that follows from the request, or the next one that is free.
    fn code(&self, request_id: &str) -> Step<RunId> {
        let code = RunId::derive(self.ledger, request_id, 0);
        if self.codes.contains(&code) {
            free_code(self.db, self.ledger, request_id, &self.codes)
        } else {
            Ok(code)
        }
    }

    /// Answers a request that writes before it is known to be granted.
    fn alone(
        &mut self,
        proved: &mut Proved,
        request: &'g RunRequest,
        at: usize,
        code: RunId,
    ) -> Step<Option<Run>> {
        self.write()?;
        self.batch.forget();
        if self.is_one {
            // Its refusal takes the whole transaction back.
            return self.begin(proved, request, at, code).map(Some);
        }
        self.db.batch("SAVEPOINT request")?;
        let level = self.db.marks().level();
        let done = self.begin(proved, request, at, code);
        match &done {
            Ok(_) => {}
            Err(Failure::Rule(_)) => {
                self.db.batch("ROLLBACK TO request")?;
                self.db.marks().back_to(level);
                self.batch.forget();
            }
            // It takes back the whole transaction, and says why.
            Err(_) => return done.map(Some),
        }
        self.db.batch("RELEASE request")?;
        done.map(Some)
    }

    /// Writes the run, registers the schemes of all lines before any foreign serial is read under them, and takes the numbers.
    fn begin(
        &mut self,
        proved: &mut Proved,
        request: &'g RunRequest,
        at: usize,
        code: RunId,
    ) -> Step<Run> {
        let facts = facts(request, &code);
        let run = insert_run(self.db, request, &facts)?;
        for (line, asked) in request.lines.iter().enumerate() {
            insert_line(self.db, run, line, &asked.product)?;
        }
        for line in &request.lines {
            if let Units::Next { scheme, .. } = &line.units
                && self.batch.registered(scheme)?.is_none()
            {
                let now = request.now;
                let (new, _) = schemes::register(self.db, self.ledger, proved, scheme, now)?;
                self.batch.learn(scheme, new);
            }
        }
        let given = self.give(proved, request, run, &facts)?;
        self.batch.lock_all(core::slice::from_ref(request))?;
        let taken: Taken = self.batch.take(request)?;
        self.codes.insert(code.clone());
        self.batch.plan(Planned {
            request,
            answer: at,
            code,
            run: Some(Value::Whole(run)),
            given,
            taken,
        });
        let mut written = self.batch.write()?;
        self.granted.insert(&request.request_id);
        written.pop().map(|(_, run)| run).ok_or(Failure::NoRow)
    }

    /// Records the serials that the data gave.
    fn give(
        &self,
        proved: &mut Proved,
        request: &RunRequest,
        run: i64,
        facts: &RunFacts<'_>,
    ) -> Step<Vec<(usize, GivenUnit)>> {
        let mut units = Vec::new();
        let is_given = |line: &LineRequest| matches!(line.units, Units::Given(_));
        if !request.lines.iter().any(is_given) {
            return Ok(units);
        }
        let registered = schemes::all(self.db, proved)?;
        let mut sum = Sum::new("given");
        for (line, asked) in request.lines.iter().enumerate() {
            let (Units::Given(serials), Some(key)) = (&asked.units, key_of(asked)) else {
                continue;
            };
            let place = given::Place { run, line, key };
            for serial in serials {
                let id = given::record(self.db, self.ledger, &registered, &place, serial)?;
                sum = chain::sum_given(sum, id, line as u64, key, serial, &asked.product);
                let serial = serial.clone();
                units.push((line, GivenUnit { id, serial }));
            }
        }
        let at = request.now.as_microsecond();
        let body = facts.given(units.len() as u64, sum);
        events::append(self.db, LEDGER_CHAIN, at, "given", Some(run), &body)?;
        Ok(units)
    }

    /// Writes what is planned, and answers it.
    fn write(&mut self) -> Step<()> {
        for (at, run) in self.batch.write()? {
            self.tell(at, Ok(run));
        }
        Ok(())
    }

    fn tell(&mut self, at: usize, answer: Result<Run, LedgerError>) {
        if let Some(place) = self.answers.get_mut(at) {
            *place = Some(answer);
        }
    }
}

/// What given serials are unique with: the GTIN, or AI 00 where all of them are SSCCs.
fn key_of(line: &LineRequest) -> Option<&str> {
    let is_sscc = |serial: &String| Sscc::parse(serial).is_ok_and(|sscc| sscc.as_str() == serial);
    match (&line.product.gtin, &line.units) {
        (Some(gtin), _) => Some(gtin.as_str()),
        (None, Units::Given(serials)) if serials.iter().all(is_sscc) => Some("00"),
        _ => None,
    }
}

/// Refuses what no ledger could reserve.
fn check(request: &RunRequest) -> Step<()> {
    if request.lines.is_empty() {
        return Err(LedgerErrorKind::NothingAsked { line: 0 }.into());
    }
    for (line, asked) in request.lines.iter().enumerate() {
        let (none, keyed) = match &asked.units {
            Units::Next { scheme, count, .. } => (
                *count == 0,
                scheme.scheme().definition().scope != crate::serial::Scope::All,
            ),
            Units::Given(serials) => (serials.is_empty(), true),
        };
        if none {
            return Err(LedgerErrorKind::NothingAsked { line }.into());
        }
        if keyed && key_of(asked).is_none() {
            return Err(LedgerErrorKind::GtinMissing { line }.into());
        }
    }
    Ok(())
}

/// Refuses a slot that the scheme did not make, and a scheme whose key is missing.
pub(super) fn serial_slot(scheme: &Registered, key: &str, slot: &Slot, line: usize) -> Step<()> {
    let own = scheme.named.scheme();
    let read_back = own
        .text(slot, own.first())
        .and_then(|text| own.read_of(&text, key));
    let read_back = match read_back {
        Err(error) if error.kind() == SerialErrorKind::KeyMissing => {
            return Err(schemes::serial_error(scheme.named.name(), error));
        }
        other => other.ok().flatten(),
    };
    if read_back.is_none_or(|reading| reading.slot != *slot) {
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
    Ok(())
}

/// The run id that follows from the request, or the next one that is free and none of `others`.
pub(super) fn free_code(
    db: &Connection<'_>,
    ledger: &LedgerId,
    request_id: &str,
    others: &HashSet<RunId>,
) -> Step<RunId> {
    let mut attempt = 0;
    loop {
        let code = RunId::derive(ledger, request_id, attempt);
        let taken = db
            .prepare_cached("SELECT 1 FROM run WHERE code = ?")?
            .exists([code.as_str()])?;
        if !taken && !others.contains(&code) {
            return Ok(code);
        }
        attempt += 1;
    }
}

pub(super) fn facts<'r>(request: &'r RunRequest, code: &'r RunId) -> RunFacts<'r> {
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
    db.prepare_cached("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?
        .execute(line_row(run, line, product)?)?;
    Ok(())
}

/// A row of the table `line`, in the order of its columns.
pub(super) fn line_row(run: impl ToValue, line: usize, product: &Product) -> Step<Vec<Value>> {
    let [gtin, sku, lot, expiry, plant, production_line, order] =
        product.fields().map(|(_, value)| value);
    Ok(params![
        run,
        sql(line as u64)?,
        gtin,
        sku,
        lot,
        expiry,
        plant,
        production_line,
        order
    ])
}
