//! A pattern laid out: which field stands at which position. Every width is exact, so a text has one layout.

use core::ops::Range;

use super::class::Class;
use super::error::{SchemeError, SchemeErrorKind};
use super::pattern::{Content, Part};
use super::token::{ContextToken, DateToken, Sequence, Token};
use crate::text::Span;

/// What an Application Identifier holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carrier {
    pub(crate) ai: &'static str,
    pub(crate) max_length: usize,
    pub(crate) class: Class,
}

/// The Application Identifiers that schemes serve.
pub(crate) const CARRIERS: &[Carrier] = &[
    // GS1 General Specifications section 3.5.2: serial number, X..20
    Carrier {
        ai: "21",
        max_length: 20,
        class: Class::SET_82,
    },
];

/// A field and the bytes that it takes.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub(crate) field: T,
    pub(crate) at: Range<usize>,
}

/// Where everything stands.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The literals, and a `0` at each position of a field.
    pub(crate) template: Vec<u8>,
    /// Which positions are literals.
    pub(crate) literals: Vec<usize>,
    pub(crate) sequence: Placed<Sequence>,
    pub(crate) dates: Vec<Placed<&'static DateToken>>,
    pub(crate) values: Vec<Placed<&'static ContextToken>>,
    /// The stretch of the pattern that writes the date, or all of it.
    pub(crate) date_span: Span,
}

impl Layout {
    pub(crate) fn new(parts: &[Part], carrier: &Carrier) -> Result<Self, SchemeError> {
        let mut template = Vec::new();
        let mut literals = Vec::new();
        let mut sequence = None;
        let mut dates: Vec<Placed<&'static DateToken>> = Vec::new();
        let mut values: Vec<Placed<&'static ContextToken>> = Vec::new();
        let mut date_span: Option<Span> = None;
        let whole = Span::new(0, parts.last().map_or(0, |part| part.span.end));
        let mut length = 0_usize;
        let mut too_long = None;
        for part in parts {
            let start = length;
            length = length.saturating_add(part.width());
            if length > carrier.max_length {
                // The rest is still read, for the length that the message tells.
                too_long = too_long.or(Some(part.span.start));
                continue;
            }
            template.resize(length, b'0');
            let at = start..length;
            let twice = |name: &str| {
                let message = format!("{{{name}}} stands twice; each token can be written once");
                SchemeError::new(SchemeErrorKind::TokenTwice, part.span, message)
            };
            match &part.content {
                Content::Literal(letter) => {
                    let byte = u8::try_from(*letter).unwrap_or(0);
                    if !carrier.class.contains(byte) {
                        let message = format!(
                            "'{}' is no character of AI {}; GS1 character set 82 has letters, digits and !\"%&'()*+,-./:;<=>?_",
                            letter.escape_debug(),
                            carrier.ai
                        );
                        return Err(SchemeError::new(
                            SchemeErrorKind::Characters,
                            part.span,
                            message,
                        ));
                    }
                    literals.push(start);
                    if let Some(place) = template.last_mut() {
                        *place = byte;
                    }
                }
                Content::Token(Token::Sequence(field)) => {
                    if sequence.is_some() {
                        return Err(twice("seq"));
                    }
                    sequence = Some(Placed {
                        field: field.clone(),
                        at,
                    });
                }
                Content::Token(Token::Date(field)) => {
                    if dates.iter().any(|date| date.field.name == field.name) {
                        return Err(twice(field.name));
                    }
                    let first = date_span.map_or(part.span.start, |span| span.start);
                    date_span = Some(Span::new(first, part.span.end));
                    dates.push(Placed { field, at });
                }
                Content::Token(Token::Context(field, _)) => {
                    if values.iter().any(|value| value.field.name == field.name) {
                        return Err(twice(field.name));
                    }
                    values.push(Placed { field, at });
                }
            }
        }
        if let Some(start) = too_long {
            let message = format!(
                "{length} characters: AI {} holds {}; take {} away",
                carrier.ai,
                carrier.max_length,
                length.saturating_sub(carrier.max_length)
            );
            return Err(SchemeError::new(
                SchemeErrorKind::TooLong,
                Span::new(start, whole.end),
                message,
            ));
        }
        let sequence = sequence.ok_or_else(|| {
            let message = "no {seq:W} in the pattern: two units of one period would carry one text";
            SchemeError::new(SchemeErrorKind::SequenceMissing, whole, message)
        })?;
        Ok(Self {
            template,
            literals,
            sequence,
            dates,
            values,
            date_span: date_span.unwrap_or(whole),
        })
    }

    /// Whether the pattern writes one of these tokens of the date.
    pub(crate) fn writes_date(&self, names: &[&str]) -> bool {
        self.dates
            .iter()
            .any(|date| names.contains(&date.field.name))
    }

    /// Whether the pattern writes this value of the context.
    pub(crate) fn writes_value(&self, name: &str) -> bool {
        self.values.iter().any(|value| value.field.name == name)
    }
}

impl Part {
    fn width(&self) -> usize {
        match &self.content {
            Content::Literal(_) => 1,
            Content::Token(Token::Sequence(field)) => field.width,
            Content::Token(Token::Date(field)) => field.width,
            Content::Token(Token::Context(_, width)) => *width,
        }
    }
}

/// Writes a number over the whole of `field` in decimal digits.
pub(crate) fn write_decimal(mut number: u16, field: &mut [u8]) {
    for place in field.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
}
