//! Element strings: what the bars say, in every written form.
//!
//! Reading is three steps, each a type: [`Parsed`] is what was written, [`Checked`] its elements and all findings under given
//! [`Rules`], and [`ElementString`] is a message without an error. [`ElementString::parse`] takes all three at once.
//!
//! ```
//! use unitmark::element::ElementString;
//!
//! let unit = ElementString::parse("(01)05012345678900(10)2026-04-A(21)WG-2026040001")?;
//! assert_eq!(unit.get("21"), Some("WG-2026040001"));
//! assert_eq!(unit.unbracketed(), "^0105012345678900102026-04-A^21WG-2026040001");
//! assert_eq!(unit.hri()[1], "(10) 2026-04-A");
//!
//! let error = ElementString::parse("(01)05012345678901(17)260231").unwrap_err();
//! let codes: Vec<_> = error.findings().iter().map(|finding| finding.code()).collect();
//! assert_eq!(codes, ["check-digit", "date-day"]);
//! # Ok::<(), unitmark::element::ElementError>(())
//! ```

mod checked;
mod checker;
mod content;
mod epc;
mod fast;
mod finding;
mod link;
mod parsed;
mod rules;
mod string;
mod typed;
mod write;

pub use checked::Checked;
pub(crate) use content::Content;
pub use content::Element;
pub use epc::EpcFlaw;
pub(crate) use fast::{Builder, dictionary};
pub use finding::{ElementError, Finding, FindingKind, Severity};
pub use link::LinkFlaw;
pub(crate) use parsed::{Escape, Written};
pub use parsed::{Parsed, Syntax};
pub use rules::Rules;
pub use string::ElementString;
pub use typed::{Decimal, Time};

/// The group separator, which stands for FNC1 in what a scanner sends.
pub const GS: u8 = 0x1D;

/// The most elements of a message: more than any symbol has been seen to carry, and the limit of GS1's own engine.
pub const MAX_ELEMENTS: usize = 64;

/// The most bytes of a message: no GS1 symbol holds more, and the limit of GS1's own engine.
pub const MAX_LENGTH: usize = 8191;
