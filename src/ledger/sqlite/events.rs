//! Appending to the chains of events.

use super::failure::Step;
use super::values::{hash, sql, whole};
use crate::ledger::LedgerId;
use crate::ledger::chain::{self, LEDGER_CHAIN};
use rusqlite::{Connection, params};

/// The end of a chain, held while the write lock is.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) chain: u64,
    pub(super) events: u64,
    pub(super) head: [u8; 32],
}

impl End {
    /// The end of a chain without events.
    pub(super) fn of_new(ledger: &LedgerId, chain: u64, counter: &chain::CounterKey<'_>) -> Self {
        Self {
            chain,
            events: 0,
            head: chain::genesis(ledger, chain, Some(counter)),
        }
    }

    /// The end of the ledger's own chain, or of a counter's.
    pub(super) fn load(db: &Connection, chain: u64) -> Step<Self> {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (events, head): (i64, Vec<u8>) = if chain == LEDGER_CHAIN {
            db.prepare_cached("SELECT events, head FROM ledger")?
                .query_one([], read)?
        } else {
            db.prepare_cached("SELECT events, head FROM counter WHERE id = ?")?
                .query_one([sql(chain)?], read)?
        };
        Ok(Self {
            chain,
            events: whole(events)?,
            head: hash(&head)?,
        })
    }

    /// Writes one more event; [`store`](Self::store) comes after the last one.
    pub(super) fn append(
        &mut self,
        db: &Connection,
        at: i64,
        kind: &str,
        run: Option<i64>,
        body: &str,
    ) -> Step<()> {
        self.events += 1;
        self.head = chain::link(&self.head, self.chain, self.events, at, kind, body);
        db.prepare_cached(
            "INSERT INTO event (chain, event, at, kind, run, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![sql(self.chain)?, sql(self.events)?, at, kind, run, body, self.head])?;
        Ok(())
    }

    /// Writes where the chain ends now.
    pub(super) fn store(&self, db: &Connection) -> Step<()> {
        let events = sql(self.events)?;
        if self.chain == LEDGER_CHAIN {
            db.prepare_cached("UPDATE ledger SET events = ?, head = ?")?
                .execute(params![events, self.head])?;
        } else {
            db.prepare_cached("UPDATE counter SET events = ?, head = ? WHERE id = ?")?
                .execute(params![events, self.head, sql(self.chain)?])?;
        }
        Ok(())
    }
}

/// Writes one event at the end of a chain.
pub(super) fn append(
    db: &Connection,
    chain: u64,
    at: i64,
    kind: &str,
    run: Option<i64>,
    body: &str,
) -> Step<u64> {
    let mut end = End::load(db, chain)?;
    end.append(db, at, kind, run, body)?;
    end.store(db)?;
    Ok(end.events)
}
