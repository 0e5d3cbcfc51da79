//! The bits of an RFID tag as the last segment of a path: `eh` and hexadecimal digits, or `ex` and base64url
//! (GS1 Digital Link: Compression for EPC binary strings 1.0).

use super::Compression;
use crate::ai::{Ai, Dictionary};
use crate::epc::Epc;
use alloc::{string::String, vec::Vec};

/// Fewer bits than this no coding of a GS1 key has.
const LEAST_BITS: usize = 64;

/// What the segment is by its letters, and the text of the bits.
pub(super) fn form(segment: &[u8]) -> Option<(Compression, &str)> {
    let text = core::str::from_utf8(segment).ok()?;
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if let Some(digits) = text.strip_prefix("eh") {
        let is_tag = digits.len() * 4 >= LEAST_BITS && digits.bytes().all(is_hex);
        return is_tag.then_some((Compression::EpcHex, digits));
    }
    let characters = text.strip_prefix("ex")?;
    let is_tag = characters.len() * 6 >= LEAST_BITS;
    is_tag.then_some((Compression::EpcBase64, characters))
}

/// The elements of a tag. Its filter value is not one of them, and its host is not the link's.
pub(super) fn elements<'d>(
    segment: &[u8],
    dictionary: &'d Dictionary,
) -> Option<(Compression, Vec<(Ai<'d>, String)>)> {
    let (form, bits) = form(segment)?;
    let epc = match form {
        Compression::EpcHex => Epc::from_hex(bits),
        _ => Epc::from_base64(bits),
    };
    let epc = epc.ok()?;
    let elements: Option<Vec<_>> = epc
        .elements()
        .map(|(ai, value)| Some((dictionary.get(ai)?, value.into())))
        .collect();
    Some((form, elements.filter(|elements| !elements.is_empty())?))
}
