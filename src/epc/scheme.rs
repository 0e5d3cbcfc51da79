//! The EPC schemes: what each identifies, of which AIs it is made, how its URI is written (Tag Data Standard 2.3, section 6).

use super::number;
use crate::check::{gs1_mod10_verify, iso_6346};
use crate::text::Charset;

/// What an EPC identifies, whatever tag or URI it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Scheme {
    /// A trade item, one unit: (01)(21). Without a serial it is the pattern of all units.
    Sgtin,
    /// A trade item under the tobacco rules of the European Union: (01)(235). No binary coding.
    Upui,
    /// A lot of a trade item: (01)(10). A class and no unit; no binary coding.
    Lgtin,
    /// A logistic unit: (00).
    Sscc,
    /// A piece of a trade item: (8006)(21).
    Itip,
    /// A returnable asset: (8003).
    Grai,
    /// An individual asset: (8004).
    Giai,
    /// The recipient of a service: (8018).
    Gsrn,
    /// The provider of a service: (8017).
    Gsrnp,
    /// A document: (253).
    Gdti,
    /// A coupon: (255).
    Sgcn,
    /// A component or part: (8010)(8011).
    Cpi,
    /// A location, with or without an extension: (414)(254).
    Sgln,
    /// A party: (417). No binary coding.
    Pgln,
    /// A consignment: (401). No binary coding.
    Ginc,
    /// A shipment: (402). No binary coding.
    Gsin,
    /// A General Identifier, without company prefix and AIs.
    Gid,
    /// An item of the United States Department of Defense.
    Usdod,
    /// An item of the aerospace and defence industry.
    Adi,
    /// An intermodal shipping container (ISO 6346). No binary coding.
    Bic,
    /// A vessel by its number of the International Maritime Organization. No binary coding.
    Imovn,
}

/// A part of an identity, in the order of its URI and of its AIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Digits in which a company prefix and a reference share the place, check digit last.
    Key {
        /// How many digits there are, check digit included, the zero of a GRAI left out.
        digits: usize,
        /// The first digit is an indicator or extension digit, which the URI writes after the company prefix.
        indicator: bool,
        /// A 0 stands before it in the AI, as in a GRAI.
        zero: bool,
    },
    /// A company prefix and a reference of any length up to that of the whole.
    Asset { set: Charset, longest: usize },
    /// So many digits.
    Digits(usize),
    /// A serial component.
    Serial { set: Charset, longest: usize },
    /// The extension of a location; `0` stands for none.
    Extension,
    /// A number without leading zeros, and the largest.
    Number(u64),
    /// A CAGE code or DoDAAC: five or six characters.
    Cage,
    /// A part number of the aerospace industry, which may be empty.
    AdiNumber,
    /// Its serial, with or without a leading `#`.
    AdiSerial,
    /// A container code: owner, category, serial number, check digit.
    Container,
}

/// One row of the table.
pub(super) struct Row {
    pub(super) scheme: Scheme,
    /// Its name in URIs.
    pub(super) name: &'static str,
    /// `id`, or `class` for what is no single thing.
    pub(super) namespace: &'static str,
    pub(super) parts: &'static [(&'static str, Part)],
    /// The AIs, each with the number of parts that its value is made of.
    pub(super) ais: &'static [(&'static str, usize)],
}

/// The longest text of all parts together: an ADI of 6, 32 and 31 characters.
pub(super) const LONGEST: usize = 72;

const fn key(digits: usize, indicator: bool) -> Part {
    let zero = false;
    Part::Key {
        digits,
        indicator,
        zero,
    }
}

const GRAI: Part = Part::Key {
    digits: 13,
    indicator: false,
    zero: true,
};

const fn serial(longest: usize) -> Part {
    let set = Charset::Set82;
    Part::Serial { set, longest }
}

const fn asset(set: Charset) -> Part {
    Part::Asset { set, longest: 30 }
}

const SGCN_SERIAL: Part = Part::Serial {
    set: Charset::Numeric,
    longest: 12,
};
/// The part of a number that is no unit's: what the caller reads is called that everywhere.
const SERIAL: &str = "serial";

/// All schemes, in the order in which an element string is tried: what names a unit comes before what names a class.
#[rustfmt::skip]
static SCHEMES: &[Row] = &[
    row(Scheme::Sgtin, "sgtin", &[("GTIN", key(14, true)), (SERIAL, serial(20))],                                  &[("01", 1), ("21", 1)]),
    row(Scheme::Upui,  "upui",  &[("GTIN", key(14, true)), ("third party serial", serial(28))],                    &[("01", 1), ("235", 1)]),
    Row { namespace: "class",
        ..row(Scheme::Lgtin, "lgtin", &[("GTIN", key(14, true)), ("lot", serial(20))],                             &[("01", 1), ("10", 1)]) },
    row(Scheme::Sscc,  "sscc",  &[("SSCC", key(18, true))],                                                        &[("00", 1)]),
    row(Scheme::Itip,  "itip",  &[("GTIN", key(14, true)), ("piece", Part::Digits(2)), ("total", Part::Digits(2)), (SERIAL, serial(20))], &[("8006", 3), ("21", 1)]),
    row(Scheme::Grai,  "grai",  &[("GRAI", GRAI), (SERIAL, serial(16))],                                           &[("8003", 2)]),
    row(Scheme::Giai,  "giai",  &[("GIAI", asset(Charset::Set82))],                                                &[("8004", 1)]),
    row(Scheme::Gsrn,  "gsrn",  &[("GSRN", key(18, false))],                                                       &[("8018", 1)]),
    row(Scheme::Gsrnp, "gsrnp", &[("GSRN", key(18, false))],                                                       &[("8017", 1)]),
    row(Scheme::Gdti,  "gdti",  &[("GDTI", key(13, false)), (SERIAL, serial(17))],                                 &[("253", 2)]),
    row(Scheme::Sgcn,  "sgcn",  &[("GCN", key(13, false)), (SERIAL, SGCN_SERIAL)],                                 &[("255", 2)]),
    row(Scheme::Cpi,   "cpi",   &[("CPID", asset(Charset::Set39)), (SERIAL, Part::Number(999_999_999_999))],       &[("8010", 1), ("8011", 1)]),
    row(Scheme::Sgln,  "sgln",  &[("GLN", key(13, false)), ("extension", Part::Extension)],                        &[("414", 1), ("254", 1)]),
    row(Scheme::Pgln,  "pgln",  &[("GLN", key(13, false))],                                                        &[("417", 1)]),
    row(Scheme::Ginc,  "ginc",  &[("GINC", asset(Charset::Set82))],                                                &[("401", 1)]),
    row(Scheme::Gsin,  "gsin",  &[("GSIN", key(17, false))],                                                       &[("402", 1)]),
    row(Scheme::Gid,   "gid",   &[("manager", Part::Number((1 << 28) - 1)), ("class", Part::Number((1 << 24) - 1)), (SERIAL, Part::Number((1 << 36) - 1))], &[]),
    row(Scheme::Usdod, "usdod", &[("CAGE", Part::Cage), (SERIAL, Part::Number((1 << 36) - 1))],                    &[]),
    row(Scheme::Adi,   "adi",   &[("CAGE", Part::Cage), ("part number", Part::AdiNumber), (SERIAL, Part::AdiSerial)], &[]),
    row(Scheme::Bic,   "bic",   &[("container", Part::Container)],                                                 &[]),
    row(Scheme::Imovn, "imovn", &[("vessel", Part::Digits(7))],                                                    &[]),
];

const fn row(
    scheme: Scheme,
    name: &'static str,
    parts: &'static [(&'static str, Part)],
    ais: &'static [(&'static str, usize)],
) -> Row {
    Row {
        scheme,
        name,
        namespace: "id",
        parts,
        ais,
    }
}

impl Scheme {
    /// All schemes.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        SCHEMES.iter().map(|row| row.scheme)
    }

    #[inline]
    pub(super) fn row(self) -> &'static Row {
        // The rows stand in another order than the variants: an element string tries them from the most to the least special.
        static PLACES: [u8; SCHEMES.len()] = {
            let mut places = [0; SCHEMES.len()];
            let mut i = 0;
            while i < SCHEMES.len() {
                places[SCHEMES[i].scheme as usize] = i as u8;
                i += 1;
            }
            places
        };
        let place = PLACES.get(self as usize).copied().unwrap_or_default();
        SCHEMES.get(usize::from(place)).unwrap_or(&SCHEMES[0])
    }

    /// Its name in URIs: `sgtin`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The scheme of that name, in letters of either case.
    pub fn find(name: &str) -> Option<Self> {
        let row = SCHEMES
            .iter()
            .find(|row| row.name.eq_ignore_ascii_case(name));
        row.map(|row| row.scheme)
    }

    /// The AIs of its element string, the key first; none where it has no element string.
    pub fn ais(self) -> impl ExactSizeIterator<Item = &'static str> {
        self.row().ais.iter().map(|(ai, _)| *ai)
    }

    /// Whether its identity holds a GS1 Company Prefix.
    pub fn has_company_prefix(self) -> bool {
        let first = self.row().parts.first();
        matches!(first, Some((_, Part::Key { .. } | Part::Asset { .. })))
    }

    /// Whether its last part may be left out: what is left is a pattern, all serials of a key.
    pub(super) fn may_be_pattern(self) -> bool {
        let last = self
            .row()
            .parts
            .split_first()
            .and_then(|(_, rest)| rest.last());
        matches!(last, Some((_, Part::Serial { .. } | Part::Number(_))))
            && self.has_company_prefix()
    }
}

impl core::fmt::Display for Scheme {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.name())
    }
}

impl Part {
    /// How many digits it has, with the zero of a GRAI; 0 where that is not fixed.
    pub(super) const fn digits(self) -> usize {
        match self {
            Self::Key { digits, zero, .. } => digits + zero as usize,
            Self::Digits(count) => count,
            _ => 0,
        }
    }

    /// Whether a text can be this part; a company prefix is not looked at.
    pub(super) fn accepts(self, text: &[u8]) -> bool {
        let serial = |set: Charset, longest: usize| {
            (1..=longest).contains(&text.len()) && set.contains_all(text)
        };
        match self {
            Self::Key { digits, zero, .. } => {
                let number = if zero {
                    text.strip_prefix(b"0")
                } else {
                    Some(text)
                };
                number.is_some_and(|number| number.len() == digits && gs1_mod10_verify(number))
            }
            Self::Digits(count) => text.len() == count && Charset::Numeric.contains_all(text),
            Self::Asset { set, longest } | Self::Serial { set, longest } => serial(set, longest),
            Self::Extension => serial(Charset::Set82, 20),
            Self::Number(largest) => {
                let plain = text.len() == 1 || !text.starts_with(b"0");
                plain && number::parse_integer(text, 64).is_some_and(|number| number <= largest)
            }
            Self::Cage => matches!(text.len(), 5 | 6) && text.iter().copied().all(is_cage),
            Self::AdiNumber => text.len() <= 32 && text.iter().copied().all(is_part),
            Self::AdiSerial => {
                let serial = text.strip_prefix(b"#").unwrap_or(text);
                !serial.is_empty() && text.len() <= 30 && serial.iter().copied().all(is_part)
            }
            Self::Container => {
                container_check(text).is_some_and(|digit| text.last() == Some(&(b'0' + digit)))
            }
        }
    }
}

/// Capitals but I and O, and digits.
pub(super) const fn is_cage(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() && byte != b'I' && byte != b'O'
}

/// The characters of part numbers and serials of the aerospace industry.
const fn is_part(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || matches!(byte, b'-' | b'/')
}

/// The check digit of ISO 6346 that fits a container code: three letters of the owner, the equipment category, six digits and
/// another one.
pub(super) fn container_check(text: &[u8]) -> Option<u8> {
    let (check, number) = text.split_last()?;
    let category = matches!(number.get(3), Some(b'J' | b'U' | b'Z'));
    iso_6346(number).filter(|_| category && check.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scheme_finds_its_row() {
        for scheme in Scheme::all() {
            assert_eq!(scheme.row().scheme, scheme);
            assert_eq!(Scheme::find(scheme.name()), Some(scheme));
        }
        assert_eq!(Scheme::all().len(), Scheme::Imovn as usize + 1);
    }

    #[test]
    fn the_longest_identity_fits_the_memory_for_it() {
        let longest = |part: &Part| match *part {
            Part::Key { digits, zero, .. } => digits + usize::from(zero),
            Part::Asset { longest, .. } | Part::Serial { longest, .. } => longest,
            Part::Digits(count) => count,
            Part::Extension | Part::Number(_) => 20,
            Part::Cage => 6,
            Part::AdiNumber => 32,
            Part::AdiSerial => 30,
            Part::Container => 11,
        };
        for row in SCHEMES {
            let whole: usize = row.parts.iter().map(|(_, part)| longest(part)).sum();
            assert!(whole <= LONGEST && row.parts.len() <= 4, "{}", row.name);
            let parts: usize = row.ais.iter().map(|(_, parts)| parts).sum();
            assert!(
                row.ais.is_empty() || parts == row.parts.len(),
                "{}",
                row.name
            );
        }
    }
}
