//! Why an EPC cannot be read or written: which field, where, and the way out.

mod words;

use super::coding::Coding;
use super::scheme::Scheme;
use crate::ai::Code;
use crate::element::{ElementError, EpcFlaw};
use crate::text::Span;
use alloc::{format, string::String, vec::Vec};
use core::fmt;

/// Why an EPC cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct EpcError {
    pub(super) kind: EpcErrorKind,
    pub(super) field: &'static str,
    pub(super) place: Place,
}

/// Where it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Nowhere,
    Bits(Span),
    Bytes(Span),
}

/// Why a part does not fit a coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misfit {
    /// It begins with 0, which an integer does not keep: serial `0123` in SGTIN-96.
    LeadingZero,
    /// It is not digits alone: serial `A1` in SGTIN-96.
    NotDigits,
    /// The number is past the largest of the field: serial 274877906944 in SGTIN-96.
    TooLarge,
    /// It has more characters than the field.
    TooLong,
    /// It has a character that the coding does not have.
    Character,
}

/// Why no run of numbers begins with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoRun {
    /// Its coding writes the serial as characters, or it is no number.
    Characters,
    /// Something follows the number, a host name or data, or its bits are not those of the standard.
    NotLast,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EpcErrorKind {
    /// Nothing was given.
    Empty,
    /// A hexadecimal text with an odd number of digits: `300`.
    OddDigits,
    /// A character that is not a hexadecimal digit: `30 74`.
    NotHex,
    /// Not base64url: `MHQ*`.
    NotBase64,
    /// A header that no coding has: `FF`.
    Header(u8),
    /// The memory of a tag that nothing was written to: header `00`.
    Unprogrammed,
    /// The tag identification, which says who made the chip: header `E2`.
    Tid,
    /// Fewer bits than the coding has: 88 bits that begin with `30`.
    TooShort {
        /// How many bits the field would end at.
        needed: usize,
    },
    /// More bits than the coding has: 128 bits that begin with `30`.
    TooLong {
        /// How many bits the EPC has.
        used: usize,
    },
    /// Partition 7: `301C..`.
    Partition,
    /// A bit that must be zero is not: the last of an SSCC-96.
    Padding,
    /// A number has more digits than the field: company prefix and reference overflow.
    Overflow {
        /// How many digits the field has.
        digits: usize,
    },
    /// A character that the field cannot have: byte 7F in an SGTIN-198.
    Character,
    /// Four bits that are no digit where a digit must stand.
    Nibble,
    /// A six-bit text is not ended.
    Terminator,
    /// The digit 1 that keeps leading zeros is missing.
    LeadingOne,
    /// Encoding indicator 6 or 7, which are reserved.
    EncodingIndicator(u8),
    /// A length that the AI does not have.
    Length {
        /// The length.
        found: usize,
        /// The longest that it may be.
        longest: usize,
    },
    /// A date type of DSGTIN that is reserved.
    DateType(u8),
    /// A month or day that there is not.
    Date,
    /// The check digit does not fit: an SGTIN+ with another last digit.
    CheckDigit {
        /// The digit that fits.
        expected: u8,
    },
    /// The value breaks the form of its part: a serial of 21 characters.
    Value,
    /// Not a host name, or one longer than a tag holds: `id..example`.
    HostName,
    /// A coding with `++` and no host name: SGTIN++ for `(01)09521234543213(21)1`.
    NoHostName,
    /// A host name and a coding that has no place for it: SGTIN+ with `id.example.com`.
    HostLeftOver(Coding),
    /// Data after the EPC that begins with no AI, or one that table F gives no coding: `(717)ABC`.
    Attribute {
        /// The AI, where it is one.
        ai: Option<Code>,
    },
    /// The value of a data attribute has no coding: an IBAN (8007) of 34 characters, of which 24 fit.
    AttributeValue {
        /// The AI.
        ai: Code,
    },
    /// The tag says the same in other bits than the standard would choose: digits as 7-bit characters in an SGTIN+.
    NotCanonical,
    /// An extension (254) of `0`, which in an EPC says that there is none.
    ZeroExtension,
    /// How long the company prefix is, is not known.
    PrefixLengthUnknown,
    /// The key is one of restricted circulation, which holds no company prefix.
    PrefixRestricted,
    /// A company prefix of another length than 6 to 12 digits, or longer than the key allows.
    PrefixLength,
    /// A company prefix that is not 6 to 12 digits: `9521`.
    Prefix,
    /// Of two company prefixes one begins with the other: `0614141` and `06141411`.
    PrefixOverlap,
    /// Another length of the company prefix was given than the tag or URI has: 9 for `urn:epc:id:sgtin:0614141.812345.6789`.
    PrefixDiffers {
        /// How many digits it has there.
        found: u8,
        /// How many were given.
        given: u8,
    },
    /// A part does not fit the coding.
    DoesNotFit {
        /// The coding.
        coding: Coding,
        /// Why.
        reason: Misfit,
        /// The codings that it fits.
        instead: Vec<Coding>,
    },
    /// No coding was named, and the EPC came from none.
    NoCoding,
    /// The scheme has no binary coding: LGTIN.
    UriOnly(Scheme),
    /// The coding is one of another scheme: SSCC-96 for a trade item.
    OtherScheme {
        /// The coding.
        coding: Coding,
        /// The EPC's scheme.
        scheme: Scheme,
    },
    /// A filter value past the largest: 8 where it has three bits.
    Filter {
        /// The largest.
        largest: u8,
    },
    /// The coding has no date, host name or data after the EPC, and the EPC has.
    LeftOver {
        /// What would be lost.
        what: String,
    },
    /// DSGTIN needs a date: (11), (13), (15), (16), (17), (7006) or (7007).
    NoDate,
    /// A pattern stands for all serials of a key, and a tag needs one.
    Pattern,
    /// Tags that differ in their number alone cannot follow this one: `urn:epc:tag:sgtin-198:3.0614141.812345.A1`.
    NoRun(NoRun),
    /// More numbers were asked for than there are from the first on.
    RunTooLong {
        /// How many there are.
        left: u64,
    },
    /// A pattern of more than one key: `urn:epc:idpat:sgtin:0614141.*.*`.
    WidePattern,
    /// A coding with `+` has no tag URI.
    NoTagUri(Coding),
    /// The scheme has no AIs: GID.
    NoElements(Scheme),
    /// No key that has an EPC among the elements: `(10)A`.
    NoKey,
    /// The elements are not a valid message.
    Elements(ElementError),
    /// Not a URI that begins with `urn:epc:id:`, `class:`, `idpat:`, `tag:` or `raw:`.
    UriForm,
    /// A URI scheme that there is not: `urn:epc:id:sgtn:..`.
    UriScheme,
    /// Another number of fields than the scheme has.
    UriFields {
        /// How many it has.
        fields: usize,
    },
    /// A character that must be written as `%` and two hexadecimal digits, or an escape that is none.
    UriEscape,
    /// Too little memory for the bits.
    Room,
}

impl EpcError {
    pub(super) const fn new(kind: EpcErrorKind, field: &'static str) -> Self {
        let place = Place::Nowhere;
        Self { kind, field, place }
    }

    pub(super) const fn at_bits(
        kind: EpcErrorKind,
        field: &'static str,
        from: usize,
        to: usize,
    ) -> Self {
        let place = Place::Bits(Span::new(from, to));
        Self { kind, field, place }
    }

    pub(super) const fn at_bytes(
        kind: EpcErrorKind,
        field: &'static str,
        from: usize,
        to: usize,
    ) -> Self {
        let place = Place::Bytes(Span::new(from, to));
        Self { kind, field, place }
    }

    /// What is wrong.
    pub const fn kind(&self) -> &EpcErrorKind {
        &self.kind
    }

    /// The field that it is about: `serial`; empty where it is about the whole.
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The bits that are wrong, where bits were read.
    pub const fn bits(&self) -> Option<Span> {
        match self.place {
            Place::Bits(span) => Some(span),
            _ => None,
        }
    }

    /// The bytes of the text that are wrong, where a text was read.
    pub const fn span(&self) -> Option<Span> {
        match self.place {
            Place::Bytes(span) => Some(span),
            _ => None,
        }
    }

    /// Where it is wrong in a text of `length` bytes in which the bits begin at `start`, so many to a character.
    pub(crate) fn place(&self, start: usize, length: usize, width: usize) -> Span {
        let (from, to) = match self.place {
            Place::Nowhere => (0, length),
            Place::Bytes(span) => (span.start, span.end),
            Place::Bits(span) => (start + span.start / width, start + span.end.div_ceil(width)),
        };
        let from = from.min(length);
        Span::new(from, to.clamp(from, length))
    }

    /// The same as a finding of a reader.
    pub(crate) fn into_flaw(self) -> EpcFlaw {
        EpcFlaw {
            code: self.code(),
            message: self.message(),
            help: self.help(),
        }
    }

    /// The stable word for it.
    pub const fn code(&self) -> &'static str {
        match self.kind {
            EpcErrorKind::Empty => "epc-empty",
            EpcErrorKind::OddDigits => "epc-odd-digits",
            EpcErrorKind::NotHex => "epc-not-hex",
            EpcErrorKind::NotBase64 => "epc-not-base64",
            EpcErrorKind::Header(_) => "epc-header",
            EpcErrorKind::Unprogrammed => "epc-unprogrammed",
            EpcErrorKind::Tid => "epc-tid",
            EpcErrorKind::TooShort { .. } => "epc-too-short",
            EpcErrorKind::TooLong { .. } => "epc-too-long",
            EpcErrorKind::Partition => "epc-partition",
            EpcErrorKind::Padding => "epc-padding",
            EpcErrorKind::Overflow { .. } => "epc-overflow",
            EpcErrorKind::Character => "epc-character",
            EpcErrorKind::Nibble => "epc-nibble",
            EpcErrorKind::Terminator => "epc-terminator",
            EpcErrorKind::LeadingOne => "epc-leading-one",
            EpcErrorKind::EncodingIndicator(_) => "epc-encoding-indicator",
            EpcErrorKind::Length { .. } => "epc-length",
            EpcErrorKind::DateType(_) => "epc-date-type",
            EpcErrorKind::Date => "epc-date",
            EpcErrorKind::CheckDigit { .. } => "epc-check-digit",
            EpcErrorKind::Value => "epc-value",
            EpcErrorKind::HostName => "epc-host-name",
            EpcErrorKind::NoHostName => "epc-no-host-name",
            EpcErrorKind::Attribute { .. } => "epc-attribute",
            EpcErrorKind::AttributeValue { .. } => "epc-attribute-value",
            EpcErrorKind::NotCanonical => "epc-not-canonical",
            EpcErrorKind::ZeroExtension => "epc-zero-extension",
            EpcErrorKind::PrefixLengthUnknown => "epc-prefix-length-unknown",
            EpcErrorKind::PrefixRestricted => "epc-prefix-restricted",
            EpcErrorKind::PrefixLength => "epc-prefix-length",
            EpcErrorKind::Prefix => "epc-prefix",
            EpcErrorKind::PrefixOverlap => "prefix-list-overlap",
            EpcErrorKind::PrefixDiffers { .. } => "epc-prefix-differs",
            EpcErrorKind::DoesNotFit { .. } => "epc-does-not-fit",
            EpcErrorKind::NoCoding => "epc-no-coding",
            EpcErrorKind::UriOnly(_) => "epc-uri-only",
            EpcErrorKind::OtherScheme { .. } => "epc-other-scheme",
            EpcErrorKind::Filter { .. } => "epc-filter",
            EpcErrorKind::LeftOver { .. } | EpcErrorKind::HostLeftOver(_) => "epc-left-over",
            EpcErrorKind::NoDate => "epc-no-date",
            EpcErrorKind::Pattern => "epc-pattern",
            EpcErrorKind::NoRun(_) => "epc-no-run",
            EpcErrorKind::RunTooLong { .. } => "epc-run-too-long",
            EpcErrorKind::WidePattern => "epc-wide-pattern",
            EpcErrorKind::NoTagUri(_) => "epc-no-tag-uri",
            EpcErrorKind::NoElements(_) => "epc-no-elements",
            EpcErrorKind::NoKey => "epc-no-key",
            EpcErrorKind::Elements(_) => "epc-elements",
            EpcErrorKind::UriForm => "epc-uri-form",
            EpcErrorKind::UriScheme => "epc-uri-scheme",
            EpcErrorKind::UriFields { .. } => "epc-uri-fields",
            EpcErrorKind::UriEscape => "epc-uri-escape",
            EpcErrorKind::Room => "epc-room",
        }
    }

    /// What is wrong, with the bits that are.
    pub fn message(&self) -> String {
        let what = self.what();
        let named = match self.field {
            "" => what,
            field => format!("{field}: {what}").into(),
        };
        match self.place {
            Place::Bits(span) if span.len() == 1 => format!("{named} (bit {})", span.start),
            Place::Bits(span) => {
                let last = span.end.saturating_sub(1).max(span.start);
                format!("{named} (bits {} to {last})", span.start)
            }
            _ => named.into_owned(),
        }
    }
}

impl fmt::Display for EpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.help())
    }
}
