//! A production order or a list of units, read from CSV: every line checked before anything is done.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::element::{ElementError, ElementString};
use crate::key::{Gtin, KeyErrorKind};

use super::column::{Column, Header};
use super::expiry::{Expiry, ExpiryError};
use super::problem::Problem;
use super::source::{LineNumbers, quote_fault};

/// One line of an order: a product, and how many units of it or which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the file, from 1.
    pub line: u64,
    /// The owner's name of the variant; may be empty.
    pub sku: String,
    /// The product, 14 digits; none where the label is of a logistic unit.
    pub gtin: Option<Gtin>,
    /// Batch or lot number; may be empty.
    pub lot: String,
    /// Expiry date, if there is one.
    pub expiry: Option<Expiry>,
    /// The plant that a serial names; may be empty.
    pub plant: String,
    /// How many, or which one.
    pub units: Units,
    /// What else the design asks for: columns by the name it gives them, AIs by their digits.
    pub values: BTreeMap<String, String>,
}

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Units {
    /// So many new serials, 1 at the least.
    Quantity(u32),
    /// The unit that carries this serial; nothing is reserved for it.
    Serial(String),
}

/// Reads an order; `file` is what messages call it.
///
/// The first line names the columns `sku,gtin,lot,expiry,plant,quantity[,serial]`; a manifest that
/// a run wrote is valid too.
///
/// # Errors
/// All that is wrong, in the order of the file: a wrong check digit, `2027-02-30`, a lot over 20
/// characters, quantity `0` or `-1`, a column that is missing, bytes that are not UTF-8, an empty file.
///
/// ```
/// use unitmark::job::{read_order, Units};
///
/// let rows = read_order("order.csv", b"sku,gtin,lot,expiry,plant,quantity\n\
///     WIDGET-RED-LG,5012345678900,2026-04-A,2028-04-30,WG,24\n").unwrap();
/// assert_eq!(rows[0].gtin.as_ref().map(|gtin| gtin.as_str()), Some("05012345678900"));
/// assert_eq!(rows[0].units, Units::Quantity(24));
///
/// let problems = read_order("order.csv", b"sku,gtin,lot,expiry,plant,quantity\n\
///     WIDGET-RED-LG,5012345678901,2026-04-A,2028-02-30,WG,0\n").unwrap_err();
/// let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
/// assert_eq!(codes, ["check-digit", "date", "quantity"]);
/// ```
pub fn read_order(file: &str, bytes: &[u8]) -> Result<Vec<Row>, Vec<Problem>> {
    let whole = |code, message: &str, help: &str| {
        vec![Problem {
            file: file.into(),
            line: None,
            column: None,
            value: None,
            code,
            message: message.into(),
            help: help.into(),
        }]
    };
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(whole("not-utf-8", "the file is UTF-16", "save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(whole(
            "empty",
            "the file is empty",
            "its first line names the columns sku,gtin,lot,expiry,plant,quantity",
        ));
    }
    if let Some(fault) = quote_fault(bytes) {
        let mut problems = whole(
            "quote",
            fault.message,
            "put quotes round the whole value, and double each quote inside it",
        );
        for problem in &mut problems {
            problem.line = Some(fault.line);
        }
        return Err(problems);
    }
    let mut numbers = LineNumbers::of(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut lines = Lines {
        file,
        problems: Vec::new(),
    };
    let mut header = None;
    let mut rows = Vec::new();
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                return Err(whole("csv", &error.to_string(), "mend the file"));
            }
        }
        let line = numbers.at(record.position().map_or(0, csv::Position::byte));
        match &header {
            None => {
                let names: Vec<String> = record
                    .iter()
                    .map(|name| String::from_utf8_lossy(name).into_owned())
                    .collect();
                header = Some(Header::read(file, line, &names)?);
            }
            Some(header) => rows.extend(lines.row(header, line, &record)),
        }
    }
    if lines.problems.is_empty() && rows.is_empty() {
        return Err(whole(
            "empty",
            "there is no line below the header",
            "write a line for each product",
        ));
    }
    if lines.problems.is_empty() {
        Ok(rows)
    } else {
        Err(lines.problems)
    }
}

/// Reads lines and keeps what is wrong with them.
struct Lines<'a> {
    file: &'a str,
    problems: Vec<Problem>,
}

impl Lines<'_> {
    fn problem(
        &mut self,
        line: u64,
        column: Column,
        value: &str,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem {
            file: self.file.into(),
            line: Some(line),
            column: Some(column.name().into()),
            value: Some(value.into()),
            code,
            message: message.into(),
            help: help.into(),
        });
    }

    /// One line; none where something is wrong with it.
    fn row(&mut self, header: &Header, line: u64, record: &csv::ByteRecord) -> Option<Row> {
        let before = self.problems.len();
        let columns = header.columns();
        if record.len() != columns.len() {
            self.problems.push(Problem {
                file: self.file.into(),
                line: Some(line),
                column: None,
                value: None,
                code: "fields",
                message: format!(
                    "the line has {} values, the header names {}",
                    record.len(),
                    columns.len()
                ),
                help: "put a value that holds a comma in double quotes".into(),
            });
            return None;
        }
        for (&column, value) in columns.iter().zip(record) {
            if let Err(error) = core::str::from_utf8(value) {
                let place = error.valid_up_to();
                let byte = value.get(place).copied().unwrap_or_default();
                self.problem(
                    line,
                    column,
                    &String::from_utf8_lossy(value),
                    "not-utf-8",
                    format!("byte {place} (0x{byte:02X}) is not UTF-8"),
                    "save the file as UTF-8",
                );
            }
        }
        if self.problems.len() > before {
            return None;
        }
        let value = |wanted: Column| {
            columns
                .iter()
                .position(|&column| column == wanted)
                .and_then(|place| record.get(place))
                .map_or(Cow::Borrowed(""), String::from_utf8_lossy)
        };

        let sku = value(Column::Sku);
        let plant = value(Column::Plant);
        for (column, text) in [(Column::Sku, &sku), (Column::Plant, &plant)] {
            if text.chars().any(char::is_control) {
                self.problem(
                    line,
                    column,
                    text,
                    "control-character",
                    "holds a control character, which no label can show",
                    "take it out",
                );
            }
        }
        let gtin = self.gtin(line, &value(Column::Gtin));
        let lot = value(Column::Lot);
        self.component(line, Column::Lot, "10", &lot);
        let expiry = self.expiry(line, &value(Column::Expiry));
        let serial = value(Column::Serial);
        let units = self.units(line, &value(Column::Quantity), &serial);
        if self.problems.len() > before {
            return None;
        }
        let row = Row {
            line,
            sku: sku.into_owned(),
            gtin: Some(gtin?),
            lot: lot.into_owned(),
            expiry,
            plant: plant.into_owned(),
            units: units?,
            values: BTreeMap::new(),
        };
        self.agrees(&row, &value(Column::ElementString))
            .then_some(row)
    }

    fn gtin(&mut self, line: u64, text: &str) -> Option<Gtin> {
        if text.is_empty() {
            self.problem(
                line,
                Column::Gtin,
                text,
                "gtin",
                "is missing",
                "write the GTIN",
            );
            return None;
        }
        if is_rounded(text) {
            self.problem(
                line,
                Column::Gtin,
                text,
                "rounded-number",
                "is a number that a spreadsheet has rounded, its digits are lost",
                "make the column text in the spreadsheet and export again from the source",
            );
            return None;
        }
        match Gtin::parse(text) {
            Ok(gtin) => Some(gtin),
            Err(error) => {
                let help = match error.kind() {
                    KeyErrorKind::CheckDigit { .. } => {
                        "compare with the source: a digit is wrong, lost or in the wrong place"
                    }
                    _ => "write the GTIN as 8, 12, 13 or 14 digits without blanks",
                };
                let code = error.code();
                self.problem(line, Column::Gtin, text, code, error.to_string(), help);
                None
            }
        }
    }

    /// A value of an AI under the rules of the table; empty is for the job to judge.
    fn component(&mut self, line: u64, column: Column, ai: &str, text: &str) {
        /// Any GTIN does: lot and serial are checked beside one, as their associations ask.
        const CARRIER: (&str, &str) = ("01", "09521234543213");
        if text.is_empty() {
            return;
        }
        if let Err(error) = ElementString::from_elements([CARRIER, (ai, text)]) {
            self.findings(line, column, text, &error);
        }
    }

    fn findings(&mut self, line: u64, column: Column, text: &str, error: &ElementError) {
        for finding in error.findings() {
            let (code, help) = (finding.code(), finding.help());
            self.problem(line, column, text, code, finding.message(), help);
        }
    }

    fn expiry(&mut self, line: u64, text: &str) -> Option<Expiry> {
        if text.is_empty() {
            return None;
        }
        match text.parse::<Expiry>() {
            Ok(expiry) => Some(expiry),
            Err(error) => {
                let help = match error {
                    ExpiryError::Shape => "write 2028-04-30, or 2028-04 where the day is open",
                    ExpiryError::Impossible => "correct the date",
                };
                self.problem(line, Column::Expiry, text, "date", error.to_string(), help);
                None
            }
        }
    }

    fn units(&mut self, line: u64, quantity: &str, serial: &str) -> Option<Units> {
        const HELP: &str = "write a whole number from 1 up";
        if !serial.is_empty() {
            self.component(line, Column::Serial, "21", serial);
            if !matches!(quantity, "" | "1") {
                self.problem(
                    line,
                    Column::Quantity,
                    quantity,
                    "quantity",
                    "cannot stand beside a serial, which names one unit",
                    "leave it empty or take the serial out",
                );
            }
            return Some(Units::Serial(serial.into()));
        }
        let digits = !quantity.is_empty() && quantity.bytes().all(|b| b.is_ascii_digit());
        match quantity.parse::<u32>() {
            Ok(count) if count > 0 && digits => return Some(Units::Quantity(count)),
            Ok(0) => self.problem(
                line,
                Column::Quantity,
                quantity,
                "quantity",
                "asks for no label",
                HELP,
            ),
            Err(_) if digits => self.problem(
                line,
                Column::Quantity,
                quantity,
                "quantity",
                "is more than any scheme can give",
                HELP,
            ),
            _ => self.problem(
                line,
                Column::Quantity,
                quantity,
                "quantity",
                "is no number of labels",
                HELP,
            ),
        }
        None
    }

    /// Whether the element string of a manifest line says what its other columns say.
    fn agrees(&mut self, row: &Row, text: &str) -> bool {
        if text.is_empty() {
            return true;
        }
        let before = self.problems.len();
        match ElementString::parse(text) {
            Err(error) => self.findings(row.line, Column::ElementString, text, &error),
            Ok(elements) => {
                let expiry = row.expiry.map(|expiry| expiry.yymmdd());
                let serial = match &row.units {
                    Units::Serial(serial) => Some(serial.as_str()),
                    Units::Quantity(_) => None,
                };
                for (ai, value) in [
                    ("01", row.gtin.as_ref().map(Gtin::as_str)),
                    ("10", Some(row.lot.as_str())),
                    ("17", expiry.as_deref()),
                    ("21", serial),
                ] {
                    let written = elements.get(ai);
                    if written.is_some() && written != value {
                        self.problem(
                            row.line,
                            Column::ElementString,
                            text,
                            "element-string",
                            format!("its ({ai}) is not what the line says"),
                            "correct the line, or take the column out",
                        );
                    }
                }
            }
        }
        self.problems.len() == before
    }
}

/// `5.01235E+12`: what a spreadsheet makes of a GTIN.
fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    mantissa.split(['.', ',']).all(digits) && digits(exponent.trim_start_matches(['+', '-']))
}
