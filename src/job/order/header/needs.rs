//! The columns that an order must have, and what settles it where one is missing.

use super::super::column::{Column, Meaning, TOKENS};
use super::super::format::shell;
use super::Reader;

/// What an order needs where no design says; with a `serial` column `plant` and `quantity` may be missing.
const USUAL: &[&str] = &["sku", "gtin", "lot", "expiry", "plant"];

impl Reader<'_> {
    /// Every column that is needed and missing is a problem; whether lines need a GTIN.
    pub(super) fn needs(&mut self) -> bool {
        let proposed: Vec<&str> = self
            .names
            .iter()
            .filter(|name| !self.is_known(name) && !self.is_ignored(name))
            .filter_map(|name| self.proposal(name))
            .collect();
        let there = |wanted: &Column| {
            self.columns
                .iter()
                .any(|field| field.column.is_same(wanted))
        };
        let scanned = there(&Column::ElementString);
        let serials = there(&Column::Serial) || there(&Column::Sscc);
        let mut wanted: Vec<&str> = match &self.format.wanted {
            None => USUAL.to_vec(),
            Some(wanted) => wanted
                .iter()
                .filter(|field| !field.optional)
                .map(|field| field.name.as_str())
                .collect(),
        };
        let needs_gtin = wanted.contains(&"gtin");
        if !serials && !scanned {
            wanted.push("quantity");
        }
        let mut missing = Vec::new();
        for name in wanted {
            let Meaning::One(column) = Column::find(name, self.format) else {
                continue;
            };
            let instead = match column {
                // A scheme writes it where no column gives it.
                Column::Serial | Column::Sscc => true,
                // Only a scheme reads it.
                Column::Plant | Column::ProductionLine | Column::Value(_) if is_token(name) => {
                    serials || scanned
                }
                _ => scanned && column.is_element(),
            };
            // The unknown column's own problem says how to settle it.
            if !instead && !there(&column) && !proposed.contains(&name) {
                missing.push(name.to_owned());
            }
        }
        for name in missing {
            let ways = match name.as_str() {
                "quantity" => "--set quantity=1 prints one label of each line, --map quantity=NAME says what the file calls it".to_owned(),
                _ if self.names.is_empty() => format!("say --set {name}=VALUE"),
                _ => format!(
                    "--map {name}=NAME says what the file calls it, --set {name}=VALUE gives it for all lines"
                ),
            };
            let problem = self.problem(
                "column-missing",
                Some(&name),
                if self.names.is_empty() {
                    "is needed and not set".to_owned()
                } else {
                    format!("the column is missing; the file has {}", self.shown())
                },
                ways,
            );
            self.problems.push(problem);
        }
        needs_gtin
    }

    fn shown(&self) -> String {
        const MOST: usize = 12;
        let mut names: Vec<String> = self
            .names
            .iter()
            .take(MOST)
            .map(|name| shell(name))
            .collect();
        if self.names.len() > MOST {
            names.push("...".into());
        }
        names.join(", ")
    }
}

/// Whether a name is asked for by a pattern alone.
fn is_token(name: &str) -> bool {
    matches!(name, "plant" | "line") || TOKENS.contains(&name)
}
