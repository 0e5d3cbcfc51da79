//! Where symbol and text stand on a label.

use super::advice::too_small;
use super::arrange::{Plan, best};
use super::mark::to_next_dot;
use super::product::{leading, product_rows};
use super::rows::{BETWEEN, shrunk};
use super::{LabelContent, LabelError, Mark, Point, Turn};
use crate::font::Fonts;
use crate::symbol::{Dpi, Emu, Symbology, Use};

/// The label to fill.
#[derive(Clone, Debug)]
pub struct LabelSpec {
    /// Its width.
    pub width: Emu,
    /// Its height.
    pub height: Emu,
    /// The printer's resolution: modules are whole dots of it.
    pub dpi: Dpi,
    /// The symbology of the symbol.
    pub symbology: &'static Symbology,
    /// Where it will be read: it sets the range of the X-dimension.
    pub use_: Use,
    /// Paper that stays empty along each edge, where a sheet may drift.
    pub margin: Emu,
    /// What its text is set in.
    pub fonts: Fonts,
    /// How it lies on paper; width and height are those of the label before it is turned.
    pub turn: Turn,
}

/// A sixteenth of the shorter side, 2 mm at most.
pub(super) fn usual_margin(width: Emu, height: Emu) -> Emu {
    Emu((width.min(height).0 / 16).clamp(0, Emu::from_um(2_000).0))
}

impl LabelSpec {
    /// A label with the usual margin: a sixteenth of its shorter side, 2 mm at most.
    pub fn new(width: Emu, height: Emu, dpi: Dpi, symbology: &'static Symbology) -> Self {
        Self {
            width,
            height,
            dpi,
            symbology,
            margin: usual_margin(width, height),
            use_: Use::default(),
            fonts: Fonts::default(),
            turn: Turn::None,
        }
    }
}

/// A layout for a row of labels: it holds every label whose symbol is no larger, and whose texts have no more characters
/// of a kind, than those it was fitted to, so that nothing fails once serials are reserved.
///
/// ```
/// use std::sync::Arc;
/// use unitmark::label::{LabelContent, LabelSpec, Layout, Point};
/// use unitmark::symbol::{DATAMATRIX, Data, Dpi, Emu, Options};
///
/// let symbol = DATAMATRIX.encode(&Data::Plain("WG-2026040001"), &Options::default())?;
/// let content = LabelContent {
///     symbol: Arc::new(symbol),
///     hri: vec![],
///     product: vec!["WIDGET-RED-LG".to_owned()],
/// };
/// let spec = LabelSpec::new(Emu::from_mm(50.0), Emu::from_mm(25.0), Dpi::new(203)?, &DATAMATRIX);
/// let layout = Layout::fit(spec, &content)?;
/// assert_eq!(layout.module().to_string(), "0.375 mm");
/// assert_eq!(layout.draw(&content, Point::default())?.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Layout {
    spec: LabelSpec,
    plan: Plan,
}

impl Layout {
    /// Finds the largest X-dimension up to the symbology's target, in whole dots, and then the largest text, that the
    /// label holds. `worst` is the label of its row that needs the most room.
    ///
    /// The human readable interpretation stands under the symbol, broken between element strings only; beside it where the
    /// label is too low for that. Text is at least 1.5 mm high (its em), 4.25 pt.
    ///
    /// # Errors
    /// A label that is too small, with what would do; a character that the font cannot set.
    pub fn fit(spec: LabelSpec, worst: &LabelContent) -> Result<Self, LabelError> {
        match best(&spec, worst)? {
            Some(plan) => Ok(Self { spec, plan }),
            None => Err(LabelError::TooSmall(Box::new(too_small(&spec, worst)?))),
        }
    }

    /// The real X-dimension: whole dots.
    pub fn module(&self) -> Emu {
        self.plan.module
    }

    /// What it was fitted for.
    pub fn spec(&self) -> &LabelSpec {
        &self.spec
    }

    /// The marks of one label whose top left corner lies `at` on the page, turned as the spec says. The symbol moves to the
    /// next whole dot of the page.
    ///
    /// # Errors
    /// A label that needs more room than the one the layout was fitted to; a character that the font cannot set.
    pub fn draw(&self, content: &LabelContent, at: Point) -> Result<Vec<Mark>, LabelError> {
        let turn = self.spec.turn;
        if turn == Turn::None {
            return self.upright(content, at);
        }
        let (width, height) = (self.spec.width, self.spec.height);
        let on_paper = if turn.is_sideways() {
            (height, width)
        } else {
            (width, height)
        };
        let corner = turn.corner_of(at, on_paper);
        let marks = self.upright(content, Point::default())?;
        let mut marks: Vec<Mark> = marks
            .into_iter()
            .map(|mark| mark.turned(turn, corner))
            .collect();
        to_next_dot(&mut marks, self.spec.dpi, turn);
        Ok(marks)
    }

    fn upright(&self, content: &LabelContent, at: Point) -> Result<Vec<Mark>, LabelError> {
        let mut marks = Vec::with_capacity(1 + content.product.len() + self.plan.hri_rows.len());
        marks.push(self.symbol(content, at)?);
        self.product(content, at, &mut marks)?;
        self.hri(content, at, &mut marks)?;
        Ok(marks)
    }

    fn symbol(&self, content: &LabelContent, at: Point) -> Result<Mark, LabelError> {
        let Plan {
            module,
            row_height,
            columns,
            rows,
            ..
        } = self.plan;
        let symbol = &content.symbol;
        let (Some(free_columns), Some(_)) = (
            columns.checked_sub(symbol.columns()),
            rows.checked_sub(symbol.rows()),
        ) else {
            return Err(LabelError::LargerThanFitted);
        };
        let aside = if self.plan.centred {
            module * i64::from(free_columns / 2)
        } else {
            Emu::ZERO
        };
        Ok(Mark::Symbol {
            at: Point {
                x: self.next_dot(at.x + self.plan.symbol.x) + aside,
                y: self.next_dot(at.y + self.plan.symbol.y),
            },
            turn: Turn::None,
            module,
            row_height,
            symbol: symbol.clone(),
        })
    }

    fn next_dot(&self, length: Emu) -> Emu {
        let dot = self.spec.dpi.dot();
        dot * ((length + dot - Emu(1)) / dot)
    }

    fn product(
        &self,
        content: &LabelContent,
        at: Point,
        marks: &mut Vec<Mark>,
    ) -> Result<(), LabelError> {
        let block = &self.plan.product;
        let rows = product_rows(
            &self.spec.fonts,
            &content.product,
            block.width,
            block.size,
            block.wrapped,
        )?
        .ok_or(LabelError::LargerThanFitted)?;
        for row in rows {
            let font = self.spec.fonts.face(row.bold);
            if row.baseline + font.descent(row.size) > block.height {
                return Err(LabelError::LargerThanFitted);
            }
            let aside = self.aside(block.width - font.width(&row.text, row.size)?);
            marks.push(Mark::Text {
                at: Point {
                    x: at.x + block.at.x + aside,
                    y: at.y + block.at.y + row.baseline,
                },
                size: row.size,
                turn: Turn::None,
                face: font,
                text: row.text,
            });
        }
        Ok(())
    }

    fn hri(
        &self,
        content: &LabelContent,
        at: Point,
        marks: &mut Vec<Mark>,
    ) -> Result<(), LabelError> {
        let (block, font) = (&self.plan.hri, self.spec.fonts.face(false));
        let mut items = content.hri.iter().map(String::as_str);
        let mut baseline = at.y + block.at.y + font.cap_height(block.size);
        for count in &self.plan.hri_rows {
            let text = items
                .by_ref()
                .take(*count)
                .collect::<Vec<_>>()
                .join(BETWEEN);
            let units = font.units(&text)?;
            let size = shrunk(&font, units, block.size, block.width)
                .ok_or(LabelError::LargerThanFitted)?;
            let aside = self.aside(block.width - font.scale(units, size));
            marks.push(Mark::Text {
                at: Point {
                    x: at.x + block.at.x + aside,
                    y: baseline,
                },
                size,
                turn: Turn::None,
                face: font.clone(),
                text,
            });
            baseline += leading(block.size);
        }
        if items.next().is_some() {
            Err(LabelError::LargerThanFitted)
        } else {
            Ok(())
        }
    }

    fn aside(&self, free: Emu) -> Emu {
        if self.plan.centred {
            Emu(free.0.max(0) / 2)
        } else {
            Emu::ZERO
        }
    }
}
