//! Label stock: sheets and rolls, found by any of their part numbers.

use std::borrow::Cow;

use super::table::STOCKS;
use crate::label::Point;
use crate::symbol::Emu;

/// A sheet or a roll of labels: the size of its page, and where the labels lie on it.
///
/// A roll is a page of one label.
///
/// ```
/// use unitmark::sheet::Stock;
///
/// let stock = Stock::find("avery l7160")?;
/// assert_eq!(stock.places(), 21);
/// assert_eq!(stock.label_width().to_string(), "63.5 mm");
/// # Ok::<(), unitmark::sheet::StockError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    pub(super) maker: Cow<'static, str>,
    pub(super) name: Cow<'static, str>,
    pub(super) names: &'static [&'static str],
    pub(super) media: Media,
    pub(super) page: (Emu, Emu),
    pub(super) label: (Emu, Emu),
    pub(super) columns: u16,
    pub(super) rows: u16,
    pub(super) corner: (Emu, Emu),
    pub(super) pitch: (Emu, Emu),
    pub(super) radius: Emu,
    pub(super) symmetric: bool,
    pub(super) source: Cow<'static, str>,
}

/// What the labels come on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Media {
    /// A4 sheets, 210 by 297 mm.
    A4,
    /// US Letter sheets, 8.5 by 11 in.
    Letter,
    /// A roll, a label a page.
    Roll,
    /// A page of another size.
    Other,
}

impl Media {
    /// `A4`, `Letter`, `roll`, `other`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "Letter",
            Self::Roll => "roll",
            Self::Other => "other",
        }
    }
}

/// A name that no stock has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no label stock is called {name:?}: did you mean {}? `unitmark stock` lists all", .nearest.join(", "))]
pub struct StockError {
    /// The name as it was given.
    pub name: String,
    /// The names that are nearest to it, the nearest first.
    pub nearest: Vec<String>,
}

impl StockError {
    /// `unknown-stock`.
    pub const fn code(&self) -> &'static str {
        "unknown-stock"
    }
}

impl Stock {
    /// Finds stock by any of its names or part numbers, with or without its maker's, without regard to case, blanks,
    /// dashes and underscores.
    ///
    /// # Errors
    /// `L7199`: no such stock; the error offers the nearest names.
    pub fn find(name: &str) -> Result<&'static Self, StockError> {
        let wanted = plain(name);
        STOCKS
            .iter()
            .find(|stock| stock.all_names().any(|known| plain(known) == wanted))
            .or_else(|| {
                STOCKS
                    .iter()
                    .find(|stock| stock.with_maker().any(|known| plain(&known) == wanted))
            })
            .ok_or_else(|| StockError {
                name: name.to_owned(),
                nearest: nearest(&wanted),
            })
    }

    /// Who sells it first: `Avery`; `thermal` for sizes without a maker.
    pub fn maker(&self) -> &str {
        &self.maker
    }

    /// The name it is listed under: `L7160`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Other names and part numbers of the same die.
    pub fn names(&self) -> &[&'static str] {
        self.names
    }

    /// What the labels come on.
    pub fn media(&self) -> Media {
        self.media
    }

    /// The width of the page.
    pub fn page_width(&self) -> Emu {
        self.page.0
    }

    /// The height of the page.
    pub fn page_height(&self) -> Emu {
        self.page.1
    }

    /// The width of a label.
    pub fn label_width(&self) -> Emu {
        self.label.0
    }

    /// The height of a label.
    pub fn label_height(&self) -> Emu {
        self.label.1
    }

    /// Labels side by side.
    pub fn columns(&self) -> usize {
        usize::from(self.columns)
    }

    /// Labels one below the other.
    pub fn rows(&self) -> usize {
        usize::from(self.rows)
    }

    /// Labels a page.
    pub fn places(&self) -> usize {
        self.columns() * self.rows()
    }

    /// From the left edge of the page to the first label.
    pub fn left(&self) -> Emu {
        self.corner.0
    }

    /// From the top edge of the page to the first label.
    pub fn top(&self) -> Emu {
        self.corner.1
    }

    /// From one label's left edge to the next one's.
    pub fn pitch_x(&self) -> Emu {
        self.pitch.0
    }

    /// From one label's top edge to the next one's.
    pub fn pitch_y(&self) -> Emu {
        self.pitch.1
    }

    /// The radius of a label's corners.
    pub fn radius(&self) -> Emu {
        self.radius
    }

    /// The margins left and right are the same, and so are those above and below.
    pub fn symmetric(&self) -> bool {
        self.symmetric
    }

    /// Where its measures come from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The top left corner of a place (from 1, along the rows) on its page.
    pub fn corner(&self, place: usize) -> Point {
        let index = place.saturating_sub(1) % self.places().max(1);
        let (row, column) = (index / self.columns().max(1), index % self.columns().max(1));
        Point {
            x: self.left() + self.pitch_x() * column as i64,
            y: self.top() + self.pitch_y() * row as i64,
        }
    }

    fn all_names(&self) -> impl Iterator<Item = &str> {
        [self.name()].into_iter().chain(self.names.iter().copied())
    }

    fn with_maker(&self) -> impl Iterator<Item = String> {
        self.all_names().map(|name| format!("{}{name}", self.maker))
    }
}

/// A name as it is compared: `DK-11209` and `dk 11209` are one.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .map(|c| if c == '×' { 'x' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The three listed names that take the fewest edits from `wanted`.
fn nearest(wanted: &str) -> Vec<String> {
    let mut ranked: Vec<_> = STOCKS
        .iter()
        .flat_map(|stock| {
            stock
                .all_names()
                .map(move |name| (edits(wanted, &plain(name)), stock, name))
        })
        .collect();
    ranked.sort_by_key(|(edits, ..)| *edits);
    let mut names: Vec<String> = Vec::new();
    let mut seen: Vec<&Stock> = Vec::new();
    for (_, stock, name) in ranked {
        if names.len() < 3 && !seen.contains(&stock) {
            seen.push(stock);
            names.push(name.to_owned());
        }
    }
    names
}

/// Levenshtein's distance.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let replace = row[j] + usize::from(from != *to);
            next.push(replace.min(row[j + 1] + 1).min(next[j] + 1));
        }
        row = next;
    }
    row[b.len()]
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[test]
    fn every_stock_is_found_by_every_name_whatever_its_writing() {
        for stock in &STOCKS {
            for name in stock.all_names() {
                let written = name.to_uppercase().replace('-', " ");
                assert_eq!(
                    Stock::find(&written).map(Stock::name),
                    Ok(stock.name()),
                    "{written}"
                );
                let with_maker = format!("{} {name}", stock.maker());
                assert_eq!(
                    Stock::find(&with_maker).map(Stock::name),
                    Ok(stock.name()),
                    "{with_maker}"
                );
            }
        }
    }

    #[test]
    fn no_two_stocks_share_a_name() {
        let mut names: Vec<_> = STOCKS
            .iter()
            .flat_map(|stock| stock.all_names().map(plain))
            .collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn an_unknown_name_is_an_error_that_offers_the_nearest() {
        let error = Stock::find("L716O").expect_err("a letter O is no zero");
        assert_eq!(error.code(), "unknown-stock");
        assert!(error.nearest.contains(&"L7160".to_owned()), "{error}");
        assert!(Stock::find("").is_err());
    }

    #[test]
    fn labels_lie_on_the_page_and_do_not_overlap() {
        STOCKS.iter().for_each(lies_well);
    }

    pub fn lies_well(stock: &Stock) {
        let name = stock.name();
        let last = stock.corner(stock.places());
        assert!(
            stock.left() >= Emu::ZERO && stock.top() >= Emu::ZERO,
            "{name}"
        );
        assert!(last.x + stock.label_width() <= stock.page_width(), "{name}");
        assert!(
            last.y + stock.label_height() <= stock.page_height(),
            "{name}"
        );
        assert!(
            stock.columns() == 1 || stock.pitch_x() >= stock.label_width(),
            "{name}"
        );
        assert!(
            stock.rows() == 1 || stock.pitch_y() >= stock.label_height(),
            "{name}"
        );
        assert!(
            stock.label_width() > Emu::ZERO && stock.label_height() > Emu::ZERO,
            "{name}"
        );
        assert!(stock.radius() * 2 <= stock.label_width(), "{name}");
        assert!(!stock.source().is_empty(), "{name}");
    }

    #[test]
    fn there_are_sixty_stocks_or_more_and_each_names_its_source() {
        assert!(STOCKS.len() >= 60, "{}", STOCKS.len());
        assert!(STOCKS.iter().all(|stock| !stock.source().is_empty()));
    }

    #[test]
    fn stock_that_is_called_symmetric_is_so_to_ten_micrometres() {
        for stock in STOCKS.iter().filter(|stock| stock.symmetric()) {
            let last = stock.corner(stock.places());
            let right = stock.page_width() - last.x - stock.label_width();
            let bottom = stock.page_height() - last.y - stock.label_height();
            assert!(
                (right - stock.left()).0.abs() <= Emu::from_um(10).0,
                "{}: {} and {right}",
                stock.name(),
                stock.left()
            );
            assert!(
                (bottom - stock.top()).0.abs() <= Emu::from_um(10).0,
                "{}: {} and {bottom}",
                stock.name(),
                stock.top()
            );
        }
    }
}
