//! Stage 10, font: how wide a text is, and what the font does not have.

use unitmark::font::Font;
use unitmark::symbol::Emu;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let font = Font::built_in(false);
    let text = "(10) 2026-04-A";
    println!(
        "{text} is {} wide in 8 pt",
        font.width(text, Emu::from_points(8.0))?
    );
    if let Err(error) = font.width("部品", Emu::from_points(8.0)) {
        println!("{error} [{}]", error.code());
    }
    Ok(())
}
