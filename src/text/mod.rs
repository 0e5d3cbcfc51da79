//! Text as the standards see it: byte spans, character sets, dates, base64url, percent-encoding.

pub mod base64url;
pub(crate) mod bits;
pub mod charset;
mod date;
pub(crate) mod digits;
mod expected;
pub mod percent;
mod span;

pub use charset::Charset;
#[cfg(feature = "job")]
pub(crate) use date::full_year;
pub use date::{Date, DateError};
pub(crate) use date::{days_in_month, two_digits};
pub use expected::Expected;
pub use span::Span;
