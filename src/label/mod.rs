//! What is on one label.

mod content;
mod error;
mod layout;
mod mark;

pub use content::LabelContent;
pub use error::{LabelError, TooSmall};
pub use layout::{LabelSpec, Layout};
pub use mark::{Mark, Point};
