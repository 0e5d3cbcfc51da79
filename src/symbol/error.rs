//! Why no symbol was drawn.

use super::Level;
use crate::text::Span;

/// Why no symbol was drawn: which symbology, what was wrong, and where in the data if at one place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{symbology}: {kind}")]
pub struct SymbolError {
    pub(crate) symbology: &'static str,
    pub(crate) kind: SymbolErrorKind,
    pub(crate) span: Option<Span>,
}

/// What was wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SymbolErrorKind {
    /// There is nothing to say: `""` raises it.
    #[error("there is no data to draw")]
    Empty,
    /// The data does not fit the largest symbol allowed: 8,000 letters in any symbology raise it.
    #[error("the data is too long: it has {needed}, and {largest}")]
    TooLong {
        /// What the data takes: `2000 codewords`.
        needed: String,
        /// What the largest symbol holds and, where there is one, the way out: `144x144 holds 1558 codewords`.
        largest: String,
    },
    /// A character that the symbology has no code for: `é` in Code 128.
    #[error("{character:?} at byte {place} cannot be encoded: {allowed}")]
    Character {
        /// The character.
        character: char,
        /// Its first byte in the data.
        place: usize,
        /// What can be.
        allowed: &'static str,
    },
    /// Data that are not a GTIN alone, for a symbol that holds nothing else: `(00)340123450000000017` in EAN-13.
    #[error("it holds a GTIN (01) and nothing else: use datamatrix, qr or code128")]
    NotOneGtin,
    /// A GTIN of the wrong length: `12345` in EAN-13.
    #[error("it holds {length} digits with the check digit, and there are {digits}")]
    GtinLength {
        /// How many there are.
        digits: usize,
        /// How many there should be.
        length: usize,
    },
    /// A check digit that the other digits contradict: `9521234543214` in EAN-13.
    #[error("the check digit at byte {place} does not fit the other digits: {expected} does")]
    CheckDigit {
        /// Its byte in the data.
        place: usize,
        /// The digit that would fit.
        expected: char,
    },
    /// A GTIN-8 in an EAN-13 or UPC-A symbol, where it would be another number to people: `95200002`, `0000095200002`.
    #[error("this GTIN has eight digits, {0}, which are printed as EAN-8: use ean8")]
    Gtin8(String),
    /// A message of two symbols: `(01)09521234543213|(21)1`.
    #[error(
        "a composite message is two symbols, which are not drawn here: leave out | and what follows it"
    )]
    Composite,
    /// A GTIN-12 that UPC-E cannot shorten: `012345678905`.
    #[error("this GTIN has no zeros that it can leave out: use upca")]
    NoZerosToLeaveOut,
    /// A size that the symbology does not have: `23x23` for Data Matrix.
    #[error("it has no size {0:?}: use one such as {1}")]
    Size(String, &'static str),
    /// A size that names another level than the one asked for: `1-L` with level H.
    #[error("the size {size} has another level than {level:?}: leave the level out of one of them")]
    Level {
        /// The size asked for.
        size: String,
        /// The level asked for.
        level: Level,
    },
}

impl SymbolErrorKind {
    /// Puts the symbology's title to it.
    pub(crate) fn of(self, symbology: &'static str) -> SymbolError {
        let span = match &self {
            Self::Character {
                character, place, ..
            } => Some(Span::new(*place, place + character.len_utf8())),
            Self::CheckDigit { place, .. } => Some(Span::new(*place, place + 1)),
            _ => None,
        };
        SymbolError {
            symbology,
            kind: self,
            span,
        }
    }
}

impl SymbolError {
    /// A word that never changes: `empty`, `too-long`, `character`, `not-one-gtin`, `gtin-length`, `check-digit`, `gtin-8`, `composite`,
    /// `no-zeros`, `size`, `level`.
    pub const fn code(&self) -> &'static str {
        match self.kind {
            SymbolErrorKind::Empty => "empty",
            SymbolErrorKind::TooLong { .. } => "too-long",
            SymbolErrorKind::Character { .. } => "character",
            SymbolErrorKind::NotOneGtin => "not-one-gtin",
            SymbolErrorKind::GtinLength { .. } => "gtin-length",
            SymbolErrorKind::CheckDigit { .. } => "check-digit",
            SymbolErrorKind::Gtin8(_) => "gtin-8",
            SymbolErrorKind::Composite => "composite",
            SymbolErrorKind::NoZerosToLeaveOut => "no-zeros",
            SymbolErrorKind::Size(..) => "size",
            SymbolErrorKind::Level { .. } => "level",
        }
    }

    /// What was wrong.
    pub const fn kind(&self) -> &SymbolErrorKind {
        &self.kind
    }

    /// The title of the symbology that refused.
    pub const fn symbology(&self) -> &'static str {
        self.symbology
    }

    /// The bytes of the data that are at fault, if it is one place.
    pub const fn span(&self) -> Option<Span> {
        self.span
    }
}
