//! The line filters of the command: order, formats, endings, exit statuses, answers before more is read.
#![cfg(feature = "cli")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn unitmark(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A thread writes, so that neither side waits for the other; a program that has read enough closes its end.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json_lines(output: &Output) -> Vec<serde_json::Value> {
    stdout(output)
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

const LINES: &[u8] =
    b"(01)05012345678900(10)A\r\n5012345678901\r(01)05012345678900\n\n]d2010501234567890021S";

#[test]
fn every_line_is_answered_in_order() {
    let output = unitmark(&["check"], LINES);
    let text = stdout(&output);
    let heads: Vec<String> = text
        .lines()
        .map(|line| line.split('\t').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        heads,
        ["1 ok", "2 check-digit 12-13", "3 ok", "4 empty 0-0", "5 ok"]
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        unitmark(&["check"], b"(01)05012345678900\n").status.code(),
        Some(0)
    );
}

#[test]
fn a_file_gives_the_same_answers_as_a_pipe() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut data = Vec::new();
    for number in 0..30_000_u32 {
        let ending: &[u8] = [&b"\n"[..], b"\r\n", b"\r"][number as usize % 3];
        data.extend_from_slice(format!("(01)05012345678900(21)S{number}").as_bytes());
        data.extend_from_slice(if number % 1000 == 999 {
            b"\x00bad"
        } else {
            b""
        });
        data.extend_from_slice(ending);
    }
    // A line longer than a block of the file, and one longer than a line may be.
    data.extend_from_slice(&vec![b'x'; 600_000]);
    data.push(b'\n');
    data.extend_from_slice(&vec![b'y'; 1_200_000]);
    data.extend_from_slice(b"\n(01)05012345678900");
    let path = folder.path().join("scans.txt");
    std::fs::write(&path, &data).expect("a file");
    let path = path.to_str().expect("a path of ours");
    for format in ["text", "jsonl", "csv"] {
        let file = unitmark(&["check", path, "--format", format], b"");
        let pipe = unitmark(&["check", "--format", format], &data);
        assert_eq!(file.stdout, pipe.stdout, "{format}");
        assert_eq!(file.status.code(), Some(1));
    }
    let long = stdout(&unitmark(&["check", path], b""));
    assert!(
        long.contains("30002\tline-too-long"),
        "{}",
        long.lines().last().unwrap_or_default()
    );
    assert!(long.ends_with("30003\tok\t(01)05012345678900\n"));
}

#[test]
fn a_line_is_answered_before_the_next_is_needed() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .args(["check", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    for ending in ["\n", "\r", "\r\n", "\r"] {
        let started = Instant::now();
        write!(stdin, "(01)05012345678900{ending}").expect("the program reads");
        stdin.flush().expect("the program reads");
        let mut answer = String::new();
        stdout.read_line(&mut answer).expect("an answer");
        assert!(answer.contains("\"ok\":true"), "{answer}");
        assert!(started.elapsed() < Duration::from_secs(5));
    }
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("the end");
    assert_eq!(rest, "");
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
}

#[test]
fn json_lines_carry_an_id_and_the_contract_of_the_report() {
    let input = br#"{"id":7,"scan":"]d2010501234567890021S\u001d10A"}
{"id":"x","scan":"nonsense"}
{"scan":5}
"#;
    let output = unitmark(&["check", "--input", "jsonl", "--format", "jsonl"], input);
    let reports = json_lines(&output);
    assert_eq!(reports.len(), 3);
    assert_eq!(
        (&reports[0]["id"], &reports[1]["id"]),
        (&7.into(), &"x".into())
    );
    assert_eq!(reports[0]["elements"][0]["ai"], "01");
    assert_eq!(reports[2]["findings"][0]["code"], "not-json");
    let keys: Vec<&str> = reports[0]
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let mut promised = [
        "line",
        "id",
        "input",
        "ok",
        "syntax",
        "symbology",
        "elements",
        "gtin",
        "serial",
        "lot",
        "sscc",
        "bracketed",
        "unbracketed",
        "link",
        "hri",
        "findings",
        "alternatives",
        "repairs",
    ];
    promised.sort_unstable();
    let mut keys_sorted = keys.clone();
    keys_sorted.sort_unstable();
    assert_eq!(keys_sorted, promised);
    let finding: Vec<&String> = reports[1]["findings"][0]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    assert_eq!(finding.len(), 8, "{finding:?}");
}

#[test]
fn input_that_is_not_utf_8_is_shown_in_hexadecimal_too() {
    let reports = json_lines(&unitmark(&["check", "--format", "jsonl"], b"(10)\xFF\n"));
    assert_eq!(reports[0]["input"], "(10)\u{FFFD}");
    assert_eq!(reports[0]["input_hex"], "283130 29ff".replace(' ', ""));
}

#[test]
fn convert_keeps_the_lines_and_tells_errors_apart() {
    let output = unitmark(&["convert", "--to", "unbracketed"], LINES);
    let expected = [
        "^010501234567890010A",
        "^0105012345678900",
        "^0105012345678900",
        "",
        "^010501234567890021S",
    ];
    let lines: Vec<String> = stdout(&output).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], expected[0]);
    assert_eq!(lines[1], "", "a wrong check digit is not repaired");
    assert_eq!(lines[2..], expected[2..]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 2: check-digit"));
    assert_eq!(output.status.code(), Some(1));
    let hri = unitmark(
        &["convert", "--to", "hri", "--titles"],
        b"(01)05012345678900(10)A\n",
    );
    assert_eq!(stdout(&hri), "GTIN (01) 05012345678900 BATCH/LOT (10) A\n");
    let raw = unitmark(
        &["convert", "--to", "raw"],
        b"(01)05012345678900(10)A(21)B\n",
    );
    assert_eq!(raw.stdout, b"010501234567890010A\x1d21B\n");
}

#[test]
fn nul_may_end_lines() {
    let output = unitmark(&["check", "--null"], b"(01)05012345678900\0(10)A\nB\0");
    assert_eq!(
        stdout(&output).lines().count(),
        3,
        "the second line has two findings"
    );
}

#[test]
fn the_first_invalid_line_may_be_the_last() {
    let output = unitmark(
        &["check", "--fail-fast"],
        b"(01)05012345678900\nbad\n(01)05012345678900\n",
    );
    assert_eq!(stdout(&output).lines().count(), 2);
    let quiet = unitmark(&["check", "--quiet"], b"bad\n");
    assert_eq!((quiet.stdout.len(), quiet.status.code()), (0, Some(1)));
}

#[test]
fn symbols_of_one_label_satisfy_each_other() {
    let label = b"]C1020952123454321337120\n]C100106141412345678908\n\n]C1020952123454321337120\n";
    let output = unitmark(&["check", "--group", "blank", "--format", "jsonl"], label);
    let groups: Vec<_> = json_lines(&output)
        .into_iter()
        .filter(|line| line.get("group").is_some())
        .collect();
    assert_eq!(
        (&groups[0]["ok"], &groups[1]["ok"]),
        (&true.into(), &false.into())
    );
    assert_eq!(output.status.code(), Some(1));
    let fields = br#"{"box":1,"scan":"]C1020952123454321337120"}
{"box":1,"scan":"]C100106141412345678908"}
"#;
    let output = unitmark(&["check", "--group", "box", "--input", "jsonl"], fields);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert_eq!(
        unitmark(&["check", "--group", "box"], b"").status.code(),
        Some(2)
    );
}

#[test]
fn a_dictionary_of_ones_own_is_in_force() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.txt");
    std::fs::write(
        &path,
        "01 *? N14,csum dlpkey # GTIN\n89 ? X..5 req=01 # OURS\n",
    )
    .expect("a file");
    let path = path.to_str().expect("a path of ours");
    let output = unitmark(
        &["check", "--dictionary", path],
        b"(01)05012345678900(89)AB\n",
    );
    assert_eq!(stdout(&output), "1\tok\t(01)05012345678900(89)AB\n");
    std::fs::write(path, "01 *? N14,csum\n89 X..5,unheard\n").expect("a file");
    let output = unitmark(&["check", "--dictionary", path], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains(":2:9: there is no rule unheard"));
    assert_eq!(
        unitmark(&["check", "--dictionary", "/no/such/file"], b"")
            .status
            .code(),
        Some(3)
    );
}

#[test]
fn key_check_never_completes() {
    let output = unitmark(&["key", "check", "gtin", "501234567891"], b"");
    let text = stdout(&output);
    assert!(text.starts_with("1\tcheck-digit"), "{text}");
    assert!(
        text.contains(
            "12 digits are a GTIN-12, or a GTIN-13 without its check digit: 5012345678917"
        ),
        "{text}"
    );
    assert_eq!(output.status.code(), Some(1));
    let output = unitmark(&["key", "check", "gtin", "04252614"], b"");
    let text = stdout(&output);
    assert!(
        text.contains("as a UPC-E these 8 digits are the GTIN-12 042100005264"),
        "{text}"
    );
    let output = unitmark(&["key", "check", "itip", "1"], b"");
    assert!(stdout(&output).contains("an ITIP has 18 digits"));
    let output = unitmark(&["key", "complete", "gtin"], b"501234567890\n1234567\nX\n");
    let text = stdout(&output);
    assert!(
        text.contains("1\tok\t05012345678900") && text.contains("2\tok\t00000012345670"),
        "{text}"
    );
    let output = unitmark(
        &[
            "key",
            "split",
            "sscc",
            "106141412345678908",
            "--prefix-length",
            "7",
        ],
        b"",
    );
    assert_eq!(
        stdout(&output),
        "1\tok\textension digit 1\tcompany prefix 0614141\tserial reference 234567890\tcheck digit 8\tGS1 US\n"
    );
}

#[test]
fn an_ai_is_found_by_digits_and_by_words() {
    assert!(stdout(&unitmark(&["ai", "3103"], b"")).starts_with("(3103)\tNET WEIGHT (kg)\tN6"));
    assert_eq!(stdout(&unitmark(&["ai"], b"")).lines().count(), 541);
    assert_eq!(
        stdout(&unitmark(&["ai", "--format", "dictionary"], b""))
            .lines()
            .count(),
        224
    );
    assert_eq!(unitmark(&["ai", "5555"], b"").status.code(), Some(1));
}

#[test]
fn a_reader_that_has_had_enough_ends_it_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .args(["ai"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
