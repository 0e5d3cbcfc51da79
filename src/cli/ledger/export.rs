//! `unitmark ledger export`.

use crate::cli::exit::{Exit, Stop};
use crate::cli::files;
use crate::cli::ledger_choice::LedgerArgs;
use crate::ledger::{Event, Found, NamedScheme, Query, Run, Store, UnitKey, hex};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Events that are read together.
const TOGETHER: u32 = 1000;

/// Write out what is to be kept elsewhere, or read by other programs
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["what", "heads"]))]
pub(super) struct Args {
    /// Every unit, every block of numbers, or every event
    #[arg(value_enum)]
    what: Option<What>,
    /// The end of each chain of events, for `verify --heads`
    #[arg(long)]
    heads: bool,
    /// How: rows under a header, or an object a line
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// A line for each unit: GTIN, serial, state, product, run
    Units,
    /// A line for each block: scheme, period, numbers, first and last serial
    Blocks,
    /// A line for each event, oldest first in each chain
    Events,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Csv,
    Jsonl,
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let ledger = args.ledger.open()?;
    let Some(path) = &args.output else {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        return match write(args, &*ledger, &mut out) {
            // Whoever read it has had enough.
            Err(Failed::Out(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Valid),
            done => done.map_err(|failed| failed.stop("standard output")),
        };
    };
    files::refuse_overwrite(path, &[])?;
    // Beside its name and renamed when whole, so that an old export is not lost to half a new one.
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let written = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
        .map_err(Failed::Out)
        .and_then(|file| {
            let mut out = BufWriter::with_capacity(1 << 16, file);
            write(args, &*ledger, &mut out)?;
            let file = out
                .into_inner()
                .map_err(|error| Failed::Out(error.into_error()))?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(io::Error::from)?;
            Ok(Exit::Valid)
        });
    written.map_err(|failed| failed.stop(&path.display().to_string()))
}

/// Why an export failed.
enum Failed {
    Out(io::Error),
    Stop(Stop),
}

impl Failed {
    fn stop(self, name: &str) -> Stop {
        match self {
            Self::Out(error) => Stop::io(format!("{name}: {error}")),
            Self::Stop(stop) => stop,
        }
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Out(error)
    }
}

impl<E: Into<Stop>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self::Stop(error.into())
    }
}

fn write(args: &Args, ledger: &dyn Store, out: &mut impl Write) -> Result<Exit, Failed> {
    let mut table = Table {
        format: args.format,
        out,
    };
    match args.what {
        None => table
            .out
            .write_all(ledger.heads(Timestamp::now())?.to_text().as_bytes())?,
        Some(What::Units) => units(ledger, &mut table)?,
        Some(What::Blocks) => blocks(ledger, &mut table)?,
        Some(What::Events) => events(ledger, &mut table)?,
    }
    table.out.flush()?;
    Ok(Exit::Valid)
}

/// Rows in either form.
struct Table<'o, W: Write> {
    format: Format,
    out: &'o mut W,
}

impl<W: Write> Table<'_, W> {
    fn header(&mut self, names: &[&str]) -> io::Result<()> {
        match self.format {
            Format::Csv => writeln!(self.out, "{}", names.join(",")),
            Format::Jsonl => Ok(()),
        }
    }

    fn row(&mut self, names: &[&str], values: &[Value]) -> io::Result<()> {
        match self.format {
            Format::Csv => {
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        self.out.write_all(b",")?;
                    }
                    match value {
                        Value::Null => {}
                        Value::String(text) => field(text, self.out)?,
                        value => write!(self.out, "{value}")?,
                    }
                }
                self.out.write_all(b"\n")
            }
            Format::Jsonl => {
                let names = names.iter().map(|&name| name.to_owned());
                let object: serde_json::Map<String, Value> =
                    names.zip(values.iter().cloned()).collect();
                writeln!(self.out, "{}", Value::Object(object))
            }
        }
    }
}

/// A field of CSV (RFC 4180 section 2).
fn field(text: &str, out: &mut impl Write) -> io::Result<()> {
    if text.contains(['"', ',', '\n', '\r']) {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}

const UNITS: [&str; 15] = [
    "gtin",
    "ai",
    "serial",
    "state",
    "open_scs",
    "sku",
    "lot",
    "expiry",
    "plant",
    "line",
    "order",
    "run",
    "block",
    "number",
    "reserved_at",
];

fn units<W: Write>(ledger: &dyn Store, table: &mut Table<'_, W>) -> Result<(), Failed> {
    let all = ledger.find(&Query::default())?;
    table.header(&UNITS)?;
    let mut run: Option<Run> = None;
    for found in all {
        let UnitKey::Numbered { block, number } = found.key else {
            table.row(&UNITS, &unit(&found, &found.first, None))?;
            continue;
        };
        let own = match run.take().filter(|run| run.id == found.run) {
            Some(run) => run,
            None => ledger.run(&found.run)?,
        };
        let of_block = own.lines.iter().flat_map(|line| &line.blocks);
        if let Some(own) = of_block.into_iter().find(|own| own.id == block) {
            let mut texts = own
                .scheme
                .scheme()
                .texts(&own.slot, number, found.count)
                .map_err(|error| {
                    Stop::refused(format!("block {block}: {error} [{}]", error.code()))
                })?;
            let mut at = number;
            while let Some(serial) = texts.next_str() {
                table.row(&UNITS, &unit(&found, serial, Some((block, at))))?;
                at = at.saturating_add(1);
            }
        }
        run = Some(own);
    }
    Ok(())
}

fn unit(found: &Found, serial: &str, number: Option<(u64, u64)>) -> [Value; 15] {
    let [gtin, sku, lot, expiry, plant, line, order] =
        found.product.fields().map(|(_, value)| json!(value));
    [
        gtin,
        json!(found.ai),
        json!(serial),
        json!(found.state.name()),
        json!(found.state.open_scs()),
        sku,
        lot,
        expiry,
        plant,
        line,
        order,
        json!(found.run.as_str()),
        json!(number.map(|(block, _)| block)),
        json!(number.map(|(_, number)| number)),
        json!(found.reserved_at.to_string()),
    ]
}

const BLOCKS: [&str; 21] = [
    "block",
    "run",
    "request_id",
    "holder",
    "reserved_at",
    "state",
    "scheme",
    "period",
    "partition",
    "first",
    "count",
    "first_serial",
    "last_serial",
    "given_back",
    "gtin",
    "sku",
    "lot",
    "expiry",
    "plant",
    "line",
    "order",
];

fn blocks<W: Write>(ledger: &dyn Store, table: &mut Table<'_, W>) -> Result<(), Failed> {
    // A serial that cannot be written for want of its key is told before a part of the table is.
    let is_locked = |named: &NamedScheme| named.scheme().is_locked();
    if ledger.schemes()?.iter().any(is_locked) {
        ledger.find(&Query::default())?;
    }
    table.header(&BLOCKS)?;
    // The newest come first.
    for summary in ledger.runs(None, usize::MAX)?.into_iter().rev() {
        let run = ledger.run(&summary.id)?;
        for line in &run.lines {
            for block in &line.blocks {
                let text = |number| {
                    let scheme = block.scheme.scheme();
                    scheme.text(&block.slot, number).map_err(|error| {
                        Stop::refused(format!("block {}: {error} [{}]", block.id, error.code()))
                    })
                };
                let mut values = vec![
                    json!(block.id),
                    json!(run.id.as_str()),
                    json!(run.request_id),
                    json!(run.holder),
                    json!(run.reserved_at.to_string()),
                    json!(run.state().name()),
                    json!(block.scheme.name()),
                    json!(block.slot.period().to_string()),
                    json!(block.slot.partition().as_str()),
                    json!(block.first),
                    json!(block.count),
                    json!(text(block.first)?),
                    json!(text(block.last())?),
                    json!(run.given_back()),
                ];
                values.extend(line.product.fields().map(|(_, value)| json!(value)));
                table.row(&BLOCKS, &values)?;
            }
        }
    }
    Ok(())
}

const EVENTS: [&str; 6] = ["chain", "event", "at", "kind", "hash", "says"];

fn events<W: Write>(ledger: &dyn Store, table: &mut Table<'_, W>) -> Result<(), Failed> {
    table.header(&EVENTS)?;
    let mut after = (0, 0);
    loop {
        let events = ledger.trail(after, TOGETHER)?;
        let Some(last) = events.last() else {
            return Ok(());
        };
        after = (last.chain, last.event);
        for event in &events {
            let Event {
                chain,
                event,
                at,
                kind,
                body,
                hash,
            } = event;
            let says = match table.format {
                Format::Csv => json!(body),
                Format::Jsonl => body
                    .lines()
                    .filter_map(|line| line.split_once(' '))
                    .map(|(name, value)| (name.to_owned(), json!(value)))
                    .collect::<serde_json::Map<_, _>>()
                    .into(),
            };
            table.row(
                &EVENTS,
                &[
                    json!(chain),
                    json!(event),
                    json!(at.to_string()),
                    json!(kind),
                    json!(hex(hash)),
                    says,
                ],
            )?;
        }
    }
}
