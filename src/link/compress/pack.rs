//! Elements to bits.

use super::fields::{Field, fields, length_bits, number_bits};
use super::number;
use super::table::{GROUPS, Group};
use crate::ai::Ai;
use crate::link::Mode;
use crate::text::base64url;
use crate::text::bits::BitWriter;
use alloc::{string::String, vec::Vec};

/// Digits are written as a number.
pub(super) const DIGITS: u64 = 0;
/// Four bits a character, small letters.
pub(super) const LOWER_HEX: u64 = 1;
/// Four bits a character, capital letters.
pub(super) const UPPER_HEX: u64 = 2;
/// Six bits a character.
pub(super) const BASE64: u64 = 3;
/// Seven bits a character.
pub(super) const ASCII: u64 = 4;

/// The digit that announces a pair that is not of GS1.
pub(super) const OTHER: u8 = 15;

/// The bits of the lengths of such a pair.
pub(super) const OTHER_LENGTH: usize = 7;

/// Elements and other parameters as one segment of a path. Gives the places of those that the form cannot hold, too.
///
/// Bits say which key is the primary one only by their order: where there are several, the first element comes first.
pub(in crate::link) fn pack(
    elements: &[(Ai<'_>, &str)],
    other: &[(&str, &str)],
    optimise: bool,
) -> (String, Vec<usize>, Vec<usize>) {
    let mut bits = BitWriter::new();
    let mut left: Vec<usize> = (0..elements.len()).collect();
    let mut plain = Vec::new();
    left.retain(|&place| {
        let packs = elements
            .get(place)
            .is_some_and(|(ai, value)| fit(*ai, value));
        if !packs {
            plain.push(place);
        }
        packs
    });
    let any_key = Mode::STRICT.legacy_keys();
    let keys = elements.iter().filter(|(ai, _)| any_key.is_key(*ai));
    let is_first_key = elements.first().is_some_and(|(ai, _)| any_key.is_key(*ai));
    if is_first_key && keys.count() > 1 && left.first() == Some(&0) {
        push_element(&mut bits, elements.first());
        left.remove(0);
    }
    if optimise {
        while let Some(group) = best(elements, &left) {
            bits.push(u128::from(group.code), 8);
            for code in group.ais {
                let at = |place: &usize| elements.get(*place).filter(|(ai, _)| ai.code() == *code);
                let Some(found) = left.iter().position(|place| at(place).is_some()) else {
                    continue;
                };
                if let Some((ai, value)) = at(&left.remove(found)) {
                    push_value(&mut bits, *ai, value);
                }
            }
        }
    }
    left.sort_by_key(|&place| elements.get(place).map(|(ai, _)| *ai).map(Ai::to_code));
    for place in left {
        push_element(&mut bits, elements.get(place));
    }
    let mut kept = Vec::new();
    for (place, (key, value)) in other.iter().enumerate() {
        if !push_other(&mut bits, key, value) {
            kept.push(place);
        }
    }
    (text(&bits), plain, kept)
}

/// The digits of the AI, four bits each, and its value.
fn push_element(bits: &mut BitWriter, element: Option<&(Ai<'_>, &str)>) {
    if let Some((ai, value)) = element {
        for digit in ai.code().bytes() {
            bits.push(u128::from(digit - b'0'), 4);
        }
        push_value(bits, *ai, value);
    }
}

/// The group that stands for most digits of what is left.
fn best(elements: &[(Ai<'_>, &str)], left: &[usize]) -> Option<&'static Group> {
    let is_left = |code: &str| {
        left.iter()
            .any(|&place| elements.get(place).is_some_and(|(ai, _)| ai.code() == code))
    };
    let fitting = GROUPS
        .iter()
        .filter(|group| !group.disputed && group.ais.iter().all(|code| is_left(code)));
    fitting
        .rev()
        .max_by_key(|group| group.ais.iter().map(|ai| ai.len()).sum::<usize>())
}

/// Whether the compressed form can hold a value: its lengths fit in their bits.
fn fit(ai: Ai<'_>, value: &str) -> bool {
    let mut rest = value.as_bytes();
    ai.is_known()
        && fields(ai).all(|field| match field {
            Field::Number(length) | Field::Fixed(length) => {
                let fits = rest.len() >= length && length <= number::MOST;
                rest = rest.get(length..).unwrap_or_default();
                fits
            }
            Field::Digits { max } => {
                let taken = rest.len().min(max);
                rest = rest.get(taken..).unwrap_or_default();
                max <= number::MOST
            }
            Field::Text { max } => {
                let most = (1 << length_bits(max)) - 1;
                let taken = rest.len().min(most);
                rest = rest.get(taken..).unwrap_or_default();
                true
            }
        })
        && rest.is_empty()
}

pub(super) fn push_value(bits: &mut BitWriter, ai: Ai<'_>, value: &str) {
    let mut rest = value;
    for field in fields(ai) {
        let length = match field {
            Field::Number(length) | Field::Fixed(length) => length,
            Field::Digits { max } => rest.len().min(max),
            // All that is left: the table has no part after one of these.
            Field::Text { .. } => rest.len(),
        };
        let (part, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = after;
        match field {
            Field::Number(length) => number::write(bits, part.as_bytes(), number_bits(length)),
            Field::Digits { max } => {
                bits.push(part.len() as u128, length_bits(max));
                number::write(bits, part.as_bytes(), number_bits(part.len()));
            }
            Field::Fixed(_) => push_text(bits, part, 0),
            Field::Text { max } => push_text(bits, part, length_bits(max)),
        }
    }
}

/// Characters in the first encoding that has them all, a length before them where it takes bits.
fn push_text(bits: &mut BitWriter, text: &str, length_bits: usize) {
    let encoding = shortest(text.as_bytes());
    bits.push(u128::from(encoding), 3);
    bits.push(text.len() as u128, length_bits);
    if encoding == DIGITS {
        number::write(bits, text.as_bytes(), number_bits(text.len()));
        return;
    }
    for byte in text.bytes() {
        match encoding {
            LOWER_HEX | UPPER_HEX => {
                let digit = char::from(byte).to_digit(16).unwrap_or_default();
                bits.push(u128::from(digit), 4);
            }
            BASE64 => bits.push(u128::from(base64url::value(byte).unwrap_or_default()), 6),
            _ => bits.push(u128::from(byte), 7),
        }
    }
}

/// The encoding that a text is written in: the first that has all its characters.
pub(super) fn shortest(text: &[u8]) -> u64 {
    let all = |is: fn(u8) -> bool| !text.is_empty() && text.iter().copied().all(is);
    if text.len() <= number::MOST && all(|byte| byte.is_ascii_digit()) {
        DIGITS
    } else if all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        LOWER_HEX
    } else if all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')) {
        UPPER_HEX
    } else if all(|byte| base64url::value(byte).is_some()) {
        BASE64
    } else {
        ASCII
    }
}

/// Writes a pair that is not of GS1, where the form can hold it.
fn push_other(bits: &mut BitWriter, key: &str, value: &str) -> bool {
    let most = (1 << OTHER_LENGTH) - 1;
    let key_fits = key.len() <= most && key.bytes().all(|byte| base64url::value(byte).is_some());
    if key.is_empty() || !key_fits || value.len() > most || !value.is_ascii() {
        return false;
    }
    bits.push(u128::from(OTHER), 4);
    bits.push(key.len() as u128, OTHER_LENGTH);
    for byte in key.bytes() {
        bits.push(u128::from(base64url::value(byte).unwrap_or_default()), 6);
    }
    push_text(bits, value, OTHER_LENGTH);
    true
}

/// Six bits a character; zero bits fill the last one.
pub(super) fn text(bits: &BitWriter) -> String {
    let mut text = base64url::encode(bits.as_bytes());
    // The last byte may have room that no character is needed for.
    text.truncate(bits.len().div_ceil(6));
    text
}
