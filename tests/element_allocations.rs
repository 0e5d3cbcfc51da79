//! Parsing a valid message allocates what it returns, and nothing else.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use unitmark::element::ElementString;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How many allocations a call makes. The tests of this file are one test: the counter counts every thread.
fn allocations<T>(call: impl FnOnce() -> T) -> usize {
    let region = Region::new(ALLOCATOR);
    let result = call();
    let change = region.change();
    drop(result);
    change.allocations + change.reallocations
}

#[test]
fn a_valid_message_costs_one_allocation() {
    let text = "(01)05012345678900(17)260400(10)2026-04-A(21)WG-2026040001";
    let raw = ElementString::parse(text).expect(text).raw();
    assert_eq!(allocations(|| ElementString::parse(text)), 1, "the message");
    assert_eq!(
        allocations(|| ElementString::parse_raw(raw.as_bytes())),
        1,
        "the message"
    );

    let message = ElementString::parse(text).expect(text);
    let values = || {
        message
            .elements()
            .map(|element| element.value.len())
            .sum::<usize>()
    };
    assert_eq!(allocations(values), 0, "elements borrow");
    assert_eq!(
        allocations(|| message.get("21").map(str::len)),
        0,
        "values borrow"
    );
    assert_eq!(
        allocations(|| unitmark::key::Gtin::parse("05012345678900")),
        0,
        "a key is its digits"
    );
}
