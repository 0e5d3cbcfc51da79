//! Stage 7, link: from a web address to what a bar code says, and back.

use unitmark::element::ElementString;
use unitmark::link::{Compression, DigitalLink, Stem, Writer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let link =
        DigitalLink::parse("https://example.com/p/01/05012345678900/10/2026-04-A?17=280430")?;
    println!("stem        {}", link.stem());
    println!("key         {} {}", link.key().ai.title(), link.key().value);
    println!("elements    {}", link.element_string());
    println!("canonical   {}", link.canonical());

    let unit = ElementString::parse("(01)05012345678900(10)2026-04-A(21)WG-2026040001")?;
    let shop = Writer::default().stem(Stem::parse("https://example.com")?);
    println!("written     {}", shop.write(&unit)?);
    let short = shop.compression(Some(Compression::LEGACY)).write(&unit)?;
    println!("compressed  {short}");
    println!("and back    {}", DigitalLink::parse(&short)?);

    if let Err(error) = DigitalLink::parse("https://example.com/01/05012345678901/21/A%zz?10=L") {
        for finding in error.findings() {
            println!("{} at {}: {finding}", finding.code(), finding.span());
        }
    }
    Ok(())
}
