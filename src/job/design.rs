//! What a run prints, apart from the data: stock, symbol, resolution, AIs, places.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::element::{ElementError, ElementString};
use crate::key::Gtin;
use crate::label::{LabelContent, LabelError, Layout, TextError};
use crate::ledger::Product;
use crate::sheet::{Grid, GridError, Stock, StockError};
use crate::symbol::{Data, Dpi, DpiError, Emu, Options, SYMBOLOGIES, SymbolError, Symbology};

use super::expiry::Expiry;
use super::paper::Paper;

/// A design as it is written down: kept with the run, so that it can be drawn again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// A name of the stock: `L7160`.
    pub stock: String,
    /// The symbology: `datamatrix`, `qr`, `code128`.
    pub symbol: String,
    /// The AIs of the element string, in this order.
    pub ais: Vec<String>,
    /// The printer's resolution.
    pub dpi: u32,
    /// The first place of the first page, from 1.
    pub start: usize,
    /// Places of the first page that are left out.
    pub skip: Vec<usize>,
    /// Copies, fill order, calibration, lines, stock of one's own.
    #[serde(default, skip_serializing_if = "Paper::is_default")]
    pub paper: Paper,
}

/// Why a [`Spec`] cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DesignError {
    /// `L716O`: no such stock.
    #[error(transparent)]
    Stock(#[from] StockError),
    /// A stock file with labels that overlap.
    #[error("the stock file, {0}")]
    StockFile(#[from] TextError),
    /// `--copies 0`, or more than 10,000.
    #[error("{0} copies of a label: from 1 to 10000")]
    Copies(u32),
    /// `aztec`: no such symbology.
    #[error("symbol {0:?} is not known: use {names}", names = symbol_names())]
    Symbol(String),
    /// `11`: an order has no column for it.
    #[error("AI ({0}) cannot come from an order: choose among {ais}", ais = field_ais())]
    Ai(String),
    /// `01,01`.
    #[error("AI ({0}) is named twice")]
    AiTwice(String),
    /// No (01), or no (21).
    #[error("a serialised label carries (01) and (21): name both, as in 01,21")]
    AiMissing,
    /// `301`.
    #[error(transparent)]
    Dpi(#[from] DpiError),
    /// Place 22 of 21.
    #[error(transparent)]
    Grid(#[from] GridError),
}

/// A column that labels of a design read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// `sku`, `gtin`, `lot`, `expiry`, `plant`, `serial`, `sscc`; the digits of another AI (`37`); else as the design calls it.
    pub name: String,
    /// A line may leave it open.
    pub optional: bool,
}

/// Why a unit cannot be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FitError {
    /// An AI of the design that the line leaves open.
    #[error("({ai}) is asked for and empty")]
    Empty {
        /// The AI.
        ai: &'static str,
        /// The column it comes from.
        column: &'static str,
    },
    /// A value that its AI does not hold.
    #[error(transparent)]
    Element(#[from] ElementError),
    /// A message that the symbology does not hold.
    #[error(transparent)]
    Symbol(#[from] SymbolError),
    /// A label that does not hold symbol and text.
    #[error(transparent)]
    Label(#[from] LabelError),
}

/// A part of an order line that goes into the element string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Gtin,
    Expiry,
    Lot,
    Serial,
}

const FIELDS: &[(&str, &str, Field)] = &[
    ("01", "gtin", Field::Gtin),
    ("17", "expiry", Field::Expiry),
    ("10", "lot", Field::Lot),
    ("21", "serial", Field::Serial),
];

fn field_ais() -> String {
    FIELDS
        .iter()
        .map(|(ai, _, _)| *ai)
        .collect::<Vec<_>>()
        .join(", ")
}

fn symbol_names() -> String {
    SYMBOLOGIES
        .iter()
        .map(|s| s.name)
        .collect::<Vec<_>>()
        .join(", ")
}

/// A [`Spec`] that can be followed.
#[derive(Clone, Debug)]
pub struct Design {
    spec: Spec,
    symbology: &'static Symbology,
    dpi: Dpi,
    fields: Vec<(&'static str, &'static str, Field)>,
    grid: Grid<'static>,
}

/// How the labels of one product are laid out: one size for all of them.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) layout: Layout,
    /// The symbol size that the worst serial needs.
    version: Cow<'static, str>,
}

/// How a ledger keeps a spec: beside other kinds of runs.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    labels: T,
}

impl Spec {
    /// Reads the spec that a run of labels left in the ledger; none where the run was something else.
    pub fn from_run(text: &str) -> Option<Self> {
        serde_json::from_str::<Kept<Self>>(text)
            .ok()
            .map(|kept| kept.labels)
    }

    /// The AIs that a serialised label carries unless others are named: GTIN, expiry, lot, serial.
    pub fn default_ais() -> Vec<String> {
        FIELDS.iter().map(|(ai, _, _)| (*ai).into()).collect()
    }
}

impl Design {
    /// Looks up all that the spec names.
    pub fn new(mut spec: Spec) -> Result<Self, DesignError> {
        let stock = Paper::stock(&spec)?;
        if !(1..=10_000).contains(&spec.paper.copies) {
            return Err(DesignError::Copies(spec.paper.copies));
        }
        stock.name().clone_into(&mut spec.stock);
        let symbology = Symbology::find(&spec.symbol)
            .ok_or_else(|| DesignError::Symbol(spec.symbol.clone()))?;
        let dpi = Dpi::new(spec.dpi)?;
        let mut fields: Vec<(&'static str, &'static str, Field)> = Vec::new();
        for ai in &spec.ais {
            let field = FIELDS
                .iter()
                .find(|(known, _, _)| known == ai)
                .ok_or_else(|| DesignError::Ai(ai.clone()))?;
            if fields.contains(field) {
                return Err(DesignError::AiTwice(ai.clone()));
            }
            fields.push(*field);
        }
        let carries = |wanted| fields.iter().any(|(_, _, field)| *field == wanted);
        if !carries(Field::Gtin) || !carries(Field::Serial) {
            return Err(DesignError::AiMissing);
        }
        let grid = Grid::placed(stock, &Paper::placing(&spec))?;
        Ok(Self {
            spec,
            symbology,
            dpi,
            fields,
            grid,
        })
    }

    /// As it is written down.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// The spec as a ledger keeps it, for [`Spec::from_run`].
    pub(super) fn to_json(&self) -> String {
        let kept = Kept { labels: &self.spec };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// The paper.
    pub fn stock(&self) -> &Stock {
        self.grid.stock()
    }

    /// The symbology.
    pub fn symbology(&self) -> &'static Symbology {
        self.symbology
    }

    /// The resolution.
    pub fn dpi(&self) -> Dpi {
        self.dpi
    }

    /// Where labels lie.
    pub fn grid(&self) -> &Grid<'static> {
        &self.grid
    }

    /// The AI under which a label carries what tells units apart: `21` or `00`. None for labels that are all alike, which
    /// need no ledger.
    pub fn serial_ai(&self) -> Option<&'static str> {
        let serial = |(_, _, field): &&(_, _, Field)| *field == Field::Serial;
        self.fields.iter().find(serial).map(|(ai, _, _)| *ai)
    }

    /// What its labels read of an order, each once.
    pub fn wanted(&self) -> Vec<Wanted> {
        let fields = self.fields.iter().map(|(_, column, _)| (*column, false));
        std::iter::once(("sku", true))
            .chain(fields)
            .map(|(name, optional)| Wanted {
                name: name.into(),
                optional,
            })
            .collect()
    }

    /// The element string of one unit.
    pub(super) fn elements(
        &self,
        product: &Product,
        serial: &str,
    ) -> Result<ElementString, FitError> {
        let yymmdd = product
            .expiry
            .as_deref()
            .and_then(|text| text.parse::<Expiry>().ok())
            .map(|expiry| expiry.yymmdd());
        let mut elements: Vec<(&str, &str)> = Vec::with_capacity(self.fields.len());
        for &(ai, column, field) in &self.fields {
            let value = match field {
                Field::Gtin => product.gtin.as_ref().map(Gtin::as_str),
                Field::Expiry => yymmdd.as_deref(),
                Field::Lot => product.lot.as_deref(),
                Field::Serial => Some(serial),
            };
            elements.push((ai, value.ok_or(FitError::Empty { ai, column })?));
        }
        Ok(ElementString::from_elements(elements)?)
    }

    /// Lays out the labels of one product by the worst serial they may carry.
    pub(super) fn fit(&self, product: &Product, worst: &str) -> Result<Fitted, FitError> {
        let elements = self.elements(product, worst)?;
        let content = self.content(product, &elements, &Options::default())?;
        let layout = self.stock().fit(self.dpi, self.symbology, &content)?;
        Ok(Fitted {
            layout,
            version: content.symbol.version(),
        })
    }

    /// What one label says.
    pub(super) fn label(
        &self,
        product: &Product,
        serial: &str,
        fitted: &Fitted,
    ) -> Result<(ElementString, LabelContent), FitError> {
        let elements = self.elements(product, serial)?;
        let options = Options {
            at_least: Some(fitted.version.clone()),
            ..Options::default()
        };
        let content = self.content(product, &elements, &options)?;
        Ok((elements, content))
    }

    fn content(
        &self,
        product: &Product,
        elements: &ElementString,
        options: &Options,
    ) -> Result<LabelContent, FitError> {
        let symbol = self.symbology.encode(&Data::Gs1(elements), options)?;
        Ok(LabelContent {
            symbol: Arc::new(symbol),
            hri: elements.hri(),
            product: product.sku.iter().cloned().collect(),
        })
    }
}

impl Fitted {
    /// The X-dimension on paper.
    pub(super) fn module(&self) -> Emu {
        self.layout.module()
    }

    /// The symbol's size.
    pub(super) fn version(&self) -> &str {
        &self.version
    }
}
