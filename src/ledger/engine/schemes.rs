//! Registered schemes (rule 1).

use super::db::{Connection, Optional as _, Row, Value, filled, params};
use super::failure::{Failure, Step};
use super::values::hash;
use super::{Proved, counters, events, given};
use crate::ledger::chain::{self, LEDGER_CHAIN};
use crate::ledger::{LedgerErrorKind, LedgerId, NamedScheme};
use crate::serial::{Definition, Reading, Scheme, SerialError, SerialErrorKind};
use alloc::sync::Arc;
use jiff::Timestamp;
use std::collections::HashMap;

/// A registered scheme: its row and itself.
#[derive(Clone, Debug)]
pub(super) struct Registered {
    pub(super) id: i64,
    pub(super) named: NamedScheme,
}

/// A registered scheme as the database has it.
#[derive(Clone)]
pub(super) struct Stored {
    id: i64,
    name: String,
    hash: Vec<u8>,
    definition: String,
}

pub(super) fn stored(row: &Row) -> Step<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        name: row.get(1)?,
        hash: row.get(2)?,
        definition: row.get(3)?,
    })
}

impl Stored {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The scheme, proved again unless this process has done so already.
    fn prove(self, proved: &mut Proved) -> Step<Registered> {
        let hash = hash(&self.hash)?;
        let scheme = if let Some(scheme) = proved.schemes.get(&hash) {
            Arc::clone(scheme)
        } else {
            let damaged = |detail: &dyn core::fmt::Display| {
                Failure::Damaged(format!("the definition of scheme {}: {detail}", self.name))
            };
            let definition =
                Definition::parse_text(&self.definition).map_err(|error| damaged(&error))?;
            let scheme = Scheme::new(definition).map_err(|error| damaged(&error))?;
            let unlocked = scheme.unlock_with(&proved.keys);
            let scheme = Arc::new(unlocked.map_err(|error| serial_error(&self.name, error))?);
            if *scheme.id().as_bytes() != hash {
                return Err(damaged(&"it is not what was registered"));
            }
            proved.schemes.insert(hash, Arc::clone(&scheme));
            scheme
        };
        let named = NamedScheme::registered(self.name, scheme);
        Ok(Registered { id: self.id, named })
    }
}

impl Registered {
    /// The slot and number of a serial of a product; `None` when the scheme never writes it.
    pub(super) fn read(&self, serial: &str, gtin: &str) -> Step<Option<Reading>> {
        match self.named.scheme().read_of(serial, gtin) {
            // Serials that are unique within a GTIN, and no GTIN: not one of them.
            Err(error) if error.kind() == SerialErrorKind::ContextMissing => Ok(None),
            read => read.map_err(|error| serial_error(self.named.name(), error)),
        }
    }

    /// Whether its serials are carried by this Application Identifier; of a text alone that is not known.
    pub(super) fn is_of(&self, ai: Option<&str>) -> bool {
        ai.is_none_or(|ai| ai == self.named.scheme().definition().ai)
    }

    /// As [`read`](Self::read), for serials that data gave: of AI 21 with the GTIN as their key, or whole keys with their AI as it.
    pub(super) fn read_given(&self, serial: &str, key: &str) -> Step<Option<Reading>> {
        match self.named.scheme().definition().ai.as_str() {
            "21" if is_gtin(key) => self.read(serial, key),
            ai if ai == key => self.read(serial, ""),
            _ => Ok(None),
        }
    }
}

/// Whether the key of a foreign serial is a GTIN; else it is the AI of a whole key.
pub(super) fn is_gtin(key: &str) -> bool {
    key.len() == 14
}

/// A scheme that gives no serial, for want of its key.
pub(super) fn serial_error(scheme: &str, error: SerialError) -> Failure {
    let scheme = scheme.to_owned();
    LedgerErrorKind::Serial { scheme, error }.into()
}

/// All of them, oldest first.
pub(super) fn all(db: &Connection<'_>, proved: &mut Proved) -> Step<Vec<Registered>> {
    let rows: Vec<Stored> = db
        .prepare_cached("SELECT id, name, hash, definition FROM scheme ORDER BY id")?
        .query_map(params![], stored)?
        .collect::<Result<_, _>>()?;
    rows.into_iter().map(|row| row.prove(proved)).collect()
}

/// The one of that name.
pub(super) fn by_name(db: &Connection<'_>, proved: &mut Proved, name: &str) -> Step<Registered> {
    let row = db
        .prepare_cached("SELECT id, name, hash, definition FROM scheme WHERE name = ?")?
        .query_row([name], stored)
        .optional()?;
    if let Some(row) = row {
        return row.prove(proved);
    }
    let names: Vec<String> = db
        .prepare_cached("SELECT name FROM scheme ORDER BY id")?
        .query_map(params![], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let known = if names.is_empty() {
        "it has none yet".to_owned()
    } else {
        format!("it has {}", names.join(", "))
    };
    let name = name.to_owned();
    Err(LedgerErrorKind::UnknownScheme { name, known }.into())
}

/// Schemes by their row, each read once.
pub(super) struct ByRow<'r> {
    db: &'r Connection<'r>,
    proved: &'r mut Proved,
    known: HashMap<i64, NamedScheme>,
}

impl<'r> ByRow<'r> {
    pub(super) fn new(db: &'r Connection<'r>, proved: &'r mut Proved) -> Self {
        let known = HashMap::new();
        Self { db, proved, known }
    }

    pub(super) fn get(&mut self, id: i64) -> Step<NamedScheme> {
        if let Some(named) = self.known.get(&id) {
            return Ok(named.clone());
        }
        let row = self
            .db
            .prepare_cached("SELECT id, name, hash, definition FROM scheme WHERE id = ?")?
            .query_row([id], stored)?;
        let named = row.prove(self.proved)?.named;
        self.known.insert(id, named.clone());
        Ok(named)
    }
}

/// The registered scheme that this one is, if it is one.
///
/// A scheme that came as a bare pattern is the one with its definition, whatever its name.
pub(super) fn find(db: &Connection<'_>, wanted: &NamedScheme) -> Step<Option<Registered>> {
    let named = db
        .prepare_cached("SELECT id, name, hash, definition FROM scheme WHERE name = ?")?
        .query_row([wanted.name()], stored)
        .optional()?;
    find_named(db, wanted, named)
}

/// The question for the schemes of these names, and its values; [`stored`] reads its rows.
pub(super) fn names_question(names: &[String]) -> (String, Vec<Value>) {
    let places = names.len().next_power_of_two();
    let marks = vec!["?"; places].join(", ");
    let question = format!("SELECT id, name, hash, definition FROM scheme WHERE name IN ({marks})");
    let values = filled(names, places).cloned().map(Value::Text);
    (question, values.collect())
}

/// As [`find`], where it is known which scheme has the name.
pub(super) fn find_named(
    db: &Connection<'_>,
    wanted: &NamedScheme,
    named: Option<Stored>,
) -> Step<Option<Registered>> {
    let hash = wanted.scheme().id();
    let same = |row: &Stored| row.hash == hash.as_bytes();
    let row = match named {
        Some(row) if !same(&row) => {
            let pattern =
                Definition::parse_text(&row.definition).map(|definition| definition.pattern);
            let (name, pattern) = (row.name, pattern.unwrap_or_default());
            return Err(LedgerErrorKind::SchemeChanged { name, pattern }.into());
        }
        None if wanted.is_by_definition() => db
            .prepare_cached("SELECT id, name, hash, definition FROM scheme WHERE hash = ?")?
            .query_row([hash.as_bytes()], stored)
            .optional()?,
        row => row,
    };
    Ok(row.map(|row| Registered {
        id: row.id,
        named: NamedScheme::registered(row.name, Arc::clone(wanted.scheme())),
    }))
}

/// The registered scheme that this one is; it is registered now if it is new.
pub(super) fn register(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    wanted: &NamedScheme,
    now: Timestamp,
) -> Step<(Registered, bool)> {
    proved.learn(wanted.scheme());
    if let Some(registered) = find(db, wanted)? {
        return Ok((registered, false));
    }
    db.alone()?;
    let scheme = wanted.scheme();
    if scheme.needs_key() && scheme.definition().key_id.is_empty() {
        // Under one name two keys would be two permutations of the same texts.
        let kind = LedgerErrorKind::KeyNotNamed {
            name: wanted.name().to_owned(),
        };
        return Err(kind.into());
    }
    for other in all(db, proved)? {
        if let Some(text) = scheme.overlap(other.named.scheme()) {
            let (name, other) = (wanted.name().to_owned(), other.named.name().to_owned());
            return Err(LedgerErrorKind::SchemeOverlap { name, other, text }.into());
        }
    }
    let (hash, definition) = (scheme.id(), scheme.definition().to_text());
    let at = now.as_microsecond();
    let id = db
        .prepare_cached(
            "INSERT INTO scheme (name, hash, definition, registered_at) VALUES (?, ?, ?, ?) RETURNING id",
        )?
        .query_row(params![wanted.name(), hash.as_bytes(), definition, at], |row| row.get(0))?;
    let registered = Registered {
        id,
        named: wanted.clone(),
    };
    let body = chain::scheme_body(wanted.name(), hash.as_bytes(), &definition);
    events::append(db, LEDGER_CHAIN, at, "scheme", None, &body)?;
    read_given_again(db, ledger, &registered)?;
    Ok((registered, true))
}

/// Foreign serials that the new scheme would write become numbers that it skips (rule 5).
fn read_given_again(db: &Connection<'_>, ledger: &LedgerId, scheme: &Registered) -> Step<()> {
    given::each(db, &mut |id, key, serial| {
        if let Some(reading) = scheme.read_given(serial, key)? {
            let counter = counters::open(db, ledger, scheme, key, &reading.slot)?;
            counters::hold(db, counter.id, reading.number, id)?;
        }
        Ok(())
    })
}
