//! Global Shipment Identification Number (General Specifications 2.2.2, 3.7.3): which shipment.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Shipment Identification Number: 17 digits.
    ///
    /// ```
    /// use unitmark::key::Gsin;
    ///
    /// let gsin = Gsin::parse("95213211234567896")?;
    /// assert_eq!(gsin.split(7)?[1].value, "123456789");
    /// assert_eq!(Gsin::complete("9521321123456789")?.as_str(), "95213211234567896");
    /// assert_eq!(Gsin::parse("95213211234567897").unwrap_err().code(), "check-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Gsin, "402", Shape {
        name: "GSIN",
        lengths: "17 digits",
        lead: None,
        body: 16,
        reference: "shipper reference",
        charset: Charset::Numeric,
        check: Check::Digit,
        serial: None,
    }
}
