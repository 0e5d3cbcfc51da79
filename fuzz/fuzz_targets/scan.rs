//! Any bytes as a scan: an answer whose places lie within the input, and no repair or alternative that is not valid.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::element::ElementString;
use unitmark::scan::{ReadOptions, Separator, read};

fuzz_target!(|data: &[u8]| {
    for separator in [
        Separator::Gs,
        Separator::Auto,
        Separator::Text(b"{GS}".to_vec()),
    ] {
        let options = ReadOptions {
            separator,
            ..ReadOptions::default()
        };
        let report = read(data, &options);
        for finding in report.findings() {
            assert!(finding.span().start <= finding.span().end && finding.span().end <= data.len());
        }
        for (_, span) in report.elements() {
            assert!(span.end <= data.len());
        }
        let listed = report.repairs().iter().map(|repair| &repair.bracketed);
        let others = report.alternatives().iter().map(|other| &other.bracketed);
        for bracketed in listed.chain(others).chain(report.bracketed().as_ref()) {
            assert!(ElementString::parse(bracketed).is_ok(), "{bracketed}");
        }
    }
});
