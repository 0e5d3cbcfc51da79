//! How large a symbol is printed: the X-dimension ranges and heights of the GS1 symbol
//! specification tables.
//!
//! Each row names its source and how well it is known, so that a reader can
//! weigh it: the tables change between releases of the GS1 General Specifications.

use super::{Emu, Symbology};

/// Where a symbol will be read: the GS1 symbol specification tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Use {
    /// A label of the owner's own, read by hand-held scanners: the widest range that any GS1 table gives.
    #[default]
    Label,
    /// Retail point of sale (table 1).
    Retail,
    /// General distribution, read by fixed scanners on conveyors (table 2).
    Distribution,
    /// Regulated healthcare trade items that are scanned neither at the point of sale nor in general distribution (table 6).
    Healthcare,
    /// Logistic units: pallets and cases (table 5).
    Logistics,
}

impl Use {
    /// Every use, in the order in which help names them.
    pub const ALL: [Self; 5] = [
        Self::Label,
        Self::Retail,
        Self::Distribution,
        Self::Healthcare,
        Self::Logistics,
    ];

    /// What it is called on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Retail => "retail",
            Self::Distribution => "distribution",
            Self::Healthcare => "healthcare",
            Self::Logistics => "logistics",
        }
    }

    /// The use of a name.
    ///
    /// ```
    /// use unitmark::symbol::Use;
    ///
    /// assert_eq!(Use::find("retail"), Some(Use::Retail));
    /// ```
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|use_| use_.name() == name)
    }
}

/// How well a row is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Read in the source named.
    Read,
    /// Cited by a second hand that names the standard.
    Cited,
    /// Chosen by this project from the other rows.
    Chosen,
    /// Known, but not found in a text that could be read: check it against the current release before relying on it.
    Unverified,
}

/// How high bars are at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Height {
    /// As the content makes it: square modules.
    Content,
    /// So high, whatever X is.
    Fixed(Emu),
    /// So high at the X to aim at, and in proportion at others.
    AtTarget(Emu),
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
    /// The least height of the bars at the X to aim at; none where the content makes the height.
    pub height: Option<Emu>,
    /// How that height changes with X.
    pub height_rule: Height,
    /// Where the figures stand.
    pub source: &'static str,
    /// How well they are known.
    pub standing: Standing,
}

impl Specification {
    /// The least height of the bars at an X-dimension; none where the content makes the height.
    pub fn height_at(&self, x: Emu) -> Option<Emu> {
        match self.height_rule {
            Height::Content => None,
            Height::Fixed(height) => Some(height),
            Height::AtTarget(height) => {
                let target = self.x_target.0.max(1);
                Some(Emu(
                    height.0.saturating_mul(x.0).saturating_add(target - 1) / target
                ))
            }
        }
    }
}

const fn row(
    symbology: &'static str,
    use_: Use,
    x_um: [i64; 3],
    height_rule: Height,
    (standing, source): (Standing, &'static str),
) -> Specification {
    let [minimum, target, maximum] = x_um;
    Specification {
        symbology,
        use_,
        x_minimum: Emu::from_um(minimum),
        x_target: Emu::from_um(target),
        x_maximum: Emu::from_um(maximum),
        height: match height_rule {
            Height::Content => None,
            Height::Fixed(height) | Height::AtTarget(height) => Some(height),
        },
        height_rule,
        source,
        standing,
    }
}

const CONTENT: Height = Height::Content;

const fn fixed(um: i64) -> Height {
    Height::Fixed(Emu::from_um(um))
}

const fn at_target(um: i64) -> Height {
    Height::AtTarget(Emu::from_um(um))
}

const OWN: (Standing, &str) = (
    Standing::Chosen,
    "smallest and largest X of the General Specifications' tables",
);
const SE: (Standing, &str) = (Standing::Read, "GS1 Sweden, size guide for bar codes");
const UK: (Standing, &str) = (
    Standing::Read,
    "GS1 UK, 2D bar codes at retail point of sale",
);
const GS: (Standing, &str) = (Standing::Read, "GS1 General Specifications, excerpt");
const TWO_TABLES: (Standing, &str) = (
    Standing::Cited,
    "GS1 General Specifications: 0.495 mm at most in 2018, 0.990 mm in later releases",
);
const AS_UPC_A: (Standing, &str) = (
    Standing::Cited,
    "BS EN 797, 4.5.1 and GS1 General Specifications, 5.12.3.1, as zint cites them: X and height of UPC-A",
);
/// That rule stands in a note of the General Specifications' tables: 2D symbols are printed at 1.5 times the X of linear ones.
const AS_EAN: (Standing, &str) = (
    Standing::Cited,
    "GS1 General Specifications: 1.5 times the X of EAN-13, 0.264 mm to 0.660 mm",
);
/// 1.5 times 1.016 mm would be 1.524 mm, and 1.5 times 0.940 mm 1.410 mm.
const LARGEST_UNREAD: (Standing, &str) = (
    Standing::Unverified,
    "GS1 General Specifications: 1.5 times 0.495 mm at least; the largest X not read",
);

/// The table, in micrometres: X smallest, aimed at, largest; least bar height. Where a source gives no X to aim at it is the smallest.
#[rustfmt::skip]
pub static SPECIFICATIONS: &[Specification] = &[
    row("datamatrix", Use::Label,        [254, 380,   990], CONTENT,           OWN),
    row("qr",         Use::Label,        [254, 380,   990], CONTENT,           OWN),
    row("code128",    Use::Label,        [250, 495, 1_016], fixed(12_700),     OWN),
    row("ean13",      Use::Label,        [264, 330,   660], at_target(22_850), OWN),
    row("ean8",       Use::Label,        [264, 330,   660], at_target(18_230), OWN),
    row("upca",       Use::Label,        [264, 330,   660], at_target(22_850), OWN),
    row("upce",       Use::Label,        [264, 330,   660], at_target(22_850), OWN),
    row("itf14",      Use::Label,        [250, 495, 1_016], fixed(12_700),     OWN),
    row("ean13",      Use::Retail,       [264, 330,   660], at_target(22_850), SE),
    row("ean8",       Use::Retail,       [264, 330,   660], at_target(18_230), SE),
    row("upca",       Use::Retail,       [264, 330,   660], at_target(22_850), SE),
    row("upce",       Use::Retail,       [264, 330,   660], at_target(22_850), AS_UPC_A),
    row("qr",         Use::Retail,       [396, 396,   990], CONTENT,           UK),
    row("datamatrix", Use::Retail,       [396, 396,   990], CONTENT,           AS_EAN),
    row("ean13",      Use::Distribution, [495, 660,   660], at_target(45_700), SE),
    row("itf14",      Use::Distribution, [495, 495, 1_016], fixed(31_750),     SE),
    row("code128",    Use::Distribution, [495, 495, 1_016], fixed(31_750),     SE),
    row("datamatrix", Use::Distribution, [743, 743, 1_500], CONTENT,           LARGEST_UNREAD),
    row("qr",         Use::Distribution, [743, 743, 1_500], CONTENT,           LARGEST_UNREAD),
    row("code128",    Use::Healthcare,   [170, 495,   495], fixed(12_700),     GS),
    row("datamatrix", Use::Healthcare,   [254, 380,   990], CONTENT,           TWO_TABLES),
    row("code128",    Use::Logistics,    [495, 495,   940], fixed(31_750),     GS),
    row("datamatrix", Use::Logistics,    [743, 743, 1_500], CONTENT,           LARGEST_UNREAD),
    row("qr",         Use::Logistics,    [743, 743, 1_500], CONTENT,           LARGEST_UNREAD),
];

/// A GS1-128 symbol with its quiet zones is no wider (General Specifications, 5.4.4.6).
pub const GS1_128_WIDEST: Emu = Emu::from_um(165_100);

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
    use super::super::{EAN13, SYMBOLOGIES};
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

    #[test]
    fn bars_of_ean_13_are_as_high_as_the_table_says_at_each_end_of_its_range() {
        let row = EAN13.specification(Use::Retail).expect("a row");
        for (x, height) in [(264, 18_280), (330, 22_850), (660, 45_700)] {
            assert_eq!(row.height_at(Emu::from_um(x)), Some(Emu::from_um(height)));
        }
    }
}
