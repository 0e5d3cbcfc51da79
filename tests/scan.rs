//! What `read` says of scans: published cases, keyboard wedges, keys, bad input.

use unitmark::element::{Finding, FindingKind};
use unitmark::scan::{ReadAs, ReadOptions, Reading, Report, Separator, read};

fn plain(input: &[u8]) -> Report<'_> {
    read(input, &ReadOptions::default())
}

fn codes<'r>(report: &'r Report<'_>) -> Vec<&'r str> {
    report.findings().map(Finding::code).collect()
}

/// Scans and what they say, bracketed, or the code of what is wrong.
#[rustfmt::skip]
const SCANS: &[(&[u8], &str)] = &[
    // The cases of the reference engine.
    (b"]X",                                                        "symbology-identifier"),
    (b"]Q3",                                                       "empty"),
    (b"]C1",                                                       "empty"),
    (b"]J1",                                                       "empty"),
    (b"]Q3011231231231233310ABC123\x1d99TESTING",                  "(01)12312312312333(10)ABC123(99)TESTING"),
    (b"]d2011231231231233310ABC123\x1d99TESTING",                  "(01)12312312312333(10)ABC123(99)TESTING"),
    (b"]J1011231231231233310ABC123\x1d99TESTING",                  "(01)12312312312333(10)ABC123(99)TESTING"),
    (b"]e0011231231231233310ABC123\x1d99TESTING",                  "(01)12312312312333(10)ABC123(99)TESTING"),
    (b"]e0011231231231233310ABC123\x1d1199122598TESTING\x1d97XYZ", "(01)12312312312333(10)ABC123(11)991225(98)TESTING(97)XYZ"),
    (b"]E012345678901234",                                         "symbol-digits"),
    (b"]E02112345678901",                                          "check-digit"),
    (b"]E4",                                                       "symbol-digits"),
    (b"]E412ABC678",                                               "not-a-digit"),
    (b"]E402345674",                                               "check-digit"),
    (b"]E402345673",                                               "(01)00000002345673"),
    (b"]E02112345678900|]e099COMPOSITE\x1d98XYZ",                  "(01)02112345678900|(99)COMPOSITE(98)XYZ"),
    // DIFFERENCE: the reference takes any text after ]Q1, ]d1 and ]J0 and says nothing about it; here the question is whether it is
    // GS1 data, and the answer is that the identifier says it is not.
    (b"]Q1",                                                       "not-gs1"),
    (b"]d1\\^TESTING",                                             "not-gs1"),
    (b"]J0https://example.com/01/12312312312333?99=TEST",          "(01)12312312312333(99)TEST"),
    (b"]Q1https://a/NOPRIMARYAI",                                  "web-address"),
    // DIFFERENCE: the reference takes a scheme in both cases for text and says nothing; the standard has http and https.
    (b"]Q1HtTps://example.com/01/12312312312333?99=TEST",          "link-scheme"),
    // More that scanners send.
    (b"]Q1HTTPS://EXAMPLE.COM/01/09521234543213/10/L%2F1",         "(01)09521234543213(10)L/1"),
    (b"]d1https://example.com/01/09521234543213/21/S?17=270400",   "(01)09521234543213(21)S(17)270400"),
    (b"]d1https://example.com/01/09521234543214",                  "check-digit"),
    (b"]Q3https://example.com/01/09521234543213",                  "ai-expected"),
    (b"]I110614141000019",                                         "(01)10614141000019"),
    (b"]E3501234567890012",                                        "(01)05012345678900"),
    (b"]E35012345678900",                                          "symbol-digits"),
    (b"]E05012345678900",                                          "(01)05012345678900"),
    (b"]A0HELLO",                                                  "not-gs1"),
    (b"]d1X001ABCDEF",                                             "amazon-fnsku"),
];

#[test]
fn every_scan_is_read_as_its_identifier_says() {
    for (scan, expected) in SCANS {
        let report = plain(scan);
        let said = report
            .bracketed()
            .unwrap_or_else(|| codes(&report).join(" "));
        assert_eq!(said, *expected, "{}", String::from_utf8_lossy(scan));
        assert!(
            report
                .findings()
                .all(|finding| finding.span().end <= scan.len())
        );
    }
}

#[test]
fn spans_of_a_composite_count_in_the_scan() {
    let scan = b"]E02112345678900|]e099COMPOSITE\x1d17260231";
    let report = plain(scan);
    for (element, span) in report
        .elements()
        .filter(|(element, _)| element.ai.code() != "01")
    {
        assert_eq!(&scan[span.start..span.end], element.value.as_bytes());
    }
    let place = report
        .findings()
        .find(|finding| finding.code() == "date-day")
        .map(Finding::span);
    assert_eq!(
        place.map(|span| &scan[span.start..span.end]),
        Some(&b"31"[..])
    );
}

#[test]
fn a_key_alone_says_what_else_it_may_be() {
    let alternatives = |input: &'static [u8]| {
        let report = plain(input);
        assert_eq!(report.reading(), Reading::Key);
        assert!(report.is_ok(), "{:?}", codes(&report));
        report
            .alternatives()
            .iter()
            .map(|other| other.bracketed.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(alternatives(b"05012345678900"), [""; 0]);
    assert_eq!(
        alternatives(b"9521321000018"),
        ["(414)9521321000018", "(95)21321000018"]
    );
    assert_eq!(
        codes(&plain(b"4006381333932")),
        ["check-digit"],
        "not (400)6381333932"
    );
    assert_eq!(
        alternatives(b"106141412345678908"),
        ["(8017)106141412345678908", "(8018)106141412345678908"]
    );
    // These eight digits are a GTIN-8 and a UPC-E.
    let both = (0..2_000_000_u32)
        .map(|n| format!("{n:08}"))
        .find(|text| {
            unitmark::key::Gtin::parse(text).is_ok()
                && unitmark::key::Gtin::from_upc_e(text).is_ok()
        })
        .expect("there are such numbers");
    assert_eq!(plain(both.as_bytes()).alternatives().len(), 1);
    let upc_e_only = plain(b"04252614");
    assert_eq!(upc_e_only.gtin(), Some("00042100005264"));
}

#[test]
fn residues_of_the_separator_are_read_only_when_asked_for() {
    for residue in unitmark::scan::RESIDUES {
        let scan = format!("010952123454321310LOT-A{residue}21SER-B");
        let auto = ReadOptions {
            separator: Separator::Auto,
            ..ReadOptions::default()
        };
        let named = ReadOptions {
            separator: Separator::Text(residue.as_bytes().to_vec()),
            ..ReadOptions::default()
        };
        let expected = Some("(01)09521234543213(10)LOT-A(21)SER-B");
        assert_eq!(
            read(scan.as_bytes(), &named).bracketed().as_deref(),
            expected,
            "{residue}"
        );
        assert_ne!(
            plain(scan.as_bytes()).bracketed().as_deref(),
            expected,
            "{residue}"
        );
        // Digits are data too: the value is valid as it stands, and nothing is guessed.
        let report = read(scan.as_bytes(), &auto);
        let said = if plain(scan.as_bytes()).is_ok() {
            report
                .alternatives()
                .first()
                .map(|other| other.bracketed.clone())
        } else {
            report.bracketed()
        };
        assert_eq!(said.as_deref(), expected, "{residue}");
    }
}

#[test]
fn spans_behind_a_residue_count_in_what_was_typed() {
    let scan = b"]d2010952123454321310LOT{GS}17260231";
    let options = ReadOptions {
        separator: Separator::Text(b"{GS}".to_vec()),
        ..ReadOptions::default()
    };
    let report = read(scan, &options);
    let finding = report.findings().next().expect("an impossible date");
    assert_eq!(finding.code(), "date-day");
    assert_eq!(&scan[finding.span().start..finding.span().end], b"31");
}

#[test]
fn a_missing_separator_names_what_was_swallowed_and_lists_readings() {
    let scan = b"]d2010952123454321310LOT1234567890AB21SERIAL-000123";
    let report = plain(scan);
    let missing = report
        .findings()
        .find(|finding| finding.code() == "separator-missing")
        .expect("the finding");
    assert_eq!(missing.ai(), Some("10"));
    assert!(matches!(
        missing.kind(),
        FindingKind::SeparatorMissing { .. }
    ));
    assert!(
        report
            .repairs()
            .iter()
            .any(|repair| repair.bracketed
                == "(01)09521234543213(10)LOT1234567890AB(21)SERIAL-000123")
    );
    assert_eq!(report.bracketed(), None, "a repair is never applied");
    for repair in report.repairs() {
        assert!(unitmark::element::ElementString::parse(&repair.bracketed).is_ok());
    }
}

#[test]
fn what_amazon_prints_is_named() {
    assert_eq!(codes(&plain(b"X001ABCDEF")), ["amazon-fnsku"]);
    assert_eq!(
        codes(&plain(b"AZ:ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
        ["amazon-transparency"]
    );
    assert_eq!(codes(&plain(b"X001abcdef")), ["unrecognised"]);
}

#[test]
fn bad_input_is_a_finding_with_a_place() {
    let ten_thousand = "(99)A".repeat(10_000);
    let cases: &[(&[u8], &str)] = &[
        (b"", "empty"),
        (b"\0", "unrecognised"),
        (b"(10)A\0B", "not-in-set-82"),
        ("(01)٠٩٥٢١٢٣٤٥٤٣٢١٣".as_bytes(), "not-a-digit"),
        ("(10)Größe".as_bytes(), "not-in-set-82"),
        (b"(10)\xFF", "not-in-set-82"),
        (b"(01", "bracket-open"),
        (b"(01)0952123454321", "value-too-short"),
        (b"(10)A(21", "bracket-open"),
        (b"^01095212", "value-too-short"),
        (b"01)09521234543213", "not-a-digit"),
        (b"(01)09521234543213|", "composite"),
        (b"|(01)09521234543213", "unrecognised"),
        (b"(01)09521234543213|(99)A|(98)B", "composite"),
        (ten_thousand.as_bytes(), "message-too-long"),
        (b"]", "symbology-identifier"),
    ];
    for (input, code) in cases {
        let report = plain(input);
        let shown = String::from_utf8_lossy(input.get(..60).unwrap_or(input)).into_owned();
        assert!(!report.is_ok(), "{shown}");
        assert!(
            codes(&report).contains(code),
            "{shown}: {:?}",
            codes(&report)
        );
        for finding in report.findings() {
            assert!(
                finding.span().start <= finding.span().end && finding.span().end <= input.len(),
                "{shown}"
            );
            assert!(!finding.message().is_empty() && !finding.help().is_empty());
        }
    }
}

#[test]
fn a_reading_can_be_demanded() {
    let demand = |read_as, input: &'static [u8]| {
        read(
            input,
            &ReadOptions {
                read_as,
                ..ReadOptions::default()
            },
        )
        .is_ok()
    };
    assert!(demand(ReadAs::Raw, b"0109521234543213"));
    assert!(demand(ReadAs::Key, b"09521234543213"));
    assert!(!demand(ReadAs::Key, b"(01)09521234543213"));
    assert!(!demand(ReadAs::Bracketed, b"0109521234543213"));
    assert!(!demand(ReadAs::Scan, b"0109521234543213"));
    assert!(demand(ReadAs::Unbracketed, b"^0109521234543213"));
}

#[test]
fn an_unknown_ai_may_be_allowed_but_not_with_a_length_that_its_first_digits_forbid() {
    let rules = unitmark::element::Rules::default().allow("ai-unknown");
    let options = ReadOptions {
        rules,
        ..ReadOptions::default()
    };
    assert!(read(b"(01)09521234543213(89)ABC", &options).is_ok());
    assert_eq!(
        codes(&read(b"(011)09521234543213", &options)),
        ["ai-length"]
    );
    assert_eq!(
        codes(&read(b"(011)09521234543213", &ReadOptions::default())),
        ["ai-length"]
    );
}
