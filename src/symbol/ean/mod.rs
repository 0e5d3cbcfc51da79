//! EAN-13, EAN-8, UPC-A and UPC-E (ISO/IEC 15420).

mod patterns;

use std::array::from_fn;

use super::retail::{Digits, gtin, no_gtin_8};
use super::{
    Data, HriDigit, Matrix, Options, QuietZone, Symbol, SymbolError, SymbolErrorKind, Symbology,
};
use crate::key::{Gtin, KeyErrorKind};
use patterns::{CENTRE, CHECKED, GUARD, LEADING, SPECIAL, left, right};

/// EAN-13: a GTIN-13, or a GTIN-12 behind zeros.
pub static EAN13: Symbology = Symbology {
    name: "ean13",
    title: "EAN-13",
    linear: true,
    quiet_zone: QuietZone::beside(11, 7),
    guards: &[(0, 3), (45, 5), (92, 3)],
    bearer: 0,
    quiet_zone_marks: &[('>', 95)],
    hri: |digits| {
        let leading = [(0, -9)].into_iter();
        place(digits, leading.chain(cells(1, 6, 3)).chain(cells(7, 6, 50)))
    },
    encode: |data, _: &Options| {
        let digits: [u8; 13] = tail(no_gtin_8(data, 13, EAN13.title)?);
        let matrix = ean13(&digits);
        Ok(symbol(&EAN13, "]E0", matrix, &digits))
    },
};

/// EAN-8: a GTIN-8.
pub static EAN8: Symbology = Symbology {
    name: "ean8",
    title: "EAN-8",
    linear: true,
    quiet_zone: QuietZone::beside(7, 7),
    guards: &[(0, 3), (31, 5), (64, 3)],
    bearer: 0,
    quiet_zone_marks: &[('<', -7), ('>', 67)],
    hri: |digits| place(digits, cells(0, 4, 3).chain(cells(4, 4, 36))),
    encode: |data, _: &Options| {
        let digits: [u8; 8] = tail(gtin(data, 8, EAN8.title)?);
        let patterns: [_; 11] = from_fn(|place| match place {
            0 | 10 => GUARD,
            1..=4 => (left(digits[place - 1], false).into(), 7),
            5 => CENTRE,
            _ => (right(digits[place - 2]).into(), 7),
        });
        let matrix = Matrix::linear(67, patterns);
        Ok(symbol(&EAN8, "]E4", matrix, &digits))
    },
};

/// UPC-A: a GTIN-12. It is an EAN-13 whose leading digit is 0, and scanners send it as one.
pub static UPCA: Symbology = Symbology {
    name: "upca",
    title: "UPC-A",
    linear: true,
    quiet_zone: QuietZone::beside(9, 9),
    guards: &[(0, 10), (45, 5), (85, 10)],
    bearer: 0,
    quiet_zone_marks: &[],
    hri: |digits| {
        let outer = [(1, -8), (12, 96)].into_iter();
        small_outside(place(
            digits,
            outer.chain(cells(2, 5, 10)).chain(cells(7, 5, 50)),
        ))
    },
    encode: |data, _: &Options| {
        let digits: [u8; 13] = tail(no_gtin_8(data, 12, UPCA.title)?);
        let matrix = ean13(&digits);
        Ok(symbol(&UPCA, "]E0", matrix, &digits))
    },
};

/// UPC-E: a GTIN-12 with a run of zeros that can be left out. Scanners send the GTIN.
pub static UPCE: Symbology = Symbology {
    name: "upce",
    title: "UPC-E",
    linear: true,
    quiet_zone: QuietZone::beside(9, 7),
    guards: &[(0, 3), (45, 6)],
    bearer: 0,
    quiet_zone_marks: &[],
    hri: |digits| {
        let Some((short, check)) = digits.first_chunk().and_then(|digits: &[u8; 13]| {
            let values = digits.map(|digit| digit - b'0');
            Some((suppress(&values)?, digits[12]))
        }) else {
            return Vec::new();
        };
        let mut text = vec![b'0'];
        text.extend(short.map(|digit| digit + b'0'));
        text.push(check);
        let outer = [(0, -8), (7, 51)].into_iter();
        small_outside(place(&text, outer.chain(cells(1, 6, 3))))
    },
    encode: |data, _: &Options| {
        let digits =
            zero_suppressed(data).map_or_else(|| gtin(data, 12, UPCE.title), gtin_of_short)?;
        let digits: [u8; 13] = tail(digits);
        let short =
            suppress(&digits).ok_or_else(|| SymbolErrorKind::NoZerosToLeaveOut.of(UPCE.title))?;
        let parity = CHECKED[usize::from(digits[12]) % 10];
        let six = halves(short, parity);
        let patterns: [_; 8] = from_fn(|place| match place {
            0 => GUARD,
            7 => SPECIAL,
            _ => six[place - 1],
        });
        let matrix = Matrix::linear(51, patterns);
        Ok(symbol(&UPCE, "]E0", matrix, &digits))
    },
};

fn symbol(
    symbology: &'static Symbology,
    identifier: &'static str,
    matrix: Matrix,
    digits: &[u8],
) -> Symbol {
    Symbol {
        symbology,
        matrix,
        size: None,
        identifier,
        payload: digits.iter().map(|digit| digit + b'0').collect(),
    }
}

/// The last digits of a GTIN.
fn tail<const N: usize>(digits: Digits) -> [u8; N] {
    from_fn(|place| digits[14 - N + place])
}

/// Six digits on the left, in set B where the parity says so.
fn halves(digits: [u8; 6], parity: u8) -> [(u32, u32); 6] {
    from_fn(|place| (left(digits[place], parity >> place & 1 == 1).into(), 7))
}

fn ean13(digits: &[u8; 13]) -> Matrix {
    let parity = LEADING[usize::from(digits[0]) % 10];
    let first = halves(from_fn(|place| digits[1 + place]), parity);
    let patterns: [_; 15] = from_fn(|place| match place {
        0 | 14 => GUARD,
        1..=6 => first[place - 1],
        7 => CENTRE,
        _ => (right(digits[place - 1]).into(), 7),
    });
    Matrix::linear(95, patterns)
}

/// The six digits that UPC-E shows of a GTIN-12, seen in thirteen.
fn suppress(digits: &[u8; 13]) -> Option<[u8; 6]> {
    let long: String = digits
        .map(|digit| char::from(digit + b'0'))
        .iter()
        .collect();
    let short = Gtin::parse(&long).ok()?.to_upc_e()?;
    let six: [u8; 6] = short
        .strip_prefix('0')?
        .as_bytes()
        .get(..6)?
        .try_into()
        .ok()?;
    Some(six.map(|digit| digit - b'0'))
}

/// The eight digits of a UPC-E as they stand under its bars: 0, six digits, the check digit.
fn zero_suppressed(data: &Data<'_>) -> Option<[u8; 8]> {
    let Data::Plain(text) = data else {
        return None;
    };
    let digits: [u8; 8] = text.as_bytes().try_into().ok()?;
    (digits[0] == b'0' && digits.iter().all(u8::is_ascii_digit)).then_some(digits)
}

fn gtin_of_short(text: [u8; 8]) -> Result<Digits, SymbolError> {
    match Gtin::from_upc_e(&String::from_utf8_lossy(&text)) {
        Ok(long) => gtin(&Data::Plain(long.as_str()), 12, UPCE.title),
        Err(error) => Err(match error.kind() {
            KeyErrorKind::CheckDigit { expected, .. } => SymbolErrorKind::CheckDigit {
                place: 7,
                expected: char::from(b'0' + expected),
            },
            _ => SymbolErrorKind::NotOneGtin,
        }
        .of(UPCE.title)),
    }
}

/// Digits from `first` on, seven modules each from a column on.
fn cells(first: usize, count: usize, column: i16) -> impl Iterator<Item = (usize, i16)> {
    (0..count).map(move |place| (first + place, column + 7 * place as i16))
}

/// The number system and check digits of UPC symbols are set smaller.
fn small_outside(mut digits: Vec<HriDigit>) -> Vec<HriDigit> {
    for digit in [0, digits.len().saturating_sub(1)] {
        if let Some(digit) = digits.get_mut(digit) {
            digit.small = true;
        }
    }
    digits
}

fn place(digits: &[u8], cells: impl Iterator<Item = (usize, i16)>) -> Vec<HriDigit> {
    let mut digits: Vec<_> = cells
        .filter_map(|(place, column)| {
            let digit = char::from(*digits.get(place)?);
            let small = false;
            Some(HriDigit {
                digit,
                column,
                small,
            })
        })
        .collect();
    digits.sort_by_key(|digit| digit.column);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upc_e_leaves_out_the_zeros_that_table_5_names() {
        for (long, short) in [
            ("012000007897", Some([1, 2, 7, 8, 9, 0])),
            ("012300000451", Some([1, 2, 3, 4, 5, 3])),
            ("012340000053", Some([1, 2, 3, 4, 5, 4])),
            ("012345000058", Some([1, 2, 3, 4, 5, 5])),
            ("012345678905", None),
        ] {
            let mut digits = [0; 13];
            for (place, digit) in digits[1..].iter_mut().zip(long.bytes()) {
                *place = digit - b'0';
            }
            assert_eq!(suppress(&digits), short, "{long}");
        }
    }
}
