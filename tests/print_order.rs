//! The last steps of a print come in the order that never prints a serial twice.
#![cfg(feature = "cli")]

#[path = "common/planned.rs"]
mod planned;

use std::path::{Path, PathBuf};

use planned::planned;
use unitmark::job::{Failed, Plan, Reached, Summary, Target, Ticket, print_order, print_run};
use unitmark::ledger::{RunState, Sqlite, Store as _};
use unitmark::render::Format;

const ORDER: &str = "sku,gtin,lot,expiry,plant,quantity\n\
    WIDGET-RED-LG,5012345678900,2026-04-A,2028-04-30,WG,3\n";

struct Bench {
    folder: tempfile::TempDir,
    ledger: Sqlite,
    plan: Plan,
    ticket: Ticket,
}

fn bench() -> Bench {
    let pattern = "{plant:2}-{yyyy}{mm}{seq:4}";
    let (plan, ticket, ledger) = planned(ORDER.as_bytes(), "L7160", pattern);
    Bench {
        folder: tempfile::tempdir().expect("a folder"),
        ledger,
        plan,
        ticket,
    }
}

impl Bench {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn target(&self) -> Target {
        Target {
            labels: self.path("labels.pdf"),
            manifest: Some(self.path("units.csv")),
            format: Format::find("pdf").expect("PDF"),
            created: None,
            keeps: Vec::new(),
        }
    }

    /// Prints; `during` runs when all pages are drawn and nothing has its name yet.
    fn print(&self, during: impl Fn(&Path)) -> Result<Summary, Failed> {
        let folder = self.folder.path();
        print_order(
            &self.plan,
            &self.ticket,
            &self.ledger,
            &self.target(),
            &mut |_, _| {
                assert!(!self.path("labels.pdf").is_file() && !self.path("units.csv").is_file());
                during(folder);
            },
        )
    }

    fn state(&self) -> RunState {
        let run = self
            .ledger
            .run_of_request("test")
            .expect("a ledger")
            .expect("a run");
        run.state()
    }
}

#[test]
fn labels_and_manifest_get_their_names_when_all_is_drawn() {
    let bench = bench();
    bench.print(|_| {}).expect("a print");
    assert!(bench.path("labels.pdf").is_file() && bench.path("units.csv").is_file());
    assert_eq!(bench.state(), RunState::Printed);
}

#[test]
fn where_the_labels_fail_there_is_no_manifest_and_the_run_is_drawn_later() {
    let bench = bench();
    // The name of the labels is taken by a folder at the last moment.
    let failed = bench
        .print(|folder| std::fs::create_dir_all(folder.join("labels.pdf/x")).expect("a folder"))
        .expect_err("the name is taken");
    assert!(matches!(failed.reached, Reached::Reserved(_)), "{failed:?}");
    assert!(!bench.path("units.csv").exists(), "the manifest comes last");
    assert_eq!(bench.state(), RunState::Reserved);

    std::fs::remove_dir_all(bench.path("labels.pdf")).expect("the folder");
    let run = bench
        .ledger
        .run_of_request("test")
        .expect("a ledger")
        .expect("a run");
    let resume = || {
        print_run(
            bench.plan.design().clone(),
            &run,
            None,
            &bench.ticket,
            &bench.ledger,
            &bench.target(),
            &mut |_, _| {},
        )
    };
    resume().expect("the run is drawn");
    assert_eq!(bench.state(), RunState::Printed);
    // Its state was read before it was printed: the ledger is asked again.
    let failed = resume().expect_err("printed meanwhile");
    assert_eq!(failed.reached, Reached::Nothing);
    assert!(failed.to_string().contains("printed already"), "{failed}");
}

#[test]
fn where_the_manifest_fails_the_run_is_not_called_printed() {
    let bench = bench();
    bench
        .print(|folder| std::fs::create_dir_all(folder.join("units.csv/x")).expect("a folder"))
        .expect_err("the name is taken");
    assert!(bench.path("labels.pdf").is_file());
    assert_eq!(bench.state(), RunState::Reserved);
}
