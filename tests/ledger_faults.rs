//! A server's faults and a network's: TLS, passwords, standbys, lost commits, full disks, and records that somebody changed.
#![cfg(all(feature = "cli", feature = "postgres"))]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/ledger.rs"]
mod support;

#[path = "support/postgres.rs"]
mod server;

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use support::*;
use unitmark::ledger::{
    ForeignSerial, ForeignSerials, Import, ImportLine, LedgerError, LedgerId, Mark, MarkKind, Move,
    NamedScheme, Pass, Postgres, PostgresOptions, Refusal, RunRequest, RunState, Secret, Sqlite,
    Store, UnitKey, UnitState,
};
use unitmark::serial::{Context, Reset};

fn id() -> LedgerId {
    LedgerId::from_bytes([1, 2, 3, 4])
}

fn wide() -> NamedScheme {
    pattern("wide", "W{seq:8}", Reset::Never)
}

fn request(name: &str) -> RunRequest {
    ask(name, APRIL, vec![next(&wide(), APRIL, 3)])
}

fn create(url: &str) -> Postgres {
    PostgresOptions::default()
        .create(url, id(), time(APRIL))
        .unwrap()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl")
        .args(arguments.split(' '))
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// An authority, a certificate of it for `localhost` that is no address, and an authority that signed nothing.
fn make_certificates(folder: &Path) {
    for name in ["authority", "stranger"] {
        openssl(
            folder,
            &format!(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -keyout {name}.key -out {name}.pem"
            ),
        );
    }
    openssl(
        folder,
        "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr",
    );
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    openssl(
        folder,
        "x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile names -out server.pem",
    );
    for name in ["server.key", "server.pem"] {
        server::give_to_server(&folder.join(name));
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one server with TLS, and all that is asked of it"
)]
#[test]
fn tls_is_as_strict_as_sslmode_says_and_passwords_stay_secret() {
    let Some(bin) = server::find() else {
        return;
    };
    let port = free_port();
    let settings = format!(
        "listen_addresses = '127.0.0.1'\nport = {port}\nssl = on\nssl_cert_file = '../server.pem'\nssl_key_file = '../server.key'"
    );
    let cluster = server::Cluster::start_after(bin, &settings, |folder| {
        make_certificates(folder);
        std::fs::write(
            folder.join("data/pg_hba.conf"),
            "local all all trust\nhostssl all all all scram-sha-256\n",
        )
        .unwrap();
        server::give_to_server(&folder.join("data/pg_hba.conf"));
    });
    let mut owner = postgres::Client::connect(
        &format!(
            "host={} port={port} user=unitmark dbname=postgres",
            cluster.folder().display()
        ),
        postgres::NoTls,
    )
    .unwrap();
    owner
        .batch_execute("CREATE USER worker SUPERUSER PASSWORD 'h0rse battery'")
        .unwrap();
    // A folder that the test reads and the server's folder is not changed by.
    let place = tempfile::tempdir().unwrap();
    for name in ["authority.pem", "stranger.pem"] {
        std::fs::copy(cluster.folder().join(name), place.path().join(name)).unwrap();
    }
    let file = |name: &str| {
        let path = place.path().join(name);
        path.display().to_string().replace('/', "%2F")
    };
    let url = |host: &str, settings: &str| {
        format!("postgres://worker@{host}:{port}/postgres?schema=tls&{settings}")
    };
    let options = PostgresOptions {
        patience: Duration::from_millis(300),
        password: Some(Secret::new("h0rse battery")),
        ..PostgresOptions::default()
    };
    let (known, stranger) = (file("authority.pem"), file("stranger.pem"));
    options
        .create(&url("localhost", "sslmode=require"), id(), time(APRIL))
        .unwrap();
    for (host, settings, opens) in [
        ("localhost", "sslmode=disable".to_owned(), false),
        ("localhost", "sslmode=prefer".to_owned(), true),
        ("127.0.0.1", "sslmode=require".to_owned(), true),
        (
            "127.0.0.1",
            format!("sslmode=verify-ca&sslrootcert={known}"),
            true,
        ),
        (
            "localhost",
            format!("sslmode=verify-ca&sslrootcert={stranger}"),
            false,
        ),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={known}"),
            true,
        ),
        // The certificate is not of this name; of an authority that nobody named; of another one.
        (
            "127.0.0.1",
            format!("sslmode=verify-full&sslrootcert={known}"),
            false,
        ),
        ("localhost", "sslmode=verify-full".to_owned(), false),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={stranger}"),
            false,
        ),
    ] {
        let opened = options.open(&url(host, &settings));
        assert_eq!(opened.is_ok(), opens, "{host} {settings}: {opened:?}");
        if let Err(error) = opened {
            assert_eq!(error.code(), "ledger-io", "{host} {settings}: {error}");
            assert!(!format!("{error} {error:?}").contains("h0rse"), "{error}");
        }
    }

    // The program, with a password file.
    let pass = place.path().join("pass");
    let run = |password: &str, secret: Option<&str>| -> Output {
        std::fs::write(
            &pass,
            format!(
                "# of all\nelsewhere:*:*:*:wrong\nlocalhost:{port}:postgres:worker:{password}\n"
            ),
        )
        .unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_unitmark"));
        command
            .args([
                "serial",
                "next",
                "--pattern",
                "T{seq:6}",
                "--reset",
                "never",
            ])
            .arg("--ledger")
            .arg(url(
                "localhost",
                &format!("sslmode=verify-full&sslrootcert={known}"),
            ))
            .env("PGPASSFILE", &pass)
            .env("UNITMARK_STATE", place.path().join("state"))
            .env_remove("PGPASSWORD");
        if let Some(secret) = secret {
            command.env("PGPASSWORD", secret);
        }
        command.output().unwrap()
    };
    for (password, secret, status) in [
        ("h0rse battery", None, 0),
        ("wr0ng", None, 3),
        ("wr0ng", Some("h0rse battery"), 0),
    ] {
        let output = run(password, secret);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{said}");
        assert!(!said.contains("h0rse") && !said.contains("wr0ng"), "{said}");
    }
    let ledger = options.open(&url("localhost", "sslmode=require")).unwrap();
    for event in ledger.trail((0, 0), 100).unwrap() {
        assert!(!event.body.contains("h0rse"), "{event:?}");
    }
    assert_sound(&ledger);
}

#[test]
fn a_standby_is_refused_and_its_primary_named() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let url = cluster.url_as("unitmark", "standby");
    create(&url);
    let standby = cluster.standby();
    let error = Postgres::open(&standby.url_as("unitmark", "standby")).unwrap_err();
    assert_eq!(error.code(), "unsafe-server");
    assert!(error.to_string().contains("standby"), "{error}");
}

/// What the network does to a connection when it commits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// The server commits, and its answer is lost.
    Answer,
    /// The server never hears of it.
    Question,
}

/// A network before a server, which passes on what each client and the server say; gives its port.
fn network(socket: &Path, pass: impl Fn(TcpStream, UnixStream) + Clone + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let socket = socket.join(".s.PGSQL.5432");
    thread::spawn(move || {
        for client in listener.incoming() {
            let (server, pass) = (UnixStream::connect(&socket).unwrap(), pass.clone());
            thread::spawn(move || pass(client.unwrap(), server));
        }
    });
    port
}

/// One that cuts the first so many connections when they commit.
fn cutting(socket: &Path, cut: Cut, times: u32) -> u16 {
    let left = Arc::new(AtomicU32::new(times));
    network(socket, move |client, server| {
        cut_off(client, server, cut, &left);
    })
}

/// Whether a client asks for a commit here, or a server says that it is done.
fn says_commit(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|part| part == b"COMMIT\0")
}

fn cut_off(mut client: TcpStream, mut server: UnixStream, cut: Cut, left: &AtomicU32) {
    let (mut to_client, mut from_server) =
        (client.try_clone().unwrap(), server.try_clone().unwrap());
    let is_cut = Arc::new(Mutex::new(false));
    let silent = Arc::clone(&is_cut);
    let back = thread::spawn(move || {
        let mut bytes = [0; 1 << 12];
        while let Ok(read) = from_server.read(&mut bytes) {
            if read == 0 {
                break;
            }
            if *silent.lock().unwrap() && says_commit(&bytes[..read]) {
                break;
            }
            if to_client.write_all(&bytes[..read]).is_err() {
                break;
            }
        }
        let _ = to_client.shutdown(std::net::Shutdown::Both);
    });
    let mut bytes = [0; 1 << 12];
    while let Ok(read) = client.read(&mut bytes) {
        if read == 0 {
            break;
        }
        let cuts = says_commit(&bytes[..read])
            && left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                })
                .is_ok();
        if cuts {
            *is_cut.lock().unwrap() = true;
            if cut == Cut::Question {
                break;
            }
        }
        if server.write_all(&bytes[..read]).is_err() {
            break;
        }
        if cuts {
            let _ = back.join();
            return;
        }
    }
    let _ = server.shutdown(std::net::Shutdown::Both);
    let _ = client.shutdown(std::net::Shutdown::Both);
    let _ = back.join();
}

/// One that counts how often a client has to wait for the server; gives its port and the count.
fn counting(socket: &Path) -> (u16, Arc<AtomicU32>) {
    let trips = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&trips);
    let port = network(socket, move |mut from_client, mut to_server| {
        let (mut to_client, mut from_server) = (
            from_client.try_clone().unwrap(),
            to_server.try_clone().unwrap(),
        );
        let is_answered = Arc::new(AtomicBool::new(true));
        let answered = Arc::clone(&is_answered);
        thread::spawn(move || {
            let mut bytes = [0; 1 << 13];
            while let Ok(read @ 1..) = from_server.read(&mut bytes) {
                answered.store(true, Ordering::SeqCst);
                if to_client.write_all(&bytes[..read]).is_err() {
                    break;
                }
            }
            let _ = to_client.shutdown(std::net::Shutdown::Both);
        });
        let mut bytes = [0; 1 << 13];
        while let Ok(read @ 1..) = from_client.read(&mut bytes) {
            if is_answered.swap(false, Ordering::SeqCst) {
                counted.fetch_add(1, Ordering::SeqCst);
            }
            if to_server.write_all(&bytes[..read]).is_err() {
                break;
            }
        }
        let _ = to_server.shutdown(std::net::Shutdown::Both);
    });
    (port, trips)
}

#[test]
fn a_reservation_is_three_trips_to_the_server() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    create(&cluster.url_as("unitmark", "trips"));
    let (port, trips) = counting(cluster.folder());
    let url = format!("postgres://unitmark@127.0.0.1:{port}/postgres?sslmode=disable&schema=trips");
    let ledger = Postgres::open(&url).unwrap();
    // The first ones register the scheme and prepare statements.
    ledger.reserve(&request("a")).unwrap();
    ledger.reserve(&request("b")).unwrap();
    let count = |work: &mut dyn FnMut()| {
        trips.store(0, Ordering::SeqCst);
        work();
        trips.load(Ordering::SeqCst)
    };
    assert_eq!(
        count(&mut || assert_eq!(ledger.reserve(&request("c")).unwrap().units(), 3)),
        3
    );
    let group: Vec<_> = ["d", "e", "f"].map(request).into();
    ledger.reserve_group(&group).unwrap();
    let group: Vec<_> = ["g", "h", "i"].map(request).into();
    assert_eq!(
        count(&mut || assert_eq!(ledger.reserve_group(&group).unwrap().len(), 3)),
        3,
        "however many share a commit"
    );
    assert_sound(&ledger);
}

#[test]
fn a_ledger_on_a_server_may_be_used_by_asynchronous_code() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let url = cluster.url_as("unitmark", "asynchronous");
    create(&url);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let ledger = Postgres::open(&url).unwrap();
        assert_eq!(ledger.reserve(&request("a")).unwrap().units(), 3);
        assert_sound(&ledger);
        let error = Postgres::open("postgres://u@127.0.0.1:1/x?sslmode=disable").unwrap_err();
        assert_eq!(error.code(), "ledger-io");
    });
}

/// A list that its caller cannot read to its end.
struct Broken(u32);

impl ForeignSerials for Broken {
    fn begin(&mut self, _: Pass) -> Result<(), LedgerError> {
        Ok(())
    }

    fn read(&mut self, _: usize) -> Result<Vec<ForeignSerial>, LedgerError> {
        self.0 += 1;
        assert!(self.0 < 2, "the list is broken");
        let serial = |row| ForeignSerial {
            row,
            line: 0,
            serial: format!("X{row}"),
        };
        Ok((0..3).map(serial).collect())
    }

    fn refuse(&mut self, _: Vec<Refusal>) -> Result<(), LedgerError> {
        Ok(())
    }
}

#[test]
fn what_a_panic_of_the_caller_cut_short_is_taken_back() {
    let mut ledgers: Vec<Box<dyn Store>> =
        vec![Box::new(Sqlite::in_memory(id(), time(APRIL)).unwrap())];
    if let Some(cluster) = server::cluster() {
        ledgers.push(Box::new(create(&cluster.url_as("unitmark", "panic"))));
    }
    let import = Import {
        request_id: "list".into(),
        args_hash: [0; 32],
        holder: "a test".into(),
        now: time(APRIL),
        spec: String::new(),
        lines: vec![ImportLine {
            product: widget(),
            ai: "21".into(),
        }],
        rows: 6,
        unread: 0,
        is_partial: false,
    };
    for ledger in ledgers {
        ledger.reserve(&request("a")).unwrap();
        let work = || ledger.import(&import, &mut Broken(0));
        assert!(catch_unwind(AssertUnwindSafe(work)).is_err());
        let run = ledger.reserve(&request("b")).unwrap();
        assert_eq!(serials(&run)[0], "W00000004");
        assert!(ledger.run_of_request("list").unwrap().is_none());
        assert_sound(&*ledger);
    }
}

#[test]
fn a_hold_on_a_server_that_hangs_is_given_up() {
    let Some(bin) = server::find() else {
        return;
    };
    // One of its own, so that no other test's session is meant.
    let cluster = server::Cluster::start(bin, "");
    let ledger = create(&cluster.url_as("unitmark", "hangs"));
    let run = ledger.reserve(&request("a")).unwrap();
    let hold = ledger.hold(&run.id).unwrap();
    let holder: i32 = cluster
        .client()
        .query_one(
            "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()",
            &[],
        )
        .unwrap()
        .get(0);
    let signal = |name: &str| {
        let kill = Command::new("sh")
            .args(["-c", &format!("kill {name} {holder}")])
            .status();
        assert!(kill.unwrap().success());
    };
    signal("-STOP");
    let dropped = thread::spawn(move || drop(hold));
    let mut waited = 0;
    while !dropped.is_finished() && waited < 3_000 {
        thread::sleep(Duration::from_millis(10));
        waited += 1;
    }
    let is_given_up = dropped.is_finished();
    signal("-CONT");
    dropped.join().unwrap();
    assert!(is_given_up);
}

#[test]
fn a_commit_whose_answer_is_lost_is_done_once() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    for (cut, schema) in [(Cut::Answer, "answer"), (Cut::Question, "question")] {
        let direct = create(&cluster.url_as("unitmark", schema));
        direct.register(&wide(), time(APRIL)).unwrap();
        let port = cutting(cluster.folder(), cut, 3);
        let url = format!(
            "postgres://unitmark@127.0.0.1:{port}/postgres?sslmode=disable&schema={schema}"
        );
        let folder = tempfile::tempdir().unwrap();
        let marks = unitmark::ledger::Marks::in_folder(folder.path(), &id());
        let ledger = Postgres::open(&url).unwrap().with_marks(marks);
        let first = ledger.reserve(&request("a")).unwrap();
        assert!(!first.replayed, "the caller asked once");
        assert_eq!(serials(&first), ["W00000001", "W00000002", "W00000003"]);
        let group = ledger.reserve_group(&[request("b"), request("c")]).unwrap();
        let group: Vec<String> = group
            .iter()
            .flat_map(|run| serials(run.as_ref().unwrap()))
            .collect();
        assert_eq!(group.len(), 6);
        let mark = unitmark::ledger::Mark {
            at: time(APRIL),
            by: "a test".into(),
            what: unitmark::ledger::MarkKind::Allocated,
        };
        ledger.mark(&first.id, &mark).unwrap();
        assert_eq!(direct.run(&first.id).unwrap().marks.len(), 1);
        assert_eq!(direct.counters().unwrap()[0].passed(), 9);
        assert_eq!(direct.runs(None, 9).unwrap().len(), 3);
        assert_eq!(
            serials(&ledger.reserve(&request("d")).unwrap())[0],
            "W00000010"
        );
        assert_sound(&direct);
    }
}

/// A trigger that fails the first time: a sequence is not taken back with its transaction.
fn fail_once(client: &mut postgres::Client, schema: &str, table: &str, state: &str) {
    client
        .batch_execute(&format!(
            "CREATE SEQUENCE {schema}.tries_{state};
             CREATE FUNCTION {schema}.fails_{state}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 IF nextval('{schema}.tries_{state}') = 1 THEN
                     RAISE EXCEPTION 'once' USING ERRCODE = '{state}';
                 END IF; RETURN new; END $$;
             CREATE TRIGGER zz_{state} BEFORE INSERT ON {schema}.{table} FOR EACH ROW
                 EXECUTE FUNCTION {schema}.fails_{state}()"
        ))
        .unwrap();
}

#[test]
fn a_serialisation_failure_is_tried_again_and_a_full_disk_is_told() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let url = cluster.url_as("unitmark", "again");
    let ledger = create(&url);
    ledger.reserve(&request("first")).unwrap();
    let mut client = cluster.client();
    for state in ["40001", "40P01"] {
        fail_once(&mut client, "again", "event", state);
        let run = ledger.reserve(&request(state)).unwrap();
        assert_eq!((run.units(), run.replayed), (3, false));
    }
    // A request that stands for itself in its group, and a row that another client made first.
    fail_once(&mut client, "again", "run", "23505");
    let group = [ask("given", APRIL, vec![given(&["S1"])])];
    let runs = ledger.reserve_group(&group).unwrap();
    assert_eq!(serials(runs[0].as_ref().unwrap()), ["S1"]);
    fail_once(&mut client, "again", "event", "53100");
    let error = ledger.reserve(&request("full")).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("ledger-full", true));
    let run = ledger.reserve(&request("full")).unwrap();
    assert_eq!(
        serials(&run)[0],
        "W00000010",
        "the failed attempt took nothing"
    );
    assert_sound(&ledger);
}

#[test]
fn a_full_disk_leaves_no_part_of_a_mark_or_a_move_on_a_server() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let ledger = create(&cluster.url_as("unitmark", "fullmarks"));
    let run = ledger.reserve(&request("first")).unwrap();
    let mut client = cluster.client();
    fail_once(&mut client, "fullmarks", "event", "53100");
    let mut again = || {
        client
            .batch_execute("ALTER SEQUENCE fullmarks.tries_53100 RESTART")
            .unwrap();
    };
    let mark = Mark {
        at: time(APRIL),
        by: "a test".into(),
        what: MarkKind::Allocated,
    };
    let block = run.lines[0].blocks[0].id;
    let units = [UnitKey::Numbered { block, number: 1 }];
    let change = Move {
        at: time(APRIL),
        by: "a test".into(),
        to: UnitState::Printed,
        reason: None,
    };
    let error = ledger.mark(&run.id, &mark).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("ledger-full", true));
    assert_eq!(ledger.run(&run.id).unwrap().marks, []);
    assert_eq!(ledger.mark(&run.id, &mark).unwrap(), RunState::Allocated);
    again();
    let error = ledger.move_units(&change, &units).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("ledger-full", true));
    assert_eq!(ledger.states(&units).unwrap(), [UnitState::Allocated]);
    assert_eq!(ledger.history(units[0]).unwrap(), []);
    assert_eq!(ledger.move_units(&change, &units).unwrap(), 1);
    again();
    let error = ledger.reserve(&request("second")).unwrap_err();
    assert_eq!(error.code(), "ledger-full");
    assert_eq!(ledger.runs(None, 9).unwrap().len(), 1);
    assert_sound(&ledger);
}

#[test]
fn a_server_without_room_reserves_nothing_and_goes_on_when_there_is_room() {
    let Some(bin) = server::find() else {
        return;
    };
    let small = tempfile::Builder::new()
        .prefix("um-small")
        .tempdir_in("/tmp")
        .unwrap();
    let mounted = server::is_superuser()
        && Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m,mode=0777", "tmpfs"])
            .arg(small.path())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
    if !mounted {
        // What a full disk is told as is proved above; only the superuser can make a disk that is full.
        eprintln!("skipped: this user cannot mount a small disk");
        return;
    }
    let space = small.path().join("space");
    std::fs::create_dir(&space).unwrap();
    std::os::unix::fs::chown(&space, Some(65534), Some(65534)).unwrap();
    let cluster = server::Cluster::start(bin, "");
    let mut client = cluster.client();
    client
        .batch_execute(&format!(
            "CREATE TABLESPACE small LOCATION '{}'",
            space.display()
        ))
        .unwrap();
    client
        .batch_execute("ALTER ROLE unitmark SET default_tablespace = small")
        .unwrap();
    let url = cluster.url();
    let ledger = create(&url);
    ledger.reserve(&request("first")).unwrap();
    let filler = small.path().join("filler");
    let mut file = std::fs::File::create(&filler).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    let mut refused = None;
    for number in 0..400 {
        let request = RunRequest {
            spec: "x".repeat(2000),
            ..request(&format!("r{number}"))
        };
        if let Err(error) = ledger.reserve(&request) {
            assert_eq!(error.code(), "ledger-full", "{error}");
            refused = Some(request);
            break;
        }
    }
    let refused = refused.unwrap();
    let before = ledger.counters().unwrap()[0].next;
    assert_sound(&ledger);
    drop(file);
    std::fs::remove_file(&filler).unwrap();
    let run = ledger.reserve(&refused).unwrap();
    assert_eq!(run.lines[0].blocks[0].first, before);
    assert_sound(&ledger);
    client
        .batch_execute(&format!(
            "DROP SCHEMA {} CASCADE",
            url.rsplit('=').next().unwrap()
        ))
        .unwrap();
    drop(ledger);
    drop(cluster);
    let _ = Command::new("umount").arg(small.path()).status();
}

/// What `verify` finds after an owner of the database has written past the triggers.
fn after(cluster: &server::Cluster, schema: &str, statements: &str) {
    let mut owner = cluster.client();
    owner
        .batch_execute(&format!(
            "SET search_path = {schema}; SET session_replication_role = replica; {statements}"
        ))
        .unwrap();
}

#[test]
fn a_changed_byte_a_removed_end_and_a_recomputed_chain_are_found_on_a_server() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let make = |schema: &str, holder: &str| {
        let ledger = create(&cluster.url_as("unitmark", schema));
        for name in ["a", "b", "c"] {
            let request = RunRequest {
                holder: holder.to_owned(),
                ..request(name)
            };
            ledger.reserve(&request).unwrap();
        }
        ledger
    };
    let codes = |ledger: &Postgres, heads| -> HashSet<&'static str> {
        let found = ledger.verify(heads).unwrap().findings;
        found
            .into_iter()
            .map(|finding| finding.kind.code())
            .collect()
    };
    let byte = |schema: &str, statement: &str| {
        let ledger = make(schema, "line 1");
        assert!(ledger.verify(None).unwrap().is_sound());
        after(cluster, schema, statement);
        codes(&ledger, None)
    };
    for (number, statement) in [
        "UPDATE event SET body = replace(body, 'line 1', 'line 2') WHERE chain = 1 AND event = 2",
        "UPDATE event SET hash = set_byte(hash, 31, get_byte(hash, 31) # 1) WHERE chain = 1 AND event = 2",
        "UPDATE event SET at = at + 1 WHERE chain = 1 AND event = 2",
        "UPDATE block SET count = count + 1 WHERE first = 4",
        "UPDATE run SET holder = 'line 2' WHERE request_id = 'b'",
        "UPDATE counter SET next = next - 1",
        "UPDATE ledger SET epoch = 2",
        "DELETE FROM event WHERE chain = 1 AND event = 3",
    ]
    .into_iter()
    .enumerate()
    {
        let found = byte(&format!("byte{number}"), statement);
        assert!(!found.is_empty(), "{statement}");
    }

    // The end removed so that the rest agrees with itself: only heads that are kept elsewhere show it.
    let ledger = make("cut", "line 1");
    let heads = ledger.heads(time(MAY)).unwrap();
    after(
        cluster,
        "cut",
        "DELETE FROM event WHERE chain = 1 AND event = 3;
         DELETE FROM block WHERE first = 7; DELETE FROM line WHERE run = (SELECT id FROM run WHERE request_id = 'c');
         DELETE FROM run WHERE request_id = 'c';
         UPDATE counter SET next = 7, events = 2,
             head = (SELECT hash FROM event WHERE chain = 1 AND event = 2)",
    );
    assert_eq!(codes(&ledger, None), HashSet::new());
    assert_eq!(
        codes(&ledger, Some(&heads)),
        HashSet::from(["head-missing"])
    );

    // All of it written again by one who can compute the chain.
    let (one, other) = (make("one", "line 1"), make("other", "line 9"));
    assert_eq!(codes(&other, None), HashSet::new());
    let heads = one.heads(time(MAY)).unwrap();
    assert_eq!(codes(&one, Some(&heads)), HashSet::new());
    assert_eq!(codes(&other, Some(&heads)), HashSet::from(["head-missing"]));
}

/// Two schemes and two lines by clocks that stand around a month's end, each client on its own.
fn a_month_ends_for_all(open: &(dyn Fn() -> Box<dyn Store> + Sync)) {
    let monthly = pattern("monthly", "{line:2}-{yyyy}{mm}{seq:5}", Reset::Month);
    let other = pattern("other", "Z{line:2}{yyyy}{mm}{seq:4}", Reset::Month);
    let all = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for client in 0..6_usize {
            let (monthly, other, all) = (&monthly, &other, &all);
            scope.spawn(move || {
                let ledger = open();
                let line = ["L1", "L2"][client % 2];
                for number in 0..14_usize {
                    let scheme = if number % 2 == 0 { monthly } else { other };
                    // Clocks that differ by a minute, before and after midnight.
                    let minute = 56 + number / 3 + client % 2;
                    let now = if minute < 60 {
                        format!("2026-04-30T23:{minute}:00Z")
                    } else {
                        format!("2026-05-01T00:0{}:00Z", minute - 60)
                    };
                    let context = Context::new().with("line", line);
                    let slot = scheme.scheme().slot(&context, time(&now)).unwrap();
                    let units = unitmark::ledger::Units::Next {
                        scheme: scheme.clone(),
                        slot,
                        count: 5,
                    };
                    let line = unitmark::ledger::LineRequest {
                        product: widget(),
                        units,
                    };
                    let request = ask(&format!("{client} {number}"), &now, vec![line]);
                    let run = ledger.reserve(&request).unwrap();
                    all.lock().unwrap().extend(serials(&run));
                }
            });
        }
    });
    let all = all.into_inner().unwrap();
    let different: HashSet<&String> = all.iter().collect();
    assert_eq!((all.len(), different.len()), (6 * 14 * 5, 6 * 14 * 5));
    for month in ["202604", "202605"] {
        assert!(all.iter().any(|serial| serial.contains(month)));
    }
    assert_sound(&*open());
}

#[test]
fn two_schemes_two_lines_and_a_months_end_in_parallel_on_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    Sqlite::create(&path, id(), time(APRIL)).unwrap();
    a_month_ends_for_all(&|| Box::new(Sqlite::open(&path).unwrap()));
}

#[test]
fn two_schemes_two_lines_and_a_months_end_in_parallel_on_a_server() {
    let Some(cluster) = server::cluster() else {
        return;
    };
    let url = cluster.url_as("unitmark", "month");
    create(&url);
    a_month_ends_for_all(&|| Box::new(Postgres::open(&url).unwrap()));
}
