//! Ledgers of an older form: refused until `ledger init` has brought them up to date, and then like new ones.
#![cfg(all(feature = "cli", feature = "postgres"))]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

#[path = "support/postgres.rs"]
mod server;

use std::process::{Command, Output};
use support::*;
use unitmark::ledger::{FORM, Postgres, PostgresOptions, Sqlite, SqliteOptions, Store};

/// What a program of form 1 left behind; its rows too.
const SQLITE: &str = include_str!("vectors/ledger_form_1_sqlite.sql");
const POSTGRES: &str = include_str!("vectors/ledger_form_1_postgres.sql");

fn init(ledger: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unitmark"))
        .args(["ledger", "init", "--ledger", ledger])
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All that was in it is in it, and it goes on.
fn goes_on(store: &dyn Store) {
    assert_eq!(store.id().as_str(), "7F3K2Q");
    assert_sound(store);
    let run = store.run_of_request("one").unwrap().unwrap();
    assert_eq!(
        serials(&run),
        ["WG-2026040001", "WG-2026040002", "WG-2026040003"]
    );
    let states: Vec<String> = store
        .look_up(
            &["WG-2026040001", "WG-2026040002", "WG-2026040003"].map(|serial| {
                unitmark::ledger::Scanned {
                    ai: None,
                    gtin: None,
                    serial: serial.into(),
                }
            }),
        )
        .unwrap()
        .iter()
        .map(|known| known[0].state.to_string())
        .collect();
    assert_eq!(states, ["allocated", "printed", "voided"]);
    let scheme = store.schemes().unwrap().remove(0);
    let slot = scheme
        .scheme()
        .slot(
            &unitmark::serial::Context::new().with("plant", "WG"),
            time(APRIL),
        )
        .unwrap();
    let line = unitmark::ledger::LineRequest {
        product: widget(),
        units: unitmark::ledger::Units::Next {
            scheme,
            slot,
            count: 1,
        },
    };
    let run = store.reserve(&ask("three", APRIL, vec![line])).unwrap();
    assert_eq!(serials(&run), ["WG-2026040004"]);
    let resumed = store
        .resume(&unitmark::ledger::Resume {
            at: time(MAY),
            by: "a test".into(),
            reason: None,
            marks: Vec::new(),
            known: Vec::new(),
            forget: Vec::new(),
        })
        .unwrap();
    assert_eq!(resumed.epoch, 2);
    assert_sound(store);
}

#[test]
fn an_older_file_is_refused_until_init_brings_it_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let file = rusqlite::Connection::open(&path).unwrap();
    // The text names tables before it makes those that they refer to.
    file.pragma_update(None, "foreign_keys", false).unwrap();
    file.execute_batch(SQLITE).unwrap();
    drop(file);
    let before = std::fs::read(&path).unwrap();
    let error = Sqlite::open(&path).unwrap_err();
    assert_eq!(error.code(), "ledger-older");
    assert!(error.to_string().contains("form 1"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);

    let place = path.display().to_string();
    let output = init(&place);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let wanted =
        format!("ledger {place} (id 7F3K2Q) is brought up to date, from form 1 to {FORM}\n");
    assert_eq!(said(&output), wanted);
    goes_on(&Sqlite::open(&path).unwrap());
    // Once is enough.
    let output = init(&place);
    assert_eq!(output.status.code(), Some(4));
    assert!(said(&output).contains("[ledger-already-there]"));
    assert_eq!(SqliteOptions::default().migrate(&path).unwrap().1, FORM);

    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let output = init(&place);
    assert_eq!(output.status.code(), Some(4));
    assert!(
        said(&output).contains("[ledger-newer]"),
        "{}",
        said(&output)
    );
}

#[test]
fn an_older_server_is_refused_until_init_brings_it_up_to_date() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let mut client = cluster.client();
    client
        .batch_execute("CREATE ROLE form1_line NOLOGIN")
        .unwrap();
    client.batch_execute(POSTGRES).unwrap();
    let url = cluster.url_as("unitmark", "form1");
    let error = Postgres::open(&url).unwrap_err();
    assert_eq!(error.code(), "ledger-older");
    let output = init(&url);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("from form 1 to"),
        "{}",
        said(&output)
    );
    goes_on(&Postgres::open(&url).unwrap());
    assert_eq!(PostgresOptions::default().migrate(&url).unwrap().1, FORM);
    // The lines' role may do with the new tables what it may with the others.
    client.batch_execute("SET ROLE form1_line").unwrap();
    client.query("SELECT 1 FROM form1.resumed", &[]).unwrap();
    client.batch_execute("RESET ROLE").unwrap();
    client
        .batch_execute("UPDATE form1.form SET version = 99")
        .unwrap();
    let output = init(&url);
    assert_eq!(output.status.code(), Some(4));
    assert!(
        said(&output).contains("[ledger-newer]"),
        "{}",
        said(&output)
    );
}
