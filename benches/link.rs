//! GS1 Digital Link URIs: parse and validate, write, compress, decompress; a URI each.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use unitmark::element::ElementString;
use unitmark::link::{Compression, DigitalLink, Stem, Writer};

/// Links as they are met: a product, a lot, a unit, with attributes, with escapes, of places and pallets, with what is not of GS1.
const URIS: &[&str] = &[
    "https://id.gs1.org/01/09506000134352",
    "https://example.com/01/09506000134352/10/ABC123/21/12345?17=261231",
    "https://id.gs1.org/01/09506000134352/21/12345678901234567890",
    "HTTPS://ID.GS1.ORG/01/09506000134352/10/LOT4711/21/SN0001?17=280930",
    "https://brand.example/p/01/00614141123452/22/2A/10/L%2F77?3103=001250&15=261225",
    "https://id.gs1.org/00/106141411234567897",
    "https://id.gs1.org/414/9506000134352/254/W01-DOCK7",
    "https://qr.brand.co/01/05000201101235/21/71QX5Z9RT2?linkType=gs1:pip&17=271100",
    "https://id.gs1.org/8004/9506000134352ASSET-77%2F42",
    "https://example.com/01/05012345678900/10/2026-04-A/21/WG-2026040001?17=280430",
];

fn link(c: &mut Criterion) {
    let links: Vec<DigitalLink> = URIS
        .iter()
        .map(|uri| DigitalLink::parse(uri).expect(uri))
        .collect();
    let messages: Vec<&ElementString> = links.iter().map(DigitalLink::element_string).collect();
    let compressing = Writer::default().compression(Some(Compression::LEGACY));
    let compressed: Vec<String> = links
        .iter()
        .map(|link| link.write(&compressing).expect("a link"))
        .collect();

    let mut group = c.benchmark_group("digital link");
    group.throughput(Throughput::Elements(URIS.len() as u64));
    group.bench_function("parse and validate", |b| {
        b.iter(|| {
            URIS.iter()
                .filter(|uri| DigitalLink::parse(black_box(uri)).is_ok())
                .count()
        });
    });
    let writer = Writer::default().stem(Stem::parse("https://example.com").expect("a stem"));
    group.bench_function("write", |b| {
        b.iter(|| {
            messages
                .iter()
                .map(|message| {
                    writer
                        .write(black_box(message))
                        .map_or(0, |link| link.len())
                })
                .sum::<usize>()
        });
    });
    group.bench_function("compress", |b| {
        b.iter(|| {
            messages
                .iter()
                .map(|message| {
                    compressing
                        .write(black_box(message))
                        .map_or(0, |link| link.len())
                })
                .sum::<usize>()
        });
    });
    group.bench_function("decompress and validate", |b| {
        b.iter(|| {
            compressed
                .iter()
                .filter(|uri| DigitalLink::parse(black_box(uri)).is_ok())
                .count()
        });
    });
    group.finish();
}

criterion_group!(benches, link);
criterion_main!(benches);
