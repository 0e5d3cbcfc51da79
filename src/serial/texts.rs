//! Numbers to texts, one or a row of them.

use super::alphabet::widest;
use super::error::{SerialError, SerialErrorKind};
use super::layout::Layout;
use super::permutation::{Permutation, Tweak};
use super::scheme::Scheme;
use super::slot::Slot;
use super::slots::{characters, mismatch};

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
        if count > 0 {
            self.check_numbers(slot, first, count)?;
        }
        let way = if self.layout.sequence.field.is_random {
            let (permutation, tweak) = self.permutation(slot)?;
            Way::Permuting { permutation, tweak }
        } else {
            Way::Counting
        };
        Ok(Texts::new(template, &self.layout, way, first, count))
    }

    /// The text that takes the most room: at each place of the number the widest class its alphabet
    /// has, an upper-case letter before a digit. It may be no serial.
    pub fn widest(&self, slot: &Slot) -> Result<String, SerialError> {
        let mut text = self.template(slot)?;
        let letter = widest(self.layout.sequence.field.alphabet.letters());
        if let Some(field) = text.get_mut(self.layout.sequence.at.clone()) {
            field.fill(letter);
        }
        if let Some(check) = &self.layout.check
            && let Some(field) = text.get_mut(check.at.clone())
        {
            field.fill(widest(check.system.written()));
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
                 a wider field is another scheme",
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
    layout: &'a Layout,
    way: Way<'a>,
    number: u64,
    left: u64,
    /// The text holds the number before this one.
    stale: bool,
    /// The check characters change with the number.
    checks_number: bool,
}

/// How the next text is made from the one before.
#[derive(Clone, Debug)]
enum Way<'a> {
    Counting,
    Permuting {
        permutation: &'a Permutation,
        tweak: Tweak,
    },
}

impl<'a> Texts<'a> {
    fn new(text: Vec<u8>, layout: &'a Layout, way: Way<'a>, number: u64, left: u64) -> Self {
        let check = layout.check.as_ref();
        let mut texts = Self {
            text,
            layout,
            way,
            number,
            left,
            stale: false,
            checks_number: check.is_some_and(|check| check.is_over(layout.sequence.at.start)),
        };
        if left > 0 {
            texts.write_number(false);
        }
        if let Some(check) = check {
            check.write(&mut texts.text);
        }
        texts
    }

    /// Writes the number, which may be the one after that of the text.
    #[inline]
    fn write_number(&mut self, is_next: bool) -> Option<()> {
        let sequence = &self.layout.sequence;
        let field = self.text.get_mut(sequence.at.clone())?;
        match &self.way {
            Way::Counting if is_next => sequence.field.advance(field),
            Way::Counting => sequence.field.write(self.number, field),
            Way::Permuting { permutation, tweak } => {
                permutation.write(tweak, self.number, &sequence.field.alphabet, field)?;
            }
        }
        Some(())
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
            self.number = self.number.saturating_add(1);
            self.write_number(true)?;
            if self.checks_number
                && let Some(check) = &self.layout.check
            {
                check.write(&mut self.text);
            }
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
