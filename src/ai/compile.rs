//! From the rows of a table to pools that are fast to look into.
//!
//! It runs in `const` for the table of the library and at run time for one that a user loads.

use super::code::Code;
use super::component::Component;
use super::dictionary::{Entry, Prefix};
use super::relation::{Group, MAX_AIS, Range, Word};
use crate::text::Charset;

/// One row of a table: an AI, or a range of AIs that differ in the last digit only.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    pub(super) ais: &'t str,
    /// The value's length is predefined: no separator follows.
    pub(super) fixed: bool,
    /// May be a data attribute of a GS1 Digital Link URI.
    pub(super) attribute: bool,
    pub(super) components: &'t [Component],
    /// Every one of these must hold; each is alternatives `01+21,02`.
    pub(super) requires: &'t [&'t str],
    pub(super) excludes: &'t str,
    /// A primary key of Digital Link, with its qualifiers.
    pub(super) key: Option<&'t str>,
    pub(super) title: &'t str,
}

impl<'t> Row<'t> {
    /// It needs one of these AIs; said twice, both must hold.
    pub(super) const fn needs(mut self, groups: &'t [&'t str]) -> Self {
        self.requires = groups;
        self
    }

    /// It cannot stand with any of these AIs.
    pub(super) const fn not_with(mut self, ais: &'t str) -> Self {
        self.excludes = ais;
        self
    }

    /// It is a primary key, with these qualifiers in this order; `|` separates alternatives.
    pub(super) const fn key(mut self, qualifiers: &'t str) -> Self {
        self.key = Some(qualifiers);
        self
    }
}

/// No more than `N` items, kept in a `const`.
#[derive(Clone, Copy)]
pub(super) struct Pool<T, const N: usize> {
    items: [T; N],
    len: usize,
}

impl<T: Copy, const N: usize> Pool<T, N> {
    const fn new(filler: T) -> Self {
        Self {
            items: [filler; N],
            len: 0,
        }
    }

    /// The items, without the room that is left.
    pub(super) const fn items(&self) -> &[T] {
        self.items.split_at(self.len).0
    }

    /// The items as an array of exactly their number.
    pub(super) const fn trim<const M: usize>(&self) -> [T; M] {
        let mut trimmed = [self.items[0]; M];
        let mut i = 0;
        while i < M {
            trimmed[i] = self.items[i];
            i += 1;
        }
        trimmed
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }
}

/// A compiled table, in pools that entries point into.
#[derive(Clone, Copy)]
pub(super) struct Compiled {
    pub(super) entries: Pool<Entry, MAX_AIS>,
    pub(super) components: Pool<Component, 1024>,
    pub(super) groups: Pool<Group, 1024>,
    pub(super) chains: Pool<Range, 1024>,
    pub(super) sets: Pool<Range, 1024>,
    pub(super) words: Pool<Word, 2048>,
    pub(super) text: Pool<u8, 16_384>,
    pub(super) prefixes: [Prefix; 100],
    pub(super) slots: Pool<u16, 4096>,
    /// The qualifiers of keys as places in the table, lists divided by [`NONE`].
    pub(super) qualifiers: Pool<u16, 512>,
    /// A pool was too small.
    pub(super) overflow: bool,
}

/// No entry in a slot.
pub(super) const NONE: u16 = u16::MAX;

macro_rules! push {
    ($compiled:expr, $pool:ident, $item:expr) => {{
        let len = $compiled.$pool.len;
        if len < $compiled.$pool.items.len() {
            $compiled.$pool.items[len] = $item;
            $compiled.$pool.len = len + 1;
        } else {
            $compiled.overflow = true;
        }
    }};
}

/// Compiles a table. The rows are well formed: the parser, or the eye and the tests, saw to that.
pub(super) const fn compile(rows: &[Row<'_>]) -> Compiled {
    let mut to = Compiled {
        entries: Pool::new(Entry::EMPTY),
        components: Pool::new(super::component::n(0, &[])),
        groups: Pool::new(Group {
            single: EMPTY,
            chains: EMPTY,
            text: EMPTY,
        }),
        chains: Pool::new(EMPTY),
        sets: Pool::new(EMPTY),
        words: Pool::new(Word { index: 0, bits: 0 }),
        text: Pool::new(0),
        prefixes: [Prefix { length: 0, base: 0 }; 100],
        slots: Pool::new(NONE),
        qualifiers: Pool::new(NONE),
        overflow: false,
    };
    let mut i = 0;
    while i < rows.len() {
        add_ais(&mut to, &rows[i]);
        i += 1;
    }
    // Relations name AIs of later rows too, so they come second.
    let (mut i, mut entry) = (0, 0);
    while i < rows.len() {
        let (_, first, last) = range_of(rows[i].ais);
        let count = last as usize - first as usize + 1;
        add_relations(&mut to, &rows[i], entry, count);
        entry += count;
        i += 1;
    }
    to
}

const EMPTY: Range = Range { start: 0, len: 0 };

const fn add_ais(to: &mut Compiled, row: &Row<'_>) {
    let components = Range {
        start: to.components.len as u16,
        len: row.components.len() as u16,
    };
    let (mut min, mut max, mut numeric, mut i) = (0, 0, true, 0);
    while i < row.components.len() {
        let component = row.components[i];
        if !component.optional {
            min += component.min as u16;
        }
        max += component.max as u16;
        numeric = numeric && matches!(component.charset, Charset::Numeric);
        push!(to, components, component);
        i += 1;
    }
    let title = Range {
        start: to.text.len as u16,
        len: row.title.len() as u16,
    };
    add_text(to, row.title);
    let (length, first, last) = range_of(row.ais);
    let mut number = first;
    while number <= last {
        let code = Code::from_number(number, length);
        let index = to.entries.len as u16;
        let entry = Entry {
            code,
            fixed: row.fixed,
            attribute: row.attribute,
            decimal: length == 4 && last > first,
            numeric,
            min,
            max,
            components,
            title,
            ..Entry::EMPTY
        };
        push!(to, entries, entry);
        add_slot(to, code, index);
        number += 1;
    }
}

/// The first two digits say how long the AI is, and where the slots of their AIs begin.
const fn add_slot(to: &mut Compiled, code: Code, index: u16) {
    let prefix = code.prefix() as usize;
    if to.prefixes[prefix].length == 0 {
        to.prefixes[prefix] = Prefix {
            length: code.length(),
            base: to.slots.len as u16,
        };
        let mut room = room(code.length());
        while room > 0 {
            push!(to, slots, NONE);
            room -= 1;
        }
    }
    let slot = to.prefixes[prefix].base as usize + code.rest() as usize;
    if slot < to.slots.len {
        to.slots.items[slot] = index;
    }
}

const fn add_relations(to: &mut Compiled, row: &Row<'_>, entry: usize, count: usize) {
    let excluded = {
        let mut bits = [0; MAX_AIS / 64];
        let mut at = 0;
        while at < row.excludes.len() {
            let (pattern, next) = item(row.excludes, at, b',');
            bits = mark(to, pattern, bits);
            at = next;
        }
        let start = to.words.len as u16;
        add_words(to, bits);
        Range {
            start,
            len: to.words.len as u16 - start,
        }
    };
    let excludes_text = Range {
        start: to.text.len as u16,
        len: row.excludes.len() as u16,
    };
    add_text(to, row.excludes);

    let groups_start = to.groups.len as u16;
    let mut i = 0;
    while i < row.requires.len() {
        add_group(to, row.requires[i]);
        i += 1;
    }
    let groups = Range {
        start: groups_start,
        len: to.groups.len as u16 - groups_start,
    };

    let qualifiers = match row.key {
        Some(key) => {
            let range = Range {
                start: to.text.len as u16,
                len: key.len() as u16,
            };
            add_text(to, key);
            range
        }
        None => EMPTY,
    };
    let lists = match row.key {
        Some(key) => add_qualifiers(to, key),
        None => EMPTY,
    };
    let mut i = 0;
    while i < count && entry + i < to.entries.len {
        let own = &mut to.entries.items[entry + i];
        own.excluded = excluded;
        own.excludes_text = excludes_text;
        own.groups = groups;
        own.key = row.key.is_some();
        own.qualifiers = qualifiers;
        own.qualifier_lists = lists;
        i += 1;
    }
}

/// The qualifiers of a key, `22,10,21|235`, as places in the table.
const fn add_qualifiers(to: &mut Compiled, lists: &str) -> Range {
    let start = to.qualifiers.len as u16;
    let (mut at, bytes) = (0, lists.as_bytes());
    while at < bytes.len() {
        let mut end = at;
        while end < bytes.len() && bytes[end].is_ascii_digit() {
            end += 1;
        }
        let index = index_of(to, bytes, at, end);
        push!(to, qualifiers, index);
        if (index as usize) < to.entries.len {
            to.entries.items[index as usize].qualifier = true;
        }
        if end < bytes.len() && bytes[end] == b'|' {
            push!(to, qualifiers, NONE);
        }
        at = end + 1;
    }
    Range {
        start,
        len: to.qualifiers.len as u16 - start,
    }
}

/// The place of the AI with the digits `start..end` of a text.
const fn index_of(to: &Compiled, text: &[u8], start: usize, end: usize) -> u16 {
    let mut index = 0;
    while index < to.entries.len {
        let code = to.entries.items[index].code;
        let mut i = 0;
        while i < end - start && i < 4 && code.digits()[i] == text[start + i] {
            i += 1;
        }
        if i == end - start && i == code.length() as usize {
            return index as u16;
        }
        index += 1;
    }
    NONE
}

/// One association, `01+21,02`: single AIs become one set, `+` chains a set for each of their AIs.
const fn add_group(to: &mut Compiled, text: &str) {
    let mut single_bits = [0; MAX_AIS / 64];
    let chains_start = to.chains.len as u16;
    let mut at = 0;
    while at < text.len() {
        let (alternative, next) = item(text, at, b',');
        if contains(alternative, b'+') {
            let sets_start = to.sets.len as u16;
            let mut inner = 0;
            while inner < alternative.len() {
                let (pattern, after) = item(alternative, inner, b'+');
                let words_start = to.words.len as u16;
                let bits = mark(to, pattern, [0; MAX_AIS / 64]);
                add_words(to, bits);
                let len = to.words.len as u16 - words_start;
                push!(
                    to,
                    sets,
                    Range {
                        start: words_start,
                        len
                    }
                );
                inner = after;
            }
            let len = to.sets.len as u16 - sets_start;
            push!(
                to,
                chains,
                Range {
                    start: sets_start,
                    len
                }
            );
        } else {
            single_bits = mark(to, alternative, single_bits);
        }
        at = next;
    }
    let words_start = to.words.len as u16;
    add_words(to, single_bits);
    let group = Group {
        single: Range {
            start: words_start,
            len: to.words.len as u16 - words_start,
        },
        chains: Range {
            start: chains_start,
            len: to.chains.len as u16 - chains_start,
        },
        text: Range {
            start: to.text.len as u16,
            len: text.len() as u16,
        },
    };
    push!(to, groups, group);
    add_text(to, text);
}

const fn add_words(to: &mut Compiled, bits: [u64; MAX_AIS / 64]) {
    let mut index = 0;
    while index < bits.len() {
        if bits[index] != 0 {
            push!(
                to,
                words,
                Word {
                    index: index as u16,
                    bits: bits[index]
                }
            );
        }
        index += 1;
    }
}

const fn add_text(to: &mut Compiled, text: &str) {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        push!(to, text, bytes[i]);
        i += 1;
    }
}

/// Adds the AIs that a pattern such as `31nn` names.
const fn mark(to: &Compiled, pattern: &str, mut bits: [u64; MAX_AIS / 64]) -> [u64; MAX_AIS / 64] {
    let bytes = pattern.as_bytes();
    let (mut slot, mut end) = (0, to.slots.len);
    if bytes.len() >= 2 && bytes[0].is_ascii_digit() && bytes[1].is_ascii_digit() {
        let prefix = to.prefixes[((bytes[0] - b'0') * 10 + (bytes[1] - b'0')) as usize];
        if prefix.length as usize != bytes.len() {
            return bits;
        }
        slot = prefix.base as usize;
        end = slot + room(prefix.length);
    }
    while slot < end {
        let index = to.slots.items[slot] as usize;
        if index < to.entries.len && matches(to.entries.items[index].code, pattern) {
            bits[index / 64] |= 1 << (index % 64);
        }
        slot += 1;
    }
    bits
}

/// How many AIs of this length begin with the same two digits.
const fn room(length: u8) -> usize {
    match length {
        2 => 1,
        3 => 10,
        _ => 100,
    }
}

/// Whether an AI fits a pattern: the same digits, `n` for any.
pub(crate) const fn matches(code: Code, pattern: &str) -> bool {
    let (digits, pattern) = (code.digits(), pattern.as_bytes());
    if code.length() as usize != pattern.len() {
        return false;
    }
    let mut i = 0;
    while i < pattern.len() {
        if pattern[i] != b'n' && pattern[i] != digits[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// `3100-3105`: the AI's length, the first and the last as numbers.
pub(super) const fn range_of(ais: &str) -> (u8, u16, u16) {
    let bytes = ais.as_bytes();
    let (mut number, mut first, mut length, mut i) = (0, None, 0, 0);
    while i < bytes.len() {
        if bytes[i] == b'-' {
            first = Some(number);
            number = 0;
            length = 0;
        } else {
            number = number * 10 + (bytes[i] - b'0') as u16;
            length += 1;
        }
        i += 1;
    }
    match first {
        Some(first) => (length, first, number),
        None => (length, number, number),
    }
}

/// The item that begins at `start` of a list, and where the next one begins.
const fn item(list: &str, start: usize, separator: u8) -> (&str, usize) {
    let bytes = list.as_bytes();
    let mut end = start;
    while end < bytes.len() && bytes[end] != separator {
        end += 1;
    }
    let (_, tail) = list.split_at(start);
    let (item, _) = tail.split_at(end - start);
    (item, end + 1)
}

const fn contains(text: &str, byte: u8) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == byte {
            return true;
        }
        i += 1;
    }
    false
}
