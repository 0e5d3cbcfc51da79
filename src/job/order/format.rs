//! How an order's file is written, as its owner says: letters, delimiter, dates, and which column is which.

use std::fmt;
use std::str::FromStr;

use crate::job::Wanted;

use super::column;
use super::dates::DateFormat;
use super::encoding::Encoding;

/// How an order's file is written. The default is CSV in UTF-8 with the columns
/// `sku,gtin,lot,expiry,plant,quantity[,serial]`.
///
/// ```
/// use unitmark::job::{OrderFormat, read_order_as};
///
/// let german = OrderFormat {
///     delimiter: ";".parse()?,
///     map: "gtin=EAN,lot=Charge,expiry=MHD,quantity=Menge,sku=Artikel,plant=Werk".parse()?,
///     dates: Some("DD.MM.YYYY".parse()?),
///     ..OrderFormat::default()
/// };
/// let file = "Artikel;EAN;Charge;MHD;Werk;Menge\nWIDGET;5012345678900;A1;30.04.2028;WG;24\n";
/// let rows = read_order_as("erp.csv", file.as_bytes(), &german).map_err(|problems| problems[0].to_string())?;
/// assert_eq!((rows[0].lot.as_str(), rows[0].expiry.map(|date| date.to_string())), ("A1", Some("2028-04-30".into())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderFormat {
    /// CSV or JSON lines.
    pub input: Input,
    /// How letters are written as bytes.
    pub encoding: Encoding,
    /// What stands between the values of a line of CSV.
    pub delimiter: Delimiter,
    /// What the file calls a column.
    pub map: ColumnMap,
    /// What files of this kind usually call a column, where `map` does not say: nothing is said where a file has none of it.
    pub usual: ColumnMap,
    /// Columns that are left out.
    pub ignore: IgnoredColumns,
    /// How dates are written; `YYYY-MM-DD` or `YYYY-MM` without it.
    pub dates: Option<DateFormat>,
    /// The year beside which two-digit years are read. The library has no clock: the default is the year of its AI table.
    pub this_year: u16,
    /// The columns that the labels read. Without it those of an order: sku, gtin, lot, expiry, plant.
    pub wanted: Option<Vec<Wanted>>,
    /// Values for lines that leave a column open, or for all where the file has no such column.
    pub set: Vec<(String, String)>,
}

impl Default for OrderFormat {
    fn default() -> Self {
        Self {
            input: Input::default(),
            encoding: Encoding::default(),
            delimiter: Delimiter::default(),
            map: ColumnMap::default(),
            usual: ColumnMap::default(),
            ignore: IgnoredColumns::default(),
            dates: None,
            this_year: crate::scan::ReadOptions::default().this_year,
            wanted: None,
            set: Vec::new(),
        }
    }
}

impl OrderFormat {
    /// Whether the labels read a field, under whichever of its names: `01` is `gtin`.
    pub fn reads(&self, name: &str) -> bool {
        let Some(wanted) = &self.wanted else {
            return true;
        };
        let meaning = |name| match column::Column::find(name, self) {
            column::Meaning::One(column) => Some(column),
            column::Meaning::Several(_) | column::Meaning::None => None,
        };
        meaning(name).is_some_and(|field| {
            let mut wanted = wanted.iter().filter_map(|wanted| meaning(&wanted.name));
            wanted.any(|wanted| wanted.is_same(&field))
        })
    }

    /// Whether what is set names a product, a logistic unit or a whole element string, or the labels are of neither: a
    /// label of its own, which needs no file.
    pub fn sets_a_label(&self) -> bool {
        let names_a_unit = |name: &str| column::names_a_unit(name, self);
        let of_a_unit = match &self.wanted {
            Some(wanted) => wanted.iter().any(|field| names_a_unit(&field.name)),
            None => true,
        };
        let mut set = self.set.iter();
        set.any(|(name, _)| !of_a_unit || names_a_unit(name))
    }
}

/// CSV or JSON lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Input {
    /// Values between delimiters, the names of the columns in the first line.
    #[default]
    Csv,
    /// An object a line, the names of the columns in each.
    JsonLines,
}

impl FromStr for Input {
    type Err = FormatError;

    /// By name, or by a file's ending: `csv`, `tsv`, `txt`; `jsonl`, `ndjson`.
    fn from_str(name: &str) -> Result<Self, FormatError> {
        match name.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Ok(Self::Csv),
            "jsonl" | "ndjson" => Ok(Self::JsonLines),
            _ => Err(FormatError::Input(name.into())),
        }
    }
}

/// What stands between the values of a line: a comma, a semicolon, a tab or a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Delimiter(u8);

const DELIMITERS: &[(u8, &[&str])] = &[
    (b',', &[",", "comma"]),
    (b';', &[";", "semicolon"]),
    (b'\t', &["\t", "tab", "\\t"]),
    (b'|', &["|", "bar", "pipe"]),
];

impl Delimiter {
    pub(super) fn byte(self) -> u8 {
        self.0
    }

    /// The others, and how the command line names them.
    pub(super) fn others(self) -> impl Iterator<Item = (char, String)> {
        let rest = DELIMITERS.iter().filter(move |(byte, _)| *byte != self.0);
        rest.map(|(byte, names)| {
            let name = match byte {
                b'\t' => "tab",
                _ => names.first().copied().unwrap_or_default(),
            };
            (char::from(*byte), shell(name))
        })
    }
}

impl Default for Delimiter {
    fn default() -> Self {
        Self(b',')
    }
}

impl FromStr for Delimiter {
    type Err = FormatError;

    fn from_str(name: &str) -> Result<Self, FormatError> {
        DELIMITERS
            .iter()
            .find(|(_, names)| names.contains(&name))
            .map(|(byte, _)| Self(*byte))
            .ok_or_else(|| FormatError::Delimiter(name.into()))
    }
}

/// What a file calls the columns of an order: `gtin=EAN,lot=Charge`. Names with a comma stand in double quotes:
/// `lot="Charge, neu"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap(pub Vec<(String, String)>);

impl FromStr for ColumnMap {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let pairs = listed(text)?.into_iter().map(|item| {
            item.split_once('=')
                .map(|(ours, theirs)| (ours.trim().to_owned(), theirs.to_owned()))
                .filter(|(ours, theirs)| !ours.is_empty() && !theirs.is_empty())
                .ok_or(FormatError::Pair(item))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }
}

/// Columns that are left out: `all` that nobody knows, or those named: `Farbe,"Preis, netto"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IgnoredColumns {
    /// All columns that are not known.
    pub all: bool,
    /// These, known or not.
    pub names: Vec<String>,
}

impl FromStr for IgnoredColumns {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let names = listed(text)?;
        Ok(match names.as_slice() {
            [all] if all == "all" => Self {
                all: true,
                names: Vec::new(),
            },
            _ => Self { all: false, names },
        })
    }
}

/// A description of a file that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// `xml`.
    #[error("{0:?} is no form of an order: use csv or jsonl")]
    Input(String),
    /// `latin-1`.
    #[error(
        "{0:?} is no encoding that is read: use utf-8, windows-1252, utf-16, utf-16le or utf-16be"
    )]
    Encoding(String),
    /// `:`.
    #[error("{0:?} is no delimiter: use a comma, a semicolon, tab or a bar")]
    Delimiter(String),
    /// `gtin`, without what the file calls it.
    #[error("{0:?} names no column: write FIELD=NAME, as in gtin=EAN,lot=\"Charge, neu\"")]
    Pair(String),
    /// `"Charge`.
    #[error("a quote is opened and not closed in {0:?}")]
    Quote(String),
}

impl FormatError {
    /// A word that never changes: `input`, `encoding`, `delimiter`, `map`, `quote`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Input(_) => "input",
            Self::Encoding(_) => "encoding",
            Self::Delimiter(_) => "delimiter",
            Self::Pair(_) => "map",
            Self::Quote(_) => "quote",
        }
    }
}

/// The items of a list with commas between; double quotes hold a comma inside, doubled ones a quote.
fn listed(text: &str) -> Result<Vec<String>, FormatError> {
    let mut items = vec![String::new()];
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(item) = items.last_mut() else {
            continue;
        };
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                item.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => items.push(String::new()),
            other => item.push(other),
        }
    }
    if quoted {
        return Err(FormatError::Quote(text.into()));
    }
    Ok(items.into_iter().filter(|item| !item.is_empty()).collect())
}

/// An item of such a list.
struct Listed<'a>(&'a str);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.contains([',', '"']) || self.0 == "all" {
            write!(f, "\"{}\"", self.0.replace('"', "\"\""))
        } else {
            f.write_str(self.0)
        }
    }
}

/// The option that leaves a column out, ready for a shell.
pub(super) fn ignore_option(theirs: &str) -> String {
    format!("--ignore-columns {}", shell(&Listed(theirs).to_string()))
}

/// The option that says what a column is, ready for a shell.
pub(super) fn map_option(ours: &str, theirs: &str) -> String {
    format!("--map {}", shell(&format!("{ours}={}", Listed(theirs))))
}

/// A word as a shell takes it.
pub(super) fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:+%=@,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_commas_and_quotes_survives_its_option() {
        for name in [
            "EAN",
            "Charge, neu",
            "5\" bolt",
            "l'état",
            "Preis netto",
            "all",
            "$(x)",
        ] {
            let option = ignore_option(name);
            let word = option
                .strip_prefix("--ignore-columns ")
                .expect("the option");
            let word = match word
                .strip_prefix('\'')
                .and_then(|word| word.strip_suffix('\''))
            {
                Some(word) => word.replace("'\\''", "'"),
                None => word.to_owned(),
            };
            let read: IgnoredColumns = word.parse().expect("a list");
            if name == "all" {
                // The word itself; no column is called so without meaning them all.
                assert!(read.all);
            } else {
                assert_eq!(read.names, [name]);
            }
        }
    }

    #[test]
    fn pairs_are_read_with_quotes_and_without() {
        let map: ColumnMap = "gtin=EAN, lot=\"Charge, neu\",\"expiry=MHD, bis\",a=b=c"
            .parse()
            .expect("a map");
        let pairs: Vec<(&str, &str)> = map.0.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            pairs,
            [
                ("gtin", "EAN"),
                ("lot", "Charge, neu"),
                ("expiry", "MHD, bis"),
                ("a", "b=c")
            ]
        );
        for (text, code) in [
            ("gtin", "map"),
            ("gtin=", "map"),
            ("=EAN", "map"),
            ("gtin=\"E", "quote"),
        ] {
            let error = text.parse::<ColumnMap>().expect_err(text);
            assert_eq!(error.code(), code, "{text}");
        }
    }

    #[test]
    fn a_delimiter_is_named_by_itself_or_by_a_word() {
        for (name, byte) in [
            (",", b','),
            (";", b';'),
            ("tab", b'\t'),
            ("\\t", b'\t'),
            ("|", b'|'),
        ] {
            assert_eq!(name.parse::<Delimiter>().map(Delimiter::byte), Ok(byte));
        }
        assert_eq!(
            ":".parse::<Delimiter>().map_err(|error| error.code()),
            Err("delimiter")
        );
        let named: Vec<String> = Delimiter::default()
            .others()
            .map(|(_, name)| name)
            .collect();
        assert_eq!(named, ["';'", "tab", "'|'"]);
    }
}
