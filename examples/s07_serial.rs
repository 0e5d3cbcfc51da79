//! Stage 7, serial: a pattern, proved; its texts; and a text read back.

use unitmark::serial::{Context, Definition, Scheme};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scheme = Scheme::new(Definition::of("{plant:2}-{yyyy}{mm}{seq:4}"))?;
    let slot = scheme.slot(
        &Context::new().with("plant", "WG"),
        "2026-04-15T08:00:00Z".parse()?,
    )?;
    println!(
        "{} a month, for example {} and {}",
        scheme.capacity(),
        scheme.text(&slot, 1)?,
        scheme.text(&slot, 2)?
    );
    if let Some(reading) = scheme.read("WG-2026040057")? {
        println!(
            "WG-2026040057 is number {} of {}",
            reading.number, reading.slot
        );
    }
    if let Err(error) = Scheme::new(Definition::of("{mm}{dd}{seq:6}")) {
        println!("{{mm}}{{dd}}{{seq:6}}: {error} [{}]", error.code());
    }
    Ok(())
}
