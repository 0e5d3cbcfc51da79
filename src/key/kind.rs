//! The list of keys, for whoever does not know beforehand which key it will be.

use super::shape::Shape;
use super::{
    Cpid, Gcn, Gdti, Giai, Ginc, Gln, Gmn, Grai, Gsin, Gsrn, Gtin, Itip, KeyError, Part, Sscc,
};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A kind of key: its name, the AI that carries it, and what can be done with it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name in small letters: `gtin`.
    pub name: &'static str,
    /// Its name in words: `Global Trade Item Number`.
    pub title: &'static str,
    /// The AI that carries it: `01`.
    pub ai: &'static str,
    check: fn(&str) -> Result<String, KeyError>,
    complete: fn(&str) -> Result<String, KeyError>,
    shape: &'static Shape,
}

/// A kind whose type has `parse` and `complete`.
macro_rules! kind {
    ($key:ident, $name:literal, $title:literal) => {
        Kind {
            name: $name,
            title: $title,
            ai: $key::AI,
            check: |text| $key::parse(text).map(|key| key.to_string()),
            complete: |text| $key::complete(text).map(|key| key.to_string()),
            shape: &$key::SHAPE,
        }
    };
}

/// All kinds of keys.
pub const KEYS: &[Kind] = &[
    kind!(Gtin, "gtin", "Global Trade Item Number"),
    kind!(Sscc, "sscc", "Serial Shipping Container Code"),
    kind!(Gln, "gln", "Global Location Number"),
    kind!(Grai, "grai", "Global Returnable Asset Identifier"),
    kind!(Giai, "giai", "Global Individual Asset Identifier"),
    kind!(Gsrn, "gsrn", "Global Service Relation Number"),
    kind!(Gdti, "gdti", "Global Document Type Identifier"),
    kind!(Gcn, "gcn", "Global Coupon Number"),
    kind!(Cpid, "cpid", "Component and Part Identifier"),
    kind!(Gmn, "gmn", "Global Model Number"),
    kind!(Ginc, "ginc", "Global Identification Number for Consignment"),
    kind!(Gsin, "gsin", "Global Shipment Identification Number"),
    Kind {
        name: "itip",
        title: "Individual Trade Item Piece",
        ai: Itip::AI,
        check: |text| Itip::parse(text).map(|itip| itip.to_string()),
        // What stands before an ITIP's end is no check digit; there is nothing to add.
        complete: |text| Itip::parse(text).map(|itip| itip.to_string()),
        shape: &Gtin::SHAPE,
    },
];

impl Kind {
    /// The kind with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|kind| kind.name == name)
    }

    /// Verifies a whole key and gives its canonical form. It never adds a check digit.
    pub fn check(&self, text: &str) -> Result<String, KeyError> {
        (self.check)(text)
    }

    /// Adds the check digit or check characters to what stands before them.
    pub fn complete(&self, text: &str) -> Result<String, KeyError> {
        (self.complete)(text)
    }

    /// The parts of a canonical key, where the company prefix has `length` digits.
    pub fn split<'k>(&self, key: &'k str, length: usize) -> Result<Vec<Part<'k>>, KeyError> {
        match self.name {
            "itip" => super::itip::split(key, length),
            _ => self.shape.split(key, length),
        }
    }

    /// The value of [`ai`](Self::ai) for a canonical key: a GRAI has a zero before it there.
    pub fn ai_value(&self, key: &str) -> String {
        let filler = if self.name == "grai" { "0" } else { "" };
        alloc::format!("{filler}{key}")
    }

    /// The digits from the company prefix on, to look its [GS1 Prefix](super::gs1_prefix) up.
    pub fn from_prefix<'k>(&self, key: &'k str) -> &'k str {
        let start = match self.name {
            // A GTIN-8 has no company prefix behind its zeros; its own first digits are a GS1-8 Prefix.
            "gtin" if key.starts_with("000000") => 6,
            _ => usize::from(self.shape.lead.is_some()),
        };
        key.get(start..).unwrap_or_default()
    }
}
