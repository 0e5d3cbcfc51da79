//! A database as the rules of the ledger use it, whichever it is.
//!
//! The rules are written once, in SQL that both engines read: `?` stands for a value, columns are whole numbers, texts and bytes,
//! and a new row's id comes from `RETURNING id`.

use super::failure::{Failure, Step};
use crate::ledger::Marks;

/// A column's value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ledger) enum Value {
    Null,
    Whole(i64),
    Text(String),
    Bytes(Vec<u8>),
    /// The id of the row of `run` that has this code: only in rows that [`Engine::insert_runs`] gave a value for.
    RunOf(String),
}

/// A foreign serial that is going to be recorded.
pub(in crate::ledger) struct NewGiven<'g> {
    pub(in crate::ledger) line: i64,
    pub(in crate::ledger) key: &'g str,
    pub(in crate::ledger) serial: &'g str,
}

/// What a column holds, where a statement has to say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ledger) enum Kind {
    Whole,
    Text,
    Bytes,
}

/// One transaction of an engine.
pub(in crate::ledger) trait Engine {
    /// Runs a statement and gives its rows, all of them.
    fn rows(&self, sql: &str, values: &[Value]) -> Step<Vec<Row>>;

    /// Runs several statements, none of which needs what another finds, and gives the rows of each.
    fn rows_of_each(&self, asked: &[(&str, &[Value])]) -> Step<Vec<Vec<Row>>> {
        let asked = asked.iter();
        asked.map(|(sql, values)| self.rows(sql, values)).collect()
    }

    /// Runs a statement whose answer nobody needs, before the next one at the latest; a failure may be told later.
    fn later(&self, sql: &str, values: Vec<Value>) -> Step<()> {
        self.touch(sql, &values)?;
        Ok(())
    }

    /// Runs a statement and gives how many rows it touched.
    fn touch(&self, sql: &str, values: &[Value]) -> Step<u64>;

    /// Runs a statement that has neither values nor rows.
    fn batch(&self, sql: &str) -> Step<()>;

    /// Writes new rows of a table in one go, and gives what is asked of each.
    fn insert(
        &self,
        table: &str,
        columns: &[(&str, Kind)],
        rows: Vec<Vec<Value>>,
        returning: &str,
    ) -> Step<Vec<Row>>;

    /// Writes new rows of `run`, whose first column is the code, and gives what stands for each one's id in rows of other tables.
    fn insert_runs(&self, columns: &[(&str, Kind)], rows: Vec<Vec<Value>>) -> Step<Vec<Value>> {
        rows.into_iter()
            .map(|row| {
                let written = self.insert("run", columns, vec![row], "id")?;
                let id = written.first().ok_or(Failure::NoRow)?.get(0)?;
                Ok(Value::Whole(id))
            })
            .collect()
    }

    /// Writes new rows of a table, before the next statement at the latest; a failure may be told later.
    fn insert_later(
        &self,
        table: &str,
        columns: &[(&str, Kind)],
        rows: Vec<Vec<Value>>,
    ) -> Step<()> {
        let columns: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        self.append(table, &columns, &mut rows.into_iter())
    }

    /// Writes many new rows of a table, which are not in memory at once.
    fn append(
        &self,
        table: &str,
        columns: &[&str],
        rows: &mut (dyn Iterator<Item = Vec<Value>> + Send),
    ) -> Step<()>;

    /// Records foreign serials of a run and gives each one's id; none where it was there already, or is among them before.
    fn add_given(&self, run: i64, new: &[NewGiven<'_>]) -> Step<Vec<Option<i64>>>;

    /// From here on no other writer is at work in this ledger; where it cannot be promised any more, the transaction starts again
    /// with the promise.
    fn alone(&self) -> Step<()>;

    /// What follows the SELECT of a counter that is going to be moved.
    fn lock_row(&self) -> &'static str;

    /// What this client saw of the ledger.
    fn marks(&self) -> &Marks;

    /// Where the ledger is, for messages.
    fn place(&self) -> &str;

    /// What is wrong with the database itself: its pages, references, tables, and the triggers that protect them.
    fn complaints(&self) -> Step<Vec<String>>;
}

/// The database inside a transaction.
pub(in crate::ledger) type Connection<'c> = dyn Engine + 'c;

impl<'c> dyn Engine + 'c {
    /// A statement; the engine keeps what it prepared.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "read like the calls that follow it"
    )]
    pub(in crate::ledger) fn prepare_cached<'s>(&'s self, sql: &str) -> Step<Statement<'s>>
    where
        'c: 's,
    {
        Ok(Statement {
            db: self,
            sql: sql.to_owned(),
        })
    }
}

/// A statement that is going to run.
pub(in crate::ledger) struct Statement<'s> {
    db: &'s (dyn Engine + 's),
    sql: String,
}

impl Statement<'_> {
    pub(in crate::ledger) fn query<P: Parameters>(&mut self, values: P) -> Step<Rows> {
        Ok(Rows {
            rows: self.db.rows(&self.sql, &values.values())?.into_iter(),
            row: None,
        })
    }

    pub(in crate::ledger) fn query_map<T, P: Parameters>(
        &mut self,
        values: P,
        read: impl Fn(&Row) -> Step<T>,
    ) -> Step<impl Iterator<Item = Step<T>>> {
        let rows = self.db.rows(&self.sql, &values.values())?;
        Ok(rows.into_iter().map(move |row| read(&row)))
    }

    /// The first row; [`Failure::NoRow`] where there is none, see [`Optional`].
    pub(in crate::ledger) fn query_row<T, P: Parameters>(
        &mut self,
        values: P,
        read: impl Fn(&Row) -> Step<T>,
    ) -> Step<T> {
        match self.db.rows(&self.sql, &values.values())?.first() {
            Some(row) => read(row),
            None => Err(Failure::NoRow),
        }
    }

    pub(in crate::ledger) fn exists<P: Parameters>(&mut self, values: P) -> Step<bool> {
        Ok(!self.db.rows(&self.sql, &values.values())?.is_empty())
    }

    pub(in crate::ledger) fn execute<P: Parameters>(&mut self, values: P) -> Step<u64> {
        self.db.touch(&self.sql, &values.values())
    }
}

/// These and the last one again, so that there are as many as places: few statements are prepared.
pub(in crate::ledger) fn filled<T>(all: &[T], places: usize) -> impl Iterator<Item = &T> {
    let last = all.last().into_iter().cycle();
    all.iter().chain(last).take(places)
}

/// The rows that a statement gave.
pub(in crate::ledger) struct Rows {
    rows: std::vec::IntoIter<Row>,
    row: Option<Row>,
}

impl Rows {
    #[expect(clippy::unnecessary_wraps, reason = "read like the calls around it")]
    pub(in crate::ledger) fn next(&mut self) -> Step<Option<&Row>> {
        self.row = self.rows.next();
        Ok(self.row.as_ref())
    }
}

/// A row's values, in the order in which they were asked for.
#[derive(Clone, Debug)]
pub(in crate::ledger) struct Row(pub(in crate::ledger) Vec<Value>);

impl Row {
    /// The values from this place on.
    pub(in crate::ledger) fn from(&self, at: usize, count: usize) -> &[Value] {
        self.0.get(at..at + count).unwrap_or_default()
    }

    pub(in crate::ledger) fn get<T: FromValue>(&self, at: usize) -> Step<T> {
        let value = self.0.get(at).unwrap_or(&Value::Null);
        T::from_value(value)
            .ok_or_else(|| Failure::Damaged(format!("column {at} of a row holds {value:?}")))
    }
}

/// No row is an answer too.
pub(in crate::ledger) trait Optional<T> {
    fn optional(self) -> Step<Option<T>>;
}

impl<T> Optional<T> for Step<T> {
    fn optional(self) -> Step<Option<T>> {
        match self {
            Err(Failure::NoRow) => Ok(None),
            done => done.map(Some),
        }
    }
}

/// The values of a statement.
pub(in crate::ledger) trait Parameters {
    fn values(self) -> Vec<Value>;
}

impl<T: ToValue, const N: usize> Parameters for [T; N] {
    fn values(self) -> Vec<Value> {
        self.iter().map(ToValue::to_value).collect()
    }
}

impl Parameters for Vec<Value> {
    fn values(self) -> Vec<Value> {
        self
    }
}

/// Values of several types for one statement.
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        Vec::<$crate::ledger::engine::db::Value>::from([
            $($crate::ledger::engine::db::ToValue::to_value(&$value)),*
        ])
    };
}
pub(in crate::ledger) use params;

pub(in crate::ledger) trait ToValue {
    fn to_value(&self) -> Value;
}

pub(in crate::ledger) trait FromValue: Sized {
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! to_value {
    ($($type:ty => $read:expr),* $(,)?) => {
        $(impl ToValue for $type {
            fn to_value(&self) -> Value {
                let read: fn(&Self) -> Value = $read;
                read(self)
            }
        })*
    };
}

to_value! {
    Value => Clone::clone,
    i64 => |number| Value::Whole(*number),
    u32 => |number| Value::Whole(i64::from(*number)),
    bool => |yes| Value::Whole(i64::from(*yes)),
    str => |text| Value::Text(text.to_owned()),
    String => |text| Value::Text(text.clone()),
    [u8] => |bytes| Value::Bytes(bytes.to_owned()),
    [u8; 32] => |bytes| Value::Bytes(bytes.to_vec()),
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Whole(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}
