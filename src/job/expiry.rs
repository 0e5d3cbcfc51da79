//! An expiry date as an order writes it and as AI (17) carries it.

use core::fmt;

use crate::text::Date;

/// `YYYY-MM-DD`, or `YYYY-MM` where the day is left open (day 00 in the element string: the last day of the month).
///
/// ```
/// use unitmark::job::Expiry;
///
/// let month: Expiry = "2027-12".parse()?;
/// assert_eq!(month.yymmdd(), "271200");
/// assert_eq!(month.to_string(), "2027-12");
/// assert!("2027-02-30".parse::<Expiry>().is_err());
/// # Ok::<(), unitmark::job::ExpiryError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Expiry(Date);

/// Why a text is no expiry date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpiryError {
    /// `30.04.2028`, `2028/04/30`, `280430`: another way of writing dates, never guessed.
    #[error("is not written YYYY-MM-DD or YYYY-MM")]
    Shape,
    /// `2028-02-30`, `2028-13`: no day of any calendar.
    #[error("is no day of the calendar")]
    Impossible,
}

impl Expiry {
    /// The date.
    pub fn date(self) -> Date {
        self.0
    }

    /// Year, month and day in two digits each, `00` for an open day, as AI (17) has it.
    pub fn yymmdd(&self) -> String {
        let Self(date) = self;
        let day = date.day().unwrap_or(0);
        format!("{:02}{:02}{day:02}", date.year() % 100, date.month())
    }

    /// Whether the two digits of its year are read as this year by a reader in `year`: the General
    /// Specifications look 49 years back and 50 years ahead (section 7.12).
    pub fn is_in_century_of(&self, year: i64) -> bool {
        (-49..=50).contains(&(i64::from(self.0.year()) - year))
    }
}

impl From<Date> for Expiry {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl core::str::FromStr for Expiry {
    type Err = ExpiryError;

    fn from_str(text: &str) -> Result<Self, ExpiryError> {
        let mut fields = text.split('-');
        let mut field = |width: usize| {
            let digits = fields.next()?;
            let all_digits = digits.len() == width && digits.bytes().all(|b| b.is_ascii_digit());
            all_digits.then(|| digits.parse::<u16>().ok()).flatten()
        };
        let (Some(year), Some(month)) = (field(4), field(2)) else {
            return Err(ExpiryError::Shape);
        };
        let day = match text.len() {
            7 => 0,
            10 => match field(2).ok_or(ExpiryError::Shape)? {
                0 => return Err(ExpiryError::Impossible),
                day => day,
            },
            _ => return Err(ExpiryError::Shape),
        };
        if fields.next().is_some() {
            return Err(ExpiryError::Shape);
        }
        let narrow = |n: u16| u8::try_from(n).map_err(|_| ExpiryError::Impossible);
        Date::new(year, narrow(month)?, narrow(day)?)
            .map(Self)
            .map_err(|_| ExpiryError::Impossible)
    }
}

impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_iso_shapes_are_read() {
        for (text, outcome) in [
            ("2028-04-30", Ok("280430")),
            ("2028-02-29", Ok("280229")),
            ("2028-04", Ok("280400")),
            ("2027-02-29", Err(ExpiryError::Impossible)),
            ("2027-13", Err(ExpiryError::Impossible)),
            ("2027-00-10", Err(ExpiryError::Impossible)),
            ("2027-01-00", Err(ExpiryError::Impossible)),
            ("30.04.2028", Err(ExpiryError::Shape)),
            ("2028/04/30", Err(ExpiryError::Shape)),
            ("280430", Err(ExpiryError::Shape)),
            ("2028-4-30", Err(ExpiryError::Shape)),
            ("2028-04-30-1", Err(ExpiryError::Shape)),
            ("2028-04-", Err(ExpiryError::Shape)),
            ("2028", Err(ExpiryError::Shape)),
            ("٢٠٢٨-04", Err(ExpiryError::Shape)),
            ("", Err(ExpiryError::Shape)),
        ] {
            let read = text.parse::<Expiry>();
            assert_eq!(
                read.map(|e| e.yymmdd()),
                outcome.map(String::from),
                "{text}"
            );
            if let Ok(expiry) = read {
                assert_eq!(expiry.to_string(), text);
            }
        }
    }
}
