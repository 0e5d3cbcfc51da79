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
