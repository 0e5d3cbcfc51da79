//! A font of one's own: Chinese is set, embedded and can be copied out; what no font sets is an error.
#![cfg(all(feature = "pdf", feature = "png"))]

use std::path::Path;

use unitmark::font::{Font, FontErrorKind, Fonts};
use unitmark::label::{Mark, Point, Turn};
use unitmark::render::{Document, Format, png};
use unitmark::sheet::Page;
use unitmark::symbol::{Dpi, Emu};

/// TrueType fonts with Chinese letters where Debian's packages put them; `UNITMARK_CJK_FONT` names another.
const USUAL: &[&str] = &[
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
];

fn chinese() -> Option<Font> {
    let named = std::env::var("UNITMARK_CJK_FONT").ok();
    let found = named
        .iter()
        .map(String::as_str)
        .chain(USUAL.iter().copied())
        .find(|name| Path::new(name).is_file());
    let Some(name) = found else {
        assert!(
            std::env::var_os("UNITMARK_REQUIRE_CJK_FONT").is_none(),
            "no Chinese font is installed: fonts-wqy-microhei has one"
        );
        eprintln!("no Chinese font is installed: nothing is tried here");
        return None;
    };
    let bytes = std::fs::read(name).expect("the font's file");
    Some(Font::parse(name, bytes).expect("a TrueType font"))
}

fn page(fonts: &Fonts, text: &str) -> Page {
    let mark = Mark::Text {
        at: Point {
            x: Emu::MM * 2,
            y: Emu::MM * 8,
        },
        turn: Turn::None,
        size: Emu::MM * 5,
        face: fonts.face(true),
        text: text.to_owned(),
    };
    Page {
        width: Emu::MM * 50,
        height: Emu::MM * 12,
        dpi: Dpi::new(300).expect("a usual resolution"),
        marks: vec![mark],
    }
}

#[test]
fn a_font_of_ones_own_sets_chinese_in_every_format() {
    const TEXT: &str = "红色部件 WG-1";
    let Some(font) = chinese() else {
        return;
    };
    let fonts = Fonts::own(font);
    let page = page(&fonts, TEXT);
    let ink = png::preview(&page).expect("a small page");
    let dark = ink.pixels().filter(|pixel| pixel.0[0] == 0).count();
    assert!(dark > 1_000, "{dark}");
    for name in ["pdf", "svg", "zpl", "png"] {
        let format = Format::find(name).expect("a format");
        let mut file = Vec::new();
        let content = format.draw(&page).expect("the font has it");
        format
            .write(vec![content], &Document::default(), &mut file)
            .expect("memory");
        // The font has four megabytes and more; the document holds the few letters that it shows.
        assert!(file.len() < 100_000, "{name}: {}", file.len());
        if name == "pdf" {
            let raw = String::from_utf8_lossy(&file);
            let (_, named) = raw
                .split_once("UNITMO+")
                .expect("the tag of an embedded subset");
            assert!(named.starts_with(|c: char| c.is_ascii_alphanumeric()));
            let pdf = lopdf::Document::load_mem(&file).expect("a PDF");
            assert_eq!(pdf.extract_text(&[1]).expect("text").trim(), TEXT);
        }
        if name == "svg" {
            assert!(String::from_utf8_lossy(&file).contains(TEXT));
        }
    }
}

#[test]
fn what_the_font_lacks_and_what_runs_from_right_to_left_is_an_error_and_never_a_question_mark() {
    let Some(font) = chinese() else {
        return;
    };
    for (text, kind) in [
        ("𓀀", FontErrorKind::Missing),
        ("שלום", FontErrorKind::RightToLeft),
        ("مرحبا", FontErrorKind::RightToLeft),
        ("a\tb", FontErrorKind::Control),
    ] {
        let error = font.units(text).expect_err("not set");
        assert_eq!(error.kind, kind, "{error}");
        assert!(!error.font.is_empty());
    }
}

#[test]
fn a_file_that_is_no_truetype_font_is_refused_with_the_way_out() {
    for bytes in [
        &b""[..],
        b"OTTO\0\x01\0\0",
        b"ttcf\0\x01\0\0\0\0\0\x01\0\0\0\x10OTTO",
        b"ttcf\0\x01\0\0\0\0\0\x01\xff\xff\xff\xff",
        b"<svg/>",
    ] {
        let error = Font::parse("label.otf", bytes.to_vec()).expect_err("no font");
        assert_eq!(error.code(), "font-file");
        let text = error.to_string();
        assert!(
            text.starts_with("label.otf cannot be used as a font: "),
            "{text}"
        );
        assert!(
            text.ends_with("take a TrueType font (.ttf or .ttc)"),
            "{text}"
        );
    }
}
