//! A run held by a locked file, which the system lets go of when the process ends.

use crate::ledger::{Hold, LedgerError, LedgerErrorKind, RunId};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;

struct Locked {
    name: PathBuf,
    file: File,
}

/// Holds the run by the file of that name.
pub(super) fn take(name: PathBuf, run: &RunId) -> Result<Hold, LedgerError> {
    let failed = |error: std::io::Error| LedgerErrorKind::Io {
        doing: "holding the run",
        detail: format!("{}: {error}", name.display()),
    };
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Hold::by(Locked { name, file })),
        Err(TryLockError::WouldBlock) => Err(LedgerErrorKind::RunBusy { run: run.clone() }.into()),
        Err(TryLockError::Error(error)) => Err(failed(error).into()),
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        // Removed while it is held: whoever opened it meanwhile holds a file without a name, and asks
        // the ledger again before it draws.
        let _ = std::fs::remove_file(&self.name);
        let _ = self.file.unlock();
    }
}
