//! The second step: elements, and all that is wrong with them under given rules.

use super::checker::findings;
use super::content::Content;
use super::finding::{Finding, FindingKind, Severity};
use super::{Element, ElementError, ElementString, Parsed, Rules, Syntax, fast};
use crate::ai::{Ai, Code};
use crate::text::Span;
use alloc::vec::Vec;
use core::fmt;

/// A message's elements and everything that was found, in the order of the text.
#[derive(Clone, Debug)]
pub struct Checked {
    syntax: Syntax,
    content: Content,
    spans: Spans,
    /// Where the message begins in the caller's text.
    offset: usize,
    findings: Vec<Finding>,
    whole: bool,
}

/// Where the values stand in the input.
#[derive(Clone, Debug)]
enum Spans {
    /// Found while reading.
    Listed(Vec<Span>),
    /// Follows from the raw form: brackets around each AI and nothing escaped.
    Bracketed,
    /// Follows from the raw form: the same bytes after this many others.
    Raw(usize),
}

impl Checked {
    /// Reads `input` in a given syntax: the fast way, and the one that explains where that does not accept it.
    pub fn read(input: &[u8], syntax: Syntax, rules: &Rules) -> Self {
        if !rules.structure_only {
            let table = rules.dictionary.as_ref();
            let fast = match syntax {
                Syntax::Bracketed => fast::bracketed(input, table).map(|it| (it, Spans::Bracketed)),
                Syntax::Unbracketed => {
                    fast::unbracketed(input, table).map(|it| (it, Spans::Raw(1)))
                }
                Syntax::Raw => fast::raw(input, table).map(|it| (it, Spans::Raw(0))),
            };
            if let Some((content, spans)) = fast
                // A separator too many moves what comes after it.
                && match spans {
                    Spans::Raw(before) => content.raw().len() + before == input.len(),
                    _ => true,
                }
            {
                return Self {
                    syntax,
                    content,
                    spans,
                    offset: 0,
                    findings: Vec::new(),
                    whole: true,
                };
            }
        }
        match syntax {
            Syntax::Bracketed => Parsed::bracketed(input),
            Syntax::Unbracketed => Parsed::unbracketed(input, rules),
            Syntax::Raw => Parsed::raw(input, rules),
        }
        .check(rules)
    }

    /// One key that was written without its AI.
    pub(crate) fn of_key(ai: Ai<'_>, value: &[u8], span: Span, findings: Vec<Finding>) -> Self {
        let mut content = Content::with_capacity(value.len() + 4, None);
        if findings.is_empty() {
            content.push(ai, value);
        }
        let spans = Spans::Listed([span].into());
        Self {
            syntax: Syntax::Raw,
            content,
            spans,
            offset: 0,
            findings,
            whole: true,
        }
    }

    /// A message of another stage in which nothing is wrong, and where its values stand.
    pub(crate) const fn right(content: Content, spans: Vec<Span>) -> Self {
        Self {
            syntax: Syntax::Raw,
            content,
            spans: Spans::Listed(spans),
            offset: 0,
            findings: Vec::new(),
            whole: true,
        }
    }

    /// The same, in a text in which `offset` bytes stand before the message.
    #[must_use]
    pub(crate) fn after(mut self, offset: usize) -> Self {
        self.offset += offset;
        for finding in &mut self.findings {
            finding.span = Span::new(finding.span.start + offset, finding.span.end + offset);
        }
        self
    }

    /// The same, where each byte of the message stands at another place of the caller's text.
    #[must_use]
    pub(crate) fn moved(mut self, place: impl Fn(usize) -> usize) -> Self {
        let move_span = |span: Span| Span::new(place(span.start), place(span.end));
        let spans: Vec<Span> = self.elements().map(|(_, span)| move_span(span)).collect();
        for finding in &mut self.findings {
            finding.span = move_span(finding.span);
        }
        self.spans = Spans::Listed(spans);
        self.offset = 0;
        self
    }

    /// The same, where each value stands at a place of a text that says it otherwise; a finding is about the whole of its value.
    #[must_use]
    pub(crate) fn placed(mut self, places: Vec<Span>) -> Self {
        let ends: Vec<usize> = self.elements().map(|(_, span)| span.end).collect();
        for finding in &mut self.findings {
            let at = ends.partition_point(|&end| end < finding.span.start);
            finding.span = places
                .get(at)
                .or(places.last())
                .copied()
                .unwrap_or_default();
        }
        self.spans = Spans::Listed(places);
        self.offset = 0;
        self
    }

    /// A message that the fast way accepts; `None` says that something is wrong with it.
    pub(crate) fn read_right(input: &[u8], rules: &Rules) -> Option<Self> {
        if rules.structure_only {
            return Some(Self::read(input, Syntax::Raw, rules)).filter(Self::is_ok);
        }
        let content = fast::raw(input, rules.dictionary.as_ref())?;
        let whole = content.raw().len() == input.len();
        whole.then(|| Self {
            spans: Spans::Raw(0),
            ..Self::right(content, Vec::new())
        })
    }

    /// With one more finding.
    pub(crate) fn find(&mut self, kind: FindingKind, ai: Code, span: Span) {
        self.findings.push(Finding::error(kind, Some(ai), span));
        self.findings.sort_by_key(|finding| finding.span.start);
    }

    /// Without the findings that say again what another one says.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.findings.retain(keep);
    }

    pub(super) fn new(parsed: Parsed<'_>, rules: &Rules) -> Self {
        let mut content = Content::with_capacity(parsed.input.len(), rules.dictionary.clone());
        let mut spans = Vec::with_capacity(parsed.elements.len());
        let mut second = false;
        for written in &parsed.elements {
            if written.second && !second {
                content.begin_composite();
                second = true;
            }
            // What is not ASCII is in no character set and is reported; it must not enter the content.
            let Some(code) = written.code.filter(|_| written.value.is_ascii()) else {
                continue;
            };
            let ai = match rules.dictionary().find(code) {
                Some(ai) => ai,
                None if rules.allows_unknown_ais() => rules.dictionary().unknown(code),
                None => continue,
            };
            content.push(ai, &written.value);
            spans.push(written.value_span);
        }
        Self {
            syntax: parsed.syntax,
            content,
            spans: Spans::Listed(spans),
            offset: 0,
            findings: findings(parsed, rules),
            whole: !rules.structure_only,
        }
    }

    /// How the message was written; `Raw` where it was no element string but a key or a link.
    pub const fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Whether no finding is an error.
    pub fn is_ok(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.severity == Severity::Note)
    }

    /// Everything that was found.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The elements that could be read, each with the place of its value in the input.
    pub fn elements(&self) -> impl Iterator<Item = (Element<'_>, Span)> {
        let mut cursor = 0;
        self.content
            .elements()
            .enumerate()
            .map(move |(place, element)| {
                let start = match &self.spans {
                    Spans::Listed(spans) => spans.get(place).map_or(0, |span| span.start),
                    Spans::Bracketed => {
                        let start = cursor + element.ai.code_length() + 2;
                        cursor = start + element.value.len();
                        start
                    }
                    Spans::Raw(before) => self.content.start(place) + before,
                };
                let end = match &self.spans {
                    Spans::Listed(spans) => spans.get(place).map_or(0, |span| span.end),
                    _ => start + element.value.len(),
                };
                (element, Span::new(self.offset + start, self.offset + end))
            })
    }

    /// The value of an AI; of the first where it is repeated.
    pub fn get(&self, ai: &str) -> Option<&str> {
        self.content
            .elements()
            .find(|element| element.ai.code() == ai)
            .map(|element| element.value)
    }

    /// Writes the bracketed form of what could be read.
    pub(crate) fn write_bracketed(&self, to: &mut impl fmt::Write) -> fmt::Result {
        self.content.write_bracketed(to)
    }

    /// The forms of what could be read.
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    /// The third step for one of several symbols of a label: what it needs may stand in another.
    #[cfg(feature = "label")]
    pub(super) fn into_part_of_label(mut self) -> Result<ElementString, ElementError> {
        let elsewhere =
            |finding: &Finding| matches!(finding.kind(), FindingKind::AiRequired { .. });
        self.findings.retain(|finding| !elsewhere(finding));
        self.into_element_string()
    }

    /// The third step: a message without a finding under rules that leave nothing out.
    pub fn into_element_string(self) -> Result<ElementString, ElementError> {
        if self.findings.is_empty() && self.whole {
            Ok(ElementString::from_content(self.content))
        } else {
            Err(ElementError {
                findings: self.findings,
            })
        }
    }
}
