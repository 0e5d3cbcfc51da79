//! The questions of an auditor, a recall and a return: on a file and on a server.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

#[path = "support/command.rs"]
mod command;

use command::{Place, each_store, everywhere};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::collections::BTreeMap;
use support::*;
use unitmark::ledger::{
    ForeignList, GiveBack, GivenBack, Import, ImportLine, Mark, MarkKind, Move, NamedScheme,
    Printing, Query, Run, Store, UnitKey, UnitState,
};
use unitmark::serial::{Context, Reset};

fn keys(run: &Run) -> Vec<UnitKey> {
    let mut keys = Vec::new();
    for line in &run.lines {
        keys.extend(line.given.iter().map(|unit| UnitKey::Given { id: unit.id }));
        for block in &line.blocks {
            keys.extend(
                (block.first..=block.last()).map(|number| UnitKey::Numbered {
                    block: block.id,
                    number,
                }),
            );
        }
    }
    keys
}

fn to(state: UnitState) -> Move {
    Move {
        at: time(APRIL),
        by: "anna".into(),
        to: state,
        reason: Some("a test".into()),
    }
}

fn mark(what: MarkKind) -> Mark {
    Mark {
        at: time(APRIL),
        by: "anna".into(),
        what,
    }
}

fn back(run: &Run) -> GiveBack {
    GiveBack {
        run: run.id.clone(),
        at: time(MAY),
        by: "anna".into(),
        reason: Some("the order was stopped".into()),
        only: None,
    }
}

#[test]
fn what_was_never_used_is_given_back_and_never_issued_again() {
    each_store(|store: &dyn Store| {
        let scheme = pattern("units", "U{seq:2}", Reset::Never);
        let request = ask("a", APRIL, vec![next(&scheme, APRIL, 10)]);
        let run = store.reserve(&request).unwrap();
        store.mark(&run.id, &mark(MarkKind::Allocated)).unwrap();
        let units = keys(&run);
        store
            .move_units(&to(UnitState::Printed), &units[..3])
            .unwrap();

        let named = GiveBack {
            only: Some(vec![units[2]]),
            ..back(&run)
        };
        let error = store.give_back(&named).unwrap_err();
        assert_eq!(error.code(), "not-unused");
        let named = GiveBack {
            only: Some(vec![units[9]]),
            ..back(&run)
        };
        let done = store.give_back(&named).unwrap();
        assert_eq!(
            done,
            GivenBack {
                units: 1,
                before: 0
            }
        );
        let done = store.give_back(&back(&run)).unwrap();
        assert_eq!(
            done,
            GivenBack {
                units: 6,
                before: 1
            }
        );
        let done = store.give_back(&back(&run)).unwrap();
        assert_eq!(
            done,
            GivenBack {
                units: 0,
                before: 7
            }
        );

        let states = store.states(&units).unwrap();
        assert!(states[..3].iter().all(|state| *state == UnitState::Printed));
        assert!(states[3..].iter().all(|state| *state == UnitState::Voided));
        assert_eq!(store.run(&run.id).unwrap().given_back(), 7);
        let error = store.reserve(&request).unwrap_err();
        assert_eq!(error.code(), "run-given-back");
        let more = store
            .reserve(&ask("b", APRIL, vec![next(&scheme, APRIL, 1)]))
            .unwrap();
        assert_eq!(serials(&more), ["U11"], "no number comes back");

        let mut printed = more.clone();
        printed.id = more.id.clone();
        store
            .mark(&more.id, &mark(MarkKind::Printed(Printing::default())))
            .unwrap();
        let error = store.give_back(&back(&more)).unwrap_err();
        assert_eq!(error.code(), "nothing-unused");
        let stranger = GiveBack {
            only: Some(vec![units[0]]),
            ..back(&more)
        };
        assert_eq!(
            store.give_back(&stranger).unwrap_err().code(),
            "unknown-unit"
        );
        let history = store.history(units[9]).unwrap();
        let told: Vec<_> = history.iter().map(|own| (own.to, &own.reason)).collect();
        let why = Some("given back unused: the order was stopped".to_owned());
        assert_eq!(told, [(UnitState::Voided, &why)]);
    });
}

#[test]
fn a_counter_says_when_it_will_be_at_its_end() {
    each_store(|store: &dyn Store| {
        let scheme = pattern("units", "U{seq:3}", Reset::Never);
        let mut last = None;
        for (name, at) in [("a", "2026-04-01T00:00:00Z"), ("b", "2026-04-06T00:00:00Z")] {
            let run = store
                .reserve(&ask(name, at, vec![next(&scheme, at, 50)]))
                .unwrap();
            last = Some(run.id);
        }
        let all = store.outlook(last.as_ref()).unwrap();
        assert_eq!(all.len(), 1);
        let now = time("2026-04-11T00:00:00Z");
        assert_eq!((all[0].used, all[0].left), (100, 899));
        assert_eq!(all[0].rate(now), Some(10.0));
        assert_eq!(all[0].ends(now).unwrap(), time("2026-07-09T21:36:00Z"));
        assert!(all[0].is_near(now), "within 90 days");
        assert!(!all[0].is_near(time("2026-06-01T00:00:00Z")));
        assert_eq!(all[0].rate(time("2026-04-01T01:00:00Z")), None);
        assert!(!all[0].is_near(time("2026-04-01T01:00:00Z")));

        let month = monthly();
        let run = store
            .reserve(&ask("c", APRIL, vec![next(&month, APRIL, 6000)]))
            .unwrap();
        let all = store.outlook(Some(&run.id)).unwrap();
        assert!(all[0].is_near(time("2026-04-20T00:00:00Z")));
        assert!(
            !all[0].is_near(time("2026-05-02T00:00:00Z")),
            "the period is over"
        );
        assert_eq!(store.outlook(None).unwrap().len(), 2);
    });
}

/// What may happen to units.
#[derive(Clone, Debug)]
enum Step {
    Reserve {
        scheme: usize,
        count: u64,
    },
    Give {
        number: u64,
    },
    Mark {
        run: usize,
        printed: bool,
    },
    Move {
        run: usize,
        from: usize,
        count: usize,
        to: usize,
    },
    Back {
        run: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..2_usize, 1..9_u64).prop_map(|(scheme, count)| Step::Reserve { scheme, count }),
        1 => (1..80_u64).prop_map(|number| Step::Give { number }),
        2 => (0..50_usize, any::<bool>()).prop_map(|(run, printed)| Step::Mark { run, printed }),
        6 => (0..50_usize, 0..8_usize, 1..5_usize, 0..12_usize)
            .prop_map(|(run, from, count, to)| Step::Move { run, from, count, to }),
        1 => (0..50_usize).prop_map(|run| Step::Back { run }),
    ]
}

/// Lives through a history; all units and their states as they were told.
fn live(store: &dyn Store, name: &str, schemes: &[NamedScheme; 2], steps: &[Step]) {
    let states: Vec<UnitState> = UnitState::all().collect();
    let mut runs: Vec<Run> = Vec::new();
    let mut model: BTreeMap<UnitKey, (UnitState, bool)> = BTreeMap::new();
    for (number, step) in steps.iter().enumerate() {
        let request = format!("{name} {number}");
        match step {
            Step::Reserve { scheme, count } => {
                let line = next(&schemes[*scheme], APRIL, *count);
                if let Ok(run) = store.reserve(&ask(&request, APRIL, vec![line])) {
                    model.extend(
                        keys(&run)
                            .into_iter()
                            .map(|key| (key, (UnitState::Reserved, false))),
                    );
                    runs.push(run);
                }
            }
            Step::Give { number } => {
                let slot = slot(&schemes[0], APRIL);
                let text = schemes[0].scheme().text(&slot, *number).unwrap();
                if let Ok(run) = store.reserve(&ask(&request, APRIL, vec![given(&[&text])])) {
                    model.extend(
                        keys(&run)
                            .into_iter()
                            .map(|key| (key, (UnitState::Reserved, false))),
                    );
                    runs.push(run);
                }
            }
            Step::Mark { run, printed } => {
                let Some(run) = runs.get(run % runs.len().max(1)) else {
                    continue;
                };
                let what = if *printed {
                    MarkKind::Printed(Printing::default())
                } else {
                    MarkKind::Allocated
                };
                store.mark(&run.id, &mark(what)).unwrap();
                for key in keys(run) {
                    let (state, told) = model.get_mut(&key).unwrap();
                    // What was told of a unit itself stands.
                    if !*told {
                        *state = match (*printed, *state) {
                            (true, _) | (false, UnitState::Printed) => UnitState::Printed,
                            _ => UnitState::Allocated,
                        };
                    }
                }
            }
            Step::Move {
                run,
                from,
                count,
                to: goal,
            } => {
                let Some(run) = runs.get(run % runs.len().max(1)) else {
                    continue;
                };
                let goal = states[*goal];
                let units: Vec<UnitKey> = keys(run).into_iter().skip(*from).take(*count).collect();
                if units.is_empty() {
                    continue;
                }
                let allowed = units.iter().all(|key| model[key].0.next().contains(&goal));
                assert_eq!(store.move_units(&to(goal), &units).is_ok(), allowed);
                if allowed {
                    model.extend(units.into_iter().map(|key| (key, (goal, true))));
                }
            }
            Step::Back { run } => {
                let Some(run) = runs.get(run % runs.len().max(1)) else {
                    continue;
                };
                let unused: Vec<UnitKey> = keys(run)
                    .into_iter()
                    .filter(|key| matches!(key, UnitKey::Numbered { .. }))
                    .filter(|key| {
                        matches!(model[key].0, UnitState::Reserved | UnitState::Allocated)
                    })
                    .collect();
                let units = store.give_back(&back(run)).map_or(0, |done| done.units);
                assert_eq!(units, unused.len() as u64);
                model.extend(
                    unused
                        .into_iter()
                        .map(|key| (key, (UnitState::Voided, true))),
                );
            }
        }
    }
    add_up(store, &model);
}

/// Gaps and queries count what was told, each number once.
fn add_up(store: &dyn Store, model: &BTreeMap<UnitKey, (UnitState, bool)>) {
    let mut sums: BTreeMap<UnitState, u64> = BTreeMap::new();
    for found in store.gaps().unwrap() {
        let explained: u64 = found.ranges.iter().map(|range| range.count).sum();
        assert_eq!(explained, found.counter.passed());
        for range in &found.ranges {
            let told: u64 = range.states.iter().map(|(_, count)| count).sum();
            assert_eq!(told, range.count, "{range:?}");
        }
        for (state, count) in found.states() {
            *sums.entry(state).or_default() += count;
        }
    }
    let mut modelled: BTreeMap<UnitState, u64> = BTreeMap::new();
    for (key, (state, _)) in model {
        if matches!(key, UnitKey::Numbered { .. }) {
            *modelled.entry(*state).or_default() += 1;
        }
    }
    // Foreign serials at or past the counter are no passed numbers yet.
    for (state, count) in &modelled {
        assert!(
            sums.get(state).copied().unwrap_or_default() >= *count,
            "{state}"
        );
    }
    let found = store.find(&Query::default()).unwrap();
    let mut counted: BTreeMap<UnitState, u64> = BTreeMap::new();
    for own in &found {
        *counted.entry(own.state).or_default() += own.count;
    }
    let mut all: BTreeMap<UnitState, u64> = BTreeMap::new();
    for (state, _) in model.values() {
        *all.entry(*state).or_default() += 1;
    }
    assert_eq!(counted, all);
    assert_sound(store);
}

#[test]
fn after_any_history_each_range_adds_up_to_all_of_it() {
    let schemes = [
        pattern("units", "U{seq:2}", Reset::Never),
        pattern("parts", "P{seq:3}", Reset::Never),
    ];
    let law = |cases: u32, new: &dyn Fn() -> Box<dyn Store>| {
        let config = ProptestConfig {
            cases,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        TestRunner::new(config)
            .run(&prop::collection::vec(step(), 1..30), |steps| {
                live(&*new(), "step", &schemes, &steps);
                Ok(())
            })
            .unwrap();
    };
    let id = || unitmark::ledger::LedgerId::from_bytes([9, 9, 9, 9]);
    law(64, &|| {
        Box::new(unitmark::ledger::Sqlite::in_memory(id(), time(APRIL)).unwrap())
    });
    if let Some(cluster) = command::server::cluster() {
        law(6, &|| {
            let options = unitmark::ledger::PostgresOptions::default();
            Box::new(options.create(&cluster.url(), id(), time(APRIL)).unwrap())
        });
    }
}

#[test]
fn units_are_found_by_shift_block_and_order() {
    each_store(|store: &dyn Store| {
        let scheme = pattern("shifts", "{yy}{ddd}{shift}{seq:4}", Reset::Shift);
        let mut runs = Vec::new();
        for (name, shift) in [("a", "1"), ("b", "2")] {
            let context = Context::new().with("shift", shift);
            let slot = scheme.scheme().slot(&context, time(APRIL)).unwrap();
            let mut line = next(&monthly(), APRIL, 5);
            line.product.order = Some(format!("order {name}"));
            line.units = unitmark::ledger::Units::Next {
                scheme: scheme.clone(),
                slot,
                count: 5,
            };
            runs.push(store.reserve(&ask(name, APRIL, vec![line])).unwrap());
        }
        store
            .reserve(&ask("c", APRIL, vec![given(&["X1"])]))
            .unwrap();
        let find = |query: &Query| {
            let found = store.find(query).unwrap();
            let sum: u64 = found.iter().map(|own| own.count).sum();
            (sum, found.first().map(|own| own.run.clone()))
        };
        let second = Some(runs[1].id.clone());
        let by = Query::default();
        assert_eq!(find(&by).0, 11);
        let context = Context::new().with("line", "L7");
        let lines = pattern("lines", "{line:2}{yy}{ddd}{seq:4}", Reset::Day);
        let slot = lines.scheme().slot(&context, time(APRIL)).unwrap();
        let mut line = next(&monthly(), APRIL, 3);
        line.units = unitmark::ledger::Units::Next {
            scheme: lines,
            slot,
            count: 3,
        };
        store.reserve(&ask("d", APRIL, vec![line])).unwrap();
        for (name, count) in [("L7", 3), ("L2", 0)] {
            let line = Query {
                production_line: Some(name.into()),
                ..by.clone()
            };
            assert_eq!(find(&line).0, count, "the serials say the line");
        }
        let shift = Query {
            shift: Some("2".into()),
            ..by.clone()
        };
        assert_eq!(find(&shift), (5, second.clone()));
        let order = Query {
            order: Some("order b".into()),
            ..by.clone()
        };
        assert_eq!(find(&order), (5, second.clone()));
        let block = Query {
            block: Some(runs[1].lines[0].blocks[0].id),
            ..by
        };
        assert_eq!(find(&block), (5, second));
    });
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

const NEXT: [&str; 13] = [
    "serial",
    "next",
    "--pattern",
    "U{seq:3}",
    "--reset",
    "never",
    "--set",
    "gtin=5012345678900",
    "--set",
    "lot=2026-04-A",
    "--count",
    "20",
    "--request-id",
];

#[test]
fn one_page_says_what_was_issued_and_adds_up() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        place.ok(&[&NEXT[..], &["first"]].concat(), "");
        let mark = |state: &str, units: &str, more: &[&str]| {
            place.ok(&[&["ledger", "mark", state, "-"], more].concat(), units)
        };
        mark("printed", "U001\nU002\nU003\nU004\nU005\nU006\n", &[]);
        mark("commissioned", "U001\nU002\nU003\nU004\n", &[]);
        mark("shipped", "U001\nU002\n", &["--reason", "delivery 4711"]);
        mark("voided", "U006\n", &["--reason", "torn"]);
        let said = mark("returned", "U002\n", &[]);
        let told: Vec<&str> = said.lines().collect();
        assert!(told[0].starts_with("U002\tshipped "), "{said}");
        assert!(told[0].ends_with("by a test: delivery 4711"), "{said}");
        assert_eq!(told[1], "1 units returned");

        let (status, said, message) = place.run(
            &[
                "serial",
                "return",
                "first",
                "U019..U020",
                "--reason",
                "stopped",
            ],
            "",
        );
        assert_eq!(status, 0, "{message}");
        assert!(said.contains("2 of 20 serials given back"), "{said}");
        let (status, _, message) = place.run(&["serial", "return", "first", "U001"], "");
        assert_eq!(status, 4);
        assert!(message.contains("[not-unused]"), "{message}");
        let (status, _, message) = place.run(&["serial", "return", "first", "U001..V002"], "");
        assert_eq!(status, 1);
        assert!(message.contains("[not-of-run]"), "{message}");
        let (status, _, message) = place.run(&["serial", "return", "nobody"], "");
        assert_eq!(status, 4);
        assert!(message.contains("[unknown-run]"), "{message}");
        let (status, said, message) = place.run(&[&NEXT[..], &["first"]].concat(), "");
        assert_eq!((status, said.as_str()), (4, ""));
        assert!(message.contains("[run-given-back]"), "{message}");

        let page = json(&place.ok(
            &["ledger", "report", "--lot", "2026-04-A", "--format", "json"],
            "",
        ));
        assert_eq!(page["issued"], 20);
        assert_eq!(page["sum"], 20);
        assert_eq!(page["verified"], true);
        let lines = serde_json::json!({
            "open": 12, "printed": 1, "commissioned": 2, "shipped": 1, "returned": 1, "voided": 3,
        });
        assert_eq!(page["lines"], lines);
        assert_eq!(page["serials"].as_array().unwrap().len(), 1);
        let export = place.ok(&["ledger", "export", "--heads"], "");
        let head = page["heads"][0]["hash"].as_str().unwrap();
        assert!(export.contains(head), "{export}");

        let text = place.ok(&["ledger", "report", "--block", "1"], "");
        for wanted in [
            "block 1\n",
            "issued            20",
            "  open            12  60.00 %",
            "  voided           3  15.00 %",
            "sum               20 100.00 %",
            "U001..U020 (20), gtin 05012345678900, lot 2026-04-A",
            "head of chain 1",
            "verified: ",
        ] {
            assert!(text.contains(wanted), "{wanted} in {text}");
        }
        assert!(text.lines().count() < 60, "one page");
        let run = page["serials"][0]["run"].as_str().unwrap();
        place.ok(&["ledger", "report", "--run", run], "");
        let (status, _, _) = place.run(&["ledger", "report", "--run", "ZZZZZZ"], "");
        assert_eq!(status, 4);
        let (status, _, message) = place.run(&["ledger", "report", "--lot", "none"], "");
        assert_eq!(status, 1);
        assert!(message.contains("[not-found]"), "{message}");

        let shown = json(&place.ok(&["ledger", "show", "U002", "--format", "json"], ""));
        assert_eq!(shown[0]["state"], "returned");
        assert_eq!(shown[0]["history"].as_array().unwrap().len(), 4);
        let gaps = place.ok(&["ledger", "gaps"], "");
        assert!(
            gaps.contains("12 allocated + 1 printed + 2 commissioned"),
            "{gaps}"
        );
        assert!(gaps.contains("3 voided (15.00 %)"), "{gaps}");
    });
}

#[test]
fn an_export_has_every_unit_block_and_event_and_units_can_be_imported() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        place.ok(&[&NEXT[..], &["first"]].concat(), "");
        place.ok(&["ledger", "import", "-"], "(01)05012345678900(21)A,\"1\n");
        place.ok(&["ledger", "mark", "printed", "U002"], "");
        let units = place.ok(&["ledger", "export", "units"], "");
        let rows: Vec<&str> = units.lines().collect();
        assert_eq!(rows.len(), 22);
        assert!(
            rows[0].starts_with("gtin,ai,serial,state,open_scs,"),
            "{units}"
        );
        assert!(
            rows[2].starts_with("05012345678900,21,U002,printed,Encoded,"),
            "{units}"
        );
        assert!(
            rows[21].starts_with("05012345678900,21,\"A,\"\"1\",allocated,"),
            "{units}"
        );
        let lines = place.ok(&["ledger", "export", "units", "--format", "jsonl"], "");
        assert_eq!(lines.lines().count(), 21);
        assert_eq!(json(lines.lines().last().unwrap())["serial"], "A,\"1");
        let blocks = place.ok(&["ledger", "export", "blocks", "--format", "jsonl"], "");
        let block = json(blocks.lines().next().unwrap());
        assert_eq!(
            (&block["count"], &block["last_serial"]),
            (&20.into(), &"U020".into())
        );
        let trail = place.ok(&["ledger", "trail"], "").lines().count();
        let events = place.ok(&["ledger", "export", "events", "--format", "jsonl"], "");
        assert_eq!(events.lines().count(), trail);
        let table = place.ok(&["ledger", "export", "events"], "");
        assert!(
            table.starts_with("chain,event,at,kind,hash,says\n0,1,"),
            "{table}"
        );

        let other = Place {
            folder: tempfile::tempdir().unwrap(),
            ledger: place.folder.path().join("other.db").display().to_string(),
        };
        other.ok(&["ledger", "init"], "");
        other.ok(&["ledger", "import", "-"], &units);
        assert_eq!(
            other.ok(&["ledger", "find", "--count"], ""),
            "21 units: 21 allocated\n"
        );

        let file = place.folder.path().join("units.csv");
        place.ok(
            &["ledger", "export", "units", "-o", file.to_str().unwrap()],
            "",
        );
        assert_eq!(std::fs::read_to_string(file).unwrap(), units);
    });
}

#[test]
fn a_counter_near_its_end_is_told_with_the_serials() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let next = |count: &str| {
            place.run(
                &[
                    "serial",
                    "next",
                    "--pattern",
                    "E{seq:2}",
                    "--reset",
                    "never",
                    "--count",
                    count,
                ],
                "",
            )
        };
        let (status, _, message) = next("50");
        assert_eq!((status, message.as_str()), (0, ""));
        let (status, _, message) = next("45");
        assert_eq!(status, 0);
        assert!(message.contains("4 of 99 serials left"), "{message}");
        assert!(message.contains("[exhaustion-near]"), "{message}");
        let shown = place.ok(&["ledger", "show"], "");
        assert!(shown.contains("95 passed, 4 of 99 serials left"), "{shown}");
        let shown = json(&place.ok(&["ledger", "show", "--format", "json"], ""));
        assert_eq!(shown["counters"][0]["exhaustion_near"], true);
    });
}

/// The first and last serials that a range finds, or the code of why not.
fn range(store: &dyn Store, first: &str, last: &str) -> Result<Vec<String>, String> {
    let query = Query {
        serials: Some((first.into(), last.into())),
        ..Query::default()
    };
    let found = store.find(&query).map_err(|error| {
        assert_eq!(error.code(), "bad-range");
        error.to_string()
    })?;
    let told = |found: &unitmark::ledger::Found| format!("{}..{}", found.first, found.last);
    Ok(found.iter().map(told).collect())
}

#[test]
fn a_range_runs_over_all_its_periods_or_says_why_it_is_none() {
    each_store(|store: &dyn Store| {
        let (month, day) = (
            monthly(),
            pattern("days", "{yyyy}{mm}{dd}-{seq:3}", Reset::Never),
        );
        for (name, at) in [("a", APRIL), ("b", MAY), ("c", "2026-06-01T08:00:00Z")] {
            let lines = vec![next(&month, at, 5), next(&day, at, 2)];
            store.reserve(&ask(name, at, lines)).unwrap();
        }
        assert_eq!(
            range(store, "WG-2026040004", "WG-2026060002").unwrap(),
            [
                "WG-2026040004..WG-2026040005",
                "WG-2026050001..WG-2026050005",
                "WG-2026060001..WG-2026060002",
            ]
        );
        // Two dates of one counter.
        assert_eq!(
            range(store, "20260415-002", "20260601-005").unwrap(),
            [
                "20260415-002..20260415-002",
                "20260502-003..20260502-004",
                "20260601-005..20260601-005",
            ]
        );
        assert_eq!(
            range(store, "WG-2026040009", "WG-2026040010").unwrap(),
            [""; 0]
        );
        for (first, last, why) in [
            (
                "WG-2026060002",
                "WG-2026040004",
                "the last comes before the first",
            ),
            (
                "WG-2026040004",
                "WG-2026040001",
                "the last comes before the first",
            ),
            (
                "WG-2026040004",
                "XX-2026040005",
                "of two counters, plant=WG and plant=XX",
            ),
            (
                "WG-2026040004",
                "20260502-003",
                "of two schemes, default and days",
            ),
            (
                "WG-2026040004",
                "WG-20260400O5",
                "WG-20260400O5 is no serial of scheme default",
            ),
            (
                "WG-202604OO04",
                "WG-2026040005",
                "WG-202604OO04 is no serial of scheme default",
            ),
            ("B1", "B9", "no foreign serial lies between them"),
            ("B9", "B1", "the last comes before the first"),
        ] {
            let message = range(store, first, last).unwrap_err();
            assert!(message.contains(why), "{message}");
        }
        store
            .reserve(&ask("d", APRIL, vec![given(&["B3"])]))
            .unwrap();
        assert_eq!(range(store, "B1", "B9").unwrap(), ["B3..B3"]);
    });
}

#[test]
fn a_range_may_be_told_by_scans() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        place.ok(&[&NEXT[..], &["first"]].concat(), "");
        let find = |range: &str| place.run(&["ledger", "find", "--serial", range], "");
        let scans = "(01)05012345678900(21)U003..(01)05012345678900(21)U005";
        let (status, said, message) = find(scans);
        assert_eq!(status, 0, "{message}");
        assert!(said.ends_with("3 units: 3 allocated\n"), "{said}");
        for (range, why) in [
            ("U003..", "two ends"),
            ("U005..U003", "the other way round"),
            (
                "(01)05012345678900(21)U003..(01)09521234543213(21)U005",
                "two GTINs",
            ),
        ] {
            let (status, said, message) = find(range);
            assert_eq!((status, said.as_str()), (1, ""), "{range}");
            assert!(message.contains("[bad-range]"), "{message}");
            assert!(message.contains(why), "{message}");
        }
    });
}

#[test]
fn a_scan_that_was_never_issued_stops_its_counter_alone_and_says_so() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let next = |pattern: &str| {
            let next = ["serial", "next", "--reset", "never", "--pattern", pattern];
            place.run(&next, "")
        };
        assert_eq!(next("T{seq:4}").0, 0);
        assert_eq!(next("UU{seq:4}").0, 0);
        let (status, said, _) = place.run(&["ledger", "check"], "(01)05012345678900(21)T9999\n");
        assert_eq!(status, 1);
        assert!(said.contains("never-issued"), "{said}");
        assert!(said.contains("resume --forget T9999"), "{said}");
        assert_eq!(next("UU{seq:4}").1, "UU0002\n");
        let (status, _, message) = next("T{seq:4}");
        assert_eq!(status, 4);
        assert!(message.contains("[ledger-restored]"), "{message}");
        let forget = message.find("--forget T9999").unwrap();
        assert!(forget < message.find("--known").unwrap(), "{message}");
        // A resume that does not name it leaves no number out.
        let said = place.ok(&["ledger", "resume"], "");
        assert!(said.contains("0 counters moved"), "{said}");
        assert!(
            said.contains("serial T9999 was scanned and still stops"),
            "{said}"
        );
        assert_eq!(next("T{seq:4}").0, 4);
        let (status, _, message) = place.run(&["ledger", "resume", "--forget", "NOPE"], "");
        assert_eq!(status, 1);
        assert!(message.contains("[not-scanned]"), "{message}");
        place.ok(&["ledger", "resume", "--forget", "T9999"], "");
        assert_eq!(next("T{seq:4}").1, "T0002\n");
        let (status, said, _) = place.run(&["ledger", "resume", "--known", "-"], "strange\n");
        assert_eq!((status, said.as_str()), (1, ""));
        let said = place.ok(&["ledger", "verify"], "");
        assert!(said.contains("it is in epoch 3"), "{said}");
    });
}

#[test]
fn a_scan_is_looked_up_by_what_it_names() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let next = |pattern: &str, more: &[&str]| {
            let next = ["serial", "next", "--reset", "never", "--pattern", pattern];
            place.ok(&[&next[..], more].concat(), "")
        };
        let check = |scan: &str| place.run(&["ledger", "check"], scan).1;
        // Issued without a product: its label names one.
        next("E{seq:4}", &[]);
        let scan = "(01)05012345678900(21)E0001\n";
        assert_eq!(check(scan), "1\tok\tallocated\tE0001\n");
        place.ok(&["ledger", "mark", "printed", scan.trim()], "");
        assert!(
            place
                .ok(&["ledger", "show", scan.trim()], "")
                .contains("printed")
        );
        // A text that also reads as an element string without its brackets.
        next("8004{seq:6}", &[]);
        assert_eq!(check("8004000001\n"), "1\tok\tallocated\t8004000001\n");
        place.ok(&["ledger", "mark", "printed", "8004000001"], "");
        place.ok(&["ledger", "show", "8004000001"], "");
        // An AI is part of what was scanned.
        place.ok(&["ledger", "import", "-"], "(8018)095212345432134565\n");
        assert!(check("(8018)095212345432134565\n").contains("\tok\t"));
        assert!(check("(8017)095212345432134565\n").contains("never-issued"));
        let (status, _, _) = place.run(
            &["ledger", "mark", "printed", "(8017)095212345432134565"],
            "",
        );
        assert_eq!(status, 1);
    });
}

#[test]
fn a_unit_is_not_called_never_issued_for_want_of_a_key() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let key = place.folder.path().join("key");
        let key = key.to_str().unwrap();
        place.ok(&["scheme", "key", "--new", key], "");
        let next = [
            "serial",
            "next",
            "--pattern",
            "{rnd:9:b36}",
            "--reset",
            "never",
        ];
        let serial = place.ok(&[&next[..], &["--key-file", key]].concat(), "");
        let serial = serial.trim();
        let ends = format!("{serial}..{serial}");
        for command in [
            &["ledger", "check"][..],
            &["ledger", "mark", "printed", "-"],
            &["ledger", "find", "--serial", &ends],
            &["ledger", "find"],
            &["ledger", "export", "units"],
            &["ledger", "export", "blocks"],
            &["ledger", "report", "--block", "1"],
            &["ledger", "resume", "--known", "-"],
        ] {
            let (status, said, message) = place.run(command, serial);
            assert_eq!((status, said.as_str()), (4, ""), "{command:?} {message}");
            assert!(message.contains("[key-missing]"), "{command:?} {message}");
            place.ok(&[command, &["--key-file", key]].concat(), serial);
        }
    });
}

#[test]
fn a_voided_unit_gets_no_label() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let order = "sku,gtin,lot,expiry,plant,quantity\nW,5012345678900,L1,2028-04-30,WG,3\n";
        let (status, said, message) = place.run(
            &[
                "labels",
                "-",
                "--stock",
                "L7160",
                "--report",
                "json",
                "-o",
                "labels.svg",
                "--format",
                "svg",
            ],
            order,
        );
        assert_eq!(status, 0, "{message}");
        let summary = json(&said);
        let run = summary["run"].as_str().unwrap();
        let first = summary["serials"][0]
            .as_str()
            .unwrap()
            .split("..")
            .next()
            .unwrap()
            .to_owned();
        place.ok(
            &["ledger", "mark", "voided", &first, "--reason", "torn"],
            "",
        );
        for what in [first.as_str(), run] {
            let (status, _, message) = place.run(
                &[
                    "labels",
                    "--reprint",
                    what,
                    "--reason",
                    "again",
                    "--format",
                    "svg",
                    "-o",
                    "more.svg",
                ],
                "",
            );
            assert_eq!(status, 4, "{message}");
            assert!(message.contains("[voided]"), "{message}");
        }
    });
}

#[test]
fn a_request_without_an_id_is_refused_and_an_import_too() {
    each_store(|store: &dyn Store| {
        for id in ["", " \t"] {
            let request = ask(id, APRIL, vec![next(&monthly(), APRIL, 1)]);
            let error = store.reserve(&request).unwrap_err();
            assert_eq!(error.code(), "request-id-empty");
            let import = Import {
                request_id: id.to_owned(),
                args_hash: [0; 32],
                holder: "goods in".into(),
                now: time(APRIL),
                spec: String::new(),
                lines: vec![ImportLine {
                    product: widget(),
                    ai: "21".into(),
                }],
                rows: 1,
                unread: 0,
                is_partial: false,
            };
            let error = store.import(&import, &mut ForeignList::default());
            assert_eq!(error.unwrap_err().code(), "request-id-empty");
        }
        assert_eq!(store.runs(None, 9).unwrap(), []);
    });
}
