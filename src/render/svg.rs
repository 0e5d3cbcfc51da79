//! SVG: a page, or one symbol.

use std::io::Write;

use super::{Document, PageContent, RenderError};
use crate::sheet::Page;

/// Draws one page.
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
