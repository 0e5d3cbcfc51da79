//! A ledger counts for schemes with unguessable numbers; their serials are written and read with the key only.
#![cfg(feature = "sqlite")]

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use unitmark::key::Gtin;
use unitmark::ledger::{
    LedgerId, LineRequest, MAX_SKEW, NamedScheme, Product, Run, RunRequest, Sqlite, SqliteOptions,
    Store, Units,
};
use unitmark::serial::{Context, Definition, Key, Keys, Reset, Scheme, Scope};

const WIDGET: &str = "05012345678900";
const OTHER: &str = "09521234543213";

fn now() -> Timestamp {
    "2026-04-15T06:30Z".parse().expect("a time")
}

fn key() -> Key {
    Key::new("line", [7; 32]).expect("an id")
}

fn keys() -> Keys {
    Keys::default().with(key())
}

fn definition(scope: Scope) -> Definition {
    Definition {
        reset: Reset::Never,
        scope,
        ..Definition::of("{rnd:9:b36}")
    }
}

/// The scheme with its key.
fn scheme(scope: Scope) -> NamedScheme {
    let scheme = Scheme::new(definition(scope).with_key(&key())).expect("sound");
    let scheme = scheme.unlock(&key()).expect("its key");
    NamedScheme::new("hidden", Arc::new(scheme)).expect("a name")
}

fn open(path: &Path) -> Sqlite {
    SqliteOptions::default()
        .open_or_create(path, now())
        .expect("a ledger")
        .ledger
}

fn gtin(text: &str) -> Gtin {
    Gtin::parse(text).expect("a GTIN")
}

fn request(id: &str, product: &str, units: Units) -> RunRequest {
    RunRequest {
        request_id: id.to_owned(),
        args_hash: [1; 32],
        holder: "line 2".to_owned(),
        now: now(),
        at: None,
        max_skew: MAX_SKEW,
        spec: String::new(),
        lines: vec![LineRequest {
            product: Product {
                gtin: Some(gtin(product)),
                ..Product::default()
            },
            units,
        }],
    }
}

fn next(scheme: &NamedScheme, product: &str, count: u64) -> Units {
    let context = Context::new().with("gtin", product);
    let slot = scheme.scheme().slot(&context, now()).expect("a slot");
    Units::Next {
        scheme: scheme.clone(),
        slot,
        count,
    }
}

fn serials(run: &Run) -> Vec<String> {
    let blocks = run.lines.iter().flat_map(|line| &line.blocks);
    blocks
        .flat_map(|block| block.texts().expect("the key is there"))
        .collect()
}

#[test]
fn a_request_that_brings_its_key_needs_none_here_new_or_again_alone_or_beside_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("l.db");
    let hidden = scheme(Scope::All);
    let asked = |id: &str| request(id, WIDGET, next(&hidden, WIDGET, 5));
    let first = serials(&open(&path).reserve(&asked("r1")).unwrap());
    // Each by a process of its own.
    let again = open(&path).reserve(&asked("r1")).unwrap();
    assert!(again.replayed);
    assert_eq!(serials(&again), first);
    let coming = serials(&open(&path).preview(&asked("r2")).unwrap());
    let given = Units::Given(vec![coming[1].clone()]);
    let group = [request("g", WIDGET, given), asked("r2")];
    let answers = open(&path).reserve_group(&group).unwrap();
    let runs: Vec<Run> = answers.into_iter().map(Result::unwrap).collect();
    assert!(!serials(&runs[1]).contains(&coming[1]), "it is held");
}

#[test]
fn numbers_are_reserved_with_the_key_and_what_is_stored_writes_nothing_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("l.db");
    for scope in Scope::ALL {
        let _ = std::fs::remove_file(&path);
        let hidden = scheme(scope);
        let ledger = open(&path);
        let run = ledger
            .reserve(&request("r1", WIDGET, next(&hidden, WIDGET, 20)))
            .unwrap();
        let first = serials(&run);
        let more = ledger
            .reserve(&request("r2", WIDGET, next(&hidden, WIDGET, 20)))
            .unwrap();
        let all: HashSet<String> = first.iter().cloned().chain(serials(&more)).collect();
        assert_eq!(all.len(), 40);
        drop(ledger);

        // Another process, without the key.
        let ledger = open(&path);
        let locked = ledger.scheme("hidden").unwrap();
        assert!(locked.scheme().is_locked());
        assert_eq!(locked.scheme().id(), hidden.scheme().id());
        let kept = ledger.run(&run.id).unwrap();
        let refused = kept.lines[0].blocks[0].texts().unwrap_err();
        assert_eq!(refused.code(), "key-missing");
        let refused = ledger
            .reserve(&request("r3", WIDGET, next(&locked, WIDGET, 1)))
            .unwrap_err();
        assert_eq!(refused.code(), "key-missing");
        let refused = ledger.find_unit(None, &first[3]).unwrap_err();
        assert_eq!(refused.code(), "key-missing");
        assert_eq!(
            ledger.counters().unwrap()[0].next,
            41,
            "nothing was reserved"
        );
        assert!(ledger.gaps().unwrap()[0].ranges[0].serials.is_none());
        assert!(ledger.verify(None).unwrap().findings.is_empty());
        drop(ledger);

        // And with it.
        let ledger = open(&path).with_keys(keys());
        assert_eq!(serials(&ledger.run(&run.id).unwrap()), first);
        for gtin in [None, Some(gtin(WIDGET))] {
            let units = ledger.find_unit(gtin.as_ref(), &first[3]).unwrap();
            assert_eq!(units.len(), 1, "{scope}");
        }
        let wrong = Keys::default().with(Key::new("line", [8; 32]).unwrap());
        let refused = open(&path).with_keys(wrong).scheme("hidden").unwrap_err();
        assert_eq!(refused.code(), "key-wrong");
        // The key stands nowhere in the file.
        let bytes = std::fs::read(&path).unwrap();
        let text = key().to_text();
        for secret in [&[7_u8; 32][..], &text.as_bytes()[5..]] {
            assert!(!bytes.windows(32).any(|window| window == &secret[..32]));
        }
    }
}

#[test]
fn each_product_has_unguessable_numbers_of_its_own() {
    let hidden = scheme(Scope::Gtin);
    let ledger = Sqlite::in_memory(LedgerId::random().unwrap(), now()).unwrap();
    let [one, other] = [WIDGET, OTHER].map(|product| {
        let run = ledger.reserve(&request(product, product, next(&hidden, product, 200)));
        serials(&run.unwrap())
    });
    let both: HashSet<&String> = one.iter().chain(&other).collect();
    assert_eq!(both.len(), 400);
    let units = ledger.find_unit(None, &other[7]).unwrap();
    assert_eq!(units.len(), 1);
    assert_eq!(units[0].product.gtin, Some(gtin(OTHER)));
    assert!(
        ledger
            .find_unit(Some(&gtin(WIDGET)), &other[7])
            .unwrap()
            .is_empty()
    );
    // A slot of one product for another is refused.
    let refused = ledger.reserve(&request("r", OTHER, next(&hidden, WIDGET, 1)));
    assert_eq!(refused.unwrap_err().code(), "slot-mismatch");
}

#[test]
fn a_serial_that_the_data_gave_is_skipped_when_its_number_comes() {
    for scope in Scope::ALL {
        let hidden = scheme(scope);
        let context = Context::new().with("gtin", WIDGET);
        let slot = hidden.scheme().slot(&context, now()).unwrap();
        let foreign = hidden.scheme().text(&slot, 3).unwrap();
        for known_first in [true, false] {
            let ledger = Sqlite::in_memory(LedgerId::random().unwrap(), now()).unwrap();
            if known_first {
                assert!(ledger.register(&hidden, now()).unwrap());
            }
            let given = Units::Given(vec![foreign.clone()]);
            ledger.reserve(&request("given", WIDGET, given)).unwrap();
            let run = ledger
                .reserve(&request("next", WIDGET, next(&hidden, WIDGET, 4)))
                .unwrap();
            let numbers: Vec<(u64, u64)> = run.lines[0]
                .blocks
                .iter()
                .map(|block| (block.first, block.count))
                .collect();
            assert_eq!(numbers, [(1, 2), (4, 2)], "{scope} {known_first}");
            assert!(!serials(&run).contains(&foreign));
            assert!(ledger.verify(None).unwrap().findings.is_empty());
            let again = Units::Given(vec![hidden.scheme().text(&slot, 1).unwrap()]);
            let refused = ledger
                .reserve(&request("again", WIDGET, again))
                .unwrap_err();
            assert_eq!(refused.code(), "serial-taken");
        }
    }
}

#[test]
fn a_serial_from_elsewhere_is_not_taken_in_while_the_key_that_could_read_it_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("l.db");
    let hidden = scheme(Scope::All);
    open(&path).register(&hidden, now()).unwrap();
    let ledger = open(&path);
    let given = |serial: &str| {
        let units = Units::Given(vec![serial.to_owned()]);
        ledger.reserve(&request(serial, WIDGET, units))
    };
    assert_eq!(given("1ABCDEFGH").unwrap_err().code(), "key-missing");
    // No key makes this one a serial of the scheme.
    assert!(given("2ABCDEFGH").is_ok());
}

#[test]
fn a_scheme_that_names_no_key_is_not_registered_and_two_keys_need_two_versions() {
    let ledger = Sqlite::in_memory(LedgerId::random().unwrap(), now()).unwrap();
    let unnamed = Arc::new(Scheme::new(definition(Scope::All)).unwrap());
    let unnamed = NamedScheme::new("unnamed", unnamed).unwrap();
    assert_eq!(
        ledger.register(&unnamed, now()).unwrap_err().code(),
        "key-missing"
    );

    assert!(ledger.register(&scheme(Scope::All), now()).unwrap());
    let rotated = |version: &str| {
        let new = Key::new("line-2", [9; 32]).unwrap();
        let definition = Definition {
            key_version: version.to_owned(),
            ..definition(Scope::All).with_key(&new)
        };
        let scheme = Arc::new(Scheme::new(definition).unwrap().unlock(&new).unwrap());
        ledger.register(&NamedScheme::new("rotated", scheme).unwrap(), now())
    };
    assert_eq!(rotated("").unwrap_err().code(), "scheme-overlap");
    assert!(rotated("2").unwrap());
}

#[test]
fn a_key_of_another_application_identifier_takes_no_serial_of_an_item() {
    let ledger = Sqlite::in_memory(LedgerId::random().unwrap(), now()).unwrap();
    let pallets = Definition {
        reset: Reset::Never,
        ai: "00".to_owned(),
        ..Definition::of("{ext:1}{prefix:7}{seq:9}{chk:mod10}")
    };
    let pallets = NamedScheme::new("sscc", Arc::new(Scheme::new(pallets).unwrap())).unwrap();
    assert!(ledger.register(&pallets, now()).unwrap());
    // As long as an SSCC and disjoint from it, for it is a serial number.
    let items = Definition {
        reset: Reset::Never,
        ..Definition::of("{seq:18}")
    };
    let items = NamedScheme::new("items", Arc::new(Scheme::new(items).unwrap())).unwrap();
    assert!(ledger.register(&items, now()).unwrap());
    let given = Units::Given(vec!["050123450000000015".to_owned()]);
    ledger.reserve(&request("given", WIDGET, given)).unwrap();
    let context = Context::new().with("ext", "0").with("prefix", "5012345");
    let slot = pallets.scheme().slot(&context, now()).unwrap();
    let units = Units::Next {
        scheme: pallets,
        slot,
        count: 2,
    };
    let run = ledger.reserve(&request("pallets", WIDGET, units)).unwrap();
    assert_eq!(serials(&run), ["050123450000000015", "050123450000000022"]);
}
