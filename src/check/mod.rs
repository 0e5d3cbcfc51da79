//! Check digits and characters.

mod container;
mod damm;
mod gs1;
mod hybrid;
mod luhn;
mod pair;
mod pure;
mod system;
mod verhoeff;

pub use container::iso_6346;
pub use gs1::{gs1_mod10, gs1_mod10_verify};
pub use pair::gs1_pair;
pub(crate) use pair::gs1_pair_longest;
pub use system::{CheckCharacters, SYSTEMS, System};
