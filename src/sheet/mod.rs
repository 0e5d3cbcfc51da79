//! Where labels go: stock, places on a page, pages.

mod fit;
mod grid;
mod page;
mod stock;
mod table;

pub use grid::{Grid, GridError, Place};
pub use page::Page;
pub use stock::{Media, Stock, StockError};
pub use table::STOCKS;
