//! Global Service Relation Number (General Specifications 2.5, 3.9.10): who serves or is served.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Service Relation Number: 18 digits.
    ///
    /// ```
    /// use unitmark::key::Gsrn;
    ///
    /// let gsrn = Gsrn::parse("952132112345678902")?;
    /// assert_eq!(gsrn.split(7)?[1].value, "1234567890");
    /// assert_eq!(Gsrn::complete("95213211234567890")?.as_str(), "952132112345678902");
    /// assert_eq!(Gsrn::parse("952132112345678903").unwrap_err().code(), "check-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Gsrn, "8018", Shape {
        name: "GSRN",
        lengths: "18 digits",
        lead: None,
        body: 17,
        reference: "service reference",
        charset: Charset::Numeric,
        check: Check::Digit,
        serial: None,
    }
}
