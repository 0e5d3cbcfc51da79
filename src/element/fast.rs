//! The way of a message in which nothing is wrong: one pass, one allocation.
//!
//! It accepts less than [`Checked`](super::Checked) does and explains nothing: whatever it does not accept is read again the slow way,
//! which has the last word.

use super::content::{Content, Element};
use super::{GS, MAX_ELEMENTS, MAX_LENGTH};
use crate::ai::{Ai, Dictionary, Presence};
use alloc::sync::Arc;
use memchr::memchr;

/// The dictionary in force; `None` is the one built in.
pub(crate) type Table<'d> = Option<&'d Arc<Dictionary>>;

/// Adds elements and remembers which AIs there are.
pub(crate) struct Builder {
    content: Content,
    present: Presence,
    count: usize,
}

impl Builder {
    /// For a message of at most so many bytes.
    pub(crate) fn new(length: usize, table: Table<'_>) -> Option<Self> {
        if length > MAX_LENGTH {
            return None;
        }
        Some(Self {
            content: Content::with_capacity(length, table.cloned()),
            present: Presence::NONE,
            count: 0,
        })
    }

    /// Adds an element, where it is right and its AI is new.
    #[inline]
    pub(crate) fn push(&mut self, ai: Ai<'_>, value: &[u8]) -> Option<()> {
        self.count += 1;
        // A repeated AI is rare, and right or wrong by its values.
        if self.count > MAX_ELEMENTS || self.present.insert(ai.index()) || !ai.accepts(value) {
            return None;
        }
        self.content.push(ai, value);
        Some(())
    }

    /// For the elements of a message in another order.
    pub(crate) fn copy_of(content: &Content) -> Self {
        Self {
            content: content.emptied(),
            present: Presence::NONE,
            count: 0,
        }
    }

    /// Adds an element of a message that is right.
    pub(crate) fn push_right(&mut self, element: Element<'_>) {
        self.count += 1;
        self.content.push(element.ai, element.value.as_bytes());
    }

    /// The message, where nothing of it needs to be looked at.
    pub(crate) fn into_content(self) -> Content {
        self.content
    }

    /// The message, where all that its elements need is there.
    pub(crate) fn finish(self) -> Option<Content> {
        let holds = |ai: Ai<'_>| ai.stands_in(&self.present);
        (self.count > 0 && self.content.ais().all(holds)).then_some(self.content)
    }
}

pub(crate) fn dictionary(table: Table<'_>) -> &Dictionary {
    table.map_or(Dictionary::BUILTIN, |table| table)
}

/// `(01)09521234543213(10)A`.
pub(super) fn bracketed(input: &[u8], table: Table<'_>) -> Option<Content> {
    let mut builder = Builder::new(input.len(), table)?;
    let dictionary = dictionary(table);
    let mut rest = input;
    while let Some((&b'(', after)) = rest.split_first() {
        let ai = dictionary.leading(after)?;
        let after = after.get(ai.code_length()..)?;
        let (&b')', after) = after.split_first()? else {
            return None;
        };
        // Digits hold no bracket, so the end of such a value need not be looked for.
        let end = ai
            .fixed_digits()
            .unwrap_or_else(|| memchr(b'(', after).unwrap_or(after.len()));
        let (value, after) = after.split_at_checked(end)?;
        // A backslash is in no character set, so an escaped bracket ends here.
        builder.push(ai, value)?;
        rest = after;
    }
    if rest.is_empty() {
        builder.finish()
    } else {
        None
    }
}

/// `0109521234543213` and so on, with `separator` after values of variable length.
fn joined(input: &[u8], separator: u8, table: Table<'_>) -> Option<Content> {
    let mut builder = Builder::new(input.len(), table)?;
    let dictionary = dictionary(table);
    let mut rest = input;
    while !rest.is_empty() {
        let ai = dictionary.leading(rest)?;
        let after = rest.get(ai.code_length()..)?;
        let end = if ai.needs_separator() {
            memchr(separator, after).unwrap_or(after.len())
        } else {
            *ai.lengths().end()
        };
        let (value, after) = after.split_at_checked(end)?;
        builder.push(ai, value)?;
        rest = match after.split_first() {
            Some((&first, tail)) if first == separator => tail,
            _ => after,
        };
    }
    builder.finish()
}

/// The raw form, with GS.
pub(super) fn raw(input: &[u8], table: Table<'_>) -> Option<Content> {
    joined(input, GS, table)
}

/// The unbracketed form, with `^` before it and as separator.
pub(super) fn unbracketed(input: &[u8], table: Table<'_>) -> Option<Content> {
    joined(input.strip_prefix(b"^")?, b'^', table)
}
