//! Damm's check digit: a weakly totally anti-symmetric quasigroup of order 10.
//! (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004.)

/// Row by the state, column by the digit; the diagonal is 0, so the check digit is the state itself.
const QUASIGROUP: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The check digit of these digits.
pub(super) fn damm(digits: impl Iterator<Item = u32>) -> u32 {
    digits.fold(0, |state, digit| {
        let row = QUASIGROUP.get(state as usize);
        row.and_then(|row| row.get(digit as usize))
            .copied()
            .map_or(0, u32::from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quasigroup_is_weakly_totally_anti_symmetric() {
        let product = |a: u8, b: u8| QUASIGROUP[usize::from(a)][usize::from(b)];
        for a in 0..10 {
            let mut row = QUASIGROUP[usize::from(a)];
            row.sort_unstable();
            assert_eq!(row, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
            assert_eq!(product(a, a), 0);
            for b in (0..10).filter(|b| *b != a) {
                for c in 0..10 {
                    assert_ne!(product(product(c, a), b), product(product(c, b), a));
                }
            }
        }
    }
}
