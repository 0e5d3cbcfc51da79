//! The second step: elements, and all that is wrong with them under given rules.

use super::content::Content;
use super::finding::{Finding, FindingKind, Severity};
use super::parsed::Written;
use super::{Element, ElementError, ElementString, Parsed, Syntax, fast};
use crate::ai::{Ai, Code, Dictionary, Presence, matches, predefined_length};
use crate::text::{Charset, Span};
use alloc::{sync::Arc, vec::Vec};
use core::fmt;

/// What is demanded of a message. The default demands everything.
///
/// ```
/// use unitmark::element::{Parsed, Rules};
///
/// let lot_alone = Parsed::bracketed(b"(10)A");
/// assert!(!lot_alone.clone().check(&Rules::default()).is_ok());
/// assert!(lot_alone.check(&Rules::default().allow("ai-required")).is_ok());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Rules {
    dictionary: Option<Arc<Dictionary>>,
    allowed: u8,
    structure_only: bool,
}

/// The findings that rules may turn into notes.
const ALLOWABLE: [&str; 4] = ["ai-required", "ai-excluded", "ai-repeated", "ai-unknown"];

impl Rules {
    /// The codes that [`allow`](Self::allow) knows.
    pub const ALLOWABLE: &'static [&'static str] = &ALLOWABLE;

    /// Findings with this code become notes. A code that is not [allowable](Self::ALLOWABLE) changes nothing.
    #[must_use]
    pub fn allow(mut self, code: &str) -> Self {
        for (bit, allowable) in ALLOWABLE.iter().enumerate() {
            if *allowable == code {
                self.allowed |= 1 << bit;
            }
        }
        self
    }

    /// Lengths and characters only: no rules on contents, no associations.
    #[must_use]
    pub fn structure_only(mut self) -> Self {
        self.structure_only = true;
        self
    }

    /// The AIs of this dictionary instead of those built in.
    #[must_use]
    pub fn with_dictionary(mut self, dictionary: Arc<Dictionary>) -> Self {
        self.dictionary = Some(dictionary);
        self
    }

    /// The dictionary in force.
    pub fn dictionary(&self) -> &Dictionary {
        self.dictionary.as_deref().unwrap_or(Dictionary::BUILTIN)
    }

    pub(super) fn allows_unknown_ais(&self) -> bool {
        self.allows("ai-unknown")
    }

    fn allows(&self, code: &str) -> bool {
        ALLOWABLE
            .iter()
            .position(|known| *known == code)
            .is_some_and(|bit| self.allowed & (1 << bit) != 0)
    }
}

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
            content.push(
                ai.index(),
                ai.code().as_bytes(),
                value,
                ai.needs_separator(),
            );
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

    /// With one more finding.
    pub(crate) fn find(&mut self, kind: FindingKind, ai: Code, span: Span) {
        self.findings.push(Finding::error(kind, Some(ai), span));
        self.findings.sort_by_key(|finding| finding.span.start);
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
            let (index, needs_separator) = match rules.dictionary().find(code) {
                Some(ai) => (ai.index(), ai.needs_separator()),
                None if rules.allows_unknown_ais() => {
                    (Ai::UNKNOWN, predefined_length(code.prefix()).is_none())
                }
                None => continue,
            };
            content.push(
                index,
                code.as_str().as_bytes(),
                &written.value,
                needs_separator,
            );
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

    /// How the message was written.
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

/// All that is wrong with what was written.
pub(super) fn findings(parsed: Parsed<'_>, rules: &Rules) -> Vec<Finding> {
    let mut checker = Checker {
        input: parsed.input,
        rules,
        dictionary: rules.dictionary(),
        findings: parsed.findings,
    };
    for written in &parsed.elements {
        checker.element(written);
    }
    if !rules.structure_only {
        checker.associations(&parsed.elements);
    }
    for finding in &mut checker.findings {
        if rules.allows(finding.code()) {
            finding.severity = Severity::Note;
        }
    }
    checker.findings.sort_by_key(|finding| finding.span.start);
    checker.findings
}

struct Checker<'c> {
    input: &'c [u8],
    rules: &'c Rules,
    dictionary: &'c Dictionary,
    findings: Vec<Finding>,
}

impl Checker<'_> {
    fn find(&mut self, kind: FindingKind, code: Code, span: Span) {
        self.findings.push(Finding::error(kind, Some(code), span));
    }

    fn element(&mut self, written: &Written<'_>) {
        let Some(code) = written.code else { return };
        let Some(ai) = self.dictionary.find(code) else {
            self.find(FindingKind::AiUnknown, code, written.ai_span);
            if self.rules.allows_unknown_ais() {
                self.unknown(written, code);
            }
            return;
        };
        if !ai.accepts(&written.value) {
            self.value(written, ai);
        }
    }

    /// What is known of an AI that nobody knows: set 82, at most 90 characters, or a length that its first digits fix.
    fn unknown(&mut self, written: &Written<'_>, code: Code) {
        let value = &*written.value;
        let fixed = predefined_length(code.prefix());
        self.length(written, code, fixed.unwrap_or(1), fixed.unwrap_or(90));
        self.characters(written, code, Charset::Set82, 0, value.len());
    }

    fn length(&mut self, written: &Written<'_>, code: Code, min: usize, max: usize) {
        let length = written.value.len();
        if length < min {
            self.find(FindingKind::ValueTooShort { min }, code, written.value_span);
        } else if length > max {
            let span = written.span(self.input, max, length);
            self.find(FindingKind::ValueTooLong { max }, code, span);
        }
    }

    /// Everything that is wrong with a value: its length, and one finding a component.
    fn value(&mut self, written: &Written<'_>, ai: Ai<'_>) {
        let code = ai.to_code();
        let (min, max) = ai.lengths().into_inner();
        self.length(written, code, min, max);
        let right_length = (min..=max).contains(&written.value.len());
        let mut at = 0;
        for component in ai.components() {
            let rest = written.value.get(at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let part = rest
                .get(..rest.len().min(component.max()))
                .unwrap_or_default();
            let end = at + part.len();
            let short = part.len() < component.min();
            if short && right_length {
                let span = written.span(self.input, at, end);
                self.find(
                    FindingKind::ComponentLength {
                        expected: component.min(),
                    },
                    code,
                    span,
                );
            }
            let characters = self.characters(written, code, component.charset(), at, end);
            if characters && !short && !self.rules.structure_only {
                let flaw = component.rules().find_map(|rule| rule.check(part).err());
                if let Some(flaw) = flaw {
                    let span = written.span(self.input, at + flaw.span.start, at + flaw.span.end);
                    let kind = FindingKind::Rule {
                        reason: flaw.reason,
                        expected: flaw.expected,
                    };
                    self.find(kind, code, span);
                }
            }
            at = end;
        }
    }

    /// Whether bytes `start..end` of the value are of the set; the first that is not is reported.
    fn characters(
        &mut self,
        written: &Written<'_>,
        code: Code,
        set: Charset,
        start: usize,
        end: usize,
    ) -> bool {
        let part = written.value.get(start..end).unwrap_or_default();
        let Some(at) = part.iter().position(|&byte| !set.contains(byte)) else {
            return true;
        };
        let at = start + at;
        let span = written.span(
            self.input,
            at,
            at + character_length(written.value.get(at..)),
        );
        self.find(FindingKind::Character { set }, code, span);
        false
    }

    /// Which AIs stand together (General Specifications 4.13, 4.14): repeats, exclusions, then what is needed.
    fn associations(&mut self, elements: &[Written<'_>]) {
        if !self.stand_together(elements) {
            self.explain_associations(elements);
        }
    }

    /// Whether there is nothing to say about associations.
    fn stand_together(&self, elements: &[Written<'_>]) -> bool {
        let mut present = Presence::NONE;
        let ais = || {
            elements
                .iter()
                .map(|written| self.dictionary.find(written.code?))
        };
        ais().all(|ai| ai.is_some_and(|ai| !present.insert(ai.index())))
            && ais().flatten().all(|ai| {
                ai.is_satisfied_by(&present) && !ai.is_excluded_by(&present) && !ai.is_signature()
            })
    }

    fn explain_associations(&mut self, elements: &[Written<'_>]) {
        self.repeats(elements);
        let dictionary = self.dictionary;
        let mut together = Together {
            present: Presence::NONE,
            known: Vec::new(),
            unknown: Vec::new(),
        };
        for written in elements {
            let Some(code) = written.code else { continue };
            match dictionary.find(code) {
                Some(ai) if together.present.insert(ai.index()) => {}
                Some(ai) => together.known.push((ai, written.ai_span)),
                None => together.unknown.push(code),
            }
        }
        for (place, &(ai, span)) in together.known.iter().enumerate() {
            for other in together.excluded(place) {
                self.find(FindingKind::AiExcluded { other }, ai.to_code(), span);
            }
            for any_of in ai.unsatisfied(&together.present) {
                if !together.satisfies(&any_of) {
                    self.find(FindingKind::AiRequired { any_of }, ai.to_code(), span);
                }
            }
        }
        if together.known.iter().any(|(ai, _)| ai.is_signature()) {
            for written in elements {
                let ai = written.code.and_then(|code| dictionary.find(code));
                let Some(length) = ai.and_then(Ai::length_without_serial) else {
                    continue;
                };
                if let (Some(ai), true) = (ai, written.value.len() <= length) {
                    self.find(
                        FindingKind::SerialRequired,
                        ai.to_code(),
                        written.value_span,
                    );
                }
            }
        }
    }

    fn repeats(&mut self, elements: &[Written<'_>]) {
        for (place, written) in elements.iter().enumerate() {
            let Some(code) = written.code else { continue };
            let earlier = elements
                .iter()
                .take(place)
                .find(|earlier| earlier.code == Some(code));
            if earlier.is_some_and(|earlier| earlier.value != written.value) {
                self.find(FindingKind::AiRepeated, code, written.ai_span);
            }
        }
    }
}

/// The AIs of a message, each once, where it first stands.
struct Together<'d> {
    present: Presence,
    known: Vec<(Ai<'d>, Span)>,
    /// AIs that the dictionary does not have fit the patterns of those that it has.
    unknown: Vec<Code>,
}

impl Together<'_> {
    /// The AIs that the one at `place` cannot stand with. A pair that excludes each other is told once, of the later one.
    fn excluded(&self, place: usize) -> impl Iterator<Item = Code> {
        let ai = self.known.get(place).map(|&(ai, _)| ai);
        let known = self
            .known
            .iter()
            .enumerate()
            .filter_map(move |(other_place, &(other, _))| {
                let excludes = other_place != place && ai?.excludes_ai(other);
                let told = other_place > place && other.excludes_ai(ai?);
                (excludes && !told).then(|| other.to_code())
            });
        let unknown = self.unknown.iter().copied().filter(move |&other| {
            ai.is_some_and(|ai| {
                ai.excludes()
                    .split(',')
                    .any(|pattern| matches(other, pattern))
            })
        });
        known.chain(unknown)
    }

    /// Whether unknown AIs make an alternative true: `01+21,02,31nn`.
    fn satisfies(&self, any_of: &str) -> bool {
        !self.unknown.is_empty()
            && any_of.split(',').any(|alternative| {
                alternative.split('+').all(|pattern| {
                    let known = self.known.iter().map(|(ai, _)| ai.to_code());
                    known
                        .chain(self.unknown.iter().copied())
                        .any(|code| matches(code, pattern))
                })
            })
    }
}

/// How many bytes the character has that begins here: a finding covers all of it.
fn character_length(rest: Option<&[u8]>) -> usize {
    let Some(&[first, ..]) = rest else { return 0 };
    let length = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    length.min(rest.map_or(0, <[u8]>::len))
}
