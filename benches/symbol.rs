//! Symbols from data to modules, beside the crates that draw them too. Each figure is one symbol, the mean over a corpus.

use std::hint::black_box;

use barcoders::sym::{code128::Code128, ean8::EAN8 as EAN8Peer, ean13::EAN13 as EAN13Peer, tf::TF};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use datamatrix::{DataMatrixBuilder, SymbolList};
use qrcode::{EcLevel, QrCode, Version, bits::Bits};
use unitmark::element::ElementString;
use unitmark::symbol::{
    CODE128, DATAMATRIX, Data, EAN8, EAN13, ITF14, Level, Options, QR, Symbology, UPCA, UPCE,
};

#[path = "../tests/common/symbols.rs"]
#[allow(dead_code)]
mod symbols;

fn encode(symbology: &Symbology, items: &[ElementString], options: &Options) {
    for item in items {
        let symbol = symbology.encode(&Data::Gs1(black_box(item)), options);
        black_box(symbol.expect("a symbol"));
    }
}

fn encode_plain(symbology: &Symbology, texts: &[&str], options: &Options) {
    for text in texts {
        let symbol = symbology.encode(&Data::Plain(black_box(text)), options);
        black_box(symbol.expect("a symbol"));
    }
}

fn datamatrix(criterion: &mut Criterion) {
    let items = symbols::gs1();
    let mut group = criterion.benchmark_group("datamatrix, GS1");
    group.throughput(Throughput::Elements(items.len() as u64));
    group.bench_function("unitmark", |bench| {
        bench.iter(|| encode(&DATAMATRIX, &items, &Options::default()));
    });
    group.bench_function("datamatrix", |bench| {
        bench.iter(|| {
            for item in &items {
                let symbol = DataMatrixBuilder::new()
                    .with_fnc1_start(true)
                    .with_symbol_list(SymbolList::default().enforce_square())
                    .encode(black_box(item).as_raw().as_bytes());
                black_box(symbol.expect("a symbol").bitmap());
            }
        });
    });
    group.finish();
}

fn qr(criterion: &mut Criterion) {
    let items = symbols::gs1();
    let medium = Options {
        level: Some(Level::M),
        ..Options::default()
    };
    let mut group = criterion.benchmark_group("qr, GS1, level M");
    group.throughput(Throughput::Elements(items.len() as u64));
    group.bench_function("unitmark", |bench| {
        bench.iter(|| encode(&QR, &items, &medium));
    });
    group.bench_function("qrcode", |bench| {
        bench.iter(|| {
            for item in &items {
                let data = black_box(item).as_raw().as_bytes();
                let code = (1..=40).find_map(|version| {
                    let mut bits = Bits::new(Version::Normal(version));
                    bits.push_fnc1_first_position().ok()?;
                    bits.push_byte_data(data).ok()?;
                    bits.push_terminator(EcLevel::M).ok()?;
                    QrCode::with_bits(bits, EcLevel::M).ok()
                });
                black_box(code.expect("a symbol"));
            }
        });
    });
    group.finish();

    let texts = &symbols::links();
    let mut group = criterion.benchmark_group("qr, Digital Link, level M");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("unitmark", |bench| {
        bench.iter(|| encode_plain(&QR, texts, &medium));
    });
    group.bench_function("qrcode", |bench| {
        bench.iter(|| {
            for text in texts {
                let code = QrCode::with_error_correction_level(black_box(text), EcLevel::M);
                black_box(code.expect("a symbol"));
            }
        });
    });
    group.bench_function("qrcodegen", |bench| {
        bench.iter(|| {
            for text in texts {
                let level = qrcodegen::QrCodeEcc::Medium;
                let code = qrcodegen::QrCode::encode_text(black_box(text), level);
                black_box(code.expect("a symbol"));
            }
        });
    });
    group.bench_function("fast_qr", |bench| {
        bench.iter(|| {
            for text in texts {
                let code = fast_qr::QRBuilder::new(black_box(*text))
                    .ecl(fast_qr::ECL::M)
                    .build();
                black_box(code.expect("a symbol"));
            }
        });
    });
    group.finish();
}

fn linear(criterion: &mut Criterion) {
    let mut items = symbols::gs1();
    items.retain(|item| item.as_raw().len() <= 48);
    let mut group = criterion.benchmark_group("code128, GS1");
    group.throughput(Throughput::Elements(items.len() as u64));
    group.bench_function("unitmark", |bench| {
        bench.iter(|| encode(&CODE128, &items, &Options::default()));
    });
    // It leaves the code sets to its caller: set B, FNC1 as it writes it.
    let texts: Vec<String> = items
        .iter()
        .map(|item| {
            format!(
                "\u{181}\u{179}{}",
                item.as_raw().replace('\u{1d}', "\u{179}")
            )
        })
        .collect();
    group.bench_function("barcoders, one code set", |bench| {
        bench.iter(|| {
            for text in &texts {
                let symbol = Code128::new(black_box(text));
                black_box(symbol.expect("a symbol").encode());
            }
        });
    });
    group.finish();
}

/// How another crate draws a number.
type Peer<'a> = &'a dyn Fn(&str) -> Vec<u8>;

/// The retail symbologies and ITF-14, each beside the crate that draws it too; none draws UPC-E.
fn retail(criterion: &mut Criterion) {
    let ean13 = |gtin: &str| EAN13Peer::new(gtin).expect("a symbol").encode();
    // It takes a UPC-A with the zero that makes it an EAN-13.
    let upca = |gtin: &str| {
        EAN13Peer::new(format!("0{gtin}"))
            .expect("a symbol")
            .encode()
    };
    let ean8 = |gtin: &str| EAN8Peer::new(gtin).expect("a symbol").encode();
    let itf14 = |gtin: &str| TF::interleaved(gtin).expect("a symbol").encode();
    let rows: [(&Symbology, &[&str], Option<Peer>); 5] = [
        (
            &EAN13,
            &["9521234543213", "5012345678900", "0012345678905"],
            Some(&ean13),
        ),
        (&EAN8, &["95200002"], Some(&ean8)),
        (&UPCA, &["614141000036"], Some(&upca)),
        (&UPCE, &["012300000451"], None),
        (&ITF14, &["19521234543210", "98765432109213"], Some(&itf14)),
    ];
    for (symbology, gtins, peer) in rows {
        let mut group = criterion.benchmark_group(symbology.name);
        group.throughput(Throughput::Elements(gtins.len() as u64));
        group.bench_function("unitmark", |bench| {
            bench.iter(|| encode_plain(symbology, gtins, &Options::default()));
        });
        if let Some(peer) = peer {
            group.bench_function("barcoders", |bench| {
                bench.iter(|| {
                    for gtin in gtins {
                        black_box(peer(black_box(gtin)));
                    }
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, datamatrix, qr, linear, retail);
criterion_main!(benches);
