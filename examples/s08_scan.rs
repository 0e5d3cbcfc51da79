//! Stage 6, scan: any bytes to one report.

use unitmark::scan::{ReadOptions, read};

fn main() {
    let options = ReadOptions::default();
    for scan in [
        "(01)05012345678900(21)WG-2026040001",
        "]d2010501234567890010LOT\u{1d}21WG-2026040001",
        "(01)05012345678901",
        "hello",
    ] {
        let report = read(scan.as_bytes(), &options);
        match report.bracketed() {
            Some(bracketed) => println!("{scan:?}: ok, {bracketed}"),
            None => {
                for finding in report.findings() {
                    println!(
                        "{scan:?}: {} at {}: {finding}",
                        finding.code(),
                        finding.span()
                    );
                }
            }
        }
    }
}
