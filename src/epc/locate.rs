//! Where the elements of an EPC stand in the text that it was read from.

use super::CheckDigits;
use super::binary::{self, base64_to_bytes, hex_to_bytes, hex_value};
use super::epc::Epc;
use super::error::EpcError;
use super::uri;
use crate::text::Span;
use alloc::{vec, vec::Vec};

/// Notes where things stand; most callers do not want to know.
pub(super) trait Note {
    fn part(&mut self, _place: usize, _at: Span) {}
    fn date(&mut self, _at: Span) {}
    fn attribute(&mut self, _at: Span) {}
}

impl Note for () {}

/// Where the parts of an EPC stand: bits of a tag, or bytes of a URI.
#[derive(Default)]
pub(super) struct Places {
    parts: [Span; 4],
    date: Span,
    attributes: Vec<Span>,
}

impl Note for Places {
    fn part(&mut self, place: usize, at: Span) {
        if let Some(to) = self.parts.get_mut(place) {
            *to = at;
        }
    }

    fn date(&mut self, at: Span) {
        self.date = at;
    }

    fn attribute(&mut self, at: Span) {
        self.attributes.push(at);
    }
}

impl Places {
    /// The place of each element, in the order of [`Epc::elements`].
    fn elements(&self, epc: &Epc) -> Vec<Span> {
        let count = epc.elements().count();
        // An extension that stands for none is no element, nor is the serial of a pattern.
        let of_identity = count - usize::from(epc.date.is_some()) - self.attributes.len();
        let mut spans = Vec::with_capacity(count);
        let mut place = 0;
        for (_, parts) in epc.scheme.row().ais.iter().take(of_identity) {
            let part = |place: usize| self.parts.get(place).copied().unwrap_or_default();
            let (first, last) = (part(place), part(place + parts - 1));
            place += parts;
            spans.push(Span::new(first.start, last.end));
        }
        spans.extend(epc.date.map(|_| self.date));
        spans.extend_from_slice(&self.attributes);
        spans
    }
}

impl Epc {
    /// Reads hexadecimal digits, base64url or a URI, and says where in it each element stands.
    ///
    /// What is neither is taken for hexadecimal digits. The error comes with its place.
    pub(crate) fn locate(input: &[u8]) -> Result<(Self, Vec<Span>), (EpcError, Span)> {
        let is_hex = input.iter().all(|&digit| hex_value(digit) < 16);
        let text = core::str::from_utf8(input).unwrap_or_default();
        if !is_hex && uri::is_uri(input) && !text.is_empty() {
            let mut places = Places::default();
            let read = uri::read(text, &mut places);
            // The bits of a raw URI are hexadecimal digits after its `.x`.
            let start = memchr::memmem::rfind(input, b".x").map(|at| at + 2);
            let error = |error: EpcError| {
                let place = error.place(start.unwrap_or_default(), input.len(), 4);
                (error, place)
            };
            let epc = read.map_err(error)?;
            let mut spans = places.elements(&epc);
            if let (Some(start), true) = (start, uri::is_raw(input)) {
                for span in &mut spans {
                    *span = characters(*span, start, input.len(), 4);
                }
            }
            return Ok((epc, spans));
        }
        let (bytes, width) = match base64_to_bytes(input) {
            Ok(bytes) if !is_hex => (bytes, 6),
            _ => (Vec::new(), 4),
        };
        let fail = |error: EpcError| {
            let place = error.place(0, input.len(), width);
            (error, place)
        };
        let mut memory = [0; 64];
        let mut long = Vec::new();
        let bytes = if width == 6 {
            bytes.as_slice()
        } else if let Some(length) = hex_to_bytes(input, &mut memory).map_err(fail)? {
            memory.get(..length).unwrap_or_default()
        } else {
            long = vec![0; input.len() / 2];
            hex_to_bytes(input, &mut long).map_err(fail)?;
            long.as_slice()
        };
        let mut places = Places::default();
        let read = binary::read(bytes, bytes.len() * 8, CheckDigits::Verify, &mut places);
        let epc = read.map_err(fail)?;
        let mut spans = places.elements(&epc);
        for span in &mut spans {
            *span = characters(*span, 0, input.len(), width);
        }
        drop(long);
        Ok((epc, spans))
    }

    /// Whether a text has the form of hexadecimal digits that begin as a tag does: enough of them, and a header.
    pub(crate) fn is_like_hex(input: &[u8]) -> bool {
        let header = match input {
            &[high, low, ..] => hex_value(high) << 4 | hex_value(low) & 0xF,
            _ => return false,
        };
        // A GIAI+ may have six bytes; the others have eight and more.
        let shortest = if header >= 0xE6 { 12 } else { 16 };
        input.len() >= shortest
            && input.iter().all(|&digit| hex_value(digit) < 16)
            && (binary::is_header(header) || header == 0xE2 || input.iter().all(|&it| it == b'0'))
    }
}

/// The characters that hold bits.
fn characters(bits: Span, start: usize, length: usize, width: usize) -> Span {
    let from = (start + bits.start / width).min(length);
    Span::new(from, (start + bits.end.div_ceil(width)).clamp(from, length))
}
