//! Lines that help the eye or the knife: outlines of labels, cut marks in the margins.

use super::Grid;
use crate::label::{Mark, Point};
use crate::symbol::{Dpi, Emu};

/// How long a cut mark is at most, and how far it stays off the labels.
const CUT: Emu = Emu::from_um(5_000);
const CUT_GAP: Emu = Emu::from_um(1_000);

/// The least thickness of a line: a tenth of a millimetre, or a dot.
fn thickness(dpi: Dpi) -> Emu {
    dpi.snap(Emu::from_um(100)).max(dpi.dot())
}

/// A box of lines along the inside of a rectangle.
pub(super) fn frame(at: Point, width: Emu, height: Emu, line: Emu) -> [Mark; 4] {
    let fill = |x: Emu, y: Emu, width: Emu, height: Emu| Mark::Fill {
        at: Point {
            x: at.x + x,
            y: at.y + y,
        },
        width,
        height,
    };
    [
        fill(Emu::ZERO, Emu::ZERO, width, line),
        fill(Emu::ZERO, height - line, width, line),
        fill(Emu::ZERO, Emu::ZERO, line, height),
        fill(width - line, Emu::ZERO, line, height),
    ]
}

impl Grid<'_> {
    /// The edges of every label of a page, its corners square: for a proof on plain paper.
    pub fn outlines(&self, dpi: Dpi) -> Vec<Mark> {
        let stock = self.stock();
        (1..=stock.places())
            .flat_map(|place| {
                let (width, height) = (stock.label_width(), stock.label_height());
                frame(self.corner(place), width, height, thickness(dpi))
            })
            .collect()
    }

    /// Marks in the margins where the edges of the labels run, a millimetre off them; none where the margin is under 2 mm.
    pub fn cut_marks(&self, dpi: Dpi) -> Vec<Mark> {
        let stock = self.stock();
        let (columns, rows) = (stock.columns(), stock.rows());
        let line = thickness(dpi);
        let (near, last) = (self.corner(1), self.corner(stock.places()));
        let far = Point {
            x: last.x + stock.label_width(),
            y: last.y + stock.label_height(),
        };
        // Where a mark begins, and how long it is, on both sides of the labels.
        let sides = |near: Emu, far: Emu, page: Emu| {
            let length = |margin: Emu| (margin - CUT_GAP).min(CUT);
            let (before, after) = (length(near), length(page - far));
            [(near - CUT_GAP - before, before), (far + CUT_GAP, after)]
        };
        let mut marks = Vec::new();
        let mut push = |at: Point, width: Emu, height: Emu| {
            if width >= CUT_GAP || height >= CUT_GAP {
                marks.push(Mark::Fill { at, width, height });
            }
        };
        for column in 1..=columns {
            let left = self.corner(column).x;
            for x in [left, left + stock.label_width() - line] {
                for (y, length) in sides(near.y, far.y, stock.page_height()) {
                    push(Point { x, y }, line, length);
                }
            }
        }
        for row in 0..rows {
            let top = self.corner(1 + row * columns).y;
            for y in [top, top + stock.label_height() - line] {
                for (x, length) in sides(near.x, far.x, stock.page_width()) {
                    push(Point { x, y }, length, line);
                }
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{STOCKS, Stock};

    #[test]
    fn cut_marks_lie_on_the_page_and_off_the_labels() {
        let dpi = Dpi::new(300).expect("usual");
        for stock in &STOCKS {
            let grid = Grid::new(stock, 1, &[]).expect("a fresh sheet");
            for mark in grid.cut_marks(dpi) {
                let Mark::Fill { at, width, height } = mark else {
                    panic!("lines only");
                };
                let name = stock.name();
                assert!(
                    at.x >= Emu::ZERO && at.x + width <= stock.page_width(),
                    "{name}"
                );
                assert!(
                    at.y >= Emu::ZERO && at.y + height <= stock.page_height(),
                    "{name}"
                );
                for place in 1..=stock.places() {
                    let corner = grid.corner(place);
                    let apart = at.x + width <= corner.x
                        || at.x >= corner.x + stock.label_width()
                        || at.y + height <= corner.y
                        || at.y >= corner.y + stock.label_height();
                    assert!(apart, "{name} {at:?} {width} {height}");
                }
            }
        }
    }

    #[test]
    fn a_sheet_of_three_columns_and_seven_rows_has_a_mark_at_both_ends_of_each_edge() {
        let grid = Grid::new(Stock::find("L7160").expect("known"), 1, &[]).expect("fresh");
        let dpi = Dpi::new(300).expect("usual");
        assert_eq!(grid.cut_marks(dpi).len(), 2 * 2 * (3 + 7));
        assert_eq!(grid.outlines(dpi).len(), 4 * 21);
    }
}
