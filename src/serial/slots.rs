//! Moments, contexts and stored texts to slots.

use core::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;

use super::class::Class;
use super::context::Context;
use super::error::{SerialError, SerialErrorKind};
use super::layout::Value;
use super::period::Period;
use super::scheme::Scheme;
use super::slot::{Slot, Values};
use super::token::Moment;

impl Scheme {
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
        let (partition, mut stamp) = self.values(context)?;
        let moment = self
            .clock
            .moment(at)
            .filter(|moment| self.is_in_horizon(moment.day, moment.day))
            .ok_or_else(|| self.outside_horizon(&at.to_string()))?;
        self.stamp(moment, &mut stamp);
        Ok(Slot {
            period: Period::containing(self.definition.reset, moment.day),
            partition,
            stamp,
        })
    }

    /// The slot that its three stored texts name.
    pub fn slot_from(
        &self,
        period: &str,
        partition: &str,
        stamp: &str,
    ) -> Result<Slot, SerialError> {
        let slot = Period::parse(period)
            .zip(Values::parse(partition))
            .zip(Values::parse(stamp))
            .map(|((period, partition), stamp)| Slot {
                period,
                partition,
                stamp,
            })
            .ok_or_else(|| {
                mismatch(&format!("'{period}', '{partition}', '{stamp}' are no slot"))
            })?;
        self.template(&slot)?;
        Ok(slot)
    }

    /// The same partition in another period, stamped as of that period's first day: where a clock
    /// that stepped back a little stays.
    pub fn slot_held(&self, slot: &Slot, period: Period) -> Result<Slot, SerialError> {
        if slot.period == period {
            return self.template(slot).map(|_| slot.clone());
        }
        let day = period
            .first_day()
            .map_or(self.definition.horizon_from, |day| {
                day.max(self.definition.horizon_from)
            });
        let mut stamp = Values::none();
        for (name, value) in slot.stamp.iter() {
            if self.layout.value(name).is_some() {
                stamp.push(name, value);
            }
        }
        let hour = self.clock.day_starts().hour();
        self.stamp(Moment { day, hour }, &mut stamp);
        let held = Slot {
            period,
            partition: slot.partition.clone(),
            stamp,
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

    /// What the context says: the values that split counters, and those that do not.
    fn values(&self, context: &Context) -> Result<(Values, Values), SerialError> {
        let (mut partition, mut stamp) = (Values::none(), Values::none());
        for placed in &self.layout.values {
            let value = self.value(context, &placed.field, placed.at.len())?;
            let values = if placed.field.splits {
                &mut partition
            } else {
                &mut stamp
            };
            values.push(placed.field.token.name, value);
        }
        if self.layout.has_unwritten_gtin {
            let value = context
                .get("gtin")
                .filter(|value| is_gtin(value))
                .ok_or_else(|| {
                    let message =
                        "each GTIN has unguessable numbers of its own: give gtin, 14 digits";
                    SerialError::new(SerialErrorKind::ContextMissing, message).about("gtin")
                })?;
            partition.push("gtin", value);
        }
        Ok((partition, stamp))
    }

    fn value<'c>(
        &self,
        context: &'c Context,
        token: &Value,
        width: usize,
    ) -> Result<&'c str, SerialError> {
        let (name, class) = (token.token.name, token.class);
        let value = context.get(name).ok_or_else(|| {
            let message = format!(
                "the pattern writes {{{name}}}: give {name}, {}",
                characters(width)
            );
            SerialError::new(SerialErrorKind::ContextMissing, message).about(name)
        })?;
        if let Some(letter) = value.chars().find(|letter| !is_of(class, *letter)) {
            let message = format!(
                "{name}='{}' has '{}'; {{{name}}} holds {}",
                value.escape_debug(),
                letter.escape_debug(),
                class.describe()
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
        Ok(value)
    }

    /// Appends the parts of the date that the period leaves open.
    fn stamp(&self, moment: Moment, stamp: &mut Values) {
        let mut digits = [0; 4];
        for date in &self.layout.dates {
            let Some(field) = digits.get_mut(..date.field.width) else {
                continue;
            };
            if !date.field.token.told_by.contains(&self.definition.reset) {
                date.field.write(moment, field);
                stamp.push(date.field.token.name, &String::from_utf8_lossy(field));
            }
        }
    }

    /// All of a text but its number and check character. A slot of another scheme is refused, and so is a date that is not on the calendar.
    pub(super) fn template(&self, slot: &Slot) -> Result<Vec<u8>, SerialError> {
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
        let (mut partition, mut stamp) = (slot.partition.iter(), slot.stamp.iter());
        for placed in &self.layout.values {
            let Value {
                token,
                class,
                splits,
            } = &placed.field;
            let value = if *splits {
                partition.next()
            } else {
                stamp.next()
            };
            let value = value.filter(|(name, value)| {
                *name == token.name && value.chars().all(|letter| is_of(*class, letter))
            });
            copy(&mut text, &placed.at, value).ok_or_else(other)?;
        }
        if self.layout.has_unwritten_gtin {
            let value = partition.next();
            value
                .filter(|(name, value)| *name == "gtin" && is_gtin(value))
                .ok_or_else(other)?;
        }
        for date in &self.layout.dates {
            let token = date.field.token;
            if !token.told_by.contains(&reset) {
                let value = stamp.next().filter(|(name, value)| {
                    *name == token.name && (token.of_a_day || is_hour(value.as_bytes()))
                });
                copy(&mut text, &date.at, value).ok_or_else(other)?;
            } else if let (Some(day), Some(field)) = (first_day, text.get_mut(date.at.clone())) {
                date.field.write(Moment { day, hour: 0 }, field);
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

    /// Whether any of these days is in the horizon.
    fn is_in_horizon(&self, first: Date, last: Date) -> bool {
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

fn copy(text: &mut [u8], at: &Range<usize>, value: Option<(&str, &str)>) -> Option<()> {
    let (field, (_, value)) = (text.get_mut(at.clone())?, value?);
    (field.len() == value.len()).then(|| field.copy_from_slice(value.as_bytes()))
}

fn is_of(class: Class, letter: char) -> bool {
    u8::try_from(letter).is_ok_and(|letter| class.contains(letter))
}

/// The 14 digits of a GTIN; what they say is the caller's to check.
pub(super) fn is_gtin(value: &str) -> bool {
    value.len() == 14 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// 00 to 23
pub(super) fn is_hour(field: &[u8]) -> bool {
    matches!(field, [b'0' | b'1', b'0'..=b'9'] | [b'2', b'0'..=b'3'])
}

pub(super) fn characters(width: usize) -> String {
    format!("{width} character{}", if width == 1 { "" } else { "s" })
}

pub(super) fn mismatch(message: &str) -> SerialError {
    SerialError::new(SerialErrorKind::SlotMismatch, message)
}
