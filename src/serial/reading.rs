//! Texts back to slots and numbers.

use super::period::Period;
use super::scheme::Scheme;
use super::slot::{Slot, Values};
use super::slots::is_hour;

/// What a serial says: the counter it came from, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Period, partition and stamp.
    pub slot: Slot,
    /// The number.
    pub number: u64,
}

impl Scheme {
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
}
