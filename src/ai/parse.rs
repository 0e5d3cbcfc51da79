//! A GS1 Syntax Dictionary text to a dictionary. The header of the published file is its grammar.

use super::compile::{Row, range_of};
use super::component::Component;
use super::linter::Rule;
use super::relation::MAX_AIS;
use crate::text::Charset;
use alloc::{string::String, vec::Vec};
use core::fmt;
use nom::branch::alt;
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{all_consuming, opt};
use nom::sequence::delimited;
use nom::{Parser, bytes::complete::tag};

/// The longest value of a component.
const MAX_LENGTH: u8 = 90;
/// The most components of an AI.
const MAX_COMPONENTS: usize = 5;
/// The characters that flags may have; digits and letters begin other things.
const FLAGS: &str = "*!?\"$%&'()+,-./:;<=>@[\\]^_`{|}~";

/// Why a text is not a dictionary, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {kind}")]
pub struct DictionaryError {
    kind: DictionaryErrorKind,
    line: usize,
    column: usize,
}

/// What is wrong with a dictionary text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DictionaryErrorKind {
    /// An AI or a range that is not two to four digits: `9a X1`.
    Ai,
    /// The ends of a range have different lengths: `9-99 X1`.
    RangeWidth,
    /// The ends of a range differ before the last digit: `10-29 X1`.
    RangeSpan,
    /// A range that does not go up: `95-91 X1`.
    RangeOrder,
    /// An AI that an earlier line has: a second `01 N14`.
    Duplicate,
    /// Another length than other AIs with the same first two digits: `01 N14` and `010 X1`.
    PrefixLength,
    /// No component: `90 ?`.
    NoComponent,
    /// A component that begins with none of the letters N, X, Y, Z: `90 Q5`.
    Charset,
    /// A length that is not a number from 1 to 90: `90 X1a`, `90 X..123`.
    Length,
    /// An optional component without its closing bracket: `90 [N5`.
    Bracket,
    /// A component of variable length that is not the last one: `90 N..5 X..30`.
    VariableNotLast,
    /// A component that must be there after one that may be left out: `90 [N5] X5`.
    MandatoryAfterOptional,
    /// More than five components.
    TooManyComponents,
    /// A rule that this library does not have: `90 X5,unheard`.
    UnknownRule(String),
    /// More than three rules on a component.
    TooManyRules,
    /// An attribute without a name: `90 X5 =value`.
    AttributeName,
    /// An attribute without its value: `90 X5 req=`.
    AttributeValue,
    /// An attribute's value that does not name AIs: `90 X5 req=!!`, `90 X5 ex=12345`.
    AttributeAi,
    /// `*` on an AI whose length varies: `90 * X..30`.
    NotPredefined,
    /// More AIs, or more about them, than a dictionary holds.
    TooLarge,
}

impl DictionaryErrorKind {
    /// The stable word for it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Ai => "dictionary-ai",
            Self::RangeWidth => "dictionary-range-width",
            Self::RangeSpan => "dictionary-range-span",
            Self::RangeOrder => "dictionary-range-order",
            Self::Duplicate => "dictionary-duplicate",
            Self::PrefixLength => "dictionary-prefix-length",
            Self::NoComponent => "dictionary-no-component",
            Self::Charset => "dictionary-charset",
            Self::Length => "dictionary-length",
            Self::Bracket => "dictionary-bracket",
            Self::VariableNotLast => "dictionary-variable-not-last",
            Self::MandatoryAfterOptional => "dictionary-mandatory-after-optional",
            Self::TooManyComponents => "dictionary-too-many-components",
            Self::UnknownRule(_) => "dictionary-unknown-rule",
            Self::TooManyRules => "dictionary-too-many-rules",
            Self::AttributeName => "dictionary-attribute-name",
            Self::AttributeValue => "dictionary-attribute-value",
            Self::AttributeAi => "dictionary-attribute-ai",
            Self::NotPredefined => "dictionary-not-predefined",
            Self::TooLarge => "dictionary-too-large",
        }
    }
}

impl fmt::Display for DictionaryErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ai => "an AI is two to four digits; write 01, or 3100-3105 for a range",
            Self::RangeWidth => "both ends of a range have the same number of digits",
            Self::RangeSpan => "the ends of a range differ in the last digit only",
            Self::RangeOrder => "a range goes up; write the smaller end first",
            Self::Duplicate => "this AI stands in an earlier line; remove one of them",
            Self::PrefixLength => "AIs that begin with the same two digits have the same length",
            Self::NoComponent => "an AI needs a component such as N14 or X..20",
            Self::Charset => "a component begins with N, X, Y or Z",
            Self::Length => "a length is a number from 1 to 90: N14, X..20",
            Self::Bracket => "close the optional component: [N5]",
            Self::VariableNotLast => "only the last component may vary in length",
            Self::MandatoryAfterOptional => "no mandatory component may follow an optional one",
            Self::TooManyComponents => "an AI has at most five components",
            Self::UnknownRule(name) => {
                return write!(
                    f,
                    "there is no rule {name}; a newer version of this program may have it"
                );
            }
            Self::TooManyRules => "a component has at most three rules",
            Self::AttributeName => "an attribute needs a name before =",
            Self::AttributeValue => "this attribute needs a value after =",
            Self::AttributeAi => "name AIs as 01, 31nn or 01+21, with commas between them",
            Self::NotPredefined => "* stands only where the length is predefined",
            Self::TooLarge => "a dictionary has at most 1024 AIs",
        })
    }
}

impl DictionaryError {
    /// What is wrong.
    pub const fn kind(&self) -> &DictionaryErrorKind {
        &self.kind
    }

    /// The line, from 1.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column, in bytes from 1.
    pub const fn column(&self) -> usize {
        self.column
    }

    pub(super) const fn too_large(line: usize) -> Self {
        Self {
            kind: DictionaryErrorKind::TooLarge,
            line,
            column: 1,
        }
    }
}

/// One line that says something, with what it owns.
pub(super) struct Line<'t> {
    ais: &'t str,
    fixed: bool,
    attribute: bool,
    components: Vec<Component>,
    requires: Vec<&'t str>,
    excludes: String,
    key: Option<String>,
    title: &'t str,
}

impl Line<'_> {
    pub(super) fn row(&self) -> Row<'_> {
        Row {
            ais: self.ais,
            fixed: self.fixed,
            attribute: self.attribute,
            components: &self.components,
            requires: &self.requires,
            excludes: &self.excludes,
            key: self.key.as_deref(),
            title: self.title,
        }
    }
}

/// A word of a line and where it begins.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    column: usize,
}

/// Reads the lines of a dictionary text.
pub(super) fn lines(text: &str) -> Result<Vec<Line<'_>>, DictionaryError> {
    let mut lines = Vec::new();
    // The AIs so far by number, for each length of two to four digits.
    let mut seen = Seen::default();
    for (number, line) in text.lines().enumerate() {
        let error = |(kind, column)| DictionaryError {
            kind,
            line: number + 1,
            column,
        };
        let line = line.strip_prefix('\u{FEFF}').unwrap_or(line);
        if let Some(parsed) = read_line(line).map_err(error)? {
            seen.add(parsed.ais).map_err(|kind| error((kind, 1)))?;
            lines.push(parsed);
        }
    }
    Ok(lines)
}

type Flawed<T> = Result<T, (DictionaryErrorKind, usize)>;

fn read_line(line: &str) -> Flawed<Option<Line<'_>>> {
    let (body, title) = split_title(line);
    let mut words = words(body).peekable();
    let Some(ais) = words.next() else {
        return Ok(None);
    };
    check_ais(ais)?;
    let flags = words.next_if(|word| word.text.chars().all(|flag| FLAGS.contains(flag)));
    let flags = flags.map_or("", |word| word.text);
    let mut parsed = Line {
        ais: ais.text,
        fixed: flags.contains('*'),
        attribute: flags.contains('?'),
        components: Vec::new(),
        requires: Vec::new(),
        excludes: String::new(),
        key: None,
        title: title.trim(),
    };
    for word in words {
        if is_attribute(word.text) {
            read_attribute(&mut parsed, word)?;
        } else {
            read_component(&mut parsed, word)?;
        }
    }
    if parsed.components.is_empty() {
        return Err((DictionaryErrorKind::NoComponent, body.len() + 1));
    }
    let varies = |component: &Component| component.min != component.max || component.optional;
    if parsed.fixed && parsed.components.iter().any(varies) {
        return Err((DictionaryErrorKind::NotPredefined, ais.column));
    }
    Ok(Some(parsed))
}

/// The title follows the first `#`.
fn split_title(line: &str) -> (&str, &str) {
    line.split_once('#').unwrap_or((line, ""))
}

fn words(body: &str) -> impl Iterator<Item = Word<'_>> {
    let start = body.as_ptr() as usize;
    body.split_ascii_whitespace().map(move |text| Word {
        text,
        column: text.as_ptr() as usize - start + 1,
    })
}

fn check_ais(word: Word<'_>) -> Flawed<()> {
    let is_ai = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fail = |kind| Err((kind, word.column));
    let (first, last) = word.text.split_once('-').unwrap_or((word.text, word.text));
    if !is_ai(first) || !is_ai(last) || last.is_empty() {
        return fail(DictionaryErrorKind::Ai);
    }
    if first.len() != last.len() {
        return fail(DictionaryErrorKind::RangeWidth);
    }
    if !(2..=4).contains(&first.len()) {
        return fail(DictionaryErrorKind::Ai);
    }
    if first.get(..first.len() - 1) != last.get(..last.len() - 1) {
        return fail(DictionaryErrorKind::RangeSpan);
    }
    if word.text.contains('-') && first >= last {
        return fail(DictionaryErrorKind::RangeOrder);
    }
    Ok(())
}

/// Attributes begin with a small letter, components with a capital or a bracket.
fn is_attribute(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase() || first == '=')
}

fn read_attribute<'t>(line: &mut Line<'t>, word: Word<'t>) -> Flawed<()> {
    let (name, value) = match word.text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (word.text, None),
    };
    if name.is_empty() {
        return Err((DictionaryErrorKind::AttributeName, word.column));
    }
    let at_value = word.column + name.len() + 1;
    if value == Some("") || (value.is_none() && matches!(name, "req" | "ex")) {
        return Err((DictionaryErrorKind::AttributeValue, at_value));
    }
    let value = value.unwrap_or_default();
    let separators: &[char] = match name {
        "req" => &[',', '+'],
        "ex" => &[','],
        "dlpkey" => &[',', '|'],
        // A later release may say more; what it says is not lost on this version's rules.
        _ => return Ok(()),
    };
    let is_ai = |text: &str| {
        (2..=4).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'n')
    };
    if !value.is_empty() && !value.split(separators).all(is_ai) {
        return Err((DictionaryErrorKind::AttributeAi, at_value));
    }
    match name {
        "req" => line.requires.push(value),
        // An attribute that is repeated applies each time.
        "ex" => append(&mut line.excludes, ",", value),
        _ => append(line.key.get_or_insert_default(), "|", value),
    }
    Ok(())
}

fn append(list: &mut String, separator: &str, item: &str) {
    if !list.is_empty() && !item.is_empty() {
        list.push_str(separator);
    }
    list.push_str(item);
}

fn read_component(line: &mut Line<'_>, word: Word<'_>) -> Flawed<()> {
    let fail = |kind| Err((kind, word.column));
    let mut pieces = word.text.split(',');
    let format = pieces.next().unwrap_or_default();
    let optional = format.starts_with('[');
    if optional && !format.ends_with(']') {
        return fail(DictionaryErrorKind::Bracket);
    }
    let mut component = match component_format(format) {
        Ok(component) => component,
        Err(kind) => return fail(kind),
    };
    let mut column = word.column + format.len() + 1;
    for (place, name) in pieces.enumerate() {
        let Some(rule) = Rule::find(name) else {
            return Err((DictionaryErrorKind::UnknownRule(name.into()), column));
        };
        match component.rules.get_mut(place) {
            Some(free) => *free = Some(rule),
            None => return Err((DictionaryErrorKind::TooManyRules, column)),
        }
        column += name.len() + 1;
    }
    if let Some(before) = line.components.last() {
        if before.min != before.max {
            return fail(DictionaryErrorKind::VariableNotLast);
        }
        if before.optional && !optional {
            return fail(DictionaryErrorKind::MandatoryAfterOptional);
        }
    }
    if line.components.len() == MAX_COMPONENTS {
        return fail(DictionaryErrorKind::TooManyComponents);
    }
    component.optional = optional;
    line.components.push(component);
    Ok(())
}

/// `N18`, `X..20`, either in brackets.
fn component_format(format: &str) -> Result<Component, DictionaryErrorKind> {
    let plain = (one_of("NXYZ"), opt(tag("..")), digit1);
    let bracketed = delimited(
        char('['),
        (one_of("NXYZ"), opt(tag("..")), digit1),
        char(']'),
    );
    let parsed: nom::IResult<&str, (char, Option<&str>, &str)> =
        all_consuming(alt((plain, bracketed))).parse(format);
    let Ok((_, (letter, variable, digits))) = parsed else {
        let letter = format.trim_start_matches('[').chars().next();
        return Err(match letter {
            Some('N' | 'X' | 'Y' | 'Z') => DictionaryErrorKind::Length,
            _ => DictionaryErrorKind::Charset,
        });
    };
    let charset = match letter {
        'N' => Charset::Numeric,
        'X' => Charset::Set82,
        'Y' => Charset::Set39,
        _ => Charset::Set64,
    };
    let max = digits
        .parse()
        .ok()
        .filter(|max| (1..=MAX_LENGTH).contains(max));
    let max: u8 = max.ok_or(DictionaryErrorKind::Length)?;
    let min = if variable.is_some() { 1 } else { max };
    Ok(Component {
        charset,
        min,
        max,
        optional: false,
        rules: [None; 3],
    })
}

/// The AIs that were read, to find the same one twice.
#[derive(Default)]
struct Seen {
    /// How long AIs are that begin with two digits; 0 where there are none.
    lengths: Vec<u8>,
    codes: Vec<(u8, u16)>,
}

impl Seen {
    fn add(&mut self, ais: &str) -> Result<(), DictionaryErrorKind> {
        self.lengths.resize(100, 0);
        let (length, first, last) = range_of(ais);
        let prefix = ais.get(..2).and_then(|digits| digits.parse::<usize>().ok());
        if let Some(known) = prefix.and_then(|prefix| self.lengths.get_mut(prefix)) {
            if *known != 0 && *known != length {
                return Err(DictionaryErrorKind::PrefixLength);
            }
            *known = length;
        }
        for number in first..=last {
            if self.codes.contains(&(length, number)) {
                return Err(DictionaryErrorKind::Duplicate);
            }
            self.codes.push((length, number));
        }
        if self.codes.len() > MAX_AIS {
            return Err(DictionaryErrorKind::TooLarge);
        }
        Ok(())
    }
}
