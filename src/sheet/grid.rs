//! Which label lies where.

use std::borrow::Cow;
use std::ops::Range;

use super::Stock;
use crate::label::Point;
use crate::symbol::Emu;

/// Places of labels, one after the other, then on the next page.
#[derive(Clone, Debug)]
pub struct Grid<'a> {
    stock: Cow<'a, Stock>,
    /// The places of a whole page, 1-based, in the order in which they are filled.
    order: Vec<usize>,
    /// The free ones of the first page.
    first: Vec<usize>,
    pub(super) offset: Point,
    scale: Scale,
}

/// How places are taken; the default is a fresh sheet on a printer that is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placing {
    /// The place to start at on the first sheet, from 1.
    pub start: usize,
    /// Places of the first sheet that are left out.
    pub skip: Vec<usize>,
    /// The order in which places are filled.
    pub fill: Fill,
    /// What a printer's drift is made up for with: every label moves so far to the right and down.
    pub offset: Point,
    /// What a printer's stretch is made up for with.
    pub scale: Scale,
}

impl Default for Placing {
    fn default() -> Self {
        Self {
            start: 1,
            skip: Vec::new(),
            fill: Fill::default(),
            offset: Point::default(),
            scale: Scale::default(),
        }
    }
}

/// The order in which places are filled. A place's number is the same in both: it counts along the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fill {
    /// Along a row, then the next row.
    #[default]
    Rows,
    /// Down a column, then the next column.
    Columns,
}

/// Distances on the page in millionths of the stock's, across and down. Labels move, their symbols keep whole dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scale {
    /// Across.
    pub x: i64,
    /// Down.
    pub y: i64,
}

impl Scale {
    /// No stretch.
    pub const ONE: Self = Self {
        x: 1_000_000,
        y: 1_000_000,
    };

    /// Printers are off by thousandths; beyond this the wrong stock is in the tray.
    const RANGE: std::ops::RangeInclusive<i64> = 900_000..=1_100_000;

    fn of(length: Emu, scale: i64) -> Emu {
        let scaled = i128::from(length.0) * i128::from(scale) / 1_000_000;
        Emu(scaled.try_into().unwrap_or(i64::MAX))
    }
}

impl Default for Scale {
    fn default() -> Self {
        Self::ONE
    }
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
    /// `--offset 60,0` or `--scale 1.5`.
    #[error(
        "an offset reaches 50 mm at most and a scale is between 0.9 and 1.1: beyond, the stock is another one"
    )]
    OutOfRange,
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
        let placing = Placing {
            start,
            skip: skips.to_vec(),
            ..Placing::default()
        };
        Self::placed(Cow::Borrowed(stock), &placing)
    }

    /// Places on `stock` as `placing` says.
    ///
    /// # Errors
    /// As [`Grid::new`]; an offset over 50 mm, a scale below 0.9 or above 1.1.
    pub fn placed(stock: Cow<'a, Stock>, placing: &Placing) -> Result<Self, GridError> {
        let Placing {
            start,
            ref skip,
            fill,
            offset,
            scale,
        } = *placing;
        let places = stock.places();
        if let Some(&place) = skip
            .iter()
            .chain([&start])
            .find(|place| !(1..=places).contains(*place))
        {
            return Err(GridError::NoSuchPlace { place, places });
        }
        let far = |length: Emu| length.0.abs() > Emu::MM.0 * 50;
        let stretched = |scale| !Scale::RANGE.contains(&scale);
        if far(offset.x) || far(offset.y) || stretched(scale.x) || stretched(scale.y) {
            return Err(GridError::OutOfRange);
        }
        let (columns, rows) = (stock.columns(), stock.rows());
        let order: Vec<usize> = match fill {
            Fill::Rows => (1..=places).collect(),
            Fill::Columns => (0..columns)
                .flat_map(|column| (0..rows).map(move |row| row * columns + column + 1))
                .collect(),
        };
        let first: Vec<usize> = order
            .iter()
            .copied()
            .skip_while(|place| *place != start)
            .filter(|place| !skip.contains(place))
            .collect();
        if first.is_empty() {
            return Err(GridError::NoneLeft { start });
        }
        Ok(Self {
            stock,
            order,
            first,
            offset,
            scale,
        })
    }

    /// The stock the labels are on.
    pub fn stock(&self) -> &Stock {
        &self.stock
    }

    /// The top left corner of a place (from 1) where it is printed: the stock's, scaled and moved.
    pub fn corner(&self, place: usize) -> Point {
        let corner = self.stock.corner(place);
        Point {
            x: Scale::of(corner.x, self.scale.x) + self.offset.x,
            y: Scale::of(corner.y, self.scale.y) + self.offset.y,
        }
    }

    /// Whether an offset or a scale moves labels from where the stock has them.
    pub fn is_moved(&self) -> bool {
        self.offset != Point::default() || self.scale != Scale::ONE
    }

    /// Where label number `index` (from 0) lies.
    pub fn place(&self, index: usize) -> Place {
        let places = self.stock.places();
        let (page, label) = if let Some(&label) = self.first.get(index) {
            (0, label)
        } else {
            let rest = index - self.first.len();
            let label = self.order.get(rest % places.max(1)).copied();
            (1 + rest / places.max(1), label.unwrap_or(1))
        };
        Place {
            page,
            label,
            at: self.corner(label),
        }
    }

    /// The places of a whole page in the order in which they are filled.
    pub fn page_order(&self) -> impl Iterator<Item = usize> {
        self.order.iter().copied()
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
    fn columns_are_filled_first_when_asked_for_and_places_keep_their_numbers() {
        let placing = Placing {
            start: 17,
            skip: vec![3],
            fill: Fill::Columns,
            ..Placing::default()
        };
        let grid = Grid::placed(Cow::Borrowed(stock()), &placing).expect("places are left");
        // Three columns of seven rows: 17 is the sixth of the second column.
        assert_eq!(
            places(&grid, 0..5),
            [(0, 17), (0, 20), (0, 6), (0, 9), (0, 12)]
        );
        let next = grid.on_page(0).end;
        assert_eq!(places(&grid, next..next + 2), [(1, 1), (1, 4)]);
        assert_eq!(grid.next_free(next), 1);
    }

    #[test]
    fn an_offset_moves_every_label_and_a_scale_stretches_the_distances() {
        let placing = Placing {
            offset: Point {
                x: Emu::from_um(-300),
                y: Emu::from_um(500),
            },
            scale: Scale {
                x: 1_002_000,
                y: 1_000_000,
            },
            ..Placing::default()
        };
        let grid = Grid::placed(Cow::Borrowed(stock()), &placing).expect("a fresh sheet");
        let third = grid.place(2).at;
        let true_third = stock().corner(3);
        assert_eq!(
            third.x,
            Emu(true_third.x.0 * 1002 / 1000) - Emu::from_um(300)
        );
        assert_eq!(third.y, true_third.y + Emu::from_um(500));
        for (offset, scale) in [(51.0, 1_000_000), (0.0, 1_200_000), (-51.0, 1_000_000)] {
            let placing = Placing {
                offset: Point {
                    x: Emu::ZERO,
                    y: Emu::from_mm(offset),
                },
                scale: Scale {
                    x: 1_000_000,
                    y: scale,
                },
                ..Placing::default()
            };
            let error = Grid::placed(Cow::Borrowed(stock()), &placing).err();
            assert_eq!(error, Some(GridError::OutOfRange));
        }
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
