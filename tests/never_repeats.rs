//! No serial is printed twice: over runs, over runs at once, over killed runs, over repeated requests.
#![cfg(feature = "cli")]

mod common;

use std::collections::HashMap;
use std::time::Duration;

use common::{Desk, Unit, order};

fn assert_none_twice<'a>(runs: impl IntoIterator<Item = (String, &'a [Unit])>) -> usize {
    let mut seen: HashMap<&str, String> = HashMap::new();
    for (run, units) in runs {
        for unit in units {
            if let Some(before) = seen.insert(&unit.serial, run.clone()) {
                panic!("{} is in {before} and in {run}", unit.serial);
            }
        }
    }
    seen.len()
}

#[test]
fn a_second_run_goes_on_where_the_first_stopped() {
    let desk = Desk::new();
    let at = "2026-04-15T08:00Z";
    for name in ["1", "2"] {
        desk.run(&[
            "labels",
            &order(),
            "--stock",
            "L7160",
            "--at",
            at,
            "--manifest",
            &format!("{name}.csv"),
            "-o",
            &format!("{name}.pdf"),
        ])
        .succeeds();
    }
    let (first, second) = (desk.manifest("1.csv"), desk.manifest("2.csv"));
    assert_eq!(first.len(), 57);
    assert_eq!(first[0].serial, "WG-2026040001");
    assert_eq!(second[0].serial, "WG-2026040048");
    assert_eq!(
        assert_none_twice([("1".into(), &first[..]), ("2".into(), &second[..])]),
        114
    );
}

#[test]
fn runs_at_once_share_no_serial() {
    let desk = Desk::new();
    let names: Vec<String> = (0..8).map(|n| format!("run{n}")).collect();
    let children: Vec<_> = names
        .iter()
        .map(|name| {
            desk.command(&[
                "labels",
                &order(),
                "--stock",
                "L7160",
                "--manifest",
                &format!("{name}.csv"),
                "-o",
                &format!("{name}.pdf"),
            ])
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts")
        })
        .collect();
    for mut child in children {
        assert!(child.wait().expect("the program ends").success());
    }
    let runs: Vec<(String, Vec<Unit>)> = names
        .iter()
        .map(|name| (name.clone(), desk.manifest(&format!("{name}.csv"))))
        .collect();
    let serials = assert_none_twice(runs.iter().map(|(name, units)| (name.clone(), &units[..])));
    assert_eq!(serials, 8 * 57);
    desk.run(&["ledger", "verify"]).succeeds();
}

#[test]
fn fifty_kills_at_random_moments_repeat_no_serial() {
    let desk = Desk::new();
    let mut finished = 0;
    // A run takes some tens of milliseconds in a debug build: the moments cover all of it and more.
    for n in 0_u64..50 {
        let mut child = desk
            .command(&[
                "labels",
                &order(),
                "--stock",
                "L7160",
                "--manifest",
                &format!("k{n}.csv"),
                "-o",
                &format!("k{n}.pdf"),
            ])
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(n * 7919 % 400));
        let _ = child.kill();
        child.wait().expect("the program ends");
        finished += u32::from(desk.path(&format!("k{n}.csv")).exists());
    }
    desk.run(&[
        "labels",
        &order(),
        "--stock",
        "L7160",
        "--manifest",
        "last.csv",
        "-o",
        "last.pdf",
    ])
    .succeeds();
    let mut runs = vec![("last".to_string(), desk.manifest("last.csv"))];
    for n in 0..50 {
        let name = format!("k{n}.csv");
        if desk.path(&name).exists() {
            runs.push((name.clone(), desk.manifest(&name)));
            assert!(
                desk.path(&format!("k{n}.pdf")).exists(),
                "the manifest comes last"
            );
        }
    }
    let serials = assert_none_twice(runs.iter().map(|(name, units)| (name.clone(), &units[..])));
    assert_eq!(serials, runs.len() * 57);
    println!("{finished} of 50 runs had finished when they were killed");
    desk.run(&["ledger", "verify"]).succeeds();
    desk.run(&["ledger", "gaps"]).succeeds();
}

#[test]
fn the_same_request_id_draws_the_same_file_byte_for_byte() {
    let desk = Desk::new();
    let draw = |name: &str, request: &str| {
        desk.run(&[
            "labels",
            &order(),
            "--stock",
            "L7160",
            "--request-id",
            request,
            "--manifest",
            &format!("{name}.csv"),
            "-o",
            &format!("{name}.pdf"),
        ])
        .succeeds();
        let read =
            |ending: &str| std::fs::read(desk.path(&format!("{name}.{ending}"))).expect("a file");
        (read("pdf"), read("csv"))
    };
    let first = draw("first", "order-4711");
    assert!(draw("again", "order-4711") == first);
    assert!(draw("other", "order-4712") != first);
    let changed = std::fs::read_to_string(order())
        .expect("the order")
        .replace(",24\n", ",25\n");
    desk.write("changed.csv", changed);
    for other in [
        &["--at", "2027-01-15T08:00Z"][..],
        &["--dpi", "300"],
        &["--ais", "01,21"],
    ] {
        let order = order();
        let mut arguments = vec!["labels", &order, "--stock", "L7160"];
        arguments.extend(["--request-id", "order-4711", "-o", "x.pdf"]);
        arguments.extend(other);
        desk.run(&arguments).exits(4).says(&["request-id-reused"]);
    }
    desk.run(&[
        "labels",
        "changed.csv",
        "--stock",
        "L7160",
        "--request-id",
        "order-4711",
        "-o",
        "x.pdf",
    ])
    .exits(4)
    .says(&["request-id-reused"]);
    assert!(!desk.path("x.pdf").exists());
}

#[test]
fn one_process_at_a_time_draws_a_run() {
    let desk = Desk::new();
    let order = order();
    let print = |pdf: &str| {
        desk.command(&[
            "labels",
            &order,
            "--stock",
            "L7160",
            "--request-id",
            "shift-1",
            "-o",
            pdf,
        ])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts")
    };
    let children: Vec<_> = ["a.pdf", "b.pdf", "c.pdf", "d.pdf"].map(print).into();
    let runs: Vec<common::Run> = children
        .into_iter()
        .map(|child| child.wait_with_output().expect("the program ends").into())
        .collect();
    // Each either drew the same run when it was free, or was told to wait.
    for run in &runs {
        match run.status {
            0 => {}
            3 => assert!(run.stderr.contains("[run-busy]"), "{run:?}"),
            _ => panic!("{run:?}"),
        }
    }
    let first = runs
        .iter()
        .filter(|run| run.status == 0 && !run.stderr.contains("printed before"));
    assert_eq!(
        first.count(),
        1,
        "one first printing, the others are recorded as reprints"
    );
    assert!(
        desk.files().iter().all(|name| !name.contains("lock")),
        "{:?}",
        desk.files()
    );
    desk.run(&["ledger", "verify"]).succeeds();
}
