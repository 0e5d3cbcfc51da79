//! Why a label cannot be drawn.

use crate::font::FontError;
use crate::symbol::{Dpi, Emu};

/// Why a label cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LabelError {
    /// Symbol and text do not fit: a 40x40 Data Matrix on a 12 mm label at 203 dpi.
    #[error(transparent)]
    TooSmall(#[from] TooSmall),
    /// A character that the built-in font does not have: U+4E2D in a description.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A label of a row needs more room than the one that the row was fitted with.
    #[error(
        "this label needs more room than the one its layout was fitted to: fit the layout to the \
         widest label of its row"
    )]
    LargerThanFitted,
}

/// A label that is too small for what it shall carry, and what would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooSmall {
    /// The size it was tried at.
    pub label: (Emu, Emu),
    /// The resolution it was tried at.
    pub dpi: Dpi,
    /// The smallest whole-dot size that would hold it at this resolution, as wide as the label or as high as it.
    pub needed: Vec<(Emu, Emu)>,
    /// Resolutions at which this label would hold it.
    pub resolutions: Vec<Dpi>,
    /// Names of stock that would hold it at this resolution; filled by [`Stock::fit`](crate::sheet::Stock::fit).
    pub stocks: Vec<String>,
    pub(super) what: String,
}

/// Widths and heights joined for a sentence.
fn sizes(sizes: &[(Emu, Emu)]) -> String {
    sizes
        .iter()
        .map(|(width, height)| format!("{width} x {height}"))
        .collect::<Vec<_>>()
        .join(" or ")
}

impl std::fmt::Display for TooSmall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.what, sizes(&self.needed))
    }
}

impl std::error::Error for TooSmall {}
