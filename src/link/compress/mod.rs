//! Compressed links: the form of GS1 Digital Link 1.1, section 7, which later versions let a resolver keep.
//!
//! The last segment of the path is base64url of bits: AIs by the digits of their numbers, or a byte that stands for several, and
//! values by the components that the AI table gives. Digits keep their zeros, since their number is known.

mod fields;
mod number;
mod pack;
mod table;
mod unpack;

pub(super) use pack::pack;

use super::Mode;
use super::arrange::{Choice, arrange};
use super::fast::{value, walk};
use super::uri::slice;
use crate::ai::{Ai, Dictionary};
use crate::text::Span;
use crate::text::percent::Part;
use alloc::{borrow::Cow, string::String, vec::Vec};
use memchr::memrchr;

/// How the elements of a link are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// The form of version 1.1: bits as base64url.
    Legacy {
        /// With bytes that stand for several AIs.
        optimised: bool,
        /// The primary key stands plain before it.
        partial: bool,
    },
}

impl Compression {
    /// All elements, without optimisation codes: what every reader of the form understands.
    pub const LEGACY: Self = Self::Legacy {
        optimised: false,
        partial: false,
    };
}

/// The elements of a compressed link.
pub(super) struct Compressed<'i, 'd> {
    /// Where the compressed segment stands.
    pub(super) segment: Span,
    /// Where what stands before the elements ends.
    pub(super) stem_end: usize,
    /// Key, qualifiers, attributes; each value with its place.
    pub(super) elements: Vec<(Ai<'d>, Cow<'i, [u8]>, Span)>,
    /// How many of them belong in the path.
    pub(super) path: usize,
    /// An AI is there twice.
    pub(super) repeats: bool,
    /// Pairs that are not of GS1.
    pub(super) other: Vec<(String, String)>,
    pub(super) compression: Compression,
}

/// Reads the last segment of a path as a compressed one, and the key that may stand plain before it.
pub(super) fn read<'i, 'd>(
    input: &'i [u8],
    path: Span,
    mode: Mode,
    dictionary: &'d Dictionary,
) -> Option<Compressed<'i, 'd>> {
    let text = slice(input, path);
    let slash = path.start + memrchr(b'/', text)?;
    let segment = Span::new(slash + 1, path.end);
    let unpacked = unpack::unpack(slice(input, segment), dictionary)?;
    let mut room = [None; super::fast::PATH];
    let before = Span::new(path.start, slash);
    let mut elements = Vec::new();
    let mut stem_end = slash;
    if let Some((end, pairs)) = walk(input, before, mode, dictionary, &mut room) {
        stem_end = end;
        for (ai, span) in pairs.iter().rev().flatten() {
            elements.push((*ai, value(input, *span, Part::Path, *ai, mode)?, *span));
        }
    }
    let partial = !elements.is_empty();
    for (ai, value) in unpacked.elements() {
        elements.push((ai, Cow::Owned(value.to_vec()), segment));
    }
    let ai = |place: usize| elements.get(place).map(|(ai, ..)| *ai);
    let order = arrange(elements.len(), ai, mode, Choice::Placeable).ok()?;
    let places = order.path().chain(order.attributes());
    let arranged: Vec<_> = places
        .filter_map(|place| elements.get(place).cloned())
        .collect();
    Some(Compressed {
        segment,
        stem_end,
        path: order.path().len(),
        repeats: arranged.len() < elements.len(),
        elements: arranged,
        other: unpacked.other,
        compression: Compression::Legacy {
            optimised: false,
            partial,
        },
    })
}

/// Whether a segment is a compressed one.
pub(super) fn unpacks(segment: &[u8], dictionary: &Dictionary) -> bool {
    unpack::unpack(segment, dictionary).is_some()
}
