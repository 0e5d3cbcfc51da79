//! An order on its way to the ledger, in the library's own terms.

use std::sync::Arc;

use unitmark::job::{Design, Plan, Spec, Ticket, read_order};
use unitmark::ledger::{LedgerId, MAX_SKEW, NamedScheme, Sqlite};
use unitmark::serial::{Context, Definition, Scheme};

/// A plan for 600 dpi Data Matrix labels under a pattern, a ticket of 15 April 2026, and an empty ledger.
pub fn planned(order: &[u8], stock: &str, pattern: &str) -> (Plan, Ticket, Sqlite) {
    let now = "2026-04-15T08:00:00Z".parse().expect("a time");
    let design = Design::new(Spec {
        stock: stock.into(),
        ..Spec::default()
    })
    .expect("a good design");
    let scheme = Scheme::new(Definition::of(pattern)).expect("a sound scheme");
    let scheme = NamedScheme::by_definition(Arc::new(scheme));
    let rows = read_order("order.csv", order).expect("a good order");
    let plan = Plan::new("order.csv", rows, design, scheme, &Context::new(), now).expect("a plan");
    let ticket = Ticket {
        request_id: "test".into(),
        holder: "test".into(),
        now,
        at: None,
        max_skew: MAX_SKEW,
    };
    let ledger = Sqlite::in_memory(LedgerId::random().expect("an id"), now).expect("a ledger");
    (plan, ticket, ledger)
}
