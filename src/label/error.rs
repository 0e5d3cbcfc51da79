//! Why a label cannot be drawn.

use std::fmt;

use crate::font::FontError;
use crate::symbol::{Dpi, Emu};

/// Why a label cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LabelError {
    /// Symbol and text do not fit: a 40x40 Data Matrix on a label 10 mm high.
    #[error(transparent)]
    TooSmall(Box<TooSmall>),
    /// A character that the built-in font cannot set: `中` in a description.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A label that needs more room than the one its row was fitted with: a serial with more characters.
    #[error(
        "this label needs more room than the one its layout was fitted to: fit the layout to the \
         label of the row that needs the most"
    )]
    LargerThanFitted,
}

impl LabelError {
    /// A word that never changes: `label-too-small`, `larger-than-fitted`, or the font's.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooSmall(_) => "label-too-small",
            Self::Font(error) => error.code(),
            Self::LargerThanFitted => "larger-than-fitted",
        }
    }
}

/// A label that is too small for what it shall carry, and what would do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooSmall {
    /// What shall stand on it: `26x26 Data Matrix ECC 200`.
    pub symbol: String,
    /// The label's width and height.
    pub label: (Emu, Emu),
    /// The resolution it was tried at.
    pub dpi: Dpi,
    /// Bars that are too wide.
    pub too_wide: Option<TooWide>,
    /// Sizes that would hold it at this resolution: as wide as the label, as high as it, or larger both ways.
    pub sizes: Vec<(Emu, Emu)>,
    /// Resolutions at which this label would hold it.
    pub resolutions: Vec<Dpi>,
    /// Names of stock that would hold it at this resolution; [`Stock::fit`](crate::sheet::Stock::fit) fills it.
    pub stocks: Vec<String>,
}

/// Bars that are wider than their label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooWide {
    /// The width of the bars and their quiet zones.
    pub width: Emu,
    /// At this X-dimension, the least that the resolution and the symbology allow.
    pub module: Emu,
    /// How many symbol characters between start and check the label holds; each is two digits, or one other character.
    pub characters: i64,
}

impl fmt::Display for TooSmall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            symbol,
            label: (width, height),
            dpi,
            ..
        } = self;
        match self.too_wide {
            None => write!(
                f,
                "{symbol} and its text do not fit on a label of {width} by {height} at {dpi}"
            )?,
            Some(TooWide {
                width: bars,
                module,
                characters,
            }) => write!(
                f,
                "{symbol} is {bars} wide with its quiet zones at X {module}, too wide for a label of {width} by \
                 {height} at {dpi}: the label holds {characters} symbol characters of two digits or one letter, \
                 GS1-128 at most 48 data characters; put fewer element strings into it (--ais)"
            )?,
        }
        let mut ways = Vec::new();
        if !self.sizes.is_empty() {
            let sizes = self
                .sizes
                .iter()
                .map(|(width, height)| format!("{width} by {height}"));
            ways.push(format!("a label of {}", or(sizes)));
        }
        if !self.stocks.is_empty() {
            ways.push(format!("stock {}", or(self.stocks.iter().cloned())));
        }
        if !self.resolutions.is_empty() {
            ways.push(format!(
                "this label at {} dpi",
                or(self.resolutions.iter().map(|dpi| dpi.get().to_string()))
            ));
        }
        if ways.is_empty() {
            write!(f, "; no label and no resolution would do")
        } else {
            write!(f, "; it fits on {}", ways.join("; on "))
        }
    }
}

impl std::error::Error for TooSmall {}

/// `a, b or c`.
fn or(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<_> = items.collect();
    match items.pop() {
        Some(last) if !items.is_empty() => format!("{} or {last}", items.join(", ")),
        last => last.unwrap_or_default(),
    }
}
