//! The GS1 check digit, modulo 10 with weights 3 and 1 (General Specifications 7.9.1).

use crate::text::digits::{are_digits, take_last, weighted_sum as word_sum};

/// The check digit (0 to 9) of the digits before it; `None` when a byte is not an ASCII digit.
///
/// ```
/// use unitmark::check::gs1_mod10;
///
/// assert_eq!(gs1_mod10(b"0952123454321"), Some(3));
/// assert_eq!(gs1_mod10(b"09521234S4321"), None);
/// ```
pub const fn gs1_mod10(digits: &[u8]) -> Option<u8> {
    match weighted_sum(digits, 3) {
        Some(sum) => Some(((10 - sum % 10) % 10) as u8),
        None => None,
    }
}

/// Whether the last digit is the check digit of those before it; `false` for anything but digits.
///
/// ```
/// assert!(unitmark::check::gs1_mod10_verify(b"09521234543213"));
/// ```
#[inline]
pub const fn gs1_mod10_verify(digits: &[u8]) -> bool {
    match weighted_sum(digits, 1) {
        Some(sum) => sum % 10 == 0 && !digits.is_empty(),
        None => false,
    }
}

/// The digits times 1 and 3 in turn, `last_weight` on the last.
#[inline]
const fn weighted_sum(digits: &[u8], last_weight: u64) -> Option<u64> {
    let mut sum = 0;
    let mut rest = digits;
    while !rest.is_empty() {
        let (before, word) = take_last(rest);
        if !are_digits(word) {
            return None;
        }
        // Eight are an even number, so the weight of the last is the same in each word.
        sum += word_sum(word, last_weight, 4 - last_weight);
        rest = before;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_have_their_check_digit() {
        for number in [
            &b"12345670"[..],
            b"614141000012",
            b"5012345678900",
            b"09521234543213",
            b"123456789012345675",
            b"1234567890128",
        ] {
            let (&check, payload) = number.split_last().expect("not empty");
            assert_eq!(gs1_mod10(payload), Some(check - b'0'));
            assert!(gs1_mod10_verify(number));
        }
    }

    #[test]
    fn every_wrong_last_digit_is_refused() {
        for digit in (b'0'..=b'9').filter(|&digit| digit != b'3') {
            let mut number = *b"09521234543213";
            number[13] = digit;
            assert!(!gs1_mod10_verify(&number));
        }
    }

    #[test]
    fn nothing_has_no_check_digit_to_verify() {
        assert!(!gs1_mod10_verify(b""));
        assert_eq!(gs1_mod10(b""), Some(0));
    }
}
