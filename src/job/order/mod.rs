//! A production order or a list of units, read from CSV or JSON lines: every line checked before anything is done.

mod column;
mod damage;
mod dates;
mod encoding;
mod format;
mod header;
mod json;
mod quotes;
mod row;
mod words;

use crate::key::Gtin;

use super::expiry::Expiry;
use super::item::Values;
use super::problem::Problem;
use header::{Header, Place};
use quotes::{LineNumbers, quote_fault};
use row::Rows;

pub use dates::{DateFormat, DateFormatError};
pub use encoding::Encoding;
pub use format::{ColumnMap, Delimiter, FormatError, IgnoredColumns, Input, OrderFormat};

/// One line of an order: a product, and how many units of it or which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the file, from 1; 0 for a label that no file has.
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
    /// The production line in the plant; may be empty.
    pub production_line: String,
    /// The production order; may be empty.
    pub order: String,
    /// How many, or which one.
    pub units: Units,
    /// What else the design asks for: columns by the name it gives them, AIs by their digits.
    pub values: Values,
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
    read_order_as(file, bytes, &OrderFormat::default())
}

/// Reads an order that is written as its owner likes.
///
/// # Errors
/// As [`read_order`]; bytes that are not of the encoding that was said; a column that nobody knows, with the option that
/// settles it; a map that leads nowhere; `03/04/2028` without a date format; what a spreadsheet made of a value
/// (`5.01235E+12`, `26. Apr`, `#REF!`).
///
/// ```
/// use unitmark::job::{Input, OrderFormat, read_order_as};
///
/// let format = OrderFormat { input: Input::JsonLines, ..OrderFormat::default() };
/// let file = br#"{"sku":"W","gtin":"5012345678900","lot":"A","expiry":"2028-04","plant":"WG","quantity":3}"#;
/// assert_eq!(read_order_as("order.jsonl", file, &format).map(|rows| rows.len()), Ok(1));
///
/// let file = b"sku,gtin,lot,expiry,plant,quantity\nW,5.01235E+12,26. Apr,03/04/2028,WG,3\n";
/// let problems = read_order_as("order.csv", file, &OrderFormat::default()).unwrap_err();
/// let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
/// assert_eq!(codes, ["rounded-number", "turned-into-date", "date-ambiguous"]);
/// ```
pub fn read_order_as(
    file: &str,
    bytes: &[u8],
    format: &OrderFormat,
) -> Result<Vec<Row>, Vec<Problem>> {
    let whole = |line, code, message: String, help: &str| {
        vec![Problem {
            file: file.into(),
            line,
            ..Problem::about(code, message, help)
        }]
    };
    let bytes = encoding::decode(bytes, format.encoding)
        .map_err(|fault| whole(fault.line, fault.code, fault.message, fault.help))?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(whole(
            None,
            "empty",
            "the file is empty".into(),
            "its first line names the columns sku,gtin,lot,expiry,plant,quantity",
        ));
    }
    let rows = match format.input {
        Input::Csv => read_csv(file, &bytes, format)?,
        Input::JsonLines => read_json(file, &bytes, format)?,
    };
    if rows.is_empty() {
        return Err(whole(
            None,
            "empty",
            "there is no line below the header".into(),
            "write a line for each product",
        ));
    }
    Ok(rows)
}

/// One label without a file: all its values are set, and its quantity is 1 unless that is set too.
///
/// # Errors
/// A name that is no field; a value that its field does not take; a field that the design needs and nobody set.
///
/// ```
/// use unitmark::job::{OrderFormat, Units, read_label};
///
/// let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
/// let set = ["gtin=5012345678900", "lot=A", "expiry=2028-04", "sku=W", "plant=WG"];
/// let set = set.iter().filter_map(|text| text.split_once('=')).map(|(name, value)| pair(name, value)).collect();
/// let rows = read_label(&OrderFormat { set, ..OrderFormat::default() }).map_err(|problems| problems[0].to_string())?;
/// assert_eq!((rows[0].lot.as_str(), &rows[0].units), ("A", &Units::Quantity(1)));
/// # Ok::<(), String>(())
/// ```
pub fn read_label(format: &OrderFormat) -> Result<Vec<Row>, Vec<Problem>> {
    let mut format = format.clone();
    let quantity = column::plain("quantity");
    if format
        .set
        .iter()
        .all(|(name, _)| column::plain(name) != quantity)
    {
        format.set.push(("quantity".into(), "1".into()));
    }
    let place = Place {
        file: "--set",
        line: None,
    };
    let header = Header::read(place, &[], &format)?;
    let mut rows = Rows::new("--set", &header, &format);
    rows.read(0, &[]);
    rows.done()
}

fn read_csv(file: &str, bytes: &[u8], format: &OrderFormat) -> Result<Vec<Row>, Vec<Problem>> {
    let delimiter = format.delimiter.byte();
    let problem = |line, code, message: &str, help: &str| {
        vec![Problem {
            file: file.into(),
            line,
            ..Problem::about(code, message, help)
        }]
    };
    if let Some(sign) = damage::separator_line(bytes) {
        return Err(problem(
            Some(1),
            "separator-line",
            &format!(
                "is no header but a spreadsheet's note that {sign:?} stands between the values"
            ),
            &format!(
                "take the line out, and say --delimiter {}",
                format::shell(&sign.to_string())
            ),
        ));
    }
    if let Some(fault) = quote_fault(bytes, delimiter) {
        return Err(problem(
            Some(fault.line),
            "quote",
            fault.message,
            "put quotes round the whole value, and double each quote inside it",
        ));
    }
    let mut numbers = LineNumbers::of(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut next = |record: &mut csv::ByteRecord| match reader.read_byte_record(record) {
        Ok(true) => {
            let at = record.position().map_or(0, csv::Position::byte);
            Ok(Some(numbers.at(at)))
        }
        Ok(false) => Ok(None),
        Err(error) => Err(problem(None, "csv", &error.to_string(), "mend the file")),
    };
    let Some(line) = next(&mut record)? else {
        return Ok(Vec::new());
    };
    let names: Vec<String> = record
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    let place = Place {
        file,
        line: Some(line),
    };
    let header = Header::read(place, &names, format)?;
    let mut rows = Rows::new(file, &header, format);
    while let Some(line) = next(&mut record)? {
        if let Some(values) = rows.utf_8(line, &record) {
            rows.read(line, &values);
        }
    }
    rows.done()
}

fn read_json(file: &str, bytes: &[u8], format: &OrderFormat) -> Result<Vec<Row>, Vec<Problem>> {
    let objects = json::objects(bytes).map_err(|faults| {
        let told = faults.into_iter().map(|fault| Problem {
            file: file.into(),
            line: Some(fault.line),
            ..Problem::about("json", fault.message, "write one object a line")
        });
        told.collect::<Vec<_>>()
    })?;
    let place = Place { file, line: None };
    let header = Header::read(place, &objects.names, format)?;
    let mut rows = Rows::new(file, &header, format);
    for (line, values) in &objects.lines {
        if let Some(values) = rows.texts(*line, values) {
            rows.read(*line, &values);
        }
    }
    rows.done()
}
