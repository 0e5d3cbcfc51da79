//! Text as the standards see it: byte spans, character sets, dates.

pub mod charset;
mod date;
mod span;

pub use date::{Date, DateError};
pub(crate) use date::{days_in_month, two_digits};
pub use span::Span;
