//! Verhoeff's check digit: the dihedral group of the pentagon, and a permutation that moves on with the place.
//! (J. Verhoeff, Error Detecting Decimal Codes, 1969.)

/// The permutation of the first place; that of the n-th is this one n times over.
const PERMUTATION: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// It has eight different powers.
const POWERS: [[u8; 10]; 8] = powers();

const fn powers() -> [[u8; 10]; 8] {
    let mut powers = [[0; 10]; 8];
    let mut digit = 0;
    while digit < 10 {
        powers[0][digit] = digit as u8;
        let mut power = 1;
        while power < 8 {
            powers[power][digit] = PERMUTATION[powers[power - 1][digit] as usize];
            power += 1;
        }
        digit += 1;
    }
    powers
}

/// The product in the group: 0 to 4 are turns, 5 to 9 are mirrors.
const fn product(a: u32, b: u32) -> u32 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

/// The check digit of these digits.
pub(super) fn verhoeff(digits: impl DoubleEndedIterator<Item = u32>) -> u32 {
    let state = digits.rev().enumerate().fold(0, |state, (place, digit)| {
        // The check digit itself has place 0.
        let power = POWERS
            .get((place + 1) % 8)
            .and_then(|power| power.get(digit as usize));
        product(state, power.copied().map_or(0, u32::from))
    });
    // The element that takes the state back to 0: a turn the other way, or the same mirror.
    if state < 5 { (5 - state) % 5 } else { state }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn the_product_is_that_of_a_group() {
        for a in 0..10 {
            let mut row: Vec<u32> = (0..10).map(|b| product(a, b)).collect();
            row.sort_unstable();
            assert_eq!(row, (0..10).collect::<Vec<_>>(), "{a}");
            assert_eq!((product(0, a), product(a, 0)), (a, a));
            for b in 0..10 {
                for c in 0..10 {
                    assert_eq!(product(product(a, b), c), product(a, product(b, c)));
                }
            }
        }
    }

    #[test]
    fn the_eighth_power_of_the_permutation_is_the_first() {
        let last = POWERS[7].map(|digit| PERMUTATION[digit as usize]);
        assert_eq!(last, POWERS[0]);
    }
}
