//! Which scheme: a name that the ledger knows, a file with a definition, or a bare pattern.

use super::exit::Stop;
use crate::ledger::{NamedScheme, Store};
use crate::serial::{Definition, Reset, Scheme};
use std::path::Path;
use std::sync::Arc;

/// A scheme by the name that the ledger knows it by, or from a file with its definition.
pub(super) fn named(name: &str, store: Option<&dyn Store>) -> Result<NamedScheme, Stop> {
    let path = Path::new(name);
    if path.is_file() {
        let text =
            std::fs::read_to_string(path).map_err(|error| Stop::io(format!("{name}: {error}")))?;
        let definition = Definition::parse_text(&text)
            .map_err(|error| Stop::invalid(format!("{name}: {error} [{}]", error.code())))?;
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or(name);
        return Ok(NamedScheme::new(stem, prove(definition)?)?);
    }
    match store {
        Some(store) => Ok(store.scheme(name)?),
        None => Err(Stop::invalid(format!(
            "--scheme {name}: no such file, and there is no ledger that could know the name"
        ))),
    }
}

/// A scheme is proved before it is used.
fn prove(definition: Definition) -> Result<Arc<Scheme>, Stop> {
    let pattern = definition.pattern.clone();
    Scheme::new(definition)
        .map(Arc::new)
        .map_err(|error| Stop::invalid(format!("pattern {pattern}: {error} [{}]", error.code())))
}

/// A scheme that is known by its pattern alone; without one, the scheme that is used when none is named.
pub(super) fn by_pattern(pattern: Option<&str>, reset: Option<Reset>) -> Result<NamedScheme, Stop> {
    let mut definition = pattern.map_or_else(Definition::default, Definition::of);
    definition.reset = reset.unwrap_or(definition.reset);
    prove(definition).map(NamedScheme::by_definition)
}
