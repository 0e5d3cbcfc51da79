//! A transaction of `SQLite` as the rules use it.

use super::open;
use crate::ledger::Marks;
use crate::ledger::engine::db::{Engine, Kind, NewGiven, Row, Value};
use crate::ledger::engine::failure::Step;
use rusqlite::types::{ToSqlOutput, Value as Own, ValueRef};
use rusqlite::{OptionalExtension as _, Statement, ToSql, Transaction};

/// The transaction; it holds the write lock from its beginning, so nobody else writes.
pub(super) struct Held<'t> {
    pub(super) transaction: Transaction<'t>,
    pub(super) marks: &'t Marks,
    pub(super) place: &'t str,
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Own::Null),
            Self::Whole(number) => ToSqlOutput::Owned(Own::Integer(*number)),
            // A run's id is told when its row is written, so no row has its code instead.
            Self::Text(text) | Self::RunOf(text) => {
                ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
            }
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

fn bind(statement: &mut Statement<'_>, values: &[Value]) -> rusqlite::Result<()> {
    for (at, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, value)?;
    }
    Ok(())
}

impl Engine for Held<'_> {
    fn rows(&self, sql: &str, values: &[Value]) -> Step<Vec<Row>> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let columns = statement.column_count();
        bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..columns)
                .map(|at| {
                    Ok(match row.get_ref(at)? {
                        ValueRef::Null => Value::Null,
                        ValueRef::Integer(number) => Value::Whole(number),
                        ValueRef::Text(_) => Value::Text(row.get(at)?),
                        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                        // No column of ours holds one.
                        ValueRef::Real(_) => Value::Whole(row.get(at)?),
                    })
                })
                .collect::<rusqlite::Result<_>>()?;
            found.push(Row(values));
        }
        Ok(found)
    }

    fn touch(&self, sql: &str, values: &[Value]) -> Step<u64> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        bind(&mut statement, values)?;
        Ok(statement.raw_execute()? as u64)
    }

    fn batch(&self, sql: &str) -> Step<()> {
        Ok(self.transaction.execute_batch(sql)?)
    }

    fn insert(
        &self,
        table: &str,
        columns: &[(&str, Kind)],
        rows: Vec<Vec<Value>>,
        returning: &str,
    ) -> Step<Vec<Row>> {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let text = format!(
            "INSERT INTO {table} ({}) VALUES ({}) RETURNING {returning}",
            names.join(", "),
            vec!["?"; names.len()].join(", ")
        );
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.extend(self.rows(&text, &row)?);
        }
        Ok(found)
    }

    fn append(
        &self,
        table: &str,
        columns: &[&str],
        rows: &mut (dyn Iterator<Item = Vec<Value>> + Send),
    ) -> Step<()> {
        let marks = vec!["?"; columns.len()].join(", ");
        let mut statement = self.transaction.prepare_cached(&format!(
            "INSERT INTO {table} ({}) VALUES ({marks})",
            columns.join(", ")
        ))?;
        for row in rows {
            bind(&mut statement, &row)?;
            statement.raw_execute()?;
        }
        Ok(())
    }

    fn add_given(&self, run: i64, new: &[NewGiven<'_>]) -> Step<Vec<Option<i64>>> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO given (key, serial, run, line) VALUES (?, ?, ?, ?)
             ON CONFLICT DO NOTHING RETURNING id",
        )?;
        new.iter()
            .map(|new| {
                let values = (new.key, new.serial, run, new.line);
                Ok(statement.query_row(values, |row| row.get(0)).optional()?)
            })
            .collect()
    }

    fn alone(&self) -> Step<()> {
        Ok(())
    }

    fn lock_row(&self) -> &'static str {
        ""
    }

    fn marks(&self) -> &Marks {
        self.marks
    }

    fn place(&self) -> &str {
        self.place
    }

    fn complaints(&self) -> Step<Vec<String>> {
        let mut found: Vec<String> = self
            .transaction
            .prepare("PRAGMA integrity_check(20)")?
            .query_map([], |row| row.get(0))?
            .filter(|complaint| !matches!(complaint, Ok(complaint) if complaint == "ok"))
            .collect::<Result<_, _>>()?;
        let orphans: Vec<String> = self
            .transaction
            .prepare("PRAGMA foreign_key_check")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        found.extend(
            orphans
                .into_iter()
                .map(|table| format!("a row of {table} refers to one that is missing")),
        );
        if open::schema_of(&self.transaction)? != open::schema_of_new()? {
            found.push(
                "its tables or the triggers that protect them are not as they were made".to_owned(),
            );
        }
        Ok(found)
    }
}
