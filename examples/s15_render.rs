//! Stage 13, render: one page as SVG on standard output.

use std::sync::Arc;

use unitmark::element::ElementString;
use unitmark::render::{self, Document, Format};
use unitmark::symbol::{DATAMATRIX, Data, Dpi, Options, Sizing, Use};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let unit: ElementString = "(01)05012345678900(21)WG-2026040001".parse()?;
    let symbol = DATAMATRIX.encode(&Data::Gs1(&unit), &Options::default())?;
    let sizing = Sizing::new(&DATAMATRIX, Use::Label, Dpi::new(300)?, None)?;
    let hri = render::symbol::Text::Elements(&unit.hri());
    let page = render::symbol::page(Arc::new(symbol), &sizing, None, hri)?;
    let svg = Format::find("svg").ok_or("this build has no SVG")?;
    svg.write(
        vec![svg.draw(&page)?],
        &Document::default(),
        &mut std::io::stdout().lock(),
    )?;
    Ok(())
}
