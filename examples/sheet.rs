//! Symbols to labels, labels to a sheet, a sheet to a file.
//!
//!     cargo run --release --example sheet -- L7160 datamatrix 600 sheet.pdf

use std::error::Error;
use std::fs::File;
use std::sync::Arc;

use unitmark::element::ElementString;
use unitmark::label::LabelContent;
use unitmark::render::{Document, Format};
use unitmark::sheet::{Grid, Page, Stock};
use unitmark::symbol::{Data, Dpi, Options, Symbology};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [stock, symbology, dpi, file] = args.as_slice() else {
        return Err("give a stock, a symbology, a resolution and a file".into());
    };
    let stock = Stock::find(stock)?;
    let symbology = Symbology::find(symbology).ok_or("no such symbology")?;
    let dpi = Dpi::new(dpi.parse()?)?;
    let format = file
        .rsplit('.')
        .next()
        .and_then(Format::find)
        .ok_or("no such format")?;

    let label = |number: usize| -> Result<LabelContent, Box<dyn Error>> {
        // Bars hold less than a matrix.
        let between = if symbology.linear {
            ""
        } else {
            "(17)261200(10)2026-04-A"
        };
        let message: ElementString =
            format!("(01)05012345678900{between}(21)WG-202604{number:04}").parse()?;
        let symbol = symbology.encode(&Data::Gs1(&message), &Options::default())?;
        Ok(LabelContent {
            symbol: Arc::new(symbol),
            hri: message.hri(),
            product: vec![
                "WIDGET-RED-LG".into(),
                "Lot 2026-04-A".into(),
                "Exp 2026-12".into(),
            ],
        })
    };

    let layout = stock.fit(dpi, symbology, &label(9999)?)?;
    println!("X {} at {dpi}", layout.module());
    let grid = Grid::new(stock, 1, &[])?;
    let mut page = Page {
        width: stock.page_width(),
        height: stock.page_height(),
        dpi,
        marks: vec![],
    };
    for number in 0..stock.places() {
        page.marks
            .extend(layout.draw(&label(number + 1)?, grid.place(number).at)?);
    }
    let document = Document {
        title: "Widgets".into(),
        created: None,
    };
    format.write(
        vec![format.draw(&page)?],
        &document,
        &mut File::create(file)?,
    )?;
    Ok(())
}
