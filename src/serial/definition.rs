//! What a scheme is made of, and the one text that stands for it.

use core::fmt::{self, Write as _};
use core::str::FromStr;

use jiff::civil::{Date, Time, date, time};

use super::error::{SchemeError, SchemeErrorKind};
use crate::text::Span;

/// When a counter starts again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reset {
    /// One row of numbers for the whole horizon.
    Never,
    /// Each production day.
    Day,
    /// Each ISO 8601 week, Monday to Sunday.
    IsoWeek,
    /// Each calendar month.
    #[default]
    Month,
    /// Each calendar year.
    Year,
    /// Each shift of each production day; the pattern must write `{shift}`.
    Shift,
}

impl Reset {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Never,
        Self::Day,
        Self::IsoWeek,
        Self::Month,
        Self::Year,
        Self::Shift,
    ];

    /// `never`, `day`, `isoweek`, `month`, `year` or `shift`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Day => "day",
            Self::IsoWeek => "isoweek",
            Self::Month => "month",
            Self::Year => "year",
            Self::Shift => "shift",
        }
    }
}

impl fmt::Display for Reset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that is none of those that the field knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {0}")]
pub struct UnknownWord(&'static str);

impl FromStr for Reset {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|reset| reset.name() == word)
            .ok_or(UnknownWord("never, day, isoweek, month, year, shift"))
    }
}

/// Within what a serial is unique.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// Over all products: no two units carry one serial.
    #[default]
    All,
    /// Within a GTIN: each has counters of its own, and two GTINs may carry one serial.
    Gtin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::All, Self::Gtin];

    /// `all` or `gtin`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Gtin => "gtin",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scope {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.name() == word)
            .ok_or(UnknownWord("all, gtin"))
    }
}

/// What a scheme is made of. [`Scheme::new`](super::Scheme::new) proves it.
///
/// The default is `{plant:2}-{yyyy}{mm}{seq:4}`, reset each month. The horizon is written dates and
/// never "from now", so that one pattern is one scheme today and next year.
///
/// ```
/// use unitmark::serial::Definition;
///
/// let text = Definition::default().to_text();
/// assert_eq!(text, r#"pattern = "{plant:2}-{yyyy}{mm}{seq:4}"
/// reset = "month"
/// zone = "UTC"
/// day_starts = "00:00"
/// scope = "all"
/// ai = "21"
/// horizon_from = "2026-01-01"
/// horizon_until = "2050-12-31"
/// "#);
/// assert_eq!(Definition::parse_text(&text)?, Definition::default());
/// # Ok::<(), unitmark::serial::SchemeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Definition {
    /// What a serial looks like: literals and tokens, `{plant:2}-{yyyy}{mm}{seq:4}`.
    pub pattern: String,
    /// When the counter starts again.
    pub reset: Reset,
    /// The plant's time zone by its IANA name, `Europe/Berlin`; never the user's or the server's.
    pub zone: String,
    /// When the production day starts, to the minute: what a night shift makes before it belongs to the day before.
    pub day_starts: Time,
    /// Within what a serial is unique.
    pub scope: Scope,
    /// The Application Identifier that carries it.
    pub ai: String,
    /// The first production day for which the scheme is proved.
    pub horizon_from: Date,
    /// The last production day for which the scheme is proved.
    pub horizon_until: Date,
}

impl Default for Definition {
    fn default() -> Self {
        Self {
            pattern: "{plant:2}-{yyyy}{mm}{seq:4}".to_owned(),
            reset: Reset::Month,
            zone: "UTC".to_owned(),
            day_starts: time(0, 0, 0, 0),
            scope: Scope::All,
            ai: "21".to_owned(),
            horizon_from: date(2026, 1, 1),
            horizon_until: date(2050, 12, 31),
        }
    }
}

impl Definition {
    /// This pattern, and the default for the rest: reset month.
    pub fn of(pattern: impl Into<String>) -> Self {
        Self {
            pattern: pattern.into(),
            ..Self::default()
        }
    }

    /// The canonical text: TOML, one `name = "value"` a line, in fixed order. It is what is hashed and what a ledger stores.
    ///
    /// A field that a later version adds is left out of it where it has its default, so the hash of a scheme stays.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for field in FIELDS {
            text.push_str(field.name);
            text.push_str(" = ");
            push_quoted(&mut text, &(field.get)(self));
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
}

/// The pattern stands first: [`Definition::parse_text`] asks for it.
const FIELDS: [Field; 8] = [
    Field {
        name: "pattern",
        get: |own| own.pattern.clone(),
        set: |own, value| {
            value.clone_into(&mut own.pattern);
            Ok(())
        },
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
    },
    Field {
        name: "zone",
        get: |own| own.zone.clone(),
        set: |own, value| {
            value.clone_into(&mut own.zone);
            Ok(())
        },
    },
    Field {
        name: "day_starts",
        get: |own| clock_text(own.day_starts),
        set: |own, value| {
            let expected = || "expected a time of day such as 06:00".to_owned();
            let read = value.parse().ok().filter(|read| clock_text(*read) == value);
            store(&mut own.day_starts, read.ok_or_else(expected))
        },
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
    },
    Field {
        name: "ai",
        get: |own| own.ai.clone(),
        set: |own, value| {
            value.clone_into(&mut own.ai);
            Ok(())
        },
    },
    Field {
        name: "horizon_from",
        get: |own| own.horizon_from.to_string(),
        set: |own, value| store(&mut own.horizon_from, day(value)),
    },
    Field {
        name: "horizon_until",
        get: |own| own.horizon_until.to_string(),
        set: |own, value| store(&mut own.horizon_until, day(value)),
    },
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
