//! An Application Identifier: what the table says of it.

use super::code::{Code, predefined_length};
use super::compile::NONE;
use super::component::Component;
use super::dictionary::{Dictionary, Entry};
use super::relation::{Group, Presence};
use alloc::borrow::Cow;
use core::{cmp::Ordering, fmt, hash, ops::RangeInclusive};

/// An Application Identifier: a small handle to its row of a [`Dictionary`], two words.
#[derive(Clone, Copy)]
pub struct Ai<'d> {
    pub(super) dictionary: &'d Dictionary,
    pub(super) index: u16,
    /// The digits of an AI that the dictionary does not know.
    pub(super) unknown: Code,
}

const _: () = assert!(size_of::<Option<Ai<'_>>>() <= 2 * size_of::<u64>());

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
            return self.unknown.as_static();
        }
        let code = &self.entry().code;
        code.as_str()
    }

    /// Its digits as a value that borrows nothing.
    pub fn to_code(self) -> Code {
        if self.index == NONE {
            return self.unknown;
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

    /// The same as places in the table.
    #[inline]
    pub(crate) fn qualifier_lists(self) -> impl Iterator<Item = &'d [u16]> {
        let lists = self.entry().qualifier_lists.of(&self.dictionary.qualifiers);
        lists.split(|index| *index == NONE)
    }

    /// Whether it qualifies some key.
    #[inline]
    pub(crate) fn is_qualifier(self) -> bool {
        self.entry().qualifier
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
    fn is_excluded_by(self, present: &Presence) -> bool {
        let excluded = self.entry().excluded.of(&self.dictionary.words);
        present.meets_other(excluded, self.index)
    }

    /// Whether it cannot stand with `other`.
    pub(crate) fn excludes_ai(self, other: Ai<'_>) -> bool {
        let mut only = Presence::NONE;
        only.insert(other.index);
        self.is_excluded_by(&only)
    }

    /// Whether it may stand in a message: what it needs is there, what it excludes is not, and nobody need look closer.
    #[inline]
    pub(crate) fn stands_in(self, present: &Presence) -> bool {
        self.groups().iter().all(|group| self.holds(group, present))
            && !self.is_excluded_by(present)
            && !self.is_signature()
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
        let components = self.components();
        // As nearly all are: one look at the length is enough.
        if let [only] = components
            && !value.is_empty()
        {
            return self.lengths().contains(&value.len()) && only.accepts(value);
        }
        let mut rest = value;
        for component in components {
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
