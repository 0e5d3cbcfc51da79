//! Paper options of the program: copies, fill order, own stock, calibration.
#![cfg(feature = "cli")]

use std::path::Path;

use assert_cmd::Command;

const ORDER: &str =
    "sku,gtin,lot,expiry,plant,quantity\nWIDGET-RED-LG,5012345678900,2026-04-A,2028-04-30,WG,3\n";
const OWN: &str = "name = 'drum'\npage = 'A4'\nlabel_width = 99.1\nlabel_height = 57\ncolumns = 2\nrows = 5\nleft = 4.65\ntop = 6\npitch_x = 101.6\n";

fn labels(folder: &Path, more: &[&str]) -> (i32, String) {
    std::fs::write(folder.join("order.csv"), ORDER).expect("written");
    std::fs::write(folder.join("own.toml"), OWN).expect("written");
    let output = Command::cargo_bin("unitmark")
        .expect("the program")
        .current_dir(folder)
        .env("UNITMARK_LEDGER", folder.join("ledger.db"))
        .args(["labels", "--at", "2026-04-15T08:00Z"])
        .args(more)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), said)
}

/// A folder with a ledger.
fn with_ledger() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = Command::cargo_bin("unitmark")
        .expect("the program")
        .args(["ledger", "init", "--ledger"])
        .arg(folder.path().join("ledger.db"))
        .output()
        .expect("it runs");
    assert!(made.status.success());
    folder
}

fn places(folder: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder.join("m.csv")).expect("a manifest");
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[1].to_owned(), cells[6].to_owned())
        })
        .collect()
}

#[test]
fn copies_follow_their_unit_or_come_set_by_set_and_the_manifest_is_data_again() {
    let folder = with_ledger();
    let job = [
        "order.csv",
        "--stock",
        "L7160",
        "--copies",
        "2",
        "--manifest",
        "m.csv",
        "-o",
        "l.pdf",
    ];
    let (status, said) = labels(folder.path(), &job);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("6 labels, 1 page") && said.contains("next free place 7"),
        "{said}"
    );
    let at: Vec<String> = places(folder.path())
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    assert_eq!(at, ["1", "3", "5"]);
    let (status, said) = labels(folder.path(), &[&job[..], &["--collate"]].concat());
    assert_eq!(status, 0, "{said}");
    let at: Vec<String> = places(folder.path())
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    assert_eq!(at, ["1", "2", "3"]);
    // Another ledger, for this one knows the serials as its own.
    let other = with_ledger();
    std::fs::copy(folder.path().join("m.csv"), other.path().join("m.csv")).expect("copied");
    let (status, said) = labels(other.path(), &["m.csv", "--stock", "L7160", "--dry-run"]);
    assert_eq!(status, 0, "{said}");
}

#[test]
fn own_stock_is_kept_with_the_run_so_that_a_reprint_needs_no_file() {
    let folder = with_ledger();
    let job = [
        "order.csv",
        "--stock",
        "own.toml",
        "--fill",
        "columns",
        "--start",
        "3",
        "--manifest",
        "m.csv",
        "-o",
        "l.pdf",
    ];
    let (status, said) = labels(folder.path(), &job);
    assert_eq!(status, 0, "{said}");
    let at: Vec<String> = places(folder.path())
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    assert_eq!(at, ["3", "5", "7"]);
    std::fs::remove_file(folder.path().join("own.toml")).expect("there");
    let output = Command::cargo_bin("unitmark")
        .expect("the program")
        .current_dir(folder.path())
        .env("UNITMARK_LEDGER", folder.path().join("ledger.db"))
        .args(["labels", "--reprint", "WG-2026040002", "-o", "again.pdf"])
        .output()
        .expect("it runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_ruler_page_opens_no_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["ruler.pdf", "ruler.png", "ruler.svg", "ruler.zpl"] {
        let (status, said) = labels(
            folder.path(),
            &["--calibrate", "--stock", "5160", "-o", name],
        );
        assert_eq!(status, 0, "{said}");
        assert!(folder.path().join(name).is_file());
    }
    assert!(!folder.path().join("ledger.db").exists());
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_reserved() {
    let folder = tempfile::tempdir().expect("a folder");
    for (more, status, told) in [
        (["--copies", "0"], 2, "--copies"),
        (["--offset", "60,0"], 2, "offset"),
        (["--scale", "2"], 2, "scale"),
        (["--offset", "one"], 2, "two numbers"),
        (["--fill", "spiral"], 2, "spiral"),
    ] {
        let job = ["order.csv", "--stock", "L7160", "-o", "l.pdf"];
        let (exit, said) = labels(folder.path(), &[&job[..], &more].concat());
        assert_eq!(exit, status, "{said}");
        assert!(said.contains(told), "{said}");
    }
    let bad = OWN.replace("rows = 5", "rows = 6");
    std::fs::write(folder.path().join("bad.toml"), bad).expect("written");
    let (exit, said) = labels(
        folder.path(),
        &["order.csv", "--stock", "bad.toml", "-o", "l.pdf"],
    );
    assert_eq!(exit, 1, "{said}");
    assert!(
        said.contains("bad.toml:4:16: the labels reach 348 mm down"),
        "{said}"
    );
    assert!(!folder.path().join("l.pdf").exists() && !folder.path().join("ledger.db").exists());
}
