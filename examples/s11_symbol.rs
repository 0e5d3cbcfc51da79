//! Stage 9, symbol: one message in three symbologies, and a GTIN in a fourth, drawn on the terminal.

use unitmark::element::ElementString;
use unitmark::symbol::{CODE128, DATAMATRIX, Data, EAN13, Options, QR};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let unit: ElementString = "(01)05012345678900(21)WG-2026040001".parse()?;
    let unit = Data::Gs1(&unit);
    let item = Data::Plain("5012345678900");
    for (symbology, data) in [
        (&DATAMATRIX, unit),
        (&QR, unit),
        (&CODE128, unit),
        (&EAN13, item),
    ] {
        let symbol = symbology.encode(&data, &Options::default())?;
        println!(
            "{}: {}, a scanner sends {}",
            symbology.title,
            symbol.version(),
            symbol.identifier()
        );
        for row in 0..symbol.rows() {
            let modules = (0..symbol.columns()).map(|column| {
                if symbol.is_dark(column, row) {
                    '█'
                } else {
                    ' '
                }
            });
            println!("{}", modules.collect::<String>());
        }
    }
    Ok(())
}
