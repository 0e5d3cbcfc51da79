//! What lies between drawing and writing.

#[cfg(feature = "pdf")]
use std::collections::BTreeMap;
use std::io::Write;

use super::RenderError;
#[cfg(feature = "pdf")]
use crate::font::Face;
use crate::sheet::Page;
use crate::symbol::Emu;

/// One drawn page.
#[derive(Clone, Debug)]
pub struct PageContent {
    pub(super) width: Emu,
    pub(super) height: Emu,
    /// A whole file, or the part of one that is the page.
    pub(super) bytes: Vec<u8>,
    /// The fonts that it shows.
    #[cfg(feature = "pdf")]
    pub(super) faces: Vec<UsedFace>,
}

/// A font, the glyphs of it that are shown, and what they stand for.
#[cfg(feature = "pdf")]
#[derive(Clone, Debug)]
pub(super) struct UsedFace {
    pub(super) face: Face,
    pub(super) glyphs: BTreeMap<u16, char>,
}

#[cfg(feature = "pdf")]
impl UsedFace {
    pub(super) fn new(face: Face) -> Self {
        let glyphs = BTreeMap::new();
        Self { face, glyphs }
    }
}

impl PageContent {
    /// A page whose bytes are the whole file.
    pub(super) fn whole(page: &Page, bytes: Vec<u8>) -> Self {
        Self {
            width: page.width,
            height: page.height,
            bytes,
            #[cfg(feature = "pdf")]
            faces: Vec::new(),
        }
    }

    /// The width of the page.
    pub fn width(&self) -> Emu {
        self.width
    }

    /// The height of the page.
    pub fn height(&self) -> Emu {
        self.height
    }

    /// How many bytes it takes.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Nothing was drawn.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// When it was made, in seconds since 1970-01-01 00:00 UTC. Without it the file names no time.
    pub created: Option<i64>,
}

/// Takes drawn pages in their order and writes the file around them.
pub trait PageWriter {
    /// Takes the next page. A format that can writes it at once, so that a long file needs no memory.
    ///
    /// # Errors
    /// More pages than the format has room for; whatever the writer says.
    fn page(&mut self, page: PageContent, out: &mut dyn Write) -> Result<(), RenderError>;

    /// Writes what comes behind the last page.
    ///
    /// # Errors
    /// No page at all; whatever the writer says.
    fn end(self: Box<Self>, out: &mut dyn Write) -> Result<(), RenderError>;
}

/// Writes the one page that is the file.
pub(super) fn one_page(_: &Document) -> Box<dyn PageWriter> {
    Box::new(OnePage {
        page: None,
        pages: 0,
    })
}

struct OnePage {
    page: Option<PageContent>,
    pages: usize,
}

impl PageWriter for OnePage {
    fn page(&mut self, page: PageContent, _: &mut dyn Write) -> Result<(), RenderError> {
        self.pages += 1;
        self.page = Some(page);
        Ok(())
    }

    fn end(self: Box<Self>, out: &mut dyn Write) -> Result<(), RenderError> {
        match self.page {
            Some(page) if self.pages == 1 => {
                out.write_all(&page.bytes)?;
                Ok(out.flush()?)
            }
            _ => Err(RenderError::OnePage(self.pages)),
        }
    }
}
