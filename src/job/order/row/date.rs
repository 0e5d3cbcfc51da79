//! A date of an order: in the one way that its owner said, and told with the ways that would read it.

use crate::job::expiry::{Expiry, ExpiryError};
use crate::text::Date;

use super::super::dates::DateFormat;
use super::{Cell, Rows};

impl Rows<'_> {
    /// A date as the file's format has it; `as_ai`, six digits do too where no format is said.
    pub(super) fn date(&mut self, cell: Cell<'_>, as_ai: bool) -> Option<Date> {
        let this_year = self.format.this_year;
        let text = cell.value;
        let six_digits = as_ai && text.len() == 6;
        let read = match &self.format.dates {
            Some(format) => format.read(text, this_year),
            None if six_digits => {
                Date::from_yymmdd(text, this_year).map_err(|_| ExpiryError::Impossible)
            }
            None => text.parse::<Expiry>().map(Expiry::date),
        };
        let error = match read {
            Ok(date) => return Some(date),
            Err(error) => error,
        };
        let readings = match error {
            ExpiryError::Shape => DateFormat::that_read(text, this_year),
            ExpiryError::Impossible => Vec::new(),
        };
        let options = |readings: &[(&'static str, Date)]| {
            let options = readings.iter().map(|(format, date)| {
                let format = super::super::format::shell(format);
                format!("--date-format {format} reads {date}")
            });
            options.collect::<Vec<_>>().join(", ")
        };
        let said = self.format.dates.as_ref();
        match (readings.as_slice(), said) {
            ([], None) if has_time(text) => self.problem(
                cell,
                "date",
                "has a time of day behind it",
                "make the column a date without a time in the spreadsheet and export again",
            ),
            ([], None) => {
                let help = match error {
                    ExpiryError::Shape => "write 2028-04-30, or 2028-04 where the day is open",
                    ExpiryError::Impossible => "correct the date",
                };
                self.problem(cell, "date", error.to_string(), help);
            }
            ([one], None) => self.problem(cell, "date", error.to_string(), options(&[*one])),
            (several, None) => self.problem(
                cell,
                "date-ambiguous",
                "may be more than one date",
                options(several),
            ),
            (_, Some(format)) => {
                let message = match error {
                    ExpiryError::Shape => format!("is not written {format}"),
                    ExpiryError::Impossible => error.to_string(),
                };
                self.problem(cell, "date", message, "write all dates in the same way");
            }
        }
        None
    }
}

/// `2028-04-30 00:00:00`: what an export makes of a cell that is a date.
fn has_time(text: &str) -> bool {
    text.split_once([' ', 'T'])
        .is_some_and(|(date, time)| date.len() >= 8 && time.contains(':'))
}
