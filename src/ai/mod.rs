//! The Application Identifier table, its rules, and the parser for a dictionary text.
//!
//! [`Dictionary::BUILTIN`] is the table of the General Specifications as GS1 published it for machines on 2026-01-27.
//! All that the library knows about an AI derives from its row there.
//!
//! ```
//! use unitmark::ai::Dictionary;
//!
//! let lot = Dictionary::BUILTIN.get("10").expect("AI (10) exists");
//! assert_eq!((lot.title(), lot.lengths()), ("BATCH/LOT", 1..=20));
//! assert!(lot.needs_separator());
//! ```

mod code;
mod compile;
mod component;
mod dictionary;
mod handle;
pub mod linter;
mod parse;
mod relation;
mod table;
mod write;

pub use crate::text::Charset;
pub use code::Code;
pub(crate) use code::predefined_length;
pub(crate) use compile::matches;
pub use component::Component;
pub use dictionary::Dictionary;
pub use handle::Ai;
pub use parse::{DictionaryError, DictionaryErrorKind};
pub(crate) use relation::Presence;
