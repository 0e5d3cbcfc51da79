//! EPCs: bits to fields and back, elements to bits, the next tag of a run, hexadecimal lines to bracketed elements.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use unitmark::check::gs1_mod10;
use unitmark::element::ElementString;
use unitmark::epc::{Coding, Epc, Prefixes, TagRange};
use unitmark::scan::{ReadOptions, read};

const COUNT: u64 = 1000;

/// Bar codes and what is known of their company prefixes, which are of every length.
fn units(serial: impl Fn(u64) -> String) -> Vec<(ElementString, Prefixes)> {
    (0..COUNT)
        .map(|i| {
            let payload = format!("{:013}", 950_600_000_000 + i * 7919);
            let check = gs1_mod10(payload.as_bytes()).expect("digits");
            let (gtin, serial) = (format!("{payload}{check}"), serial(i));
            let unit =
                ElementString::from_elements([("01", &*gtin), ("21", &*serial)]).expect("a unit");
            let prefixes = Prefixes::new()
                .with_length(6 + (i % 7) as u8)
                .expect("a length");
            (unit, prefixes)
        })
        .collect()
}

fn identities(units: &[(ElementString, Prefixes)]) -> Vec<Epc> {
    let identity = |(unit, prefixes): &_| Epc::from_elements(unit, prefixes).expect("a key");
    units.iter().map(identity).collect()
}

fn tags(coding: Coding, identities: &[Epc]) -> Vec<Epc> {
    let tag = |(epc, i): (&Epc, u8)| epc.clone().encode(coding, i % 8).expect("a tag");
    identities
        .iter()
        .zip((0..=u8::MAX).cycle())
        .map(tag)
        .collect()
}

fn epc(c: &mut Criterion) {
    let number = |i: u64| (i * 104_729 % 274_877_906_943).to_string();
    let text = |i: u64| format!("WG-2026/{i:04}a_SERIAL");
    for (name, coding, units) in [
        ("SGTIN-96", Coding::SGTIN_96, units(number)),
        ("SGTIN-198", Coding::SGTIN_198, units(text)),
        ("SGTIN+, digits", Coding::SGTIN_PLUS, units(number)),
        ("SGTIN+, text", Coding::SGTIN_PLUS, units(text)),
    ] {
        let identities = identities(&units);
        let tags = tags(coding, &identities);
        let bytes: Vec<Vec<u8>> = tags
            .iter()
            .map(|tag| tag.to_bytes().expect("bits"))
            .collect();
        for (tag, bytes) in tags.iter().zip(&bytes) {
            let read = Epc::from_bytes(bytes).expect("its own bits");
            assert!(read.parts().eq(tag.parts()));
        }
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(COUNT));
        group.bench_function("encode", |b| {
            let mut memory = [0; 62];
            b.iter(|| {
                let written = tags
                    .iter()
                    .map(|tag| black_box(tag).write_to(black_box(&mut memory)));
                written.map(|length| length.expect("room")).sum::<usize>()
            });
        });
        group.bench_function("encode, from an identity", |b| {
            b.iter(|| {
                for epc in &identities {
                    black_box(black_box(epc).clone().encode(coding, 3).expect("a tag"));
                }
            });
        });
        group.bench_function("encode, from elements", |b| {
            let mut memory = [0; 62];
            b.iter(|| {
                let written = units.iter().map(|(unit, prefixes)| {
                    let epc = Epc::from_elements(black_box(unit), prefixes);
                    epc.and_then(|epc| epc.encode(coding, 3)?.write_to(&mut memory))
                });
                written.map(|length| length.expect("room")).sum::<usize>()
            });
        });
        group.bench_function("decode", |b| {
            b.iter(|| {
                let read = bytes
                    .iter()
                    .filter(|bytes| black_box(Epc::from_bytes(black_box(bytes))).is_ok());
                read.count()
            });
        });
        group.finish();
    }

    let first = Epc::parse("urn:epc:tag:sgtin-96:3.0614141.812345.6789").expect("a tag");
    let mut group = c.benchmark_group("run of serials");
    group.throughput(Throughput::Elements(COUNT));
    group.bench_function("next tag, SGTIN-96", |b| {
        b.iter(|| {
            for tag in TagRange::new(black_box(&first), COUNT).expect("a run") {
                black_box(tag);
            }
        });
    });
    group.finish();

    let lines: Vec<String> = tags(Coding::SGTIN_96, &identities(&units(number)))
        .iter()
        .map(|tag| tag.hex().expect("hex"))
        .collect();
    let options = ReadOptions::default();
    let mut group = c.benchmark_group("hexadecimal line");
    group.throughput(Throughput::Elements(COUNT));
    group.bench_function("to bracketed", |b| {
        let mut text = String::new();
        b.iter(|| {
            for line in &lines {
                text.clear();
                let report = read(black_box(line.as_bytes()), &options);
                assert_eq!(report.write_bracketed(&mut text), Ok(true));
                black_box(&text);
            }
        });
    });
    group.finish();
}

criterion_group!(benches, epc);
criterion_main!(benches);
