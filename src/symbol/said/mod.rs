//! What a text says that is to become a symbol: GS1 data, or any other text.

mod error;
mod opening;

use super::Data;
use crate::ai::Dictionary;
use crate::element::{ElementError, ElementString, Rules, Severity};
use crate::link::{CheckedLink, Mode};
use crate::scan::{ReadAs, ReadOptions, read, says_text};
use opening::Form;

pub use error::SaidError;

/// What a text says.
///
/// What looks like GS1 data is GS1 data or nothing: drawn as other text it would be a symbol that every scanner reads and no
/// system understands.
///
/// ```
/// use unitmark::symbol::{DATAMATRIX, Options, Said};
///
/// for (text, identifier) in [
///     ("(01)09521234543213(21)A", "]d2"),
///     ("^010952123454321321A", "]d2"),
///     ("]Q3010952123454321321A", "]d2"),
///     ("https://id.gs1.org/01/09521234543213", "]d1"),
///     ("Shelf 7", "]d1"),
/// ] {
///     let symbol = DATAMATRIX.encode(&Said::read(text)?.data(), &Options::default())?;
///     assert_eq!(symbol.identifier(), identifier);
/// }
/// let error = Said::read("\u{feff}(01)09521234543213").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "a byte order mark (U+FEFF) stands in front of what looks like GS1 data: take it out"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A GS1 message.
    Gs1(ElementString),
    /// Any other text, a GS1 Digital Link URI among them.
    Plain(String),
}

impl Said {
    /// Reads a text by how it begins: `(01)`, `^01`, a symbology identifier, `01` with GS behind; else it is plain.
    ///
    /// # Errors
    /// [`SaidError`] has each with a text that raises it.
    pub fn read(text: &str) -> Result<Self, SaidError> {
        let (front, rest) = text
            .split_at_checked(opening::front(text))
            .unwrap_or(("", text));
        let in_front = || SaidError::InFront {
            front: front.into(),
        };
        let form = opening::form(front, rest)?;
        if form.is_some() && !front.is_empty() {
            return Err(in_front());
        }
        let elements = match form {
            Some(Form::Bracketed) => ElementString::parse(text),
            Some(Form::Unbracketed) => ElementString::parse_unbracketed(text),
            Some(Form::Raw) => ElementString::parse_raw(text.as_bytes()),
            Some(Form::Scan) => return Self::scan(text),
            None => {
                if means_link(rest)? && !front.is_empty() {
                    return Err(in_front());
                }
                return Ok(Self::Plain(text.into()));
            }
        };
        elements.map(Self::Gs1).map_err(SaidError::Elements)
    }

    /// Reads what a scanner sends: behind a symbology identifier a GS1 message, the GTIN of an EAN, UPC or ITF-14 symbol, or text.
    ///
    /// ```
    /// use unitmark::symbol::Said;
    ///
    /// let Said::Gs1(item) = Said::scan("]E05012345678900")? else { panic!("a GTIN") };
    /// assert_eq!(item.to_string(), "(01)05012345678900");
    /// assert_eq!(Said::scan("]d1Shelf 7")?, Said::Plain("Shelf 7".into()));
    /// # Ok::<(), unitmark::symbol::SaidError>(())
    /// ```
    ///
    /// # Errors
    /// No identifier, one whose data are not known here, data that are not valid.
    pub fn scan(text: &str) -> Result<Self, SaidError> {
        let options = ReadOptions {
            read_as: ReadAs::Scan,
            ..ReadOptions::default()
        };
        let report = read(text.as_bytes(), &options);
        if let Some(identifier) = report.symbology()
            && let Some(data) = text.strip_prefix(identifier)
        {
            let name = || identifier.to_owned();
            match says_text(identifier) {
                Some(true) => {
                    return match Self::read(data)? {
                        Self::Gs1(_) => Err(SaidError::NotGs1 { identifier: name() }),
                        plain @ Self::Plain(_) => Ok(plain),
                    };
                }
                Some(false) => {}
                None => return Err(SaidError::Identifier { identifier: name() }),
            }
            if report.is_ok()
                && let Some(digits) = report.add_on_digits()
            {
                return Err(SaidError::AddOn {
                    identifier: name(),
                    digits,
                });
            }
        }
        let elements = match report.raw() {
            Some(raw) => ElementString::parse_raw(raw.as_bytes()),
            None => {
                let errors = report.findings();
                let errors = errors.filter(|finding| finding.severity() == Severity::Error);
                Err(ElementError {
                    findings: errors.cloned().collect(),
                })
            }
        };
        elements.map(Self::Gs1).map_err(SaidError::Elements)
    }

    /// As a symbology takes it.
    pub fn data(&self) -> Data<'_> {
        match self {
            Self::Gs1(elements) => Data::Gs1(elements),
            Self::Plain(text) => Data::Plain(text),
        }
    }

    /// What stands below a symbol, an element each; plain text is one.
    pub fn hri(&self) -> Vec<String> {
        match self {
            Self::Gs1(elements) => elements.hri(),
            Self::Plain(text) => vec![text.clone()],
        }
    }
}

/// The host whose addresses are GS1 Digital Link URIs and nothing else.
const GS1_HOST: &str = "id.gs1.org";

/// Digits that the keys of GS1 begin with at least, so that `/2026/01/15` of a diary is not taken for a GTIN.
const LEADING_DIGITS: usize = 6;

/// Whether a text is meant as a GS1 Digital Link URI: one of GS1's own host, or with a key and digits behind it in its path. It
/// is right then.
fn means_link(text: &str) -> Result<bool, SaidError> {
    let begins = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    if !begins("https://") && !begins("http://") {
        return Ok(false);
    }
    let rules = Rules::default();
    let link = CheckedLink::read(text.as_bytes(), Mode::STRICT, &rules);
    // What is only noted of a link, such as a lot that browsers take out of its path, is reason enough not to print it.
    if link.is_link() && link.findings().is_empty() {
        return Ok(true);
    }
    let mut parts = text.split(['?', '#']).next().unwrap_or(text).split('/');
    let host = parts.nth(2).unwrap_or_default();
    let mut before = "";
    let has_key = parts.any(|value| {
        let key = core::mem::replace(&mut before, value);
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        digits >= LEADING_DIGITS && Dictionary::BUILTIN.get(key).is_some_and(|ai| ai.is_key())
    });
    if host.eq_ignore_ascii_case(GS1_HOST) || link.is_link() && has_key {
        return Err(SaidError::Link(ElementError {
            findings: link.findings().to_vec(),
        }));
    }
    Ok(false)
}
