//! Bits to elements.

use super::fields::{Field, fields, length_bits, number_bits};
use super::number;
use super::pack::{ASCII, BASE64, DIGITS, LOWER_HEX, OTHER, OTHER_LENGTH, UPPER_HEX};
use super::table::GROUPS;
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
}

/// Reads a segment after what was read before it; nothing where it is no compressed one.
pub(super) fn unpack<'d>(
    segment: &[u8],
    dictionary: &'d Dictionary,
    to: &mut Unpacked<'d>,
) -> Option<()> {
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
    to.values.reserve(segment.len() * 2);
    to.elements.reserve(4);
    let before = (to.values.len(), to.elements.len(), to.other.len());
    // Where tools differ in the order of a group, the order of the standard is tried first.
    for sorted in [false, true] {
        let mut has_disputed = false;
        let read = read(
            bytes,
            segment.len(),
            dictionary,
            sorted,
            &mut has_disputed,
            to,
        );
        let is_right = || to.elements().all(|(ai, value)| ai.accepts(value));
        if read.is_some() && (!has_disputed || is_right()) {
            return Some(());
        }
        to.values.truncate(before.0);
        to.elements.truncate(before.1);
        to.other.truncate(before.2);
        if !has_disputed {
            return None;
        }
    }
    None
}

fn read<'d>(
    bytes: &[u8],
    characters: usize,
    dictionary: &'d Dictionary,
    sorted: bool,
    has_disputed: &mut bool,
    to: &mut Unpacked<'d>,
) -> Option<()> {
    let mut bits = BitReader::new(bytes);
    // The last byte may have room that no character fills.
    let end = bytes.len() * 8 - characters * 6;
    let before = to.elements.len() + to.other.len();
    while bits.remaining() >= end + 6 {
        let first = bits.take_few(4)?;
        if first == OTHER {
            let pair = other(&mut bits)?;
            to.other.push(pair);
            continue;
        }
        let second = bits.take_few(4)?;
        if first < 10 && second < 10 {
            let ai = ai(&mut bits, first as u8, second as u8, dictionary)?;
            read_value(&mut bits, ai, to)?;
            continue;
        }
        let code = (first << 4 | second) as u8;
        let group = GROUPS.iter().find(|group| group.code == code)?;
        *has_disputed |= group.disputed;
        let mut ais = group.ais.to_vec();
        if sorted {
            ais.sort_unstable();
        }
        for code in ais {
            read_value(&mut bits, dictionary.get(code)?, to)?;
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

fn read_value<'d>(bits: &mut BitReader<'_>, ai: Ai<'d>, to: &mut Unpacked<'d>) -> Option<()> {
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
                read_text(bits, encoding, length, &mut to.values)?;
            }
            Field::Text { max } => {
                let encoding = bits.take_few(3)?;
                let length = bits.take_few(length_bits(max))? as usize;
                read_text(bits, encoding, length, &mut to.values)?;
            }
        }
    }
    to.elements.push((ai, to.values.len()));
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

/// A pair that is not of GS1.
fn other(bits: &mut BitReader<'_>) -> Option<(String, String)> {
    let length = bits.take_few(OTHER_LENGTH)?;
    let mut key = String::new();
    for _ in 0..length {
        key.push(base64url::character(bits.take_few(6)? as u8));
    }
    let encoding = bits.take_few(3)?;
    let length = bits.take_few(OTHER_LENGTH)? as usize;
    let mut value = Vec::new();
    read_text(bits, encoding, length, &mut value)?;
    Some((key, String::from_utf8(value).ok()?))
}
