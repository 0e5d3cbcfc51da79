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

/// The number, the stretch of the pattern that writes it, and where the key is said.
type Number = ((Placed<Sequence>, Span), Option<VersionPlace>);

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
        let (sequence, version) = number(&stretches, whole)?;
        let mut layout = Self {
            carrier,
            template: vec![b'0'; stretches.last().map_or(0, |(_, at)| at.end)],
            literals: Vec::new(),
            number_span: sequence.1,
            sequence: sequence.0,
            dates: Vec::new(),
            values: Vec::new(),
            check: None,
            key_version: None,
            is_default_version: true,
            has_unwritten_gtin: false,
            date_span: whole,
        };
        for (part, at) in &stretches {
            layout.put(part, at.clone());
        }
        layout.has_unwritten_gtin = layout.sequence.field.is_random
            && definition.scope == Scope::Gtin
            && layout.value("gtin").is_none();
        layout.take_key_version(definition, version)?;
        layout.check_characters(&stretches)?;
        layout.take_check(&stretches)?;
        layout.check_structure(whole)?;
        layout.split(definition)?;
        Ok(layout)
    }

    /// Puts a part in its place; the number and its key version have theirs already.
    fn put(&mut self, part: &Part, at: Range<usize>) {
        match &part.content {
            Content::Literal(letter) => {
                self.literals.push(at.start);
                if let Some(place) = self.template.get_mut(at.start) {
                    *place = u8::try_from(*letter).unwrap_or(0);
                }
            }
            Content::Token(Token::KeyVersion | Token::Sequence(_)) => {}
            Content::Token(Token::Date(field)) => {
                let first = if self.dates.is_empty() {
                    part.span
                } else {
                    self.date_span
                };
                self.date_span = Span::new(first.start, part.span.end);
                let field = field.clone();
                self.dates.push(Placed { field, at });
            }
            Content::Token(Token::Context(token, _)) => {
                let carrier = self.carrier;
                let class = at
                    .clone()
                    .fold(token.class, |class, place| class.meet(carrier.class(place)));
                let field = Value {
                    token,
                    class,
                    splits: true,
                };
                self.values.push(Placed { field, at });
            }
            Content::Token(Token::Check(system)) => {
                let over = Vec::new();
                self.check = Some(Check { system, at, over });
            }
        }
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

/// Where the number stands, and the character that says its key.
fn number(stretches: &Stretches<'_>, whole: Span) -> Result<Number, SchemeError> {
    let mut number = None;
    let mut version = None;
    for (part, at) in stretches {
        let (at, span) = (at.clone(), part.span);
        match &part.content {
            Content::Token(Token::KeyVersion) => {
                let (at, is_own_field) = (at.start, true);
                version = Some(VersionPlace {
                    at,
                    span,
                    is_own_field,
                });
            }
            Content::Token(Token::Sequence(field)) => {
                let field = field.clone();
                number = Some((Placed { field, at }, span));
            }
            _ => {}
        }
    }
    let (mut placed, span) = number.ok_or_else(|| {
        let message = "no {seq:W} in the pattern, and no {rnd:W:alphabet}: two units of one period would carry one text";
        SchemeError::new(SchemeErrorKind::SequenceMissing, whole, message)
    })?;
    if placed.field.is_random && version.is_none() {
        let (at, is_own_field) = (placed.at.start, false);
        version = Some(VersionPlace {
            at,
            span,
            is_own_field,
        });
        placed.at.start += 1;
        placed.field.width -= 1;
    }
    Ok(((placed, span), version))
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
