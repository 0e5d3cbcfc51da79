//! The record of each event is what was hashed.

use super::{Check, Event, Reading};
use crate::ledger::chain::{self, Sum};
use crate::ledger::engine::begin::FIRST_EPOCH;
use crate::ledger::engine::db::{Optional as _, params};
use crate::ledger::engine::failure::Step;
use crate::ledger::engine::runs::{self, Head as RunHead, MARK};
use crate::ledger::engine::values::{self, PRODUCT, sql, whole};
use crate::ledger::engine::{resume, units};
use crate::ledger::{FindingKind, Product};

impl Check<'_> {
    /// The event's record is what was hashed.
    pub(super) fn record(&mut self, reading: &mut Reading<'_>, event: &Event) -> Step<()> {
        let expected = match event.kind.as_str() {
            "created" => self.created_body(event)?,
            "scheme" => self.scheme_body(event)?,
            "given" => self.given_body(event)?,
            "reserved" => self.reserved_body(reading, event)?,
            "moved" => self.moved_body(event)?,
            "resumed" => self.resumed_body(reading, event)?,
            "allocated" | "given-back" | "printed" | "reprinted" => {
                self.mark_body(reading, event)?
            }
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
        let made_at: i64 = self
            .db
            .prepare_cached("SELECT made_at FROM ledger")?
            .query_row(params![], |row| row.get(0))?;
        self.seen.epoch = FIRST_EPOCH;
        Ok((made_at == event.at).then(|| chain::created_body(self.ledger, FIRST_EPOCH)))
    }

    /// A resume: the ledger's epoch rises, a counter passes numbers.
    fn resumed_body(&mut self, reading: &mut Reading<'_>, event: &Event) -> Step<Option<String>> {
        let told = resume::told_by(self.db, event.chain, event.number, event.at)?;
        let Some(told) = told else {
            return Ok(None);
        };
        self.seen.resumed += 1;
        let fits = match reading.counter {
            None => told.epoch > self.seen.epoch && (told.first, told.count) == (0, 0),
            Some(_) => told.first == reading.next,
        };
        if reading.counter.is_none() {
            self.seen.epoch = told.epoch;
        } else {
            reading.next = told.first.saturating_add(told.count);
        }
        Ok(fits.then_some(told.body))
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
             JOIN line ON line.run = given.run AND line.line = given.line
             WHERE given.run = ? AND given.id > ? ORDER BY given.id LIMIT 4096"
        );
        let mut statement = self.db.prepare_cached(&query)?;
        let (mut sum, mut count, mut last) = (Sum::new("given"), 0, 0_i64);
        // An import brings a great many.
        loop {
            let mut rows = statement.query([run.row, last])?;
            let before = last;
            while let Some(row) = rows.next()? {
                last = row.get(7)?;
                let (id, line) = (whole(last)?, whole(row.get(8)?)?);
                let (key, serial): (String, String) = (row.get(9)?, row.get(10)?);
                sum = chain::sum_given(sum, id, line, &key, &serial, &values::product(row, 0)?);
                count += 1;
            }
            if last == before {
                break;
            }
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
             WHERE block.counter = ? AND block.run = ? AND block.first >= ? ORDER BY block.first"
        );
        let mut statement = self.db.prepare_cached(&query)?;
        let from = reading.next;
        let mut rows = statement.query(params![sql(counter.id)?, run.row, sql(from)?])?;
        let (mut sum, mut blocks) = (Sum::new("reserved"), 0);
        while let Some(row) = rows.next()? {
            let product: Product = values::product(row, 0)?;
            let (id, line, stamp) = (
                whole(row.get(8)?)?,
                whole(row.get(9)?)?,
                row.get::<String>(10)?,
            );
            let (first, count) = (whole(row.get(11)?)?, whole(row.get(12)?)?);
            sum = chain::sum_block(sum, (id, count), line, &stamp, first, &product);
            reading.next = first.saturating_add(count);
            blocks += 1;
        }
        self.seen.blocks += blocks;
        reading.is_clocked |= !run.at_is_explicit;
        Ok(Some(run.facts().reserved(from, reading.next, blocks, sum)))
    }

    fn moved_body(&mut self, event: &Event) -> Step<Option<String>> {
        let told = units::told_by(self.db, event.chain, event.number, event.at)?;
        let Some((body, places)) = told else {
            return Ok(None);
        };
        self.seen.moves += 1;
        for (place, new) in places {
            let all = self.units.entry(place).or_default();
            *all = units::overlay(all, &new);
        }
        Ok(Some(body))
    }

    fn mark_body(&mut self, reading: &mut Reading<'_>, event: &Event) -> Step<Option<String>> {
        let query = format!(
            "SELECT {MARK}, (SELECT code FROM run WHERE run.id = mark.run), id FROM mark
             WHERE chain = ? AND event = ? AND run IS NOT DISTINCT FROM ? AND at = ? AND kind = ?"
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
        let (run, id): (String, i64) = (row.get(12)?, row.get(13)?);
        // A column that this kind of mark does not use says nothing, and marks are in the order of their events.
        let told = runs::told(&mark.what)?;
        if row.from(3, told.len()) != told || id <= reading.mark {
            return Ok(Some(String::new()));
        }
        reading.mark = id;
        Ok(Some(chain::mark_body(&run, &mark.by, &mark.what)))
    }
}
