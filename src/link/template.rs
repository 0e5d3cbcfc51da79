//! Links with variables for values, and links without a host: what the owner of a resolver writes.

use super::read::template;
use super::{CheckedLink, Mode, Stem};
use crate::ai::Code;
use crate::element::{ElementError, Finding, FindingKind, LinkFlaw, Rules};
use crate::text::Span;
use crate::text::percent::{self, Part};
use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

/// A link in which variables may stand for values, and which may begin with its path.
///
/// All that can be said without the values is said when it is read: where AIs stand, in which order, and the values that are
/// given. A variable that is named as an AI is, by its digits or its name, stands at that AI; one before the key or in another
/// parameter is whatever it is.
///
/// ```
/// use unitmark::link::Template;
///
/// let template: Template = "/{shop}/01/{gtin}/10/{lot}/21/{unit}?17={17}&linkType=all".parse()?;
/// assert!(template.is_relative());
/// let ais: Vec<_> = template.variables().collect();
/// assert_eq!(ais, [("shop", None), ("gtin", Some("01")), ("lot", Some("10")), ("unit", Some("21")), ("17", Some("17"))]);
///
/// let filled = template.fill(|name| match name {
///     "shop" => Some("north"),
///     "gtin" => Some("05012345678900"),
///     "lot" => Some("A/1"),
///     "unit" => Some("WG-1"),
///     _ => Some("280430"),
/// })?;
/// assert_eq!(filled, "/north/01/05012345678900/10/A%2F1/21/WG-1?17=280430&linkType=all");
///
/// let error = "/01/{gtin}/21/{ser}/10/{lot}".parse::<Template>().unwrap_err();
/// assert_eq!(error.findings()[0].code(), "link-qualifier-order");
/// # Ok::<(), unitmark::element::ElementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Template {
    text: String,
    variables: Vec<(Span, Option<Code>)>,
    relative: bool,
}

impl Template {
    /// Reads a template.
    pub fn parse(text: &str) -> Result<Self, ElementError> {
        let read = template(text.as_bytes());
        if !read.findings.is_empty() {
            return Err(ElementError {
                findings: read.findings,
            });
        }
        Ok(Self {
            text: text.into(),
            variables: read.variables,
            relative: read.relative,
        })
    }

    /// Whether it has no scheme and no host.
    pub const fn is_relative(&self) -> bool {
        self.relative
    }

    /// The names of the variables, each with the AI whose value it stands for where it is one.
    pub fn variables(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.variables.iter().map(|(name, ai)| {
            let name = self.text.get(name.start..name.end).unwrap_or_default();
            (name, ai.as_ref().map(Code::as_str))
        })
    }

    /// The link with these values for the variables.
    ///
    /// Findings on values have their places in the link that came out; a variable without a value has its own in the template.
    pub fn fill<'v>(
        &self,
        value: impl Fn(&str) -> Option<&'v str>,
    ) -> Result<String, ElementError> {
        let mut filled = String::with_capacity(self.text.len() + 20 * self.variables.len());
        let query = self.text.find('?').unwrap_or(self.text.len());
        let mut at = 0;
        let mut missing = Vec::new();
        for &(name, ai) in &self.variables {
            let braces = Span::new(name.start - 1, name.end + 1);
            filled.push_str(self.text.get(at..braces.start).unwrap_or_default());
            at = braces.end;
            let Some(value) = value(self.text.get(name.start..name.end).unwrap_or_default()) else {
                let kind = FindingKind::Link(LinkFlaw::Variable);
                missing.push(Finding::error(kind, ai, braces));
                continue;
            };
            let part = if name.start < query {
                Part::Path
            } else {
                Part::Query
            };
            // Writing to a String cannot fail.
            let _ = percent::write(&mut filled, value, part);
        }
        filled.push_str(self.text.get(at..).unwrap_or_default());
        if !missing.is_empty() {
            return Err(ElementError { findings: missing });
        }
        self.look_at(&filled)?;
        Ok(filled)
    }

    /// Reads what came out, under any stem where it has none.
    fn look_at(&self, filled: &str) -> Result<(), ElementError> {
        let rules = Rules::default();
        if !self.relative {
            CheckedLink::read(filled.as_bytes(), Mode::STRICT, &rules).into_link()?;
            return Ok(());
        }
        let mut whole = String::from(Stem::CANONICAL.as_str());
        if !filled.starts_with('/') {
            whole.push('/');
        }
        let before = whole.len();
        whole.push_str(filled);
        let read = CheckedLink::read(whole.as_bytes(), Mode::STRICT, &rules).into_link();
        read.map(|_| ()).map_err(|mut error| {
            for finding in &mut error.findings {
                let span = finding.span;
                let place = |at: usize| at.saturating_sub(before);
                finding.span = Span::new(place(span.start), place(span.end));
            }
            error
        })
    }
}

impl FromStr for Template {
    type Err = ElementError;
    fn from_str(text: &str) -> Result<Self, ElementError> {
        Self::parse(text)
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}
