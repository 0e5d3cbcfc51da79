//! `unitmark ledger mark`.

use super::show::move_text;
use super::{print, scans};
use crate::cli::exit::{Exit, Stop};
use crate::cli::ledger_choice::LedgerArgs;
use crate::cli::record;
use crate::ledger::{LedgerErrorKind, Move, Scanned, Store, UnitKey, UnitState};
use jiff::Timestamp;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

/// Record what became of units: all of them move, or none
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where they go: allocated, encoded, printed, commissioned, shipped, returned, sampled, scrapped, voided, destroyed, released
    state: UnitState,

    /// Scans or serials, or one file with a scan a line; standard input without any
    #[arg(value_name = "SCAN|FILE|-")]
    what: Vec<String>,

    /// Who says so [default: `UNITMARK_ACTOR`, else user and host]
    #[arg(long, value_name = "WHO", value_parser = record::name)]
    by: Option<String>,

    /// Why; needed for voided and destroyed
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    #[command(flatten)]
    ledger: LedgerArgs,
}

/// Returned units that are told with the shipment they left with; of more, `show` tells it one by one.
const MATCHED: usize = 1000;

/// Says with which shipment each returned unit had left.
fn told_shipped(
    ledger: &dyn Store,
    scans: &[(String, Scanned)],
    units: &[UnitKey],
) -> Result<(), Stop> {
    let mut text = String::new();
    for ((_, scan), unit) in scans.iter().zip(units).take(MATCHED) {
        let moves = ledger.history(*unit)?;
        let left = moves
            .into_iter()
            .rev()
            .find(|own| own.to == UnitState::Shipped);
        if let Some(left) = left {
            let _ = writeln!(text, "{}\t{}", scan.serial, move_text(left));
        }
    }
    print(&text)?;
    Ok(())
}

/// A scan that no ledger knows, and that was meant as a file.
fn refuse_file(text: &str) -> Result<(), Stop> {
    const ENDINGS: [&str; 5] = ["csv", "json", "jsonl", "tsv", "txt"];
    let path = Path::new(text);
    if path.is_file() {
        return Err(Stop::usage(format!(
            "{text} is a file: name one file alone, or give the lines of several with `-` on standard input; nothing was recorded"
        )));
    }
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is_listed =
        ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()));
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if is_listed || path.is_absolute() || folder.is_some_and(Path::is_dir) {
        return Err(Stop::io(format!(
            "{text}: there is no such file, and no such serial was issued; nothing was recorded"
        )));
    }
    Ok(())
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let ledger = args.ledger.open()?;
    let mut scans: Vec<(String, Scanned)> = Vec::new();
    let mut alone = Vec::new();
    let mut keep = |place: String, text: &str| {
        let scan = scans::parse(text);
        alone.push(scans::alone(text, &scan));
        scans.push((place, scan));
    };
    let file = match args.what.as_slice() {
        [] => Some("-"),
        [one] if one == "-" || Path::new(one).is_file() => Some(one.as_str()),
        _ => None,
    };
    match file {
        Some(file) => scans::lines(file, |number, text| {
            keep(format!("{file}:{number}"), text);
            Ok(())
        })?,
        None => args.what.iter().for_each(|text| keep(text.clone(), text)),
    }
    let mut asked: Vec<Scanned> = scans.iter().map(|(_, scan)| scan.clone()).collect();
    let known = scans::look_up(&*ledger, &mut asked, &alone)?;
    for ((_, scan), asked) in scans.iter_mut().zip(asked) {
        *scan = asked;
    }
    let mut units = Vec::with_capacity(scans.len());
    let mut seen: HashMap<UnitKey, &str> = HashMap::with_capacity(scans.len());
    let mut refused = Vec::new();
    for ((place, scan), found) in scans.iter().zip(known) {
        let known = scans::one(scan, &found, ledger.id());
        match known.map(|known| (known.key, seen.insert(known.key, place))) {
            Ok((key, None)) => units.push(key),
            Ok((_, Some(before))) => refused.push(format!(
                "{place}: serial {} stands at {before} already; set both units aside where two carry it, leave one line out where \
                 one was scanned twice [seen-twice]",
                scan.serial
            )),
            Err((code, message)) => {
                if file.is_none() && found.is_empty() {
                    refuse_file(place)?;
                }
                refused.push(format!("{place}: {message} [{code}]"));
            }
        }
    }
    if !refused.is_empty() {
        return Err(Stop::all(Exit::Invalid, refused).and("nothing was recorded"));
    }
    let change = Move {
        at: Timestamp::now(),
        by: record::holder(args.by.as_deref())?,
        to: args.state,
        reason: args.reason.clone(),
    };
    let moved = ledger.move_units(&change, &units).map_err(|error| {
        let place = match error.kind() {
            LedgerErrorKind::StateNotAllowed { unit, .. } => units
                .iter()
                .position(|own| own == unit)
                .and_then(|at| scans.get(at)),
            _ => None,
        };
        let stop = Stop::from(error);
        match place {
            Some((place, scan)) => stop.and(format!(
                "{place}: serial {}; nothing was recorded",
                scan.serial
            )),
            None => stop,
        }
    })?;
    if args.state == UnitState::Returned {
        told_shipped(&*ledger, &scans, &units)?;
    }
    print(&format!("{moved} units {}\n", args.state))
}
