//! GS1 Digital Link URIs against published cases: `vectors/links.tsv`, made from the test cases of GS1's engine and parser.

use unitmark::element::{ElementString, Finding, Rules};
use unitmark::link::{CheckedLink, Compression, DigitalLink, Mode, Stem, Writer, is_path};
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
        if said != expected {
            // Unknown AIs have no place in an unbracketed text of the engine that says where they end.
            let joined = |elements: &[(String, String)]| {
                elements
                    .iter()
                    .map(|(ai, value)| format!("{ai}{value}"))
                    .collect::<String>()
            };
            if joined(&said) != unbracketed.replace('^', "") {
                wrong.push(format!("{uri}: {said:?}, not {unbracketed}"));
            }
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
