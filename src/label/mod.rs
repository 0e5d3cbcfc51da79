//! What is on one label.

mod mark;

pub use mark::{Mark, Point};
