//! The calendar: `{yyyy} {yy} {y} {mm} {dd} {ddd} {HH}`, of the production day in the plant's zone.

use super::{DateToken, Moment};
use crate::serial::definition::Reset::{self, Day, Month, Shift, Year};

pub(super) const IN_A_YEAR: &[Reset] = &[Year, Month, Day, Shift];
pub(super) const IN_A_MONTH: &[Reset] = &[Month, Day, Shift];
pub(super) const IN_A_DAY: &[Reset] = &[Day, Shift];

/// 2026
pub(super) const YEAR: DateToken = DateToken::of_a_day("yyyy", 4, IN_A_YEAR, year);

/// 26
pub(super) const YEAR_OF_CENTURY: DateToken =
    DateToken::of_a_day("yy", 2, IN_A_YEAR, |moment| year(moment) % 100);

/// 6
pub(super) const YEAR_OF_DECADE: DateToken =
    DateToken::of_a_day("y", 1, IN_A_YEAR, |moment| year(moment) % 10);

/// 01 to 12
pub(super) const MONTH: DateToken = DateToken::of_a_day("mm", 2, IN_A_MONTH, |moment| {
    moment.day.month().unsigned_abs().into()
});

/// 01 to 31
pub(super) const DAY: DateToken = DateToken::of_a_day("dd", 2, IN_A_DAY, |moment| {
    moment.day.day().unsigned_abs().into()
});

/// 001 to 366
pub(super) const DAY_OF_YEAR: DateToken = DateToken::of_a_day("ddd", 3, IN_A_DAY, |moment| {
    moment.day.day_of_year().unsigned_abs()
});

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
