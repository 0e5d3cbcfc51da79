//! What stands before the elements of a link.

use super::uri::{Uri, all_legal, is_legal, scheme, scheme_case, slice};
use super::{LinkError, LinkErrorKind, Mode};
use crate::ai::{Code, Dictionary};
use crate::text::{Span, percent};
use alloc::{borrow::Cow, string::String};
use core::{fmt, str::FromStr};

/// What stands before the elements of a link: scheme, host, and perhaps a port and a path. It ends without a slash.
///
/// Scheme and host are the same in any case; they are kept small.
///
/// ```
/// use unitmark::link::Stem;
///
/// let stem: Stem = "HTTPS://Example.COM/Brand/".parse()?;
/// assert_eq!(stem.as_str(), "https://example.com/Brand");
/// assert_eq!(Stem::CANONICAL.as_str(), "https://id.gs1.org");
/// assert!("https://example.com/?a".parse::<Stem>().is_err());
/// # Ok::<(), unitmark::link::LinkError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stem(Cow<'static, str>);

impl Stem {
    /// The stem of canonical links: GS1's own resolver.
    pub const CANONICAL: Self = Self(Cow::Borrowed("https://id.gs1.org"));

    /// Reads a stem.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let input = text.as_bytes();
        let error = |kind, span| Err(LinkError::new(kind, span));
        let Some(uri) = Uri::split(input).filter(|_| scheme_case(input, Mode::STRICT)) else {
            return error(LinkErrorKind::StemScheme, Span::new(0, input.len().min(8)));
        };
        if uri.host(input).is_err() {
            return error(LinkErrorKind::StemHost, uri.authority);
        }
        if uri.path.end < input.len() || !all_legal(slice(input, uri.path)) {
            let path = slice(input, uri.path);
            let legal = path.iter().position(|&byte| !is_legal(byte));
            let at = legal.map_or(uri.path.end, |at| uri.path.start + at);
            return error(LinkErrorKind::StemPath, Span::new(at, input.len()));
        }
        if let Some((at, length)) = percent::malformed(slice(input, uri.path)).next() {
            let at = uri.path.start + at;
            return error(LinkErrorKind::StemPath, Span::new(at, at + length));
        }
        Ok(Self::of(text))
    }

    /// The stem that `text` is; it was looked at.
    pub(super) fn of(text: &str) -> Self {
        let mut text = text;
        while let Some(before) = text.strip_suffix('/') {
            text = before;
        }
        if text == Self::CANONICAL.as_str() {
            return Self::CANONICAL;
        }
        let host_end = host_end(text);
        let mut own = String::from(text);
        if let Some(head) = own.get_mut(..host_end) {
            head.make_ascii_lowercase();
        }
        Self(Cow::Owned(own))
    }

    /// The stem as it stands in a link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a key is found in it by one who reads back from a segment that follows: as a pair, or with that segment as a value.
    pub(super) fn ends_like_elements(&self) -> bool {
        // Whatever some mode reads.
        let mode = Mode::LENIENT.legacy_keys();
        let (_, path) = self.parts();
        let path = path.as_bytes();
        let dictionary = Dictionary::BUILTIN;
        ends_like_elements(path, mode, dictionary) || has_key(back(path), mode, dictionary)
    }

    /// Scheme and host, and the path after them.
    pub(super) fn parts(&self) -> (&str, &str) {
        let text = self.as_str();
        let end = host_end(text);
        text.split_at_checked(end).unwrap_or((text, ""))
    }
}

/// The segments of a path, the last one first.
fn back(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.rsplit(|byte| *byte == b'/')
}

/// Whether one who reads back from the end of a path, a value and its AI at a time, finds a key. What may be an AI of a newer
/// dictionary does not end the search.
pub(super) fn ends_like_elements(path: &[u8], mode: Mode, dictionary: &Dictionary) -> bool {
    has_key(back(path).skip(1), mode, dictionary)
}

/// Whether every other one of these segments is an AI until one is a key.
fn has_key<'p>(
    segments: impl Iterator<Item = &'p [u8]>,
    mode: Mode,
    dictionary: &Dictionary,
) -> bool {
    for text in segments.step_by(2) {
        match mode.ai(dictionary, text) {
            Some(ai) if mode.is_key(ai) => return true,
            None if Code::parse(text).is_none() => return false,
            _ => {}
        }
    }
    false
}

/// Where scheme and host end.
fn host_end(stem: &str) -> usize {
    let start = scheme(stem.as_bytes()).unwrap_or(0);
    let rest = stem.as_bytes().get(start..).unwrap_or_default();
    start + memchr::memchr(b'/', rest).unwrap_or(rest.len())
}

impl Default for Stem {
    fn default() -> Self {
        Self::CANONICAL
    }
}

impl FromStr for Stem {
    type Err = LinkError;
    fn from_str(text: &str) -> Result<Self, LinkError> {
        Self::parse(text)
    }
}

impl fmt::Display for Stem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
