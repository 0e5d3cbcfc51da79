//! The manifest: which unit stands where, a line a label, as CSV that is itself a valid list.

use crate::sheet::Grid;

use super::design::Spec;
use super::draw::Printed;

/// What follows where units have several labels, of which the manifest names the first.
const COPIES: &str = "copies";

/// The first line.
const HEADER: &[&str] = &[
    "page",
    "label",
    "sku",
    "gtin",
    "lot",
    "expiry",
    "serial",
    "element_string",
];

/// What stands behind the number of copies where places of the first sheet were left out: among copies nobody sees which.
const LEFT_OUT: &str = " skip";

/// How many labels each unit has; nothing where it is one.
pub fn copies(spec: &Spec) -> Option<String> {
    let copies = spec.paper.copies;
    let left_out = if spec.skip.is_empty() { "" } else { LEFT_OUT };
    (copies > 1).then(|| format!("{copies}{left_out}"))
}

/// The first line of a manifest.
pub fn header(copies: Option<&str>) -> Vec<u8> {
    let copies = copies.map(|_| COPIES);
    write(|csv| csv.write_record(HEADER.iter().copied().chain(copies)))
}

/// The lines of some labels.
pub fn lines(printed: &[Printed], copies: Option<&str>) -> Vec<u8> {
    write(|csv| {
        for unit in printed {
            let product = &unit.product;
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let (page, label) = (unit.page.to_string(), unit.label.to_string());
            let (sku, lot, expiry) = (
                text(&product.sku),
                text(&product.lot),
                text(&product.expiry),
            );
            let gtin = product.gtin.as_ref().map_or("", |gtin| gtin.as_str());
            let values = [
                &page,
                &label,
                &sku,
                gtin,
                &lot,
                &expiry,
                &unit.serial,
                &unit.element_string,
            ];
            csv.write_record(values.into_iter().chain(copies))?;
        }
        Ok(())
    })
}

/// A manifest that does not say where the next label goes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// A file that is no manifest, or one without labels.
    #[error("is no manifest with a label in it: name the place with --start N")]
    None,
    /// `first,7`.
    #[error("line {line} names no page and place: name the place with --start N")]
    Place {
        /// The line, from 1.
        line: u64,
    },
    /// `copies` of 0, or not the same on every line.
    #[error(
        "line {line} says no number of copies, or another than the lines before: name the place with --start N"
    )]
    Copies {
        /// The line, from 1.
        line: u64,
    },
    /// Place 30 on a sheet of 21 labels.
    #[error(
        "line {line} stands on place {place}, and a sheet of this stock has {places}: it is of another stock; name the place with --start N"
    )]
    OtherStock {
        /// The line, from 1.
        line: u64,
        /// The place.
        place: usize,
        /// How many places the stock has.
        places: usize,
    },
    /// Labels 1 and 3 of a sheet: places that were left out.
    #[error(
        "line {line} is not on the place behind the one before it, as with places left out: name the place with --start N, or the run with after:RUN"
    )]
    Gap {
        /// The line, from 1.
        line: u64,
    },
}

impl ManifestError {
    /// A word that never changes: `no-manifest`, `manifest-place`, `manifest-copies`, `other-stock`,
    /// `manifest-gap`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::None => "no-manifest",
            Self::Place { .. } => "manifest-place",
            Self::Copies { .. } => "manifest-copies",
            Self::OtherStock { .. } => "other-stock",
            Self::Gap { .. } => "manifest-gap",
        }
    }
}

/// The first free place behind the last label of a manifest, in the order in which the grid fills a fresh page; 1 where
/// the page is full. Where a column `copies` says that units have several labels, they are counted: one unit's behind each
/// other, or one whole set behind the other, as the first two lines show.
///
/// # Errors
/// A file that is no manifest; a place that the stock does not have; labels that do not stand one behind
/// the other, for then there may be more than the manifest names.
///
/// ```
/// use std::borrow::Cow;
/// use unitmark::job::next_place;
/// use unitmark::sheet::{Grid, Placing, Stock};
///
/// let grid = Grid::placed(Cow::Borrowed(Stock::find("L7160")?), &Placing::default())?;
/// let manifest = b"page,label,sku,gtin,lot,expiry,serial,element_string\n1,21,,,,,A,\n2,1,,,,,B,\n";
/// assert_eq!(next_place(manifest, &grid), Ok(2));
/// assert_eq!(next_place(b"page,label\n1,21\n", &grid), Ok(1));
/// assert_eq!(next_place(b"page,label,copies\n1,4,2\n1,6,2\n", &grid), Ok(8));
/// assert_eq!(next_place(b"page,label,copies\n1,4,2\n1,5,2\n", &grid), Ok(8));
/// assert_eq!(next_place(b"page,label\n1,1\n1,3\n", &grid).unwrap_err().code(), "manifest-gap");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn next_place(bytes: &[u8], grid: &Grid<'_>) -> Result<usize, ManifestError> {
    let order: Vec<usize> = grid.page_order().collect();
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().map_err(|_| ManifestError::None)?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (Some(page), Some(label)) = (column("page"), column("label")) else {
        return Err(ManifestError::None);
    };
    let copies = column(COPIES);
    let mut count = Count::default();
    for record in reader.records() {
        let record = record.map_err(|_| ManifestError::None)?;
        let line = record.position().map_or(0, csv::Position::line);
        let number = |at: usize| record.get(at).and_then(|text| text.parse::<usize>().ok());
        let (Some(page), Some(place)) = (number(page), number(label)) else {
            return Err(ManifestError::Place { line });
        };
        let known = order.iter().position(|known| *known == place);
        let index = known.ok_or(ManifestError::OtherStock {
            line,
            place,
            places: order.len(),
        })?;
        let copies = match copies {
            None => Some(1),
            Some(at) if record.get(at).is_some_and(|text| text.ends_with(LEFT_OUT)) => {
                return Err(ManifestError::Gap { line });
            }
            Some(at) => number(at).filter(|copies| *copies > 0),
        };
        let copies = copies.ok_or(ManifestError::Copies { line })?;
        count.unit(
            line,
            page.saturating_mul(order.len()).saturating_add(index),
            copies,
        )?;
    }
    let end = count.end().ok_or(ManifestError::None)?;
    Ok(order.get(end % order.len().max(1)).copied().unwrap_or(1))
}

/// The units of a manifest as places one behind the other, page after page.
#[derive(Default)]
struct Count {
    first: usize,
    last: usize,
    units: usize,
    copies: usize,
    /// From a unit to the next: 1 where whole sets follow each other.
    step: Option<usize>,
}

impl Count {
    fn unit(&mut self, line: u64, at: usize, copies: usize) -> Result<(), ManifestError> {
        if self.units == 0 {
            (self.first, self.copies) = (at, copies);
        } else {
            if copies != self.copies {
                return Err(ManifestError::Copies { line });
            }
            let step = at.checked_sub(self.last);
            let good = |step: &usize| *step == 1 || *step == copies;
            let step = step.filter(good).ok_or(ManifestError::Gap { line })?;
            if *self.step.get_or_insert(step) != step {
                return Err(ManifestError::Gap { line });
            }
        }
        self.last = at;
        self.units += 1;
        Ok(())
    }

    /// The place behind the last label.
    fn end(&self) -> Option<usize> {
        let labels = self
            .units
            .checked_mul(self.copies)
            .filter(|labels| *labels > 0)?;
        // One unit alone, or sets, or a unit's own copies: as many labels either way.
        self.first.checked_add(labels)
    }
}

/// Writing to memory does not fail, and every record has as many fields as the header.
fn write(fill: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let filled = fill(&mut csv);
    debug_assert!(filled.is_ok());
    csv.into_inner().unwrap_or_default()
}
