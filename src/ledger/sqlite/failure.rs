//! `SQLite`'s errors as the ledger's.

use crate::ledger::engine::failure::Failure;
use crate::ledger::{LedgerError, LedgerErrorKind};
use core::time::Duration;
use rusqlite::ErrorCode;

/// The error for callers, with the place that the step did not know.
pub(super) fn at(failure: Failure, place: &str, waited: Duration) -> LedgerError {
    match failure.common(place) {
        Ok(error) => error,
        Err(Failure::Sqlite(error)) => kind(&error, place, waited).into(),
        Err(_) => LedgerErrorKind::Io {
            doing: "working with the ledger's file",
            detail: "it was given up".to_owned(),
        }
        .into(),
    }
}

fn kind(error: &rusqlite::Error, place: &str, waited: Duration) -> LedgerErrorKind {
    let place = || place.to_owned();
    let detail = || error.to_string();
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed,
        ) => LedgerErrorKind::Busy {
            place: place(),
            seconds: waited.as_secs(),
        },
        Some(ErrorCode::DiskFull) => LedgerErrorKind::Full { place: place() },
        Some(ErrorCode::ReadOnly) => LedgerErrorKind::ReadOnly { place: place() },
        Some(ErrorCode::NotADatabase) => LedgerErrorKind::NotALedger {
            place: place(),
            detail: "no SQLite database".to_owned(),
        },
        None
        | Some(
            ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch,
        ) => LedgerErrorKind::Damaged {
            place: place(),
            detail: detail(),
        },
        Some(_) => LedgerErrorKind::Io {
            doing: "working with the ledger's file",
            detail: detail(),
        },
    }
}
