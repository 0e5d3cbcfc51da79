//! Which messages the data would be if separators had been lost. They are listed, never applied: which one was meant is not in the data.
//!
//! The list is ranked by how plausible a reading is. A wedge that drops one separator drops them all, so a separator more weighs
//! less than an AI that hardly any label bears or a date that no product has.

use super::report::Repair;
use crate::ai::linter::Rule;
use crate::ai::{Ai, Code, Dictionary};
use crate::element::{Checked, Element, GS, MAX_ELEMENTS, Rules, Syntax};
use alloc::{string::String, vec::Vec};

/// How many readings are listed.
const MOST: usize = 5;
/// How many steps are tried: hostile data must not cost more than this.
const BUDGET: usize = 4000;
/// How many readings are validated to find those.
const VALIDATED: usize = 20 * MOST;

/// What makes a reading less likely, summed over it: each separator put in.
const SEPARATOR: i32 = 10;
/// An AI that is not one of [`EVERYDAY`].
const SELDOM: i32 = 15;
/// An AI for a company's own use, (90) to (99): any digits may follow one.
const INTERNAL: i32 = 25;
/// A date that is not of these years.
const FAR_DATE: i32 = 30;
/// A value of one or two characters where many may stand.
const STUB: i32 = 5;
/// What speaks for a reading: six digits that are a day of these years, or a check digit that fits, are hardly there by chance.
const PROVED: i32 = -8;

/// The AIs of common labels, by how their digits begin: units, cases, pallets, weights and prices.
const EVERYDAY: [&str; 21] = [
    "00", "01", "02", "10", "11", "13", "15", "17", "21", "240", "241", "30", "310", "320", "37",
    "392", "393", "400", "410", "414", "8005",
];

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

/// The readings of raw data with separators put in, the most plausible first, and the first separator that the best one lacks.
pub(super) fn repairs(data: &[u8], rules: &Rules, this_year: u16) -> (Vec<Repair>, Option<Lost>) {
    let mut search = Search {
        data,
        dictionary: rules.dictionary(),
        this_year,
        limit: 0,
        reached_limit: true,
        lost: Vec::new(),
        found: Vec::new(),
        budget: BUDGET,
    };
    // One separator, then two and so on: those of few must not wait behind all the readings that have many.
    while search.reached_limit && search.budget > 0 {
        search.limit += 1;
        search.reached_limit = false;
        search.element(0, 0, 0);
    }
    let mut found = search.found;
    found.sort_by_key(|&(cost, _)| cost);
    let mut repairs = Vec::new();
    let mut first = None;
    for (_, lost) in found.into_iter().take(VALIDATED) {
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
    this_year: u16,
    /// How many separators are put in, no more and no fewer.
    limit: usize,
    /// Whether more could have been.
    reached_limit: bool,
    /// The separators put in on the way here.
    lost: Vec<Lost>,
    /// Each reading with what makes it less likely.
    found: Vec<(i32, Vec<Lost>)>,
    budget: usize,
}

impl<'s> Search<'s> {
    /// Tries every way to read the data from here to its end, `elements` having been read before at that cost.
    fn element(&mut self, at: usize, elements: usize, cost: i32) {
        if self.budget == 0 || elements > MAX_ELEMENTS {
            return;
        }
        self.budget -= 1;
        let rest = self.data.get(at..).unwrap_or_default();
        if rest.is_empty() {
            if self.lost.len() == self.limit {
                self.found.push((cost, self.lost.clone()));
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
        if let Some(more) = self.cost(ai, start, whole) {
            let separator = usize::from(value.get(whole) == Some(&GS));
            self.element(start + whole + separator, elements + 1, cost + more);
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
                && let Some(more) = self.cost(ai, start, length)
            {
                if self.lost.len() == self.limit {
                    self.reached_limit = true;
                    return;
                }
                let (ai, swallowed) = (ai.to_code(), next.to_code());
                self.lost.push(Lost {
                    ai,
                    swallowed,
                    at: end,
                });
                self.element(end, elements + 1, cost + more + SEPARATOR);
                self.lost.pop();
            }
        }
    }

    /// What speaks against a value of that length; none where it is no value of the AI.
    fn cost(&self, ai: Ai<'s>, start: usize, length: usize) -> Option<i32> {
        let value = self.data.get(start..start + length)?;
        if !ai.accepts(value) {
            return None;
        }
        let value = core::str::from_utf8(value).ok()?;
        let code = ai.code();
        let mut cost = if EVERYDAY.iter().any(|usual| code.starts_with(usual)) {
            0
        } else if code.starts_with('9') {
            INTERNAL
        } else {
            SELDOM
        };
        // What was made ten years ago is gone, and hardly anything keeps for fifteen.
        let years = self.this_year.saturating_sub(10)..=self.this_year.saturating_add(15);
        let element = Element { ai, value };
        for date in element.dates(self.this_year) {
            cost += if years.contains(&date.year()) {
                PROVED
            } else {
                FAR_DATE
            };
        }
        let mut rules = ai
            .components()
            .iter()
            .flat_map(|component| component.rules());
        if rules.any(|rule| matches!(rule, Rule::Csum | Rule::CsumAlpha)) {
            cost += PROVED;
        }
        let (_, max) = ai.lengths().into_inner();
        if length <= 2 && max >= 10 {
            cost += STUB;
        }
        Some(cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(data: &[u8]) -> Vec<String> {
        let (repairs, _) = repairs(data, &Rules::default(), 2026);
        repairs.into_iter().map(|repair| repair.bracketed).collect()
    }

    fn first(data: &[u8]) -> String {
        readings(data).into_iter().next().unwrap_or_default()
    }

    #[test]
    fn the_separator_that_is_missing_is_found() {
        let data = b"010952123454321310LOT1234567890AB21SERIAL-000123";
        let (repairs, lost) = repairs(data, &Rules::default(), 2026);
        let first = repairs.first().expect("a reading");
        assert_eq!(
            first.bracketed,
            "(01)09521234543213(10)LOT1234567890AB(21)SERIAL-000123"
        );
        assert_eq!(first.separators.len(), 1);
        assert_eq!(lost.map(|lost| lost.at), first.separators.first().copied());
    }

    #[test]
    fn a_date_of_these_years_comes_before_one_of_another_age() {
        assert_eq!(
            first(b"010952123454321310LOT-17960101-AB-CDE17270430"),
            "(01)09521234543213(10)LOT-17960101-AB-CDE(17)270430"
        );
    }

    #[test]
    fn a_date_comes_before_a_lot_that_holds_its_digits() {
        let readings = readings(b"010952123454321310LOT1727043021SERIALNUMBER0000001");
        assert_eq!(
            readings,
            [
                "(01)09521234543213(10)LOT(17)270430(21)SERIALNUMBER0000001",
                "(01)09521234543213(10)LOT17270430(21)SERIALNUMBER0000001",
            ]
        );
    }

    #[test]
    fn everyday_ais_come_before_those_for_internal_use() {
        let data = b"010952123454321310LOT9912345678921SERIAL1234567";
        assert_eq!(
            first(data),
            "(01)09521234543213(10)LOT99123456789(21)SERIAL1234567"
        );
    }

    #[test]
    fn two_everyday_ais_come_before_one_for_internal_use() {
        let data = b"010952123454321310AB-9012345621SN-1234567824012-34567890123456";
        let readings = readings(data);
        assert_eq!(
            readings.first().map(String::as_str),
            Some("(01)09521234543213(10)AB-90123456(21)SN-12345678(240)12-34567890123456"),
            "{readings:#?}"
        );
        assert!(
            readings.iter().any(|reading| reading.contains("(90)")),
            "{readings:#?}"
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
            assert!(readings(&data.repeat(2000)).len() <= MOST);
        }
    }
}
