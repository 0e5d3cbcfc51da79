//! Numbers as text, fast: a page of labels has ten thousands of them.

use crate::symbol::Emu;

/// Appends a whole number.
pub(super) fn push_integer(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let mut digits = [0u8; 20];
    let mut rest = number.unsigned_abs();
    let mut start = digits.len();
    for (place, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        start = place;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(start..).unwrap_or_default());
}

/// Appends `length / unit` with up to three decimals: a thousandth of a dot is far below any printer.
pub(super) fn push_ratio(out: &mut Vec<u8>, length: Emu, unit: Emu) {
    let (length, unit) = (i128::from(length.0), i128::from(unit.0.max(1)));
    let thousandths = (length * 2_000 + unit).div_euclid(2 * unit);
    if thousandths < 0 {
        out.push(b'-');
    }
    let (whole, decimals) = (
        thousandths.unsigned_abs() / 1000,
        (thousandths.unsigned_abs() % 1000) as u16,
    );
    push_integer(out, i64::try_from(whole).unwrap_or(i64::MAX));
    if decimals != 0 {
        let digits = [
            b'0' + (decimals / 100) as u8,
            b'0' + (decimals / 10 % 10) as u8,
            b'0' + (decimals % 10) as u8,
        ];
        let mut digits = digits.as_slice();
        while let [rest @ .., b'0'] = digits {
            digits = rest;
        }
        out.push(b'.');
        out.extend_from_slice(digits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whole_numbers_print_as_the_standard_library_has_them(number: i64) {
            let mut out = Vec::new();
            push_integer(&mut out, number);
            prop_assert_eq!(String::from_utf8_lossy(&out), number.to_string());
        }
    }

    #[test]
    fn ratios_are_rounded_to_thousandths() {
        for (length, unit, text) in [
            (3048, 1524, "2"),
            (1, 3, "0.333"),
            (2, 3, "0.667"),
            (-5, 4, "-1.25"),
            (1, 10_000, "0"),
            (21, 20, "1.05"),
        ] {
            let mut out = Vec::new();
            push_ratio(&mut out, Emu(length), Emu(unit));
            assert_eq!(String::from_utf8_lossy(&out), text);
        }
    }
}
