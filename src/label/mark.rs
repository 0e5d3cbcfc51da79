//! What ink a label puts on paper: symbols, texts, filled boxes.

use std::sync::Arc;

use crate::symbol::{Emu, Symbol};

/// A place on paper, from the top left corner, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// To the right.
    pub x: Emu,
    /// Downwards.
    pub y: Emu,
}

/// One thing to draw. Places are relative to the label until a sheet moves them to the page.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A symbol; `at` is the top left corner of its first module (the quiet zone lies outside).
    Symbol {
        /// The corner of the first module, on a whole dot.
        at: Point,
        /// The X-dimension: whole dots.
        module: Emu,
        /// The height of one row: `module` for square modules, the bar height for a linear symbol.
        row_height: Emu,
        /// What to draw.
        symbol: Arc<Symbol>,
    },
    /// One line of text; `at` is the start of its baseline.
    Text {
        /// The start of the baseline.
        at: Point,
        /// The em height of the font.
        size: Emu,
        /// Bold or regular of the built-in font.
        bold: bool,
        /// The line.
        text: String,
    },
    /// A filled rectangle: lines, boxes, bearer bars.
    Fill {
        /// Its top left corner.
        at: Point,
        /// To the right.
        width: Emu,
        /// Downwards.
        height: Emu,
    },
}
