//! Stage 11, label: what fits on a 50 x 25 mm label of a 203 dpi printer.

use std::sync::Arc;

use unitmark::element::ElementString;
use unitmark::label::{LabelContent, LabelSpec, Layout, Point};
use unitmark::symbol::{DATAMATRIX, Data, Dpi, Emu, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let unit: ElementString = "(01)05012345678900(10)2026-04-A(21)WG-2026040001".parse()?;
    let content = LabelContent {
        symbol: Arc::new(DATAMATRIX.encode(&Data::Gs1(&unit), &Options::default())?),
        hri: unit.hri(),
        product: vec!["WIDGET-RED-LG".into()],
    };
    let dpi = Dpi::new(203)?;
    let spec = LabelSpec::new(Emu::from_mm(50.0), Emu::from_mm(25.0), dpi, &DATAMATRIX);
    let layout = Layout::fit(spec, &content)?;
    println!(
        "X {} = {} dots",
        layout.module(),
        layout.module() / dpi.dot()
    );
    println!("{} marks", layout.draw(&content, Point::default())?.len());
    let tiny = LabelSpec::new(Emu::from_mm(12.0), Emu::from_mm(6.0), dpi, &DATAMATRIX);
    if let Err(error) = Layout::fit(tiny, &content) {
        println!("{error}");
    }
    Ok(())
}
