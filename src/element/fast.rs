//! The way of a message in which nothing is wrong: one pass, one allocation.
//!
//! It accepts less than [`Checked`](super::Checked) does and explains nothing: whatever it does not accept is read again the slow way,
//! which has the last word.

use super::content::Content;
use super::{GS, MAX_ELEMENTS, MAX_LENGTH};
use crate::ai::{Ai, Dictionary, Presence};
use memchr::memchr;

/// Adds elements and remembers which AIs there are.
struct Builder {
    content: Content,
    present: Presence,
    count: usize,
}

impl Builder {
    fn new(length: usize) -> Option<Self> {
        (length <= MAX_LENGTH).then(|| Self {
            content: Content::with_capacity(length, None),
            present: Presence::NONE,
            count: 0,
        })
    }

    #[inline]
    fn push(&mut self, ai: Ai<'_>, code: &[u8], value: &[u8]) -> Option<()> {
        self.count += 1;
        // A repeated AI is rare, and right or wrong by its values.
        if self.count > MAX_ELEMENTS || self.present.insert(ai.index()) || !ai.accepts(value) {
            return None;
        }
        self.content
            .push(ai.index(), code, value, ai.needs_separator());
        Some(())
    }

    fn finish(self) -> Option<Content> {
        let holds =
            |ai: Ai<'_>| ai.is_satisfied_by(&self.present) && !ai.is_excluded_by(&self.present);
        (self.count > 0 && self.content.ais().all(holds)).then_some(self.content)
    }
}

/// `(01)09521234543213(10)A`.
pub(super) fn bracketed(input: &[u8]) -> Option<Content> {
    let mut builder = Builder::new(input.len())?;
    let mut rest = input;
    while let Some((&b'(', after)) = rest.split_first() {
        let ai = Dictionary::BUILTIN.leading(after)?;
        let (code, after) = after.split_at_checked(ai.code_length())?;
        let (&b')', after) = after.split_first()? else {
            return None;
        };
        let end = after
            .iter()
            .position(|&byte| byte == b'(')
            .unwrap_or(after.len());
        let (value, after) = after.split_at_checked(end)?;
        // A backslash is in no character set, so an escaped bracket ends here.
        builder.push(ai, code, value)?;
        rest = after;
    }
    if rest.is_empty() {
        builder.finish()
    } else {
        None
    }
}

/// `0109521234543213` and so on, with `separator` after values of variable length.
pub(super) fn joined(input: &[u8], separator: u8) -> Option<Content> {
    let mut builder = Builder::new(input.len())?;
    let mut rest = input;
    while !rest.is_empty() {
        let ai = Dictionary::BUILTIN.leading(rest)?;
        let (code, after) = rest.split_at_checked(ai.code_length())?;
        let end = if ai.needs_separator() {
            memchr(separator, after).unwrap_or(after.len())
        } else {
            *ai.lengths().end()
        };
        let (value, after) = after.split_at_checked(end)?;
        builder.push(ai, code, value)?;
        rest = match after.split_first() {
            Some((&first, tail)) if first == separator => tail,
            _ => after,
        };
    }
    builder.finish()
}

/// The raw form, with GS.
pub(super) fn raw(input: &[u8]) -> Option<Content> {
    joined(input, GS)
}

/// The unbracketed form, with `^` before it and as separator.
pub(super) fn unbracketed(input: &[u8]) -> Option<Content> {
    joined(input.strip_prefix(b"^")?, b'^')
}
