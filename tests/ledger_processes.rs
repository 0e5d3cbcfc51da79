//! Several processes on one ledger, and what the program says and returns when it cannot do what it was asked.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use unitmark::ledger::{Sqlite, Store as _};

/// A folder with a ledger and a user without one of their own.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        assert_eq!(place.run(&["ledger", "init"]).status.code(), Some(0));
        place
    }

    fn ledger(&self) -> PathBuf {
        self.0.path().join("ledger.db")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unitmark"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("UNITMARK_LEDGER", self.ledger())
            .env("HOME", self.0.path().join("home"))
            .env("XDG_DATA_HOME", self.0.path().join("home/data"))
            .env("UNITMARK_ACTOR", "a test")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn assert_sound(&self) {
        let ledger = Sqlite::open(&self.ledger()).unwrap();
        assert_eq!(ledger.verify(None).unwrap().findings, []);
        for found in ledger.gaps().unwrap() {
            assert_eq!(
                found.sum(|fate| fate.name() != "unexplained"),
                found.counter.passed()
            );
        }
    }
}

/// `serial next` of one scheme, by the month.
fn next<'a>(count: &'a str, request: &'a str) -> Vec<&'a str> {
    let mut arguments = vec!["serial", "next", "--pattern", "{plant:2}-{yyyy}{mm}{seq:6}"];
    arguments.extend([
        "--set",
        "plant=WG",
        "--count",
        count,
        "--request-id",
        request,
    ]);
    arguments
}

fn lines(output: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(output)
        .lines()
        .map(str::to_owned)
        .collect()
}

fn code(output: &Output) -> (Option<i32>, String) {
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

fn code_and_text(output: &Output) -> (Option<i32>, String, String) {
    let (status, message) = code(output);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (status, message, text)
}

fn assert_none_twice<'a>(given: impl IntoIterator<Item = (&'a str, &'a Vec<String>)>) -> usize {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for (request, serials) in given {
        for serial in serials {
            if let Some(before) = seen.insert(serial, request) {
                assert_eq!(before, request, "{serial} was given twice");
            }
        }
    }
    seen.len()
}

#[test]
fn processes_at_once_share_no_serial() {
    let place = Place::new();
    let requests: Vec<String> = (0..12).map(|n| format!("request {n}")).collect();
    let children: Vec<Child> = requests
        .iter()
        .map(|request| place.command(&next("50", request)).spawn().unwrap())
        .collect();
    let given: Vec<Vec<String>> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert_eq!(code(&output), (Some(0), String::new()));
            lines(&output.stdout)
        })
        .collect();
    let each = requests.iter().map(String::as_str).zip(&given);
    assert_eq!(assert_none_twice(each), 600);
    place.assert_sound();
}

#[test]
fn a_closed_pipe_is_status_3_and_the_request_gets_its_serials_again() {
    let place = Place::new();
    let mut child = place.command(&next("200000", "pipe")).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let (status, message) = code(&output);
    assert_eq!(status, Some(3));
    assert!(message.contains("--request-id pipe"), "{message}");
    let shown = place.run(&["ledger", "show", "--format", "json"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains(r#""state":"reserved""#));
    let output = place.run(&next("200000", "pipe"));
    let serials = lines(&output.stdout);
    assert_eq!((serials.len(), output.status.code()), (200_000, Some(0)));
    assert!(serials[0].ends_with("000001"));
}

#[test]
fn a_refusal_is_status_4_and_prints_no_serial() {
    let place = Place::new();
    place.run(&next("3", "a"));
    for (arguments, code_wanted) in [
        (next("4", "a"), "request-id-reused"),
        (next("1000000", "b"), "exhausted"),
        (
            vec!["serial", "next", "--scheme", "nosuch"],
            "unknown-scheme",
        ),
        (
            vec![
                "serial",
                "next",
                "--pattern",
                "{plant:2}-{yyyy}{mm}{seq:5}1",
                "--set",
                "plant=WG",
            ],
            "scheme-overlap",
        ),
        (
            [next("1", "c"), vec!["--ledger-id", "7F3K2Q"]].concat(),
            "ledger-mismatch",
        ),
    ] {
        let output = place.run(&arguments);
        let (status, message) = code(&output);
        assert_eq!(status, Some(4), "{message}");
        assert!(message.contains(&format!("[{code_wanted}]")), "{message}");
        assert_eq!(output.stdout, b"");
    }
    place.assert_sound();
}

#[test]
fn serials_never_make_a_ledger() {
    let place = Place::new();
    let home = place.0.path().join("home");
    let mut command = place.command(&next("1", "a"));
    let output = command.env_remove("UNITMARK_LEDGER").output().unwrap();
    let (status, message) = code(&output);
    assert_eq!(status, Some(3));
    assert!(message.contains("unitmark ledger init"), "{message}");
    assert!(!home.exists(), "nothing was made");
    // A ledger that somebody named and that is gone is not made again either.
    let output = place.run(&[next("1", "a"), vec!["--ledger", "gone.db"]].concat());
    assert_eq!(code(&output).0, Some(3));
    assert!(!place.0.path().join("gone.db").exists());
}

#[test]
fn init_makes_a_ledger_once_and_says_where_serials_start() {
    let place = Place::new();
    let before = std::fs::read(place.ledger()).unwrap();
    let output = place.run(&["ledger", "init"]);
    let (status, message) = code(&output);
    assert_eq!(status, Some(4));
    assert!(message.contains("[ledger-already-there]"), "{message}");
    assert_eq!(std::fs::read(place.ledger()).unwrap(), before);
    let output = place.run(&[
        "ledger",
        "init",
        "--ledger",
        "new.db",
        "--ledger-id",
        "7F3K2Q",
    ]);
    assert_eq!(
        code(&output),
        (
            Some(0),
            "new ledger new.db (id 7F3K2Q): serials start at the beginning\n".into()
        )
    );
}

#[test]
fn heads_that_were_exported_are_verified_and_a_cut_off_end_is_found() {
    let place = Place::new();
    place.run(&next("3", "a"));
    std::fs::copy(place.ledger(), place.0.path().join("old.db")).unwrap();
    place.run(&next("3", "b"));
    assert_eq!(
        place
            .run(&["ledger", "export", "--heads", "-o", "heads"])
            .status
            .code(),
        Some(0)
    );
    assert_eq!(
        place
            .run(&["ledger", "verify", "--heads", "heads"])
            .status
            .code(),
        Some(0)
    );
    let output = place.run(&["ledger", "verify", "--heads", "heads", "--ledger", "old.db"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("head-missing"));
    assert_eq!(
        place
            .run(&["ledger", "verify", "--ledger", "old.db"])
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn a_backup_that_is_put_back_is_noticed_and_a_resume_goes_on_past_what_was_given() {
    let place = Place::new();
    let state = place.0.path().join("state");
    let run = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        code_and_text(&command.env("UNITMARK_STATE", &state).output().unwrap())
    };
    let mut given = run(&next("3", "a")).2;
    let (status, message, _) = run(&["ledger", "backup", "kept.db"]);
    assert_eq!(status, Some(0), "{message}");
    assert!(message.contains("proved to be whole"), "{message}");
    given += &run(&next("2", "b")).2;
    for name in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(place.0.path().join(name));
    }
    std::fs::copy(place.0.path().join("kept.db"), place.ledger()).unwrap();

    let (status, message, text) = run(&next("1", "c"));
    assert_eq!((status, text.as_str()), (Some(4), ""), "{message}");
    assert!(message.contains("[ledger-restored]"), "{message}");
    // What does not give out serials goes on.
    assert_eq!(run(&["ledger", "verify"]).0, Some(0));
    let marks = std::fs::read_dir(state.join("marks")).unwrap().next();
    let marks = marks.unwrap().unwrap().path();
    let marks = marks.to_str().unwrap();
    let (status, _, text) = run(&["ledger", "verify", "--heads", marks]);
    assert_eq!(status, Some(1));
    assert!(text.contains("head-missing"), "{text}");

    let (status, _, text) = run(&["ledger", "resume", "--reason", "the disk died"]);
    assert_eq!(status, Some(0));
    assert!(text.contains("2 numbers from 4 are left out"), "{text}");
    assert!(
        text.ends_with("goes on in epoch 2, 1 counters moved\n"),
        "{text}"
    );
    given += &run(&next("1", "c")).2;
    let given: Vec<&str> = given.lines().collect();
    assert_eq!(given.len(), 6);
    assert!(given[5].ends_with("000006"), "{given:?}");
    let (_, _, gaps) = run(&["ledger", "gaps"]);
    assert!(gaps.contains("lost"), "{gaps}");
    let (status, message, _) = run(&["ledger", "resume", "--marks", "kept.db"]);
    assert_eq!(status, Some(3), "{message}");
    place.assert_sound();
}

/// What a user without rights sees; the test's own user may be the superuser, whom no mode stops.
#[cfg(unix)]
#[test]
fn a_ledger_that_may_not_be_written_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;

    let place = Place::new();
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    // The program is copied: the folder that it was built in may be closed to others.
    let program = place.0.path().join("unitmark");
    // By another process: one of our own that starts meanwhile would hold the copy open for writing.
    let copied = Command::new("cp")
        .arg(env!("CARGO_BIN_EXE_unitmark"))
        .arg(&program)
        .status()
        .unwrap();
    assert!(copied.success());
    mode(&program, 0o755);
    mode(&place.ledger(), 0o444);
    mode(place.0.path(), 0o555);
    let mut command = Command::new(&program);
    command
        .args(next("1", "a"))
        .env("UNITMARK_LEDGER", place.ledger())
        .current_dir("/");
    let superuser = std::fs::write(place.0.path().join("probe"), "").is_ok();
    if superuser {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    mode(place.0.path(), 0o755);
    let (status, message) = code(&output);
    assert_eq!(status, Some(3), "{message}");
    assert!(message.contains("[ledger-read-only]"), "{message}");
    assert_eq!(output.stdout, b"");
    mode(&place.ledger(), 0o644);
    place.assert_sound();
}

/// An auditor's copy: on a medium that nobody writes, or with a user who may not.
#[cfg(unix)]
#[test]
fn a_ledger_that_may_not_be_written_can_be_looked_into_and_proved() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;

    let place = Place::new();
    let run = place.run(&next("3", "a"));
    assert_eq!(run.status.code(), Some(0));
    let serial = lines(&run.stdout).remove(0);
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let program = place.0.path().join("unitmark");
    let copied = Command::new("cp")
        .arg(env!("CARGO_BIN_EXE_unitmark"))
        .arg(&program)
        .status()
        .unwrap();
    assert!(copied.success());
    mode(&program, 0o755);
    let folder = place.0.path().join("a copy? 100 %");
    std::fs::create_dir(&folder).unwrap();
    let copy = folder.join("ledger.db");
    std::fs::copy(place.ledger(), &copy).unwrap();
    mode(&copy, 0o444);
    mode(&folder, 0o555);
    let probe = place.0.path().join("probe");
    mode(place.0.path(), 0o555);
    let superuser = std::fs::write(probe, "").is_ok();
    for (arguments, wanted) in [
        (&["ledger", "verify"][..], 0),
        (&["ledger", "show"], 0),
        (&["ledger", "find"], 0),
        (&["ledger", "gaps"], 0),
        (&["ledger", "trail"], 0),
        (&["ledger", "report", "--block", "1"], 0),
        (&["ledger", "export", "units"], 0),
        (&["ledger", "check", "--state", "allocated"], 0),
        (&["ledger", "resume"], 3),
        (&["ledger", "mark", "printed", &serial], 3),
    ] {
        let mut command = Command::new(&program);
        command
            .args(arguments)
            .env("UNITMARK_LEDGER", &copy)
            .env("UNITMARK_STATE", "/nowhere")
            .stdin(Stdio::null())
            .current_dir("/");
        if superuser {
            command.uid(65534).gid(65534);
        }
        let (status, message) = code(&command.output().unwrap());
        assert_eq!(status, Some(wanted), "{arguments:?}: {message}");
        if wanted == 3 {
            assert!(message.contains("[ledger-read-only]"), "{message}");
        }
    }
    mode(place.0.path(), 0o755);
    mode(&folder, 0o755);
    let left = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(left, 1, "nothing is written beside it");
}
