//! `unitmark scheme presets`

use crate::cli::format::OneFormat;
use serde_json::json;
use std::fmt::Write as _;

use super::{Exit, Stop, json, print};
use crate::serial::PRESETS;

/// List the schemes that have a name already
#[derive(Debug, clap::Args)]
pub(super) struct Presets {
    /// How to answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: OneFormat,
}

pub(super) fn run(args: &Presets) -> Result<Exit, Stop> {
    let mut text = String::new();
    let mut list = Vec::new();
    for preset in PRESETS {
        let definition = preset.definition();
        let _ = writeln!(
            text,
            "{:<11}  {}\n             {}\n             reset {}, unique {}, AI {}",
            preset.name(),
            preset.title(),
            definition.pattern,
            definition.reset,
            definition.scope,
            definition.ai
        );
        list.push(json!({
            "name": preset.name(), "title": preset.title(), "pattern": definition.pattern,
            "reset": definition.reset.name(), "scope": definition.scope.name(), "ai": definition.ai,
        }));
    }
    match args.format {
        OneFormat::Text => print(&text, Exit::Valid),
        OneFormat::Json => print(&json(&list)?, Exit::Valid),
    }
}
