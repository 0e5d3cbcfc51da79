//! Pages to bytes, a file a format.

use std::io::Write;

use crate::font::FontError;
use crate::sheet::Page;

#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "png")]
pub mod png;
pub mod svg;
pub mod symbol;

/// Why nothing was written, or not all of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A character that the built-in font does not have.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A page that is no size that can be drawn: 0, or more dots than memory should hold.
    #[error(
        "a page of {0} by {1} cannot be drawn at this resolution: make it smaller or lower the resolution"
    )]
    PageSize(crate::symbol::Emu, crate::symbol::Emu),
    /// More pages than the format can put into one file.
    #[error("{0} holds one page a file, not {1}: write each page to a file of its own")]
    OnePage(&'static str, usize),
    /// The file could not be written.
    #[error("writing failed: {0}")]
    Io(#[from] std::io::Error),
}

/// One drawn page: pure bytes, so that pages may be drawn side by side.
#[derive(Clone, Debug)]
pub struct PageContent {
    pub(crate) width: crate::symbol::Emu,
    pub(crate) height: crate::symbol::Emu,
    pub(crate) bytes: Vec<u8>,
}

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// When it was made, in seconds since 1970-01-01 00:00 UTC; none leaves it out, and the same pages give the same bytes.
    pub created: Option<i64>,
}

/// One output format.
#[derive(Debug)]
pub struct Format {
    /// What it is called, and the ending of its files: `pdf`.
    pub name: &'static str,
    /// The resolution its symbols are snapped to when none is asked for.
    pub dpi: u32,
    /// Holds many pages in one file.
    pub many_pages: bool,
    /// Draws one page; pure, so that pages are drawn in parallel.
    pub draw: fn(&Page) -> Result<PageContent, RenderError>,
    /// Writes drawn pages, in order.
    pub write: fn(Vec<PageContent>, &Document, &mut dyn Write) -> Result<(), RenderError>,
}

/// Every format this build has.
pub static FORMATS: &[Format] = &[
    #[cfg(feature = "pdf")]
    Format {
        name: "pdf",
        dpi: 600,
        many_pages: true,
        draw: pdf::draw,
        write: pdf::write,
    },
    #[cfg(feature = "png")]
    Format {
        name: "png",
        dpi: 300,
        many_pages: false,
        draw: png::draw,
        write: png::write_drawn,
    },
    Format {
        name: "svg",
        dpi: 600,
        many_pages: false,
        draw: svg::draw,
        write: svg::write_drawn,
    },
];

impl Format {
    /// The format of a name or a file ending, without regard to case.
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS
            .iter()
            .find(|format| format.name.eq_ignore_ascii_case(name))
    }
}
