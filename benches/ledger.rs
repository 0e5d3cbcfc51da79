//! What a ledger costs: one commit, whatever the count; finding, verifying, opening.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use rusqlite::Connection;
use std::cell::Cell;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use unitmark::ledger::{
    LedgerId, LineRequest, MAX_SKEW, NamedScheme, Product, RunRequest, Sqlite, Store, Units,
};
use unitmark::serial::{Context, Definition, Reset, Scheme};

fn now() -> Timestamp {
    "2026-04-15T08:00Z".parse().expect("a time")
}

fn scheme() -> NamedScheme {
    let definition = Definition {
        reset: Reset::Never,
        ..Definition::of("N{seq:15}")
    };
    NamedScheme::new("wide", Arc::new(Scheme::new(definition).expect("sound"))).expect("a name")
}

/// A run of so many lines of so many serials.
fn request(number: u64, scheme: &NamedScheme, lines: usize, count: u64) -> RunRequest {
    let slot = scheme
        .scheme()
        .slot(&Context::new(), now())
        .expect("a slot");
    let line = LineRequest {
        product: Product {
            sku: Some("WIDGET-RED-LG".into()),
            ..Product::default()
        },
        units: Units::Next {
            scheme: scheme.clone(),
            slot,
            count,
        },
    };
    RunRequest {
        request_id: format!("request {number}"),
        args_hash: [0; 32],
        holder: "bench".into(),
        now: now(),
        at: None,
        max_skew: MAX_SKEW,
        spec: String::new(),
        lines: vec![line; lines],
    }
}

fn create(folder: &Path) -> Sqlite {
    Sqlite::create(
        &folder.join("ledger.db"),
        LedgerId::from_bytes([1; 4]),
        now(),
    )
    .expect("a ledger")
}

fn reserve(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, scheme, number) = (create(folder.path()), scheme(), Cell::new(0));
    let mut group = criterion.benchmark_group("reserve");

    // What the engine itself needs for one row that is on the disk.
    let plain = Connection::open(folder.path().join("plain.db")).expect("a file");
    plain
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (x TEXT)",
        )
        .expect("a table");
    group.bench_function("a plain commit of one row", |bencher| {
        bencher.iter(|| {
            plain
                .execute("INSERT INTO t VALUES ('x')", [])
                .expect("a row")
        });
    });
    for (name, lines, count) in [
        ("1 serial", 1, 1),
        ("1,000,000 serials", 1, 1_000_000),
        ("1,000 lines of 30", 1000, 30),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || {
                    number.set(number.get() + 1);
                    request(number.get(), &scheme, lines, count)
                },
                |request| ledger.reserve(&request).expect("a run"),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn ask(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, scheme) = (create(folder.path()), scheme());
    for number in 0..1000 {
        ledger
            .reserve(&request(number, &scheme, 10, 100))
            .expect("a run");
    }
    let mut group = criterion.benchmark_group("a ledger of 1,000 runs, 1,000,000 serials");
    group.bench_function("open", |bencher| {
        bencher.iter(|| Sqlite::open(&folder.path().join("ledger.db")).expect("a ledger"));
    });
    group.bench_function("find a unit", |bencher| {
        bencher.iter(|| {
            ledger
                .find_unit(None, black_box("N000000000500000"))
                .expect("an answer")
        });
    });
    group.bench_function("explain all numbers", |bencher| {
        bencher.iter(|| ledger.gaps().expect("an answer"));
    });
    group.throughput(Throughput::Elements(1000));
    group.bench_function("verify", |bencher| {
        bencher.iter(|| ledger.verify(None).expect("an answer"));
    });
    group.finish();
}

criterion_group!(benches, reserve, ask);
criterion_main!(benches);
