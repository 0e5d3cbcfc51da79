//! `unitmark ledger verify`.

use super::print;
use crate::cli::exit::{Exit, Stop};
use crate::cli::format::OneFormat;
use crate::cli::ledger_choice::LedgerArgs;
use crate::ledger::{Heads, Marks, Verification};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn run(
    heads: Option<&Path>,
    ledger: &LedgerArgs,
    format: OneFormat,
) -> Result<Exit, Stop> {
    let heads = match heads {
        None => None,
        Some(path) => Some(read(path)?),
    };
    let ledger = ledger.open()?;
    let verification = ledger.verify(heads.as_ref())?;
    match format {
        OneFormat::Text => print(&text(ledger.id().as_str(), &verification))?,
        OneFormat::Json => print(&format!("{}\n", value(ledger.id().as_str(), &verification)))?,
    };
    Ok(if verification.is_sound() {
        Exit::Valid
    } else {
        Exit::Invalid
    })
}

fn read(path: &Path) -> Result<Heads, Stop> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Stop::io(format!("{}: {error}", path.display())))?;
    let heads = if Marks::are_in(&text) {
        Marks::parse(&text).map(|(ledger, marks)| marks.heads(&ledger, Timestamp::now()))
    } else {
        Heads::parse(&text)
    };
    let heads = heads.map_err(|error| {
        Stop::invalid(format!("{}: {error} [{}]", path.display(), error.code()))
    })?;
    if heads.heads.is_empty() {
        return Err(Stop::invalid(format!(
            "{}: these marks saw no chain, and prove nothing: take those of a client that reserved, or exported heads [bad-heads]",
            path.display()
        )));
    }
    Ok(heads)
}

fn text(id: &str, verification: &Verification) -> String {
    let Verification {
        chains,
        events,
        heads,
        epoch,
        findings,
    } = verification;
    let mut text = String::new();
    for finding in findings {
        let _ = writeln!(text, "{}: {}", finding.kind.code(), finding.message);
    }
    // Heads that were taken since agree with what the resume left: they cannot show what the restore cut off.
    let resumed = match epoch {
        0 | 1 => String::new(),
        epoch => format!(
            "; it is in epoch {epoch}: it was restored and resumed, and what was cut off then only heads from before show"
        ),
    };
    let verdict = match (findings.len(), heads) {
        (0, 0) => {
            "agrees with itself; heads kept elsewhere would also show that nothing was cut off"
                .to_owned()
        }
        (0, heads) if resumed.is_empty() => {
            format!("agrees with itself and with {heads} heads: nothing was cut off or rewritten")
        }
        (0, heads) => format!("agrees with itself and with {heads} heads"),
        (1, _) => "does not agree: 1 finding".to_owned(),
        (found, _) => format!("does not agree: {found} findings"),
    };
    let _ = writeln!(
        text,
        "ledger {id}: {events} events in {chains} chains; it {verdict}{resumed}"
    );
    text
}

fn value(id: &str, verification: &Verification) -> Value {
    json!({
        "ledger": id,
        "ok": verification.is_sound(),
        "chains": verification.chains,
        "events": verification.events,
        "heads": verification.heads,
        "epoch": verification.epoch,
        "findings": verification.findings.iter().map(|finding| json!({
            "code": finding.kind.code(), "message": finding.message,
        })).collect::<Value>(),
    })
}
