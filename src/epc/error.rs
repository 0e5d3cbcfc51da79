//! Why an EPC cannot be read or written: which field, where, and the way out.

use super::coding::Coding;
use super::scheme::Scheme;
use crate::element::{ElementError, EpcFlaw};
use crate::text::Span;
use alloc::{borrow::Cow, format, string::String};
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
    /// A host name that is not coded as the standard says.
    HostName,
    /// Data after the EPC begins with an AI that cannot be coded there.
    Attribute,
    /// The value of a data attribute has no coding: it breaks its AI's form.
    AttributeValue,
    /// How long the company prefix is, is not known.
    PrefixLengthUnknown,
    /// The key is one of restricted circulation, which holds no company prefix.
    PrefixRestricted,
    /// A company prefix of another length than 6 to 12 digits, or longer than the key allows.
    PrefixLength,
    /// Not a list of company prefix lengths, or a company prefix that is not 4 to 12 digits.
    Prefix,
    /// A part does not fit the coding.
    DoesNotFit {
        /// The coding.
        coding: Coding,
        /// Why.
        reason: Misfit,
        /// A coding that it fits, where there is one.
        instead: Option<Coding>,
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
            EpcErrorKind::Attribute => "epc-attribute",
            EpcErrorKind::AttributeValue => "epc-attribute-value",
            EpcErrorKind::PrefixLengthUnknown => "epc-prefix-length-unknown",
            EpcErrorKind::PrefixRestricted => "epc-prefix-restricted",
            EpcErrorKind::PrefixLength => "epc-prefix-length",
            EpcErrorKind::Prefix => "epc-prefix",
            EpcErrorKind::DoesNotFit { .. } => "epc-does-not-fit",
            EpcErrorKind::NoCoding => "epc-no-coding",
            EpcErrorKind::UriOnly(_) => "epc-uri-only",
            EpcErrorKind::OtherScheme { .. } => "epc-other-scheme",
            EpcErrorKind::Filter { .. } => "epc-filter",
            EpcErrorKind::LeftOver { .. } => "epc-left-over",
            EpcErrorKind::NoDate => "epc-no-date",
            EpcErrorKind::Pattern => "epc-pattern",
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

    fn what(&self) -> Cow<'static, str> {
        match &self.kind {
            EpcErrorKind::Empty => "there is no data".into(),
            EpcErrorKind::OddDigits => "a tag is whole bytes, two hexadecimal digits each".into(),
            EpcErrorKind::NotHex => "this is not a hexadecimal digit".into(),
            EpcErrorKind::NotBase64 => "this is not base64url".into(),
            EpcErrorKind::Header(header) => {
                format!("no EPC coding has the header {header:02X}").into()
            }
            EpcErrorKind::Unprogrammed => "this tag was never written: it begins with 00".into(),
            EpcErrorKind::Tid => {
                "E2 begins a TID, the identification of the chip, and no EPC".into()
            }
            EpcErrorKind::TooShort { needed } => format!("the tag ends before bit {needed}").into(),
            EpcErrorKind::TooLong { used } => {
                format!("the EPC ends at bit {used} and more follows").into()
            }
            EpcErrorKind::Partition => "partition 7 is reserved".into(),
            EpcErrorKind::Padding => "bits that must be zero are not".into(),
            EpcErrorKind::Overflow { digits } => {
                format!("the number has more than {digits} digits").into()
            }
            EpcErrorKind::Character => "this character cannot stand here".into(),
            EpcErrorKind::Nibble => "four bits that are no digit".into(),
            EpcErrorKind::Terminator => "the text is not ended by six zeros".into(),
            EpcErrorKind::LeadingOne => "the digit 1 before the serial is missing".into(),
            EpcErrorKind::EncodingIndicator(indicator) => {
                format!("encoding indicator {indicator} is reserved").into()
            }
            EpcErrorKind::Length { found, longest } => {
                format!("the length is {found}, and {longest} is the most").into()
            }
            EpcErrorKind::DateType(kind) => format!("date type {kind} is reserved").into(),
            EpcErrorKind::Date => "there is no such date".into(),
            EpcErrorKind::CheckDigit { expected } => {
                format!("the check digit does not fit; {expected} does").into()
            }
            EpcErrorKind::Value => "this is not what the field may hold".into(),
            EpcErrorKind::HostName => "this is not a host name".into(),
            EpcErrorKind::Attribute => "no AI that can follow an EPC".into(),
            EpcErrorKind::AttributeValue => "the value has not the form of its AI".into(),
            EpcErrorKind::PrefixLengthUnknown => {
                "the length of the company prefix is not known".into()
            }
            EpcErrorKind::PrefixRestricted => {
                "a number of restricted circulation has no company prefix".into()
            }
            EpcErrorKind::PrefixLength => {
                "a company prefix has 6 to 12 digits here, and the key must be longer".into()
            }
            EpcErrorKind::Prefix => "a company prefix is 4 to 12 digits".into(),
            EpcErrorKind::DoesNotFit {
                coding,
                reason,
                instead,
            } => format!(
                "{} in {coding}{}",
                match reason {
                    Misfit::LeadingZero => "a leading zero is lost",
                    Misfit::NotDigits => "only digits fit",
                    Misfit::TooLarge => "the number is too large",
                    Misfit::TooLong => "there are too many characters",
                    Misfit::Character => "there is no such character",
                },
                instead.map_or(String::new(), |other| format!(", and fits {other}"))
            )
            .into(),
            EpcErrorKind::NoCoding => "no coding is named".into(),
            EpcErrorKind::UriOnly(scheme) => format!("{scheme} has no binary coding").into(),
            EpcErrorKind::OtherScheme { coding, scheme } => {
                format!("{coding} does not code what {scheme} identifies").into()
            }
            EpcErrorKind::Filter { largest: 0 } => "this coding has no filter value".into(),
            EpcErrorKind::Filter { largest } => {
                format!("a filter value is 0 to {largest} here").into()
            }
            EpcErrorKind::LeftOver { what } => format!("{what} has no place here").into(),
            EpcErrorKind::NoDate => "DSGTIN needs a date".into(),
            EpcErrorKind::Pattern => {
                "this is a pattern, all serials of a key, and no single one".into()
            }
            EpcErrorKind::NoTagUri(coding) => format!("{coding} has no tag URI").into(),
            EpcErrorKind::NoElements(scheme) => {
                format!("{scheme} has no Application Identifiers").into()
            }
            EpcErrorKind::NoKey => "no element is a key that has an EPC".into(),
            EpcErrorKind::Elements(error) => format!("{error}").into(),
            EpcErrorKind::UriForm => {
                "an EPC URI begins with urn:epc:id:, class:, idpat:, tag: or raw:".into()
            }
            EpcErrorKind::UriScheme => "there is no such EPC scheme".into(),
            EpcErrorKind::UriFields { fields } => {
                format!("the URI has {fields} fields, with dots between them").into()
            }
            EpcErrorKind::UriEscape => {
                "this character must be written as % and two hexadecimal digits".into()
            }
            EpcErrorKind::Room => "the memory is too small for the tag".into(),
        }
    }

    /// The way out.
    pub const fn help(&self) -> &'static str {
        match &self.kind {
            EpcErrorKind::OddDigits | EpcErrorKind::TooShort { .. } => {
                "read the tag again; is a digit missing at the end?"
            }
            EpcErrorKind::TooLong { .. } => "read only as many 16-bit words as the PC word counts",
            EpcErrorKind::NotHex => "write digits 0 to 9 and A to F",
            EpcErrorKind::NotBase64 => "write letters, digits, - and _",
            EpcErrorKind::Unprogrammed => "write the tag before it is used",
            EpcErrorKind::Tid => "read memory bank 01, from its third word on",
            EpcErrorKind::PrefixLengthUnknown => {
                "name it with --prefix-length or --prefixes, or use a coding with +, which needs none"
            }
            EpcErrorKind::PrefixRestricted => "use a coding with +, which needs no company prefix",
            EpcErrorKind::PrefixLength | EpcErrorKind::Prefix => {
                "look it up in the certificate of your GS1 member organisation"
            }
            EpcErrorKind::DoesNotFit { .. } => "use a coding that it fits, or change the value",
            EpcErrorKind::NoCoding => "name one with --epc-scheme, such as sgtin+ or sgtin-96",
            EpcErrorKind::UriOnly(_) => "write a pure identity URI",
            EpcErrorKind::OtherScheme { .. } => {
                "use a coding of its scheme, or a pure identity URI"
            }
            EpcErrorKind::LeftOver { .. } => {
                "use a coding with +, which carries it after the EPC, or leave it out (--key-only)"
            }
            EpcErrorKind::NoDate => "add (17) or another date, or use SGTIN+",
            EpcErrorKind::Pattern => "add the serial, or write a pure identity URI",
            EpcErrorKind::NoTagUri(_) => "write it as hexadecimal digits, or in a coding without +",
            EpcErrorKind::NoElements(_) => "write a tag URI or a pure identity URI",
            EpcErrorKind::NoKey => "write (01) and (21), (00) or another key",
            EpcErrorKind::CheckDigit { .. } => "look for a wrong digit in the key",
            EpcErrorKind::UriForm | EpcErrorKind::UriScheme | EpcErrorKind::UriFields { .. } => {
                "write it as urn:epc:id:sgtin:0614141.112345.400"
            }
            EpcErrorKind::UriEscape => {
                "write %22 %25 %26 %2F %3C %3E %3F for \" % & / < > ?, and %23 for #"
            }
            EpcErrorKind::Header(_) => {
                "is it hexadecimal, from the third word of memory bank 01 on?"
            }
            _ => "compare it with what was written to the tag",
        }
    }
}

impl fmt::Display for EpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.help())
    }
}
