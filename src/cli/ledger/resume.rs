//! `unitmark ledger resume`.

use super::{print, scans};
use crate::cli::exit::{Exit, Stop};
use crate::cli::ledger_choice::LedgerArgs;
use crate::cli::record;
use crate::ledger::{Marks, Resume, Store};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Go on after a restore: the epoch rises, and the counters pass all that is known
///
/// This client's marks are looked at anyway. Those of other clients, and serials that exist, are best given with them: what nobody
/// tells is not passed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Marks of another client: its file, or its state folder
    #[arg(long, value_name = "FILE|FOLDER")]
    marks: Vec<PathBuf>,

    /// Serials or scans that exist, one a line: labels in stock, the last shipments
    #[arg(long, value_name = "FILE|-")]
    known: Vec<String>,

    /// A serial that was scanned and is none of this ledger's
    #[arg(long, value_name = "SERIAL")]
    forget: Vec<String>,

    /// Who says so [default: `UNITMARK_ACTOR`, else user and host]
    #[arg(long, value_name = "WHO", value_parser = record::name)]
    by: Option<String>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    #[command(flatten)]
    ledger: LedgerArgs,
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let ledger = args.ledger.open()?;
    let mut known = Vec::new();
    for file in &args.known {
        scans::lines(file, |_, text| {
            known.push(scans::parse(text));
            Ok(())
        })?;
    }
    let marks = args
        .marks
        .iter()
        .map(|path| read(path, &*ledger))
        .collect::<Result<_, _>>()?;
    let resumed = ledger.resume(&Resume {
        at: Timestamp::now(),
        by: record::holder(args.by.as_deref())?,
        reason: args.reason.clone(),
        marks,
        known,
        forget: args.forget.clone(),
    })?;
    let mut text = String::new();
    for passed in &resumed.moved {
        let partition = if passed.partition.is_empty() {
            String::new()
        } else {
            format!(" with {}", passed.partition)
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{} {}{partition}: {} numbers from {} are left out",
            passed.scheme, passed.period, passed.count, passed.first
        );
    }
    let _ = writeln!(
        text,
        "ledger {} goes on in epoch {}, {} counters moved",
        ledger.id(),
        resumed.epoch,
        resumed.moved.len()
    );
    print(&text)
}

/// The marks of another client of the same ledger.
fn read(path: &Path, ledger: &dyn Store) -> Result<Marks, Stop> {
    let name = format!("{}.marks", ledger.id());
    let file = [path.join("marks").join(&name), path.join(&name)]
        .into_iter()
        .find(|file| file.is_file())
        .unwrap_or_else(|| path.to_owned());
    let text = std::fs::read_to_string(&file)
        .map_err(|error| Stop::io(format!("{}: {error}", file.display())))?;
    let (own, marks) = Marks::parse(&text).map_err(|error| {
        Stop::invalid(format!("{}: {error} [{}]", file.display(), error.code()))
    })?;
    if own == *ledger.id() {
        return Ok(marks);
    }
    Err(Stop::invalid(format!(
        "{}: these are marks of ledger {own}, this is {} [bad-marks]",
        file.display(),
        ledger.id()
    )))
}
