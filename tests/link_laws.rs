//! Laws of links, on generated input.
//!
//! 1. a link printed and read again is the same link, compressed or not;
//! 2. URI to element string to canonical URI is a fixed point;
//! 3. what was compressed comes back whole (for every AI of the table: the tests of the module);
//! 4. the fast way and the one that explains give the same verdict;
//! 5. what was cut off a compressed link is not read;
//! 6. a finding lies within its input, whatever the input is; nothing panics.

use proptest::prelude::*;
use unitmark::ai::{Ai, Charset, Component, Dictionary};
use unitmark::element::{ElementString, Finding, Rules};
use unitmark::link::{CheckedLink, Compression, DigitalLink, Mode, Stem, Template, Writer};

/// Values of an AI that its rules accept, tried from what a component may have; none where a rule is too narrow to be met so.
fn value(ai: Ai<'static>) -> impl Strategy<Value = Option<String>> {
    let components: Vec<Component> = ai.components().to_vec();
    let pieces: Vec<_> = components
        .iter()
        .map(|component| {
            let lengths = if component.is_optional() {
                0
            } else {
                component.min()
            };
            (lengths..=component.max(), any::<u64>(), Just(*component))
        })
        .collect();
    (pieces, 0..6_u8).prop_map(move |(pieces, style)| {
        let mut value = String::new();
        for (length, seed, component) in pieces {
            let length = if length < component.min() { 0 } else { length };
            value.push_str(&part(component, length, seed, style));
            if length == 0 {
                break;
            }
        }
        mend(ai, value)
    })
}

/// Characters of a component: digits, hexadecimal digits, base64url, or anything of its set.
fn part(component: Component, length: usize, seed: u64, style: u8) -> String {
    let set: Vec<char> = (0..128_u8)
        .filter(|&byte| component.charset().contains(byte))
        .map(char::from)
        .filter(|character| match style {
            0 => character.is_ascii_digit(),
            1 => character.is_ascii_digit() || ('A'..='F').contains(character),
            2 => character.is_ascii_digit() || ('a'..='f').contains(character),
            3 => character.is_ascii_alphanumeric() || "-_".contains(*character),
            _ => true,
        })
        .filter(|character| component.charset() != Charset::Set64 || *character != '=')
        .collect();
    let mut state = seed | 1;
    (0..length)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            set[(state >> 33) as usize % set.len()]
        })
        .collect()
}

/// Puts right what a rule says should stand there, as often as it takes.
fn mend(ai: Ai<'static>, mut value: String) -> Option<String> {
    let rules = ["ai-required", "ai-excluded"]
        .iter()
        .fold(Rules::default(), |rules, code| rules.allow(code));
    for _ in 0..12 {
        let text = format!("({}){}", ai.code(), value.replace('(', "\\("));
        let read = unitmark::element::Parsed::bracketed(text.as_bytes()).check(&rules);
        let Some(finding) = read.findings().iter().find(|finding| !finding.is_note()) else {
            return Some(value);
        };
        let at = finding.span().start.checked_sub(ai.code().len() + 2)?;
        if value.contains('(') {
            return None;
        }
        let length = finding.span().len();
        let new = match finding.expected() {
            Some(expected) if expected.as_str().len() == length => expected.as_str().to_owned(),
            // Dates, times, countries, counts: values that most rules have.
            _ => [
                "01", "1", "276", "260101", "20260101", "DE", "10", "0", "978", "001", "1/1", "-",
                "0101",
            ]
            .iter()
            .find(|text| text.len() == length)?
            .to_string(),
        };
        value.replace_range(at..at + length, &new);
    }
    None
}

/// Keys of links, with what qualifies them and what may stand in their query: any message that the AI table allows in a link.
fn message() -> impl Strategy<Value = ElementString> {
    let dictionary = Dictionary::BUILTIN;
    let keys: Vec<Ai<'static>> = dictionary.iter().filter(|ai| ai.is_key()).collect();
    let others: Vec<Ai<'static>> = dictionary.iter().collect();
    let many = prop::collection::vec(
        prop::sample::select(others).prop_flat_map(|ai| (Just(ai), value(ai))),
        0..7,
    );
    let key = prop::sample::select(keys).prop_flat_map(|ai| (Just(ai), value(ai)));
    let gtin = value(dictionary.get("01").expect("(01)"));
    (key, gtin, any::<bool>(), many).prop_filter_map("no key", |(key, gtin, own_key, many)| {
        let mut elements: Vec<(String, String)> = Vec::new();
        if own_key {
            elements.push((key.0.code().into(), key.1?));
        } else {
            elements.push(("01".into(), gtin?));
        }
        // Whatever can stand with what is there already.
        for (ai, value) in many {
            let Some(value) = value else { continue };
            let mut with = elements.clone();
            with.push((ai.code().into(), value));
            let message = ElementString::from_elements(
                with.iter().map(|(ai, value)| (ai.as_str(), value.as_str())),
            );
            if message.is_ok_and(|message| Writer::default().write(&message).is_ok()) {
                elements = with;
            }
        }
        let pairs = elements
            .iter()
            .map(|(ai, value)| (ai.as_str(), value.as_str()));
        ElementString::from_elements(pairs)
            .ok()
            .filter(|message| Writer::default().write(message).is_ok())
    })
}

/// The forms that hold only what a tag can.
const TAGS: [Compression; 2] = [Compression::EpcHex, Compression::EpcBase64];

const FORMS: [Compression; 4] = [
    Compression::Legacy {
        optimised: false,
        partial: false,
    },
    Compression::Legacy {
        optimised: true,
        partial: false,
    },
    Compression::Legacy {
        optimised: false,
        partial: true,
    },
    Compression::Legacy {
        optimised: true,
        partial: true,
    },
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_link_comes_back(message in message()) {
        let stem = Stem::parse("https://example.com/some/stem").expect("a stem");
        let link = DigitalLink::from_element_string(&message, stem).expect("a link");
        let printed = link.to_string();
        prop_assert_eq!(&DigitalLink::parse(&printed).expect(&printed), &link);
        let canonical = link.canonical();
        let again = DigitalLink::parse(&canonical).expect(&canonical);
        prop_assert_eq!(again.canonical(), canonical.clone());
        prop_assert_eq!(DigitalLink::parse(&Writer::default().write(link.element_string()).expect("a link")).expect("a link").canonical(), canonical.clone());
        for form in FORMS {
            let short = link.write(&Writer::default().compression(Some(form))).expect("a link");
            let back = DigitalLink::parse(&short).unwrap_or_else(|error| panic!("{printed} {short}: {error}"));
            prop_assert_eq!(back.canonical(), canonical.clone(), "{} {}", printed, short);
            prop_assert_eq!(back.stem(), link.stem());
            prop_assert_eq!(
                Writer::default().compression(Some(form)).write(&message).expect("a link").rsplit('/').next().map(str::to_owned),
                short.rsplit('/').next().map(str::to_owned)
            );
        }
    }

    #[test]
    fn what_a_tag_holds_of_a_link_comes_back(message in message()) {
        let stem = Stem::parse("https://example.com/some/stem").expect("a stem");
        let link = DigitalLink::from_element_string(&message, stem).expect("a link");
        for form in TAGS {
            let Ok(short) = link.write(&Writer::default().compression(Some(form))) else {
                continue;
            };
            let back = DigitalLink::parse(&short).unwrap_or_else(|error| panic!("{link} {short}: {error}"));
            prop_assert_eq!(back.canonical(), link.canonical(), "{}", short);
            prop_assert_eq!(back.stem(), link.stem());
        }
    }

    #[test]
    fn what_is_cut_off_a_link_is_not_made_up(message in message(), optimised in any::<bool>(), place in any::<prop::sample::Index>()) {
        let form = Compression::Legacy { optimised, partial: false };
        let Ok(whole) = Writer::default().compression(Some(form)).write(&message) else {
            return Ok(());
        };
        let cut = &whole[..20 + place.index(whole.len() - 20)];
        let said = |text: &str| -> Vec<(String, String)> {
            let read = CheckedLink::read(text.as_bytes(), Mode::STRICT, &Rules::default());
            let elements = read.message().elements();
            elements.map(|(it, _)| (it.ai.code().to_owned(), it.value.to_owned())).collect()
        };
        let all = said(&whole);
        for element in said(cut) {
            prop_assert!(all.contains(&element), "{} {} {:?}", whole, cut, element);
        }
    }

    #[test]
    fn both_ways_to_read_agree(message in message(), place in any::<prop::sample::Index>(), byte in prop::sample::select(b"/?&=%0129AaZ+ #-".to_vec())) {
        let mut uri = Writer::default().write(&message).expect("a link").into_bytes();
        let place = 8 + place.index(uri.len() - 8);
        uri[place] = byte;
        let text = String::from_utf8(uri).expect("ASCII");
        let rules = Rules::default();
        let read = CheckedLink::read(text.as_bytes(), Mode::STRICT, &rules);
        // A mode that has another way to write the scheme only: the same verdict, whichever way it takes.
        let mixed = format!("HtTpS{}", &text[5..]);
        let explained = CheckedLink::read(mixed.as_bytes(), Mode::STRICT, &rules);
        let rest: Vec<&Finding> = explained
            .findings()
            .iter()
            .filter(|finding| finding.code() != "link-scheme")
            .collect();
        prop_assert_eq!(read.findings().iter().collect::<Vec<_>>(), rest);
        prop_assert_eq!(DigitalLink::parse(&text).is_ok(), read.findings().is_empty(), "{}", text);
    }

    #[test]
    fn findings_lie_within_anything_that_looks_like_a_link(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "https://", "HTTP://", "a", "id.gs1.org", "/", "/", "/", "01", "09521234543213", "10", "21", "22", "235", "414", "8006", "00", "?", "&", "=", "#",
            "%2F", "%zz", "%", "%00", "%c3%a4", "+", "ä", "17", "260230", "99", "89", "999", "AQnYUc1gmg", "EEarwSM", "[::1]", ":80", "gtin", "{gtin}", "eh30", "exMB",
            "linkType", "9521234543213", "\"", "A",
        ]), 0..16),
        lenient in any::<bool>(),
    ) {
        let input = format!("https://a/{}", pieces.concat());
        for input in [input, pieces.concat()] {
            let mode = if lenient { Mode::LENIENT.legacy_keys() } else { Mode::STRICT };
            let read = CheckedLink::read(input.as_bytes(), mode, &Rules::default());
            for finding in read.findings() {
                let span = finding.span();
                prop_assert!(span.start <= span.end && span.end <= input.len(), "{} {:?}", input, finding);
                prop_assert!(!finding.message().is_empty());
            }
            for (_, span) in read.message().elements() {
                prop_assert!(span.end <= input.len());
            }
            if let Ok(link) = read.into_link() {
                prop_assert_eq!(&DigitalLink::parse_as(&link.to_string(), mode).expect("what was printed"), &link, "{}", input);
            }
            if let Ok(template) = Template::parse(&input) {
                prop_assert_eq!(template.to_string(), input);
            }
        }
    }
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(Finding::code).collect()
}

#[test]
fn a_uri_of_100_kb_is_a_finding() {
    let uri = format!("https://a/01/09521234543213/10/{}", "A".repeat(100_000));
    let read = CheckedLink::read(uri.as_bytes(), Mode::STRICT, &Rules::default());
    assert_eq!(codes(read.findings()), ["message-too-long"]);
}
