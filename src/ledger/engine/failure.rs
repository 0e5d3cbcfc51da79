//! What went wrong inside, before it is known which ledger it was.

use crate::ledger::{LedgerError, LedgerErrorKind};

/// A step inside a transaction either meets the database's error or a rule of the ledger.
#[derive(Debug)]
pub(in crate::ledger) enum Failure {
    #[cfg(feature = "sqlite")]
    Sqlite(rusqlite::Error),
    #[cfg(feature = "postgres")]
    Postgres(tokio_postgres::Error),
    Rule(LedgerError),
    /// A row that this program would not have written.
    Damaged(String),
    /// A row that may be missing is missing.
    NoRow,
    /// What was begun beside other writers has to be begun again alone.
    #[cfg(feature = "postgres")]
    NotAlone,
}

/// What a step inside a transaction gives.
pub(in crate::ledger) type Step<T> = Result<T, Failure>;

#[cfg(feature = "sqlite")]
impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

#[cfg(feature = "postgres")]
impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Postgres(error)
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
    pub(in crate::ledger) fn missing_key(self) -> Step<LedgerError> {
        match self {
            Self::Rule(error) if error.kind().code() == "key-missing" => Ok(error),
            other => Err(other),
        }
    }

    /// The rule or damage that it is, whatever the engine; the engine's own error otherwise.
    pub(in crate::ledger) fn common(self, place: &str) -> Result<LedgerError, Self> {
        let damaged = |detail: String| {
            let place = place.to_owned();
            LedgerErrorKind::Damaged { place, detail }.into()
        };
        match self {
            Self::Rule(error) => Ok(error),
            Self::Damaged(detail) => Ok(damaged(detail)),
            Self::NoRow => Ok(damaged("a row that belongs there is missing".to_owned())),
            failure => Err(failure),
        }
    }

    /// Whether the database could not be read, so that `verify` tells of it instead of giving up.
    pub(in crate::ledger) fn damage(&self) -> Option<String> {
        match self {
            Self::Damaged(detail) => Some(detail.clone()),
            Self::NoRow => Some("a row that belongs there is missing".to_owned()),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(error) => {
                use rusqlite::ErrorCode;
                let damaged = error.sqlite_error_code().is_none_or(|code| {
                    matches!(
                        code,
                        ErrorCode::DatabaseCorrupt
                            | ErrorCode::NotADatabase
                            | ErrorCode::TypeMismatch
                            | ErrorCode::Unknown
                    )
                });
                damaged.then(|| error.to_string())
            }
            // Class XX: internal error, a page or an index that cannot be read.
            #[cfg(feature = "postgres")]
            Self::Postgres(error) => error
                .as_db_error()
                .filter(|error| error.code().code().starts_with("XX"))
                .map(|error| error.message().to_owned()),
            _ => None,
        }
    }
}
