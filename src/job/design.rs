//! What a run prints, apart from the data: stock, symbol, resolution, AIs, places.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ai::{Ai, Dictionary};
use crate::element::{ElementError, ElementString};
use crate::font::Fonts;
use crate::label::template::{TemplateLayout, TemplateSpec, TwoSerials, Wanted};
use crate::label::{
    LabelContent, LabelError, LabelSpec, Layout, Mark, Point, Record, Template, TemplateError,
    TextError, Turn,
};
use crate::sheet::{Grid, GridError, ReachError, Stock, StockError};
use crate::symbol::{Data, Dpi, DpiError, Options, SYMBOLOGIES, SymbolError, Symbology, Use};

use super::draw::Size;
use super::item::{Item, Values};
use super::look::{Assets, Look};
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
    /// What the format's printers usually have, where another resolution was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_dpi: Option<u32>,
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
    /// Template, use, font, rotation.
    #[serde(default, skip_serializing_if = "Look::is_default")]
    pub look: Look,
}

impl Default for Spec {
    /// Serialised Data Matrix labels at 600 dpi from the first place on; the stock is still to be named.
    fn default() -> Self {
        Self {
            stock: String::new(),
            symbol: "datamatrix".into(),
            ais: Self::default_ais(),
            dpi: 600,
            usual_dpi: None,
            start: 1,
            skip: Vec::new(),
            paper: Paper::default(),
            values: Vec::new(),
            look: Look::default(),
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
    /// A template that cannot be read.
    #[error("the template, {0}")]
    Template(TextError),
    /// A template whose image is missing.
    #[error("the template, {0}")]
    Image(Box<TemplateError>),
    /// A template with a serial and an SSCC.
    #[error(transparent)]
    TwoSerials(#[from] TwoSerials),
    /// `home`.
    #[error("use {0:?} is not known: use {names}", names = Use::ALL.map(Use::name).join(", "))]
    Use(String),
    /// `45`.
    #[error("a label is turned by 0, 90, 180 or 270 degrees, not by {0}")]
    Rotation(i64),
    /// `301`.
    #[error(transparent)]
    Dpi(#[from] DpiError),
    /// Place 22 of 21.
    #[error(transparent)]
    Grid(#[from] GridError),
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
    /// An item of a template that cannot be drawn.
    #[error(transparent)]
    Template(#[from] Box<TemplateError>),
    /// A label that an offset or a scale moves off the page or onto another.
    #[error(transparent)]
    Reach(#[from] ReachError),
}

/// The AIs of a serialised label unless others are named.
const USUAL_AIS: [&str; 4] = ["01", "17", "10", "21"];

/// AIs whose value a scheme may write, and the columns that give it instead.
const SERIAL_AIS: [&str; 2] = ["21", "00"];

/// The AIs of which (21) needs one beside it.
const SERIALISED: [&str; 3] = ["01", "03", "8006"];

/// The column of an order that an AI comes from.
pub(super) fn column_of(ai: &'static str) -> &'static str {
    crate::label::template::column_of(ai).unwrap_or(ai)
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
    template: Option<Arc<Template>>,
    serial_ai: Option<&'static str>,
    use_: Option<Use>,
    turn: Turn,
    fonts: Fonts,
}

/// How the labels of one product are laid out: one size for all of them.
#[derive(Clone, Debug)]
pub(super) enum Fitted {
    /// The layout that is built in, for one symbol.
    BuiltIn {
        layout: Layout,
        /// The symbol size that the worst serial needs.
        version: Cow<'static, str>,
    },
    Template(TemplateLayout),
}

/// How a ledger keeps a spec: beside other kinds of runs.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    labels: T,
}

impl Spec {
    /// As a ledger keeps it, for [`from_run`](Self::from_run).
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(&Kept { labels: self }).unwrap_or_default()
    }

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
    /// Looks up all that the spec names; one that names files needs [`Design::with`].
    ///
    /// # Errors
    /// What cannot be looked up or does not go together: unknown stock, a start beyond the sheet, a template that cannot be
    /// read.
    pub fn new(spec: Spec) -> Result<Self, DesignError> {
        Self::with(spec, &Assets::default())
    }

    /// The same with what stands in the files that the spec's look names.
    ///
    /// # Errors
    /// As [`Design::new`].
    pub fn with(mut spec: Spec, assets: &Assets) -> Result<Self, DesignError> {
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
        let template = match &spec.look.template {
            None => None,
            Some(text) => {
                let mut template = Template::parse(text).map_err(DesignError::Template)?;
                template
                    .load(|name| assets.picture(name))
                    .map_err(|error| DesignError::Image(Box::new(error)))?;
                Some(Arc::new(template))
            }
        };
        let serial_ai = match &template {
            Some(template) => template.serial_ai()?,
            None => SERIAL_AIS.into_iter().find(|ai| carries(&[ai])),
        };
        let use_ = match &spec.look.use_ {
            None => None,
            Some(name) => Some(Use::find(name).ok_or_else(|| DesignError::Use(name.clone()))?),
        };
        let rotate = spec.look.rotate;
        let turn = Turn::of_degrees(rotate).ok_or(DesignError::Rotation(rotate))?;
        let grid = Grid::placed(stock, &Paper::placing(&spec))?;
        Ok(Self {
            template,
            serial_ai,
            use_,
            turn,
            fonts: assets.fonts.clone(),
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
        self.serial_ai
    }

    /// Whether its labels are whole without a serial: the template says `21?`.
    pub(super) fn may_lack_serial(&self) -> bool {
        let column = self.serial_ai.map(column_of);
        let wanted = self.template.as_deref().map(Template::wanted);
        let mut wanted = wanted.into_iter().flatten();
        wanted.any(|field| field.optional && Some(field.name.as_str()) == column)
    }

    /// What orders for its template call columns otherwise: the design's name, the order's name.
    pub fn columns(&self) -> &[(String, String)] {
        self.template.as_deref().map_or(&[], Template::columns)
    }

    /// What its labels read of an order, each once.
    pub fn wanted(&self) -> Vec<Wanted> {
        if let Some(template) = &self.template {
            return template.wanted();
        }
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
        let (width, height) = (self.stock().label_width(), self.stock().label_height());
        if let Some(template) = &self.template {
            let spec = TemplateSpec {
                label: (width, height),
                dpi: self.dpi,
                use_: self.use_,
                turn: self.turn,
                fonts: self.fonts.clone(),
            };
            let layout = template.fit(spec, &self.record(worst)).map_err(Box::new)?;
            return Ok(Fitted::Template(layout));
        }
        let elements = self.elements(worst)?;
        let content = self.content(worst, &elements, &Options::default())?;
        let spec = LabelSpec {
            use_: self.use_.unwrap_or_default(),
            fonts: self.fonts.clone(),
            turn: self.turn,
            ..LabelSpec::new(width, height, self.dpi, self.symbology)
        };
        Ok(Fitted::BuiltIn {
            layout: self.stock().fit_as(&spec, &content)?,
            version: content.symbol.version(),
        })
    }

    /// The label of one unit, its corner `at` on the page: what its symbol says, and its marks.
    pub(super) fn draw(
        &self,
        item: &Item<'_>,
        fitted: &Fitted,
        at: Point,
    ) -> Result<(String, Vec<Mark>), FitError> {
        match fitted {
            Fitted::BuiltIn { layout, version } => {
                let elements = self.elements(item)?;
                let options = Options {
                    at_least: Some(version.clone()),
                    ..Options::default()
                };
                let content = self.content(item, &elements, &options)?;
                Ok((elements.to_string(), layout.draw(&content, at)?))
            }
            Fitted::Template(layout) => {
                let drawn = layout.draw(&self.record(item), at).map_err(Box::new)?;
                let said = drawn.elements.map(|elements| elements.to_string());
                Ok((said.unwrap_or_default(), drawn.marks))
            }
        }
    }

    /// What marks ink together: the top left and the bottom right corner; nothing where there are none.
    pub(super) fn ink(marks: &[Mark]) -> Result<Option<(Point, Point)>, FitError> {
        let mut all: Option<(Point, Point)> = None;
        for mark in marks {
            let (from, to) = mark.ink().map_err(LabelError::from)?;
            let (least, most) = all.unwrap_or((from, to));
            let least = Point {
                x: least.x.min(from.x),
                y: least.y.min(from.y),
            };
            let most = Point {
                x: most.x.max(to.x),
                y: most.y.max(to.y),
            };
            all = Some((least, most));
        }
        Ok(all)
    }

    /// An item as templates read it.
    fn record<'a>(&self, item: &'a Item<'a>) -> Unit<'a> {
        // The library has no clock: without a year of the run it is that of the AI table.
        let table = || crate::scan::ReadOptions::default().this_year;
        Unit {
            item,
            this_year: self.spec.look.year.unwrap_or_else(table),
        }
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
    /// The symbols and their X-dimensions.
    pub(super) fn sizes(&self, design: &Design) -> Vec<Size> {
        let dot = design.dpi().dot();
        let size = |symbol, module| Size {
            symbol,
            module,
            dots: module / dot,
        };
        match self {
            Self::BuiltIn { layout, version } => {
                let symbol = format!("{} {version}", design.symbology().title);
                vec![size(symbol, layout.module())]
            }
            Self::Template(layout) => layout
                .symbols()
                .map(|known| size(known.symbol, known.module))
                .collect(),
        }
    }
}

/// An item in the year in which its dates are read.
struct Unit<'a> {
    item: &'a Item<'a>,
    this_year: u16,
}

impl Record for Unit<'_> {
    fn ai(&self, ai: &str) -> Option<Cow<'_, str>> {
        self.item.ai(ai)
    }

    fn column(&self, name: &str) -> Option<Cow<'_, str>> {
        self.item.column(name)
    }

    fn this_year(&self) -> u16 {
        self.this_year
    }
}
