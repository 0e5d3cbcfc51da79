//! The first step: what was written, whatever it means.

use super::finding::{Finding, FindingKind};
use super::{Checked, GS, MAX_ELEMENTS, MAX_LENGTH, Rules};
use crate::ai::{Code, predefined_length};
use crate::text::{Span, percent};
use alloc::{borrow::Cow, vec::Vec};
use memchr::memchr;
use nom::bytes::complete::take_till;
use nom::character::complete::char;
use nom::sequence::delimited;
use nom::{IResult, Parser};

/// The written forms of an element string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "lowercase")
)]
#[non_exhaustive]
pub enum Syntax {
    /// `(01)09521234543213(10)A`, a bracket in a value written `\(`.
    Bracketed,
    /// `^010952123454321310A^21B`, `^` for FNC1.
    Unbracketed,
    /// `010952123454321310A<GS>21B`, as a scanner sends it without a symbology identifier.
    Raw,
}

/// What lies between a value and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// Nothing.
    None,
    /// `\\(` for a bracket.
    Bracket,
    /// `%2F`, and this many zeros before the value that are not written.
    Percent { zeros: usize },
    /// The place of no single character is known: the value was compressed.
    Whole,
}

/// One element as it was written.
#[derive(Clone, Debug)]
pub(crate) struct Written<'i> {
    /// The AI; `None` where the digits are none.
    pub(crate) code: Option<Code>,
    /// Where the AI's digits stand.
    pub(crate) ai_span: Span,
    /// The value, escapes resolved.
    pub(crate) value: Cow<'i, [u8]>,
    /// Where the value stands.
    pub(crate) value_span: Span,
    /// How it is written there.
    pub(crate) escape: Escape,
    /// Belongs to the second part of a composite.
    pub(crate) second: bool,
}

impl Written<'_> {
    /// Where bytes `start..end` of the value stand in the input.
    pub(super) fn span(&self, input: &[u8], start: usize, end: usize) -> Span {
        let rest = |at: usize| input.get(at..self.value_span.end).unwrap_or_default();
        let walk = |count: usize, length: fn(&[u8]) -> usize| {
            (0..count).fold(self.value_span.start, |at, _| at + length(rest(at)))
        };
        let place = |offset: usize| match self.escape {
            Escape::None | Escape::Whole => self.value_span.start + offset,
            Escape::Bracket => walk(offset, |rest| if rest.starts_with(br"\(") { 2 } else { 1 }),
            Escape::Percent { zeros } => walk(offset.saturating_sub(zeros), percent::length),
        };
        if self.escape == Escape::Whole {
            return self.value_span;
        }
        Span::new(place(start), place(end))
    }
}

/// A message taken apart, before anyone asks whether it is right.
#[derive(Clone, Debug)]
pub struct Parsed<'i> {
    pub(super) input: &'i [u8],
    pub(super) syntax: Syntax,
    pub(super) elements: Vec<Written<'i>>,
    pub(super) composite: bool,
    pub(super) findings: Vec<Finding>,
}

impl<'i> Parsed<'i> {
    /// Takes a bracketed message apart: `(01)09521234543213(10)A`.
    pub fn bracketed(input: &'i [u8]) -> Self {
        let mut parsed = Self::new(input, Syntax::Bracketed);
        for (number, part) in parsed.composite_parts().into_iter().enumerate() {
            parsed.read_bracketed(part, number == 1);
        }
        parsed
    }

    /// Takes an unbracketed message apart under the dictionary of `rules`: `^010952123454321310A^21B`.
    pub fn unbracketed(input: &'i [u8], rules: &Rules) -> Self {
        let mut parsed = Self::new(input, Syntax::Unbracketed);
        for (number, part) in parsed.composite_parts().into_iter().enumerate() {
            match input.get(part.start) {
                Some(b'^') => {
                    let data = Span::new(part.start + 1, part.end);
                    parsed.read_joined(data, b'^', number == 1, rules);
                }
                Some(_) => parsed.find(
                    FindingKind::Fnc1Expected,
                    None,
                    Span::new(part.start, part.start + 1),
                ),
                None => parsed.find(FindingKind::Empty, None, part),
            }
        }
        parsed
    }

    /// Takes a raw message apart under the dictionary of `rules`: GS after values of variable length.
    /// A GS before the first AI is FNC1 as some scanners send it, and no data.
    pub fn raw(input: &'i [u8], rules: &Rules) -> Self {
        let mut parsed = Self::new(input, Syntax::Raw);
        for (number, part) in parsed.composite_parts().into_iter().enumerate() {
            let leading = number == 0 && input.first() == Some(&GS);
            let data = Span::new(part.start + usize::from(leading), part.end);
            parsed.read_joined(data, GS, number == 1, rules);
        }
        parsed
    }

    /// What another stage took apart, and what it found.
    pub(crate) const fn of(
        input: &'i [u8],
        elements: Vec<Written<'i>>,
        findings: Vec<Finding>,
    ) -> Self {
        Self {
            input,
            syntax: Syntax::Raw,
            elements,
            composite: false,
            findings,
        }
    }

    /// The second step: the elements and all findings under `rules`.
    pub fn check(self, rules: &Rules) -> Checked {
        Checked::new(self, rules)
    }

    fn new(input: &'i [u8], syntax: Syntax) -> Self {
        Self {
            input,
            syntax,
            // Enough for nearly every message.
            elements: Vec::with_capacity(8),
            composite: false,
            findings: Vec::new(),
        }
    }

    pub(super) fn find(&mut self, kind: FindingKind, ai: Option<Code>, span: Span) {
        self.findings.push(Finding::error(kind, ai, span));
    }

    /// The input, or its two parts where a `|` makes it a composite.
    fn composite_parts(&mut self) -> Vec<Span> {
        let whole = Span::new(0, self.input.len());
        if self.input.is_empty() {
            self.find(FindingKind::Empty, None, whole);
            return Vec::new();
        }
        if self.input.len() > MAX_LENGTH {
            self.find(
                FindingKind::TooLong,
                None,
                Span::new(MAX_LENGTH, self.input.len()),
            );
            return Vec::new();
        }
        let mut bars = memchr::memchr_iter(b'|', self.input);
        let Some(bar) = bars.next() else {
            return [whole].into();
        };
        self.composite = true;
        if let Some(second) = bars.next() {
            self.find(FindingKind::Composite, None, Span::new(second, second + 1));
            return [Span::new(0, bar), Span::new(bar + 1, second)].into();
        }
        if bar == 0 || bar + 1 == self.input.len() {
            self.find(FindingKind::Composite, None, Span::new(bar, bar + 1));
        }
        [Span::new(0, bar), Span::new(bar + 1, self.input.len())].into()
    }

    fn slice(&self, span: Span) -> &'i [u8] {
        self.input.get(span.start..span.end).unwrap_or_default()
    }

    /// Whether one more element fits; the separator of a composite counts as one.
    fn has_room(&mut self, at: usize, end: usize) -> bool {
        if self.elements.len() + usize::from(self.composite) < MAX_ELEMENTS {
            return true;
        }
        self.find(FindingKind::TooManyElements, None, Span::new(at, end));
        false
    }

    fn read_bracketed(&mut self, part: Span, second: bool) {
        let mut at = part.start;
        while at < part.end {
            if !self.has_room(at, part.end) {
                return;
            }
            let rest = self.slice(Span::new(at, part.end));
            if rest.first() != Some(&b'(') {
                let end = at + value_length(rest);
                self.find(FindingKind::BracketExpected, None, Span::new(at, end));
                at = end;
                continue;
            }
            let Ok((after, digits)) = bracketed_ai(rest) else {
                self.find(FindingKind::BracketOpen, None, Span::new(at, at + 1));
                at += 1 + value_length(rest.get(1..).unwrap_or_default());
                continue;
            };
            let ai_span = Span::new(at + 1, at + 1 + digits.len());
            let code = Code::parse(digits);
            if code.is_none() {
                self.find(FindingKind::AiForm, None, ai_span);
            }
            let value_span = Span::new(ai_span.end + 1, ai_span.end + 1 + value_length(after));
            let value = unescape(self.slice(value_span));
            let escape = match value {
                Cow::Borrowed(_) => Escape::None,
                Cow::Owned(_) => Escape::Bracket,
            };
            self.elements.push(Written {
                code,
                ai_span,
                value,
                value_span,
                escape,
                second,
            });
            at = value_span.end;
        }
    }

    fn read_joined(&mut self, part: Span, separator: u8, second: bool, rules: &Rules) {
        let mut at = part.start;
        if at >= part.end {
            self.find(FindingKind::Empty, None, part);
        }
        while at < part.end {
            if !self.has_room(at, part.end) {
                return;
            }
            let rest = self.slice(Span::new(at, part.end));
            let to_separator = memchr(separator, rest).unwrap_or(rest.len());
            let Some((code, fixed)) = leading_ai(rest, rules) else {
                // Nothing says where the next element begins but a separator.
                let shown = to_separator.clamp(1, 4);
                self.find(
                    FindingKind::AiExpected,
                    None,
                    Span::new(at, (at + shown).min(part.end)),
                );
                at += (to_separator + 1).min(rest.len());
                continue;
            };
            let ai_span = Span::new(at, at + code.as_str().len());
            let after = rest.get(ai_span.len()..).unwrap_or_default();
            let to_end = memchr(separator, after).unwrap_or(after.len());
            let length = fixed.map_or(to_end, |fixed| fixed.min(to_end));
            let value_span = Span::new(ai_span.end, ai_span.end + length);
            let value = Cow::Borrowed(self.slice(value_span));
            self.elements.push(Written {
                code: Some(code),
                ai_span,
                value,
                value_span,
                escape: Escape::None,
                second,
            });
            at = value_span.end;
            if self.input.get(at) == Some(&separator) && at < part.end {
                at += 1;
            }
        }
    }
}

/// The AI that `rest` begins with, and the length of its value where that is predefined.
fn leading_ai(rest: &[u8], rules: &Rules) -> Option<(Code, Option<usize>)> {
    let dictionary = rules.dictionary();
    if let Some(ai) = dictionary.leading(rest) {
        let fixed = (!ai.needs_separator()).then(|| *ai.lengths().end());
        return Some((ai.to_code(), fixed));
    }
    if !rules.allows_unknown_ais() {
        return None;
    }
    let (first_two, _) = rest.split_first_chunk::<2>()?;
    let code = Code::parse(rest.get(..dictionary.ai_length(*first_two)?)?)?;
    Some((code, predefined_length(code.prefix())))
}

/// `(01)`: the digits between the brackets. A second opening bracket comes before the closing one where that was forgotten.
fn bracketed_ai(input: &[u8]) -> IResult<&[u8], &[u8]> {
    delimited(
        char('('),
        take_till(|byte| matches!(byte, b'(' | b')')),
        char(')'),
    )
    .parse(input)
}

/// How far a value goes: to the next bracket that is not escaped.
fn value_length(rest: &[u8]) -> usize {
    let mut escaped = false;
    for (at, &byte) in rest.iter().enumerate() {
        if byte == b'(' && !escaped {
            return at;
        }
        escaped = byte == b'\\';
    }
    rest.len()
}

fn unescape(value: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\\', value).is_none() {
        return Cow::Borrowed(value);
    }
    let mut plain = Vec::with_capacity(value.len());
    let mut bytes = value.iter().peekable();
    while let Some(&byte) = bytes.next() {
        if byte != b'\\' || bytes.peek() != Some(&&b'(') {
            plain.push(byte);
        }
    }
    Cow::Owned(plain)
}
