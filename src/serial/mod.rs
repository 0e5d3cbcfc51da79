//! Serial schemes: what a serial looks like, proved before the first one.
//!
//! A [`Definition`] is a pattern and when its counter starts again. [`Scheme::new`] proves it: every day of the horizon
//! is written out, and a scheme in which two periods write one text is refused with the two dates. After that
//! everything is arithmetic: a moment and a [`Context`] give a [`Slot`], a slot and a number give a text, and a text
//! reads back to slot and number. Clock, counters and storage are the caller's.
//!
//! ```
//! use unitmark::serial::{Context, Definition, Reset, Scheme};
//!
//! let scheme = Scheme::new(Definition {
//!     reset: Reset::Day,
//!     zone: "Europe/Berlin".to_owned(),
//!     ..Definition::of("{gg}{ww}{wd}{shift}{line:2}{seq:5}")
//! })?;
//! let night = Context::new().with("shift", "C").with("line", "L2");
//! let slot = scheme.slot(&night, "2026-04-15T22:30Z".parse()?)?;
//! assert_eq!(scheme.text(&slot, 42)?, "26164CL200042");
//!
//! let reading = scheme.read("26164CL200042").ok_or("never written")?;
//! assert_eq!(reading.slot.period().to_string(), "2026-04-16");
//! assert_eq!(reading.slot.partition().get("line"), Some("L2"));
//! assert_eq!(reading.number, 42);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The pattern language
//!
//! Literals stand for themselves, `{{` and `}}` for braces; the rest is tokens, each at most once.
//! Every width is exact: a number never widens and never wraps, a value that is longer or shorter is refused.
//!
//! | token | writes |
//! |---|---|
//! | `{seq:W[:alphabet]}` | the number, W characters wide; the alphabet is `dec` (default), `hex`, `AZ`, `b36`, `b32` (no I, L, O, U), `b28` (no vowels, 0, 1), or a list such as `A-HJ-NP-Z2-9` or `A-Z without IO` |
//! | `{yyyy}` `{yy}` `{y}` `{mm}` `{dd}` `{ddd}` | the production day: year, month, day, day of the year |
//! | `{HH}` | the hour on the plant's clock |
//! | `{gggg}` `{gg}` `{ww}` `{wd}` | the ISO 8601 week: its year, week, weekday from Monday = 1 |
//! | `{plant:W}` `{line:W}` `{site:W}` `{lot:W}` `{sku:W}` | a value of the context, W characters of GS1 character set 82 |
//! | `{shift}` | a value of the context, one character |
//! | `{gtin}` | a value of the context, 14 digits |
//!
//! Values of the context split the numbers: each plant, line or product that the pattern writes has counters of its own.

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
