//! Templates: a design of a label as a TOML text.
//!
//! A template names a size, or stock whose size it takes, and what lies on it. Lengths are millimetres, or texts such as `"2.5 in"` and `"9 pt"`. Each item
//! is held by `left`, `right`, `top`, `bottom` (its distances from the edges), `width` and `height`, two of three in each
//! direction at most, so that one template serves labels of several sizes; what is not said reaches to the `margin`.
//!
//! | table | what it has |
//! |---|---|
//! | (the label) | `name`, `about`, `width`, `height`, `stock`, `use`, `margin`, `rotate`, `[columns]` |
//! | `[[symbol]]` | `type`, `ais` or `data`, `link`, `use`, `x`, `bar_height`, `hri` (`below`, `right`, `none`), `hri_size`, `level`, `shape`, `align`, `valign` |
//! | `[[text]]` | `text`, `size` (em height), `least`, `shrink`, `wrap`, `bold`, `align`, `valign` |
//! | `[[line]]`, `[[box]]` | `thickness`; a box may be `filled` |
//! | `[[image]]` | `file`, `align`, `valign` |
//! | (every item) | `name`, the place, `rotate` (0, 90, 180, 270), `when` |
//!
//! The `type` of a symbol is a symbology, or `ean`: EAN-8 for a GTIN of eight digits, else EAN-13. What `data` makes is read as
//! [`Said`](crate::symbol::Said) has it: a GS1 message makes a GS1 symbol. In `data` that begins like a web address values are
//! percent-encoded, `https://example.com/01/{gtin}/10/{lot}`, and one that stands at its own AI is written as that AI has it.
//!
//! Texts have fields in braces: a column (`{sku}`), an AI (`{10}`, `{(10)}`) or its data title (`{BATCH/LOT}`). `{lot?}` may be
//! missing; `when = "lot"` draws an item only where there is a lot, `when = "!lot"` only where there is none. Behind a colon
//! stands how the value is written: `{expiry:DD.MM.YYYY}`, `{3103:decimal}`, `{gtin:13}`, `{10:title}`.
//!
//! ```
//! use unitmark::label::Template;
//!
//! let template = Template::parse(
//!     "name = 'bin'\nwidth = 50\nheight = 25\n\
//!      [[symbol]]\ntype = 'qr'\nais = ['01', '21']\nleft = 2\ntop = 2\nhri = 'none'\n\
//!      [[text]]\ntext = '{sku}'\nleft = 25\ntop = 4\n",
//! )?;
//! let wanted: Vec<_> = template.wanted().into_iter().map(|column| column.name).collect();
//! assert_eq!(wanted, ["gtin", "serial", "sku"]);
//! assert_eq!(template.serial_ai(), Ok(Some("21")));
//!
//! let error = Template::parse("name = 'x'\nwidth = 50\nheight = 25\n[[text]]\ntext = '{lot'").unwrap_err();
//! assert!(error.to_string().starts_with("5:8: a brace is not closed"));
//! # Ok::<(), unitmark::label::TextError>(())
//! ```

mod builtin;
mod date;
mod error;
mod field;
mod fit;
mod parse;
mod picture;
mod place;
mod record;
mod stroke;
mod symbol;
mod words;

use std::sync::Arc;

use super::{TextError, Turn};
use crate::symbol::{Emu, Use};
use field::{Field, Source};
use picture::PictureItem;
use place::Place;
use stroke::Stroke;
use symbol::SymbolItem;
use words::TextItem;

pub use builtin::{BUILT_IN, BuiltIn};
pub use error::{ItemFault, TemplateError};
pub use fit::{DrawnLabel, SymbolSize, TemplateLayout, TemplateSpec};
#[cfg(feature = "job")]
pub(crate) use record::column_of;
pub use record::{Record, Wanted};

/// A design of a label; see the [module](self).
#[derive(Clone, Debug)]
pub struct Template {
    name: String,
    about: String,
    /// None where it is the stock's.
    size: Option<(Emu, Emu)>,
    stock: Option<String>,
    use_: Use,
    margin: Option<Emu>,
    turn: Turn,
    columns: Vec<(String, String)>,
    items: Vec<Item>,
    text: String,
}

/// One thing on a label.
#[derive(Clone, Debug)]
struct Item {
    name: String,
    place: Place,
    when: Option<When>,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Symbol(Box<SymbolItem>),
    Text(TextItem),
    /// With its thickness.
    Stroke(Stroke, Emu),
    Picture(PictureItem),
}

/// On which labels an item is drawn.
#[derive(Clone, Debug)]
struct When {
    field: Field,
    /// Only where the field is empty.
    missing: bool,
}

impl Item {
    fn is_drawn(&self, record: &dyn Record) -> bool {
        self.when
            .as_ref()
            .is_none_or(|when| when.field.value(record).is_some() != when.missing)
    }

    fn fields(&self) -> Vec<&Field> {
        match &self.kind {
            Kind::Symbol(symbol) => symbol.message.fields().collect(),
            Kind::Text(text) => text.words.fields().collect(),
            Kind::Stroke(..) | Kind::Picture(_) => Vec::new(),
        }
    }

    fn refused(&self, fault: ItemFault) -> TemplateError {
        TemplateError {
            item: self.name.clone(),
            fault,
        }
    }
}

/// A template with two kinds of serials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a label carries a serial, (21), or an SSCC, (00), not both")]
pub struct TwoSerials;

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Text that is no TOML, a key that is unknown, missing or of another kind, a field that is none: with the line and the
    /// column.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        parse::template(text)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for.
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The label it was made for, as it lies on paper: turned where the template turns it. None where it is that of its
    /// [stock](Self::stock).
    pub fn size(&self) -> Option<(Emu, Emu)> {
        let (width, height) = self.size?;
        Some(if self.turn.is_sideways() {
            (height, width)
        } else {
            (width, height)
        })
    }

    /// The stock it is printed on unless another is named.
    pub fn stock(&self) -> Option<&str> {
        self.stock.as_deref()
    }

    /// Where its symbols are read unless another use is named.
    pub fn use_(&self) -> Use {
        self.use_
    }

    /// Columns that orders call otherwise: the design's name, the order's name.
    pub fn columns(&self) -> &[(String, String)] {
        &self.columns
    }

    /// What its labels read of an order, each once, in the order of the template.
    pub fn wanted(&self) -> Vec<Wanted> {
        let mut wanted: Vec<Wanted> = Vec::new();
        for item in &self.items {
            let asked = item.when.as_ref().map(|when| when.field.column());
            let conditional = item.when.is_some();
            let fields = item.fields().into_iter().map(Field::wanted);
            let asked_for = asked.map(|name| Wanted {
                name: name.into(),
                optional: true,
            });
            for mut column in fields.chain(asked_for) {
                // What an item needs is not needed where the item is left out.
                column.optional |= conditional;
                match wanted.iter_mut().find(|known| known.name == column.name) {
                    Some(known) => known.optional &= column.optional,
                    None => wanted.push(column),
                }
            }
        }
        wanted
    }

    /// The AI under which a label carries what tells units apart: `21` or `00`. None for labels that are all alike.
    ///
    /// # Errors
    /// A template that reads both.
    pub fn serial_ai(&self) -> Result<Option<&'static str>, TwoSerials> {
        let reads = |wanted| {
            let mut fields = self.items.iter().flat_map(Item::fields);
            fields.any(|field| field.source == Source::Ai(wanted))
        };
        match (reads("21"), reads("00")) {
            (true, true) => Err(TwoSerials),
            (true, false) => Ok(Some("21")),
            (false, true) => Ok(Some("00")),
            (false, false) => Ok(None),
        }
    }

    /// The files of its images, as the template names them.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| match &item.kind {
            Kind::Picture(picture) => Some(picture.file.as_str()),
            _ => None,
        })
    }

    /// Gives its images what stands in their files.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no PNG picture, with the item named.
    pub fn load(
        &mut self,
        mut read: impl FnMut(&str) -> std::io::Result<Vec<u8>>,
    ) -> Result<(), TemplateError> {
        for item in &mut self.items {
            if let Kind::Picture(picture) = &mut item.kind {
                let grey = read(&picture.file)
                    .map_err(|error| error.to_string())
                    .and_then(|bytes| picture::read(&bytes));
                match grey {
                    Ok(grey) => picture.grey = Some(Arc::new(grey)),
                    Err(reason) => {
                        let file = picture.file.clone();
                        return Err(item.refused(ItemFault::Picture { file, reason }));
                    }
                }
            }
        }
        Ok(())
    }
}
