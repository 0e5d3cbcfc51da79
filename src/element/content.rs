//! What a message says: its raw form, and where the elements stand in it.

use super::GS;
use crate::ai::{Ai, Code, Dictionary};
use alloc::{sync::Arc, vec::Vec};

/// One element: an AI and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Element<'a> {
    /// The AI.
    pub ai: Ai<'a>,
    /// Its value, without brackets, escapes or separators.
    pub value: &'a str,
}

/// Where an element stands in the raw form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The first byte of the value.
    start: u32,
    length: u16,
    /// The AI's place in the dictionary.
    ai: u16,
    /// How many digits the AI has; they stand before the value.
    code_length: u8,
}

/// Elements as places, the first few without an allocation.
#[derive(Clone, Debug)]
enum Parts {
    Few { parts: [Part; FEW], count: u8 },
    Many(Vec<Part>),
}

const FEW: usize = 6;

/// Elements in the order in which they were written.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    /// The raw form: GS between elements where one is needed, `|` between the parts of a composite.
    raw: Vec<u8>,
    parts: Parts,
    /// How many elements the linear part of a composite has.
    linear: Option<u16>,
    /// The dictionary in force; `None` is the one built in.
    dictionary: Option<Arc<Dictionary>>,
    /// The last element has no predefined length.
    open: bool,
}

impl Content {
    pub(super) fn with_capacity(bytes: usize, dictionary: Option<Arc<Dictionary>>) -> Self {
        Self {
            raw: Vec::with_capacity(bytes),
            parts: Parts::Few {
                parts: [Part::default(); FEW],
                count: 0,
            },
            linear: None,
            dictionary,
            open: false,
        }
    }

    /// Adds an element; the caller has checked that all of it is ASCII.
    #[inline]
    pub(super) fn push(&mut self, ai: Ai<'_>, value: &[u8]) {
        if self.open {
            self.raw.push(GS);
        }
        self.open = ai.needs_separator();
        let code = ai.to_code();
        self.raw.extend_from_slice(code.as_bytes());
        let part = Part {
            start: self.raw.len() as u32,
            length: value.len() as u16,
            ai: ai.index(),
            code_length: code.as_bytes().len() as u8,
        };
        self.raw.extend_from_slice(value);
        match &mut self.parts {
            Parts::Few { parts, count } => {
                if let Some(free) = parts.get_mut(usize::from(*count)) {
                    *free = part;
                    *count += 1;
                } else {
                    let mut many = parts.to_vec();
                    many.push(part);
                    self.parts = Parts::Many(many);
                }
            }
            Parts::Many(parts) => parts.push(part),
        }
    }

    /// What follows is the second part of a composite.
    pub(super) fn begin_composite(&mut self) {
        self.raw.push(b'|');
        self.open = false;
        self.linear = Some(self.parts().len() as u16);
    }

    /// Nothing, with room for the same message.
    pub(super) fn emptied(&self) -> Self {
        Self::with_capacity(self.raw.len(), self.dictionary.clone())
    }

    pub(crate) fn dictionary(&self) -> &Dictionary {
        self.dictionary.as_deref().unwrap_or(Dictionary::BUILTIN)
    }

    #[inline]
    fn parts(&self) -> &[Part] {
        match &self.parts {
            Parts::Few { parts, count } => parts.get(..usize::from(*count)).unwrap_or_default(),
            Parts::Many(parts) => parts,
        }
    }

    /// The raw form.
    pub(crate) fn raw(&self) -> &str {
        core::str::from_utf8(&self.raw).unwrap_or_default()
    }

    /// How many elements stand before the `|` of a composite.
    pub(crate) fn linear(&self) -> Option<usize> {
        self.linear.map(usize::from)
    }

    /// Where the value of an element begins in the raw form.
    pub(super) fn start(&self, place: usize) -> usize {
        self.parts()
            .get(place)
            .map_or(0, |part| part.start as usize)
    }

    #[inline]
    pub(super) fn ais(&self) -> impl Iterator<Item = Ai<'_>> {
        let dictionary = self.dictionary();
        self.parts()
            .iter()
            .filter_map(|part| dictionary.at(part.ai))
    }

    /// How many elements there are.
    pub(crate) fn len(&self) -> usize {
        self.parts().len()
    }

    /// The AI of the element at a place.
    #[inline]
    pub(crate) fn ai(&self, place: usize) -> Option<Ai<'_>> {
        let part = self.parts().get(place)?;
        match self.dictionary().at(part.ai) {
            Some(ai) => Some(ai),
            None => self.element(place).map(|element| element.ai),
        }
    }

    /// The element at a place.
    #[inline]
    pub(crate) fn element(&self, place: usize) -> Option<Element<'_>> {
        let part = self.parts().get(place)?;
        let start = part.start as usize;
        let text = |from: usize, to: usize| {
            let bytes = self.raw.get(from..to).unwrap_or_default();
            core::str::from_utf8(bytes).unwrap_or_default()
        };
        let dictionary = self.dictionary();
        Some(Element {
            ai: dictionary.at(part.ai).unwrap_or_else(|| {
                dictionary.unknown(code(text(start - usize::from(part.code_length), start)))
            }),
            value: text(start, start + usize::from(part.length)),
        })
    }

    pub(crate) fn elements(&self) -> impl ExactSizeIterator<Item = Element<'_>> + Clone {
        let (dictionary, raw) = (self.dictionary(), self.raw());
        self.parts().iter().map(move |part| {
            let start = part.start as usize;
            let text = |from: usize, to: usize| raw.get(from..to).unwrap_or_default();
            let digits = text(start - usize::from(part.code_length), start);
            Element {
                ai: dictionary
                    .at(part.ai)
                    .unwrap_or_else(|| dictionary.unknown(code(digits))),
                value: text(start, start + usize::from(part.length)),
            }
        })
    }
}

fn code(digits: &str) -> Code {
    Code::parse(digits.as_bytes()).unwrap_or(Code::NONE)
}
