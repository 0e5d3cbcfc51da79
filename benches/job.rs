//! What each step of the whole job costs: 30 labels a page on Avery 5160, as in `whole_job.sh`.

#[path = "../tests/common/planned.rs"]
mod planned;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use planned::planned;
use unitmark::element::ElementString;
use unitmark::job::{Drawing, read_order};
use unitmark::ledger::Store as _;
use unitmark::render::Format;
use unitmark::symbol::{DATAMATRIX, Data, Options};

const ORDER: &str = "sku,gtin,lot,expiry,plant,quantity\n\
    WIDGET-RED-LG,5012345678900,2026-04-A,2028-04-30,WG,3000\n";

fn steps(c: &mut Criterion) {
    let (plan, ticket, ledger) = planned(ORDER.as_bytes(), "5160", "{plant:2}-{yyyy}{mm}{seq:6}");
    let run = ledger.reserve(&plan.request(&ticket)).expect("serials");
    let drawing = Drawing::of_run(plan.design().clone(), &run).expect("a drawing");
    let (page, printed) = drawing.page(0).expect("a page");
    let pdf = Format::find("pdf").expect("PDF");

    let mut group = c.benchmark_group("job/page of 30");
    group.throughput(Throughput::Elements(30));
    group.bench_function("serials, element strings, symbols, layout", |b| {
        b.iter(|| black_box(drawing.page(black_box(7))));
    });
    group.bench_function("of these: element strings", |b| {
        b.iter(|| {
            for unit in &printed {
                black_box(ElementString::parse(black_box(&unit.element_string)).is_ok());
            }
        });
    });
    let elements: Vec<ElementString> = printed
        .iter()
        .map(|unit| unit.element_string.parse().expect("an element string"))
        .collect();
    group.bench_function("of these: symbols", |b| {
        b.iter(|| {
            for elements in &elements {
                let data = Data::Gs1(black_box(elements));
                black_box(DATAMATRIX.encode(&data, &Options::default()).is_ok());
            }
        });
    });
    group.bench_function("PDF content, deflated", |b| {
        b.iter(|| black_box(pdf.draw(black_box(&page)).is_ok()));
    });
    group.finish();

    c.bench_function("job/read an order line", |b| {
        b.iter(|| black_box(read_order("order.csv", black_box(ORDER.as_bytes())).is_ok()));
    });
}

criterion_group!(benches, steps);
criterion_main!(benches);
