//! One mark as a bitmap field, compressed in the language's own way.

use super::super::raster::{Raster, size, whole};
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
    let (corner, far) = bounds(mark)?;
    let dots = |length: Emu, most: usize| whole(page.dpi, length).clamp(0, most as i64);
    let (page_width, page_height) = size(page)?;
    let (left, top) = (dots(corner.x, page_width), dots(corner.y, page_height));
    let (right, bottom) = (dots(far.x, page_width), dots(far.y, page_height));
    let (Ok(width), Ok(height)) = (usize::try_from(right - left), usize::try_from(bottom - top))
    else {
        return Ok(());
    };
    let dot = page.dpi.dot();
    let mut raster = Raster::blank(page.dpi, width, height);
    // Moved by whole dots, so that it is the bitmap that a page has there.
    raster.mark(&moved(mark, dot * left, dot * top), glyphs)?;
    let inked = |row: &&[u8]| row.iter().any(|byte| *byte != 0xff);
    let above = raster.rows().take_while(|row| !inked(row)).count();
    let rows = raster.rows().rev().skip_while(|row| !inked(row)).count();
    if rows <= above {
        return Ok(());
    }
    let rows = || raster.rows().take(rows).skip(above);
    let first = rows()
        .filter_map(|row| row.iter().position(|byte| *byte != 0xff))
        .min()
        .unwrap_or(0);
    let end = rows()
        .filter_map(|row| row.iter().rposition(|byte| *byte != 0xff))
        .max()
        .map_or(0, |last| last + 1);
    let bytes_a_row = end.saturating_sub(first);
    let bytes = (bytes_a_row * rows().count()) as i64;
    origin(out, left + 8 * first as i64, top + above as i64);
    out.extend_from_slice(b"^GFA,");
    for number in [bytes, bytes, bytes_a_row as i64] {
        push_integer(out, number);
        out.push(b',');
    }
    let mut before = None;
    for row in rows().map(|row| row.get(first..end).unwrap_or_default()) {
        if before == Some(row) {
            out.push(b':');
        } else {
            push_row(out, row);
        }
        before = Some(row);
    }
    out.extend_from_slice(b"^FS\n");
    Ok(())
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
    for next in row.iter().flat_map(|byte| [!byte >> 4, !byte & 15]) {
        if next != digit {
            push_run(out, count, digit);
            (digit, count) = (next, 0);
        }
        count += 1;
    }
    match digit {
        0 => out.push(b','),
        _ => push_run(out, count, digit),
    }
}

fn push_run(out: &mut Vec<u8>, mut count: usize, digit: u8) {
    if count == 0 {
        return;
    }
    let hex = b"0123456789ABCDEF".get(usize::from(digit)).copied();
    if count > 1 {
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
    }
    out.extend(hex);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
