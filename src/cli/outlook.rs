//! Says that a counter comes to its end, before it does.

use super::exit::say;
use super::ledger::counter_name;
use crate::ledger::{Outlook, RunId, Store};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// Says on standard error which of the counters that a run took from come to their end.
pub(super) fn warn(store: &dyn Store, run: &RunId, now: Timestamp) {
    // The serials are out: what cannot be asked now is asked with the next ones.
    let Ok(all) = store.outlook(Some(run)) else {
        return;
    };
    for outlook in all.iter().filter(|outlook| outlook.is_near(now)) {
        say(&format!(
            "note: {}: {} [exhaustion-near]",
            counter_name(&outlook.counter),
            sentence(outlook, now)
        ));
    }
}

/// `3999 of 9999 serials left; at 600 a day they last until 2026-04-17`.
pub(super) fn sentence(outlook: &Outlook, now: Timestamp) -> String {
    let (left, capacity) = (outlook.left, outlook.capacity());
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    let mut text = format!("{left} of {capacity} serials left");
    match (outlook.rate(now), outlook.ends(now)) {
        _ if left == 0 => {}
        (Some(rate), Some(end)) => {
            let rate = if rate < 10.0 {
                format!("{rate:.1}")
            } else {
                format!("{rate:.0}")
            };
            let _ = write!(text, "; at {rate} a day they last until {}", day(end));
        }
        _ => {}
    }
    if outlook.is_near(now) {
        if let Some((_, until)) = outlook.period {
            let _ = write!(text, ", and the period ends {}", day(until));
        }
        text += ": bring in a scheme with a wider number";
    }
    text
}

/// The day of the last number, for data.
pub(super) fn ends(outlook: &Outlook, now: Timestamp) -> Option<String> {
    let end = outlook.ends(now)?;
    Some(end.to_zoned(TimeZone::UTC).date().to_string())
}
