//! `unitmark ledger gaps`.

use super::print;
use super::share::shares;
use super::show::{counter_json, counter_name};
use crate::cli::exit::{Exit, Stop};
use crate::cli::format::OneFormat;
use crate::cli::ledger_choice::LedgerArgs;
use crate::ledger::{CounterGaps, Fate, Range, UnitState};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The fates, in the order of a sum.
const FATES: [&str; 6] = [
    "printed",
    "allocated",
    "unknown",
    "foreign",
    "lost",
    "unexplained",
];

pub(super) fn run(ledger: &LedgerArgs, format: OneFormat) -> Result<Exit, Stop> {
    let gaps = ledger.open()?.gaps()?;
    match format {
        OneFormat::Text => print(&gaps.iter().map(counter_text).collect::<String>())?,
        OneFormat::Json => print(&format!(
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
    if counter.passed() > 0 {
        // Numbers without a unit have no state, and are of the sum.
        let stateless =
            ["lost", "unexplained"].map(|fate| (fate, found.sum(|own| own.name() == fate)));
        let states = found.states().into_iter();
        let all: Vec<(&str, u64)> = states
            .map(|(state, count)| (state.name(), count))
            .chain(stateless.into_iter().filter(|(_, count)| *count > 0))
            .collect();
        let counts: Vec<u64> = all.iter().map(|(_, count)| *count).collect();
        let parts: Vec<String> = all
            .iter()
            .zip(shares(&counts))
            .map(|((name, count), share)| format!("{count} {name} ({share} %)"))
            .collect();
        let _ = writeln!(text, "  {}", parts.join(" + "));
    }
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
        let states = match range.states.as_slice() {
            [] => String::new(),
            [(state, _)] => format!(": {state}"),
            states => {
                let sums = states
                    .iter()
                    .map(|(state, count)| format!("{count} {state}"));
                format!(": {}", sums.collect::<Vec<_>>().join(" + "))
            }
        };
        let _ = writeln!(
            text,
            "  {first}..{last} ({count}) {}{whose}{serials}{states}",
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

fn states_json(states: impl Iterator<Item = (UnitState, u64)>) -> Value {
    let fields = states.map(|(state, count)| (state.name().to_owned(), json!(count)));
    Value::Object(fields.collect())
}

fn counter_value(found: &CounterGaps) -> Value {
    let ranges = found.ranges.iter().map(|range| {
        let serials = range.serials.as_ref();
        let whose = whose(&range.fate);
        let (run, key) = match &range.fate {
            Fate::Foreign { .. } => (None, whose),
            _ => (whose, None),
        };
        json!({
            "first": range.first,
            "count": range.count,
            "fate": range.fate.name(),
            "run": run,
            "key": key,
            "states": states_json(range.states.iter().copied()),
            "first_serial": serials.map(|(first, _)| first),
            "last_serial": serials.map(|(_, last)| last),
        })
    });
    let sums = FATES.map(|fate| (fate.to_owned(), found.sum(|own| own.name() == fate).into()));
    json!({
        "counter": counter_json(&found.counter),
        "passed": found.counter.passed(),
        "sums": Value::Object(sums.into_iter().collect()),
        "states": states_json(found.states().into_iter()),
        "ranges": ranges.collect::<Value>(),
    })
}
