//! `unitmark labels`: what it prints, and what it does on the second thought.
#![cfg(feature = "cli")]

mod common;

use common::{Desk, order};

const ONE: &str = "sku,gtin,lot,expiry,plant,quantity\nA,5012345678900,000417,2028-04,WG,3\n";

#[test]
fn the_summary_ends_with_the_run_and_the_report_is_one_object() {
    let desk = Desk::new();
    let run = desk
        .run(&[
            "labels",
            &order(),
            "--stock",
            "L7160",
            "--at",
            "2026-04-15T08:00Z",
            "-o",
            "a.pdf",
        ])
        .succeeds();
    assert_eq!(run.stdout, "", "standard output is for data");
    let last = run.stderr.lines().last().expect("a summary");
    assert!(last.starts_with("run "), "{last}");
    for part in [
        ": 57 labels, 3 pages, WG-2026040001..WG-2026040044, ",
        "HB-2026040001..HB-2026040010, WG-2026040045..WG-2026040047, next free place 16, ledger ",
    ] {
        assert!(last.contains(part), "{last}");
    }
    assert!(run.stderr.contains("X 0.339 mm = 8 dots at 600 dpi"));
    let run = desk
        .run(&[
            "labels",
            &order(),
            "--stock",
            "L7160",
            "--report",
            "json",
            "-o",
            "b.pdf",
        ])
        .succeeds();
    assert_eq!(run.stderr, "");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("one object");
    assert_eq!(report["labels"], 57);
    assert_eq!(report["next_place"], 16);
    assert_eq!(report["files"][0], "b.pdf");
}

#[test]
fn a_dry_run_reserves_and_writes_nothing() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let dry = ["labels", "order.csv", "--stock", "L7160", "--dry-run"];
    let at = ["--at", "2026-04-15T08:00Z"];
    let run = desk.run(&[&dry[..], &at].concat()).succeeds();
    assert!(
        run.stderr
            .contains("3 labels, 1 page, WG-2026040001..WG-2026040003"),
        "{}",
        run.stderr
    );
    assert_eq!(desk.files(), ["order.csv"]);
    desk.run(
        &[
            &[
                "labels",
                "order.csv",
                "--stock",
                "L7160",
                "--manifest",
                "m.csv",
                "-o",
                "a.pdf",
            ],
            &at[..],
        ]
        .concat(),
    )
    .succeeds();
    assert_eq!(desk.manifest("m.csv")[0].serial, "WG-2026040001");
    // Without any ledger it checks and fits all the same, and makes none.
    let bare = Desk::new();
    bare.write("order.csv", ONE);
    let mut command = bare.command(&dry);
    command.env_remove("UNITMARK_LEDGER");
    common::Run::from(command.output().expect("the program starts"))
        .succeeds()
        .says(&["3 labels"]);
    assert_eq!(bare.files(), ["order.csv"]);
}

#[test]
fn leading_zeros_commas_and_open_days_stay_as_they_are() {
    let desk = Desk::new();
    desk.write(
        "order.csv",
        "sku,gtin,lot,expiry,plant,quantity\n\
         A,95200002,000417,2027-12,WG,1\n\
         B,614141000036,\"A,17\",2028-02-29,WG,1\n",
    );
    desk.run(&[
        "labels",
        "order.csv",
        "--stock",
        "L7160",
        "--at",
        "2026-04-15T08:00Z",
        "--manifest",
        "m.csv",
        "-o",
        "a.pdf",
    ])
    .succeeds();
    let units = desk.manifest("m.csv");
    assert_eq!(
        units[0].element_string,
        "(01)00000095200002(17)271200(10)000417(21)WG-2026040001"
    );
    assert_eq!(
        units[1].element_string,
        "(01)00614141000036(17)280229(10)A,17(21)WG-2026040002"
    );
    assert_eq!(
        (units[1].lot.as_str(), units[1].expiry.as_str()),
        ("A,17", "2028-02-29")
    );
}

#[test]
fn png_pages_are_numbered_and_padded_from_ten_on() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    desk.run(&[
        "labels",
        "order.csv",
        "--stock",
        "50x25",
        "--dpi",
        "203",
        "-o",
        "few.png",
    ])
    .succeeds();
    desk.write("order.csv", ONE.replace(",3\n", ",11\n"));
    desk.run(&[
        "labels",
        "order.csv",
        "--stock",
        "50x25",
        "--dpi",
        "203",
        "-o",
        "many.png",
    ])
    .succeeds();
    let files = desk.files();
    for name in ["few-1.png", "few-3.png", "many-01.png", "many-11.png"] {
        assert!(files.iter().any(|file| file == name), "{files:?}");
    }
    assert_eq!(files.len(), 1 + 3 + 11);
}

#[test]
fn the_labels_go_to_standard_output_when_asked() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let output = desk
        .command(&[
            "labels",
            "order.csv",
            "--stock",
            "L7160",
            "--format",
            "pdf",
            "-o",
            "-",
        ])
        .output()
        .expect("the program starts");
    assert!(output.status.success());
    assert!(output.stdout.starts_with(b"%PDF-"));
    desk.run(&["labels", "order.csv", "--stock", "L7160", "-o", "-"])
        .exits(2)
        .says(&["--format"]);
}

/// The run id in a summary.
fn run_id(stderr: &str) -> String {
    let at = stderr.rfind("run ").expect("a run") + 4;
    stderr[at..at + 6].to_string()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_status_3_and_what_was_reserved_is_drawn_by_resume() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let at = ["--at", "2026-04-15T08:00Z"];
    let full = desk
        .run(
            &[
                &[
                    "labels",
                    "order.csv",
                    "--stock",
                    "L7160",
                    "--format",
                    "pdf",
                    "-o",
                    "/dev/full",
                ],
                &at[..],
            ]
            .concat(),
        )
        .exits(3)
        .says(&["/dev/full", "is reserved and not printed", "--resume"]);
    let run = run_id(&full.stderr);
    assert_eq!(desk.files(), ["order.csv"]);
    // Its serials are not issued again ...
    desk.run(
        &[
            &[
                "labels",
                "order.csv",
                "--stock",
                "L7160",
                "--manifest",
                "next.csv",
                "-o",
                "next.pdf",
            ],
            &at[..],
        ]
        .concat(),
    )
    .succeeds();
    assert_eq!(desk.manifest("next.csv")[0].serial, "WG-2026040004");
    // ... and drawn by name.
    desk.run(&[
        "labels",
        "--resume",
        &run,
        "--manifest",
        "r.csv",
        "-o",
        "r.pdf",
    ])
    .succeeds();
    let serials: Vec<_> = desk
        .manifest("r.csv")
        .into_iter()
        .map(|unit| unit.serial)
        .collect();
    assert_eq!(serials, ["WG-2026040001", "WG-2026040002", "WG-2026040003"]);
    desk.run(&["labels", "--resume", &run, "-o", "again.pdf"])
        .exits(4)
        .says(&["already-printed", "--reprint"]);
    desk.run(&["ledger", "verify"]).succeeds();
}

#[test]
fn a_known_unit_is_printed_again_and_nothing_is_reserved() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let at = ["--at", "2026-04-15T08:00Z"];
    let print = |name: &str| {
        let (manifest, pdf) = (format!("{name}.csv"), format!("{name}.pdf"));
        let arguments = [
            "labels",
            "order.csv",
            "--stock",
            "L7160",
            "--manifest",
            &manifest,
            "-o",
            &pdf,
        ];
        run_id(&desk.run(&[&arguments, &at[..]].concat()).succeeds().stderr)
    };
    let run = print("first");
    let first = desk.manifest("first.csv");
    for scan in ["WG-2026040002", first[1].element_string.as_str()] {
        desk.run(&[
            "labels",
            "--reprint",
            scan,
            "--reason",
            "torn",
            "--manifest",
            "one.csv",
            "-o",
            "one.pdf",
        ])
        .succeeds();
        let one = desk.manifest("one.csv");
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].element_string, first[1].element_string);
    }
    desk.run(&[
        "labels",
        "--reprint",
        &run,
        "--start",
        "5",
        "--manifest",
        "all.csv",
        "-o",
        "all.pdf",
    ])
    .succeeds();
    let all = desk.manifest("all.csv");
    assert_eq!(all.len(), 3);
    assert_eq!((all[0].label, &all[0].serial), (5, &first[0].serial));
    desk.run(&["labels", "--reprint", "WG-2026049999", "-o", "none.pdf"])
        .exits(1)
        .says(&["not-found"]);
    assert!(!desk.path("none.pdf").exists());
    print("second");
    assert_eq!(desk.manifest("second.csv")[0].serial, "WG-2026040004");
    desk.run(&["ledger", "verify"]).succeeds();
}

#[test]
fn the_next_sheet_starts_where_a_run_stopped() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let run = run_id(
        &desk
            .run(&[
                "labels",
                "order.csv",
                "--stock",
                "L7160",
                "--start",
                "4",
                "--skip",
                "5",
                "-o",
                "a.pdf",
            ])
            .succeeds()
            .stderr,
    );
    desk.run(&[
        "labels",
        "order.csv",
        "--stock",
        "L7160",
        "--start",
        &format!("after:{run}"),
        "--manifest",
        "m.csv",
        "-o",
        "b.pdf",
    ])
    .succeeds();
    let places: Vec<usize> = desk
        .manifest("m.csv")
        .iter()
        .map(|unit| unit.label)
        .collect();
    assert_eq!(places, [8, 9, 10]);
}

#[test]
fn a_row_with_a_serial_reserves_nothing_and_its_serial_is_taken() {
    let desk = Desk::new();
    let list = "sku,gtin,lot,expiry,serial\nA,5012345678900,L1,2028-04-30,WG-2026040002\n";
    desk.write("list.csv", list);
    desk.run(&[
        "labels",
        "list.csv",
        "--stock",
        "L7160",
        "--manifest",
        "l.csv",
        "-o",
        "l.pdf",
    ])
    .succeeds();
    assert_eq!(desk.manifest("l.csv")[0].serial, "WG-2026040002");
    // A second unit with the same serial is a clash, and nothing of it is printed.
    desk.run(&["labels", "list.csv", "--stock", "L7160", "-o", "again.pdf"])
        .exits(4);
    assert!(!desk.path("again.pdf").exists());
    // The scheme that would write it goes round it.
    desk.write("order.csv", ONE);
    desk.run(&[
        "labels",
        "order.csv",
        "--stock",
        "L7160",
        "--at",
        "2026-04-15T08:00Z",
        "--manifest",
        "m.csv",
        "-o",
        "m.pdf",
    ])
    .succeeds();
    let serials: Vec<_> = desk
        .manifest("m.csv")
        .into_iter()
        .map(|unit| unit.serial)
        .collect();
    assert_eq!(serials, ["WG-2026040001", "WG-2026040003", "WG-2026040004"]);
    // A serial that the scheme issued cannot be given to another unit.
    desk.write("late.csv", list.replace("040002", "040003"));
    desk.run(&["labels", "late.csv", "--stock", "L7160", "-o", "late.pdf"])
        .exits(4);
    desk.write(
        "twice.csv",
        format!("{list}B,5012345678900,L2,2028-04-30,WG-2026040002\n"),
    );
    desk.run(&["labels", "twice.csv", "--stock", "L7160", "-o", "twice.pdf"])
        .exits(1)
        .says(&["twice.csv:3: serial", "serial-twice", "line 2"]);
    desk.run(&["ledger", "verify"]).succeeds();
}

#[test]
fn a_pattern_that_could_write_another_schemes_text_is_refused() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let print = |pattern: &str, reset: &str| {
        desk.run(&[
            "labels",
            "order.csv",
            "--stock",
            "L7160",
            "--pattern",
            pattern,
            "--reset",
            reset,
            "-o",
            "a.pdf",
        ])
    };
    print("SN{seq:7}", "never").succeeds();
    print("{seq:9:b36}", "never").exits(4);
    print("S{seq:9}", "never").succeeds();
    print("{mm}{dd}{seq:6}", "month")
        .exits(1)
        .says(&["period-not-told-apart", "2027-01-01"]);
}

#[test]
fn an_order_may_come_on_standard_input() {
    use std::io::Write as _;
    let desk = Desk::new();
    let mut child = desk
        .command(&["labels", "--stock", "L7160", "-o", "a.pdf"])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(ONE.as_bytes())
        .expect("the program reads");
    assert!(child.wait().expect("the program ends").success());
    assert!(desk.path("a.pdf").exists());
}

#[test]
fn a_target_that_is_the_ledger_the_order_or_the_manifest_is_refused() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let before = std::fs::read(desk.path("ledger.db")).expect("the ledger");
    for (labels, manifest, says) in [
        ("ledger.db", "m.csv", "is a ledger"),
        ("a.pdf", "./ledger.db", "is a ledger"),
        ("a.pdf", "a.pdf", "the labels' file"),
        ("a.pdf", "order.csv", "the order itself"),
    ] {
        desk.run(&[
            "labels",
            "order.csv",
            "--stock",
            "L7160",
            "--format",
            "pdf",
            "--manifest",
            manifest,
            "-o",
            labels,
        ])
        .exits(2)
        .says(&[says]);
    }
    assert_eq!(desk.files(), ["order.csv"]);
    assert!(std::fs::read(desk.path("ledger.db")).expect("the ledger") == before);
}

#[test]
fn more_labels_than_a_run_holds_are_refused_before_anything_is_reserved() {
    let desk = Desk::new();
    desk.write("order.csv", ONE.replace(",3\n", ",4294967295\n"));
    desk.run(&[
        "labels",
        "order.csv",
        "--stock",
        "L7160",
        "--pattern",
        "{seq:12}",
        "--reset",
        "never",
        "-o",
        "a.pdf",
    ])
    .exits(1)
    .says(&["4294967295 labels", "labels-limit", "split the order"]);
    assert_eq!(desk.files(), ["order.csv"]);
}

#[test]
fn pages_of_an_earlier_run_do_not_stay_among_new_ones() {
    let desk = Desk::new();
    let print = |count: &str| {
        desk.write("order.csv", ONE.replace(",3\n", &format!(",{count}\n")));
        desk.run(&[
            "labels",
            "order.csv",
            "--stock",
            "50x25",
            "--dpi",
            "203",
            "-o",
            "p.png",
        ])
    };
    print("3").succeeds();
    print("2").exits(2).says(&["p-3.png", "another run"]);
    std::fs::remove_file(desk.path("p-3.png")).expect("the page");
    print("2").succeeds();
}

#[test]
fn a_run_that_was_never_printed_is_resumed_and_not_reprinted() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let full = desk
        .run(&[
            "labels",
            "order.csv",
            "--stock",
            "L7160",
            "--at",
            "2026-04-15T08:00Z",
            "--format",
            "pdf",
            "-o",
            "/dev/full",
        ])
        .exits(3);
    let run = run_id(&full.stderr);
    for scan in [run.as_str(), "WG-2026040002"] {
        desk.run(&["labels", "--reprint", scan, "-o", "a.pdf"])
            .exits(4)
            .says(&["not-printed", "--resume"]);
    }
    desk.run(&["labels", "--resume", &run, "-o", "a.pdf"])
        .succeeds();
    desk.run(&["labels", "--reprint", "WG-2026040002", "-o", "b.pdf"])
        .succeeds();
}

#[test]
fn options_that_would_be_lost_without_a_word_are_refused() {
    let desk = Desk::new();
    desk.write("order.csv", ONE);
    let run = run_id(
        &desk
            .run(&["labels", "order.csv", "--stock", "L7160", "-o", "a.pdf"])
            .succeeds()
            .stderr,
    );
    let after = format!("after:{run}");
    for (extra, status, says) in [
        (&["--set", "line=L2"][..], 2, "writes no {line}"),
        (&["--request-id", ""], 2, "--request-id"),
        (&["--manifest", "-", "--report", "json"], 2, "one thing"),
        (&["--start", &after, "--stock", "5160"], 4, "other-stock"),
        (&["-o", "missing/b.pdf"], 3, "no folder missing"),
    ] {
        let mut arguments = vec!["labels", "order.csv"];
        if !extra.contains(&"--stock") {
            arguments.extend(["--stock", "L7160"]);
        }
        if !extra.contains(&"-o") {
            arguments.extend(["-o", "b.pdf"]);
        }
        arguments.extend(extra);
        desk.run(&arguments).exits(status).says(&[says]);
    }
    assert_eq!(desk.files(), ["a.pdf", "order.csv"]);
    desk.run(&[
        "labels",
        "--reprint",
        &run,
        "--start",
        &after,
        "--manifest",
        "m.csv",
        "-o",
        "c.pdf",
    ])
    .succeeds();
    assert_eq!(desk.manifest("m.csv")[0].label, 4);
}
