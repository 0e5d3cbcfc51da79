//! Stage 8, ledger: two runs reserve serials of one counter; the ledger proves that none is there twice.

use std::sync::Arc;

use unitmark::ledger::{
    LedgerId, LineRequest, MAX_SKEW, NamedScheme, Product, RunRequest, Sqlite, Store, Units,
    new_request_id,
};
use unitmark::serial::{Context, Definition, Scheme};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = "2026-04-15T08:00:00Z".parse()?;
    let ledger = Sqlite::in_memory(LedgerId::random()?, now)?;
    let scheme = Arc::new(Scheme::new(Definition::default())?);
    let slot = scheme.slot(&Context::new().with("plant", "WG"), now)?;
    for count in [3, 2] {
        let run = ledger.reserve(&RunRequest {
            request_id: new_request_id()?,
            args_hash: [0; 32],
            holder: "example".into(),
            now,
            at: None,
            max_skew: MAX_SKEW,
            spec: String::new(),
            lines: vec![LineRequest {
                product: Product::default(),
                units: Units::Next {
                    scheme: NamedScheme::by_definition(scheme.clone()),
                    slot: slot.clone(),
                    count,
                },
            }],
        })?;
        for block in run.lines.iter().flat_map(|line| &line.blocks) {
            let text = |number| scheme.text(&block.slot, number);
            println!(
                "run {}: {} to {}",
                run.id,
                text(block.first)?,
                text(block.last())?
            );
        }
    }
    println!("{:?}", ledger.verify(None)?);
    Ok(())
}
