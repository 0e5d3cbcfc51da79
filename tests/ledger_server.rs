//! A ledger on a server: many clients at once, a server that stops dead, what a line may not do, and many callers of one process.
#![cfg(all(feature = "sqlite", feature = "postgres"))]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

#[path = "support/postgres.rs"]
mod server;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use support::*;
use unitmark::ledger::{
    Ledger, LedgerId, MAX_SKEW, NamedScheme, Postgres, PostgresOptions, Resume, RunRequest, Secret,
    Sqlite, Store,
};
use unitmark::serial::Reset;

fn id() -> LedgerId {
    LedgerId::from_bytes([1, 2, 3, 4])
}

fn wide() -> NamedScheme {
    pattern("wide", "W{seq:8}", Reset::Never)
}

fn request(name: &str, scheme: &NamedScheme) -> RunRequest {
    RunRequest {
        max_skew: MAX_SKEW,
        ..ask(name, APRIL, vec![next(scheme, APRIL, 3)])
    }
}

/// On a slow machine the first crash comes before a client has its connection.
fn open_when_it_runs(url: &str) -> Postgres {
    loop {
        match Postgres::open(url) {
            Ok(ledger) => return ledger,
            Err(error) if error.is_retryable() => thread::sleep(Duration::from_millis(20)),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn a_server_that_stops_dead_gives_no_serial_twice_and_loses_none() {
    let Some(bin) = server::find() else {
        return;
    };
    let cluster = server::Cluster::start(bin, "");
    let url = cluster.url();
    PostgresOptions::default()
        .create(&url, id(), time(APRIL))
        .unwrap();
    let scheme = wide();
    let (given, done) = (Mutex::new(HashMap::new()), AtomicBool::new(false));
    thread::scope(|scope| {
        for client in 0..4 {
            let (url, scheme, given, done) = (&url, &scheme, &given, &done);
            scope.spawn(move || {
                let ledger = open_when_it_runs(url);
                for number in 0_u32.. {
                    if done.load(Ordering::Relaxed) {
                        break;
                    }
                    let name = format!("{client} {number}");
                    // The retry of a lost connection, also of a lost commit, is the ledger's own.
                    let run = ledger.reserve(&request(&name, scheme)).unwrap();
                    assert!(!run.replayed, "{name} is new to its caller");
                    given.lock().unwrap().insert(name, serials(&run));
                }
            });
        }
        for round in 0_u64..5 {
            thread::sleep(Duration::from_millis(60 + round * 17));
            cluster.crash();
            cluster.run();
        }
        while given.lock().unwrap().len() <= 20 {
            thread::sleep(Duration::from_millis(20));
        }
        done.store(true, Ordering::Relaxed);
    });
    let given = given.into_inner().unwrap();
    assert!(given.len() > 20, "{} requests", given.len());
    let mut seen = HashMap::new();
    let ledger = Postgres::open(&url).unwrap();
    for (name, serials) in &given {
        for serial in serials {
            assert_eq!(seen.insert(serial.clone(), name), None, "{serial} twice");
        }
        let again = ledger.reserve(&request(name, &scheme)).unwrap();
        assert!(again.replayed, "{name} was lost");
        assert_eq!(&support::serials(&again), serials);
    }
    assert_sound(&ledger);
}

#[test]
fn a_run_is_free_again_when_its_holder_is_gone() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let url = cluster.url();
    let one = PostgresOptions::default()
        .create(&url, id(), time(APRIL))
        .unwrap();
    let two = Postgres::open(&url).unwrap();
    let run = one.reserve(&request("a", &wide())).unwrap().id;
    let held = one.hold(&run).unwrap();
    assert_eq!(two.hold(&run).unwrap_err().code(), "run-busy");
    // As if the holder's process had died: its session is gone, nobody gave anything back.
    cluster
        .client()
        .batch_execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks
             WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = 'postgres')
               AND pid IN (SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_try_advisory_lock%')
               AND pid <> pg_backend_pid()",
        )
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while two.hold(&run).is_err() {
        assert!(Instant::now() < deadline, "the run stays held");
        thread::sleep(Duration::from_millis(10));
    }
    drop(held);
}

#[test]
fn of_several_that_make_a_ledger_at_once_one_does_and_the_others_find_it() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let url = cluster.url();
    let made: Vec<&str> = thread::scope(|scope| {
        let makers: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| PostgresOptions::default().create(&url, id(), time(APRIL))))
            .collect();
        let codes = makers.into_iter().map(|maker| match maker.join().unwrap() {
            Ok(_) => "made",
            Err(error) => error.code(),
        });
        codes.collect()
    });
    let count = |code: &str| made.iter().filter(|own| **own == code).count();
    assert_eq!(
        (count("made"), count("ledger-already-there")),
        (1, 5),
        "{made:?}"
    );
    assert_sound(&Postgres::open(&url).unwrap());
    let missing = format!("{url}x&sslmode=prefer");
    let message = Postgres::open(&missing).unwrap_err().to_string();
    assert!(message.contains("&sslmode=prefer'` makes one"), "{message}");
}

#[test]
fn the_role_for_lines_adds_and_cannot_change() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let url = cluster.url_as("unitmark", "lines");
    PostgresOptions::default()
        .create(&url, id(), time(APRIL))
        .unwrap();
    let mut owner = cluster.client();
    owner
        .batch_execute("CREATE USER worker IN ROLE lines_line")
        .unwrap();
    let line = Postgres::open(&cluster.url_as("worker", "lines")).unwrap();
    line.reserve(&request("a", &monthly())).unwrap();
    let run = line.reserve(&request("b", &monthly())).unwrap();
    assert_eq!(serials(&run).len(), 3);
    // Going on after a restore is for who made the ledger.
    let error = line
        .resume(&Resume {
            at: time(MAY),
            by: "a line".into(),
            reason: None,
            marks: Vec::new(),
            known: Vec::new(),
            forget: Vec::new(),
        })
        .unwrap_err();
    assert_eq!(error.code(), "ledger-not-permitted");
    let message = error.to_string();
    assert!(
        message.contains("the user who made the ledger"),
        "{message}"
    );
    owner
        .batch_execute("SET ROLE worker; SET search_path = lines")
        .unwrap();
    for forbidden in [
        "UPDATE event SET body = ''",
        "DELETE FROM event",
        "TRUNCATE mark",
        "UPDATE block SET count = 1",
        "DELETE FROM run",
        "UPDATE ledger SET id = 'AAAAAA'",
        "UPDATE counter SET scheme = 1",
        "DROP TRIGGER is_not_changed ON event",
        "ALTER TABLE event DISABLE TRIGGER ALL",
    ] {
        let error = owner.batch_execute(forbidden).unwrap_err();
        assert_eq!(
            error.code().map(postgres::error::SqlState::code),
            Some("42501"),
            "{forbidden}"
        );
    }
    assert_sound(&line);
    // The owner is stopped by the triggers, and one who takes them away is found.
    owner
        .batch_execute("RESET ROLE; SET search_path = lines")
        .unwrap();
    for forbidden in [
        "UPDATE event SET body = ''",
        "DELETE FROM event",
        "TRUNCATE mark",
        "UPDATE counter SET next = next - 1",
        "DELETE FROM counter",
    ] {
        assert!(owner.batch_execute(forbidden).is_err(), "{forbidden}");
    }
    let heads = line.heads(time(MAY)).unwrap();
    owner
        .batch_execute("ALTER TABLE event DISABLE TRIGGER is_not_changed")
        .unwrap();
    assert!(
        !line.verify(None).unwrap().is_sound(),
        "a trigger that is off"
    );
    owner
        .batch_execute("UPDATE event SET body = body || ' ' WHERE chain = 1 AND event = 1; ALTER TABLE event ENABLE TRIGGER is_not_changed")
        .unwrap();
    let found = line.verify(Some(&heads)).unwrap();
    assert!(
        found
            .findings
            .iter()
            .any(|finding| finding.kind.code() == "chain-broken"),
        "{found:?}"
    );
}

#[test]
fn a_server_that_forgets_is_refused() {
    let Some(bin) = server::find() else {
        return;
    };
    let cluster = server::Cluster::start(bin, "fsync = off");
    let error = PostgresOptions::default()
        .create(&cluster.url(), id(), time(APRIL))
        .unwrap_err();
    assert_eq!(error.code(), "unsafe-server");
    assert!(error.to_string().contains("fsync"), "{error}");
}

#[test]
fn what_is_no_ledger_on_a_server_is_refused() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let options = PostgresOptions {
        patience: Duration::from_millis(200),
        password: Some(Secret::new("s3cr3t")),
        ..PostgresOptions::default()
    };
    let url = cluster.url();
    let refusal = |url: &str| {
        let error = options.open(url).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
        error.code()
    };
    assert_eq!(refusal(&url), "ledger-not-found");
    options.create(&url, id(), time(APRIL)).unwrap();
    let again = options.create(&url, id(), time(APRIL)).unwrap_err();
    assert_eq!(again.code(), "ledger-already-there");
    let wanted = PostgresOptions {
        wanted: Some("7F3K2Q".parse().unwrap()),
        ..options.clone()
    };
    assert_eq!(wanted.open(&url).unwrap_err().code(), "ledger-mismatch");
    let schema = url.rsplit('=').next().unwrap();
    let mut client = cluster.client();
    client
        .batch_execute(&format!(
            "UPDATE {schema}.form SET version = 99; CREATE SCHEMA other"
        ))
        .unwrap();
    assert_eq!(refusal(&url), "ledger-newer");
    assert_eq!(
        refusal(&cluster.url_as("unitmark", "other")),
        "not-a-ledger"
    );
    assert_eq!(refusal(&cluster.url_as("nosuch", "other")), "ledger-io");
    assert_eq!(refusal("postgres://u:s3cr3t@localhost:1/x"), "ledger-io");
}

#[test]
fn clients_of_two_schemes_and_two_periods_share_no_serial() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let url = cluster.url();
    PostgresOptions::default()
        .create(&url, id(), time(APRIL))
        .unwrap();
    let all = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for client in 0..6 {
            let (url, all) = (&url, &all);
            scope.spawn(move || {
                let ledger = Postgres::open(url).unwrap();
                for number in 0..10 {
                    let schemes = [monthly(), wide()];
                    let scheme = &schemes[(client + number) % 2];
                    let at = if number < 5 { APRIL } else { MAY };
                    let lines = vec![
                        next(scheme, at, 4),
                        given(&[&format!("X{client}-{number}")]),
                    ];
                    let request = RunRequest {
                        at: Some(time(at)),
                        ..ask(&format!("{client} {number}"), at, lines)
                    };
                    let run = ledger.reserve(&request).unwrap();
                    all.lock().unwrap().extend(serials(&run));
                }
            });
        }
    });
    let mut all = all.into_inner().unwrap();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!((count, all.len()), (300, 300));
    assert_sound(&Postgres::open(&url).unwrap());
}

/// So many callers on one handle, each asking one after the other; requests a second.
fn rate(ledger: &Ledger, callers: usize, each: usize, name: &str) -> f64 {
    let scheme = wide();
    let began = Instant::now();
    thread::scope(|scope| {
        for caller in 0..callers {
            let (ledger, scheme) = (ledger.clone(), &scheme);
            scope.spawn(move || {
                for number in 0..each {
                    let run = ledger
                        .reserve(request(&format!("{name} {caller} {number}"), scheme))
                        .unwrap();
                    assert_eq!(run.units(), 3);
                }
            });
        }
    });
    (callers * each) as f64 / began.elapsed().as_secs_f64()
}

fn callers_share_commits(store: Arc<dyn Store>, engine: &str) {
    let ledger = Ledger::new(store).unwrap();
    let one = rate(&ledger, 1, 40, "one");
    let many = rate(&ledger, 64, 10, "many");
    eprintln!(
        "{engine}: 1 caller {one:.0}/s, 64 callers {many:.0}/s: {:.1} times",
        many / one
    );
    // A refusal of one is not the others' affair.
    let small = pattern("small", "S{seq:1}", Reset::Never);
    let refused: usize = thread::scope(|scope| {
        let callers: Vec<_> = (0..8)
            .map(|caller| {
                let (ledger, small) = (ledger.clone(), &small);
                scope.spawn(move || ledger.reserve(request(&format!("small {caller}"), small)))
            })
            .collect();
        callers
            .into_iter()
            .map(|caller| usize::from(caller.join().unwrap().is_err()))
            .sum()
    });
    assert_eq!(refused, 5, "3 of 9 serials fit three times");
    assert_sound(&**ledger.store());
}

#[test]
fn many_callers_of_a_file_share_commits() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Sqlite::create(&folder.path().join("ledger.db"), id(), time(APRIL)).unwrap();
    callers_share_commits(Arc::new(ledger), "SQLite");
}

#[test]
fn many_callers_of_a_server_share_commits() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let ledger = PostgresOptions::default()
        .create(&cluster.url(), id(), time(APRIL))
        .unwrap();
    callers_share_commits(Arc::new(ledger), "PostgreSQL");
}
