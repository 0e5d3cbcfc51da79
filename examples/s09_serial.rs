//! Stage 7, serial: a pattern, proved; its texts; a text read back; and serials that nobody can guess.

use unitmark::serial::{Context, Definition, Key, Preset, Scheme};

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

    // A key comes from a file, the environment or a vault; never from the source code of anything but an example.
    let key = Key::new("example", [7; 32])?;
    let definition = Preset::find("fmd").ok_or("no such preset")?.definition();
    let hidden = Scheme::new(definition.with_key(&key))?.unlock(&key)?;
    let product = Context::new().with("gtin", "05012345678900");
    let slot = hidden.slot(&product, "2026-04-15T08:00:00Z".parse()?)?;
    let serials: Vec<_> = hidden.texts(&slot, 1, 3)?.collect();
    println!(
        "{} of {}: with 1,000,000 issued a guess succeeds {}",
        serials.join(" "),
        hidden.definition().pattern,
        hidden.odds(1_000_000)
    );
    Ok(())
}
