//! What a reader finds on a drawn page is what was put on it, and every module is a whole number of dots.
#![cfg(feature = "png")]
// Places of dots on a page are not negative.
#![allow(clippy::cast_sign_loss)]

use std::sync::Arc;

use image::GrayImage;
use image::imageops::crop_imm;
use rxing::helpers::detect_in_luma_slice_with_hints;
use rxing::{BarcodeFormat, DecodeHints};
use unitmark::element::ElementString;
use unitmark::label::{LabelContent, Mark};
use unitmark::render;
use unitmark::sheet::{Grid, Page, Stock};
use unitmark::symbol::{Data, Dpi, Emu, Options, Symbology};

struct Sheet {
    stock: &'static Stock,
    page: Page,
    /// Each label's message, with separators, in order of places.
    payloads: Vec<Vec<u8>>,
}

fn dpi(number: u32) -> Dpi {
    Dpi::new(number).expect("a usual resolution")
}

fn content(symbology: &'static Symbology, number: usize) -> LabelContent {
    let between = if symbology.linear {
        ""
    } else {
        "(17)261200(10)2026-04-A"
    };
    let message = format!("(01)05012345678900{between}(21)WG-202604{number:04}");
    let message: ElementString = message.parse().expect("valid");
    let symbol = symbology
        .encode(&Data::Gs1(&message), &Options::default())
        .expect("it fits");
    LabelContent {
        symbol: Arc::new(symbol),
        hri: message.hri(),
        product: vec!["WIDGET-RED-LG".to_owned()],
    }
}

fn sheet(stock: &str, symbology: &str, number: u32) -> Sheet {
    let stock = Stock::find(stock).expect("in the catalogue");
    let symbology = Symbology::find(symbology).expect("a symbology");
    let layout = stock
        .fit(dpi(number), symbology, &content(symbology, 9999))
        .expect("it fits");
    let grid = Grid::new(stock, 1, &[]).expect("a fresh sheet");
    let (width, height) = (stock.page_width(), stock.page_height());
    let mut page = Page {
        width,
        height,
        dpi: dpi(number),
        marks: Vec::new(),
    };
    let mut payloads = Vec::new();
    for index in 0..stock.places() {
        let content = content(symbology, index);
        page.marks.extend(
            layout
                .draw(&content, grid.place(index).at)
                .expect("no larger than fitted"),
        );
        payloads.push(content.symbol.payload().to_vec());
    }
    Sheet {
        stock,
        page,
        payloads,
    }
}

/// The dots of one label.
fn label(sheet: &Sheet, dots: &GrayImage, place: usize) -> GrayImage {
    let corner = sheet.stock.corner(place);
    let whole = |length: Emu| (length / sheet.page.dpi.dot()) as u32;
    let (width, height) = (
        whole(sheet.stock.label_width()),
        whole(sheet.stock.label_height()),
    );
    crop_imm(dots, whole(corner.x), whole(corner.y), width, height).to_image()
}

fn read(label: &GrayImage, symbology: &str) -> Result<String, String> {
    let format = match symbology {
        "datamatrix" => BarcodeFormat::DATA_MATRIX,
        "qr" => BarcodeFormat::QR_CODE,
        "code128" => BarcodeFormat::CODE_128,
        other => panic!("no reader for {other}"),
    };
    let mut hints = DecodeHints {
        TryHarder: Some(true),
        AssumeGs1: Some(symbology == "code128"),
        ..DecodeHints::default()
    };
    let luma = label.as_raw().clone();
    let result = detect_in_luma_slice_with_hints(
        &luma,
        label.width(),
        label.height(),
        Some(format),
        &mut hints,
    )
    .map_err(|error| error.to_string())?;
    Ok(result.getText().trim_start_matches("]C1").to_owned())
}

#[test]
fn every_symbol_of_a_page_is_read_back_at_every_resolution() {
    for (stock, symbology) in [
        ("L7160", "datamatrix"),
        ("5163", "qr"),
        ("L7163", "code128"),
        ("50x25", "datamatrix"),
        ("4x6", "code128"),
    ] {
        for number in [203, 300, 600] {
            let sheet = sheet(stock, symbology, number);
            let dots = render::png::preview(&sheet.page).expect("a page");
            for (index, payload) in sheet.payloads.iter().enumerate() {
                let text = read(&label(&sheet, &dots, index + 1), symbology);
                let expected = String::from_utf8_lossy(payload).into_owned();
                assert_eq!(
                    text,
                    Ok(expected),
                    "{stock} {symbology} {number} dpi, place {}",
                    index + 1
                );
            }
        }
    }
}

#[test]
fn every_run_of_a_symbol_is_a_multiple_of_its_module_in_dots() {
    for (stock, symbology) in [
        ("L7160", "datamatrix"),
        ("5160", "qr"),
        ("L7163", "code128"),
        ("DK-11209", "datamatrix"),
    ] {
        for number in [203, 300, 600] {
            let Sheet { page, .. } = sheet(stock, symbology, number);
            let dot = page.dpi.dot();
            let dots = render::png::preview(&page).expect("a page");
            for mark in &page.marks {
                let Mark::Symbol {
                    at,
                    module,
                    row_height,
                    symbol,
                    ..
                } = mark
                else {
                    continue;
                };
                for length in [at.x, at.y, *module, *row_height] {
                    assert_eq!(
                        length.0 % dot.0,
                        0,
                        "{stock} {number} dpi: {length} is no whole number of dots"
                    );
                }
                let (left, top) = ((at.x / dot) as u32, (at.y / dot) as u32);
                let (module, row_height) = ((*module / dot) as u32, (*row_height / dot) as u32);
                for row in 0..symbol.rows() {
                    for y in 0..row_height {
                        for column in 0..symbol.columns() {
                            for x in 0..module {
                                let place = (
                                    left + u32::from(column) * module + x,
                                    top + u32::from(row) * row_height + y,
                                );
                                let ink = dots.get_pixel(place.0, place.1).0 == [0];
                                assert_eq!(
                                    ink,
                                    symbol.is_dark(column, row),
                                    "{stock} {number} dpi {place:?}"
                                );
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn quiet_zones_stay_empty_and_on_the_label() {
    for (stock, symbology) in [
        ("L7651", "qr"),
        ("L7163", "code128"),
        ("L4732", "datamatrix"),
    ] {
        for number in [203, 300, 600] {
            let sheet = sheet(stock, symbology, number);
            let dots = render::png::preview(&sheet.page).expect("a page");
            let dot = sheet.page.dpi.dot();
            let symbols = sheet.page.marks.iter().filter_map(|mark| match mark {
                Mark::Symbol {
                    at,
                    module,
                    row_height,
                    symbol,
                    ..
                } => Some((*at, *module, *row_height, symbol)),
                _ => None,
            });
            for (index, (at, module, row_height, symbol)) in symbols.enumerate() {
                let zone = symbol.symbology().quiet_zone;
                let (columns, rows) = (i64::from(symbol.columns()), i64::from(symbol.rows()));
                let (left, top) = (
                    at.x - module * i64::from(zone.left),
                    at.y - module * i64::from(zone.top),
                );
                let right = at.x + module * (columns + i64::from(zone.right));
                let bottom = at.y + row_height * rows + module * i64::from(zone.bottom);
                let corner = sheet.stock.corner(index + 1);
                let what = format!("{stock} {symbology} {number} dpi, place {}", index + 1);
                assert!(left >= corner.x && top >= corner.y, "{what}");
                assert!(right <= corner.x + sheet.stock.label_width(), "{what}");
                assert!(bottom <= corner.y + sheet.stock.label_height(), "{what}");
                let inside = |x: Emu, y: Emu| {
                    x >= at.x
                        && x < at.x + module * columns
                        && y >= at.y
                        && y < at.y + row_height * rows
                };
                for y in top / dot..bottom / dot {
                    for x in left / dot..right / dot {
                        let light = dots.get_pixel(x as u32, y as u32).0 == [255];
                        assert!(
                            light || inside(dot * x, dot * y),
                            "{what}: ink at dot {x}, {y}"
                        );
                    }
                }
            }
        }
    }
}
