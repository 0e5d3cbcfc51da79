//! One process at a time draws a run: two would print the same serials twice.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::ledger::{Run, Store};

use super::output::OutputError;
use super::print::PrintError;

/// A run held by this process until it is dropped, or the process ends however it may.
///
/// It is a locked file beside a ledger that is a file, else in the folder for temporary files: it keeps
/// processes of one machine apart.
#[derive(Debug)]
pub(super) struct Hold {
    name: PathBuf,
    file: File,
}

impl Hold {
    /// Holds the run; [`PrintError::RunBusy`] where another process does.
    pub(super) fn take(run: &Run, store: &dyn Store) -> Result<Self, PrintError> {
        let ledger = Path::new(store.place());
        let name = if ledger.is_file() {
            let mut name = ledger.as_os_str().to_owned();
            name.push(format!("-{}.lock", run.id));
            PathBuf::from(name)
        } else {
            std::env::temp_dir().join(format!("unitmark-{}-{}.lock", store.id(), run.id))
        };
        let failed = |error| OutputError {
            name: name.clone(),
            error,
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&name)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { name, file }),
            Err(TryLockError::WouldBlock) => Err(PrintError::RunBusy(run.id.to_string())),
            Err(TryLockError::Error(error)) => Err(failed(error).into()),
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // Removed while it is held: whoever opened it meanwhile holds a file without a name, and asks
        // the ledger again before it draws.
        let _ = std::fs::remove_file(&self.name);
        let _ = self.file.unlock();
    }
}
