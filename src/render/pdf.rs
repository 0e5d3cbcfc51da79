//! PDF (ISO 32000-1): every symbol one path on whole dots, or one bit mask; text in the embedded font.

mod content;
mod file;
mod typeface;

use std::collections::BTreeMap;
use std::io::Write;

use super::content::UsedFace;
use super::{Document, PageContent, PageWriter, RenderError};

pub use content::{draw, draw_with_masks};

/// Writes drawn pages.
///
/// # Errors
/// Whatever the writer says; no page at all.
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

pub(super) fn writer(document: &Document) -> Box<dyn PageWriter> {
    Box::new(Pdf::new(document.clone()))
}

impl PageWriter for Pdf {
    /// The fonts, which come before the pages that show them, are known behind the last: pages wait, deflated.
    fn page(&mut self, page: PageContent, _: &mut dyn Write) -> Result<(), RenderError> {
        Self::page(self, page);
        Ok(())
    }

    fn end(self: Box<Self>, out: &mut dyn Write) -> Result<(), RenderError> {
        self.write(out)
    }
}

/// Puts drawn pages together, in the order they come.
#[derive(Clone, Debug, Default)]
pub struct Pdf {
    document: Document,
    pages: Vec<PageContent>,
    /// What all pages show, by the font's key.
    faces: BTreeMap<u64, UsedFace>,
}

impl Pdf {
    /// A document without pages.
    pub fn new(document: Document) -> Self {
        Self {
            document,
            pages: Vec::new(),
            faces: BTreeMap::new(),
        }
    }

    /// Adds the next page.
    pub fn page(&mut self, mut page: PageContent) {
        for shown in page.faces.drain(..) {
            self.faces
                .entry(shown.face.key())
                .or_insert_with(|| UsedFace::new(shown.face))
                .glyphs
                .extend(shown.glyphs);
        }
        // Many pages wait for the last.
        page.faces.shrink_to_fit();
        page.bytes.shrink_to_fit();
        self.pages.push(page);
    }

    /// Writes the whole file. The same pages give the same bytes.
    ///
    /// # Errors
    /// Whatever the writer says; no page at all.
    pub fn write(self, out: &mut dyn Write) -> Result<(), RenderError> {
        if self.pages.is_empty() {
            return Err(RenderError::OnePage(0));
        }
        file::write(self.pages, &self.faces, &self.document, out)
    }
}
