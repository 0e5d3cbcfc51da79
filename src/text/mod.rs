//! Text as the standards see it: byte spans, character sets, dates.

pub mod charset;
mod date;
mod expected;
mod span;

pub use charset::Charset;
pub use date::{Date, DateError};
pub(crate) use date::{days_in_month, full_year, two_digits};
pub use expected::Expected;
pub use span::Span;
