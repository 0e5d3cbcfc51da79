//! A list as the ledger reads it, and what is told of its lines.

use super::rows::{Reader, Refused, Row};
use crate::cli::exit::{Stop, say};
use crate::cli::format::LineFormat;
use crate::cli::lines::Lines;
use crate::ledger::{
    ForeignSerial, ForeignSerials, ImportLine, LedgerError, LedgerErrorKind, Pass, Refusal,
};
use serde_json::json;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek as _, SeekFrom, Write as _};

/// The list, read line by line, with the products that it names.
pub(super) struct List<'s> {
    reader: Reader<'s>,
    lines: HashMap<ImportLine, usize>,
    rows: u64,
    unread: u64,
    at: Option<Position>,
    pass: Pass,
    format: LineFormat,
    /// Told of lines that the ledger has not answered yet.
    pending: Vec<(u64, &'static str, String)>,
    /// Told of lines before them, kept outside the memory.
    told: Option<BufWriter<File>>,
}

struct Position {
    lines: Lines<BufReader<File>>,
    number: u64,
}

impl<'s> List<'s> {
    /// Reads the whole list once: its products, how many rows it has, and its SHA-256.
    pub(super) fn survey(reader: Reader<'s>, format: LineFormat) -> Result<(Self, [u8; 32]), Stop> {
        let failed = |error: io::Error| Stop::io(format!("{}: {error}", reader.name()));
        let digest = reader.digest().map_err(failed)?;
        let (mut products, mut rows, mut unread) = (HashMap::new(), 0, 0);
        let mut lines = reader.lines().map_err(failed)?;
        let mut number = 0;
        while let Some(line) = lines.next(|| Ok(())).map_err(failed)? {
            number += 1;
            match reader.row(number, line) {
                None => {}
                Some(Err(_)) => unread += 1,
                Some(Ok(Row { line, .. })) => {
                    rows += 1;
                    let place = products.len();
                    products.entry(line).or_insert(place);
                }
            }
        }
        drop(lines);
        let list = Self {
            reader,
            lines: products,
            rows,
            unread,
            at: None,
            pass: Pass::Check,
            format,
            pending: Vec::new(),
            told: None,
        };
        Ok((list, digest))
    }

    pub(super) fn tell_ignored(&self) {
        let ignored = self.reader.ignored();
        if !ignored.is_empty() {
            let names = ignored.join(", ");
            say(&format!(
                "{}: columns that are not read: {names}",
                self.reader.name()
            ));
        }
    }

    pub(super) fn lines(&self) -> Vec<ImportLine> {
        let mut all: Vec<(&ImportLine, &usize)> = self.lines.iter().collect();
        all.sort_unstable_by_key(|(_, place)| **place);
        all.into_iter().map(|(line, _)| line.clone()).collect()
    }

    pub(super) const fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) const fn unread(&self) -> u64 {
        self.unread
    }

    /// Prints all that was told of lines, in their order.
    pub(super) fn print_refused(self) -> Result<(), Stop> {
        let Some(told) = self.told else {
            return Ok(());
        };
        let copy = || -> io::Result<()> {
            let mut file = told.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.seek(SeekFrom::Start(0))?;
            let mut out = io::stdout().lock();
            io::copy(&mut file, &mut out)?;
            out.flush()
        };
        match copy() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Stop::io(format!("standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Writes down what is pending.
    fn tell(&mut self) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.pending.sort_by_key(|(line, ..)| *line);
        let told = match &mut self.told {
            Some(told) => told,
            none => none.insert(BufWriter::new(tempfile::tempfile()?)),
        };
        for (line, code, message) in self.pending.drain(..) {
            match self.format {
                LineFormat::Text => writeln!(told, "{line}\t{code}\t{message}")?,
                LineFormat::Jsonl => {
                    let value = json!({ "line": line, "code": code, "message": message });
                    writeln!(told, "{value}")?;
                }
            }
        }
        Ok(())
    }

    fn failed(&self, error: &io::Error) -> LedgerError {
        LedgerErrorKind::Io {
            doing: "reading the list",
            detail: format!("{}: {error}", self.reader.name()),
        }
        .into()
    }
}

impl ForeignSerials for List<'_> {
    fn begin(&mut self, pass: Pass) -> Result<(), LedgerError> {
        let lines = self.reader.lines().map_err(|error| self.failed(&error))?;
        self.at = Some(Position { lines, number: 0 });
        self.pass = pass;
        self.pending.clear();
        if pass == Pass::Check {
            self.told = None;
        }
        Ok(())
    }

    fn read(&mut self, most: usize) -> Result<Vec<ForeignSerial>, LedgerError> {
        let Some(mut at) = self.at.take() else {
            return Ok(Vec::new());
        };
        let mut rows = Vec::with_capacity(most.min(1 << 16));
        let mut is_end = false;
        while rows.len() < most {
            let line = match at.lines.next(|| Ok(())) {
                Ok(Some(line)) => line,
                Ok(None) => {
                    is_end = true;
                    break;
                }
                Err(error) => return Err(self.failed(&error)),
            };
            at.number += 1;
            match self.reader.row(at.number, line) {
                Some(Err(Refused { code, message })) if self.pass == Pass::Check => {
                    self.pending.push((at.number, code, message));
                }
                None | Some(Err(_)) => {}
                Some(Ok(row)) => {
                    let Some(line) = self.lines.get(&row.line) else {
                        let changed = io::Error::other("it changed while it was read");
                        return Err(self.failed(&changed));
                    };
                    rows.push(ForeignSerial {
                        row: at.number,
                        line: *line,
                        serial: row.serial,
                    });
                }
            }
        }
        if is_end && rows.is_empty() {
            self.tell().map_err(|error| self.failed(&error))?;
        }
        self.at = Some(at);
        Ok(rows)
    }

    fn refuse(&mut self, refused: Vec<Refusal>) -> Result<(), LedgerError> {
        let told = refused
            .into_iter()
            .map(|Refusal { row, kind }| (row, kind.code(), kind.to_string()));
        self.pending.extend(told);
        self.tell().map_err(|error| self.failed(&error))
    }
}
