//! ZPL: what a label's text holds, so that a fault is seen without a printer; .ci/zpl_check.sh has it drawn and read.
#![cfg(feature = "render")]

use std::sync::Arc;

use unitmark::element::ElementString;
use unitmark::font::Face;
use unitmark::label::{Mark, Point, Turn};
use unitmark::render::symbol::Text;
use unitmark::render::{self, Document, Format, RenderError};
use unitmark::sheet::Page;
use unitmark::symbol::{Data, Dpi, Emu, Options, Sizing, Symbology, Use};

fn dpi() -> Dpi {
    Dpi::new(203).expect("usual")
}

fn zpl(format: &str, page: &Page) -> String {
    let format = Format::find(format).expect("a format");
    let mut file = Vec::new();
    let page = format.draw(page).expect("drawable");
    format
        .write(vec![page], &Document::default(), &mut file)
        .expect("memory does not fail");
    String::from_utf8(file).expect("ASCII")
}

fn alone(symbology: &str, raw: &str) -> Page {
    let elements = ElementString::parse_raw(raw.as_bytes()).expect("valid");
    let symbology = Symbology::find(symbology).expect("known");
    let symbol = symbology
        .encode(&Data::Gs1(&elements), &Options::default())
        .expect("it fits");
    let sizing = Sizing::new(symbology, Use::Label, dpi(), None).expect("a usual resolution");
    render::symbol::page(Arc::new(symbol), &sizing, None, Text::Nothing).expect("no text to set")
}

#[test]
fn fnc1_is_written_as_each_command_wants_it() {
    let raw = "010952123454321310AB\u{1d}21C";
    for (symbology, field) in [
        ("datamatrix", ",,_,1^FH\\^FD_1010952123454321310AB_121C^FS"),
        ("code128", "N,N,N,D^FH\\^FD010952123454321310AB>821C^FS"),
    ] {
        let text = zpl("zpl-commands", &alone(symbology, raw));
        assert!(text.contains(field), "{text}");
    }
}

#[test]
fn data_that_hold_the_escape_character_get_another_one() {
    let text = zpl(
        "zpl-commands",
        &alone("datamatrix", "010952123454321310A_1"),
    );
    assert!(
        text.contains(",,|,1^FH\\^FD|1010952123454321310A_1^FS"),
        "{text}"
    );
}

#[test]
fn what_no_command_says_surely_is_a_bitmap() {
    for (symbology, raw) in [
        ("qr", "010952123454321310AB\u{1d}21C"),
        ("code128", "010952123454321310A>B"),
        ("code128", "010952123454321310A(B)"),
    ] {
        let page = alone(symbology, raw);
        assert_eq!(zpl("zpl-commands", &page), zpl("zpl", &page));
        assert!(zpl("zpl", &page).contains("^GFA,"));
    }
}

#[test]
fn a_filled_box_is_a_box_of_whole_dots_and_text_on_the_edge_is_cut_there() {
    let page = Page {
        width: Emu::from_mm(10.0),
        height: Emu::from_mm(5.0),
        dpi: dpi(),
        marks: vec![
            Mark::Fill {
                at: Point {
                    x: Emu::from_mm(1.0),
                    y: Emu::from_mm(2.0),
                },
                width: Emu::from_mm(3.0),
                height: Emu::from_um(250),
            },
            Mark::Text {
                at: Point {
                    x: Emu::from_mm(-1.0),
                    y: Emu::from_mm(1.0),
                },
                turn: Turn::None,
                size: Emu::from_mm(3.0),
                face: Face::built_in(false),
                text: "W".repeat(20),
            },
        ],
    };
    let text = zpl("zpl", &page);
    assert!(
        text.starts_with("^XA^LH0,0^LS0^PW80^LL40\n^FO8,16^GB24,2,2^FS\n^FO0,0^GFA,"),
        "{text}"
    );
    // Ten bytes a row: no dot past the label's 80.
    assert!(text.contains(",10,"), "{text}");
}

#[test]
fn a_label_longer_than_the_language_can_name_is_refused() {
    let page = Page {
        width: Emu::from_mm(10.0),
        height: Emu::from_mm(4_001.0),
        dpi: dpi(),
        marks: Vec::new(),
    };
    let zpl = Format::find("zpl").expect("a format");
    assert!(matches!(zpl.draw(&page), Err(RenderError::PageSize { .. })));
}
