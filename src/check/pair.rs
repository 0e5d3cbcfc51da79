//! The GS1 check character pair of alphanumeric keys, modulo 1021 (General Specifications 7.9.5).

use crate::text::charset::value_82;

/// The 32 characters that a check character may be: no `0`, `1`, `I` or `O`.
const SET_32: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The weights, from the last character of the data to the first: enough for 23 characters and two check characters.
const WEIGHTS: [u32; 23] = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83,
];

/// The two check characters of the data before them.
///
/// `None` when the data is empty, longer than 23 characters or has a character outside set 82.
///
/// ```
/// use unitmark::check::gs1_pair;
///
/// assert_eq!(gs1_pair(b"1987654Ad4X4bL5ttr2310c"), Some(*b"2K"));
/// ```
pub fn gs1_pair(data: &[u8]) -> Option<[u8; 2]> {
    if data.is_empty() || data.len() > WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (&byte, weight) in data.iter().rev().zip(WEIGHTS) {
        sum += u32::from(value_82(byte)?) * weight;
    }
    let sum = (sum % 1021) as usize;
    Some([*SET_32.get(sum / 32)?, *SET_32.get(sum % 32)?])
}

/// Whether a character may stand in a check character pair.
pub(crate) fn is_32(byte: u8) -> bool {
    SET_32.contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_that_has_no_pair_gives_none() {
        assert_eq!(gs1_pair(b""), None);
        assert_eq!(gs1_pair(&[b'A'; 24]), None);
        assert_eq!(gs1_pair(b"1987654^"), None);
    }
}
