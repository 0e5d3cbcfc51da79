//! Files that a command line names: read with a limit, and never written over where they have to stay.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::exit::Stop;
use crate::job::stays;

/// A template, a stock: nobody writes a longer one.
pub(super) const LONGEST_TEXT: u64 = 1 << 20;

/// A font, a picture.
pub(super) const LONGEST_ASSET: u64 = 1 << 26;

/// The bytes of a file. A device without an end is no file of this kind, and would fill the memory.
pub(super) fn read(name: &Path, most: u64) -> Result<Vec<u8>, Stop> {
    let shown = name.display();
    let bytes = bytes(name, most).map_err(|error| Stop::io(format!("{shown}: {error}")))?;
    if bytes.len() as u64 > most {
        return Err(Stop::invalid(format!(
            "{shown}: is longer than {} MiB, which no file of this kind is: name another",
            most >> 20
        )));
    }
    Ok(bytes)
}

/// The same as the system says it, one byte past the limit at the most.
fn bytes(name: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(name)?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file; what is no UTF-8 is told with its line and column.
pub(super) fn text(name: &Path, most: u64) -> Result<String, Stop> {
    String::from_utf8(read(name, most)?).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let before = String::from_utf8_lossy(bytes.get(..good).unwrap_or_default());
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default();
        let column = column.chars().count() + 1;
        let byte = bytes.get(good).copied().unwrap_or_default();
        Stop::invalid(format!(
            "{}:{line}:{column}: byte 0x{byte:02X} is not UTF-8: save the file as UTF-8",
            name.display()
        ))
    })
}

/// Refuses to write over what the command reads, a ledger or keys.
pub(super) fn refuse_overwrite(
    target: &Path,
    keeps: &[(PathBuf, &'static str)],
) -> Result<(), Stop> {
    match stays(target, keeps) {
        Some(what) => Err(Stop::usage(format!(
            "{} is {what}: name another file",
            target.display()
        ))),
        None => Ok(()),
    }
}
