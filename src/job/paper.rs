//! How a run uses its paper, beyond where it starts.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::label::Point;
use crate::sheet::{Fill, Placing, Scale, Stock};
use crate::symbol::Emu;

use super::design::{DesignError, Spec};

/// How a run uses its paper: kept with the run where it is not the default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(clippy::struct_excessive_bools)] // Each is a switch of the command line.
pub struct Paper {
    /// The text of a stock file; the spec's stock is its name then.
    pub stock: Option<String>,
    /// How many labels of each unit, at least 1.
    pub copies: u32,
    /// Copies one set after the other, not one unit after the other.
    pub collate: bool,
    /// Places are filled down the columns.
    pub columns_first: bool,
    /// Every label moves so far to the right and down, in EMU.
    pub offset: (i64, i64),
    /// Distances across and down, in millionths.
    pub scale: (i64, i64),
    /// Lines around every label.
    pub outlines: bool,
    /// Marks in the margins where labels are cut.
    pub cut_marks: bool,
}

impl Default for Paper {
    fn default() -> Self {
        Self {
            stock: None,
            copies: 1,
            collate: false,
            columns_first: false,
            offset: (0, 0),
            scale: (Scale::ONE.x, Scale::ONE.y),
            outlines: false,
            cut_marks: false,
        }
    }
}

impl Paper {
    /// The default says nothing that a ledger should keep.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The stock that a spec names, or that its file describes.
    pub(super) fn stock(spec: &Spec) -> Result<Cow<'static, Stock>, DesignError> {
        Ok(match &spec.paper.stock {
            Some(text) => Cow::Owned(Stock::parse(text)?),
            None => Cow::Borrowed(Stock::find(&spec.stock)?),
        })
    }

    pub(super) fn placing(spec: &Spec) -> Placing {
        let paper = &spec.paper;
        Placing {
            start: spec.start,
            skip: spec.skip.clone(),
            fill: if paper.columns_first {
                Fill::Columns
            } else {
                Fill::Rows
            },
            offset: Point {
                x: Emu(paper.offset.0),
                y: Emu(paper.offset.1),
            },
            scale: Scale {
                x: paper.scale.0,
                y: paper.scale.1,
            },
        }
    }

    /// The unit that a label is of, when `units` units are printed.
    pub(super) fn unit(&self, label: usize, units: usize) -> usize {
        if self.collate {
            label % units.max(1)
        } else {
            label / (self.copies.max(1) as usize)
        }
    }

    /// Whether a label is the first of its unit.
    pub(super) fn is_first(&self, label: usize, units: usize) -> bool {
        if self.collate {
            label < units
        } else {
            label.is_multiple_of(self.copies.max(1) as usize)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_follow_their_unit_or_come_set_by_set() {
        let mut paper = Paper {
            copies: 2,
            ..Paper::default()
        };
        let units = |paper: &Paper| (0..6).map(|label| paper.unit(label, 3)).collect::<Vec<_>>();
        let firsts = |paper: &Paper| {
            (0..6)
                .filter(|label| paper.is_first(*label, 3))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (units(&paper), firsts(&paper)),
            (vec![0, 0, 1, 1, 2, 2], vec![0, 2, 4])
        );
        paper.collate = true;
        assert_eq!(
            (units(&paper), firsts(&paper)),
            (vec![0, 1, 2, 0, 1, 2], vec![0, 1, 2])
        );
    }

    #[test]
    fn what_is_default_is_not_written_into_a_spec() {
        let json = serde_json::to_string(&Paper::default()).expect("JSON");
        let back: Paper = serde_json::from_str(&json).expect("the same");
        assert!(back.is_default());
        let sparse: Paper = serde_json::from_str("{\"copies\":3}").expect("defaults");
        assert_eq!((sparse.copies, sparse.scale), (3, (1_000_000, 1_000_000)));
    }
}
