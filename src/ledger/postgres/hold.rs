//! A run held by an advisory lock of a session of its own: the server gives it up with the session.

use super::connection::Session;
use crate::ledger::engine::failure::Step;
use crate::ledger::{Hold, LedgerErrorKind, LedgerId, RunId};
use std::sync::Mutex;

/// The session is only dropped, never shared; the lock around it says so to the compiler.
struct Locked(Mutex<Session>);

/// Holds the run by this session.
pub(super) fn take(mut session: Session, ledger: &LedgerId, run: &RunId) -> Step<Hold> {
    let lock = super::lock_of(&format!("run {run} of ledger {ledger}"));
    let free: bool = session
        .client
        .query_one("SELECT pg_try_advisory_lock($1)", &[&lock])?
        .try_get(0)?;
    if free {
        Ok(Hold::by(Locked(Mutex::new(session))))
    } else {
        Err(LedgerErrorKind::RunBusy { run: run.clone() }.into())
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        // Said at once; a session that is only closed may linger for a moment.
        if let Ok(session) = self.0.get_mut() {
            session.client.farewell("SELECT pg_advisory_unlock_all()");
        }
    }
}
