//! Serials that others issued, taken over: on a file and on a server, by the library and by the command.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

#[path = "support/command.rs"]
mod command;

use command::{Place, everywhere};
use std::fmt::Write as _;
use std::time::Duration;
use support::*;
use unitmark::ledger::{
    ErrorClass, ForeignList, ForeignSerial, ForeignSerials, Import, ImportLine, LedgerError,
    LedgerId, Mark, MarkKind, Pass, PostgresOptions, Printing, Product, Refusal, RefusalKind,
    RunState, Scanned, Sqlite, SqliteOptions, Store,
};
use unitmark::serial::Reset;

fn import(request_id: &str, lines: Vec<ImportLine>, rows: u64) -> Import {
    Import {
        request_id: request_id.into(),
        args_hash: [1; 32],
        holder: "goods in".into(),
        now: time(APRIL),
        spec: String::new(),
        lines,
        rows,
        unread: 0,
        is_partial: false,
    }
}

fn widgets() -> ImportLine {
    ImportLine {
        product: widget(),
        ai: "21".into(),
    }
}

fn list(serials: &[&str]) -> ForeignList {
    let row = |(row, serial): (u64, &&str)| ForeignSerial {
        row,
        line: 0,
        serial: (*serial).to_owned(),
    };
    ForeignList::new((1..).zip(serials).map(row).collect())
}

#[test]
fn a_number_that_a_block_has_with_another_date_is_not_held() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let next = |more: &[&str]| {
            let next = [
                "serial",
                "next",
                "--pattern",
                "{yyyy}{mm}{dd}-{seq:3}",
                "--reset",
                "never",
            ];
            place.ok(&[&next[..], more].concat(), "")
        };
        next(&["--count", "2", "--at", "2026-11-21T08:00:00Z"]);
        let third = next(&["--at", "2026-12-24T08:00:00Z"]);
        assert_eq!(third, "20261224-003\n");
        place.ok(
            &["ledger", "import", "-"],
            "(01)05012345678900(21)20261121-003\n",
        );
        place.ok(&["ledger", "verify"], "");
        // One that no block has is.
        place.ok(
            &["ledger", "import", "-"],
            "(01)05012345678900(21)20261121-004\n",
        );
        assert_eq!(next(&["--at", "2026-12-24T08:00:00Z"]), "20261224-005\n");
        place.ok(&["ledger", "verify"], "");
    });
}

fn codes(list: &ForeignList) -> Vec<(u64, &'static str)> {
    let all = list.refused().iter();
    all.map(|refused| (refused.row, refused.kind.code()))
        .collect()
}

fn printed() -> Mark {
    Mark {
        at: time(APRIL),
        by: "anna".into(),
        what: MarkKind::Printed(Printing::default()),
    }
}

#[test]
fn duplicates_in_the_list_in_the_ledger_and_in_open_blocks_are_told_line_by_line() {
    command::each_store(|store: &dyn Store| {
        let scheme = pattern("units", "U{seq:3}", Reset::Never);
        let ask = |name: &str| ask(name, APRIL, vec![next(&scheme, APRIL, 2)]);
        let first = store.reserve(&ask("a")).unwrap();
        store.mark(&first.id, &printed()).unwrap();
        let open = store.reserve(&ask("b")).unwrap();
        let before = store
            .import(&import("old", vec![widgets()], 1), &mut list(&["X9"]))
            .unwrap();
        assert_eq!((before.recorded, before.held), (1, 0));

        let mut rows = list(&["A", "U001", "A", "U003", "X9", "U005", "B"]);
        let request = import("new", vec![widgets()], 7);
        let heads = store.heads(time(APRIL)).unwrap();
        let imported = store.import(&request, &mut rows).unwrap();
        assert_eq!((imported.run, imported.recorded), (None, 0));
        assert_eq!(imported.refused, 4);
        assert_eq!(
            codes(&rows),
            [
                (2, "issued"),
                (3, "repeated"),
                (4, "open-block"),
                (5, "imported-before")
            ]
        );
        assert_eq!(rows.refused()[1].kind, RefusalKind::Repeated { row: 1 });
        let by = format!("run {} has it", open.id);
        assert!(rows.refused()[2].kind.to_string().starts_with(&by));
        assert_eq!(store.heads(time(APRIL)).unwrap(), heads, "nothing was done");

        let request = Import {
            is_partial: true,
            ..request
        };
        let imported = store.import(&request, &mut rows).unwrap();
        assert_eq!((imported.recorded, imported.refused), (3, 4));
        assert_eq!(imported.held, 1, "U005 is a number of the scheme");
        let run = store.run(imported.run.as_ref().unwrap()).unwrap();
        assert_eq!((run.units(), run.state()), (3, RunState::Allocated));
        assert_eq!(serials(&run), ["A", "U005", "B"]);
        let more = store
            .reserve(&support::ask("c", APRIL, vec![next(&scheme, APRIL, 2)]))
            .unwrap();
        assert_eq!(serials(&more), ["U006", "U007"], "U005 is skipped");

        let again = store.import(&request, &mut rows).unwrap();
        assert!(again.replayed);
        assert_eq!((again.run, again.recorded), (imported.run, 3));
        let other = Import {
            args_hash: [2; 32],
            ..request
        };
        let error = store.import(&other, &mut rows).unwrap_err();
        assert_eq!(error.code(), "request-id-reused");
    });
}

#[test]
fn whole_keys_are_imported_and_skipped_by_the_scheme_of_their_kind() {
    command::each_store(|store: &dyn Store| {
        let definition = unitmark::serial::Definition {
            ai: "00".into(),
            reset: Reset::Never,
            ..unitmark::serial::Definition::of("3{prefix:7}{seq:9}{chk:mod10}")
        };
        let scheme = define("pallets", definition);
        store.register(&scheme, time(APRIL)).unwrap();
        let lines = vec![
            ImportLine {
                product: Product::default(),
                ai: "00".into(),
            },
            widgets(),
        ];
        let context = unitmark::serial::Context::new().with("prefix", "9521234");
        let slot = scheme.scheme().slot(&context, time(APRIL)).unwrap();
        let first = scheme.scheme().first();
        let sscc = scheme.scheme().text(&slot, first).unwrap();
        let rows = [(0, sscc.as_str()), (1, "S1")];
        let rows = rows.map(|(line, serial)| ForeignSerial {
            row: 1,
            line,
            serial: serial.to_owned(),
        });
        let imported = store
            .import(
                &import("keys", lines, 2),
                &mut ForeignList::new(rows.into()),
            )
            .unwrap();
        assert_eq!((imported.recorded, imported.held), (2, 1));
        let scan = Scanned {
            ai: None,
            gtin: None,
            serial: sscc,
        };
        assert_eq!(store.look_up(&[scan]).unwrap()[0].len(), 1);

        let tag = ImportLine {
            product: widget(),
            ai: "10".into(),
        };
        let error = store
            .import(&import("lots", vec![tag], 1), &mut list(&["A"]))
            .unwrap_err();
        assert_eq!(error.code(), "not-serialised");
        let bare = ImportLine {
            product: Product::default(),
            ai: "21".into(),
        };
        let error = store
            .import(&import("bare", vec![bare], 1), &mut list(&["A"]))
            .unwrap_err();
        assert_eq!(error.code(), "gtin-missing");
    });
}

#[test]
fn a_number_of_rows_that_was_guessed_wrong_is_put_right() {
    command::each_store(|store: &dyn Store| {
        let serials: Vec<String> = (0..9000).map(|n| format!("N{n:05}")).collect();
        let texts: Vec<&str> = serials.iter().map(String::as_str).collect();
        let unused = ImportLine {
            product: Product {
                lot: Some("nothing of it comes".into()),
                ..widget()
            },
            ai: "21".into(),
        };
        let mut rows = list(&texts);
        let imported = store
            .import(&import("many", vec![unused, widgets()], 5), &mut rows)
            .unwrap();
        assert_eq!(imported.recorded, 9000);
        let run = store.run(&imported.run.unwrap()).unwrap();
        assert_eq!((run.units(), run.lines.len()), (9000, 1));
    });
}

const CSV: &str = "\u{FEFF}GTIN;Serial Number;lot;colour\r\n\
    5012345678900;A-1;L1;red\r\n\
    5012345678900;\"A\"\"2\";L1;red\r\n\
    5012345678901;A3;L1;red\r\n\
    5012345678900;;L1;red\r\n\
    5012345678900;A-1;L2;red\r\n\
    5012345678900;A 4;L1;red\r\n\
    5012345678900;A5;L1\r\n\
    5012345678900;A6;L1;\"red\r\n\
    5012345678900;A7;L2;blue\r\n";

#[test]
fn a_list_is_taken_whole_or_not_at_all_and_partly_where_that_is_said() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        place.write("list.csv", CSV.as_bytes());
        let (status, said, message) = place.run(&["ledger", "import", "list.csv"], "");
        assert_eq!(status, 1, "{message}");
        assert!(message.contains("not read: colour"), "{message}");
        assert!(message.contains("nothing was imported"), "{message}");
        let told: Vec<(&str, &str)> = said
            .lines()
            .map(|line| {
                let mut fields = line.split('\t');
                (fields.next().unwrap(), fields.next().unwrap())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("4", "check-digit"),
                ("5", "serial-missing"),
                ("6", "repeated"),
                ("7", "not-in-set-82"),
                ("8", "fields"),
                ("9", "quote"),
            ],
            "{said}"
        );
        assert!(
            place
                .ok(&["ledger", "find", "--count"], "")
                .starts_with("0 units")
        );

        let (status, said, _) = place.run(
            &[
                "ledger",
                "import",
                "list.csv",
                "--partial",
                "--format",
                "jsonl",
            ],
            "",
        );
        assert_eq!(status, 1);
        let last: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
        assert_eq!(
            (&last["recorded"], &last["refused"]),
            (&3.into(), &6.into())
        );
        assert_eq!(said.lines().count(), 7);
        let found = place.ok(&["ledger", "find", "--lot", "L1", "--count"], "");
        assert_eq!(found, "2 units: 2 allocated\n");
        place.ok(
            &[
                "ledger",
                "mark",
                "commissioned",
                "(01)05012345678900(21)A\"2",
            ],
            "",
        );
        place.ok(&["ledger", "verify"], "");
    });
}

#[test]
fn scans_in_any_form_are_imported_from_a_pipe_and_once() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let scans = "(01)05012345678900(10)L1(17)280430(21)A1\n\
            ]d2010501234567890021A2\n\n\
            ^010501234567890021A3\n\
            (00)395212340000000014\n\
            (8004)9521234ABC\n\
            https://example.com/01/05012345678900/21/A4?17=280430\n\
            urn:epc:id:sgtin:9521234.012345.ABC1\n\
            3074257BF7194E4000001A85\n";
        let (status, said, message) = place.run(&["ledger", "import", "-"], scans);
        assert_eq!((status, said.as_str()), (0, ""), "{message}");
        assert!(message.contains("8 serials imported"), "{message}");
        let (status, _, message) = place.run(&["ledger", "import", "-"], scans);
        assert_eq!(status, 0);
        assert!(message.starts_with("imported before as run "), "{message}");
        let shown = place.ok(&["ledger", "show", "A1", "--format", "json"], "");
        let value: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(value[0]["product"]["expiry"], "2028-04-30");
        let link = "https://id.gs1.org/01/05012345678900/21/A4";
        assert!(
            place
                .ok(&["ledger", "show", link], "")
                .starts_with("A4: allocated")
        );
        let (status, said, _) = place.run(
            &["ledger", "check", "-"],
            "(00)395212340000000014\n9521234ABD\n",
        );
        assert_eq!(status, 1);
        assert!(said.starts_with("1\tok\tallocated"), "{said}");
        assert!(said.contains("2\tnever-issued"), "{said}");

        let (status, said, _) = place.run(
            &["ledger", "import", "-"],
            "A9\n(01)05012345678900\n(01)1(21)A\n",
        );
        assert_eq!(status, 1);
        let codes: Vec<&str> = said
            .lines()
            .filter_map(|line| line.split('\t').nth(1))
            .collect();
        assert_eq!(codes.len(), 3, "{said}");
        assert_eq!(codes[1], "no-serial", "{said}");
        let (status, _, message) = place.run(
            &["ledger", "import", "-", "--set", "gtin=5012345678900"],
            "A9\nA10\n",
        );
        assert_eq!(status, 0, "{message}");
        let (status, _, message) = place.run(&["ledger", "import", "-"], "");
        assert_eq!(status, 1, "{message}");
        assert!(message.contains("[empty]"), "{message}");
        place.ok(&["ledger", "verify"], "");
    });
}

#[test]
fn a_row_that_names_its_scheme_reads_back_under_it() {
    everywhere(|place: &Place| {
        place.ok(&["ledger", "init"], "");
        let next = [
            "serial",
            "next",
            "--pattern",
            "U{seq:3}",
            "--reset",
            "never",
        ];
        place.ok(&next, "");
        let shown: serde_json::Value =
            serde_json::from_str(&place.ok(&["ledger", "show", "--format", "json"], "")).unwrap();
        let name = shown["schemes"][0]["name"].as_str().unwrap();
        let list = format!(
            "key,serial,scheme\n5012345678900,U007,{name}\n5012345678900,V007,{name}\n\
             5012345678900,U008,none\nsscc,395212340000000014,\n5012345678900,U001,{name}\n"
        );
        let (status, said, message) = place.run(&["ledger", "import", "-", "--partial"], &list);
        assert_eq!(status, 1, "{message}");
        let codes: Vec<&str> = said
            .lines()
            .filter_map(|line| line.split('\t').nth(1))
            .collect();
        assert_eq!(
            codes,
            ["not-of-scheme", "unknown-scheme", "open-block"],
            "{said}"
        );
        assert!(message.contains("2 serials imported"), "{message}");
        assert!(message.contains("1 of them numbers"), "{message}");
    });
}

/// A list that lets something happen while it is read.
struct Meanwhile<F: FnMut(usize)> {
    rows: ForeignList,
    reads: usize,
    happens: F,
}

impl<F: FnMut(usize)> ForeignSerials for Meanwhile<F> {
    fn begin(&mut self, pass: Pass) -> Result<(), LedgerError> {
        self.rows.begin(pass)
    }

    fn read(&mut self, most: usize) -> Result<Vec<ForeignSerial>, LedgerError> {
        self.reads += 1;
        (self.happens)(self.reads);
        self.rows.read(most)
    }

    fn refuse(&mut self, refused: Vec<Refusal>) -> Result<(), LedgerError> {
        self.rows.refuse(refused)
    }
}

fn many(count: u64) -> ForeignList {
    let row = |row| ForeignSerial {
        row,
        line: 0,
        serial: format!("N{row:09}"),
    };
    ForeignList::new((0..count).map(row).collect())
}

#[test]
fn an_import_whose_connection_is_cut_is_done_again_and_once() {
    let Some(cluster) = command::server::cluster() else {
        return;
    };
    let id = LedgerId::from_bytes([1, 2, 3, 4]);
    let store = PostgresOptions::default()
        .create(&cluster.url(), id, time(APRIL))
        .unwrap();
    let mut client = cluster.client();
    let mut list = Meanwhile {
        rows: many(10_000),
        reads: 0,
        happens: |reads| {
            if reads == 3 {
                client
                    .batch_execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                         WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
                           AND state = 'idle in transaction' AND query LIKE '%given%'",
                    )
                    .unwrap();
            }
        },
    };
    let imported = store
        .import(&import("cut", vec![widgets()], 10_000), &mut list)
        .unwrap();
    assert!(list.reads > 4, "it was read again: {}", list.reads);
    assert_eq!((imported.recorded, imported.replayed), (10_000, false));
    assert_eq!(store.runs(None, 9).unwrap().len(), 1);
    assert_sound(&store);
}

#[test]
fn an_import_that_finds_no_room_or_no_lock_records_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let id = LedgerId::from_bytes([1, 2, 3, 4]);
    drop(Sqlite::create(&path, id, time(APRIL)).unwrap());
    let small = SqliteOptions {
        max_pages: Some(80),
        busy_timeout: Duration::from_millis(50),
        ..SqliteOptions::default()
    };
    let store = small.open(&path).unwrap();
    let request = import("many", vec![widgets()], 20_000);
    let error = store.import(&request, &mut many(20_000)).unwrap_err();
    assert_eq!(error.code(), "ledger-full");
    assert_eq!(error.class(), ErrorClass::Io);
    assert_sound(&store);
    assert!(store.runs(None, 9).unwrap().is_empty());

    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.import(&request, &mut many(3)).unwrap_err();
    assert_eq!(error.code(), "ledger-locked");
    other.execute_batch("ROLLBACK").unwrap();
    drop(store);
    let store = Sqlite::open(&path).unwrap();
    let imported = store.import(&request, &mut many(20_000)).unwrap();
    assert_eq!(imported.recorded, 20_000);
    assert_sound(&store);
}

#[test]
fn an_import_that_is_killed_has_recorded_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place {
        ledger: folder.path().join("ledger.db").display().to_string(),
        folder,
    };
    place.ok(&["ledger", "init"], "");
    let mut text = String::from("gtin,serial\n");
    for number in 0..20_000 {
        let _ = writeln!(text, "5012345678900,K{number:06}");
    }
    place.write("list.csv", text.as_bytes());
    for wait in [150, 500, 900, 1500] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_unitmark"))
            .args(["ledger", "import", "list.csv"])
            .current_dir(place.folder.path())
            .env("UNITMARK_LEDGER", &place.ledger)
            .env("UNITMARK_STATE", place.folder.path().join("state"))
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        let found = place.ok(&["ledger", "find", "--count"], "");
        assert!(
            found.starts_with("0 units") || found.starts_with("20000 units"),
            "{found}"
        );
        place.ok(&["ledger", "verify"], "");
    }
    place.ok(&["ledger", "import", "list.csv"], "");
    assert_eq!(
        place.ok(&["ledger", "find", "--count"], ""),
        "20000 units: 20000 allocated\n"
    );
}

#[test]
fn what_is_no_ledger_is_refused_by_every_question_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("text.db"), "sku,gtin\n").unwrap();
    std::fs::write(path("empty.db"), "").unwrap();
    rusqlite::Connection::open(path("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let id = LedgerId::from_bytes([1, 2, 3, 4]);
    drop(Sqlite::create(&path("newer.db"), id, time(APRIL)).unwrap());
    rusqlite::Connection::open(path("newer.db"))
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    std::fs::create_dir(path("folder.db")).unwrap();
    for (name, status, code) in [
        ("text.db", 4, "not-a-ledger"),
        ("empty.db", 4, "not-a-ledger"),
        ("other.db", 4, "not-a-ledger"),
        ("folder.db", 4, "not-a-ledger"),
        ("newer.db", 4, "ledger-newer"),
        ("none.db", 3, "ledger-not-found"),
    ] {
        let place = Place {
            folder: tempfile::tempdir().unwrap(),
            ledger: path(name).display().to_string(),
        };
        let before = std::fs::read(path(name)).ok();
        for command in [
            &["ledger", "show"][..],
            &["ledger", "gaps"],
            &["ledger", "verify"],
            &["ledger", "find"],
            &["ledger", "check", "-"],
            &["ledger", "import", "-"],
            &["ledger", "mark", "shipped", "A"],
            &["ledger", "report", "--lot", "L"],
            &["ledger", "export", "units"],
            &["ledger", "trail"],
            &["serial", "return", "R"],
            &[
                "serial",
                "next",
                "--pattern",
                "S{seq:4}",
                "--reset",
                "never",
            ],
        ] {
            let (own, said, message) = place.run(command, "(01)05012345678900(21)A\n");
            assert_eq!((own, said.as_str()), (status, ""), "{command:?} {message}");
            assert!(message.contains(code), "{command:?} {message}");
        }
        assert_eq!(std::fs::read(path(name)).ok(), before, "{name}");
    }
}
