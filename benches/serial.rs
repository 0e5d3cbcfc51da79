//! Serial schemes: the proof, texts out, texts in.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use unitmark::serial::{Context, Definition, Key, Reset, Scheme, Slot};

const COUNT: u64 = 9_999;

fn scheme(pattern: &str, reset: Reset) -> (Scheme, Slot) {
    let mut definition = Definition {
        reset,
        ..Definition::of(pattern)
    };
    let key = Key::new("bench", [7; 32]).expect("an id");
    if pattern.contains("{rnd") {
        definition = definition.with_key(&key);
    }
    let scheme = Scheme::new(definition)
        .expect("a sound scheme")
        .unlock(&key)
        .expect("its own key");
    let context = Context::new()
        .with("plant", "WG")
        .with("line", "L2")
        .with("shift", "A");
    let at = "2026-04-15T08:00Z".parse().expect("a time");
    let slot = scheme.slot(&context, at).expect("a slot");
    (scheme, slot)
}

fn prove(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("prove 25 years");
    for (pattern, reset) in [
        ("{plant:2}-{yyyy}{mm}{seq:4}", Reset::Month),
        ("{gg}{ww}{wd}{shift}{line:2}{seq:5}", Reset::Day),
        (
            "{year:2010:A-Y1-9 without IOQUZ0}{mon:ABCDEFGHJKLM}{dd}{seq:4:b32}",
            Reset::Day,
        ),
    ] {
        group.bench_function(pattern, |bencher| {
            bencher.iter(|| scheme(black_box(pattern), reset));
        });
    }
    group.finish();
}

/// What is written and read.
const PATTERNS: [(&str, Reset); 7] = [
    ("{plant:2}-{yyyy}{mm}{seq:4}", Reset::Month),
    ("{gg}{ww}{wd}{shift}{line:2}{seq:4:b32}", Reset::Day),
    ("{yyyy}{mm}{dd}-{seq:6}{chk:luhn}", Reset::Day),
    ("{gg}{ww}{seq:6:b36}{chk:mod37-36}", Reset::IsoWeek),
    ("{rnd:12:b32}", Reset::Never),
    ("SN-{rnd:9:b36}", Reset::Never),
    ("{rnd:20:b36}", Reset::Never),
];

fn write(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("write texts");
    group.throughput(Throughput::Elements(COUNT));
    for (pattern, reset) in PATTERNS {
        let (scheme, slot) = scheme(pattern, reset);
        let mut out = String::with_capacity(20 * COUNT as usize);
        group.bench_function(pattern, |bencher| {
            bencher.iter(|| {
                out.clear();
                let mut texts = scheme
                    .texts(&slot, scheme.first(), COUNT)
                    .expect("enough numbers");
                while texts.write_next(&mut out) {}
                black_box(&mut out).len()
            });
        });
    }
    group.finish();
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read a text back");
    group.throughput(Throughput::Elements(COUNT));
    for (pattern, reset) in PATTERNS {
        let (scheme, slot) = scheme(pattern, reset);
        let texts: Vec<String> = scheme
            .texts(&slot, scheme.first(), COUNT)
            .expect("enough numbers")
            .collect();
        group.bench_function(pattern, |bencher| {
            bencher.iter(|| {
                texts
                    .iter()
                    .filter_map(|text| scheme.read(black_box(text)).ok().flatten())
                    .map(|reading| reading.number)
                    .sum::<u64>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, prove, write, read);
criterion_main!(benches);
