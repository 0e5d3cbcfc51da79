//! Tags and EPC URIs to a report.

use super::read::ReadOptions;
use super::report::{Alternative, Reading, Report};
use crate::ai::Dictionary;
use crate::element::{Builder, Checked, Content, Finding, FindingKind, Severity, Syntax};
use crate::epc::{Epc, Located, Told, is_epc_uri};
use alloc::string::String;

/// Whether a text begins as EPC URIs do.
pub(super) fn is_uri(input: &[u8]) -> bool {
    is_epc_uri(input)
}

/// Reads a tag, written as hexadecimal digits or base64url, or an EPC URI.
pub(super) fn epc(report: &mut Report<'_>, options: &ReadOptions) {
    report.reading = Reading::Epc;
    match Epc::locate(report.input, options.check_digits) {
        Ok(read) => accept(report, read, options),
        Err(wrong) => refuse(report, wrong),
    }
}

fn refuse(report: &mut Report<'_>, told: Told) {
    report.reading = Reading::Epc;
    report.findings.push(finding(told));
}

fn finding((error, place): Told) -> Finding {
    Finding::error(FindingKind::Epc(error.into_flaw()), None, place)
}

fn accept(report: &mut Report<'_>, read: Located, options: &ReadOptions) {
    report.reading = Reading::Epc;
    if !read.elements.is_empty() {
        report.message = Some(match right(&read.epc, options) {
            Some(content) => Checked::right(content, read.elements),
            None => message(&read.epc, options).placed(read.elements),
        });
    }
    report.findings.extend(read.note.map(|told| Finding {
        severity: Severity::Note,
        ..finding(told)
    }));
    report.epc = Some(read.epc);
}

/// The elements, where nothing is wrong with them.
fn right(epc: &Epc, options: &ReadOptions) -> Option<Content> {
    let own = options.rules.own_dictionary();
    let dictionary = options.rules.dictionary();
    if !options.rules.is_whole() {
        return None;
    }
    // Most tags say less.
    let mut builder = Builder::new(64, own)?;
    for (ai, value) in epc.elements() {
        builder.push(dictionary.get(ai)?, value.as_bytes())?;
    }
    builder.finish()
}

fn message(epc: &Epc, options: &ReadOptions) -> Checked {
    let mut text = String::with_capacity(96);
    // Writing to a String cannot fail.
    let _ = epc.write_bracketed(&mut text);
    Checked::read(text.as_bytes(), Syntax::Bracketed, &options.rules)
}

/// Says what is wrong with what is hexadecimal digits of a tag's length or was, and is nothing else.
pub(super) fn misread(report: &mut Report<'_>) -> bool {
    match Epc::misread(report.input) {
        Some(told) => {
            refuse(report, told);
            true
        }
        None => false,
    }
}

/// Reads hexadecimal digits that are a tag and no element string. Digits that are a valid element string stay one, and the tag is an
/// alternative; digits that are neither are the tag where a letter is among them.
pub(super) fn hex(report: &mut Report<'_>, options: &ReadOptions) -> bool {
    let input = report.input;
    if !Epc::is_like_hex(input) {
        return false;
    }
    // Only what begins with an AI can be an element string.
    let dictionary: &Dictionary = options.rules.dictionary();
    let raw = dictionary
        .leading(input)
        .and_then(|_| Checked::read_right(input, &options.rules));
    match (Epc::locate_hex(input, options.check_digits), raw) {
        (Ok(read), Some(raw)) => {
            let message = message(&read.epc, options);
            report.reading = Reading::Raw;
            report.message = Some(raw);
            if message.is_ok() && !read.elements.is_empty() {
                let (reading, mut bracketed) = (Reading::Epc, String::new());
                // Writing to a String cannot fail.
                let _ = message.write_bracketed(&mut bracketed);
                report.alternatives.push(Alternative { reading, bracketed });
            }
            true
        }
        (Ok(read), None) => {
            accept(report, read, options);
            true
        }
        (Err(_), Some(_)) => false,
        (Err(wrong), None) => {
            let letters = input.iter().any(u8::is_ascii_alphabetic);
            let blank = input.iter().all(|&digit| digit == b'0');
            let told = letters || blank && input.len() >= 24;
            if told {
                refuse(report, wrong);
            }
            told
        }
    }
}
