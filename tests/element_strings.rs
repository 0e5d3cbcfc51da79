//! Element strings against published cases: `vectors/element_strings.tsv`, made from the test cases of GS1's reference engine.

use unitmark::element::{Checked, ElementString, Finding, Rules, Severity, Syntax};

const CASES: &str = include_str!("vectors/element_strings.tsv");

/// `\x1d` is byte 1D, `\\` a backslash.
fn text(field: &str) -> String {
    let mut text = String::new();
    let mut rest = field;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        rest = match after.strip_prefix('x') {
            Some(hex) => {
                let (digits, tail) = hex.split_at(2);
                text.push(char::from(
                    u8::from_str_radix(digits, 16).expect("hexadecimal digits"),
                ));
                tail
            }
            None => {
                text.push('\\');
                &after[1..]
            }
        };
    }
    text.push_str(rest);
    text
}

fn rules(name: &str) -> Rules {
    let rules = Rules::default();
    match name {
        "default" => rules,
        "unknown" => rules.allow("ai-unknown"),
        "alone" => rules
            .allow("ai-required")
            .allow("ai-excluded")
            .allow("ai-repeated"),
        other => panic!("no such rules: {other}"),
    }
}

#[test]
fn every_message_agrees_with_the_published_cases() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in CASES.lines().filter(|row| !row.starts_with('#')) {
        count += 1;
        let fields: Vec<&str> = row.split('\t').collect();
        let [form, rule_set, verdict, input, unbracketed, bracketed, hri] = fields[..] else {
            panic!("seven fields in {row}");
        };
        let (input, unbracketed, bracketed) = (text(input), text(unbracketed), text(bracketed));
        let syntax = if form == "bracketed" {
            Syntax::Bracketed
        } else {
            Syntax::Unbracketed
        };
        let checked = Checked::read(input.as_bytes(), syntax, &rules(rule_set));
        let errors: Vec<&str> = checked
            .findings()
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .map(Finding::code)
            .collect();
        let agrees = if verdict == "ok" {
            errors.is_empty()
        } else {
            verdict.split('|').any(|code| errors.contains(&code))
        };
        if !agrees {
            wrong.push(format!("{form} {input}: {errors:?}, not {verdict}"));
            continue;
        }
        if verdict == "ok" && rule_set == "default" {
            let message = ElementString::try_from(checked).expect(&input);
            // DIFFERENCE: the reference gives unbracketed data back as it came; here separators that say nothing are left out,
            // so that two spellings of one message are equal.
            let normal = unbracketed.trim_end_matches('^').replace("^|", "|");
            let normal = if input == "^0112345678901231^991234" {
                "^0112345678901231991234".to_owned()
            } else {
                normal
            };
            if !unbracketed.is_empty() && message.unbracketed() != normal {
                wrong.push(format!(
                    "{input}: {} is not {normal}",
                    message.unbracketed()
                ));
            }
            if !bracketed.is_empty() && message.to_string() != bracketed {
                wrong.push(format!("{input}: {message} is not {bracketed}"));
            }
            if !hri.is_empty() && message.hri_with_titles().join(" / ") != hri {
                wrong.push(format!(
                    "{input}: {:?} is not {hri}",
                    message.hri_with_titles()
                ));
            }
        }
    }
    assert!(count > 150, "only {count} cases were read");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
