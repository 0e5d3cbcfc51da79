//! Serial schemes: what a serial looks like, proved before the first one.

mod alphabet;
mod class;
mod clock;
mod context;
mod definition;
mod error;
mod id;
mod layout;
mod overlap;
mod pattern;
mod period;
mod proof;
mod reading;
mod scheme;
mod slot;
mod slots;
mod texts;
mod token;

/// The times and dates of this module are those of this crate.
pub use jiff;

pub use context::Context;
pub use definition::{Definition, Reset, Scope, UnknownWord};
pub use error::{Collision, SchemeError, SchemeErrorKind, SerialError, SerialErrorKind};
pub use id::{SchemeId, SchemeIdError};
pub use period::Period;
pub use reading::Reading;
pub use scheme::Scheme;
pub use slot::{Partition, Slot, Stamp, Values};
pub use texts::Texts;
