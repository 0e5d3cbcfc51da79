//! Any bytes as an order: no panic; an order that is accepted, written again, is read the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::job::{Row, Units, read_order};

fn written(rows: &[Row]) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record([
        "sku", "gtin", "lot", "expiry", "plant", "quantity", "serial",
    ])
    .expect("memory");
    for row in rows {
        let (quantity, serial) = match &row.units {
            Units::Quantity(count) => (count.to_string(), String::new()),
            Units::Serial(serial) => (String::new(), serial.clone()),
        };
        let expiry = row
            .expiry
            .map(|expiry| expiry.to_string())
            .unwrap_or_default();
        csv.write_record([
            &row.sku,
            row.gtin.as_ref().map_or("", |gtin| gtin.as_str()),
            &row.lot,
            &expiry,
            &row.plant,
            &quantity,
            &serial,
        ])
        .expect("memory");
    }
    csv.into_inner().expect("memory")
}

fuzz_target!(|bytes: &[u8]| match read_order("order.csv", bytes) {
    Ok(rows) => {
        assert!(!rows.is_empty());
        let again = read_order("order.csv", &written(&rows)).expect("an accepted order");
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
});
