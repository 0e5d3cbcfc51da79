//! One mark as a bitmap field, compressed in the language's own way.

use super::super::raster::{Raster, size, whole};
use super::fields::Field;
use super::origin;
use crate::font::FontError;
use crate::label::{Mark, Point};
use crate::render::number::push_integer;
use crate::render::{Glyphs, RenderError};
use crate::sheet::Page;
use crate::symbol::Emu;

/// Appends a mark as `^FO` and `^GFA`; nothing for a mark without ink on the page.
pub(super) fn push(
    out: &mut Vec<u8>,
    mark: &Mark,
    page: &Page,
    glyphs: &mut Glyphs,
) -> Result<(), RenderError> {
    let of_page = size(page)?;
    if let Some((field, (right, down))) = glyphs.fields().find(mark, page.dpi, of_page) {
        push_field(out, (field.at.0 + right, field.at.1 + down), &field.data);
        return Ok(());
    }
    let (corner, far) = bounds(mark)?;
    let dots = |length: Emu| whole(page.dpi, length);
    let area = [dots(corner.x), dots(corner.y), dots(far.x), dots(far.y)];
    let within = |dots: i64, most: usize| dots.clamp(0, most as i64);
    let [left, right] = [area[0], area[2]].map(|dots| within(dots, of_page.0));
    let [top, bottom] = [area[1], area[3]].map(|dots| within(dots, of_page.1));
    let (Ok(width), Ok(height)) = (usize::try_from(right - left), usize::try_from(bottom - top))
    else {
        return Ok(());
    };
    let dot = page.dpi.dot();
    let mut raster = Raster::blank(page.dpi, width, height);
    // Moved by whole dots, so that it is the bitmap that a page has there.
    raster.mark(&moved(mark, dot * left, dot * top), glyphs)?;
    let (corner, data) = bitmap(&raster);
    let at = (left + corner.0, top + corner.1);
    push_field(out, at, &data);
    if area == [left, top, right, bottom] {
        let field = Field { area, at, data };
        glyphs.fields().keep(mark, page.dpi, field);
    }
    Ok(())
}

fn push_field(out: &mut Vec<u8>, (x, y): (i64, i64), data: &[u8]) {
    if !data.is_empty() {
        origin(out, x, y);
        out.extend_from_slice(data);
        out.extend_from_slice(b"^FS\n");
    }
}

/// The part of a raster that has ink: its corner, and the command that draws it; none without ink.
fn bitmap(raster: &Raster) -> ((i64, i64), Vec<u8>) {
    let mut out = Vec::new();
    let Some(ink) = Inked::of(raster) else {
        return ((0, 0), out);
    };
    let bytes_a_row = ink.end - ink.first;
    let bytes = (bytes_a_row * (ink.bottom - ink.top)) as i64;
    out.reserve(2 * bytes as usize);
    out.extend_from_slice(b"^GFA,");
    for number in [bytes, bytes, bytes_a_row as i64] {
        push_integer(&mut out, number);
        out.push(b',');
    }
    let mut before = None;
    for row in raster.rows().take(ink.bottom).skip(ink.top) {
        let row = row.get(ink.first..ink.end).unwrap_or_default();
        if before == Some(row) {
            out.push(b':');
        } else {
            push_row(&mut out, row);
        }
        before = Some(row);
    }
    ((8 * ink.first as i64, ink.top as i64), out)
}

/// The rows and the bytes of a row that have ink.
struct Inked {
    top: usize,
    bottom: usize,
    first: usize,
    end: usize,
}

impl Inked {
    fn of(raster: &Raster) -> Option<Self> {
        const PAPER: u8 = 0xff;
        let has_ink = |row: &[u8]| row.iter().fold(PAPER, |all, byte| all & byte) != PAPER;
        let top = raster.rows().position(has_ink)?;
        let bottom = raster.rows().rposition(has_ink)? + 1;
        let mut all = raster.rows().next()?.to_vec();
        for row in raster.rows().take(bottom).skip(top) {
            for (all, byte) in all.iter_mut().zip(row) {
                *all &= byte;
            }
        }
        let first = all.iter().position(|byte| *byte != PAPER)?;
        let end = all.iter().rposition(|byte| *byte != PAPER)? + 1;
        Some(Self {
            top,
            bottom,
            first,
            end,
        })
    }
}

/// Two corners that a mark surely lies between.
fn bounds(mark: &Mark) -> Result<(Point, Point), FontError> {
    match mark {
        Mark::Text {
            at,
            turn,
            size,
            face,
            text,
        } => {
            // Letters may reach past their own advance; an em on each side is more than any does.
            let width = face.width(text, *size)?;
            Ok(turn.corners(*at, (-*size, -*size * 2), (width + *size, *size)))
        }
        _ => mark.ink(),
    }
}

fn moved(mark: &Mark, left: Emu, top: Emu) -> Mark {
    let mut mark = mark.clone();
    let (Mark::Symbol { at, .. }
    | Mark::Text { at, .. }
    | Mark::Fill { at, .. }
    | Mark::Picture { at, .. }) = &mut mark;
    at.x -= left;
    at.y -= top;
    mark
}

/// A row as hexadecimal digits, runs of a digit as a count and the digit: `G` to `Y` are 1 to 19, `g` to `z` are 20 to 400.
/// `,` fills the rest of the row with white. Its counterpart `!` is left alone: readers of the language fill with the digit 1.
fn push_row(out: &mut Vec<u8>, row: &[u8]) {
    let (mut digit, mut count) = (0, 0);
    for byte in row.iter().map(|byte| !byte) {
        let [high, low] = [byte >> 4, byte & 15];
        if high != digit {
            push_run(out, count, digit);
            (digit, count) = (high, 0);
        }
        count += 1;
        if low != digit {
            push_run(out, count, digit);
            (digit, count) = (low, 0);
        }
        count += 1;
    }
    match digit {
        0 => out.push(b','),
        _ => push_run(out, count, digit),
    }
}

#[inline]
fn push_run(out: &mut Vec<u8>, count: usize, digit: u8) {
    let hex = b"0123456789ABCDEF"[usize::from(digit & 15)];
    match count {
        0 => {}
        1 => out.push(hex),
        2..20 => out.extend_from_slice(&[b'F' + count as u8, hex]),
        _ => push_long_run(out, count, hex),
    }
}

#[cold]
fn push_long_run(out: &mut Vec<u8>, mut count: usize, hex: u8) {
    while count >= 400 {
        out.push(b'z');
        count -= 400;
    }
    if count >= 20 {
        out.push(b'f' + (count / 20) as u8);
    }
    if !count.is_multiple_of(20) {
        out.push(b'F' + (count % 20) as u8);
    }
    out.push(hex);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Face;
    use crate::label::Turn;
    use crate::symbol::{DATAMATRIX, Data, Dpi, Options};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// What a printer makes of a row, from the language's description alone.
    fn unpacked(text: &[u8], bytes: usize) -> Vec<u8> {
        let (mut digits, mut count) = (Vec::new(), 0);
        for &c in text {
            match c {
                b'G'..=b'Y' => count += usize::from(c - b'F'),
                b'g'..=b'z' => count += 20 * usize::from(c - b'f'),
                b',' => digits.resize(bytes * 2, 0),
                _ => {
                    let digit = char::from(c).to_digit(16).expect("hexadecimal") as u8;
                    digits.extend(std::iter::repeat_n(digit, count.max(1)));
                    count = 0;
                }
            }
        }
        digits
            .chunks(2)
            .map(|pair| !(pair[0] << 4 | pair[1]))
            .collect()
    }

    proptest! {
        #[test]
        fn a_packed_row_is_the_row(runs in prop::collection::vec((any::<u8>(), 1_usize..450), 1..8)) {
            let row: Vec<u8> = runs.iter().flat_map(|&(byte, count)| vec![byte; count]).collect();
            let mut out = Vec::new();
            push_row(&mut out, &row);
            prop_assert_eq!(unpacked(&out, row.len()), row);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Few places, so that most texts come again, in another dot or over the page's edge.
        #[test]
        fn a_kept_text_is_drawn_as_a_new_one(
            places in prop::collection::vec((0..3_usize, 0..3_i64, 0..3_i64, 0..2_i64, 0..2_usize), 120..150),
        ) {
            let page = Page {
                width: Emu::from_mm(30.0),
                height: Emu::from_mm(20.0),
                dpi: Dpi::new(203).expect("a usual resolution"),
                marks: Vec::new(),
            };
            let mut kept = Glyphs::new();
            let mut found = 0;
            for (text, x, y, within, turn) in places {
                let dot = page.dpi.dot();
                let mark = Mark::Text {
                    at: Point { x: dot * (x * 61) + Emu(within * 1_500), y: dot * (y * 47) },
                    turn: [Turn::None, Turn::Quarter][turn],
                    size: Emu::from_mm(2.0),
                    face: Face::built_in(false),
                    text: ["LOT 7", "jÄ", " "][text].to_owned(),
                };
                let of_page = size(&page).expect("a size");
                found += usize::from(kept.fields().find(&mark, page.dpi, of_page).is_some());
                let (mut again, mut new) = (Vec::new(), Vec::new());
                push(&mut again, &mark, &page, &mut kept).expect("letters of the font");
                push(&mut new, &mark, &page, &mut Glyphs::new()).expect("letters of the font");
                prop_assert_eq!(again, new, "{:?}", mark);
            }
            prop_assert!(found > 0);
        }
    }

    #[test]
    fn a_mark_beside_the_page_draws_nothing() {
        let symbol = DATAMATRIX.encode(&Data::Plain("A"), &Options::default());
        let symbol = Arc::new(symbol.expect("short"));
        let page = Page {
            width: Emu::from_mm(12.0),
            height: Emu::from_mm(9.0),
            dpi: Dpi::new(203).expect("a usual resolution"),
            marks: Vec::new(),
        };
        for (x, y) in [(-30.0, 2.0), (30.0, 2.0), (2.0, -30.0), (2.0, 30.0)] {
            let mark = Mark::Symbol {
                at: Point {
                    x: Emu::from_mm(x),
                    y: Emu::from_mm(y),
                },
                turn: Turn::None,
                module: page.dpi.dot() * 3,
                row_height: page.dpi.dot() * 3,
                symbol: Arc::clone(&symbol),
            };
            let mut out = Vec::new();
            push(&mut out, &mark, &page, &mut Glyphs::new()).expect("no letters");
            assert!(out.is_empty(), "{x} {y}");
        }
    }

    #[test]
    fn the_white_end_of_a_row_is_one_character() {
        for (row, text) in [
            (&[0xff, 0xff][..], ","),
            (&[0x00, 0x00], "JF"),
            (&[0x0f, 0x00], "F0HF"),
            (&[0x00, 0x00, 0x0f], "KF,"),
            (&[0x5a, 0xff], "A5,"),
        ] {
            let mut out = Vec::new();
            push_row(&mut out, row);
            assert_eq!(String::from_utf8_lossy(&out), text);
        }
    }
}
