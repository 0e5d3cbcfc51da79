//! What a scheme is made of, and the one text that stands for it.

mod choices;
mod text;

use jiff::civil::{Date, Time, date, time};

use super::secret::Key;

pub use choices::{Reset, Scope, UnknownWord};

/// What a scheme is made of. [`Scheme::new`](super::Scheme::new) proves it.
///
/// The default is `{plant:2}-{yyyy}{mm}{seq:4}`, reset each month. The horizon is written dates and
/// never "from now", so that one pattern is one scheme today and next year.
///
/// ```
/// use unitmark::serial::Definition;
///
/// let text = Definition::default().to_text();
/// assert_eq!(text, r#"pattern = "{plant:2}-{yyyy}{mm}{seq:4}"
/// reset = "month"
/// zone = "UTC"
/// day_starts = "00:00"
/// scope = "all"
/// ai = "21"
/// horizon_from = "2026-01-01"
/// horizon_until = "2050-12-31"
/// "#);
/// assert_eq!(Definition::parse_text(&text)?, Definition::default());
/// # Ok::<(), unitmark::serial::SchemeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Definition {
    /// What a serial looks like: literals and tokens, `{plant:2}-{yyyy}{mm}{seq:4}`.
    pub pattern: String,
    /// When the counter starts again.
    pub reset: Reset,
    /// The plant's time zone by its IANA name, `Europe/Berlin`; never the user's or the server's.
    pub zone: String,
    /// When the production day starts, to the minute: what a night shift makes before it belongs to the day before.
    pub day_starts: Time,
    /// Within what a serial is unique.
    pub scope: Scope,
    /// The Application Identifier that carries it.
    pub ai: String,
    /// The first production day for which the scheme is proved.
    pub horizon_from: Date,
    /// The last production day for which the scheme is proved.
    pub horizon_until: Date,
    /// The values of the context that have counters of their own, by name with a blank between; `-` for none of them.
    /// Empty, the default, means every one that the pattern writes.
    pub partition: String,
    /// The id of the key that `{rnd}` is permuted with. The key itself is nowhere in a definition.
    pub key_id: String,
    /// The key's check value, 8 hexadecimal digits, so that a wrong key is refused.
    pub key_check: String,
    /// The character that each serial says its key by, so that the serials of two keys never meet. Empty, the
    /// default, means the first of the alphabet that is not `0`, or `1` where the pattern has `{key}`.
    pub key_version: String,
}

impl Default for Definition {
    fn default() -> Self {
        Self {
            pattern: "{plant:2}-{yyyy}{mm}{seq:4}".to_owned(),
            reset: Reset::Month,
            zone: "UTC".to_owned(),
            day_starts: time(0, 0, 0, 0),
            scope: Scope::All,
            ai: "21".to_owned(),
            horizon_from: date(2026, 1, 1),
            horizon_until: date(2050, 12, 31),
            partition: String::new(),
            key_id: String::new(),
            key_check: String::new(),
            key_version: String::new(),
        }
    }
}

impl Definition {
    /// This pattern, and the default for the rest: reset month.
    pub fn of(pattern: impl Into<String>) -> Self {
        Self {
            pattern: pattern.into(),
            ..Self::default()
        }
    }

    /// With the id and the check value of this key.
    #[must_use]
    pub fn with_key(mut self, key: &Key) -> Self {
        key.id().clone_into(&mut self.key_id);
        self.key_check = key.check_value();
        self
    }
}
