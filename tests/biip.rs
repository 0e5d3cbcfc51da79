//! Keys, prefixes and typed values against a second implementation: `vectors/biip.tsv`, recorded from biip 5.2.0 (Apache-2.0).

use unitmark::check::gs1_mod10;
use unitmark::element::{Checked, Rules, Severity, Syntax};
use unitmark::key::{Gln, Gtin, Sscc, gs1_prefix};
use unitmark::scan::{ReadOptions, read};

const CASES: &str = include_str!("vectors/biip.tsv");

/// Where this library means to answer otherwise, and why.
#[rustfmt::skip]
const DIFFERENCES: &[(&str, &str)] = &[
    ("element 0107032069804987",     "a wrong check digit makes the element invalid, not only the GTIN in it"),
    ("message 0105901234123458",     "the same"),
    ("message   \\x09 800307071324001022085952 \\x0a  ", "the check digit of a GRAI is checked"),
    ("message 90N.IGK\\x1d724128",   "28 is no AIDC media type"),
    ("element 43240701029999",       "the dictionary demands an hour that exists"),
];

fn text(field: &str) -> String {
    let mut text = String::new();
    let mut rest = field;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (code, tail) = match after.strip_prefix("u{") {
            Some(hex) => hex.split_once('}').expect("a closing brace"),
            None => after.strip_prefix('x').expect("an escape").split_at(2),
        };
        let code = u32::from_str_radix(code, 16).expect("hexadecimal digits");
        text.push(char::from_u32(code).expect("a character"));
        rest = tail;
    }
    text + rest
}

/// Elements as biip shows them; associations are not its business.
fn elements(input: &str) -> String {
    let rules = ["ai-required", "ai-excluded"]
        .iter()
        .fold(Rules::default(), |rules, code| rules.allow(code));
    let checked = Checked::read(input.as_bytes(), Syntax::Raw, &rules);
    if checked
        .findings()
        .iter()
        .any(|finding| finding.severity() == Severity::Error)
    {
        return "error".to_owned();
    }
    let shown = checked.elements().map(|(element, _)| {
        let mut shown = format!("({}){}", element.ai, element.value);
        if let Some(date) = element.date(2026) {
            let (year, month, day) = (date.year(), date.month(), date.last_day());
            shown = format!("{shown}={year:04}-{month:02}-{day:02}");
        }
        if let Some(decimal) = element.decimal().filter(|_| element.currency().is_none()) {
            // biip shows numbers without zeros at their end.
            let decimal = decimal.to_string();
            shown += "~";
            shown += if decimal.contains('.') {
                decimal.trim_end_matches('0').trim_end_matches('.')
            } else {
                &decimal
            };
        }
        shown
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn answer(what: &str, input: &str) -> String {
    let or_error = |text: Option<String>| text.unwrap_or_else(|| "error".to_owned());
    // DIFFERENCE: biip strips white space around a key; here white space is a character that a key cannot have, and the finding
    // says where it stands.
    let stripped = input.trim();
    if let Some(length) = what.strip_prefix("as_gtin_") {
        let length = length.parse().expect("a number");
        return or_error(
            Gtin::parse(stripped)
                .ok()
                .and_then(|gtin| gtin.as_gtin(length).map(str::to_owned)),
        );
    }
    match what {
        "gtin" => or_error(Gtin::parse(stripped).ok().map(|gtin| gtin.to_string())),
        "gln" => or_error(Gln::parse(stripped).ok().map(|gln| gln.to_string())),
        "sscc" => or_error(Sscc::parse(stripped).ok().map(|sscc| sscc.to_string())),
        "check_digit" => or_error(gs1_mod10(input.as_bytes()).map(|digit| digit.to_string())),
        "upc_e" => or_error(Gtin::from_upc_e(input).ok().map(|gtin| gtin.to_string())),
        "to_upc_e" => or_error(Gtin::parse(input).ok().and_then(|gtin| gtin.to_upc_e())),
        "prefix" => or_error(gs1_prefix(input).map(|range| range.name.to_owned())),
        "scan_gtin" => {
            let report = read(stripped.as_bytes(), &ReadOptions::default());
            or_error(report.gtin().filter(|_| report.is_ok()).map(str::to_owned))
        }
        "element" | "message" => elements(stripped),
        other => panic!("no such case: {other}"),
    }
}

#[test]
fn a_second_implementation_agrees() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for row in CASES.lines().filter(|row| !row.starts_with('#')) {
        count += 1;
        let fields: Vec<&str> = row.split('\t').collect();
        let [what, input, expected] = fields[..] else {
            panic!("three fields in {row}")
        };
        let said = answer(what, &text(input));
        let meant = DIFFERENCES
            .iter()
            .any(|(case, _)| *case == format!("{what} {input}"));
        assert!(
            !meant || said != text(expected),
            "{what} {input} is no difference any more"
        );
        if said != text(expected) && !meant {
            wrong.push(format!("{what} {input}: {said}, not {expected}"));
        }
    }
    assert!(count > 100, "only {count} cases were read");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
