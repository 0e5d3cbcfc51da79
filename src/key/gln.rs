//! Global Location Number (General Specifications 2.4, 3.7.9): which party or place.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Location Number: 13 digits.
    ///
    /// ```
    /// use unitmark::key::Gln;
    ///
    /// let gln = Gln::parse("9521321000018")?;
    /// assert_eq!(gln.split(7)?[0].value, "9521321");
    /// assert_eq!(Gln::complete("952132100001")?.as_str(), "9521321000018");
    /// assert_eq!(Gln::parse("9521321000019").unwrap_err().code(), "check-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Gln, "414", Shape {
        name: "GLN",
        lengths: "13 digits",
        lead: None,
        body: 12,
        reference: "location reference",
        charset: Charset::Numeric,
        check: Check::Digit,
        serial: None,
    }
}
