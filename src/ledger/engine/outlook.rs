//! How fast counters are used.

use super::db::{Connection, params};
use super::failure::Step;
use super::values::{sql, time, whole};
use super::{Proved, counters, gaps, runs};
use crate::ledger::{Outlook, RunId};
use crate::serial::Period;

/// How many reservations of a counter say how fast it is used.
const NEWEST: u32 = 1000;

/// The outlook of all counters, or of those that a run took from.
pub(super) fn outlook(
    db: &Connection<'_>,
    proved: &mut Proved,
    run: Option<&RunId>,
) -> Step<Vec<Outlook>> {
    let run = match run {
        None => None,
        Some(run) => Some(runs::by_id(db, run)?.row),
    };
    let mut all = Vec::new();
    for (counter, scheme) in gaps::with_schemes(db, proved, run)? {
        let (mut used, mut since) = (0_u64, None);
        let mut rows = db
            .prepare_cached(
                "SELECT block.count, run.reserved_at FROM block JOIN run ON run.id = block.run
                 WHERE block.counter = ? ORDER BY block.first DESC LIMIT ?",
            )?
            .query(params![sql(counter.id)?, NEWEST])?;
        while let Some(row) = rows.next()? {
            used = used.saturating_add(whole(row.get(0)?)?);
            since = Some(time(row.get(1)?)?);
        }
        let ahead = counter.last.saturating_add(1).saturating_sub(counter.next);
        let left = ahead.saturating_sub(counters::count_held(db, counter.id, counter.next)?);
        let period = Period::parse(&counter.period);
        let period = period.and_then(|period| scheme.scheme().bounds(period));
        all.push(Outlook {
            counter,
            left,
            used,
            since,
            period,
        });
    }
    Ok(all)
}
