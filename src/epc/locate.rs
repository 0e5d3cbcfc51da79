//! Where the elements of an EPC stand in the text that it was read from.

use super::CheckDigits;
use super::binary;
use super::digits::{base64_to_bytes, hex_to_bytes, hex_value};
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

/// An EPC and where it stands in what it was read from.
pub(crate) struct Located {
    pub(crate) epc: Epc,
    /// The place of each element.
    pub(crate) elements: Vec<Span>,
    /// What is to be told of a tag that is right.
    pub(crate) note: Option<Told>,
}

/// An error and its place.
pub(crate) type Told = (EpcError, Span);

impl Places {
    /// The place of a part.
    pub(super) fn part_at(&self, place: usize) -> Span {
        self.parts.get(place).copied().unwrap_or_default()
    }

    /// The place of each element, in the order of [`Epc::elements`].
    fn elements(&self, epc: &Epc) -> Vec<Span> {
        let count = epc.elements().count();
        // An extension that stands for none is no element, nor is the serial of a pattern.
        let of_identity = count - usize::from(epc.date.is_some()) - self.attributes.len();
        let mut spans = Vec::with_capacity(count);
        let mut place = 0;
        for (_, parts) in epc.scheme.row().ais.iter().take(of_identity) {
            let (first, last) = (self.part_at(place), self.part_at(place + parts - 1));
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
    /// What is none of them is taken for hexadecimal digits where nearly all are, else for base64url. The error comes with its place.
    pub(crate) fn locate(input: &[u8], policy: CheckDigits) -> Result<Located, Told> {
        let digits = input.iter().filter(|&&digit| hex_value(digit) < 16).count();
        if digits == input.len() {
            return Self::locate_hex(input, policy);
        }
        if uri::is_uri(input)
            && let Ok(text) = core::str::from_utf8(input)
        {
            return locate_uri(text, policy);
        }
        let read = base64_to_bytes(input)
            .map_err(|error| told(error, 0, input.len(), 6))
            .and_then(|bytes| locate_bits(&bytes, input.len(), 6, policy));
        match read {
            // A digit that was mistyped makes other letters of base64url, and hardly a tag.
            Err(_) if digits * 4 >= input.len() * 3 => Self::locate_hex(input, policy),
            read => read,
        }
    }

    /// The same of hexadecimal digits.
    pub(crate) fn locate_hex(input: &[u8], policy: CheckDigits) -> Result<Located, Told> {
        let fail = |error| told(error, 0, input.len(), 4);
        let mut memory = [0; 64];
        if let Some(length) = hex_to_bytes(input, &mut memory).map_err(fail)? {
            let bytes = memory.get(..length).unwrap_or_default();
            return locate_bits(bytes, input.len(), 4, policy);
        }
        let mut memory = vec![0; input.len() / 2];
        hex_to_bytes(input, &mut memory).map_err(fail)?;
        locate_bits(&memory, input.len(), 4, policy)
    }

    /// Why a text is no tag that looks like one: whole 16-bit words of hexadecimal digits, letters among them, with a header that there is
    /// not; or the digits of a tag of which one was mistyped or added.
    pub(crate) fn misread(input: &[u8]) -> Option<Told> {
        let letters = input.iter().any(u8::is_ascii_alphabetic);
        let wrong = input.iter().filter(|&&digit| hex_value(digit) > 15).count();
        let words = input.len() >= 24 && input.len().is_multiple_of(4) && wrong == 0;
        let typed = (24..=26).contains(&input.len()) && wrong == 1 && begins_as_tag(input);
        if !letters || !words && !typed {
            return None;
        }
        Self::locate_hex(input, CheckDigits::Verify).err()
    }

    /// Whether a text has the form of hexadecimal digits that begin as a tag does: enough of them, and a header.
    pub(crate) fn is_like_hex(input: &[u8]) -> bool {
        // A GIAI+ may have six bytes, a TID four; the others have eight and more.
        let shortest = match header_of(input) {
            Some(TID) => 8,
            Some(0xE6..) => 12,
            _ => 16,
        };
        input.len() >= shortest
            && (begins_as_tag(input) || input.iter().all(|&it| it == b'0'))
            && input.iter().all(|&digit| hex_value(digit) < 16)
    }
}

/// What a TID begins with.
const TID: u8 = 0xE2;

fn header_of(digits: &[u8]) -> Option<u8> {
    match digits {
        &[high, low, ..] if (hex_value(high) | hex_value(low)) < 16 => {
            Some(hex_value(high) << 4 | hex_value(low))
        }
        _ => None,
    }
}

fn begins_as_tag(digits: &[u8]) -> bool {
    header_of(digits).is_some_and(|header| header == TID || binary::is_header(header))
}

fn told(error: EpcError, start: usize, length: usize, width: usize) -> Told {
    let place = error.place(start, length, width);
    (error, place)
}

fn locate_uri(text: &str, policy: CheckDigits) -> Result<Located, Told> {
    let mut places = Places::default();
    let input = text.as_bytes();
    // The bits of a raw URI are hexadecimal digits after its `.x`.
    let bits_at = memchr::memmem::rfind(input, b".x").map(|at| at + 2);
    let tell = |error| told(error, bits_at.unwrap_or_default(), input.len(), 4);
    let epc = uri::read(text, policy, &mut places).map_err(tell)?;
    let mut elements = places.elements(&epc);
    if let (Some(start), true) = (bits_at, uri::is_raw(input)) {
        for span in &mut elements {
            *span = characters(*span, start, input.len(), 4);
        }
    }
    let note = epc.not_canonical().map(tell);
    Ok(Located {
        epc,
        elements,
        note,
    })
}

/// A tag whose bits are those of a text of `length` characters, so many of them to each.
fn locate_bits(
    bytes: &[u8],
    length: usize,
    width: usize,
    policy: CheckDigits,
) -> Result<Located, Told> {
    let tell = |error| told(error, 0, length, width);
    let mut places = Places::default();
    let epc = binary::read(bytes, bytes.len() * 8, policy, &mut places).map_err(tell)?;
    let mut elements = places.elements(&epc);
    for span in &mut elements {
        *span = characters(*span, 0, length, width);
    }
    let note = epc.not_canonical().map(tell);
    Ok(Located {
        epc,
        elements,
        note,
    })
}

/// The characters that hold bits.
fn characters(bits: Span, start: usize, length: usize, width: usize) -> Span {
    let from = (start + bits.start / width).min(length);
    Span::new(from, (start + bits.end.div_ceil(width)).clamp(from, length))
}
