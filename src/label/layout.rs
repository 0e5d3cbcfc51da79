//! Where symbol and text stand on a label.

use super::{LabelContent, LabelError, Mark, Point};
use crate::symbol::{Dpi, Emu, Symbology, Use};

/// The label to fill.
#[derive(Clone, Copy, Debug)]
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
}

impl LabelSpec {
    /// A label with the usual margin: 1.5 mm, less on very small ones.
    pub fn new(width: Emu, height: Emu, dpi: Dpi, symbology: &'static Symbology) -> Self {
        let shorter = if width < height { width } else { height };
        let margin = Emu((shorter.0 / 16).clamp(0, Emu::from_um(1_500).0));
        Self {
            width,
            height,
            dpi,
            symbology,
            margin,
            use_: Use::default(),
        }
    }
}

/// A layout that holds every label whose symbol is no larger, and whose texts are no wider, than those it was fitted to.
#[derive(Clone, Debug)]
pub struct Layout {
    spec: LabelSpec,
    module: Emu,
}

impl Layout {
    /// Finds the largest symbol up to the symbology's target size, and the largest text, that the label holds.
    pub fn fit(_spec: LabelSpec, _worst: &LabelContent) -> Result<Self, LabelError> {
        unimplemented!()
    }

    /// The real X-dimension: whole dots.
    pub fn module(&self) -> Emu {
        self.module
    }

    /// What it was fitted for.
    pub fn spec(&self) -> &LabelSpec {
        &self.spec
    }

    /// The marks of one label whose top left corner lies `at` on the page.
    pub fn draw(&self, _content: &LabelContent, _at: Point) -> Result<Vec<Mark>, LabelError> {
        unimplemented!()
    }
}
