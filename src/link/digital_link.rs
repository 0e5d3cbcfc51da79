//! A link that is right.

use super::arrange::Order;
use super::layout::{Layout, text};
use super::write::{Link, Parameters};
use super::{CheckedLink, LinkError, Mode, Stem, Writer, fast};
use crate::ai::Code;
use crate::element::{Element, ElementError, ElementString, Rules};
use alloc::string::{String, ToString};
use core::{fmt, str::FromStr};

/// A valid GS1 Digital Link URI: a stem, a key with its qualifiers, data attributes, and whatever else stands in its query.
///
/// It prints uncompressed, with AIs as digits and every GTIN with all of them; scheme and host are small.
///
/// ```
/// use unitmark::link::DigitalLink;
///
/// let uri = "HTTPS://Example.com/p/01/05012345678900/10/2026-04-A/21/WG-1?17=280430&linkType=gs1:pip#top";
/// let link: DigitalLink = uri.parse()?;
/// assert_eq!(link.stem().as_str(), "https://example.com/p");
/// assert_eq!(link.key().value, "05012345678900");
/// assert_eq!(link.qualifiers().map(|it| it.ai.code()).collect::<Vec<_>>(), ["10", "21"]);
/// assert_eq!(link.attributes().map(|it| it.value).collect::<Vec<_>>(), ["280430"]);
/// assert_eq!(link.other_parameters().collect::<Vec<_>>(), [("linkType", Some("gs1:pip"))]);
/// assert_eq!(link.fragment(), Some("top"));
/// assert_eq!(link.element_string().to_string(), "(01)05012345678900(10)2026-04-A(21)WG-1(17)280430");
/// assert_eq!(link.canonical(), "https://id.gs1.org/01/05012345678900/10/2026-04-A/21/WG-1?17=280430");
/// # Ok::<(), unitmark::element::ElementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DigitalLink {
    elements: ElementString,
    /// How many of them stand in the path.
    path: usize,
    stem: Stem,
    /// The other parameters as they stand in the query.
    other: String,
    fragment: Option<String>,
}

impl DigitalLink {
    /// Reads a URI strictly, compressed or not.
    pub fn parse(uri: &str) -> Result<Self, ElementError> {
        Self::parse_as(uri, Mode::STRICT)
    }

    /// Reads a URI as `mode` has it.
    pub fn parse_as(uri: &str, mode: Mode) -> Result<Self, ElementError> {
        let input = uri.as_bytes();
        let rules = Rules::default();
        match fast::read(input, mode, &rules, None) {
            Some((content, layout)) => {
                let elements = ElementString::from_content(content);
                Ok(Self::of(uri, elements, &layout))
            }
            None => CheckedLink::explain(input, mode, &rules).into_link(),
        }
    }

    /// The link of a message under a stem.
    ///
    /// ```
    /// use unitmark::element::ElementString;
    /// use unitmark::link::{DigitalLink, Stem};
    ///
    /// let unit = ElementString::parse("(01)05012345678900(17)280430(21)WG-1(10)A/1")?;
    /// let link = DigitalLink::from_element_string(&unit, Stem::parse("https://example.com/")?)?;
    /// assert_eq!(link.to_string(), "https://example.com/01/05012345678900/10/A%2F1/21/WG-1?17=280430");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_element_string(message: &ElementString, stem: Stem) -> Result<Self, LinkError> {
        let link = Link::of_message(message)?;
        link.no_dots()?;
        let (elements, path) = link.in_order();
        Ok(Self {
            elements,
            path,
            stem,
            other: String::new(),
            fragment: None,
        })
    }

    pub(super) fn of(uri: &str, elements: ElementString, layout: &Layout) -> Self {
        Self {
            elements,
            path: layout.path,
            stem: Stem::of(text(uri, layout.stem)),
            other: layout.other(uri),
            fragment: layout.fragment(uri).map(String::from),
        }
    }

    /// What stands before the elements.
    pub const fn stem(&self) -> &Stem {
        &self.stem
    }

    /// The primary key.
    pub fn key(&self) -> Element<'_> {
        let content = self.elements.content();
        content.element(0).unwrap_or_else(|| Element {
            ai: content.dictionary().unknown(Code::NONE),
            value: "",
        })
    }

    /// The qualifiers of the key, in the order of the path.
    pub fn qualifiers(&self) -> impl ExactSizeIterator<Item = Element<'_>> {
        let count = self.path.saturating_sub(1);
        self.elements.elements().skip(1).take(count)
    }

    /// The data attributes, in the order of the query.
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = Element<'_>> {
        self.elements.elements().skip(self.path)
    }

    /// The parameters that are no AIs, such as `linkType`, as they stand in the URI; `None` for one without `=`.
    pub fn other_parameters(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        Parameters(&self.other).pairs()
    }

    /// What stands after `#`, as it stands in the URI.
    pub fn fragment(&self) -> Option<&str> {
        self.fragment.as_deref()
    }

    /// The message: key, qualifiers, attributes.
    pub const fn element_string(&self) -> &ElementString {
        &self.elements
    }

    /// The canonical form: under id.gs1.org, the attributes in the order of their AIs, nothing else.
    pub fn canonical(&self) -> String {
        let content = self.elements.content();
        let order = self.order().sorted(|place| content.ai(place));
        Link::new(content, order).to_string()
    }

    fn order(&self) -> Order {
        Order::given(self.path, self.elements.content().len())
    }

    /// What a writer writes of it, in the order that it has.
    pub(super) fn link(&self) -> Link<'_> {
        let mut link = Link::new(self.elements.content(), self.order());
        link.stem = &self.stem;
        link.other = Parameters(&self.other);
        link.fragment = self.fragment.as_deref();
        link
    }

    /// The link as `writer` writes it, under its own stem.
    ///
    /// ```
    /// use unitmark::link::{Compression, DigitalLink, Writer};
    ///
    /// let link = DigitalLink::parse("https://example.com/01/05412345000013/10/ABC123/21/72292641703")?;
    /// let short = link.write(&Writer::default().compression(Some(Compression::LEGACY)))?;
    /// assert_eq!(short, "https://example.com/AQnYUc1gmiCNV4JGQhcNT6K6c");
    /// assert_eq!(DigitalLink::parse(&short)?, link);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(&self, writer: &Writer) -> Result<String, LinkError> {
        writer.write_link(self.link())
    }
}

impl FromStr for DigitalLink {
    type Err = ElementError;
    fn from_str(uri: &str) -> Result<Self, ElementError> {
        Self::parse(uri)
    }
}

impl fmt::Display for DigitalLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.link().fmt(f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for DigitalLink {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
