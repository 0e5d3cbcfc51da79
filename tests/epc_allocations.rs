//! Between bits and an EPC nothing is allocated.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use unitmark::epc::{Epc, TagRange};

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
fn tags_are_read_and_written_without_an_allocation() {
    for hex in [
        "3074257BF7194E4000001A85",
        "3634257BF7194E583068C8000000000000000000000000000000",
        "3874257BF59B2C2BF10000000000000000000000000000000000",
        "3B317E316390F32CCE78D10631023C97341D7200",
        "F7380614141123458046A140",
        "FB342CDE795211411234538566CB0AFC4000",
        "FA3952114132E83C2BF10000",
        "F83952114167890950933800",
    ] {
        let tag = Epc::from_hex(hex).expect(hex);
        let bytes = tag.to_bytes().expect(hex);
        let mut memory = [0; 62];
        assert_eq!(allocations(|| Epc::from_bytes(&bytes)), 0, "reading {hex}");
        assert_eq!(
            allocations(|| Epc::from_hex(hex)),
            0,
            "reading the digits {hex}"
        );
        assert_eq!(
            allocations(|| tag.write_to(&mut memory)),
            0,
            "writing {hex}"
        );
        let (coding, filter) = (tag.coding().expect(hex), tag.filter().unwrap_or_default());
        let copy = tag.clone();
        assert_eq!(
            allocations(|| copy.encode(coding, filter)),
            0,
            "coding {hex}"
        );
    }
    let first = Epc::from_hex("3074257BF7194E4000001A85").expect("a tag");
    let run = TagRange::new(&first, 1000).expect("a run");
    assert_eq!(
        allocations(|| run.map(u128::from_be_bytes).max()),
        0,
        "a run"
    );
}
