//! Symbol items: what a symbol says, how large it is, and the human readable interpretation at it.
//!
//! The interpretation stands below the symbol and is broken between element strings only, as the General Specifications ask
//! (section 4.14); beside it where the template says so. EAN, UPC and ITF-14 have their digits instead.

use std::borrow::Cow;
use std::sync::Arc;

use super::error::ItemFault;
use super::field::{Field, Words};
use super::place::{Align, Rect, Span};
use super::record::Record;
use crate::element::ElementString;
use crate::font::{Face, Fonts};
use crate::label::product::{LEAST_EM, leading};
use crate::label::rows::{BETWEEN, Hri, room as units_in, shrunk};
use crate::label::{Digits, Mark, Point, Turn, finished};
use crate::link::Writer;
use crate::symbol::{
    Data, Dpi, EAN8, Emu, GS1_128_WIDEST, Level, Options, Said, Shape, Sizing, Symbol, SymbolError,
    SymbolErrorKind, Symbology, Use,
};

/// A symbol as the template writes it.
#[derive(Clone, Debug)]
pub(super) struct SymbolItem {
    pub symbology: &'static Symbology,
    /// An EAN-8 instead, where the GTIN is one of eight digits.
    pub or_ean8: bool,
    pub message: Message,
    pub use_: Option<Use>,
    /// The X-dimension to aim at, instead of the one of the use.
    pub x: Option<Emu>,
    /// A smaller one will do where there is less room.
    pub shrink: bool,
    pub bar_height: Option<Emu>,
    pub hri: HriPlace,
    pub hri_size: Option<Emu>,
    pub level: Option<Level>,
    pub shape: Shape,
    pub align: Align,
    pub valign: Align,
    /// How the symbol lies over its text.
    pub inner: Align,
}

/// What a symbol says.
#[derive(Clone, Debug)]
pub(super) enum Message {
    /// Element strings.
    Elements(Vec<Part>),
    /// A GS1 Digital Link URI of element strings, behind a stem.
    Link(Box<Writer>, Vec<Part>),
    /// Any text: what looks like GS1 data is.
    Text(Words),
}

/// One element string: an AI and its value; left out where the value is empty.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub ai: &'static str,
    pub value: Words,
}

/// Where the human readable interpretation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum HriPlace {
    #[default]
    Below,
    Right,
    None,
}

/// A symbol of one unit.
pub(super) struct Encoded {
    pub symbol: Arc<Symbol>,
    pub hri: Vec<String>,
    pub elements: Option<ElementString>,
}

/// How the symbols of one line of an order are drawn.
#[derive(Clone, Debug)]
pub(super) struct SymbolPlan {
    pub symbology: &'static Symbology,
    pub module: Emu,
    row_height: Emu,
    pub version: Cow<'static, str>,
    columns: u16,
    rows: u16,
    /// The room, and what is taken of it.
    room: (Emu, Emu),
    size: (Emu, Emu),
    bars: (Emu, Emu),
    hri: Option<HriPlan>,
}

#[derive(Clone, Debug)]
struct HriPlan {
    /// Element strings in each row.
    rows: Vec<usize>,
    size: Emu,
    /// The width that rows may have, and the block's height.
    width: Emu,
    height: Emu,
    beside: bool,
}

/// What a symbol is drawn for.
pub(super) struct Task<'a> {
    /// Width and height of the room.
    pub room: (Emu, Emu),
    /// How the room was given.
    pub spans: (Span, Span),
    pub dpi: Dpi,
    pub use_: Use,
    /// The use is not the one that the template was made for.
    pub other_use: bool,
    pub fonts: &'a Fonts,
}

impl Message {
    pub(super) fn words(&self) -> Vec<&Words> {
        match self {
            Self::Elements(parts) | Self::Link(_, parts) => {
                parts.iter().map(|part| &part.value).collect()
            }
            Self::Text(words) => vec![words],
        }
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.words().into_iter().flat_map(Words::fields)
    }
}

fn elements(parts: &[Part], record: &dyn Record) -> Result<ElementString, ItemFault> {
    let mut written: Vec<(&str, String)> = Vec::with_capacity(parts.len());
    for part in parts {
        let value = part.value.write(record)?;
        if !value.is_empty() {
            written.push((part.ai, value));
        }
    }
    let pairs = || written.iter().map(|(ai, value)| (*ai, value.as_str()));
    // Whether all symbols together are right is seen when the label is fitted.
    match ElementString::from_elements(pairs()) {
        Ok(elements) => Ok(elements),
        Err(_) => Ok(ElementString::part_of_label(pairs())?),
    }
}

impl SymbolItem {
    /// The symbol of one unit, no smaller than `at_least`.
    pub(super) fn encode(
        &self,
        record: &dyn Record,
        at_least: Option<Cow<'static, str>>,
    ) -> Result<Encoded, ItemFault> {
        let options = Options {
            at_least,
            level: self.level,
            shape: self.shape,
            ..Options::default()
        };
        let (symbol, elements) = match &self.message {
            Message::Elements(parts) => {
                let elements = elements(parts, record)?;
                let symbol = self.drawn(&Data::Gs1(&elements), &options)?;
                (symbol, Some(elements))
            }
            Message::Link(writer, parts) => {
                let elements = elements(parts, record)?;
                let uri = writer.write(&elements)?;
                let symbol = self.drawn(&Data::Plain(&uri), &options)?;
                (symbol, Some(elements))
            }
            Message::Text(words) => {
                let said = Said::read(&words.write(record)?)?;
                let symbol = self.drawn(&said.data(), &options)?;
                match said {
                    Said::Gs1(elements) => (symbol, Some(elements)),
                    Said::Plain(_) => (symbol, None),
                }
            }
        };
        let hri = match &elements {
            Some(elements) if symbol.hri().is_empty() => elements.hri(),
            _ => Vec::new(),
        };
        Ok(Encoded {
            symbol: Arc::new(symbol),
            hri,
            elements,
        })
    }

    fn drawn(&self, data: &Data<'_>, options: &Options) -> Result<Symbol, SymbolError> {
        match self.symbology.encode(data, options) {
            Err(error) if self.or_ean8 && matches!(error.kind(), SymbolErrorKind::Gtin8(_)) => {
                EAN8.encode(data, options)
            }
            drawn => drawn,
        }
    }

    /// The largest X-dimension, up to the one to aim at, and then the largest interpretation, that the room holds.
    pub(super) fn fit(&self, worst: &Encoded, task: &Task<'_>) -> Result<SymbolPlan, ItemFault> {
        let modules = self.modules(worst.symbol.symbology(), task)?;
        let hri = Hri::measure(&task.fonts.face(false), &worst.hri)?;
        let mut refusal = None;
        for module in modules {
            for size in self.hri_sizes(module) {
                match self.plan(worst, &hri, module, size, task)? {
                    Ok(plan) => return Ok(plan),
                    Err(fault) => refusal = Some(fault),
                }
            }
        }
        Err(refusal.unwrap_or(ItemFault::LargerThanFitted))
    }

    /// X-dimensions to try, the largest first.
    fn modules(&self, symbology: &Symbology, task: &Task<'_>) -> Result<Vec<Emu>, ItemFault> {
        let range = symbology.specification(task.use_);
        // What was asked for with another use in mind is brought into the range of this one.
        let brought = |x: Emu| match range {
            Some(range) if task.other_use => x.clamp(range.x_minimum, range.x_maximum),
            _ => x,
        };
        let x = self.x.map(brought);
        let most = Sizing::new(symbology, task.use_, task.dpi, x)?.x();
        let dot = task.dpi.dot();
        let least = range.map_or(most, |range| range.x_minimum).min(most);
        let smaller = (0..most / dot)
            .map(|dots| most - dot * dots)
            .take_while(|module| *module >= least);
        Ok(smaller
            .take(if self.shrink { usize::MAX } else { 1 })
            .collect())
    }

    fn hri_sizes(&self, module: Emu) -> Vec<Emu> {
        let most = self
            .hri_size
            .unwrap_or((module * 6).clamp(LEAST_EM, Emu::from_um(3_500)));
        let step = Emu::from_um(100);
        let least = most.min(LEAST_EM);
        (0..=(most - least) / step)
            .map(|count| most - step * count)
            .collect()
    }

    /// The plan at one X-dimension and one size of the interpretation; else why not.
    fn plan(
        &self,
        worst: &Encoded,
        hri: &Hri,
        module: Emu,
        size: Emu,
        task: &Task<'_>,
    ) -> Result<Result<SymbolPlan, ItemFault>, ItemFault> {
        let (dot, symbol) = (task.dpi.dot(), &worst.symbol);
        let symbology = symbol.symbology();
        let specification = symbology.specification(task.use_);
        // A dot more each way, because the symbol moves to the next whole dot of the page.
        let room = (task.room.0 - dot, task.room.1 - dot);
        let empty = finished(
            symbol.clone(),
            (module, Emu::ZERO),
            self.digits(),
            task.fonts,
        )?;
        let too_large = |needs: (Emu, Emu), help| ItemFault::TooLarge {
            what: format!("{} of {}", symbology.title, symbol.version()),
            needs: (needs.0 + dot, needs.1 + dot),
            room: task.room,
            dpi: task.dpi,
            help,
        };
        let block = if hri.len() == 0 || self.hri == HriPlace::None {
            None
        } else {
            let Some(block) = self.hri_block(hri, size, empty.width, room.0, task) else {
                let widest = hri.widest_item(&task.fonts.face(false), size);
                return Ok(Err(too_large(
                    (empty.width.max(widest), empty.height),
                    "its text below is wider: give it more width, less hri_size, or hri = \"none\"",
                )));
            };
            Some(block)
        };
        let (block_width, block_height) = match &block {
            Some((width, plan)) if !plan.beside => (*width, plan.height + gap(size)),
            _ => (Emu::ZERO, Emu::ZERO),
        };
        let beside = match &block {
            Some((width, plan)) if plan.beside => *width + gap(size) * 2,
            _ => Emu::ZERO,
        };
        let rows = i64::from(symbol.rows()).max(1);
        let mut row_height = module;
        if symbology.linear {
            let least = specification
                .and_then(|row| row.height_at(module))
                .unwrap_or(module * 10);
            let least = dot * ((least + dot - Emu(1)) / dot);
            row_height = match self.bar_height {
                Some(height) => task.dpi.snap(height),
                None if task.spans.1.is_fixed() => {
                    dot * ((room.1 - empty.height - block_height) / dot)
                }
                None => least,
            };
            if row_height < least {
                return Ok(Err(ItemFault::BarsTooLow {
                    height: row_height.max(Emu::ZERO),
                    least,
                }));
            }
        }
        let bars = (empty.width, empty.height + row_height * rows);
        let height = bars.1 + block_height;
        let height = block
            .as_ref()
            .filter(|(_, plan)| plan.beside)
            .map_or(height, |(_, plan)| height.max(plan.height));
        let taken = (bars.0.max(block_width) + beside, height);
        if symbol.identifier() == "]C1" && bars.0 > GS1_128_WIDEST {
            let sizing = Sizing::new(symbology, task.use_, task.dpi, Some(module))?;
            return Ok(Err(sizing
                .check(symbol)
                .err()
                .map_or(ItemFault::LargerThanFitted, ItemFault::Sizing)));
        }
        if taken.0 > room.0 || taken.1 > room.1 {
            return Ok(Err(too_large(
                taken,
                "take a larger label, fewer AIs, or a printer with more dots",
            )));
        }
        Ok(Ok(SymbolPlan {
            symbology,
            module,
            row_height,
            version: symbol.version(),
            columns: symbol.columns(),
            rows: symbol.rows(),
            room,
            size: taken,
            bars,
            hri: block.map(|(_, plan)| plan),
        }))
    }

    /// The interpretation at a size, in the fewest rows, and the width that it takes; nothing where it has no room.
    fn hri_block(
        &self,
        hri: &Hri,
        size: Emu,
        bars: Emu,
        room: Emu,
        task: &Task<'_>,
    ) -> Option<(Emu, HriPlan)> {
        let face = task.fonts.face(false);
        let beside = self.hri == HriPlace::Right;
        let width = match (beside, task.spans.0.is_fixed()) {
            (true, _) => room - bars - gap(size) * 2,
            (false, true) => room,
            // A symbol that was only given a place has its text under it, not across the label.
            // A font unit more, which is lost where lengths and font units are turned into each other.
            (false, false) => {
                room.min(bars.max(hri.widest_item(&face, size) + face.scale(1, size) + Emu(1)))
            }
        };
        let (fits, least) = (
            units_in(&face, width, size),
            units_in(&face, width, size.min(LEAST_EM)),
        );
        let first = if beside { hri.len() } else { 1 };
        let (count, rows) = (first..=hri.len()).find_map(|count| {
            let rows = hri.broken(count)?;
            let (own, widest) = hri.widths(&rows);
            (own <= fits && widest <= least.max(fits)).then_some((count, rows))
        })?;
        let (own, _) = hri.widths(&rows);
        let height =
            face.cap_height(size) + leading(size) * (count as i64 - 1) + face.descent(size);
        let plan = HriPlan {
            rows,
            size,
            width,
            height,
            beside,
        };
        Some((face.scale(own, size), plan))
    }

    fn digits(&self) -> Digits {
        if self.hri == HriPlace::None {
            Digits::None
        } else {
            Digits::Plain
        }
    }

    /// The marks of one unit in the plan's room.
    pub(super) fn marks(
        &self,
        plan: &SymbolPlan,
        unit: &Encoded,
        fonts: &Fonts,
    ) -> Result<Vec<Mark>, ItemFault> {
        let symbol = &unit.symbol;
        if symbol.columns() > plan.columns || symbol.rows() > plan.rows {
            return Err(ItemFault::LargerThanFitted);
        }
        let drawn = finished(
            symbol.clone(),
            (plan.module, plan.row_height),
            self.digits(),
            fonts,
        )?;
        let corner = self.corner(plan);
        // Bars that say less are narrower than the worst; their text stays in the middle of them.
        let spare = self.inner.aside(plan.bars.0 - drawn.width);
        let (bars, _) = self.parts(plan, corner);
        let at = Point {
            x: bars.from.x + spare,
            y: bars.from.y,
        };
        let mut marks: Vec<Mark> = drawn
            .marks
            .into_iter()
            .map(|mark| mark.turned(Turn::None, at))
            .collect();
        if let Some(hri) = &plan.hri {
            let face = fonts.face(false);
            self.interpretation(hri, &unit.hri, &face, plan, corner, &mut marks)?;
        }
        Ok(marks)
    }

    fn corner(&self, plan: &SymbolPlan) -> Point {
        Point {
            x: self.align.aside(plan.room.0 - plan.size.0),
            y: self.valign.aside(plan.room.1 - plan.size.1),
        }
    }

    /// The rectangles of the symbol with its quiet zone, and of its text; a dot more each way, as they move to the next dot.
    pub(super) fn ink(&self, plan: &SymbolPlan, dpi: Dpi) -> Vec<Rect> {
        let (bars, hri) = self.parts(plan, self.corner(plan));
        let mut ink: Vec<Rect> = std::iter::once(bars).chain(hri).collect();
        for rect in &mut ink {
            rect.to.x += dpi.dot();
            rect.to.y += dpi.dot();
        }
        ink
    }

    fn parts(&self, plan: &SymbolPlan, corner: Point) -> (Rect, Option<Rect>) {
        let (width, height) = plan.bars;
        match &plan.hri {
            None => (Rect::new(corner.x, corner.y, width, height), None),
            Some(hri) if hri.beside => {
                let bars = Rect::new(
                    corner.x,
                    corner.y + Emu((plan.size.1 - height).0 / 2),
                    width,
                    height,
                );
                let x = bars.to.x + gap(hri.size) * 2;
                let y = corner.y + Emu((plan.size.1 - hri.height).0 / 2);
                let text = Rect::new(x, y, corner.x + plan.size.0 - x, hri.height);
                (bars, Some(text))
            }
            Some(hri) => {
                let x = corner.x + self.inner.aside(plan.size.0 - width);
                let bars = Rect::new(x, corner.y, width, height);
                let text = Rect::new(corner.x, bars.to.y + gap(hri.size), plan.size.0, hri.height);
                (bars, Some(text))
            }
        }
    }

    fn interpretation(
        &self,
        hri: &HriPlan,
        items: &[String],
        face: &Face,
        plan: &SymbolPlan,
        corner: Point,
        marks: &mut Vec<Mark>,
    ) -> Result<(), ItemFault> {
        let (_, Some(room)) = self.parts(plan, corner) else {
            return Ok(());
        };
        let widest = if hri.beside {
            plan.room.0 - room.from.x
        } else {
            hri.width.max(room.width())
        };
        let mut items = items.iter().map(String::as_str);
        let mut baseline = room.from.y + face.cap_height(hri.size);
        for count in &hri.rows {
            let text = items
                .by_ref()
                .take(*count)
                .collect::<Vec<_>>()
                .join(BETWEEN);
            let units = face.units(&text)?;
            let size = shrunk(face, units, hri.size, widest).ok_or(ItemFault::LargerThanFitted)?;
            let free = room.width() - face.scale(units, size);
            let aside = match (hri.beside, free >= Emu::ZERO) {
                (true, _) => Emu::ZERO,
                (false, true) => self.inner.aside(free),
                // Wider than the fitted one: it grows where the room has more.
                (false, false) => -self.align.aside(-free),
            };
            marks.push(Mark::Text {
                at: Point {
                    x: room.from.x + aside,
                    y: baseline,
                },
                turn: Turn::None,
                size,
                face: face.clone(),
                text,
            });
            baseline += leading(hri.size);
        }
        if items.next().is_some() {
            return Err(ItemFault::LargerThanFitted);
        }
        Ok(())
    }
}

/// Between bars and the text below them.
fn gap(size: Emu) -> Emu {
    Emu(size.0 * 2 / 5)
}
