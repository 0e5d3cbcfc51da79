//! One unit as its label reads it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::key::Gtin;
use crate::ledger::Product;

use super::expiry::Expiry;

/// What an order says beyond the product: AIs by their digits, columns by the name that the design gives them.
pub type Values = BTreeMap<String, String>;

/// One unit as its label reads it: by AI, or by column.
///
/// ```
/// use unitmark::job::{Item, Values};
/// use unitmark::ledger::Product;
///
/// let product = Product { expiry: Some("2028-04".into()), ..Product::default() };
/// let values = Values::from([("37".into(), "12".into()), ("colour".into(), "red".into())]);
/// let item = Item { product: &product, values: &values, serial: Some(("21", "A7")) };
/// assert_eq!(item.ai("17").as_deref(), Some("280400"));
/// assert_eq!((item.ai("37").as_deref(), item.ai("21").as_deref()), (Some("12"), Some("A7")));
/// assert_eq!(item.column("colour").as_deref(), Some("red"));
/// assert_eq!((item.column("lot"), item.column("expiry").as_deref()), (None, Some("2028-04")));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// What a ledger keeps of it.
    pub product: &'a Product,
    /// What the order says beside.
    pub values: &'a Values,
    /// What tells it apart from the others: an AI, `21` or `00`, and its value. None where labels are all alike.
    pub serial: Option<(&'static str, &'a str)>,
}

impl<'a> Item<'a> {
    /// The value of an AI, as an element string has it.
    pub fn ai(&self, ai: &str) -> Option<Cow<'a, str>> {
        if let Some((own, serial)) = self.serial
            && own == ai
        {
            return Some(Cow::Borrowed(serial));
        }
        let Product {
            gtin, lot, expiry, ..
        } = self.product;
        match ai {
            "01" => gtin.as_ref().map(Gtin::as_str).map(Cow::Borrowed),
            "10" => lot.as_deref().map(Cow::Borrowed),
            "17" => {
                let expiry: Expiry = expiry.as_deref()?.parse().ok()?;
                Some(Cow::Owned(expiry.yymmdd()))
            }
            other => self.value(other),
        }
    }

    /// What stands in a column, by the column's own name or a name that the design gave it; dates as they are kept,
    /// `YYYY-MM-DD`.
    pub fn column(&self, name: &str) -> Option<Cow<'a, str>> {
        match name {
            "gtin" => self.ai("01"),
            "serial" => self.ai("21"),
            "sscc" => self.ai("00"),
            _ => self
                .product
                .fields()
                .into_iter()
                .find(|(field, _)| *field == name)
                .map_or_else(|| self.value(name), |(_, value)| value.map(Cow::Borrowed)),
        }
    }

    fn value(&self, name: &str) -> Option<Cow<'a, str>> {
        self.values
            .get(name)
            .map(|value| Cow::Borrowed(value.as_str()))
    }
}
