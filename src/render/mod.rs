//! Pages to bytes, a file a format.
//!
//! Drawing a page is pure and needs no other page, so pages are drawn side by side; writing takes the drawn pages in order.
//!
//! ```
//! use std::sync::Arc;
//! use unitmark::render::{self, Document, Format};
//! use unitmark::symbol::{DATAMATRIX, Data, Dpi, Options, Sizing, Use};
//!
//! let symbol = DATAMATRIX.encode(&Data::Plain("unitmark"), &Options::default())?;
//! let sizing = Sizing::new(&DATAMATRIX, Use::Label, Dpi::new(300)?, None)?;
//! let page = render::symbol::page(Arc::new(symbol), &sizing, None, Default::default())?;
//! let svg = Format::find("svg").ok_or("no such format")?;
//! let mut file = Vec::new();
//! svg.write(vec![svg.draw(&page)?], &Document::default(), &mut file)?;
//! assert!(file.starts_with(b"<svg "));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod content;
mod error;
mod glyphs;
mod number;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "png")]
pub mod png;
mod raster;
pub mod svg;
pub mod symbol;
pub mod zpl;

use std::io::Write;

use crate::sheet::Page;

pub use content::{Document, PageContent, PageWriter};
pub use error::RenderError;
pub use glyphs::Glyphs;

/// One output format.
#[derive(Debug)]
pub struct Format {
    /// What it is called, and the ending of its files: `pdf`.
    pub name: &'static str,
    /// The resolution on whose dots symbols lie when none is asked for.
    pub dpi: u32,
    /// Holds many pages in one file.
    pub many_pages: bool,
    draw: fn(&Page, &mut Glyphs) -> Result<PageContent, RenderError>,
    writer: fn(&Document) -> Box<dyn PageWriter>,
}

/// Every format this build has.
pub static FORMATS: &[Format] = &[
    #[cfg(feature = "pdf")]
    Format {
        name: "pdf",
        dpi: 600,
        many_pages: true,
        draw: |page, _| pdf::draw(page),
        writer: pdf::writer,
    },
    #[cfg(feature = "pdf")]
    Format {
        name: "pdf-mask",
        dpi: 600,
        many_pages: true,
        draw: |page, _| pdf::draw_with_masks(page),
        writer: pdf::writer,
    },
    #[cfg(feature = "png")]
    Format {
        name: "png",
        dpi: 300,
        many_pages: false,
        draw: png::draw_with,
        writer: content::one_page,
    },
    #[cfg(feature = "png")]
    Format {
        name: "png-grey",
        dpi: 300,
        many_pages: false,
        draw: png::draw_grey_with,
        writer: content::one_page,
    },
    Format {
        name: "svg",
        dpi: 600,
        many_pages: false,
        draw: |page, _| svg::draw(page),
        writer: content::one_page,
    },
    Format {
        name: "zpl",
        dpi: 203,
        many_pages: true,
        draw: zpl::draw_with,
        writer: zpl::writer,
    },
    Format {
        name: "zpl-commands",
        dpi: 203,
        many_pages: true,
        draw: zpl::draw_commands_with,
        writer: zpl::writer,
    },
];

impl Format {
    /// The format of a name or a file ending, without regard to case.
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS
            .iter()
            .find(|format| format.name.eq_ignore_ascii_case(name))
    }

    /// The names of all formats, for messages: `pdf, png, svg`.
    pub fn names() -> String {
        let names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
        names.join(", ")
    }

    /// Draws one page; pure, so that pages are drawn in parallel.
    ///
    /// # Errors
    /// A character that the font cannot set; a page of no size, or of more dots than memory should hold.
    pub fn draw(&self, page: &Page) -> Result<PageContent, RenderError> {
        self.draw_with(page, &mut Glyphs::new())
    }

    /// Draws one page with letters that pages before it drew: for thousands of labels alike, each thread with its own.
    ///
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub fn draw_with(&self, page: &Page, glyphs: &mut Glyphs) -> Result<PageContent, RenderError> {
        (self.draw)(page, glyphs)
    }

    /// Starts a file, for pages that are written as they come.
    pub fn writer(&self, document: &Document) -> Box<dyn PageWriter> {
        (self.writer)(document)
    }

    /// Writes drawn pages, in order. The same pages and document give the same bytes.
    ///
    /// # Errors
    /// More pages than the format has room for, or none; whatever the writer says.
    pub fn write(
        &self,
        pages: Vec<PageContent>,
        document: &Document,
        out: &mut dyn Write,
    ) -> Result<(), RenderError> {
        let mut writer = self.writer(document);
        for page in pages {
            writer.page(page, out)?;
        }
        writer.end(out)
    }
}
