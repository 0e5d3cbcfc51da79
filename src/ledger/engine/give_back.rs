//! Giving back what was never used: it is voided, and on the record as unused.

use super::db::Connection;
use super::failure::Step;
use super::values::{sql, whole};
use super::{events, runs, units};
use crate::ledger::{
    GiveBack, GivenBack, LedgerErrorKind, Mark, MarkKind, Move, UnitKey, UnitState,
};

/// Voids what is unused, or what is named of it.
///
/// When this is tried `again` after an answer that was lost, what was done then is the answer.
pub(super) fn give_back(
    db: &Connection<'_>,
    request: &GiveBack,
    again: Option<GivenBack>,
) -> Step<GivenBack> {
    let run = runs::by_id(db, &request.run)?.row;
    let blocks: Vec<(i64, u64, i64, i64)> = db
        .prepare_cached(
            "SELECT id, counter, first, count FROM block WHERE run = ? ORDER BY counter, id",
        )?
        .query_map([run], |row| {
            Ok((row.get(0)?, whole(row.get(1)?)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Step<_>>()?;
    // The chains are held before the states are read.
    let mut chains: Vec<u64> = blocks.iter().map(|(_, chain, ..)| *chain).collect();
    chains.dedup();
    for chain in chains {
        events::End::locked(db, chain)?;
    }
    let before = given_back(db, run)?;
    if let Some(again) = again.filter(|again| again.before + again.units == before) {
        return Ok(again);
    }
    let places = match &request.only {
        Some(only) => {
            for unit in only {
                let is_own = matches!(unit, UnitKey::Numbered { block, number } if {
                    let (block, number) = (sql(*block)?, sql(*number)?);
                    blocks.iter().any(|(id, _, first, count)| {
                        *id == block && number >= *first && number - *first < *count
                    })
                });
                if !is_own {
                    let run = request.run.clone();
                    return Err(LedgerErrorKind::UnknownUnit { run }.into());
                }
            }
            for (unit, from) in only.iter().zip(units::states(db, only)?) {
                if !is_unused(from) {
                    let (unit, to) = (*unit, UnitState::Voided);
                    return Err(LedgerErrorKind::NotUnused { unit, from, to }.into());
                }
            }
            units::stretches(only)?
        }
        None => {
            let mut places = std::collections::BTreeMap::new();
            for (block, _, first, count) in blocks {
                let unused: Vec<(i64, i64)> =
                    units::stretches_of(db, block, first, first + (count - 1))?
                        .into_iter()
                        .filter(|stretch| is_unused(stretch.state))
                        .map(|stretch| (stretch.first, stretch.count))
                        .collect();
                if !unused.is_empty() {
                    places.insert(block, unused);
                }
            }
            places
        }
    };
    let counts = places
        .values()
        .flatten()
        .map(|(_, count)| count.unsigned_abs());
    let done = GivenBack {
        units: counts.sum(),
        before,
    };
    if done.units == 0 {
        return if before > 0 {
            Ok(done)
        } else {
            let run = request.run.clone();
            Err(LedgerErrorKind::NothingUnused { run }.into())
        };
    }
    let told = request
        .reason
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    let reason = match told {
        Some(reason) => format!("given back unused: {reason}"),
        None => "given back unused".to_owned(),
    };
    let change = Move {
        at: request.at,
        by: request.by.clone(),
        to: UnitState::Voided,
        reason: Some(reason),
    };
    units::record_places(db, &change, places, false)?;
    let mark = Mark {
        at: request.at,
        by: request.by.clone(),
        what: MarkKind::GivenBack {
            units: done.units,
            reason: told.unwrap_or_default().to_owned(),
        },
    };
    runs::mark(db, &request.run, &mark, false)?;
    Ok(done)
}

fn is_unused(state: UnitState) -> bool {
    matches!(state, UnitState::Reserved | UnitState::Allocated)
}

/// How many units of a run were given back.
fn given_back(db: &Connection<'_>, run: i64) -> Step<u64> {
    let units: i64 = db
        .prepare_cached(
            "SELECT CAST(coalesce(sum(labels), 0) AS bigint) FROM mark WHERE run = ? AND kind = 'given-back'",
        )?
        .query_row([run], |row| row.get(0))?;
    whole(units)
}
