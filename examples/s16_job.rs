//! Stage 14, job: an order to a PDF in the temporary folder, with a ledger in memory.

use std::sync::Arc;

use unitmark::job::{Design, Plan, Spec, Target, Ticket, print_order, read_order};
use unitmark::ledger::{LedgerId, MAX_SKEW, NamedScheme, Sqlite, new_request_id};
use unitmark::render::Format;
use unitmark::serial::{Context, Definition, Scheme};

const ORDER: &str = "sku,gtin,lot,expiry,plant,quantity\n\
    WIDGET-RED-LG,5012345678900,2026-04-A,2028-04-30,WG,24\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = "2026-04-15T08:00:00Z".parse()?;
    let told = |problems: Vec<unitmark::job::Problem>| {
        problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let rows = read_order("order.csv", ORDER.as_bytes()).map_err(told)?;
    let design = Design::new(Spec {
        stock: "L7160".into(),
        ..Spec::default()
    })?;
    let scheme = NamedScheme::by_definition(Arc::new(Scheme::new(Definition::default())?));
    let plan = Plan::new("order.csv", rows, design, scheme, &Context::new(), now).map_err(told)?;
    let ticket = Ticket {
        request_id: new_request_id()?,
        holder: "example".into(),
        now,
        at: None,
        max_skew: MAX_SKEW,
    };
    let target = Target {
        labels: std::env::temp_dir().join("unitmark-example.pdf"),
        manifest: None,
        format: Format::find("pdf").ok_or("this build has no PDF")?,
        created: None,
        keeps: Vec::new(),
    };
    let ledger = Sqlite::in_memory(LedgerId::random()?, now)?;
    let summary = print_order(&plan, &ticket, &ledger, &target, &mut |_, _| {})?;
    println!(
        "{} labels on {} pages: {}",
        summary.labels,
        summary.pages,
        summary.serials.join(", ")
    );
    Ok(())
}
