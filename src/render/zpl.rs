//! ZPL II, the language of Zebra's label printers: a label a format (`^XA` to `^XZ`), everything on whole dots.
//!
//! Symbols and text are bitmaps (`^GFA`) of the very dots that the other formats have, so that a label does not depend on
//! the printer's firmware or fonts. [`draw_with_commands`] lets the printer draw the symbols that its own commands can.

mod bitmap;
mod command;
mod fields;

pub(super) use fields::Fields;

use std::io::Write;

use super::number::push_integer;
use super::raster::{size, whole};
use super::{Document, Glyphs, PageContent, PageWriter, RenderError};
use crate::label::{Mark, Turn};
use crate::sheet::Page;

/// The longest label and the widest print head that the language can name, in dots.
const MOST_DOTS: usize = 32_000;

/// Draws one page, its symbols as bitmaps of our own modules.
///
/// ```
/// use std::sync::Arc;
/// use unitmark::render::{symbol, zpl};
/// use unitmark::symbol::{DATAMATRIX, Data, Dpi, Options, Sizing, Use};
///
/// let code = DATAMATRIX.encode(&Data::Plain("unitmark"), &Options::default())?;
/// let sizing = Sizing::new(&DATAMATRIX, Use::Label, Dpi::new(203)?, None)?;
/// let page = symbol::page(Arc::new(code), &sizing, None, symbol::Text::Nothing)?;
/// let mut file = Vec::new();
/// zpl::write(vec![zpl::draw(&page)?], &Default::default(), &mut file)?;
/// assert!(file.starts_with(b"^XA") && file.ends_with(b"^XZ\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A character that the font cannot set; a page of no size, or longer than the language can name.
pub fn draw(page: &Page) -> Result<PageContent, RenderError> {
    draw_with(page, &mut Glyphs::new())
}

/// Draws one page, its symbols by the printer's own commands where these exist: `^BX`, `^BQ`, `^BC`, `^BE`, `^BU`.
///
/// The printer then chooses code sets and encodations by itself, so that a Code 128 symbol may come out wider than the
/// layout knows. What no command says surely stays a bitmap: a GS1 QR Code (`^BQ` has no separator), text that is not ASCII, an EAN-8 (no
/// second reader has drawn `^B8`); so does a symbol that is turned.
///
/// # Errors
/// As [`draw`].
pub fn draw_with_commands(page: &Page) -> Result<PageContent, RenderError> {
    draw_commands_with(page, &mut Glyphs::new())
}

/// Writes drawn pages, one after the other.
///
/// # Errors
/// Whatever the writer says; no page at all.
pub fn write(
    pages: Vec<PageContent>,
    _: &Document,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let mut writer = writer(&Document::default());
    for page in pages {
        writer.page(page, out)?;
    }
    writer.end(out)
}

/// Writes each page as it comes.
pub(super) fn writer(_: &Document) -> Box<dyn PageWriter> {
    Box::new(OneAfterTheOther { pages: 0 })
}

struct OneAfterTheOther {
    pages: usize,
}

impl PageWriter for OneAfterTheOther {
    fn page(&mut self, page: PageContent, out: &mut dyn Write) -> Result<(), RenderError> {
        self.pages += 1;
        Ok(out.write_all(&page.bytes)?)
    }

    fn end(self: Box<Self>, out: &mut dyn Write) -> Result<(), RenderError> {
        if self.pages == 0 {
            return Err(RenderError::OnePage(0));
        }
        Ok(out.flush()?)
    }
}

pub(super) fn draw_with(page: &Page, glyphs: &mut Glyphs) -> Result<PageContent, RenderError> {
    draw_as(page, false, glyphs)
}

pub(super) fn draw_commands_with(
    page: &Page,
    glyphs: &mut Glyphs,
) -> Result<PageContent, RenderError> {
    draw_as(page, true, glyphs)
}

fn draw_as(page: &Page, commands: bool, glyphs: &mut Glyphs) -> Result<PageContent, RenderError> {
    let (width, height) = size(page)?;
    if width > MOST_DOTS || height > MOST_DOTS {
        return Err(RenderError::PageSize {
            width: page.width,
            height: page.height,
            dpi: page.dpi,
        });
    }
    let mut out = Vec::new();
    // Home and shift may have been set by a label before this one.
    out.extend_from_slice(b"^XA^LH0,0^LS0^PW");
    push_integer(&mut out, width as i64);
    out.extend_from_slice(b"^LL");
    push_integer(&mut out, height as i64);
    out.push(b'\n');
    for mark in &page.marks {
        let own = match mark {
            Mark::Symbol {
                at,
                turn: Turn::None,
                module,
                row_height,
                symbol,
            } if commands => command::of(symbol, page.dpi, *module, *row_height).map(|field| {
                let top = whole(page.dpi, at.y) - field.drop;
                (whole(page.dpi, at.x), top, field.text)
            }),
            Mark::Fill { at, width, height } => {
                let dots = |length| whole(page.dpi, length);
                let (left, top) = (dots(at.x).max(0), dots(at.y).max(0));
                let (width, height) = (dots(at.x + *width) - left, dots(at.y + *height) - top);
                if width < 1 || height < 1 {
                    continue;
                }
                let thickness = width.min(height);
                Some((left, top, format!("^GB{width},{height},{thickness}")))
            }
            _ => None,
        };
        match own {
            Some((x, y, text)) if x >= 0 && y >= 0 => {
                origin(&mut out, x, y);
                out.extend_from_slice(text.as_bytes());
                out.extend_from_slice(b"^FS\n");
            }
            _ => bitmap::push(&mut out, mark, page, glyphs)?,
        }
    }
    out.extend_from_slice(b"^XZ\n");
    Ok(PageContent::whole(page, out))
}

/// Where the next field begins.
fn origin(out: &mut Vec<u8>, x: i64, y: i64) {
    out.extend_from_slice(b"^FO");
    push_integer(out, x);
    out.push(b',');
    push_integer(out, y);
}
