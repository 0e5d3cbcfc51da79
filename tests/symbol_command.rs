//! `unitmark symbol`: what the data are decides what is drawn; what cannot be drawn leaves no file.
#![cfg(feature = "cli")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn unitmark(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .arg("symbol")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

fn json(arguments: &[&str]) -> serde_json::Value {
    let folder = tempfile::tempdir().expect("a folder");
    let output = unitmark(
        folder.path(),
        &[arguments, &["-o", "-", "--format", "json"]].concat(),
    );
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("one object")
}

#[test]
fn the_form_of_the_data_decides_between_a_gs1_symbol_and_a_plain_one() {
    for (data, identifier, text) in [
        ("(01)09521234543213(21)A", "]d2", "010952123454321321A"),
        ("^010952123454321321A", "]d2", "010952123454321321A"),
        ("]d2010952123454321321A", "]d2", "010952123454321321A"),
        (
            "]C1010952123454321310L1\u{1d}21A",
            "]d2",
            "010952123454321310L1\u{1d}21A",
        ),
        (
            "010952123454321310L1\u{1d}21A",
            "]d2",
            "010952123454321310L1\u{1d}21A",
        ),
        (
            "https://id.gs1.org/01/09521234543213",
            "]d1",
            "https://id.gs1.org/01/09521234543213",
        ),
        ("0109521234543213", "]d1", "0109521234543213"),
        ("(s) brackets", "]d1", "(s) brackets"),
    ] {
        let symbol = json(&["datamatrix", data]);
        assert_eq!(symbol["identifier"], identifier, "{data:?}");
        assert_eq!(symbol["text"], text);
    }
    let plain = json(&["datamatrix", "(01)09521234543214", "--as", "plain"]);
    assert_eq!(plain["identifier"], "]d1");
}

#[test]
fn what_looks_like_gs1_data_is_never_drawn_as_plain_text() {
    #[rustfmt::skip]
    let cases: &[(&str, &str)] = &[
        ("\u{feff}(01)09521234543213", "a byte order mark (U+FEFF) stands in front"),
        (" (01)09521234543213", "a blank stands in front"),
        ("\u{200b}(01)09521234543213", "U+200B stands in front"),
        ("\u{a0}\t(01)09521234543213", "U+00A0, U+0009 stand in front"),
        ("\"(01)09521234543213\"", "\" stands in front"),
        ("\u{201c}]d20109521234543213", "\u{201c} (U+201C) stands in front"),
        (" ^0109521234543213", "a blank stands in front"),
        ("\u{1d}0109521234543213", "GS (U+001D) stands in front"),
        ("{GS}0109521234543213", "in front of what looks like GS1 data"),
        ("<GS>010952123454321310L1\u{1d}21A", "in front of what looks like GS1 data"),
        ("010952123454321310L1{GS}21A", "where GS1 data have GS (0x1D)"),
        ("\u{ff08}01\u{ff09}09521234543213", "\u{ff08} (U+FF08) stands where GS1 data have (: write ("),
        ("\u{ff08}\u{ff10}\u{ff11}\u{ff09}09521234543213", "(U+FF08) stands"),
        ("( 01)09521234543213", "an AI is two to four digits"),
        ("[01]09521234543213", "[ stands where GS1 data have (: write ("),
        ("\u{ff3d}d20109521234543213", "where GS1 data have ]"),
        ("]d1(01)09521234543213", "]d1 says that the symbol was no GS1 symbol"),
        ("]X9hello", "identifier ]X9 say is not known"),
        ("]E3952123454321312", "leave out ]E3 and the last 2 digits"),
        ("]E09521234543214", "check digit"),
        ("]E0952123454321", "13 digits"),
        ("https://id.gs1.org/01/09521234543214", "check digit"),
        ("HTTPS://ID.GS1.ORG/01/09521234543214", "check digit"),
        ("https://id.gs1.org/1/09521234543213", "web address"),
        ("https://example.com/01/9521234543213", "13 characters"),
        ("https://example.com/01/09521234543213/21/A/10/B", "(10)"),
        ("https://example.com/01/09521234543213 ", "URI"),
        ("\u{feff}https://example.com/01/09521234543213", "a byte order mark (U+FEFF) stands in front"),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    for (data, message) in cases {
        let output = unitmark(folder.path(), &["qr", data, "-o", "symbol.png"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{data:?}: {told}");
        assert!(told.contains(message), "{data:?}: {told}");
        assert!(told.ends_with("say --as plain\n"), "{told}");
        let plain = json(&["qr", data, "--as", "plain"]);
        assert_eq!(plain["text"], *data);
    }
}

#[test]
fn web_addresses_and_text_stay_what_they_are() {
    for text in [
        "https://example.com/2026/01/15",
        "https://example.com/2026/01/a-post-of-that-day",
        "https://example.com/01/about",
        "https://example.com/shop?01=09521234543214",
        " https://example.com/with/a/blank",
        "http://",
        "(s) brackets",
        "[x] done",
        "^caret",
        "10 kg {GS",
        "\"quoted\"",
        "]",
        "12",
    ] {
        assert_eq!(json(&["qr", text])["text"], text);
    }
}

#[test]
fn a_scan_is_drawn_as_what_it_says() {
    for (data, identifier, text) in [
        ("]E05012345678900", "]d2", "0105012345678900"),
        ("]E495200002", "]d2", "0100000095200002"),
        ("]I119521234543210", "]d2", "0119521234543210"),
        ("]d1hello", "]d1", "hello"),
        (
            "]Q1https://id.gs1.org/01/09521234543213",
            "]d1",
            "https://id.gs1.org/01/09521234543213",
        ),
    ] {
        for form in ["auto", "scan"] {
            let symbol = json(&["datamatrix", data, "--as", form]);
            assert_eq!(symbol["identifier"], identifier, "{data:?}");
            assert_eq!(symbol["text"], text);
        }
    }
    assert_eq!(
        json(&["ean13", "]E05012345678900"])["text"],
        "5012345678900"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let output = unitmark(
        folder.path(),
        &["qr", "5012345678900", "--as", "scan", "-o", "a.png"],
    );
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told.contains("a symbology identifier such as ]d2"),
        "{told}"
    );
}

#[test]
fn the_byte_order_mark_of_a_batch_is_no_part_of_its_first_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let batch = |text: &str| {
        fs::write(folder.path().join("lines"), text).expect("room");
        let arguments = ["qr", "--batch", "lines", "-o", "-", "--format", "json"];
        unitmark(folder.path(), &arguments)
    };
    let marked = batch("\u{feff}(01)09521234543213\r\n(01)09521234543213(21)1\r\n");
    let symbols = String::from_utf8_lossy(&marked.stdout);
    assert_eq!(marked.status.code(), Some(0), "{marked:?}");
    assert_eq!(symbols.matches("\"]Q3\"").count(), 2, "{symbols}");
    let second = batch("(01)09521234543213\n\u{feff}(01)09521234543213\n");
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains("line 2: a byte order mark"));
}

#[test]
fn bars_on_a_label_of_ones_own_are_as_high_as_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["ean13", "9521234543213", "--height", "5", "-o", "a.svg"];
    let output = unitmark(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn json_has_a_row_of_modules_for_each_row() {
    let symbol = json(&["ean8", "95200002"]);
    assert_eq!((&symbol["rows"], &symbol["cols"]), (&1.into(), &67.into()));
    let modules = symbol["modules"][0].as_str().expect("a row");
    assert_eq!((modules.len(), &modules[..3]), (67, "101"));
    let symbol = json(&["datamatrix", "x", "--size", "22x22"]);
    assert_eq!(symbol["version"], "22x22");
    assert_eq!(symbol["modules"].as_array().expect("rows").len(), 22);
}

#[test]
fn what_cannot_be_drawn_leaves_no_file_and_says_why() {
    let long = "x".repeat(8_000);
    #[rustfmt::skip]
    let cases: &[(&[&str], i32, &str)] = &[
        (&["datamatrix", ""], 1, "no data"),
        (&["datamatrix", &long], 1, "it has 8000 bytes, and 144x144, the largest, holds at most 3116"),
        (&["qr", &long], 1, "it has 8000 bytes, and 40-L, the largest, holds at most 7089"),
        (&["code128", &long], 1, "80 symbol characters"),
        (&["code128", "(01)09521234543213(17)270430(10)2026-04-A(21)WG-2026040001"], 1, "GS1-128 holds 48"),
        (&["code128", "é"], 1, "'é' at byte 0 cannot be encoded"),
        (&["ean13", "9521234543214"], 1, "3 does"),
        (&["ean13", "95212345432"], 1, "13 digits"),
        (&["ean13", "(01)09521234543213(21)1"], 1, "nothing else"),
        (&["upce", "012345678905"], 1, "use upca"),
        (&["itf14", "1952123454321O"], 1, "'O' at byte 13"),
        (&["qr", "(01)09521234543214"], 1, "check digit"),
        (&["qr", "(01)09521234543214"], 1, "--as plain"),
        (&["qr", "a sentence that is too long", "--size", "1", "--level", "H"], 1, "1-H holds 72 bits"),
        (&["qr", "x", "--size", "1-L", "--level", "H"], 1, "1-L has another level than H"),
        (&["datamatrix", "x", "--size", "23x23"], 1, "no size"),
        (&["datamatrix", "(01)09521234543213(21)1", "--size", "10x10"], 1, "10x10 holds 3 codewords; 16x16 holds it"),
        (&["datamatrix", "(01)09521234543213(10)"], 1, "(10)"),
        (&["qr", "^010952123454321"], 1, "(01)"),
        (&["ean8", "95200003"], 1, "2 does"),
        (&["upca", "614141000037"], 1, "6 does"),
        (&["upce", "01278908"], 1, "7 does"),
        (&["itf14", "19521234543211"], 1, "0 does"),
        (&["itf14", ""], 1, "no data"),
        (&["upce", "01278907", "--use", "logistics"], 1, "not among the symbols of logistics"),
        (&["ean13", "9521234543213", "--x", "0.33", "--dpi", "203"], 1, "0.25 mm or 0.375 mm"),
        (&["ean13", "9521234543213", "--x", "2"], 1, "0.264 mm to 0.66 mm"),
        (&["ean13", "95200002"], 1, "use ean8"),
        (&["ean13", "0000095200002"], 1, "eight digits, 95200002"),
        (&["ean13", "(01)00000095200002"], 1, "use ean8"),
        (&["upca", "000095200002"], 1, "use ean8"),
        (&["datamatrix", "]C10109521234543213|21A"], 1, "composite"),
        (&["ean13", "9521234543213", "--use", "retail", "--height", "5"], 1, "lower than the 23.45 mm"),
        (&["code128", "(00)340123450000000017", "--use", "logistics", "--height", "31.7"], 1, "31.75 mm that logistics asks"),
        (&["ean13", "9521234543213", "--size", "22x22"], 2, "--size is for datamatrix and qr"),
        (&["datamatrix", "x", "--level", "H"], 2, "--level is for qr"),
        (&["ean13", "9521234543213", "--shape", "rectangle"], 2, "--shape is for datamatrix"),
        (&["qr", "x", "--separator", "gs"], 2, "--separator is for datamatrix"),
        (&["qr", "x", "--height", "5"], 2, "--height is for bars"),
        (&["upca", "614141000036", "--quiet-zone-marks"], 2, "--quiet-zone-marks is for ean13 and ean8"),
        (&["cuneiform", "x"], 2, "there are datamatrix"),
        (&["qr", "x", "--use", "moon"], 2, "there are label"),
        (&["qr", "x", "--level", "Z"], 2, "there are L, M, Q, H"),
        (&["qr", "x", "--dpi", "301"], 2, "301 dpi"),
    ];
    for (arguments, status, message) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        let output = unitmark(
            folder.path(),
            &[arguments, &["-o", "symbol.png"][..]].concat(),
        );
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(*status), "{arguments:?}: {told}");
        assert!(told.contains(message), "{arguments:?}: {told}");
        assert_eq!(
            fs::read_dir(folder.path()).expect("the folder").count(),
            0,
            "{arguments:?}"
        );
    }
}

#[test]
fn a_target_that_cannot_be_written_is_status_3_and_an_ending_unknown_is_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let status = |name: &str| {
        unitmark(folder.path(), &["qr", "x", "-o", name])
            .status
            .code()
    };
    assert_eq!(status("no/such/folder/symbol.png"), Some(3));
    assert_eq!(status("symbol.bmp"), Some(2));
    assert_eq!(status("symbol"), Some(2));
}

#[test]
fn the_size_is_told_and_svg_and_png_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["symbol.svg", "symbol.png", "symbol.pdf"] {
        let output = unitmark(
            folder.path(),
            &["ean13", "9521234543213", "-o", name, "--dpi", "300"],
        );
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "95 modules: X 0.339 mm (4 dots at 300 dpi), 38.269 mm x 26.67 mm in all\n"
        );
    }
    let svg = fs::read_to_string(folder.path().join("symbol.svg")).expect("a file");
    assert!(svg.contains("38.269") && svg.contains("</svg>"));
    assert!(
        fs::read(folder.path().join("symbol.png"))
            .expect("a file")
            .starts_with(b"\x89PNG")
    );
}

#[test]
fn a_batch_draws_each_line_or_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("good"),
        "(01)09521234543213(21)1\nhttps://id.gs1.org/01/09521234543213\n",
    )
    .expect("room");
    fs::write(
        folder.path().join("bad"),
        "(01)09521234543213(21)1\n(01)09521234543214\n\n",
    )
    .expect("room");
    let batch =
        |file: &str, name: &str| unitmark(folder.path(), &["qr", "--batch", file, "-o", name]);
    let told = |output: Output| {
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (status, text) = told(batch("bad", "{line}.png"));
    assert_eq!(status, Some(1));
    assert!(
        text.contains("line 2: ") && text.contains("line 3: "),
        "{text}"
    );
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2);
    assert_eq!(told(batch("good", "one.png")).0, Some(2));
    assert_eq!(
        told(batch("good", "no/{line}.png")),
        (
            Some(3),
            "no/1.png: there is no folder no: make it, or name another\n".into()
        )
    );
    assert_eq!(
        told(batch("good", "{line}.png")),
        (
            Some(0),
            "2 symbols, the largest 3-Q: X 0.339 mm (4 dots at 300 dpi), 12.531 mm x 12.531 mm in all\n"
                .into()
        )
    );
    assert!(folder.path().join("1.png").exists() && folder.path().join("2.png").exists());
}
