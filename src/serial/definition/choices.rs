//! The fields of a definition that are one of some words.

use core::fmt;
use core::str::FromStr;

/// When a counter starts again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reset {
    /// One row of numbers for the whole horizon.
    Never,
    /// Each production day.
    Day,
    /// Each ISO 8601 week, Monday to Sunday.
    IsoWeek,
    /// Each calendar month.
    #[default]
    Month,
    /// Each calendar year.
    Year,
    /// Each shift of each production day; the pattern must write `{shift}`.
    Shift,
}

impl Reset {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Never,
        Self::Day,
        Self::IsoWeek,
        Self::Month,
        Self::Year,
        Self::Shift,
    ];

    /// `never`, `day`, `isoweek`, `month`, `year` or `shift`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Day => "day",
            Self::IsoWeek => "isoweek",
            Self::Month => "month",
            Self::Year => "year",
            Self::Shift => "shift",
        }
    }
}

impl fmt::Display for Reset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that is none of those that the field knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {0}")]
pub struct UnknownWord(&'static str);

impl FromStr for Reset {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|reset| reset.name() == word)
            .ok_or(UnknownWord("never, day, isoweek, month, year, shift"))
    }
}

/// Within what a serial is unique.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// Over all products: no two units carry one serial.
    #[default]
    All,
    /// Within a GTIN: each has counters of its own, and two GTINs may carry one serial.
    Gtin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::All, Self::Gtin];

    /// `all` or `gtin`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Gtin => "gtin",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scope {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.name() == word)
            .ok_or(UnknownWord("all, gtin"))
    }
}
