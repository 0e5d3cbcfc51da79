//! Code letters and counted years: `{year:base:letters} {mon:letters} {gyear:base:W}`.
//!
//! After the last letter the first one stands for a year again, as in vehicle identification numbers; whether two periods
//! of the horizon then write one text is for the proof to find.

use super::calendar::{self, IN_A_MONTH, IN_A_YEAR};
use super::date::{Code, DatePart};
use super::sequence::alphabet;
use super::week::{self, IN_A_WEEK};
use super::{Arguments, DateToken, Refusal, width};
use crate::serial::error::SchemeErrorKind;

/// `T` for 2026 by `{year:2010:A-Y1-9 without IOQUZ0}`
pub(super) const YEAR: DateToken = DateToken::of_a_day("year", 1, IN_A_YEAR, calendar::year);

/// `D` for April by `{mon:ABCDEFGHJKLM}`
pub(super) const MONTH: DateToken = DateToken::of_a_day("mon", 1, IN_A_MONTH, |moment| {
    moment.day.month().unsigned_abs().into()
});

/// `30` for 2026 by `{gyear:1996:2}`, the year of the ISO week
pub(super) const WEEK_YEAR: DateToken = DateToken::of_a_day("gyear", 0, IN_A_WEEK, week::year);

const LONGEST_COUNT: usize = 4;

pub(super) fn parse_year(form: &str, arguments: Arguments<'_>) -> Result<DatePart, Refusal> {
    let [base, list] = arguments else {
        return Err(wrong(
            form,
            "a year and its letter first, {year:2010:A-HJ-NPR-TV-Y1-9}",
        ));
    };
    let code = Code::Letters {
        base: year(form, base)?,
        letters: alphabet(list)?,
    };
    Ok(DatePart {
        token: &YEAR,
        width: 1,
        code,
    })
}

pub(super) fn parse_month(form: &str, arguments: Arguments<'_>) -> Result<DatePart, Refusal> {
    let [list] = arguments else {
        return Err(wrong(
            form,
            "the letters of the twelve months, {mon:ABCDEFGHJKLM}",
        ));
    };
    let letters = alphabet(list)?;
    if letters.radix() != 12 {
        let message = format!("{} letters for twelve months", letters.radix());
        return Err((SchemeErrorKind::Alphabet, message));
    }
    Ok(DatePart {
        token: &MONTH,
        width: 1,
        code: Code::Letters { base: 1, letters },
    })
}

pub(super) fn parse_week_year(form: &str, arguments: Arguments<'_>) -> Result<DatePart, Refusal> {
    let [base, digits] = arguments else {
        return Err(wrong(
            form,
            "the year that is 0 and the width, {gyear:1996:2}",
        ));
    };
    let width = width(form, digits)?;
    if width > LONGEST_COUNT {
        let message =
            format!("'{digits}' is too wide: years have {LONGEST_COUNT} digits at the most");
        return Err((SchemeErrorKind::TokenArgument, message));
    }
    let code = Code::Since(year(form, base)?);
    Ok(DatePart {
        token: &WEEK_YEAR,
        width,
        code,
    })
}

fn year(form: &str, text: &str) -> Result<u16, Refusal> {
    let all_digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| all_digits).ok_or_else(|| {
        let message = format!("'{text}' is no year; write {form} with a year of four digits");
        (SchemeErrorKind::TokenArgument, message)
    })
}

fn wrong(form: &str, what: &str) -> Refusal {
    (
        SchemeErrorKind::TokenArgument,
        format!("write {form}: {what}"),
    )
}
