//! Every symbol of a sheet says what the manifest says, read by a reader that nobody here wrote.
#![cfg(feature = "cli")]

mod common;
#[path = "common/planned.rs"]
mod planned;
#[path = "common/reader.rs"]
mod reader;

use std::str::FromStr as _;

use common::{Desk, Unit, order};
use image::GrayImage;
use planned::planned;
use rxing::BarcodeFormat;
use unitmark::element::ElementString;
use unitmark::job::Drawing;
use unitmark::ledger::Store as _;
use unitmark::render::png;
use unitmark::sheet::Stock;
use unitmark::symbol::Dpi;

/// Cuts the label at a place out of a page and reads its symbol.
fn read_label(
    page: &GrayImage,
    stock: &Stock,
    dpi: u32,
    place: usize,
    format: BarcodeFormat,
) -> (String, String) {
    let dot = Dpi::new(dpi).expect("a usual resolution").dot();
    let corner = stock.corner(place);
    let dots = |length| u32::try_from(length / dot).expect("a place on the page");
    let (x, y) = (dots(corner.x), dots(corner.y));
    let (width, height) = (dots(stock.label_width()), dots(stock.label_height()));
    let label = image::imageops::crop_imm(
        page,
        x,
        y,
        width.min(page.width() - x),
        height.min(page.height() - y),
    )
    .to_image();
    let (width, height) = label.dimensions();
    reader::read(label.into_raw(), width, height, format)
        .unwrap_or_else(|error| panic!("the label at place {place}: {error}"))
}

fn assert_reads(
    page: &GrayImage,
    stock: &Stock,
    dpi: u32,
    units: &[Unit],
    format: BarcodeFormat,
    identifier: &str,
) {
    for unit in units {
        let (found, text) = read_label(page, stock, dpi, unit.label, format);
        let wanted = ElementString::from_str(&unit.element_string).expect("an element string");
        assert_eq!(
            (found.as_str(), text),
            (identifier, wanted.raw()),
            "{unit:?}"
        );
    }
}

fn sheets(extra: &[&str], stock: &str, dpi: u32, format: BarcodeFormat, identifier: &str) {
    let desk = Desk::new();
    let order = order();
    let mut arguments = vec![
        "labels",
        &order,
        "--stock",
        stock,
        "--manifest",
        "m.csv",
        "-o",
        "s.png",
    ];
    arguments.extend(extra);
    desk.run(&arguments).succeeds();
    let units = desk.manifest("m.csv");
    assert_eq!(units.len(), 57);
    let stock = Stock::find(stock).expect("the stock");
    let pages = units.last().map_or(0, |unit| unit.page);
    let width = pages.to_string().len();
    for number in 1..=pages {
        let name = format!("s-{number:0width$}.png");
        let page = image::open(desk.path(&name)).expect("a page").into_luma8();
        let on_page: Vec<Unit> = units
            .iter()
            .filter(|unit| unit.page == number)
            .cloned()
            .collect();
        assert_reads(&page, stock, dpi, &on_page, format, identifier);
    }
}

#[test]
fn each_data_matrix_of_png_sheets_reads_as_the_manifest_says() {
    sheets(&[], "L7160", 300, BarcodeFormat::DATA_MATRIX, "]d2");
    sheets(
        &["--dpi", "203"],
        "50x25",
        203,
        BarcodeFormat::DATA_MATRIX,
        "]d2",
    );
}

#[test]
fn each_qr_code_of_png_sheets_reads_as_the_manifest_says() {
    sheets(
        &["--symbol", "qr", "--start", "8", "--skip", "9,11"],
        "5160",
        300,
        BarcodeFormat::QR_CODE,
        "]Q3",
    );
}

#[test]
fn each_gs1_128_of_png_sheets_reads_as_the_manifest_says() {
    sheets(
        &["--symbol", "code128", "--ais", "01,21", "--dpi", "600"],
        "L7163",
        600,
        BarcodeFormat::CODE_128,
        "]C1",
    );
}

#[test]
fn each_symbol_of_the_page_model_behind_a_pdf_reads_as_its_unit_says() {
    let order = std::fs::read(order()).expect("the order");
    let (plan, ticket, ledger) = planned(&order, "L7160", "{plant:2}-{yyyy}{mm}{seq:4}");
    let run = ledger.reserve(&plan.request(&ticket)).expect("serials");
    let drawing = Drawing::of_run(plan.design().clone(), &run).expect("a drawing");
    assert_eq!((drawing.labels(), drawing.pages()), (57, 3));
    let stock = Stock::find("L7160").expect("the stock");
    let mut read = 0;
    for number in 0..drawing.pages() {
        let (page, printed) = drawing.page(number).expect("a page");
        let picture = png::preview(&page).expect("a picture");
        for unit in printed {
            let (identifier, text) =
                read_label(&picture, stock, 600, unit.label, BarcodeFormat::DATA_MATRIX);
            let wanted = ElementString::from_str(&unit.element_string).expect("an element string");
            assert_eq!((identifier.as_str(), text), ("]d2", wanted.raw()));
            assert_eq!(wanted.get("21"), Some(unit.serial.as_str()));
            read += 1;
        }
    }
    assert_eq!(read, 57);
}
