//! A stretch of bytes of the input as the caller gave it.

/// Bytes `start..end` of an input, counted from 0; `end` is one past the last byte.
///
/// ```
/// use unitmark::text::Span;
///
/// let span = Span::new(4, 18);
/// assert_eq!(span.len(), 14);
/// assert_eq!(span.to_string(), "4-18");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span of bytes `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many bytes it covers; 0 for a span that marks a place between two bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it marks a place between two bytes.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

impl core::fmt::Display for Span {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}-{}", self.start, self.end)
    }
}
