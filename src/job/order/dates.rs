//! How a file writes its dates, as its owner says: never guessed.

use core::fmt;
use core::str::FromStr;

use crate::job::ExpiryError;
use crate::text::{Date, full_year};

/// How dates are written: `DD.MM.YYYY`, `M/D/YYYY`, `MM/YYYY`, `DD-MMM-YY`.
///
/// `YYYY` or `YY` is the year, `MM` the month, `M` the month with one digit or two, `MMM` its English name in three
/// letters, `DD` and `D` the day, which may be missing; anything that is no letter and no digit stands for itself.
///
/// ```
/// use unitmark::job::DateFormat;
///
/// let german: DateFormat = "DD.MM.YYYY".parse()?;
/// assert_eq!(german.read("30.04.2028", 2026).map(|date| date.to_string()).as_deref(), Ok("2028-04-30"));
/// assert!(german.read("4/30/2028", 2026).is_err());
/// assert_eq!("MM/YY".parse::<DateFormat>()?.read("04/28", 2026).map(|date| date.to_string()).as_deref(), Ok("2028-04"));
/// assert_eq!("DD.MM".parse::<DateFormat>().unwrap_err().code(), "date-format");
/// # Ok::<(), unitmark::job::DateFormatError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFormat {
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    ShortYear,
    Month,
    LooseMonth,
    MonthName,
    Day,
    LooseDay,
    Itself(char),
}

/// Why a text describes no way of writing dates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateFormatError {
    /// `DD.QQ.YYYY`.
    #[error(
        "{0:?} means nothing in a date format: use YYYY or YY, MM, M or MMM, DD or D, as in DD.MM.YYYY"
    )]
    Unknown(String),
    /// `DD.MM`: no year; `YYYY`: no month.
    #[error(
        "a date format names a year and a month, each once, and a day at most once, as in DD.MM.YYYY"
    )]
    Parts,
    /// `DMYYYY`: nobody could tell where one ends.
    #[error("D and M have one digit or two: put a sign behind them, or write DD and MM")]
    RunTogether,
}

impl DateFormatError {
    /// A word that never changes: `date-format`.
    pub const fn code(&self) -> &'static str {
        "date-format"
    }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Ways of writing dates that people have, the strict one before the loose one that reads the same.
const USUAL: &[&str] = &[
    "DD.MM.YYYY",
    "MM/DD/YYYY",
    "DD/MM/YYYY",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "YYYY/MM/DD",
    "YYYY.MM.DD",
    "YYYYMMDD",
    "DD.MM.YY",
    "MM/DD/YY",
    "DD/MM/YY",
    "D.M.YYYY",
    "M/D/YYYY",
    "D/M/YYYY",
    "YYYY-M-D",
    "MM/YYYY",
    "MM.YYYY",
    "MM-YYYY",
    "MM/YY",
    "YYYYMM",
    "YYMMDD",
    "DDMMYY",
    "DD-MMM-YYYY",
    "DD MMM YYYY",
    "D-MMM-YYYY",
    "DD-MMM-YY",
    "YYYY-MMM-DD",
    "MMM YYYY",
    "MMM-YYYY",
    "MMM-YY",
];

impl FromStr for DateFormat {
    type Err = DateFormatError;

    fn from_str(text: &str) -> Result<Self, DateFormatError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let end = rest
                .find(|c: char| !c.eq_ignore_ascii_case(&letter))
                .unwrap_or(rest.len());
            let (word, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let part = match word.to_ascii_uppercase().as_str() {
                "YYYY" => Part::Year,
                "YY" => Part::ShortYear,
                "MMM" => Part::MonthName,
                "MM" => Part::Month,
                "M" => Part::LooseMonth,
                "DD" => Part::Day,
                "D" => Part::LooseDay,
                _ if !letter.is_alphanumeric() => Part::Itself(letter),
                _ => return Err(DateFormatError::Unknown(word.into())),
            };
            match part {
                Part::Itself(sign) => parts.extend(word.chars().map(|_| Part::Itself(sign))),
                part => parts.push(part),
            }
            rest = tail;
        }
        let count = |wanted: &[Part]| parts.iter().filter(|part| wanted.contains(part)).count();
        let years = count(&[Part::Year, Part::ShortYear]);
        let months = count(&[Part::Month, Part::LooseMonth, Part::MonthName]);
        if years != 1 || months != 1 || count(&[Part::Day, Part::LooseDay]) > 1 {
            return Err(DateFormatError::Parts);
        }
        let loose = |part: &Part| matches!(part, Part::LooseDay | Part::LooseMonth);
        let run_together = parts
            .iter()
            .zip(parts.iter().skip(1))
            .any(|(one, next)| loose(one) && !matches!(next, Part::Itself(_) | Part::MonthName));
        if run_together {
            return Err(DateFormatError::RunTogether);
        }
        Ok(Self { parts })
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Year => f.write_str("YYYY"),
            Part::ShortYear => f.write_str("YY"),
            Part::Month => f.write_str("MM"),
            Part::LooseMonth => f.write_str("M"),
            Part::MonthName => f.write_str("MMM"),
            Part::Day => f.write_str("DD"),
            Part::LooseDay => f.write_str("D"),
            Part::Itself(sign) => write!(f, "{sign}"),
        })
    }
}

impl DateFormat {
    /// Reads a date; two digits of a year mean the year that is nearest to `this_year` (General Specifications 7.12).
    ///
    /// # Errors
    /// `4/30/2028` under `DD.MM.YYYY`: another shape; `31.04.2028`: no day of the calendar.
    pub fn read(&self, text: &str, this_year: u16) -> Result<Date, ExpiryError> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let mut rest = text;
        for part in &self.parts {
            let taken = match part {
                Part::Year => digits(rest, 4, 4).inspect(|(number, _)| year = *number),
                Part::ShortYear => digits(rest, 2, 2)
                    .inspect(|(number, _)| year = full_year(*number as u8, this_year)),
                Part::Month => digits(rest, 2, 2).inspect(|(number, _)| month = *number),
                Part::LooseMonth => digits(rest, 1, 2).inspect(|(number, _)| month = *number),
                Part::MonthName => name(rest).inspect(|(number, _)| month = *number),
                Part::Day => digits(rest, 2, 2).inspect(|(number, _)| day = *number),
                Part::LooseDay => digits(rest, 1, 2).inspect(|(number, _)| day = *number),
                Part::Itself(sign) => rest.strip_prefix(*sign).map(|tail| (0, tail)),
            };
            (_, rest) = taken.ok_or(ExpiryError::Shape)?;
        }
        if !rest.is_empty() {
            return Err(ExpiryError::Shape);
        }
        let names_a_day = self
            .parts
            .iter()
            .any(|part| matches!(part, Part::Day | Part::LooseDay));
        if names_a_day && day == 0 {
            return Err(ExpiryError::Impossible);
        }
        Date::new(year, month as u8, day as u8).map_err(|_| ExpiryError::Impossible)
    }

    /// The usual formats that would read a text, and what each makes of it; one format for each reading.
    pub(super) fn that_read(text: &str, this_year: u16) -> Vec<(&'static str, Date)> {
        let mut found: Vec<(&'static str, Date)> = Vec::new();
        for usual in USUAL {
            let read = usual
                .parse::<Self>()
                .ok()
                .and_then(|format| format.read(text, this_year).ok());
            if let Some(date) = read
                && found.iter().all(|(_, before)| *before != date)
            {
                found.push((usual, date));
            }
        }
        found
    }
}

/// As many digits as there are, from `least` to `most`, and what follows.
fn digits(text: &str, least: usize, most: usize) -> Option<(u16, &str)> {
    let count = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if count < least {
        return None;
    }
    let (digits, rest) = text.split_at_checked(count)?;
    Some((digits.parse().ok()?, rest))
}

/// The month that a text begins with.
fn name(text: &str) -> Option<(u16, &str)> {
    let (name, rest) = text.split_at_checked(3)?;
    let at = MONTHS
        .iter()
        .position(|month| month.eq_ignore_ascii_case(name))?;
    Some((u16::try_from(at).ok()? + 1, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_reads_its_own_shape_and_no_other() {
        for (format, text, date) in [
            ("DD.MM.YYYY", "30.04.2028", Some("2028-04-30")),
            ("dd.mm.yyyy", "30.04.2028", Some("2028-04-30")),
            ("DD.MM.YYYY", "3.04.2028", None),
            ("D.M.YYYY", "3.4.2028", Some("2028-04-03")),
            ("D.M.YYYY", "30.04.2028", Some("2028-04-30")),
            ("M/D/YYYY", "12/31/2028", Some("2028-12-31")),
            ("M/D/YYYY", "31/12/2028", None),
            ("MM/YYYY", "04/2028", Some("2028-04")),
            ("DD-MMM-YY", "30-Apr-28", Some("2028-04-30")),
            ("DD-MMM-YY", "30-APR-76", Some("2076-04-30")),
            ("DD-MMM-YY", "30-APR-77", Some("1977-04-30")),
            ("YYYYMMDD", "20280430", Some("2028-04-30")),
            ("YYYYMMDD", "2028043", None),
            ("DD.MM.YYYY", "00.04.2028", None),
            ("DD.MM.YYYY", "31.04.2028", None),
            ("DD.MM.YYYY", "30.04.2028 ", None),
            ("DD.MM.YYYY", "٣٠.04.2028", None),
            ("D. MMM YYYY", "3. Apr 2028", Some("2028-04-03")),
        ] {
            let format: DateFormat = format.parse().expect("a format");
            let read = format.read(text, 2026).ok().map(|date| date.to_string());
            assert_eq!(read.as_deref(), date, "{format} {text}");
        }
    }

    #[test]
    fn a_format_that_says_too_little_or_too_much_is_refused() {
        for (text, error) in [
            ("", DateFormatError::Parts),
            ("DD.MM", DateFormatError::Parts),
            ("YYYY", DateFormatError::Parts),
            ("DD.MM.YYYY YY", DateFormatError::Parts),
            ("DD.DD.MM.YYYY", DateFormatError::Parts),
            ("DMYYYY", DateFormatError::RunTogether),
            ("TT.MM.JJJJ", DateFormatError::Unknown("TT".into())),
            ("YYY-MM", DateFormatError::Unknown("YYY".into())),
        ] {
            assert_eq!(text.parse::<DateFormat>(), Err(error), "{text}");
        }
    }

    #[test]
    fn every_usual_format_is_one_and_prints_as_it_is_written() {
        for usual in USUAL {
            let format: DateFormat = usual.parse().expect("a format");
            assert_eq!(format.to_string(), *usual);
        }
    }

    #[test]
    fn a_text_that_two_formats_read_differently_gives_both() {
        let both = DateFormat::that_read("03/04/2028", 2026);
        let both: Vec<_> = both.iter().map(|(format, _)| *format).collect();
        assert_eq!(both, ["MM/DD/YYYY", "DD/MM/YYYY"]);
        assert_eq!(DateFormat::that_read("30.04.2028", 2026).len(), 1);
        assert!(DateFormat::that_read("soon", 2026).is_empty());
    }
}
