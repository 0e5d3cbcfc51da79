//! A transaction of PostgreSQL as the rules use it.

use super::client::{Bound, Bundle, Client, Judge};
use super::{open, schema};
use crate::ledger::Marks;
use crate::ledger::engine::db::{Engine, Kind, NewGiven, Row, Value};
use crate::ledger::engine::failure::{Failure, Step};
use core::cell::RefCell;
use std::collections::HashMap;
use std::io::Write as _;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{SimpleQueryMessage, Statement};

/// A connection with what it prepared.
pub(super) struct Session {
    pub(super) client: Client,
    statements: HashMap<String, Statement>,
}

impl Session {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            statements: HashMap::new(),
        }
    }

    fn prepare(&mut self, sql: &str) -> Step<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&numbered(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// The statement with `$1` for `?`, and `$3` for `?3`.
fn numbered(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len() + 16);
    let mut characters = sql.chars().peekable();
    let mut last = 0;
    while let Some(c) = characters.next() {
        if c != '?' {
            text.push(c);
            continue;
        }
        text.push('$');
        if !characters.peek().is_some_and(char::is_ascii_digit) {
            last += 1;
            text += &last.to_string();
        }
    }
    text
}

/// The transaction, beside other writers or alone.
pub(super) struct Held<'t> {
    session: RefCell<&'t mut Session>,
    waiting: RefCell<Waiting>,
    pub(super) alone: bool,
    pub(super) marks: &'t Marks,
    pub(super) place: &'t str,
}

/// What is sent with the next question.
#[derive(Default)]
struct Waiting {
    /// What begins the transaction.
    begin: Option<String>,
    writes: Vec<(Statement, Vec<Parameter>)>,
}

/// A value, or one for each of many rows.
type Parameter = Box<dyn ToSql + Sync + Send>;

/// How many statements wait for the next question at most.
const TOGETHER: usize = 24;

impl ToSql for Value {
    fn to_sql(
        &self,
        own: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn core::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Whole(number) if *own == Type::INT4 => i32::try_from(*number)?.to_sql(own, out),
            Self::Whole(number) => number.to_sql(own, out),
            Self::Text(text) | Self::RunOf(text) => text.to_sql(own, out),
            Self::Bytes(bytes) => bytes.to_sql(own, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn value(row: &tokio_postgres::Row, at: usize) -> Step<Value> {
    let own = row.columns().get(at).map(tokio_postgres::Column::type_);
    Ok(match own {
        Some(&Type::INT8) => row.try_get::<_, Option<i64>>(at)?.map(Value::Whole),
        Some(&Type::INT4) => row
            .try_get::<_, Option<i32>>(at)?
            .map(|number| Value::Whole(number.into())),
        Some(&Type::BOOL) => row
            .try_get::<_, Option<bool>>(at)?
            .map(|yes| Value::Whole(yes.into())),
        Some(&Type::BYTEA) => row.try_get::<_, Option<Vec<u8>>>(at)?.map(Value::Bytes),
        _ => row.try_get::<_, Option<String>>(at)?.map(Value::Text),
    }
    .unwrap_or(Value::Null))
}

fn read(row: &tokio_postgres::Row) -> Step<Row> {
    (0..row.len())
        .map(|at| value(row, at))
        .collect::<Step<_>>()
        .map(Row)
}

fn bound(values: &[Value]) -> Bound<'_> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

impl<'t> Held<'t> {
    /// A transaction that `begin` begins together with its first question; none where it is begun.
    pub(super) fn new(
        session: &'t mut Session,
        begin: Option<String>,
        alone: bool,
        marks: &'t Marks,
        place: &'t str,
    ) -> Self {
        let writes = Vec::new();
        Self {
            session: RefCell::new(session),
            waiting: RefCell::new(Waiting { begin, writes }),
            alone,
            marks,
            place,
        }
    }

    /// Sends what waits, the questions, and what comes last; gives the rows of each question.
    ///
    /// The transaction begins in the same go only where nothing but questions follows: if it does not begin, what follows stands
    /// for itself.
    fn send(
        &self,
        asked: &[(&str, Bound<'_>)],
        last: Option<&str>,
    ) -> Step<Vec<Vec<tokio_postgres::Row>>> {
        let mut session = self.session.borrow_mut();
        let questions = asked.iter().map(|(sql, _)| session.prepare(sql));
        let questions = questions.collect::<Step<Vec<_>>>()?;
        let Waiting { begin, writes } = self.waiting.take();
        let place = self.place;
        let judge = move |answer: &[SimpleQueryMessage]| open::refuse_begun(answer, place);
        let mut first = begin.as_deref().map(|sql| (sql, &judge as &Judge<'_>));
        let only_asks =
            last.is_none() && writes.is_empty() && asked.iter().all(|(sql, _)| is_question(sql));
        if first.is_some() && !only_asks {
            session.client.send(&Bundle {
                first: first.take(),
                ..Bundle::default()
            })?;
        }
        let writes = writes.iter().map(|(statement, values)| {
            let values = values.iter().map(|value| &**value as &(dyn ToSql + Sync));
            (statement, values.collect())
        });
        let reads = questions.iter().zip(asked);
        session.client.send(&Bundle {
            first,
            writes: writes.collect(),
            reads: reads
                .map(|(question, (_, values))| (question, values.as_slice()))
                .collect(),
            last,
        })
    }

    /// Sends what waits.
    pub(super) fn settle(&self) -> Step<()> {
        let waiting = self.waiting.borrow();
        if waiting.begin.is_none() && waiting.writes.is_empty() {
            return Ok(());
        }
        drop(waiting);
        self.send(&[], None)?;
        Ok(())
    }

    fn ask(&self, sql: &str, values: Bound<'_>) -> Step<Vec<tokio_postgres::Row>> {
        Ok(self.send(&[(sql, values)], None)?.pop().unwrap_or_default())
    }

    fn wait(&self, sql: &str, values: Vec<Parameter>) -> Step<()> {
        if self.waiting.borrow().writes.len() >= TOGETHER {
            self.settle()?;
        }
        let statement = self.session.borrow_mut().prepare(sql)?;
        self.waiting.borrow_mut().writes.push((statement, values));
        Ok(())
    }
}

/// Whether a statement changes nothing, so that it may go to the server before the transaction is known to have begun.
fn is_question(sql: &str) -> bool {
    sql.trim_start().starts_with("SELECT")
}

/// How many rows are written: their columns' values, or one value for each column.
enum Rows {
    One(Vec<Value>),
    Many(Vec<Vec<Value>>),
}

/// The statement that writes these rows, the same one for any number of them, and its values; none where there are no rows.
fn insertion(
    table: &str,
    columns: &[(&str, Kind)],
    mut rows: Vec<Vec<Value>>,
) -> Option<(String, Rows)> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    if rows.len() < 2 {
        let row = rows.pop()?;
        let marks = row.iter().map(|value| match value {
            Value::RunOf(_) => "(SELECT id FROM run WHERE code = ?)",
            _ => "?",
        });
        let marks = marks.collect::<Vec<_>>().join(", ");
        let text = format!("INSERT INTO {table} ({names}) VALUES ({marks})");
        return Some((text, Rows::One(row)));
    }
    let (mut arrays, mut taken) = (Vec::new(), Vec::new());
    for ((name, kind), value) in columns.iter().zip(rows.first()?) {
        let (kind, value) = match (kind, value) {
            (_, Value::RunOf(_)) => (
                "text",
                format!("(SELECT run.id FROM run WHERE run.code = new.{name})"),
            ),
            (Kind::Whole, _) => ("bigint", format!("new.{name}")),
            (Kind::Text, _) => ("text", format!("new.{name}")),
            (Kind::Bytes, _) => ("bytea", format!("new.{name}")),
        };
        arrays.push(format!("?::{kind}[]"));
        taken.push(value);
    }
    let text = format!(
        "INSERT INTO {table} ({names}) SELECT {}
         FROM unnest({}) WITH ORDINALITY AS new ({names}, place) ORDER BY place",
        taken.join(", "),
        arrays.join(", ")
    );
    let mut values: Vec<Vec<Value>> = vec![Vec::with_capacity(rows.len()); columns.len()];
    for row in rows {
        for (column, value) in values.iter_mut().zip(row) {
            column.push(value);
        }
    }
    Some((text, Rows::Many(values)))
}

fn parameters<T: ToSql + Sync + Send + 'static>(values: Vec<T>) -> Vec<Parameter> {
    let boxed = values.into_iter().map(|value| Box::new(value) as Parameter);
    boxed.collect()
}

impl Engine for Held<'_> {
    fn rows(&self, sql: &str, values: &[Value]) -> Step<Vec<Row>> {
        self.ask(sql, bound(values))?.iter().map(read).collect()
    }

    fn rows_of_each(&self, asked: &[(&str, &[Value])]) -> Step<Vec<Vec<Row>>> {
        let asked: Vec<(&str, Bound<'_>)> = asked
            .iter()
            .map(|(sql, values)| (*sql, bound(values)))
            .collect();
        self.send(&asked, None)?
            .iter()
            .map(|rows| rows.iter().map(read).collect())
            .collect()
    }

    fn touch(&self, sql: &str, values: &[Value]) -> Step<u64> {
        self.settle()?;
        let mut session = self.session.borrow_mut();
        let statement = session.prepare(sql)?;
        session.client.execute(&statement, &bound(values))
    }

    fn later(&self, sql: &str, values: Vec<Value>) -> Step<()> {
        self.wait(sql, parameters(values))
    }

    fn batch(&self, sql: &str) -> Step<()> {
        self.send(&[], Some(sql))?;
        Ok(())
    }

    fn insert(
        &self,
        table: &str,
        columns: &[(&str, Kind)],
        rows: Vec<Vec<Value>>,
        returning: &str,
    ) -> Step<Vec<Row>> {
        let Some((text, rows)) = insertion(table, columns, rows) else {
            return Ok(Vec::new());
        };
        let text = format!("{text} RETURNING {returning}");
        let rows = match &rows {
            Rows::One(values) => self.ask(&text, bound(values))?,
            Rows::Many(columns) => {
                let columns = columns.iter().map(|column| column as &(dyn ToSql + Sync));
                self.ask(&text, columns.collect())?
            }
        };
        rows.iter().map(read).collect()
    }

    fn insert_later(
        &self,
        table: &str,
        columns: &[(&str, Kind)],
        rows: Vec<Vec<Value>>,
    ) -> Step<()> {
        match insertion(table, columns, rows) {
            None => Ok(()),
            Some((text, Rows::One(values))) => self.wait(&text, parameters(values)),
            Some((text, Rows::Many(columns))) => self.wait(&text, parameters(columns)),
        }
    }

    fn insert_runs(&self, columns: &[(&str, Kind)], rows: Vec<Vec<Value>>) -> Step<Vec<Value>> {
        let codes = rows.iter().map(|row| match row.first() {
            Some(Value::Text(code)) => Ok(Value::RunOf(code.clone())),
            _ => Err(Failure::NoRow),
        });
        let codes = codes.collect::<Step<_>>()?;
        self.insert_later("run", columns, rows)?;
        Ok(codes)
    }

    fn append(
        &self,
        table: &str,
        columns: &[&str],
        rows: &mut (dyn Iterator<Item = Vec<Value>> + Send),
    ) -> Step<()> {
        self.settle()?;
        let columns = columns.join(", ");
        let copy = format!("COPY {table} ({columns}) FROM STDIN");
        let mut pieces = core::iter::from_fn(|| {
            let mut piece = Vec::new();
            while piece.len() < PIECE
                && let Some(row) = rows.next()
            {
                for (at, value) in row.iter().enumerate() {
                    if at > 0 {
                        piece.push(b'\t');
                    }
                    copied(value, &mut piece);
                }
                piece.push(b'\n');
            }
            (!piece.is_empty()).then_some(piece)
        });
        let mut session = self.session.borrow_mut();
        session.client.copy_in(&copy, &mut pieces)
    }

    fn add_given(&self, run: i64, new: &[NewGiven<'_>]) -> Step<Vec<Option<i64>>> {
        let keys: Vec<&str> = new.iter().map(|new| new.key).collect();
        let serials: Vec<&str> = new.iter().map(|new| new.serial).collect();
        let lines: Vec<i64> = new.iter().map(|new| new.line).collect();
        let rows = self.ask(
            "INSERT INTO given (key, serial, run, line)
             SELECT key, serial, ?::bigint, line
             FROM unnest(?::text[], ?::text[], ?::bigint[]) WITH ORDINALITY AS new (key, serial, line, place)
             ORDER BY place
             ON CONFLICT DO NOTHING RETURNING id, key, serial",
            vec![&run, &keys, &serials, &lines],
        )?;
        let mut ids: HashMap<(String, String), i64> = HashMap::with_capacity(rows.len());
        for row in rows {
            ids.insert((row.try_get(1)?, row.try_get(2)?), row.try_get(0)?);
        }
        // The first of two that are the same is the one that was recorded.
        Ok(new
            .iter()
            .map(|new| ids.remove(&(new.key.to_owned(), new.serial.to_owned())))
            .collect())
    }

    fn alone(&self) -> Step<()> {
        if self.alone {
            Ok(())
        } else {
            Err(Failure::NotAlone)
        }
    }

    fn lock_row(&self) -> &'static str {
        " FOR UPDATE"
    }

    fn marks(&self) -> &Marks {
        self.marks
    }

    fn place(&self) -> &str {
        self.place
    }

    fn complaints(&self) -> Step<Vec<String>> {
        let mut found = Vec::new();
        let there: Vec<(String, String, String, String)> = self
            .ask(
                "SELECT c.relname::text, t.tgname::text, p.prosrc, t.tgenabled::text
                 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
                 WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal",
                Vec::new(),
            )?
            .iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?)))
            .collect::<Step<_>>()?;
        for (table, name, _, function) in schema::triggers() {
            let body = schema::FUNCTIONS
                .iter()
                .find(|(own, _)| *own == function)
                .map_or("", |(_, body)| body);
            let stands = there.iter().any(|(own_table, own, source, enabled)| {
                own_table == table
                    && own == name
                    && source == body
                    && matches!(enabled.as_str(), "O" | "A")
            });
            if !stands {
                found.push(format!(
                    "the trigger {name} that protects {table} is not as it was made"
                ));
            }
        }
        Ok(found)
    }
}

/// How many bytes of a COPY are sent at a time, about.
const PIECE: usize = 64 * 1024;

/// A value in the text form of COPY.
fn copied(value: &Value, line: &mut Vec<u8>) {
    match value {
        Value::Null => line.extend_from_slice(b"\\N"),
        Value::Whole(number) => {
            // Writing to a Vec cannot fail.
            let _ = write!(line, "{number}");
        }
        // A list has the ids of runs that are there.
        Value::Text(text) | Value::RunOf(text) => {
            for byte in text.bytes() {
                match byte {
                    b'\\' => line.extend_from_slice(b"\\\\"),
                    b'\n' => line.extend_from_slice(b"\\n"),
                    b'\r' => line.extend_from_slice(b"\\r"),
                    b'\t' => line.extend_from_slice(b"\\t"),
                    byte => line.push(byte),
                }
            }
        }
        Value::Bytes(bytes) => {
            line.extend_from_slice(b"\\\\x");
            line.extend_from_slice(crate::ledger::heads::hex(bytes).as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_marks_become_numbers() {
        assert_eq!(numbered("a = ? AND b = ?"), "a = $1 AND b = $2");
        assert_eq!(numbered("a = ?1 AND ?3 - b < ?3"), "a = $1 AND $3 - b < $3");
    }

    #[test]
    fn a_copied_value_reads_one_way() {
        let mut line = Vec::new();
        copied(&Value::Text("a\tb\\N\n".into()), &mut line);
        assert_eq!(line, br"a\tb\\N\n");
        line.clear();
        copied(&Value::Bytes(vec![1, 255]), &mut line);
        assert_eq!(line, br"\\x01ff");
    }
}
