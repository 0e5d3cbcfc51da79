//! Templates: what is built in reads back, and what is wrong is told with its place or its item.
#![cfg(feature = "png")]

#[path = "common/reader.rs"]
mod reader;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use image::imageops::crop_imm;
use proptest::prelude::*;
use reader::read;
use rxing::BarcodeFormat;
use unitmark::font::Fonts;
use unitmark::label::template::{ItemFault, TemplateLayout, TemplateSpec};
use unitmark::label::{BUILT_IN, BuiltIn, Mark, Point, Record, Template, TemplateError, Turn};
use unitmark::render::png;
use unitmark::sheet::{Page, Stock};
use unitmark::symbol::{Dpi, Emu, Use};

/// Values by AI and by column.
#[derive(Clone)]
struct Unit(BTreeMap<String, String>);

impl Unit {
    fn of(values: &[(&str, &str)]) -> Self {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self(values.iter().map(pair).collect())
    }

    fn with(&self, name: &str, value: &str) -> Self {
        let mut unit = self.clone();
        unit.0.insert(name.to_owned(), value.to_owned());
        unit
    }

    fn without(&self, name: &str) -> Self {
        let mut unit = self.clone();
        unit.0.remove(name);
        unit
    }
}

impl Record for Unit {
    fn ai(&self, ai: &str) -> Option<Cow<'_, str>> {
        self.column(ai)
    }

    fn column(&self, name: &str) -> Option<Cow<'_, str>> {
        self.0.get(name).map(|value| Cow::Borrowed(value.as_str()))
    }

    fn this_year(&self) -> u16 {
        2026
    }
}

fn widget() -> Unit {
    Unit::of(&[
        ("01", "05012345678900"),
        ("17", "280430"),
        ("10", "2026-04-A"),
        ("21", "WG-2026040001"),
        ("sku", "WIDGET-RED-LG"),
    ])
}

fn pallet() -> Unit {
    Unit::of(&[
        ("00", "395012345000000011"),
        ("02", "05012345678900"),
        ("37", "48"),
        ("17", "280430"),
        ("10", "2026-04-A"),
        ("from", "Example Works\n12 Foundry Lane\nSheffield"),
        ("to", "Northern Wholesale Ltd, 7 Canal Street, Leeds"),
    ])
}

fn size(template: &Template) -> (Emu, Emu) {
    template.size().expect("a size of its own")
}

fn spec(label: (Emu, Emu), dpi: u32) -> TemplateSpec {
    TemplateSpec {
        label,
        dpi: Dpi::new(dpi).expect("a usual resolution"),
        use_: None,
        turn: Turn::None,
        fonts: Fonts::default(),
    }
}

fn fit(text: &str, unit: &Unit) -> Result<TemplateLayout, TemplateError> {
    let template = Arc::new(Template::parse(text).expect("a template"));
    template.fit(spec(size(&template), 300), unit)
}

fn page(layout: &TemplateLayout, unit: &Unit, spec: &TemplateSpec) -> Page {
    let drawn = layout.draw(unit, Point::default()).expect("it was fitted");
    Page {
        width: spec.label.0,
        height: spec.label.1,
        dpi: spec.dpi,
        marks: drawn.marks,
    }
}

/// What a reader finds where symbols were drawn: identifiers and texts, in the order of the template.
fn symbols(page: &Page) -> Vec<(String, String)> {
    let grey = png::preview(page).expect("a small page");
    let dot = page.dpi.dot();
    let mut found = Vec::new();
    for mark in &page.marks {
        let Mark::Symbol {
            at,
            turn,
            module,
            row_height,
            symbol,
        } = mark
        else {
            continue;
        };
        let (columns, rows) = (i64::from(symbol.columns()), i64::from(symbol.rows()));
        let far = turn.place(*at, *module * columns, *row_height * rows);
        let (left, right) = (at.x.min(far.x) / dot, at.x.max(far.x) / dot);
        let (top, bottom) = (at.y.min(far.y) / dot, at.y.max(far.y) / dot);
        // The quiet zone that the symbol has on the label, and no more.
        let quiet = symbol.symbology().quiet_zone;
        let around = (*module / dot) * i64::from(quiet.left.min(quiet.right)).max(1);
        let start = |side: i64| (side - around).max(0) as u32;
        let length = |from: i64, to: i64, most: u32| (to + around) as u32 - start(from).min(most);
        let (x, y) = (start(left), start(top));
        let (width, height) = (
            length(left, right, grey.width()),
            length(top, bottom, grey.height()),
        );
        let picture = crop_imm(&grey, x, y, width, height).to_image();
        let format = match symbol.symbology().name {
            "datamatrix" => BarcodeFormat::DATA_MATRIX,
            "qr" => BarcodeFormat::QR_CODE,
            "code128" => BarcodeFormat::CODE_128,
            "ean13" => BarcodeFormat::EAN_13,
            "ean8" => BarcodeFormat::EAN_8,
            other => panic!("no reader for {other}"),
        };
        let (width, height) = picture.dimensions();
        found.push(read(picture.into_raw(), width, height, format).expect("it can be read"));
    }
    found
}

fn said(identifier: &str, text: &str) -> (String, String) {
    (identifier.to_owned(), text.to_owned())
}

fn expected(name: &str) -> Vec<(String, String)> {
    match name {
        "serial" | "pharma" => vec![said(
            "]d2",
            "010501234567890017280430102026-04-A\u{1d}21WG-2026040001",
        )],
        "retail" => vec![
            said("]E0", "5012345678900"),
            said("]Q1", "https://id.gs1.org/01/05012345678900"),
        ],
        _ => vec![
            said("]C1", "02050123456789003748"),
            said("]C1", "00395012345000000011"),
        ],
    }
}

#[test]
fn each_built_in_template_reads_back_on_its_own_size_at_every_resolution() {
    for known in BUILT_IN {
        let unit = if known.name == "sscc" {
            pallet()
        } else {
            widget()
        };
        let template = Arc::new(known.template().expect(known.name));
        assert_eq!(template.name(), known.name);
        for dpi in [203, 300, 600] {
            let spec = spec(size(&template), dpi);
            let layout = template.fit(spec.clone(), &unit).expect(known.name);
            let page = page(&layout, &unit, &spec);
            assert_eq!(
                symbols(&page),
                expected(known.name),
                "{} at {dpi}",
                known.name
            );
        }
    }
}

#[test]
fn a_gtin_of_eight_digits_has_an_ean_8_on_the_retail_label() {
    let retail = BuiltIn::find("retail").expect("built in");
    let template = Arc::new(retail.template().expect("it reads"));
    let unit = widget().with("01", "00000095200002");
    for dpi in [203, 300, 600] {
        let spec = spec(size(&template), dpi);
        let layout = template.fit(spec.clone(), &unit).expect("it fits");
        let sizes: Vec<_> = layout.symbols().map(|size| size.symbol).collect();
        assert_eq!(sizes[0], "EAN-8 67 modules");
        assert_eq!(
            symbols(&page(&layout, &unit, &spec)),
            [
                said("]E4", "95200002"),
                said("]Q1", "https://id.gs1.org/01/00000095200002"),
            ],
            "{dpi}"
        );
    }
    let text = "name = 'x'\nwidth = 60\nheight = 40\n[[symbol]]\ntype = 'ean13'\nais = ['01']";
    let error = fit(text, &unit).expect_err("eight digits");
    assert_eq!(error.code(), "gtin-8");
}

#[test]
fn a_value_in_a_web_address_is_the_same_when_it_is_read_back() {
    let text = "name = 'x'\nwidth = 60\nheight = 60\n\
        [[symbol]]\ntype = 'qr'\ndata = 'https://id.gs1.org/01/{gtin}/10/{lot}/21/{serial}?17={expiry}&240={240?}'\n\
        left = 1\ntop = 1\n";
    for lot in ["A/B", "A%17", "A?x=1", "A+B", "a&b", ".", "100%/?&="] {
        let unit = widget().with("10", lot).with("240", lot);
        let template = Arc::new(Template::parse(text).expect("a template"));
        let spec = spec(size(&template), 300);
        let layout = match template.fit(spec.clone(), &unit) {
            Ok(layout) => layout,
            Err(error) => {
                // Browsers take it out of the path, however it is written.
                assert_eq!((lot, error.code()), (".", "digital-link"));
                continue;
            }
        };
        let read = &symbols(&page(&layout, &unit, &spec))[0].1;
        let link = unitmark::link::DigitalLink::parse(read).expect(read);
        let elements = link.element_string();
        for (ai, value) in [
            ("01", "05012345678900"),
            ("10", lot),
            ("21", "WG-2026040001"),
            ("17", "280430"),
            ("240", lot),
        ] {
            assert_eq!(elements.get(ai), Some(value), "{read}");
        }
    }
    // An address of one's own has the same values, in the form that the template asks for.
    let text = text.replace(
        "https://id.gs1.org/01/{gtin}/10/{lot}/21/{serial}?17={expiry}&240={240?}",
        "http://{host}/p/{gtin}/{lot}?e={expiry}&q={sku}#{lot}",
    );
    let unit = widget()
        .with("10", "A/B")
        .with("sku", "red & green")
        .with("host", "shop.example:8080");
    let template = Arc::new(Template::parse(&text).expect("a template"));
    let spec = spec(size(&template), 300);
    let layout = template.fit(spec.clone(), &unit).expect("it fits");
    assert_eq!(
        symbols(&page(&layout, &unit, &spec)),
        [said(
            "]Q1",
            "http://shop.example:8080/p/5012345678900/A%2FB?e=2028-04-30&q=red+%26+green#A%2FB"
        )]
    );
}

#[test]
fn gs1_data_in_a_column_make_a_gs1_symbol_or_none() {
    let text = "name = 'x'\nwidth = 60\nheight = 40\n[[symbol]]\ntype = 'qr'\ndata = '{sku}'";
    let template = Arc::new(Template::parse(text).expect("a template"));
    let spec = spec(size(&template), 300);
    for (sku, read) in [
        ("(01)05012345678900(21)A", ("]Q3", "010501234567890021A")),
        ("]d2010501234567890021A", ("]Q3", "010501234567890021A")),
        ("Shelf 7", ("]Q1", "Shelf 7")),
    ] {
        let unit = widget().with("sku", sku);
        let layout = template.fit(spec.clone(), &unit).expect(sku);
        let page = page(&layout, &unit, &spec);
        assert_eq!(symbols(&page), [said(read.0, read.1)]);
    }
    for (sku, code) in [
        ("(01)05012345678901", "element-string"),
        ("\u{feff}(01)05012345678900", "in-front"),
        ("https://id.gs1.org/01/05012345678901", "digital-link"),
    ] {
        let error = fit(text, &widget().with("sku", sku)).expect_err(sku);
        assert_eq!(error.code(), code, "{error}");
    }
}

#[test]
fn the_stock_that_a_built_in_template_names_is_in_the_catalogue_and_holds_it() {
    for known in BUILT_IN {
        let template = Arc::new(known.template().expect(known.name));
        if let Some(name) = template.stock() {
            let stock = Stock::find(name).expect(name);
            let label = (stock.label_width(), stock.label_height());
            assert!(template.fit(spec(label, 300), &widget()).is_ok(), "{name}");
        }
    }
    // The logistic label serves the two sizes that carriers ask for.
    let template = Arc::new(
        BuiltIn::find("sscc")
            .expect("built in")
            .template()
            .expect("it reads"),
    );
    for name in ["A6", "4x6", "A5"] {
        let stock = Stock::find(name).expect(name);
        let spec = spec((stock.label_width(), stock.label_height()), 203);
        let layout = template.fit(spec.clone(), &pallet()).expect(name);
        assert_eq!(
            symbols(&page(&layout, &pallet(), &spec)),
            expected("sscc"),
            "{name}"
        );
        for size in layout.symbols() {
            assert!(size.module >= Emu::from_um(495) && size.module <= Emu::from_um(940));
        }
    }
}

#[test]
fn bars_of_a_logistic_label_are_32_mm_high_and_the_sscc_is_the_lowest() {
    let template = Arc::new(
        BuiltIn::find("sscc")
            .expect("built in")
            .template()
            .expect("it reads"),
    );
    let spec = spec(size(&template), 203);
    let layout = template.fit(spec.clone(), &pallet()).expect("it fits");
    let page = page(&layout, &pallet(), &spec);
    let bars: Vec<_> = page
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Symbol {
                at,
                row_height,
                symbol,
                ..
            } => Some((at.y, *row_height, symbol.payload().to_vec())),
            _ => None,
        })
        .collect();
    assert_eq!(bars.len(), 2);
    assert!(
        bars.iter()
            .all(|(_, height, _)| *height >= Emu::from_um(31_750))
    );
    let lowest = bars.iter().max_by_key(|(top, ..)| *top).expect("two");
    assert!(lowest.2.starts_with(b"00"));
}

#[test]
fn a_link_and_the_bars_beside_it_lie_within_50_mm() {
    let template = Arc::new(
        BuiltIn::find("retail")
            .expect("built in")
            .template()
            .expect("it reads"),
    );
    let spec = spec(size(&template), 300);
    let layout = template.fit(spec.clone(), &widget()).expect("it fits");
    let centres: Vec<(f64, f64)> = page(&layout, &widget(), &spec)
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Symbol {
                at,
                module,
                row_height,
                symbol,
                ..
            } => {
                let width = *module * i64::from(symbol.columns());
                let height = *row_height * i64::from(symbol.rows());
                Some((
                    (at.x.mm() + width.mm() / 2.0),
                    (at.y.mm() + height.mm() / 2.0),
                ))
            }
            _ => None,
        })
        .collect();
    let [(x1, y1), (x2, y2)] = centres[..] else {
        panic!("{centres:?}");
    };
    assert!((x1 - x2).hypot(y1 - y2) <= 50.0);
}

#[test]
fn a_turned_label_reads_back_whichever_way_it_lies() {
    let template = Arc::new(
        BuiltIn::find("serial")
            .expect("built in")
            .template()
            .expect("it reads"),
    );
    let (width, height) = size(&template);
    let mut upright = None;
    for degrees in [0, 90, 180, 270] {
        let turn = Turn::of_degrees(degrees).expect("a right angle");
        let label = if turn.is_sideways() {
            (height, width)
        } else {
            (width, height)
        };
        let spec = TemplateSpec {
            turn,
            ..spec(label, 300)
        };
        let layout = template.fit(spec.clone(), &widget()).expect("it fits");
        let page = page(&layout, &widget(), &spec);
        assert_eq!(symbols(&page), expected("serial"), "{degrees}");
        let ink = png::preview(&page).expect("a small page");
        let dark = ink.pixels().filter(|pixel| pixel.0[0] == 0).count();
        // Letters fall on other dots when they are turned.
        let upright = *upright.get_or_insert(dark);
        assert!(
            dark.abs_diff(upright) < upright / 50,
            "{degrees}: {dark}, {upright}"
        );
    }
}

#[test]
fn an_item_that_is_turned_fills_the_same_room() {
    let text = |degrees: i64| {
        format!(
            "name = 'x'\nwidth = 46\nheight = 46\n\
             [[symbol]]\ntype = 'code128'\nais = ['01']\nleft = 2\ntop = 2\nwidth = 42\nheight = 42\nrotate = {degrees}"
        )
    };
    for degrees in [0, 90, 180, 270] {
        let template = Arc::new(Template::parse(&text(degrees)).expect("a template"));
        let spec = spec(size(&template), 600);
        let layout = template.fit(spec.clone(), &widget()).expect("it fits");
        let page = page(&layout, &widget(), &spec);
        assert_eq!(
            symbols(&page),
            [said("]C1", "0105012345678900")],
            "{degrees}"
        );
    }
}

#[test]
fn an_item_is_drawn_only_where_its_condition_holds() {
    let text = "name = 'x'\nwidth = 40\nheight = 20\n\
        [[text]]\ntext = 'LOT {lot}'\ntop = 2\nwhen = 'lot'\n\
        [[text]]\ntext = 'no lot'\ntop = 2\nwhen = '!lot'\n\
        [[text]]\ntext = 'EXP {expiry?:DD.MM.YYYY}'\ntop = 10";
    let template = Arc::new(Template::parse(text).expect("a template"));
    let texts = |unit: &Unit| -> Vec<String> {
        let layout = template
            .fit(spec(size(&template), 300), unit)
            .expect("it fits");
        let marks = layout.draw(unit, Point::default()).expect("drawn").marks;
        marks
            .into_iter()
            .filter_map(|mark| match mark {
                Mark::Text { text, .. } => Some(text),
                _ => None,
            })
            .collect()
    };
    assert_eq!(texts(&widget()), ["LOT 2026-04-A", "EXP 30.04.2028"]);
    let bare = widget().without("10").without("17");
    assert_eq!(texts(&bare), ["no lot", "EXP "]);
    let wanted: Vec<_> = template
        .wanted()
        .into_iter()
        .map(|column| (column.name, column.optional))
        .collect();
    assert_eq!(
        wanted,
        [("lot".to_owned(), true), ("expiry".to_owned(), true)]
    );
}

#[test]
fn a_fields_value_is_written_as_the_template_says() {
    let unit = widget()
        .with("3103", "001250")
        .with("13", "260415")
        .with("colour", "red");
    for (field, text) in [
        ("{gtin}", "5012345678900"),
        ("{01}", "05012345678900"),
        ("{(01)}", "05012345678900"),
        ("{gtin:14}", "05012345678900"),
        ("{GTIN}", "5012345678900"),
        ("{BATCH/LOT}", "2026-04-A"),
        ("{expiry}", "2028-04-30"),
        ("{17}", "280430"),
        ("{17:DD MMM YYYY}", "30 APR 2028"),
        ("{13:MM/YY}", "04/26"),
        ("{3103:decimal} kg", "1.250 kg"),
        ("{10:title}", "BATCH/LOT"),
        ("{Colour}", ""),
        ("{colour}", "red"),
        ("{{{sku}}}", "{WIDGET-RED-LG}"),
    ] {
        let text_of = format!("name = 'x'\nwidth = 90\nheight = 20\n[[text]]\ntext = '{field}'");
        match fit(&text_of, &unit) {
            Ok(layout) => {
                let marks = layout.draw(&unit, Point::default()).expect("drawn").marks;
                let Some(Mark::Text { text: drawn, .. }) = marks.first() else {
                    panic!("{field}: {marks:?}");
                };
                assert_eq!(drawn, text, "{field}");
            }
            Err(error) => assert!(text.is_empty(), "{field}: {error}"),
        }
    }
}

#[test]
fn what_is_wrong_in_a_template_is_told_with_line_and_column() {
    const HEAD: &str = "name = 'x'\nwidth = 50\nheight = 25\n";
    for (more, told) in [
        ("", "1:1: there is nothing on the label"),
        ("[[text]]\ntext = 'a\n", "5:10: "),
        ("[[text]]\ntext = '{lot'", "5:8: a brace is not closed"),
        ("[[text]]\ntext = '{}'", "5:8: a field needs a name"),
        (
            "[[text]]\ntext = '{(9999)}'",
            "5:8: (9999) is no Application Identifier",
        ),
        (
            "[[text]]\ntext = '{NET WEIGHT (kg)}'",
            "5:8: several AIs have the data title",
        ),
        ("[[text]]\ntext = '{expiry:hh}'", "5:8: \"hh\" is no form"),
        (
            "[[text]]\ntext = 'a'\nfont = 'Arial'",
            "6:1: font is not known here: there are ",
        ),
        ("[[text]]\nsize = 3", "4:1: text is missing"),
        (
            "[[text]]\ntext = 'a'\nleft = 1\nright = 1\nwidth = 3",
            "7:9: left, right and width",
        ),
        (
            "[[text]]\ntext = 'a'\nrotate = 45",
            "6:10: rotate is 0, 90, 180 or 270",
        ),
        (
            "[[text]]\ntext = 'a'\nalign = 'top'",
            "6:9: align is one of left, centre",
        ),
        (
            "[[symbol]]\ntype = 'aztec'\nais = ['01']",
            "5:8: type is one of datamatrix, qr, code128, ean13, ean8, upca, upce, itf14, ean",
        ),
        (
            "[[text]]\ntext = '{scan}'",
            "5:8: {scan} is no field: a line's element string is read into its AIs, so name those, \
             as in ais = [\"01\", \"10?\", \"21\"] or {10}",
        ),
        (
            "[[symbol]]\ntype = 'qr'\ndata = '{Element String}'",
            "6:8: {Element String} is no field",
        ),
        (
            "[[text]]\ntext = '{quantity}'",
            "5:8: {quantity} is no field: the quantity of a line is how many labels it has",
        ),
        (
            "[[symbol]]\ntype = 'qr'\nais = ['01', 'x']",
            "6:14: x is no Application Identifier",
        ),
        ("[[symbol]]\ntype = 'qr'", "4:1: ais or data is missing"),
        (
            "[[symbol]]\ntype = 'qr'\nais = ['01']\nlink = 'example.com'",
            "7:8: link is the beginning",
        ),
        (
            "[[symbol]]\ntype = 'qr'\nais = ['01']\nuse = 'home'",
            "7:7: use is one of label, retail",
        ),
        (
            "[[line]]\nleft = 1\nright = 1\ntop = 1\nbottom = 1",
            "4:1: a line goes across",
        ),
        ("text = 'a'", "4:8: text is written as tables, [[text]]"),
        ("stock = 'L7160'", "1:1: there is nothing on the label"),
        ("margin = 'wide'", "4:10: margin is a length"),
        ("[[image]]\nleft = 1", "4:1: file is missing"),
    ] {
        let error = Template::parse(&format!("{HEAD}{more}"))
            .expect_err(more)
            .to_string();
        assert!(error.starts_with(told), "{more}: {error}");
    }
}

#[test]
fn an_item_that_cannot_be_drawn_is_named() {
    const HEAD: &str = "name = 'x'\nwidth = 50\nheight = 25\n";
    const SYMBOL: &str =
        "[[symbol]]\ntype = 'datamatrix'\nais = ['01', '21']\nleft = 2\ntop = 2\nhri = 'none'\n";
    for (more, code, told) in [
        (
            "[[text]]\ntext = 'a'\nleft = 60\nwidth = 5",
            "item-off-label",
            "text 1: it leaves the label of 50 mm by 25 mm",
        ),
        (
            "[[box]]\nname = 'frame'\nleft = -1\nright = 1",
            "item-off-label",
            "box \"frame\": it leaves the label",
        ),
        (
            "[[text]]\ntext = 'over'\nname = 'title'\nleft = 3\ntop = 3",
            "items-overlap",
            "text \"title\": it overlaps symbol 1",
        ),
        (
            "[[text]]\ntext = 'a long text that is far too wide'\nleft = 20\nwidth = 12\nshrink = false",
            "item-too-large",
            "text 1: \"a long text",
        ),
        (
            "[[text]]\ntext = '{colour}'\nleft = 20",
            "value-missing",
            "text 1: colour is asked for and empty",
        ),
        (
            "[[text]]\ntext = '{lot:DD.MM.YYYY}'\nleft = 20",
            "value-form",
            "text 1: (10) lot \"2026-04-A\" is no date",
        ),
        (
            "[[text]]\ntext = '中'\nleft = 20",
            "glyph-missing",
            "text 1: the built-in font has no '中'",
        ),
        (
            "[[text]]\ntext = 'שלום'\nleft = 20",
            "text-right-to-left",
            "text 1: \"שלום\" has",
        ),
        (
            "[[symbol]]\ntype = 'code128'\nais = ['01']\nleft = 20\ntop = 2",
            "item-too-large",
            "symbol 2: Code 128 of 134 modules needs",
        ),
        (
            "[[symbol]]\ntype = 'ean13'\nais = ['01']\nleft = 12\ntop = 1\nwidth = 37\nheight = 10\nuse = 'retail'",
            "bars-too-low",
            "symbol 2: its bars would be",
        ),
        (
            "[[symbol]]\ntype = 'upce'\nais = ['01']\nleft = 20\nuse = 'logistics'",
            "gtin-length",
            "symbol 2: ",
        ),
        (
            "[[symbol]]\ntype = 'qr'\ndata = ' (01){gtin}'\nleft = 20",
            "in-front",
            "symbol 2: a blank stands in front of what looks like GS1 data",
        ),
        (
            "[[symbol]]\ntype = 'qr'\ndata = 'https://id.gs1.org/01/{sku}'\nleft = 20",
            "digital-link",
            "symbol 2: ",
        ),
        (
            "[[symbol]]\ntype = 'qr'\nais = ['01', '37']\nleft = 20",
            "value-missing",
            "symbol 2: (37) is asked for and empty",
        ),
        (
            "[[image]]\nfile = 'logo.png'\nleft = 20",
            "image",
            "image 1: logo.png: it was not read",
        ),
        (
            "[[symbol]]\ntype = 'qr'\ndata = '{sku}'\nleft = 20\nuse = 'healthcare'",
            "not-for-this-use",
            "symbol 2: QR Code is not among",
        ),
    ] {
        let error = fit(&format!("{HEAD}{SYMBOL}{more}"), &widget()).expect_err(more);
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().starts_with(told), "{more}: {error}");
    }
}

#[test]
fn a_use_changes_the_sizes_of_symbols_but_not_of_one_with_a_use_of_its_own() {
    let text = "name = 'x'\nwidth = 90\nheight = 60\n\
        [[symbol]]\ntype = 'datamatrix'\nais = ['01', '21']\nleft = 2\ntop = 2\n\
        [[symbol]]\ntype = 'datamatrix'\nais = ['01', '21']\nleft = 45\ntop = 2\nuse = 'label'";
    let template = Arc::new(Template::parse(text).expect("a template"));
    let modules = |use_: Option<Use>| -> Vec<Emu> {
        let spec = TemplateSpec {
            use_,
            ..spec(size(&template), 600)
        };
        let layout = template.fit(spec, &widget()).expect("it fits");
        layout.symbols().map(|size| size.module).collect()
    };
    let (usual, logistics) = (modules(None), modules(Some(Use::Logistics)));
    assert!(logistics[0] >= Emu::from_um(743) && usual[0] < Emu::from_um(400));
    assert_eq!(usual[1], logistics[1]);
}

#[test]
fn a_picture_is_ink_and_paper_on_whole_dots() {
    let text = "name = 'x'\nwidth = 20\nheight = 20\n[[image]]\nfile = 'logo.png'\nleft = 2\ntop = 2\nwidth = 10\nheight = 10";
    let mut template = Template::parse(text).expect("a template");
    assert_eq!(template.pictures().collect::<Vec<_>>(), ["logo.png"]);
    let error = template
        .load(|name| Err(std::io::Error::other(format!("{name} is away"))))
        .expect_err("not there");
    assert_eq!(error.to_string(), "image 1: logo.png: logo.png is away");
    assert!(template.load(|_| Ok(b"no picture".to_vec())).is_err());
    // Half ink, half paper.
    let half =
        image::GrayImage::from_fn(40, 40, |x, _| image::Luma([if x < 20 { 0 } else { 255 }]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    half.write_to(&mut bytes, image::ImageFormat::Png)
        .expect("memory");
    template
        .load(|_| Ok(bytes.get_ref().clone()))
        .expect("a picture");
    let template = Arc::new(template);
    let spec = spec(size(&template), 300);
    let layout = template.fit(spec.clone(), &widget()).expect("it fits");
    let page = page(&layout, &widget(), &spec);
    let grey = png::preview(&page).expect("a small page");
    let dark = grey.pixels().filter(|pixel| pixel.0[0] == 0).count();
    // 10 mm at 300 dpi are 117 whole dots, and the picture is a square of them, half of it ink.
    assert!((117 * 58..=117 * 60).contains(&dark), "{dark}");
}

#[test]
fn units_of_a_line_that_need_more_room_than_the_worst_are_refused_and_never_drawn_over_others() {
    let text = "name = 'x'\nwidth = 30\nheight = 12\n\
        [[text]]\ntext = '{serial}'\nsize = 3\nshrink = false\nleft = 2\nwidth = 26\ntop = 3";
    let layout = fit(text, &widget().with("21", "000000000")).expect("it fits");
    assert!(
        layout
            .draw(&widget().with("21", "999999999"), Point::default())
            .is_ok()
    );
    let error = layout
        .draw(
            &widget().with("21", "99999999999999999999"),
            Point::default(),
        )
        .expect_err("too wide");
    assert_eq!(error.fault, ItemFault::LargerThanFitted);
}

/// The corners of what a mark inks, or keeps light around itself.
fn corners(mark: &Mark) -> (Point, Point) {
    let (at, far) = match mark {
        Mark::Symbol {
            at,
            turn,
            module,
            row_height,
            symbol,
        } => {
            let quiet = symbol.symbology().quiet_zone;
            let modules = |count: i64| *module * count;
            let right = modules(i64::from(symbol.columns()) + i64::from(quiet.right));
            let down = *row_height * i64::from(symbol.rows()) + modules(quiet.bottom.into());
            (
                turn.place(*at, -modules(quiet.left.into()), -modules(quiet.top.into())),
                turn.place(*at, right, down),
            )
        }
        Mark::Text {
            at,
            turn,
            size,
            face,
            text,
        } => {
            let width = face.width(text, *size).expect("drawn before");
            (*at, turn.place(*at, width, -face.cap_height(*size)))
        }
        Mark::Fill { at, width, height } => (
            *at,
            Point {
                x: at.x + *width,
                y: at.y + *height,
            },
        ),
        Mark::Picture {
            at,
            turn,
            point,
            ink,
        } => {
            let width = *point * i64::from(ink.columns());
            (*at, turn.place(*at, width, *point * i64::from(ink.rows())))
        }
    };
    let least = Point {
        x: at.x.min(far.x),
        y: at.y.min(far.y),
    };
    let most = Point {
        x: at.x.max(far.x),
        y: at.y.max(far.y),
    };
    (least, most)
}

/// An item of a template: left, top, width and height in mm, its turn, how it lies in its room, and what it is.
type Placed = (i64, i64, i64, i64, i64, usize, usize);

fn placed() -> impl Strategy<Value = Vec<Placed>> {
    let item = (
        -2_i64..60,
        -2_i64..40,
        1_i64..50,
        1_i64..40,
        0_i64..4,
        0_usize..9,
        0_usize..6,
    );
    prop::collection::vec(item, 1..5)
}

fn template_of(items: &[Placed]) -> Arc<Template> {
    use std::fmt::Write as _;
    let mut text = String::from("name = 'x'\nwidth = 60\nheight = 40\n");
    for (left, top, width, height, turn, lie, kind) in items {
        text.push_str(match kind {
            0 => "[[symbol]]\ntype = 'datamatrix'\nais = ['01', '21']\n",
            1 => "[[symbol]]\ntype = 'code128'\nais = ['01']\nuse = 'healthcare'\n",
            2 => "[[symbol]]\ntype = 'code128'\nais = ['21']\n",
            3 => "[[text]]\ntext = '{sku} {serial}'\nwrap = true\n",
            4 => "[[text]]\ntext = 'SN {serial}'\n",
            _ => "[[text]]\ntext = 'LOT {lot}'\n",
        });
        let align = ["left", "centre", "right"][lie % 3];
        let valign = ["top", "middle", "bottom"][lie / 3];
        writeln!(
            text,
            "left = {left}\ntop = {top}\nwidth = {width}\nheight = {height}\nrotate = {}\n\
             align = '{align}'\nvalign = '{valign}'",
            turn * 90
        )
        .expect("memory");
    }
    Arc::new(Template::parse(&text).expect("a template"))
}

/// Every mark lies on the label, and on no other.
fn lie_apart(marks: &[Mark], at: Point, (width, height): (Emu, Emu)) -> Result<(), TestCaseError> {
    for mark in marks {
        let (least, most) = corners(mark);
        prop_assert!(least.x >= at.x && least.y >= at.y, "{mark:?}");
        prop_assert!(
            most.x <= at.x + width && most.y <= at.y + height,
            "{mark:?}"
        );
        for other in marks.iter().filter(|other| !std::ptr::eq(*other, mark)) {
            let (least_2, most_2) = corners(other);
            let apart = most.x <= least_2.x
                || most_2.x <= least.x
                || most.y <= least_2.y
                || most_2.y <= least.y;
            prop_assert!(apart, "{mark:?} {other:?}");
        }
        if let Mark::Symbol { at, .. } = mark {
            let dot = Dpi::new(300).expect("a usual resolution").dot();
            prop_assert_eq!((at.x.0 % dot.0, at.y.0 % dot.0), (0, 0));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_a_template_accepts_lies_on_the_label_apart_from_each_other(
        items in placed(), label in 0_i64..4, worst in "[0-9IW]{1,12}", serial in "[0-9IW]{1,12}",
    ) {
        let turn = Turn::of_degrees(label * 90).expect("a right angle");
        let size = if turn.is_sideways() { (Emu::MM * 40, Emu::MM * 60) } else { (Emu::MM * 60, Emu::MM * 40) };
        let spec = TemplateSpec { turn, ..spec(size, 300) };
        let worst = widget().with("21", &worst);
        if let Ok(layout) = template_of(&items).fit(spec, &worst) {
            // Anywhere on a page, not on a whole dot.
            let at = Point { x: Emu(1_001), y: Emu(77) };
            lie_apart(&layout.draw(&worst, at).expect("it was fitted").marks, at, size)?;
            // Another unit of the line: drawn as well, or refused.
            if let Ok(drawn) = layout.draw(&widget().with("21", &serial), at) {
                lie_apart(&drawn.marks, at, size)?;
            }
        }
    }
}

#[test]
fn a_template_takes_the_size_of_the_stock_that_it_names() {
    let text =
        |head: &str| format!("name = 'x'\n{head}[[text]]\ntext = '{{sku}}'\nright = 2\nbottom = 2");
    let template = Arc::new(Template::parse(&text("stock = 'L7160'\n")).expect("a template"));
    assert_eq!((template.size(), template.stock()), (None, Some("L7160")));
    let label = (Emu::from_um(63_500), Emu::from_um(38_100));
    assert!(template.fit(spec(label, 300), &widget()).is_ok());
    for head in ["", "width = 50\n", "height = 50\nstock = 'L7160'\n"] {
        let error = Template::parse(&text(head)).expect_err(head).to_string();
        assert!(error.starts_with("1:1: width and height say"), "{error}");
    }
}

#[test]
fn what_a_symbol_says_is_ais_bracketed_data_a_link_or_any_text() {
    let text = "name = 'x'\nwidth = 100\nheight = 60\n\
        [[symbol]]\ntype = 'qr'\ndata = 'https://example.com/{serial}?{{lot}}={lot}'\nlevel = 'H'\nleft = 1\ntop = 1\n\
        [[symbol]]\ntype = 'datamatrix'\ndata = '(01){gtin}(10)B-{lot?}(21){serial}'\nshape = 'rectangle'\nhri = 'right'\nleft = 35\ntop = 1\nwidth = 60\n\
        [[symbol]]\ntype = 'qr'\nais = ['GTIN', '21', '3103?', '17?']\nlink = 'https://example.com/p'\nhri = 'none'\nleft = 1\ntop = 30\n\
        [[symbol]]\ntype = 'ean13'\ndata = '{gtin}'\nleft = 40\ntop = 30\n";
    let unit = widget().without("10").with("3103", "001250");
    let refused = fit(text, &unit).expect_err("the text needs a lot");
    assert_eq!(
        (refused.code(), refused.column()),
        ("value-missing", Some("lot"))
    );
    let unit = unit.with("10", "L1");
    let template = Arc::new(Template::parse(text).expect("a template"));
    let spec = spec(size(&template), 300);
    let layout = template.fit(spec.clone(), &unit).expect("it fits");
    assert_eq!(
        symbols(&page(&layout, &unit, &spec)),
        [
            said("]Q1", "https://example.com/WG-2026040001?{lot}=L1"),
            said("]d2", "010501234567890010B-L1\u{1d}21WG-2026040001"),
            said(
                "]Q1",
                "https://example.com/p/01/05012345678900/21/WG-2026040001?3103=001250&17=280430"
            ),
            said("]E0", "5012345678900"),
        ]
    );
    let sizes: Vec<_> = layout.symbols().map(|size| size.symbol).collect();
    assert!(
        sizes[0].ends_with("-H") && sizes[1].contains("16x"),
        "{sizes:?}"
    );
    // The manifest tells the unit by the symbol that says most of it.
    let said = layout
        .draw(&unit, Point::default())
        .expect("drawn")
        .elements
        .expect("elements");
    assert_eq!(said.get("21"), Some("WG-2026040001"));
    assert_eq!(said.elements().len(), 4);
}
