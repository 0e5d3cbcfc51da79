//! ASCII digits, eight in a machine word: looked at and summed together.

/// The digits 0 to 7 of a word, each `0`.
const ZEROS: u64 = u64::from_ne_bytes([b'0'; 8]);

/// Takes eight digits off the end, or what is left of them with zeros before it: a byte each in the word, the last digit highest.
/// A byte that is no digit is more than 9 there.
#[inline]
pub(crate) const fn take_last(digits: &[u8]) -> (&[u8], u64) {
    if let Some((before, word)) = digits.split_last_chunk::<8>() {
        return (before, u64::from_le_bytes(*word) ^ ZEROS);
    }
    let missing = 8 * (8 - digits.len() as u32);
    let few = match (digits.first_chunk::<4>(), digits.last_chunk::<4>()) {
        // Both ends, which overlap.
        (Some(first), Some(last)) => {
            u32::from_le_bytes(*first) as u64 | (u32::from_le_bytes(*last) as u64) << (32 - missing)
        }
        _ => match *digits {
            [a, b, c] => u32::from_le_bytes([a, b, c, 0]) as u64,
            [a, b] => u16::from_le_bytes([a, b]) as u64,
            [a] => a as u64,
            _ => return (&[], 0),
        },
    };
    (&[], few << missing ^ ZEROS << missing)
}

/// Whether every byte of such a word is a digit.
#[inline]
pub(crate) const fn are_digits(word: u64) -> bool {
    const ABOVE_NINE: u64 = u64::from_ne_bytes([0x7F - 9; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    // A sum that runs over into the next byte is of a byte whose own high bit is set.
    (word.wrapping_add(ABOVE_NINE) | word) & HIGH == 0
}

/// Whether all bytes are ASCII digits.
#[inline]
pub(crate) const fn all_digits(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        let (before, word) = take_last(rest);
        if !are_digits(word) {
            return false;
        }
        rest = before;
    }
    true
}

/// The sum of such a word's digits: the last one `last` times, the one before it `other` times, and so on; both weights are small.
#[inline]
pub(crate) const fn weighted_sum(word: u64, last: u64, other: u64) -> u64 {
    const EVERY_OTHER: u64 = 0x00FF_00FF_00FF_00FF;
    let lanes = (word >> 8 & EVERY_OTHER) * last + (word & EVERY_OTHER) * other;
    // The highest lane of the product is the sum of all four.
    lanes.wrapping_mul(0x0001_0001_0001_0001) >> 48
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn every_byte_is_told_from_a_digit_wherever_it_stands() {
        for length in 0..20 {
            let digits: Vec<u8> = (0..length).map(|i| b'0' + i % 10).collect();
            assert!(all_digits(&digits), "{length}");
            for at in 0..usize::from(length) {
                for byte in 0..=u8::MAX {
                    let mut bytes = digits.clone();
                    bytes[at] = byte;
                    assert_eq!(all_digits(&bytes), byte.is_ascii_digit(), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn the_sum_is_that_of_the_digits_one_by_one() {
        for length in 0..=8 {
            let digits: Vec<u8> = (0..length).map(|i| b'0' + (i * 7 + 9) % 10).collect();
            let one_by_one: u64 = (digits.iter().rev().zip([1, 3].iter().cycle()))
                .map(|(digit, weight)| u64::from(digit - b'0') * weight)
                .sum();
            let (before, word) = take_last(&digits);
            assert!(before.is_empty());
            assert_eq!(weighted_sum(word, 1, 3), one_by_one, "{digits:?}");
        }
    }
}
