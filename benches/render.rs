//! What a sheet costs: labels to marks, marks to a page of PDF, PNG and SVG, pages to a file.
#![allow(missing_docs)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use unitmark::label::{LabelContent, Layout};
use unitmark::render::{Document, Format};
use unitmark::sheet::{Grid, Page, Stock};
use unitmark::symbol::{DATAMATRIX, Data, Dpi, Options};

fn content(number: usize) -> LabelContent {
    let message = format!("010501234567890017261200102026-04-A~21WG-202604{number:04}");
    let symbol = DATAMATRIX
        .encode(&Data::Plain(&message), &Options::default())
        .expect("it fits");
    LabelContent {
        symbol: Arc::new(symbol),
        hri: vec![
            "(01) 05012345678900".to_owned(),
            "(17) 261200".to_owned(),
            "(10) 2026-04-A".to_owned(),
            format!("(21) WG-202604{number:04}"),
        ],
        product: vec!["WIDGET-RED-LG".to_owned()],
    }
}

/// A US Letter sheet of 30 labels.
fn sheet(dpi: Dpi, contents: &[LabelContent], layout: &Layout) -> Page {
    let stock = Stock::find("5160").expect("in the catalogue");
    let grid = Grid::new(stock, 1, &[]).expect("a fresh sheet");
    let marks = contents
        .iter()
        .enumerate()
        .flat_map(|(index, content)| {
            layout
                .draw(content, grid.place(index).at)
                .expect("what was fitted")
        })
        .collect();
    Page {
        width: stock.page_width(),
        height: stock.page_height(),
        dpi,
        marks,
    }
}

fn render(criterion: &mut Criterion) {
    let stock = Stock::find("5160").expect("in the catalogue");
    let contents: Vec<_> = (0..stock.places()).map(content).collect();
    let at = |number: u32| {
        let dpi = Dpi::new(number).expect("a usual resolution");
        let layout = stock
            .fit(dpi, &DATAMATRIX, &content(9999))
            .expect("it fits");
        let page = sheet(dpi, &contents, &layout);
        (dpi, layout, page)
    };
    let (dpi, layout, page) = at(600);
    let format = |name| Format::find(name).expect("a format");

    let mut group = criterion.benchmark_group("render");
    group
        .sample_size(20)
        .throughput(Throughput::Elements(stock.places() as u64));
    group.bench_function("fit a row", |bencher| {
        bencher.iter(|| stock.fit(dpi, &DATAMATRIX, black_box(&contents[0])));
    });
    group.bench_function("30 labels to marks", |bencher| {
        bencher.iter(|| sheet(dpi, black_box(&contents), &layout));
    });
    for (name, page) in [
        ("pdf", &page),
        ("pdf-mask", &page),
        ("svg", &page),
        ("zpl", &at(203).2),
        ("png", &at(300).2),
        ("png-grey", &at(300).2),
    ] {
        group.bench_function(
            format!("a page of 30 labels to {name}, {}", page.dpi),
            |bencher| {
                bencher.iter(|| format(name).draw(black_box(page)));
            },
        );
    }
    group.bench_function("a page of 30 labels to png, 600 dpi", |bencher| {
        bencher.iter(|| format("png").draw(black_box(&page)));
    });
    group.finish();

    let pages: Vec<_> = (0..1000)
        .map(|_| format("pdf").draw(&page).expect("drawable"))
        .collect();
    let mut group = criterion.benchmark_group("assemble");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(30_000));
    group.bench_function("1,000 drawn pages to a PDF file", |bencher| {
        bencher.iter(|| {
            let mut file = Vec::new();
            format("pdf")
                .write(pages.clone(), &Document::default(), &mut file)
                .expect("memory does not fail");
            file.len()
        });
    });
    group.finish();
}

criterion_group!(benches, render);
criterion_main!(benches);
