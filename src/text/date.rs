//! Calendar dates as GS1 writes them: two-digit years, and day 00 for "no day given".

use core::fmt;

/// A date of the Gregorian calendar whose day may be missing.
///
/// Day 00 in AIs such as (17) means that no day was given; whoever needs one takes the last day of the month
/// (General Specifications 3.4). Both facts are kept: [`day`](Self::day) is `None`, [`last_day`](Self::last_day) answers.
///
/// ```
/// use unitmark::text::Date;
///
/// let expiry = Date::from_yymmdd("260200", 2026)?;
/// assert_eq!(expiry.to_string(), "2026-02");
/// assert_eq!((expiry.day(), expiry.last_day()), (None, 28));
/// assert_eq!(Date::from_yymmdd("260430", 2026)?.to_string(), "2026-04-30");
/// # Ok::<(), unitmark::text::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    /// 0 for none.
    day: u8,
}

/// Why digits are not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// Not the digits of a date: `2604`, `26O430`.
    #[error("a date is six digits, YYMMDD, or eight, YYYYMMDD")]
    Form,
    /// A month outside 01 to 12: `261300`.
    #[error("month {0:02} does not exist")]
    Month(u8),
    /// A day that the month does not have: `260230`.
    #[error("day {0:02} does not exist in that month")]
    Day(u8),
}

impl Date {
    /// The date `year-month-day`; day 0 means that none is given.
    pub const fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        if month < 1 || month > 12 {
            return Err(DateError::Month(month));
        }
        if day > days_in_month(year, month) {
            return Err(DateError::Day(day));
        }
        Ok(Self { year, month, day })
    }

    /// Reads `YYMMDD`; the century is the one that brings the year nearest to `this_year`
    /// (51 years back to 50 ahead: General Specifications 7.12).
    pub fn from_yymmdd(digits: &str, this_year: u16) -> Result<Self, DateError> {
        let &[y1, y2, m1, m2, d1, d2] = digits.as_bytes() else {
            return Err(DateError::Form);
        };
        let (Some(yy), Some(month), Some(day)) =
            (two_digits(y1, y2), two_digits(m1, m2), two_digits(d1, d2))
        else {
            return Err(DateError::Form);
        };
        Self::new(full_year(yy, this_year), month, day)
    }

    /// Reads `YYYYMMDD`.
    pub fn from_yyyymmdd(digits: &str) -> Result<Self, DateError> {
        let (Some(year), Some(rest)) = (digits.get(..4), digits.get(4..)) else {
            return Err(DateError::Form);
        };
        let &[m1, m2, d1, d2] = rest.as_bytes() else {
            return Err(DateError::Form);
        };
        let is_number = year.bytes().all(|byte| byte.is_ascii_digit());
        match (year.parse(), two_digits(m1, m2), two_digits(d1, d2)) {
            (Ok(year), Some(month), Some(day)) if is_number => Self::new(year, month, day),
            _ => Err(DateError::Form),
        }
    }

    /// The year, four digits.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day, 1 to 31; `None` where day 00 was written.
    pub const fn day(self) -> Option<u8> {
        match self.day {
            0 => None,
            day => Some(day),
        }
    }

    /// The day to reckon with: the one given, else the last of the month.
    pub const fn last_day(self) -> u8 {
        match self.day {
            0 => days_in_month(self.year, self.month),
            day => day,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        match self.day {
            0 => Ok(()),
            day => write!(f, "-{day:02}"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The four-digit year that a two-digit one means in `this_year`, General Specifications 7.12.
pub(crate) const fn full_year(yy: u8, this_year: u16) -> u16 {
    let century = this_year / 100 * 100;
    let distance = yy as i32 - (this_year % 100) as i32;
    let year = century.saturating_add(yy as u16);
    if distance >= 51 {
        year.saturating_sub(100)
    } else if distance <= -50 {
        year.saturating_add(100)
    } else {
        year
    }
}

/// How many days a month has; 0 for a month that does not exist.
pub(crate) const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

/// Two ASCII digits as a number.
#[inline]
pub(crate) const fn two_digits(tens: u8, units: u8) -> Option<u8> {
    if tens.is_ascii_digit() && units.is_ascii_digit() {
        Some((tens - b'0') * 10 + (units - b'0'))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_century_is_the_nearest_one() {
        for (yy, this_year, year) in [
            (26, 2026, 2026),
            (76, 2026, 2076),
            (77, 2026, 1977),
            (99, 2026, 1999),
            (0, 2026, 2000),
            (49, 2099, 2149),
            (50, 2099, 2050),
            (10, 1999, 2010),
            (51, 2000, 1951),
            (50, 2000, 2050),
        ] {
            assert_eq!(full_year(yy, this_year), year, "{yy:02} in {this_year}");
        }
    }

    #[test]
    fn february_has_a_29th_in_leap_years_only() {
        assert!(Date::new(2024, 2, 29).is_ok());
        assert!(Date::new(2000, 2, 29).is_ok());
        assert_eq!(Date::new(2100, 2, 29), Err(DateError::Day(29)));
        assert_eq!(Date::new(2026, 2, 29), Err(DateError::Day(29)));
    }

    #[test]
    fn what_is_not_a_date_says_why() {
        assert_eq!(Date::from_yymmdd("2604", 2026), Err(DateError::Form));
        assert_eq!(Date::from_yymmdd("26O430", 2026), Err(DateError::Form));
        assert_eq!(Date::from_yymmdd("261300", 2026), Err(DateError::Month(13)));
        assert_eq!(Date::from_yymmdd("260431", 2026), Err(DateError::Day(31)));
    }
}
