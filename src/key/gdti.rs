//! Global Document Type Identifier (General Specifications 2.6.13, 3.5.10): which document.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Document Type Identifier: 13 digits and a serial number of at most 17 characters.
    ///
    /// ```
    /// use unitmark::key::Gdti;
    ///
    /// let gdti = Gdti::parse("9521321555556DOC/1")?;
    /// assert_eq!(gdti.split(7)?[3].value, "DOC/1");
    /// assert_eq!(Gdti::complete("952132155555")?.as_str(), "9521321555556");
    /// assert_eq!(Gdti::parse("9521321555557").unwrap_err().code(), "check-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Gdti, "253", Shape {
        name: "GDTI",
        lengths: "13 digits and a serial number of at most 17 characters",
        lead: None,
        body: 12,
        reference: "document type",
        charset: Charset::Numeric,
        check: Check::Digit,
        serial: Some(("serial number", Charset::Set82, 17)),
    }
}
