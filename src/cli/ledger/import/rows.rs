//! The rows of a list: what product each is of, and its serial.

use super::Input;
use super::columns::{Column, Header};
use crate::cli::exit::Stop;
use crate::cli::ledger::scans::looks_like_data;
use crate::cli::lines::{Ending, Line, Lines};
use crate::cli::serial::check_values;
use crate::element::ElementString;
use crate::key::Gtin;
use crate::ledger::{ImportLine, NamedScheme, Product};
use crate::scan::{self, ReadOptions};
use crate::serial::Scheme;
use core::cell::RefCell;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

/// Why a line is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refused {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }
}

/// A row that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: ImportLine,
    pub(super) serial: String,
}

/// Names of whole keys, as people write them.
const KEYS: &[(&str, &str)] = &[
    ("sscc", "00"),
    ("gdti", "253"),
    ("grai", "8003"),
    ("giai", "8004"),
    ("gsrnp", "8017"),
    ("gsrn", "8018"),
];

/// A list that can be read from its beginning as often as is needed.
pub(super) struct Reader<'s> {
    name: String,
    file: File,
    header: Option<Header>,
    /// Lines before the first row.
    skip: u64,
    defaults: Product,
    schemes: &'s HashMap<String, NamedScheme>,
    /// The last value of each column that was found to be right.
    checked: RefCell<HashMap<&'static str, String>>,
}

impl<'s> Reader<'s> {
    pub(super) fn open(
        path: &Path,
        input: Input,
        defaults: Product,
        schemes: &'s HashMap<String, NamedScheme>,
    ) -> Result<Self, Stop> {
        let name = path.display().to_string();
        let failed = |error: io::Error| Stop::io(format!("{name}: {error}"));
        let file = open(path).map_err(failed)?;
        let mut reader = Self {
            name: name.clone(),
            file,
            header: None,
            skip: 0,
            defaults,
            schemes,
            checked: RefCell::default(),
        };
        let mut first = None;
        let mut lines = reader.lines().map_err(failed)?;
        let mut number = 0;
        while let Some(line) = lines.next(|| Ok(())).map_err(failed)? {
            number += 1;
            if let Some(text) = text_of(line, number).ok().filter(|text| !text.is_empty()) {
                first = Some(text.to_owned());
                break;
            }
            if matches!(line, Line::TooLong) || text_of(line, number).is_err() {
                break;
            }
        }
        drop(lines);
        if first.is_none() && number == 0 {
            return Err(Stop::invalid(format!("{name}: the list is empty [empty]")));
        }
        let header = match first.as_deref().map(Header::find) {
            Some(Err(refused)) if input != Input::Lines => {
                let Refused { code, message } = refused;
                return Err(Stop::invalid(format!(
                    "{name}:{number}: {message} [{code}]"
                )));
            }
            found => found.and_then(Result::ok).flatten(),
        };
        match (input, header) {
            (Input::Lines, _) | (Input::Auto, None) => {}
            (_, Some(header)) => {
                reader.header = Some(header);
                reader.skip = number;
            }
            (Input::Csv, None) => {
                return Err(Stop::invalid(format!(
                    "{name}:{number}: no header with a column serial or element_string [header]"
                )));
            }
        }
        Ok(reader)
    }

    /// Names of columns that are not read.
    pub(super) fn ignored(&self) -> &[String] {
        self.header.as_ref().map_or(&[], |header| &header.ignored)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The SHA-256 of the list.
    pub(super) fn digest(&self) -> io::Result<[u8; 32]> {
        let mut file = self.rewound()?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(hash.finalize().into());
            }
            hash.update(buffer.get(..read).unwrap_or_default());
        }
    }

    /// The lines from the first on.
    pub(super) fn lines(&self) -> io::Result<Lines<BufReader<File>>> {
        Ok(Lines::new(BufReader::new(self.rewound()?), Ending::Newline))
    }

    fn rewound(&self) -> io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    /// A line's row; none where it is empty or the header.
    pub(super) fn row(&self, number: u64, line: Line<'_>) -> Option<Result<Row, Refused>> {
        if number <= self.skip {
            return None;
        }
        match text_of(line, number) {
            Err(refused) => Some(Err(refused)),
            Ok("") => None,
            Ok(text) => Some(match &self.header {
                None => Self::of_scan(text, self.defaults.clone(), None),
                Some(header) => header.read(text).and_then(|fields| self.of_fields(fields)),
            }),
        }
    }

    fn of_fields(&self, fields: Vec<(Column, String)>) -> Result<Row, Refused> {
        let mut product = self.defaults.clone();
        let (mut serial, mut scan, mut scheme) = (None, None, None);
        let mut ai = None;
        for (column, value) in fields {
            let place = match column {
                Column::Gtin => {
                    product.gtin = Some(gtin(&value)?);
                    continue;
                }
                Column::Key => {
                    match whole_key(&value) {
                        Some("21") => {}
                        Some(own) => ai = Some(own),
                        None => product.gtin = Some(gtin(&value)?),
                    }
                    continue;
                }
                Column::Serial => &mut serial,
                Column::ElementString => &mut scan,
                Column::Scheme => &mut scheme,
                Column::Sku => &mut product.sku,
                Column::Lot => &mut product.lot,
                Column::Expiry => &mut product.expiry,
                Column::Plant => &mut product.plant,
                Column::Line => &mut product.production_line,
                Column::Order => &mut product.order,
                Column::Other => continue,
            };
            self.check(column, &value)?;
            *place = Some(value);
        }
        let row = match (scan, serial) {
            (Some(scan), serial) => {
                let row = Self::of_scan(&scan, product, ai)?;
                if let Some(serial) = serial.filter(|serial| *serial != row.serial) {
                    let message = format!("{scan} has serial {}, not {serial}", row.serial);
                    return Err(Refused::new("disagrees", message));
                }
                row
            }
            (None, Some(serial)) => Self::of_serial(product, ai.unwrap_or("21"), serial)?,
            (None, None) => {
                return Err(Refused::new("serial-missing", "the line has no serial"));
            }
        };
        match scheme {
            Some(scheme) => self.of_scheme(&scheme, row),
            None => Ok(row),
        }
    }

    /// Checks what the ledger keeps of a product; the rows of a list mostly say the same.
    fn check(&self, column: Column, value: &str) -> Result<(), Refused> {
        let Some(name) = column.of_product() else {
            return Ok(());
        };
        let mut checked = self.checked.borrow_mut();
        if checked.get(name).is_some_and(|before| before == value) {
            return Ok(());
        }
        if let Err(problems) = check_values(vec![(name.to_owned(), value.to_owned())])
            && let Some(problem) = problems.first()
        {
            let message = format!("{name} {value:?} {}; {}", problem.message, problem.help);
            return Err(Refused::new(problem.code, message));
        }
        checked.insert(name, value.to_owned());
        Ok(())
    }

    /// A row whose scheme is said reads back under it.
    fn of_scheme(&self, name: &str, row: Row) -> Result<Row, Refused> {
        let Some(scheme) = self.schemes.get(name) else {
            let message = format!("this ledger has no scheme named {name}");
            return Err(Refused::new("unknown-scheme", message));
        };
        let scheme = scheme.scheme();
        let key = row.line.product.gtin.as_ref().map_or("", Gtin::as_str);
        if scheme.definition().ai != row.line.ai {
            let (own, other) = (&scheme.definition().ai, &row.line.ai);
            let message = format!("scheme {name} writes AI {own}, this is AI {other}");
            return Err(Refused::new("not-of-scheme", message));
        }
        match scheme.parse(&row.serial, key) {
            Ok(_) => Ok(row),
            Err(error) => {
                let message = format!("scheme {name} does not write {}: {error}", row.serial);
                Err(Refused::new("not-of-scheme", message))
            }
        }
    }

    /// A scan in any form, or a serial alone where the product is known.
    fn of_scan(text: &str, mut product: Product, ai: Option<&'static str>) -> Result<Row, Refused> {
        let report = scan::read(text.as_bytes(), &ReadOptions::default());
        let is_read = report.is_ok() && report.elements().next().is_some();
        if !is_read {
            // What looks like data and is wrong is told; a bare serial may be anything that AI 21 holds.
            if (product.gtin.is_some() || ai.is_some()) && !looks_like_data(text) {
                return Self::of_serial(product, ai.unwrap_or("21"), text.to_owned());
            }
            let error = report.findings().find(|finding| !finding.is_note());
            return Err(match error {
                Some(finding) => Refused::new(
                    finding.code(),
                    format!("{}; {}", finding.message(), finding.help()),
                ),
                None => Refused::new("no-serial", "no GTIN: give it with --set gtin=..."),
            });
        }
        if let Some(found) = report.gtin() {
            let found = gtin(found)?;
            if let Some(said) = product.gtin.filter(|said| *said != found) {
                let (found, said) = (found.as_str(), said.as_str());
                let message = format!("GTIN {found} in the data, {said} beside it");
                return Err(Refused::new("disagrees", message));
            }
            product.gtin = Some(found);
        }
        if let Some(lot) = report.lot() {
            product.lot = Some(lot.to_owned());
        }
        if let Some(date) = report.expiry() {
            product.expiry = Some(match date.day() {
                Some(day) => format!("{:04}-{:02}-{day:02}", date.year(), date.month()),
                None => format!("{:04}-{:02}", date.year(), date.month()),
            });
        }
        let carried = Scheme::carriers().find_map(|ai| Some((ai, report.get(ai)?)));
        match carried {
            Some((ai, serial)) => {
                let serial = serial.to_owned();
                Ok(Row {
                    line: ImportLine {
                        product,
                        ai: ai.to_owned(),
                    },
                    serial,
                })
                .and_then(needs_gtin)
            }
            None => Err(Refused::new(
                "no-serial",
                "no serial: (21) with a GTIN, or a whole key such as (00) or (8004)",
            )),
        }
    }

    /// A serial that stands alone, checked as its AI demands.
    fn of_serial(product: Product, ai: &'static str, serial: String) -> Result<Row, Refused> {
        let gtin = product.gtin;
        let mut elements = Vec::with_capacity(3);
        if let (Some(gtin), "21") = (&gtin, ai) {
            elements.push(("01", gtin.as_str()));
            elements.extend(product.lot.as_deref().map(|lot| ("10", lot)));
        }
        elements.push((ai, serial.as_str()));
        if ai != "21" || gtin.is_some() {
            ElementString::from_elements(elements).map_err(|error| {
                let finding = error.findings().first();
                let code = finding.map_or("invalid", |finding| finding.code());
                let message = finding.map_or_else(String::new, |finding| {
                    format!("{}; {}", finding.message(), finding.help())
                });
                Refused::new(code, message)
            })?;
        }
        let ai = ai.to_owned();
        let line = ImportLine { product, ai };
        needs_gtin(Row { line, serial })
    }
}

fn needs_gtin(row: Row) -> Result<Row, Refused> {
    if row.line.ai == "21" && row.line.product.gtin.is_none() {
        let message = "the serial is unique only together with a GTIN, and there is none";
        return Err(Refused::new("gtin-missing", message));
    }
    Ok(row)
}

fn gtin(text: &str) -> Result<Gtin, Refused> {
    Gtin::parse(text).map_err(|error| Refused::new(error.code(), format!("GTIN {text}: {error}")))
}

/// The AI of a whole key by its name or itself.
fn whole_key(text: &str) -> Option<&'static str> {
    let plain = text.to_ascii_lowercase();
    let named = KEYS.iter().find(|(name, _)| *name == plain);
    named
        .map(|(_, ai)| *ai)
        .or_else(|| Scheme::carriers().find(|ai| *ai == plain))
}

/// A line's text, without a byte order mark.
fn text_of(line: Line<'_>, number: u64) -> Result<&str, Refused> {
    let not_text = |what| Err(Refused::new("not-text", what));
    match line {
        Line::TooLong => not_text("the line is longer than 1 MiB"),
        Line::Bytes(bytes) => match core::str::from_utf8(bytes) {
            Ok(text) if number == 1 => Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
            Ok(text) => Ok(text),
            Err(_) => not_text("the line is not UTF-8; save the list as UTF-8"),
        },
    }
}

/// A file that can be read again: a pipe is copied first.
fn open(path: &Path) -> io::Result<File> {
    let copy = tempfile::tempfile;
    if path.as_os_str() == "-" {
        let mut file = copy()?;
        io::copy(&mut io::stdin().lock(), &mut file)?;
        return Ok(file);
    }
    let mut file = File::open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    let mut whole = copy()?;
    io::copy(&mut file, &mut whole)?;
    Ok(whole)
}
