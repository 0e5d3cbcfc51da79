//! Bad input stops a job before a serial is used or a file is written, with all that is wrong told.
#![cfg(feature = "cli")]

mod common;

use common::{Desk, order};

const HEADER: &str = "sku,gtin,lot,expiry,plant,quantity\n";

/// Runs an order that must be refused: the exit status, what is said, and that nothing was done.
fn refused(order: impl AsRef<[u8]>, extra: &[&str], status: i32, says: &[&str]) {
    let desk = Desk::new();
    desk.write("order.csv", order);
    let mut arguments = vec![
        "labels",
        "order.csv",
        "--manifest",
        "m.csv",
        "-o",
        "labels.pdf",
    ];
    if !extra.contains(&"--stock") {
        arguments.extend(["--stock", "L7160"]);
    }
    arguments.extend(extra);
    desk.run(&arguments).exits(status).says(says);
    assert_eq!(desk.files(), ["order.csv"], "no file, not even a half one");
    let shown = desk.run(&["ledger", "show"]).succeeds();
    assert!(!shown.stdout.contains("run "), "{}", shown.stdout);
}

#[test]
fn every_bad_line_is_told_with_its_place_value_and_way_out() {
    refused(
        format!(
            "{HEADER}\
             A,5012345678901,L1,2028-04-30,WG,5\n\
             B,5012345678900,L1,2027-02-30,WG,5\n\
             C,5012345678900,ABCDEFGHIJKLMNOPQRSTU,2028-04-30,WG,5\n\
             D,5012345678900,LÖT,2028-04-30,WG,5\n\
             E,5012345678900,L1,2028-04-30,WG,0\n\
             F,5012345678900,L1,2028-04-30,WG,-1\n\
             G,5012345678900,L1,30.04.2028,WG,5\n\
             H,5.01235E+12,L1,2028-04-30,WG,many\n"
        ),
        &[],
        1,
        &[
            "order.csv:2: gtin \"5012345678901\"",
            "check-digit",
            "order.csv:3: expiry \"2027-02-30\"",
            "[date]",
            "order.csv:4: lot \"ABCDEFGHIJKLMNOPQRSTU\"",
            "order.csv:5: lot \"LÖT\"",
            "order.csv:6: quantity \"0\"",
            "order.csv:7: quantity \"-1\"",
            "order.csv:8: expiry \"30.04.2028\"",
            "YYYY-MM",
            "order.csv:9: gtin \"5.01235E+12\"",
            "rounded-number",
            "order.csv:9: quantity \"many\"",
        ],
    );
}

#[test]
fn a_header_with_unknown_and_missing_columns_is_told() {
    refused(
        "sku,gtin,lot,expiry,colour,quantity\nA,5012345678900,L1,2028-04-30,red,1\n",
        &[],
        1,
        &["colour", "column-unknown", "plant", "column-missing"],
    );
}

#[test]
fn bytes_that_are_not_utf_8_and_empty_files_are_told() {
    let mut latin1 = HEADER.as_bytes().to_vec();
    latin1.extend(b"Gr\xFCn,5012345678900,L1,2028-04-30,WG,5\n");
    refused(
        latin1,
        &[],
        1,
        &["order.csv:2: sku", "0xFC", "not-utf-8", "UTF-8"],
    );
    refused("", &[], 1, &["order.csv", "empty"]);
    refused(HEADER, &[], 1, &["empty"]);
    refused("\u{FEFF}\n", &[], 1, &["empty"]);
    refused(
        format!("{HEADER}A,5012345678900,L1,2028-04-30,WG\n"),
        &[],
        1,
        &["order.csv:2:", "5 values", "fields"],
    );
}

#[test]
fn lines_are_told_as_an_editor_counts_them_and_open_quotes_are_not_forgiven() {
    let lines = [
        HEADER.trim_end(),
        "",
        "A,5012345678900,L1,2028-04-30,WG,1",
        "B,5012345678900,L1,2028-04-30,WG,0",
        "",
    ];
    for end in ["\n", "\r\n", "\r"] {
        refused(lines.join(end), &[], 1, &["order.csv:4: quantity \"0\""]);
    }
    refused(
        format!("{HEADER}A,5012345678900,L1,2028-04-30,WG,\"2\"5\n"),
        &[],
        1,
        &["order.csv:2: ", "behind a closing quote", "[quote]"],
    );
    refused(
        format!("{HEADER}A,5012345678900,\"L1,2028-04-30,WG,5\n"),
        &[],
        1,
        &["order.csv:2: ", "not closed", "[quote]"],
    );
}

#[test]
fn more_than_the_scheme_can_still_give_is_refused_whole() {
    refused(
        format!(
            "{HEADER}A,5012345678900,L1,2028-04-30,WG,5\nB,5012345678900,L1,2028-04-30,WG,9999\n"
        ),
        &[],
        4,
        &["exhausted", "9999"],
    );
}

#[test]
fn a_plant_that_does_not_fit_the_pattern_is_told() {
    refused(
        format!("{HEADER}A,5012345678900,L1,2028-04-30,WGX,5\nB,5012345678900,L1,2028-04-30,,5\n"),
        &[],
        1,
        &["order.csv:2: plant \"WGX\"", "order.csv:3: plant"],
    );
}

#[test]
fn a_value_that_an_ai_needs_and_the_order_leaves_open_is_told() {
    refused(
        format!("{HEADER}A,5012345678900,,2028-04-30,WG,5\n"),
        &[],
        1,
        &["order.csv:2: lot", "(10)", "--ais"],
    );
}

#[test]
fn gs1_128_beyond_its_limits_names_both_limits_and_the_way_out() {
    refused(
        std::fs::read(order()).expect("the order"),
        &["--symbol", "code128"],
        1,
        &["48", "63.5 mm", "--ais"],
    );
}

#[test]
fn a_label_too_small_names_what_would_fit() {
    refused(
        std::fs::read(order()).expect("the order"),
        &[
            "--stock", "50x25", "--dpi", "203", "--symbol", "code128", "--ais", "01,21",
        ],
        1,
        &["mm", "dpi"],
    );
}

#[test]
fn a_word_that_the_command_line_does_not_know_is_status_2() {
    for extra in [
        &["--stock", "L716O"][..],
        &["--symbol", "aztec"],
        &["--dpi", "301"],
        &["--ais", "01,77x"],
        &["--start", "22"],
        &["--skip", "0"],
        &["--pattern", "SN{seq:7"],
        &["--at", "yesterday"],
    ] {
        let desk = Desk::new();
        let mut arguments = vec!["labels", "order.csv"];
        if !extra.contains(&"--stock") {
            arguments.extend(["--stock", "L7160"]);
        }
        arguments.extend(["-o", "labels.pdf"]);
        arguments.extend(extra);
        desk.write("order.csv", std::fs::read(order()).expect("the order"));
        let run = desk.run(&arguments);
        assert!(matches!(run.status, 1 | 2), "{extra:?}: {run:?}");
        assert!(!run.stderr.is_empty());
        assert_eq!(desk.files(), ["order.csv"], "{extra:?}");
    }
}

#[test]
fn a_stock_that_nobody_knows_comes_with_its_nearest_names() {
    refused(
        std::fs::read(order()).expect("the order"),
        &["--stock", "L716O"],
        2,
        &["\"L716O\"", "did you mean L7160", "unitmark stock"],
    );
}

#[test]
fn a_target_that_cannot_be_written_uses_no_serial() {
    let desk = Desk::new();
    desk.run(&[
        "labels",
        &order(),
        "--stock",
        "L7160",
        "-o",
        "no/such/folder/labels.pdf",
    ])
    .exits(3)
    .says(&["no/such/folder"]);
    let shown = desk.run(&["ledger", "show"]).succeeds();
    assert!(!shown.stdout.contains("run "), "{}", shown.stdout);
}

#[test]
fn a_second_ledger_is_never_made_in_silence() {
    let desk = Desk::new();
    let run = |arguments: &[&str], ledger: Option<&str>| {
        let mut command = desk.command(arguments);
        command.env_remove("UNITMARK_LEDGER");
        if let Some(ledger) = ledger {
            command.env("UNITMARK_LEDGER", ledger);
        }
        common::Run::from(command.output().expect("the program starts"))
    };
    let order = order();
    let labels = ["labels", &order, "--stock", "L7160", "-o", "labels.pdf"];
    // A ledger that is named must be there.
    run(&labels, Some("elsewhere.db"))
        .exits(3)
        .says(&["elsewhere.db", "ledger init"]);
    run(
        &["serial", "next", "--pattern", "SN{seq:7}", "--count", "1"],
        None,
    )
    .exits(3)
    .says(&["ledger init"]);
    // Only `labels` makes the default one, and says so.
    run(&labels, None)
        .succeeds()
        .says(&["new ledger", "serials start at the beginning"]);
    let again = run(&labels, None).succeeds();
    assert!(!again.stderr.contains("new ledger"), "{}", again.stderr);
}
