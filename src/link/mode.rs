//! How much a reader of links forgives.

use crate::ai::{Ai, Dictionary};

/// What is accepted beside the URIs that the standard asks for. The default is nothing.
///
/// ```
/// use unitmark::link::{DigitalLink, Mode};
///
/// let old = "https://example.com/gtin/9521234543213/lot/L7";
/// assert!(DigitalLink::parse(old).is_err());
/// let link = DigitalLink::parse_as(old, Mode::LENIENT)?;
/// assert_eq!(link.to_string(), "https://example.com/01/09521234543213/10/L7");
/// # Ok::<(), unitmark::element::ElementError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mode(u8);

const ZEROS: u8 = 1;
const NAMES: u8 = 2;
const UNKNOWN: u8 = 4;
const LITERAL: u8 = 8;
const SCHEME: u8 = 16;
const LEGACY: u8 = 32;

impl Mode {
    /// GS1 Digital Link URI Syntax 1.7, and nothing else.
    pub const STRICT: Self = Self(0);

    /// All that GS1's own engine accepts or can be told to accept, and `HtTp`; not the legacy keys.
    pub const LENIENT: Self = Self(ZEROS | NAMES | UNKNOWN | LITERAL | SCHEME);

    /// (01) with 8, 12 or 13 digits: zeros are put before them (section 4.1: existing infrastructure should accept it).
    #[must_use]
    pub const fn zero_suppressed_gtins(self) -> Self {
        Self(self.0 | ZEROS)
    }

    /// Names instead of digits, as version 1.1 had them: `/gtin/../lot/..?exp=..`.
    #[must_use]
    pub const fn names(self) -> Self {
        Self(self.0 | NAMES)
    }

    /// AIs that the dictionary does not have as data attributes, where the [`Rules`](crate::element::Rules) allow `ai-unknown`.
    #[must_use]
    pub const fn unknown_attributes(self) -> Self {
        Self(self.0 | UNKNOWN)
    }

    /// A `%` that two hexadecimal digits do not follow stands for itself.
    #[must_use]
    pub const fn literal_percent(self) -> Self {
        Self(self.0 | LITERAL)
    }

    /// The scheme in any case, `HtTp`, as RFC 3986 has it.
    #[must_use]
    pub const fn any_case_scheme(self) -> Self {
        Self(self.0 | SCHEME)
    }

    /// The primary keys that version 1.1 had and later ones do not: (410) to (413) and (416).
    #[must_use]
    pub const fn legacy_keys(self) -> Self {
        Self(self.0 | LEGACY)
    }

    const fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    pub(super) const fn takes_unknown_attributes(self) -> bool {
        self.has(UNKNOWN)
    }

    pub(super) const fn takes_literal_percent(self) -> bool {
        self.has(LITERAL)
    }

    pub(super) const fn takes_any_case_scheme(self) -> bool {
        self.has(SCHEME)
    }

    /// Whether an AI is a primary key here.
    #[inline]
    pub(super) fn is_key(self, ai: Ai<'_>) -> bool {
        ai.is_key() || self.has(LEGACY) && LEGACY_KEYS.contains(&ai.code())
    }

    /// How many zeros belong before a value that was written without them.
    #[inline]
    pub(super) fn zeros(self, ai: Ai<'_>, value: &[u8]) -> usize {
        match value.len() {
            length @ (8 | 12 | 13) if self.has(ZEROS) && ai.code() == "01" => 14 - length,
            _ => 0,
        }
    }

    /// The AI that a segment of the path or a key of the query names.
    #[inline]
    pub(super) fn ai<'d>(self, dictionary: &'d Dictionary, text: &[u8]) -> Option<Ai<'d>> {
        if let Some(ai) = dictionary.leading(text)
            && ai.code_length() == text.len()
        {
            return Some(ai);
        }
        if !self.has(NAMES) {
            return None;
        }
        let (_, ai) = CONVENIENCE_NAMES
            .iter()
            .find(|(name, _)| name.as_bytes() == text)?;
        dictionary.get(ai)
    }
}

const LEGACY_KEYS: [&str; 5] = ["410", "411", "412", "413", "416"];

/// The names that stood for AIs up to version 1.1; 1.2 deprecates them.
const CONVENIENCE_NAMES: [(&str, &str); 31] = [
    ("gtin", "01"),
    ("cpv", "22"),
    ("lot", "10"),
    ("ser", "21"),
    ("itip", "8006"),
    ("gmn", "8013"),
    ("cpid", "8010"),
    ("cpsn", "8011"),
    ("gln", "414"),
    ("glnx", "254"),
    ("payto", "415"),
    ("refno", "8020"),
    ("party", "417"),
    ("gsrnp", "8017"),
    ("gsrn", "8018"),
    ("srin", "8019"),
    ("gcn", "255"),
    ("sscc", "00"),
    ("gdti", "253"),
    ("ginc", "401"),
    ("gsin", "402"),
    ("grai", "8003"),
    ("giai", "8004"),
    ("exp", "17"),
    ("expdt", "7003"),
    // Of version 1.0 alone.
    ("shipTo", "410"),
    ("billTo", "411"),
    ("purchasedFrom", "412"),
    ("shipFor", "413"),
    ("payTo", "415"),
    ("glnProd", "416"),
];
