//! A backup that is put back: it agrees with itself, and what was given out since is shown by what the clients saw (rule 8).
#![cfg(feature = "sqlite")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

#[cfg(feature = "postgres")]
#[path = "support/postgres.rs"]
mod server;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::*;
use unitmark::ledger::{
    Fate, LedgerErrorKind, LedgerId, Marks, NamedScheme, Resume, Scanned, Sqlite, Store, Units,
};
use unitmark::serial::{Context, Definition, Key, Reset, Scheme, Scope};

fn id() -> LedgerId {
    LedgerId::from_bytes([1, 2, 3, 4])
}

/// A ledger that can be put back to where it was, and clients with state folders of their own.
trait Place {
    /// A new handle of the client of that name.
    fn open(&self, client: &str) -> Box<dyn Store>;
    fn keep(&mut self);
    fn put_back(&self);
    fn state(&self) -> &Path;

    fn marks(&self, client: &str) -> Marks {
        let file = self.state().join(client).join(format!("{}.marks", id()));
        let text = std::fs::read_to_string(file).unwrap();
        assert!(Marks::are_in(&text));
        Marks::parse(&text).unwrap().1
    }
}

struct File {
    folder: tempfile::TempDir,
}

impl File {
    fn new() -> Self {
        let own = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        Sqlite::create(&own.path(), id(), time(APRIL)).unwrap();
        own
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }
}

impl Place for File {
    fn open(&self, client: &str) -> Box<dyn Store> {
        let marks = Marks::in_folder(&self.state().join(client), &id());
        Box::new(Sqlite::open(&self.path()).unwrap().with_marks(marks))
    }

    fn keep(&mut self) {
        let backup = self.folder.path().join("backup.db");
        let proved = self.open("keeper").backup(&backup, time(APRIL)).unwrap();
        assert!(proved.events > 0 && proved.is_sound());
    }

    fn put_back(&self) {
        for old in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
            let _ = std::fs::remove_file(self.folder.path().join(old));
        }
        std::fs::copy(self.folder.path().join("backup.db"), self.path()).unwrap();
    }

    fn state(&self) -> &Path {
        self.folder.path()
    }
}

#[cfg(feature = "postgres")]
struct Server {
    cluster: &'static server::Cluster,
    url: String,
    folder: tempfile::TempDir,
    dump: String,
}

#[cfg(feature = "postgres")]
impl Server {
    fn new() -> Option<Self> {
        let cluster = server::cluster()?;
        let url = cluster.url();
        unitmark::ledger::PostgresOptions::default()
            .create(&url, id(), time(APRIL))
            .unwrap();
        Some(Self {
            cluster,
            url,
            folder: tempfile::tempdir().unwrap(),
            dump: String::new(),
        })
    }

    fn schema(&self) -> &str {
        self.url.rsplit('=').next().unwrap()
    }
}

#[cfg(feature = "postgres")]
impl Place for Server {
    fn open(&self, client: &str) -> Box<dyn Store> {
        let marks = Marks::in_folder(&self.state().join(client), &id());
        let ledger = unitmark::ledger::Postgres::open(&self.url).unwrap();
        Box::new(ledger.with_marks(marks))
    }

    fn keep(&mut self) {
        let error = self
            .open("keeper")
            .backup(&self.folder.path().join("backup"), time(APRIL))
            .unwrap_err();
        assert_eq!(error.code(), "backup-by-server");
        let schema = format!("--schema={}", self.schema());
        assert!(error.to_string().contains(&schema), "{error}");
        self.dump = self.cluster.tool("pg_dump", &[&schema], "");
    }

    fn put_back(&self) {
        let mut client = self.cluster.client();
        client
            .batch_execute(&format!("DROP SCHEMA {} CASCADE", self.schema()))
            .unwrap();
        self.cluster.tool("psql", &["-q"], &self.dump);
    }

    fn state(&self) -> &Path {
        self.folder.path()
    }
}

macro_rules! on_both {
    ($($case:ident)*) => {
        mod sqlite {
            $(
                #[test]
                fn $case() {
                    super::$case(&mut super::File::new());
                }
            )*
        }

        #[cfg(feature = "postgres")]
        mod postgres {
            $(
                #[test]
                fn $case() {
                    if let Some(mut place) = super::Server::new() {
                        super::$case(&mut place);
                    }
                }
            )*
        }
    };
}

on_both! {
    each_client_notices_a_restored_backup_and_a_resume_passes_what_all_saw
    a_resume_that_knew_too_little_is_noticed_by_who_knows_more
    a_counter_and_a_scheme_that_the_backup_does_not_have_come_back
    a_handle_that_stays_open_notices_too
    a_scanned_serial_past_its_counter_stops_that_counter
    a_known_serial_is_never_given_out_again_whatever_its_scheme
    a_known_serial_whose_product_is_not_told_is_refused
    numbers_that_may_be_on_two_units_are_told
    a_scan_stops_no_counter_of_another_application_identifier
    what_goes_on_as_it_should_is_not_refused
}

fn reserve(store: &dyn Store, name: &str, count: u64) -> Vec<String> {
    serials(
        &store
            .reserve(&ask(name, APRIL, vec![next(&monthly(), APRIL, count)]))
            .unwrap(),
    )
}

fn refusal(store: &dyn Store, name: &str) -> String {
    let request = ask(name, APRIL, vec![next(&monthly(), APRIL, 1)]);
    let error = store.reserve(&request).unwrap_err();
    assert_eq!(error.code(), "ledger-restored", "{error}");
    assert!(matches!(error.kind(), LedgerErrorKind::Restored { .. }));
    assert!(!error.is_retryable());
    let group = store.reserve_group(&[request]);
    let refused = group.is_err() || group.unwrap().iter().all(Result::is_err);
    assert!(refused, "a group is no way around it");
    assert!(store.run_of_request(name).unwrap().is_none());
    error.to_string()
}

fn resume(marks: Vec<Marks>) -> Resume {
    Resume {
        at: time(MAY),
        by: "a test".into(),
        reason: Some("the disk died".into()),
        marks,
        known: Vec::new(),
        forget: Vec::new(),
    }
}

fn each_client_notices_a_restored_backup_and_a_resume_passes_what_all_saw(place: &mut dyn Place) {
    let mut given: Vec<String> = Vec::new();
    {
        let (a, b) = (place.open("a"), place.open("b"));
        given.extend(reserve(&*a, "a1", 5));
        given.extend(reserve(&*b, "b1", 5));
        place.keep();
        given.extend(reserve(&*a, "a2", 3));
        given.extend(reserve(&*b, "b2", 2));
    }
    let heads = place.open("c").heads(time(APRIL)).unwrap();
    place.put_back();

    let (a, b) = (place.open("a"), place.open("b"));
    assert_sound(&*a);
    let message = refusal(&*a, "a3");
    assert!(message.contains("unitmark ledger resume"), "{message}");
    refusal(&*b, "b3");
    // The marks are heads too: they show that events were cut off.
    let seen = place.marks("b").heads(&id(), time(MAY));
    assert!(!a.verify(Some(&seen)).unwrap().is_sound());

    let resumed = a.resume(&resume(vec![place.marks("b")])).unwrap();
    assert_eq!((resumed.epoch, resumed.moved.len()), (2, 1));
    assert_eq!((resumed.moved[0].first, resumed.moved[0].count), (11, 5));
    given.extend(reserve(&*a, "a4", 2));
    given.extend(reserve(&*b, "b4", 2));
    given.extend(reserve(&*place.open("b"), "b5", 1));
    given.extend(reserve(&*place.open("new"), "n1", 1));
    let different: HashSet<&String> = given.iter().collect();
    assert_eq!(different.len(), given.len(), "{given:?}");
    assert_sound(&*a);
    let lost = a.gaps().unwrap()[0].sum(|fate| *fate == Fate::Lost);
    assert_eq!(lost, 5);
    let kinds: Vec<String> = a
        .trail((0, 0), 100)
        .unwrap()
        .into_iter()
        .map(|event| event.kind)
        .collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "resumed").count(), 2);
    let found = a.verify(Some(&heads)).unwrap();
    assert!(
        found
            .findings
            .iter()
            .all(|finding| finding.kind.code() == "head-missing")
    );
    assert!(!found.is_sound(), "what was lost stays visible");
}

fn a_resume_that_knew_too_little_is_noticed_by_who_knows_more(place: &mut dyn Place) {
    let (mut given, b) = {
        let (a, b) = (place.open("a"), place.open("b"));
        let mut given = reserve(&*a, "a1", 5);
        place.keep();
        given.extend(reserve(&*a, "a2", 1));
        (given, reserve(&*b, "b2", 4))
    };
    given.extend(b);
    place.put_back();
    let (a, b) = (place.open("a"), place.open("b"));
    assert_eq!(a.resume(&resume(Vec::new())).unwrap().moved[0].count, 1);
    refusal(&*b, "b3");
    let resumed = b.resume(&resume(Vec::new())).unwrap();
    assert_eq!((resumed.epoch, resumed.moved[0].count), (3, 4));
    given.extend(reserve(&*a, "a4", 2));
    given.extend(reserve(&*b, "b4", 2));
    let different: HashSet<&String> = given.iter().collect();
    assert_eq!(different.len(), given.len(), "{given:?}");
    assert_sound(&*a);
}

fn a_counter_and_a_scheme_that_the_backup_does_not_have_come_back(place: &mut dyn Place) {
    let other: NamedScheme = pattern("other", "X{seq:6}", Reset::Never);
    place.keep();
    let ask_other = |name: &str| ask(name, APRIL, vec![next(&other, APRIL, 3)]);
    let before = serials(&place.open("a").reserve(&ask_other("1")).unwrap());
    place.put_back();
    let a = place.open("a");
    assert_eq!(a.schemes().unwrap().len(), 0);
    assert_eq!(
        a.reserve(&ask_other("2")).unwrap_err().code(),
        "ledger-restored"
    );
    let resumed = a.resume(&resume(Vec::new())).unwrap();
    assert_eq!(
        (resumed.moved[0].scheme.as_str(), resumed.moved[0].count),
        ("other", 3)
    );
    let after = serials(&a.reserve(&ask_other("1")).unwrap());
    assert_eq!(
        (before[2].as_str(), after[0].as_str()),
        ("X000003", "X000004")
    );
    assert_sound(&*a);
}

fn a_handle_that_stays_open_notices_too(place: &mut dyn Place) {
    let a = place.open("a");
    reserve(&*a, "a1", 5);
    place.keep();
    reserve(&*a, "a2", 3);
    place.put_back();
    let request = ask("a3", APRIL, vec![next(&monthly(), APRIL, 1)]);
    let code = a.reserve(&request).unwrap_err().code();
    // A file that another took the place of is told as such, before its serials could be lost with it.
    assert!(
        ["ledger-restored", "ledger-replaced"].contains(&code),
        "{code}"
    );
    refusal(&*place.open("a"), "a4");
}

fn a_scanned_serial_past_its_counter_stops_that_counter(place: &mut dyn Place) {
    let a = place.open("a");
    reserve(&*a, "a1", 5);
    let scan = |serial: &str| Scanned {
        ai: None,
        gtin: Some(gtin("5012345678900")),
        serial: serial.into(),
    };
    let scans = ["WG-2026040005", "WG-2026040009", "WG-2026040007", "nothing"].map(scan);
    a.look_up(&scans).unwrap();
    let message = refusal(&*a, "a2");
    refusal(&*place.open("a"), "a2");
    // Another counter goes on; a serial that is none of ours is forgotten.
    let may = unitmark::ledger::RunRequest {
        at: Some(time(MAY)),
        ..ask("a5", MAY, vec![next(&monthly(), MAY, 1)])
    };
    assert_eq!(place.open("b").reserve(&may).unwrap().units(), 1);
    assert!(message.contains("--forget WG-2026040007"), "{message}");
    // Of those who ask together, only who asks for that counter is refused.
    let other = pattern("other", "X{seq:6}", Reset::Never);
    a.register(&other, time(APRIL)).unwrap();
    let answers = a
        .reserve_group(&[
            ask("g1", APRIL, vec![next(&other, APRIL, 1)]),
            ask("g2", APRIL, vec![next(&monthly(), APRIL, 1)]),
            ask("g3", APRIL, vec![next(&other, APRIL, 1)]),
        ])
        .unwrap();
    let told: Vec<Option<&str>> = answers
        .iter()
        .map(|answer| answer.as_ref().err().map(|error| error.code()))
        .collect();
    assert_eq!(told, [None, Some("ledger-restored"), None]);
    // And for this client too; a resume passes no serial that was only scanned.
    assert_eq!(a.reserve(&may).unwrap().units(), 1);
    let resumed = a.resume(&resume(Vec::new())).unwrap();
    assert_eq!(resumed.moved, []);
    assert_eq!(resumed.scanned, ["WG-2026040007", "WG-2026040009"]);
    let forget = |serials: &[&str]| Resume {
        forget: serials.iter().map(|&serial| serial.into()).collect(),
        ..resume(Vec::new())
    };
    a.resume(&forget(&["WG-2026040009"])).unwrap();
    refusal(&*a, "a2");
    let forgotten = a.resume(&forget(&["WG-2026040007"])).unwrap();
    assert_eq!((forgotten.moved.len(), forgotten.scanned.len()), (0, 0));
    // What is forgotten stays so, and what never was scanned cannot be.
    a.look_up(&scans).unwrap();
    let error = a.resume(&forget(&["NOPE"])).unwrap_err();
    assert_eq!(error.code(), "not-scanned");
    assert_eq!(reserve(&*a, "a6", 1), ["WG-2026040006"]);
    assert_eq!(reserve(&*place.open("a"), "a7", 1), ["WG-2026040007"]);
    // One that is known to exist is passed.
    let known = Resume {
        known: vec![scan("WG-2026040020")],
        ..resume(Vec::new())
    };
    assert_eq!(a.resume(&known).unwrap().moved[0].count, 13);
    assert_eq!(reserve(&*a, "a8", 1), ["WG-2026040021"]);
    assert_sound(&*a);
}

/// A scheme with unguessable numbers, and its key.
fn hidden(scope: Scope) -> NamedScheme {
    let key = Key::new("line", [7; 32]).unwrap();
    let definition = Definition {
        reset: Reset::Never,
        scope,
        ..Definition::of("R{rnd:6:b36}")
    };
    let scheme = Scheme::new(definition.with_key(&key)).unwrap();
    NamedScheme::new("hidden", Arc::new(scheme.unlock(&key).unwrap())).unwrap()
}

fn of_widget(serial: &str) -> Scanned {
    Scanned {
        gtin: Some(gtin("5012345678900")),
        ai: Some("21".into()),
        serial: serial.into(),
    }
}

fn bare(serial: &str) -> Scanned {
    Scanned {
        gtin: None,
        ai: None,
        serial: serial.into(),
    }
}

fn next_hidden(scheme: &NamedScheme, name: &str, count: u64) -> unitmark::ledger::RunRequest {
    let context = Context::new().with("gtin", "05012345678900");
    let mut line = next(&monthly(), APRIL, count);
    line.units = Units::Next {
        scheme: scheme.clone(),
        slot: scheme.scheme().slot(&context, time(APRIL)).unwrap(),
        count,
    };
    ask(name, APRIL, vec![line])
}

fn a_known_serial_is_never_given_out_again_whatever_its_scheme(place: &mut dyn Place) {
    let a = place.open("a");
    let (hidden, gone) = (
        hidden(Scope::Gtin),
        pattern("gone", "G{seq:3}", Reset::Never),
    );
    let before = serials(&a.reserve(&next_hidden(&hidden, "1", 3)).unwrap());
    place.keep();
    let lost = serials(&a.reserve(&next_hidden(&hidden, "2", 3)).unwrap());
    let ask_gone = |name: &str| ask(name, APRIL, vec![next(&gone, APRIL, 2)]);
    let of_gone = serials(&a.reserve(&ask_gone("3")).unwrap());
    drop(a);
    place.put_back();

    // A client that saw nothing, and has the labels.
    let b = place.open("b");
    let _ = b.register(&hidden, time(APRIL)).unwrap();
    let known: Vec<Scanned> = before
        .iter()
        .chain(&lost)
        .chain(&of_gone)
        .map(|serial| of_widget(serial))
        .collect();
    let told = Resume {
        known,
        ..resume(Vec::new())
    };
    let resumed = b.resume(&told).unwrap();
    assert_eq!((resumed.moved.len(), resumed.held), (0, 5));
    assert_eq!(b.resume(&told).unwrap().held, 0, "they are known already");
    let after = serials(&b.reserve(&next_hidden(&hidden, "4", 3)).unwrap());
    assert!(
        after.iter().all(|serial| !lost.contains(serial)),
        "{after:?}"
    );
    assert_eq!(
        serials(&b.reserve(&ask_gone("5")).unwrap()),
        ["G003", "G004"]
    );
    assert_sound(&*b);
    let found = b.look_up(&[of_widget(&lost[0])]).unwrap();
    assert_eq!(found[0].len(), 1);
}

fn a_known_serial_whose_product_is_not_told_is_refused(place: &mut dyn Place) {
    let a = place.open("a");
    let each = per_gtin("each", "E{seq:4}");
    a.reserve(&ask("1", APRIL, vec![next(&each, APRIL, 2)]))
        .unwrap();
    reserve(&*a, "2", 1);
    let told = |known: &[Scanned]| {
        a.resume(&Resume {
            known: known.to_vec(),
            ..resume(Vec::new())
        })
    };
    let error = told(&[bare("E0007"), bare("WG-2026040004"), bare("nobody's")]).unwrap_err();
    assert_eq!(error.code(), "gtin-missing");
    let message = error.to_string();
    assert!(message.starts_with("E0007, nobody's: "), "{message}");
    let resumed = told(&[of_widget("E0007"), bare("WG-2026040004")]).unwrap();
    assert_eq!((resumed.moved.len(), resumed.held), (2, 0));
    assert_eq!(a.counters().unwrap().len(), 2, "no counter of no product");
    assert_sound(&*a);
}

fn numbers_that_may_be_on_two_units_are_told(place: &mut dyn Place) {
    {
        let (a, b) = (place.open("a"), place.open("b"));
        reserve(&*a, "a1", 3);
        reserve(&*b, "b1", 2);
        place.keep();
        reserve(&*b, "b2", 5);
    }
    // The other client's marks are older than the backup: it notices nothing.
    place.put_back();
    reserve(&*place.open("a"), "a2", 2);
    let b = place.open("b");
    refusal(&*b, "b3");
    let resumed = b.resume(&resume(vec![place.marks("a")])).unwrap();
    assert_eq!((resumed.moved[0].first, resumed.moved[0].count), (8, 3));
    assert_eq!(resumed.twice.len(), 1);
    assert_eq!((resumed.twice[0].first, resumed.twice[0].count), (6, 2));
    assert_eq!(b.verify(None).unwrap().epoch, 2);
}

fn a_scan_stops_no_counter_of_another_application_identifier(place: &mut dyn Place) {
    let a = place.open("a");
    let long = pattern("long", "0{seq:17}", Reset::Never);
    let ask_long = |name: &str| ask(name, APRIL, vec![next(&long, APRIL, 1)]);
    a.reserve(&ask_long("1")).unwrap();
    let sscc = Scanned {
        gtin: None,
        ai: Some("00".into()),
        serial: "050123450000000015".into(),
    };
    assert_eq!(a.look_up(core::slice::from_ref(&sscc)).unwrap(), [vec![]]);
    assert_eq!(a.ahead(&[sscc]).unwrap(), [None]);
    a.reserve(&ask_long("2")).unwrap();
    // The same as a serial is ahead, and stops it.
    let serial = bare("050123450000000015");
    let ahead = a.ahead(core::slice::from_ref(&serial)).unwrap();
    assert_eq!(ahead[0].as_ref().unwrap().next, 3);
    a.look_up(&[serial]).unwrap();
    let error = a.reserve(&ask_long("3")).unwrap_err();
    assert_eq!(error.code(), "ledger-restored");
}

fn what_goes_on_as_it_should_is_not_refused(place: &mut dyn Place) {
    let small = pattern("small", "S{seq:1}", Reset::Never);
    for round in 0..4 {
        for client in ["a", "b"] {
            let ledger = place.open(client);
            for number in 0..3 {
                let name = format!("{round} {client} {number}");
                assert_eq!(reserve(&*ledger, &name, 2).len(), 2);
                reserve(&*ledger, &name, 2);
            }
            // Refusals, alone and in a group, leave no mark of what was taken back.
            let refused = ask("small", APRIL, vec![next(&small, APRIL, 100)]);
            assert_eq!(ledger.reserve(&refused).unwrap_err().code(), "exhausted");
            ledger
                .preview(&ask("preview", APRIL, vec![next(&monthly(), APRIL, 7)]))
                .unwrap();
            let group = ledger.reserve_group(&[
                refused.clone(),
                ask(
                    &format!("{round} {client} group"),
                    APRIL,
                    vec![next(&monthly(), APRIL, 1)],
                ),
                refused,
            ]);
            let answers: Vec<bool> = group.unwrap().iter().map(Result::is_ok).collect();
            assert_eq!(answers, [false, true, false]);
        }
    }
    let seen = place.marks("a").heads(&id(), time(MAY));
    let ledger = place.open("a");
    assert!(ledger.verify(Some(&seen)).unwrap().is_sound());
    assert_sound(&*ledger);
}

#[test]
fn a_backup_is_whole_while_others_write_and_is_never_written_over() {
    let place = File::new();
    let backup = place.folder.path().join("copy.db");
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let ledger = place.open("w");
            for number in 0..60 {
                reserve(&*ledger, &format!("w{number}"), 3);
            }
        });
        let ledger = place.open("a");
        reserve(&*ledger, "a1", 3);
        ledger.backup(&backup, time(MAY)).unwrap();
        writer.join().unwrap();
    });
    let copy = Sqlite::open(&backup).unwrap();
    assert_eq!(copy.id(), &id());
    assert_sound(&copy);
    let error = place.open("a").backup(&backup, time(MAY)).unwrap_err();
    assert_eq!(error.code(), "ledger-already-there");
    let left: Vec<String> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".new"))
        .collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn marks_that_cannot_be_kept_stop_allocation_and_nothing_else() {
    let place = File::new();
    reserve(&*place.open("a"), "a1", 1);
    let file = place.folder.path().join("no-folder");
    std::fs::write(&file, "").unwrap();
    let ledger = Sqlite::open(&place.path())
        .unwrap()
        .with_marks(Marks::in_folder(&file, &id()));
    assert_eq!(ledger.runs(None, 9).unwrap().len(), 1);
    let request = ask("a2", APRIL, vec![next(&monthly(), APRIL, 1)]);
    let error = ledger.reserve(&request).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("ledger-marks", true));
    assert_eq!(
        ledger.runs(None, 9).unwrap().len(),
        1,
        "nothing was reserved"
    );
    // A file that is damaged says which line.
    let damaged = place
        .folder
        .path()
        .join("a")
        .join(format!("{}.marks", id()));
    let text = std::fs::read_to_string(&damaged).unwrap();
    std::fs::write(&damaged, text.replace("mark\t", "mask\t")).unwrap();
    let error = place.open("a").reserve(&request).unwrap_err();
    assert_eq!(error.code(), "ledger-marks");
    assert!(error.to_string().contains("line 4"), "{error}");
}

#[test]
fn marks_of_many_commits_are_folded() {
    let place = File::new();
    let ledger = place.open("a");
    let file = place
        .folder
        .path()
        .join("a")
        .join(format!("{}.marks", id()));
    reserve(&*ledger, "first", 1);
    let text = std::fs::read_to_string(&file).unwrap();
    let mark = text.lines().last().unwrap();
    std::fs::write(&file, format!("{text}{}", format!("{mark}\n").repeat(4000))).unwrap();
    let again = place.open("a");
    reserve(&*again, "second", 1);
    let folded = std::fs::metadata(&file).unwrap().len();
    assert!(folded < 4096, "{folded} bytes");
    reserve(&*ledger, "third", 1);
    reserve(&*place.open("a"), "fourth", 1);
    assert_sound(&*ledger);
}
