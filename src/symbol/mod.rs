//! Symbols: a message in, modules out. One form for every symbology, so that formats and
//! symbologies never meet.
//!
//! ```
//! use unitmark::element::ElementString;
//! use unitmark::symbol::{DATAMATRIX, Data, Options};
//!
//! let unit: ElementString = "(01)05012345678900(21)WG-2026040001".parse()?;
//! let symbol = DATAMATRIX.encode(&Data::Gs1(&unit), &Options::default())?;
//! assert_eq!((symbol.version().as_ref(), symbol.identifier()), ("18x18", "]d2"));
//! assert_eq!(symbol.payload(), unit.raw().as_bytes());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each symbol is the smallest there is: Data Matrix is planned over all six encodations, QR Code over its
//! three modes and Code 128 over its three code sets, exactly. Error correction and the places of bits come from the
//! `datamatrix` and `qrcode` crates. A GS1 message has FNC1 first and between its elements; text outside ASCII is UTF-8 under ECI 26.
//!
//! What a text is to become, a GS1 symbol or a plain one, is [`Said`]; how large a symbol is printed is [`Specification`] and [`Sizing`].

mod code128;
mod datamatrix;
mod ean;
mod error;
mod itf14;
mod length;
mod matrix;
mod message;
mod qr;
mod retail;
mod said;
mod size;
mod sizing;

use std::borrow::Cow;

use crate::element::ElementString;

pub use code128::CODE128;
pub use datamatrix::DATAMATRIX;
pub use ean::{EAN8, EAN13, UPCA, UPCE};
pub use error::{SymbolError, SymbolErrorKind};
pub use itf14::ITF14;
pub use length::{Dpi, DpiError, Emu};
pub use matrix::{Matrix, Rect, Runs};
pub use qr::QR;
pub use said::{Said, SaidError};
pub use size::{GS1_128_WIDEST, Height, SPECIFICATIONS, Specification, Standing, Use};
pub use sizing::{Sizing, SizingError};

/// Every symbology, in the order in which help names them.
pub static SYMBOLOGIES: &[&Symbology] = &[
    &DATAMATRIX,
    &QR,
    &CODE128,
    &EAN13,
    &EAN8,
    &UPCA,
    &UPCE,
    &ITF14,
];

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
    ///
    /// A linear symbol is as wide as its content and pays no heed to it; of a QR version's name the level is not looked at.
    pub at_least: Option<Cow<'static, str>>,
    /// The very size, as [`Symbol::version`] names it; what does not fit is an error.
    pub size: Option<Cow<'static, str>>,
    /// The error correction of a QR Code: this level, or else the highest from M on that costs no larger symbol.
    pub level: Option<Level>,
    /// The shape of a Data Matrix.
    pub shape: Shape,
    /// What stands between the elements of a GS1 `DataMatrix`.
    pub separator: Separator,
}

/// How much of a QR Code may be damaged (ISO/IEC 18004, 7.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// About 7 %.
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

impl Level {
    /// The level of a letter: `M`.
    pub fn find(letter: &str) -> Option<Self> {
        match letter {
            "L" => Some(Self::L),
            "M" => Some(Self::M),
            "Q" => Some(Self::Q),
            "H" => Some(Self::H),
            _ => None,
        }
    }
}

/// The shape of a Data Matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shape {
    /// As many rows as columns.
    #[default]
    Square,
    /// Wider than high: up to 16x48.
    Rectangle,
    /// The one of smaller area.
    Any,
}

/// What separates the elements of a GS1 `DataMatrix`; readers send GS for both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Separator {
    /// The function character, codeword 232.
    #[default]
    Fnc1,
    /// The control character GS, which Base 256 can hold too.
    Gs,
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

impl QuietZone {
    /// The same on all four sides.
    pub(crate) const fn around(modules: u16) -> Self {
        Self {
            left: modules,
            right: modules,
            top: modules,
            bottom: modules,
        }
    }

    /// Left and right of bars.
    pub(crate) const fn beside(left: u16, right: u16) -> Self {
        Self {
            left,
            right,
            top: 0,
            bottom: 0,
        }
    }
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
    /// Bars that reach five modules below the others, each its first column and width: the guards of EAN and UPC symbols.
    pub guards: &'static [(u16, u16)],
    /// How many modules thick the bearer bars above and below the symbol and its quiet zones are; 0 for none.
    ///
    /// General Specifications, 5.3.2.4 (release 16, read in an excerpt): where no printing plate is used, bars of at least two
    /// modules above and below are enough. A plate asks for a frame of 4.83 mm all round, which equalises its pressure; no format
    /// here is a plate.
    pub bearer: u16,
    /// Characters beside the digits that keep the quiet zone free in print, each with the column it stands at: `<` and `>`.
    ///
    /// An aid that is left to the printer's choice (General Specifications 26, note in 5.2.3.4). A side on which a digit stands
    /// in the quiet zone needs none: the left one of EAN-13, both of UPC-A and UPC-E. The bearer bars of ITF-14 span its own.
    pub quiet_zone_marks: &'static [(char, i16)],
    /// Where the digits of a payload stand under the bars.
    pub(crate) hri: fn(&[u8]) -> Vec<HriDigit>,
    /// Draws a message.
    pub encode: fn(&Data<'_>, &Options) -> Result<Symbol, SymbolError>,
}

impl Symbology {
    /// The symbology of a name as [`Symbology::name`] has it.
    ///
    /// ```
    /// use unitmark::symbol::Symbology;
    ///
    /// assert_eq!(Symbology::find("qr").map(|qr| qr.title), Some("QR Code"));
    /// assert!(Symbology::find("cuneiform").is_none());
    /// ```
    pub fn find(name: &str) -> Option<&'static Self> {
        SYMBOLOGIES.iter().copied().find(|known| known.name == name)
    }

    /// Draws a message.
    ///
    /// ```
    /// use unitmark::symbol::{DATAMATRIX, Data, Options};
    ///
    /// let symbol = DATAMATRIX.encode(&Data::Plain("unitmark"), &Options::default())?;
    /// assert_eq!(symbol.version(), "14x14");
    /// # Ok::<(), unitmark::symbol::SymbolError>(())
    /// ```
    pub fn encode(&self, data: &Data<'_>, options: &Options) -> Result<Symbol, SymbolError> {
        (self.encode)(data, options)
    }
}

/// One digit of the human readable interpretation, below the bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HriDigit {
    /// The digit.
    pub digit: char,
    /// The first of the seven modules that it is centred under; below 0 or past the last column in the quiet zone.
    pub column: i16,
    /// Set smaller, as UPC symbols have their outer digits.
    pub small: bool,
}

/// How far guards reach below the other bars, in modules (GS1 General Specifications, 5.2.1.4).
pub const GUARD_DROP: u16 = 5;

/// No digits of its own: the text under the symbol is the element string's.
fn no_digits(_: &[u8]) -> Vec<HriDigit> {
    Vec::new()
}

/// A finished symbol: modules, what they say, and what a scanner will report.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub(crate) symbology: &'static Symbology,
    pub(crate) matrix: Matrix,
    /// Its name; none for a linear symbol, whose width is its size.
    pub(crate) size: Option<&'static str>,
    pub(crate) identifier: &'static str,
    pub(crate) payload: Box<[u8]>,
}

impl Symbol {
    /// What kind it is; its quiet zone stands there.
    pub const fn symbology(&self) -> &'static Symbology {
        self.symbology
    }

    /// How many modules wide it is, without the quiet zone.
    pub const fn columns(&self) -> u16 {
        self.matrix.columns()
    }

    /// How many rows it has, without the quiet zone; 1 when linear.
    pub const fn rows(&self) -> u16 {
        self.matrix.rows()
    }

    /// Whether a module is dark; outside the symbol all is light.
    pub fn is_dark(&self, column: u16, row: u16) -> bool {
        self.matrix.is_dark(column, row)
    }

    /// A row in words of 64 modules, the leftmost in the lowest bit, the bits past the last column 0.
    /// Nothing for a row outside the symbol.
    pub fn row_bits(&self, row: u16) -> &[u64] {
        self.matrix.row_bits(row)
    }

    /// Its modules.
    pub const fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// The dark modules as rectangles that do not overlap, one drawing form for every format.
    pub fn path(&self) -> Vec<Rect> {
        self.matrix.path()
    }

    /// The digits under the bars of EAN, UPC and ITF-14 symbols, from left to right; none for others, whose text is that of the element string.
    ///
    /// ```
    /// use unitmark::symbol::{Data, EAN13, Options};
    ///
    /// let symbol = EAN13.encode(&Data::Plain("9521234543213"), &Options::default())?;
    /// let text: String = symbol.hri().iter().map(|digit| digit.digit).collect();
    /// assert_eq!(text, "9521234543213");
    /// assert!(symbol.hri()[0].column < 0);
    /// # Ok::<(), unitmark::symbol::SymbolError>(())
    /// ```
    pub fn hri(&self) -> Vec<HriDigit> {
        (self.symbology.hri)(&self.payload)
    }

    /// Its size: `22x22` (Data Matrix, rows by columns), `3-M` (QR version and level), `123 modules` (linear).
    pub fn version(&self) -> Cow<'static, str> {
        match self.size {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(format!("{} modules", self.columns())),
        }
    }

    /// What a scanner sends in front of the data: `]d2`, `]Q3`, `]C1` for GS1 symbols (ISO/IEC 15424).
    pub const fn identifier(&self) -> &'static str {
        self.identifier
    }

    /// What a scanner sends behind the identifier: separators are GS (0x1D), none first or last.
    pub const fn payload(&self) -> &[u8] {
        &self.payload
    }
}
