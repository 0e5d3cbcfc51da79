//! How many bits each part of a value takes: derived from the components of the AI table.

use super::number;
use crate::ai::{Ai, Component};
use crate::text::Charset;

/// A part of a value, as the compressed form has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// So many digits, one number.
    Number(usize),
    /// A length, then that many digits as one number.
    Digits {
        /// The most digits.
        max: usize,
    },
    /// So many characters.
    Fixed(usize),
    /// A length, then that many characters.
    Text {
        /// The most characters.
        max: usize,
    },
}

impl Field {
    #[inline]
    const fn of(component: Component) -> Self {
        let max = component.max();
        let fixed = component.min() == max && !component.is_optional();
        match (component.charset(), fixed) {
            (Charset::Numeric, true) => Self::Number(max),
            (Charset::Numeric, false) => Self::Digits { max },
            (_, true) => Self::Fixed(max),
            (_, false) => Self::Text { max },
        }
    }
}

/// The one part of most AIs' values.
#[inline]
pub(super) fn only_field(ai: Ai<'_>) -> Option<Field> {
    match ai.components() {
        // The exception of [`fields`] is longer.
        &[component] if component.max() <= 30 => Some(Field::of(component)),
        _ => None,
    }
}

/// The most parts that a value has.
const MOST: usize = 6;

/// The parts of an AI's values. Neighbouring components of one kind are one part: dates and times, (8006), (423).
pub(super) fn fields(ai: Ai<'_>) -> impl Iterator<Item = Field> {
    let mut fields: [Option<Field>; MOST] = [None; MOST];
    let mut count: usize = 0;
    for &component in ai.components() {
        let own = Field::of(component);
        let joined = match (count.checked_sub(1).and_then(|last| fields[last]), own) {
            (Some(Field::Number(before)), Field::Number(own)) => Some(Field::Number(before + own)),
            (Some(Field::Digits { max: before }), Field::Digits { max }) => {
                Some(Field::Digits { max: before + max })
            }
            (Some(Field::Fixed(before)), Field::Fixed(own)) => Some(Field::Fixed(before + own)),
            (Some(Field::Fixed(before)), Field::Text { max })
            | (Some(Field::Text { max: before }), Field::Fixed(max) | Field::Text { max }) => {
                Some(Field::Text { max: before + max })
            }
            _ => None,
        };
        match joined {
            Some(joined) => fields[count - 1] = Some(joined),
            None if count < MOST => {
                fields[count] = Some(own);
                count += 1;
            }
            // No AI has so many kinds of parts; such a value is not compressed.
            None => fields[MOST - 1] = Some(Field::Text { max: 0 }),
        }
    }
    // The compressed form gives an IBAN 24 characters, the AI table 34: the length has the bits of the form.
    if ai.code() == "8007" {
        fields[0] = Some(Field::Text { max: 24 });
    }
    fields.into_iter().flatten()
}

/// How many bits a length of at most `max` takes.
pub(super) const fn length_bits(max: usize) -> usize {
    (usize::BITS - max.leading_zeros()) as usize
}

/// How many bits a number of so many digits takes: the logarithm and a hundredth, rounded up; 1 for no digit.
pub(super) fn number_bits(digits: usize) -> usize {
    // log2(10) in units of 10^-12.
    const fn bits(digits: usize) -> usize {
        (digits as u64 * 3_321_928_094_887 + 10_000_000_000).div_ceil(1_000_000_000_000) as usize
    }
    const BITS: [u16; number::MOST + 1] = {
        let mut widths = [0; number::MOST + 1];
        let mut digits = 0;
        while digits < widths.len() {
            widths[digits] = bits(digits) as u16;
            digits += 1;
        }
        widths
    };
    BITS.get(digits)
        .map_or_else(|| bits(digits), |bits| usize::from(*bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ai::Dictionary;
    use alloc::vec::Vec;

    #[test]
    #[rustfmt::skip]
    fn the_parts_of_values_are_those_of_the_compressed_form() {
        use Field::{Digits, Fixed, Number, Text};
        for (ai, expected) in [
            ("01",   &[Number(14)][..]),
            ("10",   &[Text { max: 20 }]),
            ("253",  &[Number(13), Text { max: 17 }]),
            ("255",  &[Number(13), Digits { max: 12 }]),
            ("3103", &[Number(6)]),
            ("3910", &[Number(3), Digits { max: 15 }]),
            ("421",  &[Number(3), Text { max: 9 }]),
            ("423",  &[Number(3), Digits { max: 12 }]),
            ("4307", &[Fixed(2)]),
            ("4324", &[Number(10)]),
            ("4330", &[Number(6), Text { max: 1 }]),
            ("7007", &[Number(6), Digits { max: 6 }]),
            ("7040", &[Number(1), Fixed(3)]),
            ("7230", &[Text { max: 30 }]),
            ("8001", &[Number(14)]),
            ("8003", &[Number(14), Text { max: 16 }]),
            ("8006", &[Number(18)]),
            ("8007", &[Text { max: 24 }]),
            ("8008", &[Number(8), Digits { max: 4 }]),
        ] {
            let ai = Dictionary::BUILTIN.get(ai).expect("an AI of the table");
            assert_eq!(fields(ai).collect::<Vec<_>>(), expected, "{ai}");
        }
    }

    #[test]
    fn the_widths_are_those_of_the_compressed_form() {
        for (digits, bits) in [
            (0, 1),
            (1, 4),
            (6, 20),
            (13, 44),
            (14, 47),
            (18, 60),
            (20, 67),
        ] {
            assert_eq!(number_bits(digits), bits, "{digits}");
        }
        for (max, bits) in [
            (1, 1),
            (3, 2),
            (4, 3),
            (15, 4),
            (16, 5),
            (20, 5),
            (30, 5),
            (70, 7),
            (90, 7),
        ] {
            assert_eq!(length_bits(max), bits, "{max}");
        }
    }
}
