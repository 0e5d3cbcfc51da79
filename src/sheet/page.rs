//! A page: marks on paper.

use crate::label::Mark;
use crate::symbol::{Dpi, Emu};

/// One page of paper and what is on it; places are from its top left corner.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its width.
    pub width: Emu,
    /// Its height.
    pub height: Emu,
    /// The resolution on whose dots its symbols lie.
    pub dpi: Dpi,
    /// What is drawn, in this order.
    pub marks: Vec<Mark>,
}
