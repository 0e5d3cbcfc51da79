//! What a ledger costs: one commit, whatever the count; finding, verifying, opening.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use rusqlite::Connection;
use std::cell::Cell;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use unitmark::ledger::{
    LedgerId, LineRequest, MAX_SKEW, Move, NamedScheme, Postgres, PostgresOptions, Product, Query,
    RunRequest, Sqlite, Store, UnitKey, UnitState, Units,
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

/// A ledger of 1,000,000 units in 10,000 runs of which each has a lot, and all of their units.
fn units_of(ledger: &dyn Store) -> Vec<UnitKey> {
    let scheme = scheme();
    let requests: Vec<RunRequest> = (0..10_000)
        .map(|number| {
            let mut request = request(1_000_000 + number, &scheme, 1, 100);
            if let Some(line) = request.lines.first_mut() {
                line.product.lot = Some(format!("lot {}", number / 100));
            }
            request
        })
        .collect();
    let mut units = Vec::with_capacity(1_000_000);
    for group in requests.chunks(250) {
        for run in ledger.reserve_group(group).expect("an answer") {
            for block in run
                .expect("a run")
                .lines
                .iter()
                .flat_map(|line| &line.blocks)
            {
                units.extend(
                    (block.first..=block.last()).map(|number| UnitKey::Numbered {
                        block: block.id,
                        number,
                    }),
                );
            }
        }
    }
    units
}

/// Once each, as a warehouse would: 1,000,000 units recorded in another order than they were made in, then found.
fn record(ledger: &dyn Store, engine: &str) {
    let mut units = units_of(ledger);
    // Every other unit first: none of them lies beside the next.
    units.sort_by_key(|unit| match unit {
        UnitKey::Numbered { number, .. } => (number % 2, *number),
        UnitKey::Given { id } => (0, *id),
    });
    let change = |to| Move {
        at: now(),
        by: "bench".to_owned(),
        to,
        reason: None,
    };
    let began = Instant::now();
    for some in units.chunks(100_000) {
        ledger
            .move_units(&change(UnitState::Printed), some)
            .expect("a move");
    }
    println!(
        "{engine}: 1,000,000 units recorded, in ten moves of 100,000 that are none beside another: {:.2} s",
        began.elapsed().as_secs_f64()
    );
    let began = Instant::now();
    ledger
        .move_units(&change(UnitState::Commissioned), &units)
        .expect("a move");
    println!(
        "{engine}: 1,000,000 units recorded in one move: {:.2} s",
        began.elapsed().as_secs_f64()
    );
    for (what, query) in [
        (
            "a lot",
            Query {
                lot: Some("lot 7".to_owned()),
                ..Query::default()
            },
        ),
        (
            "a range of serials",
            Query {
                serials: Some(("N000000000300050".to_owned(), "N000000000310049".to_owned())),
                ..Query::default()
            },
        ),
    ] {
        let began = Instant::now();
        let found = ledger.find(&query).expect("an answer");
        let count: u64 = found.iter().map(|found| found.count).sum();
        println!(
            "{engine}: {count} units found by {what}: {:.1} ms",
            began.elapsed().as_secs_f64() * 1e3
        );
    }
}

/// A new ledger on the server that UNITMARK_BENCH_POSTGRES names, where it names one, and another client of it.
fn served() -> Option<(Postgres, postgres::Client)> {
    let url = std::env::var("UNITMARK_BENCH_POSTGRES").ok()?;
    let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("a server");
    client
        .batch_execute(
            "SET client_min_messages = error; DROP SCHEMA IF EXISTS unitmark_bench CASCADE",
        )
        .expect("no schema");
    let separator = if url.contains('?') { '&' } else { '?' };
    let ledger = PostgresOptions::default()
        .create(
            &format!("{url}{separator}schema=unitmark_bench"),
            LedgerId::from_bytes([1; 4]),
            now(),
        )
        .expect("a ledger");
    Some((ledger, client))
}

fn reserve_on_a_server(criterion: &mut Criterion) {
    let Some((ledger, mut plain)) = served() else {
        return;
    };
    let (scheme, number) = (scheme(), Cell::new(0));
    let mut group = criterion.benchmark_group("reserve on a server");

    // What the server itself needs for one row that is on the disk, with one statement and with a transaction around it.
    plain
        .batch_execute("CREATE TABLE unitmark_bench.plain (x text)")
        .expect("a table");
    let insert = plain
        .prepare("INSERT INTO unitmark_bench.plain VALUES ('x')")
        .expect("a statement");
    group.bench_function("a plain commit of one row", |bencher| {
        bencher.iter(|| plain.execute(&insert, &[]).expect("a row"));
    });
    group.bench_function("BEGIN, one row, COMMIT", |bencher| {
        bencher.iter(|| {
            let mut transaction = plain.transaction().expect("a transaction");
            transaction.execute(&insert, &[]).expect("a row");
            transaction.commit().expect("a commit");
        });
    });
    for (name, count) in [("1 serial", 1), ("1,000,000 serials", 1_000_000)] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || {
                    number.set(number.get() + 1);
                    request(number.get(), &scheme, 1, count)
                },
                |request| ledger.reserve(&request).expect("a run"),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn recorded(_: &mut Criterion) {
    // Criterion measures what the command line names; this is too slow to run beside it.
    let mut names = std::env::args()
        .skip(1)
        .filter(|name| !name.starts_with('-'));
    if names.any(|name| !name.contains("recorded")) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    record(&create(folder.path()), "SQLite");
    if let Some((ledger, _)) = served() {
        record(&ledger, "PostgreSQL");
    }
}

criterion_group!(benches, reserve, reserve_on_a_server, ask, recorded);
criterion_main!(benches);
