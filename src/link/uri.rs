//! The parts of an http URI: RFC 3986, as much of it as a GS1 Digital Link URI has.

use super::Mode;
use crate::element::LinkFlaw;
use crate::text::Span;
use memchr::{memchr, memchr2, memchr3};

/// Where the parts of a URI stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uri {
    /// The host and the port.
    pub(super) authority: Span,
    /// From the first slash after the host.
    pub(super) path: Span,
    /// After the `?`.
    pub(super) query: Option<Span>,
    /// After the `#`.
    pub(super) fragment: Option<Span>,
}

const IN_URI: u8 = 1;
const IN_HOST: u8 = 2;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            classes[byte] = IN_URI | IN_HOST;
        }
        byte += 1;
    }
    let marks = b":/?#[]@!$&'()*+,;=%~";
    let mut i = 0;
    while i < marks.len() {
        classes[marks[i] as usize] = IN_URI;
        i += 1;
    }
    let name = b"-._";
    let mut i = 0;
    while i < name.len() {
        classes[name[i] as usize] = IN_URI | IN_HOST;
        i += 1;
    }
    classes
};

/// A character that may stand in a URI.
pub(super) const fn is_legal(byte: u8) -> bool {
    CLASSES[byte as usize] & IN_URI != 0
}

/// Whether all characters may stand in a URI.
#[inline]
pub(super) fn all_legal(text: &[u8]) -> bool {
    all_in(text, IN_URI)
}

/// Whether all characters are of a class. Four chains of look-ups instead of one, which would wait for each.
#[inline]
fn all_in(text: &[u8], class_of_all: u8) -> bool {
    let chunks = text.chunks_exact(4);
    let rest = chunks.remainder();
    let class = |byte: &u8| CLASSES[usize::from(*byte)];
    let mut all = [class_of_all; 4];
    for chunk in chunks {
        for (all, byte) in all.iter_mut().zip(chunk) {
            *all &= class(byte);
        }
    }
    let rest = rest
        .iter()
        .fold(class_of_all, |all, byte| all & class(byte));
    all.iter().fold(rest, |all, own| all & own) != 0
}

/// How long the scheme is with `://`, where it is http or https in any case.
#[inline]
pub(super) fn scheme(input: &[u8]) -> Option<usize> {
    // As nearly all are written.
    if input.starts_with(b"https://") {
        return Some(8);
    }
    let head = input.get(..7)?;
    if head.eq_ignore_ascii_case(b"http://") {
        return Some(7);
    }
    let head = input.get(..8)?;
    head.eq_ignore_ascii_case(b"https://").then_some(8)
}

/// Whether the scheme is in one case, where that is asked for.
#[inline]
pub(super) fn scheme_case(input: &[u8], mode: Mode) -> bool {
    let name = input.get(..4).unwrap_or_default();
    let s = input.get(4);
    mode.takes_any_case_scheme()
        || name == b"http" && s != Some(&b'S')
        || name == b"HTTP" && s != Some(&b's')
}

impl Uri {
    /// Takes an http URI apart; `None` for what is none.
    #[inline]
    pub(super) fn split(input: &[u8]) -> Option<Self> {
        let start = scheme(input)?;
        let rest = input.get(start..)?;
        let host_end = start + memchr3(b'/', b'?', b'#', rest).unwrap_or(rest.len());
        Some(Self::after_host(input, Span::new(start, host_end)))
    }

    /// A relative reference: nothing before the path.
    pub(super) fn relative(input: &[u8]) -> Self {
        Self::after_host(input, Span::new(0, 0))
    }

    #[inline]
    fn after_host(input: &[u8], authority: Span) -> Self {
        let from = authority.end;
        let rest = input.get(from..).unwrap_or_default();
        let path_end = from + memchr2(b'?', b'#', rest).unwrap_or(rest.len());
        let (mut query, mut fragment) = (None, None);
        let mut mark = path_end;
        if input.get(mark) == Some(&b'?') {
            let after = input.get(mark + 1..).unwrap_or_default();
            let end = mark + 1 + memchr(b'#', after).unwrap_or(after.len());
            query = Some(Span::new(mark + 1, end));
            mark = end;
        }
        if input.get(mark) == Some(&b'#') {
            fragment = Some(Span::new(mark + 1, input.len()));
        }
        Self {
            authority,
            path: Span::new(from, path_end),
            query,
            fragment,
        }
    }

    /// Whether the host is a name or an address, with a port or without.
    ///
    /// What the name is made of is not looked into: names change more than their characters do.
    pub(super) fn host(&self, input: &[u8]) -> Result<(), LinkFlaw> {
        let authority = slice(input, self.authority);
        // As nearly all are: a name without a port.
        if !authority.is_empty() && all_in(authority, IN_HOST) {
            return Ok(());
        }
        let (is_host, port) = match authority.split_first() {
            Some((b'[', rest)) => {
                let end = memchr(b']', rest).ok_or(LinkFlaw::Host)?;
                let (address, after) = rest.split_at_checked(end).unwrap_or_default();
                let is_address = address.contains(&b':')
                    && address
                        .iter()
                        .all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
                (is_address, after.get(1..).unwrap_or_default())
            }
            _ => {
                let end = memchr(b':', authority).unwrap_or(authority.len());
                let (name, port) = authority.split_at_checked(end).unwrap_or_default();
                let is_name = !name.is_empty() && all_in(name, IN_HOST);
                (is_name, port)
            }
        };
        let is_port = match port.split_first() {
            None => true,
            Some((b':', digits)) => digits
                .iter()
                .try_fold(0_u32, |port, digit| {
                    let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
                    Some(port * 10 + digit).filter(|port| *port <= 65_535)
                })
                .is_some(),
            Some(_) => false,
        };
        if is_host && is_port {
            Ok(())
        } else {
            Err(LinkFlaw::Host)
        }
    }
}

/// The bytes of a span.
#[inline]
pub(super) fn slice(input: &[u8], span: Span) -> &[u8] {
    input.get(span.start..span.end).unwrap_or_default()
}

/// The parameters of a query, each where it stands; empty ones are none.
#[inline]
pub(super) fn parameters(input: &[u8], query: Option<Span>) -> impl Iterator<Item = Span> {
    let mut at = query;
    core::iter::from_fn(move || {
        loop {
            let rest = at.filter(|span| !span.is_empty())?;
            let text = slice(input, rest);
            let end = rest.start + memchr(b'&', text).unwrap_or(text.len());
            at = (end < rest.end).then(|| Span::new(end + 1, rest.end));
            if end > rest.start {
                return Some(Span::new(rest.start, end));
            }
        }
    })
}

/// A parameter's key and value; `None` for one without `=`.
#[inline]
pub(super) fn pair(input: &[u8], parameter: Span) -> Option<(Span, Span)> {
    let at = parameter.start + memchr(b'=', slice(input, parameter))?;
    Some((
        Span::new(parameter.start, at),
        Span::new(at + 1, parameter.end),
    ))
}
