//! The pipeline is the layout: a stage uses only the stages above it.

use std::fs;
use std::path::{Path, PathBuf};

/// The stages in pipeline order; the `pub mod` lines of `lib.rs` and the picture in the README say the same.
const STAGES: &[&str] = &[
    "text", "check", "key", "ai", "element", "epc", "link", "scan", "serial", "ledger", "symbol",
    "font", "label", "sheet", "render", "job", "cli",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder of a stage") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The names right after `crate::` in code, comments left out; `crate::{a, b}` names both.
fn uses(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in code.lines() {
        let line = line.split("//").next().unwrap_or_default();
        for (at, found) in line.match_indices("crate::") {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &line[at + found.len()..];
            let name = |text: &str| -> String {
                text.trim()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect()
            };
            match rest.strip_prefix('{') {
                Some(list) => names.extend(list.split(',').map(name)),
                None => names.push(name(rest)),
            }
        }
    }
    names
}

#[test]
fn no_arrow_of_the_pipeline_runs_back() {
    let mut back = Vec::new();
    let mut arrows = 0;
    for (place, stage) in STAGES.iter().enumerate() {
        let mut files = Vec::new();
        sources(&root().join("src").join(stage), &mut files);
        assert!(!files.is_empty(), "the stage {stage} has no source");
        for file in files {
            let code = fs::read_to_string(&file).expect("a source file");
            for name in uses(&code) {
                let Some(used) = STAGES.iter().position(|stage| *stage == name) else {
                    continue;
                };
                arrows += 1;
                if used > place {
                    back.push(format!("{} uses {name}", file.display()));
                }
            }
        }
    }
    assert!(
        arrows > 20,
        "only {arrows} uses found: the search is broken"
    );
    assert!(back.is_empty(), "{back:#?}");
}

#[test]
fn lib_rs_and_the_readme_list_the_stages_in_this_order() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let modules: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(modules, STAGES);

    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let folders: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("/` |"))
        .map(|(folder, _)| folder)
        .collect();
    assert_eq!(folders, STAGES);
}

#[test]
fn an_arrow_that_runs_back_is_found() {
    assert_eq!(
        uses(
            "use crate::{job, text::Span}; // crate::cli\nlet x = crate::sheet::Page; mycrate::label"
        ),
        ["job", "text", "sheet"]
    );
}
