//! The columns of an order, found by their header.

use super::problem::Problem;

/// A column that a job understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The owner's name of the variant.
    Sku,
    /// A GTIN of 8, 12, 13 or 14 digits.
    Gtin,
    /// Batch or lot number.
    Lot,
    /// `YYYY-MM-DD` or `YYYY-MM`.
    Expiry,
    /// The plant that a serial names.
    Plant,
    /// How many labels.
    Quantity,
    /// A serial that is given, not issued.
    Serial,
    /// A manifest's own columns: where the label was, and what it said.
    Page,
    Label,
    ElementString,
}

const COLUMNS: &[(&str, Column)] = &[
    ("sku", Column::Sku),
    ("gtin", Column::Gtin),
    ("lot", Column::Lot),
    ("expiry", Column::Expiry),
    ("plant", Column::Plant),
    ("quantity", Column::Quantity),
    ("serial", Column::Serial),
    ("page", Column::Page),
    ("label", Column::Label),
    ("element_string", Column::ElementString),
];

/// What an order needs; with a `serial` column `plant` and `quantity` may be missing.
const REQUIRED: &[Column] = &[
    Column::Sku,
    Column::Gtin,
    Column::Lot,
    Column::Expiry,
    Column::Plant,
    Column::Quantity,
];

impl Column {
    pub(super) fn name(self) -> &'static str {
        COLUMNS
            .iter()
            .find(|(_, column)| *column == self)
            .map_or("", |(name, _)| name)
    }

    /// Case, blanks, `_` and `-` do not count in a header.
    fn find(header: &str) -> Option<Self> {
        let plain = |text: &str| {
            text.chars()
                .filter(|c| !matches!(c, ' ' | '_' | '-'))
                .flat_map(char::to_lowercase)
                .collect::<String>()
        };
        let wanted = plain(header);
        COLUMNS
            .iter()
            .find(|(name, _)| plain(name) == wanted)
            .map(|(_, column)| *column)
    }
}

/// The columns in the order of the file.
#[derive(Debug)]
pub(super) struct Header(Vec<Column>);

impl Header {
    /// Reads a header row; every unknown, repeated and missing column is a problem of its own.
    pub(super) fn read(file: &str, line: u64, names: &[String]) -> Result<Self, Vec<Problem>> {
        let mut columns = Vec::new();
        let mut problems = Vec::new();
        let mut problem = |code, column: Option<&str>, message: String, help: String| {
            problems.push(Problem {
                file: file.into(),
                line: Some(line),
                column: column.map(Into::into),
                value: None,
                code,
                message,
                help,
            });
        };
        let known: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        let known = known.join(", ");
        if let [only] = names
            && let Some(separator) = [';', '\t', '|'].into_iter().find(|c| only.contains(*c))
        {
            problem(
                "delimiter",
                None,
                format!("the header is separated by {separator:?}, not by commas"),
                "save the file as comma separated values".into(),
            );
            return Err(problems);
        }
        for name in names {
            match Column::find(name) {
                Some(column) if columns.contains(&column) => problem(
                    "column-repeated",
                    Some(name),
                    "the column stands twice".into(),
                    "leave one of them out".into(),
                ),
                Some(column) => columns.push(column),
                None => problem(
                    "column-unknown",
                    Some(name),
                    "the column is not known".into(),
                    format!("rename it or leave it out; known are {known}"),
                ),
            }
        }
        let serials = columns.contains(&Column::Serial);
        for &column in REQUIRED {
            let optional = serials && matches!(column, Column::Plant | Column::Quantity);
            if !optional && !columns.contains(&column) {
                problem(
                    "column-missing",
                    Some(column.name()),
                    "the column is missing".into(),
                    "the first line names the columns: sku,gtin,lot,expiry,plant,quantity[,serial]"
                        .into(),
                );
            }
        }
        if problems.is_empty() {
            Ok(Self(columns))
        } else {
            Err(problems)
        }
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(header: &str) -> Vec<(&'static str, Option<String>)> {
        let names: Vec<String> = header.split(',').map(String::from).collect();
        match Header::read("o.csv", 1, &names) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|p| (p.code, p.column)).collect(),
        }
    }

    #[test]
    fn an_order_and_a_manifest_have_a_good_header() {
        assert_eq!(codes("sku,gtin,lot,expiry,plant,quantity"), []);
        assert_eq!(codes("Quantity,GTIN,Lot,EXPIRY,Plant,S-K-U"), []);
        assert_eq!(
            codes("page,label,sku,gtin,lot,expiry,serial,element_string"),
            []
        );
    }

    #[test]
    fn each_fault_of_a_header_is_told() {
        assert_eq!(
            codes("sku,gtin,gtin,lot,expiry,plant,colour"),
            [
                ("column-repeated", Some("gtin".into())),
                ("column-unknown", Some("colour".into())),
                ("column-missing", Some("quantity".into())),
            ]
        );
        assert_eq!(
            codes("sku;gtin;lot;expiry;plant;quantity"),
            [("delimiter", None)]
        );
    }
}
