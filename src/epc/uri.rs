//! EPC URIs: pure identity, pattern, tag and raw (Tag Data Standard 2.3, sections 6, 7, 12 and 13).

use super::CheckDigits;
use super::binary;
use super::coding::{Coding, Style};
use super::digits::{hex_value, write_hex};
use super::epc::Epc;
use super::error::{EpcError, EpcErrorKind};
use super::locate::{Note, Places};
use super::scheme::{Part, Scheme, container_check};
use crate::check::gs1_mod10;
use crate::text::{Span, percent};
use alloc::{format, string::String, vec};
use core::cmp::Ordering;
use core::fmt::Write as _;

/// The characters that the grammar does not have in a component; what is written for them is `%` and two digits.
const fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'#' | b'%' | b'&' | b'/' | b'<' | b'>' | b'?')
}

impl Epc {
    /// Reads an EPC URI: `urn:epc:id:`, `urn:epc:class:`, `urn:epc:idpat:`, `urn:epc:tag:` or `urn:epc:raw:`.
    ///
    /// ```
    /// use unitmark::epc::{Epc, EpcErrorKind};
    ///
    /// let epc = Epc::parse("urn:epc:tag:grai-170:3.9521141.12345.32a%2Fb")?;
    /// assert_eq!(epc.element_string()?.to_string(), "(8003)0952114112345432a/b");
    /// assert_eq!(epc.pure_identity_uri()?, "urn:epc:id:grai:9521141.12345.32a%2Fb");
    /// assert_eq!(Epc::parse(&epc.raw_uri()?)?, epc);
    ///
    /// let error = Epc::parse("urn:epc:id:sgtin:0614141.81234.6789").unwrap_err();
    /// assert_eq!((error.code(), error.field(), error.span().map(|span| span.start)), ("epc-value", "GTIN", Some(25)));
    /// # Ok::<(), unitmark::epc::EpcError>(())
    /// ```
    pub fn parse(uri: &str) -> Result<Self, EpcError> {
        read(uri, CheckDigits::Verify, &mut ())
    }

    /// The pure identity URI, `urn:epc:id:sgtin:0614141.812345.6789`; a pattern as `urn:epc:idpat:sgtin:0614141.812345.*`.
    pub fn pure_identity_uri(&self) -> Result<String, EpcError> {
        let left_over = match (&self.date, &self.more) {
            (Some(_), _) => Some(String::from("the date")),
            (None, Some(more)) => more
                .attributes
                .first()
                .map(|first| format!("({})", first.ai)),
            _ => None,
        };
        if let Some(what) = left_over {
            return Err(EpcError::new(EpcErrorKind::LeftOver { what }, ""));
        }
        let row = self.scheme.row();
        let namespace = if self.is_pattern() {
            "idpat"
        } else {
            row.namespace
        };
        let mut uri = format!("urn:epc:{namespace}:{}:", row.name);
        self.write_fields(&mut uri)?;
        Ok(uri)
    }

    /// The tag URI, `urn:epc:tag:sgtin-96:3.0614141.812345.6789`.
    pub fn tag_uri(&self) -> Result<String, EpcError> {
        let coding = self
            .coding
            .ok_or_else(|| EpcError::new(EpcErrorKind::NoCoding, ""))?;
        if coding.row().style != Style::Classic {
            return Err(EpcError::new(EpcErrorKind::NoTagUri(coding), ""));
        }
        let mut uri = format!("urn:epc:tag:{}:", coding.name().to_ascii_lowercase());
        if coding.row().filter > 0 {
            // Writing to a String cannot fail.
            let _ = write!(uri, "{}.", self.filter);
        }
        self.write_fields(&mut uri)?;
        Ok(uri)
    }

    /// The raw URI: how many bits the tag has, and the bits.
    ///
    /// ```
    /// # use unitmark::epc::Epc;
    /// let epc = Epc::parse("urn:epc:tag:sscc-96:3.0614141.1234567890")?;
    /// assert_eq!(epc.raw_uri()?, "urn:epc:raw:96.x3174257BF4499602D2000000");
    /// # Ok::<(), unitmark::epc::EpcError>(())
    /// ```
    pub fn raw_uri(&self) -> Result<String, EpcError> {
        let (bits, bytes) = self.to_bits()?;
        let mut uri = format!("urn:epc:raw:{bits}.x");
        let end = uri.len() + bits.div_ceil(4);
        write_hex(&bytes, &mut uri);
        uri.truncate(end);
        Ok(uri)
    }

    fn write_fields(&self, uri: &mut String) -> Result<(), EpcError> {
        for (place, &(name, part)) in self.scheme.row().parts.iter().enumerate() {
            if place > 0 {
                uri.push('.');
            }
            let value = self.part(place);
            match part {
                Part::Key { .. } | Part::Asset { .. } => {
                    let (prefix, indicator, reference) = self
                        .split_key(part, value)
                        .ok_or_else(|| EpcError::new(EpcErrorKind::PrefixLengthUnknown, name))?;
                    uri.push_str(prefix);
                    uri.push('.');
                    uri.push_str(indicator);
                    escape(reference, uri);
                }
                _ if value.is_empty() && self.is_pattern() => uri.push('*'),
                _ => escape(value, uri),
            }
        }
        Ok(())
    }

    /// Company prefix, indicator digit and reference.
    fn split_key<'v>(&self, part: Part, value: &'v str) -> Option<(&'v str, &'v str, &'v str)> {
        let length = usize::from(self.prefix_length()?);
        let (indicator, zero, end) = match part {
            Part::Key {
                indicator, zero, ..
            } => (indicator, zero, value.len().checked_sub(1)?),
            _ => (false, false, value.len()),
        };
        let value = value.get(usize::from(zero)..end)?;
        let (indicator, value) = value.split_at_checked(usize::from(indicator))?;
        let (prefix, reference) = value.split_at_checked(length)?;
        Some((prefix, indicator, reference))
    }
}

/// What every EPC URI begins with, in letters of either case.
const HEAD: &str = "urn:epc:";

/// Whether a text begins as EPC URIs do.
pub(crate) fn is_uri(text: &[u8]) -> bool {
    let head = text.get(..HEAD.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(HEAD.as_bytes()))
}

/// Whether an EPC URI is a raw one.
pub(super) fn is_raw(uri: &[u8]) -> bool {
    uri.get(HEAD.len()..)
        .is_some_and(|rest| rest.starts_with(b"raw:"))
}

/// Reads an EPC URI and notes where its fields stand.
pub(super) fn read(uri: &str, policy: CheckDigits, note: &mut impl Note) -> Result<Epc, EpcError> {
    let form = || EpcError::at_bytes(EpcErrorKind::UriForm, "", 0, uri.len());
    let head = uri.get(..8).filter(|head| head.eq_ignore_ascii_case(HEAD));
    let rest = head.and_then(|_| uri.get(HEAD.len()..)).ok_or_else(form)?;
    let (kind, body) = rest.split_once(':').ok_or_else(form)?;
    let start = uri.len() - body.len();
    match kind {
        "raw" => raw(body, start, policy, note),
        "id" | "class" | "idpat" => {
            let (name, fields) = body.split_once(':').ok_or_else(form)?;
            let scheme = Scheme::all().find(|scheme| scheme.name() == name);
            // An LGTIN is a class; all others are identities.
            let scheme = scheme.filter(|scheme| kind == "idpat" || scheme.row().namespace == kind);
            let scheme = scheme.ok_or_else(|| unknown(start, name))?;
            let start = start + name.len() + 1;
            identity(scheme, fields, start, kind == "idpat", note)
        }
        "tag" => {
            let (name, fields) = body.split_once(':').ok_or_else(form)?;
            let coding = Coding::find(name).filter(|coding| coding.row().style == Style::Classic);
            let coding = coding.ok_or_else(|| unknown(start, name))?;
            tag(coding, fields, start + name.len() + 1, note)
        }
        _ => Err(form()),
    }
}

fn escape(text: &str, uri: &mut String) {
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) if is_escaped(byte) => {
                uri.push('%');
                write_hex(&[byte], uri);
            }
            _ => uri.push(character),
        }
    }
}

fn unknown(start: usize, name: &str) -> EpcError {
    EpcError::at_bytes(EpcErrorKind::UriScheme, "", start, start + name.len())
}

/// How many fields of a URI a part is.
const fn fields_of(part: Part) -> usize {
    match part {
        Part::Key { .. } | Part::Asset { .. } => 2,
        _ => 1,
    }
}

/// The parts of an identity as its URI has them.
fn identity(
    scheme: Scheme,
    body: &str,
    start: usize,
    pattern: bool,
    note: &mut impl Note,
) -> Result<Epc, EpcError> {
    let row = scheme.row();
    let fields: usize = row.parts.iter().map(|&(_, part)| fields_of(part)).sum();
    let mut rest = body.splitn(fields, '.');
    let wrong_number = || {
        let end = start + body.len();
        EpcError::at_bytes(EpcErrorKind::UriFields { fields }, "", start, end)
    };
    let mut at = start;
    let mut next = |at: &mut usize| {
        let field = rest.next().ok_or_else(wrong_number)?;
        let from = *at;
        *at += field.len() + 1;
        Ok((field, from))
    };
    // Of a component in front of others `*` is all of them, whatever key they are in.
    let wide = memchr::memmem::find(body.as_bytes(), b"*.").filter(|_| pattern);
    if let Some(at) = wide.filter(|&at| at == 0 || body.as_bytes().get(at - 1) == Some(&b'.')) {
        let (from, to) = (start + at, start + body.len());
        return Err(EpcError::at_bytes(EpcErrorKind::WidePattern, "", from, to));
    }
    let mut epc = Epc::new(scheme);
    for (place, &(name, part)) in row.parts.iter().enumerate() {
        let (field, from) = next(&mut at)?;
        let wrong = |kind, end| EpcError::at_bytes(kind, name, from, end);
        match part {
            Part::Key { .. } => {
                let (reference, _) = next(&mut at)?;
                let end = at - 1;
                epc.prefix = prefix_of(field)
                    .ok_or_else(|| wrong(EpcErrorKind::PrefixLength, from + field.len()))?;
                if !push_key(part, field, reference, &mut epc) {
                    let reference_at = end - reference.len();
                    let kind = EpcErrorKind::Value;
                    return Err(EpcError::at_bytes(kind, name, reference_at, end));
                }
            }
            Part::Asset { .. } => {
                let (reference, reference_at) = next(&mut at)?;
                let end = at - 1;
                epc.prefix = prefix_of(field)
                    .ok_or_else(|| wrong(EpcErrorKind::PrefixLength, from + field.len()))?;
                let begin = epc.text.len();
                epc.text.push_all(field.as_bytes());
                unescape(reference, reference_at, name, &mut epc)?;
                if reference.is_empty() || !part.accepts(epc.text.since(begin)) {
                    return Err(wrong(EpcErrorKind::Value, end));
                }
            }
            _ => {
                let end = at - 1;
                let last = place + 1 == row.parts.len();
                if pattern && last && field == "*" && scheme.may_be_pattern() {
                    epc.text.end_part();
                    continue;
                }
                let begin = epc.text.len();
                unescape(field, from, name, &mut epc)?;
                let value = epc.text.since(begin);
                if !part.accepts(value) {
                    return Err(match (part, container_check(value)) {
                        (Part::Container, Some(expected)) => {
                            let kind = EpcErrorKind::CheckDigit { expected };
                            EpcError::at_bytes(kind, name, end - 1, end)
                        }
                        _ => wrong(EpcErrorKind::Value, end),
                    });
                }
            }
        }
        epc.text.end_part();
        note.part(place, Span::new(from, at - 1));
    }
    if pattern && !epc.is_pattern() {
        return Err(EpcError::at_bytes(
            EpcErrorKind::Value,
            "serial",
            start,
            start + body.len(),
        ));
    }
    Ok(epc)
}

/// Appends the key of a company prefix and a reference, with its check digit; `false` where they have not its digits.
fn push_key(part: Part, prefix: &str, reference: &str, epc: &mut Epc) -> bool {
    let Part::Key {
        digits,
        indicator,
        zero,
    } = part
    else {
        return false;
    };
    let whole = prefix.len() + reference.len() + 1 == digits;
    if !whole || !reference.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    if zero {
        epc.text.push(b'0');
    }
    let begin = epc.text.len();
    let (first, reference) = reference
        .split_at_checked(usize::from(indicator))
        .unwrap_or(("", reference));
    for digits in [first, prefix, reference] {
        epc.text.push_all(digits.as_bytes());
    }
    let check = gs1_mod10(epc.text.since(begin)).unwrap_or_default();
    epc.text.push(b'0' + check);
    true
}

/// The length of a company prefix, where it can be one of a URI.
fn prefix_of(field: &str) -> Option<u8> {
    let digits = field.bytes().all(|byte| byte.is_ascii_digit());
    (digits && (6..=12).contains(&field.len())).then_some(field.len() as u8)
}

/// Appends a component with its escapes undone, once: what then looks like an escape is data.
fn unescape(field: &str, start: usize, name: &'static str, epc: &mut Epc) -> Result<(), EpcError> {
    let bytes = field.as_bytes();
    let wrong =
        |kind, from: usize, to: usize| EpcError::at_bytes(kind, name, start + from, start + to);
    if let Some((at, length)) = percent::malformed(bytes).next() {
        return Err(wrong(EpcErrorKind::UriEscape, at, at + length));
    }
    let unescaped = |byte: u8| is_escaped(byte) && byte != b'%';
    if let Some(at) = bytes.iter().position(|&byte| unescaped(byte)) {
        return Err(wrong(EpcErrorKind::UriEscape, at, at + 1));
    }
    if bytes.len() > 3 * super::scheme::LONGEST {
        return Err(wrong(EpcErrorKind::Value, 0, bytes.len()));
    }
    let text = percent::decode(bytes, percent::Part::Path);
    if !text.is_ascii() || text.len() > epc.text.room(usize::MAX / 2).len() {
        return Err(wrong(EpcErrorKind::Value, 0, bytes.len()));
    }
    epc.text.push_all(&text);
    Ok(())
}

/// Filter value and identity.
fn tag(coding: Coding, body: &str, start: usize, note: &mut impl Note) -> Result<Epc, EpcError> {
    let Some(largest) = coding.largest_filter() else {
        return coded(coding, 0, body, start, note);
    };
    let (filter, rest) = body.split_once('.').unwrap_or((body, ""));
    let start_of_rest = start + body.len() - rest.len();
    let plain = filter.len() == 1 || !filter.starts_with('0');
    let digits = plain && filter.bytes().all(|byte| byte.is_ascii_digit());
    let value = filter
        .parse::<u8>()
        .ok()
        .filter(|&value| digits && value <= largest);
    let value = value.ok_or_else(|| {
        let kind = EpcErrorKind::Filter { largest };
        EpcError::at_bytes(kind, "filter", start, start + filter.len())
    })?;
    coded(coding, value, rest, start_of_rest, note)
}

/// An identity on a tag; what does not fit is told with its place.
fn coded(
    coding: Coding,
    filter: u8,
    body: &str,
    start: usize,
    note: &mut impl Note,
) -> Result<Epc, EpcError> {
    let mut places = Places::default();
    let epc = identity(coding.scheme(), body, start, false, &mut places)?;
    let parts = epc.scheme.row().parts.iter().enumerate();
    let parts = parts.map(|(place, (name, _))| (place, *name, places.part_at(place)));
    for (place, _, at) in parts.clone() {
        note.part(place, at);
    }
    epc.encode(coding, filter).map_err(|error| {
        let mut own = parts.clone().filter(|(_, name, _)| *name == error.field);
        match own.next() {
            Some((_, name, at)) => EpcError::at_bytes(error.kind, name, at.start, at.end),
            None => error,
        }
    })
}

/// Length and bits: `96.x3074257BF7194E4000001A85`.
fn raw(
    body: &str,
    start: usize,
    policy: CheckDigits,
    note: &mut impl Note,
) -> Result<Epc, EpcError> {
    let form = || EpcError::at_bytes(EpcErrorKind::UriForm, "", start, start + body.len());
    let (length, digits) = body.split_once(".x").ok_or_else(form)?;
    let plain = !length.starts_with('0') && length.bytes().all(|byte| byte.is_ascii_digit());
    let bits: usize = length.parse().ok().filter(|_| plain).ok_or_else(form)?;
    let digits_at = start + length.len() + 2;
    let digits = digits.as_bytes();
    if let Some(at) = digits.iter().position(|&digit| hex_value(digit) > 15) {
        let at = digits_at + at;
        return Err(EpcError::at_bytes(EpcErrorKind::NotHex, "", at, at + 1));
    }
    let found = digits.len() * 4;
    match digits.len().cmp(&bits.div_ceil(4)) {
        Ordering::Less => {
            let kind = EpcErrorKind::TooShort { needed: bits };
            return Err(EpcError::at_bits(kind, "", found, bits));
        }
        Ordering::Greater => {
            let kind = EpcErrorKind::TooLong { used: bits };
            return Err(EpcError::at_bits(kind, "", bits, found));
        }
        Ordering::Equal => {}
    }
    let mut bytes = vec![0_u8; digits.len().div_ceil(2)];
    for (place, &digit) in digits.iter().enumerate() {
        if let Some(byte) = bytes.get_mut(place / 2) {
            *byte |= hex_value(digit) << if place % 2 == 0 { 4 } else { 0 };
        }
    }
    let beyond = bits % 8;
    let spare = bytes
        .last()
        .is_some_and(|last| beyond > 0 && last & (0xFF >> beyond) != 0);
    if spare {
        return Err(EpcError::at_bits(
            EpcErrorKind::Padding,
            "",
            bits,
            bytes.len() * 8,
        ));
    }
    binary::read(&bytes, bits, policy, note)
}
