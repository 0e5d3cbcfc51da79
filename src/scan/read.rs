//! Any bytes to one report.

use super::epc;
use super::repair::repairs;
use super::report::{Alternative, Reading, Report};
use super::separator::{RESIDUES, Restored, Separator};
use super::symbology::{self, Carries};
use crate::ai::{Code, Dictionary};
use crate::element::{Checked, Finding, FindingKind, GS, Rules, Severity, Syntax};
use crate::epc::CheckDigits;
use crate::key::{Gtin, KeyError, Kind};
use crate::link::{CheckedLink, Mode};
use crate::text::Span;
use alloc::{string::String, vec::Vec};

/// How [`read`] shall understand its input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReadAs {
    /// By how the input begins.
    #[default]
    Auto,
    /// `(01)..`.
    Bracketed,
    /// `^01..`, `^` for FNC1.
    Unbracketed,
    /// `01..`, GS for FNC1, no symbology identifier.
    Raw,
    /// With a symbology identifier.
    Scan,
    /// A GS1 Digital Link URI.
    Link,
    /// A tag, in hexadecimal digits or base64url, or an EPC URI.
    Epc,
    /// A key alone.
    Key,
}

/// What [`read`] needs to know beside the input.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// How the input is to be understood.
    pub read_as: ReadAs,
    /// What is demanded of it.
    pub rules: Rules,
    /// What stands for FNC1 in raw data and scans.
    pub separator: Separator,
    /// What is accepted of GS1 Digital Link URIs.
    pub links: Mode,
    /// What is done about a check digit on a tag that does not fit.
    pub check_digits: CheckDigits,
    /// The year beside which two-digit years are read. The library has no clock: the default is the year of its AI table.
    pub this_year: u16,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            read_as: ReadAs::Auto,
            rules: Rules::default(),
            separator: Separator::Gs,
            links: Mode::STRICT,
            check_digits: CheckDigits::Verify,
            this_year: 2026,
        }
    }
}

/// Reads any bytes and says what they are. It never fails: what is wrong is in the report.
///
/// ```
/// use unitmark::scan::{Reading, ReadOptions, Separator, read};
///
/// let options = ReadOptions { separator: Separator::Auto, ..ReadOptions::default() };
/// let typed = read(b"]C10109521234543213" as &[u8], &options);
/// assert_eq!(typed.gtin(), Some("09521234543213"));
/// let wedge = read(b"010952123454321310LOT1{GS}21A", &options);
/// assert_eq!(wedge.bracketed().as_deref(), Some("(01)09521234543213(10)LOT1(21)A"));
///
/// // 18 digits are an SSCC, and other things too: the caller decides.
/// let digits = read(b"106141412345678908", &ReadOptions::default());
/// assert_eq!(digits.reading(), Reading::Key);
/// assert_eq!(digits.alternatives()[0].bracketed, "(8017)106141412345678908");
/// ```
pub fn read<'i>(input: &'i [u8], options: &ReadOptions) -> Report<'i> {
    let mut report = Report::new(input, options.this_year);
    report.links = options.links;
    match options.read_as {
        ReadAs::Auto => auto(&mut report, options),
        ReadAs::Bracketed => elements(&mut report, Reading::Bracketed, Syntax::Bracketed, options),
        ReadAs::Unbracketed => {
            elements(
                &mut report,
                Reading::Unbracketed,
                Syntax::Unbracketed,
                options,
            );
        }
        ReadAs::Raw => raw(&mut report, Reading::Raw, 0, options),
        ReadAs::Scan => scan(&mut report, options),
        ReadAs::Link => link(&mut report, 0, options),
        ReadAs::Epc => epc::epc(&mut report, options),
        ReadAs::Key => {
            report.reading = Reading::Key;
            if !key(&mut report) {
                report.findings.push(whole(FindingKind::NotAKey, input));
            }
        }
    }
    report
}

fn auto(report: &mut Report<'_>, options: &ReadOptions) {
    match report.input {
        [] => report.findings.push(whole(FindingKind::Empty, &[])),
        [b'(', ..] => elements(report, Reading::Bracketed, Syntax::Bracketed, options),
        [b'^', ..] => elements(report, Reading::Unbracketed, Syntax::Unbracketed, options),
        [b']', ..] => scan(report, options),
        _ => plain(report, options),
    }
}

/// Without a mark at its beginning: a key, an element string, or neither.
fn plain(report: &mut Report<'_>, options: &ReadOptions) {
    let input = report.input;
    if key(report) {
        let message = Checked::read(input, Syntax::Raw, &options.rules);
        if message.is_ok() {
            // Nearly every EAN is also a valid element string of an AI such as (400) or (95): a wrong check digit stays an error.
            report
                .alternatives
                .push(alternative(Reading::Raw, &message));
        }
        return;
    }
    if epc::is_uri(input) {
        epc::epc(report, options);
        return;
    }
    if epc::hex(report, options) {
        return;
    }
    let data = input.strip_prefix(&[GS]).unwrap_or(input);
    if options.rules.dictionary().leading(data).is_some() {
        raw(report, Reading::Raw, 0, options);
        if !report.is_ok() && report.repairs.is_empty() {
            // It is hardly the element string that is wrong.
            let as_elements = report.message.take();
            if !epc::misread(report) {
                report.message = as_elements;
            }
        }
        return;
    }
    if epc::misread(report) {
        return;
    }
    if is_web_address(input) {
        link(report, 0, options);
        return;
    }
    let kind = foreign(input).unwrap_or(FindingKind::Unrecognised);
    report.findings.push(whole(kind, input));
}

/// Whether it begins as web addresses do.
fn is_web_address(input: &[u8]) -> bool {
    let begins = |scheme: &[u8]| {
        input
            .get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    begins(b"https://") || begins(b"http://")
}

/// A GS1 Digital Link URI from `start` on, or an ordinary web address.
fn link(report: &mut Report<'_>, start: usize, options: &ReadOptions) {
    report.reading = Reading::Link;
    let data = report.input.get(start..).unwrap_or_default();
    let link = CheckedLink::read(data, options.links, &options.rules);
    let (message, layout) = link.into_parts();
    report.message = Some(message.after(start));
    report.layout = Some((start, layout));
}

/// What the input is where it is something else that people scan.
fn foreign(input: &[u8]) -> Option<FindingKind> {
    let alphanumeric = |text: &[u8]| {
        text.iter()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    match input {
        [b'X', b'0', b'0', rest @ ..] if rest.len() == 7 && alphanumeric(rest) => {
            Some(FindingKind::AmazonFnsku)
        }
        [b'A', b'Z', b':', rest @ ..] | [b'Z', b'A', b':', rest @ ..]
            if rest.len() == 26 && alphanumeric(rest) =>
        {
            Some(FindingKind::AmazonTransparency)
        }
        _ => None,
    }
}

fn scan(report: &mut Report<'_>, options: &ReadOptions) {
    let input = report.input;
    let Some((identifier, carries)) = symbology::identify(input) else {
        let span = Span::new(0, input.len().min(3));
        report
            .findings
            .push(Finding::error(FindingKind::SymbologyIdentifier, None, span));
        return;
    };
    report.symbology = Some(identifier);
    report.reading = Reading::Scan;
    let (start, end) = (identifier.len(), input.len());
    let data = input.get(start..).unwrap_or_default();
    match carries {
        Some(Carries::Elements) => raw(report, Reading::Scan, start, options),
        Some(Carries::Gtin(digits)) => {
            // A composite scan has its second part after `|]e0`.
            let at = memchr::memchr(b'|', data).unwrap_or(data.len());
            let (primary, composite) = data.split_at_checked(at).unwrap_or((data, &[]));
            if composite.is_empty() {
                symbol_gtin(report, primary, digits, start);
            } else {
                composite_gtin(report, primary, composite, digits, options);
            }
        }
        Some(Carries::GtinWithAddOn) => {
            let primary = data.get(..13).unwrap_or(data);
            match data.len() {
                15 | 18 if data.iter().all(u8::is_ascii_digit) => {
                    symbol_gtin(report, primary, 13, start);
                }
                _ => {
                    let kind = FindingKind::SymbolDigits { digits: 15 };
                    report
                        .findings
                        .push(Finding::error(kind, None, Span::new(start, end)));
                }
            }
        }
        Some(Carries::Text) | None if is_web_address(data) => link(report, start, options),
        Some(Carries::Text) | None => {
            let kind = foreign(data).unwrap_or(FindingKind::NotGs1);
            report
                .findings
                .push(Finding::error(kind, None, Span::new(start, end)));
        }
    }
}

/// The digits of an EAN, UPC or ITF symbol at `start`.
fn symbol_gtin(report: &mut Report<'_>, data: &[u8], digits: usize, start: usize) {
    match core::str::from_utf8(data) {
        Ok(text) if text.len() == digits => {
            let gtin = Gtin::parse(text).map(|gtin| gtin.as_str().into());
            report.message = Some(of_key("01", text, gtin).after(start));
        }
        _ => {
            let span = Span::new(start, start + data.len());
            let kind = FindingKind::SymbolDigits { digits };
            report.findings.push(Finding::error(kind, None, span));
        }
    }
}

/// An EAN or UPC symbol with a composite component: one message of two parts.
fn composite_gtin(
    report: &mut Report<'_>,
    primary: &[u8],
    composite: &[u8],
    digits: usize,
    options: &ReadOptions,
) {
    let start = report.input.len() - primary.len() - composite.len();
    let Some(elements) = composite.strip_prefix(b"|]e0") else {
        let at = start + primary.len();
        let end = report.input.len();
        report.findings.push(Finding::error(
            FindingKind::Composite,
            None,
            Span::new(at, end),
        ));
        return;
    };
    if primary.len() != digits {
        symbol_gtin(report, primary, digits, start);
        return;
    }
    // (01) and zeros before the digits, so that one message says both.
    let mut message = Vec::from(*b"01");
    message.resize(16 - digits, b'0');
    message.extend_from_slice(primary);
    message.push(b'|');
    message.extend_from_slice(elements);
    let (before, bar) = (16 - digits, 16);
    let place = |at: usize| {
        if at <= bar {
            start + at.saturating_sub(before)
        } else {
            start + digits + b"|]e0".len() + (at - bar - 1)
        }
    };
    report.message = Some(Checked::read(&message, Syntax::Raw, &options.rules).moved(place));
}

fn elements(report: &mut Report<'_>, reading: Reading, syntax: Syntax, options: &ReadOptions) {
    report.reading = reading;
    report.message = Some(Checked::read(report.input, syntax, &options.rules));
}

/// An element string from `start` on, with whatever stands for FNC1 in it.
fn raw(report: &mut Report<'_>, reading: Reading, start: usize, options: &ReadOptions) {
    report.reading = reading;
    let data = report.input.get(start..).unwrap_or_default();
    let rules = &options.rules;
    let restore = |residue: &[u8]| {
        let restored = Restored::new(data, residue)?;
        let message = Checked::read(&restored.data, Syntax::Raw, rules);
        Some(message.moved(|at| restored.place(at)).after(start))
    };
    if let Separator::Text(residue) = &options.separator
        && let Some(message) = restore(residue)
    {
        report.message = Some(message);
        return;
    }
    let mut message = Checked::read(data, Syntax::Raw, rules).after(start);
    if options.separator == Separator::Auto {
        let readings = RESIDUES
            .iter()
            .filter_map(|residue| restore(residue.as_bytes()));
        let mut valid = readings.filter(Checked::is_ok);
        if !message.is_ok()
            && let Some(first) = valid.next()
        {
            message = first;
        }
        // Where a residue may be data as well, or two of them make it valid, that is told and not chosen between.
        report
            .alternatives
            .extend(valid.map(|other| alternative(reading, &other)));
        if let Some(other) = report.alternatives.first() {
            let other = other.bracketed.clone();
            let kind = FindingKind::SeparatorUnclear { other };
            report.findings.push(Finding {
                severity: Severity::Note,
                ..whole(kind, report.input)
            });
        }
    }
    if !message.is_ok() {
        let (found, lost) = repairs(data, rules, options.this_year);
        if let Some(lost) = lost {
            let at = start + lost.at;
            let kind = FindingKind::SeparatorMissing {
                swallowed: lost.swallowed,
            };
            message.find(
                kind,
                lost.ai,
                Span::new(at, at + lost.swallowed.as_str().len()),
            );
        }
        report.repairs = found;
        for place in report
            .repairs
            .iter_mut()
            .flat_map(|repair| &mut repair.separators)
        {
            *place += start;
        }
    }
    report.message = Some(message);
}

/// Reads a key alone, where the input has the form of one. Other keys of the same form are alternatives.
fn key(report: &mut Report<'_>) -> bool {
    let input = report.input;
    let kinds: &[&str] = match input.len() {
        8 | 12 | 14 => &["gtin"],
        13 => &["gtin", "gln"],
        17 => &["gsin"],
        18 => &["sscc"],
        _ => return false,
    };
    let Some(text) = core::str::from_utf8(input)
        .ok()
        .filter(|_| input.iter().all(u8::is_ascii_digit))
    else {
        return false;
    };
    report.reading = Reading::Key;
    let mut readings = kinds
        .iter()
        .filter_map(|name| Kind::find(name))
        .map(|kind| {
            of_key(
                kind.ai,
                text,
                kind.check(text).map(|key| kind.ai_value(&key)),
            )
        });
    let Some(first) = readings.next() else {
        return false;
    };
    let mut others: Vec<Checked> = readings.collect();
    if input.len() == 18 && first.is_ok() {
        // A service relation has the same form; who it serves is not in the number.
        others.extend(["8017", "8018"].map(|ai| of_key(ai, text, Ok(text.into()))));
    }
    let upc_e = match text.len() {
        8 => Gtin::from_upc_e(text).ok(),
        _ => None,
    };
    let upc_e = upc_e.map(|gtin| of_key("01", text, Ok(gtin.as_str().into())));
    match upc_e {
        // Only as a UPC-E are these digits right.
        Some(upc_e) if !first.is_ok() => report.message = Some(upc_e),
        upc_e => {
            others.extend(upc_e);
            report.message = Some(first);
        }
    }
    if report.is_ok() {
        let valid = others.iter().filter(|other| other.is_ok());
        report
            .alternatives
            .extend(valid.map(|other| alternative(Reading::Key, other)));
    }
    true
}

fn of_key(ai: &str, text: &str, key: Result<String, KeyError>) -> Checked {
    let ai = Dictionary::BUILTIN
        .get(ai)
        .unwrap_or_else(|| Dictionary::BUILTIN.unknown(Code::NONE));
    let span = Span::new(0, text.len());
    match key {
        Ok(value) => Checked::of_key(ai, value.as_bytes(), span, Vec::new()),
        Err(error) => {
            let finding = Finding::error(FindingKind::Key(error), Some(ai.to_code()), error.span());
            Checked::of_key(ai, text.as_bytes(), span, [finding].into())
        }
    }
}

fn alternative(reading: Reading, message: &Checked) -> Alternative {
    let mut bracketed = String::new();
    // Writing to a String cannot fail.
    let _ = message.write_bracketed(&mut bracketed);
    Alternative { reading, bracketed }
}

fn whole(kind: FindingKind, input: &[u8]) -> Finding {
    Finding::error(kind, None, Span::new(0, input.len()))
}
