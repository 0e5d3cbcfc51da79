//! Scans from a command line, a file or a pipe, and which units they are.

use crate::cli::exit::Stop;
use crate::cli::lines::{Ending, Line, Lines};
use crate::key::Gtin;
use crate::ledger::{Known, LedgerId, Scanned};
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
        .find_map(|ai| report.get(ai));
    match carried {
        Some(serial) => Scanned {
            gtin: report.gtin().and_then(|gtin| Gtin::parse(gtin).ok()),
            serial: serial.to_owned(),
        },
        None => Scanned {
            gtin: None,
            serial: text.to_owned(),
        },
    }
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
    let mut own = found
        .iter()
        .filter(|known| scan.gtin.is_none() || known.gtin == scan.gtin);
    match (own.next(), own.next()) {
        (Some(known), None) => Ok(known),
        (Some(_), Some(_)) => Err((
            "ambiguous",
            format!(
                "several products carry serial {}; scan the GTIN with it",
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
