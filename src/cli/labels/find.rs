//! What a command line names: a run, a unit, a scheme, the place after a run.

use std::path::Path;

use crate::job::{Design, Item, Spec, Values, next_place};
use crate::key::Gtin;
use crate::ledger::{Run, RunId, Store, Unit};
use crate::scan::{ReadOptions, Report, read};
use crate::sheet::Stock;

use super::super::exit::{Stop, say};

/// The run of an id as the summary printed it.
pub(super) fn run(store: &dyn Store, text: &str) -> Result<Run, Stop> {
    let id: RunId = text.parse()?;
    Ok(store.run(&id)?)
}

/// The one unit that a scan names: an element string with (01) and (21) or with (00), or a serial that only one product has.
pub(super) fn unit(store: &dyn Store, scan: &str) -> Result<Unit, Stop> {
    let options = ReadOptions::default();
    let report = read(scan.as_bytes(), &options);
    let (gtin, serial) = match (report.gtin(), report.serial(), report.sscc()) {
        _ if !report.is_ok() => (None, scan),
        (Some(gtin), Some(serial), _) => (Gtin::parse(gtin).ok(), serial),
        (_, _, Some(sscc)) => (None, sscc),
        _ => (None, scan),
    };
    let mut units = store.find_unit(gtin.as_ref(), serial)?;
    match (units.pop(), units.is_empty()) {
        (Some(unit), true) => {
            if report.is_ok() {
                refuse_other_data(&report, &unit)?;
            }
            Ok(unit)
        }
        (Some(unit), false) => {
            units.push(unit);
            let products: Vec<String> = units
                .iter()
                .filter_map(|unit| unit.product.gtin.as_ref())
                .map(|gtin| format!("(01){}(21){serial}", gtin.as_str()))
                .collect();
            Err(Stop::invalid(format!(
                "{scan}: several products carry this serial [ambiguous]; name one: {}",
                products.join(" or ")
            )))
        }
        (None, _) => Err(Stop::invalid(format!(
            "{scan}: neither a run nor a unit that ledger {} knows [not-found]",
            store.id()
        ))),
    }
}

/// A scan of a unit that says something else of it than the ledger is of another label.
fn refuse_other_data(report: &Report<'_>, unit: &Unit) -> Result<(), Stop> {
    let item = Item {
        product: &unit.product,
        values: &Values::new(),
        serial: None,
    };
    for (element, _) in report.elements() {
        let (ai, said) = (element.ai.code(), element.value);
        if !matches!(ai, "10" | "17") {
            continue;
        }
        let known = item.ai(ai).unwrap_or_default();
        if known != said {
            let known = if known.is_empty() { "none" } else { &*known };
            return Err(Stop::invalid(format!(
                "the unit's ({ai}) is {known} in the ledger, not {said} [other-data]; name it by (01) and (21) alone if it is the one"
            )));
        }
    }
    Ok(())
}

/// Where the labels of a manifest end on their last sheet; the next place, as the design fills them. A manifest does not
/// name its stock, which has to be said.
pub(super) fn place_after_manifest(name: &Path, design: &Design) -> Result<usize, Stop> {
    let shown = name.display();
    let bytes = std::fs::read(name).map_err(|error| Stop::io(format!("{shown}: {error}")))?;
    let place = next_place(&bytes, design.grid())
        .map_err(|error| Stop::invalid(format!("{shown}: {error}")))?;
    say(&format!(
        "{shown} names no stock: its labels are taken to be on {}, and the next place is {place}",
        design.stock().name()
    ));
    Ok(place)
}

/// Where a run stopped on its last sheet, which must be of the stock that is asked for and filled in the same order.
pub(super) fn place_after(store: &dyn Store, text: &str, spec: &Spec) -> Result<usize, Stop> {
    let run = match text.parse::<RunId>() {
        Ok(id) => store.run(&id)?,
        Err(error) => {
            return Err(Stop::io(format!(
                "--start after:{text}: there is no such file, and it is no run: {error}"
            )));
        }
    };
    let order = |columns_first| if columns_first { "columns" } else { "rows" };
    if let Some(kept) = Spec::from_run(&run.spec)
        && kept.paper.columns_first != spec.paper.columns_first
    {
        let own = order(kept.paper.columns_first);
        return Err(Stop::refused(format!(
            "run {} filled its last sheet by {own}, and this one goes by {} [other-fill]; say --fill {own}, or name the place with --start N",
            run.id,
            order(spec.paper.columns_first)
        )));
    }
    let wanted = match &spec.paper.stock {
        Some(_) => spec.stock.as_str(),
        None => Stock::find(&spec.stock)
            .map_err(|error| Stop::usage(error.to_string()))?
            .name(),
    };
    match run.printing() {
        Some(printing) if printing.stock != wanted => Err(Stop::refused(format!(
            "run {} stopped on a sheet of {}, not of {} [other-stock]; name the place with --start N",
            run.id, printing.stock, wanted
        ))),
        Some(printing) => Ok(printing.next_place as usize),
        None => Err(Stop::refused(format!(
            "run {} has not printed anything [not-printed]; --resume {} does",
            run.id, run.id
        ))),
    }
}
