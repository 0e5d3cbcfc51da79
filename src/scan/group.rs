//! Several symbols on one label: together they say what no one of them says alone.

use super::report::Report;
use crate::element::{Checked, Finding, FindingKind, Rules, Syntax};
use alloc::{string::String, vec::Vec};

/// The verdict on the symbols of one label.
#[derive(Clone, Debug)]
pub struct Group {
    /// The lines that the symbols stood in.
    pub lines: Vec<u64>,
    findings: Vec<Finding>,
    valid: bool,
}

impl Group {
    /// Looks at the reports of a label's symbols together.
    ///
    /// AIs that one symbol needs may stand in another (General Specifications 4.13): (02) with (37) in one and (00) in another are
    /// valid. AIs that exclude each other, or one with two values, are wrong wherever they stand. What is wrong with one symbol for
    /// itself stays wrong.
    pub fn new(reports: &[Report<'_>], rules: &Rules) -> Self {
        let mut together = String::new();
        for (element, _) in reports.iter().flat_map(Report::elements) {
            together.push('(');
            together.push_str(element.ai.code());
            together.push(')');
            together.push_str(&element.value.replace('(', r"\("));
        }
        let combined = Checked::read(together.as_bytes(), Syntax::Bracketed, rules);
        let findings: Vec<Finding> = combined
            .findings()
            .iter()
            .filter(|finding| is_association(finding))
            .cloned()
            .collect();
        let alone = reports.iter().flat_map(Report::findings);
        let valid = alone
            .filter(|finding| !is_association(finding))
            .all(Finding::is_note)
            && findings.iter().all(Finding::is_note)
            && !reports.is_empty();
        Self {
            lines: reports.iter().map(|report| report.line).collect(),
            findings,
            valid,
        }
    }

    /// Whether every symbol is right, and all of them together.
    pub const fn is_ok(&self) -> bool {
        self.valid
    }

    /// What is wrong with how the symbols stand together. Spans count in the bracketed text of all elements.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

fn is_association(finding: &Finding) -> bool {
    matches!(
        finding.kind(),
        FindingKind::AiRequired { .. } | FindingKind::AiExcluded { .. } | FindingKind::AiRepeated
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{ReadOptions, read};

    fn group(symbols: &[&[u8]]) -> Group {
        let options = ReadOptions::default();
        let reports: Vec<Report<'_>> = symbols
            .iter()
            .map(|symbol| read(symbol, &options))
            .collect();
        Group::new(&reports, &options.rules)
    }

    #[test]
    fn contents_and_container_satisfy_each_other_across_symbols() {
        let contents: &[u8] = b"]C1020952123454321337120";
        let container: &[u8] = b"]C100106141412345678908";
        assert!(
            !read(contents, &ReadOptions::default()).is_ok(),
            "alone, (37) needs (00)"
        );
        assert!(group(&[contents, container]).is_ok());
        assert!(!group(&[contents]).is_ok());
    }

    #[test]
    fn exclusions_and_flaws_hold_across_symbols() {
        let gtin: &[u8] = b"(01)09521234543213";
        assert!(!group(&[gtin, b"(37)5"]).is_ok());
        assert!(!group(&[gtin, b"(21)A", b"(21)B"]).is_ok());
        assert!(!group(&[gtin, b"(17)260231"]).is_ok());
        assert!(group(&[gtin, b"(21)A", b"(10)B(17)260430"]).is_ok());
    }
}
