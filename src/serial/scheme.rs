//! A scheme: a definition that was parsed and proved.

use jiff::Timestamp;

use super::context::Context;
use super::definition::Definition;
use super::error::{SchemeError, SerialError};
use super::id::SchemeId;
use super::period::Period;
use super::slot::Slot;
use super::texts::Texts;

/// A definition that was parsed and proved: every period of its horizon and every partition writes a
/// different text, every text reads back to one (slot, number), and each fits its Application Identifier.
#[derive(Clone, Debug)]
pub struct Scheme {
    definition: Definition,
    id: SchemeId,
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
    pub fn new(definition: Definition) -> Result<Self, SchemeError> {
        todo!("{definition:?}")
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
        todo!()
    }

    /// The first number of each counter: 1 where the alphabet begins with `0`, else 0.
    pub fn first(&self) -> u64 {
        todo!()
    }

    /// The last number of each counter; at most `i64::MAX`, so that any database holds it.
    pub fn last(&self) -> u64 {
        todo!()
    }

    /// How many numbers a counter has: `last - first + 1`.
    pub fn capacity(&self) -> u64 {
        todo!()
    }

    /// The slot of a moment: which counter, and what the text says of the date.
    pub fn slot(&self, context: &Context, at: Timestamp) -> Result<Slot, SerialError> {
        todo!("{context:?} {at}")
    }

    /// The slot that its three stored texts name.
    pub fn slot_from(
        &self,
        period: &str,
        partition: &str,
        stamp: &str,
    ) -> Result<Slot, SerialError> {
        todo!("{period} {partition} {stamp}")
    }

    /// The same partition in another period, stamped as of that period's first day: where a clock
    /// that stepped back a little stays.
    pub fn slot_held(&self, slot: &Slot, period: Period) -> Result<Slot, SerialError> {
        todo!("{slot:?} {period}")
    }

    /// The first moment of a period, and the first moment after it; `None` for the period that never
    /// ends, and for one of another reset.
    pub fn bounds(&self, period: Period) -> Option<(Timestamp, Timestamp)> {
        todo!("{period}")
    }

    /// The text of a number.
    pub fn text(&self, slot: &Slot, number: u64) -> Result<String, SerialError> {
        todo!("{slot:?} {number}")
    }

    /// The texts of `count` numbers from `first` on.
    pub fn texts(&self, slot: &Slot, first: u64, count: u64) -> Result<Texts<'_>, SerialError> {
        todo!("{slot:?} {first} {count}")
    }

    /// The text that takes the most room: at each place of the number the widest class its alphabet
    /// has, an upper-case letter before a lower-case one before a digit. It may be no serial.
    pub fn widest(&self, slot: &Slot) -> Result<String, SerialError> {
        todo!("{slot:?}")
    }

    /// The slot and number of a text; `None` when the scheme never writes it.
    pub fn read(&self, text: &str) -> Option<Reading> {
        todo!("{text}")
    }

    /// A text that both schemes could write; `None` when they are disjoint: of another length, or with
    /// a position at which their characters do not meet.
    pub fn overlap(&self, other: &Self) -> Option<String> {
        todo!("{other:?}")
    }
}
