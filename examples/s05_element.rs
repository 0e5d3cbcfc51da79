//! Stage 5, element: one message in all its written forms, and every finding of a bad one.

use unitmark::element::ElementString;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let unit: ElementString =
        "(01)05012345678900(17)280430(10)2026-04-A(21)WG-2026040001".parse()?;
    println!("bracketed   {unit}");
    println!("unbracketed {}", unit.unbracketed());
    println!("raw         {:?}", unit.raw());
    println!("HRI         {}", unit.hri().join("  "));
    if let Err(error) = "(01)05012345678901(17)280230(10)LOT".parse::<ElementString>() {
        for finding in error.findings() {
            println!("{} at {}: {finding}", finding.code(), finding.span());
        }
    }
    Ok(())
}
