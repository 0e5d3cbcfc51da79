//! Stage 13, render: one page as SVG on standard output.

use std::sync::Arc;

use unitmark::element::ElementString;
use unitmark::render::{self, Document, Format};
use unitmark::symbol::{DATAMATRIX, Data, Dpi, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let unit: ElementString = "(01)05012345678900(21)WG-2026040001".parse()?;
    let symbol = DATAMATRIX.encode(&Data::Gs1(&unit), &Options::default())?;
    let page = render::symbol::page(Arc::new(symbol), Dpi::new(300)?, None, None);
    let svg = Format::find("svg").ok_or("this build has no SVG")?;
    svg.write(
        vec![svg.draw(&page)?],
        &Document::default(),
        &mut std::io::stdout().lock(),
    )?;
    Ok(())
}
