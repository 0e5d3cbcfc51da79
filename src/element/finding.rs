//! What is wrong with a message, where, and the way out.

use super::{EpcFlaw, LinkFlaw};
use crate::ai::Code;
use crate::ai::linter::Reason;
use crate::key::KeyError;
use crate::text::{Charset, Expected, Span};
use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::fmt::{self, Write as _};

/// Whether a finding makes the message invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "lowercase")
)]
pub enum Severity {
    /// The message is valid all the same.
    Note,
    /// The message is not valid.
    Error,
}

/// What was found, with what belongs to it. Each kind has a stable [`code`](Finding::code).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingKind {
    /// Nothing was given: an empty text, or `^` alone.
    Empty,
    /// A bracketed message does not begin with `(`: `01)09521234543213`.
    BracketExpected,
    /// An opening bracket without a closing one: `(10)AB(C`.
    BracketOpen,
    /// Not two to four digits between the brackets: `(1)2`, `(GTIN)..`.
    AiForm,
    /// An unbracketed message, or the part after `|`, does not begin with `^`: `^0109521234543213|99A`.
    Fnc1Expected,
    /// Another length than the AIs have that begin with the same two digits: `(011)1`.
    AiLength {
        /// How many digits they have.
        digits: usize,
    },
    /// An AI that the dictionary does not have: `(89)1`.
    AiUnknown,
    /// No AI begins like what stands there, in a message without brackets: `^0109521234543213X`.
    AiExpected,
    /// More than one `|`, or nothing on one side of it.
    Composite,
    /// Too few characters: `(01)9521234543213`.
    ValueTooShort {
        /// The fewest that the AI may have.
        min: usize,
    },
    /// Too many characters: a lot of 21.
    ValueTooLong {
        /// The most that the AI may have.
        max: usize,
    },
    /// Characters are missing in a component: `(7007)2604301`.
    ComponentLength {
        /// How many the component has.
        expected: usize,
    },
    /// A character that is not of the component's set: `(10)A^B`.
    Character {
        /// The set.
        set: Charset,
    },
    /// A rule on the content, such as a check digit or a date.
    Rule {
        /// The rule's word on it.
        reason: &'static Reason,
        /// What should stand there.
        expected: Expected,
    },
    /// The same AI again with another value: `(21)A(21)B`.
    AiRepeated,
    /// An AI that cannot stand with this one: `(01)..(37)..`.
    AiExcluded {
        /// The other one.
        other: Code,
    },
    /// An AI needs others that are not there: `(02)..` without `(37)`.
    AiRequired {
        /// Alternatives, each one or several AIs: `01+21,02,31nn`.
        any_of: Cow<'static, str>,
    },
    /// A key beside a digital signature lacks its serial component: `(255)9524321677776(8030)..`.
    SerialRequired,
    /// More elements than [`MAX_ELEMENTS`](super::MAX_ELEMENTS).
    TooManyElements,
    /// More bytes than [`MAX_LENGTH`](super::MAX_LENGTH).
    TooLong,
    /// A line of an input that is longer than a line may be.
    LineTooLong {
        /// The most bytes that it may have.
        max: usize,
    },
    /// Not an object with a text `scan`, where JSON lines were announced.
    NotJson,
    /// A key that was written without an AI is not right: `5012345678901`.
    Key(KeyError),
    /// Not the form of a key, where one was asked for: `50123`.
    NotAKey,
    /// None of the forms that can be read: `hello`.
    Unrecognised,
    /// No symbology identifier, where one was asked for: `]X`.
    SymbologyIdentifier,
    /// A value goes on over what is another element: a separator was lost on the way.
    SeparatorMissing {
        /// The AI that stands inside the value.
        swallowed: Code,
    },
    /// What may be a residue of the separator may be data as well, and both are valid: `10A<GS>21B` where any residue is one.
    SeparatorUnclear {
        /// What it says in the other way, bracketed.
        other: String,
    },
    /// An Amazon FNSKU: `X001ABCDEF`. It is no GS1 data.
    AmazonFnsku,
    /// An Amazon Transparency code: `AZ:` and 26 characters. It is no GS1 data.
    AmazonTransparency,
    /// What is wrong with a GS1 Digital Link URI as a URI.
    Link(LinkFlaw),
    /// What is wrong with a tag or an EPC URI: `30`, `urn:epc:id:sgtin:1`.
    Epc(EpcFlaw),
    /// Not the digits that the symbology has: `]E0123`.
    SymbolDigits {
        /// How many it has.
        digits: usize,
    },
    /// The symbology identifier says that this is not a GS1 symbol: `]d1HELLO`.
    NotGs1,
}

/// One thing that is wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(crate) kind: FindingKind,
    pub(crate) severity: Severity,
    pub(crate) ai: Option<Code>,
    pub(crate) span: Span,
}

impl Finding {
    pub(crate) const fn error(kind: FindingKind, ai: Option<Code>, span: Span) -> Self {
        Self {
            kind,
            severity: Severity::Error,
            ai,
            span,
        }
    }

    pub(crate) const fn note(kind: FindingKind, ai: Option<Code>, span: Span) -> Self {
        let severity = Severity::Note;
        Self {
            kind,
            severity,
            ai,
            span,
        }
    }

    /// What was found.
    pub const fn kind(&self) -> &FindingKind {
        &self.kind
    }

    /// Whether it makes the message invalid.
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Whether the message is valid all the same.
    pub fn is_note(&self) -> bool {
        self.severity == Severity::Note
    }

    /// The AI that it is about.
    pub fn ai(&self) -> Option<&str> {
        self.ai.as_ref().map(Code::as_str)
    }

    /// Where, in bytes of the text that the caller gave.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The stable word for it.
    pub fn code(&self) -> &'static str {
        match &self.kind {
            FindingKind::Empty => "empty",
            FindingKind::BracketExpected => "bracket-expected",
            FindingKind::BracketOpen => "bracket-open",
            FindingKind::AiForm => "ai-form",
            FindingKind::Fnc1Expected => "fnc1-expected",
            FindingKind::AiLength { .. } => "ai-length",
            FindingKind::AiUnknown => "ai-unknown",
            FindingKind::AiExpected => "ai-expected",
            FindingKind::Composite => "composite",
            FindingKind::ValueTooShort { .. } => "value-too-short",
            FindingKind::ValueTooLong { .. } => "value-too-long",
            FindingKind::ComponentLength { .. } => "component-length",
            FindingKind::Character {
                set: Charset::Numeric,
            } => "not-a-digit",
            FindingKind::Character {
                set: Charset::Set82,
            } => "not-in-set-82",
            FindingKind::Character {
                set: Charset::Set39,
            } => "not-in-set-39",
            FindingKind::Character {
                set: Charset::Set64,
            } => "not-in-set-64",
            FindingKind::Rule { reason, .. } => reason.code,
            FindingKind::AiRepeated => "ai-repeated",
            FindingKind::AiExcluded { .. } => "ai-excluded",
            FindingKind::AiRequired { .. } => "ai-required",
            FindingKind::SerialRequired => "serial-required",
            FindingKind::TooManyElements => "too-many-elements",
            FindingKind::TooLong => "message-too-long",
            FindingKind::LineTooLong { .. } => "line-too-long",
            FindingKind::NotJson => "not-json",
            FindingKind::Key(error) => error.code(),
            FindingKind::NotAKey => "not-a-key",
            FindingKind::Unrecognised => "unrecognised",
            FindingKind::SymbologyIdentifier => "symbology-identifier",
            FindingKind::SeparatorMissing { .. } => "separator-missing",
            FindingKind::SeparatorUnclear { .. } => "separator-unclear",
            FindingKind::AmazonFnsku => "amazon-fnsku",
            FindingKind::AmazonTransparency => "amazon-transparency",
            FindingKind::Link(flaw) => flaw.code(),
            FindingKind::Epc(flaw) => flaw.code(),
            FindingKind::SymbolDigits { .. } => "symbol-digits",
            FindingKind::NotGs1 => "not-gs1",
        }
    }

    /// What is wrong.
    pub fn message(&self) -> Cow<'static, str> {
        let what: Cow<'static, str> = match &self.kind {
            FindingKind::Empty => "there is no data".into(),
            FindingKind::BracketExpected => "an AI in brackets must stand here".into(),
            FindingKind::BracketOpen => "this bracket is never closed".into(),
            FindingKind::AiForm => "an AI is two to four digits".into(),
            FindingKind::Fnc1Expected => "the data must begin with ^, which stands for FNC1".into(),
            FindingKind::AiLength { digits } => {
                format!("AIs that begin with these two digits have {digits}").into()
            }
            FindingKind::AiUnknown => "the dictionary has no such AI".into(),
            FindingKind::AiExpected => "no known AI begins like this".into(),
            FindingKind::Composite => "| separates two parts of a composite, once".into(),
            FindingKind::ValueTooShort { min } => format!(
                "the value has {} characters, fewer than {min}",
                self.span.len()
            )
            .into(),
            FindingKind::ValueTooLong { max } => {
                format!("the value goes on past its {max} characters").into()
            }
            FindingKind::ComponentLength { expected } => format!(
                "this part of the value has {expected} characters, not {}",
                self.span.len()
            )
            .into(),
            FindingKind::Character {
                set: Charset::Numeric,
            } => "this is not a digit".into(),
            FindingKind::Character {
                set: Charset::Set82,
            } => "this character is not in GS1 character set 82".into(),
            FindingKind::Character {
                set: Charset::Set39,
            } => "this character is not in GS1 character set 39".into(),
            FindingKind::Character {
                set: Charset::Set64,
            } => "this character is not in file-safe base64".into(),
            FindingKind::Rule { reason, .. } => reason.message.into(),
            FindingKind::AiRepeated => "it stands here again with another value".into(),
            FindingKind::AiExcluded { other } => format!("it cannot stand with ({other})").into(),
            FindingKind::AiRequired { any_of } => {
                format!("it needs {} in the same message", Alternatives(any_of)).into()
            }
            FindingKind::SerialRequired => {
                "beside a digital signature (8030) it needs its serial component".into()
            }
            FindingKind::TooManyElements => {
                format!("a message has at most {} elements", super::MAX_ELEMENTS).into()
            }
            FindingKind::TooLong => {
                format!("a message has at most {} bytes", super::MAX_LENGTH).into()
            }
            FindingKind::LineTooLong { max } => format!("a line has at most {max} bytes").into(),
            FindingKind::NotJson => "this is not an object with a text named scan".into(),
            FindingKind::Key(error) => format!("{error}").into(),
            FindingKind::NotAKey => "this has not the form of a key".into(),
            FindingKind::Unrecognised => "this is none of the forms that can be read".into(),
            FindingKind::SymbologyIdentifier => {
                "a symbology identifier such as ]d2 must stand here".into()
            }
            FindingKind::SeparatorMissing { swallowed } => {
                format!("a separator is missing: the value has swallowed ({swallowed})").into()
            }
            FindingKind::SeparatorUnclear { other } => {
                format!("what may stand for a separator may be data: it is {other} as well").into()
            }
            FindingKind::AmazonFnsku => "this is an Amazon FNSKU, not GS1 data".into(),
            FindingKind::AmazonTransparency => {
                "this is an Amazon Transparency code, not GS1 data".into()
            }
            FindingKind::Link(flaw) => format!("{flaw}").into(),
            FindingKind::Epc(flaw) => format!("{flaw}").into(),
            FindingKind::SymbolDigits { digits } => {
                format!("this symbology has {digits} digits").into()
            }
            FindingKind::NotGs1 => "the symbology identifier says that this is not GS1 data".into(),
        };
        match &self.ai {
            Some(ai) => format!("({ai}): {what}").into(),
            None => what,
        }
    }

    /// The way out.
    pub fn help(&self) -> &'static str {
        match &self.kind {
            FindingKind::Empty => "write at least one AI and its value",
            FindingKind::BracketExpected | FindingKind::AiForm | FindingKind::AiLength { .. } => {
                "write AIs as (01), (10), (3103)"
            }
            FindingKind::BracketOpen => r"close it, or write \( for a bracket that is data",
            FindingKind::Fnc1Expected => "put ^ before the first AI",
            FindingKind::AiUnknown => {
                "look the AI up with `unitmark ai`; load newer ones with --dictionary"
            }
            FindingKind::AiExpected => {
                "check that the value before it is complete and that a separator follows a variable length"
            }
            FindingKind::Composite => "write the linear part, |, and the two-dimensional part",
            FindingKind::ValueTooShort { .. } | FindingKind::ComponentLength { .. } => {
                "write the whole value, leading zeros too"
            }
            FindingKind::ValueTooLong { .. } => "shorten the value; is a separator missing?",
            FindingKind::Character {
                set: Charset::Numeric,
            } => "write digits 0 to 9 only",
            FindingKind::Character {
                set: Charset::Set82,
            } => "use letters, digits and !\"%&'()*+,-./:;<=>?_",
            FindingKind::Character {
                set: Charset::Set39,
            } => "use capital letters, digits and #-/",
            FindingKind::Character {
                set: Charset::Set64,
            } => "use letters, digits, - and _",
            FindingKind::Rule { reason, .. } => reason.help,
            FindingKind::AiRepeated => "keep one of the values",
            FindingKind::AiExcluded { .. } => "remove one of the two",
            FindingKind::AiRequired { .. } => "add what is missing",
            FindingKind::SerialRequired => "add the serial component: a signature signs one unit",
            FindingKind::TooManyElements | FindingKind::TooLong => "split the message",
            FindingKind::LineTooLong { .. } => "end each message with a newline",
            FindingKind::NotJson => {
                r#"write {"id":1,"scan":"(01)09521234543213"}, one object a line"#
            }
            FindingKind::Key(_) => "look for a mistyped digit; the check digit itself is computed",
            FindingKind::NotAKey => "write 8, 12, 13 or 14 digits for a GTIN, 18 for an SSCC",
            FindingKind::Unrecognised => {
                "write (01)09521234543213, ^0109521234543213, a scan, a key, an EPC URI or a tag in hexadecimal digits"
            }
            FindingKind::SymbologyIdentifier => {
                "let the scanner send symbology identifiers, or read it with --as raw"
            }
            FindingKind::SeparatorMissing { .. } => {
                "set the scanner to send GS (0x1D) for FNC1; repairs lists what would be valid"
            }
            FindingKind::SeparatorUnclear { .. } => "name what the reader sends with --separator",
            FindingKind::AmazonFnsku | FindingKind::AmazonTransparency => {
                "scan the GS1 symbol of the item"
            }
            FindingKind::Link(flaw) => flaw.help(),
            FindingKind::Epc(flaw) => flaw.help(),
            FindingKind::SymbolDigits { .. } => {
                "let the scanner send all digits, the check digit too"
            }
            FindingKind::NotGs1 => "print it as a GS1 symbol, with FNC1 first",
        }
    }

    /// What should stand there, where there is one answer.
    pub fn expected(&self) -> Option<Expected> {
        match &self.kind {
            FindingKind::Rule { expected, .. } if !expected.is_empty() => Some(*expected),
            FindingKind::Key(error) => error.expected(),
            _ => None,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at bytes {}", self.message(), self.span)?;
        // What is said of a key names the digit that fits already.
        if let FindingKind::Rule { expected, .. } = &self.kind
            && !expected.is_empty()
        {
            write!(f, ", {expected} fits")?;
        }
        write!(f, "; {}", self.help())
    }
}

/// `01+21,02` as `(01) with (21), or (02)`.
struct Alternatives<'t>(&'t str);

impl fmt::Display for Alternatives<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, alternative) in self.0.split(',').enumerate() {
            if i > 0 {
                f.write_str(" or ")?;
            }
            for (j, ai) in alternative.split('+').enumerate() {
                if j > 0 {
                    f.write_str(" with ")?;
                }
                write!(f, "({ai})")?;
            }
        }
        Ok(())
    }
}

/// Why a text is not a valid element string: every finding, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.summary())]
pub struct ElementError {
    pub(crate) findings: Vec<Finding>,
}

impl ElementError {
    /// All findings; at least one is an error.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn summary(&self) -> String {
        let mut text = String::new();
        for finding in &self.findings {
            if !text.is_empty() {
                text.push('\n');
            }
            // Writing to a String cannot fail.
            let _ = write!(text, "{finding}");
        }
        text
    }
}
