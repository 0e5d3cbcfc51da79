//! A dictionary to GS1 Syntax Dictionary text.

use super::{Ai, Component, Dictionary};
use alloc::vec::Vec;
use core::fmt;

/// The text of the dictionary, normalised: rows in AI order, single blanks, attributes in the order `req ex dlpkey`, no comment but
/// the title. [`Dictionary::parse`] reads it back.
impl fmt::Display for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut ais: Vec<Ai<'_>> = self.iter().collect();
        ais.sort_by(|a, b| a.code().cmp(b.code()));
        for row in ais.chunk_by(|a, b| a.row() == b.row()) {
            let (Some(first), Some(last)) = (row.first(), row.last()) else {
                continue;
            };
            write!(f, "{first}")?;
            if row.len() > 1 {
                write!(f, "-{last}")?;
            }
            write_row(*first, f)?;
        }
        Ok(())
    }
}

fn write_row(ai: Ai<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(match (ai.needs_separator(), ai.is_attribute()) {
        (false, true) => " *?",
        (false, false) => " *",
        (true, true) => " ?",
        (true, false) => "",
    })?;
    for component in ai.components() {
        write!(f, " {component}")?;
    }
    for group in ai.requires() {
        write!(f, " req={group}")?;
    }
    if !ai.excludes().is_empty() {
        write!(f, " ex={}", ai.excludes())?;
    }
    match ai.qualifiers_text() {
        "" if ai.is_key() => f.write_str(" dlpkey")?,
        "" => {}
        qualifiers => write!(f, " dlpkey={qualifiers}")?,
    }
    if ai.title().is_empty() {
        f.write_str("\n")
    } else {
        writeln!(f, " # {}", ai.title())
    }
}

/// `N14,csum,gcppos2`, `[X..17]`.
impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (letter, max) = (self.charset().letter(), self.max());
        let dots = if self.min() == self.max() { "" } else { ".." };
        if self.is_optional() {
            write!(f, "[{letter}{dots}{max}]")?;
        } else {
            write!(f, "{letter}{dots}{max}")?;
        }
        self.rules()
            .try_for_each(|rule| write!(f, ",{}", rule.name()))
    }
}
