//! `unitmark key`: identification keys alone.

use super::Exit;
use super::filter::{self, Item, Output};
use crate::cli::format::LineFormat;
use crate::key::{Gtin, KEYS, KeyError, Kind, Part, gs1_prefix};
use clap::builder::PossibleValuesParser;
use std::io::Write as _;
use std::path::PathBuf;

/// Check, complete or split identification keys
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Verify a key; nothing is ever completed
    Check(KeyArgs),
    /// Add the check digit or check characters
    Complete(KeyArgs),
    /// Tell the parts of a key at a company prefix of a given length
    Split {
        #[command(flatten)]
        key: KeyArgs,
        /// How many digits the GS1 Company Prefix has
        #[arg(long, value_name = "N")]
        prefix_length: usize,
    },
}

#[derive(Debug, clap::Args)]
struct KeyArgs {
    /// Which key
    #[arg(value_parser = PossibleValuesParser::new(KEYS.iter().map(|kind| kind.name)))]
    kind: String,
    /// The key; `-`, or nothing, reads keys from standard input, one a line
    #[arg(default_value = "-")]
    digits: String,
    /// What to print
    #[arg(long, value_enum, default_value_t)]
    format: LineFormat,
}

/// Runs the command on standard input and output.
pub fn run(args: &Args) -> Exit {
    match &args.command {
        Command::Check(key) => each(key, |kind, text| {
            let canonical = kind.check(text)?;
            Ok(Answer {
                text: canonical.clone(),
                key: canonical,
                parts: Vec::new(),
            })
        }),
        Command::Complete(key) => each(key, |kind, text| {
            let canonical = kind.complete(text)?;
            Ok(Answer {
                text: canonical.clone(),
                key: canonical,
                parts: Vec::new(),
            })
        }),
        Command::Split { key, prefix_length } => each(key, |kind, text| {
            let canonical = kind.check(text)?;
            let parts = owned(&kind.split(&canonical, *prefix_length)?);
            let named = parts.iter().map(|(name, value)| format!("{name} {value}"));
            Ok(Answer {
                text: named.collect::<Vec<_>>().join("\t"),
                key: canonical,
                parts,
            })
        }),
    }
}

/// What is said of a key that is right.
struct Answer {
    text: String,
    key: String,
    parts: Vec<(&'static str, String)>,
}

fn owned(parts: &[Part<'_>]) -> Vec<(&'static str, String)> {
    parts
        .iter()
        .map(|part| (part.name, part.value.to_owned()))
        .collect()
}

fn each(
    args: &KeyArgs,
    answer: impl Fn(&'static Kind, &str) -> Result<Answer, KeyError> + Sync,
) -> Exit {
    let Some(kind) = Kind::find(&args.kind) else {
        return super::exit::Stop::usage(format!("there is no key named {}", args.kind)).report();
    };
    let one = |line: u64, data: &[u8], output: &mut Output| {
        let text = String::from_utf8_lossy(data);
        let answered = answer(kind, &text);
        // Writing to memory cannot fail.
        let _ = match args.format {
            LineFormat::Text => print_text(kind, line, &text, &answered, &mut output.out),
            LineFormat::Jsonl => print_json(kind, line, &text, &answered, &mut output.out),
        };
        answered.is_ok()
    };
    if args.digits != "-" {
        let mut output = Output::default();
        let valid = one(1, args.digits.as_bytes(), &mut output);
        return match std::io::stdout().write_all(&output.out) {
            Ok(()) if valid => Exit::Valid,
            Ok(()) => Exit::Invalid,
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Valid,
            Err(_) => Exit::Io,
        };
    }
    let lines = filter::Args {
        file: PathBuf::from("-"),
        input: filter::Input::Lines,
        null: false,
        fail_fast: false,
    };
    filter::run(&lines, |item: Item<'_>, output| {
        one(item.line, item.data.unwrap_or_default(), output)
    })
}

fn print_text(
    kind: &Kind,
    line: u64,
    text: &str,
    answered: &Result<Answer, KeyError>,
    out: &mut Vec<u8>,
) -> std::io::Result<()> {
    match answered {
        Ok(answer) => {
            write!(out, "{line}\tok\t{}", answer.text)?;
            if let Some(range) = gs1_prefix(kind.from_prefix(&answer.key)) {
                write!(out, "\t{}", range.name)?;
            }
            writeln!(out)?;
        }
        Err(error) => writeln!(out, "{line}\t{} {}\t{error}", error.code(), error.span())?,
    }
    match ambiguity(kind, text) {
        Some(note) => writeln!(out, "{line}\tnote\t{note}"),
        None => Ok(()),
    }
}

fn print_json(
    kind: &Kind,
    line: u64,
    text: &str,
    answered: &Result<Answer, KeyError>,
    out: &mut Vec<u8>,
) -> std::io::Result<()> {
    let object = match answered {
        Ok(answer) => {
            let parts: Vec<_> = answer
                .parts
                .iter()
                .map(|(name, value)| serde_json::json!({"name": name, "value": value}))
                .collect();
            serde_json::json!({
                "line": line, "input": text, "ok": true, "kind": kind.name, "key": answer.key, "ai": kind.ai,
                "value": kind.ai_value(&answer.key), "parts": parts,
                "allocated": gs1_prefix(kind.from_prefix(&answer.key)).map(|range| range.name),
                "findings": [], "note": ambiguity(kind, text),
            })
        }
        Err(error) => serde_json::json!({
            "line": line, "input": text, "ok": false, "kind": kind.name, "key": null, "ai": kind.ai,
            "value": null, "parts": [], "allocated": null,
            "findings": [{
                "code": error.code(), "severity": "error", "start": error.span().start, "end": error.span().end,
                "message": error.to_string(), "expected": error.expected().map(|digit| digit.to_string()),
            }],
            "note": ambiguity(kind, text),
        }),
    };
    writeln!(out, "{object}")
}

/// 12 digits may be a GTIN-12, or a GTIN-13 without its check digit, and 8 digits a GTIN-8 or a UPC-E; only who wrote them knows.
fn ambiguity(kind: &Kind, text: &str) -> Option<String> {
    let gtin = Gtin::parse(text);
    match text.len() {
        _ if kind.name != "gtin" => None,
        8 => {
            let long = Gtin::from_upc_e(text).ok()?;
            let long = long.shortest();
            Some(match gtin {
                Ok(_) => {
                    format!("these 8 digits are a GTIN-8; as a UPC-E the GTIN-12 would be {long}")
                }
                Err(_) => format!("as a UPC-E these 8 digits are the GTIN-12 {long}"),
            })
        }
        12 => {
            let completed = Gtin::complete(text).ok()?;
            let long = completed.shortest();
            Some(match gtin {
                Ok(_) => format!(
                    "these 12 digits are a GTIN-12; if a check digit was left out, the GTIN-13 would be {long}"
                ),
                Err(_) => {
                    format!("12 digits are a GTIN-12, or a GTIN-13 without its check digit: {long}")
                }
            })
        }
        _ => None,
    }
}
