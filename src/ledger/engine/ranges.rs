//! From one serial to another: which numbers of which periods that is.

use super::failure::{Failure, Step};
use super::schemes::Registered;
use crate::ledger::LedgerErrorKind;
use crate::serial::{Partition, Period, Reading, Slot};

/// A range as one scheme reads it: of one partition, from a number of a period to a number of the same or a later one.
pub(super) struct Range {
    scheme: i64,
    partition: Partition,
    first: (Period, u64),
    last: (Period, u64),
}

impl Range {
    /// The least and the greatest number of a slot that lie in the range; none where it has none. Whatever the serials show
    /// besides, a date for one, their numbers count.
    pub(super) fn within(&self, scheme: i64, slot: &Slot) -> Option<(u64, u64)> {
        let period = slot.period();
        let is_of = scheme == self.scheme && *slot.partition() == self.partition;
        if !is_of || period < self.first.0 || period > self.last.0 {
            return None;
        }
        let least = if period == self.first.0 {
            self.first.1
        } else {
            0
        };
        let most = if period == self.last.0 {
            self.last.1
        } else {
            u64::MAX
        };
        Some((least, most))
    }
}

/// What two serials mean as a range.
#[derive(Default)]
pub(super) struct Ranges {
    pub(super) all: Vec<Range>,
    /// Why no scheme reads them as one.
    pub(super) unread: Option<Failure>,
}

impl Ranges {
    /// The ranges of all schemes that read both ends. Ends that one scheme reads and that are no range of it are an error: an
    /// empty answer would say that no unit is affected.
    pub(super) fn of(schemes: &[Registered], key: &str, first: &str, last: &str) -> Step<Self> {
        let bad = |detail: String| -> Failure {
            LedgerErrorKind::BadRange {
                first: first.to_owned(),
                last: last.to_owned(),
                detail,
            }
            .into()
        };
        let mut own = Self::default();
        let (mut of_first, mut of_last, mut locked) = (None, None, None);
        for scheme in schemes {
            let mut read = |serial: &str| match scheme.read(serial, key) {
                Ok(reading) => Ok(reading),
                // Another scheme may have written it.
                Err(failure) => {
                    locked = Some(failure.missing_key()?);
                    Ok::<_, Failure>(None)
                }
            };
            let name = scheme.named.name();
            match (read(first)?, read(last)?) {
                (Some(first), Some(last)) => {
                    own.all.push(range(scheme, &first, &last).map_err(&bad)?);
                }
                (Some(_), None) => of_first = Some(name),
                (None, Some(_)) => of_last = Some(name),
                (None, None) => {}
            }
        }
        if !own.all.is_empty() {
            return Ok(own);
        }
        if let Some(error) = locked {
            own.unread = Some(Failure::Rule(error));
            return Ok(own);
        }
        let unread = |end: &str, other: &str| {
            format!("{end} is no serial of scheme {other}, which writes the other end")
        };
        own.unread = Some(match (of_first, of_last) {
            (Some(one), Some(other)) => {
                return Err(bad(format!(
                    "the ends are of two schemes, {one} and {other}; ask for a range of each"
                )));
            }
            (Some(name), None) => return Err(bad(unread(last, name))),
            (None, Some(name)) => return Err(bad(unread(first, name))),
            (None, None) if first > last => bad(
                "no scheme of this ledger writes these, and as texts the last comes before the first"
                    .to_owned(),
            ),
            (None, None) => bad(
                "no scheme of this ledger writes these, and no foreign serial lies between them; a serial that each product has needs \
                 its GTIN too"
                    .to_owned(),
            ),
        });
        Ok(own)
    }
}

/// The range of two serials of one scheme, or why they are none.
fn range(scheme: &Registered, first: &Reading, last: &Reading) -> Result<Range, String> {
    if first.slot.partition() != last.slot.partition() {
        return Err(format!(
            "the ends are of two counters, {} and {}; ask for a range of each",
            first.slot.partition(),
            last.slot.partition()
        ));
    }
    let ends = |reading: &Reading| (reading.slot.period(), reading.number);
    let (low, high) = (ends(first), ends(last));
    if low > high {
        return Err("the last comes before the first; ask for them the other way round".to_owned());
    }
    Ok(Range {
        scheme: scheme.id,
        partition: first.slot.partition().clone(),
        first: low,
        last: high,
    })
}
