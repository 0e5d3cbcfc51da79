//! What a scanner sends, and one answer to any bytes.
//!
//! ```
//! use unitmark::scan::{ReadOptions, read};
//!
//! let report = read(b"]d2010501234567890021WG-2026040001", &ReadOptions::default());
//! assert!(report.is_ok());
//! assert_eq!(report.symbology(), Some("]d2"));
//! assert_eq!(report.serial(), Some("WG-2026040001"));
//! assert_eq!(report.bracketed().as_deref(), Some("(01)05012345678900(21)WG-2026040001"));
//! ```

mod epc;
mod group;
#[cfg(feature = "serde")]
mod json;
mod read;
mod repair;
mod report;
mod separator;
mod symbology;

pub use group::Group;
pub use read::{ReadAs, ReadOptions, read};
pub use report::{Alternative, Id, Reading, Repair, Report};
pub use separator::{RESIDUES, Separator};
#[cfg(feature = "symbol")]
pub(crate) use symbology::says_text;
