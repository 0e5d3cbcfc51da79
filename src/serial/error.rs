//! What can be wrong with a scheme, and with a serial asked of a sound one.

use jiff::civil::Date;

use crate::text::Span;

/// Why a definition is no scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemeErrorKind {
    /// A brace that does not pair: `SN{seq:7`, `SN}`.
    Syntax,
    /// A token that there is not: `{foo}{seq:3}`.
    UnknownToken,
    /// A width that is missing, not a number or not wanted: `{plant}`, `{seq:0}`, `{yyyy:4}`.
    TokenArgument,
    /// An alphabet that is not known, has a character twice or fewer than two: `{seq:3:AA}`.
    Alphabet,
    /// One token twice, or two numbers: `{seq:3}{seq:2}`, `{seq:3}{rnd:9:b36}`.
    TokenTwice,
    /// No number in it: `{yyyy}{mm}`.
    SequenceMissing,
    /// Shorter than the Application Identifier holds: 17 digits under AI 00.
    TooShort,
    /// Longer than the Application Identifier holds: `{plant:2}{seq:19}` under AI 21.
    TooLong,
    /// A character that the Application Identifier does not hold: `SN {seq:7}`.
    Characters,
    /// Two periods that write one text: `{mm}{dd}{seq:6}` with reset day.
    PeriodNotToldApart,
    /// A calendar year beside an ISO week: `{yyyy}{ww}{seq:5}`; 2024-12-30 is in week 1 of 2025.
    YearWithWeek,
    /// A year that the code letters or digits do not reach: `{year:2030:A-Z}` in 2026, `{gyear:1996:1}` in 2006.
    YearRunsOut,
    /// Too few random numbers to hide one among them, under 1,000,000: `{rnd:3:b36}`.
    RandomDomain,
    /// Serials are easier to guess than asked.
    GuessOdds,
    /// A key that is named and not needed, or named in part: `key_id` without `key_check`.
    Key,
    /// A check character over what it cannot check: `{seq:4:b36}{chk:luhn}`.
    CheckAlphabet,
    /// Not built as the key of its Application Identifier is: AI 00 without `{chk:mod10}` in the last place.
    KeyStructure,
    /// A counter for each value of what the pattern does not write: `partition = "line"` without `{line:2}`.
    PartitionNotInText,
    /// Unique within each GTIN, under an Application Identifier that is a key of its own.
    Scope,
    /// A zone that the IANA database does not have: `Europe/Bielefeld`.
    UnknownZone,
    /// A production day that does not start at a whole minute.
    DayStarts,
    /// Dates out of order, over 100 years, or outside the years 1 to 9999.
    Horizon,
    /// An Application Identifier that schemes do not serve.
    Ai,
    /// A definition text with a line that is not understood.
    Definition,
}

impl SchemeErrorKind {
    /// The code that reports carry; never renamed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::UnknownToken => "unknown-token",
            Self::TokenArgument => "token-argument",
            Self::Alphabet => "alphabet",
            Self::TokenTwice => "token-twice",
            Self::SequenceMissing => "sequence-missing",
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::Characters => "characters",
            Self::PeriodNotToldApart => "period-not-told-apart",
            Self::YearWithWeek => "year-with-week",
            Self::YearRunsOut => "year-runs-out",
            Self::RandomDomain => "random-domain",
            Self::GuessOdds => "guess-odds",
            Self::Key => "key-reference",
            Self::CheckAlphabet => "check-alphabet",
            Self::KeyStructure => "key-structure",
            Self::PartitionNotInText => "partition-not-in-text",
            Self::Scope => "scope",
            Self::UnknownZone => "unknown-zone",
            Self::DayStarts => "day-starts",
            Self::Horizon => "horizon",
            Self::Ai => "ai-not-served",
            Self::Definition => "definition",
        }
    }
}

/// Two days of different periods that write one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The text that both write.
    pub text: String,
    /// The first day that writes it.
    pub earlier: Date,
    /// The day of another period that writes it again.
    pub later: Date,
}

/// Why a definition is no scheme, and where in the pattern.
///
/// ```
/// use unitmark::serial::{Definition, Reset, Scheme};
///
/// let refused = Scheme::new(Definition { reset: Reset::Day, ..Definition::of("{mm}{dd}{seq:6}") }).unwrap_err();
/// assert_eq!(refused.code(), "period-not-told-apart");
/// assert_eq!(
///     refused.to_string(),
///     "reset=day: 2027-01-01 writes the same text '0101000001' as 2026-01-01; \
///      write more of the date into the pattern, reset less often, or end the horizon before 2027-01-01"
/// );
/// assert_eq!(refused.collision().map(|collision| collision.text.as_str()), Some("0101000001"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SchemeError {
    kind: SchemeErrorKind,
    span: Span,
    message: String,
    collision: Option<Box<Collision>>,
}

impl SchemeError {
    pub(crate) fn new(kind: SchemeErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self {
            kind,
            span,
            message: message.into(),
            collision: None,
        }
    }

    pub(crate) fn with_collision(mut self, collision: Collision) -> Self {
        self.collision = Some(Box::new(collision));
        self
    }

    /// What is wrong.
    pub const fn kind(&self) -> SchemeErrorKind {
        self.kind
    }

    /// Its code, such as `period-not-told-apart`.
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Where in the pattern, in bytes; in the definition text for [`SchemeErrorKind::Definition`];
    /// empty where another part of the definition is at fault.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The text that two periods write, and the two days.
    pub fn collision(&self) -> Option<&Collision> {
        self.collision.as_deref()
    }
}

/// Why a sound scheme gives no serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SerialErrorKind {
    /// The pattern writes a value that the context does not have: `{plant:2}` without a plant.
    ContextMissing,
    /// A value that is not as wide as the pattern writes it: `plant=WG` for `{plant:3}`.
    ContextWidth,
    /// A value with a character that the Application Identifier does not hold: `plant=W G`.
    ContextCharacters,
    /// A time before or after the dates for which the scheme is proved.
    OutsideHorizon,
    /// A number past the last one of the period: 100 for `{seq:2}`.
    Exhausted,
    /// A number before the first one: 0 for `{seq:2}`.
    BelowFirst,
    /// The numbers are permuted with a key that is not there: `{rnd:12:b32}` without its key.
    KeyMissing,
    /// Another key than the definition names, or one that its check value does not fit.
    KeyWrong,
    /// A text that the scheme never writes: of another length, with another literal, on no day of the horizon.
    NeverWritten,
    /// A text whose check character does not fit the rest.
    CheckCharacter,
    /// A slot, or its written form, that is not of this scheme.
    SlotMismatch,
}

impl SerialErrorKind {
    /// The code that reports carry; never renamed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ContextMissing => "context-missing",
            Self::ContextWidth => "context-width",
            Self::ContextCharacters => "context-characters",
            Self::OutsideHorizon => "outside-horizon",
            Self::Exhausted => "exhausted",
            Self::BelowFirst => "below-first",
            Self::KeyMissing => "key-missing",
            Self::KeyWrong => "key-wrong",
            Self::NeverWritten => "never-written",
            Self::CheckCharacter => "check-character",
            Self::SlotMismatch => "slot-mismatch",
        }
    }
}

/// Why a sound scheme gives no serial, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SerialError {
    kind: SerialErrorKind,
    message: String,
    token: Option<&'static str>,
}

impl SerialError {
    pub(crate) fn new(kind: SerialErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            token: None,
        }
    }

    /// The token that it is about.
    pub(crate) fn about(mut self, token: &'static str) -> Self {
        self.token = Some(token);
        self
    }

    /// The name of the context value that is missing or wrong: `plant`.
    pub const fn token(&self) -> Option<&'static str> {
        self.token
    }

    /// What is wrong.
    pub const fn kind(&self) -> SerialErrorKind {
        self.kind
    }

    /// Its code, such as `context-width`.
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }
}
