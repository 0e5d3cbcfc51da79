//! `unitmark scheme check`, as a script calls it.
#![cfg(feature = "cli")]

use assert_cmd::Command;
use serde_json::{Value, json};

/// Status, standard output and standard error of `scheme check`.
fn check(arguments: &[&str]) -> (i32, String, String) {
    run("scheme check", arguments, "", &[])
}

fn run(
    command: &str,
    arguments: &[&str],
    input: &str,
    variables: &[(&str, &str)],
) -> (i32, String, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::cargo_bin("unitmark")
        .expect("the command is built")
        .args(command.split(' '))
        .args(arguments)
        .write_stdin(input)
        .env_remove("UNITMARK_LEDGER")
        .env_remove("UNITMARK_KEY")
        .env_remove("UNITMARK_KEY_FILE")
        .envs(variables.iter().copied())
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
            "epc_schemes": ["SGTIN-198", "SGTIN+"], "notes": [], "id": null,
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

#[test]
fn serials_are_read_back_from_arguments_and_from_lines() {
    let scheme = ["--pattern", "{plant:2}-{yyyy}{mm}{seq:4}"];
    let arguments = [&scheme[..], &["WG-2026040057", "WG-2026130001"]].concat();
    let (status, out, err) = run("scheme parse", &arguments, "", &[]);
    let expected = "WG-2026040057\tok\tnumber=57 period=2026-04 plant=WG\n\
        WG-2026130001\tnever-written\tit names no day from 2026-01-01 to 2050-12-31\n";
    assert_eq!((status, out.as_str(), err.as_str()), (1, expected, ""));
    let (status, out, _) = run("scheme parse", &scheme, "WG-2026040057\r\n", &[]);
    assert_eq!(
        (status, out.as_str()),
        (0, "WG-2026040057\tok\tnumber=57 period=2026-04 plant=WG\n")
    );
    let arguments = [
        "--scheme",
        "shift",
        "--zone",
        "Europe/Berlin",
        "--format",
        "jsonl",
        "26163AL200042",
    ];
    let (status, out, _) = run("scheme parse", &arguments, "", &[]);
    let answer: Value = serde_json::from_str(&out).expect("one object");
    assert_eq!(status, 0);
    assert_eq!(
        answer,
        json!({
            "serial": "26163AL200042", "ok": true, "code": null, "message": null, "number": 42,
            "period": "2026-04-15", "first_day": "2026-04-15", "last_day": "2026-04-15",
            "from": "2026-04-14T22:00:00Z", "until": "2026-04-15T22:00:00Z",
            "partition": {"shift": "A", "line": "L2"}, "stamp": {},
        })
    );
    let (status, out, _) = run(
        "scheme parse",
        &["--pattern", "{yyyy}{mm}{seq:4}{chk:luhn}", "20260400017"],
        "",
        &[],
    );
    assert_eq!(status, 1);
    assert!(out.starts_with("20260400017\tcheck-character\t"), "{out}");
}

#[test]
fn a_mistyped_letter_of_base_32_is_named_and_never_taken() {
    let pattern = ["--pattern", "LOT{seq:5:b32}", "--reset", "never"];
    let arguments = [&pattern[..], &["LOTOOOl2", "LO-00012"]].concat();
    let (status, out, _) = run("scheme parse", &arguments, "", &[]);
    let expected = "LOTOOOl2\tnever-written\t'O' in place 4: the scheme writes 0123456789ABCDEFGHJKMNPQRSTVWXYZ there; is it LOT00012? Base 32 has no O, I, L\n\
        LO-00012\tnever-written\t'-' in place 3: the scheme writes 'T' there\n";
    assert_eq!((status, out.as_str()), (1, expected));
    let arguments = [&pattern[..], &["--format", "jsonl", "LOTOOOl2"]].concat();
    let (_, out, _) = run("scheme parse", &arguments, "", &[]);
    let answer: Value = serde_json::from_str(&out).expect("one object");
    assert_eq!(
        (&answer["ok"], &answer["meant"]),
        (&json!(false), &json!("LOT00012"))
    );
}

#[test]
fn an_alphabet_of_mixed_case_is_noted() {
    let pattern = ["--pattern", "SN{seq:6:0-9A-Za-z}", "--reset", "never"];
    let (status, out, _) = check(&pattern);
    assert_eq!(status, 0);
    assert!(
        out.contains("\nnote     serials may differ by case alone: "),
        "{out}"
    );
}

#[test]
fn every_preset_is_listed_and_sound() {
    let (status, out, _) = run("scheme presets", &["--format", "json"], "", &[]);
    let list: Value = serde_json::from_str(&out).expect("a list");
    let names: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|preset| preset["name"].as_str())
        .collect();
    assert_eq!((status, names.len()), (0, 11));
    for name in names {
        let (status, out, err) = check(&[name]);
        assert_eq!((status, err.as_str()), (0, ""), "{name}: {out}");
    }
    let (status, out, _) = run("scheme presets", &[], "", &[]);
    assert!(
        status == 0 && out.starts_with("plant-month  plant, month and number: WG-2026040001\n")
    );
    let (status, _, err) = check(&["no-such"]);
    assert!(
        status == 3 && err.contains("presets are plant-month, sn, date"),
        "{err}"
    );
}

#[test]
fn odds_are_told_and_refused_above_the_limit() {
    let scheme = [
        "--pattern",
        "SN-{rnd:8:b36}",
        "--reset",
        "never",
        "--volume",
        "1000000",
    ];
    let (status, out, _) = check(&scheme);
    assert_eq!(status, 0);
    assert!(
        out.contains("odds     1 in 78364 that a guess is one of 1000000 issued\n"),
        "{out}"
    );
    let (status, out, _) =
        check(&[&scheme[..], &["--max-odds", "1e-5", "--format", "json"]].concat());
    let answer: Value = serde_json::from_str(&out).expect("one object");
    assert_eq!(
        (status, &answer["code"], &answer["start"], &answer["end"]),
        (1, &json!("guess-odds"), &json!(3), &json!(14))
    );
    let (status, out, _) = check(&["sn", "--volume", "10", "--max-odds", "1/10000"]);
    assert!(
        status == 1 && out.contains("numbers that count can be foretold"),
        "{out}"
    );
    for arguments in [
        &["sn", "--max-odds", "1e-4"][..],
        &["sn", "--volume", "5", "--max-odds", "2"],
    ] {
        assert_eq!(check(arguments).0, 2);
    }
}

#[test]
fn two_schemes_are_compared() {
    let (status, out, _) = check(&["date", "--against", "plant-month", "--against", "sn"]);
    assert!(
        status == 0 && out.contains("disjoint from plant-month\ndisjoint from sn\n"),
        "{out}"
    );
    let arguments = [
        "--pattern",
        "{line:2}-{yyyy}{mm}{seq:4}",
        "--against",
        "plant-month",
        "--format",
        "json",
    ];
    let (status, out, _) = check(&arguments);
    let answer: Value = serde_json::from_str(&out).expect("one object");
    assert_eq!(
        (status, &answer["code"], &answer["example"]),
        (1, &json!("scheme-overlap"), &json!("AA-2026011111"))
    );
}

#[cfg(unix)]
#[test]
fn a_key_is_made_used_and_never_shown() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, ledger) = (path("line.key"), path("l.db"));
    let (status, made, err) = run("scheme key", &["--new", &file, "--id", "line"], "", &[]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(
        made.starts_with("key_id = \"line\"\nkey_check = \""),
        "{made}"
    );
    let secret = std::fs::read_to_string(&file).unwrap();
    let secret = secret.trim();
    assert_eq!(secret.len(), 5 + 64);
    let (status, shown, _) = run("scheme key", &[&file], "", &[]);
    assert_eq!((status, &shown), (0, &made));
    let (status, _, err) = run("scheme key", &["--new", &file], "", &[]);
    assert!(status == 1 && err.contains("[key-file-exists]"), "{err}");

    assert_eq!(run("ledger init", &["--ledger", &ledger], "", &[]).0, 0);
    let next = [
        "--ledger",
        &ledger,
        "--scheme",
        "fmd",
        "--count",
        "3",
        "--set",
        "gtin=05012345678900",
    ];
    let (status, out, err) = run("serial next", &next, "", &[]);
    assert_eq!((status, out.as_str()), (4, ""));
    assert!(
        err.contains("[key-missing]") || err.contains("key"),
        "{err}"
    );
    let (status, first, err) = run(
        "serial next",
        &[&next[..], &["--key-file", &file]].concat(),
        "",
        &[],
    );
    assert_eq!((status, err.as_str(), first.lines().count()), (0, "", 3));
    let (status, second, _) = run("serial next", &next, "", &[("UNITMARK_KEY_FILE", &file)]);
    assert_eq!((status, second.lines().count()), (0, 3));
    let (status, third, _) = run("serial next", &next, "", &[("UNITMARK_KEY", secret)]);
    assert_eq!(status, 0);
    let mut all: Vec<&str> = [&first, &second, &third]
        .iter()
        .flat_map(|out| out.lines())
        .collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 9);

    // As registered, by its name, the scheme knows its key.
    let parse = [
        "--ledger",
        &ledger,
        "--scheme",
        "fmd",
        "--gtin",
        "05012345678900",
        all[0],
    ];
    let (status, out, err) = run("scheme parse", &parse, "", &[]);
    assert!(
        status == 4 && out.is_empty() && err.contains("[key-missing]"),
        "{out}{err}"
    );
    let (status, out, _) = run("scheme parse", &parse, "", &[("UNITMARK_KEY_FILE", &file)]);
    assert!(status == 0 && out.contains("\tok\tnumber="), "{out}");

    for bad in ["x", "line:00"] {
        let (status, out, err) = run("serial next", &next, "", &[("UNITMARK_KEY", bad)]);
        assert!(
            status == 1 && out.is_empty() && err.contains("[key-syntax]"),
            "{err}"
        );
    }
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let (status, _, err) = run("serial next", &next, "", &[("UNITMARK_KEY_FILE", &file)]);
    assert!(status == 1 && err.contains("[key-file-mode]"), "{err}");
    let hexadecimal = &secret[5..];
    for said in [&made, &shown, &err] {
        assert!(!said.contains(hexadecimal));
    }
}

#[test]
fn options_go_with_a_pattern_and_not_with_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("l.db").to_str().unwrap().to_owned();
    assert_eq!(run("ledger init", &["--ledger", &ledger], "", &[]).0, 0);
    let next = |arguments: &[&str]| {
        let at = [
            "--ledger",
            &ledger,
            "--at",
            "2026-04-15T22:30Z",
            "--set",
            "line=L2",
        ];
        run("serial next", &[&at[..], arguments].concat(), "", &[])
    };
    let pattern = ["--pattern", "{yy}{ddd}{line:2}{seq:5}", "--reset", "day"];
    assert_eq!(next(&pattern).1, "26105L200001\n");
    let zone = ["--zone", "Asia/Shanghai", "--partition", "-"];
    let (status, _, err) = next(&[&pattern[..], &zone].concat());
    assert!(status == 4 && err.contains("[scheme-overlap]"), "{err}");
    let other = ["--pattern", "{yy}{ddd}{line:2}-{seq:5}", "--reset", "day"];
    assert_eq!(next(&[&other[..], &zone].concat()).1, "26106L2-00001\n");
    let (status, _, err) = next(&["--scheme", "julian", "--zone", "Asia/Shanghai"]);
    assert!(status == 2 && err.contains("go with --pattern"), "{err}");
}

#[test]
fn an_sscc_is_numbered_and_labels_of_items_refuse_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let ledger = path("l.db");
    assert_eq!(run("ledger init", &["--ledger", &ledger], "", &[]).0, 0);
    let next = [
        "--ledger",
        &ledger,
        "--scheme",
        "sscc",
        "--set",
        "ext=0",
        "--set",
        "prefix=5012345",
    ];
    let (status, out, err) = run(
        "serial next",
        &[&next[..], &["--count", "2", "--to", "bracketed"]].concat(),
        "",
        &[],
    );
    assert_eq!(
        (status, out.as_str(), err.as_str()),
        (0, "(00)050123450000000015\n(00)050123450000000022\n", "")
    );
    let (status, out, _) = run(
        "serial next",
        &[&next[..], &["--format", "jsonl"]].concat(),
        "",
        &[],
    );
    let answer: Value = serde_json::from_str(&out).expect("one object");
    assert_eq!(
        (status, &answer["bracketed"]),
        (0, &json!("(00)050123450000000039"))
    );
    let order = "sku,gtin,lot,expiry,plant,quantity\nW,5012345678900,B7,,WG,2\n";
    let labels = [
        "--ledger",
        &ledger,
        "--scheme",
        "sscc",
        "--ais",
        "01,21",
        "--stock",
        "L7160",
        "--dry-run",
        "-",
    ];
    let (status, _, err) = run("labels", &labels, order, &[]);
    assert!(status == 1 && err.contains("ai-not-served"), "{err}");
}
