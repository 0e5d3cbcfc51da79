//! `unitmark ledger check`.

use super::scans;
use crate::cli::exit::{Exit, Stop};
use crate::cli::ledger_choice::LedgerArgs;
use crate::ledger::{Scanned, Store, UnitKey, UnitState};
use crate::scan::{self, ReadOptions};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::{self, BufWriter, Write};

/// Scans that are looked up together.
const TOGETHER: usize = 50_000;

/// Say of each scan whether it is known, never issued, of another product, in another state, or seen twice
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A scan a line; - is standard input
    #[arg(value_name = "FILE|-")]
    file: String,

    /// The state that all of them should be in
    #[arg(long, value_name = "STATE")]
    state: Option<UnitState>,

    #[command(flatten)]
    ledger: LedgerArgs,

    /// A line for each scan: text, or the JSON of `check` with what the ledger says
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Jsonl,
}

/// What was read and not answered yet.
#[derive(Default)]
struct Waiting {
    lines: Vec<(u64, String)>,
    scans: Vec<Scanned>,
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let ledger = args.ledger.open()?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut waiting = Waiting::default();
    let (mut seen, mut exit) = (HashSet::new(), Exit::Valid);
    scans::lines(&args.file, |number, text| {
        waiting.scans.push(scans::parse(text));
        waiting.lines.push((number, text.to_owned()));
        if waiting.scans.len() == TOGETHER {
            exit = exit.max(answer(args, &*ledger, &mut waiting, &mut seen, &mut out)?);
        }
        Ok(())
    })?;
    exit = exit.max(answer(args, &*ledger, &mut waiting, &mut seen, &mut out)?);
    out.flush().map_err(|error| failed(&error))?;
    Ok(exit)
}

fn failed(error: &io::Error) -> Stop {
    Stop::io(format!("standard output: {error}"))
}

fn answer(
    args: &Args,
    ledger: &dyn Store,
    waiting: &mut Waiting,
    seen: &mut HashSet<UnitKey>,
    out: &mut impl Write,
) -> Result<Exit, Stop> {
    let found = ledger.look_up(&waiting.scans)?;
    let mut exit = Exit::Valid;
    for (((number, text), scan), found) in waiting.lines.iter().zip(&waiting.scans).zip(&found) {
        let known = scans::one(scan, found, ledger.id());
        let verdict = known.clone().and_then(|known| {
            if !seen.insert(known.key) {
                let message =
                    "it was in a line before; two units carry one serial, or one was scanned twice";
                return Err(("seen-twice", message.to_owned()));
            }
            match args.state {
                Some(wanted) if wanted != known.state => Err((
                    "wrong-state",
                    format!("it is {}, not {wanted}", known.state),
                )),
                _ => Ok(known),
            }
        });
        if verdict.is_err() {
            exit = Exit::Invalid;
        }
        let written = match args.format {
            Format::Text => match &verdict {
                Ok(known) => writeln!(out, "{number}\tok\t{}\t{}", known.state, scan.serial),
                Err((code, message)) => writeln!(out, "{number}\t{code}\t{message}"),
            },
            Format::Jsonl => {
                let report = scan::read(text.as_bytes(), &ReadOptions::default());
                let mut value = serde_json::to_value(&report).unwrap_or(Value::Null);
                if let Some(fields) = value.as_object_mut() {
                    fields.insert("line".to_owned(), json!(number));
                    let told = json!({
                        "ok": verdict.is_ok(),
                        "code": verdict.as_ref().err().map(|(code, _)| code),
                        "message": verdict.as_ref().err().map(|(_, message)| message),
                        "serial": scan.serial,
                        "state": known.as_ref().ok().map(|known| known.state.name()),
                        "open_scs": known.as_ref().ok().map(|known| known.state.open_scs()),
                    });
                    fields.insert("ledger".to_owned(), told);
                }
                writeln!(out, "{value}")
            }
        };
        written.map_err(|error| failed(&error))?;
    }
    waiting.lines.clear();
    waiting.scans.clear();
    Ok(exit)
}
