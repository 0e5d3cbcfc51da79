//! What a serial is put on.

use crate::key::Gtin;

/// What is the same for all units of one line of a run: which product, made when and where.
///
/// The texts are kept as the order gave them; a ledger compares them, it does not read them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Product {
    /// The Global Trade Item Number. Needed where serials are unique for each GTIN only: given ones, and a scheme of scope GTIN.
    pub gtin: Option<Gtin>,
    /// The owner's own article number.
    pub sku: Option<String>,
    /// The batch or lot, AI (10).
    pub lot: Option<String>,
    /// The expiry date, `YYYY-MM-DD` or `YYYY-MM`.
    pub expiry: Option<String>,
    /// The plant.
    pub plant: Option<String>,
    /// The production line in the plant.
    pub production_line: Option<String>,
    /// The production order.
    pub order: Option<String>,
}

impl Product {
    /// Each field's name and value: gtin, sku, lot, expiry, plant, line, order. Events hash them in this order.
    pub fn fields(&self) -> [(&'static str, Option<&str>); 7] {
        [
            ("gtin", self.gtin.as_ref().map(Gtin::as_str)),
            ("sku", self.sku.as_deref()),
            ("lot", self.lot.as_deref()),
            ("expiry", self.expiry.as_deref()),
            ("plant", self.plant.as_deref()),
            ("line", self.production_line.as_deref()),
            ("order", self.order.as_deref()),
        ]
    }
}
