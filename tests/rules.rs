//! The component rules against published cases: `vectors/rules.tsv`, made from the test cases of GS1's reference rules.

use unitmark::ai::linter::Rule;

const CASES: &str = include_str!("vectors/rules.tsv");

/// `\x1d` is byte 1D; two apostrophes are an empty input.
fn bytes(text: &str) -> Vec<u8> {
    if text == "''" {
        return Vec::new();
    }
    let mut pieces = text.split("\\x");
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (hex, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(hex, 16).expect("two hexadecimal digits"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

#[test]
fn every_rule_agrees_with_the_published_cases() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in CASES.lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [name, verdict, place, inputs] = fields[..] else {
            panic!("four fields in {row}");
        };
        let rule = Rule::find(name).expect(name);
        for input in inputs.split(' ') {
            count += 1;
            let (code, span) = match rule.check(&bytes(input)) {
                Ok(()) => ("ok", String::new()),
                Err(flaw) => (flaw.reason.code, flaw.span.to_string()),
            };
            if (code, span.as_str()) != (verdict, place) {
                wrong.push(format!(
                    "{name} {input}: {code} {span}, not {verdict} {place}"
                ));
            }
        }
    }
    assert!(count > 2800, "only {count} cases were read");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
