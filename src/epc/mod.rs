//! Electronic Product Codes: what an RFID tag says, both ways (GS1 Tag Data Standard 2.3).
//!
//! A [`Scheme`] is what is identified, a [`Coding`] how that stands on a tag; both are rows of a table. An [`Epc`] is one identity,
//! whichever form it came in: bits, hexadecimal digits, base64url, one of the URIs, or the elements of a bar code.
//!
//! ```
//! use unitmark::epc::{Coding, Epc, Prefixes};
//!
//! let unit = "(01)05012345678900(10)2026-04-A(21)WG-2026040001".parse()?;
//! let epc = Epc::from_elements(&unit, &Prefixes::new())?.encode(Coding::SGTIN_PLUS, 1)?;
//! let tag = epc.hex()?;
//! assert_eq!(Epc::from_hex(&tag)?.element_string()?.to_string(), "(01)05012345678900(21)WG-2026040001(10)2026-04-A");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Company prefixes
//!
//! The older codings and all URIs write the company prefix apart from the reference, and no key says how long its company prefix is.
//! It is never guessed: [`Prefixes`] answers what the caller told it. The codings with `+` need none.
//!
//! # Standing
//!
//! Headers, partitions, the codings with `+` and data after the EPC agree with the examples of annex E.3 and with GS1's machine-readable
//! tables of Tag Data Translation 2.2. For the `++` codings no such table exists: their headers and host names rest on annex E.3 and
//! on third parties that agree, and annex E.3 itself prints two of their headers wrong.
//! Resting on less: that header 00 is a tag never written and E2 a TID, and the eight bits of AI (7258).

mod attribute;
mod binary;
mod bits;
mod chars;
mod coding;
mod digits;
mod elements;
#[expect(clippy::module_inception, reason = "the type that the stage is about")]
mod epc;
mod error;
mod field;
mod host;
mod identity;
mod list;
mod locate;
mod number;
mod prefix;
mod range;
mod scheme;
mod uri;

pub(crate) use binary::is_header;
pub use binary::{epc_length, pc_word};
pub use coding::Coding;
pub use epc::Epc;
pub use error::{EpcError, EpcErrorKind, Misfit, NoRun};
pub use list::{PrefixList, PrefixListError, PrefixListErrorKind};
pub(crate) use locate::{Located, Told};
pub use prefix::{PrefixLength, Prefixes};
pub use range::TagRange;
pub use scheme::Scheme;
pub(crate) use uri::is_uri as is_epc_uri;

/// What to do about a check digit on a tag that does not fit its key. Only the codings with `+` carry it; the others leave it out,
/// and it is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CheckDigits {
    /// It is an error.
    #[default]
    Verify,
    /// The one that fits takes its place.
    Compute,
    /// It stays; [`Epc::wrong_check_digit`] tells of it, and [`Epc::element_string`] is an error.
    Keep,
}
