//! The bits of an RFID tag as the last segment of a path: `eh` and hexadecimal digits, or `ex` and base64url
//! (GS1 Digital Link: Compression for EPC binary strings 1.0).

use super::Compression;
use super::unpack::Unpacked;
use crate::ai::{Ai, Dictionary};
use crate::element::EpcFlaw;
use crate::epc::{Epc, EpcError, Scheme, is_header};
use crate::text::{Span, base64url};
use alloc::{format, vec};

/// What has fewer bits and cannot be read is a word that happens to begin like a tag.
const LEAST_BITS: usize = 48;

/// The text of the bits of a tag.
#[derive(Clone, Copy)]
struct Text<'i> {
    form: Compression,
    characters: &'i [u8],
}

impl<'i> Text<'i> {
    /// What the segment is by its letters and by the header of the tag.
    fn of(segment: &'i [u8]) -> Option<Self> {
        let (head, characters) = segment.split_at_checked(2)?;
        let form = match head {
            b"eh" => Compression::EpcHex,
            b"ex" => Compression::EpcBase64,
            _ => return None,
        };
        let text = Self { form, characters };
        let &[first, second, ..] = characters else {
            return None;
        };
        let (first, second) = (text.value(first)?, text.value(second)?);
        let header = match form {
            Compression::EpcHex => first << 4 | second,
            _ => first << 2 | second >> 4,
        };
        is_header(header).then_some(text)
    }

    /// The bits of a character. Hexadecimal digits are small letters.
    fn value(self, character: u8) -> Option<u8> {
        match (self.form, character) {
            (Compression::EpcBase64, _) => base64url::value(character),
            (_, b'0'..=b'9') => Some(character - b'0'),
            (_, b'a'..=b'f') => Some(character - b'a' + 10),
            _ => None,
        }
    }

    const fn width(self) -> usize {
        match self.form {
            Compression::EpcBase64 => 6,
            _ => 4,
        }
    }

    /// How many bits there are.
    const fn bits(self) -> usize {
        self.characters.len() * self.width()
    }

    /// The bits as bytes, zeros after them.
    fn fill(self, bytes: &mut [u8]) -> Option<()> {
        let mut to = bytes.iter_mut();
        let (mut word, mut count) = (0_u32, 0);
        for &character in self.characters {
            word = word << self.width() | u32::from(self.value(character)?);
            count += self.width();
            if count >= 8 {
                count -= 8;
                *to.next()? = (word >> count) as u8;
            }
        }
        if count > 0 {
            *to.next()? = (word << (8 - count)) as u8;
        }
        Some(())
    }

    /// The tag; `None` where a character is none of the form.
    fn read(self) -> Option<Result<Epc, EpcError>> {
        let mut memory = [0; 64];
        let mut long;
        let length = self.bits().div_ceil(8);
        let bytes = if length <= memory.len() {
            memory.get_mut(..length)?
        } else {
            long = vec![0; length];
            long.as_mut_slice()
        };
        self.fill(bytes)?;
        let over = self.bits() % 8;
        // The bits over are fewer than a character has, and none of them is set, where the tag is whole bytes.
        let is_filled =
            over < self.width() && bytes.last().is_none_or(|&last| over == 0 || last == 0);
        let whole = is_filled.then(|| Epc::from_bits(bytes, self.bits() - over, self.width()));
        Some(match whole {
            Some(Ok(epc)) => Ok(epc),
            Some(Err(error)) if over == 0 => Err(error),
            _ => Epc::from_bits(bytes, self.bits(), self.width()),
        })
    }
}

/// Reads the elements of a tag. Its filter value is not one of them, and its host is not the link's.
pub(super) fn unpack(
    segment: &[u8],
    dictionary: &Dictionary,
    to: &mut Unpacked,
) -> Option<Compression> {
    let text = Text::of(segment)?;
    let epc = text.read()?.ok()?;
    let before = to.mark();
    for (ai, value) in epc.elements() {
        let Some(ai) = dictionary.get(ai) else {
            to.cut(before);
            return None;
        };
        to.push(ai, value.as_bytes());
    }
    (epc.elements().next().is_some()).then_some(text.form)
}

/// Why a segment that is the bits of a tag is no link, and where in it; `None` where it is no tag at all.
pub(in crate::link) fn explain(segment: &[u8]) -> Option<(EpcFlaw, Span)> {
    let end = segment.len();
    let told = |message, help, span| {
        let code = "link-compressed";
        Some((
            EpcFlaw {
                code,
                message,
                help,
            },
            span,
        ))
    };
    let padding = segment
        .iter()
        .rev()
        .take_while(|&&byte| byte == b'=')
        .count();
    let text = Text::of(segment.get(..end - padding)?)?;
    let read = text.read()?;
    if padding > 0 && text.form == Compression::EpcBase64 && read.is_ok() {
        let message = "the bits of a tag in a link end without =".into();
        return told(message, "leave the = out", Span::new(end - padding, end));
    }
    let error = match read {
        Ok(epc) => {
            let message = format!("the tag holds a {}, which has no GS1 key", epc.scheme());
            let help = "read it as a tag: unitmark check --as epc";
            return told(message, help, Span::new(0, end));
        }
        Err(error) => error,
    };
    if text.bits() < LEAST_BITS {
        return None;
    }
    let mut span = error.place(2, end, text.width());
    if span.is_empty() {
        span = Span::new(0, end);
    }
    let flaw = error.into_flaw();
    let message = format!("the tag in this link cannot be read: {}", flaw.message);
    told(
        message,
        "copy the whole address; are characters missing?",
        span,
    )
}

/// What a tag can say of a link with this key: the scheme that codes it, else one that has it and no coding.
pub(in crate::link) fn scheme_of(key: Ai<'_>) -> Option<Scheme> {
    let of_key = || Scheme::all().filter(|scheme| scheme.ais().next() == Some(key.code()));
    let coded = of_key().find(|scheme| scheme.codings().next().is_some());
    coded.or_else(|| of_key().next())
}
