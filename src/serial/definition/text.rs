//! The canonical text of a definition: written, hashed, stored, read.

use core::fmt::Write as _;

use jiff::civil::{Date, Time};

use super::{Definition, UnknownWord};
use crate::serial::error::{SchemeError, SchemeErrorKind};
use crate::text::Span;

impl Definition {
    /// The canonical text: TOML, one `name = "value"` a line, in fixed order. It is what is hashed and what a ledger stores.
    ///
    /// A field that a later version adds is left out of it where it has its default, so the hash of a scheme stays.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for field in FIELDS {
            let value = (field.get)(self);
            if field.is_optional && value.is_empty() {
                continue;
            }
            text.push_str(field.name);
            text.push_str(" = ");
            push_quoted(&mut text, &value);
            text.push('\n');
        }
        text
    }

    /// Reads a definition: the TOML of [`to_text`](Self::to_text), in any order, with comments and
    /// blank lines, basic or literal strings. What is left out has its default; `pattern` must be there.
    pub fn parse_text(text: &str) -> Result<Self, SchemeError> {
        let mut definition = Self::default();
        let mut seen = [false; FIELDS.len()];
        let mut start = 0;
        for raw in text.split_inclusive('\n') {
            let line = raw.trim();
            let at = start + (raw.len() - raw.trim_start().len());
            let span = Span::new(at, at + line.len());
            start += raw.len();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refuse =
                |message: String| SchemeError::new(SchemeErrorKind::Definition, span, message);
            let (name, value) = line
                .split_once('=')
                .ok_or_else(|| refuse(format!("'{line}': expected name = \"value\"")))?;
            let (name, value) = (name.trim(), value.trim());
            let (field, seen) = FIELDS
                .iter()
                .zip(&mut seen)
                .find(|(field, _)| field.name == name)
                .ok_or_else(|| {
                    refuse(format!(
                        "'{name}' is no field of a scheme; there are {}",
                        field_names()
                    ))
                })?;
            if *seen {
                return Err(refuse(format!("'{name}' stands twice")));
            }
            *seen = true;
            let value = unquote(value).ok_or_else(|| {
                refuse(format!(
                    "{name} = {value}: expected a text in quotes on one line"
                ))
            })?;
            (field.set)(&mut definition, &value)
                .map_err(|expected| refuse(format!("{name} = \"{value}\": {expected}")))?;
        }
        if seen.first() == Some(&true) {
            Ok(definition)
        } else {
            let end = Span::new(text.len(), text.len());
            Err(SchemeError::new(
                SchemeErrorKind::Definition,
                end,
                "no pattern = \"...\" in the definition",
            ))
        }
    }
}

struct Field {
    name: &'static str,
    get: fn(&Definition) -> String,
    set: fn(&mut Definition, &str) -> Result<(), String>,
    /// Left out where it is empty: definitions that never had it keep their hash.
    is_optional: bool,
}

const fn optional(
    name: &'static str,
    get: fn(&Definition) -> String,
    set: fn(&mut Definition, &str) -> Result<(), String>,
) -> Field {
    Field {
        name,
        get,
        set,
        is_optional: true,
    }
}

/// The pattern stands first: [`Definition::parse_text`] asks for it.
const FIELDS: [Field; 12] = [
    Field {
        name: "pattern",
        get: |own| own.pattern.clone(),
        set: |own, value| {
            value.clone_into(&mut own.pattern);
            Ok(())
        },
        is_optional: false,
    },
    Field {
        name: "reset",
        get: |own| own.reset.to_string(),
        set: |own, value| {
            store(
                &mut own.reset,
                value
                    .parse()
                    .map_err(|error: UnknownWord| error.to_string()),
            )
        },
        is_optional: false,
    },
    Field {
        name: "zone",
        get: |own| own.zone.clone(),
        set: |own, value| {
            value.clone_into(&mut own.zone);
            Ok(())
        },
        is_optional: false,
    },
    Field {
        name: "day_starts",
        get: |own| clock_text(own.day_starts),
        set: |own, value| {
            let expected = || "expected a time of day such as 06:00".to_owned();
            let read = value.parse().ok().filter(|read| clock_text(*read) == value);
            store(&mut own.day_starts, read.ok_or_else(expected))
        },
        is_optional: false,
    },
    Field {
        name: "scope",
        get: |own| own.scope.to_string(),
        set: |own, value| {
            store(
                &mut own.scope,
                value
                    .parse()
                    .map_err(|error: UnknownWord| error.to_string()),
            )
        },
        is_optional: false,
    },
    Field {
        name: "ai",
        get: |own| own.ai.clone(),
        set: |own, value| {
            value.clone_into(&mut own.ai);
            Ok(())
        },
        is_optional: false,
    },
    Field {
        name: "horizon_from",
        get: |own| own.horizon_from.to_string(),
        set: |own, value| store(&mut own.horizon_from, day(value)),
        is_optional: false,
    },
    Field {
        name: "horizon_until",
        get: |own| own.horizon_until.to_string(),
        set: |own, value| store(&mut own.horizon_until, day(value)),
        is_optional: false,
    },
    optional(
        "partition",
        |own| own.partition.clone(),
        |own, value| {
            value.clone_into(&mut own.partition);
            Ok(())
        },
    ),
    optional(
        "key_id",
        |own| own.key_id.clone(),
        |own, value| {
            value.clone_into(&mut own.key_id);
            Ok(())
        },
    ),
    optional(
        "key_check",
        |own| own.key_check.clone(),
        |own, value| {
            value.clone_into(&mut own.key_check);
            Ok(())
        },
    ),
    optional(
        "key_version",
        |own| own.key_version.clone(),
        |own, value| {
            value.clone_into(&mut own.key_version);
            Ok(())
        },
    ),
];

fn store<T>(place: &mut T, value: Result<T, String>) -> Result<(), String> {
    *place = value?;
    Ok(())
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .ok()
        .filter(|day: &Date| day.to_string() == text)
        .ok_or_else(|| "expected a date such as 2026-01-01".to_owned())
}

/// `06:00`; with seconds only where they are not 0, which no scheme accepts.
fn clock_text(time: Time) -> String {
    if time.second() == 0 && time.subsec_nanosecond() == 0 {
        format!("{:02}:{:02}", time.hour(), time.minute())
    } else {
        time.to_string()
    }
}

fn field_names() -> String {
    FIELDS.map(|field| field.name).join(", ")
}

/// A TOML basic string.
fn push_quoted(text: &mut String, value: &str) {
    text.push('"');
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(control));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

/// The value of a TOML basic or literal string, with nothing but a comment after it.
fn unquote(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut letters = text.chars();
    match letters.next()? {
        '\'' => loop {
            match letters.next()? {
                '\'' => break,
                other => value.push(other),
            }
        },
        '"' => loop {
            match letters.next()? {
                '"' => break,
                '\\' => match letters.next()? {
                    '"' => value.push('"'),
                    '\\' => value.push('\\'),
                    'n' => value.push('\n'),
                    'r' => value.push('\r'),
                    't' => value.push('\t'),
                    'b' => value.push('\u{8}'),
                    'f' => value.push('\u{c}'),
                    'u' => value.push(scalar(&mut letters, 4)?),
                    'U' => value.push(scalar(&mut letters, 8)?),
                    _ => return None,
                },
                other => value.push(other),
            }
        },
        _ => return None,
    }
    let rest = letters.as_str().trim_start();
    (rest.is_empty() || rest.starts_with('#')).then_some(value)
}

fn scalar(letters: &mut core::str::Chars<'_>, digits: usize) -> Option<char> {
    let mut bits = 0_u32;
    for _ in 0..digits {
        bits = bits.checked_mul(16)? | letters.next()?.to_digit(16)?;
    }
    char::from_u32(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_written_by_hand_is_read() {
        let text = "# ours\r\n\r\n  zone = 'Europe/Berlin' # where the plant is\r\npattern=\"\\u0053N{seq:7}\"\r\nday_starts = \"06:00\"";
        let read = Definition::parse_text(text).unwrap();
        assert_eq!(
            (read.pattern.as_str(), read.zone.as_str()),
            ("SN{seq:7}", "Europe/Berlin")
        );
        assert_eq!(read.day_starts, jiff::civil::time(6, 0, 0, 0));
        assert_eq!(read.reset, Definition::default().reset);
    }

    #[test]
    fn a_line_that_is_not_understood_is_named_with_its_place() {
        const SOUND: &str = "pattern = \"SN{seq:7}\"\n";
        for (line, says) in [
            (
                "colour = \"red\"",
                "'colour' is no field of a scheme; there are pattern, reset, zone",
            ),
            ("reset", "expected name = \"value\""),
            ("reset = month", "expected a text in quotes"),
            ("reset = \"month", "expected a text in quotes"),
            ("reset = 'month", "expected a text in quotes"),
            ("reset = \"month\" x", "expected a text in quotes"),
            ("reset = \"\\x\"", "expected a text in quotes"),
            ("zone = \"\\uD800\"", "expected a text in quotes"),
            ("zone = \"\\uFF\"", "expected a text in quotes"),
            (
                "reset = \"hour\"",
                "expected one of never, day, isoweek, month, year, shift",
            ),
            ("scope = \"sku\"", "expected one of all, gtin"),
            ("day_starts = \"6\"", "expected a time of day such as 06:00"),
            (
                "day_starts = \"24:00\"",
                "expected a time of day such as 06:00",
            ),
            (
                "horizon_from = \"2026-02-30\"",
                "expected a date such as 2026-01-01",
            ),
            (
                "horizon_until = \"20260101\"",
                "expected a date such as 2026-01-01",
            ),
            ("pattern = \"\"", "'pattern' stands twice"),
        ] {
            let error = Definition::parse_text(&format!("{SOUND}  {line}\n")).unwrap_err();
            assert_eq!(error.code(), "definition");
            assert!(error.to_string().contains(says), "{line}: {error}");
            let start = SOUND.len() + 2;
            assert_eq!(error.span(), Span::new(start, start + line.len()), "{line}");
        }
        assert_eq!(
            Definition::parse_text("").unwrap_err().to_string(),
            "no pattern = \"...\" in the definition"
        );
    }
}
