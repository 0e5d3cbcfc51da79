//! Element strings: parse and validate one message.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use unitmark::check::gs1_mod10;
use unitmark::element::ElementString;

/// Digits with their check digit.
fn checked(payload: &str) -> String {
    let digit = gs1_mod10(payload.as_bytes()).expect("digits");
    format!("{payload}{digit}")
}

/// The messages that warehouses and lines read, in the proportions of the design: bracketed.
fn corpus() -> Vec<String> {
    (0..1000_u32)
        .map(|i| {
            let gtin = checked(&format!("{:013}", 950_600_000_000_u64 + u64::from(i) * 7919));
            let date = format!("26{:02}{:02}", i % 12 + 1, i % 28);
            match i % 100 {
                0..30 => format!("(01){gtin}(17){date}(10)LOT-{i:05}(21)WG-{:010}", i * 31),
                30..45 => format!("(01){gtin}(21)SN{:08}", i * 77),
                45..60 => format!("(01){gtin}"),
                60..67 => format!("(00){}", checked(&format!("{:017}", 10_614_141_000_000_000_u64 + u64::from(i)))),
                67..74 => format!("(01){gtin}(3103){:06}(15){date}", i * 13 % 100_000),
                74..80 => format!(
                    "(00){}(02){gtin}(37){}",
                    checked(&format!("{:017}", 10_614_141_000_000_000_u64 + u64::from(i))),
                    i % 90 + 1
                ),
                80..84 => format!("(414){}(254)AISLE{i}", checked(&format!("{:012}", 952_132_100_000_u64 + u64::from(i)))),
                84..88 => format!("(8003)0{}CRATE{i}", checked(&format!("{:012}", 952_132_100_000_u64 + u64::from(i)))),
                88..91 => format!("(8006){gtin}0{}04(21)P{i}", i % 4 + 1),
                91..94 => format!("(253){}DOC{i}", checked(&format!("{:012}", 952_132_100_000_u64 + u64::from(i)))),
                _ => format!(
                    "(01){gtin}(11){date}(17){date}(10)B{i:06}(21)SERIAL-{i:08}(240)PART-{i}(30){}(422)276(7003)26{:02}150800",
                    i % 1000 + 1,
                    i % 12 + 1
                ),
            }
        })
        .collect()
}

/// The same with one character in every second message changed.
fn half_corrupted() -> Vec<String> {
    let mut corpus = corpus();
    for (i, message) in corpus.iter_mut().enumerate().filter(|(i, _)| i % 2 == 0) {
        let mut bytes = std::mem::take(message).into_bytes();
        let place = i * 7 % bytes.len();
        bytes[place] = match bytes[place] {
            digit @ b'0'..=b'9' => b'0' + (digit - b'0' + 1) % 10,
            _ => b'^',
        };
        *message = String::from_utf8(bytes).expect("ASCII");
    }
    corpus
}

fn element_string(c: &mut Criterion) {
    let corpus = corpus();
    let raw: Vec<String> = corpus
        .iter()
        .map(|message| ElementString::parse(message).expect(message).raw())
        .collect();
    let corrupted = half_corrupted();
    let wrong = corrupted
        .iter()
        .filter(|message| ElementString::parse(message).is_err())
        .count();
    assert!(wrong > 300, "{wrong}");

    let mut group = c.benchmark_group("element string");
    group.throughput(Throughput::Elements(corpus.len() as u64));
    group.bench_function("bracketed, mixed corpus", |b| {
        b.iter(|| {
            corpus
                .iter()
                .filter(|message| ElementString::parse(black_box(message)).is_ok())
                .count()
        });
    });
    group.bench_function("raw, mixed corpus", |b| {
        b.iter(|| {
            raw.iter()
                .filter(|message| ElementString::parse_raw(black_box(message.as_bytes())).is_ok())
                .count()
        });
    });
    group.bench_function("bracketed, half corrupted", |b| {
        b.iter(|| {
            corrupted
                .iter()
                .filter(|message| ElementString::parse(black_box(message)).is_ok())
                .count()
        });
    });
    group.finish();

    let message = ElementString::parse(&corpus[0]).expect("a message of the corpus");
    let mut group = c.benchmark_group("write");
    group.bench_function("bracketed", |b| b.iter(|| black_box(&message).to_string()));
    group.bench_function("hri", |b| b.iter(|| black_box(&message).hri()));
    group.finish();
}

criterion_group!(benches, element_string);
criterion_main!(benches);
