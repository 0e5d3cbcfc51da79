//! Records that no event tells of, and foreign serials that no counter holds.

use super::Check;
use crate::ledger::engine::db::params;
use crate::ledger::engine::failure::Step;
use crate::ledger::engine::schemes::Registered;
use crate::ledger::engine::values::{sql, whole};
use crate::ledger::engine::{counters, given};
use crate::ledger::{Finding, FindingKind};

impl Check<'_> {
    /// Records that no event tells of.
    pub(super) fn unexplained(&mut self, counters: u64) -> Step<()> {
        let count = |query: &str| -> Step<u64> {
            whole(
                self.db
                    .prepare_cached(query)?
                    .query_row(params![], |row| row.get(0))?,
            )
        };
        let told = [
            (
                "schemes",
                self.seen.schemes,
                count("SELECT count(*) FROM scheme")?,
            ),
            (
                "resumes",
                self.seen.resumed,
                count("SELECT count(*) FROM resumed")?,
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
                "moves",
                self.seen.moves,
                count("SELECT count(*) FROM move")?,
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
    pub(super) fn given_numbers(&mut self, registered: &[Registered]) -> Step<()> {
        let mut expected: u64 = 0;
        let mut findings = Vec::new();
        given::each(self.db, &mut |id, key, serial| {
            for scheme in registered {
                let Some(reading) = scheme.read_given(serial, key)? else {
                    continue;
                };
                let counter = counters::find(self.db, scheme, key, &reading.slot)?;
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
                    findings.push(Finding {
                        kind: FindingKind::NumbersDisagree,
                        message,
                    });
                }
            }
            Ok(())
        })?;
        self.result.findings.append(&mut findings);
        let there: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM given_number")?
            .query_row(params![], |row| row.get(0))?;
        if whole(there)? != expected {
            let message =
                format!("{there} numbers are held for foreign serials, {expected} should be");
            self.find(FindingKind::RecordUnexplained, message);
        }
        Ok(())
    }
}
