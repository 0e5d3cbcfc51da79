//! `unitmark serial return`.

use super::super::exit::{Exit, Stop};
use super::super::ledger::print;
use super::super::ledger_choice::LedgerArgs;
use super::super::record;
use crate::ledger::{GiveBack, GivenBack, Run, RunId, Store, UnitKey};
use jiff::Timestamp;

/// Give back serials of a request that were never used; they are voided, and never issued again
///
/// A serial that was handed out may be on a part that nobody reported, so none comes back into the pool. What is given back is
/// accounted for, and a part that turns up with it is refused. Serials that were printed or marked stay as they are.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The request id, or the run
    #[arg(value_name = "REQUEST|RUN")]
    request: String,

    /// Only these serials: A or A..B [default: all that are reserved or allocated, of which nothing else was told]
    #[arg(value_name = "SERIAL|A..B")]
    only: Vec<String>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    /// Who says so [default: `UNITMARK_ACTOR`, else user and host]
    #[arg(long, value_name = "WHO", value_parser = record::name)]
    by: Option<String>,

    #[command(flatten)]
    ledger: LedgerArgs,
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let ledger = args.ledger.open()?;
    let run = find(&*ledger, &args.request)?;
    // Nobody prints what is given back.
    let _held = ledger.hold(&run.id)?;
    let only = if args.only.is_empty() {
        None
    } else {
        let mut units = Vec::new();
        for text in &args.only {
            units.extend(numbers(&run, text)?);
        }
        Some(units)
    };
    let request = GiveBack {
        run: run.id.clone(),
        at: Timestamp::now(),
        by: record::holder(args.by.as_deref())?,
        reason: args.reason.clone(),
        only,
    };
    let GivenBack { units, before } = ledger.give_back(&request)?;
    let earlier = match before {
        0 => String::new(),
        before => format!(", {before} before"),
    };
    print(&format!(
        "run {}: {units} of {} serials given back{earlier}; they are voided and never issued again\n",
        run.id,
        run.units()
    ))
}

/// The run of a request id, or the run itself.
fn find(store: &dyn Store, text: &str) -> Result<Run, Stop> {
    if let Some(run) = store.run_of_request(text)? {
        return Ok(run);
    }
    match text.parse::<RunId>() {
        Ok(id) => Ok(store.run(&id)?),
        Err(_) => Err(Stop::refused(format!(
            "{text}: ledger {} knows no such request, and it is no run [unknown-run]",
            store.id()
        ))),
    }
}

/// The units of a run from one serial to another.
fn numbers(run: &Run, text: &str) -> Result<Vec<UnitKey>, Stop> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let mut units = Vec::new();
    let mut ends = 0;
    for line in &run.lines {
        let gtin = line.product.gtin.as_ref().map_or("", |gtin| gtin.as_str());
        for block in &line.blocks {
            let scheme = block.scheme.scheme();
            let read = |text: &str| {
                scheme
                    .read_of(text, gtin)
                    .map_err(|error| Stop::refused(format!("{text}: {error} [{}]", error.code())))
            };
            let (Some(first), Some(last)) = (read(first)?, read(last)?) else {
                continue;
            };
            if first.slot != block.slot || last.slot != block.slot {
                continue;
            }
            let own = block.first..=block.last();
            ends += usize::from(own.contains(&first.number));
            ends += usize::from(own.contains(&last.number));
            let numbers = first.number.max(block.first)..=last.number.min(block.last());
            let block = block.id;
            units.extend(numbers.map(|number| UnitKey::Numbered { block, number }));
        }
    }
    if ends < 2 || units.is_empty() {
        return Err(Stop::invalid(format!(
            "{text}: not serials of run {}, the first one first [not-of-run]",
            run.id
        )));
    }
    Ok(units)
}
