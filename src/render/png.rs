//! PNG, one bit a dot.

use std::io::Write;

use super::{Document, PageContent, RenderError};
use crate::sheet::Page;

/// Draws one page to the bytes of a PNG file.
pub fn draw(_page: &Page) -> Result<PageContent, RenderError> {
    unimplemented!()
}

/// Writes one drawn page.
pub fn write_drawn(
    _pages: Vec<PageContent>,
    _document: &Document,
    _out: &mut dyn Write,
) -> Result<(), RenderError> {
    unimplemented!()
}

/// Writes one page, one bit a dot, with its density.
pub fn write(page: &Page, out: &mut dyn Write) -> Result<(), RenderError> {
    write_drawn(vec![draw(page)?], &Document::default(), out)
}

/// One page as grey levels, for previews.
pub fn preview(_page: &Page) -> Result<image::GrayImage, RenderError> {
    unimplemented!()
}
