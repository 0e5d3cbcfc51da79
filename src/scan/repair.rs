//! Which messages the data would be if separators had been lost. They are listed, never applied: which one was meant is not in the data.

use super::report::Repair;
use crate::ai::{Ai, Code, Dictionary};
use crate::element::{Checked, GS, Rules, Syntax};
use alloc::{string::String, vec::Vec};

/// How many readings are listed.
const MOST: usize = 5;
/// How many steps are tried: hostile data must not cost more than this.
const BUDGET: usize = 4000;

/// A separator that may have been lost.
#[derive(Clone, Copy)]
pub(super) struct Lost {
    /// The AI whose value swallowed the next element.
    pub(super) ai: Code,
    /// The AI that was swallowed.
    pub(super) swallowed: Code,
    /// Where it begins.
    pub(super) at: usize,
}

/// The readings of raw data with separators put in, the one with the fewest first, and the first separator that the best one lacks.
pub(super) fn repairs(data: &[u8], rules: &Rules) -> (Vec<Repair>, Option<Lost>) {
    let mut search = Search {
        data,
        dictionary: rules.dictionary(),
        lost: Vec::new(),
        found: Vec::new(),
        budget: BUDGET,
    };
    search.element(0);
    let mut found = search.found;
    found.sort_by_key(Vec::len);
    let mut repairs = Vec::new();
    let mut first = None;
    for lost in found {
        let raw = with_separators(data, &lost);
        let checked = Checked::read(&raw, Syntax::Raw, rules);
        if !checked.is_ok() {
            continue;
        }
        first = first.or(lost.first().copied());
        let mut bracketed = String::new();
        // Writing to a String cannot fail.
        let _ = checked.write_bracketed(&mut bracketed);
        if !repairs
            .iter()
            .any(|repair: &Repair| repair.bracketed == bracketed)
        {
            let separators = lost.iter().map(|lost| lost.at).collect();
            repairs.push(Repair {
                bracketed,
                separators,
            });
        }
        if repairs.len() == MOST {
            break;
        }
    }
    (repairs, first)
}

fn with_separators(data: &[u8], lost: &[Lost]) -> Vec<u8> {
    let mut raw = Vec::with_capacity(data.len() + lost.len());
    for (at, &byte) in data.iter().enumerate() {
        if lost.iter().any(|lost| lost.at == at) {
            raw.push(GS);
        }
        raw.push(byte);
    }
    raw
}

struct Search<'s> {
    data: &'s [u8],
    dictionary: &'s Dictionary,
    /// The separators put in on the way here.
    lost: Vec<Lost>,
    found: Vec<Vec<Lost>>,
    budget: usize,
}

impl<'s> Search<'s> {
    /// Tries every way to read the data from here to its end.
    fn element(&mut self, at: usize) {
        if self.budget == 0 || self.found.len() >= 8 * MOST {
            return;
        }
        self.budget -= 1;
        let rest = self.data.get(at..).unwrap_or_default();
        if rest.is_empty() {
            if !self.lost.is_empty() {
                self.found.push(self.lost.clone());
            }
            return;
        }
        let Some(ai) = self.dictionary.leading(rest) else {
            return;
        };
        let start = at + ai.code_length();
        let value = self.data.get(start..).unwrap_or_default();
        let (min, max) = ai.lengths().into_inner();
        if ai.needs_separator() {
            let whole = memchr::memchr(GS, value).unwrap_or(value.len());
            self.value(ai, start, whole, true);
            for length in (min..=max.min(whole.saturating_sub(1))).rev() {
                self.value(ai, start, length, false);
            }
        } else {
            self.value(ai, start, max, true);
        }
    }

    /// Takes a value of `length` bytes; where the data has no separator behind it, one is put in.
    fn value(&mut self, ai: Ai<'s>, start: usize, length: usize, separated: bool) {
        let end = start + length;
        if !self
            .data
            .get(start..end)
            .is_some_and(|value| ai.accepts(value))
        {
            return;
        }
        if separated {
            let separator = usize::from(self.data.get(end) == Some(&GS));
            self.element(end + separator);
            return;
        }
        let next = self
            .data
            .get(end..)
            .and_then(|rest| self.dictionary.leading(rest));
        if let Some(next) = next {
            self.lost.push(Lost {
                ai: ai.to_code(),
                swallowed: next.to_code(),
                at: end,
            });
            self.element(end);
            self.lost.pop();
        }
    }
}
