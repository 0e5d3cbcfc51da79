//! The manifest: which unit stands where, a line a label, as CSV that is itself a valid list.

use crate::sheet::Grid;

use super::draw::Printed;

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

/// The first line of a manifest.
pub fn header() -> Vec<u8> {
    write(|csv| csv.write_record(HEADER))
}

/// The lines of some labels.
pub fn lines(printed: &[Printed]) -> Vec<u8> {
    write(|csv| {
        for unit in printed {
            let product = &unit.product;
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            csv.write_record([
                unit.page.to_string().as_str(),
                &unit.label.to_string(),
                &text(&product.sku),
                product.gtin.as_ref().map_or("", |gtin| gtin.as_str()),
                &text(&product.lot),
                &text(&product.expiry),
                &unit.serial,
                &unit.element_string,
            ])?;
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
    /// Labels 1 and 3 of a sheet: copies, which a manifest does not name, or places that were left out.
    #[error(
        "line {line} is not on the place behind the one before it, as with copies or places left out: name the place with --start N, or the run with after:RUN"
    )]
    Gap {
        /// The line, from 1.
        line: u64,
    },
}

impl ManifestError {
    /// A word that never changes: `no-manifest`, `manifest-place`, `other-stock`, `manifest-gap`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::None => "no-manifest",
            Self::Place { .. } => "manifest-place",
            Self::OtherStock { .. } => "other-stock",
            Self::Gap { .. } => "manifest-gap",
        }
    }
}

/// The first free place behind the last label of a manifest, in the order in which the grid fills a fresh page; 1 where
/// the page is full.
///
/// # Errors
/// A file that is no manifest; a place that the stock does not have; labels that do not stand one behind
/// the other, for then there may be more than the manifest names. Copies that follow as whole sets are not to be seen in
/// a manifest: a run with copies is named by its id.
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
/// assert_eq!(next_place(b"page,label\n1,1\n1,3\n", &grid).unwrap_err().code(), "manifest-gap");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn next_place(bytes: &[u8], grid: &Grid<'_>) -> Result<usize, ManifestError> {
    let places = grid.stock().places();
    let order: Vec<usize> = grid.page_order().collect();
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().map_err(|_| ManifestError::None)?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (Some(page), Some(label)) = (column("page"), column("label")) else {
        return Err(ManifestError::None);
    };
    let mut last: Option<(usize, usize)> = None;
    for record in reader.records() {
        let record = record.map_err(|_| ManifestError::None)?;
        let line = record.position().map_or(0, csv::Position::line);
        let number = |at: usize| -> Result<usize, ManifestError> {
            let text = record.get(at).unwrap_or_default();
            text.parse().map_err(|_| ManifestError::Place { line })
        };
        let (page, place) = (number(page)?, number(label)?);
        let index =
            order
                .iter()
                .position(|known| *known == place)
                .ok_or(ManifestError::OtherStock {
                    line,
                    place,
                    places,
                })?;
        let follows = match last {
            None => true,
            Some((before, at)) if before == page => at + 1 == index,
            Some((before, at)) => before + 1 == page && at + 1 == order.len() && index == 0,
        };
        if !follows {
            return Err(ManifestError::Gap { line });
        }
        last = Some((page, index));
    }
    let (_, index) = last.ok_or(ManifestError::None)?;
    Ok(order.get(index + 1).copied().unwrap_or(1))
}

/// Writing to memory does not fail, and every record has as many fields as the header.
fn write(fill: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let filled = fill(&mut csv);
    debug_assert!(filled.is_ok());
    csv.into_inner().unwrap_or_default()
}
