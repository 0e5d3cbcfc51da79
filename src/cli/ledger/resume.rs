//! `unitmark ledger resume`.

use super::{print, scans};
use crate::cli::exit::{Exit, Stop};
use crate::cli::ledger_choice::LedgerArgs;
use crate::cli::record;
use crate::ledger::{Marks, Passed, Resume, Store};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Go on after a restore: the epoch rises, and the counters pass all that is known
///
/// This client's marks are looked at anyway. Those of other clients, and serials that exist, are best given with them: what nobody
/// tells is not passed. A serial that was only scanned, and stops its counter, is passed with --known alone, for anybody can invent one.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Marks of another client: its file, or its state folder
    #[arg(long, value_name = "FILE|FOLDER")]
    marks: Vec<PathBuf>,

    /// Serials or scans that exist, one a line: labels in stock, the last shipments
    #[arg(long, value_name = "FILE|-")]
    known: Vec<String>,

    /// A serial that was scanned and is none of this ledger's: it stops no counter any more
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
    let schemes = ledger.schemes()?;
    // What is not read for want of a key or a GTIN may be the scheme's too: the ledger says what is missing.
    let is_read = |serial: &str| {
        schemes
            .iter()
            .any(|scheme| !matches!(scheme.scheme().read(serial), Ok(None)))
    };
    let mut known = Vec::new();
    for file in &args.known {
        scans::lines(file, |_, text| {
            let scan = scans::parse(text);
            known.extend(scans::alone(text, &scan).filter(|scan| is_read(&scan.serial)));
            known.push(scan);
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
    // Writing to a String cannot fail.
    for passed in &resumed.moved {
        let _ = writeln!(
            text,
            "{}: {} numbers from {} are left out",
            counter(passed),
            passed.count,
            passed.first
        );
    }
    for passed in &resumed.twice {
        let last = passed.first.saturating_add(passed.count.saturating_sub(1));
        let _ = writeln!(
            text,
            "{}: numbers {} to {last} may be on two units, given out before the restore and again after it; set those units aside until \
             --marks of the other clients or their labels show it",
            counter(passed),
            passed.first
        );
    }
    if resumed.held > 0 {
        let held = resumed.held;
        let _ = writeln!(
            text,
            "{held} known serials are kept as foreign ones, which no scheme gives out"
        );
    }
    for serial in &resumed.scanned {
        let _ = writeln!(
            text,
            "serial {serial} was scanned and still stops its counter: --forget {serial} if nobody of yours gave it out, --known FILE if it \
             exists"
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

/// A counter, for people.
fn counter(passed: &Passed) -> String {
    let Passed {
        scheme,
        period,
        partition,
        ..
    } = passed;
    if partition.is_empty() {
        format!("{scheme} {period}")
    } else {
        format!("{scheme} {period} with {partition}")
    }
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
