//! `unitmark scheme check`, as a script calls it.
#![cfg(feature = "cli")]

use assert_cmd::Command;
use serde_json::{Value, json};

/// Status, standard output and standard error.
fn check(arguments: &[&str]) -> (i32, String, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::cargo_bin("unitmark")
        .expect("the command is built")
        .args(["scheme", "check"])
        .args(arguments)
        .env_remove("UNITMARK_LEDGER")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .output()
        .expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code().unwrap_or(-1),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn a_sound_scheme_exits_0_and_tells_what_it_gives() {
    let (status, out, err) = check(&["--pattern", "{plant:2}-{yyyy}{mm}{seq:4}"]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.starts_with(
        "ok       {plant:2}-{yyyy}{mm}{seq:4}\nexample  AA-2026010001\nlength   13 characters"
    ));
    assert!(
        out.contains("numbers  1 to 9999: 9999 each month, for each plant\n"),
        "{out}"
    );
}

#[test]
fn a_refused_scheme_exits_1_and_marks_the_place_in_the_pattern() {
    let (status, out, err) = check(&["--pattern", "A{y}{ddd}{seq:5}", "--reset", "day"]);
    assert_eq!((status, err.as_str()), (1, ""));
    assert_eq!(
        out,
        "period-not-told-apart 1-9: reset=day: 2036-01-01 writes the same text 'A600100001' as 2026-01-01; \
         write more of the date into the pattern, reset less often, or end the horizon before 2036-01-01\n  \
         A{y}{ddd}{seq:5}\n   ^^^^^^^^\n"
    );
    let (status, ..) = check(&[
        "--pattern",
        "A{y}{ddd}{seq:5}",
        "--reset",
        "day",
        "--horizon",
        "10y",
    ]);
    assert_eq!(status, 0);
}

#[test]
fn json_answers_a_sound_and_a_refused_scheme_with_one_object() {
    let (status, out, _) = check(&[
        "--pattern",
        "SN{seq:7:b32}",
        "--reset",
        "never",
        "--format",
        "json",
    ]);
    let mut answer: Value = serde_json::from_str(&out).expect("one object");
    let id = answer["id"].take();
    assert_eq!((status, id.as_str().map(str::len)), (0, Some(64)));
    assert_eq!(
        answer,
        json!({
            "ok": true, "code": null, "message": null, "start": null, "end": null, "pattern": "SN{seq:7:b32}",
            "reset": "never", "example": "SN0000001", "length": 9, "first": 1, "last": 34_359_738_367_u64,
            "capacity": 34_359_738_367_u64, "periods": 1, "total": 34_359_738_367_u64, "odds": null,
            "epc_schemes": ["SGTIN-198", "SGTIN+"], "id": null,
        })
    );
    let (status, out, _) = check(&[
        "--pattern",
        "{yyyy}{ww}{seq:5}",
        "--reset",
        "isoweek",
        "--format",
        "json",
    ]);
    let answer: Value = serde_json::from_str(&out).expect("one object");
    assert_eq!(status, 1);
    assert_eq!(
        [
            &answer["ok"],
            &answer["code"],
            &answer["start"],
            &answer["end"],
            &answer["example"]
        ],
        [
            &json!(false),
            &json!("period-not-told-apart"),
            &json!(0),
            &json!(10),
            &json!("20285200001")
        ]
    );
    let message = answer["message"].as_str().unwrap_or_default();
    assert!(
        message.ends_with("write {gggg} or {gg}, the year of the ISO week"),
        "{message}"
    );
}

#[test]
fn a_definition_is_read_from_a_file_and_options_go_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("line.toml");
    let name = file.to_str().unwrap();
    std::fs::write(
        &file,
        "pattern = \"{gg}{ww}{seq:5}\"\nreset = \"isoweek\"\nzone = \"Europe/Berlin\"\n",
    )
    .unwrap();
    let (status, out, _) = check(&[name]);
    assert_eq!(status, 0, "{out}");
    assert!(
        out.contains("proved   2026-01-01 to 2050-12-31, Europe/Berlin"),
        "{out}"
    );
    let (status, out, _) = check(&[name, "--reset", "day"]);
    assert_eq!(
        (status, out.starts_with("period-not-told-apart 0-8: ")),
        (1, true)
    );

    std::fs::write(&file, "pattern = \"SN{seq:7}\"\n\nreset = \"hourly\"\n").unwrap();
    let (status, out, err) = check(&[name]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(
        err.contains("line.toml:3: reset = \"hourly\": expected one of never, day"),
        "{err}"
    );

    std::fs::write(&file, b"pattern = \"\xff\"").unwrap();
    let (status, _, err) = check(&[name]);
    assert_eq!(
        (status, err.contains("not UTF-8 from byte 11 on")),
        (1, true),
        "{err}"
    );
}

#[test]
fn a_command_line_that_cannot_be_followed_exits_2_and_a_file_that_is_not_there_3() {
    for arguments in [
        &[][..],
        &["--pattern", "SN{seq:7}", "--reset", "hourly"],
        &["--pattern", "A", "--horizon", "25"],
    ] {
        assert_eq!(check(arguments).0, 2, "{arguments:?}");
    }
    let (status, out, err) = check(&["nothing.toml"]);
    assert_eq!((status, out.as_str()), (3, ""));
    assert!(
        err.starts_with("nothing.toml: no such file, and there is no ledger"),
        "{err}"
    );
}
