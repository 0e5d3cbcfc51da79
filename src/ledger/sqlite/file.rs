//! Whether the name still means the file that was opened.

use super::schema::APPLICATION_ID;
use crate::ledger::LedgerErrorKind;
use crate::ledger::engine::failure::Step;
use std::io::Read as _;
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

/// Whether a file is a ledger, as its first bytes say (the database header, `application_id` at byte 68); it is not opened as
/// one.
pub fn is_ledger_file(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(72).read_to_end(&mut start));
    let id = start.get(68..72).and_then(|id| id.try_into().ok());
    read.is_ok()
        && start.starts_with(b"SQLite format 3\0")
        && id.map(u32::from_be_bytes).map(i64::from) == Some(APPLICATION_ID)
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
