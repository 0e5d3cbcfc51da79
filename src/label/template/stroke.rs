//! Lines and boxes.

use super::place::Rect;
use crate::symbol::{Dpi, Emu};

/// A line or a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    /// A line that fills its room but for the direction in which it is thin.
    Line { down: bool },
    /// Four lines round the room.
    Box,
    /// The room, full of ink.
    Filled,
}

impl Stroke {
    /// What it inks of its room; lines are whole dots thick, one at least.
    pub(super) fn ink(self, (width, height): (Emu, Emu), thickness: Emu, dpi: Dpi) -> Vec<Rect> {
        let thick = dpi.snap(thickness).max(dpi.dot());
        let rect = Rect::new;
        match self {
            Self::Line { down: false } => vec![rect(Emu::ZERO, Emu::ZERO, width, thick)],
            Self::Line { down: true } => vec![rect(Emu::ZERO, Emu::ZERO, thick, height)],
            Self::Filled => vec![rect(Emu::ZERO, Emu::ZERO, width, height)],
            Self::Box => vec![
                rect(Emu::ZERO, Emu::ZERO, width, thick),
                rect(Emu::ZERO, height - thick, width, thick),
                rect(Emu::ZERO, Emu::ZERO, thick, height),
                rect(width - thick, Emu::ZERO, thick, height),
            ],
        }
    }
}
