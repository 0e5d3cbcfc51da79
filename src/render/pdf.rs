//! PDF.

use std::io::Write;

use super::{Document, PageContent, RenderError};
use crate::sheet::Page;

/// Draws and deflates one page; pure, so that pages are drawn in parallel.
pub fn draw(_page: &Page) -> Result<PageContent, RenderError> {
    unimplemented!()
}

/// Writes drawn pages.
pub fn write(
    pages: Vec<PageContent>,
    document: &Document,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let mut pdf = Pdf::new(document.clone());
    for page in pages {
        pdf.page(page);
    }
    pdf.write(out)
}

/// Puts drawn pages together, in the order they come.
#[derive(Clone, Debug, Default)]
pub struct Pdf {
    document: Document,
    pages: Vec<PageContent>,
}

impl Pdf {
    /// A document without pages.
    pub fn new(document: Document) -> Self {
        Self {
            document,
            pages: Vec::new(),
        }
    }

    /// Adds the next page.
    pub fn page(&mut self, page: PageContent) {
        self.pages.push(page);
    }

    /// Writes the whole file; every error of the writer is reported.
    pub fn write(self, _out: &mut dyn Write) -> Result<(), RenderError> {
        unimplemented!()
    }
}
