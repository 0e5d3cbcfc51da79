//! The one type of an EPC, in whatever form it came.

use super::coding::{Coding, Style};
use super::error::{EpcError, EpcErrorKind};
use super::field;
use super::identity::Text;
use super::prefix::{PrefixLength, Prefixes};
use super::scheme::{Part, Scheme};
use crate::ai::Code;
use crate::check::gs1_mod10;
use alloc::{boxed::Box, format, string::String, vec::Vec};
use core::fmt;

/// The AIs whose date a DSGTIN carries, by its date type.
pub(super) const DATES: [&str; 7] = ["11", "13", "15", "16", "17", "7006", "7007"];

/// The date of a DSGTIN.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Dated {
    /// Its date type.
    pub(super) kind: u8,
    /// YYMMDD.
    pub(super) digits: [u8; 6],
}

/// An element that is not of the identity.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Attribute {
    pub(super) ai: Code,
    pub(super) value: String,
}

/// The bits of a tag that has others than the standard chooses for what it says.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct AsRead {
    /// How many bits the EPC has.
    pub(super) count: usize,
    /// With the zeros to the end of the 16-bit word.
    pub(super) bytes: Vec<u8>,
    /// The first bit that the standard chooses otherwise.
    pub(super) differs: usize,
}

/// What few tags have.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct More {
    pub(super) attributes: Vec<Attribute>,
    pub(super) host: String,
    pub(super) as_read: Option<AsRead>,
}

/// An Electronic Product Code: an identity, and how it stands on a tag where it does.
///
/// It comes from a tag ([`from_bytes`](Self::from_bytes), [`from_hex`](Self::from_hex)), a URI ([`parse`](Self::parse)) or a bar
/// code ([`from_elements`](Self::from_elements)), and goes to each of them. What cannot go without loss is an error
/// that names the field and the way out.
///
/// ```
/// use unitmark::epc::{Coding, Epc, Prefixes};
///
/// let tag = Epc::from_hex("3074257BF7194E4000001A85")?;
/// assert_eq!(tag.tag_uri()?, "urn:epc:tag:sgtin-96:3.0614141.812345.6789");
/// assert_eq!(tag.element_string()?.to_string(), "(01)80614141123458(21)6789");
///
/// let unit = "(01)80614141123458(21)6789".parse()?;
/// let epc = Epc::from_elements(&unit, &Prefixes::new().with_length(7)?)?;
/// assert_eq!(epc.encode(Coding::SGTIN_96, 3)?.hex()?, "3074257BF7194E4000001A85");
/// // The codings with + need no company prefix length.
/// let epc = Epc::from_elements(&unit, &Prefixes::new())?.encode(Coding::SGTIN_PLUS, 3)?;
/// assert_eq!(epc.hex()?, "F7380614141123458046A140");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Epc {
    pub(super) scheme: Scheme,
    pub(super) coding: Option<Coding>,
    pub(super) filter: u8,
    /// How many digits the company prefix has; 0 where that is not known or there is none.
    pub(super) prefix: u8,
    pub(super) text: Text,
    pub(super) date: Option<Dated>,
    pub(super) more: Option<Box<More>>,
}

impl Epc {
    #[inline]
    pub(super) const fn new(scheme: Scheme) -> Self {
        Self {
            scheme,
            coding: None,
            filter: 0,
            prefix: 0,
            text: Text::new(),
            date: None,
            more: None,
        }
    }

    /// What it identifies.
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// How it stands on a tag; `None` for one that came from a pure identity URI or from elements.
    pub const fn coding(&self) -> Option<Coding> {
        self.coding
    }

    /// The filter value; `None` where it stands on no tag or its coding has none.
    pub fn filter(&self) -> Option<u8> {
        self.coding?.largest_filter().map(|_| self.filter)
    }

    /// How many digits the company prefix has, where that is known.
    pub const fn prefix_length(&self) -> Option<u8> {
        match self.prefix {
            0 => None,
            length => Some(length),
        }
    }

    /// The host name of the `++` codings: `id.example.com`.
    pub fn host_name(&self) -> Option<&str> {
        let host = self.more.as_ref()?.host.as_str();
        (!host.is_empty()).then_some(host)
    }

    /// Whether it stands for all serials of a key: `urn:epc:idpat:sgtin:0614141.112345.*`.
    pub fn is_pattern(&self) -> bool {
        let last = self.scheme.row().parts.len().saturating_sub(1);
        self.scheme.may_be_pattern() && self.text.part(last).is_empty()
    }

    /// The coding for it where none is named: the one that needs no company prefix length, else the first that it fits.
    ///
    /// ```
    /// use unitmark::epc::{Coding, Epc};
    ///
    /// let epc = Epc::parse("urn:epc:id:sgtin:0614141.812345.0042")?;
    /// assert_eq!(epc.default_coding()?, Coding::SGTIN_PLUS);
    /// assert_eq!(epc.default_classic_coding()?, Coding::SGTIN_198);
    /// # Ok::<(), unitmark::epc::EpcError>(())
    /// ```
    pub fn default_coding(&self) -> Result<Coding, EpcError> {
        let plain = |coding: &Coding| !coding.carries_date() && !coding.carries_host_name();
        self.first_fitting(plain)
    }

    /// The shortest of the codings that have a tag URI, where none is named; it needs the company prefix length.
    pub fn default_classic_coding(&self) -> Result<Coding, EpcError> {
        self.first_fitting(|coding| !coding.carries_data())
    }

    /// The first coding of its scheme that it fits; where it fits none, the first, which says why.
    fn first_fitting(&self, wanted: impl Fn(&Coding) -> bool + Clone) -> Result<Coding, EpcError> {
        let mut codings = self.scheme.codings().filter(wanted);
        let first = codings.clone().next();
        codings
            .find(|coding| super::binary::fits(self, *coding))
            .or(first)
            .ok_or_else(|| EpcError::new(EpcErrorKind::UriOnly(self.scheme), ""))
    }

    /// The parts of the identity with their names: `GTIN`, `serial`.
    ///
    /// ```
    /// # use unitmark::epc::Epc;
    /// let epc = Epc::parse("urn:epc:id:gid:952056.2718.1414")?;
    /// assert_eq!(epc.parts().next(), Some(("manager", "952056")));
    /// # Ok::<(), unitmark::epc::EpcError>(())
    /// ```
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let parts = self.scheme.row().parts.iter().enumerate();
        parts.map(|(place, (name, _))| (*name, as_text(self.text.part(place))))
    }

    /// The check digit that fits, where the tag has another one and was read with
    /// [`CheckDigits::Keep`](super::CheckDigits::Keep).
    pub fn wrong_check_digit(&self) -> Option<u8> {
        let (_, Part::Key { zero, .. }) = self.scheme.row().parts.first()? else {
            return None;
        };
        let digits = self.text.part(0).get(usize::from(*zero)..)?;
        let (found, payload) = digits.split_last()?;
        gs1_mod10(payload).filter(|expected| b'0' + expected != *found)
    }

    /// The same with what is known of its company prefix.
    ///
    /// An unknown or restricted one stays as it was.
    #[must_use]
    pub fn with_prefixes(mut self, prefixes: &Prefixes) -> Self {
        if self.prefix == 0
            && let PrefixLength::Known(length) = self.look_up(prefixes)
            && self.prefix_fits(length)
        {
            self.prefix = length;
        }
        self
    }

    /// What is known of the length of its company prefix.
    pub(super) fn look_up(&self, prefixes: &Prefixes) -> PrefixLength {
        if !self.scheme.has_company_prefix() {
            return PrefixLength::Unknown;
        }
        let first = self.scheme.row().parts.first().map(|&(_, part)| part);
        let (before, is_gtin) = match first {
            Some(Part::Key {
                indicator,
                zero,
                digits,
            }) => (usize::from(indicator || zero), indicator && digits == 14),
            _ => (0, false),
        };
        let key = as_text(self.text.part(0).get(before..).unwrap_or_default());
        match prefixes.length(key) {
            // A GTIN-8 fills the place of a company prefix with zeros and its own three digits (section 7.3.2); no other key does.
            PrefixLength::Unknown if is_gtin => match key.strip_prefix("00000") {
                Some(short) if crate::key::is_restricted_gtin_8(short) => PrefixLength::Restricted,
                Some(_) => PrefixLength::Known(8),
                None => PrefixLength::Unknown,
            },
            known => known,
        }
    }

    /// The same with a company prefix of so many digits, 6 to 12.
    pub fn with_prefix_length(mut self, length: u8) -> Result<Self, EpcError> {
        if !self.prefix_fits(length) {
            return Err(EpcError::new(EpcErrorKind::PrefixLength, self.first_name()));
        }
        self.prefix = length;
        Ok(self)
    }

    /// An error where its company prefix is known to have another length.
    #[cfg(feature = "cli")]
    pub(crate) fn differs_from(&self, given: u8) -> Result<(), EpcError> {
        match self.prefix_length() {
            Some(found) if found != given => {
                let kind = EpcErrorKind::PrefixDiffers { found, given };
                Err(EpcError::new(kind, self.first_name()))
            }
            _ => Ok(()),
        }
    }

    fn prefix_fits(&self, length: u8) -> bool {
        let first = self.scheme.row().parts.first();
        let is_key = |part| matches!(part, Part::Key { .. } | Part::Asset { .. });
        first.is_some_and(|&(_, part)| {
            is_key(part) && field::prefix_fits(part, self.text.part(0), length)
        })
    }

    fn first_name(&self) -> &'static str {
        self.scheme.row().parts.first().map_or("", |(name, _)| name)
    }

    /// The same without what is not of the key: the data after the EPC, the date of a DSGTIN and the host name.
    #[must_use]
    pub fn key_only(mut self) -> Self {
        self.more = None;
        self.date = None;
        if self
            .coding
            .is_some_and(|coding| coding.carries_date() || coding.carries_host_name())
        {
            self.coding = None;
            self.filter = 0;
        }
        self
    }

    /// The same without data that has no coding after an EPC.
    #[cfg(feature = "cli")]
    pub(crate) fn without_uncoded(mut self) -> Self {
        if let Some(more) = self.more.as_deref_mut()
            && more
                .attributes
                .iter()
                .any(|it| !super::attribute::is_coded(it))
        {
            more.attributes.retain(super::attribute::is_coded);
        }
        self
    }

    /// The same with a host name, for the `++` codings: letters, digits, `-` and `.`.
    pub fn with_host_name(mut self, host: &str) -> Result<Self, EpcError> {
        if !super::host::is_host(host) {
            return Err(EpcError::new(EpcErrorKind::HostName, "host name"));
        }
        let host = host.to_ascii_lowercase();
        let more = self.more.get_or_insert_default();
        if more.host != host {
            more.as_read = None;
        }
        more.host = host;
        if !self.coding.is_some_and(Coding::carries_host_name) {
            self.coding = None;
            self.filter = 0;
        }
        Ok(self)
    }

    /// The same identity in another coding, with that filter value; nothing is lost, or it is an error.
    ///
    /// ```
    /// use unitmark::epc::{Coding, Epc, EpcErrorKind, Misfit};
    ///
    /// let epc = Epc::parse("urn:epc:id:sgtin:0614141.812345.0042")?;
    /// let error = epc.clone().encode(Coding::SGTIN_96, 1).unwrap_err();
    /// assert_eq!(error.code(), "epc-does-not-fit");
    /// assert_eq!(error.to_string(), "serial: a leading zero is lost in SGTIN-96, and fits SGTIN+ and SGTIN-198; use a coding that it fits, or change the value");
    /// assert_eq!(epc.encode(Coding::SGTIN_198, 1)?.hex()?, "3634257BF7194E583068C8000000000000000000000000000000");
    /// # Ok::<(), unitmark::epc::EpcError>(())
    /// ```
    pub fn encode(mut self, coding: Coding, filter: u8) -> Result<Self, EpcError> {
        let row = coding.row();
        if row.scheme != self.scheme {
            let scheme = self.scheme;
            return Err(EpcError::new(
                EpcErrorKind::OtherScheme { coding, scheme },
                "",
            ));
        }
        let largest = coding.largest_filter().unwrap_or_default();
        if filter > largest {
            return Err(EpcError::new(EpcErrorKind::Filter { largest }, "filter"));
        }
        if self.is_pattern() {
            return Err(EpcError::new(EpcErrorKind::Pattern, "serial"));
        }
        if coding.needs_prefix_length()
            && let Some(expected) = self.wrong_check_digit()
        {
            return Err(EpcError::new(
                EpcErrorKind::CheckDigit { expected },
                self.first_name(),
            ));
        }
        if let Some(more) = self.more.as_deref_mut() {
            more.as_read = None;
        }
        self.settle(coding)?;
        self.coding = Some(coding);
        self.filter = filter;
        super::binary::trial(&self)?;
        Ok(self)
    }

    /// Puts the date where the coding has its place for it, and checks that nothing is left over.
    fn settle(&mut self, coding: Coding) -> Result<(), EpcError> {
        let row = coding.row();
        let left_over = |what: String| EpcError::new(EpcErrorKind::LeftOver { what }, "");
        if row.dated && self.date.is_none() {
            let attributes = self.more.as_deref_mut().map(|more| &mut more.attributes);
            self.date = attributes.and_then(take_date);
            if self.date.is_none() {
                return Err(EpcError::new(EpcErrorKind::NoDate, "date"));
            }
        }
        if !row.dated
            && let Some(date) = self.date.take()
        {
            let ai = DATES
                .get(usize::from(date.kind))
                .copied()
                .unwrap_or_default();
            if row.style == Style::Classic {
                return Err(left_over(format!("the date ({ai})")));
            }
            let value = as_text(&date.digits).into();
            if let Some(ai) = Code::parse(ai.as_bytes()) {
                let attributes = &mut self.more.get_or_insert_default().attributes;
                attributes.insert(0, Attribute { ai, value });
            }
        }
        let Some(more) = self.more.as_deref() else {
            return match row.style {
                Style::PlusPlus => Err(EpcError::new(EpcErrorKind::NoHostName, "")),
                _ => Ok(()),
            };
        };
        match (row.style, more.attributes.first()) {
            (Style::Classic, Some(first)) => return Err(left_over(format!("({})", first.ai))),
            (Style::PlusPlus, _) if more.host.is_empty() => {
                return Err(EpcError::new(EpcErrorKind::NoHostName, ""));
            }
            (Style::Classic | Style::Plus, _) if !more.host.is_empty() => {
                let kind = EpcErrorKind::HostLeftOver(coding);
                return Err(EpcError::new(kind, "host name"));
            }
            _ => {}
        }
        if more.attributes.is_empty() && more.host.is_empty() {
            self.more = None;
        }
        Ok(())
    }

    /// The AIs and values, as a bar code has them: the identity, the date of a DSGTIN, the data after the EPC.
    ///
    /// None for a scheme that has no AIs. An extension `0` of a location stands for none and is left out.
    pub fn elements(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut place = 0;
        let is_location = self.scheme == Scheme::Sgln;
        let of_identity = self
            .scheme
            .row()
            .ais
            .iter()
            .filter_map(move |&(ai, parts)| {
                let value = self.text.parts(place, place + parts);
                place += parts;
                let none = value.is_empty() || is_location && ai == "254" && value == b"0";
                (!none).then(|| (ai, as_text(value)))
            });
        let date = self.date.iter().filter_map(|date| {
            let ai = DATES.get(usize::from(date.kind))?;
            Some((*ai, as_text(&date.digits)))
        });
        let attributes = self.more.iter().flat_map(|more| &more.attributes);
        let attributes =
            attributes.map(|attribute| (attribute.ai.as_str(), attribute.value.as_str()));
        of_identity.chain(date).chain(attributes)
    }

    /// The part's text.
    pub(super) fn part(&self, place: usize) -> &str {
        as_text(self.text.part(place))
    }
}

/// Takes the first element that a DSGTIN can carry as its date.
fn take_date(attributes: &mut Vec<Attribute>) -> Option<Dated> {
    let kind_of = |attribute: &Attribute| {
        let place = DATES.iter().position(|ai| *ai == attribute.ai.as_str());
        let digits = <[u8; 6]>::try_from(attribute.value.as_bytes()).ok();
        Some((place? as u8, digits?))
    };
    let place = attributes.iter().position(|it| kind_of(it).is_some())?;
    let (kind, digits) = kind_of(&attributes.remove(place))?;
    Some(Dated { kind, digits })
}

/// What is only ever ASCII.
#[inline]
pub(super) fn as_text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

/// The tag URI of what stands on a tag in a classic coding, the pure identity URI where the company prefix is known, else the bracketed elements.
impl fmt::Display for Epc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Ok(uri) = self.tag_uri().or_else(|_| self.pure_identity_uri()) {
            return f.write_str(&uri);
        }
        self.write_bracketed(f)
    }
}

impl fmt::Debug for Epc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coding = self.coding.map_or(self.scheme.name(), Coding::name);
        write!(f, "Epc({coding} {self})")
    }
}

impl core::str::FromStr for Epc {
    type Err = EpcError;
    fn from_str(text: &str) -> Result<Self, EpcError> {
        Self::parse(text)
    }
}
