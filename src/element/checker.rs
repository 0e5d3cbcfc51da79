//! What is wrong with a message: elements one by one, then what stands together.

use super::finding::{Finding, FindingKind, Severity};
use super::parsed::Written;
use super::{Parsed, Rules};
use crate::ai::{Ai, Code, Dictionary, Presence, matches, predefined_length};
use crate::text::{Charset, Span};
use alloc::vec::Vec;

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
            let digits = self.dictionary.ai_length_of(code);
            if let Some(digits) = digits.filter(|&digits| digits != written.ai_span.len()) {
                self.find(FindingKind::AiLength { digits }, code, written.ai_span);
                return;
            }
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
            && ais().flatten().all(|ai| ai.stands_in(&present))
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
