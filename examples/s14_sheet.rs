//! Stage 12, sheet: where labels lie on a partly used sheet.

use unitmark::sheet::{Grid, Stock};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let stock = Stock::find("L7160")?;
    println!(
        "{} {}: {} labels of {} x {}",
        stock.maker(),
        stock.name(),
        stock.places(),
        stock.label_width(),
        stock.label_height()
    );
    let grid = Grid::new(stock, 20, &[])?;
    for label in 0..3 {
        let place = grid.place(label);
        println!(
            "label {label}: page {}, place {}, at {} / {}",
            place.page + 1,
            place.label,
            place.at.x,
            place.at.y
        );
    }
    if let Err(error) = Stock::find("L716O") {
        println!("{error}");
    }
    Ok(())
}
