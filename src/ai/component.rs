//! The parts that an AI's value is made of.

use super::linter::Rule;
use crate::text::Charset;

/// One component of a value: its characters, its length and the rules on its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component {
    pub(super) charset: Charset,
    pub(super) min: u8,
    pub(super) max: u8,
    pub(super) optional: bool,
    pub(super) rules: [Option<Rule>; 3],
}

impl Component {
    /// The characters it may have.
    pub const fn charset(self) -> Charset {
        self.charset
    }

    /// The fewest characters where it is present.
    pub const fn min(self) -> usize {
        self.min as usize
    }

    /// The most characters.
    pub const fn max(self) -> usize {
        self.max as usize
    }

    /// Whether it may be left out.
    pub const fn is_optional(self) -> bool {
        self.optional
    }

    /// The rules on its content, in the order in which they are checked.
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        self.rules.into_iter().flatten()
    }

    /// Cuts this component off the front of a value: all that it may have. An optional one may come out empty.
    #[inline]
    pub(crate) fn take<'v>(self, rest: &mut &'v [u8]) -> Option<&'v [u8]> {
        let length = rest.len().min(self.max());
        if length < self.min() && !(self.optional && length == 0) {
            return None;
        }
        let (part, tail) = rest.split_at_checked(length)?;
        *rest = tail;
        Some(part)
    }

    #[inline]
    pub(super) fn accepts(self, part: &[u8]) -> bool {
        let mut rules = self.rules.iter().map_while(|rule| *rule);
        self.charset.contains_all(part) && rules.all(|rule| rule.check(part).is_ok())
    }

    const fn new(charset: Charset, min: u8, max: u8, rules: &[Rule]) -> Self {
        let mut own = [None; 3];
        let mut i = 0;
        while i < rules.len() {
            own[i] = Some(rules[i]);
            i += 1;
        }
        Self {
            charset,
            min,
            max,
            optional: false,
            rules: own,
        }
    }

    /// The component may be left out.
    pub(super) const fn or_none(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// Exactly `length` digits.
pub(super) const fn n(length: u8, rules: &[Rule]) -> Component {
    Component::new(Charset::Numeric, length, length, rules)
}

/// One to `max` digits.
pub(super) const fn n_to(max: u8, rules: &[Rule]) -> Component {
    Component::new(Charset::Numeric, 1, max, rules)
}

/// Exactly `length` characters of set 82.
pub(super) const fn x(length: u8, rules: &[Rule]) -> Component {
    Component::new(Charset::Set82, length, length, rules)
}

/// One to `max` characters of set 82.
pub(super) const fn x_to(max: u8, rules: &[Rule]) -> Component {
    Component::new(Charset::Set82, 1, max, rules)
}

/// One to `max` characters of set 39.
pub(super) const fn y_to(max: u8, rules: &[Rule]) -> Component {
    Component::new(Charset::Set39, 1, max, rules)
}

/// One to `max` characters of base64.
pub(super) const fn z_to(max: u8, rules: &[Rule]) -> Component {
    Component::new(Charset::Set64, 1, max, rules)
}
