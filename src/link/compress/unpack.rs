//! Bits to elements.

use super::fields::{Field, fields, length_bits, number_bits, only_field};
use super::number;
use super::pack::{ASCII, BASE64, DIGITS, LOWER_HEX, OTHER, OTHER_LENGTH, UPPER_HEX, shortest};
use super::table::group;
use crate::ai::{Ai, Dictionary};
use crate::text::base64url;
use crate::text::bits::BitReader;
use alloc::{string::String, vec, vec::Vec};

/// Most links have no more elements.
const FEW: usize = 8;

/// What a compressed segment says. Nothing is allocated for what most links say.
#[derive(Debug, Default)]
pub(in crate::link) struct Unpacked {
    /// All values, one after the other.
    values: Values,
    /// The places of the AIs in the dictionary, and where their values stand.
    ais: [u16; FEW],
    parts: [Part; FEW],
    /// Those that come after them.
    more: Vec<(u16, Part)>,
    count: usize,
    /// Pairs that are not of GS1.
    pub(super) other: Vec<(String, String)>,
}

/// Where a value stands among all.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    start: u32,
    end: u32,
}

/// Bytes, the first ones without an allocation.
#[derive(Debug)]
struct Values {
    few: [u8; 128],
    /// All of them, where they are more.
    many: Vec<u8>,
    length: usize,
}

impl Default for Values {
    fn default() -> Self {
        Self {
            few: [0; 128],
            many: Vec::new(),
            length: 0,
        }
    }
}

impl Values {
    /// Memory for so many more.
    #[inline]
    fn room(&mut self, count: usize) -> &mut [u8] {
        let start = self.length;
        self.length += count;
        if self.length <= self.few.len() {
            return self.few.get_mut(start..self.length).unwrap_or_default();
        }
        self.spill(start);
        self.many.get_mut(start..).unwrap_or_default()
    }

    #[cold]
    fn spill(&mut self, start: usize) {
        if start <= self.few.len() {
            self.many.clear();
            self.many
                .extend_from_slice(self.few.get(..start).unwrap_or_default());
        }
        self.many.resize(self.length, 0);
    }

    fn truncate(&mut self, length: usize) {
        if self.length > self.few.len() && length <= self.few.len() {
            for (to, from) in self.few.iter_mut().zip(&self.many) {
                *to = *from;
            }
        }
        self.many.truncate(length);
        self.length = length;
    }

    #[inline]
    fn get(&self, start: usize, end: usize) -> &[u8] {
        let all = if self.length <= self.few.len() {
            self.few.as_slice()
        } else {
            &self.many
        };
        all.get(start..end).unwrap_or_default()
    }
}

impl Unpacked {
    /// How many elements there are.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    #[inline]
    fn at(&self, place: usize) -> Option<(u16, Part)> {
        match place.checked_sub(FEW) {
            None => Some((*self.ais.get(place)?, *self.parts.get(place)?)),
            Some(place) => self.more.get(place).copied(),
        }
    }

    /// The places of all AIs in the dictionary, where they are no more than most links have.
    #[inline]
    pub(super) fn few_ais(&self) -> Option<&[u16]> {
        self.ais.get(..self.count)
    }

    /// The AI of the element at a place.
    #[inline]
    pub(super) fn ai<'d>(&self, place: usize, dictionary: &'d Dictionary) -> Option<Ai<'d>> {
        dictionary.at(self.at(place)?.0)
    }

    /// The element at a place.
    #[expect(clippy::inline_always, reason = "what it gives is large to hand over")]
    #[inline(always)]
    pub(super) fn element<'d>(
        &self,
        place: usize,
        dictionary: &'d Dictionary,
    ) -> Option<(Ai<'d>, &[u8])> {
        let (ai, part) = self.at(place)?;
        let value = self.values.get(part.start as usize, part.end as usize);
        Some((dictionary.at(ai)?, value))
    }

    /// The elements, in the order in which they were read.
    pub(super) fn elements<'d>(
        &self,
        dictionary: &'d Dictionary,
    ) -> impl Iterator<Item = (Ai<'d>, &[u8])> {
        (0..self.count).filter_map(move |place| self.element(place, dictionary))
    }

    /// Adds an element that was read elsewhere.
    pub(super) fn push(&mut self, ai: Ai<'_>, value: &[u8]) {
        self.values.room(value.len()).copy_from_slice(value);
        self.end(ai);
    }

    /// What was added to the values is one of this AI.
    #[inline]
    fn end(&mut self, ai: Ai<'_>) {
        let last = self.count.checked_sub(1).and_then(|last| self.at(last));
        let part = Part {
            start: last.map_or(0, |(_, part)| part.end),
            end: self.values.length as u32,
        };
        match (self.ais.get_mut(self.count), self.parts.get_mut(self.count)) {
            (Some(free), Some(free_part)) => {
                *free = ai.index();
                *free_part = part;
            }
            _ => self.more.push((ai.index(), part)),
        }
        self.count += 1;
    }

    /// How much there is.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            values: self.values.length,
            elements: self.count,
            other: self.other.len(),
        }
    }

    /// Takes away what came after that.
    pub(super) fn cut(&mut self, mark: Mark) {
        self.values.truncate(mark.values);
        self.more.truncate(mark.elements.saturating_sub(FEW));
        self.count = mark.elements;
        self.other.truncate(mark.other);
    }

    fn is_right_since(&self, mark: Mark, dictionary: &Dictionary) -> bool {
        let mut elements = self.elements(dictionary).skip(mark.elements);
        elements.all(|(ai, value)| ai.accepts(value))
    }
}

/// How much was read at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    values: usize,
    elements: usize,
    other: usize,
}

/// How many things a segment may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    One,
    /// What both say is kept.
    Two,
}

/// In which order the AIs of a disputed group were taken, and what came of it.
#[derive(Clone, Copy, Default)]
struct Order {
    /// In that of their digits, as GS1's toolkit has them; else in that of the standard.
    sorted: bool,
    /// There was such a group.
    disputed: bool,
    /// A text in a longer encoding than it needs: no known writer does that.
    unusual: bool,
}

/// Reads a segment after what was read before it; nothing where it is no compressed one.
pub(super) fn unpack(
    segment: &[u8],
    dictionary: &Dictionary,
    to: &mut Unpacked,
) -> Option<Meaning> {
    with_bits(segment, |bits| {
        let before = to.mark();
        let mut order = Order::default();
        let read_first = read(bits, dictionary, &mut order, to).is_some();
        if !order.disputed {
            if !read_first {
                to.cut(before);
            }
            return read_first.then_some(Meaning::One);
        }
        dispute(bits, dictionary, (read_first, order), before, to)
    })
}

/// Reads as much of a segment as can be read.
pub(super) fn begin(segment: &[u8], dictionary: &Dictionary, to: &mut Unpacked) {
    with_bits(segment, |bits| {
        read(bits, dictionary, &mut Order::default(), to)
    });
}

/// The bits of a segment, where its characters are those of base64url.
#[inline]
fn with_bits<T>(segment: &[u8], read: impl FnOnce(BitReader<'_>) -> Option<T>) -> Option<T> {
    // Few segments are as long as this. Eight bytes more, so that every field can be taken out of one word.
    let mut memory = [0; 80 + 8];
    let mut long;
    let length = (segment.len() * 6).div_ceil(8) + 8;
    let bytes = if length <= memory.len() {
        memory.as_mut_slice()
    } else {
        long = vec![0; length];
        long.as_mut_slice()
    };
    fill(bytes, segment)?;
    // What fills the last byte was not given: no value goes on into it.
    read(BitReader::new(bytes, segment.len() * 6))
}

/// The meaning of a segment on whose order tools disagree: that of the one order in which it is right.
#[cold]
fn dispute(
    bits: BitReader<'_>,
    dictionary: &Dictionary,
    (read_first, first): (bool, Order),
    before: Mark,
    to: &mut Unpacked,
) -> Option<Meaning> {
    let mut other = Unpacked::default();
    let mut second = Order {
        sorted: true,
        ..Order::default()
    };
    let read_second = read(bits, dictionary, &mut second, &mut other).is_some();
    let first = (read_first && to.is_right_since(before, dictionary)).then_some(first.unusual);
    let second = (read_second && other.is_right_since(Mark::default(), dictionary))
        .then_some(second.unusual);
    let keep_first = match (first, second) {
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => {
            to.cut(before);
            return None;
        }
        (Some(first), Some(second)) => {
            let agreed: Vec<bool> = to
                .elements(dictionary)
                .skip(before.elements)
                .map(|own| other.elements(dictionary).any(|others| others == own))
                .collect();
            if agreed.iter().all(|agreed| *agreed) {
                true
            } else if first == second {
                let mut both = Unpacked::default();
                for ((ai, value), agreed) in
                    to.elements(dictionary).skip(before.elements).zip(agreed)
                {
                    if agreed {
                        both.push(ai, value);
                    }
                }
                to.cut(before);
                for (ai, value) in both.elements(dictionary) {
                    to.push(ai, value);
                }
                return Some(Meaning::Two);
            } else {
                second
            }
        }
    };
    if !keep_first {
        to.cut(before);
        for (ai, value) in other.elements(dictionary) {
            to.push(ai, value);
        }
        to.other.append(&mut other.other);
    }
    Some(Meaning::One)
}

fn read(
    mut bits: BitReader<'_>,
    dictionary: &Dictionary,
    order: &mut Order,
    to: &mut Unpacked,
) -> Option<()> {
    let before = to.len() + to.other.len();
    while bits.remaining() >= 6 {
        // Four digits of an AI, or fewer and whatever follows them.
        let ahead = bits.ahead();
        let digit = |place: u16| (ahead >> (12 - 4 * place) & 15) as u8;
        if digit(0) == OTHER {
            bits.take_few(4)?;
            let pair = other(&mut bits)?;
            to.other.push(pair);
            continue;
        }
        if digit(0) < 10 && digit(1) < 10 {
            // What is no digit stands for none here either.
            let ai = dictionary.leading(&[0, 1, 2, 3].map(|place| b'0' + digit(place)))?;
            bits.take_few(4 * ai.code_length())?;
            read_value(&mut bits, ai, order, to)?;
            continue;
        }
        bits.take_few(8)?;
        let group = group((ahead >> 8) as u8)?;
        let ais = if group.disputed {
            order.disputed = true;
            if order.sorted {
                group.sorted
            } else {
                group.ais
            }
        } else {
            group.ais
        };
        read_group(&mut bits, ais, dictionary, order, to)?;
    }
    // What is left of the last character is zero.
    let is_filled = bits.take_few(bits.remaining())? == 0;
    (is_filled && to.len() + to.other.len() > before).then_some(())
}

/// The values of AIs that one byte stands for.
#[cold]
fn read_group(
    bits: &mut BitReader<'_>,
    ais: &[&str],
    dictionary: &Dictionary,
    order: &mut Order,
    to: &mut Unpacked,
) -> Option<()> {
    for ai in ais {
        read_value(bits, dictionary.get(ai)?, order, to)?;
    }
    Some(())
}

/// The bits of the characters; what is left of the last byte is zero.
#[inline]
fn fill(bytes: &mut [u8], segment: &[u8]) -> Option<()> {
    let (to, _) = bytes.as_chunks_mut::<3>();
    let (chunks, rest) = segment.as_chunks::<4>();
    let mut all = 0;
    let mut put = |to: &mut [u8; 3], chunk: &[u8; 4]| {
        let word = base64url::four(*chunk);
        all |= word;
        let [_, own @ ..] = word.to_be_bytes();
        *to = own;
    };
    for (to, chunk) in to.iter_mut().zip(chunks) {
        put(to, chunk);
    }
    if !rest.is_empty() {
        let mut last = [b'A'; 4];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        put(to.get_mut(chunks.len())?, &last);
    }
    (all < 1 << 24).then_some(())
}

#[expect(
    clippy::inline_always,
    reason = "what field it is decides how it is read: one branch in place of two"
)]
#[inline(always)]
fn read_value(
    bits: &mut BitReader<'_>,
    ai: Ai<'_>,
    order: &mut Order,
    to: &mut Unpacked,
) -> Option<()> {
    match only_field(ai) {
        Some(field) => read_field(bits, field, order, to)?,
        None => read_fields(bits, ai, order, to)?,
    }
    to.end(ai);
    Some(())
}

/// Reads a value of several parts.
#[cold]
fn read_fields(
    bits: &mut BitReader<'_>,
    ai: Ai<'_>,
    order: &mut Order,
    to: &mut Unpacked,
) -> Option<()> {
    for field in fields(ai) {
        read_field(bits, field, order, to)?;
    }
    Some(())
}

#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn read_field(
    bits: &mut BitReader<'_>,
    field: Field,
    order: &mut Order,
    to: &mut Unpacked,
) -> Option<()> {
    match field {
        Field::Number(length) => number::read(bits, number_bits(length), to.values.room(length)),
        Field::Digits { max } => {
            let length = bits.take_few(length_bits(max))? as usize;
            number::read(bits, number_bits(length), to.values.room(length))
        }
        Field::Fixed(length) => {
            let encoding = bits.take_few(3)?;
            read_part(bits, encoding, length, order, to)
        }
        Field::Text { max } => {
            let encoding = bits.take_few(3)?;
            let length = bits.take_few(length_bits(max))? as usize;
            read_part(bits, encoding, length, order, to)
        }
    }
}

/// Reads the characters of a part of a value.
#[inline]
fn read_part(
    bits: &mut BitReader<'_>,
    encoding: u64,
    length: usize,
    order: &mut Order,
    to: &mut Unpacked,
) -> Option<()> {
    let text = to.values.room(length);
    read_text(bits, encoding, text)?;
    if order.disputed {
        order.unusual |= shortest(text) != encoding;
    }
    Some(())
}

const LOWER: &[u8; 16] = b"0123456789abcdef";
const UPPER: &[u8; 16] = b"0123456789ABCDEF";

fn read_text(bits: &mut BitReader<'_>, encoding: u64, to: &mut [u8]) -> Option<()> {
    if encoding == DIGITS {
        return number::read(bits, number_bits(to.len()), to);
    }
    match encoding {
        LOWER_HEX => read_characters(bits, to, 4, |four| LOWER[usize::from(four & 15)]),
        UPPER_HEX => read_characters(bits, to, 4, |four| UPPER[usize::from(four & 15)]),
        BASE64 => read_characters(bits, to, 6, |six| base64url::character(six) as u8),
        ASCII => read_characters(bits, to, 7, |seven| seven & 0x7F),
        _ => None,
    }
}

/// Reads characters of so many bits, as many at a time as a word has.
#[inline]
fn read_characters(
    bits: &mut BitReader<'_>,
    to: &mut [u8],
    width: usize,
    character: impl Fn(u8) -> u8,
) -> Option<()> {
    for to in to.chunks_mut(56 / width) {
        let mut word = bits.take_few(to.len() * width)?;
        for to in to.iter_mut().rev() {
            *to = character(word as u8);
            word >>= width;
        }
    }
    Some(())
}

/// A pair that is not of GS1. A key of digits alone would be an AI in a query.
fn other(bits: &mut BitReader<'_>) -> Option<(String, String)> {
    let length = bits.take_few(OTHER_LENGTH)?;
    let mut key = String::new();
    for _ in 0..length {
        key.push(base64url::character(bits.take_few(6)? as u8));
    }
    if key.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let encoding = bits.take_few(3)?;
    let length = bits.take_few(OTHER_LENGTH)? as usize;
    let mut value = vec![0; length];
    read_text(bits, encoding, &mut value)?;
    Some((key, String::from_utf8(value).ok()?))
}
