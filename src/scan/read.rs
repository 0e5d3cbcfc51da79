//! Any bytes to one report.

use super::report::{Alternative, Reading, Report};
use super::symbology::{self, Carries};
use crate::ai::Dictionary;
use crate::element::{Checked, Finding, FindingKind, GS, Rules, Syntax};
use crate::key::{Gtin, KeyError, Sscc};
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
    /// The year beside which two-digit years are read. The library has no clock: the default is the year of its AI table.
    pub this_year: u16,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            read_as: ReadAs::Auto,
            rules: Rules::default(),
            this_year: 2026,
        }
    }
}

/// Reads any bytes and says what they are. It never fails: what is wrong is in the report.
pub fn read<'i>(input: &'i [u8], options: &ReadOptions) -> Report<'i> {
    let mut report = Report::new(input, options.this_year);
    match options.read_as {
        ReadAs::Auto => auto(&mut report, options),
        ReadAs::Bracketed => elements(&mut report, Reading::Bracketed, Syntax::Bracketed, options),
        ReadAs::Unbracketed => elements(
            &mut report,
            Reading::Unbracketed,
            Syntax::Unbracketed,
            options,
        ),
        ReadAs::Raw => elements(&mut report, Reading::Raw, Syntax::Raw, options),
        ReadAs::Scan => scan(&mut report, options),
        ReadAs::Key => {
            report.reading = Reading::Key;
            match key(input) {
                Some(message) => report.message = Some(message),
                None => report.findings.push(whole(FindingKind::NotAKey, input)),
            }
        }
    }
    report
}

fn auto(report: &mut Report<'_>, options: &ReadOptions) {
    let input = report.input;
    match input {
        [] => report.findings.push(whole(FindingKind::Empty, input)),
        [b'(', ..] => elements(report, Reading::Bracketed, Syntax::Bracketed, options),
        [b'^', ..] => elements(report, Reading::Unbracketed, Syntax::Unbracketed, options),
        [b']', ..] => scan(report, options),
        _ => plain(report, options),
    }
}

/// Without a mark at its beginning: a key, an element string, or neither.
fn plain(report: &mut Report<'_>, options: &ReadOptions) {
    let input = report.input;
    let raw = || Checked::read(input, Syntax::Raw, &options.rules);
    if let Some(key) = key(input) {
        let raw = raw();
        if key.is_ok() || !raw.is_ok() {
            report.reading = Reading::Key;
            report.message = Some(key);
            if raw.is_ok() {
                report.alternatives.push(alternative(Reading::Raw, &raw));
            }
            return;
        }
        report.reading = Reading::Raw;
        report.message = Some(raw);
        return;
    }
    let data = input.strip_prefix(&[GS]).unwrap_or(input);
    if options.rules.dictionary().leading(data).is_some() {
        report.reading = Reading::Raw;
        report.message = Some(raw());
    } else {
        report
            .findings
            .push(whole(FindingKind::Unrecognised, input));
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
    let data = input.get(identifier.len()..).unwrap_or_default();
    let message = match carries {
        Some(Carries::Elements) => Checked::read(data, Syntax::Raw, &options.rules),
        Some(Carries::Gtin(digits)) => match core::str::from_utf8(data) {
            Ok(text) if text.len() == digits => gtin(text, Gtin::parse(text)),
            _ => {
                let span = Span::new(identifier.len(), input.len());
                let kind = FindingKind::SymbolDigits { digits };
                report.findings.push(Finding::error(kind, None, span));
                return;
            }
        },
        Some(Carries::Text) | None => {
            report.reading = Reading::Unknown;
            let span = Span::new(identifier.len(), input.len());
            report
                .findings
                .push(Finding::error(FindingKind::NotGs1, None, span));
            return;
        }
    };
    report.message = Some(message.after(identifier.len()));
}

fn elements(report: &mut Report<'_>, reading: Reading, syntax: Syntax, options: &ReadOptions) {
    report.reading = reading;
    report.message = Some(Checked::read(report.input, syntax, &options.rules));
}

/// A GTIN or SSCC alone; `None` where the input has not the form of one.
fn key(input: &[u8]) -> Option<Checked> {
    if !input.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let text = core::str::from_utf8(input).ok()?;
    match text.len() {
        8 | 12 | 13 | 14 => Some(gtin(text, Gtin::parse(text))),
        18 => {
            let sscc = Sscc::parse(text);
            Some(of_key("00", text, sscc.map(|sscc| sscc.as_str().into())))
        }
        _ => None,
    }
}

fn gtin(text: &str, gtin: Result<Gtin, KeyError>) -> Checked {
    of_key("01", text, gtin.map(|gtin| gtin.as_str().into()))
}

fn of_key(ai: &str, text: &str, key: Result<String, KeyError>) -> Checked {
    let ai = Dictionary::BUILTIN
        .get(ai)
        .unwrap_or_else(|| Dictionary::BUILTIN.unknown(""));
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
