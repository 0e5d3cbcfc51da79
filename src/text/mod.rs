//! Text as the standards see it: byte spans, character sets, dates.

mod span;

pub use span::Span;
