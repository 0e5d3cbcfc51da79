//! Component and Part Identifier (General Specifications 2.8, 3.9.11): which component or part.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Component and Part Identifier: 5 to 30 characters of set 39, a company prefix first.
    ///
    /// ```
    /// use unitmark::key::Cpid;
    ///
    /// let cpid = Cpid::parse("95213211MOTOR-7")?;
    /// assert_eq!(cpid.split(7)?[1].value, "1MOTOR-7");
    /// assert_eq!(Cpid::complete("95213211MOTOR-7")?.as_str(), "95213211MOTOR-7");
    /// assert_eq!(Cpid::parse("95213211motor").unwrap_err().code(), "not-in-key-set");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Cpid, "8010", Shape {
        name: "CPID",
        lengths: "5 to 30 characters of set 39, a company prefix first",
        lead: None,
        body: 30,
        reference: "component and part reference",
        charset: Charset::Set39,
        check: Check::None,
        serial: None,
    }
}
