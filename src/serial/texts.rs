//! Numbers to texts, one or a row of them.

use core::ops::Range;

use super::error::{SerialError, SerialErrorKind};
use super::scheme::Scheme;
use super::slot::Slot;
use super::slots::{characters, mismatch};
use super::token::Sequence;

impl Scheme {
    /// The text of a number.
    pub fn text(&self, slot: &Slot, number: u64) -> Result<String, SerialError> {
        self.texts(slot, number, 1)?
            .next()
            .ok_or_else(|| mismatch("no text"))
    }

    /// The texts of `count` numbers from `first` on.
    ///
    /// ```
    /// use unitmark::serial::{Context, Definition, Scheme};
    ///
    /// let scheme = Scheme::new(Definition::of("{yyyy}-{mm}-{seq:1:AZ}"))?;
    /// let slot = scheme.slot(&Context::new(), "2026-04-15T08:00Z".parse()?)?;
    /// let lots: Vec<_> = scheme.texts(&slot, scheme.first(), 3)?.collect();
    /// assert_eq!(lots, ["2026-04-A", "2026-04-B", "2026-04-C"]);
    /// assert_eq!(scheme.texts(&slot, 25, 2).unwrap_err().code(), "exhausted");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn texts(&self, slot: &Slot, first: u64, count: u64) -> Result<Texts<'_>, SerialError> {
        let template = self.template(slot)?;
        let field = &self.layout.sequence;
        if count > 0 {
            self.check_numbers(slot, first, count)?;
        }
        Ok(Texts::new(
            template,
            field.at.clone(),
            &field.field,
            first,
            count,
        ))
    }

    /// The text that takes the most room: at each place of the number the widest class its alphabet
    /// has, an upper-case letter before a digit. It may be no serial.
    pub fn widest(&self, slot: &Slot) -> Result<String, SerialError> {
        let mut text = self.template(slot)?;
        let letter = self.layout.sequence.field.alphabet.widest();
        if let Some(field) = text.get_mut(self.layout.sequence.at.clone()) {
            field.fill(letter);
        }
        String::from_utf8(text).map_err(|_| mismatch("not ASCII"))
    }

    fn check_numbers(&self, slot: &Slot, first: u64, count: u64) -> Result<(), SerialError> {
        let (lowest, highest) = (self.first(), self.last());
        if first < lowest {
            let message =
                format!("number {first} is never given: the numbers are {lowest} to {highest}");
            return Err(SerialError::new(SerialErrorKind::BelowFirst, message));
        }
        let last = first.checked_add(count - 1);
        if last.is_none_or(|last| last > highest) {
            let field = &self.layout.sequence;
            let asked = match (last, count) {
                (_, 1) => format!("number {first} does"),
                (Some(last), _) => format!("numbers {first} to {last} do"),
                (None, _) => format!("{count} numbers from {first} on do"),
            };
            let message = format!(
                "{asked} not fit {} of base {}: {slot} has the numbers {lowest} to {highest}; \
                 a wider {{seq}} is another scheme",
                characters(field.at.len()),
                field.field.alphabet.radix(),
            );
            return Err(SerialError::new(SerialErrorKind::Exhausted, message));
        }
        Ok(())
    }
}

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
