//! Check digits and characters.

mod gs1;
mod pair;

pub use gs1::{gs1_mod10, gs1_mod10_verify};
pub use pair::gs1_pair;
pub(crate) use pair::gs1_pair_longest;
