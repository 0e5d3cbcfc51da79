//! Global Individual Asset Identifier (General Specifications 2.3.2, 3.9.4): which asset.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Individual Asset Identifier: 5 to 30 characters, a company prefix first.
    ///
    /// ```
    /// use unitmark::key::Giai;
    ///
    /// let giai = Giai::parse("9521321LAPTOP-77")?;
    /// assert_eq!(giai.split(7)?[1].value, "LAPTOP-77");
    /// assert_eq!(Giai::complete("9521321LAPTOP-77")?.as_str(), "9521321LAPTOP-77");
    /// assert_eq!(Giai::parse("952LAPTOP").unwrap_err().code(), "not-a-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Giai, "8004", Shape {
        name: "GIAI",
        lengths: "5 to 30 characters, a company prefix first",
        lead: None,
        body: 30,
        reference: "individual asset reference",
        charset: Charset::Set82,
        check: Check::None,
        serial: None,
    }
}
