//! SPECIMEN across a label: nobody takes it for a good one.

use crate::font::{Face, Font};
use crate::label::{Mark, Point, Turn};
use crate::sheet::Stock;
use crate::symbol::{Dpi, Emu};

const WORD: &str = "SPECIMEN";

/// The word across the label whose top left corner is at `corner`, as wide as the label but for a tenth, and no higher
/// than a third of it.
pub(super) fn across(stock: &Stock, dpi: Dpi, corner: Point) -> Mark {
    let font = Font::built_in(true);
    let (width, height) = (stock.label_width(), stock.label_height());
    let units = font.units(WORD).unwrap_or(1).max(1);
    let by_width = Emu(width.0 * 9 / 10 * font.units_per_em() / units);
    let by_height = Emu(height.0 / 3 * font.units_per_em() / font.cap_height_units().max(1));
    let size = by_width.min(by_height);
    let taken = font.scale(units, size);
    Mark::Text {
        at: Point {
            x: dpi.snap(corner.x + Emu((width - taken).0 / 2)),
            y: dpi.snap(corner.y + Emu((height + font.cap_height(size)).0 / 2)),
        },
        turn: Turn::None,
        size,
        face: Face::built_in(true),
        text: WORD.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_stays_on_every_stock_that_there_is() {
        let dpi = Dpi::new(203).expect("a usual resolution");
        for stock in &crate::sheet::STOCKS {
            let corner = Point {
                x: Emu(36_000),
                y: Emu(72_000),
            };
            let Mark::Text { at, size, .. } = across(stock, dpi, corner) else {
                panic!("a text");
            };
            let font = Font::built_in(true);
            let end = at.x + font.width(WORD, size).expect("letters");
            assert!(at.x >= corner.x && end <= corner.x + stock.label_width());
            assert!(at.y - font.cap_height(size) >= corner.y);
            assert!(at.y <= corner.y + stock.label_height());
        }
    }
}
