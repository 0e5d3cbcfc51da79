//! Texts back to slots and numbers.

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
        if self.misread(text).is_some() {
            return Ok(None);
        }
        let Some(slot) = self.slot_of(text, gtin)? else {
            return Ok(None);
        };
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
        match (self.read_of(text, gtin)?, self.misread(text.as_bytes())) {
            (Some(reading), _) => Ok(reading),
            (None, misread) => Err(self.explain(text, misread.unwrap_or(Misread::Number))),
        }
    }

    /// What is wrong with a text, as far as can be told without the key.
    pub(super) fn misread(&self, text: &[u8]) -> Option<Misread> {
        let layout = &self.layout;
        if text.len() != layout.template.len() {
            return Some(Misread::Length);
        }
        if let Some(at) = text.iter().position(|byte| !byte.is_ascii()) {
            return Some(Misread::Character(at));
        }
        let is_other = |at: &&usize| text.get(**at) != layout.template.get(**at);
        if let Some(at) = layout.literals.iter().find(is_other) {
            return Some(Misread::Literal(*at));
        }
        let number = &layout.sequence;
        let fields = layout
            .values
            .iter()
            .map(|value| (&value.at, value.field.class));
        let strange = |at: usize, has: &dyn Fn(u8) -> bool| {
            text.get(at)
                .filter(|letter| !has(**letter))
                .map(|_| Misread::Character(at))
        };
        for (range, class) in fields {
            for at in range.clone() {
                if let Some(misread) = strange(at, &|letter| class.contains(letter)) {
                    return Some(misread);
                }
            }
        }
        for at in number.at.clone() {
            let is_one = |letter| number.field.alphabet.value(letter).is_some();
            if let Some(misread) = strange(at, &is_one) {
                return Some(misread);
            }
        }
        if self.calendar.day(layout, text).is_none() {
            return Some(Misread::Date);
        }
        for date in layout
            .dates
            .iter()
            .filter(|date| !date.field.token.of_a_day)
        {
            if !text.get(date.at.clone()).is_some_and(is_hour) {
                return Some(Misread::Hour(date.at.start));
            }
        }
        if !number.field.is_random
            && text
                .get(number.at.clone())
                .and_then(|field| number.field.read(field))
                .is_none()
        {
            return Some(Misread::Number);
        }
        let fits = layout.check.as_ref().is_none_or(|check| check.fits(text));
        (!fits).then_some(Misread::Check)
    }

    /// The slot of a text that is not misread.
    fn slot_of(&self, text: &[u8], gtin: &str) -> Result<Option<Slot>, SerialError> {
        let layout = &self.layout;
        let field = |at: &core::ops::Range<usize>| {
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
        let period = self
            .calendar
            .day(layout, text)
            .map(|day| Period::containing(self.definition.reset, day));
        Ok(period.map(|period| Slot {
            period,
            partition,
            stamp,
        }))
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
