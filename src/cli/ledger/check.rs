//! `unitmark ledger check`.

use super::scans;
use crate::cli::exit::{Exit, Stop};
use crate::cli::filter::{self, Item, Output};
use crate::cli::format::LineFormat;
use crate::cli::ledger_choice::LedgerArgs;
use crate::element::FindingKind;
use crate::ledger::{Ahead, Known, LedgerId, Scanned, Store, UnitKey, UnitState};
use crate::scan::{self, Id, ReadOptions, Reading, Report};
use core::ops::Range;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Write as _;

/// Scans that are looked up together.
const TOGETHER: usize = 8192;

/// Say of each scan whether it is known, never issued, of another product, in another state, or seen twice
///
/// Without --state, a unit that is voided or destroyed is in a wrong state: no unit may carry its serial.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: filter::Args,

    /// The state that all of them should be in
    #[arg(long, value_name = "STATE")]
    state: Option<UnitState>,

    #[command(flatten)]
    ledger: LedgerArgs,

    /// A line for each scan: text, or the JSON of `check` with what the ledger says
    #[arg(long, value_enum, default_value_t)]
    format: LineFormat,
}

/// What was read and not answered yet, and what was seen before.
struct Check<'a> {
    args: &'a Args,
    ledger: &'a dyn Store,
    bytes: Vec<u8>,
    lines: Vec<Kept>,
    seen: Seen,
}

/// Units that were scanned: 64 numbers of a block, or of the foreign serials, in a word, for those of a lot lie together.
#[derive(Default)]
struct Seen(HashMap<(Option<u64>, u64), u64>);

impl Seen {
    /// Whether this is the first scan of the unit.
    fn insert(&mut self, unit: UnitKey) -> bool {
        let (block, number) = match unit {
            UnitKey::Numbered { block, number } => (Some(block), number),
            UnitKey::Given { id } => (None, id),
        };
        let word = self.0.entry((block, number / 64)).or_default();
        let bit = 1 << (number % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

/// A line that waits.
struct Kept {
    line: u64,
    id: Option<Id>,
    data: Range<usize>,
    unread: Option<FindingKind>,
}

/// What a line says, read once.
struct Read {
    scanned: Scanned,
    /// What its text alone may be.
    alone: Option<Scanned>,
    /// Why it is no data, where it looks like some and the ledger knows no such text as a serial.
    error: Option<(&'static str, String)>,
    /// Its report as JSON, but for the brace at the end.
    json: Option<String>,
    /// Whether the report finds nothing wrong.
    is_ok: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let ledger = args.ledger.open()?;
    let mut check = Check {
        args,
        ledger: &*ledger,
        bytes: Vec::new(),
        lines: Vec::new(),
        seen: Seen::default(),
    };
    Ok(filter::run_together(
        &args.input,
        TOGETHER,
        &mut check,
        Check::keep,
        Check::settle,
    ))
}

impl Check<'_> {
    /// Takes a line.
    fn keep(&mut self, item: Item<'_>) -> usize {
        let (data, unread) = match &item.data {
            Ok(data) => (*data, None),
            Err(unread) => {
                let (data, kind) = unread.finding();
                (data, Some(kind))
            }
        };
        let start = self.bytes.len();
        self.bytes.extend_from_slice(data);
        self.lines.push(Kept {
            line: item.line,
            id: item.id,
            data: start..self.bytes.len(),
            unread,
        });
        self.lines.len()
    }

    /// Answers the lines that wait.
    fn settle(&mut self, output: &mut Output) -> Result<bool, Stop> {
        if self.lines.is_empty() {
            return Ok(true);
        }
        let (bytes, with_json) = (&self.bytes, self.args.format == LineFormat::Jsonl);
        let read: Vec<Read> = self
            .lines
            .par_iter()
            .map(|kept| read(kept, bytes, with_json))
            .collect();
        let ((mut scans, alone), told): ((Vec<Scanned>, Vec<_>), Vec<_>) = read
            .into_iter()
            .map(|read| {
                (
                    (read.scanned, read.alone),
                    (read.error, read.json, read.is_ok),
                )
            })
            .unzip();
        let found = scans::look_up(self.ledger, &mut scans, &alone)?;
        let mut ahead = self.ahead(&scans, &found)?.into_iter();
        let mut valid = true;
        let answers = self.lines.iter().zip(&scans).zip(&found).zip(told);
        for (((kept, scan), found), (error, json, is_ok)) in answers {
            let mut known = one(scan, found, error, self.ledger.id());
            if found.is_empty()
                && let Some(Some(ahead)) = ahead.next()
                && let Err(("never-issued", message)) = &mut known
            {
                *message += &stops(&ahead, &scan.serial);
            }
            let verdict = known.as_ref().map_err(Clone::clone).and_then(|known| {
                if !self.seen.insert(known.key) {
                    let message = "it was in a line before; two units carry one serial, or one was scanned twice";
                    return Err(("seen-twice", message.to_owned()));
                }
                match self.args.state {
                    Some(wanted) if wanted != known.state => Err((
                        "wrong-state",
                        format!("it is {}, not {wanted}", known.state),
                    )),
                    // Voided or destroyed.
                    None if known.state.next().is_empty() => {
                        let state = known.state;
                        let message = format!(
                            "it is {state}, and no unit may carry its serial: set this one aside; `show` tells why, --state {state} \
                             asks for such units"
                        );
                        Err(("wrong-state", message))
                    }
                    _ => Ok(*known),
                }
            });
            valid &= verdict.is_ok();
            let state = known.as_ref().ok().map(|known| known.state);
            // A serial alone is no data, and all that this question needs.
            let json = if state.is_some() && !is_ok {
                json.map(|_| as_serial(kept, bytes, &scan.serial))
            } else {
                json
            };
            write(output, kept.line, scan, state, &verdict, json);
        }
        self.lines.clear();
        self.bytes.clear();
        Ok(valid)
    }

    /// What each scan that is no unit would be.
    fn ahead(&self, scans: &[Scanned], found: &[Vec<Known>]) -> Result<Vec<Option<Ahead>>, Stop> {
        let strange = scans.iter().zip(found);
        let strange = strange.filter(|(_, found)| found.is_empty());
        let strange: Vec<Scanned> = strange.map(|(scan, _)| scan.clone()).collect();
        if strange.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.ledger.ahead(&strange)?)
    }
}

/// That a scan stops a counter for this client, and the way out.
fn stops(ahead: &Ahead, serial: &str) -> String {
    let Ahead {
        scheme,
        period,
        number,
        next,
    } = ahead;
    format!(
        "; it would be number {number} of scheme {scheme}, period {period}, whose counter is at {next} and stops on this client until \
         `unitmark ledger resume --forget {serial}` says that nobody of yours gave it out, or `resume --known` that it exists"
    )
}

/// The report of a text that the ledger knows as a serial, whatever else it looks like.
fn as_serial(kept: &Kept, bytes: &[u8], serial: &str) -> String {
    let data = bytes.get(kept.data.clone()).unwrap_or_default();
    let json = to_json(Report::not_read(data, FindingKind::Unrecognised), kept);
    let serial = format!("\"serial\":{}", Value::from(serial));
    // No text in it has these with their quotes as they are here.
    let json =
        json.replacen("\"ok\":false", "\"ok\":true", 1)
            .replacen("\"serial\":null", &serial, 1);
    let parts = json.split_once("\"findings\":[").and_then(|(front, rest)| {
        let (_, back) = rest.split_once("],\"alternatives\":")?;
        Some(format!("{front}\"findings\":[],\"alternatives\":{back}"))
    });
    parts.unwrap_or(json)
}

/// A report as JSON, but for the brace at the end.
fn to_json(mut report: Report<'_>, kept: &Kept) -> String {
    report.line = kept.line;
    report.id.clone_from(&kept.id);
    // A report is an object of texts and numbers, which can always be written.
    let mut json = serde_json::to_string(&report).unwrap_or_default();
    json.pop();
    json
}

fn read(kept: &Kept, bytes: &[u8], with_json: bool) -> Read {
    let data = bytes.get(kept.data.clone()).unwrap_or_default();
    let report = match &kept.unread {
        Some(kind) => Report::not_read(data, kind.clone()),
        None => scan::read(data, &ReadOptions::default()),
    };
    let text = String::from_utf8_lossy(data);
    let is_wrong = !report.is_ok()
        && (kept.unread.is_some() || text.trim().is_empty() || is_data(&report, &text));
    let error = report
        .findings()
        .find(|finding| is_wrong && !finding.is_note())
        .map(|finding| {
            let message = format!("{}; {}", finding.message(), finding.help());
            (finding.code(), message)
        });
    let scanned = scans::of_report(&report, text.trim());
    let alone = scans::alone(text.trim(), &scanned);
    let is_ok = report.is_ok();
    Read {
        scanned,
        alone,
        error,
        json: with_json.then(|| to_json(report, kept)),
        is_ok,
    }
}

/// Whether a text that does not read is data all the same, and no bare serial.
fn is_data(report: &Report<'_>, text: &str) -> bool {
    scans::looks_like_data(text)
        || report.reading() == Reading::Key
        || report.gtin().is_some()
        || report.sscc().is_some()
}

/// The one unit that a scan means, or why there is none.
fn one<'k>(
    scan: &Scanned,
    found: &'k [Known],
    error: Option<(&'static str, String)>,
    ledger: &LedgerId,
) -> Result<&'k Known, (&'static str, String)> {
    match error {
        Some(error) if found.is_empty() => Err(error),
        _ => scans::one(scan, found, ledger),
    }
}

/// Writes an answer; writing to memory cannot fail.
fn write(
    output: &mut Output,
    line: u64,
    scan: &Scanned,
    state: Option<UnitState>,
    verdict: &Result<&Known, (&'static str, String)>,
    json: Option<String>,
) {
    let out = &mut output.out;
    let Some(json) = json else {
        let _ = match verdict {
            Ok(known) => writeln!(out, "{line}\tok\t{}\t{}", known.state, scan.serial),
            Err((code, message)) => writeln!(out, "{line}\t{code}\t{message}"),
        };
        return;
    };
    let ledger = json!({
        "ok": verdict.is_ok(),
        "code": verdict.as_ref().err().map(|(code, _)| code),
        "message": verdict.as_ref().err().map(|(_, message)| message),
        "serial": scan.serial,
        "state": state.map(UnitState::name),
        "open_scs": state.map(UnitState::open_scs),
    });
    let _ = writeln!(out, "{json},\"ledger\":{ledger}}}");
}
