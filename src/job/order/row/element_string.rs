//! The whole element string of a line: new values, or the same as its other columns.

use crate::element::Severity;
use crate::key::Gtin;
use crate::scan::{ReadOptions, Separator, read};

use super::{Cell, Draft, Rows};

impl Rows<'_> {
    /// What the whole element string of a line says: new, or the same as its other columns.
    pub(super) fn element_string(&mut self, line: u64, draft: &mut Draft<'_>) {
        let Some((field, text)) = draft.element_string else {
            return;
        };
        let cell = Cell {
            line,
            column: &field.name,
            value: text,
        };
        let options = ReadOptions {
            separator: Separator::Auto,
            this_year: self.format.this_year,
            ..ReadOptions::default()
        };
        let report = read(text.as_bytes(), &options);
        if !report.is_ok() {
            let errors = report
                .findings()
                .filter(|finding| finding.severity() == Severity::Error);
            for finding in errors {
                self.problem(cell, finding.code(), finding.message(), finding.help());
            }
            return;
        }
        for (element, _) in report.elements() {
            let (ai, value) = (element.ai.code(), element.value);
            let agrees = match ai {
                "01" => match Gtin::parse(value) {
                    Ok(gtin) => *draft.gtin.get_or_insert(gtin) == gtin,
                    Err(_) => false,
                },
                "10" => same(&mut draft.lot, value),
                "17" => match element.date(self.format.this_year) {
                    Some(date) => *draft.expiry.get_or_insert(date.into()) == date.into(),
                    None => false,
                },
                "21" => same(&mut draft.serial, value),
                other => same(draft.values.entry(other.into()).or_default(), value),
            };
            if !agrees {
                self.problem(
                    cell,
                    "element-string",
                    format!("its ({ai}) is not what the line says"),
                    "correct the line, or take the column out",
                );
            }
        }
    }
}

/// Fills a value that is open; whether it is this one then.
fn same(own: &mut String, value: &str) -> bool {
    if own.is_empty() {
        own.push_str(value);
    }
    own == value
}
