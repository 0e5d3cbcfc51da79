//! GS1 Digital Link URIs against published cases: `vectors/links.tsv`, made from the test cases of GS1's engine and parser.

use unitmark::element::{ElementString, Finding, Rules};
use unitmark::link::{
    CheckedLink, Compression, DigitalLink, Mode, Stem, Template, Writer, is_path,
};
use unitmark::text::percent::{self, Part};

const CASES: &str = include_str!("vectors/links.tsv");

/// The engine's first step looks at no associations; its cases are about links alone.
fn parse_rules() -> Rules {
    ["ai-required", "ai-excluded"]
        .iter()
        .fold(Rules::default(), |rules, code| rules.allow(code))
}

fn mode(names: &str) -> (Mode, Rules) {
    names.split(',').fold(
        (Mode::STRICT, parse_rules()),
        |(mode, rules), name| match name {
            "strict" => (mode, rules),
            "names" => (mode.names(), rules),
            "zeros" => (mode.zero_suppressed_gtins(), rules),
            "unknown" => (mode, rules.allow("ai-unknown")),
            "attributes" => (mode.unknown_attributes(), rules),
            other => panic!("no such mode: {other}"),
        },
    )
}

#[test]
fn every_uri_agrees_with_the_published_cases() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in CASES.lines().filter(|row| !row.starts_with('#')) {
        count += 1;
        let fields: Vec<&str> = row.split('\t').collect();
        let [names, verdict, uri, unbracketed, other, link] = fields[..] else {
            panic!("six fields in {row}");
        };
        let (mode, rules) = mode(names);
        let read = CheckedLink::read(uri.as_bytes(), mode, &rules);
        for finding in read.findings() {
            let span = finding.span();
            assert!(
                span.start <= span.end && span.end <= uri.len(),
                "{uri} {finding:?}"
            );
        }
        let errors: Vec<&str> = read
            .findings()
            .iter()
            .filter(|finding| !finding.is_note())
            .map(Finding::code)
            .collect();
        if verdict != "ok" {
            if !verdict.split('|').any(|code| errors.contains(&code)) {
                wrong.push(format!("{uri}: {errors:?}, not {verdict}"));
            }
            continue;
        }
        if !errors.is_empty() {
            wrong.push(format!("{uri}: {errors:?}"));
            continue;
        }
        let said: Vec<(String, String)> = read
            .message()
            .elements()
            .map(|(element, _)| (element.ai.code().to_owned(), element.value.to_owned()))
            .collect();
        let message = unitmark::element::Checked::read(
            unbracketed.as_bytes(),
            unitmark::element::Syntax::Unbracketed,
            &rules,
        );
        let expected: Vec<(String, String)> = message
            .elements()
            .map(|(element, _)| (element.ai.code().to_owned(), element.value.to_owned()))
            .collect();
        // Where an unknown AI ends, the unbracketed text does not say to one who does not know it.
        if said != expected && !names.contains("unknown") {
            wrong.push(format!("{uri}: {said:?}, not {unbracketed}"));
        }
        if let Ok(read) = DigitalLink::parse_as(uri, mode) {
            let parameters: Vec<String> = read
                .other_parameters()
                .map(|(key, value)| value.map_or(key.into(), |value| format!("{key}={value}")))
                .collect();
            if parameters.join("&") != other {
                wrong.push(format!("{uri}: {parameters:?}, not {other}"));
            }
            let written = Writer::default().write(read.element_string());
            if !link.is_empty() && written.as_deref() != Ok(link) {
                wrong.push(format!("{uri}: {written:?}, not {link}"));
            }
        }
    }
    assert!(count > 90, "only {count} cases were read");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

const WRITING: &str = include_str!("vectors/link_writing.tsv");

#[test]
fn every_message_is_written_as_the_published_cases_have_it() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in WRITING.lines().filter(|row| !row.starts_with('#')) {
        count += 1;
        let fields: Vec<&str> = row.split('\t').collect();
        let [stem, elements, expected] = fields[..] else {
            panic!("three fields in {row}");
        };
        // The engine writes links of what it takes apart, its associations aside.
        let message = match ElementString::parse(elements) {
            Ok(message) => message,
            Err(error) => {
                wrong.push(format!("{elements}: {error}"));
                continue;
            }
        };
        let writer = Writer::default().stem(Stem::parse(stem).expect(stem));
        let written = writer.write(&message);
        let said = match &written {
            Ok(link) => link.as_str(),
            Err(error) => error.code(),
        };
        if said != expected {
            wrong.push(format!("{elements}: {said}, not {expected}"));
        }
    }
    assert!(count > 40, "only {count} cases were read");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

const COMPRESSION: &str = include_str!("vectors/link_compression.tsv");

#[test]
fn compression_agrees_with_the_published_cases_both_ways() {
    let mode = Mode::LENIENT.legacy_keys();
    let read = |uri: &str| DigitalLink::parse_as(uri, mode);
    let mut wrong = Vec::new();
    let (mut count, mut different) = (0, 0);
    for row in COMPRESSION.lines().filter(|row| !row.starts_with('#')) {
        count += 1;
        let fields: Vec<&str> = row.split('\t').collect();
        let [direction, plain, compressed] = fields[..] else {
            panic!("three fields in {row}");
        };
        let partial = compressed.matches('/').count() > 3;
        let packing = Compression::Legacy {
            optimised: false,
            partial,
        };
        let writer = Writer::default().mode(mode);
        let message = if plain.starts_with('(') {
            ElementString::parse(plain).map_err(|error| error.to_string())
        } else {
            read(plain)
                .map(|link| link.element_string().clone())
                .map_err(|error| error.to_string())
        };
        let Ok(message) = message else {
            // DIFFERENCE: the cases have (8006) with piece 02 of 01, (22) beside (8006) and (415) without its number. Neither is a
            // message by the AI table, so there is nothing to compress; what the compressed form says is compared all the same.
            let rules = Rules::default();
            let said = |uri: &str| -> Vec<String> {
                let link = CheckedLink::read(uri.as_bytes(), mode, &rules);
                let elements = link.message().elements();
                let mut said: Vec<String> = elements
                    .map(|(element, _)| format!("({}){}", element.ai, element.value))
                    .collect();
                said.sort();
                said
            };
            if !plain.starts_with('(') && said(plain) != said(compressed) {
                wrong.push(format!("{compressed}: {:?}, not {plain}", said(compressed)));
            }
            different += 1;
            continue;
        };
        if direction == "compress" {
            let written = writer.clone().compression(Some(packing)).write(&message);
            if written.as_deref() != Ok(compressed) {
                wrong.push(format!("{plain}: {written:?}, not {compressed}"));
            }
        }
        match read(compressed) {
            Ok(link) if Ok(link.to_string()) == writer.write(&message) => {}
            other => wrong.push(format!("{compressed}: {other:?}, not {plain}")),
        }
    }
    assert!(count - different > 90, "only {count} cases were read");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Sequences of AIs and whether they make a path.
#[rustfmt::skip]
const PATHS: &[(&[&str], bool)] = &[
    (&["00"], true),
    (&["01"], true),
    (&["01", "21"], true),
    (&["01", "10"], true),
    (&["01", "10", "21"], true),
    (&["01", "22"], true),
    (&["01", "22", "21"], true),
    (&["01", "22", "10"], true),
    (&["01", "22", "10", "21"], true),
    (&["01", "235"], true),
    (&["253"], true),
    (&["255"], true),
    (&["401"], true),
    (&["402"], true),
    (&["414"], true),
    (&["414", "254"], true),
    (&["414", "7040"], true),
    (&["415", "8020"], true),
    (&["417"], true),
    (&["417", "7040"], true),
    (&["8003"], true),
    (&["8004"], true),
    (&["8004", "7040"], true),
    (&["8006"], true),
    (&["8006", "21"], true),
    (&["8006", "10"], true),
    (&["8006", "10", "21"], true),
    (&["8006", "22"], true),
    (&["8006", "22", "21"], true),
    (&["8006", "22", "10"], true),
    (&["8006", "22", "10", "21"], true),
    (&["8010"], true),
    (&["8010", "8011"], true),
    (&["8013"], true),
    (&["8017"], true),
    (&["8017", "8019"], true),
    (&["8018"], true),
    (&["8018", "8019"], true),
    // Not so.
    (&[], false),
    (&["10"], false),
    (&["01", "21", "10"], false),
    (&["01", "10", "22"], false),
    (&["01", "235", "21"], false),
    (&["01", "22", "235"], false),
    (&["01", "10", "10"], false),
    (&["01", "01"], false),
    (&["01", "17"], false),
    (&["414", "254", "7040"], false),
    (&["00", "10"], false),
    (&["8006", "235"], false),
    (&["8003", "7040"], false),
    (&["410"], false),
    (&["415"], false),
];

#[test]
fn every_path_is_judged_as_the_ai_table_has_it() {
    for (ais, expected) in PATHS {
        assert_eq!(is_path(ais), *expected, "{ais:?}");
    }
}

/// Texts as they stand in a path and in a query.
#[rustfmt::skip]
const ESCAPED: &[(&str, &str, &str)] = &[
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz"),
    ("0123456789-._~",             "0123456789-._~",             "0123456789-._~"),
    ("!\"#%&'()*+,/:;<=>?", "%21%22%23%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F", "%21%22%23%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F"),
    (" ",    "%20",        "+"),
    (" AB",  "%20AB",      "+AB"),
    ("A B",  "A%20B",      "A+B"),
    ("AB ",  "AB%20",      "AB+"),
    ("A  B", "A%20%20B",   "A++B"),
];

#[test]
fn texts_are_escaped_as_the_published_cases_have_it() {
    for (text, path, query) in ESCAPED {
        assert_eq!(percent::encode(text, Part::Path), *path);
        assert_eq!(percent::encode(text, Part::Query), *query);
        assert_eq!(
            &*percent::decode(path.as_bytes(), Part::Path),
            text.as_bytes()
        );
        assert_eq!(
            &*percent::decode(query.as_bytes(), Part::Query),
            text.as_bytes()
        );
    }
    for (escaped, text) in [
        ("ABC%2", "ABC%2"),
        ("ABCD%", "ABCD%"),
        ("A%4fB", "AOB"),
        ("A%4gB", "A%4gB"),
        ("A%g4B", "A%g4B"),
        ("A%01B", "A\u{1}B"),
    ] {
        assert_eq!(
            &*percent::decode(escaped.as_bytes(), Part::Path),
            text.as_bytes()
        );
    }
}

fn found(uri: &str, mode: Mode) -> Vec<(String, &str)> {
    let read = CheckedLink::read(uri.as_bytes(), mode, &Rules::default());
    read.findings()
        .iter()
        .map(|finding| {
            let span = finding.span();
            (finding.code().to_owned(), &uri[span.start..span.end])
        })
        .collect()
}

/// Bad URIs: the code of what is wrong and the bytes that it is about.
#[rustfmt::skip]
const BAD: &[(&str, &[(&str, &str)])] = &[
    ("https://example.com/about",                              &[("web-address", "https://example.com/about")]),
    ("https://example.com",                                    &[("web-address", "https://example.com")]),
    ("https://example.com/blog/01/15/title",                   &[("web-address", "https://example.com/blog/01/15/title")]),
    ("ftp://example.com/01/09521234543213",                    &[("link-scheme", "ftp")]),
    ("https://:80/01/09521234543213",                          &[("link-host", ":80")]),
    ("https://a:70000/01/09521234543213",                      &[("link-host", "a:70000")]),
    ("https://user@a/01/09521234543213",                       &[("link-host", "user@a")]),
    ("https://[fe80::1%25lo]/01/09521234543213",               &[("link-host", "[fe80::1%25lo]")]),
    ("https://a/01/09521234543213/10/A\"B",                    &[("link-character", "\"")]),
    ("https://a/01/09521234543213/10/A%00B",                   &[("not-in-set-82", "%00")]),
    ("https://a/01/09521234543213/10/A%zzB",                   &[("link-escape", "%zz")]),
    ("https://a/01/09521234543213/10/A%2",                     &[("link-escape", "%2")]),
    ("https://a/01/09521234543213/10/A%C3%A4",                 &[("not-in-set-82", "%C3%A4")]),
    ("https://a/01/09521234543213/10",                         &[("link-cut-short", "10")]),
    ("https://a/01/09521234543213/",                           &[("link-slash", "/")]),
    ("https://a/01/09521234543213/10/",                        &[("value-too-short", "")]),
    ("https://a/01/09521234543213/about/us",                   &[("link-path", "about")]),
    ("https://a/01/09521234543213/x",                          &[("link-path", "x")]),
    ("https://a/01/09521234543213/EEarw",                      &[("link-compressed", "EEarw")]),
    ("https://a/01/09521234543214",                            &[("check-digit", "4")]),
    ("https://a/01/0952123454321",                             &[("value-too-short", "0952123454321")]),
    ("https://a/01/09521234543213/89/A",                       &[("ai-unknown", "89")]),
    ("https://a/01/09521234543213/99/A",                       &[("link-qualifier", "99")]),
    ("https://a/01/09521234543213/21/S/10/L",                  &[("link-qualifier-order", "10")]),
    ("https://a/01/09521234543213/10/A/10/A",                  &[("link-repeated", "10")]),
    ("https://a/01/09521234543213?10=L",                       &[("link-in-path", "10")]),
    ("https://a/01/09521234543213?21=S",                       &[("link-in-path", "21")]),
    ("https://a/01/09521234543213?8200=S",                     &[("link-attribute", "8200")]),
    ("https://a/01/09521234543213?99=A&99=A",                  &[("link-repeated", "99")]),
    ("https://a/01/09521234543213?999=A",                      &[("ai-length", "999")]),
    ("https://a/01/09521234543213?12345=A",                    &[("ai-form", "12345")]),
    ("https://a/01/09521234543213?89=A",                       &[("ai-unknown", "89")]),
    ("https://a/01/09521234543213?99=A+B",                     &[("not-in-set-82", "+")]),
    ("https://a/415/9521234543213",                            &[("ai-required", "415")]),
    ("https://a/410/9521234543213",                            &[("web-address", "https://a/410/9521234543213")]),
    ("https://a/AQnYUc1gmg/10/L",                              &[("link-mixed", "/10/L")]),
    ("https://a/01/09521234543213/EEarwSM/21/S",               &[("link-mixed", "EEarwSM")]),
    ("https://a/01/05412345000013/AQnYUc1gmg",                 &[("link-repeated", "AQnYUc1gmg")]),
    ("https://a/AQnYUc1gmiCNV4JG?10=L",                        &[("link-repeated", "10")]),
    ("https://a/AQnYUc1gmg?10=L",                              &[("link-in-path", "10")]),
    ("https://a/01/09521234543213/10/A/89/B",                  &[("ai-unknown", "89")]),
    // Cut links say nothing that is not there.
    ("https://id.gs1.org/AQnYUc1gmiCNV4J",                     &[("link-compressed", "AQnYUc1gmiCNV4J")]),
    ("https://id.gs1.org/gAQLsVjIGQ",                          &[("web-address", "https://id.gs1.org/gAQLsVjIGQ")]),
    ("https://id.gs1.org/AQnYUc1gmiBHV4Ln-N",                  &[("link-compressed", "AQnYUc1gmiBHV4Ln-N")]),
    ("https://id.gs1.org/CwnYUc1gmo1Xgk",                      &[("link-compressed", "CwnYUc1gmo1Xgk")]),
    // DIFFERENCE: GS1's toolkit reads its own order of the AIs of the code 1A, other tools that of the standard. Neither is chosen.
    ("https://id.gs1.org/Gg7LY0sa6FBfc1Ncg-NgKA",              &[("link-ambiguous", "Gg7LY0sa6FBfc1Ncg-NgKA")]),
    ("https://id.gs1.org/GgFFh0TI6FZ5hYZArIkruswqoO-oI",       &[("link-ambiguous", "GgFFh0TI6FZ5hYZArIkruswqoO-oI")]),
    // Keys of digits alone are AIs, and no other parameters.
    ("https://id.gs1.org/AQnYUc1gm-C17gZk2YsmbE",              &[("link-compressed", "AQnYUc1gm-C17gZk2YsmbE")]),
    ("https://id.gs1.org/AQnYUc1gm-C10gGC",                    &[("link-compressed", "AQnYUc1gm-C10gGC")]),
    // Elements before the bits of a tag, or before a segment that they are no key of.
    ("https://a/01/05412345000013/eh30164596f40c0e5cbe991a83", &[("link-mixed", "eh30164596f40c0e5cbe991a83")]),
    ("https://a/01/05412345000013/10/A/exMBZFlvQMDly-mRqD",    &[("link-mixed", "exMBZFlvQMDly-mRqD")]),
    ("https://a/00/106141412345678908/eh30164596f40c0e5cbe991a83", &[("link-mixed", "eh30164596f40c0e5cbe991a83")]),
    ("https://a/01/05412345000013/10/A/89/B/exMBZFlvQMDly-mRqD", &[("ai-unknown", "89"), ("link-mixed", "exMBZFlvQMDly-mRqD")]),
    // Words that begin like the bits of a tag.
    ("https://example.com/experience-center",                  &[("web-address", "https://example.com/experience-center")]),
    ("https://example.com/exhibitions-2026",                   &[("web-address", "https://example.com/exhibitions-2026")]),
    ("https://example.com/shop/explore-products",              &[("web-address", "https://example.com/shop/explore-products")]),
    ("https://example.com/exchange_rates",                     &[("web-address", "https://example.com/exchange_rates")]),
    ("https://example.com/exLevel",                            &[("web-address", "https://example.com/exLevel")]),
    ("https://a/exMBZFlvQMDly-mRqD==",                         &[("link-compressed", "==")]),
    ("https://a/eh3500e86f8000a9e000000586",                   &[("link-compressed", "eh3500e86f8000a9e000000586")]),
    // A tag that is cut in the middle of a number.
    ("https://a/eh30164596f40c0e5cbe991a8",                    &[("link-compressed", "eh30164596f40c0e5cbe991a8")]),
    // All at once, each where it is.
    ("https://a$/01/09521234543214/10/A%zz?17=260230&99=",     &[("link-host", "a$"), ("check-digit", "4"), ("link-escape", "%zz"), ("date-day", "30"), ("value-too-short", "")]),
];

#[test]
fn every_bad_uri_says_what_and_where() {
    for (uri, expected) in BAD {
        let expected: Vec<(String, &str)> = expected
            .iter()
            .map(|(code, text)| ((*code).to_owned(), *text))
            .collect();
        assert_eq!(found(uri, Mode::STRICT), expected, "{uri}");
        assert!(DigitalLink::parse(uri).is_err());
    }
}

#[test]
fn what_stands_beside_the_elements_is_kept() {
    let uri = "http://[2001:db8::1]:8080/a/b/01/09521234543213/22/V?linkType=gs1:pip&x&17=270400&y=%zz#top/01";
    let link = DigitalLink::parse(uri).expect(uri);
    assert_eq!(link.stem().as_str(), "http://[2001:db8::1]:8080/a/b");
    let other: Vec<_> = link.other_parameters().collect();
    assert_eq!(
        other,
        [
            ("linkType", Some("gs1:pip")),
            ("x", None),
            ("y", Some("%zz"))
        ]
    );
    assert_eq!(link.fragment(), Some("top/01"));
    assert_eq!(
        link.to_string(),
        "http://[2001:db8::1]:8080/a/b/01/09521234543213/22/V?17=270400&linkType=gs1:pip&x&y=%zz#top/01"
    );
    // What the compressed form cannot hold stays where it is.
    let short = link
        .write(&Writer::default().compression(Some(Compression::LEGACY)))
        .expect("a link");
    assert_eq!(
        DigitalLink::parse(&short).expect(&short).canonical(),
        link.canonical()
    );
    let plain = DigitalLink::parse("https://a/01/09521234543213?lang=de&n=007").expect("a link");
    let packed = plain
        .write(&Writer::default().compression(Some(Compression::LEGACY)))
        .expect("a link");
    assert!(!packed.contains('?'), "{packed}");
    assert_eq!(DigitalLink::parse(&packed), Ok(plain));
    assert!(
        short.ends_with("?linkType=gs1:pip&x&y=%zz#top/01"),
        "{short}"
    );
}

#[test]
fn upper_case_stops_at_the_host() {
    let link = DigitalLink::parse("HTTPS://EXAMPLE.COM/Path/01/09521234543213").expect("a link");
    assert_eq!(
        link.to_string(),
        "https://example.com/Path/01/09521234543213"
    );
    let for_qr = link
        .write(&Writer::default().upper_case(true))
        .expect("a link");
    assert_eq!(for_qr, "HTTPS://EXAMPLE.COM/Path/01/09521234543213");
    assert_eq!(DigitalLink::parse(&for_qr).as_ref(), Ok(&link));
}

#[test]
fn a_stem_that_ends_like_elements_takes_no_compressed_part() {
    let message = ElementString::parse("(01)09521234543213(10)A").expect("a message");
    for (stem, takes) in [
        ("https://a/p/01/00614141123452/22/2A/10", false),
        ("https://a/01/00614141123452", false),
        ("https://a/01", false),
        ("https://a/10", true),
        ("https://a/2026/01/shop", false),
        ("https://a/p", true),
    ] {
        let writer = Writer::default().stem(Stem::parse(stem).expect(stem));
        let plain = writer.write(&message).expect("a plain link");
        assert_eq!(
            DigitalLink::parse(&plain).expect(&plain).stem().as_str(),
            stem
        );
        match writer
            .compression(Some(Compression::LEGACY))
            .write(&message)
        {
            Ok(short) => assert_eq!(DigitalLink::parse(&short).expect(&short).to_string(), plain),
            Err(error) => assert!(!takes && error.code() == "stem-elements", "{stem}"),
        }
    }
}

/// Templates and what is wrong with them.
#[rustfmt::skip]
const TEMPLATES: &[(&str, &[&str])] = &[
    ("https://example.com/01/{gtin}/10/{lot}/21/{ser}", &[]),
    ("/01/{01}/21/{21}?17={17}",                        &[]),
    ("01/{gtin}",                                       &[]),
    ("/01/{id}/10/LOT7",                                &[]),
    ("/00/{sscc}?02={content}&37={count}",              &[]),
    ("/01/09521234543213/21/{serial_number}",           &[]),
    ("/01/09521234543213",                              &[]),
    ("/8004/{giai}/7040/{uic}",                         &[]),
    ("/{tenant}/01/{gtin}",                             &[]),
    ("{tenant}/01/{gtin}?linkType={type}",              &[]),
    ("/415/{415}/8020/{ref}",                           &[]),
    ("/415/{415}",                                      &["ai-required"]),
    ("/8006/{itip}/22/{cpv}",                           &["ai-required"]),
    ("/00/{sscc}?02={content}",                         &["ai-required"]),
    ("https://{host}/01/{gtin}",                        &["link-host"]),
    ("/01/{gtin}?{key}=1",                              &["link-character", "link-character"]),
    ("/01/{gtin}/10/{gtin}",                            &["link-variable"]),
    ("/01/{gtin}/10/L{lot}",                            &["link-character", "link-character"]),
    ("/01/{gtin}/10/{}",                                &["link-character"]),
    ("/01/{gtin}/21/{ser}/10/{lot}",                    &["link-qualifier-order"]),
    ("/01/{gtin}/99/{own}",                             &["link-qualifier"]),
    ("/01/{gtin}?10={lot}",                             &["link-in-path"]),
    ("/01/{gtin}/10",                                   &["link-cut-short"]),
    ("/01/09521234543214/21/{ser}",                     &["check-digit"]),
    ("/01/{gtin}?17={exp}&17={exp}",                    &["link-repeated"]),
    ("/about/{page}",                                   &["web-address"]),
    ("https://exa mple/01/{gtin}",                      &["link-host", "link-character"]),
];

#[test]
fn templates_are_judged_without_their_values() {
    for (text, expected) in TEMPLATES {
        let codes: Vec<String> = match Template::parse(text) {
            Ok(_) => Vec::new(),
            Err(error) => error
                .findings()
                .iter()
                .map(|finding| finding.code().to_owned())
                .collect(),
        };
        assert_eq!(codes, *expected, "{text}");
    }
}

#[test]
fn a_template_is_filled_with_values_that_are_right() {
    let template = Template::parse("/01/{gtin}/10/{lot}").expect("a template");
    let fill = |gtin, lot| template.fill(|name| if name == "gtin" { gtin } else { lot });
    assert_eq!(
        fill(Some("09521234543213"), Some("A B"))
            .expect_err("a space")
            .findings()[0]
            .code(),
        "not-in-set-82"
    );
    assert_eq!(
        fill(Some("09521234543213"), Some("A/B")).as_deref(),
        Ok("/01/09521234543213/10/A%2FB")
    );
    let error = fill(Some("09521234543214"), Some("A")).expect_err("a check digit");
    assert_eq!(
        (error.findings()[0].code(), error.findings()[0].span().start),
        ("check-digit", 17)
    );
    let beside = Template::parse("https://a/{shop}/01/{gtin}?type={type}").expect("a template");
    let filled = beside.fill(|name| match name {
        "shop" => Some("a/b"),
        "gtin" => Some("09521234543213"),
        _ => Some("x y&z"),
    });
    assert_eq!(
        filled.as_deref(),
        Ok("https://a/a%2Fb/01/09521234543213?type=x+y%26z")
    );
    let error = fill(Some("09521234543213"), None).expect_err("no lot");
    assert_eq!(error.findings()[0].code(), "link-variable");
}

/// DIFFERENCE: other tools write names on request (`/gtin/../lot/..`). Here they are read and never written: URI Syntax 1.7 has no
/// names, a link with them is no canonical one, and strict readers refuse it.
#[test]
fn lenient_modes_accept_what_they_say() {
    for (uri, mode, expected) in [
        (
            "https://a/01/9521234543213",
            Mode::STRICT.zero_suppressed_gtins(),
            "(01)09521234543213",
        ),
        (
            "https://a/gtin/09521234543213/lot/L?exp=270400",
            Mode::STRICT.names(),
            "(01)09521234543213(10)L(17)270400",
        ),
        (
            "https://a/01/09521234543213/10/A%zz",
            Mode::STRICT.literal_percent(),
            "(01)09521234543213(10)A%zz",
        ),
        (
            "HtTpS://a/01/09521234543213",
            Mode::STRICT.any_case_scheme(),
            "(01)09521234543213",
        ),
        (
            "https://a/410/9521234543213",
            Mode::STRICT.legacy_keys(),
            "(410)9521234543213",
        ),
    ] {
        assert!(!found(uri, Mode::STRICT).is_empty(), "{uri}");
        let link = DigitalLink::parse_as(uri, mode).expect(uri);
        assert_eq!(link.element_string().to_string(), expected);
        if expected.contains("(410)") {
            continue;
        }
        assert_eq!(DigitalLink::parse_as(uri, Mode::LENIENT), Ok(link));
    }
}

/// What a tag holds, as a link: the published examples of the standard for EPC binary strings.
#[test]
fn the_bits_of_a_tag_are_a_link() {
    for uri in [
        "https://id.gs1.org/eh30164596f40c0e5cbe991a83",
        "https://id.gs1.org/exMBZFlvQMDly-mRqD",
        "https://example.com/eh30164596f40c0e5cbe991a83?linkType=all",
    ] {
        let link = DigitalLink::parse(uri).expect(uri);
        assert_eq!(
            link.canonical(),
            "https://id.gs1.org/01/09528765123457/21/123456789123"
        );
        assert!(uri.starts_with(link.stem().as_str()));
    }
    let upper = "https://id.gs1.org/eh30164596F40C0E5CBE991A83";
    assert_eq!(
        found(upper, Mode::STRICT)[0].0,
        "web-address",
        "the digits are small letters"
    );
    // A coding that does not exist.
    assert_eq!(
        found(
            "https://id.gs1.org/eh07164596f40c0e5cbe991a83",
            Mode::STRICT
        )[0]
        .0,
        "web-address"
    );
    // An SGTIN-96 whose partition does not, and one that is no GS1 key: each says so.
    for (bits, place, reason) in [
        (
            "eh301e4596f40c0e5cbe991a83",
            "1e",
            "partition 7 is reserved",
        ),
        (
            "eh3500e86f8000a9e000000586",
            "eh3500e86f8000a9e000000586",
            "has no GS1 key",
        ),
        ("eh2f0203234454536420000162d", "d", "the EPC ends at bit 96"),
    ] {
        let uri = format!("https://id.gs1.org/{bits}");
        let read = CheckedLink::read(uri.as_bytes(), Mode::STRICT, &Rules::default());
        let [finding] = read.findings() else {
            panic!("{uri}: {:?}", read.findings());
        };
        let span = finding.span();
        assert_eq!(
            (finding.code(), &uri[span.start..span.end]),
            ("link-compressed", place)
        );
        assert!(finding.message().contains(reason), "{}", finding.message());
    }
    for elements in [
        "(01)05012345678900(21)WG-2026040001(10)2026-04-A",
        "(00)106141412345678908",
        "(414)9521234543213(254)A/7",
    ] {
        let message = ElementString::parse(elements).expect(elements);
        for form in [Compression::EpcHex, Compression::EpcBase64] {
            let short = Writer::default()
                .compression(Some(form))
                .write(&message)
                .expect(elements);
            let link = DigitalLink::parse(&short).expect(&short);
            assert_eq!(
                Ok(link.canonical()),
                Writer::default().write(&message),
                "{short}"
            );
        }
    }
    let model = ElementString::parse("(8013)1987654Ad4X4bL5ttr2310c2K").expect("a model");
    let refused = Writer::default()
        .compression(Some(Compression::EpcHex))
        .write(&model);
    assert!(refused.is_err_and(|error| error.code().starts_with("epc-")));
}

/// Tags that fill no byte, and short ones: a tag is whole where its bits are, with zeros to the end of the last character.
#[test]
fn the_bits_of_a_tag_may_end_within_a_byte() {
    for (segment, expected) in [
        (
            "eh3774257bf40c0e59b2c2bf100000000000000000000",
            "(8003)0061414112345232a/b",
        ),
        ("ehfa09521234f0", "(8004)9521234"),
        ("ex-glSEjQf", "(8004)95212341"),
    ] {
        let uri = format!("https://id.gs1.org/{segment}");
        let link = DigitalLink::parse(&uri).unwrap_or_else(|error| panic!("{uri}: {error}"));
        assert_eq!(link.element_string().to_string(), expected, "{uri}");
    }
    let dated = DigitalLink::parse("https://id.gs1.org/ehfb342cde795211411234538566cb0afc4")
        .expect("a tag");
    assert_eq!(dated.key().value, "79521141123453");
    // What is not zero after the last bit, and digits that are missing.
    for segment in [
        "eh3774257bf40c0e59b2c2bf100000000000000000001",
        "eh3774257bf40c0e59b2c2bf10000000000000000000",
        "ehfb342cde795211411234538566cb0afc",
    ] {
        let uri = format!("https://id.gs1.org/{segment}");
        assert!(DigitalLink::parse(&uri).is_err(), "{uri}");
    }
}

#[test]
fn an_unknown_ai_is_an_attribute_or_nothing() {
    let rules = Rules::default().allow("ai-unknown");
    let codes = |uri: &str, mode| -> Vec<&str> {
        let read = CheckedLink::read(uri.as_bytes(), mode, &rules);
        let errors = read.findings().iter().filter(|finding| !finding.is_note());
        errors.map(Finding::code).collect()
    };
    let (path, query) = (
        "https://a/01/09521234543213/89/A",
        "https://a/01/09521234543213?89=A",
    );
    assert_eq!(codes(path, Mode::STRICT), ["link-qualifier"]);
    assert_eq!(codes(path, Mode::LENIENT), ["link-qualifier"]);
    assert_eq!(codes(query, Mode::STRICT), ["link-attribute"]);
    assert!(codes(query, Mode::LENIENT).is_empty());
}

/// A browser takes them out of the path before the server sees it, `%2E` as well: no link is written so, and one that was is noted.
#[test]
fn dots_alone_are_no_value_for_a_path() {
    for (uri, place) in [
        ("https://a/01/09521234543213/10/.", "."),
        ("https://a/01/09521234543213/10/..", ".."),
        ("https://a/01/09521234543213/10/%2E%2e", "%2E%2e"),
        // The same as the first one, compressed.
        ("https://id.gs1.org/ARFRq5sE2iECu", "ARFRq5sE2iECu"),
    ] {
        assert_eq!(
            found(uri, Mode::STRICT),
            [("link-dot-segment".to_owned(), place)]
        );
        let read = CheckedLink::read(uri.as_bytes(), Mode::STRICT, &Rules::default());
        assert!(
            read.is_ok() && read.into_link().is_err(),
            "a note, and no link to give on"
        );
    }
    assert!(DigitalLink::parse("https://a/01/09521234543213/10/...?240=.").is_ok());
    let message = ElementString::parse("(01)09521234543213(10)..(21).").expect("a message");
    for form in [None, Some(Compression::LEGACY), Some(Compression::EpcHex)] {
        let error = Writer::default()
            .compression(form)
            .write(&message)
            .expect_err("dots");
        assert_eq!(error.code(), "link-dot-segment");
        assert!(error.to_string().starts_with("(10): "), "{error}");
    }
    let error = DigitalLink::from_element_string(&message, Stem::CANONICAL).expect_err("dots");
    assert_eq!(error.code(), "link-dot-segment");
}
