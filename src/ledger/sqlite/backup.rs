//! A copy of the whole ledger, made while others write.

use super::{Sqlite, SqliteOptions, failure, network, open};
use crate::ledger::engine::failure::Step;
use crate::ledger::{LedgerError, LedgerErrorKind, Store as _, Verification};
use core::time::Duration;
use jiff::Timestamp;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};

/// Copies the ledger beside the file's name, proves the copy, and gives it its name.
pub(super) fn copy(
    ledger: &Sqlite,
    file: &Path,
    now: Timestamp,
) -> Result<Verification, LedgerError> {
    let place = file.display().to_string();
    if file.symlink_metadata().is_ok() {
        return Err(LedgerErrorKind::AlreadyThere { place }.into());
    }
    network::refuse(file)?;
    let mut draft = file.as_os_str().to_owned();
    draft.push(format!(".{}-{}.new", ledger.id, std::process::id()));
    let draft = PathBuf::from(draft);
    let made = draw(ledger, &draft)
        .map_err(|failure| failure::at(failure, &place, ledger.busy_timeout))
        .and_then(|()| prove(ledger, &draft, now))
        .and_then(|verification| {
            open::claim(&draft, file, &place)?;
            Ok(verification)
        });
    open::remove_draft(&draft);
    let verification = made?;
    open::sync_folder(file)?;
    Ok(verification)
}

fn draw(ledger: &Sqlite, draft: &Path) -> Step<()> {
    let mut copy = Connection::open(open::named(draft))?;
    copy.pragma_update(None, "synchronous", "FULL")?;
    match ledger.file.path() {
        // By a connection of its own, in one step: it sees one state, and writers go on meanwhile.
        Some(path) if !ledger.is_read_only => {
            let own =
                Connection::open_with_flags(open::named(path), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            own.busy_timeout(ledger.busy_timeout)?;
            transfer(&own, &mut copy)?;
        }
        _ => transfer(&ledger.lock().connection, &mut copy)?,
    }
    // One file, without a log beside it, until it is opened as a ledger.
    copy.pragma_update(None, "journal_mode", "delete")?;
    copy.pragma_update(None, "journal_mode", "wal")?;
    copy.close().map_err(|(_, error)| error)?;
    fs::File::open(draft)
        .and_then(|file| file.sync_all())
        .map_err(|error| LedgerErrorKind::Io {
            doing: "writing the backup to the disk",
            detail: error.to_string(),
        })?;
    Ok(())
}

fn transfer(from: &Connection, to: &mut Connection) -> Step<()> {
    Backup::new(from, to)?.run_to_completion(i32::MAX, Duration::from_millis(5), None)?;
    Ok(())
}

/// The copy agrees with itself, and with the ledger that it was made of.
fn prove(ledger: &Sqlite, draft: &Path, now: Timestamp) -> Result<Verification, LedgerError> {
    let copy = SqliteOptions {
        wanted: Some(ledger.id.clone()),
        ..SqliteOptions::default()
    }
    .open(draft)?;
    let keys = ledger.lock().schemes.keys().clone();
    let copy = copy.with_keys(keys);
    let verification = copy.verify(None)?;
    let place = || draft.display().to_string();
    if let Some(finding) = verification.findings.first() {
        return Err(LedgerErrorKind::Damaged {
            place: place(),
            detail: format!("{}: {}", finding.kind.code(), finding.message),
        }
        .into());
    }
    // What was written meanwhile comes after the copy's ends, and leaves them standing.
    let against = ledger.verify(Some(&copy.heads(now)?))?;
    match against
        .findings
        .iter()
        .find(|finding| finding.kind.code() == "head-missing")
    {
        Some(finding) => Err(LedgerErrorKind::Damaged {
            place: place(),
            detail: finding.message.clone(),
        }
        .into()),
        None => Ok(verification),
    }
}
