//! Periods: the stretch of production days that one counter serves.

use core::fmt;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::definition::Reset;

/// A period of a counter. Periods of one scheme are ordered by time.
///
/// Its text is stable and fit to be a database key: `-` (never reset), `2026`, `2026-04`,
/// `2026-W16` (ISO 8601 week) or `2026-04-15`. Texts of one scheme sort as the periods do.
///
/// ```
/// use unitmark::serial::{Period, Reset};
/// use jiff::civil::date;
///
/// let week = Period::containing(Reset::IsoWeek, date(2024, 12, 30));
/// assert_eq!(week.to_string(), "2025-W01");
/// assert_eq!(week.first_day(), Some(date(2024, 12, 30)));
/// assert_eq!(Period::parse("2025-W01"), Some(week));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period(Stretch);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Stretch {
    Ever,
    Year(i16),
    Month(i16, i8),
    Week(i16, i8),
    Day(Date),
}

impl Period {
    /// The period of a production day.
    pub fn containing(reset: Reset, day: Date) -> Self {
        Self(match reset {
            Reset::Never => Stretch::Ever,
            Reset::Year => Stretch::Year(day.year()),
            Reset::Month => Stretch::Month(day.year(), day.month()),
            Reset::IsoWeek => {
                let week = day.iso_week_date();
                Stretch::Week(week.year(), week.week())
            }
            Reset::Day | Reset::Shift => Stretch::Day(day),
        })
    }

    /// Reads the text of a period back; `None` when it is not one, or not in its one written form.
    pub fn parse(text: &str) -> Option<Self> {
        let stretch = match text.len() {
            1 => (text == "-").then_some(Stretch::Ever)?,
            4 => Stretch::Year(text.parse().ok()?),
            7 => Stretch::Month(text.get(..4)?.parse().ok()?, text.get(5..)?.parse().ok()?),
            8 => Stretch::Week(text.get(..4)?.parse().ok()?, text.get(6..)?.parse().ok()?),
            10 => Stretch::Day(text.parse().ok()?),
            _ => return None,
        };
        let period = Self(stretch);
        (period.is_on_the_calendar() && period.to_string() == text).then_some(period)
    }

    fn is_on_the_calendar(self) -> bool {
        match self.0 {
            Stretch::Ever => true,
            Stretch::Year(year) | Stretch::Month(year, _) | Stretch::Week(year, _) => {
                year >= 0 && self.first_day().is_some()
            }
            Stretch::Day(day) => day.year() >= 0,
        }
    }

    /// Whether a scheme with this reset has such periods.
    pub const fn is_of(self, reset: Reset) -> bool {
        matches!(
            (self.0, reset),
            (Stretch::Ever, Reset::Never)
                | (Stretch::Year(_), Reset::Year)
                | (Stretch::Month(..), Reset::Month)
                | (Stretch::Week(..), Reset::IsoWeek)
                | (Stretch::Day(_), Reset::Day | Reset::Shift)
        )
    }

    /// The first production day; `None` for the period that never ends.
    pub fn first_day(self) -> Option<Date> {
        match self.0 {
            Stretch::Ever => None,
            Stretch::Year(year) => Date::new(year, 1, 1).ok(),
            Stretch::Month(year, month) => Date::new(year, month, 1).ok(),
            Stretch::Week(year, week) => ISOWeekDate::new(year, week, Weekday::Monday)
                .ok()
                .map(ISOWeekDate::date),
            Stretch::Day(day) => Some(day),
        }
    }

    /// The last production day; `None` for the period that never ends.
    pub fn last_day(self) -> Option<Date> {
        match self.0 {
            Stretch::Ever => None,
            Stretch::Year(year) => Date::new(year, 12, 31).ok(),
            Stretch::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
            Stretch::Week(year, week) => ISOWeekDate::new(year, week, Weekday::Sunday)
                .ok()
                .map(ISOWeekDate::date),
            Stretch::Day(day) => Some(day),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Stretch::Ever => f.write_str("-"),
            Stretch::Year(year) => write!(f, "{year:04}"),
            Stretch::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Stretch::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Stretch::Day(day) => {
                write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_reads_back_from_its_text() {
        for reset in Reset::ALL {
            for day in [date(2024, 12, 30), date(2026, 1, 1), date(2026, 4, 15)] {
                let period = Period::containing(reset, day);
                assert_eq!(Period::parse(&period.to_string()), Some(period));
                assert!(period.is_of(reset));
                if let (Some(first), Some(last)) = (period.first_day(), period.last_day()) {
                    assert!(first <= day && day <= last);
                    assert_eq!(Period::containing(reset, first), period);
                    assert_eq!(Period::containing(reset, last), period);
                }
            }
        }
    }

    #[test]
    fn a_text_that_is_no_period_is_none() {
        for text in [
            "",
            "x",
            "--",
            "2026-13",
            "2026-00",
            "2026-W54",
            "2026-W00",
            "2026-02-30",
            "+226",
            "-226",
            "2026-4",
            "2026/04",
            "2026-w16",
            "2025-W53",
            "2026-04-1é",
            "ééé",
            "-001-04",
            "20260415",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn periods_of_one_scheme_are_ordered_by_time_and_so_are_their_texts() {
        for reset in [Reset::Day, Reset::IsoWeek, Reset::Month, Reset::Year] {
            let mut day = date(2026, 12, 1);
            while day < date(2028, 2, 1) {
                let (one, next) = (
                    Period::containing(reset, day),
                    Period::containing(reset, day.tomorrow().unwrap()),
                );
                assert!(one <= next);
                assert_eq!(one.cmp(&next), one.to_string().cmp(&next.to_string()));
                day = day.tomorrow().unwrap();
            }
        }
    }
}
