//! The memory of an identity: its parts, one after the other, without an allocation.

use super::number;
use super::scheme::LONGEST;

/// The most parts of an identity.
const PARTS: usize = 4;

/// The parts of an identity, one after the other.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Text {
    bytes: [u8; LONGEST],
    length: u8,
    ends: [u8; PARTS],
    parts: u8,
}

impl Text {
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; LONGEST],
            length: 0,
            ends: [0; PARTS],
            parts: 0,
        }
    }

    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.length as usize
    }

    /// Appends a byte; a table row whose parts are longer than the memory does not pass the tests.
    #[inline]
    pub(super) fn push(&mut self, byte: u8) {
        let begin = self.len();
        if let Some(to) = self.bytes.get_mut(begin) {
            *to = byte;
            self.length += 1;
        }
    }

    #[inline]
    pub(super) fn push_all(&mut self, bytes: &[u8]) {
        let (begin, length) = (self.len(), bytes.len());
        if let Some(to) = self.bytes.get_mut(begin..begin + length) {
            to.copy_from_slice(bytes);
            self.length += length as u8;
        }
    }

    /// Memory for the next `count` bytes, of which [`grow`](Self::grow) keeps some.
    #[inline]
    pub(super) fn room(&mut self, count: usize) -> &mut [u8] {
        let begin = self.len();
        let end = (begin + count).min(LONGEST);
        self.bytes.get_mut(begin..end).unwrap_or_default()
    }

    #[inline]
    pub(super) fn grow(&mut self, count: usize) {
        let length = (self.len() + count).min(LONGEST);
        self.length = length as u8;
    }

    /// Appends a number with leading zeros.
    #[inline]
    pub(super) fn push_number(&mut self, number: u64, digits: usize) {
        number::write(self.room(digits), number);
        self.grow(digits);
    }

    pub(super) fn replace_last(&mut self, byte: u8) {
        let end = self.len();
        if let Some(last) = self.bytes.get_mut(..end).and_then(<[u8]>::last_mut) {
            *last = byte;
        }
    }

    /// What was appended since there were `begin` bytes.
    #[inline]
    pub(super) fn since(&self, begin: usize) -> &[u8] {
        self.bytes.get(begin..self.len()).unwrap_or_default()
    }

    /// Ends a part.
    #[inline]
    pub(super) fn end_part(&mut self) {
        if let Some(end) = self.ends.get_mut(usize::from(self.parts)) {
            *end = self.length;
            self.parts += 1;
        }
    }

    /// The parts from one to before another.
    #[inline]
    pub(super) fn parts(&self, from: usize, to: usize) -> &[u8] {
        let end = |place: usize| match place.checked_sub(1) {
            None => 0,
            Some(place) => self.ends.get(place).map_or(0, |&end| usize::from(end)),
        };
        self.bytes.get(end(from)..end(to)).unwrap_or_default()
    }

    #[inline]
    pub(super) fn part(&self, place: usize) -> &[u8] {
        self.parts(place, place + 1)
    }
}
