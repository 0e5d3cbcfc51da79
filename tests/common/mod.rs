//! What the tests of the command share: a folder with a ledger of its own, runs, manifests.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own with a ledger, gone with the test.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a run did.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// One line of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub page: usize,
    pub label: usize,
    pub sku: String,
    pub gtin: String,
    pub lot: String,
    pub expiry: String,
    pub serial: String,
    pub element_string: String,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        desk.run(&["ledger", "init"]).succeeds();
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).expect("a file in the temporary folder");
        self
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unitmark"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("UNITMARK_LEDGER", self.path("ledger.db"))
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_STATE_HOME", self.path("state"))
            .stdin(std::process::Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments)
            .output()
            .expect("the program starts")
            .into()
    }

    /// The names of all files here but those of the ledger and of its client.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .expect("the temporary folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| !name.starts_with("ledger.db") && name != "state")
            .collect();
        names.sort();
        names
    }

    pub fn manifest(&self, name: &str) -> Vec<Unit> {
        let mut reader = csv::Reader::from_path(self.path(name)).expect("a manifest");
        assert_eq!(
            reader
                .headers()
                .expect("a header")
                .iter()
                .take(8)
                .collect::<Vec<_>>(),
            [
                "page",
                "label",
                "sku",
                "gtin",
                "lot",
                "expiry",
                "serial",
                "element_string"
            ]
        );
        reader
            .into_records()
            .map(|record| {
                let record = record.expect("a line of the manifest");
                let field = |place: usize| record[place].to_string();
                Unit {
                    page: record[0].parse().expect("a page"),
                    label: record[1].parse().expect("a label"),
                    sku: field(2),
                    gtin: field(3),
                    lot: field(4),
                    expiry: field(5),
                    serial: field(6),
                    element_string: field(7),
                }
            })
            .collect()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Run {
    /// Asserts exit status 0 and gives the run back.
    pub fn succeeds(self) -> Self {
        self.exits(0)
    }

    /// Asserts the exit status and gives the run back.
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}{}", self.stdout, self.stderr);
        self
    }

    /// Asserts that standard error holds each text.
    pub fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(
                self.stderr.contains(text),
                "no {text:?} in:\n{}",
                self.stderr
            );
        }
        self
    }
}

/// The example order of the repository.
pub fn order() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/order.csv");
    path.to_str().expect("a path in UTF-8").into()
}
