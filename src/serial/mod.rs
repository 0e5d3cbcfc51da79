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
//! let reading = scheme.read("26164CL200042")?.ok_or("never written")?;
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
//! | `{rnd:W:alphabet}` | what the number becomes by a permutation with a secret key (FF1 with AES-256, NIST SP 800-38G): nobody can guess the next one. The first of the W characters says the key |
//! | `{key}` | the character that says the key, where it is not to be the first of `{rnd}` |
//! | `{chk:name}` | one or two check characters over all before it; `name` is one of [`check::SYSTEMS`](crate::check::SYSTEMS), such as `luhn`, `mod97-10`, `mod37-36` |
//! | `{yyyy}` `{yy}` `{y}` `{mm}` `{dd}` `{ddd}` | the production day: year, month, day, day of the year |
//! | `{HH}` | the hour on the plant's clock |
//! | `{gggg}` `{gg}` `{ww}` `{wd}` | the ISO 8601 week: its year, week, weekday from Monday = 1 |
//! | `{year:base:letters}` `{mon:letters}` | a letter for the year, the first one for `base`, and for the month |
//! | `{gyear:base:W}` | the years of the ISO week since `base` |
//! | `{plant:W}` `{line:W}` `{site:W}` `{lot:W}` `{sku:W}` | a value of the context, W characters of GS1 character set 82 |
//! | `{shift}` | a value of the context, one character |
//! | `{gtin}` | a value of the context, 14 digits |
//! | `{prefix:W}` `{ext:1}` | values of the context: a GS1 Company Prefix, the extension digit of an SSCC |
//!
//! Values of the context split the numbers: each plant, line or product that the pattern writes has counters of its own,
//! unless the definition's `partition` names fewer.
//!
//! # Keys
//!
//! A scheme with `{rnd}` names its [`Key`] by id and check value; the key itself is in no definition, message or ledger.
//! [`Scheme::unlock`] puts it in. Until then numbers and slots work, and texts are an error, never a wrong text.
//! Two keys are two permutations of the same numbers, so each serial says its key by one character: with
//! another key comes another `key_version`, which makes a new scheme that is disjoint from the old one.

mod alphabet;
mod class;
mod clock;
mod context;
mod definition;
mod epc;
mod error;
mod id;
mod layout;
mod likeness;
mod lock;
mod odds;
mod overlap;
mod pattern;
mod period;
mod permutation;
mod preset;
mod proof;
mod reading;
mod scheme;
mod secret;
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
pub use odds::Odds;
pub use period::Period;
pub use preset::{PRESETS, Preset};
pub use reading::Reading;
pub use scheme::Scheme;
pub use secret::{Key, KeyError, KeyErrorKind, Keys};
pub use slot::{Partition, Slot, Stamp, Values};
pub use texts::Texts;
