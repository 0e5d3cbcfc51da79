//! What is on one label.

mod advice;
mod arrange;
mod content;
mod error;
pub(crate) mod fields;
mod finished;
mod layout;
mod mark;
mod product;
mod rows;
pub mod template;

pub use content::LabelContent;
pub use error::{LabelError, TooSmall, TooWide};
pub use fields::TextError;
pub use finished::{Digits, Finished, finished, row_height};
pub use layout::{LabelSpec, Layout};
pub use mark::{Mark, Point, Turn};
pub use template::{BUILT_IN, BuiltIn, Record, Template, TemplateError};
