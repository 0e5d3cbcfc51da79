//! The file of marks: lines are appended, by all processes of a client, and folded now and then.

use super::{Sights, text};
use crate::ledger::{LedgerError, LedgerErrorKind, LedgerId};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// A file that has grown beyond this is folded when it is read: 256 KiB, some thousand marks.
const LONG: usize = 256 << 10;

#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    ledger: LedgerId,
    file: Option<File>,
    is_read: bool,
    /// Lines that could not be written yet.
    waiting: String,
}

impl Log {
    pub(super) fn new(folder: &Path, ledger: &LedgerId) -> Self {
        Self {
            path: folder.join(format!("{ledger}.marks")),
            ledger: ledger.clone(),
            file: None,
            is_read: false,
            waiting: String::new(),
        }
    }

    /// What the file says; none where it was read before.
    pub(super) fn read(&mut self) -> Result<Option<Sights>, LedgerError> {
        if self.is_read {
            return Ok(None);
        }
        let text = self.whole().map_err(|error| self.error(&error))?;
        let mut sights = Sights::default();
        if !text.is_empty() {
            let (ledger, own) = text::parse(&text).map_err(|error| self.named(&error))?;
            if ledger != self.ledger {
                return Err(self.named(&format!("its marks are of ledger {ledger}")));
            }
            sights = own;
        }
        self.is_read = true;
        Ok(Some(sights))
    }

    /// The file's text under its lock, folded where it is long.
    fn whole(&mut self) -> io::Result<String> {
        let mut file = self.open()?;
        file.lock()?;
        let read = (|| {
            let mut text = String::new();
            file.rewind()?;
            file.read_to_string(&mut text)?;
            // What a crash cut off is not lengthened by the next line.
            let whole = text.rfind('\n').map_or(0, |end| end + 1);
            if whole < text.len() {
                file.set_len(whole as u64)?;
                text.truncate(whole);
            }
            if text.is_empty() {
                file.write_all(text::begin(&self.ledger).as_bytes())?;
            }
            if text.len() > LONG
                && let Ok((_, sights)) = text::parse(&text)
            {
                let folded = text::write(&self.ledger, &sights);
                if folded.len() < text.len() / 2 {
                    self.fold(&mut file, &folded)?;
                    text = folded;
                }
            }
            Ok(text)
        })();
        file.unlock()?;
        self.file = Some(file);
        read
    }

    /// Writes the file anew in its place, so that a process that has it open goes on in it.
    ///
    /// A crash in between leaves the whole text beside it, and a file that begins with what is whole.
    fn fold(&self, file: &mut File, folded: &str) -> io::Result<()> {
        let beside = self.path.with_extension("marks.new");
        fs::write(&beside, folded)?;
        file.set_len(0)?;
        file.write_all(folded.as_bytes())?;
        file.sync_data()?;
        fs::remove_file(&beside)
    }

    fn open(&mut self) -> io::Result<File> {
        if let Some(file) = self.file.take() {
            return Ok(file);
        }
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&self.path)?;
        let beside = self.path.with_extension("marks.new");
        if let Ok(text) = fs::read_to_string(&beside)
            && text::parse(&text).is_ok()
        {
            file.lock()?;
            // Another process may have folded it to the end meanwhile.
            if beside.exists() {
                let rest = text.lines().skip(2).map(|line| format!("{line}\n"));
                if file.metadata()?.len() == 0 {
                    file.write_all(text.as_bytes())?;
                } else {
                    file.write_all(rest.collect::<String>().as_bytes())?;
                }
                fs::remove_file(&beside)?;
            }
            file.unlock()?;
        }
        Ok(file)
    }

    /// Appends lines; what cannot be written waits for [`flush`](Self::flush).
    pub(super) fn append(&mut self, lines: &str) {
        self.waiting.push_str(lines);
        let _ = self.try_flush();
    }

    /// Writes what waits.
    pub(super) fn flush(&mut self) -> Result<(), LedgerError> {
        self.try_flush().map_err(|error| self.error(&error))
    }

    fn try_flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut file = self.open()?;
        file.lock()?;
        let written = (|| {
            let length = file.metadata()?.len();
            let written = file.write_all(self.waiting.as_bytes());
            if written.is_err() {
                // Half a line would spoil the next one.
                file.set_len(length)?;
            }
            written
        })();
        file.unlock()?;
        self.file = Some(file);
        written?;
        self.waiting.clear();
        Ok(())
    }

    fn error(&self, error: &io::Error) -> LedgerError {
        self.named(error)
    }

    fn named(&self, detail: &dyn core::fmt::Display) -> LedgerError {
        LedgerErrorKind::Marks {
            file: self.path.display().to_string(),
            detail: detail.to_string(),
        }
        .into()
    }
}
