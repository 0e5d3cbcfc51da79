//! Digits as one number, however many there are.

use crate::text::bits::{BitReader, BitWriter};

/// Limbs of a long number, the lowest first.
const LIMBS: usize = 5;

/// The most digits of a number: 96 of them fit in the limbs.
pub(super) const MOST: usize = 96;

/// As many digits as one machine word takes.
const CHUNK: usize = 19;

/// Writes digits as one number of `width` bits.
pub(super) fn write(to: &mut BitWriter, digits: &[u8], width: usize) {
    if digits.len() <= CHUNK {
        let number = digits
            .iter()
            .fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
        to.push(u128::from(number), width);
        return;
    }
    if digits.len() <= 2 * CHUNK {
        let number = digits.iter().fold(0_u128, |number, digit| {
            number * 10 + u128::from(digit - b'0')
        });
        to.push(number, width);
        return;
    }
    let mut limbs = [0_u64; LIMBS];
    for digit in digits {
        let mut carry = u128::from(digit - b'0');
        for limb in &mut limbs {
            let product = u128::from(*limb) * 10 + carry;
            *limb = product as u64;
            carry = product >> 64;
        }
    }
    let mut left = width;
    for (place, limb) in limbs.iter().enumerate().rev() {
        let low = place * 64;
        if left > low {
            to.push(u128::from(*limb), left - low);
            left = low;
        }
    }
}

/// Reads a number of `width` bits as so many digits as there is room for; a number that has more is none.
pub(super) fn read(from: &mut BitReader<'_>, width: usize, to: &mut [u8]) -> Option<()> {
    let count = to.len();
    if count < CHUNK {
        let number = match width {
            0..=56 => from.take_few(width)?,
            _ => from.take(width)? as u64,
        };
        return fill(to, number).then_some(());
    }
    if count <= 2 * CHUNK {
        let number = from.take(width)?;
        // Two halves of one word each: dividing the long number for each digit is slow.
        let (high, low) = (
            number / 10_u128.pow(CHUNK as u32),
            number % 10_u128.pow(CHUNK as u32),
        );
        let split = count.saturating_sub(CHUNK);
        let (front, back) = to.split_at_mut_checked(split)?;
        return (fill(back, low as u64)
            && high <= u128::from(u64::MAX)
            && fill(front, high as u64))
        .then_some(());
    }
    if count > MOST {
        return None;
    }
    let mut limbs = [0_u64; LIMBS];
    let mut left = width;
    for (place, limb) in limbs.iter_mut().enumerate().rev() {
        let low = place * 64;
        if left > low {
            *limb = from.take(left - low)? as u64;
            left = low;
        }
    }
    for chunk in to.rchunks_mut(CHUNK) {
        let mut rest = 0_u128;
        for limb in limbs.iter_mut().rev() {
            let number = rest << 64 | u128::from(*limb);
            let divisor = 10_u128.pow(CHUNK as u32);
            *limb = (number / divisor) as u64;
            rest = number % divisor;
        }
        if !fill(chunk, rest as u64) {
            return None;
        }
    }
    limbs.iter().all(|limb| *limb == 0).then_some(())
}

/// Two digits of each number below 100.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut two = 0;
    while two < 100 {
        pairs[two] = [b'0' + two as u8 / 10, b'0' + two as u8 % 10];
        two += 1;
    }
    pairs
};

/// Writes a number with zeros before it; `false` where the digits do not suffice.
#[inline]
fn fill(digits: &mut [u8], mut number: u64) -> bool {
    let (first, pairs) = digits.as_rchunks_mut::<2>();
    for pair in pairs.iter_mut().rev() {
        *pair = PAIRS[(number % 100) as usize];
        number /= 100;
    }
    if let [first] = first {
        *first = b'0' + (number % 10) as u8;
        number /= 10;
    }
    number == 0
}

#[cfg(test)]
mod tests {
    use super::super::fields::number_bits;
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn digits_of_any_number_come_back_with_their_zeros() {
        for count in 0..=MOST {
            for pattern in [b"0".as_slice(), b"9", b"0012345678", b"1"] {
                let digits: Vec<u8> = pattern.iter().copied().cycle().take(count).collect();
                let mut writer = BitWriter::new();
                write(&mut writer, &digits, number_bits(count));
                assert_eq!(writer.len(), number_bits(count));
                let mut read_back = alloc::vec![0; count];
                let mut reader = BitReader::new(writer.as_bytes(), writer.len());
                assert_eq!(
                    read(&mut reader, number_bits(count), &mut read_back),
                    Some(())
                );
                assert_eq!(read_back, digits);
            }
        }
    }

    #[test]
    fn a_number_with_more_digits_is_refused() {
        for count in [1, 6, 18, 19, 20, 38, 39, 90] {
            let ones = alloc::vec![0xFF; 40];
            let mut reader = BitReader::new(&ones, usize::MAX);
            assert_eq!(
                read(&mut reader, number_bits(count), &mut alloc::vec![0; count]),
                None,
                "{count}"
            );
        }
    }
}
