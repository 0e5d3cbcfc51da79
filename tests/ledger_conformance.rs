//! The contract of a ledger, the same for every engine: each test is a rule of "serials never repeat".
#![cfg(feature = "sqlite")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

#[cfg(feature = "postgres")]
#[path = "support/postgres.rs"]
mod server;

use std::collections::HashSet;
use std::time::Duration;
use support::*;
use unitmark::ledger::{
    Fate, Heads, LedgerErrorKind, LedgerId, LineRequest, Mark, MarkKind, Move, NamedScheme,
    Printing, Product, Query, RunRequest, RunState, Scanned, Sqlite, Store, UnitKey, UnitState,
    Units,
};
use unitmark::serial::{Context, Definition, Reset};

/// Runs each case on a new ledger of each engine.
macro_rules! conformance {
    ($($case:ident)*) => {
        mod sqlite {
            $(
                #[test]
                fn $case() {
                    let folder = tempfile::tempdir().unwrap();
                    let path = folder.path().join("ledger.db");
                    let id = super::LedgerId::from_bytes([1, 2, 3, 4]);
                    let ledger = super::Sqlite::create(&path, id, super::time(super::APRIL)).unwrap();
                    super::$case(&ledger);
                    super::assert_sound(&ledger);
                }
            )*
        }

        #[cfg(feature = "postgres")]
        mod postgres {
            $(
                #[test]
                fn $case() {
                    let Some(cluster) = super::server::cluster() else { return };
                    let id = super::LedgerId::from_bytes([1, 2, 3, 4]);
                    let ledger = unitmark::ledger::PostgresOptions::default()
                        .create(&cluster.url(), id, super::time(super::APRIL))
                        .unwrap();
                    super::$case(&ledger);
                    super::assert_sound(&ledger);
                }
            )*
        }
    };
}

conformance! {
    numbers_go_on_from_run_to_run
    lines_that_share_a_counter_get_consecutive_blocks_in_their_order
    each_month_plant_and_gtin_has_a_counter_of_its_own
    the_same_request_gets_the_same_run
    the_same_request_id_with_other_arguments_is_refused
    a_preview_reserves_nothing_and_says_what_a_reservation_would_give
    an_exhausted_counter_refuses_the_whole_run_and_says_how_many_are_left
    the_last_number_is_given_and_none_after_it
    a_count_beyond_any_capacity_is_refused
    a_group_of_one_that_is_refused_leaves_nothing
    a_request_for_nothing_is_refused
    a_scheme_keeps_its_definition
    two_schemes_that_write_one_text_are_refused_with_the_text
    a_pattern_is_one_scheme_whenever_it_comes
    a_refused_run_registers_no_scheme
    an_unknown_scheme_is_told_with_the_known_ones
    a_slot_of_another_scheme_is_refused
    a_clock_that_steps_back_a_little_stays_in_its_period
    a_clock_that_steps_back_further_is_refused
    a_time_named_on_purpose_goes_on_in_its_own_period
    a_time_named_ahead_does_not_bind_the_clock
    a_foreign_serial_is_unique_with_its_gtin
    a_foreign_serial_that_was_issued_is_refused
    a_reservation_skips_the_numbers_of_foreign_serials
    a_new_scheme_skips_the_foreign_serials_that_are_there_already
    foreign_serials_count_against_what_is_left
    a_foreign_serial_of_another_day_does_not_clash_with_its_number
    a_printed_run_is_printed_and_a_second_printing_is_a_reprint
    a_reprint_of_a_unit_leaves_the_run_as_it_is
    a_mark_of_an_unknown_run_or_unit_is_refused
    a_run_is_held_by_one_caller_at_a_time
    a_group_is_answered_as_if_each_request_came_alone
    a_foreign_sscc_is_skipped_by_a_scheme_of_its_kind
    a_run_without_a_mark_is_listed_as_unknown
    the_place_where_a_run_stopped_is_kept
    a_unit_is_found_by_its_serial
    a_unit_is_found_by_its_gtin_where_products_share_serials
    gaps_tell_the_fate_of_every_number
    heads_prove_a_ledger_that_went_on
    heads_of_another_ledger_are_refused
    a_scheme_for_each_gtin_needs_a_gtin
    a_stamp_is_kept_with_its_block
    a_million_serials_are_one_block
    every_pair_of_states_is_allowed_or_refused_as_the_table_says
    units_move_alone_and_together_and_all_or_none
    a_foreign_serial_has_a_state_too
    many_scans_are_looked_up_at_once
    units_are_found_by_lot_serial_time_and_state
    the_trail_has_every_event_in_order
}

fn numbers_go_on_from_run_to_run(store: &dyn Store) {
    let scheme = monthly();
    let one = store
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 2)]))
        .unwrap();
    let two = store
        .reserve(&ask("b", APRIL, vec![next(&scheme, APRIL, 1)]))
        .unwrap();
    assert_eq!(serials(&one), ["WG-2026040001", "WG-2026040002"]);
    assert_eq!(serials(&two), ["WG-2026040003"]);
    assert_ne!(one.id, two.id);
    assert_eq!(
        (one.units(), one.state(), one.replayed),
        (2, RunState::Reserved, false)
    );
    assert_eq!(one.lines[0].product, widget());
    assert_eq!(
        (one.holder.as_str(), one.spec.as_str()),
        ("line 1", r#"{"stock":"L7160"}"#)
    );
    assert_eq!(
        (one.reserved_at, one.at, one.at_is_explicit),
        (time(APRIL), time(APRIL), false)
    );
}

fn lines_that_share_a_counter_get_consecutive_blocks_in_their_order(store: &dyn Store) {
    let scheme = monthly();
    let lines = vec![
        next(&scheme, APRIL, 2),
        next(&scheme, MAY, 1),
        next(&scheme, APRIL, 3),
    ];
    let run = store
        .reserve(&RunRequest {
            at: Some(time(APRIL)),
            ..ask("a", APRIL, lines)
        })
        .unwrap();
    let by_line: Vec<Vec<String>> = run.lines.iter().map(line_serials).collect();
    assert_eq!(by_line[0], ["WG-2026040001", "WG-2026040002"]);
    assert_eq!(by_line[1], ["WG-2026050001"]);
    assert_eq!(
        by_line[2],
        ["WG-2026040003", "WG-2026040004", "WG-2026040005"]
    );
    assert_eq!(run.units(), 6);
    let again = store.run(&run.id).unwrap();
    assert_eq!(again.lines, run.lines);
}

fn each_month_plant_and_gtin_has_a_counter_of_its_own(store: &dyn Store) {
    let (scheme, by_gtin) = (monthly(), per_gtin("units", "U{seq:5}"));
    let other_plant = LineRequest {
        product: widget(),
        units: Units::Next {
            slot: scheme
                .scheme()
                .slot(&Context::new().with("plant", "XY"), time(APRIL))
                .unwrap(),
            scheme: scheme.clone(),
            count: 1,
        },
    };
    let other_gtin = LineRequest {
        product: Product {
            gtin: Some(gtin("09521234543213")),
            ..widget()
        },
        ..next(&by_gtin, APRIL, 1)
    };
    let lines = vec![
        next(&scheme, APRIL, 1),
        next(&scheme, MAY, 1),
        other_plant,
        next(&by_gtin, APRIL, 1),
        other_gtin,
    ];
    let run = store
        .reserve(&RunRequest {
            at: Some(time(APRIL)),
            ..ask("a", APRIL, lines)
        })
        .unwrap();
    assert_eq!(
        serials(&run),
        [
            "WG-2026040001",
            "WG-2026050001",
            "XY-2026040001",
            "U00001",
            "U00001"
        ]
    );
    let counters = store.counters().unwrap();
    assert_eq!(counters.len(), 5);
    assert!(counters.iter().all(|counter| counter.passed() == 1));
    assert_eq!(
        counters
            .iter()
            .filter(|counter| counter.gtin.is_some())
            .count(),
        2
    );
}

fn the_same_request_gets_the_same_run(store: &dyn Store) {
    let scheme = monthly();
    let first = store
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 3)]))
        .unwrap();
    store
        .reserve(&ask("b", APRIL, vec![next(&scheme, APRIL, 3)]))
        .unwrap();
    // The retry comes a month later, by the clock; it is still the same request.
    let again = store
        .reserve(&ask("a", MAY, vec![next(&scheme, MAY, 3)]))
        .unwrap();
    assert!(again.replayed);
    assert_eq!(
        (&again.id, &again.lines, again.at),
        (&first.id, &first.lines, first.at)
    );
    assert_eq!(
        store.run_of_request("a").unwrap().map(|run| run.id),
        Some(first.id)
    );
    assert!(store.run_of_request("c").unwrap().is_none());
}

fn the_same_request_id_with_other_arguments_is_refused(store: &dyn Store) {
    let scheme = monthly();
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 3)]))
        .unwrap();
    let error = store
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 4)]))
        .unwrap_err();
    assert_eq!(error.code(), "request-id-reused");
    assert!(error.to_string().contains(run.id.as_str()), "{error}");
    assert_eq!(store.counters().unwrap()[0].next, 4);
}

fn a_preview_reserves_nothing_and_says_what_a_reservation_would_give(store: &dyn Store) {
    let request = ask("a", APRIL, vec![next(&monthly(), APRIL, 3)]);
    let preview = store.preview(&request).unwrap();
    assert!(store.counters().unwrap().is_empty());
    assert!(store.schemes().unwrap().is_empty());
    let run = store.reserve(&request).unwrap();
    assert_eq!((serials(&preview), preview.id), (serials(&run), run.id));
}

fn an_exhausted_counter_refuses_the_whole_run_and_says_how_many_are_left(store: &dyn Store) {
    let (small, scheme) = (pattern("small", "S{seq:1}", Reset::Never), monthly());
    store
        .reserve(&ask("a", APRIL, vec![next(&small, APRIL, 6)]))
        .unwrap();
    let lines = vec![
        next(&scheme, APRIL, 5),
        next(&small, APRIL, 2),
        next(&small, APRIL, 2),
    ];
    let error = store.reserve(&ask("b", APRIL, lines)).unwrap_err();
    assert_eq!(
        (error.code(), error.line(), error.is_retryable()),
        ("exhausted", Some(2), false)
    );
    assert!(
        matches!(
            error.kind(),
            LedgerErrorKind::Exhausted {
                asked: 2,
                left: 1,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.to_string().contains("1 serials left"), "{error}");
    assert_eq!(
        store.counters().unwrap().len(),
        1,
        "the other line's counter was not made"
    );
    assert!(store.run_of_request("b").unwrap().is_none());
    assert_eq!(
        store.remaining(&small, &slot(&small, APRIL), None).unwrap(),
        3
    );
    assert_eq!(
        store
            .remaining(&scheme, &slot(&scheme, APRIL), None)
            .unwrap(),
        9999
    );
}

fn the_last_number_is_given_and_none_after_it(store: &dyn Store) {
    let small = pattern("small", "S{seq:1}", Reset::Never);
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&small, APRIL, 9)]))
        .unwrap();
    assert_eq!(serials(&run).last().map(String::as_str), Some("S9"));
    assert_eq!(
        store.remaining(&small, &slot(&small, APRIL), None).unwrap(),
        0
    );
    let error = store
        .reserve(&ask("b", APRIL, vec![next(&small, APRIL, 1)]))
        .unwrap_err();
    assert!(
        matches!(error.kind(), LedgerErrorKind::Exhausted { left: 0, .. }),
        "{error:?}"
    );
}

fn a_count_beyond_any_capacity_is_refused(store: &dyn Store) {
    let widest = pattern("widest", "{seq:18}", Reset::Never);
    let lines = vec![
        next(&widest, APRIL, 1),
        next(&widest, APRIL, u64::MAX),
        next(&widest, APRIL, u64::MAX),
    ];
    let error = store.reserve(&ask("a", APRIL, lines)).unwrap_err();
    assert_eq!((error.code(), error.line()), ("exhausted", Some(1)));
}

fn a_group_of_one_that_is_refused_leaves_nothing(store: &dyn Store) {
    // It registers a scheme and opens a counter before it is refused.
    let small = pattern("small", "S{seq:1}", Reset::Never);
    let request = ask("a", APRIL, vec![next(&small, APRIL, 100)]);
    let answers = store
        .reserve_group(core::slice::from_ref(&request))
        .unwrap();
    assert_eq!(answers[0].as_ref().unwrap_err().code(), "exhausted");
    assert!(store.run_of_request("a").unwrap().is_none());
    assert!(store.schemes().unwrap().is_empty());
    assert!(store.counters().unwrap().is_empty());
    assert_sound(store);
}

fn a_request_for_nothing_is_refused(store: &dyn Store) {
    let scheme = monthly();
    for lines in [vec![], vec![next(&scheme, APRIL, 0)], vec![given(&[])]] {
        let error = store.reserve(&ask("a", APRIL, lines)).unwrap_err();
        assert_eq!((error.code(), error.line()), ("nothing-asked", Some(0)));
    }
    assert!(store.runs(None, 10).unwrap().is_empty());
}

fn a_scheme_keeps_its_definition(store: &dyn Store) {
    assert!(store.register(&monthly(), time(APRIL)).unwrap());
    assert!(!store.register(&monthly(), time(MAY)).unwrap());
    let other = pattern("default", "X{seq:5}", Reset::Never);
    let error = store.register(&other, time(APRIL)).unwrap_err();
    assert_eq!(error.code(), "scheme-changed");
    assert!(
        error.to_string().contains("{plant:2}-{yyyy}{mm}{seq:4}"),
        "{error}"
    );
    let kept = store.scheme("default").unwrap();
    assert_eq!(kept.scheme().id(), monthly().scheme().id());
}

fn two_schemes_that_write_one_text_are_refused_with_the_text(store: &dyn Store) {
    store
        .register(&pattern("one", "A{seq:3}", Reset::Never), time(APRIL))
        .unwrap();
    for (other, text) in [
        (pattern("two", "{seq:4:b36}", Reset::Never), "A"),
        (per_gtin("three", "{seq:1:AZ}{line:3}"), "A"),
    ] {
        let error = store.register(&other, time(APRIL)).unwrap_err();
        assert_eq!(error.code(), "scheme-overlap");
        let LedgerErrorKind::SchemeOverlap {
            text: found, other, ..
        } = error.kind()
        else {
            panic!("{error:?}")
        };
        assert!(found.starts_with(text) && found.len() == 4, "{found}");
        assert_eq!(other, "one");
    }
    for (name, disjoint) in [("longer", "A{seq:4}"), ("letter", "B{seq:3}")] {
        assert!(
            store
                .register(&pattern(name, disjoint, Reset::Never), time(APRIL))
                .unwrap()
        );
    }
}

fn a_pattern_is_one_scheme_whenever_it_comes(store: &dyn Store) {
    let bare =
        |text: &str| NamedScheme::by_definition(pattern("x", text, Reset::Never).scheme().clone());
    let one = store
        .reserve(&ask("a", APRIL, vec![next(&bare("A{seq:3}"), APRIL, 1)]))
        .unwrap();
    let two = store
        .reserve(&ask("b", MAY, vec![next(&bare("A{seq:3}"), MAY, 1)]))
        .unwrap();
    assert_eq!(
        (serials(&one), serials(&two)),
        (vec!["A001".into()], vec!["A002".into()])
    );
    // A definition that is registered under a name is the scheme of that name.
    store
        .register(&pattern("named", "B{seq:3}", Reset::Never), time(APRIL))
        .unwrap();
    let run = store
        .reserve(&ask("c", APRIL, vec![next(&bare("B{seq:3}"), APRIL, 1)]))
        .unwrap();
    assert_eq!(run.lines[0].blocks[0].scheme.name(), "named");
    assert_eq!(store.schemes().unwrap().len(), 2);
}

fn a_refused_run_registers_no_scheme(store: &dyn Store) {
    let small = pattern("small", "S{seq:1}", Reset::Never);
    store
        .reserve(&ask("a", APRIL, vec![next(&small, APRIL, 10)]))
        .unwrap_err();
    assert!(store.schemes().unwrap().is_empty());
    // The name is still free for another definition.
    let other = pattern("small", "T{seq:2}", Reset::Never);
    store
        .reserve(&ask("a", APRIL, vec![next(&other, APRIL, 10)]))
        .unwrap();
}

fn an_unknown_scheme_is_told_with_the_known_ones(store: &dyn Store) {
    let error = store.scheme("nosuch").unwrap_err();
    assert_eq!(
        error.to_string(),
        "this ledger has no scheme named nosuch; it has none yet"
    );
    store.register(&monthly(), time(APRIL)).unwrap();
    let error = store.scheme("nosuch").unwrap_err();
    assert_eq!(
        error.to_string(),
        "this ledger has no scheme named nosuch; it has default"
    );
}

fn a_slot_of_another_scheme_is_refused(store: &dyn Store) {
    let (scheme, other) = (monthly(), pattern("other", "O{seq:3}", Reset::Never));
    let units = Units::Next {
        slot: slot(&scheme, APRIL),
        scheme: other,
        count: 1,
    };
    let lines = vec![LineRequest {
        product: widget(),
        units,
    }];
    let error = store.reserve(&ask("a", APRIL, lines)).unwrap_err();
    assert_eq!((error.code(), error.line()), ("slot-mismatch", Some(0)));
}

fn a_clock_that_steps_back_a_little_stays_in_its_period(store: &dyn Store) {
    let scheme = monthly();
    let (after, before) = ("2026-05-01T00:01:00Z", "2026-04-30T23:56:00Z");
    store
        .reserve(&ask("a", after, vec![next(&scheme, after, 1)]))
        .unwrap();
    let run = store
        .reserve(&ask("b", before, vec![next(&scheme, before, 1)]))
        .unwrap();
    assert_eq!(serials(&run), ["WG-2026050002"]);
}

fn a_clock_that_steps_back_further_is_refused(store: &dyn Store) {
    let scheme = monthly();
    let (after, before) = ("2026-05-01T00:01:00Z", "2026-04-30T23:54:59Z");
    store
        .reserve(&ask("a", after, vec![next(&scheme, after, 1)]))
        .unwrap();
    let request = ask("b", before, vec![next(&scheme, before, 1)]);
    let error = store.reserve(&request).unwrap_err();
    assert_eq!(
        (error.code(), error.line(), error.is_retryable()),
        ("clock-back", Some(0), false)
    );
    assert!(error.to_string().contains("2026-05"), "{error}");
    let patient = RunRequest {
        max_skew: Duration::from_secs(400),
        ..request
    };
    assert_eq!(
        serials(&store.reserve(&patient).unwrap()),
        ["WG-2026050002"]
    );
    // A scheme without periods has no clock to step back.
    let ever = pattern("ever", "E{seq:4}", Reset::Never);
    store
        .reserve(&ask("c", after, vec![next(&ever, after, 1)]))
        .unwrap();
    store
        .reserve(&ask("d", APRIL, vec![next(&ever, APRIL, 1)]))
        .unwrap();
}

fn a_time_named_on_purpose_goes_on_in_its_own_period(store: &dyn Store) {
    let scheme = monthly();
    store
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 2)]))
        .unwrap();
    store
        .reserve(&ask("b", MAY, vec![next(&scheme, MAY, 1)]))
        .unwrap();
    let late = RunRequest {
        at: Some(time(APRIL)),
        ..ask("c", MAY, vec![next(&scheme, APRIL, 1)])
    };
    let run = store.reserve(&late).unwrap();
    assert_eq!(serials(&run), ["WG-2026040003"]);
    assert_eq!(
        (run.at, run.reserved_at, run.at_is_explicit),
        (time(APRIL), time(MAY), true)
    );
    assert!(store.run(&run.id).unwrap().at_is_explicit);
}

fn a_time_named_ahead_does_not_bind_the_clock(store: &dyn Store) {
    let scheme = monthly();
    let ahead = RunRequest {
        at: Some(time(MAY)),
        ..ask("a", APRIL, vec![next(&scheme, MAY, 1)])
    };
    store.reserve(&ahead).unwrap();
    let run = store
        .reserve(&ask("b", APRIL, vec![next(&scheme, APRIL, 1)]))
        .unwrap();
    assert_eq!(serials(&run), ["WG-2026040001"]);
    // When the clock gets there, that period goes on.
    let run = store
        .reserve(&ask("c", MAY, vec![next(&scheme, MAY, 1)]))
        .unwrap();
    assert_eq!(serials(&run), ["WG-2026050002"]);
}

fn a_foreign_serial_is_unique_with_its_gtin(store: &dyn Store) {
    let run = store
        .reserve(&ask("a", APRIL, vec![given(&["A-1", "A-2"])]))
        .unwrap();
    assert_eq!(serials(&run), ["A-1", "A-2"]);
    let error = store
        .reserve(&ask("b", APRIL, vec![given(&["A-3", "A-2"])]))
        .unwrap_err();
    assert_eq!((error.code(), error.line()), ("serial-taken", Some(0)));
    assert!(
        error
            .to_string()
            .contains(&format!("line 1 of run {}", run.id)),
        "{error}"
    );
    let error = store
        .reserve(&ask("c", APRIL, vec![given(&["A-3"]), given(&["A-3"])]))
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("line 1 of this run gives it too"),
        "{error}"
    );
    // Another product may carry it.
    let other = LineRequest {
        product: Product {
            gtin: Some(gtin("09521234543213")),
            ..Product::default()
        },
        ..given(&["A-1"])
    };
    store.reserve(&ask("d", APRIL, vec![other])).unwrap();
}

fn a_foreign_serial_that_was_issued_is_refused(store: &dyn Store) {
    let scheme = monthly();
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 3)]))
        .unwrap();
    let lines = vec![next(&scheme, APRIL, 1), given(&["WG-2026040002"])];
    let error = store.reserve(&ask("b", APRIL, lines)).unwrap_err();
    assert_eq!((error.code(), error.line()), ("serial-taken", Some(1)));
    assert!(error.to_string().contains(run.id.as_str()), "{error}");
    assert_eq!(store.counters().unwrap()[0].next, 4);
}

fn a_reservation_skips_the_numbers_of_foreign_serials(store: &dyn Store) {
    let scheme = monthly();
    // In one run: what the data gives is recorded before what is numbered, whichever line comes first.
    let lines = vec![
        next(&scheme, APRIL, 4),
        given(&["WG-2026040002", "WG-2026040003", "WG-2026040006"]),
    ];
    let run = store.reserve(&ask("a", APRIL, lines)).unwrap();
    assert_eq!(
        line_serials(&run.lines[0]),
        [
            "WG-2026040001",
            "WG-2026040004",
            "WG-2026040005",
            "WG-2026040007"
        ]
    );
    assert_eq!(run.lines[0].blocks.len(), 3);
    let run = store
        .reserve(&ask("b", APRIL, vec![next(&scheme, APRIL, 1)]))
        .unwrap();
    assert_eq!(serials(&run), ["WG-2026040008"]);
}

fn a_new_scheme_skips_the_foreign_serials_that_are_there_already(store: &dyn Store) {
    store
        .reserve(&ask(
            "a",
            APRIL,
            vec![given(&["WG-2026040001", "U00001", "other"])],
        ))
        .unwrap();
    let run = store
        .reserve(&ask("b", APRIL, vec![next(&monthly(), APRIL, 1)]))
        .unwrap();
    assert_eq!(serials(&run), ["WG-2026040002"]);
    // Per GTIN it is taken for this one, and free for the other.
    let scheme = per_gtin("units", "U{seq:5}");
    let other = LineRequest {
        product: Product {
            gtin: Some(gtin("09521234543213")),
            ..widget()
        },
        ..next(&scheme, APRIL, 1)
    };
    let run = store
        .reserve(&ask("c", APRIL, vec![next(&scheme, APRIL, 1), other]))
        .unwrap();
    assert_eq!(serials(&run), ["U00002", "U00001"]);
}

fn foreign_serials_count_against_what_is_left(store: &dyn Store) {
    let small = pattern("small", "S{seq:1}", Reset::Never);
    let lines = vec![next(&small, APRIL, 2), given(&["S5", "S9"])];
    store.reserve(&ask("a", APRIL, lines)).unwrap();
    assert_eq!(
        store.remaining(&small, &slot(&small, APRIL), None).unwrap(),
        5
    );
    let error = store
        .reserve(&ask("b", APRIL, vec![next(&small, APRIL, 6)]))
        .unwrap_err();
    assert!(
        matches!(error.kind(), LedgerErrorKind::Exhausted { left: 5, .. }),
        "{error:?}"
    );
    let run = store
        .reserve(&ask("c", APRIL, vec![next(&small, APRIL, 5)]))
        .unwrap();
    assert_eq!(serials(&run), ["S3", "S4", "S6", "S7", "S8"]);
}

fn a_foreign_serial_of_another_day_does_not_clash_with_its_number(store: &dyn Store) {
    // The day is written, the counter is the month's: one number may have two texts.
    let daily = pattern("daily", "{yyyy}{mm}{dd}{seq:4}", Reset::Month);
    store
        .reserve(&ask("a", APRIL, vec![next(&daily, APRIL, 3)]))
        .unwrap();
    store
        .reserve(&ask("b", APRIL, vec![given(&["202604160002"])]))
        .unwrap();
    let error = store
        .reserve(&ask("c", APRIL, vec![given(&["202604150002"])]))
        .unwrap_err();
    assert_eq!(error.code(), "serial-taken");
    let run = store
        .reserve(&ask("d", APRIL, vec![next(&daily, APRIL, 1)]))
        .unwrap();
    assert_eq!(serials(&run), ["202604150004"]);
}

fn printing() -> Printing {
    Printing {
        labels: 3,
        pages: 1,
        stock: "L7160".into(),
        next_place: 4,
        output: "labels.pdf".into(),
    }
}

fn printed(at: &str) -> Mark {
    Mark {
        at: time(at),
        by: "anna".into(),
        what: MarkKind::Printed(printing()),
    }
}

fn a_printed_run_is_printed_and_a_second_printing_is_a_reprint(store: &dyn Store) {
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&monthly(), APRIL, 3)]))
        .unwrap();
    assert_eq!(
        store.mark(&run.id, &printed(APRIL)).unwrap(),
        RunState::Printed
    );
    assert_eq!(
        store.mark(&run.id, &printed(MAY)).unwrap(),
        RunState::Printed
    );
    let run = store.run(&run.id).unwrap();
    assert_eq!(run.marks.len(), 2);
    assert_eq!(run.marks[0], printed(APRIL));
    let MarkKind::Reprinted {
        unit: None,
        printing: again,
        ..
    } = &run.marks[1].what
    else {
        panic!("{:?}", run.marks)
    };
    assert_eq!(again.as_ref(), Some(&printing()));
}

fn a_reprint_of_a_unit_leaves_the_run_as_it_is(store: &dyn Store) {
    let lines = vec![next(&monthly(), APRIL, 3), given(&["A-1"])];
    let run = store.reserve(&ask("a", APRIL, lines)).unwrap();
    for key in [
        UnitKey::Numbered {
            block: run.lines[0].blocks[0].id,
            number: 3,
        },
        UnitKey::Given {
            id: run.lines[1].given[0].id,
        },
    ] {
        let what = MarkKind::Reprinted {
            unit: Some(key),
            reason: "torn\nlabel".into(),
            printing: None,
        };
        let mark = Mark {
            at: time(MAY),
            by: "anna".into(),
            what,
        };
        assert_eq!(store.mark(&run.id, &mark).unwrap(), RunState::Reserved);
        assert_eq!(store.run(&run.id).unwrap().marks.last(), Some(&mark));
    }
}

fn a_mark_of_an_unknown_run_or_unit_is_refused(store: &dyn Store) {
    let error = store
        .mark(&"26K4TQ".parse().unwrap(), &printed(APRIL))
        .unwrap_err();
    assert_eq!(error.to_string(), "this ledger has no run 26K4TQ");
    assert_eq!(
        store.run(&"26K4TQ".parse().unwrap()).unwrap_err().code(),
        "unknown-run"
    );
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&monthly(), APRIL, 3)]))
        .unwrap();
    let block = run.lines[0].blocks[0].id;
    for unit in [
        UnitKey::Numbered { block, number: 4 },
        UnitKey::Numbered {
            block: block + 1,
            number: 1,
        },
        UnitKey::Numbered { block, number: 0 },
        UnitKey::Given { id: 1 },
    ] {
        let what = MarkKind::Reprinted {
            unit: Some(unit),
            reason: String::new(),
            printing: None,
        };
        let mark = Mark {
            at: time(MAY),
            by: "anna".into(),
            what,
        };
        assert_eq!(
            store.mark(&run.id, &mark).unwrap_err().code(),
            "unknown-unit"
        );
    }
}

/// What a run says, but for whether it was asked for before.
fn run_facts(run: &unitmark::ledger::Run) -> impl PartialEq + std::fmt::Debug {
    let unit = (run.id.clone(), run.request_id.clone(), run.holder.clone());
    let times = (run.reserved_at, run.at, run.at_is_explicit);
    (unit, times, run.spec.clone(), run.lines.clone())
}

fn a_group_is_answered_as_if_each_request_came_alone(store: &dyn Store) {
    let (scheme, other) = (monthly(), pattern("other", "X{seq:1}", Reset::Never));
    let may = |name: &str| RunRequest {
        at: Some(time(MAY)),
        ..ask(name, APRIL, vec![next(&scheme, MAY, 1)])
    };
    let april = |name: &str, count| ask(name, APRIL, vec![next(&scheme, APRIL, count)]);
    store.reserve(&april("before", 2)).unwrap();
    let requests = [
        april("plain", 3),
        april("before", 2),
        april("before", 5),
        april("plain", 3),
        april("plain", 4),
        // A counter that is not there yet, and one that is, in one run.
        RunRequest {
            at: Some(time(APRIL)),
            ..ask(
                "both",
                APRIL,
                vec![next(&scheme, MAY, 2), next(&scheme, APRIL, 1)],
            )
        },
        april("refused", 10_000),
        ask("given", APRIL, vec![given(&["WG-2026040010", "F1"])]),
        april("around", 4),
        ask(
            "taken",
            APRIL,
            vec![next(&scheme, APRIL, 1), given(&["F1"])],
        ),
        ask("new", APRIL, vec![next(&other, APRIL, 4)]),
        ask("too many", APRIL, vec![next(&other, APRIL, 9)]),
        may("named"),
        ask(
            "back",
            "2026-03-31T23:58:00Z",
            vec![next(&scheme, "2026-03-31T23:58:00Z", 1)],
        ),
        ask(
            "far back",
            "2026-03-01T00:00:00Z",
            vec![next(&scheme, "2026-03-01T00:00:00Z", 1)],
        ),
        ask("nothing", APRIL, Vec::new()),
        april("last", 1),
    ];
    let answers: Vec<Result<(bool, Vec<String>), &str>> = store
        .reserve_group(&requests)
        .unwrap()
        .into_iter()
        .map(|answer| match answer {
            Ok(run) => {
                let again = store.run(&run.id).unwrap();
                assert_eq!(run_facts(&run), run_facts(&again));
                Ok((run.replayed, serials(&run)))
            }
            Err(error) => Err(error.code()),
        })
        .collect();
    let of = |replayed: bool, texts: &[&str]| {
        Ok((
            replayed,
            texts.iter().map(|&text| text.to_owned()).collect(),
        ))
    };
    let plain = ["WG-2026040003", "WG-2026040004", "WG-2026040005"];
    let expected = [
        of(false, &plain),
        of(true, &["WG-2026040001", "WG-2026040002"]),
        Err("request-id-reused"),
        of(true, &plain),
        Err("request-id-reused"),
        of(false, &["WG-2026050001", "WG-2026050002", "WG-2026040006"]),
        Err("exhausted"),
        of(false, &["WG-2026040010", "F1"]),
        of(
            false,
            &[
                "WG-2026040007",
                "WG-2026040008",
                "WG-2026040009",
                "WG-2026040011",
            ],
        ),
        Err("serial-taken"),
        of(false, &["X1", "X2", "X3", "X4"]),
        Err("exhausted"),
        of(false, &["WG-2026050003"]),
        of(false, &["WG-2026040012"]),
        Err("clock-back"),
        Err("nothing-asked"),
        of(false, &["WG-2026040013"]),
    ];
    for (number, (answer, expected)) in answers.iter().zip(&expected).enumerate() {
        assert_eq!(answer, expected, "{}", requests[number].request_id);
    }
    assert_eq!(answers.len(), expected.len());
    assert_eq!(store.schemes().unwrap().len(), 2);
}

fn a_foreign_sscc_is_skipped_by_a_scheme_of_its_kind(store: &dyn Store) {
    let sscc = define(
        "sscc",
        unitmark::serial::Preset::find("sscc").unwrap().definition(),
    );
    let context = Context::new().with("prefix", "9521234").with("ext", "0");
    let at = time(APRIL);
    let line = |count| LineRequest {
        product: Product::default(),
        units: Units::Next {
            slot: sscc.scheme().slot(&context, at).unwrap(),
            scheme: sscc.clone(),
            count,
        },
    };
    let first = store.reserve(&ask("a", APRIL, vec![line(3)])).unwrap();
    let own = |serials: &[String]| LineRequest {
        product: Product::default(),
        units: Units::Given(serials.to_vec()),
    };
    let preview = store.preview(&ask("p", APRIL, vec![line(2)])).unwrap();
    let foreign = serials(&preview)[1].clone();
    let run = store
        .reserve(&ask("b", APRIL, vec![own(std::slice::from_ref(&foreign))]))
        .unwrap();
    assert_eq!(serials(&run), [foreign.as_str()]);
    let after = store.reserve(&ask("c", APRIL, vec![line(3)])).unwrap();
    assert!(!serials(&after).contains(&foreign));
    for (name, taken, code) in [
        ("again", foreign.clone(), "serial-taken"),
        ("issued", serials(&first)[0].clone(), "serial-taken"),
        ("no sscc", "952123400000000001".to_owned(), "gtin-missing"),
    ] {
        let refused = ask(name, APRIL, vec![own(&[taken])]);
        assert_eq!(store.reserve(&refused).unwrap_err().code(), code, "{name}");
    }
}

fn a_run_is_held_by_one_caller_at_a_time(store: &dyn Store) {
    let scheme = monthly();
    let [one, two] = ["a", "b"].map(|name| {
        let request = ask(name, APRIL, vec![next(&scheme, APRIL, 1)]);
        store.reserve(&request).unwrap().id
    });
    let held = store.hold(&one).unwrap();
    let error = store.hold(&one).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("run-busy", true));
    assert!(error.to_string().contains(one.as_str()), "{error}");
    let other = store.hold(&two).unwrap();
    drop(held);
    drop(store.hold(&one).unwrap());
    drop(other);
}

fn a_run_without_a_mark_is_listed_as_unknown(store: &dyn Store) {
    let mut runs = Vec::new();
    for id in ["a", "b", "c"] {
        runs.push(
            store
                .reserve(&ask(id, APRIL, vec![next(&monthly(), APRIL, 2)]))
                .unwrap()
                .id,
        );
    }
    store.mark(&runs[1], &printed(APRIL)).unwrap();
    let allocated = Mark {
        at: time(APRIL),
        by: "anna".into(),
        what: MarkKind::Allocated,
    };
    assert_eq!(
        store.mark(&runs[2], &allocated).unwrap(),
        RunState::Allocated
    );
    let listed = |state, limit| -> Vec<_> {
        store
            .runs(state, limit)
            .unwrap()
            .into_iter()
            .map(|run| run.id)
            .collect()
    };
    assert_eq!(listed(Some(RunState::Reserved), 10), [runs[0].clone()]);
    assert_eq!(listed(Some(RunState::Printed), 10), [runs[1].clone()]);
    assert_eq!(
        listed(None, 10),
        [runs[2].clone(), runs[1].clone(), runs[0].clone()]
    );
    assert_eq!(listed(None, 1), [runs[2].clone()]);
    assert_eq!(store.runs(None, 1).unwrap()[0].units, 2);
}

fn the_place_where_a_run_stopped_is_kept(store: &dyn Store) {
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&monthly(), APRIL, 3)]))
        .unwrap();
    assert!(store.run(&run.id).unwrap().printing().is_none());
    store.mark(&run.id, &printed(APRIL)).unwrap();
    assert_eq!(store.run(&run.id).unwrap().printing(), Some(&printing()));
}

fn a_unit_is_found_by_its_serial(store: &dyn Store) {
    let lines = vec![
        next(&monthly(), APRIL, 2),
        given(&["A-1"]),
        next(&monthly(), APRIL, 2),
    ];
    let run = store.reserve(&ask("a", APRIL, lines)).unwrap();
    store.mark(&run.id, &printed(APRIL)).unwrap();
    let units = store.find_unit(None, "WG-2026040003").unwrap();
    let [unit] = units.as_slice() else {
        panic!("{units:?}")
    };
    assert_eq!(
        (&unit.run, unit.line, unit.state),
        (&run.id, 2, RunState::Printed)
    );
    assert_eq!(
        (&unit.product, unit.scheme.as_deref()),
        (&widget(), Some("default"))
    );
    let block = run.lines[2].blocks[0].id;
    assert_eq!(unit.key, UnitKey::Numbered { block, number: 3 });

    let units = store
        .find_unit(Some(&gtin("5012345678900")), "A-1")
        .unwrap();
    assert_eq!(
        (units.len(), units[0].line, units[0].scheme.as_deref()),
        (1, 1, None)
    );
    for (key, serial) in [
        (None, "WG-2026040005"),
        (None, "WG-2026040000"),
        (None, "WG-2026050001"),
        (None, "A-2"),
        (Some(gtin("09521234543213")), "WG-2026040003"),
    ] {
        assert_eq!(
            store.find_unit(key.as_ref(), serial).unwrap(),
            [],
            "{serial}"
        );
    }
}

fn a_unit_is_found_by_its_gtin_where_products_share_serials(store: &dyn Store) {
    let scheme = per_gtin("units", "U{seq:5}");
    let other = LineRequest {
        product: Product {
            gtin: Some(gtin("09521234543213")),
            ..widget()
        },
        ..next(&scheme, APRIL, 1)
    };
    store
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 1), other]))
        .unwrap();
    assert_eq!(store.find_unit(None, "U00001").unwrap().len(), 2);
    let units = store
        .find_unit(Some(&gtin("09521234543213")), "U00001")
        .unwrap();
    assert_eq!((units.len(), units[0].line), (1, 1));
}

fn gaps_tell_the_fate_of_every_number(store: &dyn Store) {
    let scheme = monthly();
    let lines = vec![next(&scheme, APRIL, 3), given(&["WG-2026040002"])];
    let one = store.reserve(&ask("a", APRIL, lines)).unwrap().id;
    let two = store
        .reserve(&ask("b", APRIL, vec![next(&scheme, APRIL, 5)]))
        .unwrap()
        .id;
    store.mark(&one, &printed(APRIL)).unwrap();
    let gaps = store.gaps().unwrap();
    let [april] = gaps.as_slice() else {
        panic!("{gaps:?}")
    };
    let told: Vec<_> = april
        .ranges
        .iter()
        .map(|range| (range.first, range.count, &range.fate))
        .collect();
    let key = "05012345678900".to_owned();
    let foreign = Fate::Foreign {
        key,
        serial: "WG-2026040002".into(),
    };
    assert_eq!(
        told,
        [
            (1, 1, &Fate::Printed(one.clone())),
            (2, 1, &foreign),
            (3, 2, &Fate::Printed(one)),
            (5, 5, &Fate::Unknown(two)),
        ]
    );
    let ends = Some(("WG-2026040005".into(), "WG-2026040009".into()));
    assert_eq!(april.ranges[3].serials, ends);
    assert_eq!(april.sum(|fate| matches!(fate, Fate::Printed(_))), 3);
    assert_eq!(april.sum(|_| true), april.counter.passed());
}

fn heads_prove_a_ledger_that_went_on(store: &dyn Store) {
    let empty = store.heads(time(APRIL)).unwrap();
    assert_eq!(empty.heads.len(), 1);
    let run = store
        .reserve(&ask(
            "a",
            APRIL,
            vec![next(&monthly(), APRIL, 3), given(&["x"])],
        ))
        .unwrap();
    let some = store.heads(time(APRIL)).unwrap();
    store.mark(&run.id, &printed(APRIL)).unwrap();
    store
        .reserve(&ask("b", MAY, vec![next(&monthly(), MAY, 3)]))
        .unwrap();
    let all = store.heads(time(MAY)).unwrap();
    assert_eq!(all.heads.len(), 3);
    assert_eq!(all.heads[1].name, "default 2026-04 plant=WG");
    for heads in [empty, some, all] {
        let heads = Heads::parse(&heads.to_text()).unwrap();
        let verification = store.verify(Some(&heads)).unwrap();
        assert_eq!(verification.findings, []);
        assert_eq!(verification.heads, heads.heads.len() as u64);
    }
    let mut forged = store.heads(time(MAY)).unwrap();
    forged.heads[2].hash[31] ^= 1;
    let verification = store.verify(Some(&forged)).unwrap();
    assert_eq!(verification.findings.len(), 1);
    assert_eq!(verification.findings[0].kind.code(), "head-missing");
    forged.heads[2].chain = 9;
    assert_eq!(store.verify(Some(&forged)).unwrap().findings.len(), 1);
}

fn heads_of_another_ledger_are_refused(store: &dyn Store) {
    let mut heads = store.heads(time(APRIL)).unwrap();
    heads.ledger = LedgerId::from_bytes([9, 9, 9, 9]);
    assert_eq!(store.verify(Some(&heads)).unwrap_err().code(), "bad-heads");
}

fn a_scheme_for_each_gtin_needs_a_gtin(store: &dyn Store) {
    let scheme = per_gtin("units", "U{seq:5}");
    for mut line in [next(&scheme, APRIL, 1), given(&["x"])] {
        line.product.gtin = None;
        let error = store.reserve(&ask("a", APRIL, vec![line])).unwrap_err();
        assert_eq!((error.code(), error.line()), ("gtin-missing", Some(0)));
    }
}

fn a_stamp_is_kept_with_its_block(store: &dyn Store) {
    let daily = pattern("daily", "{yyyy}{mm}{dd}{seq:4}", Reset::Month);
    let (one, two) = (APRIL, "2026-04-16T08:00:00Z");
    store
        .reserve(&ask("a", one, vec![next(&daily, one, 1)]))
        .unwrap();
    let run = store
        .reserve(&ask("b", two, vec![next(&daily, two, 1)]))
        .unwrap();
    assert_eq!(serials(&run), ["202604160002"]);
    assert_eq!(serials(&store.run(&run.id).unwrap()), ["202604160002"]);
    assert_eq!(store.find_unit(None, "202604160002").unwrap().len(), 1);
    assert_eq!(store.find_unit(None, "202604150002").unwrap(), []);
}

fn a_million_serials_are_one_block(store: &dyn Store) {
    let wide = define(
        "wide",
        Definition {
            reset: Reset::Never,
            ..Definition::of("W{seq:8}")
        },
    );
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&wide, APRIL, 1_000_000)]))
        .unwrap();
    assert_eq!((run.lines[0].blocks.len(), run.units()), (1, 1_000_000));
    let unique: HashSet<String> = run.lines[0].blocks[0].texts().unwrap().collect();
    assert_eq!(unique.len(), 1_000_000);
}

/// The units of a run's first block, by their place in it.
fn unit_keys(run: &unitmark::ledger::Run) -> Vec<UnitKey> {
    let block = &run.lines[0].blocks[0];
    (block.first..=block.last())
        .map(|number| UnitKey::Numbered {
            block: block.id,
            number,
        })
        .collect()
}

fn to(state: UnitState) -> Move {
    Move {
        at: time(MAY),
        by: "anna".into(),
        to: state,
        reason: state.needs_reason().then(|| "a test".to_owned()),
    }
}

/// The moves that lead from a new unit to this state.
fn way_to(goal: UnitState) -> Vec<UnitState> {
    let mut ways = vec![vec![UnitState::Reserved]];
    loop {
        if let Some(way) = ways.iter().find(|way| way.last() == Some(&goal)) {
            return way[1..].to_vec();
        }
        ways = ways
            .iter()
            .flat_map(|way| {
                let next = way.last().unwrap().next().iter();
                next.map(|next| [way.clone(), vec![*next]].concat())
            })
            .collect();
    }
}

fn every_pair_of_states_is_allowed_or_refused_as_the_table_says(store: &dyn Store) {
    let states: Vec<UnitState> = UnitState::all().collect();
    let pairs = states.len() as u64 * states.len() as u64;
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&monthly(), APRIL, pairs)]))
        .unwrap();
    let units = unit_keys(&run);
    let mut allowed = 0;
    for (unit, (from, goal)) in units.iter().zip(
        states
            .iter()
            .flat_map(|from| states.iter().map(move |to| (*from, *to))),
    ) {
        for step in way_to(from) {
            assert_eq!(store.move_units(&to(step), &[*unit]).unwrap(), 1);
        }
        match store.move_units(&to(goal), &[*unit]) {
            Ok(moved) => {
                assert_eq!(moved, 1);
                assert!(from.next().contains(&goal), "{from} to {goal}");
                assert_eq!(store.states(&[*unit]).unwrap(), [goal]);
                allowed += 1;
            }
            Err(error) => {
                assert_eq!(error.code(), "state-not-allowed", "{error}");
                assert!(!from.next().contains(&goal), "{from} to {goal}");
                assert_eq!(store.states(&[*unit]).unwrap(), [from]);
            }
        }
    }
    assert!(allowed > 20 && allowed < pairs, "{allowed}");
}

fn units_move_alone_and_together_and_all_or_none(store: &dyn Store) {
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&monthly(), APRIL, 100)]))
        .unwrap();
    let units = unit_keys(&run);
    let move_to = |state, units: &[UnitKey]| store.move_units(&to(state), units);
    assert_eq!(move_to(UnitState::Printed, &units).unwrap(), 100);
    // Each unit twice is each unit once.
    let odd: Vec<UnitKey> = units.iter().copied().skip(1).step_by(2).collect();
    assert_eq!(
        move_to(
            UnitState::Commissioned,
            &[odd.clone(), odd.clone()].concat()
        )
        .unwrap(),
        50
    );
    assert_eq!(move_to(UnitState::Commissioned, &units[20..21]).unwrap(), 1);
    let error = move_to(UnitState::Shipped, &units[19..=21]).err();
    assert_eq!(error, None, "19, 20 and 21 are commissioned");
    let error = move_to(UnitState::Shipped, &units[17..=19]).unwrap_err();
    assert!(
        matches!(error.kind(), LedgerErrorKind::StateNotAllowed { unit, from: UnitState::Printed, .. } if *unit == units[18]),
        "{error:?}"
    );
    let error = move_to(UnitState::Shipped, &units[21..22]).unwrap_err();
    assert!(
        error.to_string().contains("two units carry one serial"),
        "{error}"
    );
    assert_eq!(move_to(UnitState::Returned, &units[20..21]).unwrap(), 1);
    let error = move_to(UnitState::Returned, &units[0..1]).unwrap_err();
    assert_eq!(error.code(), "state-not-allowed", "it was never shipped");
    let voided = Move {
        reason: Some(" ".into()),
        ..to(UnitState::Voided)
    };
    let error = store.move_units(&voided, &units[0..1]).unwrap_err();
    assert_eq!(error.code(), "reason-missing");
    assert_eq!(
        store.states(&units[17..23]).unwrap(),
        [
            UnitState::Commissioned,
            UnitState::Printed,
            UnitState::Shipped,
            UnitState::Returned,
            UnitState::Shipped,
            UnitState::Printed
        ]
    );
}

fn a_foreign_serial_has_a_state_too(store: &dyn Store) {
    let run = store
        .reserve(&ask("a", APRIL, vec![given(&["X1", "X2"])]))
        .unwrap();
    let keys: Vec<UnitKey> = run.lines[0]
        .given
        .iter()
        .map(|unit| UnitKey::Given { id: unit.id })
        .collect();
    store
        .move_units(&to(UnitState::Printed), &keys[..1])
        .unwrap();
    assert_eq!(
        store.states(&keys).unwrap(),
        [UnitState::Printed, UnitState::Reserved]
    );
}

fn many_scans_are_looked_up_at_once(store: &dyn Store) {
    let lines = vec![next(&monthly(), APRIL, 2000), given(&["X1"])];
    let run = store.reserve(&ask("a", APRIL, lines)).unwrap();
    let units = unit_keys(&run);
    store
        .move_units(&to(UnitState::Printed), &units[..10])
        .unwrap();
    let mut scans: Vec<Scanned> = serials(&run)
        .into_iter()
        .map(|serial| Scanned {
            ai: None,
            gtin: None,
            serial,
        })
        .collect();
    scans.push(Scanned {
        ai: None,
        gtin: None,
        serial: "WG-2026042001".into(),
    });
    for scans in [&scans[..], &scans[1995..]] {
        let found = store.look_up(scans).unwrap();
        assert_eq!(found.len(), scans.len());
        assert_eq!(found.last(), Some(&vec![]), "never issued");
        assert!(
            found[..scans.len() - 1]
                .iter()
                .all(|found| found.len() == 1)
        );
    }
    let found = store.look_up(&scans).unwrap();
    let states: Vec<UnitState> = found[8..12].iter().map(|found| found[0].state).collect();
    assert_eq!(
        states,
        [
            UnitState::Printed,
            UnitState::Printed,
            UnitState::Reserved,
            UnitState::Reserved
        ]
    );
    assert_eq!(found[0][0].key, units[0]);
    assert_eq!(found[0][0].gtin, widget().gtin);
}

fn units_are_found_by_lot_serial_time_and_state(store: &dyn Store) {
    let run = store
        .reserve(&ask(
            "a",
            APRIL,
            vec![next(&monthly(), APRIL, 10), given(&["X1"])],
        ))
        .unwrap();
    let other = LineRequest {
        product: Product {
            lot: Some("2026-05-B".into()),
            ..widget()
        },
        ..next(&monthly(), MAY, 5)
    };
    store.reserve(&ask("b", MAY, vec![other])).unwrap();
    store
        .move_units(&to(UnitState::Printed), &unit_keys(&run)[2..4])
        .unwrap();
    let find = |query: Query| {
        let found = store.find(&query).unwrap();
        let lists = found
            .iter()
            .map(|found| {
                (
                    found.first.clone(),
                    found.last.clone(),
                    found.count,
                    found.state,
                )
            })
            .collect::<Vec<_>>();
        (lists, found.iter().map(|found| found.count).sum::<u64>())
    };
    let lot = Query {
        lot: Some("2026-04-A".into()),
        ..Query::default()
    };
    let (lists, count) = find(lot.clone());
    assert_eq!(count, 11);
    let stretch =
        |first: &str, last: &str, count, state| (first.to_owned(), last.to_owned(), count, state);
    assert_eq!(
        lists,
        [
            stretch("WG-2026040001", "WG-2026040002", 2, UnitState::Reserved),
            stretch("WG-2026040003", "WG-2026040004", 2, UnitState::Printed),
            stretch("WG-2026040005", "WG-2026040010", 6, UnitState::Reserved),
            stretch("X1", "X1", 1, UnitState::Reserved),
        ]
    );
    let printed = Query {
        state: Some(UnitState::Printed),
        ..lot
    };
    assert_eq!(find(printed).1, 2);
    let serials = Query {
        serials: Some(("WG-2026040004".into(), "WG-2026040006".into())),
        ..Query::default()
    };
    assert_eq!(
        find(serials).0,
        [
            stretch("WG-2026040004", "WG-2026040004", 1, UnitState::Printed),
            stretch("WG-2026040005", "WG-2026040006", 2, UnitState::Reserved),
        ]
    );
    let later = Query {
        from: Some(time(MAY)),
        ..Query::default()
    };
    assert_eq!(find(later).1, 5);
    let before = Query {
        to: Some(time(MAY)),
        run: Some(run.id),
        ..Query::default()
    };
    assert_eq!(find(before).1, 11);
    assert_eq!(find(Query::default()).1, 16);
    let none = Query {
        plant: Some("XY".into()),
        ..Query::default()
    };
    assert_eq!(find(none).0, []);
}

fn the_trail_has_every_event_in_order(store: &dyn Store) {
    let run = store
        .reserve(&ask("a", APRIL, vec![next(&monthly(), APRIL, 3)]))
        .unwrap();
    store
        .move_units(&to(UnitState::Printed), &unit_keys(&run))
        .unwrap();
    let all = store.trail((0, 0), 100).unwrap();
    let kinds: Vec<(u64, u64, &str)> = all
        .iter()
        .map(|event| (event.chain, event.event, event.kind.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            (0, 1, "created"),
            (0, 2, "scheme"),
            (1, 1, "reserved"),
            (1, 2, "moved")
        ]
    );
    assert!(all[3].body.contains("by anna\n"), "{}", all[3].body);
    assert_eq!(store.trail((0, 1), 2).unwrap(), all[1..3]);
    assert_eq!(store.trail((1, 2), 100).unwrap(), []);
    let heads = store.heads(time(MAY)).unwrap();
    assert_eq!(heads.heads[1].hash, all[3].hash);
}
