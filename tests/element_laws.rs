//! Laws of element strings, on generated input.
//!
//! 1. print after parse is the identity, in every form;
//! 2. all forms of one message are one message;
//! 3. the fast way and the one that explains give the same verdict;
//! 4. a finding lies within its input, whatever the input is;
//! 5. nothing panics.

use proptest::prelude::*;
use unitmark::ai::Dictionary;
use unitmark::check::gs1_mod10;
use unitmark::element::{Checked, ElementString, Parsed, Rules, Syntax};
use unitmark::scan::{ReadOptions, Separator, read};

/// A valid value of set 82, brackets and percent signs among its characters.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let set: Vec<char> =
        "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
            .chars()
            .collect();
    prop::collection::vec(prop::sample::select(set), 1..=longest).prop_map(String::from_iter)
}

fn gtin() -> impl Strategy<Value = String> {
    (0_u64..10_000_000_000_000).prop_map(|payload| {
        let payload = format!("{payload:013}");
        let digit = gs1_mod10(payload.as_bytes()).expect("digits");
        format!("{payload}{digit}")
    })
}

fn date() -> impl Strategy<Value = String> {
    (0..100_u32, 1..=12_u32, 0..=28_u32).prop_map(|(y, m, d)| format!("{y:02}{m:02}{d:02}"))
}

/// Valid messages: a GTIN and some of what may stand beside it, in any order.
fn message() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let beside = prop_oneof![
        text(20).prop_map(|lot| ("10", lot)),
        text(20).prop_map(|serial| ("21", serial)),
        date().prop_map(|date| ("17", date)),
        date().prop_map(|date| ("11", date)),
        text(30).prop_map(|id| ("240", id)),
        (0..1_000_000_u32).prop_map(|grams| ("3103", format!("{grams:06}"))),
        text(90).prop_map(|own| ("99", own)),
        (0..100_u32).prop_map(|variant| ("20", format!("{variant:02}"))),
    ];
    (gtin(), prop::collection::vec(beside, 0..9)).prop_map(|(gtin, beside)| {
        let mut elements = vec![("01", gtin)];
        for (ai, value) in beside {
            if elements.iter().all(|(known, _)| *known != ai) {
                elements.insert(elements.len() / 2, (ai, value));
            }
        }
        elements
    })
}

fn build(elements: &[(&'static str, String)]) -> ElementString {
    ElementString::from_elements(elements.iter().map(|(ai, value)| (*ai, value.as_str())))
        .unwrap_or_else(|error| panic!("{elements:?}: {error}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_form_reads_back_as_the_same_message(elements in message()) {
        let message = build(&elements);
        let bracketed = message.to_string();
        prop_assert_eq!(&ElementString::parse(&bracketed).expect("bracketed"), &message);
        prop_assert_eq!(ElementString::parse(&bracketed).expect("bracketed").to_string(), bracketed);
        prop_assert_eq!(&ElementString::parse_unbracketed(&message.unbracketed()).expect("unbracketed"), &message);
        prop_assert_eq!(&ElementString::parse_raw(message.raw().as_bytes()).expect("raw"), &message);
        let values: Vec<(&str, &str)> = message.elements().map(|element| (element.ai.code(), element.value)).collect();
        let given: Vec<(&str, &str)> = elements.iter().map(|(ai, value)| (*ai, value.as_str())).collect();
        prop_assert_eq!(values, given);
    }

    #[test]
    fn the_places_of_the_elements_are_right(elements in message()) {
        let message = build(&elements);
        for (text, syntax) in [
            (message.to_string(), Syntax::Bracketed),
            (message.unbracketed(), Syntax::Unbracketed),
            (message.raw(), Syntax::Raw),
        ] {
            let checked = Checked::read(text.as_bytes(), syntax, &Rules::default());
            for (element, span) in checked.elements() {
                let written = text[span.start..span.end].replace(r"\(", "(");
                prop_assert_eq!(written, element.value);
            }
        }
    }

    #[test]
    fn both_ways_to_read_agree(elements in message(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut text = build(&elements).to_string().into_bytes();
        let place = place.index(text.len());
        text[place] = byte;
        let fast = std::str::from_utf8(&text).is_ok_and(|text| ElementString::parse(text).is_ok());
        let slow = Parsed::bracketed(&text).check(&Rules::default());
        prop_assert_eq!(fast, slow.findings().is_empty(), "{}", String::from_utf8_lossy(&text));
        let read_again = Checked::read(&text, Syntax::Bracketed, &Rules::default());
        prop_assert_eq!(read_again.findings(), slow.findings());
    }

    #[test]
    fn both_ways_to_read_raw_data_agree(elements in message(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut text = build(&elements).raw().into_bytes();
        let place = place.index(text.len());
        text[place] = byte;
        let slow = Parsed::raw(&text, &Rules::default()).check(&Rules::default());
        prop_assert_eq!(ElementString::parse_raw(&text).is_ok(), slow.findings().is_empty());
    }

    #[test]
    fn findings_lie_within_any_input(input in prop::collection::vec(any::<u8>(), 0..200), auto in any::<bool>()) {
        let separator = if auto { Separator::Auto } else { Separator::Gs };
        let options = ReadOptions { separator, ..ReadOptions::default() };
        let report = read(&input, &options);
        for finding in report.findings() {
            prop_assert!(finding.span().start <= finding.span().end);
            prop_assert!(finding.span().end <= input.len());
            prop_assert!(!finding.message().is_empty());
        }
        for (_, span) in report.elements() {
            prop_assert!(span.end <= input.len());
        }
        prop_assert_eq!(report.is_ok(), report.bracketed().is_some());
    }

    #[test]
    fn findings_lie_within_anything_that_looks_like_data(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "(", ")", "01", "10", "17", "21", "3103", "\u{1d}", "^", "|", "\\", "]d2", "]E0", "{GS}", "09521234543213",
            "260230", "A", "Ä", "8030", "253", "99", "]e0", "http://", "0", "5012345678900", "(01)", "(10)",
        ]), 0..14),
    ) {
        let input = pieces.concat();
        for separator in [Separator::Gs, Separator::Auto] {
            let options = ReadOptions { separator, ..ReadOptions::default() };
            let report = read(input.as_bytes(), &options);
            for finding in report.findings() {
                prop_assert!(finding.span().start <= finding.span().end && finding.span().end <= input.len(), "{} {:?}", input, finding);
            }
            for (element, span) in report.elements() {
                prop_assert!(span.end <= input.len() && !element.ai.code().is_empty());
            }
            if let Some(bracketed) = report.bracketed() {
                prop_assert!(ElementString::parse(&bracketed).is_ok(), "{} gives {}", input, bracketed);
            }
        }
    }

    #[test]
    fn any_text_is_a_dictionary_or_an_error_with_a_place(text in "[0-9NXYZ.,\\[\\]*?# =a-z|+\n-]{0,80}") {
        match Dictionary::parse(&text) {
            Ok(dictionary) => {
                let written = dictionary.to_string();
                prop_assert_eq!(Dictionary::parse(&written).expect("what was written").to_string(), written);
            }
            Err(error) => prop_assert!(error.line() >= 1 && error.column() >= 1),
        }
    }

    #[test]
    fn every_rule_answers_any_bytes(data in prop::collection::vec(any::<u8>(), 0..100)) {
        for rule in unitmark::ai::linter::Rule::ALL {
            if let Err(flaw) = rule.check(&data) {
                prop_assert!(flaw.span.start <= flaw.span.end && flaw.span.end <= data.len(), "{:?} {:?}", rule, flaw);
            }
        }
    }

    #[test]
    fn every_key_answers_any_text(text in "\\PC{0,40}", digits in "[0-9]{0,20}", length in 0_usize..20) {
        for kind in unitmark::key::KEYS {
            for text in [&text, &digits] {
                let _ = kind.check(text);
                let _ = kind.split(text, length);
                if let Ok(key) = kind.complete(text) {
                    prop_assert_eq!(kind.check(&key), Ok(key.clone()));
                }
            }
        }
        let _ = unitmark::key::Gtin::from_upc_e(&digits);
    }
}
