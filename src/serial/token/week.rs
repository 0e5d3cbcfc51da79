//! The ISO 8601 week: `{gggg} {gg} {ww} {wd}`. Its year is not the calendar's: 2024-12-30 is in week 1 of 2025.

use super::calendar::IN_A_DAY;
use super::{DateToken, Moment};
use crate::serial::definition::Reset::{self, Day, IsoWeek, Shift};

pub(super) const IN_A_WEEK: &[Reset] = &[IsoWeek, Day, Shift];

/// 2026, the year that has the week's Thursday
pub(super) const YEAR: DateToken = DateToken::of_a_day("gggg", 4, IN_A_WEEK, year);

/// 26
pub(super) const YEAR_OF_CENTURY: DateToken =
    DateToken::of_a_day("gg", 2, IN_A_WEEK, |moment| year(moment) % 100);

/// 01 to 53
pub(super) const WEEK: DateToken = DateToken::of_a_day("ww", 2, IN_A_WEEK, |moment| {
    moment.day.iso_week_date().week().unsigned_abs().into()
});

/// 1 (Monday) to 7
pub(super) const WEEKDAY: DateToken = DateToken::of_a_day("wd", 1, IN_A_DAY, |moment| {
    moment
        .day
        .weekday()
        .to_monday_one_offset()
        .unsigned_abs()
        .into()
});

pub(super) fn year(moment: Moment) -> u16 {
    moment.day.iso_week_date().year().unsigned_abs()
}
