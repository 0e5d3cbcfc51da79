//! Scans from a command line, a file or a pipe, and which units they are.

use crate::cli::exit::Stop;
use crate::cli::lines::{Ending, Line, Lines};
use crate::key::Gtin;
use crate::ledger::{Known, LedgerError, LedgerId, Scanned, Store};
use crate::scan::{self, ReadOptions, Report};
use crate::serial::Scheme;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A scan in any form that a scanner or a person writes; a text that has no serial is one itself.
pub(super) fn parse(text: &str) -> Scanned {
    of_report(&scan::read(text.as_bytes(), &ReadOptions::default()), text)
}

/// The serial that a report has: with its GTIN in (21), or a whole key such as (00); else the text itself.
pub(super) fn of_report(report: &Report<'_>, text: &str) -> Scanned {
    let carried = Scheme::carriers()
        .filter(|_| report.is_ok())
        .find_map(|ai| Some((ai, report.get(ai)?)));
    match carried {
        Some((ai, serial)) => Scanned {
            gtin: report.gtin().and_then(|gtin| Gtin::parse(gtin).ok()),
            ai: Some(ai.to_owned()),
            serial: serial.to_owned(),
        },
        None => bare(text),
    }
}

/// A text that is the serial itself.
fn bare(text: &str) -> Scanned {
    Scanned {
        gtin: None,
        ai: None,
        serial: text.to_owned(),
    }
}

/// The other thing that a text may be: `8004000001` is a GIAI without its brackets, and a serial of ten digits.
pub(super) fn alone(text: &str, scan: &Scanned) -> Option<Scanned> {
    let is_one = text.starts_with(['(', ']', '^', '\u{1D}']) || text.contains([':', '\u{1D}']);
    (scan.ai.is_some() && !is_one).then(|| bare(text))
}

/// What the scans are; one that is nothing as it reads is what its text alone may be.
pub(super) fn look_up(
    ledger: &dyn Store,
    scans: &mut [Scanned],
    alone: &[Option<Scanned>],
) -> Result<Vec<Vec<Known>>, LedgerError> {
    let mut found = ledger.look_up(scans)?;
    let (places, others): (Vec<usize>, Vec<Scanned>) = found
        .iter()
        .zip(alone)
        .enumerate()
        .filter(|(_, (found, _))| found.is_empty())
        .filter_map(|(place, (_, alone))| Some((place, alone.clone()?)))
        .unzip();
    if others.is_empty() {
        return Ok(found);
    }
    for ((place, other), known) in places
        .into_iter()
        .zip(&others)
        .zip(ledger.look_up(&others)?)
    {
        if let (false, Some(scan), Some(found)) =
            (known.is_empty(), scans.get_mut(place), found.get_mut(place))
        {
            (*scan, *found) = (other.clone(), known);
        }
    }
    Ok(found)
}

/// Calls `each` with the number and the text of each line that is not empty.
pub(super) fn lines(
    file: &str,
    mut each: impl FnMut(u64, &str) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let failed = |error: io::Error| Stop::io(format!("{file}: {error}"));
    let input: Box<dyn Read> = if file == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(Path::new(file)).map_err(failed)?)
    };
    let mut lines = Lines::new(input, Ending::Newline);
    let mut number = 0;
    while let Some(line) = lines.next(|| Ok(())).map_err(failed)? {
        number += 1;
        let text = match line {
            Line::Bytes(bytes) => core::str::from_utf8(bytes).ok(),
            Line::TooLong => None,
        };
        match text.map(str::trim) {
            Some("") => {}
            Some(text) => each(number, text)?,
            None => {
                return Err(Stop::invalid(format!(
                    "{file}:{number}: no scan: it is too long or not UTF-8 [not-text]"
                )));
            }
        }
    }
    Ok(())
}

/// Whether a text is written as data of GS1, right or wrong, and not as a serial alone.
pub(super) fn looks_like_data(text: &str) -> bool {
    text.starts_with(['(', ']', '^', '\u{1D}']) || text.contains("://") || text.starts_with("urn:")
}

/// The one unit that a scan means, or why there is none: a code and a sentence.
pub(super) fn one<'k>(
    scan: &Scanned,
    found: &'k [Known],
    ledger: &LedgerId,
) -> Result<&'k Known, (&'static str, String)> {
    // What was issued without a product contradicts none; where one is named, its own unit is the one that is meant.
    let named = found.iter().any(|known| known.gtin == scan.gtin);
    let mut own = found.iter().filter(|known| {
        scan.gtin.is_none() || known.gtin == scan.gtin || (!named && known.gtin.is_none())
    });
    match (own.next(), own.next()) {
        (Some(known), None) => Ok(known),
        (Some(_), Some(_)) => Err((
            "ambiguous",
            format!(
                "several units carry serial {}; scan the whole symbol, in which the GTIN or the key's AI stands with it",
                scan.serial
            ),
        )),
        (None, _) => Err(match found.first() {
            Some(other) => (
                "wrong-product",
                format!(
                    "serial {} was issued for GTIN {}, not for this one",
                    scan.serial,
                    other.gtin.as_ref().map_or("none", |gtin| gtin.as_str())
                ),
            ),
            None => (
                "never-issued",
                format!("ledger {ledger} never issued serial {}", scan.serial),
            ),
        }),
    }
}
