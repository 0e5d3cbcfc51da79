//! After any history no serial was given twice, every number is explained, and the ledger verifies.
#![cfg(feature = "sqlite")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};
use support::*;
use unitmark::ledger::{
    LedgerId, LineRequest, Mark, MarkKind, NamedScheme, Printing, RunId, RunRequest, Sqlite, Store,
};
use unitmark::serial::Reset;

/// What may happen to a ledger.
#[derive(Clone, Debug)]
enum Step {
    /// A run of lines, each of a scheme and a count, or of serials that some scheme would write.
    Run { month: usize, lines: Vec<Line> },
    /// A request that was made before is made again.
    Again(usize),
    /// A run is printed or handed out.
    Mark { run: usize, printed: bool },
}

#[derive(Clone, Debug)]
enum Line {
    Next { scheme: usize, count: u64 },
    Given { scheme: usize, numbers: Vec<u64> },
}

fn step() -> impl Strategy<Value = Step> {
    let line = prop_oneof![
        3 => (0..3_usize, 1..7_u64).prop_map(|(scheme, count)| Line::Next { scheme, count }),
        1 => (0..3_usize, prop::collection::vec(1..60_u64, 1..4))
            .prop_map(|(scheme, numbers)| Line::Given { scheme, numbers }),
    ];
    prop_oneof![
        6 => (0..3_usize, prop::collection::vec(line, 1..4))
            .prop_map(|(month, lines)| Step::Run { month, lines }),
        1 => any::<prop::sample::Index>().prop_map(|index| Step::Again(index.index(100))),
        2 => (any::<prop::sample::Index>(), any::<bool>())
            .prop_map(|(index, printed)| Step::Mark { run: index.index(100), printed }),
    ]
}

fn schemes() -> [NamedScheme; 3] {
    [
        monthly(),
        pattern("small", "S{seq:2}", Reset::Never),
        per_gtin("units", "U{seq:5}"),
    ]
}

const MONTHS: [&str; 3] = [APRIL, MAY, "2026-06-01T08:00:00Z"];

fn request(number: usize, schemes: &[NamedScheme; 3], month: usize, lines: &[Line]) -> RunRequest {
    let at = MONTHS[month];
    let lines: Vec<LineRequest> = lines
        .iter()
        .map(|line| match line {
            Line::Next { scheme, count } => next(&schemes[*scheme], at, *count),
            Line::Given { scheme, numbers } => {
                let (scheme, slot) = (schemes[*scheme].scheme(), slot(&schemes[*scheme], at));
                let serials: Vec<String> = numbers
                    .iter()
                    .map(|number| scheme.text(&slot, *number).unwrap())
                    .collect();
                given(&serials.iter().map(String::as_str).collect::<Vec<_>>())
            }
        })
        .collect();
    RunRequest {
        at: Some(time(at)),
        ..ask(&format!("request {number}"), APRIL, lines)
    }
}

fn live(steps: &[Step]) {
    let ledger = Sqlite::in_memory(LedgerId::from_bytes([5, 6, 7, 8]), time(APRIL)).unwrap();
    let schemes = schemes();
    let mut requests: Vec<RunRequest> = Vec::new();
    let mut runs: BTreeMap<RunId, Vec<String>> = BTreeMap::new();
    let mut order: Vec<RunId> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for step in steps {
        match step {
            Step::Run { month, lines } => {
                let request = request(requests.len(), &schemes, *month, lines);
                let before = ledger.heads(time(APRIL)).unwrap();
                match ledger.reserve(&request) {
                    Ok(run) => {
                        assert!(!run.replayed);
                        let serials = serials(&run);
                        for serial in &serials {
                            assert!(seen.insert(serial.clone()), "{serial} was given twice");
                        }
                        order.push(run.id.clone());
                        runs.insert(run.id, serials);
                        requests.push(request);
                    }
                    Err(error) => {
                        assert!(
                            matches!(error.code(), "exhausted" | "serial-taken"),
                            "{error}"
                        );
                        assert_eq!(
                            ledger.heads(time(APRIL)).unwrap(),
                            before,
                            "nothing was done"
                        );
                    }
                }
            }
            Step::Again(index) => {
                let Some(request) = requests.get(index % requests.len().max(1)) else {
                    continue;
                };
                let run = ledger.reserve(request).unwrap();
                assert!(run.replayed);
                assert_eq!(serials(&run), runs[&run.id]);
            }
            Step::Mark { run, printed } => {
                let Some(id) = order.get(run % order.len().max(1)) else {
                    continue;
                };
                let what = if *printed {
                    MarkKind::Printed(Printing::default())
                } else {
                    MarkKind::Allocated
                };
                ledger
                    .mark(
                        id,
                        &Mark {
                            at: time(MAY),
                            by: "anna".into(),
                            what,
                        },
                    )
                    .unwrap();
            }
        }
    }
    assert_sound(&ledger);
    for (id, serials) in &runs {
        for serial in serials {
            let units = ledger
                .find_unit(Some(&gtin("5012345678900")), serial)
                .unwrap();
            assert_eq!(
                units.iter().map(|unit| &unit.run).collect::<Vec<_>>(),
                [id],
                "{serial}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_history_gives_a_serial_twice_or_leaves_a_number_unexplained(
        steps in prop::collection::vec(step(), 1..25)
    ) {
        live(&steps);
    }
}
