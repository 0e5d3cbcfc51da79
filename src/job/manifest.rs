//! The manifest: which unit stands where, a line a label, as CSV that is itself a valid list.

use super::draw::Printed;

/// The first line.
const HEADER: &[&str] = &[
    "page",
    "label",
    "sku",
    "gtin",
    "lot",
    "expiry",
    "serial",
    "element_string",
];

/// The first line of a manifest.
pub fn header() -> Vec<u8> {
    write(|csv| csv.write_record(HEADER))
}

/// The lines of some labels.
pub fn lines(printed: &[Printed]) -> Vec<u8> {
    write(|csv| {
        for unit in printed {
            let product = &unit.product;
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            csv.write_record([
                unit.page.to_string().as_str(),
                &unit.label.to_string(),
                &text(&product.sku),
                product.gtin.as_ref().map_or("", |gtin| gtin.as_str()),
                &text(&product.lot),
                &text(&product.expiry),
                &unit.serial,
                &unit.element_string,
            ])?;
        }
        Ok(())
    })
}

/// Writing to memory does not fail, and every record has as many fields as the header.
fn write(fill: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let filled = fill(&mut csv);
    debug_assert!(filled.is_ok());
    csv.into_inner().unwrap_or_default()
}
