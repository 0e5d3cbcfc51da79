//! Bits to elements.

use super::fields::{Field, fields, length_bits, number_bits};
use super::number;
use super::pack::{ASCII, BASE64, DIGITS, LOWER_HEX, OTHER, OTHER_LENGTH, UPPER_HEX, shortest};
use super::table::group;
use crate::ai::{Ai, Code, Dictionary};
use crate::text::base64url;
use crate::text::bits::BitReader;
use alloc::{string::String, vec::Vec};

/// What a compressed segment says.
#[derive(Debug, Default)]
pub(in crate::link) struct Unpacked<'d> {
    /// All values, one after the other.
    pub(super) values: Vec<u8>,
    /// The AIs, each with the end of its value.
    pub(super) elements: Vec<(Ai<'d>, usize)>,
    /// Pairs that are not of GS1.
    pub(super) other: Vec<(String, String)>,
}

impl<'d> Unpacked<'d> {
    /// The elements, in the order in which they were read.
    pub(super) fn elements(&self) -> impl Iterator<Item = (Ai<'d>, &[u8])> {
        let mut start = 0;
        self.elements.iter().map(move |&(ai, end)| {
            let value = self.values.get(start..end).unwrap_or_default();
            start = end;
            (ai, value)
        })
    }

    /// Adds an element that was read elsewhere.
    pub(super) fn push(&mut self, ai: Ai<'d>, value: &[u8]) {
        self.values.extend_from_slice(value);
        self.elements.push((ai, self.values.len()));
    }

    /// How much there is.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            values: self.values.len(),
            elements: self.elements.len(),
            other: self.other.len(),
        }
    }

    /// Takes away what came after that.
    pub(super) fn cut(&mut self, mark: Mark) {
        self.values.truncate(mark.values);
        self.elements.truncate(mark.elements);
        self.other.truncate(mark.other);
    }

    fn is_right_since(&self, mark: Mark) -> bool {
        let mut elements = self.elements().skip(mark.elements);
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
pub(super) fn unpack<'d>(
    segment: &[u8],
    dictionary: &'d Dictionary,
    to: &mut Unpacked<'d>,
) -> Option<Meaning> {
    // Few segments are as long as this.
    let mut memory = [0; 96];
    let mut long = Vec::new();
    let length = (segment.len() * 6).div_ceil(8);
    let bytes = if length <= memory.len() {
        memory.get_mut(..length)?
    } else {
        long.resize(length, 0);
        long.as_mut_slice()
    };
    fill(bytes, segment)?;
    // What fills the last byte was not given: no value goes on into it.
    let bits = BitReader::new(bytes, segment.len() * 6);
    to.values.reserve(segment.len() * 2);
    to.elements.reserve(4);
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
}

/// The meaning of a segment on whose order tools disagree: that of the one order in which it is right.
#[cold]
fn dispute<'d>(
    bits: BitReader<'_>,
    dictionary: &'d Dictionary,
    (read_first, first): (bool, Order),
    before: Mark,
    to: &mut Unpacked<'d>,
) -> Option<Meaning> {
    let mut other = Unpacked::default();
    let mut second = Order {
        sorted: true,
        ..Order::default()
    };
    let read_second = read(bits, dictionary, &mut second, &mut other).is_some();
    let first = (read_first && to.is_right_since(before)).then_some(first.unusual);
    let second = (read_second && other.is_right_since(Mark::default())).then_some(second.unusual);
    let keep_first = match (first, second) {
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => {
            to.cut(before);
            return None;
        }
        (Some(first), Some(second)) => {
            let agreed: Vec<bool> = to
                .elements()
                .skip(before.elements)
                .map(|own| other.elements().any(|others| others == own))
                .collect();
            if agreed.iter().all(|agreed| *agreed) {
                true
            } else if first == second {
                let mut both = Unpacked::default();
                for ((ai, value), agreed) in to.elements().skip(before.elements).zip(agreed) {
                    if agreed {
                        both.push(ai, value);
                    }
                }
                to.cut(before);
                for (ai, value) in both.elements() {
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
        for (ai, value) in other.elements() {
            to.push(ai, value);
        }
        to.other.append(&mut other.other);
    }
    Some(Meaning::One)
}

fn read<'d>(
    mut bits: BitReader<'_>,
    dictionary: &'d Dictionary,
    order: &mut Order,
    to: &mut Unpacked<'d>,
) -> Option<()> {
    let before = to.elements.len() + to.other.len();
    while bits.remaining() >= 6 {
        let first = bits.take_few(4)?;
        if first == OTHER {
            let pair = other(&mut bits)?;
            to.other.push(pair);
            continue;
        }
        let second = bits.take_few(4)?;
        if first < 10 && second < 10 {
            let ai = ai(&mut bits, first as u8, second as u8, dictionary)?;
            read_value(&mut bits, ai, order, to)?;
            continue;
        }
        let group = group((first << 4 | second) as u8)?;
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
        for code in ais {
            read_value(&mut bits, dictionary.get(code)?, order, to)?;
        }
    }
    // What is left of the last character is zero.
    let is_filled = bits.take_few(bits.remaining())? == 0;
    (is_filled && to.elements.len() + to.other.len() > before).then_some(())
}

/// The bits of the characters; what is left of the last byte is zero.
fn fill(bytes: &mut [u8], segment: &[u8]) -> Option<()> {
    for (chunk, to) in segment.chunks(4).zip(bytes.chunks_mut(3)) {
        let mut word = 0_u32;
        for &byte in chunk {
            word = word << 6 | u32::from(base64url::value(byte)?);
        }
        word <<= 6 * (4 - chunk.len());
        let [_, own @ ..] = word.to_be_bytes();
        for (to, from) in to.iter_mut().zip(own) {
            *to = from;
        }
    }
    Some(())
}

/// The AI that begins with these two digits; the table says how many more there are.
fn ai<'d>(
    bits: &mut BitReader<'_>,
    first: u8,
    second: u8,
    dictionary: &'d Dictionary,
) -> Option<Ai<'d>> {
    let mut digits = [b'0' + first, b'0' + second, 0, 0];
    let length = dictionary.ai_length([digits[0], digits[1]])?;
    for digit in digits.get_mut(2..length)? {
        *digit = b'0' + bits.take_few(4)? as u8;
    }
    dictionary.find(Code::parse(digits.get(..length)?)?)
}

fn read_value<'d>(
    bits: &mut BitReader<'_>,
    ai: Ai<'d>,
    order: &mut Order,
    to: &mut Unpacked<'d>,
) -> Option<()> {
    for field in fields(ai) {
        match field {
            Field::Number(length) => {
                number::read(bits, length, number_bits(length), &mut to.values)?;
            }
            Field::Digits { max } => {
                let length = bits.take_few(length_bits(max))? as usize;
                number::read(bits, length, number_bits(length), &mut to.values)?;
            }
            Field::Fixed(length) => {
                let encoding = bits.take_few(3)?;
                read_part(bits, encoding, length, order, to)?;
            }
            Field::Text { max } => {
                let encoding = bits.take_few(3)?;
                let length = bits.take_few(length_bits(max))? as usize;
                read_part(bits, encoding, length, order, to)?;
            }
        }
    }
    to.elements.push((ai, to.values.len()));
    Some(())
}

/// Reads the characters of a part of a value.
fn read_part(
    bits: &mut BitReader<'_>,
    encoding: u64,
    length: usize,
    order: &mut Order,
    to: &mut Unpacked<'_>,
) -> Option<()> {
    let start = to.values.len();
    read_text(bits, encoding, length, &mut to.values)?;
    if order.disputed {
        let text = to.values.get(start..).unwrap_or_default();
        order.unusual |= shortest(text) != encoding;
    }
    Some(())
}

const LOWER: &[u8; 16] = b"0123456789abcdef";
const UPPER: &[u8; 16] = b"0123456789ABCDEF";

fn read_text(
    bits: &mut BitReader<'_>,
    encoding: u64,
    length: usize,
    to: &mut Vec<u8>,
) -> Option<()> {
    if encoding == DIGITS {
        return number::read(bits, length, number_bits(length), to);
    }
    let width = match encoding {
        LOWER_HEX | UPPER_HEX => 4,
        BASE64 => 6,
        ASCII => 7,
        _ => return None,
    };
    let character = |bits: u64| match encoding {
        LOWER_HEX => LOWER[(bits & 15) as usize],
        UPPER_HEX => UPPER[(bits & 15) as usize],
        BASE64 => base64url::character(bits as u8) as u8,
        _ => bits as u8,
    };
    // As many characters at a time as a word has.
    let mut left = length;
    while left > 0 {
        let count = left.min(56 / width);
        let word = bits.take_few(count * width)?;
        let mask = (1 << width) - 1;
        to.extend(
            (0..count)
                .rev()
                .map(|at| character(word >> (at * width) & mask)),
        );
        left -= count;
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
    let mut value = Vec::new();
    read_text(bits, encoding, length, &mut value)?;
    Some((key, String::from_utf8(value).ok()?))
}
