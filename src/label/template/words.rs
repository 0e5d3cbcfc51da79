//! Text items: rows in a room, as large as they were asked to be or as they fit.

use super::error::ItemFault;
use super::field::Words;
use super::place::{Align, Rect};
use crate::font::{Face, FontError};
use crate::label::product::leading;
use crate::label::rows::{room as units_in, wrap};
use crate::label::{Mark, Point, Turn};
use crate::symbol::Emu;

/// A text as the template writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextItem {
    pub words: Words,
    /// The em height asked for.
    pub size: Emu,
    /// The least em height.
    pub least: Emu,
    pub bold: bool,
    pub wrap: bool,
    pub align: Align,
    pub valign: Align,
}

/// A text in its room, at a size.
#[derive(Clone, Debug)]
pub(super) struct SetText {
    rows: Vec<String>,
    size: Emu,
}

/// Steps in which sizes are tried.
const STEP: Emu = Emu::from_um(50);

impl TextItem {
    /// Sets a text as large as it fits; nothing when it does not even at the least size.
    pub(super) fn set(
        &self,
        face: &Face,
        text: &str,
        most: Emu,
        (width, height): (Emu, Emu),
    ) -> Result<Option<SetText>, FontError> {
        let lines: Vec<&str> = text.lines().collect();
        let widest = lines.iter().try_fold(0, |widest, line| {
            Ok::<_, FontError>(face.units(line)?.max(widest))
        })?;
        let fits = |size: Emu| -> Result<Option<SetText>, FontError> {
            let free = units_in(face, width, size);
            let rows = if widest <= free {
                lines.iter().map(|line| (*line).to_owned()).collect()
            } else if self.wrap {
                let mut rows = Vec::new();
                for line in &lines {
                    match wrap(face, line, free)? {
                        Some(more) => rows.extend(more),
                        None => return Ok(None),
                    }
                }
                rows
            } else {
                return Ok(None);
            };
            let set = SetText { rows, size };
            Ok((set.height(face) <= height).then_some(set))
        };
        if let Some(set) = fits(most)? {
            return Ok(Some(set));
        }
        let steps = (most - self.least) / STEP;
        for step in (0..steps).rev() {
            if let Some(set) = fits(self.least + STEP * step)? {
                return Ok(Some(set));
            }
        }
        Ok(None)
    }

    /// The room of a text that does not fit, for the message: its size at the least em height.
    pub(super) fn needs(&self, face: &Face, text: &str) -> Result<(Emu, Emu), FontError> {
        let rows: Vec<String> = text.lines().map(str::to_owned).collect();
        let set = SetText {
            rows,
            size: self.least,
        };
        Ok((set.width(face)?, set.height(face)))
    }
}

impl SetText {
    pub(super) fn size(&self) -> Emu {
        self.size
    }

    /// From the top of the first row's capitals to the lowest descender of the last row.
    fn height(&self, face: &Face) -> Emu {
        match self.rows.len() as i64 {
            0 => Emu::ZERO,
            rows => {
                face.cap_height(self.size)
                    + leading(self.size) * (rows - 1)
                    + face.descent(self.size)
            }
        }
    }

    fn width(&self, face: &Face) -> Result<Emu, FontError> {
        self.rows.iter().try_fold(Emu::ZERO, |widest, row| {
            Ok(widest.max(face.width(row, self.size)?))
        })
    }

    /// Where its ink lies in its room; `widest` where other texts of the line may be as wide.
    pub(super) fn ink(
        &self,
        item: &TextItem,
        face: &Face,
        (width, height): (Emu, Emu),
        widest: Emu,
    ) -> Result<Rect, FontError> {
        let (own, high) = (self.width(face)?.max(widest.min(width)), self.height(face));
        let (x, y) = (
            item.align.aside(width - own),
            item.valign.aside(height - high),
        );
        Ok(Rect::new(x, y, own, high))
    }

    pub(super) fn marks(
        self,
        item: &TextItem,
        face: &Face,
        (width, height): (Emu, Emu),
    ) -> Result<Vec<Mark>, ItemFault> {
        let size = self.size;
        let top = item.valign.aside(height - self.height(face));
        let mut baseline = top + face.cap_height(size);
        let mut marks = Vec::with_capacity(self.rows.len());
        for text in self.rows {
            let aside = item.align.aside(width - face.width(&text, size)?);
            if !text.is_empty() {
                marks.push(Mark::Text {
                    at: Point {
                        x: aside,
                        y: baseline,
                    },
                    turn: Turn::None,
                    size,
                    face: face.clone(),
                    text,
                });
            }
            baseline += leading(size);
        }
        Ok(marks)
    }
}
