//! Units whose serials were handed out without labels, printed from a list of them: nothing is reserved, their print is recorded.

use std::collections::BTreeMap;

use crate::ledger::{
    LedgerError, LedgerErrorKind, Move, Product, Run, RunId, Store, Unit, UnitKey, UnitState,
};

use super::draw::Drawing;
use super::plan::{Asked, Plan, Ticket};
use super::print::{
    Failed, PrintError, Progress, Reached, Recorded, Summary, Target, print_unrecorded,
};

/// Prints an order whose every line gives a serial that the ledger handed out and knows no label of; `None` where it is another
/// order.
///
/// # Errors
/// As [`print_order`](super::print_order); `serial-taken` where the order says another product than the ledger.
pub fn print_allocated(
    plan: &Plan,
    ticket: &Ticket,
    store: &dyn Store,
    target: &Target,
    progress: Progress<'_>,
) -> Result<Option<Summary>, Failed> {
    let Some(units) = allocated(plan, store)? else {
        return Ok(None);
    };
    let mut runs: BTreeMap<RunId, Run> = BTreeMap::new();
    for unit in &units {
        if !runs.contains_key(&unit.run) {
            runs.insert(unit.run.clone(), store.run(&unit.run)?);
        }
    }
    let held = runs.keys().map(|run| store.hold(run));
    let held = held.collect::<Result<Vec<_>, _>>()?;
    let keys: Vec<UnitKey> = units.iter().map(|unit| unit.key).collect();
    // Another process may have printed them before these holds.
    if !are_allocated(store, &keys)? {
        return Ok(None);
    }
    let drawing = Drawing::of_plan(plan).map_err(PrintError::from)?;
    let summary = print_unrecorded(&drawing, target, progress)?;
    let join = |texts: &mut dyn Iterator<Item = &str>| texts.collect::<Vec<_>>().join(", ");
    let run = join(&mut runs.keys().map(RunId::as_str));
    let change = Move {
        at: ticket.now,
        by: ticket.holder.clone(),
        to: UnitState::Printed,
        reason: summary
            .files
            .first()
            .map(|file| format!("label in {}", file.display())),
    };
    store.move_units(&change, &keys).map_err(|error| Failed {
        error: Box::new(error.into()),
        reached: Reached::Written(run.clone()),
    })?;
    drop(held);
    let recorded = Recorded {
        run,
        request_id: join(&mut runs.values().map(|run| run.request_id.as_str())),
        ledger: store.place().into(),
        reprinted: false,
    };
    Ok(Some(Summary {
        recorded: Some(recorded),
        ..summary
    }))
}

/// The units of an order that [`print_allocated`] prints.
///
/// # Errors
/// What the ledger says when it is asked; `serial-taken` where the order says another product than the ledger.
pub fn allocated(plan: &Plan, store: &dyn Store) -> Result<Option<Vec<Unit>>, LedgerError> {
    let mut units = Vec::new();
    for (number, line) in plan.lines().enumerate() {
        let Asked::Given(serial) = line.asked() else {
            return Ok(None);
        };
        let gtin = line.product().gtin.as_ref();
        let mut found = store.find_unit(gtin, serial)?;
        if found.is_empty() {
            // A serial that was handed out for no product in particular.
            found = store.find_unit(None, serial)?;
            found.retain(|unit| unit.product.gtin.is_none());
        }
        // What others issued is on their units already.
        let (Some(unit), None) = (
            found.pop().filter(|unit| unit.scheme.is_some()),
            found.pop(),
        ) else {
            return Ok(None);
        };
        if let Some((name, own, other)) = contradiction(&unit.product, line.product()) {
            return Err(LedgerErrorKind::SerialTaken {
                line: number,
                key: gtin.map_or_else(String::new, |gtin| gtin.as_str().to_owned()),
                serial: serial.clone(),
                by: format!("run {} has it with {name} {own}, not {other}", unit.run),
            }
            .into());
        }
        units.push(unit);
    }
    let keys: Vec<UnitKey> = units.iter().map(|unit| unit.key).collect();
    Ok(are_allocated(store, &keys)?.then_some(units))
}

fn are_allocated(store: &dyn Store, keys: &[UnitKey]) -> Result<bool, LedgerError> {
    let states = store.states(keys)?;
    Ok(states.iter().all(|state| *state == UnitState::Allocated))
}

/// The first field that both say and say differently.
fn contradiction<'p>(
    one: &'p Product,
    other: &'p Product,
) -> Option<(&'static str, &'p str, &'p str)> {
    let both = one.fields().into_iter().zip(other.fields());
    both.filter_map(|((name, one), (_, other))| Some((name, one?, other?)))
        .find(|(_, one, other)| one != other)
}
