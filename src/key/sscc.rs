//! Serial Shipping Container Code (General Specifications 2.2.1, 3.3.1): which logistic unit.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Serial Shipping Container Code: 18 digits.
    ///
    /// ```
    /// use unitmark::key::Sscc;
    ///
    /// let sscc = Sscc::parse("106141412345678908")?;
    /// assert_eq!(sscc.split(7)?[1].value, "0614141");
    /// assert_eq!(Sscc::complete("10614141234567890")?.as_str(), "106141412345678908");
    /// assert_eq!(Sscc::parse("106141412345678909").unwrap_err().code(), "check-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Sscc, "00", Shape {
        name: "SSCC",
        lengths: "18 digits",
        lead: Some("extension digit"),
        body: 16,
        reference: "serial reference",
        charset: Charset::Numeric,
        check: Check::Digit,
        serial: None,
    }
}
