//! A plan carried out: the codewords of a symbol (ISO/IEC 16022, 5.2).

use super::super::message::GS;
use super::plan::{Ascii, BASE256, C40, EDIFACT, Plan, State, TEXT, X12};

pub(super) const FNC1: u8 = 232;
pub(super) const ECI: u8 = 241;
pub(super) const MACRO: [u8; 2] = [236, 237];
const PAD: u8 = 129;
const UPPER_SHIFT: u8 = 235;
const UNLATCH: u8 = 254;
/// In EDIFACT, six bits.
const EDIFACT_UNLATCH: u8 = 31;

/// The codewords of a message that is being written into a symbol of known capacity.
pub(super) struct Writer<'a> {
    pub bytes: &'a [u8],
    /// Each GS is a FNC1.
    pub fnc1: bool,
    pub plan: &'a Plan,
    pub capacity: usize,
    pub words: Vec<u8>,
}

impl Writer<'_> {
    /// Writes the message behind the words that stand there, and the padding.
    pub fn write(mut self) -> Vec<u8> {
        let mut place = 0;
        while let Some(&byte) = self.bytes.get(place) {
            place = match self.plan.ascii(place) {
                Ascii::One => {
                    self.ascii(byte);
                    place + 1
                }
                Ascii::Pair => {
                    let units = self.bytes.get(place + 1).copied().unwrap_or(b'0');
                    self.words.push((byte - b'0') * 10 + (units - b'0') + 130);
                    place + 2
                }
                Ascii::Latch(EDIFACT) => self.edifact(place),
                Ascii::Latch(BASE256) => self.base256(place),
                Ascii::Latch(state) => self.triplets(place, state),
            };
        }
        self.pad();
        self.words
    }

    fn is_fnc1(&self, byte: u8) -> bool {
        self.fnc1 && byte == GS
    }

    /// Codewords still free.
    fn left(&self) -> usize {
        self.capacity.saturating_sub(self.words.len())
    }

    fn ascii(&mut self, byte: u8) {
        match byte {
            _ if self.is_fnc1(byte) => self.words.push(FNC1),
            0..=127 => self.words.push(byte + 1),
            128.. => self.words.extend([UPPER_SHIFT, byte - 127]),
        }
    }

    /// A run of C40, Text or X12 from `place` on; where it ends.
    fn triplets(&mut self, mut place: usize, state: State) -> usize {
        self.words.push(match state {
            C40 => 230,
            TEXT => 239,
            _ => 238,
        });
        let mut group = Vec::with_capacity(8);
        loop {
            while let [first, second, third, rest @ ..] = group.as_slice() {
                let word =
                    1600 * u16::from(*first) + 40 * u16::from(*second) + u16::from(*third) + 1;
                self.words.extend(word.to_be_bytes());
                group = rest.to_vec();
            }
            match (self.plan.leaves(place, state + group.len()), group.len()) {
                (true, 0) => break,
                // Shifts that nothing follows: Shift 1, or Shift 2 and Upper Shift.
                (true, 2) => group.push(0),
                (true, _) => group.extend([1, 30]),
                (false, _) => {
                    let byte = self.bytes.get(place).copied().unwrap_or(b' ');
                    if self.is_fnc1(byte) {
                        group.extend([1, 27]);
                    } else if state == X12 {
                        group.push(x12_value(byte));
                    } else {
                        values(byte, state == TEXT, &mut group);
                    }
                    place += 1;
                }
            }
        }
        let over = place >= self.bytes.len();
        if self.left() > 1 || self.left() == 1 && over {
            self.words.push(UNLATCH);
        }
        place
    }

    fn edifact(&mut self, mut place: usize) -> usize {
        self.words.push(240);
        let (mut bits, mut filled) = (0_u32, 0);
        while !self.plan.leaves(place, EDIFACT + filled) {
            let byte = self.bytes.get(place).copied().unwrap_or(b' ');
            bits = bits << 6 | u32::from(byte & 0x3f);
            filled += 1;
            place += 1;
            if filled == 4 {
                self.words.extend(bits.to_be_bytes().iter().skip(1));
                (bits, filled) = (0, 0);
            }
        }
        if filled > 0 || self.left() > 2 {
            bits = (bits << 6 | u32::from(EDIFACT_UNLATCH)) << (6 * (3 - filled));
            let words = (6 * (filled + 1)).div_ceil(8);
            self.words
                .extend(bits.to_be_bytes().iter().skip(1).take(words));
        }
        place
    }

    fn base256(&mut self, start: usize) -> usize {
        self.words.push(231);
        let mut end = start;
        while !self.plan.leaves(end, BASE256) {
            end += 1;
        }
        let run = self.bytes.get(start..end).unwrap_or_default();
        let count = run.len();
        if count < 250 {
            self.push_randomised(count as u8);
        } else if count + 2 > self.left() {
            // It fills the symbol (5.2.9.1).
            self.push_randomised(0);
        } else {
            self.push_randomised((count / 250 + 249) as u8);
            self.push_randomised((count % 250) as u8);
        }
        for &byte in run {
            self.push_randomised(byte);
        }
        end
    }

    /// The 255-state algorithm (annex B.2), so that long runs of one byte make no pattern.
    fn push_randomised(&mut self, byte: u8) {
        let place = self.words.len() + 1;
        self.words
            .push(byte.wrapping_add((149 * place % 255 + 1) as u8));
    }

    /// The 253-state algorithm (annex B.1).
    fn pad(&mut self) {
        if self.left() > 0 {
            self.words.push(PAD);
        }
        while self.left() > 0 {
            let place = self.words.len() + 1;
            let word = usize::from(PAD) + 149 * place % 253 + 1;
            self.words
                .push(if word > 254 { word - 254 } else { word } as u8);
        }
    }
}

/// The values of C40, or of Text, for a character (table C.1 and C.2).
fn values(byte: u8, text: bool, group: &mut Vec<u8>) {
    match byte {
        b' ' => group.push(3),
        b'0'..=b'9' => group.push(byte - b'0' + 4),
        b'A'..=b'Z' if !text => group.push(byte - b'A' + 14),
        b'a'..=b'z' if text => group.push(byte - b'a' + 14),
        0..=31 => group.extend([0, byte]),
        33..=47 => group.extend([1, byte - 33]),
        58..=64 => group.extend([1, byte - 43]),
        91..=95 => group.extend([1, byte - 69]),
        b'A'..=b'Z' => group.extend([2, byte - 64]),
        96..=127 => group.extend([2, byte - 96]),
        128.. => {
            group.extend([1, 30]);
            values(byte - 128, text, group);
        }
    }
}

/// The value of X12 for a character that it has (table 5).
const fn x12_value(byte: u8) -> u8 {
    match byte {
        b'\r' => 0,
        b'*' => 1,
        b'>' => 2,
        b'0'..=b'9' => byte - b'0' + 4,
        b'A'..=b'Z' => byte - b'A' + 14,
        _ => 3,
    }
}
