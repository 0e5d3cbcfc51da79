//! Global Coupon Number (General Specifications 2.6.2, 3.5.12): which coupon.

use super::shape::{Check, Shape, key};
use crate::text::Charset;

key! {
    /// A Global Coupon Number: 13 digits and a serial number of at most 12 digits.
    ///
    /// ```
    /// use unitmark::key::Gcn;
    ///
    /// let gcn = Gcn::parse("9521321777774123456")?;
    /// assert_eq!(gcn.split(7)?[3].value, "123456");
    /// assert_eq!(Gcn::complete("952132177777")?.as_str(), "9521321777774");
    /// assert_eq!(Gcn::parse("952132177777412A").unwrap_err().code(), "not-a-digit");
    /// # Ok::<(), unitmark::key::KeyError>(())
    /// ```
    Gcn, "255", Shape {
        name: "GCN",
        lengths: "13 digits and a serial number of at most 12 digits",
        lead: None,
        body: 12,
        reference: "coupon reference",
        charset: Charset::Numeric,
        check: Check::Digit,
        serial: Some(("serial number", Charset::Numeric, 12)),
    }
}
