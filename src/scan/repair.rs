//! Which messages the data would be if separators had been lost. They are listed, never applied: which one was meant is not in the data.

use super::report::Repair;
use crate::ai::{Ai, Code, Dictionary};
use crate::element::{Checked, GS, MAX_ELEMENTS, Rules, Syntax};
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
    search.element(0, 0);
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
    /// Tries every way to read the data from here to its end, `elements` having been read before.
    fn element(&mut self, at: usize, elements: usize) {
        if self.budget == 0 || self.found.len() >= 8 * MOST || elements > MAX_ELEMENTS {
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
        let whole = if ai.needs_separator() {
            memchr::memchr(GS, value).unwrap_or(value.len())
        } else {
            max
        };
        if self.accepts(ai, start, whole) {
            let separator = usize::from(value.get(whole) == Some(&GS));
            self.element(start + whole + separator, elements + 1);
        }
        if !ai.needs_separator() {
            return;
        }
        for length in (min..=max.min(whole.saturating_sub(1))).rev() {
            let end = start + length;
            let next = self
                .data
                .get(end..)
                .and_then(|rest| self.dictionary.leading(rest));
            if let Some(next) = next
                && self.accepts(ai, start, length)
            {
                let (ai, swallowed) = (ai.to_code(), next.to_code());
                self.lost.push(Lost {
                    ai,
                    swallowed,
                    at: end,
                });
                self.element(end, elements + 1);
                self.lost.pop();
            }
        }
    }

    fn accepts(&self, ai: Ai<'s>, start: usize, length: usize) -> bool {
        self.data
            .get(start..start + length)
            .is_some_and(|value| ai.accepts(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reading_that_lacks_the_fewest_separators_comes_first() {
        let data = b"010952123454321310LOT1234567890AB21SERIAL-000123";
        let (repairs, lost) = repairs(data, &Rules::default());
        let first = repairs.first().expect("a reading");
        assert_eq!(
            first.bracketed,
            "(01)09521234543213(10)LOT1234567890AB(21)SERIAL-000123"
        );
        assert_eq!(first.separators.len(), 1);
        assert_eq!(lost.map(|lost| lost.at), first.separators.first().copied());
        assert!(
            repairs
                .windows(2)
                .all(|pair| pair[0].separators.len() <= pair[1].separators.len())
        );
    }

    #[test]
    fn hostile_data_ends_the_search_soon() {
        for data in [
            &b"10"[..],
            b"1010A",
            b"21",
            b"9010",
            b"0109521234543213",
            b"3103000000",
        ] {
            let (repairs, _) = repairs(&data.repeat(2000), &Rules::default());
            assert!(repairs.len() <= MOST);
        }
    }
}
