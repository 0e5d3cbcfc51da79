//! An order says the same however its file is written.
#![cfg(feature = "cli")]

use proptest::prelude::*;
use unitmark::job::{DateFormat, Encoding, Input, OrderFormat, Row, Units, read_order_as};

/// One line as its owner thinks of it: sku, lot, date, quantity.
type Line = (String, String, (u16, u8, u8), u32);

fn line() -> impl Strategy<Value = Line> {
    // Letters that windows-1252 has too, and every sign that a file may use between values.
    let words =
        proptest::string::string_regex("[A-Za-zÄöüß€é;,|\"' \\.-]{0,12}").expect("a pattern");
    let lot = proptest::string::string_regex("[A-Z]{1,3}[0-9]{0,6}").expect("a pattern");
    (
        words,
        lot,
        (2000_u16..2070, 1_u8..=12, 1_u8..=28),
        1_u32..1_000,
    )
}

fn bytes(text: &str, encoding: Encoding) -> Vec<u8> {
    let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    match encoding {
        Encoding::Utf16Le => units(u16::to_le_bytes),
        Encoding::Utf16Be => units(u16::to_be_bytes),
        Encoding::Windows1252 => text
            .chars()
            .map(|c| {
                if c == '€' {
                    0x80
                } else {
                    u8::try_from(u32::from(c)).expect("Latin-1")
                }
            })
            .collect(),
        _ => text.into(),
    }
}

fn dated(format: &str, (year, month, day): (u16, u8, u8)) -> String {
    match format {
        "DD.MM.YYYY" => format!("{day:02}.{month:02}.{year}"),
        "M/D/YY" => format!("{month}/{day}/{:02}", year % 100),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}

fn read(name: &str, bytes: &[u8], format: &OrderFormat) -> Vec<Row> {
    let rows = read_order_as(name, bytes, format);
    let mut rows = rows.unwrap_or_else(|problems| panic!("{}", problems[0]));
    for row in &mut rows {
        row.line = 0;
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn delimiter_encoding_date_format_and_form_change_nothing(
        lines in proptest::collection::vec(line(), 1..6),
        delimiter in proptest::sample::select(&[",", ";", "\t", "|"][..]),
        dates in proptest::sample::select(&["DD.MM.YYYY", "M/D/YY", "YYYY-MM-DD"][..]),
        encoding in proptest::sample::select(
            &[Encoding::Utf8, Encoding::Windows1252, Encoding::Utf16Le, Encoding::Utf16Be][..]
        ),
    ) {
        let base = OrderFormat { wanted: Some(Vec::new()), ..OrderFormat::default() };
        let mut csv = csv::WriterBuilder::new().delimiter(delimiter.as_bytes()[0]).from_writer(Vec::new());
        csv.write_record(["Artikel", "Los", "MHD", "Menge", "EAN"]).expect("memory");
        let mut json = String::new();
        for (sku, lot, date, quantity) in &lines {
            csv.write_record([sku, lot, &dated(dates, *date), &quantity.to_string(), "5012345678900"]).expect("memory");
            let object = serde_json::json!({
                "sku": sku, "LOT": lot, "expiry": dated("", *date), "quantity": quantity, "01": 5_012_345_678_900_u64,
            });
            json.push_str(&object.to_string());
            json.push('\n');
        }
        let text = String::from_utf8(csv.into_inner().expect("memory")).expect("UTF-8");
        let file = bytes(&text, encoding);
        let format = OrderFormat {
            delimiter: delimiter.parse().expect("a delimiter"),
            encoding,
            dates: Some(dates.parse::<DateFormat>().expect("a format")),
            map: "sku=artikel,lot=los,expiry=mhd,quantity=menge,gtin=ean".parse().expect("a map"),
            ..base.clone()
        };
        // Text of ASCII alone is the same in both; two letters in windows-1252 may be one in UTF-8 by chance, which is asked about.
        if encoding == Encoding::Windows1252 && !text.is_ascii() && std::str::from_utf8(&file).is_ok() {
            let problems = read_order_as("a.csv", &file, &format).expect_err("it may be either");
            prop_assert_eq!(problems[0].code, "encoding");
            return Ok(());
        }
        let rows = read("a.csv", &file, &format);
        let objects = read("a.jsonl", json.as_bytes(), &OrderFormat { input: Input::JsonLines, ..base });
        prop_assert_eq!(&rows, &objects);
        for (row, (sku, lot, date, quantity)) in rows.iter().zip(&lines) {
            prop_assert_eq!(&row.sku, sku);
            prop_assert_eq!(&row.lot, lot);
            prop_assert_eq!(row.expiry.map(|expiry| expiry.to_string()), Some(dated("", *date)));
            prop_assert_eq!(&row.units, &Units::Quantity(*quantity));
        }
    }
}
