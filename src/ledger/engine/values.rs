//! Between the database's values and ours.

use super::db::Row;
use super::failure::{Failure, Step};
use crate::key::Gtin;
use crate::ledger::{Product, RunId};
use jiff::Timestamp;

/// A number as the database holds it. Ours stay below `i64::MAX`: that is the last number of a scheme.
pub(super) fn sql(number: u64) -> Step<i64> {
    i64::try_from(number).map_err(|_| Failure::Damaged(format!("{number} does not fit a column")))
}

/// A number that the database holds; it is never below 0.
pub(super) fn whole(number: i64) -> Step<u64> {
    u64::try_from(number).map_err(|_| Failure::Damaged(format!("{number} is below 0")))
}

pub(super) fn time(microseconds: i64) -> Step<Timestamp> {
    Timestamp::from_microsecond(microseconds)
        .map_err(|error| Failure::Damaged(format!("{microseconds} is no time: {error}")))
}

pub(super) fn hash(bytes: &[u8]) -> Step<[u8; 32]> {
    bytes
        .try_into()
        .map_err(|_| Failure::Damaged(format!("a hash of {} bytes", bytes.len())))
}

pub(super) fn run_id(code: &str) -> Step<RunId> {
    code.parse()
        .map_err(|_| Failure::Damaged(format!("`{code}` is no run id")))
}

/// The GTIN of a key column, where `''` says that there is none.
pub(super) fn gtin(text: &str) -> Step<Option<Gtin>> {
    if text.is_empty() {
        return Ok(None);
    }
    Gtin::parse(text)
        .map(Some)
        .map_err(|error| Failure::Damaged(format!("GTIN `{text}`: {error}")))
}

/// The columns of a product, in the order of [`product`].
pub(super) const PRODUCT: &str = "line.gtin, line.sku, line.lot, line.expiry, line.plant, line.production_line, line.production_order";

/// A product from seven columns, the first at `at`.
pub(super) fn product(row: &Row, at: usize) -> Step<Product> {
    let number: Option<String> = row.get(at)?;
    Ok(Product {
        gtin: gtin(number.as_deref().unwrap_or_default())?,
        sku: row.get(at + 1)?,
        lot: row.get(at + 2)?,
        expiry: row.get(at + 3)?,
        plant: row.get(at + 4)?,
        production_line: row.get(at + 5)?,
        order: row.get(at + 6)?,
    })
}
