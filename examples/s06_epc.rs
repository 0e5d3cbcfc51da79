//! From a tag to what a bar code says, and back.

use unitmark::element::ElementString;
use unitmark::epc::{Coding, Epc, Prefixes, TagRange};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tag = Epc::from_hex("3074257BF7194E4000001A85")?;
    println!("{}", tag.tag_uri()?);
    println!("{}", tag.element_string()?);

    // A bar code does not say how long the company prefix is; the codings with + do not ask.
    let unit = ElementString::parse("(01)05012345678900(21)WG-2026040001")?;
    let epc = Epc::from_elements(&unit, &Prefixes::new())?;
    println!("{}", epc.clone().encode(Coding::SGTIN_PLUS, 1)?.hex()?);
    if let Err(error) = epc.encode(Coding::SGTIN_96, 1) {
        println!("{}: {error}", error.code());
    }

    // A roll of tags.
    let first = Epc::parse("urn:epc:tag:sgtin-96:1.5012345.067890.1001")?;
    for tag in TagRange::new(&first, 3)? {
        println!("{:032X}", u128::from_be_bytes(tag));
    }
    Ok(())
}
