//! `unitmark ledger gaps`.

use super::show::{counter_json, counter_name};
use super::{Format, print};
use crate::cli::exit::{Exit, Stop};
use crate::cli::ledger_choice::LedgerArgs;
use crate::ledger::{CounterGaps, Fate, Range};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The fates, in the order of a sum.
const FATES: [&str; 5] = ["printed", "allocated", "unknown", "foreign", "unexplained"];

pub(super) fn run(ledger: &LedgerArgs, format: Format) -> Result<Exit, Stop> {
    let gaps = ledger.open()?.gaps()?;
    match format {
        Format::Text => print(&gaps.iter().map(counter_text).collect::<String>())?,
        Format::Json => print(&format!(
            "{}\n",
            gaps.iter().map(counter_value).collect::<Value>()
        ))?,
    };
    // A number that nothing explains is what `verify` finds too.
    let damaged = gaps
        .iter()
        .any(|found| found.sum(|fate| *fate == Fate::Unexplained) > 0);
    Ok(if damaged { Exit::Invalid } else { Exit::Valid })
}

fn counter_text(found: &CounterGaps) -> String {
    let counter = &found.counter;
    let mut text = format!(
        "{}: {} numbers passed",
        counter_name(counter),
        counter.passed()
    );
    for fate in FATES {
        let sum = found.sum(|own| own.name() == fate);
        if sum > 0 {
            let _ = write!(text, ", {sum} {fate}");
        }
    }
    text.push('\n');
    for range in &found.ranges {
        let Range {
            first, count, fate, ..
        } = range;
        let last = first + (count - 1);
        let serials = match &range.serials {
            Some((one, other)) if one == other => format!(" {one}"),
            Some((one, other)) => format!(" {one}..{other}"),
            None => String::new(),
        };
        let whose = whose(fate).map_or(String::new(), |whose| format!(" {whose}"));
        let _ = writeln!(
            text,
            "  {first}..{last} ({count}) {}{whose}{serials}",
            fate.name()
        );
    }
    text
}

/// The run, or the product of a foreign serial.
fn whose(fate: &Fate) -> Option<&str> {
    match fate {
        Fate::Printed(run) | Fate::Allocated(run) | Fate::Unknown(run) => Some(run.as_str()),
        Fate::Foreign { key, .. } => Some(key),
        Fate::Lost | Fate::Unexplained => None,
    }
}

fn counter_value(found: &CounterGaps) -> Value {
    let ranges = found.ranges.iter().map(|range| {
        let serials = range.serials.as_ref();
        let run = match &range.fate {
            Fate::Printed(run) | Fate::Allocated(run) | Fate::Unknown(run) => Some(run.as_str()),
            Fate::Foreign { .. } | Fate::Lost | Fate::Unexplained => None,
        };
        json!({
            "first": range.first,
            "count": range.count,
            "fate": range.fate.name(),
            "run": run,
            "first_serial": serials.map(|(first, _)| first),
            "last_serial": serials.map(|(_, last)| last),
        })
    });
    let sums = FATES.map(|fate| (fate.to_owned(), found.sum(|own| own.name() == fate).into()));
    json!({
        "counter": counter_json(&found.counter),
        "passed": found.counter.passed(),
        "sums": Value::Object(sums.into_iter().collect()),
        "ranges": ranges.collect::<Value>(),
    })
}
