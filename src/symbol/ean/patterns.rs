//! Number sets and parities (ISO/IEC 15420, tables 1 to 4).

/// Number set A, seven modules, the first in the lowest bit; a digit begins light.
const A: [u16; 10] = [
    0b101_1000, 0b100_1100, 0b110_0100, 0b101_1110, 0b110_0010, 0b100_0110, 0b111_1010, 0b110_1110,
    0b111_0110, 0b110_1000,
];

/// A digit in number set A, or in B if `even`: the mirror image of C.
pub(super) const fn left(digit: u8, even: bool) -> u16 {
    if even {
        (right(digit).reverse_bits()) >> 9
    } else {
        A[digit as usize % 10]
    }
}

/// A digit in number set C: A with dark and light exchanged.
pub(super) const fn right(digit: u8) -> u16 {
    A[digit as usize % 10] ^ 0b111_1111
}

/// Bar, space, bar.
pub(super) const GUARD: (u32, u32) = (0b101, 3);
/// Space, bar, space, bar, space.
pub(super) const CENTRE: (u32, u32) = (0b0_1010, 5);
/// The right guard of UPC-E: space, bar, space, bar, space, bar.
pub(super) const SPECIAL: (u32, u32) = (0b10_1010, 6);

/// Which of the six left digits of EAN-13 are in set B, for each leading digit: the first in the lowest bit.
pub(super) const LEADING: [u8; 10] = [
    0b00_0000, 0b11_0100, 0b10_1100, 0b01_1100, 0b11_0010, 0b10_0110, 0b00_1110, 0b10_1010,
    0b01_1010, 0b01_0110,
];

/// Which of the six digits of UPC-E are in set B, for each check digit.
pub(super) const CHECKED: [u8; 10] = [
    0b00_0111, 0b00_1011, 0b01_0011, 0b10_0011, 0b00_1101, 0b01_1001, 0b11_0001, 0b01_0101,
    0b10_0101, 0b10_1001,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_seven_digits_are_told_apart_and_have_two_bars() {
        let mut seen = std::collections::HashSet::new();
        for digit in 0..10 {
            for pattern in [left(digit, false), left(digit, true), right(digit)] {
                assert!(pattern < 128 && seen.insert(pattern), "{digit}");
                assert_eq!((pattern & !(pattern << 1)).count_ones(), 2, "{digit}");
            }
            assert_eq!(left(digit, false).count_ones() % 2, 1);
            assert_eq!(left(digit, true).count_ones() % 2, 0);
        }
    }

    #[test]
    fn parities_have_three_even_digits_and_are_each_others_complement() {
        for (leading, checked) in LEADING.iter().zip(CHECKED).skip(1) {
            assert_eq!((leading.count_ones(), checked.count_ones()), (3, 3));
            assert_eq!(leading ^ 0b11_1111, checked);
        }
    }
}
