//! How large a symbol is printed: the X-dimension ranges and heights of the GS1 symbol
//! specification tables.
//!
//! Each row names its source and whether it was read in the source itself, so that a reader can
//! weigh it: the tables change between releases of the GS1 General Specifications.

use super::{Emu, Symbology};

/// Where a symbol will be read: the rows of the GS1 symbol specification tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Use {
    /// A label of the owner's own, read by hand-held scanners: the widest range that any GS1 table gives.
    #[default]
    Label,
}

/// How well a row is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Read in the source named.
    Read,
    /// Cited by a second hand that names the standard.
    Cited,
    /// Chosen by this project from the rows above it.
    Chosen,
}

/// One row: how large one symbology is printed for one use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Specification {
    /// The name of the symbology.
    pub symbology: &'static str,
    /// Where it is read.
    pub use_: Use,
    /// The smallest X-dimension.
    pub x_minimum: Emu,
    /// The X-dimension to aim at.
    pub x_target: Emu,
    /// The largest X-dimension.
    pub x_maximum: Emu,
    /// The least height of the bars; none where the content makes the height.
    pub height: Option<Emu>,
    /// Where the figures stand.
    pub source: &'static str,
    /// How well they are known.
    pub standing: Standing,
}

const fn row(
    symbology: &'static str,
    use_: Use,
    x_um: [i64; 3],
    height_um: Option<i64>,
    source: &'static str,
    standing: Standing,
) -> Specification {
    let [minimum, target, maximum] = x_um;
    Specification {
        symbology,
        use_,
        x_minimum: Emu::from_um(minimum),
        x_target: Emu::from_um(target),
        x_maximum: Emu::from_um(maximum),
        height: match height_um {
            Some(um) => Some(Emu::from_um(um)),
            None => None,
        },
        source,
        standing,
    }
}

const OWN: &str = "smallest and largest X of the General Specifications' tables";

/// The table, in micrometres: X smallest, aimed at, largest; least bar height.
#[rustfmt::skip]
pub static SPECIFICATIONS: &[Specification] = &[
    row("datamatrix", Use::Label, [254, 380,   990], None,         OWN, Standing::Chosen),
    row("qr",         Use::Label, [254, 380,   990], None,         OWN, Standing::Chosen),
    row("code128",    Use::Label, [250, 495, 1_016], Some(12_700), OWN, Standing::Chosen),
];

impl Symbology {
    /// How large it is printed for a use; none when it has no place there.
    pub fn specification(&self, use_: Use) -> Option<&'static Specification> {
        SPECIFICATIONS
            .iter()
            .find(|row| row.symbology == self.name && row.use_ == use_)
    }
}

#[cfg(test)]
mod tests {
    use super::super::SYMBOLOGIES;
    use super::*;

    #[test]
    fn every_symbology_has_a_size_for_the_default_use() {
        for symbology in SYMBOLOGIES {
            let row = symbology.specification(Use::default()).expect("a row");
            assert_eq!(row.height.is_some(), symbology.linear, "{}", symbology.name);
        }
    }

    #[test]
    fn every_row_is_in_order_and_names_a_symbology() {
        for row in SPECIFICATIONS {
            assert!(row.x_minimum <= row.x_target && row.x_target <= row.x_maximum);
            assert!(Symbology::find(row.symbology).is_some(), "{row:?}");
        }
    }
}
