//! The content stream of a page (ISO 32000-1, section 7.8).

use std::collections::BTreeMap;
use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use super::super::number::{push_integer, push_ratio};
use super::super::{PageContent, RenderError};
use crate::font::{Font, FontError};
use crate::label::{Mark, Point};
use crate::sheet::Page;
use crate::symbol::{Emu, Symbol};

/// Level 9 takes four times as long for 8 % fewer bytes, level 1 makes them three times as many.
const LEVEL: Compression = Compression::new(6);

/// Draws and deflates one page; pure, so that pages are drawn in parallel.
///
/// # Errors
/// A character that the font cannot set.
pub fn draw(page: &Page) -> Result<PageContent, RenderError> {
    let mut stream = Stream {
        out: Vec::with_capacity(page.marks.len() * 512),
        dot: page.dpi.dot(),
        glyphs: [BTreeMap::new(), BTreeMap::new()],
        text_open: false,
        bold: None,
    };
    stream.coordinates(page);
    for mark in &page.marks {
        match mark {
            Mark::Symbol {
                at,
                module,
                row_height,
                symbol,
            } => stream.symbol(*at, *module, *row_height, symbol),
            Mark::Text {
                at,
                size,
                bold,
                text,
            } => stream.line(*at, *size, *bold, text)?,
            Mark::Fill { at, width, height } => stream.fill(*at, *width, *height),
        }
    }
    stream.close_text();
    let mut deflated = ZlibEncoder::new(Vec::with_capacity(stream.out.len() / 8), LEVEL);
    deflated.write_all(&stream.out)?;
    Ok(PageContent {
        width: page.width,
        height: page.height,
        bytes: deflated.finish()?,
        glyphs: stream.glyphs,
    })
}

struct Stream {
    out: Vec<u8>,
    dot: Emu,
    glyphs: [BTreeMap<u16, char>; 2],
    text_open: bool,
    bold: Option<bool>,
}

impl Stream {
    fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn dots(&mut self, length: Emu) {
        push_ratio(&mut self.out, length, self.dot);
        self.out.push(b' ');
    }

    /// From here on lengths are dots of the page's resolution, so that symbols are whole numbers, and y goes down.
    fn coordinates(&mut self, page: &Page) {
        let dot = self.dot.points();
        let height = page.height.points();
        self.push(&format!("{dot:.12} 0 0 {:.12} 0 {height:.6} cm\n", -dot));
    }

    /// One path for all of a symbol: separate fills would show seams where a viewer smooths their edges.
    fn symbol(&mut self, at: Point, module: Emu, row_height: Emu, symbol: &Symbol) {
        self.close_text();
        self.push("q ");
        self.dots(module);
        self.push("0 0 ");
        self.dots(row_height);
        self.dots(at.x);
        self.dots(at.y);
        self.push("cm\n");
        for rect in symbol.path() {
            for number in [rect.x, rect.y, rect.width, rect.height] {
                push_integer(&mut self.out, i64::from(number));
                self.out.push(b' ');
            }
            self.push("re\n");
        }
        self.push("f Q\n");
    }

    fn fill(&mut self, at: Point, width: Emu, height: Emu) {
        self.close_text();
        for length in [at.x, at.y, width, height] {
            self.dots(length);
        }
        self.push("re f\n");
    }

    fn line(&mut self, at: Point, size: Emu, bold: bool, text: &str) -> Result<(), FontError> {
        let font = Font::built_in(bold);
        if !self.text_open {
            self.push("BT\n");
            self.text_open = true;
        }
        if self.bold != Some(bold) {
            self.push(if bold { "/B 1 Tf\n" } else { "/R 1 Tf\n" });
            self.bold = Some(bold);
        }
        self.dots(size);
        self.push("0 0 ");
        self.dots(-size);
        self.dots(at.x);
        self.dots(at.y);
        self.push("Tm (");
        for character in text.chars() {
            let glyph = font.glyph(character, text)?.id;
            if let Some(seen) = self.glyphs.get_mut(usize::from(bold)) {
                seen.entry(glyph).or_insert(character);
            }
            for byte in glyph.to_be_bytes() {
                self.string_byte(byte);
            }
        }
        self.push(") Tj\n");
        Ok(())
    }

    /// A byte of a literal string: brackets, backslash and line ends are escaped (section 7.3.4.2).
    fn string_byte(&mut self, byte: u8) {
        match byte {
            b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
            b'\r' => self.push("\\r"),
            b'\n' => self.push("\\n"),
            _ => self.out.push(byte),
        }
    }

    fn close_text(&mut self) {
        if self.text_open {
            self.push("ET\n");
            self.text_open = false;
        }
    }
}
