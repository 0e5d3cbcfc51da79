//! A pattern laid out: which field stands at which position. Every width is exact, so a text has one layout.

mod carrier;
mod check;
mod rules;

use core::ops::Range;

use super::class::Class;
use super::definition::{Definition, Scope};
use super::error::{SchemeError, SchemeErrorKind};
use super::pattern::{Content, Part};
use super::token::{ContextToken, DatePart, Sequence, Token};
use crate::text::Span;

pub(crate) use carrier::{CARRIERS, Carrier};
pub(crate) use check::Check;

/// A field and the bytes that it takes.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub(crate) field: T,
    pub(crate) at: Range<usize>,
}

/// A value of the context, as this pattern writes it.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) token: &'static ContextToken,
    /// What its characters may be, here.
    pub(crate) class: Class,
    /// Whether each value has counters of its own.
    pub(crate) splits: bool,
}

/// Where everything stands.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) carrier: &'static Carrier,
    /// The literals, and a `0` at each position of a field.
    pub(crate) template: Vec<u8>,
    /// Which positions are literals.
    pub(crate) literals: Vec<usize>,
    pub(crate) sequence: Placed<Sequence>,
    pub(crate) dates: Vec<Placed<DatePart>>,
    pub(crate) values: Vec<Placed<Value>>,
    pub(crate) check: Option<Check>,
    /// The character that says the key; it stands in the template too.
    pub(crate) key_version: Option<u8>,
    /// Whether it is the one that stands for an empty one.
    pub(crate) is_default_version: bool,
    /// Whether counters are split by the GTIN though no text shows it: a permutation that two products shared would
    /// let whoever knows the serials of one guess those of the other.
    pub(crate) has_unwritten_gtin: bool,
    /// The stretch of the pattern that writes the date, or all of it.
    pub(crate) date_span: Span,
    /// The stretch that writes the number.
    pub(crate) number_span: Span,
}

/// Where the character that says the key stands: in `{key}`, or first in `{rnd}`.
#[derive(Clone, Copy, Debug)]
struct VersionPlace {
    at: usize,
    span: Span,
    is_own_field: bool,
}

/// The stretches of the pattern, and what they take of a text.
type Stretches<'a> = Vec<(&'a Part, Range<usize>)>;

impl Layout {
    pub(crate) fn new(
        parts: &[Part],
        carrier: &'static Carrier,
        definition: &Definition,
    ) -> Result<Self, SchemeError> {
        let stretches = place(parts, carrier)?;
        let whole = Span::new(0, parts.last().map_or(0, |part| part.span.end));
        let length = stretches.last().map_or(0, |(_, at)| at.end);
        let writes_key = parts
            .iter()
            .any(|part| matches!(part.content, Content::Token(Token::KeyVersion)));
        let mut template = vec![b'0'; length];
        let mut literals = Vec::new();
        let mut sequence: Option<Placed<Sequence>> = None;
        let mut number_span = whole;
        let mut version = None;
        let mut dates: Vec<Placed<DatePart>> = Vec::new();
        let mut date_span: Option<Span> = None;
        let mut values = Vec::new();
        let mut check = None;
        for (part, at) in &stretches {
            let at = at.clone();
            match &part.content {
                Content::Literal(letter) => {
                    literals.push(at.start);
                    if let Some(place) = template.get_mut(at.start) {
                        *place = u8::try_from(*letter).unwrap_or(0);
                    }
                }
                Content::Token(Token::KeyVersion) => {
                    version = Some(VersionPlace {
                        at: at.start,
                        span: part.span,
                        is_own_field: true,
                    });
                }
                Content::Token(Token::Sequence(field)) => {
                    let mut placed = Placed {
                        field: field.clone(),
                        at,
                    };
                    if field.is_random && !writes_key {
                        let (at, span) = (placed.at.start, part.span);
                        version = Some(VersionPlace {
                            at,
                            span,
                            is_own_field: false,
                        });
                        placed.at.start += 1;
                        placed.field.width -= 1;
                    }
                    number_span = part.span;
                    sequence = Some(placed);
                }
                Content::Token(Token::Date(field)) => {
                    let first = date_span.map_or(part.span.start, |span| span.start);
                    date_span = Some(Span::new(first, part.span.end));
                    dates.push(Placed {
                        field: field.clone(),
                        at,
                    });
                }
                Content::Token(Token::Context(token, _)) => {
                    let class = at
                        .clone()
                        .fold(token.class, |class, place| class.meet(carrier.class(place)));
                    let field = Value {
                        token,
                        class,
                        splits: true,
                    };
                    values.push(Placed { field, at });
                }
                Content::Token(Token::Check(system)) => {
                    check = Some(Check {
                        system,
                        at,
                        over: Vec::new(),
                    });
                }
            }
        }
        let sequence = sequence.ok_or_else(|| {
            let message = "no {seq:W} in the pattern, and no {rnd:W:alphabet}: two units of one period would carry one text";
            SchemeError::new(SchemeErrorKind::SequenceMissing, whole, message)
        })?;
        let mut layout = Self {
            carrier,
            template,
            literals,
            has_unwritten_gtin: sequence.field.is_random
                && definition.scope == Scope::Gtin
                && !values
                    .iter()
                    .any(|value: &Placed<Value>| value.field.token.name == "gtin"),
            sequence,
            dates,
            values,
            check,
            key_version: None,
            is_default_version: true,
            date_span: date_span.unwrap_or(whole),
            number_span,
        };
        layout.take_key_version(definition, version)?;
        layout.check_characters(&stretches)?;
        layout.take_check(&stretches)?;
        layout.check_structure(whole)?;
        layout.split(definition)?;
        Ok(layout)
    }

    /// Whether the pattern writes one of these tokens of the date.
    pub(crate) fn writes_date(&self, names: &[&str]) -> bool {
        self.dates
            .iter()
            .any(|date| names.contains(&date.field.token.name))
    }

    /// The value of the context of that name, where the pattern writes it.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        let mut values = self.values.iter().map(|value| &value.field);
        values.find(|value| value.token.name == name)
    }
}

/// Where each part stands. A token that stands twice and a text that is too long are refused.
fn place<'a>(parts: &'a [Part], carrier: &Carrier) -> Result<Stretches<'a>, SchemeError> {
    let mut stretches = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let mut length = 0_usize;
    let mut too_long = None;
    for part in parts {
        let start = length;
        length = length.saturating_add(part.width());
        if let Content::Token(token) = &part.content {
            check_once(part, token, &mut names)?;
        }
        if length > carrier.max_length {
            // The rest is still read, for the length that the message tells.
            too_long = too_long.or(Some(part.span.start));
        } else {
            stretches.push((part, start..length));
        }
    }
    if let Some(start) = too_long {
        let end = parts.last().map_or(start, |part| part.span.end);
        let message = format!(
            "{length} characters: AI {} holds {}; take {} away",
            carrier.ai,
            carrier.max_length,
            length.saturating_sub(carrier.max_length)
        );
        let span = Span::new(start, end);
        return Err(SchemeError::new(SchemeErrorKind::TooLong, span, message));
    }
    Ok(stretches)
}

fn check_once<'a>(
    part: &Part,
    token: &'a Token,
    names: &mut Vec<&'a str>,
) -> Result<(), SchemeError> {
    let name = token.name();
    let message = match (name, names.contains(&"seq"), names.contains(&"rnd")) {
        ("seq", _, true) | ("rnd", true, _) => {
            "{seq} and {rnd} both write the number of the unit; take one of them away".to_owned()
        }
        _ if names.contains(&name) => {
            format!("{{{name}}} stands twice; each token can be written once")
        }
        _ => {
            names.push(name);
            return Ok(());
        }
    };
    let kind = SchemeErrorKind::TokenTwice;
    Err(SchemeError::new(kind, part.span, message))
}

impl Part {
    fn width(&self) -> usize {
        match &self.content {
            Content::Literal(_) | Content::Token(Token::KeyVersion) => 1,
            Content::Token(Token::Sequence(field)) => field.width,
            Content::Token(Token::Date(field)) => field.width,
            Content::Token(Token::Context(_, width)) => *width,
            Content::Token(Token::Check(system)) => system.width(),
        }
    }
}
