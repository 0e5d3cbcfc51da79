//! EPCs: bits to fields and back, the next tag of a run, hexadecimal lines to bracketed elements.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use unitmark::check::gs1_mod10;
use unitmark::element::ElementString;
use unitmark::epc::{Coding, Epc, Prefixes, TagRange};
use unitmark::scan::{ReadOptions, read};

const COUNT: u64 = 1000;

fn tags(coding: &str, serial: impl Fn(u64) -> String) -> Vec<Epc> {
    let coding = Coding::find(coding).expect(coding);
    (0..COUNT)
        .map(|i| {
            let payload = format!("{:013}", 950_600_000_000 + i * 7919);
            let check = gs1_mod10(payload.as_bytes()).expect("digits");
            let (gtin, serial) = (format!("{payload}{check}"), serial(i));
            let unit =
                ElementString::from_elements([("01", &*gtin), ("21", &*serial)]).expect("a unit");
            // Company prefixes of every length.
            let prefixes = Prefixes::new()
                .with_length(6 + (i % 7) as u8)
                .expect("a length");
            Epc::from_elements(&unit, &prefixes)
                .and_then(|epc| epc.encode(coding, (i % 8) as u8))
                .expect("a tag")
        })
        .collect()
}

fn epc(c: &mut Criterion) {
    let number = |i: u64| (i * 104_729 % 274_877_906_943).to_string();
    let text = |i: u64| format!("WG-2026/{i:04}a_SERIAL");
    for (name, tags) in [
        ("SGTIN-96", tags("sgtin-96", number)),
        ("SGTIN-198", tags("sgtin-198", text)),
        ("SGTIN+, digits", tags("sgtin+", number)),
        ("SGTIN+, text", tags("sgtin+", text)),
    ] {
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

    let lines: Vec<String> = tags("sgtin-96", number)
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
