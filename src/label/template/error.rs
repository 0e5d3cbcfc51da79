//! Why a template cannot be drawn.

use crate::element::ElementError;
use crate::font::FontError;
use crate::link::LinkError;
use crate::symbol::{Dpi, Emu, SaidError, SizingError, SymbolError};

/// Why a label cannot be drawn by its template: the item, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{item}: {fault}")]
pub struct TemplateError {
    /// The item by its name, or by its kind and number: `text 3`.
    pub item: String,
    /// What is wrong with it.
    pub fault: ItemFault,
}

/// What is wrong with an item of a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ItemFault {
    /// `{lot}` where the line of the order leaves the lot open.
    #[error(
        "{field} is asked for and empty: fill it in, or write {{{column}?}} where it may be missing"
    )]
    Empty {
        /// The field.
        field: String,
        /// The column it comes from.
        column: String,
    },
    /// `{colour:DD.MM.YYYY}` where the colour is red.
    #[error("{field} {value:?} {what}")]
    Value {
        /// The field.
        field: String,
        /// What stands there.
        value: String,
        /// Why it cannot be written as the template says.
        what: String,
    },
    /// A lot of 21 characters in a symbol.
    #[error(transparent)]
    Element(#[from] ElementError),
    /// Elements that make no Digital Link: no key among them.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// Text that looks like GS1 data, or like a GS1 Digital Link URI, and is not right: `data = "{sku}"` where the column has
    /// `(01)09521234543214`.
    #[error(transparent)]
    Said(#[from] SaidError),
    /// More data than the symbology holds.
    #[error(transparent)]
    Symbol(#[from] SymbolError),
    /// An X-dimension that the resolution or the use does not allow.
    #[error(transparent)]
    Sizing(#[from] SizingError),
    /// `中` in the built-in font.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A symbol in a room that is too small for it.
    #[error("{what} needs {} by {} at least and has {} by {} at {dpi}: {help}", .needs.0, .needs.1, .room.0, .room.1)]
    TooLarge {
        /// What it is: `22x22 Data Matrix ECC 200`.
        what: String,
        /// Width and height at the least size.
        needs: (Emu, Emu),
        /// Width and height that the template leaves it.
        room: (Emu, Emu),
        /// The resolution.
        dpi: Dpi,
        /// The way out.
        help: &'static str,
    },
    /// Bars of 10 mm where the use asks for 31.75 mm.
    #[error(
        "its bars would be {height} high and must be {least} at least for this use: give it more height"
    )]
    BarsTooLow {
        /// How high they would be.
        height: Emu,
        /// How high they must be.
        least: Emu,
    },
    /// A file that is not there, or is no picture.
    #[error("{file}: {reason}")]
    Picture {
        /// The file.
        file: String,
        /// Why it cannot be drawn.
        reason: String,
    },
    /// An item 60 mm from the left of a label 50 mm wide.
    #[error("it leaves the label of {} by {}: it reaches from {} to {} across and from {} to {} down", .label.0, .label.1, .across.0, .across.1, .down.0, .down.1)]
    OffLabel {
        /// The label.
        label: (Emu, Emu),
        /// Its left and its right edge.
        across: (Emu, Emu),
        /// Its upper and its lower edge.
        down: (Emu, Emu),
    },
    /// A text that lies on a symbol.
    #[error("it overlaps {0}")]
    Overlap(String),
    /// A unit that needs more room than the one its line was fitted with.
    #[error("this unit needs more room than the one its line was fitted to")]
    LargerThanFitted,
}

impl TemplateError {
    /// A word that never changes: `value-missing`, `value-form`, `element-string`, `item-too-large`, `bars-too-low`, `image`,
    /// `item-off-label`, `items-overlap`, `larger-than-fitted`, or that of link, text, symbol, sizing or font.
    pub fn code(&self) -> &'static str {
        match &self.fault {
            ItemFault::Empty { .. } => "value-missing",
            ItemFault::Value { .. } => "value-form",
            ItemFault::Element(_) => "element-string",
            ItemFault::Link(error) => error.code(),
            ItemFault::Said(error) => error.code(),
            ItemFault::Symbol(error) => error.code(),
            ItemFault::Sizing(error) => error.code(),
            ItemFault::Font(error) => error.code(),
            ItemFault::TooLarge { .. } => "item-too-large",
            ItemFault::BarsTooLow { .. } => "bars-too-low",
            ItemFault::Picture { .. } => "image",
            ItemFault::OffLabel { .. } => "item-off-label",
            ItemFault::Overlap(_) => "items-overlap",
            ItemFault::LargerThanFitted => "larger-than-fitted",
        }
    }

    /// The column that is empty.
    pub fn column(&self) -> Option<&str> {
        match &self.fault {
            ItemFault::Empty { column, .. } => Some(column),
            _ => None,
        }
    }
}
