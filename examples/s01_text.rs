//! Stage 1, text: the dates and characters that the standards know.

use unitmark::text::{Date, charset};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let open = Date::from_yymmdd("280400", 2026)?;
    println!(
        "280400 is in {:04}-{:02}, last day {}",
        open.year(),
        open.month(),
        open.last_day()
    );
    let lot = "LÖT";
    let outside = lot.bytes().position(|byte| !charset::is_82(byte));
    println!("{lot}: first byte outside character set 82: {outside:?}");
    Ok(())
}
