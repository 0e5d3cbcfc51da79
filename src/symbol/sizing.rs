//! The choice of X in whole dots of a printer.

use super::{Dpi, Emu, GS1_128_WIDEST, SPECIFICATIONS, Specification, Symbol, Symbology, Use};

/// An X-dimension in whole dots of a printer, inside the range of a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizing {
    specification: &'static Specification,
    dpi: Dpi,
    dots: i64,
}

/// Why no X-dimension was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SizingError {
    /// The GS1 tables have no place for the symbology in that use: UPC-E in logistics.
    #[error("{symbology} is not among the symbols of {use_}: take one of {others}")]
    NotForThisUse {
        /// The symbology.
        symbology: &'static str,
        /// The use.
        use_: &'static str,
        /// The symbologies that are.
        others: String,
    },
    /// An X-dimension was asked for that is outside the range: 2 mm.
    #[error(
        "an X-dimension of {asked} is outside {smallest} to {largest}, the range of {symbology} for {use_}"
    )]
    OutOfRange {
        /// The X-dimension.
        asked: Emu,
        /// The least.
        smallest: Emu,
        /// The most.
        largest: Emu,
        /// The symbology.
        symbology: &'static str,
        /// The use.
        use_: &'static str,
    },
    /// No whole number of dots is near enough: 0.33 mm asked for at 203 dpi, where dots are 0.125 mm.
    #[error("at {dpi} X would be {below} or {above}, not {wanted}: use {others}")]
    Resolution {
        /// The printer's resolution.
        dpi: Dpi,
        /// The whole dots below what was wanted.
        below: Emu,
        /// The whole dots above.
        above: Emu,
        /// What was wanted: an X-dimension or a range.
        wanted: String,
        /// Resolutions that would do, and what X is there.
        others: String,
    },
    /// Bars that were asked to be lower than the use has them: 5 mm for an EAN-13 at retail.
    #[error(
        "bars {asked} high are lower than the {least} that {use_} asks of {symbology} at X {x}: leave the height out, or name the use label"
    )]
    BarsTooLow {
        /// The height.
        asked: Emu,
        /// The least.
        least: Emu,
        /// The X-dimension.
        x: Emu,
        /// The symbology.
        symbology: &'static str,
        /// The use.
        use_: &'static str,
    },
    /// A GS1-128 symbol that is wider than 165.1 mm.
    #[error("it is {width} wide with its quiet zones, and GS1-128 is at most {widest}: {way_out}")]
    TooWide {
        /// How wide it is.
        width: Emu,
        /// How wide it may be.
        widest: Emu,
        /// What would help.
        way_out: String,
    },
}

impl SizingError {
    /// A word that never changes: `not-for-this-use`, `x-out-of-range`, `resolution`, `bars-too-low`, `too-wide`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotForThisUse { .. } => "not-for-this-use",
            Self::OutOfRange { .. } => "x-out-of-range",
            Self::Resolution { .. } => "resolution",
            Self::BarsTooLow { .. } => "bars-too-low",
            Self::TooWide { .. } => "too-wide",
        }
    }
}

/// The resolutions that heads are sold in.
const USUAL: [u32; 6] = [203, 300, 400, 600, 1200, 2400];

/// How far X may be from what was asked for: a tenth of it.
const TOLERANCE: i64 = 10;

impl Sizing {
    /// The whole number of dots nearest to the X asked for, or to the X to aim at, that lies in the range; an X that was asked for is kept within a tenth.
    ///
    /// ```
    /// use unitmark::symbol::{Dpi, EAN13, Emu, Sizing, Use};
    ///
    /// let sizing = Sizing::new(&EAN13, Use::Retail, Dpi::new(300)?, None)?;
    /// assert_eq!((sizing.dots(), sizing.x().to_string()), (4, "0.339 mm".into()));
    ///
    /// let error = Sizing::new(&EAN13, Use::Retail, Dpi::new(203)?, Some(Emu::from_um(330))).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "at 203 dpi X would be 0.25 mm or 0.375 mm, not 0.33 mm: use 300 dpi (0.339 mm), \
    ///      400 dpi (0.318 mm), 600 dpi (0.339 mm), 1200 dpi (0.339 mm), 2400 dpi (0.328 mm)"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        symbology: &Symbology,
        use_: Use,
        dpi: Dpi,
        x: Option<Emu>,
    ) -> Result<Self, SizingError> {
        let specification = symbology.specification(use_).ok_or_else(|| {
            let rows = SPECIFICATIONS.iter().filter(|row| row.use_ == use_);
            let names: Vec<_> = rows.map(|row| row.symbology).collect();
            SizingError::NotForThisUse {
                symbology: symbology.title,
                use_: use_.name(),
                others: names.join(", "),
            }
        })?;
        let (smallest, largest) = (specification.x_minimum, specification.x_maximum);
        if let Some(asked) = x.filter(|x| *x < smallest || *x > largest) {
            return Err(SizingError::OutOfRange {
                asked,
                smallest,
                largest,
                symbology: symbology.title,
                use_: use_.name(),
            });
        }
        nearest(specification, dpi, x).ok_or_else(|| {
            let goal = x.unwrap_or(specification.x_target);
            let below = dpi.dot() * (goal / dpi.dot());
            let others: Vec<_> = USUAL
                .into_iter()
                .filter_map(|dpi| nearest(specification, Dpi::new(dpi).ok()?, x))
                .map(|sizing| format!("{} ({})", sizing.dpi, sizing.x()))
                .collect();
            SizingError::Resolution {
                dpi,
                below,
                above: below + dpi.dot(),
                wanted: x.map_or_else(|| format!("{smallest} to {largest}"), |x| x.to_string()),
                others: others.join(", "),
            }
        })
    }

    /// The row it follows.
    pub const fn specification(&self) -> &'static Specification {
        self.specification
    }

    /// Dots to the module.
    pub const fn dots(&self) -> i64 {
        self.dots
    }

    /// The printer's resolution.
    pub const fn dpi(&self) -> Dpi {
        self.dpi
    }

    /// The real X-dimension.
    pub fn x(&self) -> Emu {
        self.dpi.dot() * self.dots
    }

    /// The height of one row: X for square modules; the least height of bars, in whole dots, for a linear symbol.
    pub fn row_height(&self) -> Emu {
        match self.specification.height_at(self.x()) {
            None => self.x(),
            Some(height) => {
                let dot = self.dpi.dot();
                dot * ((height + dot - Emu(1)) / dot)
            }
        }
    }

    /// Refuses a height of bars that is less than a GS1 table has at this X. A label of the owner's own may have any.
    ///
    /// ```
    /// use unitmark::symbol::{Dpi, EAN13, Emu, Sizing, Use};
    ///
    /// let sizing = |use_| Sizing::new(&EAN13, use_, Dpi::new(300)?, None).map_err(Box::<dyn std::error::Error>::from);
    /// let error = sizing(Use::Retail)?.check_height(Emu::from_um(5_000)).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "bars 5 mm high are lower than the 23.45 mm that retail asks of EAN-13 at X 0.339 mm: \
    ///      leave the height out, or name the use label"
    /// );
    /// assert!(sizing(Use::Label)?.check_height(Emu::from_um(5_000)).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_height(&self, asked: Emu) -> Result<(), SizingError> {
        let Specification {
            symbology, use_, ..
        } = self.specification;
        match self.specification.height_at(self.x()) {
            Some(least) if asked < least && *use_ != Use::Label => Err(SizingError::BarsTooLow {
                asked,
                least,
                x: self.x(),
                symbology: Symbology::find(symbology).map_or(*symbology, |known| known.title),
                use_: use_.name(),
            }),
            _ => Ok(()),
        }
    }

    /// Width and height of a symbol with its quiet zone, without the text below it.
    pub fn finished(&self, symbol: &Symbol) -> (Emu, Emu) {
        let quiet = symbol.symbology().quiet_zone;
        let across = i64::from(quiet.left) + i64::from(symbol.columns()) + i64::from(quiet.right);
        let around = i64::from(quiet.top) + i64::from(quiet.bottom);
        let bearers = 2 * i64::from(symbol.symbology().bearer);
        (
            self.x() * across,
            self.row_height() * i64::from(symbol.rows()) + self.x() * (around + bearers),
        )
    }

    /// Refuses a GS1-128 symbol that is wider than the standard lets it be.
    pub fn check(&self, symbol: &Symbol) -> Result<(), SizingError> {
        let (width, _) = self.finished(symbol);
        if symbol.identifier() != "]C1" || width <= GS1_128_WIDEST {
            return Ok(());
        }
        let modules = width / self.x().max(Emu(1));
        let x = Emu(GS1_128_WIDEST.0 / modules.max(1));
        let way_out = if x >= self.specification.x_minimum {
            format!("an X-dimension of at most {x} would do")
        } else {
            "leave elements out or use a two-dimensional symbol".into()
        };
        Err(SizingError::TooWide {
            width,
            widest: GS1_128_WIDEST,
            way_out,
        })
    }
}

/// The dots nearest to the goal, in the range and, if X was asked for, within the tolerance.
fn nearest(specification: &'static Specification, dpi: Dpi, x: Option<Emu>) -> Option<Sizing> {
    let goal = x.unwrap_or(specification.x_target);
    let below = goal / dpi.dot();
    let far = |dots: &i64| (dpi.dot() * *dots - goal).0.abs();
    let range = specification.x_minimum..=specification.x_maximum;
    let dots = (below.max(1)..=below + 1)
        .filter(|dots| range.contains(&(dpi.dot() * *dots)))
        .filter(|dots| x.is_none() || far(dots) * TOLERANCE <= goal.0)
        .min_by_key(far)?;
    Some(Sizing {
        specification,
        dpi,
        dots,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{CODE128, DATAMATRIX, Data, Options, UPCE};
    use super::*;

    fn dpi(number: u32) -> Dpi {
        Dpi::new(number).expect("a usual resolution")
    }

    #[test]
    fn every_size_of_the_table_can_be_printed_at_600_dpi_in_whole_dots_inside_its_range() {
        for row in SPECIFICATIONS {
            let symbology = Symbology::find(row.symbology).expect("a symbology");
            let sizing = Sizing::new(symbology, row.use_, dpi(600), None).expect("a size");
            assert!(
                sizing.x() >= row.x_minimum && sizing.x() <= row.x_maximum,
                "{row:?}"
            );
            assert_eq!(sizing.x().0 % dpi(600).dot().0, 0);
        }
    }

    #[test]
    fn what_no_printer_can_do_is_refused_with_what_can() {
        let refusal = |symbology, use_, number, um: Option<i64>| {
            let error = Sizing::new(symbology, use_, dpi(number), um.map(Emu::from_um));
            let error = error.expect_err("refused");
            format!("{}: {error}", error.code())
        };
        assert_eq!(
            refusal(&UPCE, Use::Logistics, 600, None),
            "not-for-this-use: UPC-E is not among the symbols of logistics: take one of code128, datamatrix, qr"
        );
        assert_eq!(
            refusal(&DATAMATRIX, Use::Retail, 600, Some(250)),
            "x-out-of-range: an X-dimension of 0.25 mm is outside 0.396 mm to 0.99 mm, the range of Data Matrix for retail"
        );
        assert_eq!(
            refusal(&CODE128, Use::Healthcare, 150, Some(495)),
            "resolution: at 150 dpi X would be 0.339 mm or 0.508 mm, not 0.495 mm: use 600 dpi (0.466 mm), 1200 dpi (0.487 mm), 2400 dpi (0.487 mm)"
        );
    }

    #[test]
    fn a_gs1_128_wider_than_165_mm_is_refused_with_the_x_that_fits() {
        let item = crate::element::ElementString::parse(
            "(01)05012345678900(10)abcdefghijkl(21)ABCDEFGHIJKL",
        )
        .expect("valid");
        let symbol = CODE128
            .encode(&Data::Gs1(&item), &Options::default())
            .expect("a symbol");
        let sizing = |um| {
            Sizing::new(&CODE128, Use::Label, dpi(600), Some(Emu::from_um(um))).expect("a size")
        };
        assert_eq!(sizing(254).check(&symbol), Ok(()));
        let error = sizing(990).check(&symbol).expect_err("too wide");
        assert!(
            error.to_string().contains("an X-dimension of at most 0.3"),
            "{error}"
        );
    }
}
