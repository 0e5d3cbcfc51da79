//! Serial schemes as people write them: what each pattern gives, and why the unsound ones are refused.
#![cfg(feature = "serial")]

use jiff::Timestamp;
use jiff::civil::{date, time};
use unitmark::serial::{Context, Definition, Period, Reset, Scheme, SchemeError};
use unitmark::text::Span;

const AT: &str = "2026-04-15T06:30Z";

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time of the tables below")
}

fn of(pattern: &str, reset: Reset) -> Result<Scheme, SchemeError> {
    Scheme::new(Definition {
        reset,
        ..Definition::of(pattern)
    })
}

fn plant() -> Context {
    Context::new()
        .with("plant", "WG")
        .with("line", "L2")
        .with("shift", "A")
        .with("site", "FOC")
}

#[test]
fn a_sound_pattern_gives_its_text() {
    for (pattern, reset, number, text) in [
        ("SN{seq:7}", Reset::Never, 1, "SN0000001"),
        ("{yyyy}{mm}{dd}-{seq:6}", Reset::Day, 1, "20260415-000001"),
        (
            "{plant:2}-{yyyy}{mm}{seq:4}",
            Reset::Month,
            1,
            "WG-2026040001",
        ),
        ("{yyyy}-{mm}-{seq:1:AZ}", Reset::Month, 0, "2026-04-A"),
        (
            "{site:3}{gg}{ww}{seq:4:b36}",
            Reset::IsoWeek,
            1,
            "FOC26160001",
        ),
        (
            "{gg}{ww}{wd}{shift}{line:2}{seq:5}",
            Reset::Day,
            42,
            "26163AL200042",
        ),
        (
            "{gg}{ww}{wd}{shift}{line:2}{seq:5}",
            Reset::Shift,
            42,
            "26163AL200042",
        ),
        ("{yy}{ddd}{line:2}{seq:5}", Reset::Day, 42, "26105L200042"),
        ("{gggg}{ww}{seq:5}", Reset::IsoWeek, 1, "20261600001"),
        // A number of the year or of the month that also shows the day, and one of all time that shows the hour.
        ("{yyyy}{mm}{dd}-{seq:6}", Reset::Year, 1, "20260415-000001"),
        ("{yyyy}{mm}{dd}-{seq:6}", Reset::Month, 1, "20260415-000001"),
        (
            "{yyyy}{mm}{dd}{HH}-{seq:6}",
            Reset::Never,
            1,
            "2026041506-000001",
        ),
        ("{y}{ddd}{seq:5}", Reset::Never, 1, "610500001"),
        ("{seq:20}", Reset::Never, 1, "00000000000000000001"),
        ("{gtin}-{seq:5}", Reset::Never, 1, "05012345678900-00001"),
    ] {
        let scheme = of(pattern, reset).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        let context = plant().with("gtin", "05012345678900");
        let slot = scheme.slot(&context, at(AT)).unwrap();
        assert_eq!(scheme.text(&slot, number).unwrap(), text);
        assert_eq!(scheme.length(), text.len());
        let reading = scheme.read(text).unwrap().unwrap();
        assert_eq!(
            (&reading.slot, reading.number),
            (&slot, number),
            "{pattern}"
        );
    }
}

/// Pattern, reset, code, place, and what the message says.
type Refused = (
    &'static str,
    Reset,
    &'static str,
    (usize, usize),
    &'static str,
);

const UNSOUND: &[Refused] = &[
    (
        "{gggg}{ww}{seq:5}",
        Reset::Day,
        "period-not-told-apart",
        (0, 10),
        "reset=day: 2026-01-02 writes the same text '20260100001' as 2026-01-01",
    ),
    (
        "{yyyy}{ww}{seq:5}",
        Reset::IsoWeek,
        "period-not-told-apart",
        (0, 10),
        "reset=isoweek: 2028-12-25 writes the same text '20285200001' as 2028-01-01",
    ),
    (
        "{y}{ddd}{seq:5}",
        Reset::Day,
        "period-not-told-apart",
        (0, 8),
        "reset=day: 2036-01-01 writes the same text '600100001' as 2026-01-01",
    ),
    (
        "{mm}{dd}{seq:6}",
        Reset::Day,
        "period-not-told-apart",
        (0, 8),
        "reset=day: 2027-01-01 writes the same text '0101000001' as 2026-01-01",
    ),
    (
        "SN{seq:7}",
        Reset::Year,
        "period-not-told-apart",
        (0, 9),
        "reset=year: 2027-01-01 writes the same text 'SN0000001' as 2026-01-01",
    ),
    (
        "{plant:2}{gggg}{ww}{seq:4}",
        Reset::Month,
        "period-not-told-apart",
        (9, 19),
        "reset=month: 2026-02-01 writes the same text 'AA2026050001' as 2026-01-26",
    ),
    (
        "{yyyy}{mm}{dd}{HH}{seq:4}",
        Reset::Shift,
        "period-not-told-apart",
        (0, 18),
        "write {shift} into the pattern",
    ),
    (
        "{yyyy}{ww}{seq:5}",
        Reset::Never,
        "year-with-week",
        (0, 10),
        "2024-12-30 is in week 01 of 2025",
    ),
    (
        "{plant:2}{seq:19}",
        Reset::Never,
        "too-long",
        (9, 17),
        "21 characters: AI 21 holds 20; take 1 away",
    ),
    (
        "{seq:65535}A",
        Reset::Never,
        "too-long",
        (0, 12),
        "65536 characters",
    ),
];

const MALFORMED: &[Refused] = &[
    (
        "SN{seq:7",
        Reset::Never,
        "syntax",
        (2, 3),
        "unbalanced brace at 2",
    ),
    (
        "SN}{seq:7}",
        Reset::Never,
        "syntax",
        (2, 3),
        "unbalanced brace at 2",
    ),
    (
        "{pl{seq:7}",
        Reset::Never,
        "syntax",
        (0, 1),
        "unbalanced brace at 0",
    ),
    (
        "{foo}{seq:3}",
        Reset::Never,
        "unknown-token",
        (0, 5),
        "unknown token {foo}; there are {seq:W[:alphabet]} {rnd:W:alphabet} {key} {chk:name} {yyyy} {yy}",
    ),
    (
        "{}{seq:3}",
        Reset::Never,
        "unknown-token",
        (0, 2),
        "unknown token {}",
    ),
    (
        "A{seq:0}",
        Reset::Never,
        "token-argument",
        (1, 8),
        "'0' is no width",
    ),
    (
        "A{seq:+4}",
        Reset::Never,
        "token-argument",
        (1, 9),
        "'+4' is no width",
    ),
    (
        "A{seq}",
        Reset::Never,
        "token-argument",
        (1, 6),
        "write {seq:W[:alphabet]}",
    ),
    (
        "{plant}{seq:3}",
        Reset::Never,
        "token-argument",
        (0, 7),
        "write {plant:W} with its width",
    ),
    (
        "{shift:2}{seq:3}",
        Reset::Never,
        "token-argument",
        (0, 9),
        "its width is 1",
    ),
    (
        "{yyyy:4}{seq:3}",
        Reset::Never,
        "token-argument",
        (0, 8),
        "takes no argument",
    ),
    (
        "{seq:3:AA}",
        Reset::Never,
        "alphabet",
        (0, 10),
        "'A' stands twice",
    ),
    (
        "{seq:3:B}",
        Reset::Never,
        "alphabet",
        (0, 9),
        "two characters or more",
    ),
    (
        "{seq:3:!-~}",
        Reset::Never,
        "characters",
        (0, 11),
        "the alphabet has '#'",
    ),
    (
        "{seq:3}-{seq:2}",
        Reset::Never,
        "token-twice",
        (8, 15),
        "{seq} stands twice",
    ),
    (
        "{mm}{seq:2}{mm}",
        Reset::Never,
        "token-twice",
        (11, 15),
        "{mm} stands twice",
    ),
    (
        "{yyyy}{mm}",
        Reset::Month,
        "sequence-missing",
        (0, 10),
        "no {seq:W}",
    ),
    ("", Reset::Never, "sequence-missing", (0, 0), "no {seq:W}"),
    (
        "SN {seq:7}",
        Reset::Never,
        "characters",
        (2, 3),
        "' ' is no character of AI 21",
    ),
    (
        "S\u{c9}{seq:7}",
        Reset::Never,
        "characters",
        (1, 3),
        "'\u{c9}' is no character of AI 21",
    ),
    (
        "{{{seq:7}}}",
        Reset::Never,
        "characters",
        (0, 2),
        "'{' is no character of AI 21",
    ),
];

#[test]
fn an_unsound_pattern_is_refused_at_its_place_and_says_why() {
    for (pattern, reset, code, span, says) in UNSOUND.iter().chain(MALFORMED) {
        let error = of(pattern, *reset).unwrap_err();
        assert_eq!(error.code(), *code, "{pattern}: {error}");
        assert_eq!(
            error.span(),
            Span::new(span.0, span.1),
            "{pattern}: {error}"
        );
        assert!(error.to_string().contains(says), "{pattern}: {error}");
    }
}

#[test]
fn a_definition_that_is_no_scheme_is_refused() {
    let sound = Definition::default();
    for (definition, code) in [
        (
            Definition {
                zone: "Europe/Bielefeld".to_owned(),
                ..sound.clone()
            },
            "unknown-zone",
        ),
        (
            Definition {
                zone: String::new(),
                ..sound.clone()
            },
            "unknown-zone",
        ),
        (
            Definition {
                zone: "Etc/Unknown".to_owned(),
                ..sound.clone()
            },
            "unknown-zone",
        ),
        (
            Definition {
                day_starts: time(6, 0, 1, 0),
                ..sound.clone()
            },
            "day-starts",
        ),
        (
            Definition {
                horizon_until: date(2025, 12, 31),
                ..sound.clone()
            },
            "horizon",
        ),
        (
            Definition {
                horizon_until: date(2126, 4, 1),
                ..sound.clone()
            },
            "horizon",
        ),
        (
            Definition {
                horizon_from: date(0, 1, 1),
                ..sound.clone()
            },
            "horizon",
        ),
        (
            Definition {
                horizon_from: date(-9999, 1, 1),
                horizon_until: date(9999, 12, 31),
                ..sound.clone()
            },
            "horizon",
        ),
        (
            Definition {
                ai: "10".to_owned(),
                ..sound.clone()
            },
            "ai-not-served",
        ),
    ] {
        assert_eq!(Scheme::new(definition).unwrap_err().code(), code);
    }
}

#[test]
fn a_decade_without_its_century_is_sound_for_ten_years_and_no_longer() {
    let decade = |until| Definition {
        reset: Reset::Day,
        horizon_until: until,
        ..Definition::of("{y}{ddd}{seq:5}")
    };
    assert!(Scheme::new(decade(date(2035, 12, 31))).is_ok());
    let refused = Scheme::new(decade(date(2036, 1, 1))).unwrap_err();
    let collision = refused.collision().unwrap();
    assert_eq!(
        (collision.earlier, collision.later),
        (date(2026, 1, 1), date(2036, 1, 1))
    );
    assert_eq!(collision.text, "600100001");
}

#[test]
fn the_last_days_of_a_year_are_in_the_week_that_iso_8601_says() {
    let scheme = Scheme::new(Definition {
        reset: Reset::IsoWeek,
        horizon_from: date(2024, 1, 1),
        ..Definition::of("{gggg}{ww}{seq:5}")
    })
    .unwrap();
    for (day, text, period) in [
        ("2024-12-29T12:00Z", "20245200001", "2024-W52"),
        ("2024-12-30T12:00Z", "20250100001", "2025-W01"),
        ("2027-01-03T12:00Z", "20265300001", "2026-W53"),
        ("2028-01-01T12:00Z", "20275200001", "2027-W52"),
        ("2028-12-25T12:00Z", "20285200001", "2028-W52"),
    ] {
        let slot = scheme.slot(&Context::new(), at(day)).unwrap();
        assert_eq!(scheme.text(&slot, 1).unwrap(), text);
        assert_eq!(slot.period().to_string(), period);
    }
}

#[test]
fn a_value_that_does_not_fit_its_token_is_refused() {
    let scheme = of("{yyyy}{mm}{dd}{plant:3}{seq:4}", Reset::Day).unwrap();
    for (context, code, says) in [
        (
            Context::new(),
            "context-missing",
            "give plant, 3 characters",
        ),
        (plant(), "context-width", "plant='WG' is not 3 characters"),
        (
            plant().with("plant", ""),
            "context-width",
            "plant='' is not 3 characters",
        ),
        (
            plant().with("plant", "W G"),
            "context-characters",
            "plant='W G' has ' '",
        ),
        (
            plant().with("plant", "W\u{c9}"),
            "context-characters",
            "has '\u{c9}'",
        ),
    ] {
        let error = scheme.slot(&context, at(AT)).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(says), "{error}");
    }
    let gtin = of("{gtin}{seq:4}", Reset::Never).unwrap();
    for (value, code) in [
        ("5012345678900", "context-width"),
        ("0501234567890X", "context-characters"),
    ] {
        let error = gtin
            .slot(&Context::new().with("gtin", value), at(AT))
            .unwrap_err();
        assert_eq!(error.code(), code);
    }
}

#[test]
fn a_counter_ends_and_never_wraps_or_widens() {
    let scheme = of("{plant:2}{seq:2}", Reset::Never).unwrap();
    assert_eq!(
        (scheme.first(), scheme.last(), scheme.capacity()),
        (1, 99, 99)
    );
    let slot = scheme.slot(&plant(), at(AT)).unwrap();
    assert_eq!(scheme.text(&slot, 99).unwrap(), "WG99");
    for (first, count, code, says) in [
        (
            100,
            1,
            "exhausted",
            "number 100 does not fit 2 characters of base 10: plant=WG has the numbers 1 to 99",
        ),
        (99, 2, "exhausted", "numbers 99 to 100 do not fit"),
        (
            1,
            u64::MAX,
            "exhausted",
            "numbers 1 to 18446744073709551615 do not fit",
        ),
        (
            2,
            u64::MAX,
            "exhausted",
            "18446744073709551615 numbers from 2 on do not fit",
        ),
        (u64::MAX, 1, "exhausted", "does not fit"),
        (0, 1, "below-first", "the numbers are 1 to 99"),
    ] {
        let error = scheme.texts(&slot, first, count).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(scheme.texts(&slot, 100, 0).unwrap().count(), 0);
    assert_eq!(
        scheme.texts(&slot, 1, 99).unwrap().size_hint(),
        (99, Some(99))
    );
    assert_eq!(scheme.read("WG00"), Ok(None));
    let wide = of("{seq:20:b36}", Reset::Never).unwrap();
    assert_eq!(wide.last(), i64::MAX as u64);
    assert_eq!(wide.read("ZZZZZZZZZZZZZZZZZZZZ"), Ok(None));
}

#[test]
fn a_time_outside_the_horizon_has_no_slot() {
    let scheme = Scheme::new(Definition::default()).unwrap();
    for (moment, inside) in [
        ("2025-12-31T23:59:59Z", false),
        ("2026-01-01T00:00:00Z", true),
        ("2050-12-31T23:59:59Z", true),
        ("2051-01-01T00:00:00Z", false),
        ("1970-01-01T00:00:00Z", false),
    ] {
        let slot = scheme.slot(&plant(), at(moment));
        assert_eq!(slot.is_ok(), inside, "{moment}");
        assert!(
            slot.err()
                .is_none_or(|error| error.code() == "outside-horizon")
        );
    }
    for extreme in [Timestamp::MIN, Timestamp::MAX] {
        assert_eq!(
            scheme.slot(&plant(), extreme).unwrap_err().code(),
            "outside-horizon"
        );
    }
    assert_eq!(
        scheme
            .slot_from("2025-12", "plant=WG", "-")
            .unwrap_err()
            .code(),
        "outside-horizon"
    );
}

#[test]
fn a_slot_reads_back_from_its_stored_texts_and_from_no_others() {
    let scheme = of("{plant:2}{line:2}{yyyy}{mm}{dd}{seq:4}", Reset::Month).unwrap();
    let slot = scheme.slot(&plant(), at(AT)).unwrap();
    assert_eq!(slot.period().to_string(), "2026-04");
    assert_eq!(slot.partition().as_str(), "plant=WG line=L2");
    assert_eq!(slot.stamp().as_str(), "dd=15");
    assert_eq!(slot.to_string(), "2026-04 plant=WG line=L2");
    assert_eq!(
        scheme.slot_from("2026-04", "plant=WG line=L2", "dd=15"),
        Ok(slot.clone())
    );
    for (period, partition, stamp) in [
        ("2026-4", "plant=WG line=L2", "dd=15"),
        ("2026-04-15", "plant=WG line=L2", "dd=15"),
        ("-", "plant=WG line=L2", "dd=15"),
        ("2026-04", "line=L2 plant=WG", "dd=15"),
        ("2026-04", "plant=WG", "dd=15"),
        ("2026-04", "plant=WG line=L2 shift=A", "dd=15"),
        ("2026-04", "plant=W line=L2", "dd=15"),
        ("2026-04", "plant=\u{c9} line=L2", "dd=15"),
        ("2026-04", "plant=WG line=L2", "-"),
        ("2026-04", "plant=WG line=L2", "dd=31"),
        ("2026-04", "plant=WG line=L2", "dd=xx"),
        ("2026-04", "plant=WG line=L2", "dd=15 wd=3"),
        ("", "", ""),
        ("2026-04", "plant=WG line=L2 ", "dd=15"),
        ("2026-04", "plant=WG  line=L2", "dd=15"),
        ("2026-04", "plant=WG line=L2", "dd=15 -"),
    ] {
        let error = scheme.slot_from(period, partition, stamp).unwrap_err();
        assert_eq!(
            error.code(),
            "slot-mismatch",
            "{period} {partition} {stamp}"
        );
    }
    let other = of("{plant:2}{yyyy}{mm}{seq:4}", Reset::Month).unwrap();
    assert_eq!(other.text(&slot, 1).unwrap_err().code(), "slot-mismatch");
    assert_eq!(other.widest(&slot).unwrap_err().code(), "slot-mismatch");
}

#[test]
fn a_slot_held_in_a_later_period_writes_a_date_of_that_period() {
    let scheme = of("{yyyy}{mm}{dd}{HH}{seq:4}", Reset::Month).unwrap();
    let slipped = scheme
        .slot(&Context::new(), at("2026-04-30T23:58Z"))
        .unwrap();
    let may = Period::parse("2026-05").unwrap();
    let held = scheme.slot_held(&slipped, may).unwrap();
    assert_eq!((held.period(), held.stamp().as_str()), (may, "dd=01 HH=00"));
    let read = scheme
        .read(&scheme.text(&held, 7).unwrap())
        .unwrap()
        .unwrap();
    assert_eq!((read.slot, read.number), (held, 7));
    let week = Period::parse("2026-W18").unwrap();
    assert_eq!(
        scheme.slot_held(&slipped, week).unwrap_err().code(),
        "slot-mismatch"
    );
    assert_eq!(scheme.slot_held(&slipped, slipped.period()), Ok(slipped));
    let ever = of("{yyyy}{seq:4}", Reset::Never).unwrap();
    let slot = ever.slot(&Context::new(), at(AT)).unwrap();
    assert_eq!(ever.slot_held(&slot, slot.period()), Ok(slot));
}

#[test]
fn the_bounds_of_a_period_are_moments_on_the_clock_of_the_plant() {
    let scheme = Scheme::new(Definition {
        reset: Reset::Month,
        zone: "europe/berlin".to_owned(),
        day_starts: time(6, 0, 0, 0),
        ..Definition::of("{yyyy}{mm}{seq:4}")
    })
    .unwrap();
    assert_eq!(scheme.definition().zone, "Europe/Berlin");
    let march = Period::parse("2026-03").unwrap();
    let (from, until) = scheme.bounds(march).unwrap();
    assert_eq!(
        (from, until),
        (at("2026-03-01T05:00Z"), at("2026-04-01T04:00Z"))
    );
    let just_before = until - jiff::SignedDuration::from_nanos(1);
    assert_eq!(scheme.slot(&Context::new(), from).unwrap().period(), march);
    assert_eq!(
        scheme.slot(&Context::new(), just_before).unwrap().period(),
        march
    );
    assert_ne!(scheme.slot(&Context::new(), until).unwrap().period(), march);
    assert_eq!(scheme.bounds(Period::parse("2026").unwrap()), None);
}

#[test]
fn a_text_that_the_scheme_never_writes_is_not_read() {
    let scheme = Scheme::new(Definition::default()).unwrap();
    assert!(scheme.read("WG-2026040001").unwrap().is_some());
    for text in [
        "",
        "WG-202604001",
        "WG-20260400001",
        "WG_2026040001",
        "WG-2026000001",
        "WG-2026130001",
        "WG-2025120001",
        "WG-2051010001",
        "WG-2026040000",
        "WG-202604000A",
        "W G-202604001",
        "W\u{c9}2026040001",
        "WG-2026 40001",
        "WG-20260:0001",
    ] {
        assert_eq!(scheme.read(text), Ok(None), "{text}");
    }
}

#[test]
fn the_widest_text_has_a_letter_wherever_the_number_can_have_one() {
    for (pattern, text) in [
        ("{plant:2}-{yyyy}{mm}{seq:4}", "WG-2026049999"),
        ("{plant:2}-{yyyy}{mm}{seq:4:b36}", "WG-202604WWWW"),
        ("{plant:2}-{yyyy}{mm}{seq:4:hex}", "WG-202604FFFF"),
    ] {
        let scheme = of(pattern, Reset::Month).unwrap();
        let slot = scheme.slot(&plant(), at(AT)).unwrap();
        assert_eq!(scheme.widest(&slot).unwrap(), text);
    }
}

#[test]
fn schemes_are_disjoint_by_length_or_by_the_characters_of_one_position() {
    for (one, other, text) in [
        ("SN{seq:7}", "SN{seq:8}", None),
        ("SN{seq:7}", "SM{seq:7}", None),
        (
            "{plant:2}-{yyyy}{mm}{seq:4}",
            "{plant:2}/{yyyy}{mm}{seq:4}",
            None,
        ),
        ("{yyyy}{mm}-{seq:6}", "{yyyy}-{mm}{seq:6}", None),
        ("{yyyy}{mm}A{seq:6}", "{yyyy}{mm}{seq:6}B", None),
        // The hundreds of the years to 2050 are 20, of months 0 or 1.
        ("{yyyy}{mm}{seq:4}", "3{seq:9}", None),
        ("{yyyy}{mm}{seq:4}", "{line:4}2{seq:5}", None),
        ("SN{seq:7}", "{plant:2}{seq:7}", Some("SN1111111")),
        ("{yyyy}{mm}{seq:4}", "{seq:10:b36}", Some("2026011111")),
        (
            "{plant:2}-{yyyy}{mm}{seq:4}",
            "{line:2}-{yyyy}{mm}{seq:4}",
            Some("AA-2026011111"),
        ),
        ("{yyyy}{mm}{seq:5:AZ}", "{yyyy}{mm}{seq:5}", None),
    ] {
        let [first, second] = [one, other].map(|pattern| {
            let reset = if pattern.contains("{mm}") {
                Reset::Month
            } else {
                Reset::Never
            };
            of(pattern, reset).unwrap()
        });
        for (first, second) in [(&first, &second), (&second, &first)] {
            let overlap = first.overlap(second);
            assert_eq!(overlap.as_deref(), text, "{one} and {other}");
            if let Some(text) = overlap {
                assert!(
                    first.read(&text).unwrap().is_some() && second.read(&text).unwrap().is_some(),
                    "{text}"
                );
            }
        }
    }
}

#[test]
fn a_scheme_is_what_its_definition_says_and_nothing_else() {
    let scheme = Scheme::new(Definition::default()).unwrap();
    let text = scheme.definition().to_text();
    let rebuilt = Scheme::new(Definition::parse_text(&text).unwrap()).unwrap();
    assert_eq!(rebuilt.id(), scheme.id());
    let other_case = Scheme::new(Definition {
        zone: "utc".to_owned(),
        ..Definition::default()
    })
    .unwrap();
    assert_eq!(other_case.id(), scheme.id(), "a zone has one spelling");
    let other = Scheme::new(Definition {
        reset: Reset::Never,
        ..Definition::default()
    })
    .unwrap();
    assert_ne!(other.id(), scheme.id());
    // Ledgers hold this: a change of the canonical text would orphan every scheme in them.
    assert_eq!(
        scheme.id().to_hex(),
        "c18585d0b12b156f95d02c256ced844d8e7dd37aa2816a34d82624a170739f0a"
    );
}

#[test]
fn schemes_may_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Scheme>();
    shared::<SchemeError>();
    shared::<unitmark::serial::SerialError>();
    shared::<unitmark::serial::Texts<'_>>();
}
