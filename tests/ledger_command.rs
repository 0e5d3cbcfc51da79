//! What `ledger` and `serial` take on a command line, and what they refuse: on a file and on a server.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/command.rs"]
mod command;

use command::{Place, everywhere};
use serde_json::Value;
use std::process::Command;

const NEXT: [&str; 6] = [
    "serial",
    "next",
    "--pattern",
    "D{seq:4}",
    "--reset",
    "never",
];

/// Issues serials `D0001`, .. of a GTIN and a lot.
fn issue(place: &Place, count: &str, request: &str) -> String {
    let more = [
        "--count",
        count,
        "--request-id",
        request,
        "--set",
        "gtin=5012345678900",
        "--set",
        "lot=L1",
    ];
    place.ok(&[&NEXT[..], &more].concat(), "")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The status, and that standard error says this.
fn refused(place: &Place, status: i32, arguments: &[&str], input: &str, says: &str) -> String {
    let (found, said, message) = place.run(arguments, input);
    assert_eq!(found, status, "{arguments:?}: {said}{message}");
    assert!(message.contains(says), "{arguments:?}: {message}");
    said
}

#[test]
fn an_empty_request_id_or_name_is_refused_before_anything_is_issued() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        for id in ["", " ", "a\tb"] {
            refused(
                place,
                2,
                &[&NEXT[..], &["--request-id", id]].concat(),
                "",
                "--request-id",
            );
            let import = ["ledger", "import", "-", "--request-id", id];
            refused(
                place,
                2,
                &import,
                "(01)05012345678900(21)A\n",
                "--request-id",
            );
            let labels = [
                "labels",
                "-",
                "--stock",
                "L7160",
                "-o",
                "a.pdf",
                "--request-id",
                id,
            ];
            refused(place, 2, &labels, "", "--request-id");
        }
        for name in ["", "\t", "line\n1"] {
            refused(
                place,
                2,
                &[&NEXT[..], &["--holder", name]].concat(),
                "",
                "--holder",
            );
            refused(
                place,
                2,
                &["ledger", "mark", "printed", "--by", name],
                "D0001\n",
                "--by",
            );
            let import = ["ledger", "import", "-", "--by", name];
            refused(place, 2, &import, "(01)05012345678900(21)A\n", "--by");
        }
        assert_eq!(place.ok(&["ledger", "find"], ""), "0 units\n");
    });
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.db").display().to_string();
    let place = Place { folder, ledger };
    place.ok(&["ledger", "init"], "");
    let output = Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .args(NEXT)
        .env("UNITMARK_LEDGER", &place.ledger)
        .env("UNITMARK_STATE", place.folder.path())
        .env("UNITMARK_ACTOR", " ")
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("UNITMARK_ACTOR"), "{message}");
}

#[test]
fn no_way_of_writing_an_address_shows_its_password_or_makes_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let addresses = [
        "postgres://line:se/cr3t@127.0.0.1:1/um",
        "postgres://line:sec?r3t=1@127.0.0.1:1/um",
        "postgres://line:s@cr3t@127.0.0.1:1/um",
        "POSTGRES://line:cr3t@127.0.0.1:1/um",
        "postgresql:line:cr3t@127.0.0.1/um",
        "postgres:/line:cr3t@127.0.0.1/um",
        "mysql://line:cr3t@127.0.0.1/um",
        " postgres://line:cr3t@127.0.0.1:1/um",
        "host=127.0.0.1 port=1 user=line password=cr3t",
        "postgres://127.0.0.1:1/um?user=line&password=cr3t",
    ];
    let mut place = Place {
        folder,
        ledger: String::new(),
    };
    for address in addresses {
        for arguments in [&["ledger", "init"][..], &["ledger", "show"]] {
            place.ledger = address.to_owned();
            let (status, said, message) = place.run(arguments, "");
            assert!(matches!(status, 1 | 3), "{address}: {status} {message}");
            assert!(
                !format!("{said}{message}").contains("r3t"),
                "{address}: {message}"
            );
            let option = [arguments, &["--ledger", address]].concat();
            place.ledger = "nowhere.db".to_owned();
            let (status, said, message) = place.run(&option, "");
            assert_eq!(status, 2, "{address}: {message}");
            assert!(message.contains("PGPASSWORD"), "{message}");
            assert!(
                !format!("{said}{message}").contains("r3t"),
                "{address}: {message}"
            );
        }
    }
    let made: Vec<_> = std::fs::read_dir(place.folder.path()).unwrap().collect();
    assert!(made.is_empty(), "{made:?}");
}

#[test]
fn a_name_that_sqlite_would_read_as_an_address_is_a_files_name() {
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
        ledger: "file:u.db".into(),
    };
    place.ok(&["ledger", "init"], "");
    place.ok(&NEXT, "");
    place.ok(&["ledger", "backup", "file:copy.db"], "");
    let mut names: Vec<String> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "state" && !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    assert_eq!(names, ["file:copy.db", "file:u.db"]);
    let memory = ["ledger", "init", "--ledger", ":memory:"];
    refused(&place, 2, &memory, "", "name a file");
}

#[test]
fn a_unit_that_stands_twice_in_a_list_is_told_with_both_lines_and_nothing_moves() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        issue(place, "3", "a");
        let list = "D0001\nD0002\n\n(01)05012345678900(21)D0001\n";
        let mark = ["ledger", "mark", "commissioned", "-"];
        let said = refused(
            place,
            1,
            &mark,
            list,
            "-:4: serial D0001 stands at -:1 already",
        );
        assert_eq!(said, "");
        let (_, _, message) = place.run(&mark, list);
        assert!(message.contains("[seen-twice]"), "{message}");
        assert_eq!(
            place.ok(&["ledger", "find", "--count"], ""),
            "3 units: 3 allocated\n"
        );
        place.ok(&["ledger", "mark", "commissioned", "D0001", "D0002"], "");
    });
}

#[test]
fn what_was_meant_as_a_file_is_not_told_as_a_serial() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        issue(place, "3", "a");
        place.write("a.txt", b"D0001\n");
        place.write("b.txt", b"D0002\n");
        let mark = |what: &[&'static str]| [&["ledger", "mark", "printed"], what].concat();
        for none in ["/nowhere/list", "c.txt", "./c"] {
            refused(place, 3, &mark(&[none]), "", "no such file");
        }
        refused(place, 2, &mark(&["a.txt", "b.txt"]), "", "a.txt is a file");
        refused(place, 1, &mark(&["D0009"]), "", "[never-issued]");
        refused(place, 1, &mark(&["D/9"]), "", "[never-issued]");
        place.ok(&mark(&["a.txt"]), "");
    });
}

#[test]
fn the_numbers_of_a_counter_add_up_after_a_resume() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        issue(place, "2", "a");
        let foreign = "(01)05012345678900(21)D0003\n";
        place.ok(&["ledger", "import", "-"], foreign);
        place.ok(
            &["ledger", "resume", "--known", "-", "--reason", "a restore"],
            "D0007\n",
        );
        let text = place.ok(&["ledger", "gaps"], "");
        assert!(
            text.contains("7 numbers passed, 2 allocated, 1 foreign, 4 lost"),
            "{text}"
        );
        assert!(
            text.contains("3 allocated (42.86 %) + 4 lost (57.14 %)"),
            "{text}"
        );
        let gaps = json(&place.ok(&["ledger", "gaps", "--format", "json"], ""));
        let sums = gaps[0]["sums"].as_object().unwrap();
        let sum: u64 = sums.values().map(|sum| sum.as_u64().unwrap()).sum();
        assert_eq!(
            (gaps[0]["passed"].as_u64(), &sums["lost"]),
            (Some(sum), &4.into())
        );
        let foreign = gaps[0]["ranges"].as_array().unwrap().iter();
        let keys: Vec<&Value> = foreign.map(|range| &range["key"]).collect();
        assert_eq!(keys, [&Value::Null, &"05012345678900".into(), &Value::Null]);
    });
}

#[test]
fn a_report_in_thirds_adds_up() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        issue(place, "3", "a");
        place.ok(&["ledger", "mark", "printed", "D0001", "D0002"], "");
        place.ok(&["ledger", "mark", "commissioned", "D0001"], "");
        let text = place.ok(&["ledger", "report", "--lot", "L1"], "");
        let shares = text.lines().filter_map(|line| {
            let (front, _) = line.split_once(" %")?;
            front
                .split_whitespace()
                .last()?
                .replace('.', "")
                .parse()
                .ok()
        });
        let shares: Vec<u64> = shares.collect();
        let (sum, parts) = shares.split_last().unwrap();
        assert_eq!((*sum, parts.iter().sum()), (10_000, 10_000_u64), "{text}");
    });
}

#[test]
fn what_is_set_is_checked_as_a_column_is() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        for (set, code) in [
            ("expiry=foo", "[date]"),
            ("expiry=2027-13-01", "[date]"),
            ("lot=ABCDEFGHIJKLMNOPQRSTU", "[value-too-long]"),
            ("lot=A\tB", "["),
            ("sku=A\nB", "[control-character]"),
            ("order=A\tB", "[control-character]"),
            ("lot=", "[empty]"),
            ("gtin=5012345678901", "[check-digit]"),
        ] {
            refused(place, 1, &[&NEXT[..], &["--set", set]].concat(), "", code);
            let import = ["ledger", "import", "-", "--set", set];
            refused(place, 1, &import, "(01)05012345678900(21)A\n", code);
        }
        let twice = ["--set", "lot=A", "--set", "lot=B"];
        refused(place, 2, &[&NEXT[..], &twice].concat(), "", "set twice");
        let import = [&["ledger", "import", "-"][..], &twice].concat();
        refused(place, 2, &import, "(01)05012345678900(21)A\n", "set twice");
        let list = "gtin,serial,lot,expiry,plant\n\
            5012345678900,A1,L1,2028-04-30,WG\n\
            5012345678900,A2,ABCDEFGHIJKLMNOPQRSTU,2028-04-30,WG\n\
            5012345678900,A3,L1,2028-02-30,WG\n\
            5012345678900,A4,L1,2028-04-30,W\u{1}G\n";
        let (status, said, _) = place.run(&["ledger", "import", "-"], list);
        let codes: Vec<Vec<&str>> = said
            .lines()
            .map(|line| line.split('\t').take(2).collect())
            .collect();
        assert_eq!(status, 1);
        assert_eq!(
            codes,
            [
                ["3", "value-too-long"],
                ["4", "date"],
                ["5", "control-character"]
            ]
        );
        assert_eq!(place.ok(&["ledger", "find"], ""), "0 units\n");
    });
}

#[test]
fn a_list_without_rows_or_with_a_column_twice_is_told_as_that() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let import = ["ledger", "import", "-"];
        refused(place, 1, &import, "gtin,serial\n", "[empty]");
        refused(place, 1, &import, "", "[empty]");
        let twice = "gtin,serial,SN\n5012345678900,A,B\n";
        refused(place, 1, &import, twice, "[column-repeated]");
    });
}

#[test]
fn every_line_of_a_check_is_answered_and_the_report_agrees_with_the_ledger() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        issue(place, "4", "a");
        place.ok(
            &["ledger", "mark", "voided", "D0002", "--reason", "torn"],
            "",
        );
        let scans = "D0001\n\nD0002\n20261121-003\n(01)05012345678901(21)D0003\n(01)05012345678900(21)D0004\n";
        let (status, said, _) = place.run(&["ledger", "check", "-"], scans);
        let codes: Vec<Vec<&str>> = said
            .lines()
            .map(|line| line.split('\t').take(2).collect())
            .collect();
        assert_eq!(status, 1);
        let wanted = [
            ["1", "ok"],
            ["2", "empty"],
            ["3", "wrong-state"],
            ["4", "never-issued"],
            ["5", "check-digit"],
            ["6", "ok"],
        ];
        assert_eq!(codes, wanted, "{said}");
        let voided = ["ledger", "check", "-", "--state", "voided"];
        place.ok(&voided, "D0002\n");

        let (_, said, _) = place.run(&["ledger", "check", "-", "--format", "jsonl"], scans);
        let lines: Vec<Value> = said.lines().map(json).collect();
        let told = |line: &Value| (line["ok"].as_bool(), line["ledger"]["ok"].as_bool());
        assert_eq!(told(&lines[0]), (Some(true), Some(true)));
        assert_eq!(
            (&lines[0]["serial"], &lines[0]["line"]),
            (&"D0001".into(), &1.into())
        );
        assert_eq!(lines[0]["findings"], serde_json::json!([]));
        let names = |line: &Value| {
            line.as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&lines[0]), names(&lines[5]), "one shape for all");
        assert_eq!(told(&lines[1]), (Some(false), Some(false)));
        assert_eq!(
            told(&lines[2]),
            (Some(true), Some(false)),
            "a serial, in a wrong state"
        );
        assert_eq!(told(&lines[4]), (Some(false), Some(false)));
        assert_eq!(told(&lines[5]), (Some(true), Some(true)));
    });
}

#[test]
fn a_unit_is_shown_with_its_prints() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let order = "sku,gtin,lot,expiry,plant,quantity\nW,5012345678900,L1,2028-04-30,WG,2\n";
        let labels = [
            "labels",
            "-",
            "--stock",
            "L7160",
            "--at",
            "2026-04-15T08:00Z",
            "-o",
        ];
        place.ok(&[&labels[..], &["a.svg"]].concat(), order);
        let first = "WG-2026040001";
        let again = [
            "labels",
            "--reprint",
            first,
            "--reason",
            "torn",
            "-o",
            "b.svg",
        ];
        place.ok(&again, "");
        place.ok(&["ledger", "mark", "commissioned", first], "");
        let text = place.ok(&["ledger", "show", first], "");
        let told: Vec<&str> = text.lines().skip(1).map(str::trim).collect();
        assert_eq!(told.len(), 3, "{text}");
        assert!(
            told[0].starts_with("printed ") && told[0].contains(" to a"),
            "{text}"
        );
        assert!(
            told[1].starts_with("reprinted ") && told[1].ends_with("by a test: torn"),
            "{text}"
        );
        assert!(told[2].starts_with("commissioned "), "{text}");
        let shown = json(&place.ok(&["ledger", "show", first, "--format", "json"], ""));
        assert_eq!(shown[0]["history"][1]["state"], "reprinted");
        assert_eq!(shown[0]["history"][1]["reason"], "torn");
        let other = json(&place.ok(&["ledger", "show", "WG-2026040002", "--format", "json"], ""));
        assert_eq!(
            other[0]["history"].as_array().unwrap().len(),
            1,
            "the other one's reprint is its own"
        );
    });
}

#[test]
fn a_unit_without_a_product_is_shown_without_an_empty_place() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        place.ok(&NEXT, "");
        let text = place.ok(&["ledger", "show", "D0001"], "");
        assert!(text.starts_with("D0001: allocated, run "), "{text}");
        let text = place.ok(&["ledger", "report", "--block", "1"], "");
        assert!(text.contains("D0001 (1), reserved "), "{text}");
    });
}

#[test]
fn a_run_that_nobody_made_has_one_status_wherever_it_is_named() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        for command in ["find", "report"] {
            let arguments = ["ledger", command, "--run", "ZZZZZZ"];
            refused(place, 4, &arguments, "", "[unknown-run]");
        }
    });
}

#[test]
fn an_export_of_heads_that_is_cut_off_proves_nothing() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        issue(place, "2", "a");
        let heads = place.ok(&["ledger", "export", "--heads"], "");
        place.write("heads", heads.as_bytes());
        place.ok(&["ledger", "verify", "--heads", "heads"], "");
        let lines: Vec<&str> = heads.lines().collect();
        for count in 0..lines.len() {
            place.write("heads", lines[..count].join("\n").as_bytes());
            let verify = ["ledger", "verify", "--heads", "heads"];
            refused(place, 1, &verify, "", "[bad-heads]");
        }
        let marks = std::fs::read_dir(place.folder.path().join("state/marks")).unwrap();
        let marks = marks.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
        let marks = marks.max_by_key(String::len).unwrap();
        place.write("marks", marks.as_bytes());
        place.ok(&["ledger", "verify", "--heads", "marks"], "");
        let lines: Vec<&str> = marks.lines().collect();
        for count in 0..3 {
            place.write("marks", lines[..count].join("\n").as_bytes());
            let (status, said, message) = place.run(&["ledger", "verify", "--heads", "marks"], "");
            assert_eq!(status, 1, "{count} of {marks}: {said}{message}");
        }
    });
}

#[test]
fn serials_that_were_handed_out_get_their_labels_from_a_list_and_once() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        issue(place, "3", "a");
        place.ok(&[&NEXT[..], &["--count", "1"]].concat(), "");
        let list = |rows: &str| format!("sku,gtin,lot,expiry,serial\n{rows}");
        let labels = [
            "labels", "-", "--stock", "L7160", "--report", "json", "-o", "a.svg",
        ];
        let two =
            list("W,5012345678900,L1,2028-04-30,D0001\nW,5012345678900,L1,2028-04-30,D0002\n");
        let dry = ["labels", "-", "--stock", "L7160", "--dry-run"];
        place.ok(&dry, &two);
        let count = ["ledger", "find", "--count"];
        assert_eq!(place.ok(&count, ""), "4 units: 4 allocated\n");

        let other = two.replace("L1,2028-04-30,D0002", "L2,2028-04-30,D0002");
        refused(place, 4, &labels, &other, "has it with lot L1, not L2");
        let summary = json(&place.ok(&labels, &two));
        assert_eq!(summary["labels"], 2);
        let run = summary["run"].as_str().unwrap();
        assert_eq!(place.ok(&count, ""), "4 units: 2 allocated, 2 printed\n");
        refused(place, 4, &labels, &two, "[serial-taken]");
        refused(place, 4, &labels, &two, "--no-ledger");
        refused(
            place,
            4,
            &["labels", "--resume", run, "-o", "b.svg"],
            "",
            "[no-labels]",
        );
        // One that was handed out for no product, and one that was issued elsewhere.
        place.ok(&labels, &list("W,5012345678900,L1,2028-04-30,D0004\n"));
        place.ok(&["ledger", "import", "-"], "(01)05012345678900(21)X1\n");
        let foreign = list("W,5012345678900,L1,2028-04-30,X1\n");
        refused(place, 4, &labels, &foreign, "[serial-taken]");
        place.ok(&["ledger", "verify"], "");
    });
}
