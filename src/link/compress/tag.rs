//! The bits of an RFID tag as the last segment of a path: `eh` and hexadecimal digits, or `ex` and base64url
//! (GS1 Digital Link: Compression for EPC binary strings 1.0).

use super::Compression;
use super::unpack::Unpacked;
use crate::ai::Dictionary;
use crate::epc::Epc;

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

/// Reads the elements of a tag. Its filter value is not one of them, and its host is not the link's.
pub(super) fn unpack<'d>(
    segment: &[u8],
    dictionary: &'d Dictionary,
    to: &mut Unpacked<'d>,
) -> Option<Compression> {
    let (form, bits) = form(segment)?;
    let epc = match form {
        Compression::EpcHex => Epc::from_hex(bits),
        _ => Epc::from_base64(bits),
    };
    for (ai, value) in epc.ok()?.elements() {
        to.push(dictionary.get(ai)?, value.as_bytes());
    }
    (to.elements().next().is_some()).then_some(form)
}
