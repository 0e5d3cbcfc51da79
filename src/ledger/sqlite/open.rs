//! Opening a ledger's file, making one, and refusing what is none.

use super::connection::Held;
use super::failure::at;
use super::file::File;
use super::{Inner, Sqlite, network, schema};
use crate::ledger::engine::Proved;
use crate::ledger::engine::begin::begin;
use crate::ledger::engine::failure::Failure;
use crate::ledger::{FORM, LedgerError, LedgerErrorKind, LedgerId, Marks};
use core::fmt::Write as _;
use core::time::Duration;
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, TransactionBehavior};
use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// How a ledger's file is opened.
///
/// ```
/// use unitmark::ledger::{LedgerId, SqliteOptions};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("ledger.db");
/// let now = "2026-04-15T08:00:00Z".parse()?;
/// SqliteOptions::default().create(&path, LedgerId::from_bytes([1, 2, 3, 4]), now)?;
///
/// let wanted = Some("7F3K2Q".parse()?);
/// let error = SqliteOptions { wanted, ..SqliteOptions::default() }.open(&path).unwrap_err();
/// assert_eq!(error.code(), "ledger-mismatch");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqliteOptions {
    /// Refuse a ledger that has another id.
    pub wanted: Option<LedgerId>,
    /// How long to wait for a lock that another process holds; 30 s by default.
    pub busy_timeout: Duration,
    /// The most pages of 4,096 bytes that the file may grow to (`PRAGMA max_page_count`); no limit of ours by default.
    pub max_pages: Option<u32>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            wanted: None,
            busy_timeout: Duration::from_secs(30),
            max_pages: None,
        }
    }
}

/// A ledger, and whether it was there before.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Sqlite,
    /// Whether it was made just now.
    pub created: bool,
}

impl Sqlite {
    /// Opens the ledger in this file, with the default options.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        SqliteOptions::default().open(path)
    }

    /// Makes a ledger in this file, which must not be there yet, with the default options.
    pub fn create(path: &Path, id: LedgerId, now: Timestamp) -> Result<Self, LedgerError> {
        SqliteOptions::default().create(path, id, now)
    }

    /// A ledger that is gone when it is dropped: for tests, and to try out what a run would give.
    pub fn in_memory(id: LedgerId, now: Timestamp) -> Result<Self, LedgerError> {
        let options = SqliteOptions::default();
        let fill = || -> Result<Connection, Failure> {
            let connection = Connection::open_in_memory()?;
            settle(&connection, options.busy_timeout)?;
            fill(&connection, &id, now)?;
            Ok(connection)
        };
        let connection = fill().map_err(|failure| at(failure, "memory", options.busy_timeout))?;
        Ok(options.sqlite(id, "memory".to_owned(), None, connection))
    }
}

impl SqliteOptions {
    /// Opens the ledger in this file.
    ///
    /// A file that may not be written is opened all the same, so that an auditor can look into a copy and prove it: whatever would
    /// change the ledger is then refused (`ledger-read-only`), and nothing is written beside it.
    pub fn open(&self, path: &Path) -> Result<Sqlite, LedgerError> {
        let place = path.display().to_string();
        let (connection, id, found) = self.open_any(path, &place)?;
        if found < FORM {
            let known = FORM;
            return Err(LedgerErrorKind::OlderSchema {
                place,
                found,
                known,
            }
            .into());
        }
        Ok(self.sqlite(id, place, Some(path.to_owned()), connection))
    }

    /// Opens a ledger of this form or an older one, and says which.
    fn open_any(
        &self,
        path: &Path,
        place: &str,
    ) -> Result<(Connection, LedgerId, i64), LedgerError> {
        let place = || place.to_owned();
        match fs::metadata(path) {
            Ok(found) if found.is_file() && found.len() > 0 => {}
            Ok(found) => {
                let detail = if found.is_file() {
                    "it is empty"
                } else {
                    "it is no file"
                }
                .to_owned();
                let place = place();
                return Err(LedgerErrorKind::NotALedger { place, detail }.into());
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(LedgerErrorKind::NotFound { place: place() }.into());
            }
            Err(error) => return Err(io_error("looking at the ledger's file", path, &error)),
        }
        network::refuse(path)?;
        let (connection, id, found) = self
            .connect(path, &place())
            .map_err(|failure| at(failure, &place(), self.busy_timeout))?;
        if let Some(wanted) = self.wanted.as_ref().filter(|wanted| **wanted != id) {
            return Err(LedgerErrorKind::LedgerMismatch {
                place: place(),
                wanted: wanted.clone(),
                found: id,
            }
            .into());
        }
        Ok((connection, id, found))
    }

    /// Makes a ledger in this file, which must not be there yet; its folder is made where it is missing.
    ///
    /// The file appears whole: it is filled beside its name, and linked to it only if the name is free.
    pub fn create(&self, path: &Path, id: LedgerId, now: Timestamp) -> Result<Sqlite, LedgerError> {
        let place = path.display().to_string();
        if let Some(wanted) = self.wanted.as_ref().filter(|wanted| **wanted != id) {
            let wanted = wanted.clone();
            return Err(LedgerErrorKind::LedgerMismatch {
                place,
                wanted,
                found: id,
            }
            .into());
        }
        if path.symlink_metadata().is_ok() {
            return Err(LedgerErrorKind::AlreadyThere { place }.into());
        }
        let folder = folder_of(path);
        fs::create_dir_all(folder)
            .map_err(|error| io_error("making the ledger's folder", folder, &error))?;
        network::refuse(path)?;
        let beside = |ending: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        // SQLite would play an old log into the new file.
        if let Some(old) = ["-wal", "-journal"]
            .map(beside)
            .into_iter()
            .find(|old| old.exists())
        {
            let detail = format!(
                "{} was left by a ledger that is gone; put that ledger back or move the file away",
                old.display()
            );
            return Err(LedgerErrorKind::NotALedger { place, detail }.into());
        }

        let draft = beside(&format!(".{id}-{}.new", std::process::id()));
        let filled = self
            .fill_draft(&draft, &id, now)
            .and_then(|()| claim(&draft, path, &place));
        remove_draft(&draft);
        filled?;
        sync_folder(path)?;
        self.open(path)
    }

    /// Opens the ledger in this file, or makes one where there is no file.
    ///
    /// Of several processes that do so at once, one makes it and all use it.
    pub fn open_or_create(&self, path: &Path, now: Timestamp) -> Result<Opened, LedgerError> {
        match self.open(path) {
            Err(error) if matches!(error.kind(), LedgerErrorKind::NotFound { .. }) => {}
            opened => {
                return Ok(Opened {
                    ledger: opened?,
                    created: false,
                });
            }
        }
        if self.wanted.is_some() {
            // A new ledger is never the one that was named.
            let place = path.display().to_string();
            return Err(LedgerErrorKind::NotFound { place }.into());
        }
        match self.create(path, LedgerId::random()?, now) {
            Err(error) if matches!(error.kind(), LedgerErrorKind::AlreadyThere { .. }) => {
                Ok(Opened {
                    ledger: self.open(path)?,
                    created: false,
                })
            }
            created => Ok(Opened {
                ledger: created?,
                created: true,
            }),
        }
    }

    /// Opens the file and reads what it is; changes nothing in it.
    fn connect(&self, path: &Path, place: &str) -> Result<(Connection, LedgerId, i64), Failure> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(named(path), flags)?;
        match self.identify(&connection, place) {
            // Where the folder may not be written either, SQLite cannot make the index of its log. Without a log there is nothing to
            // index, and nobody who writes.
            Err(Failure::Sqlite(error)) if is_read_only(&connection) && !has_log(path) => {
                let Some(name) = immutable(path) else {
                    return Err(error.into());
                };
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX
                    | OpenFlags::SQLITE_OPEN_URI;
                let connection = Connection::open_with_flags(name, flags)?;
                let (id, found) = self.identify(&connection, place)?;
                Ok((connection, id, found))
            }
            // With rights to write, what stands in the log could be read.
            Err(Failure::Sqlite(error))
                if is_read_only(&connection)
                    && error.sqlite_error_code() == Some(ErrorCode::CannotOpen) =>
            {
                let place = place.to_owned();
                Err(LedgerErrorKind::ReadOnly { place }.into())
            }
            identified => {
                let (id, found) = identified?;
                Ok((connection, id, found))
            }
        }
    }

    /// Reads what a file is.
    fn identify(&self, connection: &Connection, place: &str) -> Result<(LedgerId, i64), Failure> {
        settle(connection, self.busy_timeout)?;
        if let Some(pages) = self.max_pages {
            connection.pragma_update(None, "max_page_count", pages)?;
        }
        let not_a_ledger = |detail: &str| LedgerErrorKind::NotALedger {
            place: place.to_owned(),
            detail: detail.to_owned(),
        };
        let application: i64 =
            connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if application != schema::APPLICATION_ID {
            return Err(not_a_ledger("another program's SQLite database").into());
        }
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        is_known(found, place)?;
        let id: String = connection.query_row("SELECT id FROM ledger", [], |row| row.get(0))?;
        let id = id
            .parse()
            .map_err(|_| not_a_ledger("its id cannot be read"))?;
        Ok((id, found))
    }

    /// Brings a ledger that an older program made up to date; gives the form that it had.
    ///
    /// All of it happens in one transaction, or nothing. A ledger that is up to date stays as it is.
    pub fn migrate(&self, path: &Path) -> Result<(Sqlite, i64), LedgerError> {
        let place = path.display().to_string();
        let (mut connection, id, found) = self.open_any(path, &place)?;
        if found < FORM && is_read_only(&connection) {
            return Err(LedgerErrorKind::ReadOnly { place }.into());
        }
        let mut migrate = || -> Result<(), Failure> {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let found: i64 =
                transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            make_steps(&transaction, found)?;
            transaction.pragma_update(None, "user_version", FORM)?;
            transaction.commit()?;
            Ok(())
        };
        if found < FORM {
            migrate().map_err(|failure| at(failure, &place, self.busy_timeout))?;
        }
        let ledger = self.sqlite(id, place, Some(path.to_owned()), connection);
        Ok((ledger, found))
    }

    fn fill_draft(&self, draft: &Path, id: &LedgerId, now: Timestamp) -> Result<(), LedgerError> {
        let make = || -> Result<(), Failure> {
            let connection = Connection::open(named(draft))?;
            settle(&connection, self.busy_timeout)?;
            // The file keeps this setting; all that open it later use the log.
            connection.pragma_update(None, "journal_mode", "wal")?;
            fill(&connection, id, now)?;
            connection.close().map_err(|(_, error)| error)?;
            Ok(())
        };
        make().map_err(|failure| at(failure, &draft.display().to_string(), self.busy_timeout))
    }

    fn sqlite(
        &self,
        id: LedgerId,
        place: String,
        path: Option<PathBuf>,
        connection: Connection,
    ) -> Sqlite {
        let is_read_only = is_read_only(&connection);
        let inner = Mutex::new(Inner {
            connection,
            schemes: Proved::default(),
        });
        Sqlite {
            id,
            place,
            file: File::new(path),
            marks: Marks::default(),
            is_read_only,
            busy_timeout: self.busy_timeout,
            inner,
        }
    }
}

/// Whether the file may not be written.
fn is_read_only(connection: &Connection) -> bool {
    connection.is_readonly(MAIN_DB).unwrap_or(true)
}

/// Whether a log with something in it lies beside the file.
fn has_log(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    fs::metadata(PathBuf::from(name)).is_ok_and(|log| log.len() > 0)
}

/// The file as one that does not change while it is open, as SQLite writes that.
fn immutable(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let mut name = "file:".to_owned();
    for byte in path.to_str()?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                name.push(char::from(byte));
            }
            // Writing to a String cannot fail.
            byte => drop(write!(name, "%{byte:02X}")),
        }
    }
    Some(name + "?immutable=1")
}

/// A name that SQLite takes for that of a file: `file:ledger.db` would be an address to it, `:memory:` no file at all.
pub(super) fn named(path: &Path) -> Cow<'_, Path> {
    let bytes = path.as_os_str().as_encoded_bytes();
    if bytes.starts_with(b"file:") || bytes.starts_with(b":") {
        Path::new(".").join(path).into()
    } else {
        path.into()
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Without this a power cut may take a new name away after the first labels are out.
pub(super) fn sync_folder(path: &Path) -> Result<(), LedgerError> {
    let folder = folder_of(path);
    #[cfg(unix)]
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| io_error("writing the ledger's folder to the disk", folder, &error))?;
    Ok(())
}

/// Removes a file that was to become a ledger, and what SQLite has beside it.
pub(super) fn remove_draft(draft: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = draft.as_os_str().to_owned();
        name.push(ending);
        // What is not there need not be removed.
        let _ = fs::remove_file(PathBuf::from(name));
    }
}

/// Gives the draft its name, if that is still free.
pub(super) fn claim(draft: &Path, path: &Path, place: &str) -> Result<(), LedgerError> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => LedgerErrorKind::AlreadyThere {
            place: place.to_owned(),
        }
        .into(),
        _ => io_error("making the ledger's file", path, &error),
    };
    match fs::hard_link(draft, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(refused(error)),
        // A file system without links: take the name first, then put the ledger in its place.
        Err(_) => fs::File::create_new(path)
            .and_then(|_| fs::rename(draft, path))
            .map_err(refused),
    }
}

/// What holds for each connection, whatever the file says.
fn settle(connection: &Connection, busy_timeout: Duration) -> Result<(), Failure> {
    connection.busy_timeout(busy_timeout)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Else each statement is planned again for each value that it is given, which is a sixth of a reservation.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // macOS: a flush that reaches the platter. Nothing elsewhere.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(())
}

/// Makes the tables and writes the first event.
fn fill(connection: &Connection, id: &LedgerId, now: Timestamp) -> Result<(), Failure> {
    let transaction = connection.unchecked_transaction()?;
    transaction.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", FORM)?;
    make_tables(&transaction)?;
    let held = Held {
        transaction,
        marks: &Marks::default(),
        place: "",
    };
    begin(&held, id, now)?;
    held.transaction.commit()?;
    Ok(())
}

fn io_error(doing: &'static str, path: &Path, error: &io::Error) -> LedgerError {
    LedgerErrorKind::Io {
        doing,
        detail: format!("{}: {error}", path.display()),
    }
    .into()
}

/// Each table, index and trigger as it was made.
pub(super) fn schema_of(db: &Connection) -> Result<Vec<String>, Failure> {
    let mut statement =
        db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")?;
    let texts = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(texts)
}

/// The tables, indexes and triggers of a ledger that was made just now.
pub(super) fn schema_of_new() -> Result<Vec<String>, Failure> {
    let connection = Connection::open_in_memory()?;
    make_tables(&connection)?;
    schema_of(&connection)
}

fn make_tables(connection: &Connection) -> Result<(), Failure> {
    connection.execute_batch(schema::TABLES)?;
    for table in schema::APPEND_ONLY {
        connection.execute_batch(&schema::append_only(table))?;
    }
    make_steps(connection, 1)
}

/// Makes what came after the form that is there.
fn make_steps(connection: &Connection, found: i64) -> Result<(), Failure> {
    let done = usize::try_from(found - 1).unwrap_or_default();
    for step in schema::STEPS.iter().skip(done) {
        connection.execute_batch(step.tables)?;
        for table in step.append_only {
            connection.execute_batch(&schema::append_only(table))?;
        }
    }
    Ok(())
}

/// A form that this program knows, if not the newest.
fn is_known(found: i64, place: &str) -> Result<(), Failure> {
    let (place, known) = (place.to_owned(), FORM);
    if found > known {
        return Err(LedgerErrorKind::NewerSchema {
            place,
            found,
            known,
        }
        .into());
    }
    if found < 1 {
        let detail = "it has no form".to_owned();
        return Err(LedgerErrorKind::NotALedger { place, detail }.into());
    }
    Ok(())
}
