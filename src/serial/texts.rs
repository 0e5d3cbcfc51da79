//! Texts of consecutive numbers.

use core::ops::Range;

use super::token::Sequence;

/// The texts of consecutive numbers, in order. [`write_next`](Self::write_next) and
/// [`next_str`](Self::next_str) do not allocate.
///
/// ```
/// # use unitmark::serial::{Context, Definition, Scheme};
/// # let scheme = Scheme::new(Definition::of("{yyyy}{mm}{seq:4}"))?;
/// # let slot = scheme.slot(&Context::new(), "2026-04-15T08:00Z".parse()?)?;
/// let mut sheet = String::new();
/// let mut texts = scheme.texts(&slot, 9, 2)?;
/// while texts.write_next(&mut sheet) {
///     sheet.push('\n');
/// }
/// assert_eq!(sheet, "2026040009\n2026040010\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Texts<'a> {
    text: Vec<u8>,
    at: Range<usize>,
    sequence: &'a Sequence,
    left: u64,
    /// The text holds the number before the next one.
    stale: bool,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(
        mut text: Vec<u8>,
        at: Range<usize>,
        sequence: &'a Sequence,
        first: u64,
        count: u64,
    ) -> Self {
        if let Some(field) = text.get_mut(at.clone()) {
            sequence.write(first, field);
        }
        Self {
            text,
            at,
            sequence,
            left: count,
            stale: false,
        }
    }

    /// Appends the next text; `false` when there is none.
    #[inline]
    pub fn write_next(&mut self, out: &mut String) -> bool {
        let text = self.next_str();
        if let Some(text) = text {
            out.push_str(text);
        }
        text.is_some()
    }

    /// The next text, until the one after it is asked for.
    #[inline]
    pub fn next_str(&mut self) -> Option<&str> {
        self.left = self.left.checked_sub(1)?;
        if self.stale {
            let field = self.text.get_mut(self.at.clone())?;
            self.sequence.advance(field);
        }
        self.stale = true;
        core::str::from_utf8(&self.text).ok()
    }
}

impl Iterator for Texts<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.next_str().map(str::to_owned)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left);
        (left.unwrap_or(usize::MAX), left.ok())
    }
}
