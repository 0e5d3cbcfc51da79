//! Serials that others issued, taken over in one transaction (rule 5).

use super::error::LedgerError;
use super::id::RunId;
use super::product::Product;
use alloc::vec::Vec;
use jiff::Timestamp;

/// What an import is: all of it is recorded in one run, or nothing; with `is_partial`, all that can be.
///
/// Whoever has the list has its serials, so the run is `allocated` from the beginning.
#[derive(Clone, Debug)]
pub struct Import {
    /// Made before the first attempt, as that of a [`RunRequest`](super::RunRequest): the same id imports once.
    pub request_id: String,
    /// A hash of all that the caller was told to do, the list's bytes too. The same request id with another one is refused.
    pub args_hash: [u8; 32],
    /// Who imports.
    pub holder: String,
    /// What the clock says.
    pub now: Timestamp,
    /// The job as the caller wants to find it again, opaque to the ledger.
    pub spec: String,
    /// The products of the list; each of its rows names one.
    pub lines: Vec<ImportLine>,
    /// How many rows the list is thought to give; with another number it is read once more.
    pub rows: u64,
    /// How many rows the caller could not read. They count as refused.
    pub unread: u64,
    /// Record what can be recorded, and leave out the rows that are refused.
    pub is_partial: bool,
}

/// A product of an import, and what its serials are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImportLine {
    /// What the units are.
    pub product: Product,
    /// The Application Identifier that carries the serial. `21` is unique with the product's GTIN, which must be there;
    /// a whole key such as `00` (SSCC) or `8004` (GIAI) is unique by itself.
    pub ai: String,
}

/// A row of an import.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ForeignSerial {
    /// The caller's number of the row, for what is told of it.
    pub row: u64,
    /// The place of its product in [`Import::lines`].
    pub line: usize,
    /// The serial.
    pub serial: String,
}

/// The list that an import reads: at most a few thousand rows of it are in memory at once.
pub trait ForeignSerials {
    /// Begins before the first row. What was told by [`refuse`](Self::refuse) before a [`Pass::Check`] is void.
    fn begin(&mut self, pass: Pass) -> Result<(), LedgerError>;

    /// The next rows, at most so many; none after the last one.
    fn read(&mut self, most: usize) -> Result<Vec<ForeignSerial>, LedgerError>;

    /// Told once after each [`read`](Self::read) of a [`Pass::Check`]: which of its rows are refused, in their order.
    fn refuse(&mut self, refused: Vec<Refusal>) -> Result<(), LedgerError>;
}

/// Why a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// To be checked, and recorded if all is well.
    Check,
    /// To be recorded without the rows that were refused.
    Record,
}

/// A row that is not recorded, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// [`ForeignSerial::row`].
    pub row: u64,
    /// Why.
    pub kind: RefusalKind,
}

/// Why a row of an import is not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusalKind {
    /// A row before it has the same serial.
    Repeated {
        /// [`ForeignSerial::row`] of that one.
        row: u64,
    },
    /// A run before gave the serial, by an import or in its data.
    ImportedBefore {
        /// The run.
        run: RunId,
    },
    /// A scheme has issued it, and the labels are printed.
    Issued {
        /// The run.
        run: RunId,
        /// The scheme, by name.
        scheme: String,
    },
    /// A scheme has reserved it or handed it out; nothing was printed yet, and may be any moment.
    OpenBlock {
        /// The run.
        run: RunId,
        /// The scheme, by name.
        scheme: String,
    },
}

impl RefusalKind {
    /// The stable name: `repeated`, `imported-before`, `issued` or `open-block`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Repeated { .. } => "repeated",
            Self::ImportedBefore { .. } => "imported-before",
            Self::Issued { .. } => "issued",
            Self::OpenBlock { .. } => "open-block",
        }
    }
}

impl core::fmt::Display for RefusalKind {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Repeated { row } => write!(f, "line {row} has the same serial"),
            Self::ImportedBefore { run } => write!(f, "run {run} brought it into this ledger"),
            Self::Issued { run, scheme } => write!(f, "run {run} issued it under scheme {scheme}"),
            Self::OpenBlock { run, scheme } => {
                write!(
                    f,
                    "run {run} has it under scheme {scheme} and may print it any moment"
                )
            }
        }
    }
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The run that has the serials; none where nothing was recorded.
    pub run: Option<RunId>,
    /// How many are recorded.
    pub recorded: u64,
    /// How many rows are not, the unread ones among them.
    pub refused: u64,
    /// How many of the recorded ones are numbers that a scheme of the ledger would have written, and skips now.
    pub held: u64,
    /// Whether this is the answer to a request that had been answered before.
    pub replayed: bool,
}

/// A list in memory.
///
/// ```
/// use unitmark::key::Gtin;
/// use unitmark::ledger::{
///     ForeignList, ForeignSerial, Import, ImportLine, LedgerId, Product, Sqlite, Store,
/// };
///
/// let now = "2026-04-15T08:00:00Z".parse()?;
/// let ledger = Sqlite::in_memory(LedgerId::from_bytes([1, 2, 3, 4]), now)?;
/// let product = Product { gtin: Some(Gtin::parse("5012345678900")?), ..Product::default() };
/// let row = |row, serial: &str| ForeignSerial { row, line: 0, serial: serial.into() };
/// let mut list = ForeignList::new(vec![row(1, "A1"), row(2, "A2"), row(3, "A1")]);
/// let imported = ledger.import(
///     &Import {
///         request_id: "supplier list 17".into(),
///         args_hash: [0; 32],
///         holder: "goods in".into(),
///         now,
///         spec: String::new(),
///         lines: vec![ImportLine { product, ai: "21".into() }],
///         rows: 3,
///         unread: 0,
///         is_partial: false,
///     },
///     &mut list,
/// )?;
/// assert_eq!((imported.run, imported.recorded, imported.refused), (None, 0, 1));
/// assert_eq!(list.refused()[0].kind.to_string(), "line 1 has the same serial");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ForeignList {
    rows: Vec<ForeignSerial>,
    at: usize,
    refused: Vec<Refusal>,
}

impl ForeignList {
    /// A list of these rows.
    pub fn new(rows: Vec<ForeignSerial>) -> Self {
        Self {
            rows,
            ..Self::default()
        }
    }

    /// The rows that were refused, in their order.
    pub fn refused(&self) -> &[Refusal] {
        &self.refused
    }
}

impl ForeignSerials for ForeignList {
    fn begin(&mut self, pass: Pass) -> Result<(), LedgerError> {
        self.at = 0;
        if pass == Pass::Check {
            self.refused.clear();
        }
        Ok(())
    }

    fn read(&mut self, most: usize) -> Result<Vec<ForeignSerial>, LedgerError> {
        let rest = self.rows.get(self.at..).unwrap_or_default();
        let rows: Vec<_> = rest.iter().take(most).cloned().collect();
        self.at += rows.len();
        Ok(rows)
    }

    fn refuse(&mut self, refused: Vec<Refusal>) -> Result<(), LedgerError> {
        self.refused.extend(refused);
        Ok(())
    }
}
