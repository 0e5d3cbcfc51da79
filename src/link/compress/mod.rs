//! Compressed links: the form of GS1 Digital Link 1.1, section 7, which later versions let a resolver keep, and the bits of a tag,
//! which take its place.
//!
//! In the older form the last segment of the path is base64url of bits: AIs by the digits of their numbers, or a byte that stands for several, and
//! values by the components that the AI table gives. Digits keep their zeros, since their number is known.

mod fields;
mod number;
mod pack;
mod table;
mod tag;
mod unpack;

pub(super) use pack::pack;
pub(super) use tag::{explain as explain_tag, scheme_of};

use super::Mode;
use super::arrange::{Choice, Order, arrange, arrange_places};
use super::fast::{Named, named, value, walk};
use super::stem::ends_like_elements;
use super::uri::slice;
use crate::ai::{Ai, Dictionary};
use crate::element::LinkFlaw;
use crate::text::Span;
use crate::text::percent::Part;
use alloc::{string::String, vec::Vec};
use memchr::memrchr;
use unpack::{Meaning, Unpacked};

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
    /// The bits of an RFID tag as hexadecimal digits: `/eh30164596f40c0e5cbe991a83`.
    EpcHex,
    /// The bits of an RFID tag as base64url: `/exMBZFlvQMDly-mRqD`.
    EpcBase64,
}

impl Compression {
    /// All elements, without optimisation codes: what every reader of the form understands.
    pub const LEGACY: Self = Self::Legacy {
        optimised: false,
        partial: false,
    };
}

/// The elements of a compressed link.
pub(super) struct Compressed {
    /// Where the compressed segment stands.
    pub(super) segment: Span,
    /// Where what stands before the elements ends.
    pub(super) stem_end: usize,
    pub(super) compression: Compression,
    /// What is wrong with the segment as a whole.
    pub(super) flaw: Option<LinkFlaw>,
    read: Unpacked,
    /// Where the values stand that are plain; the others have the place of the segment.
    plain: [Span; super::fast::PATH],
    order: Order,
}

impl Compressed {
    /// Room for one to be read.
    pub(super) fn new() -> Self {
        Self {
            segment: Span::default(),
            stem_end: 0,
            compression: Compression::LEGACY,
            flaw: None,
            read: Unpacked::default(),
            plain: [Span::default(); super::fast::PATH],
            order: Order::given(0, 0),
        }
    }

    /// How many elements there are.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.order.all().len()
    }

    /// An element and the place of its value: key, qualifiers, attributes.
    #[expect(clippy::inline_always, reason = "what it gives is large to hand over")]
    #[inline(always)]
    pub(super) fn element<'d>(
        &self,
        number: usize,
        dictionary: &'d Dictionary,
    ) -> Option<(Ai<'d>, &[u8], Span)> {
        let place = self.order.at(number)?;
        let (ai, value) = self.read.element(place, dictionary)?;
        let span = self.plain.get(place).filter(|span| !span.is_empty());
        Some((ai, value, span.copied().unwrap_or(self.segment)))
    }

    /// How many of them belong in the path.
    pub(super) fn path(&self) -> usize {
        self.order.path().len()
    }

    /// Pairs that are not of GS1.
    pub(super) fn take_others(&mut self) -> Vec<(String, String)> {
        core::mem::take(&mut self.read.other)
    }

    /// Reads the last segment of a path as a compressed one, and the key that may stand plain before it.
    pub(super) fn read(
        &mut self,
        input: &[u8],
        path: Span,
        mode: Mode,
        dictionary: &Dictionary,
    ) -> Option<()> {
        let text = slice(input, path);
        let slash = path.start + memrchr(b'/', text)?;
        self.segment = Span::new(slash + 1, path.end);
        self.stem_end = slash;
        let segment = slice(input, self.segment);
        let before = Span::new(path.start, slash);
        let ends_like_elements =
            || !before.is_empty() && ends_like_elements(slice(input, before), mode, dictionary);
        if let Some(form) = tag::unpack(segment, dictionary, &mut self.read) {
            self.compression = form;
            if ends_like_elements() {
                self.flaw = Some(LinkFlaw::MixedBefore);
            }
        } else {
            let partial = ends_like_elements();
            if partial {
                self.read_plain(input, before, mode, dictionary)?;
            }
            if unpack::unpack(segment, dictionary, &mut self.read)? == Meaning::Two {
                self.flaw = Some(LinkFlaw::Ambiguous);
            }
            self.compression = Compression::Legacy {
                optimised: false,
                partial,
            };
        }
        if !self.read.other.is_empty() {
            name_others(&mut self.read, mode, dictionary);
        }
        let count = self.read.len();
        let ai = |place: usize| self.read.ai(place, dictionary);
        let arranged = match self.read.few_ais() {
            Some(places) => {
                let ai = |_, index| dictionary.at(index);
                arrange_places(places, ai, mode, Choice::Placeable, &mut self.order)
            }
            None => arrange(count, ai, mode, Choice::Placeable).map(|order| self.order = order),
        };
        // Where nothing is agreed on there is no key either.
        if arranged.is_err() && self.flaw.is_none() {
            return None;
        }
        if self.flaw.is_none() && self.len() < count {
            self.flaw = Some(LinkFlaw::Repeated);
        }
        Some(())
    }

    /// The key that stands plain before the segment, with qualifiers or without.
    #[cold]
    fn read_plain(
        &mut self,
        input: &[u8],
        before: Span,
        mode: Mode,
        dictionary: &Dictionary,
    ) -> Option<()> {
        let mut room = [None; super::fast::PATH];
        let Some((end, pairs)) = walk(input, before, mode, dictionary, &mut room) else {
            // An AI that nobody knows is among them.
            self.flaw = Some(LinkFlaw::MixedBefore);
            return Some(());
        };
        self.stem_end = end;
        for ((ai, span), place) in pairs.iter().rev().flatten().zip(&mut self.plain) {
            let value = value(input, *span, Part::Path, *ai, mode)?;
            self.read.push(*ai, &value);
            *place = *span;
        }
        Some(())
    }
}

/// A pair whose key names an AI is that AI, as it would be in a query.
#[cold]
fn name_others(read: &mut Unpacked, mode: Mode, dictionary: &Dictionary) {
    for (key, value) in core::mem::take(&mut read.other) {
        match named(dictionary, mode, key.as_bytes()) {
            Named::Ai(ai) => read.push(ai, value.as_bytes()),
            Named::Unknown | Named::Nothing => read.other.push((key, value)),
        }
    }
}

/// Whether a segment begins with a key that is right, as a compressed one does that was cut short.
pub(super) fn begins(segment: &[u8], dictionary: &Dictionary) -> bool {
    let mut read = Unpacked::default();
    unpack::begin(segment, dictionary, &mut read);
    let mut elements = read.elements(dictionary);
    let first = elements.next();
    first.is_some_and(|(ai, value)| Mode::STRICT.legacy_keys().is_key(ai) && ai.accepts(value))
}

/// Whether a segment is a compressed one.
pub(super) fn unpacks(segment: &[u8], dictionary: &Dictionary) -> bool {
    let mut read = Unpacked::default();
    tag::unpack(segment, dictionary, &mut read).is_some()
        || unpack::unpack(segment, dictionary, &mut read).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ai::Component;
    use alloc::string::String;

    fn unpacked(segment: &[u8], dictionary: &Dictionary) -> Option<Unpacked> {
        let mut read = Unpacked::default();
        unpack::unpack(segment, dictionary, &mut read)
            .filter(|meaning| *meaning == Meaning::One)
            .map(|_| read)
    }

    /// So many characters of a component: digits alone, hexadecimal, base64url, or whatever its set has.
    fn characters(component: Component, length: usize, style: usize, seed: &mut u64) -> String {
        let fits = |byte: &u8| match style {
            0 => byte.is_ascii_digit(),
            1 => matches!(byte, b'0'..=b'9' | b'A'..=b'F'),
            2 => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            3 => crate::text::charset::is_64(*byte),
            _ => true,
        };
        let set: Vec<u8> = (0..128)
            .filter(|&byte| component.charset().contains(byte))
            .filter(fits)
            .collect();
        (0..length)
            .map(|_| {
                *seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                // Zeros before a number are what others lose.
                let place = if *seed >> 62 == 0 {
                    0
                } else {
                    (*seed >> 33) as usize
                };
                char::from(set[place % set.len()])
            })
            .collect()
    }

    fn values(ai: Ai<'_>, seed: &mut u64) -> Vec<String> {
        let mut values = Vec::new();
        for style in 0..5 {
            for fill in 0..4 {
                let mut value = String::new();
                for component in ai.components() {
                    let (min, max) = (component.min(), component.max());
                    let length = match fill {
                        0 if component.is_optional() => 0,
                        0 => min,
                        1 => max,
                        _ => min + (*seed >> 40) as usize % (max - min + 1),
                    };
                    value.push_str(&characters(*component, length, style, seed));
                    if length == 0 || length < max && !component.is_optional() && min < max {
                        break;
                    }
                }
                values.push(value);
            }
        }
        values
    }

    #[test]
    fn every_ai_of_the_table_comes_back_whole() {
        let mut seed = 1;
        let dictionary = Dictionary::BUILTIN;
        let mut count = 0;
        for ai in dictionary.iter() {
            for value in values(ai, &mut seed) {
                let (segment, plain, _) = pack(&[(ai, &value)], &[], false);
                if !plain.is_empty() {
                    assert!(ai.code() == "8007" && value.len() > 31, "({ai}){value}");
                    continue;
                }
                let read = unpacked(segment.as_bytes(), dictionary);
                let read = read.unwrap_or_else(|| panic!("({ai}){value} {segment}"));
                let said: Vec<_> = read.elements(dictionary).collect();
                assert_eq!(said, [(ai, value.as_bytes())], "{segment}");
                count += 1;
            }
        }
        assert!(count > 10_000, "{count}");
    }

    #[test]
    fn what_other_tools_lose_comes_back() {
        let dictionary = Dictionary::BUILTIN;
        let ai = |code| dictionary.get(code).expect("an AI of the table");
        let elements = [
            (ai("01"), "09521234543213"),
            (ai("10"), "00123"),
            (ai("21"), "12345678901234567890"),
            (ai("240"), "A\"B'%"),
            (ai("235"), "TPX9526064"),
            (ai("4330"), "000123-"),
            (ai("417"), "9521234543213"),
            (ai("8013"), "1987654Ad4X4bL5ttr2310c2K"),
            (ai("715"), "00-0715"),
            (
                ai("99"),
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
            ),
        ];
        let other = [("linkType", "gs1:pip"), ("empty", ""), ("n", "007")];
        for optimise in [false, true] {
            let (segment, plain, kept) = pack(&elements, &other, optimise);
            assert!(plain.is_empty() && kept.is_empty());
            let read = unpacked(segment.as_bytes(), dictionary).expect("a segment");
            let mut said: Vec<_> = read.elements(dictionary).collect();
            let mut expected: Vec<_> = elements.map(|(ai, value)| (ai, value.as_bytes())).into();
            said.sort();
            expected.sort();
            assert_eq!(said, expected);
            assert_eq!(
                read.other,
                other.map(|(key, value)| (key.into(), value.into()))
            );
        }
    }

    #[test]
    fn a_group_is_read_in_both_orders_that_tools_have() {
        use crate::text::bits::BitWriter;
        let dictionary = Dictionary::BUILTIN;
        let value = |ai: &str| match ai {
            "01" => "09521234543213",
            "17" => "261231",
            other => {
                if other == "10" {
                    "LOT/7"
                } else {
                    "SERIAL/1"
                }
            }
        };
        for order in [["01", "10", "21", "17"], ["01", "10", "17", "21"]] {
            let mut bits = BitWriter::new();
            bits.push(0x1A, 8);
            for code in order {
                pack::push_value(&mut bits, dictionary.get(code).expect("an AI"), value(code));
            }
            let segment = pack::text(&bits);
            let read = unpacked(segment.as_bytes(), dictionary).expect("a segment");
            for (ai, said) in read.elements(dictionary) {
                assert_eq!(said, value(ai.code()).as_bytes(), "{order:?}");
            }
        }
    }

    #[test]
    fn a_segment_with_two_meanings_is_none() {
        let dictionary = Dictionary::BUILTIN;
        // Made as GS1's toolkit makes them: 10, 17, 21.
        for segment in ["Gg7LY0sa6FBfc1Ncg-NgKA", "GgFFh0TI6FZ5hYZArIkruswqoO-oI"] {
            let mut read = Unpacked::default();
            let meaning = unpack::unpack(segment.as_bytes(), dictionary, &mut read);
            assert_eq!(meaning, Some(Meaning::Two), "{segment}");
            let said: Vec<_> = read.elements(dictionary).map(|(ai, _)| ai.code()).collect();
            assert_eq!(said, ["01", "10"], "{segment}");
        }
    }

    /// What was cut off is never made up: what is read of a shorter segment is what the whole one says.
    #[test]
    fn what_is_cut_or_goes_on_is_no_compressed_segment() {
        let dictionary = Dictionary::BUILTIN;
        let ai = |code| dictionary.get(code).expect("an AI of the table");
        let messages: [&[(&str, &str)]; 6] = [
            &[
                ("01", "05412345000013"),
                ("10", "ABC123"),
                ("21", "72292641703"),
            ],
            &[("01", "05412345000013"), ("10", "ABCDEF"), ("17", "261231")],
            &[
                ("01", "05412345000013"),
                ("21", "abc/9"),
                ("3103", "000195"),
            ],
            &[("8004", "95212341234"), ("7040", "1ABC")],
            &[("8004", "9521234~")],
            &[
                ("01", "05412345000013"),
                ("99", "000000000000000000000000000000000000000000007"),
            ],
        ];
        for message in messages {
            let elements: Vec<_> = message
                .iter()
                .map(|(code, value)| (ai(code), *value))
                .collect();
            for optimise in [false, true] {
                let (segment, plain, _) = pack(&elements, &[("linkType", "gs1:pip")], optimise);
                assert!(plain.is_empty());
                let whole = unpacked(segment.as_bytes(), dictionary).expect("a segment");
                for end in 0..segment.len() {
                    let Some(shorter) = unpacked(&segment.as_bytes()[..end], dictionary) else {
                        continue;
                    };
                    let said: Vec<_> = shorter.elements(dictionary).collect();
                    let expected: Vec<_> = whole.elements(dictionary).take(said.len()).collect();
                    // Where an element ends, the others before it are a segment of their own.
                    assert_eq!(said, expected, "{segment} {end}");
                    assert!(shorter.other.is_empty(), "{segment} {end}");
                }
                assert!(unpacked((segment + "A").as_bytes(), dictionary).is_none());
            }
        }
        assert!(unpacked(b"AQnYUc1gm.", dictionary).is_none());
        assert!(unpacked(b"about", dictionary).is_none());
    }
}
