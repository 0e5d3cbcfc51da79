//! One line of an order: each value checked, all that is wrong told.

mod date;
mod element_string;

use crate::ai::{Ai, linter::Rule};
use crate::element::ElementString;
use crate::job::expiry::Expiry;
use crate::job::item::Values;
use crate::job::problem::Problem;
use crate::key::{Gtin, KeyErrorKind, Sscc};

use super::column::{Column, TOKENS};
use super::damage::{Damage, Kind, damage};
use super::format::OrderFormat;
use super::header::{Field, Header};
use super::json::Value;
use super::{Row, Units};

/// Reads lines and keeps what is wrong with them.
pub(super) struct Rows<'a> {
    file: &'a str,
    header: &'a Header,
    format: &'a OrderFormat,
    read: Vec<Row>,
    problems: Vec<Problem>,
}

/// What a line says so far.
#[derive(Default)]
struct Draft<'v> {
    sku: &'v str,
    gtin: Option<Gtin>,
    lot: String,
    expiry: Option<Expiry>,
    plant: &'v str,
    production_line: &'v str,
    order: &'v str,
    quantity: &'v str,
    serial: String,
    values: Values,
    element_string: Option<(&'v Field, &'v str)>,
}

/// What a value is, for a message: its line, its column, itself.
#[derive(Clone, Copy)]
struct Cell<'c> {
    line: u64,
    column: &'c str,
    value: &'c str,
}

impl<'a> Rows<'a> {
    pub(super) fn new(file: &'a str, header: &'a Header, format: &'a OrderFormat) -> Self {
        Self {
            file,
            header,
            format,
            read: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The rows, or all that is wrong.
    pub(super) fn done(self) -> Result<Vec<Row>, Vec<Problem>> {
        if self.problems.is_empty() {
            Ok(self.read)
        } else {
            Err(self.problems)
        }
    }

    fn problem(
        &mut self,
        cell: Cell<'_>,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem {
            file: self.file.into(),
            // A label that is set on the command line has no line.
            line: (cell.line > 0).then_some(cell.line),
            column: Some(cell.column.into()),
            value: Some(cell.value.into()),
            ..Problem::about(code, message, help)
        });
    }

    /// The values of a line of CSV as texts, as many as the header names.
    pub(super) fn utf_8<'r>(
        &mut self,
        line: u64,
        record: &'r csv::ByteRecord,
    ) -> Option<Vec<&'r str>> {
        let wanted = self.header.in_file();
        if record.len() != wanted {
            let delimiter = char::from(self.format.delimiter.byte());
            let help = format!("put a value that holds {delimiter:?} in double quotes");
            self.problems.push(Problem {
                file: self.file.into(),
                line: Some(line),
                ..Problem::about(
                    "fields",
                    format!(
                        "the line has {} values, the header names {wanted}",
                        record.len()
                    ),
                    help,
                )
            });
            return None;
        }
        let mut values = Vec::with_capacity(wanted);
        for (value, field) in record.iter().zip(self.header.fields()) {
            match core::str::from_utf8(value) {
                Ok(text) => values.push(text),
                Err(error) => {
                    let place = error.valid_up_to();
                    let byte = value.get(place).copied().unwrap_or_default();
                    let cell = Cell {
                        line,
                        column: &field.name,
                        value: &String::from_utf8_lossy(value),
                    };
                    self.problem(
                        cell,
                        "not-utf-8",
                        format!("byte {place} (0x{byte:02X}) is not UTF-8"),
                        "save the file as UTF-8, or say --encoding windows-1252 if that is what it is",
                    );
                }
            }
        }
        (values.len() == wanted).then_some(values)
    }

    /// The values of an object as texts.
    pub(super) fn texts<'r>(&mut self, line: u64, values: &'r [Value]) -> Option<Vec<&'r str>> {
        let mut texts = Vec::with_capacity(values.len());
        for (value, field) in values.iter().zip(self.header.fields()) {
            match value {
                Value::Open => texts.push(""),
                Value::Text(text) => texts.push(text.as_str()),
                Value::Other(..) if field.column == Column::Ignored => texts.push(""),
                Value::Other(what, written) => {
                    let cell = Cell {
                        line,
                        column: &field.name,
                        value: written,
                    };
                    self.problem(
                        cell,
                        "json-value",
                        format!("is {what}"),
                        "write a text in quotes, or a whole number",
                    );
                }
            }
        }
        (texts.len() == values.len()).then_some(texts)
    }

    /// One line; values that are not there are open.
    pub(super) fn read(&mut self, line: u64, values: &[&str]) {
        let before = self.problems.len();
        if values.len() > 1 && values.iter().all(|value| value.is_empty()) {
            self.problems.push(Problem {
                file: self.file.into(),
                line: Some(line),
                ..Problem::about(
                    "blank-row",
                    "the row is blank, as a spreadsheet leaves them below its last one",
                    "delete it",
                )
            });
            return;
        }
        let header = self.header;
        let mut draft = Draft::default();
        for (at, field) in header.fields().iter().enumerate() {
            let value = match values.get(at) {
                Some(value) if !value.is_empty() => value,
                _ => field.otherwise.as_str(),
            };
            if !value.is_empty() && field.column != Column::Ignored {
                self.value(line, field, value, &mut draft);
            }
        }
        if self.problems.len() == before {
            self.element_string(line, &mut draft);
        }
        let units = self.units(line, &draft, before);
        if draft.gtin.is_none() && header.needs_gtin && !self.has_bad(before, &Column::Gtin) {
            let cell = Cell {
                line,
                column: self.name_of(&Column::Gtin, "gtin"),
                value: "",
            };
            self.problem(cell, "gtin", "is missing", "write the GTIN");
        }
        if self.problems.len() > before {
            return;
        }
        let Some(units) = units else {
            return;
        };
        self.read.push(Row {
            line,
            sku: draft.sku.into(),
            gtin: draft.gtin,
            lot: draft.lot,
            expiry: draft.expiry,
            plant: draft.plant.into(),
            production_line: draft.production_line.into(),
            order: draft.order.into(),
            units,
            values: draft.values,
        });
    }

    /// What the file calls a column.
    fn name_of(&self, column: &Column, otherwise: &'static str) -> &'a str {
        let fields = self.header.fields().iter();
        let mut named = fields.filter(|field| field.column == *column);
        named.next().map_or(otherwise, |field| field.name.as_str())
    }

    /// Whether something is wrong with a column of the line already.
    fn has_bad(&self, before: usize, column: &Column) -> bool {
        let name = self.name_of(column, "");
        let new = self.problems.get(before..).unwrap_or_default();
        new.iter()
            .any(|problem| problem.column.as_deref() == Some(name))
    }

    /// One value that is not open.
    fn value<'v>(&mut self, line: u64, field: &'v Field, value: &'v str, draft: &mut Draft<'v>) {
        let cell = Cell {
            line,
            column: &field.name,
            value,
        };
        let kind = match &field.column {
            Column::Gtin => Kind::Digits(14),
            Column::Sscc => Kind::Digits(18),
            Column::Ai(ai) if is_gtin(*ai) => Kind::Digits(14),
            Column::Lot | Column::Serial => Kind::Code,
            Column::Expiry { .. } => Kind::Date,
            Column::Ai(ai) if is_date(*ai) => Kind::Date,
            _ => Kind::Text,
        };
        if let Some(Damage {
            code,
            message,
            help,
        }) = damage(value, kind)
        {
            self.problem(cell, code, message, help);
            return;
        }
        match &field.column {
            Column::Sku => draft.sku = self.words(cell),
            Column::Plant => draft.plant = self.words(cell),
            Column::ProductionLine => draft.production_line = self.words(cell),
            Column::Order => draft.order = self.words(cell),
            Column::Value(name) if TOKENS.contains(&name.as_str()) => {
                let value = self.words(cell);
                draft.values.insert(name.clone(), value.into());
            }
            Column::Value(name) => {
                // An address has lines; the design says whether there is room for them.
                let value = value.replace("\r\n", "\n");
                self.shown(cell, &value.replace('\n', " "));
                draft.values.insert(name.clone(), value);
            }
            Column::Gtin => draft.gtin = self.gtin(cell),
            Column::Ai(ai) if is_gtin(*ai) => {
                if let Some(gtin) = self.gtin(cell) {
                    draft.values.insert(ai.code().into(), gtin.as_str().into());
                }
            }
            Column::Lot => {
                self.component(cell, "10");
                draft.lot = value.into();
            }
            Column::Serial => {
                self.component(cell, "21");
                draft.serial = value.into();
            }
            Column::Sscc => match Sscc::parse(value) {
                Ok(sscc) => {
                    draft.values.insert("00".into(), sscc.as_str().into());
                }
                Err(error) => self.problem(
                    cell,
                    error.code(),
                    error.to_string(),
                    "write the SSCC as 18 digits without blanks and brackets",
                ),
            },
            Column::Expiry { as_ai } => {
                draft.expiry = self.date(cell, *as_ai).map(Expiry::from);
            }
            Column::Ai(ai) => {
                if let Some(value) = self.ai(cell, *ai) {
                    draft.values.insert(ai.code().into(), value);
                }
            }
            Column::Quantity => draft.quantity = value,
            Column::ElementString => draft.element_string = Some((field, value)),
            Column::Page | Column::Label | Column::Copies | Column::Ignored => {}
        }
    }

    /// Text that a label shows as it stands.
    fn words<'v>(&mut self, cell: Cell<'v>) -> &'v str {
        self.shown(cell, cell.value);
        cell.value
    }

    /// Text of which every character is to be seen.
    fn shown(&mut self, cell: Cell<'_>, text: &str) {
        let unseen = |c: char| matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}');
        if text.chars().any(char::is_control) {
            self.problem(
                cell,
                "control-character",
                "holds a control character, which no label can show",
                "take it out",
            );
        } else if text.contains(char::REPLACEMENT_CHARACTER) {
            self.problem(
                cell,
                "decode-damage",
                "holds U+FFFD, which a program writes for a letter that it could not read",
                "the letter is lost: write the file again from the source, in UTF-8",
            );
        } else if let Some(c) = text.chars().find(|c| unseen(*c)) {
            self.problem(
                cell,
                "invisible-character",
                format!("holds U+{:04X}, which nobody sees", u32::from(c)),
                "take it out",
            );
        }
    }

    fn gtin(&mut self, cell: Cell<'_>) -> Option<Gtin> {
        match Gtin::parse(cell.value) {
            Ok(gtin) => Some(gtin),
            Err(error) => {
                let help = match error.kind() {
                    KeyErrorKind::CheckDigit { .. } => {
                        "compare with the source: a digit is wrong, lost or in the wrong place"
                    }
                    _ => "write the GTIN as 8, 12, 13 or 14 digits without blanks",
                };
                self.problem(cell, error.code(), error.to_string(), help);
                None
            }
        }
    }

    /// A value of an AI under the rules of the table; what it may stand beside is for the design to ask.
    fn component(&mut self, cell: Cell<'_>, ai: &str) {
        /// Any GTIN does.
        const CARRIER: (&str, &str) = ("01", "09521234543213");
        let Err(error) = ElementString::from_elements([CARRIER, (ai, cell.value)]) else {
            return;
        };
        let beside = ["ai-required", "ai-excluded", "ai-repeated"];
        for finding in error.findings() {
            if !beside.contains(&finding.code()) {
                let (code, help) = (finding.code(), finding.help());
                self.problem(cell, code, finding.message(), help);
            }
        }
    }

    /// A value of an AI that has no column of its own, as an element string writes it.
    fn ai(&mut self, cell: Cell<'_>, ai: Ai<'static>) -> Option<String> {
        let before = self.problems.len();
        let value = if is_date(ai) {
            let date = Expiry::from(self.date(cell, true)?);
            if !date.is_in_century_of(i64::from(self.format.this_year)) {
                let Problem {
                    code,
                    message,
                    help,
                    ..
                } = Problem::other_century();
                self.problem(cell, code, message, help);
            }
            date.yymmdd()
        } else {
            cell.value.to_owned()
        };
        let written = Cell {
            value: &value,
            ..cell
        };
        self.component(written, ai.code());
        (self.problems.len() == before).then_some(value)
    }

    fn units(&mut self, line: u64, draft: &Draft<'_>, before: usize) -> Option<Units> {
        const HELP: &str = "write a whole number from 1 up";
        let cell = Cell {
            line,
            column: self.name_of(&Column::Quantity, "quantity"),
            value: draft.quantity,
        };
        let named = match (draft.serial.is_empty(), draft.values.contains_key("00")) {
            (false, _) => Some("a serial"),
            (true, true) => Some("an SSCC"),
            (true, false) => None,
        };
        if let Some(named) = named {
            if !matches!(draft.quantity, "" | "1") {
                self.problem(
                    cell,
                    "quantity",
                    format!("cannot stand beside {named}, which names one unit"),
                    "leave it empty or take the other out",
                );
            }
            return Some(match draft.serial.as_str() {
                "" => Units::Quantity(1),
                serial => Units::Serial(serial.into()),
            });
        }
        if self.has_bad(before, &Column::Sscc) || self.has_bad(before, &Column::Serial) {
            // It names a unit; that it is wrong is told.
            return None;
        }
        let scanned = draft.element_string.is_some() && !self.header.has(&Column::Quantity);
        if scanned && draft.quantity.is_empty() {
            return Some(Units::Quantity(1));
        }
        let digits =
            !draft.quantity.is_empty() && draft.quantity.bytes().all(|b| b.is_ascii_digit());
        match draft.quantity.parse::<u32>() {
            Ok(count) if count > 0 && digits => return Some(Units::Quantity(count)),
            Ok(0) => self.problem(cell, "quantity", "asks for no label", HELP),
            Err(_) if digits => {
                self.problem(cell, "quantity", "is more than any scheme can give", HELP);
            }
            _ if draft.quantity.is_empty() => {
                self.problem(cell, "quantity", "is missing", HELP);
            }
            _ => self.problem(cell, "quantity", "is no number of labels", HELP),
        }
        None
    }
}

/// Whether an AI is the GTIN of something else than the unit: of what is in it, of what it is made to.
fn is_gtin(ai: Ai<'_>) -> bool {
    matches!(ai.code(), "02" | "03")
}

/// Whether an AI is a date of six digits and nothing else.
fn is_date(ai: Ai<'_>) -> bool {
    let [component] = ai.components() else {
        return false;
    };
    let is_date = |rule| matches!(rule, Rule::Yymmd0 | Rule::Yymmdd);
    component.rules().any(is_date)
}
