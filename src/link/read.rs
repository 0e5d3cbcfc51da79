//! A link taken apart and looked at: elements and findings, whatever it is.

use super::digital_link::DigitalLink;
use super::fast::{self, Named, is_dots, named, with_zeros};
use super::layout::Layout;
use super::path::{fits, takes};
use super::uri::{Uri, is_legal, pair, parameters, scheme, scheme_case, slice};
use super::{Compression, Mode, compress};
use crate::ai::{Ai, Code, Dictionary};
use crate::element::{
    Checked, ElementError, Escape, Finding, FindingKind, LinkFlaw, MAX_ELEMENTS, MAX_LENGTH,
    Parsed, Rules, Written,
};
use crate::text::Span;
use crate::text::percent::{self, Part};
use alloc::vec::Vec;

/// What a URI says, and everything that was found.
#[derive(Clone, Debug)]
pub struct CheckedLink<'i> {
    input: &'i [u8],
    message: Checked,
    layout: Layout,
}

impl<'i> CheckedLink<'i> {
    /// Reads any bytes as a link. It never fails: what is wrong is a finding with its place in the URI.
    ///
    /// ```
    /// use unitmark::element::Rules;
    /// use unitmark::link::{CheckedLink, Mode};
    ///
    /// let uri = "https://example.com/01/09521234543213/10/A%zz?17=260230";
    /// let link = CheckedLink::read(uri.as_bytes(), Mode::STRICT, &Rules::default());
    /// let found: Vec<_> = link
    ///     .findings()
    ///     .iter()
    ///     .map(|finding| (finding.code(), &uri[finding.span().start..finding.span().end]))
    ///     .collect();
    /// assert_eq!(found, [("link-escape", "%zz"), ("date-day", "30")]);
    ///
    /// let shop = CheckedLink::read(b"https://example.com/about", Mode::STRICT, &Rules::default());
    /// assert!(!shop.is_link());
    /// ```
    pub fn read(input: &'i [u8], mode: Mode, rules: &Rules) -> Self {
        let mut spans = Vec::with_capacity(4);
        if let Some((content, layout)) = fast::read(input, mode, rules, Some(&mut spans)) {
            return Self {
                input,
                message: Checked::right(content, spans),
                layout,
            };
        }
        Self::explain(input, mode, rules)
    }

    pub(super) fn explain(input: &'i [u8], mode: Mode, rules: &Rules) -> Self {
        let mut reader = Reader::new(input, mode, rules);
        reader.read();
        let layout = core::mem::take(&mut reader.layout);
        Self {
            input,
            message: reader.check(),
            layout,
        }
    }

    /// Whether there is a GS1 key in it; an ordinary web address has none.
    pub fn is_link(&self) -> bool {
        self.layout.is_link()
    }

    /// Whether no finding is an error.
    pub fn is_ok(&self) -> bool {
        self.message.is_ok()
    }

    /// Everything that was found, in the order of the text.
    pub fn findings(&self) -> &[Finding] {
        self.message.findings()
    }

    /// The message: elements, each with the place of its value in the URI, and findings.
    pub const fn message(&self) -> &Checked {
        &self.message
    }

    /// The message alone.
    pub fn into_message(self) -> Checked {
        self.message
    }

    pub(crate) fn into_parts(self) -> (Checked, Layout) {
        (self.message, self.layout)
    }

    /// How its elements were compressed.
    pub const fn compression(&self) -> Option<Compression> {
        self.layout.compression
    }

    /// The link, where nothing was found.
    pub fn into_link(self) -> Result<DigitalLink, ElementError> {
        let elements = self.message.into_element_string()?;
        // Without a finding it is ASCII.
        let uri = core::str::from_utf8(self.input).unwrap_or_default();
        Ok(DigitalLink::of(uri, elements, &self.layout))
    }
}

struct Reader<'i, 'r> {
    input: &'i [u8],
    mode: Mode,
    rules: &'r Rules,
    dictionary: &'r Dictionary,
    elements: Vec<Written<'i>>,
    findings: Vec<Finding>,
    layout: Layout,
    /// The variables, where the link is a template: names, and the AIs whose values they stand for where they are such.
    variables: Option<Vec<(Span, Option<Code>)>>,
    /// The AIs of the path, the key first.
    in_path: Vec<Code>,
}

/// A template looked at: what was found, its variables, and whether it is relative.
pub(super) struct CheckedTemplate {
    pub(super) findings: Vec<Finding>,
    pub(super) variables: Vec<(Span, Option<Code>)>,
    pub(super) relative: bool,
}

/// Reads a link in which variables may stand for values, and which may begin with its path.
pub(super) fn template(input: &[u8]) -> CheckedTemplate {
    let rules = Rules::default();
    let mut reader = Reader::new(input, Mode::STRICT, &rules);
    reader.variables = Some(Vec::new());
    let relative = scheme(input).is_none();
    reader.read();
    let mut variables = reader.variables.take().unwrap_or_default();
    variables.sort_by_key(|(name, _)| name.start);
    // What a variable will bring is not known; which AIs stand together is.
    let is_of_variable = |finding: &&Finding| {
        let place = finding.span();
        let braces = |name: Span| Span::new(name.start - 1, name.end + 1);
        let is_value = !matches!(finding.kind(), FindingKind::Link(_));
        is_value && variables.iter().any(|(name, _)| braces(*name) == place)
    };
    let findings = reader.check();
    let findings = findings
        .findings()
        .iter()
        .filter(|finding| !is_of_variable(finding))
        .cloned()
        .collect();
    CheckedTemplate {
        findings,
        variables,
        relative,
    }
}

/// What a segment of the path is.
enum Segment<'d> {
    Ai(Ai<'d>),
    /// Two to four digits that are no AI.
    Unknown(Code),
    Other,
}

impl<'i, 'r> Reader<'i, 'r> {
    fn new(input: &'i [u8], mode: Mode, rules: &'r Rules) -> Self {
        Self {
            input,
            mode,
            rules,
            dictionary: rules.dictionary(),
            elements: Vec::new(),
            findings: Vec::new(),
            layout: Layout::default(),
            variables: None,
            in_path: Vec::new(),
        }
    }

    /// The message. A character that cannot stand in a URI is not told again as one that its value has not.
    fn check(self) -> Checked {
        let illegal: Vec<Span> = self
            .findings
            .iter()
            .filter(|finding| *finding.kind() == FindingKind::Link(LinkFlaw::Character))
            .map(Finding::span)
            .collect();
        let mut message = Parsed::of(self.input, self.elements, self.findings).check(self.rules);
        message.retain(|finding| {
            let span = finding.span();
            !matches!(finding.kind(), FindingKind::Character { .. })
                || illegal
                    .iter()
                    .all(|other| span.start < other.start || span.start >= other.end)
        });
        message
    }

    fn flaw(&mut self, flaw: LinkFlaw, ai: Option<Code>, span: Span) {
        self.findings
            .push(Finding::error(FindingKind::Link(flaw), ai, span));
    }

    fn read(&mut self) {
        let input = self.input;
        let whole = Span::new(0, input.len());
        if input.is_empty() {
            self.findings
                .push(Finding::error(FindingKind::Empty, None, whole));
            return;
        }
        if input.len() > MAX_LENGTH {
            let span = Span::new(MAX_LENGTH, input.len());
            self.findings
                .push(Finding::error(FindingKind::TooLong, None, span));
            return;
        }
        let is_template = self.variables.is_some();
        let relative = || (is_template && scheme(input).is_none()).then(|| Uri::relative(input));
        let Some(uri) = Uri::split(input).or_else(relative) else {
            let end = memchr::memmem::find(input, b"://").unwrap_or(input.len().min(8));
            self.flaw(LinkFlaw::Scheme, None, Span::new(0, end));
            return;
        };
        let has_host = !uri.authority.is_empty() || !is_template || scheme(input).is_some();
        if has_host && uri.host(input).is_err() {
            self.flaw(LinkFlaw::Host, None, uri.authority);
        }
        self.characters();
        if !self.path(&uri) {
            self.flaw(LinkFlaw::WebAddress, None, whole);
            return;
        }
        if has_host && !scheme_case(input, self.mode) {
            let end = uri.authority.start.saturating_sub(3);
            self.flaw(LinkFlaw::Scheme, None, Span::new(0, end));
        }
        self.layout.fragment = uri.fragment;
        self.query(uri.query);
        if let Some(over) = self.elements.get(MAX_ELEMENTS) {
            let span = Span::new(over.ai_span.start, input.len());
            self.findings
                .push(Finding::error(FindingKind::TooManyElements, None, span));
            self.elements.truncate(MAX_ELEMENTS);
        }
    }

    /// Reports what cannot stand in a URI, a stretch at a time.
    fn characters(&mut self) {
        let mut at = 0;
        while let Some(from) = self
            .input
            .get(at..)
            .and_then(|rest| rest.iter().position(|&byte| !is_legal(byte)))
        {
            let start = at + from;
            let rest = self.input.get(start..).unwrap_or_default();
            let length = rest.iter().position(|&byte| is_legal(byte));
            at = length.map_or(self.input.len(), |length| start + length);
            if let Some(length) = self
                .variables
                .as_ref()
                .and_then(|_| variable(self.input, start))
            {
                at = start + length;
                continue;
            }
            self.flaw(LinkFlaw::Character, None, Span::new(start, at));
        }
    }

    fn segment(&self, span: Span) -> Segment<'_> {
        let text = slice(self.input, span);
        match self.mode.ai(self.dictionary, text) {
            Some(ai) => Segment::Ai(ai),
            None => Code::parse(text).map_or(Segment::Other, Segment::Unknown),
        }
    }

    /// Reads the path. `false` where it has no key.
    fn path(&mut self, uri: &Uri) -> bool {
        let segments = segments(self.input, uri.path);
        let count = segments.len();
        // Pairs from the end; then with a segment too many at the end; then a key whose value is right, wherever it stands.
        if let Some(key) = self.key(&segments, count, false) {
            self.pairs(&segments, key, count);
            return true;
        }
        if self.variables.is_none() && self.compressed(uri.path) {
            return true;
        }
        if let Some(key) = self.key(&segments, count.saturating_sub(1), true) {
            self.pairs(&segments, key, count - 1);
            if let Some(&last) = segments.last() {
                self.odd(last);
            }
            return true;
        }
        let key = (0..count)
            .rev()
            .find(|&place| self.is_right_key(&segments, place));
        if let Some(key) = key {
            let mut end = key + 2;
            while let Some(&span) = segments.get(end) {
                if matches!(self.segment(span), Segment::Other) {
                    break;
                }
                end += 2;
            }
            self.pairs(&segments, key, end.min(count));
            if let Some(&span) = segments.get(end) {
                let flaw = if compress::unpacks(slice(self.input, span), self.dictionary) {
                    LinkFlaw::Mixed
                } else {
                    LinkFlaw::Path
                };
                self.flaw(flaw, None, span);
            }
            return true;
        }
        if self.compressed_before_others(&segments) {
            return true;
        }
        segments
            .last()
            .is_some_and(|&last| self.unread_tag(last) || self.cut(last))
    }

    /// A compressed part that ends within an element, or goes on as none does.
    fn cut(&mut self, segment: Span) -> bool {
        let begins = self.variables.is_none()
            && compress::begins(slice(self.input, segment), self.dictionary);
        if begins {
            self.flaw(LinkFlaw::Compressed, None, segment);
        }
        begins
    }

    /// Says why the bits of a tag are no link, where a segment is such bits.
    fn unread_tag(&mut self, segment: Span) -> bool {
        let Some((flaw, place)) = compress::explain_tag(slice(self.input, segment)) else {
            return false;
        };
        let place = Span::new(segment.start + place.start, segment.start + place.end);
        self.findings
            .push(Finding::error(FindingKind::Epc(flaw), None, place));
        true
    }

    /// A segment at the end that belongs to no pair.
    fn odd(&mut self, last: Span) {
        if last.is_empty() {
            self.flaw(LinkFlaw::Slash, None, Span::new(last.start - 1, last.start));
            return;
        }
        if self.unread_tag(last) {
            return;
        }
        let (flaw, ai) = match self.segment(last) {
            Segment::Ai(ai) => (LinkFlaw::CutShort, Some(ai.to_code())),
            Segment::Unknown(code) => (LinkFlaw::CutShort, Some(code)),
            Segment::Other if slice(self.input, last).len() > 1 => (LinkFlaw::Compressed, None),
            Segment::Other => (LinkFlaw::Path, None),
        };
        self.flaw(flaw, ai, last);
    }

    /// The place of the rightmost primary key, counted in pairs from `end`; with `sure`, only with a value that is right.
    fn key(&self, segments: &[Span], end: usize, sure: bool) -> Option<usize> {
        let mut sure = sure;
        let mut place = end.checked_sub(2)?;
        loop {
            match self.segment(*segments.get(place)?) {
                Segment::Ai(ai) if self.mode.is_key(ai) => {
                    return (!sure || self.is_right_key(segments, place)).then_some(place);
                }
                Segment::Ai(_) => {}
                Segment::Unknown(_) => sure = true,
                Segment::Other => return None,
            }
            place = place.checked_sub(2)?;
        }
    }

    /// Whether a primary key and a value of it stand there.
    fn is_right_key(&self, segments: &[Span], place: usize) -> bool {
        let (Some(&key), Some(&value)) = (segments.get(place), segments.get(place + 1)) else {
            return false;
        };
        match self.segment(key) {
            Segment::Ai(ai) if self.mode.is_key(ai) => {
                if self.variables.is_some() && variable(self.input, value.start).is_some() {
                    return true;
                }
                let value = percent::decode(slice(self.input, value), Part::Path);
                ai.accepts(&with_zeros(value, ai, self.mode))
            }
            _ => false,
        }
    }

    /// Reads AIs and values from the key on, and looks at their order.
    fn pairs(&mut self, segments: &[Span], key: usize, end: usize) {
        let Some(&first) = segments.get(key) else {
            return;
        };
        self.layout.stem = Span::new(0, first.start.saturating_sub(1));
        let dictionary = self.dictionary;
        let Some(key_ai) = self.mode.ai(dictionary, slice(self.input, first)) else {
            return;
        };
        for &before in segments.iter().take(key) {
            self.variable_beside(before);
        }
        let mut qualifiers: Vec<u16> = Vec::new();
        let mut place = key;
        while place < end {
            let (Some(&span), value) = (segments.get(place), segments.get(place + 1)) else {
                break;
            };
            let value = value.filter(|_| place + 1 < end).copied();
            let value = value.unwrap_or(Span::new(span.end, span.end));
            let code = match self.segment(span) {
                Segment::Ai(ai) => ai.to_code(),
                Segment::Unknown(code) => code,
                Segment::Other => break,
            };
            if place > key {
                self.qualifier(key_ai, &mut qualifiers, code, span);
            }
            let decoded = percent::decode(slice(self.input, value), Part::Path);
            self.dots(code, &decoded, value);
            self.push(code, span, value, Part::Path);
            self.in_path.push(code);
            self.layout.path += 1;
            place += 2;
        }
    }

    /// Takes a variable of a template that stands for no AI's value: in the stem, or as another parameter.
    fn variable_beside(&mut self, place: Span) {
        if let Some(variables) = &mut self.variables
            && variable(self.input, place.start) == Some(place.len())
        {
            variables.push((Span::new(place.start + 1, place.end - 1), None));
        }
    }

    /// Notes a value that does not arrive when it stands in a path.
    fn dots(&mut self, code: Code, value: &[u8], span: Span) {
        if is_dots(value) {
            let kind = FindingKind::Link(LinkFlaw::DotSegment);
            self.findings.push(Finding::note(kind, Some(code), span));
        }
    }

    fn qualifier(&mut self, key: Ai<'_>, before: &mut Vec<u16>, code: Code, span: Span) {
        let own = key.to_code();
        let Some(ai) = self.dictionary.find(code) else {
            // Where unknown AIs are allowed, they are attributes; elsewhere they are told as unknown.
            if self.rules.allows_unknown_ais() {
                self.flaw(LinkFlaw::Qualifier { key: own }, Some(code), span);
            }
            return;
        };
        before.push(ai.index());
        if fits(key, &before.iter().copied()) {
            return;
        }
        before.pop();
        if code == own || before.contains(&ai.index()) {
            // Told as a repeat.
            return;
        }
        let flaw = if takes(key, &before.iter().copied(), ai) {
            LinkFlaw::QualifierOrder { key: own }
        } else {
            LinkFlaw::Qualifier { key: own }
        };
        self.flaw(flaw, Some(code), span);
    }

    fn push(&mut self, code: Code, ai_span: Span, value_span: Span, part: Part) {
        let text = slice(self.input, value_span);
        if let Some(variables) = &mut self.variables
            && variable(self.input, value_span.start) == Some(text.len())
        {
            let name = Span::new(value_span.start + 1, value_span.end - 1);
            let named = Mode::STRICT
                .names()
                .ai(self.dictionary, slice(self.input, name));
            if variables.iter().any(|(_, known)| *known == Some(code)) {
                self.flaw(LinkFlaw::Repeated, Some(code), ai_span);
            } else if named.is_some_and(|ai| ai.to_code() != code) {
                self.flaw(LinkFlaw::Variable, Some(code), value_span);
            } else {
                variables.push((name, Some(code)));
                self.push_written(Written {
                    code: Some(code),
                    ai_span,
                    value: text.into(),
                    value_span,
                    escape: Escape::Whole,
                    second: false,
                });
            }
            return;
        }
        if !self.mode.takes_literal_percent() {
            for (at, length) in percent::malformed(text) {
                let start = value_span.start + at;
                self.flaw(
                    LinkFlaw::Escape,
                    Some(code),
                    Span::new(start, start + length),
                );
            }
        }
        let decoded = percent::decode(text, part);
        let ai = self.dictionary.find(code);
        let zeros = ai.map_or(0, |ai| self.mode.zeros(ai, &decoded));
        let value = match ai {
            Some(ai) => with_zeros(decoded, ai, self.mode),
            None => decoded,
        };
        self.push_written(Written {
            code: Some(code),
            ai_span,
            value,
            value_span,
            escape: Escape::Percent { zeros },
            second: false,
        });
    }

    /// Adds an element, or reports that its AI is there already.
    fn push_written(&mut self, written: Written<'i>) {
        let is_known = self
            .elements
            .iter()
            .any(|earlier| earlier.code == written.code);
        if is_known {
            self.flaw(LinkFlaw::Repeated, written.code, written.ai_span);
        } else {
            self.elements.push(written);
        }
    }

    /// Reads the last segment as a compressed one; `false` where it is none.
    fn compressed(&mut self, path: Span) -> bool {
        let mut compressed = compress::Compressed::new();
        if compressed
            .read(self.input, path, self.mode, self.dictionary)
            .is_none()
        {
            return false;
        }
        let segment = compressed.segment;
        if let Some(flaw) = compressed.flaw {
            self.flaw(flaw, None, segment);
        }
        if compressed.flaw == Some(LinkFlaw::MixedBefore) {
            let mut segments = segments(self.input, path);
            segments.pop();
            if let Some(key) = self.key(&segments, segments.len(), false) {
                self.pairs(&segments, key, segments.len());
                return true;
            }
        }
        self.layout.stem = Span::new(0, compressed.stem_end);
        self.layout.path = compressed.path();
        self.layout.compression = Some(compressed.compression);
        for place in 0..compressed.len() {
            let Some((ai, value, span)) = compressed.element(place, self.dictionary) else {
                continue;
            };
            if place < compressed.path() {
                self.in_path.push(ai.to_code());
                self.dots(ai.to_code(), value, span);
            } else if !ai.is_attribute() {
                self.flaw(LinkFlaw::Attribute, Some(ai.to_code()), span);
            }
            self.push_written(Written {
                code: Some(ai.to_code()),
                ai_span: span,
                value: value.to_vec().into(),
                value_span: span,
                escape: Escape::Whole,
                second: false,
            });
        }
        self.layout.unpacked = compressed.take_others();
        true
    }

    /// A compressed segment that is not the last one.
    fn compressed_before_others(&mut self, segments: &[Span]) -> bool {
        let Some((_, before)) = segments.split_last() else {
            return false;
        };
        for &segment in before {
            let path = Span::new(segment.start.saturating_sub(1), segment.end);
            if self.compressed(path) {
                let end = segments.last().map_or(segment.end, |last| last.end);
                self.flaw(LinkFlaw::Mixed, None, Span::new(segment.end, end));
                return true;
            }
        }
        false
    }

    fn query(&mut self, query: Option<Span>) {
        let dictionary = self.dictionary;
        let path = core::mem::take(&mut self.in_path);
        let key = path.first().and_then(|key| dictionary.find(*key));
        let qualifiers = path
            .iter()
            .skip(1)
            .filter_map(|code| dictionary.find(*code).map(Ai::index));
        for parameter in parameters(self.input, query) {
            let Some((name, value)) = pair(self.input, parameter) else {
                self.layout.other.push(parameter);
                continue;
            };
            let text = slice(self.input, name);
            let ai = match named(dictionary, self.mode, text) {
                Named::Nothing => {
                    self.variable_beside(value);
                    self.layout.other.push(parameter);
                    continue;
                }
                Named::Unknown => None,
                Named::Ai(ai) => Some(ai),
            };
            let Some(code) = ai.map(Ai::to_code).or_else(|| Code::parse(text)) else {
                self.findings
                    .push(Finding::error(FindingKind::AiForm, None, name));
                continue;
            };
            match (ai, key) {
                (Some(ai), Some(key)) => {
                    let is_own = || takes(key, &core::iter::empty(), ai);
                    let flaw = if takes(key, &qualifiers, ai) || !ai.is_attribute() && is_own() {
                        Some(LinkFlaw::InPath { key: key.to_code() })
                    } else if ai.is_attribute() {
                        None
                    } else {
                        Some(LinkFlaw::Attribute)
                    };
                    let is_there = path.contains(&code);
                    if let Some(flaw) = flaw.filter(|_| !is_there) {
                        self.flaw(flaw, Some(code), name);
                    }
                }
                (None, _)
                    if self.rules.allows_unknown_ais() && !self.mode.takes_unknown_attributes() =>
                {
                    self.flaw(LinkFlaw::Attribute, Some(code), name);
                }
                _ => {}
            }
            self.push(code, name, value, Part::Query);
        }
    }
}

/// How long the variable is that begins here, where one does: `{name}`, for a whole value.
fn variable(input: &[u8], start: usize) -> Option<usize> {
    let before = start.checked_sub(1).and_then(|at| input.get(at));
    if !matches!(before, None | Some(b'/' | b'=')) {
        return None;
    }
    let rest = input.get(start..)?.strip_prefix(b"{")?;
    let name = rest
        .iter()
        .position(|&byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-'))?;
    let after = rest.get(name..)?.strip_prefix(b"}")?;
    let is_whole = matches!(after.first(), None | Some(b'/' | b'?' | b'&' | b'#'));
    (name > 0 && is_whole).then_some(name + 2)
}

/// The segments of a path: what stands between its slashes.
fn segments(input: &[u8], path: Span) -> Vec<Span> {
    let text = slice(input, path);
    let ends = memchr::memchr_iter(b'/', text).filter(|&at| at > 0);
    let ends = ends.chain([text.len()]);
    let mut segments = Vec::new();
    if text.is_empty() {
        return segments;
    }
    let mut start = usize::from(text.first() == Some(&b'/'));
    for end in ends {
        segments.push(Span::new(path.start + start, path.start + end));
        start = end + 1;
    }
    segments
}
