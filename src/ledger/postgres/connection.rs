//! A transaction of PostgreSQL as the rules use it.

use super::schema;
use crate::ledger::Marks;
use crate::ledger::engine::db::{Engine, Kind, NewGiven, Row, Value};
use crate::ledger::engine::failure::{Failure, Step};
use core::cell::RefCell;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};
use std::collections::HashMap;
use std::io::Write as _;

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
    pub(super) session: RefCell<&'t mut Session>,
    pub(super) alone: bool,
    pub(super) marks: &'t Marks,
    pub(super) place: &'t str,
}

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
            Self::Text(text) => text.to_sql(own, out),
            Self::Bytes(bytes) => bytes.to_sql(own, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn value(row: &postgres::Row, at: usize) -> Step<Value> {
    let own = row.columns().get(at).map(postgres::Column::type_);
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

fn read(row: &postgres::Row) -> Step<Row> {
    (0..row.len())
        .map(|at| value(row, at))
        .collect::<Step<_>>()
        .map(Row)
}

impl Held<'_> {
    fn ask(&self, sql: &str, values: &[Value]) -> Step<Vec<postgres::Row>> {
        let mut session = self.session.borrow_mut();
        let statement = session.prepare(sql)?;
        let values = bound(values);
        Ok(session.client.query(&statement, &values)?)
    }
}

fn bound(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

impl Engine for Held<'_> {
    fn rows(&self, sql: &str, values: &[Value]) -> Step<Vec<Row>> {
        self.ask(sql, values)?.iter().map(read).collect()
    }

    fn touch(&self, sql: &str, values: &[Value]) -> Step<u64> {
        let mut session = self.session.borrow_mut();
        let statement = session.prepare(sql)?;
        let values = bound(values);
        Ok(session.client.execute(&statement, &values)?)
    }

    fn batch(&self, sql: &str) -> Step<()> {
        Ok(self.session.borrow_mut().client.batch_execute(sql)?)
    }

    fn insert(
        &self,
        table: &str,
        columns: &[(&str, Kind)],
        rows: Vec<Vec<Value>>,
        returning: &str,
    ) -> Step<Vec<Row>> {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        match rows.as_slice() {
            [] => return Ok(Vec::new()),
            [row] => {
                let marks = vec!["?"; columns.len()].join(", ");
                let text =
                    format!("INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING {returning}");
                return self.rows(&text, row);
            }
            _ => {}
        }
        // A column is one value of the statement, so that it is the same one for any number of rows.
        let arrays: Vec<String> = columns
            .iter()
            .map(|(_, kind)| {
                let kind = match kind {
                    Kind::Whole => "bigint",
                    Kind::Text => "text",
                    Kind::Bytes => "bytea",
                };
                format!("?::{kind}[]")
            })
            .collect();
        let text = format!(
            "INSERT INTO {table} ({names}) SELECT {names}
             FROM unnest({}) WITH ORDINALITY AS new ({names}, place) ORDER BY place RETURNING {returning}",
            arrays.join(", ")
        );
        let mut values: Vec<Vec<Value>> = vec![Vec::with_capacity(rows.len()); columns.len()];
        for row in rows {
            for (column, value) in values.iter_mut().zip(row) {
                column.push(value);
            }
        }
        let values: Vec<&(dyn ToSql + Sync)> = values
            .iter()
            .map(|column| column as &(dyn ToSql + Sync))
            .collect();
        let rows = {
            let mut session = self.session.borrow_mut();
            let statement = session.prepare(&text)?;
            session.client.query(&statement, &values)?
        };
        rows.iter().map(read).collect()
    }

    fn append(
        &self,
        table: &str,
        columns: &[&str],
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Step<()> {
        let mut session = self.session.borrow_mut();
        let columns = columns.join(", ");
        let copy = format!("COPY {table} ({columns}) FROM STDIN");
        let mut writer = session.client.copy_in(&copy)?;
        let mut line = Vec::with_capacity(128);
        let broken = |error: std::io::Error| {
            Failure::from(crate::ledger::LedgerErrorKind::Io {
                doing: "sending rows to the server",
                detail: error.to_string(),
            })
        };
        for row in rows {
            line.clear();
            for (at, value) in row.iter().enumerate() {
                if at > 0 {
                    line.push(b'\t');
                }
                copied(value, &mut line);
            }
            line.push(b'\n');
            writer.write_all(&line).map_err(broken)?;
        }
        writer.finish()?;
        Ok(())
    }

    fn add_given(&self, run: i64, new: &[NewGiven<'_>]) -> Step<Vec<Option<i64>>> {
        let mut session = self.session.borrow_mut();
        let statement = session.prepare(
            "INSERT INTO given (key, serial, run, line)
             SELECT key, serial, ?::bigint, line
             FROM unnest(?::text[], ?::text[], ?::bigint[]) WITH ORDINALITY AS new (key, serial, line, place)
             ORDER BY place
             ON CONFLICT DO NOTHING RETURNING id, key, serial",
        )?;
        let keys: Vec<&str> = new.iter().map(|new| new.key).collect();
        let serials: Vec<&str> = new.iter().map(|new| new.serial).collect();
        let lines: Vec<i64> = new.iter().map(|new| new.line).collect();
        let rows = session
            .client
            .query(&statement, &[&run, &keys, &serials, &lines])?;
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
                &[],
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

/// A value in the text form of COPY.
fn copied(value: &Value, line: &mut Vec<u8>) {
    match value {
        Value::Null => line.extend_from_slice(b"\\N"),
        Value::Whole(number) => {
            // Writing to a Vec cannot fail.
            let _ = write!(line, "{number}");
        }
        Value::Text(text) => {
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
