//! `unitmark ai`: what the dictionary says of Application Identifiers.

use super::Exit;
use super::reading;
use crate::ai::{Ai, Dictionary};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;

/// Look Application Identifiers up
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The digits of an AI, or words of its title; nothing lists all
    words: Vec<String>,
    /// The AIs of this GS1 Syntax Dictionary instead of those built in
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Jsonl,
    /// A GS1 Syntax Dictionary of all AIs
    Dictionary,
}

/// Runs the command on standard output.
pub fn run(args: &Args) -> Exit {
    let loaded = match args
        .dictionary
        .as_deref()
        .map(reading::dictionary)
        .transpose()
    {
        Ok(loaded) => loaded,
        Err(stop) => return stop.report(),
    };
    let dictionary = loaded.as_ref().unwrap_or(Dictionary::BUILTIN);
    let mut ais: Vec<Ai<'_>> = dictionary
        .iter()
        .filter(|ai| is_meant(*ai, &args.words))
        .collect();
    ais.sort_by(|a, b| a.code().cmp(b.code()));
    if ais.is_empty() {
        let words = args.words.join(" ");
        let message = format!("no AI is {words}, or has it in its title; `unitmark ai` lists all");
        return super::exit::Stop::invalid(message).report();
    }
    let mut text = String::new();
    if args.format == Format::Dictionary {
        text = dictionary.to_string();
    } else {
        for ai in ais {
            if args.format == Format::Jsonl {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{}", object(ai));
            } else {
                line(ai, &mut text);
            }
        }
    }
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => Exit::Valid,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Valid,
        Err(_) => Exit::Io,
    }
}

/// One of the words is the AI, or all of them are in its title.
fn is_meant(ai: Ai<'_>, words: &[String]) -> bool {
    let title = ai.title().to_lowercase();
    let is_code = |word: &String| word.trim_matches(['(', ')']) == ai.code();
    words.iter().any(is_code)
        || words
            .iter()
            .all(|word| title.contains(&word.to_lowercase()))
}

fn formats(ai: Ai<'_>) -> String {
    let components: Vec<String> = ai.components().iter().map(ToString::to_string).collect();
    components.join(" ")
}

fn line(ai: Ai<'_>, text: &mut String) {
    let separator = if ai.needs_separator() {
        "separator"
    } else {
        "predefined length"
    };
    let _ = write!(text, "({ai})\t{}\t{}\t{separator}", ai.title(), formats(ai));
    for group in ai.requires() {
        let _ = write!(text, "\tneeds {group}");
    }
    if !ai.excludes().is_empty() {
        let _ = write!(text, "\tnot with {}", ai.excludes());
    }
    text.push('\n');
}

fn object(ai: Ai<'_>) -> serde_json::Value {
    let (min, max) = ai.lengths().into_inner();
    let qualifiers: Vec<Vec<&str>> = ai.qualifiers().map(Iterator::collect).collect();
    serde_json::json!({
        "ai": ai.code(), "title": ai.title(), "format": formats(ai), "min": min, "max": max,
        "separator": ai.needs_separator(), "requires": ai.requires().collect::<Vec<_>>(), "excludes": ai.excludes(),
        "link_key": ai.is_key(), "link_qualifiers": qualifiers, "link_attribute": ai.is_attribute(),
    })
}
