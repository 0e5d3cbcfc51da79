//! What a run of labels says when it is done.

use serde_json::{Value, json};

use crate::job::{Recorded, Size, Summary};
use crate::symbol::Dpi;

use super::super::exit::Stop;

/// Prints one JSON object on standard output.
pub(super) fn print_json(value: &Value) -> Result<(), Stop> {
    use std::io::{ErrorKind, Write as _};
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{value}").and_then(|()| out.flush()) {
        // Whoever reads has had enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| Stop::io(format!("standard output: {error}"))),
    }
}

/// The summary as one object.
pub(super) fn json(summary: &Summary) -> Value {
    let recorded = summary.recorded.as_ref();
    json!({
        "run": recorded.map(|run| &run.run),
        "request_id": recorded.map(|run| &run.request_id),
        "dry_run": false,
        "labels": summary.labels,
        "pages": summary.pages,
        "serials": summary.serials,
        "next_place": summary.next_place,
        "ledger": recorded.map(|run| &run.ledger),
        "reprinted": recorded.is_some_and(|run| run.reprinted),
        "sizes": sizes_json(&summary.sizes),
        "files": summary.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>(),
    })
}

/// Symbol sizes as JSON.
pub(super) fn sizes_json(sizes: &[Size]) -> Value {
    sizes
        .iter()
        .map(|size| json!({ "symbol": size.symbol, "x_mm": size.module.mm(), "dots": size.dots }))
        .collect()
}

/// The summary for people, the line with the run last.
pub(super) fn text(summary: &Summary, dpi: Dpi) -> String {
    let mut text = size_lines(&summary.sizes, dpi);
    if summary.recorded.as_ref().is_some_and(|run| run.reprinted) {
        text.push_str("printed before: the same serials again, recorded as reprinted\n");
    }
    let Summary {
        labels,
        pages,
        next_place,
        ..
    } = summary;
    let mut parts = vec![plural(*labels, "label"), plural(*pages, "page")];
    if !summary.serials.is_empty() {
        parts.push(some_of(&summary.serials));
    }
    parts.push(format!("next free place {next_place}"));
    let parts = parts.join(", ");
    text + &match &summary.recorded {
        Some(Recorded { run, ledger, .. }) => format!("run {run}: {parts}, ledger {ledger}"),
        None => format!("{parts}; nothing reserved, nothing recorded"),
    }
}

/// A line for each symbol size, with the real X-dimension.
pub(super) fn size_lines(sizes: &[Size], dpi: Dpi) -> String {
    let mut text = String::new();
    for Size {
        symbol,
        module,
        dots,
    } in sizes
    {
        let dots = plural(*dots as usize, "dot");
        text.extend([
            symbol,
            ": X ",
            &module.to_string(),
            " = ",
            &dots,
            " at ",
            &dpi.to_string(),
            "\n",
        ]);
    }
    text
}

/// Ranges of serials, the first few of many.
pub(super) fn some_of(ranges: &[String]) -> String {
    const MOST: usize = 6;
    let mut text = ranges
        .iter()
        .take(MOST)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more) = ranges.len().checked_sub(MOST).filter(|more| *more > 0) {
        text.extend([" and ", &more.to_string(), " more"]);
    }
    text
}

/// `1 page`, `3 pages`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
