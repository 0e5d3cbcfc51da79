//! Pure systems of ISO/IEC 7064: the whole, read in their radix, leaves 1 when divided by their modulus.

/// The check value of these values, to be written with `width` digits of the radix.
pub(super) fn pure(
    values: impl Iterator<Item = u32>,
    modulus: u32,
    radix: u32,
    width: usize,
) -> u32 {
    let shift = |rest: u32| rest * radix % modulus;
    let mut rest = values.fold(0, |rest, value| (shift(rest) + value) % modulus);
    for _ in 0..width {
        rest = shift(rest);
    }
    (modulus + 1 - rest) % modulus
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn the_whole_leaves_1() {
        for number in [0_u32, 7, 794, 12_345_678] {
            let digits = number.to_string().into_bytes();
            let check = pure(
                digits.iter().map(|digit| u32::from(digit - b'0')),
                97,
                10,
                2,
            );
            assert_eq!((u64::from(number) * 100 + u64::from(check)) % 97, 1);
        }
    }
}
