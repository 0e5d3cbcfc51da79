//! One symbol alone, with its quiet zone, as a page that every format draws.

use std::sync::Arc;

use crate::label::{Mark, Point};
use crate::sheet::Page;
use crate::symbol::{Dpi, Emu, Symbol, Use};

/// A page that is one symbol and its quiet zone.
///
/// The X-dimension is `module`, snapped to whole dots, at least one; without it the largest whole number of dots up to
/// the symbology's target. Bars are `height` high, or as the symbology's specification has it.
pub fn page(symbol: Arc<Symbol>, dpi: Dpi, module: Option<Emu>, height: Option<Emu>) -> Page {
    let dot = dpi.dot();
    let specification = symbol.symbology().specification(Use::default());
    let module = match module {
        Some(module) => dpi.snap(module),
        None => dot * (specification.map_or(dot * 4, |row| row.x_target) / dot),
    }
    .max(dot);
    let row_height = if symbol.symbology().linear {
        let height = height
            .or(specification.and_then(|row| row.height))
            .unwrap_or(module * 50);
        dpi.snap(height).max(dot)
    } else {
        module
    };
    let quiet = symbol.symbology().quiet_zone;
    let columns = i64::from(symbol.columns()) + i64::from(quiet.left) + i64::from(quiet.right);
    let rows = i64::from(symbol.rows());
    let at = Point {
        x: module * i64::from(quiet.left),
        y: module * i64::from(quiet.top),
    };
    Page {
        width: module * columns,
        height: row_height * rows + module * (i64::from(quiet.top) + i64::from(quiet.bottom)),
        dpi,
        marks: vec![Mark::Symbol {
            at,
            module,
            row_height,
            symbol,
        }],
    }
}
