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
#[derive(Debug)]
pub(in crate::link) struct Unpacked<'d> {
    /// All values, one after the other.
    values: Vec<u8>,
    /// The AIs, each with the end of its value.
    elements: Vec<(Ai<'d>, usize)>,
    /// Pairs that are not of GS1.
    pub(in crate::link) other: Vec<(String, String)>,
}

impl<'d> Unpacked<'d> {
    /// The elements, in the order of the bits.
    pub(in crate::link) fn elements(&self) -> impl Iterator<Item = (Ai<'d>, &[u8])> {
        let mut start = 0;
        self.elements.iter().map(move |&(ai, end)| {
            let value = self.values.get(start..end).unwrap_or_default();
            start = end;
            (ai, value)
        })
    }
}

/// Reads a segment; nothing where it is no compressed one.
pub(in crate::link) fn unpack<'d>(
    segment: &[u8],
    dictionary: &'d Dictionary,
) -> Option<Unpacked<'d>> {
    // Where tools differ in the order of a group, the order of the standard is tried first.
    unpack_in(segment, dictionary, false).or_else(|| unpack_in(segment, dictionary, true))
}

fn unpack_in<'d>(segment: &[u8], dictionary: &'d Dictionary, sorted: bool) -> Option<Unpacked<'d>> {
    let bytes = bits_of(segment)?;
    let mut bits = BitReader::new(&bytes);
    let end = bytes.len() * 8 - segment.len() * 6;
    let mut to = Unpacked {
        values: Vec::with_capacity(segment.len() * 2),
        elements: Vec::with_capacity(4),
        other: Vec::new(),
    };
    let mut has_disputed = false;
    // What is left of the last character is zero.
    while bits.remaining() >= end + 6 {
        let first = bits.take(4)?;
        if first == OTHER {
            let pair = other(&mut bits)?;
            to.other.push(pair);
            continue;
        }
        let second = bits.take(4)?;
        if first < 10 && second < 10 {
            let ai = ai(&mut bits, first as u8, second as u8, dictionary)?;
            read_value(&mut bits, ai, &mut to)?;
            continue;
        }
        let code = (first << 4 | second) as u8;
        let group = GROUPS.iter().find(|group| group.code == code)?;
        has_disputed |= group.disputed;
        let mut ais = group.ais.to_vec();
        if sorted {
            ais.sort_unstable();
        }
        for code in ais {
            read_value(&mut bits, dictionary.get(code)?, &mut to)?;
        }
    }
    let is_filled = bits.take(bits.remaining())? == 0;
    let is_right = !has_disputed || to.elements().all(|(ai, value)| ai.accepts(value));
    let says = !to.elements.is_empty() || !to.other.is_empty();
    // Without a disputed group both orders are one.
    (says && is_filled && is_right && (has_disputed || !sorted)).then_some(to)
}

/// The bits of the characters; the last byte is filled with zeros.
fn bits_of(segment: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(segment.len() * 3 / 4 + 1);
    for chunk in segment.chunks(4) {
        let mut word = 0_u32;
        for &byte in chunk {
            word = word << 6 | u32::from(base64url::value(byte)?);
        }
        word <<= 6 * (4 - chunk.len());
        let [_, a, b, c] = word.to_be_bytes();
        bytes.extend_from_slice([a, b, c].get(..(chunk.len() * 6).div_ceil(8))?);
    }
    Some(bytes)
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
        *digit = b'0' + bits.take(4)? as u8;
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
                let length = bits.take(length_bits(max))? as usize;
                number::read(bits, length, number_bits(length), &mut to.values)?;
            }
            Field::Fixed(length) => {
                let encoding = bits.take(3)?;
                read_text(bits, encoding, length, &mut to.values)?;
            }
            Field::Text { max } => {
                let encoding = bits.take(3)?;
                let length = bits.take(length_bits(max))? as usize;
                read_text(bits, encoding, length, &mut to.values)?;
            }
        }
    }
    to.elements.push((ai, to.values.len()));
    Some(())
}

fn read_text(
    bits: &mut BitReader<'_>,
    encoding: u128,
    length: usize,
    to: &mut Vec<u8>,
) -> Option<()> {
    if encoding == DIGITS {
        return number::read(bits, length, number_bits(length), to);
    }
    for _ in 0..length {
        let character = match encoding {
            LOWER_HEX => char::from_digit(bits.take(4)? as u32, 16)? as u8,
            UPPER_HEX => (char::from_digit(bits.take(4)? as u32, 16)? as u8).to_ascii_uppercase(),
            BASE64 => base64url::character(bits.take(6)? as u8) as u8,
            ASCII => bits.take(7)? as u8,
            _ => return None,
        };
        to.push(character);
    }
    Some(())
}

/// A pair that is not of GS1.
fn other(bits: &mut BitReader<'_>) -> Option<(String, String)> {
    let length = bits.take(OTHER_LENGTH)?;
    let mut key = String::new();
    for _ in 0..length {
        key.push(base64url::character(bits.take(6)? as u8));
    }
    let encoding = bits.take(3)?;
    let length = bits.take(OTHER_LENGTH)? as usize;
    let mut value = Vec::new();
    read_text(bits, encoding, length, &mut value)?;
    Some((key, String::from_utf8(value).ok()?))
}
