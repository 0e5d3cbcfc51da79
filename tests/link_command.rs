//! Links on the command line: `check` reads them, `convert --to link` writes them, from any form.
#![cfg(feature = "cli")]

use std::io::Write as _;
use std::process::{Command, Stdio};

struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn unitmark(arguments: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A usage error is told before anything is read.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    Run {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn a_link_is_read_by_itself_and_where_it_is_asked_for() {
    let lines = "https://example.com/01/05012345678900/10/L%2F7/21/S?17=280430&linkType=all\n\
                 ]Q1HTTPS://EXAMPLE.COM/01/05012345678900\n\
                 https://id.gs1.org/AQnYUc1gmiCNV4JGQhcNT6K6c\n\
                 https://example.com/about\n\
                 https://example.com/01/05012345678901\n";
    let expected = "1\tok\t(01)05012345678900(10)L/7(21)S(17)280430\n\
                    2\tok\t(01)05012345678900\n\
                    3\tok\t(01)05412345000013(10)ABC123(21)72292641703\n";
    let run = unitmark(&["check"], lines);
    assert_eq!(run.status, 1);
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    let rest: Vec<&str> = run.stdout.lines().skip(3).collect();
    assert!(rest[0].starts_with("4\tweb-address 0-25\t"), "{rest:?}");
    assert!(rest[1].starts_with("5\tcheck-digit 36-37\t"), "{rest:?}");
    assert_eq!(rest.len(), 2);

    let run = unitmark(&["check", "--as", "link"], "(01)05012345678900\n");
    assert_eq!(
        (run.status, run.stdout.starts_with("1\tlink-scheme")),
        (1, true),
        "{}",
        run.stdout
    );
}

#[test]
fn the_report_has_a_link_for_every_form_that_can_be_one() {
    let lines = "(01)05012345678900(17)280430(21)S/1\n\
                 5012345678900\n\
                 ]d2010501234567890010L\n\
                 http://a/b/01/05012345678900/22/V\n\
                 (02)05012345678900(37)5(00)106141412345678908\n\
                 (99)A\n\
                 https://a/01/05012345678901\n";
    let run = unitmark(&["check", "--format", "jsonl"], lines);
    let said: Vec<serde_json::Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect(line)["link"].clone())
        .collect();
    let expected = [
        Some("https://id.gs1.org/01/05012345678900/21/S%2F1?17=280430"),
        Some("https://id.gs1.org/01/05012345678900"),
        Some("https://id.gs1.org/01/05012345678900/10/L"),
        Some("https://id.gs1.org/01/05012345678900/22/V"),
        Some("https://id.gs1.org/00/106141412345678908?02=05012345678900&37=5"),
        None,
        None,
    ];
    assert_eq!(said, expected.map(serde_json::Value::from));
    let first: serde_json::Value =
        serde_json::from_str(run.stdout.lines().nth(3).expect("a line")).expect("JSON");
    assert_eq!(
        (&first["syntax"], &first["ok"]),
        (&"link".into(), &true.into())
    );
    assert_eq!(first["elements"][1]["start"], 32);
}

#[test]
fn any_form_is_converted_to_a_link() {
    let lines = "(01)05012345678900(21)S\n]Q1https://a/01/05012345678900/10/L\n(99)A\n";
    let run = unitmark(&["convert", "--to", "link"], lines);
    assert_eq!(
        run.stdout,
        "https://id.gs1.org/01/05012345678900/21/S\nhttps://id.gs1.org/01/05012345678900/10/L\n\n"
    );
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.starts_with("line 3: link-key-missing: "),
        "{}",
        run.stderr
    );

    let unit = "(01)05412345000013(10)ABC123(21)72292641703\n";
    let run = unitmark(
        &[
            "convert",
            "--to",
            "link",
            "--stem",
            "https://Example.com/Shop/",
            "--upper-case",
        ],
        unit,
    );
    assert_eq!(
        run.stdout,
        "HTTPS://EXAMPLE.COM/Shop/01/05412345000013/10/ABC123/21/72292641703\n"
    );
    let run = unitmark(&["convert", "--to", "link", "--compress", "legacy"], unit);
    assert_eq!(run.stdout, "https://id.gs1.org/AQnYUc1gmiCNV4JGQhcNT6K6c\n");
    let back = unitmark(&["convert", "--to", "bracketed"], &run.stdout);
    assert_eq!(back.stdout, unit);
    let tag = unitmark(
        &[
            "convert",
            "--to",
            "link",
            "--compress",
            "epc-hex",
            "--epc-scheme",
            "sgtin-96",
            "--prefix-length",
            "7",
        ],
        "(01)09528765123457(21)123456789123\n",
    );
    assert_eq!(
        tag.stdout, "https://id.gs1.org/eh30164596f40c0e5cbe991a83\n",
        "{}",
        tag.stderr
    );
    for form in ["epc-hex", "epc-base64"] {
        let run = unitmark(&["convert", "--to", "link", "--compress", form], unit);
        assert!(
            run.stdout.starts_with("https://id.gs1.org/e"),
            "{}",
            run.stdout
        );
        let back = unitmark(&["convert", "--to", "bracketed"], &run.stdout);
        assert_eq!(back.stdout, unit, "{}", run.stdout);
    }
}

#[test]
fn options_of_links_are_refused_where_no_link_is_written() {
    let run = unitmark(&["convert", "--to", "raw", "--stem", "https://a"], "");
    assert_eq!(run.status, 2, "{}", run.stderr);
    let run = unitmark(&["convert", "--to", "link", "--stem", "ftp://a"], "");
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("stem-scheme"), "{}", run.stderr);
    let run = unitmark(&["convert", "--to", "link", "--stem", "https://a/%zz"], "");
    assert!(run.stderr.contains("stem-path"), "{}", run.stderr);
}

#[test]
fn what_is_accepted_of_links_is_said() {
    let old = "https://a/gtin/5012345678900/lot/L\n";
    assert_eq!(unitmark(&["check"], old).status, 1);
    let run = unitmark(&["check", "--links", "lenient"], old);
    assert_eq!(run.stdout, "1\tok\t(01)05012345678900(10)L\n");
    let old = "https://a/410/9521234543213\n";
    assert_eq!(unitmark(&["check", "--links", "lenient"], old).status, 1);
    assert_eq!(unitmark(&["check", "--links", "legacy"], old).status, 0);
}

#[test]
fn what_stands_beside_the_elements_stays_in_a_link() {
    let link = "https://a/p/01/05412345000013/10/ABC123?17=261231&linkType=gs1:pip&x=1#frag\n";
    let convert = |arguments: &[&str]| {
        let run = unitmark(&[&["convert", "--to", "link"], arguments].concat(), link);
        assert_eq!(run.status, 0, "{}", run.stderr);
        run.stdout
    };
    assert_eq!(
        convert(&["--stem", "https://a/p"]),
        link,
        "nothing but the stem is told"
    );
    assert_eq!(
        convert(&["--canonical"]),
        "https://id.gs1.org/01/05412345000013/10/ABC123?17=261231\n"
    );
    for arguments in [
        &["--compress", "legacy"][..],
        &["--compress", "legacy", "--optimise"],
    ] {
        let short = convert(arguments);
        assert!(
            !short.contains("/01/") && short.ends_with("#frag\n"),
            "{short}"
        );
        let back = unitmark(
            &["convert", "--to", "link", "--stem", "https://a/p"],
            &short,
        );
        assert_eq!(back.stdout.len(), link.len(), "{}", back.stdout);
        assert!(back.stdout.contains("linkType=gs1:pip") && back.stdout.contains("x=1"));
    }
    let serial = "https://a/01/05412345000013/21/S1?linkType=all#top\n";
    let run = unitmark(
        &["convert", "--to", "link", "--compress", "epc-hex"],
        serial,
    );
    assert!(
        run.stdout.ends_with("?linkType=all#top\n"),
        "{}",
        run.stdout
    );
    let back = unitmark(
        &["convert", "--to", "link", "--stem", "https://a"],
        &run.stdout,
    );
    assert_eq!(back.stdout, serial);

    let run = unitmark(&["check", "--format", "jsonl"], link);
    let said: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        said["link_parts"],
        serde_json::json!({"stem": "https://a/p", "compression": null, "parameters": "linkType=gs1:pip&x=1", "fragment": "frag"})
    );
    assert_eq!(
        said["link"],
        "https://id.gs1.org/01/05412345000013/10/ABC123?17=261231"
    );
    let run = unitmark(&["check", "--format", "jsonl"], "(01)05412345000013\n");
    let said: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(said.get("link_parts"), None);
}

#[test]
fn the_canonical_form_sorts_the_attributes() {
    let run = unitmark(
        &["convert", "--to", "link", "--canonical"],
        "(01)05412345000013(10)A(99)B(3103)000195(17)261231\n",
    );
    assert_eq!(
        run.stdout,
        "https://id.gs1.org/01/05412345000013/10/A?17=261231&3103=000195&99=B\n"
    );
    for arguments in [
        &["--canonical", "--stem", "https://a"][..],
        &["--canonical", "--compress", "legacy"],
        &["--optimise"],
        &["--optimise", "--compress", "epc-hex"],
    ] {
        let run = unitmark(&[&["convert", "--to", "link"], arguments].concat(), "");
        assert_eq!(run.status, 2, "{arguments:?} {}", run.stderr);
    }
}

#[test]
fn a_tag_in_a_link_has_the_key_of_the_link() {
    let two_keys = "(01)05412345000013(8004)95212341\n";
    let unit = "(01)05412345000013(21)S1(8004)95212341\n";
    for (input, arguments, code) in [
        (two_keys, &[][..], "epc-pattern"),
        (two_keys, &["--epc-scheme", "giai+"], "epc-other-key"),
        ("(8013)1987654Ad4X4bL5ttr2310c2K\n", &[], "epc-no-key"),
        ("(417)9521234543213\n", &[], "epc-uri-only"),
    ] {
        let compress = ["convert", "--to", "link", "--compress", "epc-hex"];
        let run = unitmark(&[&compress, arguments].concat(), input);
        assert_eq!((run.status, run.stdout.as_str()), (1, "\n"), "{input}");
        let told = format!("line 1: {code}: ");
        assert!(run.stderr.starts_with(&told), "{}", run.stderr);
        assert!(!run.stderr.contains("identity URI"), "{}", run.stderr);
    }
    for form in ["epc-hex", "epc-base64"] {
        let run = unitmark(&["convert", "--to", "link", "--compress", form], unit);
        let back = unitmark(&["convert", "--to", "bracketed"], &run.stdout);
        assert_eq!(back.stdout, unit, "{}", run.stdout);
    }
}
