//! Which bytes a file's letters are: as its owner says, and an error where they are not.

use std::borrow::Cow;
use std::str::FromStr;

use encoding_rs::{DecoderResult, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::format::FormatError;

/// How a file writes letters as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with a byte order mark or without.
    #[default]
    Utf8,
    /// What Western European Windows calls ANSI.
    Windows1252,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
}

const NAMES: &[(&str, Encoding)] = &[
    ("utf-8", Encoding::Utf8),
    ("windows-1252", Encoding::Windows1252),
    ("utf-16", Encoding::Utf16),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
];

impl FromStr for Encoding {
    type Err = FormatError;

    fn from_str(name: &str) -> Result<Self, FormatError> {
        NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, encoding)| *encoding)
            .ok_or_else(|| FormatError::Encoding(name.into()))
    }
}

/// Bytes that are not what they were said to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The line, from 1; none where the file as a whole is meant.
    pub(super) line: Option<u64>,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: &'static str,
}

const LE_MARK: &[u8] = &[0xFF, 0xFE];
const BE_MARK: &[u8] = &[0xFE, 0xFF];
/// How the files of spreadsheets begin: an archive (xlsx, ods), or the older compound file (xls).
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0]];
const UTF_8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The file in UTF-8 without a byte order mark. Under [`Encoding::Utf8`] single values may still be none, so that they can
/// be told with their column.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, [u8]>, Fault> {
    if SPREADSHEETS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(whole(
            "spreadsheet-file",
            "the file is a spreadsheet's own, and no text",
            "save it as CSV in UTF-8",
        ));
    }
    let little = bytes.strip_prefix(LE_MARK);
    let big = bytes.strip_prefix(BE_MARK);
    let text = match (encoding, little, big) {
        (Encoding::Utf8, None, None) => return utf_8(bytes),
        (Encoding::Utf8, ..) => {
            return Err(whole(
                "not-utf-8",
                "the file is UTF-16",
                "say --encoding utf-16, or save it as UTF-8",
            ));
        }
        (Encoding::Windows1252, Some(_), _) | (Encoding::Windows1252, _, Some(_)) => {
            return Err(whole(
                "encoding",
                "the file is UTF-16, not windows-1252",
                "say --encoding utf-16",
            ));
        }
        (Encoding::Windows1252, None, None) => windows_1252(bytes)?,
        (Encoding::Utf16 | Encoding::Utf16Le, Some(text), _) => utf_16(text, UTF_16LE)?,
        (Encoding::Utf16 | Encoding::Utf16Be, _, Some(text)) => utf_16(text, UTF_16BE)?,
        (Encoding::Utf16Le, None, None) => utf_16(bytes, UTF_16LE)?,
        (Encoding::Utf16Be, None, None) => utf_16(bytes, UTF_16BE)?,
        (Encoding::Utf16Le | Encoding::Utf16Be, ..) => {
            return Err(whole(
                "encoding",
                "the file's byte order mark says the other order of bytes",
                "say --encoding utf-16, which goes by the mark",
            ));
        }
        (Encoding::Utf16, None, None) if !bytes.contains(&0) => return Err(not_utf_16()),
        (Encoding::Utf16, None, None) => {
            return Err(whole(
                "encoding",
                "the file has no byte order mark, and UTF-16 comes in two orders",
                "say --encoding utf-16le (Windows writes this one) or --encoding utf-16be",
            ));
        }
    };
    Ok(Cow::Owned(text.into_bytes()))
}

fn whole(code: &'static str, message: &str, help: &'static str) -> Fault {
    Fault {
        line: None,
        code,
        message: message.into(),
        help,
    }
}

fn not_utf_16() -> Fault {
    whole(
        "encoding",
        "the file is not UTF-16: it has no zero byte",
        "leave --encoding out for UTF-8, or say --encoding windows-1252",
    )
}

fn utf_8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Fault> {
    let bytes = bytes.strip_prefix(UTF_8_MARK).unwrap_or(bytes);
    match memchr::memchr(0, bytes) {
        None => Ok(Cow::Borrowed(bytes)),
        Some(at) => Err(Fault {
            line: bytes.get(..at).map(line_after),
            ..whole(
                "not-utf-8",
                "holds a zero byte, as UTF-16 does and no text in UTF-8",
                "say --encoding utf-16le if that is what it is, or save it as UTF-8",
            )
        }),
    }
}

/// The line that begins, or goes on, behind these bytes.
fn line_after(before: &[u8]) -> u64 {
    let mut ends = 1;
    for (at, byte) in before.iter().enumerate() {
        let crlf = *byte == b'\r' && before.get(at + 1) == Some(&b'\n');
        ends += u64::from(matches!(byte, b'\n' | b'\r') && !crlf);
    }
    ends
}

/// Text in UTF-8 that says it is windows-1252 would print `GrÃ¼n`: it is told, for hardly a text is valid as both.
fn windows_1252(bytes: &[u8]) -> Result<String, Fault> {
    if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        return Err(whole(
            "encoding",
            "the file is UTF-8, not windows-1252",
            "leave --encoding out",
        ));
    }
    let undefined = |byte: &u8| matches!(byte, 0 | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    if let Some(at) = bytes.iter().position(undefined) {
        let byte = bytes.get(at).copied().unwrap_or_default();
        return Err(Fault {
            line: bytes.get(..at).map(line_after),
            ..whole(
                "encoding",
                &format!("byte 0x{byte:02X} is no letter of windows-1252"),
                "find out what the file is; --encoding takes utf-8, windows-1252, utf-16, utf-16le, utf-16be",
            )
        });
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(text.into_owned())
}

fn utf_16(bytes: &[u8], order: &'static encoding_rs::Encoding) -> Result<String, Fault> {
    if !bytes.contains(&0) {
        return Err(not_utf_16());
    }
    let mut decoder = order.new_decoder_without_bom_handling();
    let room = decoder
        .max_utf8_buffer_length_without_replacement(bytes.len())
        .unwrap_or_default();
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(..) | DecoderResult::OutputFull, _) => Err(Fault {
            line: Some(line_after(text.as_bytes())),
            ..whole(
                "encoding",
                "half a character of UTF-16 stands here",
                "the file is cut off or no UTF-16: write it again from the source",
            )
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn the_same_text_comes_out_of_every_encoding() {
        let text = "sku,lot\nGrün 5 €,A\n";
        let ansi = b"sku,lot\nGr\xFCn 5 \x80,A\n";
        let le = utf_16_bytes(text, u16::to_le_bytes);
        let be = utf_16_bytes(text, u16::to_be_bytes);
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (marked(UTF_8_MARK, text.as_bytes()), Encoding::Utf8),
            (ansi.to_vec(), Encoding::Windows1252),
            (marked(LE_MARK, &le), Encoding::Utf16),
            (marked(BE_MARK, &be), Encoding::Utf16),
            (marked(LE_MARK, &le), Encoding::Utf16Le),
            (le, Encoding::Utf16Le),
            (be, Encoding::Utf16Be),
        ] {
            let read = decode(&bytes, encoding).expect("its encoding");
            assert_eq!(std::str::from_utf8(&read), Ok(text), "{encoding:?}");
        }
    }

    #[test]
    fn a_file_that_is_not_what_it_is_said_to_be_is_told_with_its_line() {
        let le = utf_16_bytes("a,b\r\nc,d\r\n", u16::to_le_bytes);
        let marked = [LE_MARK, &le].concat();
        let lone = [&le[..], &[0x00, 0xD8, b'x', 0]].concat();
        let odd = [&le[..], &[0x41]].concat();
        for (bytes, encoding, line) in [
            (&marked[..], Encoding::Utf8, None),
            (&marked, Encoding::Windows1252, None),
            (&marked, Encoding::Utf16Be, None),
            (&le, Encoding::Utf16, None),
            (&le, Encoding::Utf8, Some(1)),
            (&lone, Encoding::Utf16Le, Some(3)),
            (&odd, Encoding::Utf16Le, Some(3)),
            (b"PK\x03\x04\x14\0", Encoding::Utf8, None),
            (b"a,b\n", Encoding::Utf16, None),
            (b"a,b\n", Encoding::Utf16Le, None),
            ("a,b\nGrün\n".as_bytes(), Encoding::Windows1252, None),
            (b"a,b\r\nGr\x81n\r\n", Encoding::Windows1252, Some(2)),
        ] {
            let fault = decode(bytes, encoding).expect_err("another encoding");
            assert_eq!(fault.line, line, "{encoding:?} {fault:?}");
        }
    }
}
