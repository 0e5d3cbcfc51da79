//! A scheme: a definition that was parsed and proved.

use jiff::Timestamp;

use super::class::Class;
use super::clock::PlantClock;
use super::context::Context;
use super::definition::Definition;
use super::error::{SchemeError, SchemeErrorKind, SerialError, SerialErrorKind};
use super::id::SchemeId;
use super::layout::{CARRIERS, Layout, write_decimal};
use super::pattern;
use super::period::Period;
use super::proof::Calendar;
use super::slot::{Slot, Values};
use super::texts::Texts;
use super::token::Moment;
use crate::text::Span;

/// A definition that was parsed and proved: every period of its horizon and every partition writes a
/// different text, every text reads back to one (slot, number), and each fits its Application Identifier.
///
/// ```
/// use unitmark::serial::{Context, Definition, Scheme};
///
/// let scheme = Scheme::new(Definition::of("{plant:2}-{yyyy}{mm}{seq:4}"))?;
/// let plant = Context::new().with("plant", "WG");
/// let slot = scheme.slot(&plant, "2026-04-15T08:00Z".parse()?)?;
/// assert_eq!(scheme.text(&slot, 1)?, "WG-2026040001");
/// assert_eq!(scheme.capacity(), 9_999);
///
/// let reading = scheme.read("WG-2026040001").ok_or("not of this scheme")?;
/// assert_eq!((reading.slot, reading.number), (slot, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scheme {
    definition: Definition,
    id: SchemeId,
    layout: Layout,
    calendar: Calendar,
    clock: PlantClock,
    pub(crate) classes: Vec<Class>,
}

/// What a serial says: the counter it came from, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Period, partition and stamp.
    pub slot: Slot,
    /// The number.
    pub number: u64,
}

impl Scheme {
    /// Parses and proves a definition.
    pub fn new(mut definition: Definition) -> Result<Self, SchemeError> {
        let carrier = CARRIERS
            .iter()
            .find(|carrier| carrier.ai == definition.ai)
            .ok_or_else(|| unserved(&definition.ai))?;
        let parts = pattern::parse(&definition.pattern)?;
        let layout = Layout::new(&parts, carrier)?;
        let clock = PlantClock::new(&definition)?;
        let calendar = Calendar::prove(&definition, &layout)?;
        clock.zone_name().clone_into(&mut definition.zone);
        Ok(Self {
            id: SchemeId::of(&definition.to_text()),
            classes: classes(&layout, &calendar),
            definition,
            layout,
            calendar,
            clock,
        })
    }

    /// The hash of the definition.
    pub const fn id(&self) -> SchemeId {
        self.id
    }

    /// The definition, its zone spelled as the IANA database does.
    pub const fn definition(&self) -> &Definition {
        &self.definition
    }

    /// How many characters each serial has.
    pub fn length(&self) -> usize {
        self.layout.template.len()
    }

    /// The first number of each counter: 1 where the alphabet begins with `0`, else 0.
    pub fn first(&self) -> u64 {
        self.layout.sequence.field.first()
    }

    /// The last number of each counter; at most `i64::MAX`, so that any database holds it.
    pub fn last(&self) -> u64 {
        self.layout.sequence.field.last()
    }

    /// How many numbers a counter has: `last - first + 1`.
    pub fn capacity(&self) -> u64 {
        self.last().saturating_sub(self.first()).saturating_add(1)
    }

    /// The slot of a moment: which counter, and what the text says of the date.
    ///
    /// ```
    /// use unitmark::serial::{Context, Definition, Reset, Scheme};
    ///
    /// // A running number of the year that also shows the day.
    /// let yearly = Definition { reset: Reset::Year, ..Definition::of("{yyyy}{mm}{dd}-{seq:6}") };
    /// let slot = Scheme::new(yearly)?.slot(&Context::new(), "2026-04-15T08:00Z".parse()?)?;
    /// assert_eq!(slot.period().to_string(), "2026");
    /// assert_eq!(slot.stamp().as_str(), "mm=04 dd=15");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn slot(&self, context: &Context, at: Timestamp) -> Result<Slot, SerialError> {
        let partition = self.partition(context)?;
        let moment = self
            .clock
            .moment(at)
            .filter(|moment| self.is_in_horizon(moment.day, moment.day))
            .ok_or_else(|| self.outside_horizon(&at.to_string()))?;
        Ok(Slot {
            period: Period::containing(self.definition.reset, moment.day),
            partition,
            stamp: self.stamp(moment),
        })
    }

    /// The slot that its three stored texts name.
    pub fn slot_from(
        &self,
        period: &str,
        partition: &str,
        stamp: &str,
    ) -> Result<Slot, SerialError> {
        let slot = Slot {
            period: Period::parse(period)
                .ok_or_else(|| mismatch(&format!("'{period}' is no period")))?,
            partition: Values::from_text(partition),
            stamp: Values::from_text(stamp),
        };
        self.template(&slot)?;
        Ok(slot)
    }

    /// The same partition in another period, stamped as of that period's first day: where a clock
    /// that stepped back a little stays.
    pub fn slot_held(&self, slot: &Slot, period: Period) -> Result<Slot, SerialError> {
        let day = period
            .first_day()
            .map_or(self.definition.horizon_from, |day| {
                day.max(self.definition.horizon_from)
            });
        let held = Slot {
            period,
            partition: slot.partition.clone(),
            stamp: self.stamp(Moment {
                day,
                hour: self.clock.day_starts().hour(),
            }),
        };
        self.template(&held)?;
        Ok(held)
    }

    /// The first moment of a period, and the first moment after it; `None` for the period that never
    /// ends, and for one of another reset.
    pub fn bounds(&self, period: Period) -> Option<(Timestamp, Timestamp)> {
        if !period.is_of(self.definition.reset) {
            return None;
        }
        let after = period.last_day()?.tomorrow().ok()?;
        Some((
            self.clock.start(period.first_day()?)?,
            self.clock.start(after)?,
        ))
    }

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

    /// The slot and number of a text; `None` when the scheme never writes it.
    pub fn read(&self, text: &str) -> Option<Reading> {
        let text = text.as_bytes();
        let layout = &self.layout;
        if text.len() != layout.template.len()
            || layout
                .literals
                .iter()
                .any(|at| text.get(*at) != layout.template.get(*at))
        {
            return None;
        }
        let number = layout
            .sequence
            .field
            .read(text.get(layout.sequence.at.clone())?)?;
        let day = self.calendar.day(layout, text)?;
        let mut partition = Values::none();
        for value in &layout.values {
            let field = text.get(value.at.clone())?;
            if !field
                .iter()
                .all(|letter| value.field.class.contains(*letter))
            {
                return None;
            }
            partition.push(value.field.name, core::str::from_utf8(field).ok()?);
        }
        let mut stamp = Values::none();
        for date in &layout.dates {
            let field = text.get(date.at.clone())?;
            if !date.field.of_a_day && !is_hour(field) {
                return None;
            }
            if !date.field.told_by.contains(&self.definition.reset) {
                stamp.push(date.field.name, core::str::from_utf8(field).ok()?);
            }
        }
        let period = Period::containing(self.definition.reset, day);
        Some(Reading {
            slot: Slot {
                period,
                partition,
                stamp,
            },
            number,
        })
    }

    pub(crate) const fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(crate) const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    fn partition(&self, context: &Context) -> Result<Values, SerialError> {
        let mut partition = Values::none();
        for token in &self.layout.values {
            let (name, width) = (token.field.name, token.at.len());
            let value = context.get(name).ok_or_else(|| {
                let message = format!(
                    "the pattern writes {{{name}}}: give {name}, {}",
                    characters(width)
                );
                SerialError::new(SerialErrorKind::ContextMissing, message).about(name)
            })?;
            if let Some(letter) = value
                .chars()
                .find(|letter| !is_of(token.field.class, *letter))
            {
                let what = if token.field.class == Class::DIGITS {
                    "digits"
                } else {
                    "GS1 character set 82"
                };
                let message = format!(
                    "{name}='{}' has '{}'; {{{name}}} holds {what}",
                    value.escape_debug(),
                    letter.escape_debug()
                );
                let error = SerialError::new(SerialErrorKind::ContextCharacters, message);
                return Err(error.about(name));
            }
            if value.len() != width {
                let message = format!(
                    "{name}='{value}' is not {}; give it that long, or change the width in '{}'",
                    characters(width),
                    self.definition.pattern
                );
                let error = SerialError::new(SerialErrorKind::ContextWidth, message);
                return Err(error.about(name));
            }
            partition.push(name, value);
        }
        Ok(partition)
    }

    fn stamp(&self, moment: Moment) -> Values {
        let mut stamp = Values::none();
        let mut digits = [0; 4];
        for date in &self.layout.dates {
            let Some(field) = digits.get_mut(..date.field.width) else {
                continue;
            };
            if !date.field.told_by.contains(&self.definition.reset) {
                write_decimal((date.field.value)(moment), field);
                stamp.push(date.field.name, &String::from_utf8_lossy(field));
            }
        }
        stamp
    }

    /// All of a text but its number. A slot of another scheme is refused, and so is a date that is not on the calendar.
    fn template(&self, slot: &Slot) -> Result<Vec<u8>, SerialError> {
        let reset = self.definition.reset;
        let other = || {
            mismatch(&format!(
                "'{slot}' is no slot of '{}', reset {reset}",
                self.definition.pattern
            ))
        };
        if !slot.period.is_of(reset) {
            return Err(other());
        }
        let first_day = slot.period.first_day();
        if let (Some(first), Some(last)) = (first_day, slot.period.last_day())
            && !self.is_in_horizon(first, last)
        {
            return Err(self.outside_horizon(&slot.period.to_string()));
        }
        let mut text = self.layout.template.clone();
        let mut partition = slot.partition.iter();
        for token in &self.layout.values {
            let value = partition.next().filter(|(name, value)| {
                *name == token.field.name
                    && value.chars().all(|letter| is_of(token.field.class, letter))
            });
            copy(&mut text, &token.at, value).ok_or_else(other)?;
        }
        let mut stamp = slot.stamp.iter();
        for date in &self.layout.dates {
            if !date.field.told_by.contains(&reset) {
                let value = stamp.next().filter(|(name, value)| {
                    *name == date.field.name && (date.field.of_a_day || is_hour(value.as_bytes()))
                });
                copy(&mut text, &date.at, value).ok_or_else(other)?;
            } else if let (Some(day), Some(field)) = (first_day, text.get_mut(date.at.clone())) {
                write_decimal((date.field.value)(Moment { day, hour: 0 }), field);
            }
        }
        let day = self.calendar.day(&self.layout, &text).ok_or_else(other)?;
        if partition.next().is_some()
            || stamp.next().is_some()
            || Period::containing(reset, day) != slot.period
        {
            return Err(other());
        }
        Ok(text)
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

    /// Whether any of these days is in the horizon.
    fn is_in_horizon(&self, first: jiff::civil::Date, last: jiff::civil::Date) -> bool {
        first <= self.definition.horizon_until && self.definition.horizon_from <= last
    }

    fn outside_horizon(&self, what: &str) -> SerialError {
        let message = format!(
            "{what} is outside the scheme's horizon, {} to {}; register a scheme with another horizon",
            self.definition.horizon_from, self.definition.horizon_until
        );
        SerialError::new(SerialErrorKind::OutsideHorizon, message)
    }
}

fn unserved(ai: &str) -> SchemeError {
    let served = CARRIERS
        .iter()
        .map(|carrier| carrier.ai)
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!(
        "AI '{}' carries no serial of a scheme; there are {served}",
        ai.escape_debug()
    );
    SchemeError::new(SchemeErrorKind::Ai, Span::default(), message)
}

/// What may stand at each position of a text.
fn classes(layout: &Layout, calendar: &Calendar) -> Vec<Class> {
    let mut classes = calendar.classes(layout);
    for at in &layout.literals {
        if let (Some(class), Some(letter)) = (classes.get_mut(*at), layout.template.get(*at)) {
            class.insert(*letter);
        }
    }
    let mut fill = |at: &core::ops::Range<usize>, with: Class| {
        if let Some(field) = classes.get_mut(at.clone()) {
            field.fill(with);
        }
    };
    fill(&layout.sequence.at, layout.sequence.field.alphabet.class());
    for value in &layout.values {
        fill(&value.at, value.field.class);
    }
    classes
}

fn copy(text: &mut [u8], at: &core::ops::Range<usize>, value: Option<(&str, &str)>) -> Option<()> {
    let (field, (_, value)) = (text.get_mut(at.clone())?, value?);
    (field.len() == value.len()).then(|| field.copy_from_slice(value.as_bytes()))
}

fn is_of(class: Class, letter: char) -> bool {
    u8::try_from(letter).is_ok_and(|letter| class.contains(letter))
}

/// 00 to 23
fn is_hour(field: &[u8]) -> bool {
    matches!(field, [b'0' | b'1', b'0'..=b'9'] | [b'2', b'0'..=b'3'])
}

fn characters(width: usize) -> String {
    format!("{width} character{}", if width == 1 { "" } else { "s" })
}

fn mismatch(message: &str) -> SerialError {
    SerialError::new(SerialErrorKind::SlotMismatch, message)
}
