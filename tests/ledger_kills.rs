//! Four writers at once, killed at random moments: no serial is given twice, none that was given is lost.
//!
//! `UNITMARK_KILL_ROUNDS` is how many times: a few by default, 200 in CI.
#![cfg(all(feature = "cli", feature = "postgres"))]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

#[path = "support/postgres.rs"]
mod server;

use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use support::assert_sound;
use unitmark::ledger::{Postgres, Sqlite, Store};

/// How many serials a writer asks for.
const COUNT: usize = 40;

fn rounds() -> u32 {
    let named = std::env::var("UNITMARK_KILL_ROUNDS").ok();
    named.map_or(10, |rounds| rounds.parse().unwrap())
}

/// `serial next` of one scheme, by the month.
fn next(ledger: &str, state: &Path, request: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unitmark"));
    command
        .args(["serial", "next", "--pattern", "{plant:2}-{yyyy}{mm}{seq:7}"])
        .args(["--set", "plant=WG", "--count", "40"])
        .args(["--request-id", request, "--ledger", ledger])
        .env("UNITMARK_STATE", state)
        .env("UNITMARK_ACTOR", "a test")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn lines(output: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(output);
    text.lines().map(str::to_owned).collect()
}

fn done(ledger: &str, state: &Path, request: &str) -> Vec<String> {
    let Output {
        status,
        stdout,
        stderr,
    } = next(ledger, state, request).output().unwrap();
    let said = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(0), "{request}: {said}");
    lines(&stdout)
}

/// What the writers were given before they died, by request; `between` happens in some of the rounds.
fn kill(ledger: &str, state: &Path, mut between: impl FnMut(u32)) -> Vec<(String, Vec<String>)> {
    done(ledger, state, "the scheme is registered");
    let began = Instant::now();
    done(ledger, state, "how long a writer lives here");
    let whole = began.elapsed();
    let mut given: Vec<(String, Vec<String>)> = Vec::new();
    let (mut killed, mut whole_lives) = (0, 0);
    for round in 0..rounds() {
        let requests = ["a", "b", "c", "d"].map(|writer| format!("{round} {writer}"));
        let mut children: Vec<Child> = requests
            .iter()
            .map(|request| next(ledger, state, request).spawn().unwrap())
            .collect();
        // Some die at once, however slow the machine; the others at moments over the life of four writers that share it, in an
        // order that is not the rounds'; some live.
        if round % 4 != 0 {
            thread::sleep(whole * (round * 37 % 60) / 20);
        }
        between(round);
        for (child, request) in children.iter_mut().zip(&requests) {
            if round % 5 != 4 {
                let _ = child.kill();
            }
            let status = child.wait().unwrap();
            killed += u32::from(status.code().is_none());
            whole_lives += u32::from(status.success());
            let mut output = Vec::new();
            let pipe = child.stdout.as_mut().unwrap();
            pipe.read_to_end(&mut output).unwrap();
            // A line without its end was not given.
            let end = output.iter().rposition(|&byte| byte == b'\n');
            output.truncate(end.map_or(0, |end| end + 1));
            given.push((request.clone(), lines(&output)));
        }
    }
    assert!(
        killed > 0 && whole_lives > 0,
        "{killed} killed, {whole_lives} not"
    );
    eprintln!("{} writers, {killed} killed", given.len());
    given
}

/// None twice; and each request that is asked again gets what it got before a kill.
fn prove(ledger: &str, state: &Path, given: &[(String, Vec<String>)], store: &dyn Store) {
    assert_sound(store);
    let mut seen: HashMap<String, &str> = HashMap::new();
    for (request, serials) in given {
        for serial in serials {
            let before = seen.insert(serial.clone(), request);
            assert_eq!(before, None, "{serial} was given twice");
        }
    }
    let runs = store.runs(None, usize::MAX).unwrap();
    let mut unanswered = 0;
    for (request, before) in given {
        let known = runs.iter().any(|run| run.request_id == *request);
        assert!(known || before.is_empty(), "{request} was lost");
        unanswered += usize::from(known && before.is_empty());
        // The program is asked for some; all are in the ledger.
        let again = match store.run_of_request(request).unwrap() {
            Some(run) => support::serials(&run),
            None => done(ledger, state, request),
        };
        assert_eq!(again.len(), COUNT);
        assert!(again.starts_with(before), "{request} lost {before:?}");
        for serial in again {
            let own = seen.insert(serial.clone(), request);
            assert!(
                own.is_none_or(|own| own == request),
                "{serial} was given twice"
            );
        }
    }
    eprintln!("{unanswered} reserved and not answered, each has its serials still");
    assert_eq!(seen.len(), given.len() * COUNT);
    assert_sound(store);
}

fn init(ledger: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unitmark"));
    let made = command
        .args(["ledger", "init", "--ledger", ledger])
        .output();
    assert!(made.unwrap().status.success());
}

#[test]
fn killed_processes_on_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = path.display().to_string();
    init(&ledger);
    let given = kill(&ledger, folder.path(), |_| {});
    prove(
        &ledger,
        folder.path(),
        &given,
        &Sqlite::open(&path).unwrap(),
    );
}

#[test]
fn killed_clients_of_a_server_that_stops_dead_too() {
    let Some(bin) = server::find() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let cluster = server::Cluster::start(bin, "");
    let ledger = cluster.url();
    init(&ledger);
    let given = kill(&ledger, folder.path(), |round| {
        if round % 10 == 3 {
            cluster.crash();
            thread::sleep(Duration::from_millis(u64::from(round % 7) * 10));
            cluster.run();
        }
    });
    prove(
        &ledger,
        folder.path(),
        &given,
        &Postgres::open(&ledger).unwrap(),
    );
}
