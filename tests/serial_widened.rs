//! Check characters, code letters, partitions and the keys of other Application Identifiers.
#![cfg(feature = "serial")]

use jiff::Timestamp;
use jiff::civil::date;
use unitmark::check::System;
use unitmark::key::Sscc;
use unitmark::serial::{Context, Definition, Reset, Scheme, SchemeError};

const AT: &str = "2026-04-15T06:30Z";

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn of(pattern: &str, reset: Reset) -> Result<Scheme, SchemeError> {
    Scheme::new(Definition {
        reset,
        ..Definition::of(pattern)
    })
}

fn context() -> Context {
    Context::new()
        .with("plant", "WG")
        .with("line", "L2")
        .with("shift", "A")
        .with("site", "FOC")
        .with("ext", "0")
        .with("prefix", "5012345")
        .with("lot", "B7")
}

/// The text of a number, which also reads back.
fn text(scheme: &Scheme, number: u64) -> String {
    let slot = scheme.slot(&context(), at(AT)).expect("a slot");
    let text = scheme.text(&slot, number).expect("a text");
    let reading = scheme.read(&text).expect("no key").expect("its own");
    assert_eq!((reading.slot, reading.number), (slot, number), "{text}");
    text
}

#[test]
fn code_letters_are_written_and_read() {
    for (pattern, reset, number, expected) in [
        (
            "{site:3}{gyear:1996:2}{ww}{seq:4:b36}",
            Reset::IsoWeek,
            1,
            "FOC30160001",
        ),
        (
            "{year:2010:A-Y1-9 without IOQUZ0}{mon:ABCDEFGHJKLM}{dd}{seq:4:b32}",
            Reset::Day,
            42,
            "TD15001A",
        ),
        ("{year:2026:A-Z}{seq:3}", Reset::Year, 5, "A005"),
        (
            "{year:2026:A-Z}{mon:1-9XYZ}-{seq:3}",
            Reset::Month,
            5,
            "A4-005",
        ),
        ("{mon:ABCDEFGHJKLM}{seq:3}", Reset::Never, 5, "D005"),
    ] {
        let scheme = of(pattern, reset).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        assert_eq!(text(&scheme, number), expected);
    }
}

#[test]
fn letters_that_come_round_again_inside_the_horizon_are_refused_with_both_dates() {
    let vin = "{year:2010:A-Y1-9 without IOQUZ0}{mon:ABCDEFGHJKLM}{dd}{seq:4:b32}";
    let until = |year: i16| {
        Scheme::new(Definition {
            reset: Reset::Day,
            horizon_until: date(year, 12, 31),
            ..Definition::of(vin)
        })
    };
    assert!(until(2050).is_ok() && until(2055).is_ok());
    let refused = until(2056).unwrap_err();
    assert_eq!(refused.code(), "period-not-told-apart");
    let shown = refused.to_string();
    assert!(
        shown.starts_with("reset=day: 2056-01-01 writes the same text 'TA010001' as 2026-01-01"),
        "{shown}"
    );
    let apple = of("{year:2026:C-HJ-NP-RTV-Y}{seq:4}", Reset::Year).unwrap_err();
    assert_eq!(apple.code(), "period-not-told-apart");
}

#[test]
fn years_that_letters_or_digits_do_not_reach_are_refused() {
    for (pattern, reset, code, says) in [
        (
            "{year:2030:A-Z}{seq:4}",
            Reset::Year,
            "year-runs-out",
            "begins with 2030, and the horizon with 2026",
        ),
        (
            "{gyear:2027:2}{ww}{seq:4}",
            Reset::IsoWeek,
            "year-runs-out",
            "begins with 2027",
        ),
        (
            "{gyear:1996:1}{ww}{seq:4}",
            Reset::IsoWeek,
            "year-runs-out",
            "1 digits for the 54 years from 1996 to 2050",
        ),
        (
            "{gyear:1996:5}{ww}{seq:4}",
            Reset::IsoWeek,
            "token-argument",
            "too wide",
        ),
        (
            "{gyear:96:2}{ww}{seq:4}",
            Reset::IsoWeek,
            "token-argument",
            "'96' is no year",
        ),
        (
            "{gyear:1996}{ww}{seq:4}",
            Reset::IsoWeek,
            "token-argument",
            "write {gyear:base:W}",
        ),
        (
            "{year:2010}{seq:4}",
            Reset::Year,
            "token-argument",
            "write {year:base:letters}",
        ),
        (
            "{year:2010:A}{seq:4}",
            Reset::Year,
            "alphabet",
            "two characters or more",
        ),
        (
            "{mon:A-K}{seq:4}",
            Reset::Never,
            "alphabet",
            "11 letters for twelve months",
        ),
        ("{mon:A-K }{seq:4}", Reset::Never, "characters", "' '"),
        (
            "{mon}{seq:4}",
            Reset::Never,
            "token-argument",
            "write {mon:letters}",
        ),
    ] {
        let error = of(pattern, reset).unwrap_err();
        assert_eq!(error.code(), code, "{pattern}: {error}");
        assert!(error.to_string().contains(says), "{pattern}: {error}");
    }
}

#[test]
fn every_check_system_checks_what_stands_before_it() {
    for (pattern, number, expected) in [
        ("{seq:6}{chk:mod10}", 1, "0000017"),
        ("{seq:6}{chk:luhn}", 1, "0000018"),
        ("{seq:3}{chk:mod11-2}", 79, "079X"),
        ("{seq:4}{chk:mod11-10}", 794, "07945"),
        ("{seq:3}{chk:mod97-10}", 794, "79444"),
        ("{seq:3}{chk:verhoeff}", 236, "2363"),
        ("{seq:3}{chk:damm}", 572, "5724"),
        ("ISO7{seq:1}{chk:mod1271-36}", 9, "ISO793W"),
        ("G12348965432{seq:1}{chk:mod37-2}", 1, "G123489654321Y"),
        (
            "A12425GABC123400{seq:1}{chk:mod37-36}",
            2,
            "A12425GABC1234002M",
        ),
    ] {
        let scheme = of(pattern, Reset::Never).unwrap();
        assert_eq!(text(&scheme, number), expected, "{pattern}");
    }
    let scheme = of("SN-{seq:6}{chk:mod37-36}", Reset::Never).unwrap();
    let written = text(&scheme, 123);
    let system = System::find("mod37-36").unwrap();
    assert!(
        system.verify(written.replace('-', "").as_bytes()),
        "{written}"
    );
    // The check characters follow the number over a whole row.
    let slot = scheme.slot(&context(), at(AT)).unwrap();
    for text in scheme.texts(&slot, 1, 2_000).unwrap() {
        assert!(system.verify(text.replace('-', "").as_bytes()), "{text}");
    }
}

#[test]
fn a_wrong_check_character_is_told_from_a_text_that_is_never_written() {
    let scheme = of("{plant:2}{yyyy}{mm}{seq:4}{chk:mod37-2}", Reset::Month).unwrap();
    let written = text(&scheme, 7);
    let mut wrong = written.clone();
    let last = wrong.pop().unwrap();
    wrong.push(if last == 'A' { 'B' } else { 'A' });
    assert_eq!(scheme.read(&wrong), Ok(None));
    assert_eq!(
        scheme.parse(&wrong, "").unwrap_err().code(),
        "check-character"
    );
    for (text, code, says) in [
        (
            "WG2026040007",
            "never-written",
            "12 characters: the scheme writes 13",
        ),
        ("WG2026130007A", "never-written", "names no day"),
        (
            "W-2026040007A",
            "never-written",
            "'-' in place 2: the scheme writes 0123456789ABC",
        ),
        (
            "WG202604000zA",
            "never-written",
            "'z' in place 12: the scheme writes digits there",
        ),
        (
            "WG2026040000A",
            "never-written",
            "none of the numbers 1 to 9999",
        ),
        ("WG2026\u{e9}40007", "never-written", "'\u{e9}' in place 7"),
    ] {
        let error = scheme.parse(text, "").unwrap_err();
        assert_eq!(error.code(), code, "{text}: {error}");
        assert!(error.to_string().contains(says), "{text}: {error}");
    }
    // A value that the check character cannot check is refused before it is written.
    let lower = Context::new().with("plant", "wg");
    let error = scheme.slot(&lower, at(AT)).unwrap_err();
    assert_eq!(
        (error.code(), error.token()),
        ("context-characters", Some("plant"))
    );
}

#[test]
fn a_check_character_over_what_it_cannot_check_is_refused() {
    for (pattern, code, says) in [
        (
            "{seq:4:b36}{chk:luhn}",
            "check-alphabet",
            "{chk:luhn} cannot check 'A'",
        ),
        (
            "{seq:4:a-z}{chk:mod37-36}",
            "check-alphabet",
            "cannot check 'a'",
        ),
        (
            "{seq:4:b36}{chk:luhn32}",
            "check-alphabet",
            "cannot check 'I'",
        ),
        (
            "{mon:A-L}{seq:4}{chk:damm}",
            "check-alphabet",
            "cannot check 'A'",
        ),
        (
            "{chk:luhn}{seq:4}",
            "check-alphabet",
            "checks 0 characters before it",
        ),
        ("{chk:luhn", "syntax", "unbalanced brace"),
        (
            "{seq:4}{chk:crc}",
            "token-argument",
            "with one of mod10, luhn",
        ),
        ("{seq:4}{chk}", "token-argument", "with one of mod10, luhn"),
        (
            "{seq:4}{chk:luhn}{chk:damm}",
            "token-twice",
            "{chk} stands twice",
        ),
        (
            "{seq:4}{rnd:9:b36}",
            "token-twice",
            "{seq} and {rnd} both write the number",
        ),
        (
            "{rnd:9:b36}{seq:4}",
            "token-twice",
            "{seq} and {rnd} both write the number",
        ),
        ("{rnd:9}", "token-argument", "write {rnd:W:alphabet}"),
        ("{rnd:9:b36}{key:1}", "token-argument", "takes no argument"),
    ] {
        let error = of(pattern, Reset::Never).unwrap_err();
        assert_eq!(error.code(), code, "{pattern}: {error}");
        assert!(error.to_string().contains(says), "{pattern}: {error}");
        assert!(pattern.get(error.span().start..error.span().end).is_some());
    }
}

fn keyed(ai: &str, pattern: &str) -> Result<Scheme, SchemeError> {
    Scheme::new(Definition {
        reset: Reset::Never,
        ai: ai.to_owned(),
        ..Definition::of(pattern)
    })
}

#[test]
fn the_keys_of_other_application_identifiers_are_written_whole() {
    for (ai, pattern, expected) in [
        (
            "00",
            "{ext:1}{prefix:7}{seq:9}{chk:mod10}",
            "050123450000000015",
        ),
        (
            "253",
            "{prefix:7}12345{chk:mod10}{seq:6}",
            "5012345123455000001",
        ),
        (
            "8003",
            "0{prefix:7}12345{chk:mod10}{seq:6}",
            "05012345123455000001",
        ),
        ("8004", "{prefix:7}{seq:6}", "5012345000001"),
        (
            "8017",
            "{prefix:7}{seq:10}{chk:mod10}",
            "501234500000000019",
        ),
        (
            "8018",
            "{prefix:7}{seq:10}{chk:mod10}",
            "501234500000000019",
        ),
    ] {
        let scheme = keyed(ai, pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        let written = text(&scheme, 1);
        assert_eq!(written, expected, "{pattern}");
        let elements = unitmark::element::ElementString::from_elements([(ai, written.as_str())]);
        assert!(elements.is_ok(), "({ai}){written}: {elements:?}");
    }
    let scheme = keyed("00", "{ext:1}{prefix:7}{seq:9}{chk:mod10}").unwrap();
    let slot = scheme.slot(&context(), at(AT)).unwrap();
    for text in scheme.texts(&slot, 1, 1_000).unwrap() {
        assert!(text.parse::<Sscc>().is_ok(), "{text}");
    }
    assert_eq!((scheme.kind(), scheme.capacity()), ("SSCC", 999_999_999));
}

#[test]
fn a_pattern_that_is_not_the_key_of_its_application_identifier_is_refused() {
    for (ai, pattern, code, says) in [
        (
            "00",
            "{ext:1}{prefix:7}{seq:8}{chk:mod10}",
            "too-short",
            "17 characters: AI 00, the SSCC, has 18",
        ),
        (
            "00",
            "{ext:1}{prefix:7}{seq:10}{chk:mod10}",
            "too-long",
            "19 characters: AI 00 holds 18",
        ),
        (
            "00",
            "{ext:1}{prefix:7}{seq:10}",
            "key-structure",
            "place 18 of AI 00",
        ),
        (
            "00",
            "{ext:1}{prefix:7}{seq:9}{chk:luhn}",
            "key-structure",
            "write {chk:mod10} there",
        ),
        (
            "00",
            "{ext:1}{prefix:7}{chk:mod10}{seq:9}",
            "key-structure",
            "place 18",
        ),
        (
            "00",
            "A{prefix:7}{seq:9}{chk:mod10}",
            "characters",
            "'A' in place 1 of AI 00, the SSCC, which has digits there",
        ),
        (
            "00",
            "{ext:1}{prefix:7}{seq:9:b36}{chk:mod10}",
            "characters",
            "'A' in place 9",
        ),
        (
            "8003",
            "1{prefix:7}12345{chk:mod10}{seq:6}",
            "characters",
            "'1' in place 1",
        ),
        (
            "8003",
            "0{prefix:7}1234{seq:1}{chk:mod10}",
            "too-short",
            "14 characters",
        ),
        ("8004", "AB{seq:6}", "characters", "'A' in place 1"),
        (
            "253",
            "{prefix:7}12345{chk:mod10}",
            "sequence-missing",
            "no {seq:W}",
        ),
        (
            "01",
            "{seq:13}{chk:mod10}",
            "ai-not-served",
            "there are 21, 00, 253",
        ),
    ] {
        let error = keyed(ai, pattern).unwrap_err();
        assert_eq!(error.code(), code, "{pattern}: {error}");
        assert!(error.to_string().contains(says), "{pattern}: {error}");
    }
    let scoped = Definition {
        scope: unitmark::serial::Scope::Gtin,
        ai: "00".to_owned(),
        reset: Reset::Never,
        ..Definition::of("{ext:1}{prefix:7}{seq:9}{chk:mod10}")
    };
    assert_eq!(Scheme::new(scoped).unwrap_err().code(), "scope");
    // Keys of two Application Identifiers never meet.
    let (one, other) = (
        keyed("8017", "{prefix:7}{seq:10}{chk:mod10}").unwrap(),
        keyed("8018", "{prefix:7}{seq:10}{chk:mod10}").unwrap(),
    );
    assert_eq!(one.overlap(&other), None);
    assert!(one.overlap(&one).is_some());
}

#[test]
fn values_that_are_no_partition_share_one_row_of_numbers() {
    let partition = |text: &str| {
        Scheme::new(Definition {
            reset: Reset::Day,
            partition: text.to_owned(),
            ..Definition::of("{yyyy}{mm}{dd}{plant:2}{line:2}{seq:4}")
        })
    };
    let scheme = partition("plant").unwrap();
    assert_eq!(text(&scheme, 3), "20260415WGL20003");
    let slot = scheme.slot(&context(), at(AT)).unwrap();
    assert_eq!(
        (slot.partition().as_str(), slot.stamp().as_str()),
        ("plant=WG", "line=L2")
    );
    assert_eq!(
        scheme.slot_from("2026-04-15", "plant=WG", "line=L2"),
        Ok(slot.clone())
    );
    let held = scheme.slot_held(
        &slot,
        unitmark::serial::Period::parse("2026-04-16").unwrap(),
    );
    assert_eq!(held.unwrap().stamp().as_str(), "line=L2");
    assert_eq!(scheme.partition_tokens().collect::<Vec<_>>(), ["plant"]);

    let none = partition("-").unwrap();
    let slot = none.slot(&context(), at(AT)).unwrap();
    assert_eq!(
        (slot.partition().as_str(), slot.stamp().as_str()),
        ("-", "plant=WG line=L2")
    );
    // All of them, in any order, is the default; and each other choice is another scheme.
    let all = partition("").unwrap();
    assert_eq!(partition("line plant").unwrap().id(), all.id());
    assert_ne!(scheme.id(), all.id());
    assert!(!all.definition().to_text().contains("partition"));

    for text in ["site", "plant site", "plant  line", " "] {
        let error = partition(text).unwrap_err();
        assert_eq!(error.code(), "partition-not-in-text", "{text}: {error}");
    }
    let shift = Scheme::new(Definition {
        reset: Reset::Shift,
        partition: "-".to_owned(),
        ..Definition::of("{yyyy}{mm}{dd}{shift}{seq:4}")
    });
    assert_eq!(shift.unwrap_err().code(), "partition-not-in-text");
}

#[test]
fn capacity_is_counted_over_all_periods() {
    for (pattern, reset, periods, total) in [
        ("SN{seq:7}", Reset::Never, 1, 9_999_999),
        ("{yyyy}{mm}{seq:4}", Reset::Month, 300, 300 * 9_999),
        ("{yyyy}{mm}{dd}{seq:4}", Reset::Day, 9_131, 9_131 * 9_999),
        ("{yyyy}{seq:4}", Reset::Year, 25, 25 * 9_999),
        ("{gggg}{ww}{seq:4}", Reset::IsoWeek, 1_305, 1_305 * 9_999),
    ] {
        let scheme = of(pattern, reset).unwrap();
        assert_eq!(
            (scheme.periods(), scheme.total()),
            (periods, total),
            "{pattern}"
        );
    }
}

#[test]
fn a_definition_without_the_newer_fields_keeps_the_hash_it_had() {
    // Registered in ledgers before there were keys and partitions.
    assert_eq!(
        Scheme::new(Definition::default()).unwrap().id().to_hex(),
        HASH_OF_THE_DEFAULT
    );
}

const HASH_OF_THE_DEFAULT: &str =
    "c18585d0b12b156f95d02c256ced844d8e7dd37aa2816a34d82624a170739f0a";

#[test]
fn a_million_numbers_read_back() {
    let scheme = of("{seq:4:b32}{seq:3}", Reset::Never);
    assert_eq!(scheme.unwrap_err().code(), "token-twice");
    let scheme = of("{plant:2}{yyyy}{mm}{seq:9:b32}", Reset::Month).unwrap();
    let slot = scheme.slot(&context(), at(AT)).unwrap();
    let mut random = 1_u64;
    for _ in 0..1_000_000 {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let number = scheme.first() + (random >> 11) % scheme.capacity();
        let text = scheme.text(&slot, number).unwrap();
        assert_eq!(scheme.read(&text).unwrap().unwrap().number, number);
    }
}
