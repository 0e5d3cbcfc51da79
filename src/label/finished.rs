//! A symbol with all that belongs to it: quiet zone, guards, bearer bars, and the digits under its bars.

use std::sync::Arc;

use super::{Mark, Point, Turn};
use crate::font::{FontError, Fonts};
use crate::symbol::{Dpi, Emu, GUARD_DROP, HriDigit, Sizing, Symbol};

/// Digits that EAN and UPC put beside their bars are smaller in UPC: so many hundredths.
const SMALL: i64 = 65;

/// The marks of one symbol, from the top left corner of its quiet zone.
#[derive(Clone, Debug)]
pub struct Finished {
    /// With the quiet zone.
    pub width: Emu,
    /// With the quiet zone, and the digits where there are any.
    pub height: Emu,
    /// The corner of the first module.
    pub corner: Point,
    /// The symbol last.
    pub marks: Vec<Mark>,
}

/// What stands under the bars of symbols that have digits of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digits {
    /// Nothing.
    #[default]
    None,
    /// The digits that the symbology puts there.
    Plain,
    /// Those digits, and the marks that keep the quiet zone free.
    Marked,
}

/// Draws a symbol at an X-dimension, its rows so high.
///
/// # Errors
/// Digits that the font lacks.
pub fn finished(
    symbol: Arc<Symbol>,
    (module, row_height): (Emu, Emu),
    digits: Digits,
    fonts: &Fonts,
) -> Result<Finished, FontError> {
    let symbology = symbol.symbology();
    let quiet = symbology.quiet_zone;
    let bearer = module * i64::from(symbology.bearer);
    let across = i64::from(quiet.left) + i64::from(symbol.columns()) + i64::from(quiet.right);
    let corner = Point {
        x: module * i64::from(quiet.left),
        y: module * i64::from(quiet.top) + bearer,
    };
    let mut drawn = Finished {
        width: module * across,
        height: Emu::ZERO,
        corner,
        marks: Vec::new(),
    };
    let bars_end = corner.y + row_height * i64::from(symbol.rows());
    let mut end = bars_end + module * i64::from(quiet.bottom);
    if bearer > Emu::ZERO {
        for y in [Emu::ZERO, bars_end] {
            drawn.fill(Point { x: Emu::ZERO, y }, drawn.width, bearer);
        }
        end += bearer;
    }
    for &(first, columns) in symbology.guards {
        for (x, width) in symbol.matrix().runs(0) {
            if x >= first && x < first + columns {
                let x = corner.x + module * i64::from(x);
                let below = Point { x, y: bars_end };
                drawn.fill(
                    below,
                    module * i64::from(width),
                    module * i64::from(GUARD_DROP),
                );
            }
        }
        end = end.max(bars_end + module * i64::from(GUARD_DROP));
    }
    let marks = match digits {
        Digits::Marked => symbology.quiet_zone_marks,
        Digits::None | Digits::Plain => &[],
    };
    if digits != Digits::None {
        let lowest = drawn.digits(&symbol, marks, module, bars_end + bearer, fonts)?;
        end = end.max(lowest);
    }
    drawn.height = end;
    drawn.marks.push(Mark::Symbol {
        at: corner,
        turn: Turn::None,
        module,
        row_height,
        symbol,
    });
    Ok(drawn)
}

/// The height of rows that a sizing asks for, or `height` in whole dots for bars.
pub fn row_height(symbol: &Symbol, sizing: &Sizing, height: Option<Emu>) -> Emu {
    let dpi: Dpi = sizing.dpi();
    match height.filter(|_| symbol.symbology().linear) {
        Some(height) => dpi.snap(height).max(dpi.dot()),
        None => sizing.row_height(),
    }
}

impl Finished {
    fn fill(&mut self, at: Point, width: Emu, height: Emu) {
        self.marks.push(Mark::Fill { at, width, height });
    }

    /// Each digit in the middle of its seven modules; where the lowest ends.
    fn digits(
        &mut self,
        symbol: &Symbol,
        marks: &[(char, i16)],
        module: Emu,
        top: Emu,
        fonts: &Fonts,
    ) -> Result<Emu, FontError> {
        let face = fonts.face(false);
        let full = module * 10;
        let baseline = top + module + face.cap_height(full);
        let mut digits = symbol.hri();
        digits.extend(marks.iter().map(|&(digit, column)| HriDigit {
            digit,
            column,
            small: true,
        }));
        let lowest = if digits.is_empty() {
            top
        } else {
            baseline + module
        };
        for digit in digits {
            let size = if digit.small {
                Emu(full.0 * SMALL / 100)
            } else {
                full
            };
            let text = digit.digit.to_string();
            let cell = self.corner.x + module * i64::from(digit.column);
            let room = module * 7 - face.width(&text, size)?;
            // The tip of a mark is where the quiet zone ends (General Specifications, 5.2.3.4).
            let before = match digit.digit {
                '<' => Emu::ZERO,
                '>' => room,
                _ => Emu(room.0 / 2),
            };
            self.marks.push(Mark::Text {
                at: Point {
                    x: cell + before,
                    y: baseline,
                },
                turn: Turn::None,
                size,
                face: face.clone(),
                text,
            });
        }
        Ok(lowest)
    }
}
