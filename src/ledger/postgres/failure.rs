//! PostgreSQL's errors as the ledger's, by SQLSTATE.

use crate::ledger::engine::failure::Failure;
use crate::ledger::{LedgerError, LedgerErrorKind};
use core::error::Error as _;
use core::time::Duration;

fn state(failure: &Failure) -> Option<&str> {
    match failure {
        Failure::Postgres(error) => error.code().map(tokio_postgres::error::SqlState::code),
        _ => None,
    }
}

/// Whether the connection was lost, or the server is stopping or starting.
pub(super) fn is_lost(failure: &Failure) -> bool {
    match (failure, state(failure)) {
        (_, Some(state)) => state.starts_with("57P") || state.starts_with("08"),
        (Failure::Postgres(_), None) => true,
        (Failure::Rule(error), _) => {
            matches!(error.kind(), LedgerErrorKind::Io { .. })
        }
        _ => false,
    }
}

/// Whether another writer came between, so that the same work may succeed now: a serialisation failure, a deadlock, or a row that
/// the other one made first.
pub(super) fn is_again(failure: &Failure) -> bool {
    matches!(state(failure), Some("40001" | "40P01" | "23505"))
}

/// The error for callers, with the place that the step did not know.
pub(super) fn at(failure: Failure, place: &str, waited: Duration) -> LedgerError {
    let error = match failure.common(place) {
        Ok(error) => return error,
        Err(Failure::Postgres(error)) => error,
        Err(_) => {
            return LedgerErrorKind::Io {
                doing: "working with the server",
                detail: "it was given up".to_owned(),
            }
            .into();
        }
    };
    let place = place.to_owned();
    let Some(server) = error.as_db_error() else {
        // The driver's message says which step failed, its source why.
        let mut detail = format!("{place}: {error}");
        if let Some(source) = error.source() {
            detail = format!("{detail}: {source}");
        }
        return LedgerErrorKind::Io {
            doing: "talking to the server",
            detail,
        }
        .into();
    };
    let detail = server.message().to_owned();
    match server.code().code() {
        "55P03" | "40001" | "40P01" => LedgerErrorKind::Busy {
            place,
            seconds: waited.as_secs(),
        },
        "53100" | "53200" => LedgerErrorKind::Full { place },
        "42501" => LedgerErrorKind::NotPermitted { place, detail },
        "25006" => LedgerErrorKind::ReadOnly { place },
        // Tables or columns that are missing, rows that the rules forbid.
        state if state.starts_with("42") || state.starts_with("23") || state.starts_with("XX") => {
            LedgerErrorKind::Damaged { place, detail }
        }
        _ => LedgerErrorKind::Io {
            doing: "talking to the server",
            detail: format!("{place}: {detail}"),
        },
    }
    .into()
}
