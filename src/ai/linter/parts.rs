//! Reasons and steps that several rules share.

use super::{Flaw, Reason};
use crate::text::{days_in_month, two_digits};

static NOT_A_DIGIT: Reason = Reason::new(
    "not-a-digit",
    "a digit must stand here",
    "write digits 0 to 9 only",
);
static TOO_SHORT: Reason = Reason::new(
    "date-too-short",
    "the date is too short",
    "write every digit of the date",
);
static TOO_LONG: Reason = Reason::new(
    "date-too-long",
    "the date is too long",
    "write the digits of the date only",
);
static MONTH: Reason = Reason::new(
    "date-month",
    "there is no such month",
    "write a month from 01 to 12",
);
static DAY: Reason = Reason::new(
    "date-day",
    "the month has no such day",
    "write a day that the month has",
);

/// The place of the first byte that is not a digit.
pub(super) fn digits(data: &[u8]) -> Result<(), Flaw> {
    match data.iter().position(|byte| !byte.is_ascii_digit()) {
        Some(at) => Err(NOT_A_DIGIT.at(at, at + 1)),
        None => Ok(()),
    }
}

/// A date of `years` digits for the year and two each for month and day.
///
/// A two-digit year is a leap year when it is divisible by 4: 2000 is one, and the century window reaches neither 1900 nor 2100.
#[inline]
pub(super) fn date(data: &[u8], years: usize, day_zero: bool) -> Result<(), Flaw> {
    if let Ok(&[a, b, m1, m2, d1, d2]) = <&[u8; 6]>::try_from(data)
        && years == 2
        && let (Some(year), Some(month), Some(day)) =
            (two_digits(a, b), two_digits(m1, m2), two_digits(d1, d2))
        && day <= days_in_month(2000 + u16::from(year), month)
        && (day_zero || day > 0)
        // A month that there is not has no days, and day 00 would pass in it.
        && (1..=12).contains(&month)
    {
        return Ok(());
    }
    explain_date(data, years, day_zero)
}

#[cold]
fn explain_date(data: &[u8], years: usize, day_zero: bool) -> Result<(), Flaw> {
    let whole = years + 4;
    if data.len() < whole {
        return Err(TOO_SHORT.at(0, data.len()));
    }
    if data.len() > whole {
        return Err(TOO_LONG.at(0, data.len()));
    }
    digits(data)?;
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0_u16, |sum, digit| sum * 10 + u16::from(digit - b'0'))
    };
    let (year, rest) = data.split_at(years);
    let (month, day) = rest.split_at(2);
    let year = number(year) + if years == 2 { 2000 } else { 0 };
    let (month, day) = (number(month) as u8, number(day) as u8);
    if !(1..=12).contains(&month) {
        return Err(MONTH.at(years, years + 2));
    }
    if day > days_in_month(year, month) || (day == 0 && !day_zero) {
        return Err(DAY.at(years + 2, whole));
    }
    Ok(())
}

/// At least four digits at `start`: the shortest GS1 Company Prefix has four.
pub(super) fn company_prefix(data: &[u8], start: usize) -> Result<(), Flaw> {
    static SHORT: Reason = Reason::new(
        "company-prefix-too-short",
        "too short to hold a GS1 Company Prefix",
        "write the whole key: a company prefix has four digits or more",
    );
    static NOT_DIGITS: Reason = Reason::new(
        "company-prefix",
        "a GS1 Company Prefix begins with digits",
        "write the company prefix, four digits or more, here",
    );
    let Some(prefix) = data.get(start..start + 4) else {
        return Err(SHORT.at(start.min(data.len().saturating_sub(1)), data.len()));
    };
    match prefix.iter().position(|byte| !byte.is_ascii_digit()) {
        Some(at) => Err(NOT_DIGITS.at(start + at, start + at + 1)),
        None => Ok(()),
    }
}

/// A time of day's part: two digits up to a limit.
pub(super) struct Time {
    too_short: Reason,
    too_long: Reason,
    beyond: Reason,
}

impl Time {
    pub(super) const fn new(too_short: Reason, too_long: Reason, beyond: Reason) -> Self {
        Self {
            too_short,
            too_long,
            beyond,
        }
    }

    pub(super) fn check(&'static self, data: &[u8], last: u8) -> Result<(), Flaw> {
        if data.len() < 2 {
            return Err(self.too_short.at(0, data.len()));
        }
        let &[tens, units] = data else {
            return Err(self.too_long.at(0, data.len()));
        };
        digits(data)?;
        match two_digits(tens, units) {
            Some(number) if number <= last => Ok(()),
            _ => Err(self.beyond.at(0, 2)),
        }
    }
}

/// Three ASCII digits as a number.
pub(super) fn three_digits(data: &[u8]) -> Option<u16> {
    let &[hundreds, tens, units] = data else {
        return None;
    };
    let rest = two_digits(tens, units)?;
    hundreds
        .is_ascii_digit()
        .then(|| u16::from(hundreds - b'0') * 100 + u16::from(rest))
}

/// A set of numbers below 1000, a bit each.
pub(super) const fn bits(numbers: &[u16]) -> [u64; 16] {
    let mut bits = [0; 16];
    let mut i = 0;
    while i < numbers.len() {
        bits[numbers[i] as usize / 64] |= 1 << (numbers[i] % 64);
        i += 1;
    }
    bits
}

/// Whether three digits are in a set.
pub(super) fn is_listed(data: &[u8], set: &[u64; 16]) -> bool {
    three_digits(data).is_some_and(|number| {
        set.get(usize::from(number / 64))
            .is_some_and(|word| word & (1 << (number % 64)) != 0)
    })
}
