//! Global Returnable Asset Identifier (General Specifications 2.3.1, 3.9.3): which returnable asset.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Returnable Asset Identifier: 13 digits and a serial number of at most 16 characters.
    ///
    /// ```
    /// use unitmark::key::Grai;
    ///
    /// let grai = Grai::parse("9521321543218CRATE7")?;
    /// assert_eq!(grai.split(7)?[1].value, "54321");
    /// assert_eq!(Grai::complete("952132154321")?.as_str(), "9521321543218");
    /// assert_eq!(Grai::parse("9521321543219").unwrap_err().code(), "check-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Grai, "8003", Shape {
        name: "GRAI",
        lengths: "13 digits and a serial number of at most 16 characters",
        lead: None,
        body: 12,
        reference: "asset type",
        charset: Charset::Numeric,
        check: Check::Digit,
        serial: Some(("serial number", Charset::Set82, 16)),
    }
}
