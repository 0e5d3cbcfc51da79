//! Global Identification Number for Consignment (General Specifications 2.2.3, 3.7.2): which consignment.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Identification Number for Consignment: 5 to 30 characters, a company prefix first.
    ///
    /// ```
    /// use unitmark::key::Ginc;
    ///
    /// let ginc = Ginc::parse("9521321FREIGHT-9")?;
    /// assert_eq!(ginc.split(7)?[1].value, "FREIGHT-9");
    /// assert_eq!(Ginc::complete("9521321FREIGHT-9")?.as_str(), "9521321FREIGHT-9");
    /// assert_eq!(Ginc::parse("95AB1").unwrap_err().code(), "not-a-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Ginc, "401", Shape {
        name: "GINC",
        lengths: "5 to 30 characters, a company prefix first",
        lead: None,
        body: 30,
        reference: "consignment reference",
        charset: Charset::Set82,
        check: Check::None,
        serial: None,
    }
}
