//! What fits on a label, where it stands, and what the error says when it does not.
#![cfg(feature = "label")]

use std::sync::Arc;

use proptest::prelude::*;
use unitmark::element::ElementString;
use unitmark::label::{LabelContent, LabelError, LabelSpec, Layout, Mark, Point};
use unitmark::sheet::{STOCKS, Stock};
use unitmark::symbol::{CODE128, DATAMATRIX, Data, Dpi, Emu, Options, QR, Symbology};

fn dpi(number: u32) -> Dpi {
    Dpi::new(number).expect("a usual resolution")
}

fn content(symbology: &'static Symbology, message: &str, product: &[&str]) -> LabelContent {
    let message: ElementString = message.parse().expect("valid");
    let symbol = symbology
        .encode(&Data::Gs1(&message), &Options::default())
        .expect("it fits");
    LabelContent {
        symbol: Arc::new(symbol),
        hri: message.hri(),
        product: product.iter().map(|&line| line.to_owned()).collect(),
    }
}

const FULL: &str = "(01)05012345678900(17)261200(10)2026-04-A(21)WG-2026040001";
const SHORT: &str = "(01)05012345678900(21)WG-2026040001";

fn texts(marks: &[Mark]) -> Vec<(&str, Emu)> {
    marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text { text, size, .. } => Some((text.as_str(), *size)),
            _ => None,
        })
        .collect()
}

/// Everything stands on the label, at least a little from its edges.
fn assert_inside(marks: &[Mark], spec: &LabelSpec, at: Point, what: &str) {
    for mark in marks {
        let (left, top, right, bottom) = match mark {
            Mark::Symbol {
                at,
                module,
                row_height,
                symbol,
                ..
            } => (
                at.x,
                at.y,
                at.x + *module * i64::from(symbol.columns()),
                at.y + *row_height * i64::from(symbol.rows()),
            ),
            Mark::Text {
                at,
                size,
                face: font,
                text,
                ..
            } => {
                let width = font.width(text, *size).expect("drawn before");
                (
                    at.x,
                    at.y - font.cap_height(*size),
                    at.x + width,
                    at.y + font.descent(*size),
                )
            }
            Mark::Fill { at, width, height } => (at.x, at.y, at.x + *width, at.y + *height),
            Mark::Picture { .. } => panic!("no picture was asked for"),
        };
        assert!(
            left >= at.x + spec.margin && top >= at.y + spec.margin,
            "{what}: {mark:?}"
        );
        assert!(right <= at.x + spec.width - spec.margin, "{what}: {mark:?}");
        assert!(
            bottom <= at.y + spec.height - spec.margin,
            "{what}: {mark:?}"
        );
    }
}

#[test]
fn the_labels_of_the_catalogue_that_people_use_most_hold_a_whole_unit() {
    for (stock, number, module) in [
        ("L7160", 600, 0.3387),
        ("L7160", 300, 0.3387),
        ("L7163", 600, 0.3387),
        ("5160", 600, 0.3387),
        ("50x25", 203, 0.375),
        ("4x6", 203, 0.375),
        ("DK-11209", 300, 0.3387),
        ("99012", 300, 0.3387),
    ] {
        for symbology in [&DATAMATRIX, &QR] {
            let content = content(symbology, FULL, &["WIDGET-RED-LG"]);
            let stock = Stock::find(stock).expect("in the catalogue");
            let layout = stock
                .fit(dpi(number), symbology, &content)
                .expect("it fits");
            assert!(
                (layout.module().mm() - module).abs() < 0.0001,
                "{}: {}",
                stock.name(),
                layout.module()
            );
        }
    }
}

#[test]
fn bars_of_gtin_and_serial_fit_on_l7163_and_are_high_enough() {
    let content = content(&CODE128, SHORT, &["WIDGET-RED-LG"]);
    let stock = Stock::find("L7163").expect("in the catalogue");
    let layout = stock.fit(dpi(600), &CODE128, &content).expect("it fits");
    let marks = layout.draw(&content, Point::default()).expect("drawable");
    let Some(Mark::Symbol {
        module, row_height, ..
    }) = marks.first()
    else {
        panic!("{marks:?}")
    };
    assert!(*module >= Emu::from_um(250), "{module}");
    assert!(*row_height >= Emu::from_um(12_700), "{row_height}");
}

#[test]
fn everything_stands_inside_the_margins_of_every_label() {
    let mut fitted = 0;
    for stock in &STOCKS {
        for symbology in [&DATAMATRIX, &QR, &CODE128] {
            for number in [203, 300, 600] {
                let message = if symbology.linear { SHORT } else { FULL };
                let content = content(
                    symbology,
                    message,
                    &["WIDGET-RED-LG", "Widget, red, large, tin plate"],
                );
                let (width, height) = (stock.label_width(), stock.label_height());
                let spec = LabelSpec::new(width, height, dpi(number), symbology);
                let Ok(layout) = Layout::fit(spec.clone(), &content) else {
                    continue;
                };
                fitted += 1;
                for at in [Point::default(), stock.corner(stock.places())] {
                    let marks = layout.draw(&content, at).expect("what was fitted");
                    let what = format!("{} {} {number}", stock.name(), symbology.name);
                    assert_inside(&marks, &spec, at, &what);
                    assert!(
                        texts(&marks)
                            .iter()
                            .all(|(_, size)| *size >= Emu::from_um(1_500)),
                        "{what}"
                    );
                }
            }
        }
    }
    assert!(fitted > 200, "{fitted}");
}

#[test]
fn the_interpretation_is_under_the_symbol_and_broken_between_element_strings() {
    let content = content(&DATAMATRIX, FULL, &["WIDGET-RED-LG"]);
    let stock = Stock::find("L7160").expect("in the catalogue");
    let layout = stock.fit(dpi(600), &DATAMATRIX, &content).expect("it fits");
    let marks = layout.draw(&content, Point::default()).expect("drawable");
    let lines: Vec<_> = texts(&marks).iter().map(|(text, _)| *text).collect();
    assert_eq!(
        lines,
        [
            "WIDGET-RED-LG",
            "(01) 05012345678900  (17) 261200",
            "(10) 2026-04-A  (21) WG-2026040001"
        ]
    );
    let Some(Mark::Symbol {
        at, module, symbol, ..
    }) = marks.first()
    else {
        panic!("{marks:?}")
    };
    let foot = at.y + *module * i64::from(symbol.rows());
    for mark in &marks[2..] {
        assert!(
            matches!(mark, Mark::Text { at, .. } if at.y > foot),
            "{mark:?}"
        );
    }
}

#[test]
fn product_text_that_is_too_long_for_one_row_is_broken_at_blanks() {
    let description =
        "A red widget of tin plate with a rather long description that goes on for a while";
    let content = content(&DATAMATRIX, FULL, &["WIDGET-RED-LG", description]);
    let stock = Stock::find("L7160").expect("in the catalogue");
    let layout = stock.fit(dpi(600), &DATAMATRIX, &content).expect("it fits");
    let marks = layout.draw(&content, Point::default()).expect("drawable");
    let lines: Vec<_> = texts(&marks).iter().map(|(text, _)| *text).collect();
    let broken: Vec<_> = lines
        .iter()
        .filter(|line| !line.starts_with('('))
        .copied()
        .skip(1)
        .collect();
    assert!(broken.len() > 1, "{lines:?}");
    assert_eq!(broken.join(" "), description);
}

#[test]
fn a_label_too_small_names_sizes_resolutions_and_stock() {
    let content = content(&DATAMATRIX, FULL, &["WIDGET-RED-LG"]);
    let stock = Stock::find("L4731").expect("in the catalogue");
    let error = stock
        .fit(dpi(203), &DATAMATRIX, &content)
        .expect_err("25.4 by 10 mm");
    assert_eq!(error.code(), "label-too-small");
    let LabelError::TooSmall(small) = &error else {
        panic!("{error:?}")
    };
    for (width, height) in &small.sizes {
        let spec = LabelSpec::new(*width, *height, dpi(203), &DATAMATRIX);
        assert!(
            Layout::fit(spec.clone(), &content).is_ok(),
            "{width} by {height}"
        );
    }
    for name in &small.stocks {
        let stock = Stock::find(name).expect("it was named");
        assert!(stock.fit(dpi(203), &DATAMATRIX, &content).is_ok(), "{name}");
    }
    assert!(!small.sizes.is_empty() && !small.stocks.is_empty());
    let message = error.to_string();
    for word in [
        "Data Matrix",
        "25.4 mm by 10 mm",
        "203 dpi",
        "it fits on a label of",
        "stock",
    ] {
        assert!(message.contains(word), "{word} is not in: {message}");
    }
}

#[test]
fn a_resolution_that_would_do_is_named() {
    // At 203 dpi the least module is 3 dots of 0.125 mm; at 300 dpi it is 3 of 0.085 mm.
    let content = content(&DATAMATRIX, FULL, &[]);
    let spec = LabelSpec::new(Emu::MM * 60, Emu::from_um(8_500), dpi(203), &DATAMATRIX);
    let Err(LabelError::TooSmall(small)) = Layout::fit(spec.clone(), &content) else {
        panic!("too large for 203 dpi")
    };
    assert!(small.resolutions.contains(&dpi(300)), "{small}");
    for resolution in &small.resolutions {
        assert!(
            Layout::fit(
                LabelSpec {
                    dpi: *resolution,
                    ..spec.clone()
                },
                &content
            )
            .is_ok()
        );
    }
}

#[test]
fn bars_too_wide_for_the_label_name_both_limits_and_the_way_out() {
    let content = content(&CODE128, SHORT, &[]);
    let stock = Stock::find("L7160").expect("in the catalogue");
    let error = stock
        .fit(dpi(600), &CODE128, &content)
        .expect_err("70 mm of bars");
    let message = error.to_string();
    for word in [
        "wide with its quiet zones",
        "63.5 mm",
        "48 data characters",
        "16 symbol characters",
        "--ais",
    ] {
        assert!(message.contains(word), "{word} is not in: {message}");
    }
}

#[test]
fn a_label_larger_than_the_fitted_one_is_an_error_and_never_drawn_over_the_edge() {
    let stock = Stock::find("L7160").expect("in the catalogue");
    let layout = stock
        .fit(dpi(600), &DATAMATRIX, &content(&DATAMATRIX, SHORT, &["W"]))
        .expect("it fits");
    for larger in [
        content(&DATAMATRIX, FULL, &["W"]),
        content(&DATAMATRIX, SHORT, &["W", "a second line"]),
        content(
            &DATAMATRIX,
            "(01)05012345678900(21)WWWWWWWWWWWWWWWWWWWW",
            &["W"],
        ),
    ] {
        let error = layout.draw(&larger, Point::default()).expect_err("larger");
        assert_eq!(error.code(), "larger-than-fitted");
    }
}

#[test]
fn a_character_that_the_font_lacks_is_told_before_anything_else() {
    let content = content(&DATAMATRIX, FULL, &["红"]);
    for size in [Emu::MM, Emu::MM * 60] {
        let spec = LabelSpec::new(size, size, dpi(600), &DATAMATRIX);
        assert_eq!(
            Layout::fit(spec.clone(), &content)
                .map_err(|error| error.code())
                .err(),
            Some("glyph-missing")
        );
    }
}

#[test]
fn no_label_size_makes_it_panic() {
    let content = content(&DATAMATRIX, SHORT, &["W"]);
    for length in [i64::MIN, -1, 0, 1, 36_000, i64::MAX / 2, i64::MAX] {
        for (width, height) in [(length, length), (length, 36_000_000), (36_000_000, length)] {
            let spec = LabelSpec::new(Emu(width), Emu(height), dpi(600), &DATAMATRIX);
            if let Ok(layout) = Layout::fit(spec.clone(), &content) {
                let far = Point {
                    x: Emu(i64::MAX),
                    y: Emu(i64::MIN),
                };
                let _ = layout.draw(&content, far);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Serials are reserved after the fit, so a label of the fitted kind must never be refused later.
    #[test]
    fn every_serial_of_the_fitted_kind_is_drawn(serial in "[A-Z]{3}[0-9]{6}[a-z!%_?]{4}") {
        let dpi = dpi(300);
        let worst = content(&DATAMATRIX, "(01)05012345678900(21)AAA000000aaaa", &["W"]);
        let message = format!("(01)05012345678900(21){serial}");
        let message: ElementString = message.parse().expect("valid");
        let at_least = Options { at_least: Some(worst.symbol.version()), ..Options::default() };
        let symbol = DATAMATRIX.encode(&Data::Gs1(&message), &at_least).expect("it fits");
        let label = LabelContent { symbol: Arc::new(symbol), hri: message.hri(), ..worst.clone() };
        for (width, height) in [(30, 20), (50, 25), (24, 40)] {
            let spec = LabelSpec::new(Emu::MM * width, Emu::MM * height, dpi, &DATAMATRIX);
            if let Ok(layout) = Layout::fit(spec.clone(), &worst)
                && label.symbol.columns() <= worst.symbol.columns()
            {
                let marks = layout.draw(&label, Point::default());
                prop_assert!(marks.is_ok(), "{width} by {height}: {marks:?}");
                assert_inside(&marks.unwrap_or_default(), &spec, Point::default(), &serial);
            }
        }
    }
}
