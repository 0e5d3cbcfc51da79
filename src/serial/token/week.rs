//! The ISO 8601 week: `{gggg} {gg} {ww} {wd}`. Its year is not the calendar's: 2024-12-30 is in week 1 of 2025.

use super::{DateToken, Moment};
use crate::serial::definition::Reset::{self, Day, IsoWeek, Shift};

pub(super) const IN_A_WEEK: &[Reset] = &[IsoWeek, Day, Shift];
const IN_A_DAY: &[Reset] = &[Day, Shift];

/// 2026, the year that has the week's Thursday
pub(super) const YEAR: DateToken = DateToken {
    name: "gggg",
    width: 4,
    value: year,
    told_by: IN_A_WEEK,
    of_a_day: true,
};

/// 26
pub(super) const YEAR_OF_CENTURY: DateToken = DateToken {
    name: "gg",
    width: 2,
    value: |moment| year(moment) % 100,
    told_by: IN_A_WEEK,
    of_a_day: true,
};

/// 01 to 53
pub(super) const WEEK: DateToken = DateToken {
    name: "ww",
    width: 2,
    value: |moment| moment.day.iso_week_date().week().unsigned_abs().into(),
    told_by: IN_A_WEEK,
    of_a_day: true,
};

/// 1 (Monday) to 7
pub(super) const WEEKDAY: DateToken = DateToken {
    name: "wd",
    width: 1,
    value: |moment| {
        moment
            .day
            .weekday()
            .to_monday_one_offset()
            .unsigned_abs()
            .into()
    },
    told_by: IN_A_DAY,
    of_a_day: true,
};

pub(super) fn year(moment: Moment) -> u16 {
    moment.day.iso_week_date().year().unsigned_abs()
}
