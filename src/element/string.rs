//! The third step: a message that is right.

use super::content::{Content, Element};
use super::{Checked, ElementError, Parsed, Rules, checker, fast};
use alloc::{string::String, vec::Vec};
use core::{fmt, hash, str::FromStr};

/// The bracketed form of AIs and values.
fn bracketed<'e>(elements: impl IntoIterator<Item = (&'e str, &'e str)>) -> String {
    let mut text = String::new();
    for (ai, value) in elements {
        text.push('(');
        text.push_str(ai);
        text.push(')');
        for character in value.chars() {
            if character == '(' {
                text.push('\\');
            }
            text.push(character);
        }
    }
    text
}

/// A valid GS1 message: elements in the order in which they were written, every rule of the dictionary kept.
///
/// ```
/// use unitmark::element::ElementString;
///
/// let unit: ElementString = "(01)09521234543213(17)260400(10)A/1(21)S\\(1)".parse()?;
/// assert_eq!(unit.raw(), "010952123454321317260400\
///                         10A/1\u{1D}21S(1)");
/// assert_eq!(unit.to_string(), "(01)09521234543213(17)260400(10)A/1(21)S\\(1)");
/// assert_eq!(ElementString::parse_raw(unit.raw().as_bytes())?, unit);
/// # Ok::<(), unitmark::element::ElementError>(())
/// ```
#[derive(Clone)]
pub struct ElementString(Content);

impl ElementString {
    /// Reads the bracketed form.
    pub fn parse(text: &str) -> Result<Self, ElementError> {
        let input = text.as_bytes();
        match fast::bracketed(input, None) {
            Some(content) => Ok(Self(content)),
            None => Self::explain(|| Parsed::bracketed(input)),
        }
    }

    /// Reads the unbracketed form, `^` for FNC1.
    pub fn parse_unbracketed(text: &str) -> Result<Self, ElementError> {
        let input = text.as_bytes();
        match fast::unbracketed(input, None) {
            Some(content) => Ok(Self(content)),
            None => Self::explain(|| Parsed::unbracketed(input, &Rules::default())),
        }
    }

    /// Reads the raw form, GS (0x1D) for FNC1, without a symbology identifier.
    pub fn parse_raw(input: &[u8]) -> Result<Self, ElementError> {
        match fast::raw(input, None) {
            Some(content) => Ok(Self(content)),
            None => Self::explain(|| Parsed::raw(input, &Rules::default())),
        }
    }

    /// Makes a message of AIs and values.
    ///
    /// Spans of findings count in the bracketed text that the elements make.
    ///
    /// ```
    /// use unitmark::element::ElementString;
    ///
    /// let unit = ElementString::from_elements([("01", "05012345678900"), ("21", "WG-2026040001")])?;
    /// assert_eq!(unit.to_string(), "(01)05012345678900(21)WG-2026040001");
    /// # Ok::<(), unitmark::element::ElementError>(())
    /// ```
    pub fn from_elements<'e>(
        elements: impl IntoIterator<Item = (&'e str, &'e str)>,
    ) -> Result<Self, ElementError> {
        Self::parse(&bracketed(elements))
    }

    /// Makes the message of one of several symbols on a label, in which an AI that another needs may stand in another symbol
    /// (General Specifications 4.13): (02) and (37) beside (00). Whoever calls it sees to it that all symbols
    /// together are a valid message.
    #[cfg(feature = "label")]
    pub(crate) fn part_of_label<'e>(
        elements: impl IntoIterator<Item = (&'e str, &'e str)>,
    ) -> Result<Self, ElementError> {
        Parsed::bracketed(bracketed(elements).as_bytes())
            .check(&Rules::default())
            .into_part_of_label()
    }

    #[cold]
    fn explain<'i>(parse: impl Fn() -> Parsed<'i>) -> Result<Self, ElementError> {
        let rules = Rules::default();
        let findings = checker::findings(parse(), &rules);
        if findings.is_empty() {
            return parse().check(&rules).into_element_string();
        }
        Err(ElementError { findings })
    }

    pub(crate) fn from_content(content: Content) -> Self {
        Self(content)
    }

    pub(crate) const fn content(&self) -> &Content {
        &self.0
    }

    /// The elements, in the order in which they were written.
    pub fn elements(&self) -> impl ExactSizeIterator<Item = Element<'_>> + Clone {
        self.0.elements()
    }

    /// The value of an AI; of the first where it is repeated.
    pub fn get(&self, ai: &str) -> Option<&str> {
        self.elements()
            .find(|element| element.ai.code() == ai)
            .map(|element| element.value)
    }

    /// How many elements stand before the `|` of a composite; `None` where it is none.
    pub fn linear_len(&self) -> Option<usize> {
        self.0.linear()
    }

    /// The raw form: GS where a separator is needed, none at the ends; `|` between the parts of a composite.
    pub fn raw(&self) -> String {
        self.as_raw().into()
    }

    /// The raw form, without a copy.
    pub fn as_raw(&self) -> &str {
        self.0.raw()
    }

    /// The unbracketed form, `^` for FNC1.
    pub fn unbracketed(&self) -> String {
        self.0.unbracketed()
    }

    /// Human readable interpretation: a line for each element, `(01) 09521234543213` (General Specifications 4.14).
    pub fn hri(&self) -> Vec<String> {
        self.0.hri(false)
    }

    /// Human readable interpretation with data titles: `GTIN (01) 09521234543213`.
    pub fn hri_with_titles(&self) -> Vec<String> {
        self.0.hri(true)
    }
}

impl TryFrom<Checked> for ElementString {
    type Error = ElementError;
    fn try_from(checked: Checked) -> Result<Self, ElementError> {
        checked.into_element_string()
    }
}

impl FromStr for ElementString {
    type Err = ElementError;
    fn from_str(text: &str) -> Result<Self, ElementError> {
        Self::parse(text)
    }
}

/// The bracketed form.
impl fmt::Display for ElementString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write_bracketed(f)
    }
}

impl fmt::Debug for ElementString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ElementString({self})")
    }
}

impl PartialEq for ElementString {
    fn eq(&self, other: &Self) -> bool {
        self.as_raw() == other.as_raw()
    }
}

impl Eq for ElementString {}

impl hash::Hash for ElementString {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_raw().hash(state);
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ElementString {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
