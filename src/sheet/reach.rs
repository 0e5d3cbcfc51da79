//! Whether labels that are moved for a printer stay on their page and off each other.

use super::Grid;
use crate::label::Point;
use crate::symbol::Emu;

/// No printer drifts further: labels that are moved by more keep off the places of others as the stock has them, too.
const DRIFT: Emu = Emu::from_um(5_000);

/// A label whose ink an offset or a scale moves to where it must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReachError {
    /// `--offset -20,0` on labels that begin 7 mm from the edge.
    #[error(
        "place {place}: with this offset and scale its print reaches {by} over the {edge} edge of the page and is cut off: take a smaller --offset, a --scale nearer to 1, or leave the place out with --skip"
    )]
    OffPage {
        /// The place.
        place: usize,
        /// How far.
        by: Emu,
        /// `left`, `right`, `upper` or `lower`.
        edge: &'static str,
    },
    /// `--scale 0.9` on labels that lie side by side.
    #[error(
        "place {place}: with this offset and scale its print reaches into the label of place {other}: take a smaller --offset, or a --scale nearer to 1"
    )]
    OnOther {
        /// The place.
        place: usize,
        /// The place of the other label.
        other: usize,
    },
}

impl ReachError {
    /// A word that never changes: `moved-off-page`, `moved-onto-other`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OffPage { .. } => "moved-off-page",
            Self::OnOther { .. } => "moved-onto-other",
        }
    }
}

impl Grid<'_> {
    /// Whether ink of the label on `place` stays on the page and off the labels beside it; `from` and `to` are its top left
    /// and bottom right corner on the page. What an offset of a few millimetres makes up for moves all labels alike.
    ///
    /// # Errors
    /// Ink over an edge of the page, or in another label.
    pub fn check_reach(&self, place: usize, (from, to): (Point, Point)) -> Result<(), ReachError> {
        let stock = self.stock();
        for (by, edge) in [
            (-from.x, "left"),
            (to.x - stock.page_width(), "right"),
            (-from.y, "upper"),
            (to.y - stock.page_height(), "lower"),
        ] {
            if by > Emu::ZERO {
                return Err(ReachError::OffPage { place, by, edge });
            }
        }
        if let Some(other) = self.met(place, (from, to), |other| self.corner(other)) {
            return Err(ReachError::OnOther { place, other });
        }
        if self.offset.x.0.abs().max(self.offset.y.0.abs()) > DRIFT.0
            && let Some(other) = self.met(place, (from, to), |other| stock.corner(other))
        {
            return Err(ReachError::OnOther { place, other });
        }
        Ok(())
    }

    /// Another place whose label, its corner where `corner` says, holds some of the ink.
    fn met(
        &self,
        place: usize,
        (from, to): (Point, Point),
        corner: impl Fn(usize) -> Point,
    ) -> Option<usize> {
        let stock = self.stock();
        let (width, height) = (stock.label_width(), stock.label_height());
        let columns = (0..stock.columns()).filter(|column| {
            let left = corner(column + 1).x;
            left < to.x && from.x < left + width
        });
        let columns: Vec<usize> = columns.collect();
        let mut rows = (0..stock.rows()).filter(|row| {
            let top = corner(row * stock.columns() + 1).y;
            top < to.y && from.y < top + height
        });
        rows.find_map(|row| {
            let places = columns
                .iter()
                .map(|column| row * stock.columns() + column + 1);
            places.into_iter().find(|other| *other != place)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Placing, STOCKS, Scale, Stock};
    use std::borrow::Cow;

    fn grid(offset: (f64, f64), scale: i64) -> Grid<'static> {
        let placing = Placing {
            offset: Point {
                x: Emu::from_mm(offset.0),
                y: Emu::from_mm(offset.1),
            },
            scale: Scale { x: scale, y: scale },
            ..Placing::default()
        };
        let stock = Stock::find("L7160").expect("in the catalogue");
        Grid::placed(Cow::Borrowed(stock), &placing).expect("a fresh sheet")
    }

    /// The ink of a label that keeps a margin.
    fn ink(grid: &Grid<'_>, place: usize, margin: f64) -> (Point, Point) {
        let (corner, margin) = (grid.corner(place), Emu::from_mm(margin));
        let stock = grid.stock();
        let from = Point {
            x: corner.x + margin,
            y: corner.y + margin,
        };
        let to = Point {
            x: corner.x + stock.label_width() - margin,
            y: corner.y + stock.label_height() - margin,
        };
        (from, to)
    }

    #[test]
    fn a_drift_is_made_up_for_and_what_would_be_cut_off_or_lie_on_others_is_told() {
        let check = |offset, scale, place| {
            let grid = grid(offset, scale);
            grid.check_reach(place, ink(&grid, place, 1.5))
        };
        for place in 1..=21 {
            assert_eq!(check((-3.0, -3.0), 1_000_000, place), Ok(()), "{place}");
            assert_eq!(check((0.0, 0.0), 1_002_000, place), Ok(()), "{place}");
        }
        let codes = |offset, scale, place| check(offset, scale, place).map_err(|told| told.code());
        assert_eq!(codes((-20.0, 0.0), 1_000_000, 1), Err("moved-off-page"));
        assert_eq!(codes((-20.0, 0.0), 1_000_000, 2), Err("moved-onto-other"));
        assert_eq!(codes((0.0, 0.0), 900_000, 1), Err("moved-onto-other"));
        assert_eq!(codes((0.0, 0.0), 1_100_000, 21), Err("moved-off-page"));
        assert_eq!(
            check((0.0, -20.0), 1_000_000, 1),
            Err(ReachError::OffPage {
                place: 1,
                by: Emu::from_mm(20.0)
                    - Emu::from_mm(1.5)
                    - grid((0.0, 0.0), 1_000_000).corner(1).y,
                edge: "upper",
            })
        );
    }

    #[test]
    fn labels_of_the_catalogue_hold_ink_up_to_their_edges() {
        for stock in &STOCKS {
            let grid = Grid::new(stock, 1, &[]).expect("a fresh sheet");
            for place in 1..=stock.places() {
                assert_eq!(grid.check_reach(place, ink(&grid, place, 0.0)), Ok(()));
            }
        }
    }
}
