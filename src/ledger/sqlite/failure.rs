//! What went wrong inside, before it is known which ledger it was.

use crate::ledger::{LedgerError, LedgerErrorKind};
use core::time::Duration;
use rusqlite::ErrorCode;

/// A step inside a transaction either meets the database's error or a rule of the ledger.
#[derive(Debug)]
pub(super) enum Failure {
    Sql(rusqlite::Error),
    Rule(LedgerError),
    /// A row that this program would not have written.
    Damaged(String),
}

/// What a step inside a transaction gives.
pub(super) type Step<T> = Result<T, Failure>;

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Self::Rule(error)
    }
}

impl From<LedgerErrorKind> for Failure {
    fn from(kind: LedgerErrorKind) -> Self {
        Self::Rule(kind.into())
    }
}

impl Failure {
    /// Itself again, unless it is that a scheme's key is missing.
    pub(super) fn missing_key(self) -> Step<LedgerError> {
        match self {
            Self::Rule(error) if error.kind().code() == "key-missing" => Ok(error),
            other => Err(other),
        }
    }

    /// The error for callers, with the place that the step did not know.
    pub(super) fn at(self, place: &str, waited: Duration) -> LedgerError {
        match self {
            Self::Rule(error) => error,
            Self::Sql(error) => kind(&error, place, waited).into(),
            Self::Damaged(detail) => {
                let place = place.to_owned();
                LedgerErrorKind::Damaged { place, detail }.into()
            }
        }
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
