//! Element strings to an EPC and back.

use super::coding::Coding;
use super::epc::{Attribute, Epc};
use super::error::{EpcError, EpcErrorKind};
use super::prefix::{PrefixLength, Prefixes};
use super::scheme::Scheme;
use crate::element::{Element, ElementString};
use core::fmt;

impl Epc {
    /// The EPC of a bar code: its key and serial; what else it says is data after the EPC, which the codings with `+` carry.
    ///
    /// The company prefix length is taken from `prefixes` where they know it, and left open where they do not.
    ///
    /// ```
    /// use unitmark::epc::{Epc, Prefixes, Scheme};
    ///
    /// let unit = "(01)09521234543213(17)260400(10)A/1(21)S1".parse()?;
    /// let epc = Epc::from_elements(&unit, &Prefixes::new())?;
    /// assert_eq!((epc.scheme(), epc.prefix_length()), (Scheme::Sgtin, None));
    /// let error = epc.clone().with_prefix_length(7)?.pure_identity_uri().unwrap_err();
    /// assert_eq!(error.message(), "(17) has no place here");
    /// assert_eq!(epc.with_prefix_length(7)?.key_only().pure_identity_uri()?, "urn:epc:id:sgtin:9521234.054321.S1");
    ///
    /// let error = Epc::from_elements(&"(01)09521234543213(30)2".parse()?, &Prefixes::new())?.encode("sgtin+".parse()?, 0);
    /// assert_eq!(error.unwrap_err().code(), "epc-pattern");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_elements(message: &ElementString, prefixes: &Prefixes) -> Result<Self, EpcError> {
        Self::from_message(message.elements(), None, prefixes)
    }

    /// The same as an EPC of a given scheme: (01) and (10) beside (21) as an LGTIN.
    pub fn from_elements_as(
        message: &ElementString,
        scheme: Scheme,
        prefixes: &Prefixes,
    ) -> Result<Self, EpcError> {
        Self::from_message(message.elements(), Some(scheme), prefixes)
    }

    /// The same of elements one by one, valid each.
    pub(crate) fn from_message<'e>(
        elements: impl IntoIterator<Item = Element<'e>, IntoIter: Clone>,
        scheme: Option<Scheme>,
        prefixes: &Prefixes,
    ) -> Result<Self, EpcError> {
        let elements = elements.into_iter();
        let get = |ai: &str| {
            let mut all = elements.clone();
            all.find(|element| element.ai.code() == ai)
                .map(|it| it.value)
        };
        let scheme = choose(scheme, get).ok_or_else(|| EpcError::new(EpcErrorKind::NoKey, ""))?;
        let mut epc = Self::new(scheme);
        let row = scheme.row();
        let mut parts = row.parts.iter();
        // (254)0 would become the mark for none.
        if scheme == Scheme::Sgln && get("254") == Some("0") {
            let name = row.parts.last().map_or("", |(name, _)| name);
            return Err(EpcError::new(EpcErrorKind::ZeroExtension, name));
        }
        for &(ai, count) in row.ais {
            let mut rest = match get(ai) {
                Some(value) => value,
                // No extension is written as one zero.
                None if ai == "254" => "0",
                None => "",
            };
            for place in 0..count {
                let Some(&(name, part)) = parts.next() else {
                    break;
                };
                let length = match part.digits() {
                    0 => rest.len(),
                    digits => digits,
                };
                let last = place + 1 == count;
                let (value, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
                let none = value.is_empty() && scheme.may_be_pattern();
                if !(none || part.accepts(value.as_bytes())) || (last && !after.is_empty()) {
                    return Err(EpcError::new(EpcErrorKind::Value, name));
                }
                rest = after;
                epc.text.push_all(value.as_bytes());
                epc.text.end_part();
            }
        }
        for element in elements {
            let ai = element.ai.to_code();
            let known = scheme.ais().any(|own| own == ai.as_str());
            if known {
                continue;
            }
            let value = element.value.into();
            let attributes = &mut epc.more.get_or_insert_default().attributes;
            if !attributes.iter().any(|it| it.ai == ai) {
                attributes.push(Attribute { ai, value });
            }
        }
        Ok(epc.with_prefixes(prefixes))
    }

    /// The message of a bar code that says the same.
    ///
    /// An error for a scheme without AIs, and for a tag that holds what a bar code must not, such as piece 0 of 0.
    pub fn element_string(&self) -> Result<ElementString, EpcError> {
        if self.scheme.ais().len() == 0 {
            return Err(EpcError::new(EpcErrorKind::NoElements(self.scheme), ""));
        }
        ElementString::from_elements(self.elements())
            .map_err(|error| EpcError::new(EpcErrorKind::Elements(error), ""))
    }

    /// Writes the elements in brackets, valid as a message or not.
    pub(crate) fn write_bracketed(&self, to: &mut impl fmt::Write) -> fmt::Result {
        for (ai, value) in self.elements() {
            write!(to, "({ai})")?;
            for piece in value.split_inclusive('(') {
                match piece.strip_suffix('(') {
                    Some(before) => {
                        to.write_str(before)?;
                        to.write_str("\\(")?;
                    }
                    None => to.write_str(piece)?,
                }
            }
        }
        Ok(())
    }

    /// The same with a company prefix as the prefixes know it, or why they do not.
    pub fn require_prefix(self, prefixes: &Prefixes) -> Result<Self, EpcError> {
        let needed = self.prefix == 0 && self.scheme.has_company_prefix();
        let known = self.look_up(prefixes);
        let own = self.with_prefixes(prefixes);
        if !needed || own.prefix != 0 {
            return Ok(own);
        }
        let kind = match known {
            PrefixLength::Known(_) => EpcErrorKind::PrefixLength,
            PrefixLength::Unknown => EpcErrorKind::PrefixLengthUnknown,
            PrefixLength::Restricted => EpcErrorKind::PrefixRestricted,
        };
        let name = own.scheme.row().parts.first().map_or("", |(name, _)| name);
        Err(EpcError::new(kind, name))
    }
}

/// The scheme of a message: the first whose AIs are all there, else the first whose key is there and that may lack its serial.
fn choose<'e>(scheme: Option<Scheme>, get: impl Fn(&str) -> Option<&'e str>) -> Option<Scheme> {
    let whole = |scheme: &Scheme| {
        let row = scheme.row();
        let all = row.ais.iter().all(|&(ai, parts)| {
            // A key and its serial may share an AI.
            get(ai).is_some_and(|value| {
                parts < 2 || value.len() > row.parts.first().map_or(0, |(_, part)| part.digits())
            }) || ai == "254"
        });
        all && !row.ais.is_empty()
    };
    let key_alone = |scheme: &Scheme| {
        scheme.may_be_pattern() && scheme.ais().next().is_some_and(|ai| get(ai).is_some())
    };
    match scheme {
        Some(scheme) => Some(scheme).filter(|scheme| whole(scheme) || key_alone(scheme)),
        None => Scheme::all()
            .find(whole)
            .or_else(|| Scheme::all().find(key_alone)),
    }
}

impl core::str::FromStr for Coding {
    type Err = EpcError;
    fn from_str(name: &str) -> Result<Self, EpcError> {
        Self::find(name).ok_or_else(|| EpcError::new(EpcErrorKind::NoCoding, ""))
    }
}
