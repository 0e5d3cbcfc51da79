//! Parts of a sum in per cent, which add up to 100.00.

/// Each count's part of their sum with two places. What rounding leaves goes to the largest remainders, the first of equal ones.
pub(super) fn shares(counts: &[u64]) -> Vec<String> {
    /// Hundredths of one per cent.
    const WHOLE: u128 = 10_000;
    let sum: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    let sum = sum.max(1);
    // A count is below 2^64, so that no product overflows.
    let part = |count: &u64| u128::from(*count) * WHOLE;
    let mut parts: Vec<u128> = counts.iter().map(|count| part(count) / sum).collect();
    let mut places: Vec<usize> = (0..counts.len()).collect();
    places.sort_by_key(|at| core::cmp::Reverse(counts.get(*at).map_or(0, |own| part(own) % sum)));
    let left: u128 = counts.iter().map(|count| part(count) % sum).sum::<u128>() / sum;
    for at in places.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(own) = parts.get_mut(at) {
            *own += 1;
        }
    }
    let text = |own: u128| format!("{}.{:02}", own / 100, own % 100);
    parts.into_iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_each_is_a_whole() {
        assert_eq!(shares(&[1, 1, 1]), ["33.34", "33.33", "33.33"]);
        assert_eq!(shares(&[12, 5, 3]), ["60.00", "25.00", "15.00"]);
        assert_eq!(shares(&[0, 0]), ["0.00", "0.00"]);
        assert_eq!(shares(&[u64::MAX, 0, 1]), ["100.00", "0.00", "0.00"]);
    }

    proptest::proptest! {
        #[test]
        fn the_parts_add_up_to_a_hundred_and_are_near_the_truth(
            counts in proptest::collection::vec(0..1_000_000_u64, 1..13),
        ) {
            let sum: u64 = counts.iter().sum();
            proptest::prop_assume!(sum > 0);
            let mut all = 0;
            for (count, share) in counts.iter().zip(shares(&counts)) {
                let hundredths: u64 = share.replace('.', "").parse().expect("digits");
                let exact = *count as f64 * 10_000.0 / sum as f64;
                proptest::prop_assert!((hundredths as f64 - exact).abs() < 1.0);
                all += hundredths;
            }
            proptest::prop_assert_eq!(all, 10_000);
        }
    }
}
