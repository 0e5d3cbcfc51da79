//! The GS1 check character pair of alphanumeric keys, modulo 1021 (General Specifications 7.9.5).

use crate::text::charset::value_82;

/// The 32 characters that a check character may be: no `0`, `1`, `I` or `O`.
const SET_32: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The weights, from the last character of the data to the first: the primes. Keys need 23 of them; the algorithm has no end.
static WEIGHTS: [u32; 97] = {
    let mut primes = [0; 97];
    let (mut count, mut number) = (0, 2);
    while count < primes.len() {
        let mut i = 0;
        while i < count && number % primes[i] != 0 {
            i += 1;
        }
        if i == count {
            primes[count] = number;
            count += 1;
        }
        number += 1;
    }
    primes
};

/// The most characters of data that [`gs1_pair`] takes.
pub(crate) const fn gs1_pair_longest() -> usize {
    WEIGHTS.len()
}

/// The two check characters of the data before them.
///
/// `None` when the data has a character outside set 82 or more than 97 characters; a key has at most 23.
///
/// ```
/// use unitmark::check::gs1_pair;
///
/// assert_eq!(gs1_pair(b"1987654Ad4X4bL5ttr2310c"), Some(*b"2K"));
/// ```
pub fn gs1_pair(data: &[u8]) -> Option<[u8; 2]> {
    if data.len() > WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (&byte, weight) in data.iter().rev().zip(&WEIGHTS) {
        sum += u32::from(value_82(byte)?) * weight;
    }
    let sum = (sum % 1021) as usize;
    Some([*SET_32.get(sum / 32)?, *SET_32.get(sum % 32)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_that_has_no_pair_gives_none() {
        assert_eq!(gs1_pair(&[b'A'; 98]), None);
        assert_eq!(gs1_pair(b"1987654^"), None);
    }
}
