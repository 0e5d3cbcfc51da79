//! Stage 9, symbol: the same message in three symbologies, drawn on the terminal.

use unitmark::element::ElementString;
use unitmark::symbol::{Data, Options, SYMBOLOGIES};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let unit: ElementString = "(01)05012345678900(21)WG-2026040001".parse()?;
    for symbology in SYMBOLOGIES {
        let symbol = symbology.encode(&Data::Gs1(&unit), &Options::default())?;
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
