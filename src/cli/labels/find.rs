//! What a command line names: a run, a unit, a scheme, the place after a run.

use std::path::Path;

use crate::job::{Design, Spec, next_place};
use crate::key::Gtin;
use crate::ledger::{Run, RunId, Store, Unit};
use crate::scan::{ReadOptions, read};
use crate::sheet::Stock;

use super::super::exit::Stop;

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
        (Some(unit), true) => Ok(unit),
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

/// A stock's name, and the text of its file where it is one's own.
pub(super) fn stock(name: &str) -> Result<(String, Option<String>), Stop> {
    if !Path::new(name).is_file() {
        return Ok((name.into(), None));
    }
    let text =
        std::fs::read_to_string(name).map_err(|error| Stop::io(format!("{name}: {error}")))?;
    let stock = Stock::parse(&text).map_err(|error| Stop::invalid(format!("{name}:{error}")))?;
    Ok((stock.name().into(), Some(text)))
}

/// Where the labels of a manifest end on their last sheet; the next place, as the design fills them.
pub(super) fn place_after_manifest(name: &Path, design: &Design) -> Result<usize, Stop> {
    let shown = name.display();
    let bytes = std::fs::read(name).map_err(|error| Stop::io(format!("{shown}: {error}")))?;
    next_place(&bytes, design.grid()).map_err(|error| Stop::invalid(format!("{shown}: {error}")))
}

/// Where a run stopped on its last sheet, which must be of the stock that is asked for.
pub(super) fn place_after(store: &dyn Store, text: &str, spec: &Spec) -> Result<usize, Stop> {
    let run = run(store, text)?;
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
