//! Where labels go: stock, places on a page, pages.

mod fit;
mod grid;
mod guides;
mod own;
mod page;
mod reach;
mod ruler;
mod stock;
mod table;

pub use grid::{Fill, Grid, GridError, Place, Placing, Scale};
pub use page::Page;
pub use reach::ReachError;
pub use ruler::ruler;
pub use stock::{Media, Stock, StockError};
pub use table::STOCKS;
