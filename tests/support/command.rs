//! The command on a ledger of each engine that is here.
#![allow(dead_code, reason = "each test file uses some of it")]

#[path = "postgres.rs"]
pub mod server;

use std::io::Write as _;
use std::process::{Command, Stdio};
use unitmark::ledger::{LedgerId, PostgresOptions, Sqlite, Store};

/// The command on one ledger.
pub struct Place {
    pub folder: tempfile::TempDir,
    pub ledger: String,
}

impl Place {
    /// Status, standard output, standard error.
    pub fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_unitmark"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("UNITMARK_LEDGER", &self.ledger)
            .env("UNITMARK_ACTOR", "a test")
            .env("UNITMARK_STATE", self.folder.path().join("state"))
            .env("HOME", self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command");
        let _ = child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the command");
        (
            output.status.code().expect("a status"),
            String::from_utf8(output.stdout).expect("text"),
            String::from_utf8(output.stderr).expect("text"),
        )
    }

    /// Standard output of what has to succeed.
    pub fn ok(&self, arguments: &[&str], input: &str) -> String {
        let (status, said, message) = self.run(arguments, input);
        assert_eq!(status, 0, "{arguments:?}: {said}{message}");
        said
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).expect(name);
    }
}

/// On each engine that is here.
pub fn everywhere(test: fn(&Place)) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("ledger.db").display().to_string();
    test(&Place { folder, ledger });
    if let Some(cluster) = server::cluster() {
        test(&Place {
            folder: tempfile::tempdir().expect("a folder"),
            ledger: cluster.url(),
        });
    }
}

/// On a new ledger of each engine that is here, which agrees with itself at the end.
pub fn each_store(test: fn(&dyn Store)) {
    let now = "2026-04-15T08:00:00Z".parse().expect("a time");
    let id = LedgerId::from_bytes([1, 2, 3, 4]);
    let file = Sqlite::in_memory(id.clone(), now).expect("a ledger");
    test(&file);
    sound(&file);
    if let Some(cluster) = server::cluster() {
        let server = PostgresOptions::default()
            .create(&cluster.url(), id, now)
            .expect("a ledger");
        test(&server);
        sound(&server);
    }
}

fn sound(store: &dyn Store) {
    let verification = store.verify(None).expect("a ledger that can be read");
    assert_eq!(verification.findings, [], "it does not agree with itself");
}
