//! Which label lies where.

use std::ops::Range;

use super::Stock;
use crate::label::Point;

/// Places of labels, one after the other: along a row, then down, then on the next page.
#[derive(Clone, Debug)]
pub struct Grid<'a> {
    stock: &'a Stock,
    /// Free places of the first page, 1-based.
    first: Vec<usize>,
}

/// Where one label lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page, from 0.
    pub page: usize,
    /// The place on the page, from 1.
    pub label: usize,
    /// Its top left corner on the page.
    pub at: Point,
}

/// Places that the stock does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// `--start 22` or `--skip 22` on a sheet of 21 labels, or 0.
    #[error("place {place} is not on a sheet of {places} labels: places are 1 to {places}")]
    NoSuchPlace {
        /// The place asked for.
        place: usize,
        /// How many there are.
        places: usize,
    },
    /// `--start 21 --skip 21` on a sheet of 21 labels.
    #[error(
        "no place is left on the first sheet from place {start} on: start on a fresh sheet with place 1"
    )]
    NoneLeft {
        /// The place to start at.
        start: usize,
    },
}

impl<'a> Grid<'a> {
    /// Places on `stock` from place `start` on (1 is the first of a fresh sheet), without those of
    /// `skips`. Both are about the first page only.
    ///
    /// # Errors
    /// A start or a skip that is 0 or beyond the sheet; nothing left on the first page.
    pub fn new(stock: &'a Stock, start: usize, skips: &[usize]) -> Result<Self, GridError> {
        let places = stock.places();
        if let Some(&place) = skips
            .iter()
            .chain([&start])
            .find(|place| !(1..=places).contains(*place))
        {
            return Err(GridError::NoSuchPlace { place, places });
        }
        let first: Vec<_> = (start..=places)
            .filter(|place| !skips.contains(place))
            .collect();
        if first.is_empty() {
            return Err(GridError::NoneLeft { start });
        }
        Ok(Self { stock, first })
    }

    /// The stock the labels are on.
    pub fn stock(&self) -> &'a Stock {
        self.stock
    }

    /// Where label number `index` (from 0) lies.
    pub fn place(&self, index: usize) -> Place {
        let places = self.stock.places();
        let (page, label) = if let Some(&label) = self.first.get(index) {
            (0, label)
        } else {
            let rest = index - self.first.len();
            (1 + rest / places, 1 + rest % places)
        };
        Place {
            page,
            label,
            at: self.stock.corner(label),
        }
    }

    /// The numbers (from 0) of the labels that lie on page `page` (from 0).
    pub fn on_page(&self, page: usize) -> Range<usize> {
        let places = self.stock.places();
        match page.checked_sub(1) {
            None => 0..self.first.len(),
            Some(full) => {
                let start = full.saturating_mul(places).saturating_add(self.first.len());
                start..start.saturating_add(places)
            }
        }
    }

    /// The place to start at next after `count` labels: the next one free, 1 when the last page is full.
    pub fn next_free(&self, count: usize) -> usize {
        self.place(count).label
    }

    /// How many pages `count` labels take.
    pub fn pages(&self, count: usize) -> usize {
        count
            .checked_sub(1)
            .map_or(0, |last| self.place(last).page + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbol::Emu;

    fn stock() -> &'static Stock {
        Stock::find("L7160").expect("in the catalogue")
    }

    fn places(grid: &Grid<'_>, labels: std::ops::Range<usize>) -> Vec<(usize, usize)> {
        labels
            .map(|index| grid.place(index))
            .map(|place| (place.page, place.label))
            .collect()
    }

    #[test]
    fn places_go_along_the_rows_then_to_the_next_page() {
        let grid = Grid::new(stock(), 1, &[]).expect("a fresh sheet");
        assert_eq!(places(&grid, 0..2), [(0, 1), (0, 2)]);
        assert_eq!(places(&grid, 20..22), [(0, 21), (1, 1)]);
        let (first, second, fourth) = (grid.place(0).at, grid.place(1).at, grid.place(3).at);
        assert_eq!(second.x - first.x, Emu::from_um(66_040));
        assert_eq!(
            (fourth.x, fourth.y - first.y),
            (first.x, Emu::from_um(38_100))
        );
    }

    #[test]
    fn start_and_skips_are_about_the_first_page_only() {
        let grid = Grid::new(stock(), 18, &[3, 20]).expect("places are left");
        assert_eq!(
            places(&grid, 0..5),
            [(0, 18), (0, 19), (0, 21), (1, 1), (1, 2)]
        );
        assert_eq!(places(&grid, 5..6), [(1, 3)]);
        assert_eq!(
            (grid.pages(0), grid.pages(3), grid.pages(4), grid.pages(25)),
            (0, 1, 2, 3)
        );
    }

    #[test]
    fn the_next_free_place_is_where_the_next_run_starts() {
        let grid = Grid::new(stock(), 8, &[]).expect("places are left");
        assert_eq!(grid.next_free(0), 8);
        assert_eq!(grid.next_free(13), 21);
        assert_eq!(grid.next_free(14), 1);
        assert_eq!(grid.next_free(57), 2);
    }

    #[test]
    fn a_place_that_is_not_on_the_sheet_is_an_error() {
        for (start, skip) in [(0, 1), (22, 1), (1, 0), (1, 22)] {
            let error = Grid::new(stock(), start, &[skip]).expect_err("21 places");
            assert!(
                matches!(error, GridError::NoSuchPlace { places: 21, .. }),
                "{error}"
            );
        }
        assert_eq!(
            Grid::new(stock(), 21, &[21]).err(),
            Some(GridError::NoneLeft { start: 21 })
        );
    }

    #[test]
    fn the_labels_of_a_page_are_those_whose_place_is_on_it() {
        let grid = Grid::new(stock(), 5, &[7]).expect("places are left");
        for page in 0..4 {
            for index in grid.on_page(page) {
                assert_eq!(grid.place(index).page, page);
            }
        }
        assert_eq!(grid.on_page(0), 0..16);
    }
}
