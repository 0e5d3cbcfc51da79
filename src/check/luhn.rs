//! Luhn's check, modulo the size of its alphabet (ISO/IEC 7812-1 annex B for digits).

/// The check value of these values; each is below `radix`.
pub(super) fn luhn(values: impl DoubleEndedIterator<Item = u32>, radix: u32) -> u32 {
    let sum = values.rev().enumerate().fold(0, |sum, (place, value)| {
        let product = if place % 2 == 0 { 2 * value } else { value };
        // The digits of the product, which is below the square of the radix.
        (sum + product / radix + product % radix) % radix
    });
    (radix - sum) % radix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_value_from_the_last_is_doubled() {
        assert_eq!(luhn([1].into_iter(), 10), 8);
        assert_eq!(luhn([1, 0].into_iter(), 10), 9);
        assert_eq!(luhn([9].into_iter(), 10), 1);
        assert_eq!(luhn([].into_iter(), 10), 0);
    }
}
