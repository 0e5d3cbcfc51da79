//! Decimal digits and the numbers that stand for them.

use super::bits::{BitWriter, Bits};

/// The powers of ten that fit 64 bits.
const TENS: [u64; 20] = {
    let mut tens = [1; 20];
    let mut i = 1;
    while i < 20 {
        tens[i] = tens[i - 1] * 10;
        i += 1;
    }
    tens
};

/// How many digits a 64-bit number surely holds.
const CHUNK: usize = 19;

/// The most digits that a value of an AI has.
#[cfg(test)]
const MAX_DIGITS: usize = 90;

/// 10^`digits`; the largest number of 64 bits where that is more.
#[inline]
pub(super) fn ten_to(digits: usize) -> u64 {
    TENS.get(digits).copied().unwrap_or(u64::MAX)
}

/// How many bits the number of so many digits needs, up to the 90 that a value of an AI has (Tag Data Standard 2.3, table E, column "integer").
#[inline]
pub(super) const fn width(digits: usize) -> u32 {
    if digits == 0 {
        return 0;
    }
    // 217,706 / 2^16 is log2(10) closely enough for 90 digits.
    ((digits * 217_706) >> 16) as u32 + 1
}

/// The number that digits say, at most 19 of them; what is not a digit gives `None`.
#[inline]
pub(super) fn parse(digits: &[u8]) -> Option<u64> {
    if digits.len() > CHUNK {
        return None;
    }
    let mut bad = 0;
    let mut number = 0_u64;
    let (eights, rest) = digits.as_chunks::<8>();
    for eight in eights {
        let (value, wrong) = parse_eight(u64::from_le_bytes(*eight));
        bad |= wrong;
        number = number.wrapping_mul(100_000_000).wrapping_add(value);
    }
    for &byte in rest {
        let digit = byte.wrapping_sub(b'0');
        bad |= u64::from(digit > 9);
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    (bad == 0).then_some(number)
}

/// Eight digits at once, the first in the lowest byte: pairs, then fours, then all; what is not zero beside it says that one is no digit.
#[inline]
const fn parse_eight(bytes: u64) -> (u64, u64) {
    const NINES: u64 = 0x7676_7676_7676_7676;
    let digits = bytes.wrapping_sub(0x3030_3030_3030_3030);
    let bad = (digits | digits.wrapping_add(NINES)) & 0x8080_8080_8080_8080;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(100 + (1_000_000 << 32));
    let high = (pairs >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(1 + (10_000 << 32));
    (low.wrapping_add(high) >> 32, bad)
}

/// The number of digits without a leading zero, below 2^`bits`.
pub(super) fn parse_integer(digits: &[u8], bits: u32) -> Option<u64> {
    let number = match digits.len() {
        0 => None,
        1..=CHUNK => parse(digits),
        // Of 20 digits only those fit that begin with 1; a field of 64 bits is the widest there is.
        20 => core::str::from_utf8(digits).ok()?.parse().ok(),
        _ => None,
    }?;
    (number.checked_shr(bits).unwrap_or_default() == 0).then_some(number)
}

const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut i = 0;
    while i < 100 {
        pairs[i] = [b'0' + (i / 10) as u8, b'0' + (i % 10) as u8];
        i += 1;
    }
    pairs
};

/// Writes the number with leading zeros, as many digits as there is room.
#[inline]
pub(super) fn write(to: &mut [u8], mut number: u64) {
    let mut pairs = to.rchunks_exact_mut(2);
    for pair in &mut pairs {
        let digits = PAIRS.get((number % 100) as usize).unwrap_or(&[0; 2]);
        pair.copy_from_slice(digits);
        number /= 100;
    }
    if let [first] = pairs.into_remainder() {
        *first = b'0' + (number % 10) as u8;
    }
}

/// How many digits a number has.
#[inline]
pub(super) fn digits_of(number: u64) -> usize {
    number
        .checked_ilog10()
        .map_or(1, |power| power as usize + 1)
}

/// Writes digits as one integer of [`width`] bits. They are digits, at most 90.
pub(super) fn put_digits(bits: &mut BitWriter<'_>, digits: &[u8]) {
    let width = width(digits.len());
    if digits.len() <= CHUNK {
        bits.put(parse(digits).unwrap_or_default(), width);
        return;
    }
    let mut limbs = [0_u64; 5];
    for chunk in digits.chunks(CHUNK) {
        let mut carry = u128::from(parse(chunk).unwrap_or_default());
        let factor = u128::from(ten_to(chunk.len()));
        for limb in &mut limbs {
            carry += u128::from(*limb) * factor;
            *limb = carry as u64;
            carry >>= 64;
        }
    }
    let whole = width / 64;
    for (place, limb) in limbs.into_iter().enumerate().rev() {
        match (place as u32).cmp(&whole) {
            core::cmp::Ordering::Less => bits.put(limb, 64),
            core::cmp::Ordering::Equal => bits.put(limb, width % 64),
            core::cmp::Ordering::Greater => {}
        }
    }
}

/// Reads an integer of [`width`] bits as so many digits; `false` where fewer bits are left or the number has more digits.
pub(super) fn take_digits(bits: &mut Bits<'_>, to: &mut [u8]) -> bool {
    let width = width(to.len());
    if to.len() <= CHUNK {
        return match bits.take(width) {
            Some(number) if number < ten_to(to.len()) => {
                write(to, number);
                true
            }
            _ => false,
        };
    }
    let mut limbs = [0_u64; 5];
    let whole = (width / 64) as usize;
    for (place, limb) in limbs.iter_mut().enumerate().rev() {
        let count = match place.cmp(&whole) {
            core::cmp::Ordering::Less => 64,
            core::cmp::Ordering::Equal => width % 64,
            core::cmp::Ordering::Greater => 0,
        };
        match bits.take(count) {
            Some(value) => *limb = value,
            None => return false,
        }
    }
    for chunk in to.rchunks_mut(CHUNK) {
        let divisor = u128::from(ten_to(chunk.len()));
        let mut rest = 0_u128;
        for limb in limbs.iter_mut().rev() {
            let part = rest << 64 | u128::from(*limb);
            *limb = (part / divisor) as u64;
            rest = part % divisor;
        }
        write(chunk, rest as u64);
    }
    limbs == [0; 5]
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn widths_are_those_of_the_standard() {
        let expected = [
            4, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40, 44, 47, 50, 54, 57, 60, 64, 67,
        ];
        for (place, bits) in expected.into_iter().enumerate() {
            assert_eq!(width(place + 1), bits);
        }
        for digits in 1..=38_u32 {
            let largest = 10_u128.pow(digits) - 1;
            assert_eq!(width(digits as usize), 128 - largest.leading_zeros());
        }
    }

    #[test]
    fn numbers_of_any_length_are_read_back() {
        for length in 1..=MAX_DIGITS {
            for digit in [b'0', b'1', b'9'] {
                let digits = vec![digit; length];
                let mut memory = [0; 48];
                let mut writer = BitWriter::new(&mut memory);
                put_digits(&mut writer, &digits);
                assert_eq!(writer.len(), width(length) as usize);
                let (count, _) = writer.finish().expect("room");
                let mut read = vec![0; length];
                assert!(take_digits(&mut Bits::new(&memory, count), &mut read));
                assert_eq!(read, digits);
            }
        }
    }

    #[test]
    fn eight_digits_at_once_are_what_they_are_one_by_one() {
        for (text, number) in [
            ("12345678", Some(12_345_678)),
            ("00000000", Some(0)),
            ("99999999", Some(99_999_999)),
            ("1234567890123456789", Some(1_234_567_890_123_456_789)),
            ("9999999999999999999", Some(9_999_999_999_999_999_999)),
            ("12345678901234567890", None),
            ("", Some(0)),
        ] {
            assert_eq!(parse(text.as_bytes()), number, "{text}");
        }
        for place in 0..12 {
            for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
                let mut digits = *b"123456789012";
                digits[place] = byte;
                assert_eq!(parse(&digits), None, "{byte:02X} at {place}");
            }
        }
    }

    #[test]
    fn a_number_with_more_digits_is_refused() {
        for length in 1..=MAX_DIGITS {
            let ones = [0xFF; 48];
            let mut read = vec![0; length];
            let mut bits = Bits::new(&ones, width(length) as usize);
            assert!(!take_digits(&mut bits, &mut read), "{length}");
        }
    }

    #[test]
    fn an_integer_has_no_leading_zero_to_lose_and_fits_its_bits() {
        assert_eq!(parse_integer(b"274877906943", 38), Some((1 << 38) - 1));
        assert_eq!(parse_integer(b"274877906944", 38), None);
        assert_eq!(parse_integer(b"18446744073709551615", 64), Some(u64::MAX));
        assert_eq!(parse_integer(b"18446744073709551616", 64), None);
        assert_eq!(digits_of(0), 1);
        assert_eq!(digits_of(u64::MAX), 20);
    }
}
