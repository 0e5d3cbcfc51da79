//! A run's units as labels on pages, drawn side by side and delivered in order.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::label::Mark;
use crate::ledger::{Block, Product, Run, RunLine, Unit, UnitKey};
use crate::serial::{SerialError, Texts};
use crate::sheet::{Page, Place};
use crate::symbol::Emu;

use super::design::{Design, FitError, Fitted};
use super::item::{Item, Values};
use super::plan::{Asked, Plan, widest};
use super::specimen;

/// Labels in order, ready to be drawn page by page.
#[derive(Clone, Debug)]
pub struct Drawing {
    design: Design,
    sections: Vec<Section>,
    /// The number of the first unit of each section.
    starts: Vec<usize>,
    units: usize,
    /// Each label says that it is one.
    specimen: bool,
}

/// Labels of one line: with consecutive numbers, or one with a serial that was given, or all alike.
#[derive(Clone, Debug)]
struct Section {
    product: Arc<Product>,
    values: Arc<Values>,
    fitted: Arc<Fitted>,
    serials: Serials,
}

#[derive(Clone, Debug)]
enum Serials {
    Block(Arc<Block>, Range<u64>),
    Given(String),
    Alike(u32),
}

/// What a manifest says of one label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The page, from 1.
    pub page: usize,
    /// The place on the page, from 1.
    pub label: usize,
    /// What it is.
    pub product: Arc<Product>,
    /// Its serial; empty where labels are all alike.
    pub serial: String,
    /// What its symbol says, bracketed.
    pub element_string: String,
}

/// Why a run cannot be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DrawError {
    /// A unit that does not fit its label.
    #[error("{serial}: {error}")]
    Fit {
        /// The unit.
        serial: String,
        /// Why.
        #[source]
        error: FitError,
    },
    /// A scheme that does not write what the ledger says it wrote.
    #[error(transparent)]
    Serial(#[from] SerialError),
    /// An order whose serials a scheme writes, to be drawn without a ledger.
    #[error(
        "serials of a scheme are not drawn without a ledger: only a ledger knows which are taken"
    )]
    NeedsLedger,
}

/// A symbol size and X-dimension that a run prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// `Data Matrix ECC 200 22x22`.
    pub symbol: String,
    /// The X-dimension on paper.
    pub module: Emu,
    /// How many printer dots that is.
    pub dots: i64,
}

/// The sizes of some fits, each once, in their order.
pub(super) fn sizes<'a>(design: &Design, fits: impl Iterator<Item = &'a Fitted>) -> Vec<Size> {
    let mut sizes: Vec<Size> = Vec::new();
    for size in fits.flat_map(|fitted| fitted.sizes(design)) {
        if !sizes.contains(&size) {
            sizes.push(size);
        }
    }
    sizes
}

impl Drawing {
    /// All labels of a run, in the order of its lines.
    pub fn of_run(design: Design, run: &Run) -> Result<Self, DrawError> {
        let mut sections = Vec::new();
        for (number, line) in run.lines.iter().enumerate() {
            let product = Arc::new(line.product.clone());
            let values = Arc::new(design.values(number));
            if !line.blocks.is_empty() {
                let fitted = Arc::new(fit_block(&design, line, &values)?);
                sections.extend(line.blocks.iter().map(|block| Section {
                    product: product.clone(),
                    values: values.clone(),
                    fitted: fitted.clone(),
                    serials: Serials::Block(Arc::new(block.clone()), 0..block.count),
                }));
            }
            for given in &line.given {
                sections.push(Section {
                    product: product.clone(),
                    values: values.clone(),
                    fitted: Arc::new(fit(&design, &product, &values, Some(&given.serial))?),
                    serials: Serials::Given(given.serial.clone()),
                });
            }
        }
        Ok(Self::new(design, sections))
    }

    /// The labels of an order that needs no ledger: its serials are given, or its labels are all alike.
    ///
    /// # Errors
    /// A line whose serials a scheme writes.
    pub fn of_plan(plan: &Plan) -> Result<Self, DrawError> {
        let sections = plan.lines().map(|line| {
            let serials = match line.asked() {
                Asked::Next { .. } => return Err(DrawError::NeedsLedger),
                Asked::Given(serial) => Serials::Given(serial.clone()),
                Asked::Alike(count) => Serials::Alike(*count),
            };
            Ok(Section::of_line(line, serials))
        });
        let sections = sections.collect::<Result<_, _>>()?;
        Ok(Self::new(plan.design().clone(), sections))
    }

    /// The labels of an order with SPECIMEN across each; serials that a scheme writes count from its first number on, and
    /// nothing is reserved.
    pub fn specimen(plan: &Plan) -> Self {
        let sections = plan
            .lines()
            .map(|line| {
                let serials = match line.asked() {
                    Asked::Next {
                        scheme,
                        slot,
                        count,
                    } => {
                        let first = scheme.scheme().first();
                        let count = u64::from(*count).min(scheme.scheme().capacity());
                        let block = Block {
                            id: 0,
                            scheme: scheme.clone(),
                            slot: slot.clone(),
                            first,
                            count,
                        };
                        Serials::Block(Arc::new(block), 0..count)
                    }
                    Asked::Given(serial) => Serials::Given(serial.clone()),
                    Asked::Alike(count) => Serials::Alike(*count),
                };
                Section::of_line(line, serials)
            })
            .collect();
        Self {
            specimen: true,
            ..Self::new(plan.design().clone(), sections)
        }
    }

    /// The label of one unit of a run, in the size that all labels of its line have.
    ///
    /// # Errors
    /// As [`of_run`](Self::of_run).
    pub fn of_unit(design: Design, run: &Run, unit: &Unit) -> Result<Self, DrawError> {
        let product = Arc::new(unit.product.clone());
        let values = Arc::new(design.values(unit.line));
        let line = run.lines.get(unit.line);
        let block = line.and_then(|line| {
            let UnitKey::Numbered { block, number } = unit.key else {
                return None;
            };
            let found = line.blocks.iter().find(|known| known.id == block)?;
            let offset = number.checked_sub(found.first)?;
            Some((line, found, offset))
        });
        let section = match block {
            Some((line, block, offset)) => Section {
                fitted: Arc::new(fit_block(&design, line, &values)?),
                serials: Serials::Block(Arc::new(block.clone()), offset..offset + 1),
                product,
                values,
            },
            None => Section {
                fitted: Arc::new(fit(&design, &product, &values, Some(&unit.serial))?),
                serials: Serials::Given(unit.serial.clone()),
                product,
                values,
            },
        };
        Ok(Self::new(design, vec![section]))
    }

    fn new(design: Design, sections: Vec<Section>) -> Self {
        let mut units = 0;
        let starts = sections
            .iter()
            .map(|section| {
                let start = units;
                units += section.labels();
                start
            })
            .collect();
        Self {
            design,
            sections,
            starts,
            units,
            specimen: false,
        }
    }

    /// How many labels, copies among them.
    pub fn labels(&self) -> usize {
        let copies = self.design.spec().paper.copies as usize;
        self.units.saturating_mul(copies)
    }

    /// How many pages.
    pub fn pages(&self) -> usize {
        self.design.grid().pages(self.labels())
    }

    /// The place to start at next.
    pub fn next_place(&self) -> usize {
        self.design.grid().next_free(self.labels())
    }

    /// What it is printed on.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// Symbol sizes and X-dimensions, each once.
    pub fn sizes(&self) -> Vec<Size> {
        sizes(
            &self.design,
            self.sections.iter().map(|section| &*section.fitted),
        )
    }

    /// One page, from 0: its marks, and what the manifest says of its labels. Pure, so that pages may
    /// be drawn side by side; a page past the last is empty.
    pub fn page(&self, number: usize) -> Result<(Page, Vec<Printed>), DrawError> {
        let grid = self.design.grid();
        let stock = self.design.stock();
        let mut page = Page {
            width: stock.page_width(),
            height: stock.page_height(),
            dpi: self.design.dpi(),
            marks: Vec::new(),
        };
        let paper = &self.design.spec().paper;
        if paper.outlines {
            page.marks.extend(grid.outlines(page.dpi));
        }
        if paper.cut_marks {
            page.marks.extend(grid.cut_marks(page.dpi));
        }
        let mut printed = Vec::new();
        let on_page = grid.on_page(number);
        let labels = self.labels();
        let mut cursor: Option<Cursor<'_>> = None;
        for index in on_page.start.min(labels)..on_page.end.min(labels) {
            let unit = paper.unit(index, self.units);
            let Some(at) = self.step(cursor.take(), unit)? else {
                break;
            };
            let place = grid.place(index);
            let (elements, marks) = self.label(at.section, at.serial.as_deref(), &place)?;
            page.marks.extend(marks);
            if self.specimen {
                page.marks.push(specimen::across(stock, page.dpi, place.at));
            }
            // A manifest is data for another run, where a unit stands once.
            if paper.is_first(index, self.units) {
                printed.push(Printed {
                    page: place.page + 1,
                    label: place.label,
                    product: at.section.product.clone(),
                    element_string: elements,
                    serial: at.serial.clone().unwrap_or_default(),
                });
            }
            cursor = Some(at);
        }
        Ok((page, printed))
    }

    /// The cursor on a unit: the same, the next of its section, or a new one.
    fn step<'a>(
        &'a self,
        before: Option<Cursor<'a>>,
        unit: usize,
    ) -> Result<Option<Cursor<'a>>, DrawError> {
        match before {
            Some(same) if same.unit == unit => return Ok(Some(same)),
            Some(mut next) if next.unit + 1 == unit && unit < next.end => {
                next.serial = next.serials.next();
                next.unit = unit;
                return Ok(Some(next));
            }
            _ => {}
        }
        let place = self.starts.partition_point(|start| *start <= unit);
        let Some((section, start)) = place
            .checked_sub(1)
            .and_then(|place| self.sections.get(place).zip(self.starts.get(place)))
        else {
            return Ok(None);
        };
        let end = start + section.labels();
        let mut serials = section.serials(unit - start, end.saturating_sub(unit))?;
        Ok(Some(Cursor {
            section,
            unit,
            end,
            serial: serials.next(),
            serials,
        }))
    }

    fn label(
        &self,
        section: &Section,
        serial: Option<&str>,
        place: &Place,
    ) -> Result<(String, Vec<Mark>), DrawError> {
        let item = item(&self.design, &section.product, &section.values, serial);
        let grid = self.design.grid();
        let drawn = || -> Result<(String, Vec<Mark>), FitError> {
            let drawn = self.design.draw(&item, &section.fitted, place.at)?;
            if grid.is_moved()
                && let Some(ink) = Design::ink(&drawn.1)?
            {
                grid.check_reach(place.label, ink)?;
            }
            Ok(drawn)
        };
        drawn().map_err(|error| unfit(&item, error))
    }

    /// The serials as ranges, neighbours joined: `WG-2026040001..WG-2026040057`.
    pub fn ranges(&self) -> Result<Vec<String>, DrawError> {
        let mut ranges: Vec<String> = Vec::new();
        let mut open: Option<(&Block, u64, u64)> = None;
        let write = |(block, first, last): (&Block, u64, u64)| -> Result<String, SerialError> {
            let text = |number| block.scheme.scheme().text(&block.slot, number);
            Ok(if first == last {
                text(first)?
            } else {
                format!("{}..{}", text(first)?, text(last)?)
            })
        };
        for section in &self.sections {
            match &section.serials {
                Serials::Block(block, range) => {
                    let first = block.first + range.start;
                    let last = block.first + range.end.saturating_sub(1);
                    open = match open {
                        Some((before, start, end))
                            if before.slot == block.slot
                                && before.scheme.name() == block.scheme.name()
                                && end + 1 == first =>
                        {
                            Some((before, start, last))
                        }
                        before => {
                            ranges.extend(before.map(write).transpose()?);
                            Some((block, first, last))
                        }
                    };
                }
                Serials::Given(serial) => {
                    ranges.extend(open.take().map(write).transpose()?);
                    ranges.push(serial.clone());
                }
                Serials::Alike(_) => {}
            }
        }
        ranges.extend(open.map(write).transpose()?);
        Ok(ranges)
    }
}

impl Section {
    fn of_line(line: &super::plan::Line, serials: Serials) -> Self {
        Self {
            product: Arc::new(line.product().clone()),
            values: Arc::new(line.values().clone()),
            fitted: Arc::new(line.fitted().clone()),
            serials,
        }
    }

    fn labels(&self) -> usize {
        match &self.serials {
            Serials::Block(_, range) => (range.end - range.start) as usize,
            Serials::Given(_) => 1,
            Serials::Alike(count) => *count as usize,
        }
    }

    /// `count` serials from the label `skip` of the section on.
    fn serials(&self, skip: usize, count: usize) -> Result<Next<'_>, SerialError> {
        Ok(match &self.serials {
            Serials::Block(block, range) => Next::Texts(block.scheme.scheme().texts(
                &block.slot,
                block.first + range.start + skip as u64,
                count as u64,
            )?),
            Serials::Given(serial) => Next::Given(serial),
            Serials::Alike(_) => Next::None,
        })
    }
}

/// A unit, and the serials after its own.
struct Cursor<'a> {
    section: &'a Section,
    unit: usize,
    /// The first unit past the section.
    end: usize,
    serial: Option<String>,
    serials: Next<'a>,
}

/// Serials one after the other.
enum Next<'a> {
    Texts(Texts<'a>),
    Given(&'a str),
    None,
}

impl Next<'_> {
    fn next(&mut self) -> Option<String> {
        match self {
            Self::Texts(texts) => Some(texts.next_str().unwrap_or_default().into()),
            Self::Given(serial) => Some((*serial).into()),
            Self::None => None,
        }
    }
}

/// A unit of a design: its serial goes where the design carries one.
pub(super) fn item<'a>(
    design: &Design,
    product: &'a Product,
    values: &'a Values,
    serial: Option<&'a str>,
) -> Item<'a> {
    Item {
        product,
        values,
        serial: design.serial_ai().zip(serial),
    }
}

fn unfit(item: &Item<'_>, error: FitError) -> DrawError {
    let serial = item.serial.map(|(_, serial)| serial.into());
    let product = || item.ai("01").map(|gtin| format!("(01){gtin}"));
    DrawError::Fit {
        serial: serial.or_else(product).unwrap_or_default(),
        error,
    }
}

fn fit(
    design: &Design,
    product: &Product,
    values: &Values,
    worst: Option<&str>,
) -> Result<Fitted, DrawError> {
    let item = item(design, product, values, worst);
    design.fit(&item).map_err(|error| unfit(&item, error))
}

/// The fit of a line whose serials come from a scheme: by the widest that it writes there.
fn fit_block(design: &Design, line: &RunLine, values: &Values) -> Result<Fitted, DrawError> {
    let worst = match line.blocks.first() {
        Some(block) => Cow::Owned(widest(block.scheme.scheme(), &block.slot)?),
        None => Cow::Borrowed(""),
    };
    fit(design, &line.product, values, Some(&worst))
}
