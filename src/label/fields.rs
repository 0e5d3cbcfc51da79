//! A TOML text as fields that are asked for one by one, each fault told with its line and column.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::symbol::Emu;

/// What is wrong in a TOML text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextError {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong, and the way out.
    pub message: String,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for TextError {}

impl TextError {
    /// An error at a byte of a text.
    pub(crate) fn at(text: &str, byte: usize, message: impl Into<String>) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            message: message.into(),
        }
    }
}

/// A table whose keys are taken out one by one; what is left in the end is unknown.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    text: &'a str,
    /// Where the table stands.
    pub(crate) place: Range<usize>,
    entries: Vec<(Cow<'a, str>, Range<usize>, Spanned<DeValue<'a>>)>,
    asked: Vec<&'static str>,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) byte: usize,
}

/// A name and a text.
pub(crate) type Pair = (At<String>, At<String>);

impl<'a> Fields<'a> {
    /// The fields of a whole text.
    pub(crate) fn parse(text: &'a str) -> Result<Self, TextError> {
        let table = DeTable::parse(text).map_err(|error| {
            let byte = error.span().map_or(0, |span| span.start);
            TextError::at(text, byte, error.message())
        })?;
        Ok(Self::of(text, 0..0, table.into_inner()))
    }

    fn of(text: &'a str, place: Range<usize>, table: DeTable<'a>) -> Self {
        let entries = table.into_iter();
        let entries = entries.map(|(key, value)| (key.span(), key.into_inner(), value));
        Self {
            text,
            place,
            entries: entries
                .map(|(span, key, value)| (key, span, value))
                .collect(),
            asked: Vec::new(),
        }
    }

    pub(crate) fn error(&self, byte: usize, message: impl Into<String>) -> TextError {
        TextError::at(self.text, byte, message)
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.asked.push(key);
        let place = self.entries.iter().position(|(known, ..)| known == key)?;
        Some(self.entries.swap_remove(place).2)
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'a>>, wanted: &str) -> TextError {
        let is = value.get_ref().type_str();
        self.error(
            value.span().start,
            format!("{key} is {wanted}, not this {is}"),
        )
    }

    /// A text.
    pub(crate) fn text(&mut self, key: &'static str) -> Result<Option<At<String>>, TextError> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        match value.get_ref().as_str() {
            Some(text) => Ok(Some(At {
                value: text.to_owned(),
                byte: value.span().start,
            })),
            None => Err(self.wrong(key, &value, "a text in quotes")),
        }
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, key: &'static str) -> Result<Option<At<i64>>, TextError> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        match number {
            Some(number) => Ok(Some(At {
                value: number,
                byte: value.span().start,
            })),
            None => Err(self.wrong(key, &value, "a whole number")),
        }
    }

    /// A length: a number of millimetres, or a text such as `"2.625 in"`.
    pub(crate) fn length(&mut self, key: &'static str) -> Result<Option<At<Emu>>, TextError> {
        const WANTED: &str =
            "a length in millimetres, such as 63.5, or in inches, such as \"2.625 in\"";
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        let read = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok().map(Emu::from_mm),
            DeValue::Float(number) => number.as_str().parse().ok().map(Emu::from_mm),
            DeValue::String(text) => length(text),
            _ => None,
        };
        // A kilometre is no label's, and far from where sums run over.
        match read.filter(|length| length.0.abs() <= Emu::MM.0 * 1_000_000) {
            Some(length) => Ok(Some(At {
                value: length,
                byte: value.span().start,
            })),
            None => Err(self.wrong(key, &value, WANTED)),
        }
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &'static str) -> Result<Option<At<bool>>, TextError> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        match value.get_ref().as_bool() {
            Some(flag) => Ok(Some(At {
                value: flag,
                byte: value.span().start,
            })),
            None => Err(self.wrong(key, &value, "true or false")),
        }
    }

    /// Texts in brackets.
    pub(crate) fn texts(
        &mut self,
        key: &'static str,
    ) -> Result<Option<Vec<At<String>>>, TextError> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        let texts = value.get_ref().as_array().and_then(|items| {
            let texts = items.iter().map(|item| {
                item.get_ref().as_str().map(|text| At {
                    value: text.to_owned(),
                    byte: item.span().start,
                })
            });
            texts.collect::<Option<Vec<_>>>()
        });
        match texts {
            Some(texts) => Ok(Some(texts)),
            None => Err(self.wrong(key, &value, "a list of texts, such as [\"01\", \"21\"]")),
        }
    }

    /// Tables of one name, `[[key]]`, in their order.
    pub(crate) fn tables(&mut self, key: &'static str) -> Result<Vec<Self>, TextError> {
        let Some(value) = self.take(key) else {
            return Ok(Vec::new());
        };
        let wanted = format!("written as tables, [[{key}]]");
        if value
            .get_ref()
            .as_array()
            .is_none_or(|items| items.iter().any(|item| !item.get_ref().is_table()))
        {
            return Err(self.wrong(key, &value, &wanted));
        }
        let DeValue::Array(items) = value.into_inner() else {
            return Ok(Vec::new());
        };
        let tables = items.into_iter().filter_map(|item| {
            let place = item.span();
            match item.into_inner() {
                DeValue::Table(table) => Some(Self::of(self.text, place, table)),
                _ => None,
            }
        });
        Ok(tables.collect())
    }

    /// A table of texts, `[key]`: each name and its text, in the order of their names.
    pub(crate) fn pairs(&mut self, key: &'static str) -> Result<Vec<Pair>, TextError> {
        let Some(value) = self.take(key) else {
            return Ok(Vec::new());
        };
        let wanted = format!("a table of texts, [{key}]");
        let Some(table) = value.get_ref().as_table() else {
            return Err(self.wrong(key, &value, &wanted));
        };
        let pairs = table.iter().map(|(name, value)| {
            let text = value
                .get_ref()
                .as_str()
                .ok_or_else(|| self.wrong(name.get_ref(), value, "a text in quotes"))?;
            let at = |value: &str, byte| At {
                value: value.to_owned(),
                byte,
            };
            Ok((
                at(name.get_ref(), name.span().start),
                at(text, value.span().start),
            ))
        });
        pairs.collect()
    }

    /// A value that must be there.
    pub(crate) fn needed<T>(&self, key: &str, value: Option<T>) -> Result<T, TextError> {
        value.ok_or_else(|| self.error(self.place.start, format!("{key} is missing")))
    }

    /// Refuses what was not asked for.
    pub(crate) fn end(self) -> Result<(), TextError> {
        match self.entries.iter().min_by_key(|(_, place, _)| place.start) {
            None => Ok(()),
            Some((key, place, _)) => Err(self.error(
                place.start,
                format!(
                    "{key} is not known here: there are {}",
                    self.asked.join(", ")
                ),
            )),
        }
    }
}

/// `63.5`, `63.5 mm`, `2.625 in`, `2.625"`, `9 pt`.
pub(crate) fn length(text: &str) -> Option<Emu> {
    let text = text.trim();
    let inches = text.strip_suffix("in").or_else(|| text.strip_suffix('"'));
    let (number, unit): (&str, fn(f64) -> Emu) = match (inches, text.strip_suffix("pt")) {
        (Some(number), _) => (number, Emu::from_inches),
        (None, Some(number)) => (number, Emu::from_points),
        (None, None) => (text.strip_suffix("mm").unwrap_or(text), Emu::from_mm),
    };
    let number: f64 = number.trim().parse().ok()?;
    number.is_finite().then(|| unit(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_with_its_line_and_column() {
        let read = |text: &str| {
            let mut fields = Fields::parse(text)?;
            fields.text("name")?;
            fields.length("width")?;
            fields.whole("rows")?;
            fields.end()
        };
        assert_eq!(read("name = 'a'\nwidth = \"2.5 in\"\nrows = 3"), Ok(()));
        for (text, told) in [
            ("name = 'a\n", "1:10: "),
            (
                "name = 'ä'\n width = 'wide'",
                "2:10: width is a length in millimetres",
            ),
            (
                "name = 3",
                "1:8: name is a text in quotes, not this integer",
            ),
            ("rows = 1.5", "1:8: rows is a whole number, not this float"),
            (
                "\nwidht = 3",
                "2:1: widht is not known here: there are name, width, rows",
            ),
            ("width = 1e300", "1:9: width is a length"),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.starts_with(told), "{text:?}: {error}");
        }
    }

    #[test]
    fn lengths_are_exact() {
        assert_eq!(length("2.625 in"), Some(Emu(2_400_300)));
        assert_eq!(length("63.5mm"), Some(Emu::from_um(63_500)));
        assert_eq!(length("NaN"), None);
        assert_eq!(length("wide"), None);
    }
}
