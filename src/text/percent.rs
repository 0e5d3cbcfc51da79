//! Percent-encoding: how any byte stands in a URI (RFC 3986 section 2.1, and `+` in a query as forms write it).
//!
//! ```
//! use unitmark::text::percent::{self, Part};
//!
//! assert_eq!(percent::encode("A/1 B", Part::Path), "A%2F1%20B");
//! assert_eq!(percent::encode("A/1 B", Part::Query), "A%2F1+B");
//! assert_eq!(&*percent::decode(b"A%2f1+B", Part::Path), b"A/1+B");
//! assert_eq!(&*percent::decode(b"A%2f1+B", Part::Query), b"A/1 B");
//! ```

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt;

/// Where in a URI a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// In the path, where `+` is itself.
    Path,
    /// In the query, where `+` is a space.
    Query,
}

/// A character that stands for itself everywhere in a URI: `A`-`Z a`-`z 0`-`9 - . _ ~`.
#[inline]
pub const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Writes a text so that it can stand in a URI: all but the unreserved characters as `%` and two capital digits.
pub fn write(to: &mut impl fmt::Write, text: &str, part: Part) -> fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = text;
    while let Some(plain) = rest.bytes().position(|byte| !is_unreserved(byte)) {
        to.write_str(rest.get(..plain).unwrap_or_default())?;
        // The whole character: a part of one is no text.
        let after = rest.get(plain..).unwrap_or_default();
        let length = after.chars().next().map_or(1, char::len_utf8);
        for byte in after.bytes().take(length) {
            if byte == b' ' && part == Part::Query {
                to.write_char('+')?;
                continue;
            }
            to.write_char('%')?;
            to.write_char(char::from(DIGITS[usize::from(byte >> 4)]))?;
            to.write_char(char::from(DIGITS[usize::from(byte & 15)]))?;
        }
        rest = after.get(length..).unwrap_or_default();
    }
    to.write_str(rest)
}

/// A text as it stands in a URI.
pub fn encode(text: &str, part: Part) -> String {
    let mut encoded = String::with_capacity(text.len());
    // Writing to a String cannot fail.
    let _ = write(&mut encoded, text, part);
    encoded
}

/// Whether there is anything to decode.
#[inline]
pub(crate) fn is_encoded(text: &[u8], part: Part) -> bool {
    match part {
        Part::Path => memchr::memchr(b'%', text).is_some(),
        Part::Query => memchr::memchr2(b'%', b'+', text).is_some(),
    }
}

/// What a text in a URI says. A `%` that two hexadecimal digits do not follow stays as it is.
pub fn decode(text: &[u8], part: Part) -> Cow<'_, [u8]> {
    if !is_encoded(text, part) {
        return Cow::Borrowed(text);
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let (byte, length) = match (first, tail) {
            (b'%', [high, low, ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, 3),
                _ => (b'%', 1),
            },
            (b'+', _) if part == Part::Query => (b' ', 1),
            _ => (*first, 1),
        };
        decoded.push(byte);
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(decoded)
}

/// How many bytes of `text` the byte takes that begins there: 3 for `%2F`, else 1.
pub(crate) fn length(text: &[u8]) -> usize {
    match text {
        [b'%', high, low, ..] if hex(*high).is_some() && hex(*low).is_some() => 3,
        _ => 1,
    }
}

/// Where a `%` stands that two hexadecimal digits do not follow, and how many bytes of it there are.
pub(crate) fn malformed(text: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    memchr::memchr_iter(b'%', text).filter_map(|at| {
        let found = text.get(at..).unwrap_or_default();
        (length(found) == 1).then(|| (at, found.len().min(3)))
    })
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_escape_stays_as_it_is() {
        for text in ["ABC%2", "ABCD%", "A%4gB", "A%G4B", "%%"] {
            assert_eq!(&*decode(text.as_bytes(), Part::Path), text.as_bytes());
            assert_eq!(
                malformed(text.as_bytes()).count(),
                text.matches('%').count()
            );
        }
        assert_eq!(&*decode(b"%%41", Part::Path), b"%A");
        assert_eq!(&*decode(b"A%fFB", Part::Path), b"A\xffB");
    }

    #[test]
    fn every_text_comes_back() {
        for text in ["", "\0", "äß€😀", "!\"#%&'()*+,/:;<=>?", "A B", "-._~"] {
            for part in [Part::Path, Part::Query] {
                let encoded = encode(text, part);
                assert!(
                    encoded
                        .bytes()
                        .all(|byte| is_unreserved(byte) || b"%+".contains(&byte))
                );
                assert_eq!(&*decode(encoded.as_bytes(), part), text.as_bytes());
            }
        }
    }
}
