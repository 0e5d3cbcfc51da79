//! `unitmark labels` on the files that people have: an ERP's own columns, letters, dates, and what spreadsheets did to them.
#![cfg(feature = "cli")]

mod common;

use common::{Desk, Run};

const AT: [&str; 2] = ["--at", "2026-04-15T08:00Z"];

/// A file of an ERP in German, as it is exported.
const GERMAN: &str = "Artikel;EAN;\"Charge, neu\";MHD;Werk;Menge;Preis netto\n\
    Größe L;5012345678900;A1;30.04.2028;WG;2;\"1,20\"\n\
    Größe M;95200002;A2;01.12.2027;WG;1;0\n";

const MAP: &str = "gtin=EAN,lot=\"Charge, neu\",expiry=MHD,quantity=Menge,sku=artikel,plant=WERK";

fn labels(desk: &Desk, data: &str, extra: &[&str]) -> Run {
    let mut arguments = vec!["labels", data, "--stock", "L7160", "-o", "labels.pdf"];
    arguments.extend(AT);
    arguments.extend(["--manifest", "m.csv"]);
    arguments.extend(extra);
    desk.run(&arguments)
}

/// Nothing was reserved, nothing written but the order itself.
fn nothing_done(desk: &Desk, data: &str) {
    assert_eq!(desk.files(), [data]);
    let shown = desk.run(&["ledger", "show"]).succeeds();
    assert!(!shown.stdout.contains("run "), "{}", shown.stdout);
}

#[test]
fn an_erps_file_prints_as_it_is_once_its_columns_are_named() {
    let settled = [
        "--delimiter",
        ";",
        "--map",
        MAP,
        "--ignore-columns",
        "preis_NETTO",
        "--date-format",
        "DD.MM.YYYY",
    ];
    let ansi: Vec<u8> = GERMAN
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"))
        .collect();
    let utf_16: Vec<u8> = "\u{FEFF}"
        .encode_utf16()
        .chain(GERMAN.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, encoding) in [
        (GERMAN.as_bytes().to_vec(), "utf-8"),
        (ansi, "windows-1252"),
        (utf_16.clone(), "utf-16"),
        (utf_16, "utf-16le"),
    ] {
        let desk = Desk::new();
        desk.write("erp.csv", bytes);
        let extra = [&settled[..], &["--encoding", encoding]].concat();
        labels(&desk, "erp.csv", &extra).succeeds();
        let units = desk.manifest("m.csv");
        assert_eq!(units.len(), 3, "{encoding}");
        assert_eq!(
            (units[0].sku.as_str(), units[0].lot.as_str()),
            ("Größe L", "A1")
        );
        assert_eq!(units[0].expiry, "2028-04-30");
        assert_eq!(
            units[2].element_string,
            "(01)00000095200002(17)271201(10)A2(21)WG-2026040003"
        );
    }
}

#[test]
fn each_thing_that_is_not_settled_is_told_with_the_option_that_settles_it() {
    let desk = Desk::new();
    desk.write("erp.csv", GERMAN);
    labels(&desk, "erp.csv", &[])
        .exits(1)
        .says(&["[delimiter]", "say --delimiter ';'"]);
    let run = labels(&desk, "erp.csv", &["--delimiter", ";"])
        .exits(1)
        .says(&[
            "--map gtin=EAN",
            "--map 'lot=\"Charge, neu\"'",
            "--map expiry=MHD",
            "--map plant=Werk",
            "--map quantity=Menge",
            "--ignore-columns 'Preis netto'",
        ]);
    assert!(!run.stderr.contains("column-missing"), "{}", run.stderr);
    let mapped = ["--delimiter", ";", "--map", MAP, "--ignore-columns", "all"];
    labels(&desk, "erp.csv", &mapped).exits(1).says(&[
        "erp.csv:2: MHD \"30.04.2028\"",
        "--date-format DD.MM.YYYY",
        "erp.csv:3: MHD",
    ]);
    for (extra, says) in [
        (
            &["--encoding", "windows-1252"][..],
            "UTF-8, not windows-1252",
        ),
        (&["--encoding", "utf-16"], "not UTF-16"),
        (
            &["--map", "gtin=Strichcode"],
            "the file has no column \"Strichcode\"",
        ),
        (&["--map", "ean=EAN"], "no field is called \"ean\""),
        (&["--input", "jsonl"], "is no JSON object"),
    ] {
        let extra = [&["--delimiter", ";"][..], extra].concat();
        labels(&desk, "erp.csv", &extra).exits(1).says(&[says]);
    }
    nothing_done(&desk, "erp.csv");
}

#[test]
fn options_that_describe_no_file_are_status_2() {
    let desk = Desk::new();
    desk.write("order.csv", GERMAN);
    for extra in [
        ["--encoding", "latin"],
        ["--delimiter", ":"],
        ["--date-format", "TT.MM.JJJJ"],
        ["--date-format", "DD.MM"],
        ["--map", "gtin"],
        ["--input", "xlsx"],
        ["--set", "gtin"],
    ] {
        labels(&desk, "order.csv", &extra)
            .exits(2)
            .says(&[extra[0]]);
    }
    nothing_done(&desk, "order.csv");
}

#[test]
fn a_date_is_never_guessed() {
    let desk = Desk::new();
    let order =
        |date: &str| format!("sku,gtin,lot,expiry,plant,quantity\nA,5012345678900,L,{date},WG,1\n");
    desk.write("order.csv", order("03/04/2028"));
    labels(&desk, "order.csv", &[]).exits(1).says(&[
        "order.csv:2: expiry \"03/04/2028\"",
        "date-ambiguous",
        "--date-format MM/DD/YYYY reads 2028-03-04",
        "--date-format DD/MM/YYYY reads 2028-04-03",
    ]);
    // A format that was said is the only one.
    desk.write("order.csv", order("2028-04-30"));
    labels(&desk, "order.csv", &["--date-format", "DD/MM/YYYY"])
        .exits(1)
        .says(&["is not written DD/MM/YYYY"]);
    desk.write("order.csv", order("30/02/2028"));
    labels(&desk, "order.csv", &["--date-format", "DD/MM/YYYY"])
        .exits(1)
        .says(&["no day of the calendar"]);
    nothing_done(&desk, "order.csv");
}

#[test]
fn what_a_spreadsheet_did_is_told_in_its_own_words_and_never_repaired() {
    let desk = Desk::new();
    desk.write(
        "order.csv",
        "sku,gtin,lot,expiry,plant,quantity\n\
         A,5.01235E+12,L,2028-04-30,WG,1\n\
         B,5012345678900,26. Apr,2028-04-30,WG,1\n\
         C,5012345678900,26-Apr,2028-04-30,WG,1\n\
         D,12345678905,L,2028-04-30,WG,1\n\
         E,5012345678900,L,46873,WG,1\n\
         F,5012345678900,#REF!,2028-04-30,WG,1\n\
         G,5012345678900,L,2028-04-30 00:00:00,WG,1\n\
         H,5012345678900,L,2028-04-30,WG,\"1,0\"\n",
    );
    labels(&desk, "order.csv", &[]).exits(1).says(&[
        "order.csv:2: gtin \"5.01235E+12\": is a number that a spreadsheet has rounded",
        "order.csv:3: lot \"26. Apr\": is what a spreadsheet makes",
        "order.csv:4: lot \"26-Apr\": is what a spreadsheet makes",
        "order.csv:5: gtin \"12345678905\": would be valid with the zero in front that is lost",
        "order.csv:6: expiry \"46873\": is a spreadsheet's number for a day (it would be 2028-04-30)",
        "order.csv:7: lot \"#REF!\"",
        "order.csv:8: expiry \"2028-04-30 00:00:00\": has a time of day",
        "order.csv:9: quantity \"1,0\"",
        "8 problems found",
    ]);
    nothing_done(&desk, "order.csv");
}

#[test]
fn an_order_may_be_json_lines() {
    let desk = Desk::new();
    desk.write(
        "order.jsonl",
        "{\"GTIN\":5012345678900,\"lot\":\"A\",\"expiry\":\"2028-04\",\"plant\":\"WG\",\"quantity\":2}\n\n\
         {\"plant\":\"HB\",\"quantity\":1,\"GTIN\":\"095200002\",\"lot\":\"B\",\"expiry\":\"2028-04\"}\n",
    );
    labels(&desk, "order.jsonl", &[])
        .exits(1)
        .says(&["order.jsonl:3: GTIN \"095200002\""]);
    desk.write(
        "order.txt",
        "{\"gtin\":5012345678900,\"lot\":\"A\",\"expiry\":\"2028-04\",\"plant\":\"WG\",\"quantity\":2}\n",
    );
    labels(&desk, "order.txt", &["--input", "jsonl"]).succeeds();
    assert_eq!(desk.manifest("m.csv").len(), 2);
    desk.write(
        "bad.jsonl",
        "{\"gtin\":5.01e12,\"lot\":[1],\"expiry\":\"2028-04\",\"plant\":\"WG\",\"quantity\":2}\nnonsense\n",
    );
    labels(&desk, "bad.jsonl", &[])
        .exits(1)
        .says(&["bad.jsonl:2: is no JSON object"]);
}

#[test]
fn columns_may_be_ais_data_titles_or_whole_element_strings() {
    let desk = Desk::new();
    desk.write(
        "ais.csv",
        "(01),BATCH/LOT,use by or expiry,PROD DATE,37,quantity,SERIAL\n\
         5012345678900,A1,280400,2026-04-01,12,,S1\n",
    );
    let ais = ["--ais", "01,17,10,11,21"];
    labels(&desk, "ais.csv", &ais).succeeds();
    assert_eq!(
        desk.manifest("m.csv")[0].element_string,
        "(01)05012345678900(17)280400(10)A1(11)260401(21)S1"
    );
    // What was printed is printed the same from the ledger alone.
    desk.run(&[
        "labels",
        "--reprint",
        "S1",
        "--manifest",
        "r.csv",
        "-o",
        "r.pdf",
    ])
    .succeeds();
    assert_eq!(
        desk.manifest("r.csv")[0].element_string,
        desk.manifest("m.csv")[0].element_string
    );

    desk.write(
        "scans.csv",
        "scan\n(01)05012345678900(10)A(21)S2\n\"]d2010501234567890010B\u{1D}21S3\"\n^010501234567890010C^21S4\n",
    );
    labels(&desk, "scans.csv", &["--ais", "01,10,21"]).succeeds();
    let serials: Vec<String> = desk
        .manifest("m.csv")
        .into_iter()
        .map(|unit| unit.serial)
        .collect();
    assert_eq!(serials, ["S2", "S3", "S4"]);

    desk.write(
        "clash.csv",
        "gtin,element_string\n95200002,(01)05012345678900(10)A(21)S9\n",
    );
    labels(&desk, "clash.csv", &["--ais", "01,10,21"])
        .exits(1)
        .says(&["its (01) is not what the line says"]);
    desk.write("bad.csv", "scan\n(01)05012345678901(10)A(21)S9\n");
    labels(&desk, "bad.csv", &["--ais", "01,10,21"])
        .exits(1)
        .says(&["check-digit"]);
}

#[test]
fn one_label_needs_no_file() {
    let desk = Desk::new();
    let one = |extra: &[&str]| {
        let mut arguments = vec![
            "labels",
            "--stock",
            "L7160",
            "--manifest",
            "m.csv",
            "-o",
            "one.pdf",
        ];
        arguments.extend(AT);
        arguments.extend(extra);
        desk.run(&arguments)
    };
    let set = [
        "--set",
        "gtin=5012345678900",
        "--set",
        "lot=A=1",
        "--set",
        "expiry=2028-04",
        "--set",
        "plant=WG",
    ];
    one(&set).succeeds();
    let units = desk.manifest("m.csv");
    assert_eq!((units.len(), units[0].lot.as_str()), (1, "A=1"));
    one(&[&set[..], &["--set", "quantity=3"]].concat()).succeeds();
    assert_eq!(desk.manifest("m.csv").len(), 3);
    for (extra, says) in [
        (["--set", "lot=Z"], "lot: is set twice"),
        (["--set", "colour=red"], "colour: is no field"),
        (["--set", "37=5"], "carry no (37)"),
    ] {
        let run = one(&[&set[..], &extra].concat());
        assert!(
            matches!(run.status, 1 | 2) && run.stderr.contains(says),
            "{run:?}"
        );
    }
    let wrong = set.map(|word| {
        if word.starts_with("gtin") {
            "gtin=5012345678901"
        } else {
            word
        }
    });
    one(&wrong)
        .exits(1)
        .says(&["--set: gtin \"5012345678901\"", "check-digit"]);
}

#[test]
fn labels_without_a_serial_open_no_ledger_and_serials_that_are_given_need_none() {
    let desk = Desk::new();
    desk.write("order.csv", "gtin,lot,quantity\n5012345678900,A,30\n");
    let bare = |arguments: &[&str]| {
        let mut command = desk.command(arguments);
        command.env_remove("UNITMARK_LEDGER");
        Run::from(command.output().expect("the program starts"))
    };
    let alike = [
        "labels",
        "order.csv",
        "--ais",
        "01,10",
        "--stock",
        "L7160",
        "--manifest",
        "m.csv",
        "-o",
        "a.pdf",
    ];
    let run = bare(&alike).succeeds().says(&[
        "30 labels, 2 pages",
        "next free place 10",
        "nothing recorded",
    ]);
    assert!(!run.stderr.contains("ledger"), "{}", run.stderr);
    assert!(
        desk.manifest("m.csv")
            .iter()
            .all(|unit| unit.serial.is_empty())
    );
    bare(&[&alike[..], &["--scheme", "sn"]].concat())
        .exits(2)
        .says(&["--scheme"]);

    desk.write(
        "list.csv",
        "gtin,lot,serial\n5012345678900,A,S1\n5012345678900,A,S2\n",
    );
    let given = [
        "labels",
        "list.csv",
        "--ais",
        "01,10,21",
        "--no-ledger",
        "--stock",
        "L7160",
        "-o",
        "b.pdf",
    ];
    bare(&given).succeeds().says(&["2 labels", "S1, S2"]);
    // Once more: nothing knows them.
    bare(&given).succeeds();
    bare(&[
        "labels",
        "order.csv",
        "--ais",
        "01,10,21",
        "--no-ledger",
        "--stock",
        "L7160",
        "-o",
        "c.pdf",
    ])
    .exits(1)
    .says(&["order.csv:2: serial", "serial-missing"]);
    desk.write(
        "twice.csv",
        "gtin,lot,serial\n5012345678900,A,S1\n5012345678900,A,S1\n",
    );
    bare(&[
        "labels",
        "twice.csv",
        "--ais",
        "01,10,21",
        "--no-ledger",
        "--stock",
        "L7160",
        "-o",
        "c.pdf",
    ])
    .exits(1)
    .says(&["serial-twice"]);
    assert!(!desk.path("data").exists(), "no ledger was made");
    assert!(!desk.path("c.pdf").exists());
}

#[test]
fn a_specimen_reserves_nothing_and_is_marked() {
    let desk = Desk::new();
    desk.write(
        "order.csv",
        "gtin,lot,expiry,plant,quantity\n5012345678900,A,2028-04,WG,2\n",
    );
    let specimen = [
        "labels",
        "order.csv",
        "--specimen",
        "--stock",
        "L7160",
        "--manifest",
        "m.csv",
        "-o",
        "a.svg",
    ];
    desk.run(&[&specimen[..], &AT].concat())
        .succeeds()
        .says(&["nothing reserved"]);
    let page = std::fs::read_to_string(desk.path("a-1.svg")).expect("a page");
    assert_eq!(page.matches("SPECIMEN").count(), 2);
    assert_eq!(desk.manifest("m.csv")[0].serial, "WG-2026040001");
    // The first real unit has that serial, for it was never issued.
    labels(&desk, "order.csv", &[]).succeeds();
    assert_eq!(desk.manifest("m.csv")[0].serial, "WG-2026040001");
}

#[test]
fn the_next_sheet_starts_where_a_manifest_stopped() {
    let desk = Desk::new();
    desk.write(
        "order.csv",
        "gtin,lot,expiry,plant,quantity\n5012345678900,A,2028-04,WG,23\n",
    );
    labels(&desk, "order.csv", &[]).succeeds();
    std::fs::rename(desk.path("m.csv"), desk.path("old.csv")).expect("a file");
    let after = |stock: &str, manifest: &str| {
        let start = format!("after:{manifest}");
        let mut arguments = vec!["labels", "order.csv", "--stock", stock, "--start", &start];
        arguments.extend(["--manifest", "m.csv", "-o", "b.pdf"]);
        desk.run(&arguments)
    };
    after("L7160", "old.csv").succeeds();
    assert_eq!(desk.manifest("m.csv")[0].label, 3);
    desk.write("other.csv", "page,label\n1,30\n");
    after("L7160", "other.csv")
        .exits(1)
        .says(&["other.csv: line 2", "another stock"]);
    after("5160", "other.csv").succeeds();
    assert_eq!(desk.manifest("m.csv")[0].label, 1);
    after("L7160", "order.csv")
        .exits(1)
        .says(&["is no manifest"]);
}

#[test]
fn every_line_that_the_ledger_refuses_is_told() {
    let desk = Desk::new();
    desk.write(
        "order.csv",
        "gtin,lot,expiry,plant,quantity\n\
         5012345678900,A,2028-04,WG,9990\n\
         5012345678900,A,2028-04,WG,30\n\
         5012345678900,A,2028-04,HB,1\n\
         5012345678900,A,2028-04,HB,9999\n",
    );
    labels(&desk, "order.csv", &[]).exits(4).says(&[
        "order.csv:3: ",
        "has 9 serials left",
        "order.csv:5: ",
        "has 9998 serials left",
    ]);
    labels(&desk, "order.csv", &["--dry-run"])
        .exits(4)
        .says(&["order.csv:3: ", "order.csv:5: "]);
    nothing_done(&desk, "order.csv");

    let list = "gtin,lot,serial\n5012345678900,A,S1\n5012345678900,A,S2\n5012345678900,A,S3\n";
    desk.write("list.csv", list);
    labels(&desk, "list.csv", &["--ais", "01,10,21"]).succeeds();
    desk.write("again.csv", list.replace("S2", "T2"));
    labels(&desk, "again.csv", &["--ais", "01,10,21"])
        .exits(4)
        .says(&[
            "again.csv:2: serial S1",
            "again.csv:4: serial S3",
            "serial-taken",
        ]);
}

#[test]
fn what_a_killed_run_left_is_removed_when_it_is_resumed() {
    let desk = Desk::new();
    desk.write(
        "order.csv",
        "gtin,lot,expiry,plant,quantity\n5012345678900,A,2028-04,WG,2\n",
    );
    // A full device fails after the reservation.
    let failed = desk
        .run(&[
            "labels",
            "order.csv",
            "--stock",
            "L7160",
            "--format",
            "pdf",
            "-o",
            "/dev/full",
        ])
        .exits(3);
    let run = failed
        .stderr
        .split("--resume ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .expect("a run")
        .to_owned();
    let left = format!(".unitmark-{run}-abc.part");
    desk.write(&left, "half")
        .write(".unitmark-other.part", "another's");
    desk.run(&["labels", "--resume", &run, "-o", "labels.pdf"])
        .succeeds()
        .says(&[&left, "killed"]);
    assert_eq!(
        desk.files(),
        [".unitmark-other.part", "labels.pdf", "order.csv"]
    );
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_half_way_leaves_no_half_file_and_is_drawn_by_resume() {
    let desk = Desk::new();
    desk.write(
        "order.csv",
        "gtin,lot,expiry,plant,quantity\n5012345678900,A,2028-04,WG,6000\n",
    );
    let mut child = desk
        .command(&[
            "labels",
            "order.csv",
            "--stock",
            "L7160",
            "-o",
            "labels.pdf",
        ])
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    // The file that is not whole bears the run's name from the reservation on.
    let part = |name: &String| {
        let name = name.strip_prefix(".unitmark-")?.strip_suffix(".part")?;
        name.split_once('-').map(|(run, _)| run.to_owned())
    };
    let run = loop {
        if let Some(run) = desk.files().iter().find_map(part) {
            break run;
        }
        assert!(
            child.try_wait().expect("a child").is_none(),
            "too fast to be killed"
        );
        std::thread::yield_now();
    };
    child.kill().expect("a process that runs");
    child.wait().expect("it ends");
    assert!(!desk.path("labels.pdf").exists());
    desk.run(&["labels", "--resume", &run, "-o", "labels.pdf"])
        .succeeds()
        .says(&["which a killed process had left", "6000 labels"]);
    assert_eq!(desk.files(), ["labels.pdf", "order.csv"]);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::new();
    desk.write("order.csv", "gtin,lot,quantity\n5012345678900,A,3000\n");
    let arguments = [
        "labels",
        "order.csv",
        "--ais",
        "01,10",
        "--stock",
        "L7160",
        "--format",
        "pdf",
        "-o",
        "-",
    ];
    let mut child = desk
        .command(&arguments)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let run = Run::from(child.wait_with_output().expect("it ends"));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

#[test]
fn a_logistic_label_takes_its_sscc_from_a_scheme_or_from_the_order() {
    let desk = Desk::new();
    desk.write("order.csv", "quantity\n3\n");
    let sscc = ["--ais", "00", "--symbol", "code128"];
    let of_scheme = [
        "--scheme",
        "sscc",
        "--set",
        "ext=1",
        "--set",
        "prefix=0614141",
    ];
    labels(&desk, "order.csv", &[&sscc[..], &of_scheme].concat()).succeeds();
    let units = desk.manifest("m.csv");
    assert_eq!(units[0].element_string, "(00)106141410000000019");
    assert_eq!(units[2].element_string, "(00)106141410000000033");
    labels(&desk, "order.csv", &sscc)
        .exits(1)
        .says(&["--set ext=VALUE", "--set prefix=VALUE"]);
    labels(
        &desk,
        "order.csv",
        &[&sscc[..], &["--scheme", "sn"]].concat(),
    )
    .exits(1)
    .says(&["ai-not-served", "--scheme sscc"]);
    desk.write("list.csv", "sscc\n106141412345678908\n06141411234567890\n");
    labels(&desk, "list.csv", &sscc)
        .exits(1)
        .says(&["list.csv:3: sscc"]);
    desk.write("list.csv", "NVE\n106141412345678908\n");
    labels(&desk, "list.csv", &sscc)
        .exits(1)
        .says(&["--map sscc=NVE"]);
    labels(
        &desk,
        "list.csv",
        &[&sscc[..], &["--map", "sscc=NVE", "--no-ledger"]].concat(),
    )
    .succeeds();
    assert_eq!(
        desk.manifest("m.csv")[0].element_string,
        "(00)106141412345678908"
    );
}

#[test]
fn an_sscc_that_the_order_gives_is_taken_for_good_and_the_scheme_goes_round_it() {
    let desk = Desk::new();
    let sscc = ["--ais", "00", "--symbol", "code128"];
    desk.write("list.csv", "sscc\n106141410000000026\n");
    labels(&desk, "list.csv", &sscc).succeeds();
    labels(&desk, "list.csv", &sscc)
        .exits(4)
        .says(&["list.csv:2: ", "serial-taken"]);
    desk.write("order.csv", "ext,prefix,quantity\n1,0614141,2\n");
    labels(&desk, "order.csv", &sscc).succeeds();
    let strings: Vec<String> = desk
        .manifest("m.csv")
        .into_iter()
        .map(|unit| unit.element_string)
        .collect();
    assert_eq!(
        strings,
        ["(00)106141410000000019", "(00)106141410000000033"]
    );
    desk.run(&[
        "labels",
        "--reprint",
        "(00)106141410000000026",
        "-o",
        "r.pdf",
    ])
    .succeeds();
    desk.run(&["ledger", "verify"]).succeeds();
}

#[test]
fn the_same_specimen_twice_is_the_same_bytes_and_bears_the_time_that_is_said() {
    let desk = Desk::new();
    desk.write("order.csv", "gtin,lot,quantity\n5012345678900,A,3\n");
    let print = |name: &str, epoch: Option<&str>| {
        let mut command = desk.command(&[
            "labels",
            "order.csv",
            "--ais",
            "01,10",
            "--stock",
            "L7160",
            "-o",
            name,
        ]);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        Run::from(command.output().expect("the program starts"))
    };
    print("a.pdf", Some("1776240000")).succeeds();
    print("b.pdf", Some("1776240000")).succeeds();
    let bytes = |name: &str| std::fs::read(desk.path(name)).expect("a file");
    assert_eq!(bytes("a.pdf"), bytes("b.pdf"));
    let text = String::from_utf8_lossy(&bytes("a.pdf")).into_owned();
    assert!(text.contains("D:20260415080000"), "the time of the build");
    print("c.pdf", Some("yesterday"))
        .exits(2)
        .says(&["SOURCE_DATE_EPOCH"]);
}
