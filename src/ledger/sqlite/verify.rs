//! Proving that chains, records, blocks and counters agree (rule 10).

use super::failure::{Failure, Step};
use super::runs::{self, Head as RunHead, MARK};
use super::schemes::{self, Registered};
use super::values::{self, PRODUCT, sql, whole};
use super::{Proved, counters, gaps, given, open};
use crate::ledger::chain::{self, CounterKey, LEDGER_CHAIN, Sum};
use crate::ledger::heads::hex;
use crate::ledger::{
    Counter, Finding, FindingKind, Head, Heads, LedgerErrorKind, LedgerId, Product, Verification,
};
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use std::collections::{HashMap, HashSet};

/// The end of every chain.
pub(super) fn heads(
    db: &Connection,
    proved: &mut Proved,
    ledger: &LedgerId,
    now: Timestamp,
) -> Step<Heads> {
    let mut heads = vec![head(db, LEDGER_CHAIN, "ledger".to_owned())?];
    for counter in gaps::counters(db, proved)? {
        heads.push(head(db, counter.id, name(&counter))?);
    }
    Ok(Heads {
        ledger: ledger.clone(),
        taken_at: now,
        heads,
    })
}

fn head(db: &Connection, chain: u64, name: String) -> Step<Head> {
    let end = super::events::End::load(db, chain)?;
    Ok(Head {
        chain,
        events: end.events,
        hash: end.head,
        name,
    })
}

/// A counter, for people.
fn name(counter: &Counter) -> String {
    let gtin = counter
        .gtin
        .as_ref()
        .map_or(String::new(), |gtin| format!(" {gtin}"));
    format!(
        "{}{gtin} {} {}",
        counter.scheme, counter.period, counter.partition
    )
}

/// All that does not agree.
pub(super) fn verify(
    db: &Connection,
    proved: &mut Proved,
    ledger: &LedgerId,
    heads: Option<&Heads>,
) -> Step<Verification> {
    if let Some(heads) = heads.filter(|heads| heads.ledger != *ledger) {
        let detail = format!("they are of ledger {}, this is {ledger}", heads.ledger);
        return Err(LedgerErrorKind::BadHeads { detail }.into());
    }
    let mut check = Check {
        db,
        ledger,
        result: Verification::default(),
        seen: Seen::default(),
    };
    // A file that is damaged, or a row that cannot be read, is a finding like any other; what comes after it is not read.
    match check.all(proved, heads) {
        Ok(()) => {}
        Err(Failure::Damaged(detail)) => check.find(FindingKind::Database, detail),
        Err(Failure::Sql(error)) if is_damage(&error) => {
            check.find(FindingKind::Database, error.to_string());
        }
        Err(failure) => return Err(failure),
    }
    Ok(check.result)
}

fn is_damage(error: &rusqlite::Error) -> bool {
    match error.sqlite_error_code() {
        None => true,
        Some(code) => matches!(
            code,
            ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::TypeMismatch
                | ErrorCode::Unknown
        ),
    }
}

/// How many records events told of.
#[derive(Default)]
struct Seen {
    runs: HashSet<i64>,
    blocks: u64,
    given: u64,
    schemes: u64,
    marks: u64,
}

struct Check<'c> {
    db: &'c Connection,
    ledger: &'c LedgerId,
    result: Verification,
    seen: Seen,
}

/// An event as it is stored.
struct Event {
    chain: u64,
    number: u64,
    at: i64,
    kind: String,
    run: Option<i64>,
    body: String,
    hash: Vec<u8>,
}

/// The chain that is being read.
struct Reading<'c> {
    name: String,
    counter: Option<&'c Counter>,
    events: u64,
    head: [u8; 32],
    /// The counter's number after the events read so far.
    next: u64,
}

impl Check<'_> {
    fn find(&mut self, kind: FindingKind, message: String) {
        self.result.findings.push(Finding { kind, message });
    }

    fn all(&mut self, proved: &mut Proved, heads: Option<&Heads>) -> Step<()> {
        self.database()?;
        let registered = schemes::all(self.db, proved)?;
        let all_gaps = gaps::gaps(self.db, proved)?;
        self.chain(LEDGER_CHAIN, None, &registered, heads)?;
        for found in &all_gaps {
            self.chain(found.counter.id, Some(&found.counter), &registered, heads)?;
            for message in gaps::disagreements(self.db, found)? {
                let message = format!("{}: {message}", name(&found.counter));
                self.find(FindingKind::NumbersDisagree, message);
            }
        }
        self.heads_of_missing_chains(heads, all_gaps.len() as u64);
        self.unexplained(all_gaps.len() as u64)?;
        self.given_numbers(&registered)
    }

    /// The file itself, its references, and the triggers that keep what was recorded.
    fn database(&mut self) -> Step<()> {
        let complaints: Vec<String> = self
            .db
            .prepare("PRAGMA integrity_check(20)")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for complaint in complaints.into_iter().filter(|complaint| complaint != "ok") {
            self.find(FindingKind::Database, complaint);
        }
        let orphans: Vec<String> = self
            .db
            .prepare("PRAGMA foreign_key_check")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for table in orphans {
            self.find(
                FindingKind::Database,
                format!("a row of {table} refers to one that is missing"),
            );
        }
        if open::schema_of(self.db)? != open::schema_of_new()? {
            let message =
                "its tables or the triggers that protect them are not as they were made".to_owned();
            self.find(FindingKind::Database, message);
        }
        Ok(())
    }

    fn chain(
        &mut self,
        chain: u64,
        counter: Option<&Counter>,
        registered: &[Registered],
        heads: Option<&Heads>,
    ) -> Step<()> {
        let genesis = self.genesis(chain, counter, registered);
        let mut reading = Reading {
            name: counter.map_or_else(|| "ledger".to_owned(), name),
            counter,
            events: 0,
            head: genesis,
            next: counter.map_or(0, |counter| counter.first),
        };
        let wanted: HashMap<u64, [u8; 32]> = heads
            .iter()
            .flat_map(|heads| &heads.heads)
            .filter(|head| head.chain == chain)
            .map(|head| (head.events, head.hash))
            .collect();
        let mut found: HashSet<u64> = HashSet::new();
        if wanted.get(&0).is_some_and(|hash| *hash == genesis) {
            found.insert(0);
        }

        let mut statement = self.db.prepare(
            "SELECT event, at, kind, run, body, hash FROM event WHERE chain = ? ORDER BY event",
        )?;
        let mut rows = statement.query([sql(chain)?])?;
        while let Some(row) = rows.next()? {
            let event = Event {
                chain,
                number: whole(row.get(0)?)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                run: row.get(3)?,
                body: row.get(4)?,
                hash: row.get(5)?,
            };
            self.link(&mut reading, &event);
            self.record(&mut reading, &event)?;
            if wanted
                .get(&event.number)
                .is_some_and(|hash| *hash == reading.head)
            {
                found.insert(event.number);
            }
        }
        let end = super::events::End::load(self.db, chain)?;
        if (end.events, end.head) != (reading.events, reading.head) {
            let message = format!(
                "{}: {} events end in {}, the ledger says {} and {}",
                reading.name,
                reading.events,
                short(&reading.head),
                end.events,
                short(&end.head)
            );
            self.find(FindingKind::ChainLength, message);
        }
        if let Some(counter) = counter.filter(|counter| counter.next != reading.next) {
            let message = format!(
                "{}: events end before {}, the counter is at {}",
                reading.name, reading.next, counter.next
            );
            self.find(FindingKind::NumbersDisagree, message);
        }
        for events in wanted.keys().filter(|events| !found.contains(events)) {
            let message = format!(
                "{}: its event {events} is not the one that was exported; events were cut off or rewritten",
                reading.name
            );
            self.result.findings.push(Finding {
                kind: FindingKind::HeadMissing,
                message,
            });
        }
        self.result.heads += wanted.len() as u64;
        self.result.chains += 1;
        self.result.events += reading.events;
        Ok(())
    }

    fn genesis(
        &self,
        chain: u64,
        counter: Option<&Counter>,
        registered: &[Registered],
    ) -> [u8; 32] {
        let scheme = counter.and_then(|counter| {
            registered
                .iter()
                .find(|scheme| scheme.named.name() == counter.scheme)
        });
        let (Some(counter), Some(scheme)) = (counter, scheme) else {
            return chain::genesis(self.ledger, chain, None);
        };
        let id = scheme.named.scheme().id();
        let key = CounterKey {
            scheme: id.as_bytes(),
            gtin: counter.gtin.as_ref().map_or("", |gtin| gtin.as_str()),
            period: &counter.period,
            partition: &counter.partition,
        };
        chain::genesis(self.ledger, chain, Some(&key))
    }

    /// The event follows from the one before it.
    fn link(&mut self, reading: &mut Reading<'_>, event: &Event) {
        if event.number != reading.events + 1 {
            let message = format!(
                "{}: event {} comes after event {}",
                reading.name, event.number, reading.events
            );
            self.find(FindingKind::ChainLength, message);
        }
        let head = chain::link(
            &reading.head,
            event.chain,
            event.number,
            event.at,
            &event.kind,
            &event.body,
        );
        if event.hash != head {
            let message = format!(
                "{}: the hash of event {} does not follow from the event and the one before it",
                reading.name, event.number
            );
            self.find(FindingKind::ChainBroken, message);
        }
        reading.events = event.number;
        // Going on from the stored hash tells one changed event, not all after it.
        reading.head = event.hash.as_slice().try_into().unwrap_or(head);
    }

    /// The event's record is what was hashed.
    fn record(&mut self, reading: &mut Reading<'_>, event: &Event) -> Step<()> {
        let expected = match event.kind.as_str() {
            "created" => self.created_body(event)?,
            "scheme" => self.scheme_body(event)?,
            "given" => self.given_body(event)?,
            "reserved" => self.reserved_body(reading, event)?,
            "allocated" | "printed" | "reprinted" => self.mark_body(event)?,
            _ => None,
        };
        if expected.as_deref() != Some(event.body.as_str()) {
            let what = if expected.is_some() {
                "says something else"
            } else {
                "is missing"
            };
            let message = format!(
                "{}: the record of event {} ({}) {what}",
                reading.name, event.number, event.kind
            );
            self.find(FindingKind::RecordChanged, message);
        }
        Ok(())
    }

    fn created_body(&mut self, event: &Event) -> Step<Option<String>> {
        let (made_at, epoch): (i64, i64) = self
            .db
            .prepare("SELECT made_at, epoch FROM ledger")?
            .query_one([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let epoch = whole(epoch)?;
        Ok((made_at == event.at).then(|| chain::created_body(self.ledger, epoch)))
    }

    /// Schemes are registered in the order of their events.
    fn scheme_body(&mut self, event: &Event) -> Step<Option<String>> {
        let row: Option<(String, Vec<u8>, String, i64)> = self
            .db
            .prepare_cached(
                "SELECT name, hash, definition, registered_at FROM scheme ORDER BY id LIMIT 1 OFFSET ?",
            )?
            .query_row([sql(self.seen.schemes)?], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        self.seen.schemes += 1;
        Ok(row
            .filter(|(.., at)| *at == event.at)
            .map(|(name, hash, definition, _)| chain::scheme_body(&name, &hash, &definition)))
    }

    fn run_of(&mut self, event: &Event) -> Step<Option<RunHead>> {
        let Some(run) = event.run else {
            return Ok(None);
        };
        self.seen.runs.insert(run);
        let head = RunHead::of(self.db, run)?;
        Ok((head.reserved_at == event.at).then_some(head))
    }

    fn given_body(&mut self, event: &Event) -> Step<Option<String>> {
        let Some(run) = self.run_of(event)? else {
            return Ok(None);
        };
        let query = format!(
            "SELECT {PRODUCT}, given.id, given.line, given.key, given.serial FROM given
             JOIN line ON line.run = given.run AND line.line = given.line WHERE given.run = ? ORDER BY given.id"
        );
        let mut statement = self.db.prepare_cached(&query)?;
        let mut rows = statement.query([run.row])?;
        let (mut sum, mut count) = (Sum::new("given"), 0);
        while let Some(row) = rows.next()? {
            let (id, line) = (whole(row.get(7)?)?, whole(row.get(8)?)?);
            let (key, serial): (String, String) = (row.get(9)?, row.get(10)?);
            sum = chain::sum_given(sum, id, line, &key, &serial, &values::product(row, 0)?);
            count += 1;
        }
        self.seen.given += count;
        Ok(Some(run.facts().given(count, sum)))
    }

    fn reserved_body(&mut self, reading: &mut Reading<'_>, event: &Event) -> Step<Option<String>> {
        let (Some(run), Some(counter)) = (self.run_of(event)?, reading.counter) else {
            return Ok(None);
        };
        let query = format!(
            "SELECT {PRODUCT}, block.run, block.id, block.line, block.stamp, block.first, block.count
             FROM block JOIN line ON line.run = block.run AND line.line = block.line
             WHERE block.counter = ? AND block.first >= ? ORDER BY block.first"
        );
        let mut statement = self.db.prepare_cached(&query)?;
        let from = reading.next;
        let mut rows = statement.query(params![sql(counter.id)?, sql(from)?])?;
        let (mut sum, mut blocks) = (Sum::new("reserved"), 0);
        while let Some(row) = rows.next()? {
            // The run's blocks lie together, from where the counter stood.
            if row.get::<_, i64>(7)? != run.row {
                break;
            }
            let product: Product = values::product(row, 0)?;
            let (id, line, stamp) = (
                whole(row.get(8)?)?,
                whole(row.get(9)?)?,
                row.get::<_, String>(10)?,
            );
            let (first, count) = (whole(row.get(11)?)?, whole(row.get(12)?)?);
            sum = chain::sum_block(sum, (id, count), line, &stamp, first, &product);
            reading.next = first.saturating_add(count);
            blocks += 1;
        }
        self.seen.blocks += blocks;
        if !run.at_is_explicit && !counters::is_clocked(self.db, counter.id)? {
            let message = format!(
                "{}: run {} was numbered by the clock",
                reading.name, run.run
            );
            self.find(FindingKind::RecordChanged, message);
        }
        Ok(Some(run.facts().reserved(from, reading.next, blocks, sum)))
    }

    fn mark_body(&mut self, event: &Event) -> Step<Option<String>> {
        let query = format!(
            "SELECT {MARK}, (SELECT code FROM run WHERE run.id = mark.run) FROM mark
             WHERE chain = ? AND event = ? AND run IS ? AND at = ? AND kind = ?"
        );
        let mut statement = self.db.prepare_cached(&query)?;
        let mut rows = statement.query(params![
            sql(event.chain)?,
            sql(event.number)?,
            event.run,
            event.at,
            event.kind
        ])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        self.seen.marks += 1;
        let mark = runs::read_mark(row)?;
        let run: String = row.get(12)?;
        Ok(Some(chain::mark_body(&run, &mark.by, &mark.what)))
    }

    /// Heads of chains that are not there at all.
    fn heads_of_missing_chains(&mut self, heads: Option<&Heads>, counters: u64) {
        let chains: HashSet<u64> = heads
            .iter()
            .flat_map(|heads| &heads.heads)
            .map(|head| head.chain)
            .collect();
        for chain in chains.into_iter().filter(|chain| *chain > counters) {
            let message = format!("chain {chain} was exported, and is not there");
            self.find(FindingKind::HeadMissing, message);
        }
    }

    /// Records that no event tells of.
    fn unexplained(&mut self, counters: u64) -> Step<()> {
        let count = |query: &str| -> Step<u64> {
            whole(self.db.prepare(query)?.query_one([], |row| row.get(0))?)
        };
        let told = [
            (
                "schemes",
                self.seen.schemes,
                count("SELECT count(*) FROM scheme")?,
            ),
            (
                "runs",
                self.seen.runs.len() as u64,
                count("SELECT count(*) FROM run")?,
            ),
            (
                "blocks",
                self.seen.blocks,
                count("SELECT count(*) FROM block")?,
            ),
            (
                "foreign serials",
                self.seen.given,
                count("SELECT count(*) FROM given")?,
            ),
            (
                "marks",
                self.seen.marks,
                count("SELECT count(*) FROM mark")?,
            ),
            (
                "events",
                self.result.events,
                count("SELECT count(*) FROM event")?,
            ),
            (
                "counters",
                counters,
                count("SELECT coalesce(max(id), 0) FROM counter")?,
            ),
        ];
        let empty = count(
            "SELECT count(*) FROM line
             WHERE NOT EXISTS (SELECT 1 FROM block WHERE block.run = line.run AND block.line = line.line)
               AND NOT EXISTS (SELECT 1 FROM given WHERE given.run = line.run AND given.line = line.line)",
        )?;
        for (what, told, there) in told {
            if told != there {
                let message = format!("events tell of {told} {what}, {there} are there");
                self.find(FindingKind::RecordUnexplained, message);
            }
        }
        if empty > 0 {
            self.find(
                FindingKind::RecordUnexplained,
                format!("{empty} lines of runs have no units"),
            );
        }
        Ok(())
    }

    /// Each foreign serial that a scheme would write is held as its number, and nothing else is.
    fn given_numbers(&mut self, registered: &[Registered]) -> Step<()> {
        let mut expected: u64 = 0;
        let mut statement = self.db.prepare("SELECT id, key, serial FROM given")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, key, serial): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            for scheme in registered {
                let Some(reading) = scheme.named.scheme().read(&serial) else {
                    continue;
                };
                let counter = counters::find(self.db, scheme, &key, &reading.slot)?;
                let held = match &counter {
                    None => false,
                    Some(counter) => self
                        .db
                        .prepare_cached("SELECT 1 FROM given_number WHERE counter = ? AND number = ? AND given = ?")?
                        .exists(params![sql(counter.id)?, sql(reading.number)?, id])?,
                };
                if held {
                    expected += 1;
                    continue;
                }
                let issued = match &counter {
                    None => None,
                    Some(counter) => given::block_of(self.db, counter.id, reading.number)?,
                };
                if issued.is_none_or(|block| block.stamp == reading.slot.stamp().as_str()) {
                    let name = scheme.named.name();
                    let message =
                        format!("foreign serial {serial} of {key} is not held for scheme {name}");
                    self.result.findings.push(Finding {
                        kind: FindingKind::NumbersDisagree,
                        message,
                    });
                }
            }
        }
        let there: i64 = self
            .db
            .prepare("SELECT count(*) FROM given_number")?
            .query_one([], |row| row.get(0))?;
        if whole(there)? != expected {
            let message =
                format!("{there} numbers are held for foreign serials, {expected} should be");
            self.find(FindingKind::RecordUnexplained, message);
        }
        Ok(())
    }
}

/// The first characters of a hash, for people.
fn short(hash: &[u8; 32]) -> String {
    let mut text = hex(hash);
    text.truncate(12);
    text
}
