//! Bitmap fields of texts, kept for the labels that have the same text: most lines of a run say the same on each.

use crate::label::{Mark, Turn};
use crate::symbol::{Dpi, Emu};
use std::collections::HashMap;

/// So many bytes of them are kept by each thread: a few thousand lines at 203 dpi, a few hundred at 600.
const MOST: usize = 4 << 20;

/// Fields that are drawn already.
#[derive(Debug, Default)]
pub(in crate::render) struct Fields {
    kept: HashMap<Key, HashMap<String, Field>>,
    bytes: usize,
}

/// All that decides on the dots of a text but its letters. Dots are the same wherever in the page they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    face: u64,
    size: Emu,
    turn: Turn,
    dpi: Dpi,
    /// Where in a dot it begins.
    within: (i64, i64),
}

/// A rectangle of dots: left, top, right, bottom.
pub(super) type Area = [i64; 4];

/// A text as a field.
#[derive(Debug)]
pub(super) struct Field {
    /// What the text may reach.
    pub(super) area: Area,
    /// The corner of the bitmap.
    pub(super) at: (i64, i64),
    /// `^GFA` and its data; nothing for a text without ink.
    pub(super) data: Vec<u8>,
}

/// An area so many dots further to the right and down.
fn moved([left, top, right, bottom]: Area, (by, down): (i64, i64)) -> Area {
    [left + by, top + down, right + by, bottom + down]
}

/// A text's key, its letters, and the dot in which it begins.
fn place(mark: &Mark, dpi: Dpi) -> Option<(Key, &str, (i64, i64))> {
    let Mark::Text {
        at,
        turn,
        size,
        face,
        text,
    } = mark
    else {
        return None;
    };
    let dot = dpi.dot();
    let (x, y) = (at.x / dot, at.y / dot);
    let within = ((at.x - dot * x).0, (at.y - dot * y).0);
    let key = Key {
        face: face.key(),
        size: *size,
        turn: *turn,
        dpi,
        within,
    };
    Some((key, text, (x, y)))
}

impl Fields {
    /// The field of a text that was kept, and how far it is to be moved, where all of it lies inside of so many dots.
    pub(super) fn find(
        &self,
        mark: &Mark,
        dpi: Dpi,
        (width, height): (usize, usize),
    ) -> Option<(&Field, (i64, i64))> {
        let (key, text, by) = place(mark, dpi)?;
        let field = self.kept.get(&key)?.get(text)?;
        let [left, top, right, bottom] = moved(field.area, by);
        let is_inside = left >= 0 && top >= 0 && right <= width as i64 && bottom <= height as i64;
        is_inside.then_some((field, by))
    }

    /// Keeps the field of a text that nothing was cut off.
    pub(super) fn keep(&mut self, mark: &Mark, dpi: Dpi, mut field: Field) {
        let Some((key, text, (x, y))) = place(mark, dpi) else {
            return;
        };
        if self.bytes >= MOST {
            *self = Self::default();
        }
        field.area = moved(field.area, (-x, -y));
        field.at = (field.at.0 - x, field.at.1 - y);
        field.data.shrink_to_fit();
        self.bytes += size_of::<(String, Field)>() + text.len() + field.data.len();
        self.kept
            .entry(key)
            .or_default()
            .insert(text.to_owned(), field);
    }
}
