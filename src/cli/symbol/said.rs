//! What the data of a symbol say, and in which form they are written.

use crate::cli::exit::{Exit, Stop};
use crate::element::ElementString;
use crate::symbol::Data;

/// How data are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// What the first characters say.
    Auto,
    /// (01)09521234543213
    Bracketed,
    /// ^0109521234543213, ^ for FNC1
    Unbracketed,
    /// 0109521234543213, GS for FNC1
    Raw,
    /// ]d20109521234543213
    Scan,
    /// Text that is drawn as it stands
    Plain,
}

/// Data that were read.
#[derive(Debug)]
pub enum Said {
    /// A GS1 message.
    Gs1(ElementString),
    /// Any other text.
    Plain(String),
}

/// The identifiers that readers of GS1 symbols send.
const IDENTIFIERS: [&str; 5] = ["]d2", "]Q3", "]C1", "]e0", "]J1"];

impl Said {
    /// Reads data. What looks like an element string and does not validate is never drawn as plain text.
    pub fn read(data: &str, form: Form) -> Result<Self, Stop> {
        let elements = match form {
            Form::Plain => return Ok(Self::Plain(data.into())),
            Form::Bracketed => ElementString::parse(data),
            Form::Unbracketed => ElementString::parse_unbracketed(data),
            Form::Raw => ElementString::parse_raw(data.as_bytes()),
            Form::Scan => ElementString::parse_raw(without_identifier(data).as_bytes()),
            Form::Auto => match Form::of(data) {
                None => return Ok(Self::Plain(data.into())),
                Some(form) => return Self::read(data, form),
            },
        };
        elements.map(Self::Gs1).map_err(|error| {
            let findings = error.findings().iter().map(ToString::to_string);
            let stop = Stop::all(Exit::Invalid, findings.collect::<Vec<_>>());
            match form {
                Form::Bracketed => stop.and("to draw the text as it stands, say --as plain"),
                _ => stop,
            }
        })
    }

    pub fn data(&self) -> Data<'_> {
        match self {
            Self::Gs1(elements) => Data::Gs1(elements),
            Self::Plain(text) => Data::Plain(text),
        }
    }

    /// What stands below a symbol, an element each; plain text is one.
    pub fn hri(&self) -> Vec<String> {
        match self {
            Self::Gs1(elements) => elements.hri(),
            Self::Plain(text) => vec![text.clone()],
        }
    }
}

impl Form {
    /// The form of a GS1 message by its first characters; none for plain text.
    fn of(data: &str) -> Option<Self> {
        let digit_at = |place: usize| data.as_bytes().get(place).is_some_and(u8::is_ascii_digit);
        match data.as_bytes() {
            [b'(', ..] if digit_at(1) => Some(Self::Bracketed),
            [b'^', ..] if digit_at(1) => Some(Self::Unbracketed),
            [b']', ..] if without_identifier(data) != data => Some(Self::Scan),
            bytes if bytes.contains(&0x1d) && digit_at(0) && digit_at(1) => Some(Self::Raw),
            _ => None,
        }
    }
}

fn without_identifier(data: &str) -> &str {
    IDENTIFIERS
        .into_iter()
        .find_map(|identifier| data.strip_prefix(identifier))
        .unwrap_or(data)
}
