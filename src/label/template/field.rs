//! Texts with fields: `LOT {lot}`, `{17:DD.MM.YYYY}`, `{BATCH/LOT?}`.

use std::borrow::Cow;

use super::date::DateFormat;
use super::error::ItemFault;
use super::record::{Record, Wanted, column_of, known_column, plain};
use crate::ai::{Ai, Dictionary};
use crate::element::ElementString;
use crate::key::Gtin;
use crate::text::Date;
use crate::text::percent::{self, Part};

/// Where a field's value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// An AI of the built-in table.
    Ai(&'static str),
    /// A column of the order.
    Column(String),
}

/// How a field's value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// As it stands.
    Plain,
    /// A GTIN in its shortest form, or so many digits.
    Gtin(Option<usize>),
    Date(DateFormat),
    /// With the decimal point where the AI says.
    Decimal,
    /// The AI's data title.
    Title,
}

/// One field in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) source: Source,
    form: Form,
    optional: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
    /// In a web address: the value is one value there, whatever is in it.
    Encoded(Field, Part),
}

/// A text with fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<Piece>);

/// Columns of orders that are taken apart when they are read, and what to write instead.
const CONSUMED: [(&str, &str); 3] = [
    ("element_string", ITS_ELEMENTS),
    ("scan", ITS_ELEMENTS),
    (
        "quantity",
        "the quantity of a line is how many labels it has, and each of them is one",
    ),
];

const ITS_ELEMENTS: &str = "a line's element string is read into its AIs, so name those, \
     as in ais = [\"01\", \"10?\", \"21\"] or {10}";

/// The AI of digits, with or without brackets, or of a data title.
pub(super) fn ai_of(text: &str) -> Result<Option<Ai<'static>>, String> {
    let digits = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return match Dictionary::BUILTIN.get(digits) {
            Some(ai) => Ok(Some(ai)),
            None => Err(format!("({digits}) is no Application Identifier")),
        };
    }
    if digits.len() != text.len() {
        return Err(format!("{text} is no Application Identifier"));
    }
    let wanted = plain(text);
    let mut titled = Dictionary::BUILTIN
        .iter()
        .filter(|ai| ai.is_known() && plain(ai.title()) == wanted);
    match (titled.next(), titled.next()) {
        (Some(one), None) => Ok(Some(one)),
        (Some(one), Some(other)) => Err(format!(
            "several AIs have the data title {text}, ({}) and ({}) among them: write the digits of one",
            one.code(),
            other.code()
        )),
        _ => Ok(None),
    }
}

impl Field {
    /// Reads what stands between braces: a name, `?` for a value that may be missing, `:` and a form.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, form) = match text.split_once(':') {
            Some((name, form)) => (name, Some(form)),
            None => (text, None),
        };
        let name = name.trim();
        let (name, optional) = match name.strip_suffix('?') {
            Some(name) => (name.trim(), true),
            None => (name, false),
        };
        if name.is_empty() {
            return Err("a field needs a name, such as {lot} or {10}".into());
        }
        if name.contains(['{', '}']) || name.contains(char::is_control) {
            return Err(format!("{name:?} is no name of a field"));
        }
        if let Some((_, instead)) = CONSUMED
            .iter()
            .find(|(known, _)| plain(name) == plain(known))
        {
            return Err(format!("{{{name}}} is no field: {instead}"));
        }
        let (source, usual) = match known_column(name) {
            Some((column, Some(ai))) => {
                let usual = match column {
                    "gtin" => Form::Gtin(None),
                    "expiry" => DateFormat::parse("YYYY-MM-DD").map_or(Form::Plain, Form::Date),
                    _ => Form::Plain,
                };
                (Source::Ai(ai), usual)
            }
            Some((column, None)) => (Source::Column(column.into()), Form::Plain),
            None => match ai_of(name)? {
                Some(ai) => (Source::Ai(ai.code()), Form::Plain),
                None => (Source::Column(name.into()), Form::Plain),
            },
        };
        let form = form.map_or(Ok(usual), |form| Form::parse(form.trim(), &source))?;
        Ok(Self {
            source,
            form,
            optional,
        })
    }

    /// The value as an element string carries it, or as the column has it; none where there is none.
    pub(super) fn value<'r>(&self, record: &'r dyn Record) -> Option<Cow<'r, str>> {
        let value = match &self.source {
            Source::Ai(ai) => record.ai(ai),
            Source::Column(name) => record.column(name),
        };
        value.filter(|value| !value.is_empty())
    }

    /// What orders call it.
    pub(super) fn column(&self) -> &str {
        match &self.source {
            Source::Ai(ai) => column_of(ai).unwrap_or(ai),
            Source::Column(name) => name,
        }
    }

    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            name: self.column().into(),
            optional: self.optional || self.form == Form::Title,
        }
    }

    /// What messages call it: `(10) lot`.
    fn called(&self) -> String {
        match &self.source {
            Source::Ai(ai) => match column_of(ai) {
                Some(column) => format!("({ai}) {column}"),
                None => format!("({ai})"),
            },
            Source::Column(name) => name.clone(),
        }
    }

    /// The value, which must be there unless it may be missing.
    pub(super) fn needed<'r>(
        &self,
        record: &'r dyn Record,
    ) -> Result<Option<Cow<'r, str>>, ItemFault> {
        match self.value(record) {
            None if !self.optional => Err(ItemFault::Empty {
                field: self.called(),
                column: self.column().into(),
            }),
            value => Ok(value),
        }
    }

    /// The AI whose value it is.
    pub(super) fn ai(&self) -> Option<&'static str> {
        match self.source {
            Source::Ai(ai) => Some(ai),
            Source::Column(_) => None,
        }
    }

    /// The same as element strings carry it, whatever the form.
    pub(super) fn raw(mut self) -> Self {
        self.form = Form::Plain;
        self
    }

    fn write(&self, record: &dyn Record, text: &mut String) -> Result<(), ItemFault> {
        if let (Form::Title, Source::Ai(ai)) = (&self.form, &self.source) {
            let title = Dictionary::BUILTIN.get(ai).map_or("", Ai::title);
            text.push_str(title);
            return Ok(());
        }
        let Some(value) = self.needed(record)? else {
            return Ok(());
        };
        let wrong = |what: &str| ItemFault::Value {
            field: self.called(),
            value: value.clone().into_owned(),
            what: what.into(),
        };
        match &self.form {
            Form::Plain | Form::Title => text.push_str(&value),
            Form::Gtin(length) => {
                let gtin = Gtin::parse(&value).map_err(|error| wrong(&error.to_string()))?;
                let digits = match length {
                    None => Some(gtin.shortest()),
                    Some(length) => gtin.as_gtin(*length),
                };
                text.push_str(
                    digits.ok_or_else(|| wrong("has more digits than the template asks for"))?,
                );
            }
            Form::Date(format) => {
                let date = self
                    .date(&value, record.this_year())
                    .ok_or_else(|| wrong("is no date"))?;
                text.push_str(&format.write(date));
            }
            Form::Decimal => {
                let elements = match &self.source {
                    Source::Ai(ai) => ElementString::from_elements([
                        ("01", "09521234543213"),
                        (ai, value.as_ref()),
                    ])
                    .ok(),
                    Source::Column(_) => None,
                };
                let decimal = elements.as_ref().and_then(|elements| {
                    let element = elements.elements().last()?;
                    element.decimal().map(|decimal| decimal.to_string())
                });
                text.push_str(&decimal.ok_or_else(|| wrong("is no number with a decimal point"))?);
            }
        }
        Ok(())
    }

    fn date(&self, value: &str, this_year: u16) -> Option<Date> {
        match (
            &self.source,
            value.split('-').collect::<Vec<_>>().as_slice(),
        ) {
            (Source::Ai(_), _) if value.len() == 8 => Date::from_yyyymmdd(value).ok(),
            (Source::Ai(_), _) => Date::from_yymmdd(value.get(..6)?, this_year).ok(),
            (Source::Column(_), [year, month, day @ ..]) => {
                let day = match day {
                    [] => 0,
                    [day] => day.parse().ok()?,
                    _ => return None,
                };
                Date::new(year.parse().ok()?, month.parse().ok()?, day).ok()
            }
            (Source::Column(_), _) => None,
        }
    }
}

impl Form {
    fn parse(text: &str, source: &Source) -> Result<Self, String> {
        let ai = match source {
            Source::Ai(code) => Dictionary::BUILTIN.get(code),
            Source::Column(_) => None,
        };
        let gtin = matches!(source, Source::Ai("01" | "02" | "03"));
        match (text, ai) {
            ("title", Some(_)) => Ok(Self::Title),
            ("title", None) => Err("only an AI has a data title".into()),
            ("decimal", Some(ai)) if ai.decimals().is_some() => Ok(Self::Decimal),
            ("decimal", _) => Err("only an AI whose last digit says so has decimals, such as {3103:decimal}".into()),
            ("8" | "12" | "13" | "14", _) if gtin => Ok(Self::Gtin(text.parse().ok())),
            ("short", _) if gtin => Ok(Self::Gtin(None)),
            _ => DateFormat::parse(text).map(Self::Date).ok_or_else(|| {
                format!(
                    "{text:?} is no form: use a date such as YYYY-MM-DD, DD.MM.YYYY or YYYY-MMM-DD, \
                     decimal, title, or 8, 12, 13, 14 or short for a GTIN"
                )
            }),
        }
    }
}

impl Words {
    /// Reads a text; `{{` and `}}` are braces.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(place) = rest.find(['{', '}']) {
            let (before, braces) = rest.split_at_checked(place).unwrap_or((rest, ""));
            plain.push_str(before);
            if let Some(after) = braces.strip_prefix("{{") {
                plain.push('{');
                rest = after;
            } else if let Some(after) = braces.strip_prefix("}}") {
                plain.push('}');
                rest = after;
            } else if let Some((inner, after)) = braces
                .strip_prefix('{')
                .and_then(|inner| inner.split_once('}'))
            {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(Piece::Field(Field::parse(inner)?));
                rest = after;
            } else {
                return Err(
                    "a brace is not closed, or not opened: write {{ and }} for braces in the text"
                        .into(),
                );
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self(pieces))
    }

    /// One field and nothing else.
    pub(super) fn of(field: Field) -> Self {
        Self(vec![Piece::Field(field)])
    }

    /// The same with all values as element strings carry them.
    pub(super) fn raw(self) -> Self {
        let pieces = self.0.into_iter().map(|piece| match piece {
            Piece::Field(field) => Piece::Field(field.raw()),
            other => other,
        });
        Self(pieces.collect())
    }

    /// The same, where the text begins like a web address, with values that stay what they are in it: percent-encoded, and as
    /// element strings carry them where they stand at their own AI, `/01/{gtin}` or `?17={expiry}`. Fields of the host stay.
    pub(super) fn in_web_address(mut self) -> Self {
        let mut before = String::new();
        for piece in &mut self.0 {
            let field = match piece {
                Piece::Text(text) => {
                    before.push_str(text);
                    continue;
                }
                Piece::Field(field) | Piece::Encoded(field, _) => field,
            };
            let address = before.to_ascii_lowercase();
            let Some(rest) = ["https://", "http://"]
                .iter()
                .find_map(|scheme| address.strip_prefix(scheme))
            else {
                return self;
            };
            if let Some(end) = rest.find(['/', '?', '#']) {
                let rest = rest.get(end..).unwrap_or_default();
                let is_query = rest.contains('?') && !rest.contains('#');
                let part = if is_query { Part::Query } else { Part::Path };
                let mut field = field.clone();
                if let Source::Ai(ai) = field.source
                    && [format!("/{ai}/"), format!("?{ai}="), format!("&{ai}=")]
                        .iter()
                        .any(|own| rest.ends_with(own))
                {
                    field = field.raw();
                }
                *piece = Piece::Encoded(field, part);
            }
            // A value stands here, so that no AI ends what is before the next one.
            before.push('\0');
        }
        self
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Field(field) | Piece::Encoded(field, _) => Some(field),
            Piece::Text(_) => None,
        })
    }

    /// Whether labels of one line of an order may differ in it.
    pub(super) fn differs(&self) -> bool {
        self.fields()
            .any(|field| matches!(field.source, Source::Ai("21" | "00")))
    }

    /// The text of one unit.
    pub(super) fn write(&self, record: &dyn Record) -> Result<String, ItemFault> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Field(field) => field.write(record, &mut text)?,
                Piece::Encoded(field, part) => {
                    let mut value = String::new();
                    field.write(record, &mut value)?;
                    // Writing to a String cannot fail.
                    let _ = percent::write(&mut text, &value, *part);
                }
            }
        }
        Ok(text)
    }
}
