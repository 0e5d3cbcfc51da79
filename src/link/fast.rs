//! The way of a link in which nothing is wrong. What it does not accept is read again by the way that explains.

use super::layout::Layout;
use super::path::{fits, takes};
use super::uri::{Uri, all_legal, pair, parameters, scheme_case, slice};
use super::{Mode, compress};
use crate::ai::{Ai, Dictionary};
use crate::element::{Builder, Content, MAX_LENGTH, Rules, dictionary};
use crate::text::Span;
use crate::text::percent::{self, Part};
use alloc::{borrow::Cow, vec::Vec};
use memchr::memrchr;

/// A key and as many qualifiers as a path has; where there are more, something is wrong.
pub(super) const PATH: usize = 5;

/// An element of the path: the AI and where its value stands.
pub(super) type Pair<'d> = (Ai<'d>, Span);

/// The content and the layout of a link; `spans` takes the places of the values where they are wanted.
#[inline]
pub(super) fn read(
    input: &[u8],
    mode: Mode,
    rules: &Rules,
    mut spans: Option<&mut Vec<Span>>,
) -> Option<(Content, Layout)> {
    if !rules.is_whole() || input.len() > MAX_LENGTH {
        return None;
    }
    let uri = Uri::split(input)?;
    // What stands in a host that is right is legal.
    if !scheme_case(input, mode) || uri.host(input).is_err() {
        return None;
    }
    let are_legal = |from: usize, to: usize| all_legal(slice(input, Span::new(from, to)));
    let table = rules.own_dictionary();
    let known = dictionary(table);
    let mut builder = Builder::new(input.len(), table)?;
    let mut push = |ai: Ai<'_>, value: &[u8], span: Span| {
        builder.push(ai, value)?;
        if let Some(spans) = &mut spans {
            spans.push(span);
        }
        Some(())
    };

    let mut layout = Layout {
        fragment: uri.fragment,
        ..Layout::default()
    };
    // The AIs of the path by their places in the dictionary.
    let mut in_path = [Ai::UNKNOWN; PATH];
    let mut room = [None; PATH];
    if let Some((stem_end, pairs)) = walk(input, uri.path, mode, known, &mut room) {
        if !are_legal(uri.authority.end, input.len()) {
            return None;
        }
        layout.stem = Span::new(0, stem_end);
        for ((ai, span), place) in pairs.iter().rev().flatten().zip(&mut in_path) {
            let value = value(input, *span, Part::Path, *ai, mode)?;
            if is_dots(&value) {
                return None;
            }
            push(*ai, &value, *span)?;
            *place = ai.index();
            layout.path += 1;
        }
    } else {
        let mut compressed = compress::Compressed::new();
        compressed.read(input, uri.path, mode, known)?;
        // All characters of the segment were taken.
        let segment = compressed.segment;
        if compressed.flaw.is_some()
            || !are_legal(uri.authority.end, segment.start)
            || !are_legal(segment.end, input.len())
        {
            return None;
        }
        layout.stem = Span::new(0, compressed.stem_end);
        layout.path = compressed.path();
        layout.compression = Some(compressed.compression);
        for number in 0..compressed.len() {
            let (ai, value, span) = compressed.element(number, known)?;
            push(ai, value, span)?;
            if number < layout.path && !is_dots(value) {
                *in_path.get_mut(number)? = ai.index();
            } else if number < layout.path || !ai.is_attribute() {
                return None;
            }
        }
        layout.unpacked = compressed.take_others();
    }
    let key = known.at(in_path[0])?;
    let qualifiers = in_path.get(1..layout.path)?.iter().copied();
    // Compressed ones were put in their order.
    if layout.compression.is_none() && !fits(key, &qualifiers) {
        return None;
    }

    for parameter in parameters(input, uri.query) {
        let ai = pair(input, parameter)
            .map(|(key, value)| (named(known, mode, slice(input, key)), value));
        match ai {
            None | Some((Named::Nothing, _)) => layout.other.push(parameter),
            Some((Named::Unknown, _)) => return None,
            Some((Named::Ai(ai), span)) => {
                if !ai.is_attribute() || takes(key, &qualifiers, ai) {
                    return None;
                }
                let value = value(input, span, Part::Query, ai, mode)?;
                push(ai, &value, span)?;
            }
        }
    }
    Some((builder.finish()?, layout))
}

/// Whether a browser takes a segment out of a path, however it is escaped (WHATWG URL: single-dot and double-dot path segments).
#[inline]
pub(super) fn is_dots(value: &[u8]) -> bool {
    matches!(value, b"." | b"..")
}

/// What the key of a parameter names.
pub(super) enum Named<'d> {
    /// An AI.
    Ai(Ai<'d>),
    /// Digits that are no AI.
    Unknown,
    /// Nothing of GS1.
    Nothing,
}

#[inline]
pub(super) fn named<'d>(dictionary: &'d Dictionary, mode: Mode, key: &[u8]) -> Named<'d> {
    match mode.ai(dictionary, key) {
        Some(ai) => Named::Ai(ai),
        None if !key.is_empty() && key.iter().all(u8::is_ascii_digit) => Named::Unknown,
        None => Named::Nothing,
    }
}

/// Walks back from the end of the path, an AI and its value at a time, to the rightmost primary key.
/// Gives the end of what stands before it, and the elements, the last one first.
#[inline]
pub(super) fn walk<'d, 'r>(
    input: &[u8],
    path: Span,
    mode: Mode,
    dictionary: &'d Dictionary,
    room: &'r mut [Option<Pair<'d>>; PATH],
) -> Option<(usize, &'r [Option<Pair<'d>>])> {
    let mut end = path.end;
    for count in 0..PATH {
        let text = slice(input, Span::new(path.start, end));
        let slash = memrchr(b'/', text)?;
        let before = memrchr(b'/', text.get(..slash)?)?;
        let ai = mode.ai(dictionary, text.get(before + 1..slash)?)?;
        *room.get_mut(count)? = Some((ai, Span::new(path.start + slash + 1, end)));
        end = path.start + before;
        if mode.is_key(ai) {
            return Some((end, room.get(..=count)?));
        }
    }
    None
}

/// A value as it is meant.
#[inline]
pub(super) fn value<'i>(
    input: &'i [u8],
    span: Span,
    part: Part,
    ai: Ai<'_>,
    mode: Mode,
) -> Option<Cow<'i, [u8]>> {
    let text = slice(input, span);
    let value = percent::decode(text, part);
    if matches!(value, Cow::Owned(_))
        && !mode.takes_literal_percent()
        && percent::malformed(text).next().is_some()
    {
        return None;
    }
    Some(with_zeros(value, ai, mode))
}

/// The value, with the zeros before it that were left out.
#[inline]
pub(super) fn with_zeros<'i>(value: Cow<'i, [u8]>, ai: Ai<'_>, mode: Mode) -> Cow<'i, [u8]> {
    match mode.zeros(ai, &value) {
        0 => value,
        zeros => {
            let mut whole = alloc::vec![b'0'; zeros];
            whole.extend_from_slice(&value);
            Cow::Owned(whole)
        }
    }
}
