//! Identification keys, a file each.
//!
//! A value of a key type is valid: its characters, its length and its check digit were verified when it was made.

mod cpid;
mod digits;
mod error;
mod gcn;
mod gdti;
mod giai;
mod ginc;
mod gln;
mod gmn;
mod grai;
mod gsin;
mod gsrn;
mod gtin;
mod itip;
mod kind;
mod prefix;
mod shape;
mod sscc;
mod upc_e;

pub use cpid::Cpid;
pub use error::{KeyError, KeyErrorKind};
pub use gcn::Gcn;
pub use gdti::Gdti;
pub use giai::Giai;
pub use ginc::Ginc;
pub use gln::Gln;
pub use gmn::Gmn;
pub use grai::Grai;
pub use gsin::Gsin;
pub use gsrn::Gsrn;
pub use gtin::Gtin;
pub use itip::Itip;
pub use kind::{KEYS, Kind};
pub use prefix::{PREFIXES, PrefixRange, gs1_prefix};
pub(crate) use prefix::{is_restricted, is_restricted_gtin_8};
pub use shape::Part;
pub use sscc::Sscc;
