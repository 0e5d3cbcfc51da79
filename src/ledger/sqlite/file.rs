//! Whether the name still means the file that was opened.

use crate::ledger::LedgerErrorKind;
use crate::ledger::engine::failure::Step;
use std::path::{Path, PathBuf};

/// A ledger's file as it was opened; nothing where the ledger is in memory.
#[derive(Debug)]
pub(super) struct File {
    path: Option<PathBuf>,
    inode: Option<(u64, u64)>,
}

impl File {
    pub(super) fn new(path: Option<PathBuf>) -> Self {
        let inode = path.as_deref().and_then(inode);
        Self { path, inode }
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// A file that was taken away or replaced goes on working for who has it open, and its serials are lost with it.
    pub(super) fn refuse_another(&self, place: &str) -> Step<()> {
        if self.path.as_deref().and_then(inode) == self.inode {
            return Ok(());
        }
        let place = place.to_owned();
        Err(LedgerErrorKind::Replaced { place }.into())
    }
}

/// Which file a name means: its device and number. Elsewhere than on Unix an open file cannot be replaced.
fn inode(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let found = path.metadata().ok()?;
        Some((found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}
