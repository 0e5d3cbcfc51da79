//! ITF-14 (ISO/IEC 16390, Interleaved 2 of 5 with the fourteen digits of a GTIN).

use std::array::from_fn;

use super::retail::gtin;
use super::{Data, HriDigit, Matrix, Options, QuietZone, Symbol, SymbolError, Symbology};

/// ITF-14: a GTIN-14, or any shorter one behind zeros. Wide bars are three modules.
pub static ITF14: Symbology = Symbology {
    name: "itf14",
    title: "ITF-14",
    linear: true,
    quiet_zone: QuietZone::beside(10, 10),
    guards: &[],
    bearer: 2,
    quiet_zone_marks: &[],
    hri: |digits| {
        // One line under all bars.
        let columns = (0..).map(|place| 18 + 7 * place);
        let digits = digits.iter().map(|&digit| char::from(digit));
        columns
            .zip(digits)
            .map(|(column, digit)| HriDigit {
                digit,
                column,
                small: false,
            })
            .collect()
    },
    encode,
};

/// Which of the five elements of a digit are wide, the first in the lowest bit (table 1).
const WIDE: [u8; 10] = [
    0b0_1100, 0b1_0001, 0b1_0010, 0b0_0011, 0b1_0100, 0b0_0101, 0b0_0110, 0b1_1000, 0b0_1001,
    0b0_1010,
];

const START: (u32, u32) = (0b0101, 4);
const STOP: (u32, u32) = (0b1_0111, 5);

/// Modules of two digits: six narrow elements and four wide ones.
const PAIR: u32 = 18;

/// The first five bars and spaces of a pair, and the other five: 18 modules together.
const fn pair(bars: u8, spaces: u8) -> u32 {
    let (mut pattern, mut filled, mut element) = (0, 0, 0);
    while element < 5 {
        let bar = if bars >> element & 1 == 1 { 3 } else { 1 };
        let space = if spaces >> element & 1 == 1 { 3 } else { 1 };
        pattern |= ((1 << bar) - 1) << filled;
        filled += bar + space;
        element += 1;
    }
    pattern
}

/// By the value of two digits.
static PAIRS: [u32; 100] = {
    let mut pairs = [0; 100];
    let mut value = 0;
    while value < 100 {
        pairs[value] = pair(WIDE[value / 10], WIDE[value % 10]);
        value += 1;
    }
    pairs
};

fn encode(data: &Data<'_>, _options: &Options) -> Result<Symbol, SymbolError> {
    let digits = gtin(data, 14, ITF14.title)?;
    let patterns: [_; 9] = from_fn(|place| match place {
        0 => START,
        8 => STOP,
        _ => {
            let [tens, units] = [digits[2 * place - 2], digits[2 * place - 1]].map(usize::from);
            (PAIRS[(10 * tens + units) % 100], PAIR)
        }
    });
    let matrix = Matrix::linear(135, patterns);
    Ok(Symbol {
        symbology: &ITF14,
        matrix,
        size: None,
        identifier: "]I1",
        payload: digits.iter().map(|digit| digit + b'0').collect(),
    })
}
