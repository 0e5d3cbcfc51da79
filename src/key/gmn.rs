//! Global Model Number (General Specifications 2.9, 3.9.13): which model.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Model Number: 5 to 25 characters, a company prefix first and two check characters last.
    ///
    /// ```
    /// use unitmark::key::Gmn;
    ///
    /// let gmn = Gmn::parse("1987654Ad4X4bL5ttr2310c2K")?;
    /// assert_eq!(gmn.split(7)?[1].value, "Ad4X4bL5ttr2310c");
    /// assert_eq!(Gmn::complete("1987654Ad4X4bL5ttr2310c")?.as_str(), "1987654Ad4X4bL5ttr2310c2K");
    /// assert_eq!(Gmn::parse("1987654Ad4X4bL5ttr2310c2J").unwrap_err().code(), "check-pair");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Gmn, "8013", Shape {
        name: "GMN",
        lengths: "5 to 25 characters, a company prefix first and two check characters last",
        lead: None,
        body: 25,
        reference: "model reference",
        charset: Charset::Set82,
        check: Check::Pair,
        serial: None,
    }
}
