//! The laws of serial schemes, over patterns and texts of any kind:
//!
//! 1. what is written reads back to the slot and the number that it was written for;
//! 2. two (slot, number) of different period, partition or number never write one text;
//! 3. what is read is what would be written;
//! 4. no text, as a pattern, a definition, a period or a serial, makes anything panic.
#![cfg(feature = "serial")]

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use unitmark::serial::{Context, Definition, Period, Reset, Scheme, Slot};

#[path = "support/date_tokens.rs"]
mod date_tokens;

fn part() -> impl Strategy<Value = &'static str> {
    let others = [
        "{plant:1}",
        "{line:2}",
        "{shift}",
        "{site:3}",
        "{year:2020:A-Z}",
        "{mon:A-L}",
        "{gyear:1996:2}",
        "-",
        "A",
        "0",
    ];
    prop::sample::select([&date_tokens::DATE_TOKENS[..], &others].concat())
}

fn sequence() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&[
        "{seq:1}",
        "{seq:2}",
        "{seq:1:AZ}",
        "{seq:2:b32}",
        "{seq:2:01-}",
        "{seq:1:b28}",
        "{seq:3:0-2}",
    ])
}

fn pattern() -> impl Strategy<Value = String> {
    (
        prop::collection::vec(part(), 0..5),
        sequence(),
        prop::collection::vec(part(), 0..4),
    )
        .prop_map(|(before, sequence, after)| before.concat() + sequence + &after.concat())
}

fn reset() -> impl Strategy<Value = Reset> {
    prop::sample::select(&Reset::ALL)
}

fn zone() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&[
        "UTC",
        "Europe/Berlin",
        "America/Havana",
        "Pacific/Kiritimati",
    ])
}

prop_compose! {
    fn definition()(
        pattern in pattern(), reset in reset(), zone in zone(), hour in 0_i8..24, split in any::<bool>(),
    ) -> Definition {
        Definition {
            reset,
            zone: zone.to_owned(),
            day_starts: jiff::civil::time(hour, 30, 0, 0),
            partition: if split { "" } else { "-" }.to_owned(),
            horizon_until: date(2034, 12, 31),
            ..Definition::of(pattern)
        }
    }
}

fn scheme() -> impl Strategy<Value = Scheme> {
    definition().prop_filter_map("not sound", |definition| Scheme::new(definition).ok())
}

fn context() -> impl Strategy<Value = Context> {
    ("[A-B=]", "[A-B-]{2}", "[AB]", "[A-C]{3}").prop_map(|(plant, line, shift, site)| {
        Context::new()
            .with("plant", plant)
            .with("line", line)
            .with("shift", shift)
            .with("site", site)
    })
}

/// Moments of the horizon, its ends left out: the zone decides about them.
fn moment() -> impl Strategy<Value = Timestamp> {
    const FROM: i64 = 1_767_484_800; // 2026-01-04
    const UNTIL: i64 = 2_051_049_600; // 2034-12-30
    (FROM..UNTIL).prop_map(|second| Timestamp::from_second(second).unwrap_or_default())
}

fn counter(slot: &Slot) -> (Period, String) {
    (slot.period(), slot.partition().to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(scheme in scheme(), context in context(), at in moment(), share in any::<u64>()) {
        let slot = scheme.slot(&context, at).unwrap();
        let number = scheme.first() + share % scheme.capacity();
        let text = scheme.text(&slot, number).unwrap();
        let reading = scheme.read(&text).unwrap().unwrap();
        prop_assert_eq!(&reading.slot, &slot);
        prop_assert_eq!(reading.number, number);
        prop_assert_eq!(text.len(), scheme.length());
        prop_assert!(text.len() <= 20);
        let stored = scheme.slot_from(&slot.period().to_string(), slot.partition().as_str(), slot.stamp().as_str());
        prop_assert_eq!(stored, Ok(slot.clone()));
        if let Some((from, until)) = scheme.bounds(slot.period()) {
            prop_assert!(from <= at && at < until);
        }
        prop_assert_eq!(scheme.overlap(&scheme).is_some(), true);
    }

    #[test]
    fn two_numbers_or_counters_never_write_one_text(
        scheme in scheme(), contexts in prop::array::uniform2(context()), moments in prop::array::uniform2(moment()),
    ) {
        let mut seen = HashSet::new();
        let mut counters = HashSet::new();
        for at in moments {
            for context in &contexts {
                let slot = scheme.slot(context, at).unwrap();
                if counters.insert(counter(&slot)) {
                    for text in scheme.texts(&slot, scheme.first(), scheme.capacity()).unwrap() {
                        prop_assert!(seen.insert(text.clone()), "{} twice", text);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_read_is_what_would_be_written(scheme in scheme(), text in "[A-C0-9-]{1,20}") {
        let text = text.get(..scheme.length()).unwrap_or(&text);
        if let Ok(Some(reading)) = scheme.read(text) {
            prop_assert_eq!(scheme.text(&reading.slot, reading.number).unwrap(), text);
        }
    }

    #[test]
    fn schemes_that_are_disjoint_share_no_text(one in scheme(), other in scheme(), context in context(), at in moment()) {
        if one.overlap(&other).is_none() {
            let slot = one.slot(&context, at).unwrap();
            for text in one.texts(&slot, one.first(), one.capacity()).unwrap() {
                prop_assert!(other.read(&text).unwrap().is_none(), "{}", text);
            }
        }
    }

    #[test]
    fn a_definition_reads_back_from_its_text(pattern in any::<String>(), zone in any::<String>(), reset in reset()) {
        let definition = Definition { reset, zone, ..Definition::of(pattern) };
        let text = definition.to_text();
        prop_assert_eq!(text.lines().count(), 8);
        prop_assert_eq!(Definition::parse_text(&text), Ok(definition));
    }

    #[test]
    fn no_text_makes_anything_panic(text in any::<String>(), pattern in "[{}:A-Zaegmpqsty0-9 ,\u{e9}-]{0,24}", reset in reset()) {
        let _ = Definition::parse_text(&text);
        let _ = Period::parse(&text);
        let _ = Scheme::new(Definition { reset, zone: text.clone(), ..Definition::default() });
        for pattern in [&text, &pattern] {
            match Scheme::new(Definition { reset, ..Definition::of(pattern.as_str()) }) {
                Ok(scheme) => {
                    let _ = (scheme.read(&text), scheme.slot_from(&text, &text, &text));
                }
                Err(error) => {
                    let span = error.span();
                    prop_assert!(pattern.get(span.start..span.end).is_some(), "{:?}", error);
                }
            }
        }
    }
}
