//! `unitmark serial next --to`: serials as element strings, links and what a tag holds, and no number spent on what cannot be written.
#![cfg(feature = "cli")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use unitmark::epc::{Coding, Epc};
use unitmark::link::DigitalLink;
use unitmark::serial::{Definition, Reset, Scheme};

fn unitmark(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .args(arguments)
        .current_dir(folder)
        .env("UNITMARK_LEDGER", folder.join("ledger.db"))
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .output()
        .expect("the program starts")
}

/// A folder with a ledger.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(
        unitmark(folder.path(), &["ledger", "init"])
            .status
            .success()
    );
    folder
}

const UNIT: [&str; 12] = [
    "serial",
    "next",
    "--pattern",
    "{plant:2}-{yyyy}{mm}{seq:4}",
    "--set",
    "plant=WG",
    "--set",
    "gtin=5012345678900",
    "--at",
    "2026-04-15T08:00Z",
    "--holder",
    "test",
];

/// Status, standard output and standard error.
fn next(folder: &Path, base: &[&str], more: &[&str]) -> (Option<i32>, String, String) {
    let output = unitmark(folder, &[base, more].concat());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn a_serial_is_handed_out_as_a_link_and_as_what_a_tag_holds() {
    let desk = desk();
    let (status, link, _) = next(
        desk.path(),
        &UNIT,
        &["--to", "link", "--stem", "https://example.com/u"],
    );
    assert_eq!(
        (status, link.trim_end()),
        (
            Some(0),
            "https://example.com/u/01/05012345678900/21/WG-2026040001"
        )
    );
    let link = DigitalLink::parse(link.trim_end()).expect("a link");
    let (_, hex, _) = next(desk.path(), &UNIT, &["--to", "epc-hex"]);
    let epc = Epc::from_hex(hex.trim_end()).expect("a tag");
    assert_eq!(epc.coding(), Some(Coding::SGTIN_PLUS));
    for (message, number) in [
        (link.element_string().clone(), 1),
        (epc.element_string().expect("of AIs"), 2),
    ] {
        assert_eq!(
            message.to_string(),
            format!("(01)05012345678900(21)WG-202604000{number}")
        );
    }
}

#[test]
fn a_json_line_has_the_form_that_was_asked_for() {
    let desk = desk();
    let coding = [
        "--to",
        "epc-hex",
        "--epc-scheme",
        "sgtin-198",
        "--prefix-length",
        "7",
    ];
    let line = [
        &coding[..],
        &["--filter", "1", "--count", "2", "--format", "jsonl"],
    ]
    .concat();
    let (status, lines, _) = next(desk.path(), &UNIT, &line);
    assert_eq!((status, lines.lines().count()), (Some(0), 2));
    for (number, line) in (1..).zip(lines.lines()) {
        let line: Value = serde_json::from_str(line).expect("an object");
        let epc = Epc::from_hex(line["epc_hex"].as_str().expect("digits")).expect("a tag");
        assert_eq!(
            epc.tag_uri().expect("a coding with a URI"),
            format!("urn:epc:tag:sgtin-198:1.5012345.067890.WG-202604000{number}")
        );
        assert!(line["link"].is_null());
    }
}

#[test]
fn what_cannot_be_written_is_refused_before_a_number_is_spent() {
    let desk = desk();
    #[rustfmt::skip]
    let cases: &[(&[&str], i32, &str)] = &[
        (&["--to", "epc-hex", "--epc-scheme", "sgtin-96", "--prefix-length", "7"], 1, "take SGTIN-198 or SGTIN+ [epc-does-not-fit]"),
        (&["--to", "epc-hex", "--epc-scheme", "sscc-96"], 1, "not every serial fits SSCC-96"),
        (&["--to", "epc-hex", "--epc-scheme", "sgtin-198"], 1, "--prefix-length or --prefixes"),
        (&["--to", "epc-hex", "--prefixes", "nothing.xml"], 3, "nothing.xml: "),
        (&["--to", "epc-hex", "--epc-scheme", "sgtin-97"], 2, "there are sgtin+"),
        (&["--to", "epc-hex", "--filter", "8"], 1, "filter"),
        (&["--to", "epc-hex", "--epc-scheme", "sgtin++"], 1, "host"),
        (&["--to", "epc-hex", "--epc-scheme", "dsgtin+"], 1, "date"),
        (&["--to", "link", "--stem", "ftp://example.com"], 1, "--stem ftp://example.com: "),
        (&["--to", "link", "--filter", "1"], 2, "say --to epc-hex"),
        (&["--stem", "https://example.com"], 2, "say --to link"),
    ];
    for (arguments, status, says) in cases {
        let (found, out, err) = next(desk.path(), &UNIT, arguments);
        assert_eq!(
            (found, out.as_str()),
            (Some(*status), ""),
            "{arguments:?}: {err}"
        );
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
    let keyed = [
        "serial",
        "next",
        "--scheme",
        "fmd",
        "--set",
        "gtin=05012345678900",
    ];
    let (status, _, err) = next(desk.path(), &keyed, &["--to", "link"]);
    assert_eq!(status, Some(4), "no key is there: {err}");
    let without = [&UNIT[..6], &UNIT[8..]].concat();
    let (status, _, err) = next(desk.path(), &without, &["--to", "link"]);
    assert_eq!(status, Some(2), "{err}");
    let (_, serial, _) = next(desk.path(), &UNIT, &[]);
    assert_eq!(serial, "WG-2026040001\n", "the first number is still there");
}

#[test]
fn a_key_is_handed_out_whole() {
    let desk = desk();
    let unit = [
        "serial",
        "next",
        "--scheme",
        "sscc",
        "--set",
        "ext=1",
        "--set",
        "prefix=9521234",
    ];
    for (form, expected) in [
        ("bracketed", "(00)195212340000000010"),
        ("link", "https://id.gs1.org/00/195212340000000027"),
        ("epc-hex", "F90195212340000000034000"),
    ] {
        let (status, out, err) = next(desk.path(), &unit, &["--to", form]);
        assert_eq!((status, out.trim_end()), (Some(0), expected), "{err}");
    }
}

#[test]
fn every_coding_that_a_scheme_is_said_to_fit_is_one() {
    for (ai, pattern) in [
        ("21", "1{seq:9}"),
        ("00", "{ext:1}{prefix:7}{seq:9}{chk:mod10}"),
        ("253", "{prefix:7}12345{chk:mod10}1{seq:9}"),
        ("8003", "0{prefix:7}12345{chk:mod10}1{seq:9}"),
        ("8004", "{prefix:7}1{seq:9}"),
        ("8017", "{prefix:7}{seq:10}{chk:mod10}"),
        ("8018", "{prefix:7}{seq:10}{chk:mod10}"),
    ] {
        let scheme = Scheme::new(Definition {
            reset: Reset::Never,
            ai: ai.to_owned(),
            ..Definition::of(pattern)
        })
        .expect(pattern);
        for name in scheme.epc_schemes() {
            let coding = Coding::find(name).expect(name);
            assert_eq!(coding.name(), name);
            let plus = coding.scheme().codings().next().expect("one");
            assert!(scheme.epc_schemes().contains(&plus.name()), "{ai}: {name}");
        }
    }
}
