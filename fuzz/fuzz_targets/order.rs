//! Any bytes as an order, its options by the first line: no panic; an order that is accepted, written again, is read the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::job::{OrderFormat, Row, Units, read_order_as};

fn written(rows: &[Row]) -> Vec<u8> {
    let mut names: Vec<&str> = vec![
        "sku", "gtin", "lot", "expiry", "plant", "line", "order", "quantity", "serial",
    ];
    names.extend(
        rows.iter()
            .flat_map(|row| row.values.keys().map(String::as_str)),
    );
    let first = |at: usize, name: &&str| !names.iter().take(at).any(|before| before == name);
    let columns: Vec<&str> = (0..)
        .zip(&names)
        .filter(|(at, name)| first(*at, name))
        .map(|(_, name)| *name)
        .collect();
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(&columns).expect("memory");
    for row in rows {
        let cell = |name: &str| match (name, &row.units) {
            ("sku", _) => row.sku.clone(),
            ("gtin", _) => row
                .gtin
                .as_ref()
                .map_or(String::new(), |gtin| gtin.as_str().into()),
            ("lot", _) => row.lot.clone(),
            ("expiry", _) => row
                .expiry
                .map_or(String::new(), |expiry| expiry.to_string()),
            ("plant", _) => row.plant.clone(),
            ("line", _) => row.production_line.clone(),
            ("order", _) => row.order.clone(),
            ("quantity", Units::Quantity(count)) => count.to_string(),
            ("quantity", Units::Serial(_)) | ("serial", Units::Quantity(_)) => String::new(),
            ("serial", Units::Serial(serial)) => serial.clone(),
            (other, _) => row.values.get(other).cloned().unwrap_or_default(),
        };
        csv.write_record(columns.iter().map(|name| cell(name)))
            .expect("memory");
    }
    csv.into_inner().expect("memory")
}

/// `utf-16 ; DD.MM.YYYY gtin=EAN all jsonl`: each word is tried as every option.
fn format(words: &[u8]) -> OrderFormat {
    let mut format = OrderFormat {
        wanted: Some(Vec::new()),
        ..OrderFormat::default()
    };
    for word in String::from_utf8_lossy(words).split(' ') {
        format.encoding = word.parse().unwrap_or(format.encoding);
        format.delimiter = word.parse().unwrap_or(format.delimiter);
        format.input = word.parse().unwrap_or(format.input);
        if let Ok(dates) = word.parse() {
            format.dates = Some(dates);
        } else if let Ok(map) = word.parse() {
            format.map = map;
        } else if let Ok(ignore) = word.parse() {
            format.ignore = ignore;
        }
    }
    format
}

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (words, file) = bytes.split_at(end);
    match read_order_as("order.csv", file, &format(words)) {
        Ok(rows) => {
            assert!(!rows.is_empty());
            let plain = OrderFormat {
                wanted: Some(Vec::new()),
                ..OrderFormat::default()
            };
            let again =
                read_order_as("order.csv", &written(&rows), &plain).expect("an accepted order");
            let same = |a: &Row, b: &Row| {
                Row {
                    line: 0,
                    ..a.clone()
                } == Row {
                    line: 0,
                    ..b.clone()
                }
            };
            assert_eq!(rows.len(), again.len());
            assert!(rows.iter().zip(&again).all(|(a, b)| same(a, b)));
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            problems
                .iter()
                .for_each(|problem| assert!(!problem.to_string().is_empty()));
        }
    }
});
