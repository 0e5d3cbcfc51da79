//! A template on a label: every item in its room, none over another or over the edge.

use std::borrow::Cow;
use std::sync::Arc;

use super::error::{ItemFault, TemplateError};
use super::picture::PlacedPicture;
use super::place::Rect;
use super::record::Record;
use super::symbol::{SymbolPlan, Task};
use super::{Item, Kind, Template};
use crate::element::ElementString;
use crate::font::Fonts;
use crate::label::layout::usual_margin;
use crate::label::mark::to_next_dot;
use crate::label::{Mark, Point, Turn};
use crate::symbol::{Dpi, Emu, Use};

/// What a template is drawn on, and for what.
#[derive(Clone, Debug)]
pub struct TemplateSpec {
    /// The label's width and height.
    pub label: (Emu, Emu),
    /// The printer's resolution.
    pub dpi: Dpi,
    /// Where symbols are read, instead of what the template says; an item's own use stands.
    pub use_: Option<Use>,
    /// How the whole label is turned, beyond what the template says.
    pub turn: Turn,
    /// What text is set in.
    pub fonts: Fonts,
}

/// A template laid out for one line of an order: it holds every label that needs no more room than the one it was fitted to.
#[derive(Clone, Debug)]
pub struct TemplateLayout {
    template: Arc<Template>,
    spec: TemplateSpec,
    turn: Turn,
    /// The label as the template sees it.
    own: (Emu, Emu),
    planned: Vec<Planned>,
    /// What each item inks of the label as the template sees it.
    taken: Vec<Vec<Rect>>,
}

#[derive(Clone, Debug)]
enum Planned {
    Symbol(SymbolPlan),
    /// The size of a text.
    Text(Emu),
    Picture(PlacedPicture),
    Stroke,
    /// Left out by its `when`, or without ink.
    Nothing,
}

/// One label.
#[derive(Clone, Debug)]
pub struct DrawnLabel {
    /// What it inks.
    pub marks: Vec<Mark>,
    /// What its most telling symbol says: the one with a serial, else the one with the most elements.
    pub elements: Option<ElementString>,
}

/// A symbol of a layout: what it is and how large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolSize {
    /// `Data Matrix ECC 200 22x22`.
    pub symbol: String,
    /// The X-dimension.
    pub module: Emu,
}

impl Template {
    /// Lays out the labels of one line of an order by the unit that needs the most room.
    ///
    /// # Errors
    /// The first item that cannot be drawn, does not fit its room, leaves the label, or lies over another.
    pub fn fit(
        self: &Arc<Self>,
        spec: TemplateSpec,
        worst: &dyn Record,
    ) -> Result<TemplateLayout, TemplateError> {
        let turn = self.turn.then(spec.turn);
        let (width, height) = spec.label;
        let own = if turn.is_sideways() {
            (height, width)
        } else {
            (width, height)
        };
        let mut layout = TemplateLayout {
            template: self.clone(),
            spec,
            turn,
            own,
            planned: Vec::with_capacity(self.items.len()),
            taken: Vec::with_capacity(self.items.len()),
        };
        let mut said: Vec<(String, String)> = Vec::new();
        for item in &self.items {
            let refused = |fault| item.refused(fault);
            let (planned, ink) = layout.plan(item, worst, &mut said).map_err(refused)?;
            for rect in &ink {
                layout.free(item, rect, &layout.taken).map_err(refused)?;
            }
            layout.planned.push(planned);
            layout.taken.push(ink);
        }
        if let Some(item) = self
            .items
            .iter()
            .find(|item| matches!(item.kind, Kind::Symbol(_)))
        {
            let pairs = said.iter().map(|(ai, value)| (ai.as_str(), value.as_str()));
            if !said.is_empty() {
                ElementString::from_elements(pairs).map_err(|error| item.refused(error.into()))?;
            }
        }
        Ok(layout)
    }
}

impl TemplateLayout {
    /// The symbols and their sizes, in the order of the template.
    pub fn symbols(&self) -> impl Iterator<Item = SymbolSize> {
        let items = self.template.items.iter().zip(&self.planned);
        items.filter_map(|(item, planned)| match (&item.kind, planned) {
            (Kind::Symbol(_), Planned::Symbol(plan)) => Some(SymbolSize {
                symbol: format!("{} {}", plan.symbology.title, plan.version),
                module: plan.module,
            }),
            _ => None,
        })
    }

    /// The room of an item as the item sees it.
    fn room(&self, item: &Item) -> (Rect, (Emu, Emu)) {
        let usual = || usual_margin(self.own.0, self.own.1);
        let margin = self.template.margin.unwrap_or_else(usual);
        let room = item.place.room(self.own, margin);
        (room, item.place.own_size(&room))
    }

    /// Whether a part of an item lies on the label and over no other item; these in the order of the template.
    fn free(&self, item: &Item, rect: &Rect, taken: &[Vec<Rect>]) -> Result<(), ItemFault> {
        let (width, height) = self.own;
        let whole = Rect::new(Emu::ZERO, Emu::ZERO, width, height);
        if !whole.holds(rect) {
            return Err(ItemFault::OffLabel {
                label: self.own,
                across: (rect.from.x, rect.to.x),
                down: (rect.from.y, rect.to.y),
            });
        }
        let is_line = |item: &Item| matches!(item.kind, Kind::Stroke(..));
        let met = self.template.items.iter().zip(taken).find(|(other, ink)| {
            let lines = is_line(item) && is_line(other);
            !lines && !std::ptr::eq(*other, item) && ink.iter().any(|other| rect.meets(other))
        });
        met.map_or(Ok(()), |(other, _)| {
            Err(ItemFault::Overlap(other.name.clone()))
        })
    }

    /// The plan of an item, and what it inks of the label as the template sees it.
    fn plan(
        &self,
        item: &Item,
        worst: &dyn Record,
        said: &mut Vec<(String, String)>,
    ) -> Result<(Planned, Vec<Rect>), ItemFault> {
        if !item.is_drawn(worst) {
            return Ok((Planned::Nothing, Vec::new()));
        }
        if !matches!(&item.kind, Kind::Text(text) if text.wrap) {
            for field in item.fields() {
                field.refuse_lines(worst)?;
            }
        }
        let (room, size) = self.room(item);
        let TemplateSpec { dpi, fonts, .. } = &self.spec;
        let (planned, ink) = match &item.kind {
            Kind::Symbol(symbol) => {
                let use_ = symbol.use_.or(self.spec.use_).unwrap_or(self.template.use_);
                let worst = symbol.encode(worst, None)?;
                together(said, worst.elements.as_ref());
                let task = Task {
                    room: size,
                    spans: item.place.own_spans(),
                    dpi: *dpi,
                    use_,
                    other_use: symbol.use_.is_none() && use_ != self.template.use_,
                    fonts,
                };
                let plan = symbol.fit(&worst, &task)?;
                let ink = symbol.ink(&plan, *dpi);
                (Planned::Symbol(plan), ink)
            }
            Kind::Text(text) => {
                let (face, written) = (fonts.face(text.bold), text.words.write(worst)?);
                if written.trim().is_empty() {
                    return Ok((Planned::Nothing, Vec::new()));
                }
                let too_large = |needs| ItemFault::TooLarge {
                    what: format!("{written:?}"),
                    needs,
                    room: size,
                    dpi: *dpi,
                    help: "give it more room, a smaller size, wrap = true, or a smaller least size",
                };
                let Some(set) = text.set(&face, &written, text.size, size)? else {
                    return Err(too_large(text.needs(&face, &written)?));
                };
                let mut widest = Emu::ZERO;
                if text.words.differs() && !text.wrap {
                    let units = face.widest_units(&written)?;
                    widest = face.scale(units, set.size());
                    let least = face.scale(units, text.least.min(set.size()));
                    if least > size.0 {
                        return Err(too_large((least, text.needs(&face, &written)?.1)));
                    }
                }
                let ink = set.ink(text, &face, size, widest)?;
                (Planned::Text(set.size()), vec![ink])
            }
            Kind::Picture(picture) => {
                let placed = picture.fit(size, *dpi)?;
                let ink = placed.ink();
                (Planned::Picture(placed), vec![ink])
            }
            Kind::Stroke(stroke, thickness) => {
                (Planned::Stroke, stroke.ink(size, *thickness, *dpi))
            }
        };
        let corner = item.place.corner(&room);
        let ink = ink
            .into_iter()
            .map(|rect| rect.turned(item.place.turn, corner));
        Ok((planned, ink.collect()))
    }

    /// The label of one unit, its top left corner `at` on the page. Symbols move to the next whole dot of the page.
    ///
    /// # Errors
    /// A unit that needs more room than the one the layout was fitted to; a character that the font lacks.
    pub fn draw(&self, unit: &dyn Record, at: Point) -> Result<DrawnLabel, TemplateError> {
        let mut drawn = DrawnLabel {
            marks: Vec::with_capacity(self.planned.len() * 3),
            elements: None,
        };
        let on_page = self.turn.corner_of(at, self.spec.label);
        // What the unit takes, once it takes more than what was planned.
        let mut taken: Cow<'_, [Vec<Rect>]> = Cow::Borrowed(&self.taken);
        for (index, (item, planned)) in self.template.items.iter().zip(&self.planned).enumerate() {
            let (room, _) = self.room(item);
            let corner = item.place.corner(&room);
            let marks = self
                .marks(item, planned, unit, &mut drawn.elements)
                .and_then(|marks| {
                    self.beyond_planned(index, item, corner, &marks, &mut taken)?;
                    Ok(marks)
                })
                .map_err(|fault| item.refused(fault))?;
            let first = drawn.marks.len();
            drawn.marks.extend(marks.into_iter().map(|mark| {
                mark.turned(item.place.turn, corner)
                    .turned(self.turn, on_page)
            }));
            let added = drawn.marks.get_mut(first..).unwrap_or_default();
            to_next_dot(added, self.spec.dpi, item.place.turn.then(self.turn));
        }
        Ok(drawn)
    }

    /// Texts of a unit may be wider than those of the one that the line was fitted to: they may take what is free.
    fn beyond_planned(
        &self,
        index: usize,
        item: &Item,
        corner: Point,
        marks: &[Mark],
        taken: &mut Cow<'_, [Vec<Rect>]>,
    ) -> Result<(), ItemFault> {
        // Texts of a symbol move with it.
        let moves = match item.kind {
            Kind::Symbol(_) => self.spec.dpi.dot(),
            _ => Emu::ZERO,
        };
        for mark in marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Text { .. }))
        {
            let (from, mut to) = mark.ink()?;
            to.x += moves;
            to.y += moves;
            let rect = Rect { from, to }.turned(item.place.turn, corner);
            let planned = taken.get(index).map_or(&[][..], Vec::as_slice);
            if !planned.iter().any(|planned| planned.holds(&rect)) {
                self.free(item, &rect, taken)
                    .map_err(|_| ItemFault::LargerThanFitted)?;
                if let Some(ink) = taken.to_mut().get_mut(index) {
                    ink.push(rect);
                }
            }
        }
        Ok(())
    }

    fn marks(
        &self,
        item: &Item,
        planned: &Planned,
        unit: &dyn Record,
        said: &mut Option<ElementString>,
    ) -> Result<Vec<Mark>, ItemFault> {
        let (_, size) = self.room(item);
        let fonts = &self.spec.fonts;
        Ok(match (&item.kind, planned) {
            (Kind::Symbol(symbol), Planned::Symbol(plan)) => {
                let encoded = symbol.encode(unit, Some(plan.version.clone()))?;
                let marks = symbol.marks(plan, &encoded, fonts)?;
                if let Some(elements) = encoded.elements {
                    let telling = |elements: &ElementString| {
                        let serial = elements.get("21").or_else(|| elements.get("00"));
                        (serial.is_some(), elements.elements().len())
                    };
                    if said
                        .as_ref()
                        .is_none_or(|said| telling(said) < telling(&elements))
                    {
                        *said = Some(elements);
                    }
                }
                marks
            }
            (Kind::Text(text), Planned::Text(most)) => {
                let (face, written) = (fonts.face(text.bold), text.words.write(unit)?);
                text.set(&face, &written, *most, size)?
                    .ok_or(ItemFault::LargerThanFitted)?
                    .marks(text, &face, size)?
            }
            (_, Planned::Picture(picture)) => vec![picture.mark()],
            (Kind::Stroke(stroke, thickness), Planned::Stroke) => stroke
                .ink(size, *thickness, self.spec.dpi)
                .into_iter()
                .map(|rect| Mark::Fill {
                    at: rect.from,
                    width: rect.width(),
                    height: rect.height(),
                })
                .collect(),
            _ => Vec::new(),
        })
    }
}

/// Adds what a symbol says to what the label's other symbols say, each element once.
fn together(said: &mut Vec<(String, String)>, elements: Option<&ElementString>) {
    for element in elements.into_iter().flat_map(ElementString::elements) {
        let known =
            |(ai, value): &(String, String)| ai == element.ai.code() && value == element.value;
        if !said.iter().any(known) {
            said.push((element.ai.code().to_owned(), element.value.to_owned()));
        }
    }
}
