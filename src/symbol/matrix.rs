//! The dark and light modules of a symbol, a bit each.

/// Rows of modules; dark is `true`. A linear symbol has one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    columns: u16,
    rows: u16,
    words_a_row: usize,
    bits: Box<[u64]>,
}

/// A rectangle of dark modules: column, row, width and height in modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// How many columns.
    pub width: u16,
    /// How many rows.
    pub height: u16,
}
