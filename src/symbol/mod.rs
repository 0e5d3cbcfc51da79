//! Symbols: a message in, modules out. One form for every symbology, so that formats and
//! symbologies never meet.

mod length;
mod matrix;

use std::borrow::Cow;

use crate::element::ElementString;

pub use length::{Dpi, DpiError, Emu};
pub use matrix::{Matrix, Rect};

/// What a symbol shall say.
#[derive(Clone, Copy, Debug)]
pub enum Data<'a> {
    /// A GS1 message: drawn with FNC1 where the standard puts it.
    Gs1(&'a ElementString),
    /// Any other text, a GS1 Digital Link URI among them: drawn without FNC1.
    Plain(&'a str),
}

/// How to draw it. The default is what GS1 asks for, in the smallest symbol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The smallest size to use, as [`Symbol::version`] names it, so that the labels of one row carry one size.
    pub at_least: Option<Cow<'static, str>>,
}

/// Light space around a symbol, in modules (multiples of X).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietZone {
    /// Left of the first column.
    pub left: u16,
    /// Right of the last column.
    pub right: u16,
    /// Above the first row.
    pub top: u16,
    /// Below the last row.
    pub bottom: u16,
}

/// One kind of symbol and all that the other stages need to know of it.
#[derive(Debug)]
pub struct Symbology {
    /// What it is called on the command line: `datamatrix`.
    pub name: &'static str,
    /// What people call it: `Data Matrix ECC 200`.
    pub title: &'static str,
    /// Bars of one height instead of square modules.
    pub linear: bool,
    /// The light space it needs.
    pub quiet_zone: QuietZone,
    /// Draws a message.
    pub encode: fn(&Data<'_>, &Options) -> Result<Symbol, SymbolError>,
}

/// A finished symbol: modules, what they say, and what a scanner will report.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub(crate) symbology: &'static Symbology,
    pub(crate) matrix: Matrix,
    pub(crate) version: Cow<'static, str>,
    pub(crate) identifier: &'static str,
    pub(crate) payload: Box<[u8]>,
}

/// Why no symbol was drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SymbolError(String);
