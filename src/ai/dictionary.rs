//! The table of Application Identifiers: the library's own, or one that a user loads.

use super::compile::{Compiled, NONE, Row, compile};
use super::component::Component;
use super::parse::{self, DictionaryError};
use super::relation::{Group, Presence, Range, Word};
use super::table::TABLE;
use alloc::{borrow::Cow, boxed::Box, vec::Vec};
use core::{cmp::Ordering, fmt, hash, ops::RangeInclusive};

/// The digits of an AI, two to four.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    digits: [u8; 4],
    length: u8,
}

impl Code {
    /// Reads two to four ASCII digits.
    pub fn parse(text: &[u8]) -> Option<Self> {
        if !(2..=4).contains(&text.len()) || !text.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut digits = [0; 4];
        for (to, from) in digits.iter_mut().zip(text) {
            *to = *from;
        }
        Some(Self {
            digits,
            length: text.len() as u8,
        })
    }

    /// The digits as text: `01`, `3103`.
    pub fn as_str(&self) -> &str {
        self.digits
            .get(..usize::from(self.length))
            .and_then(|digits| core::str::from_utf8(digits).ok())
            .unwrap_or_default()
    }

    pub(super) const fn from_number(number: u16, length: u8) -> Self {
        let mut digits = [0; 4];
        let (mut rest, mut i) = (number, length as usize);
        while i > 0 {
            i -= 1;
            digits[i] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        Self { digits, length }
    }

    pub(super) const fn length(self) -> u8 {
        self.length
    }

    pub(super) const fn digits(self) -> [u8; 4] {
        self.digits
    }

    /// The first two digits as a number.
    pub(crate) const fn prefix(self) -> u8 {
        (self.digits[0] - b'0') * 10 + (self.digits[1] - b'0')
    }

    /// The digits after the first two as a number.
    pub(super) const fn rest(self) -> u8 {
        match self.length {
            3 => self.digits[2] - b'0',
            4 => (self.digits[2] - b'0') * 10 + (self.digits[3] - b'0'),
            _ => 0,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({})", self.as_str())
    }
}

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
    pub(super) min: u8,
    pub(super) max: u8,
    pub(super) components: Range,
    pub(super) excluded: Range,
    pub(super) excludes_text: Range,
    pub(super) groups: Range,
    pub(super) qualifiers: Range,
    pub(super) title: Range,
}

impl Entry {
    pub(super) const EMPTY: Self = {
        let empty = Range { start: 0, len: 0 };
        Self {
            code: Code {
                digits: [b'0'; 4],
                length: 0,
            },
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
    entries: Cow<'static, [Entry]>,
    components: Cow<'static, [Component]>,
    groups: Cow<'static, [Group]>,
    chains: Cow<'static, [Range]>,
    sets: Cow<'static, [Range]>,
    words: Cow<'static, [Word]>,
    text: Cow<'static, str>,
    prefixes: [Prefix; 100],
    slots: Cow<'static, [u16]>,
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
            unknown: "",
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
            unknown: "",
        })
    }

    /// An AI that is not in the table, for messages that are read with unknown AIs allowed.
    pub(crate) fn unknown<'d>(&'d self, code: &'d str) -> Ai<'d> {
        Ai {
            dictionary: self,
            index: NONE,
            unknown: code,
        }
    }

    /// A text of the dictionary that outlives it where it can.
    fn lasting_text(&self, range: Range) -> Cow<'static, str> {
        let span = usize::from(range.start)..usize::from(range.start + range.len);
        match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(span).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(span).unwrap_or_default().into()),
        }
    }

    fn text(&self, range: Range) -> &str {
        let start = usize::from(range.start);
        self.text
            .get(start..start + usize::from(range.len))
            .unwrap_or_default()
    }
}

/// The length of the values of all AIs, known or not, that begin with these two digits, where it is predefined
/// (General Specifications 7.8.5, figure 7.8.5-2, without the two AI digits that the figure counts).
pub(crate) const fn predefined_length(prefix: u8) -> Option<usize> {
    match prefix {
        0 => Some(18),
        1..=3 => Some(14),
        4 => Some(16),
        11..=19 | 31..=36 => Some(6),
        20 => Some(2),
        41 => Some(13),
        _ => None,
    }
}

/// An Application Identifier: a small handle to its row of a [`Dictionary`].
#[derive(Clone, Copy)]
pub struct Ai<'d> {
    dictionary: &'d Dictionary,
    index: u16,
    /// The digits of an AI that the dictionary does not know.
    unknown: &'d str,
}

impl<'d> Ai<'d> {
    /// The place of an AI that the dictionary does not have.
    pub(crate) const UNKNOWN: u16 = NONE;

    #[inline]
    fn entry(self) -> &'d Entry {
        const EMPTY: &Entry = &Entry::EMPTY;
        self.dictionary
            .entries
            .get(usize::from(self.index))
            .unwrap_or(EMPTY)
    }

    /// Its digits: `01`, `3103`.
    pub fn code(self) -> &'d str {
        if self.index == NONE {
            return self.unknown;
        }
        let code = &self.entry().code;
        code.as_str()
    }

    /// Its digits as a value that borrows nothing.
    pub fn to_code(self) -> Code {
        if self.index == NONE {
            return Code::parse(self.unknown.as_bytes()).unwrap_or(Entry::EMPTY.code);
        }
        self.entry().code
    }

    /// Whether the dictionary has it; only messages read with unknown AIs allowed have others.
    pub fn is_known(self) -> bool {
        self.index != NONE
    }

    /// Its data title: `GTIN`, `BATCH/LOT`.
    pub fn title(self) -> &'d str {
        if self.index == NONE {
            "UNKNOWN"
        } else {
            self.dictionary.text(self.entry().title)
        }
    }

    /// Whether a separator must follow its value when another element does: its length is not predefined.
    #[inline]
    pub fn needs_separator(self) -> bool {
        if self.index == NONE {
            return predefined_length(self.to_code().prefix()).is_none();
        }
        !self.entry().fixed
    }

    /// The lengths that its value may have, optional components included.
    #[inline]
    pub fn lengths(self) -> RangeInclusive<usize> {
        let entry = self.entry();
        usize::from(entry.min)..=usize::from(entry.max)
    }

    /// The components of its value.
    #[inline]
    pub fn components(self) -> &'d [Component] {
        self.entry().components.of(&self.dictionary.components)
    }

    /// Whether it may be a data attribute of a GS1 Digital Link URI.
    pub fn is_attribute(self) -> bool {
        self.entry().attribute
    }

    /// Whether it is a primary key of a GS1 Digital Link URI.
    pub fn is_key(self) -> bool {
        self.entry().key
    }

    /// How many digits of its value stand after the decimal point, where the AI's last digit says so: 3 for `3103`.
    ///
    /// These are the four-digit AIs that the table holds as a range, `3100-3105`.
    pub fn decimals(self) -> Option<usize> {
        let entry = self.entry();
        let [.., last] = entry.code.digits;
        entry.decimal.then(|| usize::from(last - b'0'))
    }

    /// The qualifier sequences of a primary key, each in the order in which they stand in a path.
    pub fn qualifiers(self) -> impl Iterator<Item = impl Iterator<Item = &'d str>> {
        let text = self.dictionary.text(self.entry().qualifiers);
        text.split('|')
            .filter(|list| !list.is_empty())
            .map(|list| list.split(','))
    }

    /// What it needs beside it: each item must hold, and is alternatives such as `01+21,02,31nn`.
    pub fn requires(self) -> impl Iterator<Item = &'d str> {
        self.groups()
            .iter()
            .map(move |group| self.dictionary.text(group.text))
    }

    /// What it cannot stand with: `255,37`, `310n`.
    pub fn excludes(self) -> &'d str {
        self.dictionary.text(self.entry().excludes_text)
    }

    /// Where its components stand: the AIs of one row share them.
    pub(super) fn row(self) -> u16 {
        self.entry().components.start
    }

    /// The qualifiers of a key as they were written: `22,10,21|235`.
    pub(super) fn qualifiers_text(self) -> &'d str {
        self.dictionary.text(self.entry().qualifiers)
    }

    /// The length of its values, where it is predefined and they are digits.
    #[inline]
    pub(crate) fn fixed_digits(self) -> Option<usize> {
        let entry = self.entry();
        (entry.fixed && entry.numeric).then_some(usize::from(entry.max))
    }

    /// How many digits it has.
    #[inline]
    pub(crate) fn code_length(self) -> usize {
        usize::from(self.entry().code.length)
    }

    /// Whether it is the digital signature, (8030), which signs one unit (General Specifications 3.9.15).
    #[inline]
    pub(crate) fn is_signature(self) -> bool {
        self.entry().code.digits == *b"8030"
    }

    /// The length of a key without its serial component, where it has one that may be left out.
    pub(crate) fn length_without_serial(self) -> Option<usize> {
        let optional_last = self.components().last()?.is_optional();
        (self.is_key() && optional_last).then(|| usize::from(self.entry().min))
    }

    /// Its place in the table.
    #[inline]
    pub(crate) fn index(self) -> u16 {
        self.index
    }

    fn groups(self) -> &'d [Group] {
        self.entry().groups.of(&self.dictionary.groups)
    }

    /// Whether an AI that it excludes is present.
    #[inline]
    pub(crate) fn is_excluded_by(self, present: &Presence) -> bool {
        let excluded = self.entry().excluded.of(&self.dictionary.words);
        present.meets_other(excluded, self.index)
    }

    /// Whether it cannot stand with `other`.
    pub(crate) fn excludes_ai(self, other: Ai<'_>) -> bool {
        let mut only = Presence::NONE;
        only.insert(other.index);
        self.is_excluded_by(&only)
    }

    /// Whether all that it needs is present.
    #[inline]
    pub(crate) fn is_satisfied_by(self, present: &Presence) -> bool {
        self.groups().iter().all(|group| self.holds(group, present))
    }

    /// What it needs and does not have.
    pub(crate) fn unsatisfied(self, present: &Presence) -> impl Iterator<Item = Cow<'static, str>> {
        self.groups()
            .iter()
            .filter(move |group| !self.holds(group, present))
            .map(move |group| self.dictionary.lasting_text(group.text))
    }

    /// Whether a value is right: length, characters and every rule of its components.
    #[inline]
    pub(crate) fn accepts(self, value: &[u8]) -> bool {
        let mut rest = value;
        for component in self.components() {
            let Some(part) = component.take(&mut rest) else {
                return false;
            };
            if part.is_empty() {
                break;
            }
            if !component.accepts(part) {
                return false;
            }
        }
        rest.is_empty()
    }

    #[inline]
    fn holds(self, group: &Group, present: &Presence) -> bool {
        let dictionary = self.dictionary;
        present.meets(group.single.of(&dictionary.words))
            || group.chains.of(&dictionary.chains).iter().any(|chain| {
                let sets = chain.of(&dictionary.sets);
                sets.iter()
                    .all(|set| present.meets(set.of(&dictionary.words)))
            })
    }
}

impl PartialEq for Ai<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.to_code() == other.to_code()
    }
}

impl Eq for Ai<'_> {}

impl PartialOrd for Ai<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ai<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_code().cmp(&other.to_code())
    }
}

impl hash::Hash for Ai<'_> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.to_code().hash(state);
    }
}

impl fmt::Display for Ai<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Ai<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}) {}", self.code(), self.title())
    }
}
