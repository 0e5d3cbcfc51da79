//! Hybrid systems of ISO/IEC 7064: two moduli, M + 1 and M, and a check character of the payload's own alphabet.

/// The check value of these values; each is below `radix`.
pub(super) fn hybrid(values: impl Iterator<Item = u32>, radix: u32) -> u32 {
    let product = values.fold(radix, |product, value| {
        let sum = (product + value) % radix;
        let sum = if sum == 0 { radix } else { sum };
        2 * sum % (radix + 1)
    });
    (radix + 1 - product) % radix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_is_one_of_the_alphabet() {
        for value in 0..36 {
            assert!(hybrid([value, 35 - value].into_iter(), 36) < 36);
        }
        assert_eq!(hybrid([0, 7, 9, 4].into_iter(), 10), 5);
    }
}
