//! Appending to the chains of events.

use super::db::{Connection, Kind, Row, ToValue, Value, params};
use super::failure::Step;
use super::values::{hash, sql, whole};
use crate::ledger::LedgerId;
use crate::ledger::chain::{self, LEDGER_CHAIN};

/// The columns of an event.
pub(super) const EVENT: [(&str, Kind); 7] = [
    ("chain", Kind::Whole),
    ("event", Kind::Whole),
    ("at", Kind::Whole),
    ("kind", Kind::Text),
    ("run", Kind::Whole),
    ("body", Kind::Text),
    ("hash", Kind::Bytes),
];

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
    pub(super) fn load(db: &Connection<'_>, chain: u64) -> Step<Self> {
        Self::select(db, chain, "")
    }

    /// The same, to be written on: other writers wait for it.
    pub(super) fn locked(db: &Connection<'_>, chain: u64) -> Step<Self> {
        if chain == LEDGER_CHAIN {
            db.alone()?;
        }
        Self::select(db, chain, db.lock_row())
    }

    fn select(db: &Connection<'_>, chain: u64, lock: &str) -> Step<Self> {
        let read = |row: &Row| Ok((row.get(0)?, row.get(1)?));
        let (events, head): (i64, Vec<u8>) = if chain == LEDGER_CHAIN {
            db.prepare_cached("SELECT events, head FROM ledger")?
                .query_row(params![], read)?
        } else {
            db.prepare_cached(&format!(
                "SELECT events, head FROM counter WHERE id = ?{lock}"
            ))?
            .query_row([sql(chain)?], read)?
        };
        Ok(Self {
            chain,
            events: whole(events)?,
            head: hash(&head)?,
        })
    }

    /// One more event, as a row of [`EVENT`].
    pub(super) fn next(
        &mut self,
        at: i64,
        kind: &str,
        run: impl ToValue,
        body: &str,
    ) -> Step<Vec<Value>> {
        self.events += 1;
        self.head = chain::link(&self.head, self.chain, self.events, at, kind, body);
        Ok(params![
            sql(self.chain)?,
            sql(self.events)?,
            at,
            kind,
            run,
            body,
            self.head
        ])
    }

    /// Writes one more event; [`store`](Self::store) comes after the last one.
    pub(super) fn append(
        &mut self,
        db: &Connection<'_>,
        at: i64,
        kind: &str,
        run: Option<i64>,
        body: &str,
    ) -> Step<()> {
        let row = self.next(at, kind, run, body)?;
        db.insert_later("event", &EVENT, vec![row])
    }

    /// Writes where the chain ends now.
    pub(super) fn store(&self, db: &Connection<'_>) -> Step<()> {
        let events = sql(self.events)?;
        db.marks().saw_end(self.chain, self.events, self.head);
        if self.chain == LEDGER_CHAIN {
            db.later(
                "UPDATE ledger SET events = ?, head = ?",
                params![events, self.head],
            )
        } else {
            db.later(
                "UPDATE counter SET events = ?, head = ? WHERE id = ?",
                params![events, self.head, sql(self.chain)?],
            )
        }
    }
}

/// Writes one event at the end of a chain.
pub(super) fn append(
    db: &Connection<'_>,
    chain: u64,
    at: i64,
    kind: &str,
    run: Option<i64>,
    body: &str,
) -> Step<u64> {
    let mut end = End::locked(db, chain)?;
    end.append(db, at, kind, run, body)?;
    end.store(db)?;
    Ok(end.events)
}
