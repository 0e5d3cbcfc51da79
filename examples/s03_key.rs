//! Stage 3, key: a GTIN in any of its lengths is one value.

use unitmark::key::Gtin;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for text in [
        "95200002",
        "614141000036",
        "5012345678900",
        "19521234543210",
    ] {
        let gtin: Gtin = text.parse()?;
        println!(
            "{text:>14} = {} (shortest {})",
            gtin.as_str(),
            gtin.shortest()
        );
    }
    if let Err(error) = "5012345678901".parse::<Gtin>() {
        println!("5012345678901: {error} [{}]", error.code());
    }
    Ok(())
}
