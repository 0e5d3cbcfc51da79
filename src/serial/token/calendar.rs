//! The calendar: `{yyyy} {yy} {y} {mm} {dd} {ddd} {HH}`, of the production day in the plant's zone.

use super::{DateToken, Moment};
use crate::serial::definition::Reset::{self, Day, Month, Shift, Year};

pub(super) const IN_A_YEAR: &[Reset] = &[Year, Month, Day, Shift];
pub(super) const IN_A_MONTH: &[Reset] = &[Month, Day, Shift];
const IN_A_DAY: &[Reset] = &[Day, Shift];

/// 2026
pub(super) const YEAR: DateToken = DateToken {
    name: "yyyy",
    width: 4,
    value: year,
    told_by: IN_A_YEAR,
    of_a_day: true,
};

/// 26
pub(super) const YEAR_OF_CENTURY: DateToken = DateToken {
    name: "yy",
    width: 2,
    value: |moment| year(moment) % 100,
    told_by: IN_A_YEAR,
    of_a_day: true,
};

/// 6
pub(super) const YEAR_OF_DECADE: DateToken = DateToken {
    name: "y",
    width: 1,
    value: |moment| year(moment) % 10,
    told_by: IN_A_YEAR,
    of_a_day: true,
};

/// 01 to 12
pub(super) const MONTH: DateToken = DateToken {
    name: "mm",
    width: 2,
    value: |moment| moment.day.month().unsigned_abs().into(),
    told_by: IN_A_MONTH,
    of_a_day: true,
};

/// 01 to 31
pub(super) const DAY: DateToken = DateToken {
    name: "dd",
    width: 2,
    value: |moment| moment.day.day().unsigned_abs().into(),
    told_by: IN_A_DAY,
    of_a_day: true,
};

/// 001 to 366
pub(super) const DAY_OF_YEAR: DateToken = DateToken {
    name: "ddd",
    width: 3,
    value: |moment| moment.day.day_of_year().unsigned_abs(),
    told_by: IN_A_DAY,
    of_a_day: true,
};

/// 00 to 23 on the plant's clock, where daylight saving time may show an hour twice: no counter is
/// reset by it, so it is only written.
pub(super) const HOUR: DateToken = DateToken {
    name: "HH",
    width: 2,
    value: |moment| moment.hour.unsigned_abs().into(),
    told_by: &[],
    of_a_day: false,
};

/// A horizon lies in the years 1 to 9999.
pub(super) fn year(moment: Moment) -> u16 {
    moment.day.year().unsigned_abs()
}
