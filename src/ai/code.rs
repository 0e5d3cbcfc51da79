//! The digits of an Application Identifier, and what the first two of them say.

use core::fmt;

/// The digits of an AI, two to four.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    pub(super) digits: [u8; 4],
    pub(super) length: u8,
}

impl Code {
    /// No digits.
    pub(crate) const NONE: Self = Self {
        digits: [b'0'; 4],
        length: 0,
    };

    /// Reads two to four ASCII digits.
    pub fn parse(text: &[u8]) -> Option<Self> {
        if !(2..=4).contains(&text.len()) || !text.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut digits = [0; 4];
        for (to, from) in digits.iter_mut().zip(text) {
            *to = *from;
        }
        Some(Self {
            digits,
            length: text.len() as u8,
        })
    }

    /// The digits as text: `01`, `3103`.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The digits as bytes.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.digits
            .get(..usize::from(self.length))
            .unwrap_or_default()
    }

    /// The digits as text that lasts.
    pub(super) fn as_static(self) -> &'static str {
        /// All numbers of four digits: the last two or three of the first ones are the shorter codes.
        static NUMBERS: [u8; 40_000] = {
            let mut text = [0; 40_000];
            let mut at = 0;
            while at < text.len() {
                let digits = Code::from_number((at / 4) as u16, 4).digits;
                (text[at], text[at + 1]) = (digits[0], digits[1]);
                (text[at + 2], text[at + 3]) = (digits[2], digits[3]);
                at += 4;
            }
            text
        };
        let number = (self.as_bytes().iter())
            .fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
        let end = 4 * number + 4;
        let text = NUMBERS
            .get(end - usize::from(self.length)..end)
            .unwrap_or_default();
        core::str::from_utf8(text).unwrap_or_default()
    }

    pub(super) const fn from_number(number: u16, length: u8) -> Self {
        let mut digits = [0; 4];
        let (mut rest, mut i) = (number, length as usize);
        while i > 0 {
            i -= 1;
            digits[i] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        Self { digits, length }
    }

    pub(super) const fn length(self) -> u8 {
        self.length
    }

    pub(super) const fn digits(self) -> [u8; 4] {
        self.digits
    }

    /// The first two digits as a number.
    pub(crate) const fn prefix(self) -> u8 {
        (self.digits[0] - b'0') * 10 + (self.digits[1] - b'0')
    }

    /// The digits after the first two as a number.
    pub(super) const fn rest(self) -> u8 {
        match self.length {
            3 => self.digits[2] - b'0',
            4 => (self.digits[2] - b'0') * 10 + (self.digits[3] - b'0'),
            _ => 0,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({})", self.as_str())
    }
}

/// The length of the values of all AIs, known or not, that begin with these two digits, where it is predefined
/// (General Specifications 7.8.5, figure 7.8.5-2, without the two AI digits that the figure counts).
pub(crate) const fn predefined_length(prefix: u8) -> Option<usize> {
    match prefix {
        0 => Some(18),
        1..=3 => Some(14),
        4 => Some(16),
        11..=19 | 31..=36 => Some(6),
        20 => Some(2),
        41 => Some(13),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_text_that_lasts() {
        for length in 2..=4 {
            for number in 0..10_u16.pow(u32::from(length)) {
                let code = Code::from_number(number, length);
                assert_eq!(code.as_static(), code.as_str());
            }
        }
        assert_eq!(Code::NONE.as_static(), "");
    }
}
