//! The table of Application Identifiers: the library's own, or one that a user loads.

use super::code::Code;
use super::compile::{Compiled, NONE, Row, compile};
use super::component::Component;
use super::handle::Ai;
use super::parse::{self, DictionaryError};
use super::relation::{Group, Range, Word};
use super::table::TABLE;
use alloc::{borrow::Cow, boxed::Box, vec::Vec};

/// What the table says of one AI, as places in the dictionary's pools.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of the table"
)]
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) code: Code,
    pub(super) fixed: bool,
    pub(super) attribute: bool,
    pub(super) key: bool,
    /// The last digit of the AI says how many decimals the value has.
    pub(super) decimal: bool,
    /// All its components are digits.
    pub(super) numeric: bool,
    pub(super) min: u16,
    pub(super) max: u16,
    pub(super) components: Range,
    pub(super) excluded: Range,
    pub(super) excludes_text: Range,
    pub(super) groups: Range,
    pub(super) qualifiers: Range,
    /// The same as places in the table.
    pub(super) qualifier_lists: Range,
    /// It qualifies some key.
    pub(super) qualifier: bool,
    pub(super) title: Range,
}

impl Entry {
    pub(super) const EMPTY: Self = {
        let empty = Range { start: 0, len: 0 };
        Self {
            code: Code::NONE,
            fixed: false,
            attribute: false,
            key: false,
            decimal: false,
            numeric: false,
            min: 0,
            max: 0,
            components: empty,
            excluded: empty,
            excludes_text: empty,
            groups: empty,
            qualifiers: empty,
            qualifier_lists: empty,
            qualifier: false,
            title: empty,
        }
    };
}

/// What two digits say about the AIs that begin with them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix {
    /// How many digits these AIs have; 0 where there are none.
    pub(super) length: u8,
    /// Where their slots begin.
    pub(super) base: u16,
}

/// A table of Application Identifiers.
#[derive(Clone, Debug)]
pub struct Dictionary {
    pub(super) entries: Cow<'static, [Entry]>,
    pub(super) components: Cow<'static, [Component]>,
    pub(super) groups: Cow<'static, [Group]>,
    pub(super) chains: Cow<'static, [Range]>,
    pub(super) sets: Cow<'static, [Range]>,
    pub(super) words: Cow<'static, [Word]>,
    pub(super) text: Cow<'static, str>,
    pub(super) prefixes: [Prefix; 100],
    pub(super) slots: Cow<'static, [u16]>,
    pub(super) qualifiers: Cow<'static, [u16]>,
}

const COMPILED: Compiled = {
    let compiled = compile(TABLE);
    assert!(
        !compiled.overflow,
        "the pools of a compiled table are too small"
    );
    compiled
};

static BUILTIN: Dictionary = {
    const TEXT: &[u8] = COMPILED.text.items();
    Dictionary {
        entries: Cow::Borrowed(&const { COMPILED.entries.trim::<{ COMPILED.entries.len() }>() }),
        components: Cow::Borrowed(
            &const { COMPILED.components.trim::<{ COMPILED.components.len() }>() },
        ),
        groups: Cow::Borrowed(&const { COMPILED.groups.trim::<{ COMPILED.groups.len() }>() }),
        chains: Cow::Borrowed(&const { COMPILED.chains.trim::<{ COMPILED.chains.len() }>() }),
        sets: Cow::Borrowed(&const { COMPILED.sets.trim::<{ COMPILED.sets.len() }>() }),
        words: Cow::Borrowed(&const { COMPILED.words.trim::<{ COMPILED.words.len() }>() }),
        text: Cow::Borrowed(match core::str::from_utf8(TEXT) {
            Ok(text) => text,
            Err(_) => panic!("titles are UTF-8"),
        }),
        prefixes: COMPILED.prefixes,
        slots: Cow::Borrowed(&const { COMPILED.slots.trim::<{ COMPILED.slots.len() }>() }),
        qualifiers: Cow::Borrowed(
            &const { COMPILED.qualifiers.trim::<{ COMPILED.qualifiers.len() }>() },
        ),
    }
};

impl Dictionary {
    /// The AIs of release 2026-01-27 of the GS1 Barcode Syntax Dictionary.
    pub const BUILTIN: &'static Self = &BUILTIN;

    /// Reads a GS1 Syntax Dictionary text, such as a newer release than the one built in.
    ///
    /// ```
    /// use unitmark::ai::Dictionary;
    ///
    /// let own = Dictionary::parse("01 *? N14,csum dlpkey # GTIN\n89 ? X..5 req=01 # OURS\n")?;
    /// assert_eq!(own.get("89").map(|ai| ai.lengths()), Some(1..=5));
    ///
    /// let error = Dictionary::parse("01 *? N14,csum\n89 X..5,unheard").unwrap_err();
    /// assert_eq!((error.line(), error.column()), (2, 9));
    /// # Ok::<(), unitmark::ai::DictionaryError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, DictionaryError> {
        let lines = parse::lines(text)?;
        let rows: Vec<Row<'_>> = lines.iter().map(parse::Line::row).collect();
        let compiled = Box::new(compile(&rows));
        let text = core::str::from_utf8(compiled.text.items());
        let (false, Ok(text)) = (compiled.overflow, text) else {
            return Err(DictionaryError::too_large(1));
        };
        Ok(Self {
            entries: Cow::Owned(compiled.entries.items().into()),
            components: Cow::Owned(compiled.components.items().into()),
            groups: Cow::Owned(compiled.groups.items().into()),
            chains: Cow::Owned(compiled.chains.items().into()),
            sets: Cow::Owned(compiled.sets.items().into()),
            words: Cow::Owned(compiled.words.items().into()),
            text: Cow::Owned(text.into()),
            prefixes: compiled.prefixes,
            slots: Cow::Owned(compiled.slots.items().into()),
            qualifiers: Cow::Owned(compiled.qualifiers.items().into()),
        })
    }

    /// The AI with these digits: `01`, `3103`.
    pub fn get(&self, code: &str) -> Option<Ai<'_>> {
        self.find(Code::parse(code.as_bytes())?)
    }

    /// All AIs, in the order of the table.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Ai<'_>> {
        (0..self.entries.len()).map(|index| Ai {
            dictionary: self,
            index: index as u16,
            unknown: Code::NONE,
        })
    }

    /// How many AIs there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no AI at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many digits the AIs have that begin with these two; `None` where there are none.
    pub fn ai_length(&self, first_two: [u8; 2]) -> Option<usize> {
        let prefix = crate::text::two_digits(first_two[0], first_two[1])?;
        match self.prefixes.get(usize::from(prefix))?.length {
            0 => None,
            length => Some(usize::from(length)),
        }
    }

    /// How many digits the AIs have that begin with the same two as this one.
    pub(crate) fn ai_length_of(&self, code: Code) -> Option<usize> {
        let [a, b, ..] = code.digits();
        self.ai_length([a, b])
    }

    pub(crate) fn find(&self, code: Code) -> Option<Ai<'_>> {
        let prefix = self.prefixes.get(usize::from(code.prefix()))?;
        if prefix.length != code.length {
            return None;
        }
        let index = *self
            .slots
            .get(usize::from(prefix.base) + usize::from(code.rest()))?;
        self.at(index)
    }

    /// The AI that `data` begins with.
    #[inline]
    pub(crate) fn leading(&self, data: &[u8]) -> Option<Ai<'_>> {
        let (&[a, b], rest) = data.split_first_chunk::<2>()?;
        let prefix = self
            .prefixes
            .get(usize::from(crate::text::two_digits(a, b)?))?;
        let rest = match (prefix.length, rest) {
            (2, _) => 0,
            (3, &[c, ..]) if c.is_ascii_digit() => c - b'0',
            (4, &[c, d, ..]) => crate::text::two_digits(c, d)?,
            _ => return None,
        };
        self.at(*self
            .slots
            .get(usize::from(prefix.base) + usize::from(rest))?)
    }

    /// The AI at a place of the table.
    #[inline]
    pub(crate) fn at(&self, index: u16) -> Option<Ai<'_>> {
        (usize::from(index) < self.entries.len()).then_some(Ai {
            dictionary: self,
            index,
            unknown: Code::NONE,
        })
    }

    /// An AI that is not in the table, for messages that are read with unknown AIs allowed.
    pub(crate) fn unknown(&self, code: Code) -> Ai<'_> {
        Ai {
            dictionary: self,
            index: NONE,
            unknown: code,
        }
    }

    /// A text of the dictionary that outlives it where it can.
    pub(super) fn lasting_text(&self, range: Range) -> Cow<'static, str> {
        let span = usize::from(range.start)..usize::from(range.start + range.len);
        match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(span).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(span).unwrap_or_default().into()),
        }
    }

    pub(super) fn text(&self, range: Range) -> &str {
        let start = usize::from(range.start);
        self.text
            .get(start..start + usize::from(range.len))
            .unwrap_or_default()
    }
}
