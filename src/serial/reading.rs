//! Texts back to slots and numbers.

use core::ops::Range;

use jiff::civil::Date;

use super::class::Class;
use super::error::{SerialError, SerialErrorKind};
use super::period::Period;
use super::scheme::Scheme;
use super::slot::{Slot, Values};
use super::slots::{characters, is_gtin, is_hour};

/// What a serial says: the counter it came from, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Period, partition and stamp.
    pub slot: Slot,
    /// The number.
    pub number: u64,
}

/// The first thing by which a text is seen to be none of the scheme's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misread {
    Length,
    Literal(usize),
    Character(usize),
    Date,
    Hour(usize),
    Number,
    Check,
}

impl Scheme {
    /// The slot and number of a text; `None` when the scheme never writes it.
    ///
    /// That a random number reads back proves little: nearly every text of its form is some number. Whether that number was
    /// issued, the ledger knows.
    ///
    /// # Errors
    ///
    /// [`KeyMissing`](SerialErrorKind::KeyMissing) where only the key can tell, and
    /// [`ContextMissing`](SerialErrorKind::ContextMissing) where only the GTIN can: see [`read_of`](Self::read_of).
    pub fn read(&self, text: &str) -> Result<Option<Reading>, SerialError> {
        self.read_of(text, "")
    }

    /// As [`read`](Self::read), for the serial of a product: its GTIN of 14 digits chooses the numbers of a scheme
    /// with `{rnd}` that is unique within each GTIN. Other schemes ask for none.
    ///
    /// ```
    /// use unitmark::serial::{Context, Definition, Key, Reset, Scheme, Scope};
    ///
    /// let key = Key::new("line-2026", [7; 32])?;
    /// let definition = Definition { reset: Reset::Never, scope: Scope::Gtin, ..Definition::of("{rnd:12:b32}") };
    /// let scheme = Scheme::new(definition.with_key(&key))?.unlock(&key)?;
    /// let product = Context::new().with("gtin", "05012345678900");
    /// let text = scheme.text(&scheme.slot(&product, "2026-04-15T08:00Z".parse()?)?, 42)?;
    /// let reading = scheme.read_of(&text, "05012345678900")?.ok_or("never written")?;
    /// assert_eq!(reading.number, 42);
    /// assert_eq!(scheme.read(&text).unwrap_err().code(), "context-missing");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_of(&self, text: &str, gtin: &str) -> Result<Option<Reading>, SerialError> {
        let text = text.as_bytes();
        let Ok(day) = self.day_of(text) else {
            return Ok(None);
        };
        let slot = self.slot_of(text, day, gtin)?;
        let number = self.number(text, &slot)?;
        Ok(number.map(|number| Reading { slot, number }))
    }

    /// As [`read_of`](Self::read_of), and why not: an error of kind
    /// [`NeverWritten`](SerialErrorKind::NeverWritten) or [`CheckCharacter`](SerialErrorKind::CheckCharacter) where the
    /// scheme never writes the text.
    ///
    /// ```
    /// use unitmark::serial::{Definition, Reset, Scheme};
    ///
    /// let scheme = Scheme::new(Definition { reset: Reset::Never, ..Definition::of("SN{seq:6}{chk:luhn}") })?;
    /// assert_eq!(scheme.parse("SN0000018", "")?.number, 1);
    /// assert_eq!(scheme.parse("SN0000019", "").unwrap_err().to_string(), "the check character does not fit: {chk:luhn}");
    /// assert_eq!(scheme.parse("SM0000018", "").unwrap_err().to_string(), "'M' in place 2: the scheme writes 'N' there");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(&self, text: &str, gtin: &str) -> Result<Reading, SerialError> {
        match (
            self.read_of(text, gtin)?,
            self.day_of(text.as_bytes()).err(),
        ) {
            (Some(reading), _) => Ok(reading),
            (None, misread) => Err(self.explain(text, misread.unwrap_or(Misread::Number))),
        }
    }

    /// The first day that writes the date of a text; or what is wrong with the text, as far as can be told without the key.
    pub(super) fn day_of(&self, text: &[u8]) -> Result<Date, Misread> {
        let layout = &self.layout;
        if text.len() != layout.template.len() {
            return Err(Misread::Length);
        }
        if let Some(at) = text.iter().position(|byte| !byte.is_ascii()) {
            return Err(Misread::Character(at));
        }
        let is_other = |at: &&usize| text.get(**at) != layout.template.get(**at);
        if let Some(at) = layout.literals.iter().find(is_other) {
            return Err(Misread::Literal(*at));
        }
        let strange = |range: &Range<usize>, class: Class| {
            let mut letters = text.get(range.clone()).unwrap_or_default().iter();
            match letters.position(|letter| !class.contains(*letter)) {
                Some(place) => Err(Misread::Character(range.start + place)),
                None => Ok(()),
            }
        };
        for value in &layout.values {
            strange(&value.at, value.field.class)?;
        }
        let number = &layout.sequence;
        let letters = self.classes.get(number.at.start).copied();
        strange(&number.at, letters.unwrap_or_default())?;
        let day = self.calendar.day(layout, text).ok_or(Misread::Date)?;
        for date in layout
            .dates
            .iter()
            .filter(|date| !date.field.token.of_a_day)
        {
            if !text.get(date.at.clone()).is_some_and(is_hour) {
                return Err(Misread::Hour(date.at.start));
            }
        }
        let is_number = |field: &[u8]| number.field.is_random || number.field.read(field).is_some();
        if !text.get(number.at.clone()).is_some_and(is_number) {
            return Err(Misread::Number);
        }
        match &layout.check {
            Some(check) if !check.fits(text) => Err(Misread::Check),
            _ => Ok(day),
        }
    }

    /// The slot of a text that is not misread.
    fn slot_of(&self, text: &[u8], day: Date, gtin: &str) -> Result<Slot, SerialError> {
        let layout = &self.layout;
        let field = |at: &Range<usize>| {
            text.get(at.clone())
                .and_then(|field| core::str::from_utf8(field).ok())
                .unwrap_or_default()
        };
        let (mut partition, mut stamp) = (Values::none(), Values::none());
        for value in &layout.values {
            let values = if value.field.splits {
                &mut partition
            } else {
                &mut stamp
            };
            values.push(value.field.token.name, field(&value.at));
        }
        if layout.has_unwritten_gtin {
            if !is_gtin(gtin) {
                let message = "each GTIN has unguessable numbers of its own: the serial reads back with its GTIN of 14 digits only";
                let error = SerialError::new(SerialErrorKind::ContextMissing, message);
                return Err(error.about("gtin"));
            }
            partition.push("gtin", gtin);
        }
        for date in &layout.dates {
            if !date.field.token.told_by.contains(&self.definition.reset) {
                stamp.push(date.field.token.name, field(&date.at));
            }
        }
        let period = Period::containing(self.definition.reset, day);
        Ok(Slot {
            period,
            partition,
            stamp,
        })
    }

    fn number(&self, text: &[u8], slot: &Slot) -> Result<Option<u64>, SerialError> {
        let sequence = &self.layout.sequence;
        let Some(field) = text.get(sequence.at.clone()) else {
            return Ok(None);
        };
        if !sequence.field.is_random {
            return Ok(sequence.field.read(field));
        }
        let (permutation, tweak) = self.permutation(slot)?;
        let number = permutation.read(&tweak, &sequence.field.alphabet, field);
        Ok(number.filter(|number| sequence.field.holds(*number)))
    }

    fn explain(&self, text: &str, misread: Misread) -> SerialError {
        let letter = |at: usize| {
            text.get(at..)
                .and_then(|rest| rest.chars().next())
                .unwrap_or('?')
                .escape_debug()
        };
        let kind = match misread {
            Misread::Check => SerialErrorKind::CheckCharacter,
            _ => SerialErrorKind::NeverWritten,
        };
        let message = match misread {
            Misread::Length => format!(
                "{}: the scheme writes {}",
                characters(text.chars().count()),
                self.length()
            ),
            Misread::Literal(at) => format!(
                "'{}' in place {}: the scheme writes '{}' there",
                letter(at),
                at + 1,
                self.layout
                    .template
                    .get(at)
                    .copied()
                    .map(char::from)
                    .unwrap_or_default()
            ),
            Misread::Character(at) | Misread::Hour(at) => format!(
                "'{}' in place {}: the scheme writes {} there",
                letter(at),
                at + 1,
                self.classes.get(at).copied().unwrap_or_default().describe()
            ),
            Misread::Date => format!(
                "it names no day from {} to {}",
                self.definition.horizon_from, self.definition.horizon_until
            ),
            Misread::Number => format!(
                "it is none of the numbers {} to {}",
                self.first(),
                self.last()
            ),
            Misread::Check => format!(
                "the check character does not fit: {{chk:{}}}",
                self.layout
                    .check
                    .as_ref()
                    .map_or("", |check| check.system.name())
            ),
        };
        SerialError::new(kind, message)
    }
}
