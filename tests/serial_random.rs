//! Unguessable serials: one permutation a key, period and partition; without the key an error, never a text.
#![cfg(feature = "serial")]

use std::collections::HashSet;

use jiff::Timestamp;
use proptest::prelude::*;
use unitmark::serial::{
    Context, Definition, Key, Keys, Reset, Scheme, SchemeErrorKind, Scope, SerialErrorKind, Slot,
};

fn key(id: &str, byte: u8) -> Key {
    Key::new(id, [byte; 32]).expect("an id")
}

fn definition(pattern: &str, reset: Reset) -> Definition {
    Definition {
        reset,
        ..Definition::of(pattern)
    }
}

fn unlocked(definition: Definition, key: &Key) -> Scheme {
    Scheme::new(definition.with_key(key))
        .map(|scheme| scheme.unlock(key).expect("its own key"))
        .expect("a sound scheme")
}

fn slot(scheme: &Scheme, at: &str) -> Slot {
    let context = Context::new()
        .with("plant", "WG")
        .with("gtin", "05012345678900");
    let at: Timestamp = at.parse().expect("a time");
    scheme.slot(&context, at).expect("a slot")
}

fn texts(scheme: &Scheme, slot: &Slot, count: u64) -> Vec<String> {
    scheme
        .texts(slot, scheme.first(), count)
        .expect("texts")
        .collect()
}

const APRIL: &str = "2026-04-15T06:30Z";
const MAY: &str = "2026-05-15T06:30Z";

#[test]
fn without_its_key_a_scheme_counts_and_writes_nothing() {
    let own = key("line", 1);
    let named = definition("SN-{rnd:9:b36}", Reset::Never).with_key(&own);
    let scheme = Scheme::new(named.clone()).unwrap();
    let place = slot(&scheme, APRIL);
    assert!(scheme.needs_key() && scheme.is_locked());
    assert_eq!(scheme.last(), 36_u64.pow(8) - 1);
    assert_eq!(scheme.widest(&place).unwrap(), "SN-1WWWWWWWW");
    let refused = scheme.text(&place, 1).unwrap_err();
    assert_eq!(refused.code(), "key-missing");
    assert!(
        refused.to_string().contains("key line (check value "),
        "{refused}"
    );
    assert_eq!(
        scheme.read("SN-1Q0Y658UW").unwrap_err().kind(),
        SerialErrorKind::KeyMissing
    );
    // What no key would make a serial needs none to be told.
    assert_eq!(scheme.read("SM-1Q0Y658UW"), Ok(None));

    for wrong in [key("line", 2), key("other", 1)] {
        let refused = scheme.clone().unlock(&wrong).unwrap_err();
        assert_eq!(refused.code(), "key-wrong");
        assert!(!refused.to_string().contains("0101"));
    }
    let without = scheme
        .clone()
        .unlock_with(&Keys::default().with(key("other", 1)));
    assert!(without.unwrap().is_locked());
    let with = Keys::default().with_source(move |id| (id == "line").then(|| key("line", 1)));
    assert!(!scheme.unlock_with(&with).unwrap().is_locked());

    let unnamed = Scheme::new(definition("SN-{rnd:9:b36}", Reset::Never)).unwrap();
    assert_eq!(unnamed.unlock(&own).unwrap_err().code(), "key-missing");
    let shown = format!("{:?}", unlocked(named, &own));
    assert!(
        !shown.contains("[1, 1") && !shown.contains("0101"),
        "{shown}"
    );
}

#[test]
fn a_definition_says_its_key_and_another_key_is_another_scheme() {
    let own = key("line", 1);
    let plain = definition("SN-{rnd:9:b36}", Reset::Never);
    let scheme = Scheme::new(plain.clone().with_key(&own)).unwrap();
    let text = scheme.definition().to_text();
    assert!(
        text.ends_with(&format!(
            "key_id = \"line\"\nkey_check = \"{}\"\n",
            own.check_value()
        )),
        "{text}"
    );
    assert_eq!(
        Definition::parse_text(&text).as_ref(),
        Ok(scheme.definition())
    );
    let other = Scheme::new(plain.clone().with_key(&key("line", 2))).unwrap();
    assert_ne!(scheme.id(), other.id());
    // The version that would be taken anyway is not another definition.
    let same = Definition {
        key_version: "1".to_owned(),
        ..plain.clone().with_key(&own)
    };
    assert_eq!(Scheme::new(same).unwrap().id(), scheme.id());
}

#[test]
fn keys_that_are_named_in_part_or_for_nothing_are_refused() {
    let named = |pattern: &str, id: &str, check: &str, version: &str| {
        let error = Scheme::new(Definition {
            key_id: id.to_owned(),
            key_check: check.to_owned(),
            key_version: version.to_owned(),
            ..definition(pattern, Reset::Never)
        })
        .unwrap_err();
        (error.kind(), error.to_string())
    };
    for (pattern, id, check, version, says) in [
        ("SN{seq:7}", "line", "00000000", "", "for {rnd:W:alphabet}"),
        ("SN{seq:7}", "", "", "1", "for {rnd:W:alphabet}"),
        ("SN{key}{seq:7}", "", "", "", "there is no {rnd:W:alphabet}"),
        ("{rnd:9:b36}", "line", "", "", "name no key"),
        ("{rnd:9:b36}", "", "00000000", "", "name no key"),
        ("{rnd:9:b36}", "line", "0000000", "", "name no key"),
        ("{rnd:9:b36}", "line", "0000000G", "", "name no key"),
        ("{rnd:9:b36}", "li ne", "00000000", "", "name no key"),
        ("{rnd:9:b36}", "", "", "a", "one character of the alphabet"),
        ("{rnd:9:b36}", "", "", "12", "one character of the alphabet"),
        ("{key}{rnd:9:b36}", "", "", "12", "is not one character"),
    ] {
        let (kind, message) = named(pattern, id, check, version);
        assert_eq!(kind, SchemeErrorKind::Key, "{pattern}: {message}");
        assert!(message.contains(says), "{pattern}: {message}");
    }
    // A character that is the key's, in a field of its own, is still one of the AI.
    let (kind, message) = named("{key}{rnd:9:b36}", "", "", " ");
    assert_eq!(kind, SchemeErrorKind::Characters, "{message}");
}

#[test]
fn a_domain_under_a_million_is_refused_with_its_place() {
    for (pattern, sound) in [
        ("{rnd:3:b36}", false),
        ("{rnd:4:b36}", false),
        ("{rnd:5:b36}", true),
        ("{key}{rnd:4:b36}", true),
        ("{key}{rnd:3:b36}", false),
        ("{rnd:1:b36}", false),
        ("{rnd:6:dec}", false),
        ("{rnd:7:dec}", true),
        ("{rnd:20:!%-?A-Z_a-z}", true),
    ] {
        let proved = Scheme::new(definition(pattern, Reset::Never));
        assert_eq!(proved.is_ok(), sound, "{pattern}");
        if let Err(error) = proved {
            assert_eq!(error.code(), "random-domain");
            assert_eq!(error.span().end, pattern.len());
        }
    }
}

#[test]
fn another_key_period_plant_or_product_is_another_permutation() {
    let pattern = "{plant:2}{yyyy}{mm}{rnd:9:b36}";
    let scheme = unlocked(definition(pattern, Reset::Month), &key("a", 1));
    let tails = |scheme: &Scheme, slot: &Slot| -> Vec<String> {
        let texts = texts(scheme, slot, 50);
        texts.iter().map(|text| text[9..].to_owned()).collect()
    };
    let april = slot(&scheme, APRIL);
    let other_plant = scheme
        .slot(&Context::new().with("plant", "XX"), APRIL.parse().unwrap())
        .unwrap();
    let other_key = unlocked(definition(pattern, Reset::Month), &key("a", 2));
    let lists = [
        tails(&scheme, &april),
        tails(&scheme, &slot(&scheme, MAY)),
        tails(&scheme, &other_plant),
        tails(&other_key, &slot(&other_key, APRIL)),
    ];
    let all: HashSet<&String> = lists.iter().flatten().collect();
    assert_eq!(all.len(), 200, "no tail stands in two lists");

    let product = Definition {
        scope: Scope::Gtin,
        ..definition("{rnd:12:b32}", Reset::Never)
    };
    let scheme = unlocked(product, &key("a", 1));
    assert_eq!(scheme.partition_tokens().collect::<Vec<_>>(), ["gtin"]);
    let of = |gtin: &str| {
        let context = Context::new().with("gtin", gtin);
        scheme.slot(&context, APRIL.parse().unwrap()).unwrap()
    };
    let (one, other) = (of("05012345678900"), of("09521234543213"));
    assert_ne!(
        scheme.text(&one, 1).unwrap(),
        scheme.text(&other, 1).unwrap()
    );
    let stored = scheme.slot_from("-", one.partition().as_str(), "-");
    assert_eq!(stored.as_ref(), Ok(&one));
    for partition in ["-", "gtin=5012345678900", "gtin=05012345678900 plant=WG"] {
        assert!(
            scheme.slot_from("-", partition, "-").is_err(),
            "{partition}"
        );
    }
    let text = scheme.text(&one, 1).unwrap();
    assert_eq!(
        scheme
            .read_of(&text, "05012345678900")
            .unwrap()
            .map(|read| read.number),
        Some(1)
    );
    // Another product's number is another, and most likely one that was never given.
    assert_ne!(
        scheme
            .read_of(&text, "09521234543213")
            .unwrap()
            .map(|read| read.number),
        Some(1)
    );
    let missing = scheme.slot(&Context::new(), APRIL.parse().unwrap());
    assert_eq!(missing.unwrap_err().token(), Some("gtin"));
}

#[test]
fn the_serials_of_two_key_versions_never_meet() {
    for pattern in ["SN-{rnd:5:b36}", "SN-{key}-{rnd:4:b36}"] {
        let [first, second] = [("1", 1), ("2", 2)].map(|(version, byte)| {
            let definition = Definition {
                key_version: version.to_owned(),
                ..definition(pattern, Reset::Never)
            };
            unlocked(definition, &key("line", byte))
        });
        assert_eq!(first.overlap(&second), None, "{pattern}");
        let all: HashSet<String> = [&first, &second]
            .into_iter()
            .flat_map(|scheme| texts(scheme, &slot(scheme, APRIL), 3_000))
            .collect();
        assert_eq!(all.len(), 6_000);
        for text in texts(&first, &slot(&first, APRIL), 100) {
            assert_eq!(second.read(&text), Ok(None));
        }
        // Two keys of one version are two permutations of the same texts.
        let same_version = unlocked(definition(pattern, Reset::Never), &key("line", 3));
        assert!(first.overlap(&same_version).is_some());
    }
}

#[test]
fn a_whole_domain_is_written_once_each_and_read_back() {
    // 10^6 numbers, of which 1 to 999,999 are given.
    let scheme = unlocked(definition("{key}{rnd:6:dec}", Reset::Never), &key("k", 9));
    let place = slot(&scheme, APRIL);
    let mut seen = vec![false; 1_000_000];
    let mut texts = scheme.texts(&place, 1, 20_000).unwrap();
    let mut number = 0;
    while let Some(text) = texts.next_str() {
        number += 1;
        let place = &mut seen[text[1..].parse::<usize>().unwrap()];
        assert!(!*place, "{text} twice");
        *place = true;
        if number % 20 == 0 {
            assert_eq!(scheme.read(text).unwrap().unwrap().number, number);
        }
    }
    assert_eq!(number, 20_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_with_a_key_reads_back_with_it(
        pattern in prop::sample::select(&[
            "{rnd:12:b32}", "SN-{rnd:9:b36}", "{yyyy}{mm}{rnd:8:b36}", "{plant:2}{key}{yyyy}{mm}{rnd:7:b28}{chk:mod37-36}",
            "{yyyy}{mm}{rnd:8:dec}{chk:mod97-10}", "{rnd:20:A-Za-z}", "{rnd:19:dec}{chk:damm}",
        ]),
        share in any::<u64>(),
        byte in any::<u8>(),
        second in 1_767_484_800_i64..2_051_049_600,
    ) {
        let reset = if pattern.contains("{mm}") { Reset::Month } else { Reset::Never };
        let scheme = unlocked(definition(pattern, reset), &key("k", byte));
        let context = Context::new().with("plant", "WG");
        let slot = scheme.slot(&context, Timestamp::from_second(second).unwrap()).unwrap();
        let number = scheme.first() + share % scheme.capacity();
        let text = scheme.text(&slot, number).unwrap();
        let reading = scheme.read(&text).unwrap().unwrap();
        prop_assert_eq!((reading.slot, reading.number), (slot.clone(), number), "{}", text);
        let widest = scheme.widest(&slot).unwrap();
        prop_assert_eq!(widest.len(), text.len());
    }
}

#[test]
#[ignore = "takes a minute or two unoptimised"]
fn a_million_random_numbers_read_back() {
    let scheme = unlocked(definition("{rnd:12:b32}", Reset::Never), &key("k", 9));
    let place = slot(&scheme, APRIL);
    let mut random = 1_u64;
    for _ in 0..1_000_000 {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let number = scheme.first() + (random >> 8) % scheme.capacity();
        let text = scheme.text(&place, number).unwrap();
        assert_eq!(scheme.read(&text).unwrap().unwrap().number, number);
    }
}
