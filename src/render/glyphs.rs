//! The bitmaps of letters, drawn once for many pages.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::zpl::Fields;
use crate::font::{Bitmap, Face, Glyph};
use crate::symbol::{Dpi, Emu};

/// So many are kept: the letters of a label in a few sizes. A book of Chinese does not fill the memory.
const MOST: usize = 4096;

/// Letters and texts that are drawn already. Whoever draws many pages keeps one for all of them; each thread has its own.
#[derive(Debug, Default)]
pub struct Glyphs {
    letters: HashMap<(u64, u16, Emu, Dpi), Letter>,
    fields: Fields,
}

/// So many dots of a row lie in one word wherever in a byte they begin.
pub(super) const WORD: usize = 64 - 7;

/// A letter as dots.
#[derive(Debug)]
pub(super) struct Letter {
    pub bitmap: Bitmap,
    /// The dots that it covers by half or more: [`WORD`] of a row in each word, the first dot highest.
    pub words: Vec<u64>,
}

impl Letter {
    fn new(bitmap: Bitmap) -> Self {
        let rows = bitmap.coverage.chunks_exact(bitmap.width.max(1));
        let words = rows.flat_map(|row| row.chunks(WORD)).map(|dots| {
            dots.iter().zip(0..).fold(0, |word, (coverage, dot)| {
                word | u64::from(is_ink(*coverage)) << (63 - dot)
            })
        });
        Self {
            words: words.collect(),
            bitmap,
        }
    }
}

/// Covered by half or more.
pub(super) fn is_ink(coverage: u8) -> bool {
    coverage >= 128
}

impl Glyphs {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whole texts as a printer's language has them.
    pub(super) fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }

    pub(super) fn letter(&mut self, face: &Face, glyph: Glyph, size: Emu, dpi: Dpi) -> &Letter {
        let key = (face.key(), glyph.id, size, dpi);
        if self.letters.len() >= MOST && !self.letters.contains_key(&key) {
            self.letters.clear();
        }
        match self.letters.entry(key) {
            Entry::Occupied(drawn) => drawn.into_mut(),
            Entry::Vacant(place) => {
                let dots = (size.0 as f64 / dpi.dot().0 as f64) as f32;
                place.insert(Letter::new(face.bitmap(glyph, dots)))
            }
        }
    }
}
