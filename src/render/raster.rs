//! A page as printer dots.

use super::glyphs::{Letter, WORD, is_ink};
use super::{Glyphs, RenderError};
use crate::font::{Bitmap, FontError};
use crate::label::{Mark, Point, Turn};
use crate::sheet::Page;
use crate::symbol::{Dpi, Emu, Matrix};

/// More dots than this are refused: an A3 page at 2400 dpi has a thousand million.
const MOST_DOTS: i64 = 1_200_000_000;

/// Rows of dots, eight to the byte, the leftmost in the highest bit; ink is 0, as in a grey PNG of one bit.
#[derive(Clone, Debug)]
pub(super) struct Raster {
    pub width: usize,
    pub height: usize,
    bytes_a_row: usize,
    pub bytes: Vec<u8>,
    dpi: Dpi,
}

impl Raster {
    /// Draws a page. A symbol whose place or module is no whole number of dots is rounded edge by edge.
    #[cfg(feature = "png")]
    pub fn draw(page: &Page, glyphs: &mut Glyphs) -> Result<Self, RenderError> {
        let (width, height) = size(page)?;
        let mut raster = Self::blank(page.dpi, width, height);
        for mark in &page.marks {
            raster.mark(mark, glyphs)?;
        }
        Ok(raster)
    }

    /// Draws a page as a byte a dot, 0 for ink and 255 for paper: symbols and lines on whole dots, and the edges of letters
    /// as grey as they cover their dots.
    #[cfg(feature = "png")]
    pub fn draw_grey(page: &Page, glyphs: &mut Glyphs) -> Result<(Self, Vec<u8>), RenderError> {
        let (width, height) = size(page)?;
        let mut raster = Self::blank(page.dpi, width, height);
        let is_text = |mark: &&Mark| matches!(mark, Mark::Text { .. });
        for mark in page.marks.iter().filter(|mark| !is_text(mark)) {
            raster.mark(mark, glyphs)?;
        }
        let mut grey = raster.grey();
        for mark in page.marks.iter().filter(is_text) {
            text(page.dpi, mark, glyphs, |letter, pen, turn| {
                stamp(&letter.bitmap, pen, turn, |column, row, coverage| {
                    if column < width
                        && let Some(dot) = grey.get_mut(row * width + column)
                    {
                        *dot = (*dot).min(255 - coverage);
                    }
                });
            })?;
        }
        Ok((raster, grey))
    }

    /// Paper without ink.
    pub fn blank(dpi: Dpi, width: usize, height: usize) -> Self {
        let bytes_a_row = width.div_ceil(8);
        Self {
            width,
            height,
            bytes_a_row,
            bytes: vec![0xff; bytes_a_row * height],
            dpi,
        }
    }

    /// Inks one mark; what lies outside is cut off.
    pub fn mark(&mut self, mark: &Mark, glyphs: &mut Glyphs) -> Result<(), FontError> {
        match mark {
            Mark::Symbol {
                at,
                turn,
                module,
                row_height,
                symbol,
            } => self.modules(*at, *turn, (*module, *row_height), symbol.matrix()),
            Mark::Picture {
                at,
                turn,
                point,
                ink,
            } => self.modules(*at, *turn, (*point, *point), ink),
            Mark::Text { .. } => {
                text(self.dpi, mark, glyphs, |letter, pen, turn| match turn {
                    Turn::None if self.words(letter, pen) => {}
                    _ => self.dots(letter, pen, turn),
                })?;
            }
            Mark::Fill { at, width, height } => self.fill(*at, at.x + *width, at.y + *height),
        }
        Ok(())
    }

    /// Inks a letter dot by dot; what lies outside is cut off.
    fn dots(&mut self, letter: &Letter, pen: (i64, i64), turn: Turn) {
        stamp(&letter.bitmap, pen, turn, |column, row, coverage| {
            if is_ink(coverage)
                && column < self.width
                && let Some(dots) = self.bytes.get_mut(row * self.bytes_a_row + column / 8)
            {
                *dots &= !(0x80 >> (column % 8));
            }
        });
    }

    /// Inks a letter a word at a time, where it lies inside; says whether it is done.
    fn words(&mut self, letter: &Letter, pen: (i64, i64)) -> bool {
        let bitmap = &letter.bitmap;
        let height = bitmap.coverage.len() / bitmap.width.max(1);
        let (Ok(left), Ok(top)) = (
            usize::try_from(pen.0 + bitmap.left),
            usize::try_from(pen.1 - bitmap.top),
        ) else {
            return false;
        };
        if left.saturating_add(bitmap.width) > self.width
            || top.saturating_add(height) > self.height
        {
            return false;
        }
        let words_a_row = bitmap.width.div_ceil(WORD).max(1);
        for (row, words) in (top..).zip(letter.words.chunks_exact(words_a_row)) {
            for (column, word) in (left..).step_by(WORD).zip(words) {
                // What the word has beyond the letter stays as it is, but has to be there.
                let first = row * self.bytes_a_row + column / 8;
                let rest = self.bytes.get_mut(first..).unwrap_or_default();
                let Some(dots) = rest.first_chunk_mut::<8>() else {
                    return false;
                };
                *dots = (u64::from_be_bytes(*dots) & !(word >> (column % 8))).to_be_bytes();
            }
        }
        true
    }

    /// Its rows of dots, eight to the byte.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator + Clone {
        self.bytes.chunks_exact(self.bytes_a_row.max(1))
    }

    fn modules(&mut self, at: Point, turn: Turn, (width, height): (Emu, Emu), modules: &Matrix) {
        match turn {
            Turn::None => self.upright(at, (width, height), modules),
            _ => self.rectangles(at, turn, (width, height), modules),
        }
    }

    fn rectangles(&mut self, at: Point, turn: Turn, (width, height): (Emu, Emu), modules: &Matrix) {
        for rect in modules.path() {
            let (left, top) = (i64::from(rect.x), i64::from(rect.y));
            let (right, bottom) = (left + i64::from(rect.width), top + i64::from(rect.height));
            let (least, most) = turn.corners(
                at,
                (width * left, height * top),
                (width * right, height * bottom),
            );
            self.fill(least, most.x, most.y);
        }
    }

    /// The dot at a length from the page's edge, of which there are so many.
    fn dot(&self, length: Emu, most: usize) -> usize {
        let dots = whole(self.dpi, length).max(0);
        usize::try_from(dots).unwrap_or(0).min(most)
    }

    /// Each row of modules as one row of dots, which is inked as often as it is high.
    fn upright(&mut self, at: Point, (width, height): (Emu, Emu), modules: &Matrix) {
        let columns: Vec<usize> = (0..=modules.columns())
            .map(|count| self.dot(at.x + width * i64::from(count), self.width))
            .collect();
        let rows: Vec<usize> = (0..=modules.rows())
            .map(|count| self.dot(at.y + height * i64::from(count), self.height))
            .collect();
        let (Some(&first), Some(&last)) = (columns.first(), columns.last()) else {
            return;
        };
        if first >= last {
            return;
        }
        let bytes = first / 8..last.div_ceil(8);
        let mut own = vec![0xff; bytes.len()];
        for (row, edges) in (0..).zip(rows.windows(2)) {
            own.fill(0xff);
            for (start, length) in modules.runs(row) {
                let (start, end) = (usize::from(start), usize::from(start + length));
                let ends = (columns.get(start), columns.get(end));
                if let (Some(&left), Some(&right)) = ends
                    && left < right
                {
                    ink_row(&mut own, left - 8 * bytes.start, right - 8 * bytes.start);
                }
            }
            let &[top, bottom] = edges else { continue };
            let dots = self.bytes.chunks_exact_mut(self.bytes_a_row);
            for dots in dots.take(bottom).skip(top) {
                let dots = dots.get_mut(bytes.clone()).unwrap_or_default();
                for (dots, own) in dots.iter_mut().zip(&own) {
                    *dots &= own;
                }
            }
        }
    }

    fn fill(&mut self, from: Point, right: Emu, bottom: Emu) {
        let (left, right) = (self.dot(from.x, self.width), self.dot(right, self.width));
        let (top, bottom) = (self.dot(from.y, self.height), self.dot(bottom, self.height));
        if left >= right {
            return;
        }
        let rows = self
            .bytes
            .chunks_exact_mut(self.bytes_a_row)
            .take(bottom)
            .skip(top);
        for row in rows {
            ink_row(row, left, right);
        }
    }

    /// A byte a dot: 0 for ink, 255 for paper.
    #[cfg(feature = "png")]
    pub fn grey(&self) -> Vec<u8> {
        let mut grey = Vec::with_capacity(self.width * self.height);
        for row in self.bytes.chunks_exact(self.bytes_a_row) {
            let end = grey.len() + self.width;
            for byte in row {
                let dots: [u8; 8] =
                    std::array::from_fn(|bit| if byte & (0x80 >> bit) == 0 { 0 } else { 255 });
                grey.extend_from_slice(&dots);
            }
            grey.truncate(end);
        }
        grey
    }
}

/// Inks the dots from `left` to before `right`, of which there is one at least.
fn ink_row(row: &mut [u8], left: usize, right: usize) {
    let (first, last) = (left / 8, (right - 1) / 8);
    let (first_kept, last_kept) = (
        !(0xffu8 >> (left % 8)),
        (0x7fu8).checked_shr(((right - 1) % 8) as u32).unwrap_or(0),
    );
    match row.get_mut(first..=last).unwrap_or_default() {
        [] => {}
        [only] => *only &= first_kept | last_kept,
        [start, middle @ .., end] => {
            *start &= first_kept;
            middle.fill(0);
            *end &= last_kept;
        }
    }
}

/// Gives every letter of a text, and the dot of its pen; other marks have none.
fn text(
    dpi: Dpi,
    mark: &Mark,
    glyphs: &mut Glyphs,
    mut ink: impl FnMut(&Letter, (i64, i64), Turn),
) -> Result<(), FontError> {
    let Mark::Text {
        at,
        turn,
        size,
        face,
        text,
    } = mark
    else {
        return Ok(());
    };
    let mut pen = 0;
    for character in text.chars() {
        let glyph = face.glyph(character, text)?;
        let place = turn.place(*at, face.scale(pen, *size), Emu::ZERO);
        let pen_dot = (whole(dpi, place.x), whole(dpi, place.y));
        ink(glyphs.letter(face, glyph, *size, dpi), pen_dot, *turn);
        pen += glyph.advance;
    }
    Ok(())
}

/// Gives every dot that a letter touches, and how much of it is covered.
fn stamp(bitmap: &Bitmap, pen: (i64, i64), turn: Turn, mut ink: impl FnMut(usize, usize, u8)) {
    if bitmap.width == 0 {
        return;
    }
    // A dot to the left of a turned pen is the one that ends there.
    let place = |right: i64, down: i64| match turn {
        Turn::None => (pen.0 + right, pen.1 + down),
        Turn::Quarter => (pen.0 - down - 1, pen.1 + right),
        Turn::Half => (pen.0 - right - 1, pen.1 - down - 1),
        Turn::ThreeQuarters => (pen.0 + down, pen.1 - right - 1),
    };
    for (down, coverage) in (-bitmap.top..).zip(bitmap.coverage.chunks_exact(bitmap.width)) {
        for (right, coverage) in (bitmap.left..).zip(coverage) {
            let (column, row) = place(right, down);
            if let (Ok(column), Ok(row)) = (usize::try_from(column), usize::try_from(row)) {
                ink(column, row, *coverage);
            }
        }
    }
}

/// The size of a page in dots.
///
/// # Errors
/// A page of no size, or of more dots than memory should hold.
pub(super) fn size(page: &Page) -> Result<(usize, usize), RenderError> {
    let (width, height) = (whole(page.dpi, page.width), whole(page.dpi, page.height));
    let fits = width > 0
        && height > 0
        && width
            .checked_mul(height)
            .is_some_and(|dots| dots <= MOST_DOTS);
    match (usize::try_from(width), usize::try_from(height)) {
        (Ok(width), Ok(height)) if fits => Ok((width, height)),
        _ => Err(RenderError::PageSize {
            width: page.width,
            height: page.height,
            dpi: page.dpi,
        }),
    }
}

/// The nearest whole dot.
pub(super) fn whole(dpi: Dpi, length: Emu) -> i64 {
    dpi.snap(length) / dpi.dot()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Face;
    use crate::symbol::{DATAMATRIX, Data, Options};
    use proptest::prelude::*;

    /// A raster with ink of its own, which no mark may take away.
    fn stained(width: usize, height: usize, stains: &[u8]) -> Raster {
        let mut raster = Raster::blank(dpi(), width, height);
        for (byte, stain) in raster.bytes.iter_mut().zip(stains.iter().cycle()) {
            *byte = *stain;
        }
        raster
    }

    fn dpi() -> Dpi {
        Dpi::new(203).expect("a usual resolution")
    }

    fn stains() -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(any::<u8>(), 1..40)
    }

    proptest! {
        #[test]
        fn upright_modules_are_the_dots_of_their_rectangles(
            (x, y) in (-400_000..700_000_i64, -400_000..700_000_i64),
            (module, row) in (500..20_000_i64, 500..20_000_i64),
            (width, height) in (0..150_usize, 0..150_usize),
            stains in stains(),
            text in "[A-Z0-9]{1,12}",
        ) {
            let symbol = DATAMATRIX.encode(&Data::Plain(&text), &Options::default()).expect("short");
            let (at, size) = (Point { x: Emu(x), y: Emu(y) }, (Emu(module), Emu(row)));
            let mut upright = stained(width, height, &stains);
            let mut rectangles = upright.clone();
            upright.upright(at, size, symbol.matrix());
            rectangles.rectangles(at, Turn::None, size, symbol.matrix());
            prop_assert_eq!(upright.bytes, rectangles.bytes);
        }

        #[test]
        fn letters_are_the_same_in_words_and_dot_by_dot(
            letter in "[ -~]",
            size in 60_000..900_000_i64,
            pen in (-20..140_i64, -20..100_i64),
            (width, height) in (0..150_usize, 0..90_usize),
            stains in stains(),
        ) {
            let face = Face::built_in(false);
            let mut glyphs = Glyphs::new();
            let glyph = face.glyph(letter.chars().next().expect("one"), &letter).expect("in the font");
            let letter = glyphs.letter(&face, glyph, Emu(size), dpi());
            let before = stained(width, height, &stains);
            let (mut words, mut dots) = (before.clone(), before);
            dots.dots(letter, pen, Turn::None);
            if !words.words(letter, pen) {
                // What was inked already is inked again.
                words.dots(letter, pen, Turn::None);
            }
            prop_assert_eq!(words.bytes, dots.bytes);
        }
    }

    #[test]
    fn a_letter_inside_is_inked_in_words() {
        let face = Face::built_in(false);
        let glyph = face.glyph('W', "W").expect("in the font");
        let mut glyphs = Glyphs::new();
        // The second one is wider than a word.
        for size in [3.0, 10.0] {
            let letter = glyphs.letter(&face, glyph, Emu::from_mm(size), dpi());
            let mut raster = Raster::blank(dpi(), 200, 120);
            assert!(raster.words(letter, (30, 100)));
            assert!(raster.bytes.iter().any(|byte| *byte != 0xff));
        }
    }
}
