//! `check` and `convert` with tags and EPC URIs.
#![cfg(feature = "cli")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn unitmark(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A usage error may end the program before it reads.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

const TAG: &str = "3074257BF7194E4000001A85";
const TAG_URI: &str = "urn:epc:tag:sgtin-96:3.0614141.812345.6789";
const PURE: &str = "urn:epc:id:sgtin:0614141.812345.6789";
const RAW: &str = "urn:epc:raw:96.x3074257BF7194E4000001A85";
const BASE64: &str = "MHQle_cZTkAAABqF";
const ELEMENTS: &str = "(01)80614141123458(21)6789";

#[test]
fn every_form_becomes_every_form() {
    let forms = [
        ("epc-hex", TAG),
        ("epc-base64", BASE64),
        ("epc-tag-uri", TAG_URI),
        ("epc-pure-uri", PURE),
        ("epc-raw-uri", RAW),
    ];
    let inputs = format!("{TAG}\n{TAG_URI}\n{PURE}\n{RAW}\n{ELEMENTS}\n");
    for (form, expected) in forms {
        let arguments = [
            "convert",
            "--to",
            form,
            "--epc-scheme",
            "sgtin-96",
            "--filter",
            "3",
            "--prefix-length",
            "7",
        ];
        let output = unitmark(&arguments, &inputs);
        assert_eq!(
            stdout(&output),
            format!("{expected}\n").repeat(5),
            "{form}: {}",
            stderr(&output)
        );
    }
    let output = unitmark(
        &["convert", "--to", "bracketed"],
        &format!("{TAG}\n{TAG_URI}\n{PURE}\n{RAW}\n"),
    );
    assert_eq!(stdout(&output), format!("{ELEMENTS}\n").repeat(4));
    let output = unitmark(&["convert", "--as", "epc", "--to", "bracketed"], BASE64);
    assert_eq!(stdout(&output), format!("{ELEMENTS}\n"));
}

#[test]
fn forms_of_an_epc_ask_nothing_of_its_elements() {
    // It is also a valid (400), which it stays where nobody says more. Piece 0 of 0 is a published example, and no valid (8006).
    let tag = "40000B7F7070D40000FFFFFFFFFC";
    let output = unitmark(&["convert", "--as", "epc", "--to", "epc-hex"], tag);
    assert_eq!(
        (output.status.code(), stdout(&output)),
        (Some(0), format!("{tag}\n"))
    );
    for form in ["epc-tag-uri", "epc-pure-uri", "epc-raw-uri", "epc-base64"] {
        let output = unitmark(&["convert", "--as", "epc", "--to", form], tag);
        assert_eq!(output.status.code(), Some(0), "{form} {}", stderr(&output));
    }
    let output = unitmark(&["convert", "--as", "epc", "--to", "bracketed"], tag);
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(1), "\n")
    );
    assert!(
        stderr(&output).contains("piece-zero"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn options_that_contradict_the_input_are_refused() {
    let refused = |arguments: &[&str], input: &str, status, told: &str| {
        let output = unitmark(&[&["convert", "--to"], arguments].concat(), input);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert!(
            stderr(&output).contains(told),
            "{arguments:?} {}",
            stderr(&output)
        );
    };
    refused(
        &["epc-hex", "--prefix-length", "9"],
        TAG,
        1,
        "epc-prefix-differs",
    );
    refused(&["epc-pure-uri", "--filter", "7"], TAG, 2, "--filter");
    refused(
        &["epc-pure-uri", "--epc-scheme", "sscc-96"],
        TAG,
        1,
        "epc-other-scheme",
    );
    refused(
        &[
            "epc-hex",
            "--epc-scheme",
            "sgtin+",
            "--host-name",
            "id.example.com",
        ],
        TAG,
        2,
        "sgtin++",
    );
    refused(
        &["epc-hex", "--epc-scheme", "sgtin++"],
        TAG,
        1,
        "--host-name",
    );
    refused(&["epc-hex"], "(01)80614141123458(21)1(717)ABC", 1, "(717)");
    let arguments = ["convert", "--to", "epc-hex", "--key-only"];
    let output = unitmark(&arguments, "(01)80614141123458(10)L(21)1(717)ABC");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let back = unitmark(&["convert", "--to", "bracketed"], &stdout(&output));
    assert_eq!(stdout(&back), "(01)80614141123458(21)1(10)L\n");
}

#[test]
fn the_policy_for_check_digits_is_an_option() {
    let wrong = "F7380614141123459046A140";
    let right = "F7380614141123458046A140";
    let convert = |policy: &str, to: &str| {
        let output = unitmark(&["convert", "--check-digits", policy, "--to", to], wrong);
        (output.status.code(), stdout(&output))
    };
    assert_eq!(convert("verify", "epc-hex"), (Some(1), "\n".into()));
    assert_eq!(convert("keep", "epc-hex"), (Some(0), format!("{wrong}\n")));
    assert_eq!(convert("keep", "bracketed"), (Some(1), "\n".into()));
    assert_eq!(
        convert("compute", "epc-hex"),
        (Some(0), format!("{right}\n"))
    );
    let output = unitmark(&["check", "--check-digits", "keep"], wrong);
    assert!(
        stdout(&output).contains("check-digit"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_residue_that_may_be_data_is_noted_and_not_converted() {
    let scan = "010952123454321310ABC<GS>21XYZ";
    let output = unitmark(&["check", "--separator", "auto"], scan);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stdout(&output).contains("(01)09521234543213(10)ABC(21)XYZ as well"),
        "{}",
        stdout(&output)
    );
    assert!(
        stdout(&output).contains("separator-unclear"),
        "{}",
        stdout(&output)
    );
    let output = unitmark(
        &["convert", "--separator", "auto", "--to", "bracketed"],
        scan,
    );
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(1), "\n")
    );
    assert!(
        stderr(&output).contains("--separator"),
        "{}",
        stderr(&output)
    );
    let output = unitmark(
        &["convert", "--separator", "<GS>", "--to", "bracketed"],
        scan,
    );
    assert_eq!(stdout(&output), "(01)09521234543213(10)ABC(21)XYZ\n");
}

#[test]
fn without_a_coding_one_is_taken_that_asks_for_no_company_prefix() {
    let output = unitmark(
        &["convert", "--to", "epc-hex"],
        "(01)80614141123458(10)LOT(21)6789",
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let tag = stdout(&output);
    let back = unitmark(&["convert", "--to", "bracketed"], &tag);
    assert_eq!(stdout(&back), "(01)80614141123458(21)6789(10)LOT\n");
    let output = unitmark(
        &["convert", "--to", "epc-hex", "--epc-scheme", "sgtin-96"],
        ELEMENTS,
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("epc-prefix-length-unknown"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stdout(&output), "\n", "a line for a line");
    let arguments = ["convert", "--to", "epc-pure-uri", "--prefix-length", "7"];
    let output = unitmark(&arguments, "(01)80614141123458(10)LOT(21)6789");
    assert!(
        stderr(&output).contains("epc-left-over: (10)"),
        "{}",
        stderr(&output)
    );
    let output = unitmark(
        &[&arguments[..], &["--key-only"]].concat(),
        "(01)80614141123458(10)LOT(21)6789",
    );
    assert_eq!(stdout(&output), format!("{PURE}\n"));
}

#[test]
fn company_prefixes_come_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let convert = |text: &str| {
        let file = folder.path().join("prefixes");
        std::fs::write(&file, text).expect("a file");
        let file = file.to_str().expect("UTF-8");
        unitmark(
            &["convert", "--to", "epc-pure-uri", "--prefixes", file],
            ELEMENTS,
        )
    };
    for text in [
        "# ours\n0614141\n",
        "<x><entry prefix=\"0614141\" gcpLength=\"7\"/></x>",
        "{\"entry\":[{\"prefix\":\"0614141\",\"gcpLength\":7}]}",
    ] {
        let output = convert(text);
        assert_eq!(
            stdout(&output),
            format!("{PURE}\n"),
            "{text} {}",
            stderr(&output)
        );
    }
    for (text, told) in [
        ("06141x1\n", ":1: epc-prefix"),
        ("# ours\n9521\n", ":2: epc-prefix"),
        ("0614141\n06141411\n", ":2: prefix-list-overlap"),
        (
            "{\n\"prefix\": \"0614141\", \"gcpLength\": 3}",
            ":2:35: prefix-list-length",
        ),
        ("<x/>", "prefix-list-empty"),
    ] {
        let output = convert(text);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
    let output = convert("0952123\n");
    assert!(
        stderr(&output).contains("epc-prefix-length-unknown"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn check_says_what_a_tag_says_and_what_is_wrong_with_it() {
    let input = format!(
        "{TAG}\n3500E86F8000A9E000000586\n307C257BF7194E4000001A85\nE2801160600002054CC2096F\n000000000000000000000000\n"
    );
    let output = unitmark(&["check"], &input);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let heads: Vec<String> = text
        .lines()
        .map(|line| line.split('\t').skip(1).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(heads[0], format!("ok {ELEMENTS}"));
    assert_eq!(heads[1], "ok urn:epc:tag:gid-96:952056.2718.1414");
    assert!(
        heads[2].starts_with("epc-partition 2-4 GTIN: partition 7 is reserved (bits 11 to 13)"),
        "{}",
        heads[2]
    );
    assert!(heads[3].starts_with("epc-tid 0-2"), "{}", heads[3]);
    assert!(heads[4].starts_with("epc-unprogrammed 0-2"), "{}", heads[4]);

    let output = unitmark(&["check", "--format", "jsonl"], TAG);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["syntax"], "epc");
    assert_eq!(report["gtin"], "80614141123458");
    assert_eq!(report["epc"], TAG_URI);
    assert_eq!(report["elements"][1]["start"], 14);
    assert_eq!(report["elements"][1]["end"], 24);
}

#[test]
fn options_of_epcs_with_another_form_are_a_misunderstanding() {
    let output = unitmark(
        &["convert", "--to", "bracketed", "--epc-scheme", "sgtin-96"],
        TAG,
    );
    assert_eq!(output.status.code(), Some(2));
    let output = unitmark(
        &["convert", "--to", "epc-hex", "--epc-scheme", "sgtin-97"],
        TAG,
    );
    assert_eq!(output.status.code(), Some(2));
    let output = unitmark(
        &["convert", "--to", "bracketed"],
        "3500E86F8000A9E000000586",
    );
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(1), "\n")
    );
    assert!(
        stderr(&output).contains("epc-no-elements"),
        "{}",
        stderr(&output)
    );
}
