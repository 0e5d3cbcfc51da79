//! What became of units, by the command, on a file and on a server.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps fails where it shall"
)]

#[path = "support/postgres.rs"]
mod server;

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The command on one ledger.
struct Place {
    folder: tempfile::TempDir,
    ledger: String,
}

impl Place {
    fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_unitmark"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("UNITMARK_LEDGER", &self.ledger)
            .env("UNITMARK_ACTOR", "a test")
            .env("HOME", self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }
}

/// On each engine that is here.
fn everywhere(test: fn(&Place)) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.db").display().to_string();
    test(&Place { folder, ledger });
    if let Some(cluster) = server::cluster() {
        test(&Place {
            folder: tempfile::tempdir().unwrap(),
            ledger: cluster.url(),
        });
    }
}

#[test]
fn units_go_their_way_by_scan_file_and_pipe() {
    everywhere(|place| {
        let (status, _, message) = place.run(&["ledger", "init"], "");
        assert_eq!(status, 0, "{message}");
        let next = [
            "serial",
            "next",
            "--pattern",
            "U{seq:4}",
            "--reset",
            "never",
            "--count",
            "20",
            "--set",
            "gtin=5012345678900",
        ];
        let (status, serials, message) = place.run(&next, "");
        assert_eq!(status, 0, "{message}");
        std::fs::write(place.folder.path().join("all.txt"), &serials).unwrap();

        let mark = |arguments: &[&str], input: &str| {
            place.run(&[&["ledger", "mark"], arguments].concat(), input)
        };
        let (status, said, message) = mark(&["commissioned", "all.txt"], "");
        assert_eq!(
            (status, said.as_str()),
            (0, "20 units commissioned\n"),
            "{message}"
        );
        let (status, said, _) = mark(&["shipped", "(01)05012345678900(21)U0001", "U0002"], "");
        assert_eq!((status, said.as_str()), (0, "2 units shipped\n"));
        let (status, said, _) = mark(&["shipped", "-"], "U0003\r\nU0004\n\n");
        assert_eq!((status, said.as_str()), (0, "2 units shipped\n"));

        let (status, said, message) = mark(&["returned"], "U0003\nU0007\n");
        assert_eq!((status, said.as_str()), (4, ""));
        assert!(message.contains("[state-not-allowed]"), "{message}");
        assert!(message.contains("-:2: serial U0007"), "{message}");
        let (status, _, message) = mark(&["shipped", "U0003"], "");
        assert_eq!(status, 4);
        assert!(message.contains("two units carry one serial"), "{message}");
        let (status, _, message) = mark(&["voided", "U0009"], "");
        assert_eq!(status, 1);
        assert!(message.contains("[reason-missing]"), "{message}");
        let (status, _, message) = mark(
            &["shipped", "U0010", "U0999", "(01)09521234543213(21)U0011"],
            "",
        );
        assert_eq!(status, 1);
        assert!(message.contains("[never-issued]"), "{message}");
        assert!(message.contains("[wrong-product]"), "{message}");

        let scans = "U0001\n(01)05012345678900(21)U0002\nU0002\nU0999\n(01)09521234543213(21)U0012\nU0010\n";
        let (status, said, message) =
            place.run(&["ledger", "check", "-", "--state", "shipped"], scans);
        assert_eq!(status, 1, "{message}");
        let codes: Vec<&str> = said
            .lines()
            .filter_map(|line| line.split('\t').nth(1))
            .collect();
        assert_eq!(
            codes,
            [
                "ok",
                "ok",
                "seen-twice",
                "never-issued",
                "wrong-product",
                "wrong-state"
            ]
        );
        let (status, said, _) = place.run(
            &["ledger", "check", "-", "--format", "jsonl"],
            "(01)05012345678900(21)U0001\n",
        );
        assert_eq!(status, 0);
        let value: serde_json::Value = serde_json::from_str(&said).unwrap();
        assert_eq!(value["ledger"]["state"], "shipped");
        assert_eq!(value["gtin"], "05012345678900");
        let (status, said, _) = place.run(&["ledger", "verify"], "");
        assert_eq!(status, 0, "{said}");
    });
}

#[test]
fn a_password_is_refused_on_a_command_line_and_never_repeated() {
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
        ledger: "postgres://line:s3cr3t@localhost:1/plant".into(),
    };
    let (status, said, message) = place.run(&["ledger", "show", "--ledger", &place.ledger], "");
    assert_eq!(status, 2);
    assert!(message.contains("PGPASSWORD"), "{message}");
    assert!(!format!("{said}{message}").contains("s3cr3t"));
    let (status, said, message) = place.run(&["ledger", "show"], "");
    assert_eq!(status, 3);
    assert!(
        message.contains("postgres://line@localhost:1/plant"),
        "{message}"
    );
    assert!(!format!("{said}{message}").contains("s3cr3t"), "{message}");
}
