//! What a run prints, apart from the data: stock, symbol, resolution, AIs, places.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ai::{Ai, Dictionary};
use crate::element::{ElementError, ElementString};
use crate::label::{LabelContent, LabelError, Layout, TextError};
use crate::sheet::{Grid, GridError, Stock, StockError};
use crate::symbol::{Data, Dpi, DpiError, Emu, Options, SYMBOLOGIES, SymbolError, Symbology};

use super::item::{Item, Values};
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
    /// What the lines of the order say beyond what a ledger keeps of a product; empty where none says more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Values>,
}

impl Default for Spec {
    /// Serialised Data Matrix labels at 600 dpi from the first place on; the stock is still to be named.
    fn default() -> Self {
        Self {
            stock: String::new(),
            symbol: "datamatrix".into(),
            ais: Self::default_ais(),
            dpi: 600,
            start: 1,
            skip: Vec::new(),
            paper: Paper::default(),
            values: Vec::new(),
        }
    }
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
    /// `77x`: the dictionary has no such AI.
    #[error("AI ({0}) does not exist: `unitmark ai` lists all")]
    Ai(String),
    /// `01,01`.
    #[error("AI ({0}) is named twice")]
    AiTwice(String),
    /// (21) without the (01) whose unit it names.
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

/// The AIs of a serialised label unless others are named.
const USUAL_AIS: [&str; 4] = ["01", "17", "10", "21"];

/// AIs whose value a scheme may write, and the columns that give it instead.
const SERIAL_AIS: [&str; 2] = ["21", "00"];

/// The AIs of which (21) needs one beside it.
const SERIALISED: [&str; 3] = ["01", "03", "8006"];

/// The column of an order that an AI comes from.
pub(super) fn column_of(ai: &'static str) -> &'static str {
    match ai {
        "00" => "sscc",
        "01" => "gtin",
        "10" => "lot",
        "17" => "expiry",
        "21" => "serial",
        other => other,
    }
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
    fields: Vec<Ai<'static>>,
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
        USUAL_AIS.map(Into::into).into()
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
        let mut fields: Vec<Ai<'static>> = Vec::new();
        for ai in &spec.ais {
            let field = Dictionary::BUILTIN
                .get(ai)
                .ok_or_else(|| DesignError::Ai(ai.clone()))?;
            if fields.contains(&field) {
                return Err(DesignError::AiTwice(ai.clone()));
            }
            fields.push(field);
        }
        let carries = |ais: &[&str]| fields.iter().any(|field| ais.contains(&field.code()));
        if carries(&["21"]) && !carries(&SERIALISED) {
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
        SERIAL_AIS
            .into_iter()
            .find(|ai| self.fields.iter().any(|field| field.code() == *ai))
    }

    /// What its labels read of an order, each once.
    pub fn wanted(&self) -> Vec<Wanted> {
        let fields = self.fields.iter().map(|ai| (column_of(ai.code()), false));
        std::iter::once(("sku", true))
            .chain(fields)
            .map(|(name, optional)| Wanted {
                name: name.into(),
                optional,
            })
            .collect()
    }

    /// The design with what the lines of its order say beside their products.
    #[must_use]
    pub(super) fn with_values(mut self, values: Vec<Values>) -> Self {
        self.spec.values = values;
        self
    }

    /// What a line of its order says beside its product.
    pub(super) fn values(&self, line: usize) -> Values {
        self.spec.values.get(line).cloned().unwrap_or_default()
    }

    /// The element string of one unit.
    pub(super) fn elements(&self, item: &Item<'_>) -> Result<ElementString, FitError> {
        let mut elements = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let ai = field.code();
            let column = column_of(ai);
            elements.push((ai, item.ai(ai).ok_or(FitError::Empty { ai, column })?));
        }
        let elements = elements.iter().map(|(ai, value)| (*ai, &**value));
        Ok(ElementString::from_elements(elements)?)
    }

    /// Lays out the labels of one line by the unit with the worst serial that they may carry.
    pub(super) fn fit(&self, worst: &Item<'_>) -> Result<Fitted, FitError> {
        let elements = self.elements(worst)?;
        let content = self.content(worst, &elements, &Options::default())?;
        let layout = self.stock().fit(self.dpi, self.symbology, &content)?;
        Ok(Fitted {
            layout,
            version: content.symbol.version(),
        })
    }

    /// What one label says.
    pub(super) fn label(
        &self,
        item: &Item<'_>,
        fitted: &Fitted,
    ) -> Result<(ElementString, LabelContent), FitError> {
        let elements = self.elements(item)?;
        let options = Options {
            at_least: Some(fitted.version.clone()),
            ..Options::default()
        };
        let content = self.content(item, &elements, &options)?;
        Ok((elements, content))
    }

    fn content(
        &self,
        item: &Item<'_>,
        elements: &ElementString,
        options: &Options,
    ) -> Result<LabelContent, FitError> {
        let symbol = self.symbology.encode(&Data::Gs1(elements), options)?;
        Ok(LabelContent {
            symbol: Arc::new(symbol),
            hri: elements.hri(),
            product: item.product.sku.iter().cloned().collect(),
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
