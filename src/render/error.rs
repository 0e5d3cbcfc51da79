//! Why nothing was written, or not all of it.

use crate::font::FontError;
use crate::symbol::{Dpi, Emu};

/// Why nothing was written, or not all of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A character that the built-in font cannot set: `中`.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A page that cannot be drawn: no width, or 10 m of it at 2400 dpi.
    #[error(
        "a page of {width} by {height} cannot be drawn at {dpi}: take another size or a lower resolution"
    )]
    PageSize {
        /// Its width.
        width: Emu,
        /// Its height.
        height: Emu,
        /// Its resolution.
        dpi: Dpi,
    },
    /// Two pages for a format that holds one, or none at all.
    #[error("a file of this format holds one page, not {0}: write each page to a file of its own")]
    OnePage(usize),
    /// A font or picture that the format's own library refused.
    #[error("the file cannot be put together: {0}")]
    Assembly(String),
    /// The file could not be written: a full disk.
    #[error("writing failed: {0}")]
    Io(#[from] std::io::Error),
}

impl RenderError {
    /// A word that never changes: `page-size`, `one-page`, `assembly`, `write`, or the font's.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Font(error) => error.code(),
            Self::PageSize { .. } => "page-size",
            Self::OnePage(_) => "one-page",
            Self::Assembly(_) => "assembly",
            Self::Io(_) => "write",
        }
    }
}

#[cfg(feature = "pdf")]
impl From<lopdf::Error> for RenderError {
    fn from(error: lopdf::Error) -> Self {
        Self::Assembly(error.to_string())
    }
}
