//! Tags and EPC URIs to a report.

use super::read::ReadOptions;
use super::report::{Alternative, Reading, Report};
use crate::ai::Dictionary;
use crate::element::{Checked, Finding, FindingKind, Syntax};
use crate::epc::{Epc, EpcError, is_epc_uri};
use crate::text::Span;
use alloc::{string::String, vec::Vec};

/// Whether a text begins as EPC URIs do.
pub(super) fn is_uri(input: &[u8]) -> bool {
    is_epc_uri(input)
}

/// Reads a tag, written as hexadecimal digits or base64url, or an EPC URI.
pub(super) fn epc(report: &mut Report<'_>, options: &ReadOptions) {
    report.reading = Reading::Epc;
    match Epc::locate(report.input) {
        Ok((epc, places)) => accept(report, epc, places, options),
        Err(wrong) => refuse(report, wrong),
    }
}

fn refuse(report: &mut Report<'_>, (error, place): (EpcError, Span)) {
    report.reading = Reading::Epc;
    let kind = FindingKind::Epc(error.into_flaw());
    report.findings.push(Finding::error(kind, None, place));
}

fn accept(report: &mut Report<'_>, epc: Epc, places: Vec<Span>, options: &ReadOptions) {
    report.reading = Reading::Epc;
    if !places.is_empty() {
        report.message = Some(message(&epc, options).placed(places));
    }
    report.epc = Some(epc);
}

fn message(epc: &Epc, options: &ReadOptions) -> Checked {
    let mut text = String::with_capacity(96);
    // Writing to a String cannot fail.
    let _ = epc.write_bracketed(&mut text);
    Checked::read(text.as_bytes(), Syntax::Bracketed, &options.rules)
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
    match (Epc::locate(input), raw) {
        (Ok((epc, _)), Some(raw)) => {
            let message = message(&epc, options);
            report.reading = Reading::Raw;
            report.message = Some(raw);
            if message.is_ok() && epc.elements().next().is_some() {
                let (reading, mut bracketed) = (Reading::Epc, String::new());
                // Writing to a String cannot fail.
                let _ = message.write_bracketed(&mut bracketed);
                report.alternatives.push(Alternative { reading, bracketed });
            }
            true
        }
        (Ok((epc, places)), None) => {
            accept(report, epc, places, options);
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
