//! Links in the forms that a writer is told.

use super::arrange::{Choice, Order, arrange};
use super::compress::{pack, scheme_of};
use super::fast::is_dots;
use super::layout::Layout;
use super::{Compression, LinkError, LinkErrorKind, Mode, Stem};
use crate::ai::{Ai, Code};
use crate::element::{Builder, Content, Element, ElementString};
use crate::epc::{Epc, Prefixes, Scheme};
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
    elements_only: bool,
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

    /// Without the other parameters and the fragment of a link that is written again.
    #[must_use]
    pub const fn elements_only(mut self, elements_only: bool) -> Self {
        self.elements_only = elements_only;
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

    pub(crate) fn write_any(&self, content: &Content) -> Result<String, LinkError> {
        self.write_content(content, Choice::Longest)
    }

    /// The link of what a link said, with what stands beside its elements.
    pub(crate) fn write_again(
        &self,
        content: &Content,
        uri: &str,
        layout: &Layout,
    ) -> Result<String, LinkError> {
        if self.elements_only || !layout.has_more() {
            return self.write_content(content, Choice::Placeable);
        }
        let mut link = self.arrange(content, Choice::Placeable)?;
        let other = layout.other(uri);
        link.other = Parameters(&other);
        link.fragment = layout.fragment(uri);
        self.write_link(link)
    }

    /// The same with the elements as a tag holds them. `whole` asks for all of them.
    #[cfg(feature = "cli")]
    pub(crate) fn write_tag(
        &self,
        content: &Content,
        again: Option<(&str, &Layout)>,
        tag: &Epc,
        whole: bool,
    ) -> Result<String, LinkError> {
        let choice = match again {
            Some(_) => Choice::Placeable,
            None => Choice::Longest,
        };
        let mut link = self.arrange(content, choice)?;
        let other = again
            .map(|(uri, layout)| layout.other(uri))
            .unwrap_or_default();
        if !self.elements_only {
            link.other = Parameters(&other);
            link.fragment = again.and_then(|(uri, layout)| layout.fragment(uri));
        }
        link.no_dots()?;
        link.agrees_with(tag, whole)?;
        self.write_segment(&link, tag)
    }

    /// The scheme of the EPC that has the key of the message's link.
    #[cfg(feature = "cli")]
    pub(crate) fn scheme(&self, content: &Content, again: bool) -> Result<Scheme, LinkError> {
        let choice = if again {
            Choice::Placeable
        } else {
            Choice::Longest
        };
        self.arrange(content, choice)?.scheme()
    }

    fn arrange<'l>(&'l self, content: &'l Content, choice: Choice) -> Result<Link<'l>, LinkError> {
        let ai = |place| content.ai(place);
        let order = arrange(content.len(), ai, self.mode, choice)?;
        let mut link = Link::new(content, order);
        link.stem = &self.stem;
        link.upper_case = self.upper_case;
        Ok(link)
    }

    fn write_content(&self, content: &Content, choice: Choice) -> Result<String, LinkError> {
        self.write_link(self.arrange(content, choice)?)
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
        // What has no GS1 key is no link.
        epc.element_string()?;
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
        link.no_dots()?;
        if self.sorted {
            link.order = link.order.sorted(|place| content.ai(place));
        }
        if self.elements_only {
            link.other = Parameters("");
            link.fragment = None;
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
            Some(Compression::EpcHex | Compression::EpcBase64) => {
                return self.write_segment(&link, &link.tag()?);
            }
        };
        Ok(text)
    }

    /// The bits of a tag as the one segment of a link.
    fn write_segment(&self, link: &Link<'_>, tag: &Epc) -> Result<String, LinkError> {
        self.hides_nothing(link.stem)?;
        let mut text = String::new();
        let segment = tag_segment(tag, self.compression == Some(Compression::EpcBase64))?;
        // Writing to a String cannot fail.
        let _ = link
            .write_stem(&mut text)
            .and_then(|()| text.write_str(&segment))
            .and_then(|()| link.write_rest(&mut text, core::iter::empty(), link.other.0));
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

    /// That no element of the path is one that browsers take out of it.
    #[inline]
    pub(super) fn no_dots(&self) -> Result<(), LinkError> {
        match self
            .elements(self.order.path())
            .find(|element| is_dots(element.value.as_bytes()))
        {
            Some(element) => {
                let ai = element.ai.to_code();
                Err(LinkError::of_message(LinkErrorKind::DotSegment { ai }))
            }
            None => Ok(()),
        }
    }

    fn key(&self) -> Option<Ai<'l>> {
        let mut key = self.elements(self.order.path());
        key.next().map(|element| element.ai)
    }

    /// The scheme of EPCs that have the key of the link.
    fn scheme(&self) -> Result<Scheme, LinkError> {
        let none = || LinkError::of_message(LinkErrorKind::NoKey);
        let key = self.key().ok_or_else(none)?;
        scheme_of(key).ok_or_else(|| {
            let key = key.to_code();
            LinkError::of_message(LinkErrorKind::NoEpc { key })
        })
    }

    /// What a tag holds of it: all.
    fn tag(&self) -> Result<Epc, LinkError> {
        let (message, _) = self.in_order();
        let epc = Epc::from_elements_as(&message, self.scheme()?, &Prefixes::new())?;
        let coding = epc.default_coding()?;
        let tag = epc.encode(coding, 0)?;
        self.agrees_with(&tag, true)?;
        Ok(tag)
    }

    /// That a tag is read as a link with the same key, and as one with the same elements where the `whole` is asked for.
    fn agrees_with(&self, tag: &Epc, whole: bool) -> Result<(), LinkError> {
        let own_key = self.key().map(Ai::to_code);
        let key = tag
            .elements()
            .next()
            .and_then(|(ai, _)| Code::parse(ai.as_bytes()));
        if let (Some(key), Some(epc)) = (own_key, key)
            && key != epc
        {
            return Err(LinkError::of_message(LinkErrorKind::OtherKey { key, epc }));
        }
        let mut places = self.order.all();
        let lost = places.find_map(|place| {
            let element = self.content.element(place)?;
            let own = (element.ai.code(), element.value);
            (!tag.elements().any(|it| it == own)).then_some(element.ai)
        });
        match lost.filter(|_| whole) {
            Some(ai) => {
                let ai = ai.to_code();
                Err(LinkError::of_message(LinkErrorKind::Lost { ai }))
            }
            None => Ok(()),
        }
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
