//! An order as JSON lines: an object a line, its keys the columns.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The names of all columns in the order in which they come up, and the values of each line beside its number.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Objects {
    pub(super) names: Vec<String>,
    pub(super) lines: Vec<(u64, Vec<Value>)>,
}

/// A value as far as a label can take it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Value {
    /// Missing, or null.
    #[default]
    Open,
    /// A text, or a whole number.
    Text(String),
    /// What no column holds, `a list`, and as it stands there.
    Other(&'static str, String),
}

/// A line that is no object, and why.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) line: u64,
    pub(super) message: String,
}

/// Reads every line that is not blank; all that are no objects are told.
pub(super) fn objects(bytes: &[u8]) -> Result<Objects, Vec<Fault>> {
    let mut objects = Objects::default();
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let read = match std::str::from_utf8(line) {
            Ok(text) => serde_json::from_str::<Object>(text).map_err(|error| without_line(&error)),
            Err(error) => Err(format!("byte {} is not UTF-8", error.valid_up_to())),
        };
        match read {
            Ok(Object(members)) => match objects.line(members) {
                Ok(values) => objects.lines.push((number, values)),
                Err(twice) => faults.push(Fault {
                    line: number,
                    message: format!("{twice:?} stands twice in the object"),
                }),
            },
            Err(message) => faults.push(Fault {
                line: number,
                message: format!("is no JSON object: {message}"),
            }),
        }
    }
    if faults.is_empty() {
        Ok(objects)
    } else {
        Err(faults)
    }
}

impl Objects {
    /// The values in the order of the columns, new columns at the end; the name that stands twice otherwise.
    fn line(&mut self, members: Vec<(String, Value)>) -> Result<Vec<Value>, String> {
        let mut values: Vec<Option<Value>> = Vec::new();
        for (name, value) in members {
            let at = match self.names.iter().position(|known| *known == name) {
                Some(at) => at,
                None => {
                    self.names.push(name.clone());
                    self.names.len() - 1
                }
            };
            if values.len() <= at {
                values.resize(at + 1, None);
            }
            if let Some(slot) = values.get_mut(at)
                && slot.replace(value).is_some()
            {
                return Err(name);
            }
        }
        Ok(values.into_iter().map(Option::unwrap_or_default).collect())
    }
}

/// The members of an object in their order, as often as they stand there.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with the columns as its keys")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    members.push((name, Value::of(value)));
                }
                Ok(Object(members))
            }
        }

        from.deserialize_map(Members)
    }
}

/// What is wrong, and in which column; the reader sees one line, and its number is no number of the file.
fn without_line(error: &serde_json::Error) -> String {
    let (text, column) = (error.to_string(), error.column());
    let place = format!(" at line {} column {column}", error.line());
    match text.strip_suffix(&place) {
        Some(what) => format!("{what} at column {column}"),
        None => text,
    }
}

impl Value {
    fn of(raw: &RawValue) -> Self {
        let text = raw.get();
        let other = |what| Self::Other(what, text.to_owned());
        match text.bytes().next() {
            Some(b'"') => serde_json::from_str(text).map_or_else(|_| other("no text"), Self::Text),
            Some(b'n') => Self::Open,
            Some(b't' | b'f') => other("true or false"),
            Some(b'[') => other("a list"),
            Some(b'{') => other("an object"),
            _ => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                if digits.len() < 20 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    Self::Text(text.to_owned())
                } else {
                    other("a number with a fraction or too many digits")
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_columns_and_lines_may_leave_some_out() {
        let read = objects(
            b"{\"gtin\":5012345678900,\"lot\":\"A\"}\n\n{\"lot\":null,\"quantity\":2,\"gtin\":\"0\"}\r\n",
        )
        .expect("objects");
        let text = |text: &str| Value::Text(text.into());
        assert_eq!(read.names, ["gtin", "lot", "quantity"]);
        assert_eq!(
            read.lines,
            [
                (1, vec![text("5012345678900"), text("A")]),
                (3, vec![text("0"), Value::Open, text("2")]),
            ]
        );
    }

    #[test]
    fn what_no_column_holds_is_kept_as_such() {
        let read = objects(
            b"{\"a\":1.5,\"b\":true,\"c\":[1,{}],\"d\":{\"x\":[]},\"e\":99999999999999999999}",
        )
        .expect("an object");
        let (_, values) = &read.lines[0];
        assert!(
            values
                .iter()
                .all(|value| matches!(value, Value::Other(_, text) if !text.is_empty())),
            "{values:?}"
        );
    }

    #[test]
    fn every_line_that_is_no_object_is_told() {
        let faults = objects(b"[1]\n{\"a\":1}\n{\"a\":1,\"a\":2}\nnonsense\n{\"a\":\"\xFF\"}")
            .expect_err("faults");
        let lines: Vec<u64> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 3, 4, 5]);
        let message = &faults[2].message;
        assert!(message.ends_with("at column 2"), "{message}");
    }
}
