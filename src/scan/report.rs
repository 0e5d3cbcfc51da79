//! The one answer to any bytes.

#[cfg(feature = "symbol")]
use super::symbology::add_on_digits;
use crate::element::{Checked, Element, Finding, Severity};
use crate::epc::Epc;
#[cfg(feature = "cli")]
use crate::epc::Scheme;
use crate::link::{Layout, LinkError, Mode, Writer};
use crate::text::Span;
use alloc::{string::String, vec::Vec};

/// How an input was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reading {
    /// `(01)09521234543213(10)A`.
    Bracketed,
    /// `^010952123454321310A`.
    Unbracketed,
    /// An element string as a scanner sends it, without a symbology identifier.
    Raw,
    /// With a symbology identifier: `]d2010952123454321310A`.
    Scan,
    /// A GS1 Digital Link URI.
    Link,
    /// EPC.
    Epc,
    /// A key alone: `5012345678900`.
    Key,
    /// None of these.
    Unknown,
}

impl Reading {
    /// Its name in reports: `bracketed`, `raw`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bracketed => "bracketed",
            Self::Unbracketed => "unbracketed",
            Self::Raw => "raw",
            Self::Scan => "scan",
            Self::Link => "link",
            Self::Epc => "epc",
            Self::Key => "key",
            Self::Unknown => "unknown",
        }
    }
}

/// What the caller calls an input, given back in its report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Id {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// Another way in which the same input is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// How it is read then.
    pub reading: Reading,
    /// What it says then, bracketed.
    pub bracketed: String,
}

/// A reading that would be valid if separators had been lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What the message says then, bracketed.
    pub bracketed: String,
    /// Where separators are put in, in bytes of the input.
    pub separators: Vec<usize>,
}

/// The answer to one input: what it is, what it says, what is wrong with it.
#[derive(Clone, Debug)]
pub struct Report<'i> {
    /// The line of the input, from 1.
    pub line: u64,
    /// What the caller calls the input.
    pub id: Option<Id>,
    pub(super) input: &'i [u8],
    pub(super) reading: Reading,
    pub(super) symbology: Option<&'i str>,
    pub(super) message: Option<Checked>,
    /// What was read, where it was a tag or an EPC URI.
    pub(super) epc: Option<Epc>,
    /// What was found outside a message.
    pub(super) findings: Vec<Finding>,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) repairs: Vec<Repair>,
    pub(super) this_year: u16,
    /// What was accepted of links.
    pub(super) links: Mode,
    /// Where a link begins in the input, and where its parts stand from there on.
    pub(super) layout: Option<(usize, Layout)>,
}

impl<'i> Report<'i> {
    pub(super) fn new(input: &'i [u8], this_year: u16) -> Self {
        Self {
            line: 1,
            id: None,
            input,
            reading: Reading::Unknown,
            symbology: None,
            message: None,
            epc: None,
            findings: Vec::new(),
            alternatives: Vec::new(),
            repairs: Vec::new(),
            this_year,
            links: Mode::STRICT,
            layout: None,
        }
    }

    /// The report of an input that was not read at all.
    #[cfg(feature = "cli")]
    pub(crate) fn not_read(input: &'i [u8], kind: crate::element::FindingKind) -> Self {
        let mut report = Self::new(input, 2026);
        report
            .findings
            .push(Finding::error(kind, None, Span::new(0, input.len())));
        report
    }

    /// The input.
    pub const fn input(&self) -> &'i [u8] {
        self.input
    }

    /// Whether no finding is an error.
    pub fn is_ok(&self) -> bool {
        self.findings()
            .all(|finding| finding.severity() == Severity::Note)
    }

    /// How it was understood.
    pub const fn reading(&self) -> Reading {
        self.reading
    }

    /// The symbology identifier that it begins with: `]d2`.
    pub const fn symbology(&self) -> Option<&'i str> {
        self.symbology
    }

    /// Everything that was found.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let of_message = self
            .message
            .as_ref()
            .map(Checked::findings)
            .unwrap_or_default();
        self.findings.iter().chain(of_message)
    }

    /// The elements that could be read, each with the place of its value in the input.
    pub fn elements(&self) -> impl Iterator<Item = (Element<'_>, Span)> {
        self.message.iter().flat_map(Checked::elements)
    }

    /// The value of an AI.
    pub fn get(&self, ai: &str) -> Option<&str> {
        self.message.as_ref()?.get(ai)
    }

    /// The GTIN, 14 digits, where it could be read.
    pub fn gtin(&self) -> Option<&str> {
        self.get("01")
    }

    /// The serial number.
    pub fn serial(&self) -> Option<&str> {
        self.get("21")
    }

    /// The batch or lot number.
    pub fn lot(&self) -> Option<&str> {
        self.get("10")
    }

    /// The Serial Shipping Container Code, 18 digits.
    pub fn sscc(&self) -> Option<&str> {
        self.get("00")
    }

    /// The expiry date, (17).
    pub fn expiry(&self) -> Option<crate::text::Date> {
        let (expiry, _) = self
            .elements()
            .find(|(element, _)| element.ai.code() == "17")?;
        expiry.date(self.this_year)
    }

    /// The EPC, where the input was a tag or an EPC URI.
    ///
    /// It stands for the message where its scheme has no AIs, such as a General Identifier.
    pub const fn epc(&self) -> Option<&Epc> {
        self.epc.as_ref()
    }

    /// The year that two-digit years are read beside.
    pub const fn this_year(&self) -> u16 {
        self.this_year
    }

    /// How many digits an add-on symbol beside a GTIN had, which no element says; `None` where there was none.
    #[cfg(feature = "symbol")]
    pub(crate) fn add_on_digits(&self) -> Option<usize> {
        let identifier = self.symbology?;
        add_on_digits(
            identifier,
            self.input.len().saturating_sub(identifier.len()),
        )
    }

    /// The message, where it is valid.
    pub(super) fn valid(&self) -> Option<&Checked> {
        self.message.as_ref().filter(|_| self.is_ok())
    }

    /// The bracketed form, where the input is valid.
    pub fn bracketed(&self) -> Option<String> {
        let mut text = String::with_capacity(self.input.len() + 8);
        self.write_bracketed(&mut text).ok()?.then_some(text)
    }

    /// Writes the bracketed form where the input is valid, and says whether it is.
    pub fn write_bracketed(
        &self,
        to: &mut impl core::fmt::Write,
    ) -> Result<bool, core::fmt::Error> {
        match self.valid() {
            Some(message) => message.write_bracketed(to).map(|()| true),
            None => Ok(false),
        }
    }

    /// The unbracketed form, where the input is valid.
    pub fn unbracketed(&self) -> Option<String> {
        self.valid().map(|message| message.content().unbracketed())
    }

    /// The raw form, where the input is valid.
    pub fn raw(&self) -> Option<&str> {
        self.valid().map(|message| message.content().raw())
    }

    /// The GS1 Digital Link URI of its elements under `https://id.gs1.org`, where the input is valid and can be one.
    pub fn link(&self) -> Option<String> {
        self.write_link(&Writer::default().elements_only(true))?
            .ok()
    }

    /// The GS1 Digital Link URI as `writer` writes it, where the input is valid. The other parameters and the fragment of a link
    /// are kept.
    pub fn write_link(&self, writer: &Writer) -> Option<Result<String, LinkError>> {
        let content = self.valid()?.content();
        let writer = writer.clone().mode(self.links);
        Some(match self.uri() {
            Some((uri, layout)) => writer.write_again(content, uri, layout),
            None => writer.write_any(content),
        })
    }

    /// The same with the elements as `tag` holds them. `whole` asks for all of them.
    #[cfg(feature = "cli")]
    pub(crate) fn write_tag_link(
        &self,
        writer: &Writer,
        tag: &Epc,
        whole: bool,
    ) -> Option<Result<String, LinkError>> {
        let content = self.valid()?.content();
        let writer = writer.clone().mode(self.links);
        Some(writer.write_tag(content, self.uri(), tag, whole))
    }

    /// The scheme of the EPC that has the key of its link.
    #[cfg(feature = "cli")]
    pub(crate) fn link_scheme(&self) -> Option<Result<Scheme, LinkError>> {
        let content = self.valid()?.content();
        let writer = Writer::default().mode(self.links);
        Some(writer.scheme(content, self.layout.is_some()))
    }

    /// The link that the input is, and its parts.
    pub(super) fn uri(&self) -> Option<(&'i str, &Layout)> {
        let (start, layout) = self.layout.as_ref()?;
        let uri = self.input.get(*start..)?;
        Some((core::str::from_utf8(uri).unwrap_or_default(), layout))
    }

    /// Human readable interpretation, a line for each element that could be read.
    pub fn hri(&self) -> Vec<String> {
        self.message
            .as_ref()
            .map(|message| message.content().hri(false))
            .unwrap_or_default()
    }

    /// Human readable interpretation with data titles.
    pub fn hri_with_titles(&self) -> Vec<String> {
        self.message
            .as_ref()
            .map(|message| message.content().hri(true))
            .unwrap_or_default()
    }

    /// Other ways in which the same input is valid. None is better than the others: only the caller knows.
    pub fn alternatives(&self) -> &[Alternative] {
        &self.alternatives
    }

    /// Readings that would be valid if separators had been lost, the one that lacks the fewest first. None is applied.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }
}
