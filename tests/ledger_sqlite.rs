//! A ledger in a file: what is refused, what is waited for, what `verify` finds.
#![cfg(feature = "sqlite")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

use rusqlite::Connection;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use support::*;
use unitmark::ledger::{
    ErrorClass, GiveBack, LedgerError, LedgerId, Mark, MarkKind, Move, Printing, Resume, Run,
    RunRequest, Scanned, Sqlite, SqliteOptions, Store, UnitKey, UnitState,
};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn ledger(&self) -> (PathBuf, Sqlite) {
        let path = self.path("ledger.db");
        let ledger =
            Sqlite::create(&path, LedgerId::from_bytes([1, 2, 3, 4]), time(APRIL)).unwrap();
        (path, ledger)
    }
}

fn refusal(path: &Path) -> LedgerError {
    Sqlite::open(path).expect_err("a file that must be refused")
}

#[test]
fn a_file_that_is_no_ledger_is_refused_and_stays_as_it_is() {
    let folder = Folder::new();
    let other = folder.path("other.db");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        .unwrap();
    let text = folder.path("order.csv");
    std::fs::write(&text, "sku,gtin,lot,expiry,plant,quantity\n".repeat(100)).unwrap();
    let short = folder.path("short");
    std::fs::write(&short, "x").unwrap();
    let empty = folder.path("empty.db");
    std::fs::write(&empty, "").unwrap();
    for path in [&other, &text, &short, &empty] {
        let before = std::fs::read(path).unwrap();
        let error = refusal(path);
        assert_eq!(
            (error.code(), error.class()),
            ("not-a-ledger", ErrorClass::Refused),
            "{error}"
        );
        assert!(
            error.to_string().contains(&path.display().to_string()),
            "{error}"
        );
        let error = SqliteOptions::default()
            .open_or_create(path, time(APRIL))
            .unwrap_err();
        assert_eq!(error.code(), "not-a-ledger");
        let error = Sqlite::create(path, LedgerId::random().unwrap(), time(APRIL)).unwrap_err();
        assert_eq!(error.code(), "ledger-already-there");
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
    assert_eq!(refusal(folder.0.path()).code(), "not-a-ledger");
}

#[test]
fn a_ledger_that_is_not_there_is_told_with_the_way_to_make_it() {
    let folder = Folder::new();
    let path = folder.path("none.db");
    let error = refusal(&path);
    assert_eq!(
        (error.code(), error.class()),
        ("ledger-not-found", ErrorClass::Io)
    );
    assert!(
        error.to_string().contains("unitmark ledger init"),
        "{error}"
    );
    assert!(!path.exists());
}

#[test]
fn a_ledger_of_a_newer_program_is_refused() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    drop(ledger);
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let error = refusal(&path);
    assert_eq!(
        (error.code(), error.class()),
        ("ledger-newer", ErrorClass::Refused)
    );
    assert!(error.to_string().contains("form 99"), "{error}");
}

#[test]
fn another_ledger_than_the_one_that_was_named_is_refused() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    let wanted = Some(ledger.id().clone());
    drop(ledger);
    let options = SqliteOptions {
        wanted,
        ..SqliteOptions::default()
    };
    options.open(&path).unwrap();
    let other = SqliteOptions {
        wanted: Some("7F3K2Q".parse().unwrap()),
        ..options
    };
    let error = other.open(&path).unwrap_err();
    assert_eq!(
        (error.code(), error.class()),
        ("ledger-mismatch", ErrorClass::Refused)
    );
    // A new one would not be the one that was named.
    let error = other
        .open_or_create(&folder.path("new.db"), time(APRIL))
        .unwrap_err();
    assert_eq!(error.code(), "ledger-not-found");
}

#[test]
fn a_log_without_its_ledger_is_not_played_into_a_new_one() {
    let folder = Folder::new();
    let path = folder.path("ledger.db");
    std::fs::write(folder.path("ledger.db-wal"), "left over").unwrap();
    let error = Sqlite::create(&path, LedgerId::random().unwrap(), time(APRIL)).unwrap_err();
    assert!(error.to_string().contains("ledger.db-wal"), "{error}");
    assert!(!path.exists());
}

#[test]
fn many_that_make_one_ledger_at_once_all_get_the_same() {
    let folder = Folder::new();
    let path = folder.path("deep/er/ledger.db");
    let opened: Vec<_> = std::thread::scope(|scope| {
        let open = || {
            SqliteOptions::default()
                .open_or_create(&path, time(APRIL))
                .unwrap()
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let ids: HashSet<_> = opened
        .iter()
        .map(|opened| opened.ledger.id().clone())
        .collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(opened.iter().filter(|opened| opened.created).count(), 1);
    drop(opened);
    let left: Vec<_> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["ledger.db"], "drafts are cleared away");
}

#[test]
fn a_ledger_that_stays_locked_is_an_error_that_a_retry_may_help() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    drop(ledger);
    let options = SqliteOptions {
        busy_timeout: Duration::from_millis(300),
        ..SqliteOptions::default()
    };
    let ledger = options.open(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let request = ask("a", APRIL, vec![next(&monthly(), APRIL, 3)]);
    let began = Instant::now();
    let error = ledger.reserve(&request).unwrap_err();
    assert_eq!(
        (error.code(), error.is_retryable()),
        ("ledger-locked", true)
    );
    assert!(
        began.elapsed() >= Duration::from_millis(250),
        "it waits first"
    );
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(
        serials(&ledger.reserve(&request).unwrap())[0],
        "WG-2026040001"
    );
    assert_sound(&ledger);
}

#[test]
fn a_lock_that_is_given_back_in_time_is_waited_for() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let run =
            scope.spawn(|| ledger.reserve(&ask("a", APRIL, vec![next(&monthly(), APRIL, 3)])));
        std::thread::sleep(Duration::from_millis(200));
        other.execute_batch("ROLLBACK").unwrap();
        run.join().unwrap().unwrap();
    });
    assert_sound(&ledger);
}

#[test]
fn a_full_ledger_reserves_nothing_and_goes_on_when_there_is_room() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    drop(ledger);
    let options = SqliteOptions {
        max_pages: Some(1),
        ..SqliteOptions::default()
    };
    let ledger = options.open(&path).unwrap();
    let scheme = monthly();
    let mut done = 0;
    let error = loop {
        let lines = (0..200).map(|_| next(&scheme, APRIL, 1)).collect();
        match ledger.reserve(&ask(&format!("run {done}"), APRIL, lines)) {
            Ok(_) => done += 1,
            Err(error) => break error,
        }
        assert!(done < 40, "the limit was never met");
    };
    assert_eq!((error.code(), error.is_retryable()), ("ledger-full", true));
    assert_sound(&ledger);
    drop(ledger);
    let ledger = Sqlite::open(&path).unwrap();
    assert_eq!(ledger.runs(None, 100).unwrap().len(), done);
    let run = ledger
        .reserve(&ask("after", APRIL, vec![next(&scheme, APRIL, 1)]))
        .unwrap();
    assert_eq!(serials(&run), [format!("WG-202604{:04}", done * 200 + 1)]);
    assert_sound(&ledger);
}

#[test]
fn a_full_ledger_records_no_part_of_a_mark_a_move_or_a_return() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    let scheme = monthly();
    let run = ledger
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 4000)]))
        .unwrap();
    drop(ledger);
    let small = SqliteOptions {
        max_pages: Some(1),
        ..SqliteOptions::default()
    };
    let ledger = small.open(&path).unwrap();
    let block = run.lines[0].blocks[0].id;
    let unit = |number| UnitKey::Numbered { block, number };
    let change = Move {
        at: time(APRIL),
        by: "anna".into(),
        to: UnitState::Printed,
        reason: None,
    };
    let mark = Mark {
        at: time(APRIL),
        by: "anna ".repeat(1000),
        what: MarkKind::Allocated,
    };
    let back = GiveBack {
        run: run.id.clone(),
        at: time(APRIL),
        by: "anna ".repeat(1000),
        reason: None,
        only: Some((3001..=3100).step_by(2).map(unit).collect()),
    };
    let full = |what: &dyn Fn(u64) -> Result<(), LedgerError>| {
        let (done, error) = (0..200)
            .find_map(|step| Some((step, what(step).err()?)))
            .expect("the limit was never met");
        assert_eq!((error.code(), error.is_retryable()), ("ledger-full", true));
        assert_sound(&ledger);
        done
    };
    // Every second unit, so that no stretch joins another.
    let moved = full(&|step| {
        let first = 1 + step * 20;
        let units: Vec<UnitKey> = (first..first + 20).step_by(2).map(unit).collect();
        ledger.move_units(&change, &units).map(drop)
    });
    let marked = full(&|_| ledger.mark(&run.id, &mark).map(drop));
    full(&|_| ledger.give_back(&back).map(drop));
    let units: Vec<UnitKey> = (1..=4000).map(unit).collect();
    let states = ledger.states(&units).unwrap();
    let printed = states.iter().filter(|state| **state == UnitState::Printed);
    assert_eq!(printed.count() as u64, moved * 10);
    assert!(!states.contains(&UnitState::Voided));
    assert_eq!(ledger.run(&run.id).unwrap().marks.len() as u64, marked);
    drop(ledger);

    let ledger = Sqlite::open(&path).unwrap();
    let first = 1 + moved * 20;
    ledger.move_units(&change, &[unit(first)]).unwrap();
    ledger.mark(&run.id, &mark).unwrap();
    assert_eq!(ledger.give_back(&back).unwrap().units, 50);
    assert_sound(&ledger);
}

#[test]
fn threads_that_share_a_handle_and_handles_that_share_a_file_share_no_serial() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    let second = Sqlite::open(&path).unwrap();
    let scheme = pattern("wide", "W{seq:6}", unitmark::serial::Reset::Never);
    let serials: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = [&ledger, &ledger, &second, &second]
            .into_iter()
            .enumerate()
            .map(|(thread, ledger)| {
                let scheme = &scheme;
                scope.spawn(move || -> Vec<String> {
                    (0..25)
                        .flat_map(|run| {
                            let id = format!("{thread}-{run}");
                            serials(
                                &ledger
                                    .reserve(&ask(&id, APRIL, vec![next(scheme, APRIL, 7)]))
                                    .unwrap(),
                            )
                        })
                        .collect()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    let unique: HashSet<_> = serials.iter().collect();
    assert_eq!((serials.len(), unique.len()), (700, 700));
    assert_eq!(ledger.counters().unwrap()[0].next, 701);
    assert_sound(&ledger);
}

/// A ledger with all kinds of records.
fn history(ledger: &Sqlite) {
    let (scheme, by_gtin) = (monthly(), per_gtin("units", "U{seq:5}"));
    let lines = vec![
        next(&scheme, APRIL, 5),
        given(&["WG-2026040002", "A-1"]),
        next(&by_gtin, APRIL, 4),
    ];
    let run = ledger.reserve(&ask("a", APRIL, lines)).unwrap();
    let printing = Printing {
        labels: 11,
        pages: 1,
        stock: "L7160".into(),
        next_place: 12,
        output: "x.pdf".into(),
    };
    for what in [
        MarkKind::Printed(printing),
        MarkKind::Reprinted {
            unit: None,
            reason: "torn".into(),
            printing: None,
        },
    ] {
        ledger
            .mark(
                &run.id,
                &Mark {
                    at: time(APRIL),
                    by: "anna".into(),
                    what,
                },
            )
            .unwrap();
    }
    let lines = vec![next(&scheme, MAY, 2)];
    ledger
        .reserve(&RunRequest {
            at: Some(time(MAY)),
            ..ask("b", APRIL, lines)
        })
        .unwrap();
    ledger
        .reserve(&ask("c", APRIL, vec![given(&["A-2"])]))
        .unwrap();
    ledger
        .reserve(&ask("d", APRIL, vec![next(&scheme, APRIL, 2)]))
        .unwrap();
    let allocated = |run: &Run| {
        let what = MarkKind::Allocated;
        let (at, by) = (time(APRIL), "anna".into());
        ledger.mark(&run.id, &Mark { at, by, what }).unwrap();
    };
    let last = ledger
        .reserve(&ask("e", APRIL, vec![next(&scheme, APRIL, 2)]))
        .unwrap();
    allocated(&last);
    allocated(&last);
    let unit = UnitKey::Numbered {
        block: last.lines[0].blocks[0].id,
        number: last.lines[0].blocks[0].first,
    };
    let change = Move {
        at: time(APRIL),
        by: "anna".into(),
        to: UnitState::Printed,
        reason: None,
    };
    ledger.move_units(&change, &[unit]).unwrap();
    ledger
        .resume(&Resume {
            at: time(APRIL),
            by: "anna".into(),
            reason: None,
            marks: Vec::new(),
            known: vec![Scanned {
                gtin: None,
                ai: None,
                serial: "WG-2026040100".into(),
            }],
            forget: Vec::new(),
        })
        .unwrap();
}

/// Does what the triggers forbid, and puts them back.
fn tamper(path: &Path, statements: &str) {
    let db = Connection::open(path).unwrap();
    let triggers: BTreeMap<String, String> = db
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(triggers.len() > 16, "records are protected");
    for name in triggers.keys() {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    db.execute_batch(statements).unwrap();
    for sql in triggers.values() {
        db.execute_batch(sql).unwrap();
    }
}

/// What is done to a ledger behind its back, and a code that `verify` gives for it.
const TAMPERED: &[(&str, &str)] = &[
    (
        "UPDATE event SET body = replace(body, 'units 11', 'units 12') WHERE kind = 'reserved'",
        "chain-broken",
    ),
    (
        "UPDATE event SET at = at + 1 WHERE kind = 'printed'",
        "chain-broken",
    ),
    (
        "UPDATE event SET hash = zeroblob(32) WHERE kind = 'scheme' AND event = 2",
        "chain-broken",
    ),
    (
        "UPDATE event SET hash = x'00' WHERE kind = 'given'",
        "chain-broken",
    ),
    (
        "UPDATE event SET kind = 'allocated' WHERE kind = 'printed'",
        "chain-broken",
    ),
    (
        "UPDATE event SET run = 2 WHERE kind = 'reserved' AND run = 1",
        "record-changed",
    ),
    (
        "UPDATE event SET run = 77 WHERE kind = 'reserved' AND run = 1",
        "database",
    ),
    (
        "DELETE FROM event WHERE chain = 1 AND event = (SELECT max(event) FROM event WHERE chain = 1)",
        "chain-length",
    ),
    (
        "DELETE FROM event WHERE chain = 1 AND event = 1",
        "chain-length",
    ),
    (
        "UPDATE run SET holder = 'line 2' WHERE id = 1",
        "record-changed",
    ),
    ("UPDATE run SET spec = '{}' WHERE id = 1", "record-changed"),
    (
        "UPDATE run SET request_id = 'x' WHERE id = 1",
        "record-changed",
    ),
    (
        "UPDATE run SET args_hash = zeroblob(32) WHERE id = 4",
        "record-changed",
    ),
    (
        "UPDATE run SET code = '26K4TQ' WHERE id = 2",
        "record-changed",
    ),
    ("UPDATE run SET at = at + 1 WHERE id = 2", "record-changed"),
    (
        "UPDATE run SET at_is_explicit = 0 WHERE id = 2",
        "record-changed",
    ),
    (
        "UPDATE run SET reserved_at = reserved_at + 1 WHERE id = 3",
        "record-changed",
    ),
    (
        "UPDATE run SET units = units + 1 WHERE id = 3",
        "record-changed",
    ),
    (
        "INSERT INTO run SELECT 9, '26K4TQ', 'z', args_hash, holder, reserved_at, at, 0, spec, 0 FROM run WHERE id = 1",
        "record-unexplained",
    ),
    (
        "UPDATE line SET lot = '2026-04-B' WHERE run = 1 AND line = 0",
        "record-changed",
    ),
    (
        "UPDATE line SET sku = NULL WHERE run = 1 AND line = 1",
        "record-changed",
    ),
    (
        "UPDATE line SET gtin = '09521234543213' WHERE run = 1 AND line = 2",
        "record-changed",
    ),
    (
        "INSERT INTO line (run, line) VALUES (1, 9)",
        "record-unexplained",
    ),
    (
        "UPDATE block SET first = first + 1 WHERE id = 1",
        "record-changed",
    ),
    (
        "UPDATE block SET count = count - 1 WHERE id = 2",
        "numbers-disagree",
    ),
    (
        "UPDATE block SET stamp = 'dd=01' WHERE id = 2",
        "record-changed",
    ),
    ("UPDATE block SET line = 2 WHERE id = 1", "record-changed"),
    ("DELETE FROM block WHERE id = 3", "numbers-disagree"),
    (
        "INSERT INTO block (run, line, counter, stamp, first, count) VALUES (1, 0, 1, '-', 4, 1)",
        "numbers-disagree",
    ),
    (
        "INSERT INTO block (run, line, counter, stamp, first, count) VALUES (1, 0, 1, '-', 2, 1)",
        "numbers-disagree",
    ),
    (
        "INSERT INTO block (run, line, counter, stamp, first, count) VALUES (1, 0, 1, '-', 900, 1)",
        "numbers-disagree",
    ),
    (
        "UPDATE counter SET next = next - 1 WHERE id = 1",
        "numbers-disagree",
    ),
    (
        "UPDATE counter SET next = next + 1 WHERE id = 1",
        "numbers-disagree",
    ),
    (
        "UPDATE counter SET period = '2026-06' WHERE id = 1",
        "chain-broken",
    ),
    (
        "UPDATE counter SET clocked = 0 WHERE id = 1",
        "record-changed",
    ),
    (
        "UPDATE counter SET events = events - 1 WHERE id = 1",
        "chain-length",
    ),
    (
        "UPDATE counter SET head = zeroblob(32) WHERE id = 1",
        "chain-length",
    ),
    ("DELETE FROM counter WHERE id = 3", "database"),
    (
        "UPDATE given SET serial = 'A-9' WHERE serial = 'A-1'",
        "record-changed",
    ),
    (
        "UPDATE given SET key = '09521234543213' WHERE serial = 'A-2'",
        "record-changed",
    ),
    ("DELETE FROM given WHERE serial = 'A-2'", "record-changed"),
    ("DELETE FROM given_number", "numbers-disagree"),
    (
        "INSERT INTO given_number SELECT 1, 700, id FROM given WHERE serial = 'A-2'",
        "record-unexplained",
    ),
    (
        "UPDATE mark SET who = 'berta' WHERE id = 1",
        "record-changed",
    ),
    (
        "UPDATE mark SET output = 'y.pdf' WHERE id = 1",
        "record-changed",
    ),
    (
        "UPDATE mark SET reason = 'worn' WHERE id = 2",
        "record-changed",
    ),
    ("UPDATE mark SET run = 4 WHERE id = 2", "record-changed"),
    (
        "UPDATE mark SET reason = 'x' WHERE kind = 'allocated'",
        "record-changed",
    ),
    (
        "UPDATE mark SET stock = 'x' WHERE kind = 'allocated'",
        "record-changed",
    ),
    (
        "UPDATE mark SET output = 'x' WHERE kind = 'allocated'",
        "record-changed",
    ),
    (
        "UPDATE mark SET next_place = 3 WHERE kind = 'allocated'",
        "record-changed",
    ),
    (
        "UPDATE mark SET number = 3 WHERE kind = 'printed'",
        "record-changed",
    ),
    (
        "UPDATE mark SET pages = 3 WHERE kind = 'reprinted'",
        "record-changed",
    ),
    ("UPDATE mark SET id = 99 WHERE id = 3", "record-changed"),
    ("UPDATE move SET units = 2", "record-changed"),
    ("UPDATE move SET reason = 'x'", "record-changed"),
    (
        "UPDATE counter SET clocked = 2 WHERE id = 1",
        "record-changed",
    ),
    (
        "UPDATE counter SET clocked = 1 WHERE clocked = 0",
        "record-changed",
    ),
    (
        "UPDATE resumed SET first = 7 WHERE chain = 0",
        "record-changed",
    ),
    (
        "UPDATE resumed SET first = 7 WHERE chain > 0",
        "record-changed",
    ),
    (
        "UPDATE resumed SET who = 'x' WHERE chain = 0",
        "record-changed",
    ),
    ("DELETE FROM mark WHERE id = 1", "record-changed"),
    (
        "INSERT INTO mark (run, at, who, kind, chain, event) VALUES (4, 0, 'x', 'allocated', 9, 9)",
        "record-unexplained",
    ),
    (
        "UPDATE scheme SET definition = replace(definition, 'UTC', 'Asia/Tokyo') WHERE id = 1",
        "database",
    ),
    (
        "UPDATE scheme SET name = 'renamed' WHERE id = 1",
        "record-changed",
    ),
    (
        "UPDATE scheme SET registered_at = 0 WHERE id = 2",
        "record-changed",
    ),
    ("UPDATE ledger SET made_at = 0", "record-changed"),
    ("UPDATE ledger SET epoch = 3", "record-changed"),
    ("UPDATE ledger SET head = zeroblob(32)", "chain-length"),
    ("UPDATE ledger SET id = '7F3K2Q'", "chain-broken"),
    ("DROP INDEX block_number", "database"),
    ("CREATE TABLE extra (x)", "database"),
];

/// As programs before this one imported it.
#[test]
fn a_number_that_a_block_has_with_another_date_may_be_held_for_a_foreign_serial() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    let days = pattern(
        "days",
        "{yyyy}{mm}{dd}-{seq:3}",
        unitmark::serial::Reset::Never,
    );
    let request = ask("a", APRIL, vec![next(&days, APRIL, 3)]);
    ledger.reserve(&request).unwrap();
    ledger
        .reserve(&ask("b", APRIL, vec![given(&["20260502-003"])]))
        .unwrap();
    assert_sound(&ledger);
    drop(ledger);
    tamper(&path, "INSERT INTO given_number SELECT 1, 3, id FROM given");
    assert_sound(&Sqlite::open(&path).unwrap());
    // One of another number is found.
    tamper(&path, "INSERT INTO given_number SELECT 1, 2, id FROM given");
    assert!(
        !Sqlite::open(&path)
            .unwrap()
            .verify(None)
            .unwrap()
            .is_sound()
    );
}

#[test]
fn whatever_is_changed_in_a_record_is_found() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    history(&ledger);
    assert_sound(&ledger);
    drop(ledger);
    let copy = folder.path("copy.db");
    for (statements, code) in TAMPERED {
        std::fs::copy(&path, &copy).unwrap();
        tamper(&copy, statements);
        let verification = Sqlite::open(&copy).unwrap().verify(None).unwrap();
        let codes: Vec<_> = verification
            .findings
            .iter()
            .map(|finding| finding.kind.code())
            .collect();
        assert!(
            codes.contains(code),
            "{statements}: {:#?}",
            verification.findings
        );
    }
    std::fs::copy(&path, &copy).unwrap();
    tamper(&copy, "");
    assert_sound(&Sqlite::open(&copy).unwrap());
    Connection::open(&copy)
        .unwrap()
        .execute_batch("DROP TRIGGER event_is_not_changed")
        .unwrap();
    let verification = Sqlite::open(&copy).unwrap().verify(None).unwrap();
    assert_eq!(verification.findings[0].kind.code(), "database");
}

#[test]
fn the_database_itself_forbids_what_the_rules_forbid() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    history(&ledger);
    drop(ledger);
    let db = Connection::open(&path).unwrap();
    for table in [
        "scheme",
        "run",
        "line",
        "block",
        "given",
        "given_number",
        "mark",
        "event",
        "counter",
        "ledger",
    ] {
        let error = db
            .execute_batch(&format!("DELETE FROM {table}"))
            .unwrap_err();
        assert!(error.to_string().contains("never"), "{table}: {error}");
    }
    for update in [
        "UPDATE event SET body = ''",
        "UPDATE block SET count = count + 1",
        "UPDATE counter SET next = next - 1",
        "UPDATE counter SET period = '2026-09'",
        "UPDATE scheme SET definition = ''",
    ] {
        let error = db.execute_batch(update).unwrap_err();
        assert!(
            error.to_string().contains("never") || error.to_string().contains("forward"),
            "{update}: {error}"
        );
    }
    drop(db);
    assert_sound(&Sqlite::open(&path).unwrap());
}

#[test]
fn events_that_were_cut_off_and_made_to_agree_are_found_by_heads_alone() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    let scheme = monthly();
    ledger
        .reserve(&ask("a", APRIL, vec![next(&scheme, APRIL, 5)]))
        .unwrap();
    let before = ledger.heads(time(APRIL)).unwrap();
    ledger
        .reserve(&ask("b", APRIL, vec![next(&scheme, APRIL, 5)]))
        .unwrap();
    let heads = ledger.heads(time(APRIL)).unwrap();
    drop(ledger);
    tamper(
        &path,
        "DELETE FROM block WHERE run = 2; DELETE FROM line WHERE run = 2; DELETE FROM run WHERE id = 2;
         DELETE FROM event WHERE run = 2;
         UPDATE counter SET next = 6, events = 1, head = (SELECT hash FROM event WHERE chain = 1 AND event = 1)",
    );
    let ledger = Sqlite::open(&path).unwrap();
    assert_eq!(
        ledger.verify(None).unwrap().findings,
        [],
        "it agrees with itself"
    );
    assert_eq!(
        ledger.verify(Some(&before)).unwrap().findings,
        [],
        "up to there nothing is missing"
    );
    let findings = ledger.verify(Some(&heads)).unwrap().findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].kind.code(), "head-missing");
    // The same serials again: other events, so the heads tell.
    ledger
        .reserve(&ask("c", APRIL, vec![next(&scheme, APRIL, 5)]))
        .unwrap();
    assert_eq!(ledger.verify(None).unwrap().findings, []);
    assert_eq!(
        ledger.verify(Some(&heads)).unwrap().findings[0].kind.code(),
        "head-missing"
    );
}

/// All that callers can see.
fn dump(ledger: &Sqlite) -> Result<String, LedgerError> {
    let mut text = format!("{:?} {:?}", ledger.heads(time(APRIL))?, ledger.gaps()?);
    for scheme in ledger.schemes()? {
        writeln!(text, "{} {}", scheme.name(), scheme.scheme().id()).unwrap();
    }
    for run in ledger.runs(None, 100)? {
        let run = ledger.run(&run.id)?;
        writeln!(
            text,
            "{} {} {} {:?} {:?}",
            run.id, run.holder, run.spec, run.lines, run.marks
        )
        .unwrap();
    }
    Ok(text)
}

#[test]
fn one_changed_byte_is_found_or_changes_nothing() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    history(&ledger);
    let whole = dump(&ledger).unwrap();
    drop(ledger);
    let bytes = std::fs::read(&path).unwrap();
    let copy = folder.path("copy.db");
    let (mut found, mut harmless) = (0, 0);
    for at in (0..bytes.len()).step_by(211) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x15;
        std::fs::write(&copy, &changed).unwrap();
        for ending in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path(&format!("copy.db{ending}")));
        }
        match Sqlite::open(&copy).and_then(|ledger| Ok((ledger.verify(None)?, ledger))) {
            Err(_) => found += 1,
            Ok((verification, _)) if !verification.is_sound() => found += 1,
            Ok((_, ledger)) => {
                assert_eq!(
                    dump(&ledger).unwrap(),
                    whole,
                    "byte {at} changed what the ledger says"
                );
                harmless += 1;
            }
        }
    }
    assert!(found > 50, "{found} found, {harmless} harmless");
}

#[test]
fn opening_does_not_grow_with_the_ledger() {
    let folder = Folder::new();
    let (path, ledger) = folder.ledger();
    let open = || {
        let began = Instant::now();
        for _ in 0..20 {
            Sqlite::open(&path).unwrap();
        }
        began.elapsed()
    };
    let small = open();
    let scheme = pattern("wide", "W{seq:6}", unitmark::serial::Reset::Never);
    let lines = (0..20_000).map(|_| next(&scheme, APRIL, 1)).collect();
    ledger.reserve(&ask("a", APRIL, lines)).unwrap();
    drop(ledger);
    let large = open();
    assert!(
        large < small * 5 + Duration::from_millis(200),
        "{small:?} for a new one, {large:?} for a full one"
    );
}
