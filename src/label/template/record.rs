//! What a template asks of the data.

use std::borrow::Cow;

/// One unit as its label reads it.
pub trait Record {
    /// The value of an AI, as an element string carries it.
    fn ai(&self, ai: &str) -> Option<Cow<'_, str>>;

    /// What stands in a column.
    fn column(&self, name: &str) -> Option<Cow<'_, str>>;

    /// The year that two-digit years are read in.
    fn this_year(&self) -> u16;
}

/// A column that labels read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// `sku`, `gtin`, `lot`, `expiry`, `plant`, `serial`, `sscc`; the digits of another AI (`37`); else as the design calls it.
    pub name: String,
    /// A line may leave it open.
    pub optional: bool,
}

/// Columns that every order may have, and the AI whose value stands there.
const COLUMNS: &[(&str, Option<&str>)] = &[
    ("gtin", Some("01")),
    ("lot", Some("10")),
    ("expiry", Some("17")),
    ("serial", Some("21")),
    ("sscc", Some("00")),
    ("sku", None),
    ("plant", None),
];

/// The column in which orders carry an AI; none where it is called by its digits.
pub(crate) fn column_of(ai: &str) -> Option<&'static str> {
    let known = COLUMNS.iter().find(|(_, known)| *known == Some(ai));
    known.map(|(name, _)| *name)
}

/// The known column of a name, and its AI; case, blanks, `_` and `-` do not count.
pub(super) fn known_column(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    let wanted = plain(name);
    COLUMNS.iter().copied().find(|(known, _)| *known == wanted)
}

pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}
