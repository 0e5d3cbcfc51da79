//! The content stream of a page (ISO 32000-1, section 7.8).

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use super::super::content::UsedFace;
use super::super::number::{push_integer, push_ratio};
use super::super::{PageContent, RenderError};
use super::typeface::resource_name;
use crate::font::{Face, FontError};
use crate::label::{Mark, Point, Turn};
use crate::sheet::Page;
use crate::symbol::{Emu, Matrix};

/// Level 9 takes four times as long for 8 % fewer bytes, level 1 makes them three times as many.
const LEVEL: Compression = Compression::new(6);

/// Draws and deflates one page; pure, so that pages are drawn in parallel.
///
/// # Errors
/// A character that the font cannot set.
pub fn draw(page: &Page) -> Result<PageContent, RenderError> {
    draw_page(page, Modules::Path)
}

/// As [`draw`], each symbol a picture of one bit a module: smaller and faster, and on dots of the viewer's own choice.
///
/// # Errors
/// As [`draw`].
pub fn draw_with_masks(page: &Page) -> Result<PageContent, RenderError> {
    draw_page(page, Modules::Mask)
}

/// How the modules of a symbol are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modules {
    /// One path of rectangles.
    Path,
    /// One picture that is a stencil.
    Mask,
}

fn draw_page(page: &Page, as_: Modules) -> Result<PageContent, RenderError> {
    let mut stream = Stream {
        out: Vec::with_capacity(page.marks.len() * 512),
        dot: page.dpi.dot(),
        faces: Vec::new(),
        text_open: false,
        face: None,
        modules: as_,
    };
    stream.coordinates(page);
    for mark in &page.marks {
        match mark {
            Mark::Symbol {
                at,
                turn,
                module,
                row_height,
                symbol,
            } => stream.modules(*at, *turn, (*module, *row_height), symbol.matrix()),
            Mark::Picture {
                at,
                turn,
                point,
                ink,
            } => stream.modules(*at, *turn, (*point, *point), ink),
            Mark::Text {
                at,
                turn,
                size,
                face,
                text,
            } => stream.line((*at, *turn), *size, face, text)?,
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
        faces: stream.faces,
    })
}

struct Stream {
    out: Vec<u8>,
    dot: Emu,
    faces: Vec<UsedFace>,
    text_open: bool,
    /// The font that was set last.
    face: Option<u64>,
    modules: Modules,
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
    fn modules(&mut self, at: Point, turn: Turn, (width, height): (Emu, Emu), modules: &Matrix) {
        let (cosine, sine) = turn.cosine_sine();
        self.close_text();
        self.push("q ");
        for length in [
            width * cosine,
            width * sine,
            height * -sine,
            height * cosine,
        ] {
            self.dots(length);
        }
        self.dots(at.x);
        self.dots(at.y);
        self.push("cm\n");
        if self.modules == Modules::Mask && self.mask(modules) {
            return;
        }
        for rect in modules.path() {
            for number in [rect.x, rect.y, rect.width, rect.height] {
                push_integer(&mut self.out, i64::from(number));
                self.out.push(b' ');
            }
            self.push("re\n");
        }
        self.push("f Q\n");
    }

    /// An inline picture (section 8.9.7) in place of the path; `false` where its bits could be taken for its end.
    fn mask(&mut self, modules: &Matrix) -> bool {
        let (columns, rows) = (modules.columns(), modules.rows());
        let mut bits = Vec::with_capacity(usize::from(columns.div_ceil(8)) * usize::from(rows));
        for row in 0..rows {
            for byte in 0..columns.div_ceil(8) {
                let dark = |bit: u16| u8::from(modules.is_dark(byte * 8 + bit, row)) << (7 - bit);
                bits.push((0..8).map(dark).sum());
            }
        }
        if bits.windows(2).any(|pair| pair == b"EI") {
            return false;
        }
        // A picture's first row is its highest, and y goes down here.
        self.push(&format!(
            "{columns} 0 0 -{rows} 0 {rows} cm BI /IM true /W {columns} /H {rows} /BPC 1 /D [1 0] ID "
        ));
        self.out.extend_from_slice(&bits);
        self.push("\nEI Q\n");
        true
    }

    fn fill(&mut self, at: Point, width: Emu, height: Emu) {
        self.close_text();
        for length in [at.x, at.y, width, height] {
            self.dots(length);
        }
        self.push("re f\n");
    }

    fn line(
        &mut self,
        (at, turn): (Point, Turn),
        em: Emu,
        face: &Face,
        text: &str,
    ) -> Result<(), FontError> {
        if !self.text_open {
            self.push("BT\n");
            self.text_open = true;
        }
        if self.face != Some(face.key()) {
            self.push(&format!("/{} 1 Tf\n", resource_name(face)));
            self.face = Some(face.key());
        }
        // Letters are drawn upwards, and y goes down here.
        let (cosine, sine) = turn.cosine_sine();
        for length in [em * cosine, em * sine, em * sine, em * -cosine] {
            self.dots(length);
        }
        self.dots(at.x);
        self.dots(at.y);
        self.push("Tm (");
        let known = self
            .faces
            .iter()
            .position(|used| used.face.key() == face.key());
        let place = known.unwrap_or_else(|| {
            self.faces.push(UsedFace::new(face.clone()));
            self.faces.len() - 1
        });
        for character in text.chars() {
            let glyph = face.glyph(character, text)?.id;
            if let Some(used) = self.faces.get_mut(place) {
                used.glyphs.entry(glyph).or_insert(character);
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
