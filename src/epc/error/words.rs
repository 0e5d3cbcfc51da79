//! What an error says, and the way out of it.

use super::{EpcError, EpcErrorKind, Misfit, NoRun, Place};
use crate::epc::Coding;
use alloc::{borrow::Cow, format};
use core::fmt;

impl EpcError {
    #[expect(clippy::too_many_lines, reason = "a row for each kind")]
    pub(super) fn what(&self) -> Cow<'static, str> {
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
            EpcErrorKind::NoHostName => "a coding with ++ needs a host name".into(),
            EpcErrorKind::HostLeftOver(coding) => {
                format!("{coding} has no place for a host name").into()
            }
            EpcErrorKind::Attribute { ai: None } => "no AI that can follow an EPC".into(),
            EpcErrorKind::Attribute { ai: Some(ai) } => {
                format!("({ai}) cannot follow an EPC: Tag Data Standard 2.3 gives it no coding")
                    .into()
            }
            EpcErrorKind::AttributeValue { ai } => {
                format!("this value of ({ai}) has no coding after an EPC").into()
            }
            EpcErrorKind::NotCanonical => {
                "the tag says the same in other bits than the standard chooses".into()
            }
            EpcErrorKind::ZeroExtension => {
                "in an EPC the extension 0 says that there is none, and (254) says 0".into()
            }
            EpcErrorKind::PrefixLengthUnknown => {
                "the length of the company prefix is not known".into()
            }
            EpcErrorKind::PrefixRestricted => {
                "a number of restricted circulation has no company prefix".into()
            }
            EpcErrorKind::PrefixLength => {
                "a company prefix has 6 to 12 digits here, and the key must be longer".into()
            }
            EpcErrorKind::Prefix => "a company prefix is 6 to 12 digits in an EPC".into(),
            EpcErrorKind::PrefixOverlap => {
                "of two company prefixes one begins with the other, and only one can be right"
                    .into()
            }
            EpcErrorKind::PrefixDiffers { found, given } => {
                format!("the company prefix has {found} digits here, and {given} were given").into()
            }
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
                Fitting(instead)
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
            EpcErrorKind::NoRun(NoRun::Characters) => {
                "what stands there is characters and no number that could be counted on".into()
            }
            EpcErrorKind::NoRun(NoRun::NotLast) => {
                "the number is not the last thing on the tag, or not in the bits of the standard"
                    .into()
            }
            EpcErrorKind::RunTooLong { left } => {
                format!("the largest number is reached after {left}, this one counted").into()
            }
            EpcErrorKind::WidePattern => {
                "this pattern stands for many keys, and an EPC is of one".into()
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
        let on_tag = matches!(self.place, Place::Bits(_));
        match &self.kind {
            EpcErrorKind::OddDigits | EpcErrorKind::TooShort { .. } => {
                "read the tag again; is a digit missing at the end?"
            }
            EpcErrorKind::TooLong { .. } => "read only as many 16-bit words as the PC word counts",
            EpcErrorKind::NotHex => "write digits 0 to 9 and A to F",
            EpcErrorKind::NotBase64 => {
                "write letters, digits, - for + and _ for /, and = only to fill up the last four"
            }
            EpcErrorKind::Unprogrammed => "write the tag before it is used",
            EpcErrorKind::Tid => "read memory bank 01, from its third word on",
            EpcErrorKind::PrefixLengthUnknown => {
                "name it with --prefix-length or --prefixes, or use a coding with +, which needs none"
            }
            EpcErrorKind::PrefixRestricted => "use a coding with +, which needs no company prefix",
            EpcErrorKind::PrefixLength => {
                "look it up in the certificate of your GS1 member organisation"
            }
            EpcErrorKind::Prefix => {
                "one of 4 or 5 digits stands for all of 6 that begin with it: list those"
            }
            EpcErrorKind::PrefixOverlap => "remove the one that is not yours",
            EpcErrorKind::PrefixDiffers { .. } => {
                "leave out --prefix-length: a tag or URI says it itself"
            }
            EpcErrorKind::HostName => {
                "write letters, digits, - and dots between them, at most 63 characters"
            }
            EpcErrorKind::NoHostName => "name it with --host-name, or use a coding with one +",
            EpcErrorKind::HostLeftOver(_) => {
                "use a coding with ++, such as sgtin++, or leave out --host-name"
            }
            EpcErrorKind::Attribute { ai: Some(_) } | EpcErrorKind::AttributeValue { .. }
                if !on_tag =>
            {
                "leave it out with --key-only"
            }
            EpcErrorKind::NotCanonical => {
                "it is read and its bits are kept; write it anew in the bits of the standard if others refuse it"
            }
            EpcErrorKind::ZeroExtension => "leave (254) out where there is no extension",
            EpcErrorKind::Filter { largest: 0 } => "leave out --filter",
            EpcErrorKind::Filter { .. } => "use one of these values with --filter",
            EpcErrorKind::Value if !on_tag => {
                "count its digits: company prefix and reference have those of the key but the check digit; look for characters that the key does not have"
            }
            EpcErrorKind::Padding if !on_tag => "write 0 for what fills up the last digit",
            EpcErrorKind::Empty => "write the digits of a tag, or a URI that begins with urn:epc:",
            EpcErrorKind::Elements(_) => "the EPC can be written in its other forms all the same",
            EpcErrorKind::Room => "give memory for 62 bytes, the most that a tag has",
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
            EpcErrorKind::NoRun(NoRun::Characters) => {
                "encode each EPC by itself, or use a coding that has the serial as a number, such as SGTIN-96"
            }
            EpcErrorKind::NoRun(NoRun::NotLast) => {
                "encode each EPC by itself, or the key alone anew in a coding with one + or none"
            }
            EpcErrorKind::RunTooLong { .. } => "ask for fewer, or begin with a smaller number",
            EpcErrorKind::WidePattern => {
                "write the reference too, as in urn:epc:idpat:sgtin:0614141.112345.*"
            }
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

/// The codings that a value fits, to be read after another that it does not.
struct Fitting<'c>(&'c [Coding]);

impl fmt::Display for Fitting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, coding) in self.0.iter().enumerate() {
            let word = if place == 0 { ", and fits" } else { " and" };
            write!(f, "{word} {coding}")?;
        }
        Ok(())
    }
}
