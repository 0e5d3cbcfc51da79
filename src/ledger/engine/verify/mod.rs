//! Proving that chains, records, blocks and counters agree (rule 10).

mod counts;
mod records;

use super::failure::Step;
use super::schemes::{self, Registered};
use super::values::{sql, whole};
use super::{Proved, counters, events, gaps, units};
use crate::ledger::chain::{self, CounterKey, LEDGER_CHAIN};
use crate::ledger::engine::db::{Connection, params};
use crate::ledger::heads::hex;
use crate::ledger::{
    Counter, Finding, FindingKind, Head, Heads, LedgerErrorKind, LedgerId, Verification,
};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// The end of every chain.
pub(super) fn heads(
    db: &Connection<'_>,
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

fn head(db: &Connection<'_>, chain: u64, name: String) -> Step<Head> {
    let end = events::End::load(db, chain)?;
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
    db: &Connection<'_>,
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
        units: units::States::new(),
    };
    // A file that is damaged, or a row that cannot be read, is a finding like any other; what comes after it is not read.
    match check.all(proved, heads) {
        Ok(()) => {}
        Err(failure) => match failure.damage() {
            Some(detail) => check.find(FindingKind::Database, detail),
            None => return Err(failure),
        },
    }
    Ok(check.result)
}

/// How many records events told of.
#[derive(Default)]
struct Seen {
    runs: HashSet<i64>,
    blocks: u64,
    given: u64,
    schemes: u64,
    marks: u64,
    moves: u64,
    resumed: u64,
    epoch: u64,
}

struct Check<'c> {
    db: &'c Connection<'c>,
    ledger: &'c LedgerId,
    result: Verification,
    seen: Seen,
    /// The states of units as the moves that were read leave them.
    units: units::States,
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
    /// Whether a run so far was numbered by the clock.
    is_clocked: bool,
    /// The newest mark's row.
    mark: i64,
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
        self.epoch()?;
        for found in &all_gaps {
            self.chain(found.counter.id, Some(&found.counter), &registered, heads)?;
            let scheme = registered
                .iter()
                .find(|own| own.named.name() == found.counter.scheme)
                .map(|own| &**own.named.scheme());
            for message in gaps::disagreements(self.db, found, scheme)? {
                let message = format!("{}: {message}", name(&found.counter));
                self.find(FindingKind::NumbersDisagree, message);
            }
        }
        self.heads_of_missing_chains(heads, all_gaps.len() as u64);
        self.unexplained(all_gaps.len() as u64)?;
        if units::stored(self.db)? != self.units {
            let message = "the states of units are not those that their moves lead to".to_owned();
            self.find(FindingKind::RecordChanged, message);
        }
        self.given_numbers(&registered)
    }

    /// The database itself, its references, and the triggers that keep what was recorded.
    fn database(&mut self) -> Step<()> {
        for complaint in self.db.complaints()? {
            self.find(FindingKind::Database, complaint);
        }
        Ok(())
    }

    /// The ledger's epoch is the one that its events lead to.
    fn epoch(&mut self) -> Step<()> {
        let epoch: i64 = self
            .db
            .prepare_cached("SELECT epoch FROM ledger")?
            .query_row(params![], |row| row.get(0))?;
        self.result.epoch = whole(epoch)?;
        if self.result.epoch != self.seen.epoch {
            let message = format!(
                "ledger: its events lead to epoch {}, it is in {epoch}",
                self.seen.epoch
            );
            self.find(FindingKind::RecordChanged, message);
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
            is_clocked: false,
            mark: i64::MIN,
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

        let mut statement = self.db.prepare_cached(
            "SELECT event, at, kind, run, body, hash FROM event
             WHERE chain = ? AND event > ? ORDER BY event LIMIT 1000",
        )?;
        let mut last = i64::MIN;
        loop {
            let mut rows = statement.query(params![sql(chain)?, last])?;
            let before = last;
            while let Some(row) = rows.next()? {
                last = row.get(0)?;
                let event = Event {
                    chain,
                    number: whole(last)?,
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
            if last == before {
                break;
            }
        }
        let end = events::End::load(self.db, chain)?;
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
        if let Some(counter) = counter {
            let clocked = counters::clocked(self.db, counter.id)?;
            if clocked != i64::from(reading.is_clocked) {
                let message = format!(
                    "{}: whether the clock numbered it is not what its runs say",
                    reading.name
                );
                self.find(FindingKind::RecordChanged, message);
            }
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
        self.result.events = self.result.events.saturating_add(reading.events);
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
}

/// The first characters of a hash, for people.
fn short(hash: &[u8; 32]) -> String {
    let mut text = hex(hash);
    text.truncate(12);
    text
}
