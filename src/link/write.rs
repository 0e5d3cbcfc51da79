//! Links in the forms that a writer is told.

use super::arrange::{Choice, Order, arrange};
use super::compress::pack;
use super::{Compression, LinkError, LinkErrorKind, Mode, Stem};
use crate::ai::Ai;
use crate::element::{Builder, Content, Element, ElementString};
use crate::epc::{Epc, Prefixes};
use crate::text::percent::{self, Part, decode};
use alloc::{string::String, vec::Vec};
use core::fmt::{self, Write as _};

/// How links are written. The default is the uncompressed form under `https://id.gs1.org`.
///
/// ```
/// use unitmark::element::ElementString;
/// use unitmark::link::{Stem, Writer};
///
/// let unit = ElementString::parse("(01)05012345678900(21)WG-1(3922)0299(10)A(3103)000195")?;
/// let canonical = Writer::default();
/// assert_eq!(canonical.write(&unit)?, "https://id.gs1.org/01/05012345678900/10/A/21/WG-1?3103=000195&3922=0299");
///
/// let for_qr = Writer::default().stem(Stem::parse("https://example.com")?).upper_case(true);
/// assert_eq!(for_qr.write(&unit)?, "HTTPS://EXAMPLE.COM/01/05012345678900/10/A/21/WG-1?3103=000195&3922=0299");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Writer {
    stem: Stem,
    sorted: bool,
    upper_case: bool,
    compression: Option<Compression>,
    mode: Mode,
}

impl Writer {
    /// Under this stem.
    #[must_use]
    pub fn stem(mut self, stem: Stem) -> Self {
        self.stem = stem;
        self
    }

    /// With the data attributes in the order of their AIs, instead of those of predefined length first.
    #[must_use]
    pub const fn sorted(mut self, sorted: bool) -> Self {
        self.sorted = sorted;
        self
    }

    /// With scheme and host in capital letters, which take fewer bits in a QR Code.
    #[must_use]
    pub const fn upper_case(mut self, upper_case: bool) -> Self {
        self.upper_case = upper_case;
        self
    }

    /// With the elements compressed.
    #[must_use]
    pub const fn compression(mut self, compression: Option<Compression>) -> Self {
        self.compression = compression;
        self
    }

    /// With what this mode reads: its keys, and AIs that nobody knows as attributes.
    #[must_use]
    pub const fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// The link of a message: its first primary key, the longest sequence of qualifiers, then the attributes.
    pub fn write(&self, message: &ElementString) -> Result<String, LinkError> {
        self.write_content(message.content(), Choice::Longest)
    }

    /// The link of what a link said.
    pub(crate) fn write_again(&self, content: &Content) -> Result<String, LinkError> {
        self.write_content(content, Choice::Placeable)
    }

    pub(crate) fn write_any(&self, content: &Content) -> Result<String, LinkError> {
        self.write_content(content, Choice::Longest)
    }

    fn write_content(&self, content: &Content, choice: Choice) -> Result<String, LinkError> {
        let ai = |place| content.ai(place);
        let order = arrange(content.len(), ai, self.mode, choice)?;
        let mut link = Link::new(content, order);
        link.stem = &self.stem;
        self.write_link(link)
    }

    /// The link of what a tag holds: `/eh30164596f40c0e5cbe991a83`, or `/exMBZFlvQMDly-mRqD` where the compression is
    /// [`EpcBase64`](Compression::EpcBase64). With another compression, or without, it is written as its elements are.
    ///
    /// ```
    /// use unitmark::epc::Epc;
    /// use unitmark::link::{Compression, DigitalLink, Writer};
    ///
    /// let tag = Epc::from_hex("30164596F40C0E5CBE991A83")?;
    /// let hex = Writer::default().compression(Some(Compression::EpcHex));
    /// assert_eq!(hex.write_epc(&tag)?, "https://id.gs1.org/eh30164596f40c0e5cbe991a83");
    /// let base64 = Writer::default().compression(Some(Compression::EpcBase64));
    /// assert_eq!(base64.write_epc(&tag)?, "https://id.gs1.org/exMBZFlvQMDly-mRqD");
    /// let plain = Writer::default().write_epc(&tag)?;
    /// assert_eq!(plain, "https://id.gs1.org/01/09528765123457/21/123456789123");
    /// assert_eq!(DigitalLink::parse(&hex.write_epc(&tag)?)?.to_string(), plain);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_epc(&self, epc: &Epc) -> Result<String, LinkError> {
        self.hides_nothing(&self.stem)?;
        let segment = match self.compression {
            Some(Compression::EpcHex) => tag_segment(epc, false)?,
            Some(Compression::EpcBase64) => tag_segment(epc, true)?,
            _ => return self.write(&epc.element_string()?),
        };
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write_stem(&mut text, &self.stem, self.upper_case);
        text.push_str(&segment);
        Ok(text)
    }

    /// That nothing of the stem is read as an element beside what is compressed.
    fn hides_nothing(&self, stem: &Stem) -> Result<(), LinkError> {
        if self.compression.is_some() && stem.ends_like_elements() {
            return Err(LinkError::of_message(LinkErrorKind::StemElements));
        }
        Ok(())
    }

    pub(super) fn write_link(&self, mut link: Link<'_>) -> Result<String, LinkError> {
        let content = link.content;
        if self.sorted {
            link.order = link.order.sorted(|place| content.ai(place));
        }
        link.upper_case = self.upper_case;
        self.hides_nothing(link.stem)?;
        let length = content.raw().len() + link.stem.as_str().len() + link.other.0.len();
        let mut text = String::with_capacity(length + 3 * content.len() + 8);
        // Writing to a String cannot fail.
        let _ = match self.compression {
            None => link.write(&mut text),
            Some(Compression::Legacy { optimised, partial }) => {
                link.write_legacy(&mut text, optimised, partial)
            }
            Some(form @ (Compression::EpcHex | Compression::EpcBase64)) => {
                let epc = Epc::from_elements(&link.in_order().0, &Prefixes::new())?;
                let coding = epc.default_coding()?;
                let tag = epc.encode(coding, 0)?;
                let segment = tag_segment(&tag, form == Compression::EpcBase64)?;
                link.write_stem(&mut text)
                    .and_then(|()| text.write_str(&segment))
                    .and_then(|()| link.write_rest(&mut text, core::iter::empty(), link.other.0))
            }
        };
        Ok(text)
    }
}

fn write_stem(to: &mut impl fmt::Write, stem: &Stem, upper_case: bool) -> fmt::Result {
    if !upper_case {
        return to.write_str(stem.as_str());
    }
    let (host, path) = stem.parts();
    for character in host.chars() {
        to.write_char(character.to_ascii_uppercase())?;
    }
    to.write_str(path)
}

/// What a tag holds as the last segment of a path.
fn tag_segment(tag: &Epc, base64: bool) -> Result<String, LinkError> {
    if base64 {
        return Ok(String::from("/ex") + &tag.base64()?);
    }
    Ok(String::from("/eh") + &tag.hex()?.to_ascii_lowercase())
}

/// The parameters of a query that are no AIs, as they stand there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parameters<'l>(pub(super) &'l str);

impl<'l> Parameters<'l> {
    pub(super) fn pairs(self) -> impl Iterator<Item = (&'l str, Option<&'l str>)> {
        self.0
            .split('&')
            .filter(|parameter| !parameter.is_empty())
            .map(|parameter| match parameter.split_once('=') {
                Some((key, value)) => (key, Some(value)),
                None => (parameter, None),
            })
    }
}

/// All that stands in a link, in its order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'l> {
    pub(super) stem: &'l Stem,
    pub(super) content: &'l Content,
    pub(super) order: Order,
    pub(super) other: Parameters<'l>,
    pub(super) fragment: Option<&'l str>,
    upper_case: bool,
}

impl<'l> Link<'l> {
    pub(super) const fn new(content: &'l Content, order: Order) -> Self {
        Self {
            stem: &Stem::CANONICAL,
            content,
            order,
            other: Parameters(""),
            fragment: None,
            upper_case: false,
        }
    }

    pub(super) fn of_message(message: &'l ElementString) -> Result<Self, LinkError> {
        let content = message.content();
        let ai = |place| content.ai(place);
        let order = arrange(content.len(), ai, Mode::STRICT, Choice::Longest)?;
        Ok(Self::new(content, order))
    }

    /// The elements as a message in the order of the link, and how many of them stand in the path.
    pub(super) fn in_order(&self) -> (ElementString, usize) {
        let path = self.order.path();
        let count = path.len();
        let mut builder = Builder::copy_of(self.content);
        for element in path
            .chain(self.order.attributes())
            .filter_map(|it| self.content.element(it))
        {
            builder.push_right(element);
        }
        (ElementString::from_content(builder.into_content()), count)
    }

    fn elements<'a>(
        &'a self,
        places: impl Iterator<Item = usize> + 'a,
    ) -> impl Iterator<Item = Element<'l>> + 'a {
        let content = self.content;
        places.filter_map(move |place| content.element(place))
    }

    #[inline]
    pub(super) fn write(&self, to: &mut impl fmt::Write) -> fmt::Result {
        self.write_stem(to)?;
        for element in self.elements(self.order.path()) {
            to.write_char('/')?;
            to.write_str(element.ai.code())?;
            to.write_char('/')?;
            percent::write(to, element.value, Part::Path)?;
        }
        self.write_rest(to, self.elements(self.order.attributes()), self.other.0)
    }

    /// The elements as one segment; what the form cannot hold stays in the query.
    fn write_legacy(
        &self,
        to: &mut impl fmt::Write,
        optimised: bool,
        partial: bool,
    ) -> fmt::Result {
        let plain = usize::from(partial);
        let places: Vec<usize> = self
            .order
            .path()
            .skip(plain)
            .chain(self.order.attributes())
            .collect();
        let elements: Vec<(Ai<'_>, &str)> = self
            .elements(places.iter().copied())
            .map(|element| (element.ai, element.value))
            .collect();
        let pairs: Vec<(&str, Option<&str>)> = self.other.pairs().collect();
        let decoded: Vec<(&str, String)> = pairs
            .iter()
            .map(|(key, value)| {
                let value = value.map(|value| decode(value.as_bytes(), Part::Query).into_owned());
                (*key, value.and_then(|value| String::from_utf8(value).ok()))
            })
            // A value that would come back written in another way stays as it is.
            .map(|(key, value)| (key, value.unwrap_or_default()))
            .collect();
        let others: Vec<(&str, &str)> = decoded
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        let again = |place: usize| {
            let (Some((_, value)), Some((_, Some(written)))) =
                (others.get(place), pairs.get(place))
            else {
                return false;
            };
            percent::encode(value, Part::Query) == *written
        };
        let packable: Vec<(&str, &str)> = others
            .iter()
            .enumerate()
            .filter(|(place, _)| again(*place))
            .map(|(_, pair)| *pair)
            .collect();
        let (segment, left_out, kept) = pack(&elements, &packable, optimised);

        self.write_stem(to)?;
        for element in self.elements(self.order.path().take(plain)) {
            to.write_char('/')?;
            to.write_str(element.ai.code())?;
            to.write_char('/')?;
            percent::write(to, element.value, Part::Path)?;
        }
        if !segment.is_empty() {
            to.write_char('/')?;
            to.write_str(&segment)?;
        }
        let mut query = String::new();
        let mut packed = 0;
        for (place, (key, value)) in pairs.iter().enumerate() {
            if again(place) {
                packed += 1;
                if !kept.contains(&(packed - 1)) {
                    continue;
                }
            }
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(key);
            if let Some(value) = value {
                query.push('=');
                query.push_str(value);
            }
        }
        let plain = left_out
            .iter()
            .filter_map(|place| places.get(*place))
            .filter_map(|place| self.content.element(*place));
        self.write_rest(to, plain, &query)
    }

    fn write_stem(&self, to: &mut impl fmt::Write) -> fmt::Result {
        write_stem(to, self.stem, self.upper_case)
    }

    fn write_rest(
        &self,
        to: &mut impl fmt::Write,
        attributes: impl Iterator<Item = Element<'l>>,
        other: &str,
    ) -> fmt::Result {
        let mut mark = '?';
        for element in attributes {
            to.write_char(mark)?;
            mark = '&';
            to.write_str(element.ai.code())?;
            to.write_char('=')?;
            percent::write(to, element.value, Part::Query)?;
        }
        if !other.is_empty() {
            to.write_char(mark)?;
            to.write_str(other)?;
        }
        if let Some(fragment) = self.fragment {
            to.write_char('#')?;
            to.write_str(fragment)?;
        }
        Ok(())
    }
}

impl fmt::Display for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}
