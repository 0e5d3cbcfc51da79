//! The columns of a list, found by its header.

use super::rows::Refused;

/// A column that an import understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Gtin,
    Key,
    Serial,
    Scheme,
    Sku,
    Lot,
    Expiry,
    Plant,
    Line,
    Order,
    ElementString,
    /// One that is not read.
    Other,
}

/// The names of each column, without case, blanks, `_` and `-`.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Gtin, &["gtin", "ean", "upc"]),
    (Column::Key, &["key", "ai"]),
    (Column::Serial, &["serial", "serialnumber", "sn"]),
    (Column::Scheme, &["scheme"]),
    (Column::Sku, &["sku"]),
    (Column::Lot, &["lot", "batch"]),
    (Column::Expiry, &["expiry"]),
    (Column::Plant, &["plant"]),
    (Column::Line, &["line"]),
    (Column::Order, &["order"]),
    (
        Column::ElementString,
        &["elementstring", "scan", "epc", "link"],
    ),
];

impl Column {
    /// What an order calls it, where it is of a product and no key.
    pub(super) const fn of_product(self) -> Option<&'static str> {
        match self {
            Self::Sku => Some("sku"),
            Self::Lot => Some("lot"),
            Self::Expiry => Some("expiry"),
            Self::Plant => Some("plant"),
            Self::Line => Some("line"),
            Self::Order => Some("order"),
            Self::Gtin
            | Self::Key
            | Self::Serial
            | Self::Scheme
            | Self::ElementString
            | Self::Other => None,
        }
    }

    fn find(header: &str) -> Option<Self> {
        let plain: String = header
            .chars()
            .filter(|c| !matches!(c, ' ' | '_' | '-'))
            .flat_map(char::to_lowercase)
            .collect();
        let mut all = COLUMNS.iter();
        all.find(|(_, names)| names.contains(&plain.as_str()))
            .map(|(column, _)| *column)
    }
}

/// A header: what parts the fields of a line, and what each of them is.
#[derive(Clone, Debug)]
pub(super) struct Header {
    delimiter: char,
    columns: Vec<Column>,
    /// Names of columns that are not read.
    pub(super) ignored: Vec<String>,
}

impl Header {
    /// The header that a line is; none where it names no serials. One that names a column twice is refused.
    pub(super) fn find(line: &str) -> Result<Option<Self>, Refused> {
        for delimiter in [',', ';', '\t', '|'] {
            let Ok(names) = fields(line, delimiter) else {
                continue;
            };
            let mut header = Self {
                delimiter,
                columns: Vec::with_capacity(names.len()),
                ignored: Vec::new(),
            };
            let mut repeated = None;
            for name in names {
                match Column::find(&name) {
                    Some(column) => {
                        if header.columns.contains(&column) {
                            repeated = Some(name);
                        }
                        header.columns.push(column);
                    }
                    None => {
                        header.columns.push(Column::Other);
                        header.ignored.push(name);
                    }
                }
            }
            let has = |column| header.columns.contains(&column);
            if has(Column::Serial) || has(Column::ElementString) {
                return match repeated {
                    None => Ok(Some(header)),
                    Some(name) => Err(Refused::new(
                        "column-repeated",
                        format!(
                            "the header names the column {name:?} twice; leave one of them out"
                        ),
                    )),
                };
            }
        }
        Ok(None)
    }

    /// The fields of a line that are not empty, each with its column.
    pub(super) fn read(&self, line: &str) -> Result<Vec<(Column, String)>, Refused> {
        let values = fields(line, self.delimiter)?;
        if values.len() != self.columns.len() {
            return Err(Refused::new(
                "fields",
                format!(
                    "{} fields where the header names {}",
                    values.len(),
                    self.columns.len()
                ),
            ));
        }
        let all = self.columns.iter().copied().zip(values);
        Ok(all.filter(|(_, value)| !value.is_empty()).collect())
    }
}

/// The fields of one line; a quoted one ends on its line.
fn fields(line: &str, delimiter: char) -> Result<Vec<String>, Refused> {
    if !line.contains('"') {
        return Ok(line.split(delimiter).map(str::to_owned).collect());
    }
    let mut all = Vec::new();
    let mut rest = line;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            match rest.split_once(delimiter) {
                Some((field, after)) => {
                    all.push(field.to_owned());
                    rest = after;
                    continue;
                }
                None => {
                    all.push(rest.to_owned());
                    return Ok(all);
                }
            }
        };
        let mut field = String::new();
        let mut letters = quoted.char_indices().peekable();
        let after = loop {
            match letters.next() {
                Some((_, '"')) if letters.next_if(|(_, next)| *next == '"').is_some() => {
                    field.push('"');
                }
                Some((at, '"')) => break quoted.get(at + 1..).unwrap_or_default(),
                Some((_, letter)) => field.push(letter),
                None => {
                    return Err(Refused::new(
                        "quote",
                        "a quoted value does not end on its line",
                    ));
                }
            }
        };
        all.push(field);
        match after.strip_prefix(delimiter) {
            Some(after) => rest = after,
            None if after.is_empty() => return Ok(all),
            None => {
                return Err(Refused::new(
                    "quote",
                    "text after the quote that ends a value; double a quote inside it",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_found_whatever_parts_its_fields() {
        for text in [
            "gtin,serial",
            "Serial Number;GTIN;colour",
            "\"gtin\"\tserial",
            "element_string",
        ] {
            assert!(matches!(Header::find(text), Ok(Some(_))), "{text}");
        }
        for text in ["(01)05012345678900(21)A", "gtin,lot", "WG-1"] {
            assert!(matches!(Header::find(text), Ok(None)), "{text}");
        }
        for text in ["serial,SN", "gtin;serial;lot;lot"] {
            let refused = Header::find(text).expect_err(text);
            assert_eq!(refused.code, "column-repeated", "{text}");
        }
        let header = Header::find("Serial Number;GTIN;colour").expect("no repetition");
        let header = header.expect("a header");
        assert_eq!(header.ignored, ["colour"]);
    }

    proptest::proptest! {
        #[test]
        fn fields_that_are_quoted_read_back(
            values in proptest::collection::vec("[A-Za-z0-9\", ;\t|]{0,8}", 1..6),
            delimiter in proptest::sample::select(vec![',', ';', '\t', '|']),
        ) {
            let quoted: Vec<String> = values
                .iter()
                .map(|value| format!("\"{}\"", value.replace('"', "\"\"")))
                .collect();
            let line = quoted.join(&delimiter.to_string());
            proptest::prop_assert_eq!(fields(&line, delimiter).ok(), Some(values));
        }

        #[test]
        fn any_line_is_fields_or_a_fault(line in "\\PC{0,40}") {
            if let Ok(values) = fields(&line, ',') {
                proptest::prop_assert!(!values.is_empty());
            }
        }
    }

    #[test]
    fn quotes_are_read_as_spreadsheets_write_them() {
        let read = |line| fields(line, ',').ok();
        let texts = |all: &[&str]| Some(all.iter().map(|&text| text.to_owned()).collect());
        assert_eq!(read("a,b"), texts(&["a", "b"]));
        assert_eq!(read("\"a,\"\"b\",c"), texts(&["a,\"b", "c"]));
        assert_eq!(read("a,\"b\""), texts(&["a", "b"]));
        assert_eq!(read("\"\","), texts(&["", ""]));
        assert_eq!(read("\"a"), None);
        assert_eq!(read("\"a\"b,c"), None);
    }
}
