//! Dates as people write them: `DD.MM.YYYY`, `YYYY-MMM-DD`.

use std::fmt::Write as _;

use crate::text::Date;

/// A way to write a date: `YYYY`, `YY`, `MMM` (`JAN`), `MM` and `DD`, and what stands between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateFormat(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    ShortYear,
    MonthName,
    Month,
    Day,
    Between(String),
}

const WORDS: &[(&str, Piece)] = &[
    ("YYYY", Piece::Year),
    ("YY", Piece::ShortYear),
    ("MMM", Piece::MonthName),
    ("MM", Piece::Month),
    ("DD", Piece::Day),
];

/// The English abbreviations that labels of medicines and foods carry, whatever the country.
const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

impl DateFormat {
    /// Reads `DD.MM.YYYY`; nothing for a text with other letters, or without a year or a month.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let word = WORDS
                .iter()
                .find_map(|(word, piece)| Some((rest.strip_prefix(word)?, piece)));
            if let Some((after, piece)) = word {
                pieces.push(piece.clone());
                rest = after;
                continue;
            }
            if first.is_alphanumeric() {
                return None;
            }
            match pieces.last_mut() {
                Some(Piece::Between(between)) => between.push(first),
                _ => pieces.push(Piece::Between(first.to_string())),
            }
            rest = rest.get(first.len_utf8()..)?;
        }
        let count = |wanted: &[Piece]| pieces.iter().filter(|piece| wanted.contains(piece)).count();
        let whole = count(&[Piece::Year, Piece::ShortYear]) == 1
            && count(&[Piece::Month, Piece::MonthName]) == 1
            && count(&[Piece::Day]) <= 1;
        whole.then_some(Self(pieces))
    }

    /// Writes a date. Where no day is given the format's day is left out, with what stands between it and its neighbour.
    pub(super) fn write(&self, date: Date) -> String {
        let mut text = String::new();
        let mut pieces = self.0.iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Year => push(&mut text, 4, date.year()),
                Piece::ShortYear => push(&mut text, 2, date.year() % 100),
                Piece::Month => push(&mut text, 2, date.month().into()),
                Piece::MonthName => {
                    let name = MONTHS.get(usize::from(date.month()).wrapping_sub(1));
                    text.push_str(name.copied().unwrap_or_default());
                }
                Piece::Between(between) => {
                    let last_is_day = pieces.peek() == Some(&&Piece::Day) && self.ends_with_day();
                    if date.day().is_some() || !last_is_day {
                        text.push_str(between);
                    }
                }
                Piece::Day => match date.day() {
                    Some(day) => push(&mut text, 2, day.into()),
                    None => {
                        if let Some(Piece::Between(_)) = pieces.peek() {
                            pieces.next();
                        }
                    }
                },
            }
        }
        text
    }

    fn ends_with_day(&self) -> bool {
        self.0.last() == Some(&Piece::Day)
    }
}

/// Appends a number with zeros in front; text in memory takes all.
fn push(text: &mut String, digits: usize, number: u16) {
    let _ = write!(text, "{number:0digits$}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_format_says_and_an_open_day_is_left_out() {
        let day = Date::new(2028, 4, 3).expect("a date");
        let month = Date::new(2028, 4, 0).expect("a month");
        for (format, with_day, without) in [
            ("YYYY-MM-DD", "2028-04-03", "2028-04"),
            ("DD.MM.YYYY", "03.04.2028", "04.2028"),
            ("DD/MM/YY", "03/04/28", "04/28"),
            ("YYYY-MMM-DD", "2028-APR-03", "2028-APR"),
            ("YYMMDD", "280403", "2804"),
            ("MM/YYYY", "04/2028", "04/2028"),
            ("MM-DD-YYYY", "04-03-2028", "04-2028"),
        ] {
            let format = DateFormat::parse(format).expect(format);
            assert_eq!(format.write(day), with_day);
            assert_eq!(format.write(month), without);
        }
    }

    #[test]
    fn what_is_no_format_of_a_date_is_refused() {
        for text in [
            "",
            "DD",
            "dd.mm.yyyy",
            "YYYY",
            "DD.MM.YYYY hh",
            "MM.MM.YYYY",
        ] {
            assert_eq!(DateFormat::parse(text), None, "{text}");
        }
    }
}
