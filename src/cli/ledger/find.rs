//! `unitmark ledger find` and `unitmark ledger trail`.

use super::{print, scans};
use crate::cli::exit::{Exit, Stop};
use crate::cli::format::OneFormat;
use crate::cli::ledger_choice::LedgerArgs;
use crate::cli::time::parse_time;
use crate::key::Gtin;
use crate::ledger::{Found, Query, RunId, UnitKey, UnitState, hex};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Which units are affected, and what became of them
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long)]
    lot: Option<String>,
    #[arg(long)]
    plant: Option<String>,
    /// The production line
    #[arg(long)]
    line: Option<String>,
    /// The production order
    #[arg(long)]
    order: Option<String>,
    #[arg(long)]
    sku: Option<String>,
    #[arg(long)]
    gtin: Option<String>,
    #[arg(long)]
    run: Option<RunId>,
    /// One block of a run
    #[arg(long)]
    block: Option<u64>,
    /// The shift, where the scheme writes it or counts by it
    #[arg(long)]
    shift: Option<String>,
    /// From one serial to another: WG-2026040001..WG-2026040057
    #[arg(long, value_name = "A..B")]
    serial: Option<String>,
    /// Reserved at this time or later
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    from: Option<Timestamp>,
    /// Reserved before this time
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    to: Option<Timestamp>,
    #[arg(long)]
    state: Option<UnitState>,
    /// Only how many are in each state
    #[arg(long)]
    count: bool,
    #[command(flatten)]
    ledger: LedgerArgs,
    #[arg(long, value_enum, default_value_t)]
    format: OneFormat,
}

impl Args {
    fn query(&self) -> Result<Query, Stop> {
        let (serials, own) = match &self.serial {
            Some(text) => {
                let (first, last, gtin) = range(text)?;
                (Some((first, last)), gtin)
            }
            None => (None, None),
        };
        let named = gtin(self.gtin.as_deref())?;
        if let (Some(named), Some(own)) = (&named, &own)
            && named != own
        {
            return Err(Stop::invalid(format!(
                "--serial: the scans are of GTIN {own}, and --gtin is {named} [bad-range]"
            )));
        }
        Ok(Query {
            lot: self.lot.clone(),
            plant: self.plant.clone(),
            production_line: self.line.clone(),
            order: self.order.clone(),
            sku: self.sku.clone(),
            gtin: named.or(own),
            run: self.run.clone(),
            block: self.block,
            shift: self.shift.clone(),
            from: self.from,
            to: self.to,
            state: self.state,
            serials,
        })
    }
}

/// The serials of a range, `A..B` or one alone, each as a serial or a scan; and the GTIN that the scans name.
fn range(text: &str) -> Result<(String, String, Option<String>), Stop> {
    let bad = |detail: &str| Stop::invalid(format!("--serial {text}: {detail} [bad-range]"));
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    if first.is_empty() || last.is_empty() {
        return Err(bad("a range has two ends, FIRST..LAST"));
    }
    let read = |text: &str| {
        let scan = scans::parse(text);
        scans::alone(text, &scan).unwrap_or(scan)
    };
    let (first, last) = (read(first), read(last));
    let gtin = match (first.gtin, last.gtin) {
        (Some(one), Some(other)) if one != other => {
            return Err(bad("its ends are of two GTINs"));
        }
        (one, other) => one.or(other),
    };
    let gtin = gtin.map(|gtin| gtin.as_str().to_owned());
    Ok((first.serial, last.serial, gtin))
}

/// A GTIN of the command line in 14 digits.
pub(super) fn gtin(text: Option<&str>) -> Result<Option<String>, Stop> {
    let Some(text) = text else { return Ok(None) };
    match Gtin::parse(text) {
        Ok(gtin) => Ok(Some(gtin.as_str().to_owned())),
        Err(error) => Err(Stop::invalid(format!(
            "--gtin {text}: {error} [{}]",
            error.code()
        ))),
    }
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let query = args.query()?;
    let ledger = args.ledger.open()?;
    if let Some(run) = &query.run {
        // An unknown run is told as that, and not as one without units.
        ledger.run(run)?;
    }
    let found = ledger.find(&query)?;
    let mut sums: BTreeMap<UnitState, u64> = BTreeMap::new();
    for stretch in &found {
        let sum = sums.entry(stretch.state).or_default();
        *sum = sum.saturating_add(stretch.count);
    }
    let all = sums
        .values()
        .fold(0_u64, |all, sum| all.saturating_add(*sum));
    let listed: &[Found] = if args.count { &[] } else { &found };
    if args.format == OneFormat::Json {
        let sums: serde_json::Map<String, Value> = sums
            .iter()
            .map(|(state, sum)| (state.name().to_owned(), json!(sum)))
            .collect();
        let units = listed.iter().map(|found| {
            let product = found.product.fields().into_iter();
            let product: serde_json::Map<String, Value> = product
                .map(|(name, value)| (name.to_owned(), Value::from(value)))
                .collect();
            json!({
                "first": found.first, "last": found.last, "count": found.count,
                "state": found.state.name(), "open_scs": found.state.open_scs(),
                "run": found.run.as_str(), "block": block_of(found), "reserved_at": found.reserved_at.to_string(),
                "product": product,
            })
        });
        let value = json!({ "count": all, "states": sums, "units": units.collect::<Value>() });
        return print(&format!("{value}\n"));
    }
    let mut text = String::new();
    for found in listed {
        let _ = writeln!(
            text,
            "{}..{}\t{}\t{}\trun {}\t{}",
            found.first, found.last, found.count, found.state, found.run, found.reserved_at
        );
    }
    let sums: Vec<String> = sums
        .iter()
        .map(|(state, sum)| format!("{sum} {state}"))
        .collect();
    let _ = writeln!(
        text,
        "{all} units{}{}",
        if sums.is_empty() { "" } else { ": " },
        sums.join(", ")
    );
    print(&text)
}

/// The block of what is numbered.
fn block_of(found: &Found) -> Option<u64> {
    match found.key {
        UnitKey::Numbered { block, .. } => Some(block),
        UnitKey::Given { .. } => None,
    }
}

/// Writes all events, oldest first in each chain.
pub(super) fn trail(ledger: &LedgerArgs, format: OneFormat) -> Result<Exit, Stop> {
    let ledger = ledger.open()?;
    let mut after = (0, 0);
    loop {
        let events = ledger.trail(after, 1000)?;
        let Some(last) = events.last() else {
            return Ok(Exit::Valid);
        };
        after = (last.chain, last.event);
        let mut text = String::new();
        for event in &events {
            let _ = match format {
                OneFormat::Text => writeln!(
                    text,
                    "{}\t{}\t{}\t{}\t{}",
                    event.chain,
                    event.event,
                    event.at,
                    event.kind,
                    event.body.trim_end().replace('\n', "; ")
                ),
                OneFormat::Json => {
                    let fields: serde_json::Map<String, Value> = event
                        .body
                        .lines()
                        .filter_map(|line| line.split_once(' '))
                        .map(|(name, value)| (name.to_owned(), json!(value)))
                        .collect();
                    let value = json!({
                        "chain": event.chain, "event": event.event, "at": event.at.to_string(),
                        "kind": event.kind, "says": fields, "hash": hex(&event.hash),
                    });
                    writeln!(text, "{value}")
                }
            };
        }
        print(&text)?;
    }
}
