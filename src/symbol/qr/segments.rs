//! The shortest sequence of segments (ISO/IEC 18004, 7.4): an exact walk over the three modes.

use qrcode::bits::Bits;
use qrcode::types::QrResult;

use super::super::message::GS;

/// A mode of data: numeric, alphanumeric, byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Numeric,
    Alphanumeric,
    Byte,
}

const MODES: [Mode; 3] = [Mode::Numeric, Mode::Alphanumeric, Mode::Byte];

/// Costs are sixths of a bit: ten bits to three digits, eleven to two characters, and a begun bit counts whole where a segment ends.
const BIT: u32 = 6;
const NEVER: u32 = u32::MAX / 2;

/// Versions whose character counts have one width (table 3).
#[derive(Clone, Copy, Debug)]
pub(super) struct Class {
    /// The first and last version.
    pub versions: (u8, u8),
    /// Bits of mode indicator and character count for each mode.
    headers: [u32; 3],
}

pub(super) static CLASSES: [Class; 3] = [
    Class {
        versions: (1, 9),
        headers: [4 + 10, 4 + 9, 4 + 8],
    },
    Class {
        versions: (10, 26),
        headers: [4 + 12, 4 + 11, 4 + 16],
    },
    Class {
        versions: (27, 40),
        headers: [4 + 14, 4 + 13, 4 + 16],
    },
];

/// A message cut into segments.
#[derive(Debug)]
pub(super) struct Segments<'a> {
    bytes: &'a [u8],
    gs1: bool,
    /// Where each begins, and its mode.
    starts: Vec<(usize, Mode)>,
    /// Bits in all, with mode indicators and counts.
    pub bits: usize,
}

const fn is_alphanumeric(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b' ' | b'$' | b'%' | b'*' | b'+' | b'-' | b'.' | b'/' | b':')
}

/// What a character costs in each mode. In a GS1 message an alphanumeric segment writes FNC1 as `%`, and `%` twice (7.4.8.2).
const fn costs(byte: u8, gs1: bool) -> [u32; 3] {
    let numeric = if byte.is_ascii_digit() { 20 } else { NEVER };
    let alphanumeric = match byte {
        GS if gs1 => 33,
        b'%' if gs1 => 66,
        _ if is_alphanumeric(byte) => 33,
        _ => NEVER,
    };
    [numeric, alphanumeric, 48]
}

/// Cuts a message for the versions of a class. `%` behind FNC1 in one alphanumeric segment would read as one `%` too few; no element
/// string has it, for behind FNC1 comes an AI.
pub(super) fn shortest<'a>(bytes: &'a [u8], gs1: bool, class: &Class) -> Segments<'a> {
    let headers = class.headers.map(|bits| bits * BIT);
    let mut cost = [NEVER; 3];
    let mut closed = (0, 0);
    // For each character and mode the mode of the character before it.
    let mut before = vec![[0_u8; 3]; bytes.len()];
    for (place, &byte) in bytes.iter().enumerate() {
        let costs = costs(byte, gs1);
        let mut now = [NEVER; 3];
        let mut from = [0; 3];
        for mode in 0..3 {
            let opened = closed.0 + headers[mode];
            let (best, mode_before) = if opened < cost[mode] {
                (opened, closed.1)
            } else {
                (cost[mode], mode as u8)
            };
            now[mode] = (best + costs[mode]).min(NEVER);
            from[mode] = mode_before;
        }
        if let Some(kept) = before.get_mut(place) {
            *kept = from;
        }
        cost = now;
        closed = (0..3)
            .map(|mode| (cost[mode].next_multiple_of(BIT), mode as u8))
            .min()
            .unwrap_or_default();
    }
    Segments {
        bytes,
        gs1,
        starts: starts(&before, closed.1),
        bits: (closed.0 / BIT) as usize,
    }
}

/// Follows the modes back from that of the last character.
fn starts(before: &[[u8; 3]], last: u8) -> Vec<(usize, Mode)> {
    let mut starts = Vec::with_capacity(8);
    let mut mode = last;
    for (place, from) in before.iter().enumerate().rev() {
        let earlier = from[usize::from(mode) % 3];
        if earlier != mode || place == 0 {
            starts.push((place, MODES[usize::from(mode) % 3]));
        }
        mode = earlier;
    }
    starts.reverse();
    starts
}

impl Segments<'_> {
    /// Writes the segments.
    pub fn write(&self, bits: &mut Bits) -> QrResult<()> {
        let ends = self.starts.iter().skip(1).map(|&(start, _)| start);
        for (&(start, mode), end) in self.starts.iter().zip(ends.chain([self.bytes.len()])) {
            let run = self.bytes.get(start..end).unwrap_or_default();
            match mode {
                Mode::Numeric => bits.push_numeric_data(run)?,
                Mode::Byte => bits.push_byte_data(run)?,
                Mode::Alphanumeric if self.gs1 => bits.push_alphanumeric_data(&escaped(run))?,
                Mode::Alphanumeric => bits.push_alphanumeric_data(run)?,
            }
        }
        Ok(())
    }
}

/// An alphanumeric segment of a GS1 message.
fn escaped(run: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(run.len() + 4);
    for &byte in run {
        match byte {
            GS => text.push(b'%'),
            b'%' => text.extend(b"%%"),
            _ => text.push(byte),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_of_digits_is_worth_its_own_segment() {
        let segments = shortest(b"abc0123456789012", false, &CLASSES[0]);
        assert_eq!(segments.starts, [(0, Mode::Byte), (3, Mode::Numeric)]);
        assert_eq!(segments.bits, 12 + 24 + 14 + 44);
    }

    #[test]
    fn gs_and_percent_are_alphanumeric_in_a_gs1_message_only() {
        let segments = shortest(b"10AB%CD\x1d21EF", true, &CLASSES[0]);
        assert_eq!(segments.starts, [(0, Mode::Alphanumeric)]);
        assert_eq!(escaped(segments.bytes), b"10AB%%CD%21EF");
        assert_eq!(segments.bits, 13 + 13 * 11 / 2 + 1);
        let plain = shortest(b"10AB\x1dCD", false, &CLASSES[0]);
        assert_eq!(plain.starts, [(0, Mode::Byte)]);
    }

    /// The least count of bits by trying every mode for every character.
    fn by_trying(bytes: &[u8], gs1: bool, class: &Class) -> usize {
        let ways = 3_usize.pow(bytes.len() as u32);
        let length = |way: usize| {
            let (mut bits, mut mode, mut units) = (0, 3, 0);
            let close = |mode, units: usize| match mode {
                0 => units / 3 * 10 + [0, 4, 7][units % 3],
                1 => units / 2 * 11 + units % 2 * 6,
                2 => units * 8,
                _ => 0,
            };
            let mut rest = way;
            for &byte in bytes {
                if rest % 3 != mode {
                    bits += close(mode, units) + class.headers[rest % 3] as usize;
                    (mode, units) = (rest % 3, 0);
                }
                units += match mode {
                    0 if byte.is_ascii_digit() => 1,
                    1 if gs1 && byte == GS => 1,
                    1 if gs1 && byte == b'%' => 2,
                    1 if is_alphanumeric(byte) => 1,
                    2 => 1,
                    _ => return None,
                };
                rest /= 3;
            }
            Some(bits + close(mode, units))
        };
        (0..ways).filter_map(length).min().unwrap_or(0)
    }

    proptest::proptest! {
        #[test]
        fn no_segments_are_shorter(
            text in "([0-9]{1,5}|[A-Z%]{1,3}|[a-z]|\u{1d}[0-9])[0-9A-Za%]{0,4}",
            gs1 in proptest::bool::ANY,
            class in 0..3_usize,
        ) {
            let class = &CLASSES[class];
            let bits = shortest(text.as_bytes(), gs1, class).bits;
            proptest::prop_assert_eq!(bits, by_trying(text.as_bytes(), gs1, class));
        }
    }
}
