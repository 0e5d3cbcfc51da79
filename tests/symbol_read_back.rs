//! What a reader finds in a symbol is what was put in, under the identifier that was promised.
#![cfg(feature = "symbol")]

#[path = "common/symbols.rs"]
#[allow(dead_code)]
mod symbols;

use datamatrix::{data::decode_str, errorcode::decode_error, placement::MatrixMap};
use rxing::{
    BarcodeFormat, DecodeHints, RXingResultMetadataType, RXingResultMetadataValue,
    helpers::detect_in_luma_slice_with_hints,
};
use symbols::{Numbers, gs1, plain};
use unitmark::check::gs1_mod10;
use unitmark::element::ElementString;
use unitmark::symbol::{
    CODE128, DATAMATRIX, Data, EAN8, EAN13, ITF14, Level, Options, QR, SYMBOLOGIES, Separator,
    Shape, Symbol, Symbology, UPCA, UPCE,
};

/// Paper: the symbol at a few dots to the module, in its quiet zone.
fn raster(symbol: &Symbol) -> (Vec<u8>, u32, u32) {
    const DOTS: u16 = 4;
    let zone = symbol.symbology().quiet_zone;
    let linear = symbol.symbology().linear;
    // Readers want a margin of their own above bars and around a Data Matrix.
    let (left, right) = (zone.left.max(4), zone.right.max(4));
    let top = zone.top.max(4);
    let row_height = if linear { 60 } else { DOTS };
    let width = (left + symbol.columns() + right) * DOTS;
    let height = symbol.rows() * row_height + 2 * top * DOTS;
    let mut luma = vec![255; usize::from(width) * usize::from(height)];
    for rect in symbol.path() {
        for y in rect.y * row_height..(rect.y + rect.height) * row_height {
            for x in (left + rect.x) * DOTS..(left + rect.x + rect.width) * DOTS {
                luma[usize::from(y + top * DOTS) * usize::from(width) + usize::from(x)] = 0;
            }
        }
    }
    (luma, width.into(), height.into())
}

/// The symbology identifier and the data, as a scanner would send them.
fn read(symbol: &Symbol) -> Result<(String, String), String> {
    let format = match symbol.symbology().name {
        "datamatrix" => BarcodeFormat::DATA_MATRIX,
        "qr" => BarcodeFormat::QR_CODE,
        "code128" => BarcodeFormat::CODE_128,
        "ean13" => BarcodeFormat::EAN_13,
        "ean8" => BarcodeFormat::EAN_8,
        "upca" => BarcodeFormat::UPC_A,
        "upce" => BarcodeFormat::UPC_E,
        "itf14" => BarcodeFormat::ITF,
        other => panic!("no reader for {other}"),
    };
    let (luma, width, height) = raster(symbol);
    let mut hints = DecodeHints {
        PureBarcode: Some(true),
        AssumeGs1: Some(symbol.identifier() == "]C1"),
        ..DecodeHints::default()
    };
    let result = detect_in_luma_slice_with_hints(&luma, width, height, Some(format), &mut hints)
        .map_err(|error| error.to_string())?;
    let metadata = result.getRXingResultMetadata();
    let identifier = match metadata.get(&RXingResultMetadataType::SYMBOLOGY_IDENTIFIER) {
        Some(RXingResultMetadataValue::SymbologyIdentifier(identifier)) => identifier.clone(),
        _ => String::new(),
    };
    let text = result.getText();
    let text = text.strip_prefix("]C1").unwrap_or(text);
    // rxing takes a check character of value 102 for a last FNC1.
    let text = match symbol.identifier() {
        "]C1" => text.trim_end_matches('\u{1d}'),
        _ => text,
    };
    Ok((identifier, text.to_owned()))
}

fn expect_read_back(symbol: &Symbol) {
    let payload = symbol.payload().escape_ascii();
    let (identifier, text) =
        read(symbol).unwrap_or_else(|error| panic!("{} of {payload}: {error}", symbol.version()));
    assert_eq!(text.as_bytes(), symbol.payload(), "{}", symbol.version());
    // rxing leaves the identifier of Code 128 out.
    if !symbol.symbology().linear {
        assert_eq!(identifier, symbol.identifier(), "{payload}");
    }
}

#[test]
fn every_gs1_string_reads_back_from_a_gs1_datamatrix() {
    for elements in gs1() {
        for separator in [Separator::Fnc1, Separator::Gs] {
            for shape in [Shape::Square, Shape::Rectangle, Shape::Any] {
                let options = Options {
                    separator,
                    shape,
                    ..Options::default()
                };
                match DATAMATRIX.encode(&Data::Gs1(&elements), &options) {
                    Ok(symbol) => expect_read_back(&symbol),
                    Err(error) => assert_eq!((error.code(), shape), ("too-long", Shape::Rectangle)),
                }
            }
        }
    }
}

#[test]
fn every_gs1_string_reads_back_from_a_gs1_qr_code_at_every_level() {
    for elements in gs1() {
        for level in [Level::L, Level::M, Level::Q, Level::H] {
            let options = Options {
                level: Some(level),
                ..Options::default()
            };
            let symbol = QR
                .encode(&Data::Gs1(&elements), &options)
                .expect("a symbol");
            // rxing reads the doubled % of an alphanumeric segment as two; the second reader is asked for it.
            if !elements.as_raw().contains('%') {
                expect_read_back(&symbol);
            }
        }
    }
}

#[test]
fn every_gs1_string_short_enough_reads_back_from_gs1_128() {
    for elements in gs1() {
        match CODE128.encode(&Data::Gs1(&elements), &Options::default()) {
            Ok(symbol) => expect_read_back(&symbol),
            Err(error) => {
                assert_eq!(error.code(), "too-long");
                assert!(elements.as_raw().len() > 48, "{}", elements.as_raw());
                assert!(error.to_string().contains("48"), "{error}");
            }
        }
    }
}

#[test]
fn plain_text_reads_back_from_every_symbology() {
    for symbology in [&DATAMATRIX, &QR, &CODE128] {
        for text in plain() {
            let symbol = symbology
                .encode(&Data::Plain(text), &Options::default())
                .expect("a symbol");
            expect_read_back(&symbol);
        }
    }
}

/// Short ones, and runs about the length where the length field of Base 256 grows.
fn foreign() -> Vec<String> {
    let short = ["Größe 42", "価格 100", "naïve ☃ 123456", "ÀÉÎÕÜ"];
    let long = [123, 124, 125, 126, 300, 700].map(|length| "é".repeat(length));
    short.map(String::from).into_iter().chain(long).collect()
}

#[test]
fn text_outside_ascii_reads_back_from_a_qr_code_as_utf_8() {
    for text in foreign() {
        let symbol = QR
            .encode(&Data::Plain(&text), &Options::default())
            .expect("a symbol");
        expect_read_back(&symbol);
    }
}

/// Codewords of data by the side of the symbol.
const CAPACITIES: [(u16, usize); 24] = [
    (10, 3),
    (12, 5),
    (14, 8),
    (16, 12),
    (18, 18),
    (20, 22),
    (22, 30),
    (24, 36),
    (26, 44),
    (32, 62),
    (36, 86),
    (40, 114),
    (44, 144),
    (48, 174),
    (52, 204),
    (64, 280),
    (72, 368),
    (80, 456),
    (88, 576),
    (96, 696),
    (104, 816),
    (120, 1050),
    (132, 1304),
    (144, 1558),
];

/// The crate's decoder, for rxing repeats or mangles what stands under an ECI in a Data Matrix.
#[test]
fn text_outside_ascii_reads_back_from_a_datamatrix_as_utf_8() {
    for text in foreign() {
        let symbol = DATAMATRIX
            .encode(&Data::Plain(&text), &Options::default())
            .expect("a symbol");
        let modules: Vec<bool> = (0..symbol.rows())
            .flat_map(|y| (0..symbol.columns()).map(move |x| (x, y)))
            .map(|(x, y)| symbol.is_dark(x, y))
            .collect();
        let (map, size) =
            MatrixMap::try_from_bits(&modules, symbol.columns().into()).expect("a Data Matrix");
        let mut codewords = map.codewords();
        decode_error(&mut codewords, size).expect("no damage");
        let capacity = CAPACITIES
            .iter()
            .find(|(side, _)| *side == symbol.columns())
            .expect("a size");
        codewords.truncate(capacity.1);
        assert_eq!(decode_str(&codewords), Ok(text));
        assert_eq!(symbol.identifier(), "]d4");
    }
}

#[test]
fn every_size_of_datamatrix_reads_back() {
    let mut sizes = std::collections::BTreeSet::new();
    for shape in [Shape::Square, Shape::Rectangle] {
        for length in (1..60).chain((60..1555).step_by(10)) {
            let text = "\u{7f}".repeat(length);
            let options = Options {
                shape,
                ..Options::default()
            };
            if let Ok(symbol) = DATAMATRIX.encode(&Data::Plain(&text), &options)
                && sizes.insert(symbol.version())
            {
                expect_read_back(&symbol);
            }
        }
    }
    assert_eq!(sizes.len(), 30, "{sizes:?}");
}

#[test]
fn every_version_and_level_of_qr_reads_back() {
    for version in 1..=40 {
        for level in ["L", "M", "Q", "H"] {
            let size = format!("{version}-{level}");
            let options = Options {
                size: Some(size.clone().into()),
                ..Options::default()
            };
            let symbol = QR.encode(&Data::Plain("HELLO"), &options).expect("room");
            assert_eq!(symbol.version(), size);
            expect_read_back(&symbol);
        }
    }
}

/// The symbology, the data, what a reader shows.
#[rustfmt::skip]
const RETAIL: &[(&Symbology, &str, &str)] = &[
    (&EAN13, "9521234543213", "9521234543213"),
    (&EAN13, "09521234543213", "9521234543213"),
    (&EAN13, "5012345678900", "5012345678900"),
    (&EAN13, "0012345678905", "0012345678905"),
    (&EAN8, "95200002", "95200002"),
    (&EAN8, "00000095200002", "95200002"),
    (&UPCA, "012345678905", "012345678905"),
    (&UPCA, "614141000036", "614141000036"),
    (&UPCE, "012000007897", "01278907"),
    (&UPCE, "01278907", "01278907"),
    (&UPCE, "012300000451", "01234531"),
    (&UPCE, "012340000053", "01234543"),
    (&UPCE, "00012345000058", "01234558"),
    (&ITF14, "09521234543213", "09521234543213"),
    (&ITF14, "19521234543210", "19521234543210"),
    (&ITF14, "98765432109213", "98765432109213"),
];

#[test]
fn retail_symbols_read_back() {
    for (symbology, data, shown) in RETAIL {
        let symbol = symbology
            .encode(&Data::Plain(data), &Options::default())
            .unwrap_or_else(|error| panic!("{data}: {error}"));
        let (_, text) = read(&symbol).unwrap_or_else(|error| panic!("{data}: {error}"));
        assert_eq!(text, *shown, "{}", symbology.name);
    }
}

#[test]
fn every_leading_and_check_digit_of_a_retail_symbol_reads_back() {
    // One with more zeros in front is a GTIN-8.
    for number in (1_000_000_000..1_000_000_000_000_u64).step_by(27_182_818_285) {
        let data = format!("{number:012}");
        let check = gs1_mod10(data.as_bytes()).expect("digits");
        let data = format!("{data}{check}");
        let symbol = EAN13
            .encode(&Data::Plain(&data), &Options::default())
            .expect("a symbol");
        assert_eq!(read(&symbol).expect("readable").1, data);
        let data = format!("0{data}");
        let symbol = ITF14
            .encode(&Data::Plain(&data), &Options::default())
            .expect("a symbol");
        assert_eq!(read(&symbol).expect("readable").1, data);
    }
    for number in 0..100 {
        let data = format!("01234500{:03}", 5 + number % 5 + number * 10 % 100);
        let check = gs1_mod10(data.as_bytes()).expect("digits");
        let data = format!("{data}{check}");
        match UPCE.encode(&Data::Plain(&data), &Options::default()) {
            Ok(symbol) => assert!(data.starts_with(&read(&symbol).expect("readable").1[..6])),
            Err(error) => assert_eq!(error.code(), "no-zeros"),
        }
    }
}

#[test]
fn a_gtin_alone_is_all_that_a_retail_symbol_holds() {
    let item = ElementString::parse("(01)09521234543213").expect("valid");
    let unit = ElementString::parse("(01)09521234543213(21)1").expect("valid");
    let two = ElementString::parse("(01)09521234543213|(21)1").expect("valid");
    for symbology in [&DATAMATRIX, &QR, &CODE128] {
        let error = symbology.encode(&Data::Gs1(&two), &Options::default());
        assert_eq!(error.expect_err("two symbols").code(), "composite");
    }
    for symbology in [&EAN13, &ITF14] {
        let symbol = symbology
            .encode(&Data::Gs1(&item), &Options::default())
            .expect("a symbol");
        assert!(item.as_raw().ends_with(&read(&symbol).expect("readable").1));
        let error = symbology
            .encode(&Data::Gs1(&unit), &Options::default())
            .expect_err("a serial");
        assert_eq!(error.code(), "not-one-gtin");
    }
}

/// What each symbology can say, at its longest and too long.
fn sample(symbology: &Symbology) -> (&'static str, String) {
    match symbology.name {
        "datamatrix" | "qr" | "code128" => ("Unit 42", "x".repeat(8_000)),
        "ean13" => ("9521234543213", "19521234543210".into()),
        "ean8" => ("95200002", "9521234543213".into()),
        "upca" => ("614141000036", "9521234543213".into()),
        "upce" => ("01278907", "012345678905".into()),
        "itf14" => ("19521234543210", "119521234543210".into()),
        other => panic!("no sample for {other}"),
    }
}

#[test]
fn every_symbology_keeps_the_contract_of_the_list() {
    for symbology in SYMBOLOGIES {
        let (text, too_long) = sample(symbology);
        let encode = |text: &str| symbology.encode(&Data::Plain(text), &Options::default());
        let symbol = encode(text).expect("a symbol");
        assert!(
            read(&symbol).is_ok_and(|(_, read)| read == text),
            "{}",
            symbology.name
        );
        assert_eq!(
            Symbology::find(symbology.name).map(|found| found.name),
            Some(symbology.name)
        );
        assert_eq!(symbol.rows() == 1, symbology.linear);
        assert!(symbology.quiet_zone.left > 0 && symbology.quiet_zone.right > 0);
        assert!(symbol.is_dark(0, 0), "a symbol begins dark");
        assert_eq!(
            encode("").map_err(|error| error.code()).err(),
            Some("empty")
        );
        assert!(encode(&too_long).is_err(), "{}", symbology.name);
        for column in symbol.hri().iter().map(|digit| digit.column) {
            let left = -i32::from(symbology.quiet_zone.left);
            let right = i32::from(symbol.columns() + symbology.quiet_zone.right);
            assert!(i32::from(column) >= left && i32::from(column) + 7 <= right);
        }
    }
}

#[test]
fn a_floor_gives_all_labels_of_a_row_one_size() {
    let strings = gs1();
    let (narrow, wide) = (&strings[0], &strings[4]);
    for symbology in [&DATAMATRIX, &QR] {
        let wide = symbology
            .encode(&Data::Gs1(wide), &Options::default())
            .expect("a symbol");
        let options = Options {
            at_least: Some(wide.version()),
            ..Options::default()
        };
        let narrow = symbology
            .encode(&Data::Gs1(narrow), &options)
            .expect("a symbol");
        assert_eq!(
            (narrow.columns(), narrow.rows()),
            (wide.columns(), wide.rows())
        );
        expect_read_back(&narrow);
    }
}

fn refusal(symbology: &Symbology, text: &str, options: &Options) -> String {
    let error = symbology
        .encode(&Data::Plain(text), options)
        .expect_err("refused");
    format!("{}: {error}", error.code())
}

#[test]
fn what_cannot_be_drawn_is_refused_with_the_way_out() {
    let default = Options::default();
    let long = "x".repeat(8_000);
    let sized = |size: &'static str| Options {
        size: Some(size.into()),
        ..Options::default()
    };
    #[rustfmt::skip]
    let cases: &[(&Symbology, &str, Options, &str)] = &[
        (&DATAMATRIX, "", default.clone(), "empty: Data Matrix: there is no data to draw"),
        (&QR, "", default.clone(), "empty: QR Code: there is no data to draw"),
        (&CODE128, "", default.clone(), "empty: Code 128: there is no data to draw"),
        (&DATAMATRIX, &long, default.clone(), "too-long: Data Matrix: the data is too long: it has 8000 bytes, and 144x144, the largest, holds at most 3116, all of them digits"),
        (&DATAMATRIX, &"é".repeat(1_500), default.clone(), "too-long: Data Matrix: the data is too long: it has 3004 codewords, and 144x144 holds 1558 codewords"),
        (&QR, &long, default.clone(), "too-long: QR Code: the data is too long: it has 8000 bytes, and 40-L, the largest, holds at most 7089, all of them digits"),
        (&QR, &"x".repeat(2_900), default.clone(), "too-long: QR Code: the data is too long: it has 23220 bits, and 40-M holds 18672 bits; 40-L holds it"),
        (&QR, &"x".repeat(3_000), default.clone(), "too-long: QR Code: the data is too long: it has 24020 bits, and 40-M holds 18672 bits; 40-L, the largest, holds 23648"),
        (&QR, &"x".repeat(3_000), sized("40-L"), "too-long: QR Code: the data is too long: it has 24020 bits, and 40-L holds 23648 bits; it is the largest"),
        (&EAN13, "95200002", default.clone(), "gtin-8: EAN-13: this GTIN has eight digits, 95200002, which are printed as EAN-8: use ean8"),
        (&UPCA, "000095200002", default.clone(), "gtin-8: UPC-A: this GTIN has eight digits, 95200002, which are printed as EAN-8: use ean8"),
        (&CODE128, &long, default.clone(), "too-long: Code 128: the data is too long: it has 8000 characters, and a symbol holds 80 symbol characters"),
        (&CODE128, "Größe", default.clone(), "character: Code 128: 'ö' at byte 2 cannot be encoded: it holds the 128 characters of ASCII"),
        (&DATAMATRIX, "x", sized("23x23"), "size: Data Matrix: it has no size \"23x23\": use one such as 22x22"),
        (&QR, "x", sized("41-M"), "size: QR Code: it has no size \"41-M\": use one such as 3-M"),
        (&EAN13, "", default.clone(), "empty: EAN-13: there is no data to draw"),
        (&EAN13, "9521234543214", default.clone(), "check-digit: EAN-13: the check digit at byte 12 does not fit the other digits: 3 does"),
        (&EAN13, "19521234543210", default.clone(), "gtin-length: EAN-13: it holds 13 digits with the check digit, and there are 14"),
        (&EAN8, "12345", default.clone(), "gtin-length: EAN-8: it holds 8 digits with the check digit, and there are 5"),
        (&UPCE, "01278900", default.clone(), "check-digit: UPC-E: the check digit at byte 7 does not fit the other digits: 7 does"),
        (&UPCE, "012345678905", default.clone(), "no-zeros: UPC-E: this GTIN has no zeros that it can leave out: use upca"),
        (&ITF14, "1952123454321O", default.clone(), "character: ITF-14: 'O' at byte 13 cannot be encoded: it holds digits"),
        (&QR, "a sentence that is too long", sized("1-H"), "too-long: QR Code: the data is too long: it has 228 bits, and 1-H holds 72 bits; 4-H holds it"),
    ];
    for (symbology, text, options, message) in cases {
        assert_eq!(refusal(symbology, text, options), *message);
    }
}

#[test]
fn three_thousand_random_element_strings_read_back() {
    let mut numbers = Numbers(0x0000_2026_1121);
    for _ in 0..3_000 {
        let item = numbers.item();
        for symbology in [&DATAMATRIX, &QR, &CODE128] {
            let percent = item.as_raw().contains('%') && symbology.name == "qr";
            match symbology.encode(&Data::Gs1(&item), &Options::default()) {
                Ok(symbol) if percent => assert_eq!(symbol.identifier(), "]Q3"),
                Ok(symbol) => expect_read_back(&symbol),
                Err(error) => assert_eq!((symbology.name, error.code()), ("code128", "too-long")),
            }
        }
    }
}
