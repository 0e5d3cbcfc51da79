//! `unitmark serial`: serials without labels, for lines that mark on their own.

mod form;
mod give_back;

use super::exit::{Exit, Stop};
use super::outlook;
use super::record;
use super::scheme::Options;
use super::scheme_choice;
use super::time::parse_time;
use crate::cli::format::LineFormat;
use crate::job::{OrderFormat, Problem, read_label};
use crate::key::Gtin;
use crate::ledger::{
    Block, LineRequest, MAX_SKEW, Mark, MarkKind, NamedScheme, Product, Run, RunRequest, Store,
    Units, new_request_id,
};
use crate::serial::Context;
use form::Handed;
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};

/// Issue serials
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Next(Box<Next>),
    Return(give_back::Args),
}

/// Print the next serials of a scheme, one a line; each is printed once, ever
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["scheme", "pattern"]))]
struct Next {
    /// A registered scheme's name, a file with a definition, or a preset
    #[arg(long, value_name = "NAME|FILE")]
    scheme: Option<String>,

    #[command(flatten)]
    options: Options,

    /// How many, 10,000,000 at the most: a slip would spend a scheme's numbers for good
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    count: u64,

    /// What the pattern writes and what the ledger keeps: plant, line, shift, site, lot, gtin, sku, prefix, ext, expiry, order
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,

    /// Name the time on purpose instead of asking the clock: 2026-04-15T08:00Z
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,

    /// Made before the first attempt: the same id gets the same serials again
    #[arg(long, value_name = "ID", value_parser = record::request_id)]
    request_id: Option<String>,

    /// Who or what they are for, for the ledger [default: user and host]
    #[arg(long, value_name = "H", value_parser = record::name)]
    holder: Option<String>,

    #[command(flatten)]
    form: form::Args,

    /// A serial a line, or a JSON object a line
    #[arg(long, value_enum, default_value_t)]
    format: LineFormat,
}

/// Runs `unitmark serial`.
pub fn run(args: &Args) -> Exit {
    let done = match &args.what {
        What::Next(args) => next(args).map(|()| Exit::Valid),
        What::Return(args) => give_back::run(args),
    };
    done.unwrap_or_else(Stop::report)
}

fn next(args: &Next) -> Result<(), Stop> {
    let given = Given::read(&args.set)?;
    let handed = args.form.writer()?;
    let ledger = args.options.ledger.open()?;
    let scheme = args.scheme(&*ledger)?;
    given.refuse_idle(&scheme)?;
    let now = Timestamp::now();
    let slot = scheme
        .scheme()
        .slot(&given.context, args.at.unwrap_or(now))
        .map_err(|error| {
            Stop::invalid(format!(
                "scheme {}: {error} [{}]",
                scheme.name(),
                error.code()
            ))
        })?;
    handed.prove(&scheme, &slot, given.product.gtin.as_ref())?;
    let request = RunRequest {
        request_id: match &args.request_id {
            Some(id) => id.clone(),
            None => new_request_id()?,
        },
        args_hash: args.hash(&scheme, &given),
        holder: record::holder(args.holder.as_deref())?,
        now,
        at: args.at,
        max_skew: MAX_SKEW,
        spec: json!({ "serial": "next", "set": args.set }).to_string(),
        lines: vec![LineRequest {
            product: given.product.clone(),
            units: Units::Next {
                scheme,
                slot,
                count: args.count,
            },
        }],
    };
    let run = ledger.reserve(&request)?;

    let gtin = given.product.gtin.as_ref();
    let written = write(args.format, &handed, gtin, &run, io::stdout().lock());
    let retry = || {
        format!(
            "run {} is reserved and not handed out; --request-id {} with the same arguments prints it again",
            run.id, run.request_id
        )
    };
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(Stop::invalid(error.to_string()).and(retry()));
        }
        Err(error) => return Err(Stop::io(format!("standard output: {error}")).and(retry())),
    }
    let by = request.holder;
    let mark = Mark {
        at: Timestamp::now(),
        by,
        what: MarkKind::Allocated,
    };
    ledger.mark(&run.id, &mark)?;
    outlook::warn(&*ledger, &run.id, now);
    Ok(())
}

impl Next {
    fn scheme(&self, store: &dyn Store) -> Result<NamedScheme, Stop> {
        let keys = self.options.ledger.keys()?;
        if let Some(name) = &self.scheme {
            if self.options.change_definition() {
                return Err(Stop::usage(
                    "--reset, --zone, --day-starts, --scope, --partition, --ai, --horizon and --key-version go with \
                     --pattern: a scheme that has a name does not change",
                ));
            }
            return scheme_choice::named(name, Some(store), &keys);
        }
        let scheme = scheme_choice::prove(self.options.definition(None)?, &keys)?;
        Ok(NamedScheme::by_definition(scheme))
    }

    /// All that decides which serials are given.
    fn hash(&self, scheme: &NamedScheme, given: &Given) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"unitmark serial next\0");
        hash.update(scheme.scheme().id().as_bytes());
        hash.update(self.count.to_be_bytes());
        hash.update(
            self.at
                .map_or(i128::MIN, Timestamp::as_nanosecond)
                .to_be_bytes(),
        );
        for (name, value) in &given.pairs {
            for text in [name, value] {
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text);
            }
        }
        hash.finalize().into()
    }
}

/// What `--set` says.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// In the order of their names.
    pairs: Vec<(String, String)>,
    context: Context,
    pub(super) product: Product,
}

impl Given {
    /// A value that no serial says and no ledger keeps is a slip.
    fn refuse_idle(&self, scheme: &NamedScheme) -> Result<(), Stop> {
        let scheme = scheme.scheme();
        for (name, _) in &self.pairs {
            let kept = !matches!(name.as_str(), "shift" | "site" | "prefix" | "ext");
            if !kept && scheme.context_tokens().all(|(token, _)| token != name) {
                return Err(Stop::usage(format!(
                    "--set {name}: the pattern {} writes no {{{name}}}, and the ledger does not keep it",
                    scheme.definition().pattern
                )));
            }
        }
        Ok(())
    }

    pub(super) fn read(set: &[String]) -> Result<Self, Stop> {
        let mut given = Self::default();
        for pair in set {
            let (name, value) = pair.split_once('=').ok_or_else(|| {
                Stop::usage(format!("--set {pair}: write NAME=VALUE, such as plant=WG"))
            })?;
            if value.trim().is_empty() {
                return Err(Stop::invalid(format!(
                    "--set {pair}: the value is empty; leave it out [empty]"
                )));
            }
            if given.pairs.iter().any(|(before, _)| before == name) {
                return Err(Stop::usage(format!(
                    "--set {pair}: {name} is set twice: set it once"
                )));
            }
            let mut text = value.to_owned();
            let product = &mut given.product;
            let place = match name {
                "gtin" => {
                    let gtin = Gtin::parse(value).map_err(|error| {
                        Stop::invalid(format!("--set {pair}: {error} [{}]", error.code()))
                    })?;
                    gtin.as_str().clone_into(&mut text);
                    product.gtin = Some(gtin);
                    None
                }
                "sku" => Some(&mut product.sku),
                "lot" => Some(&mut product.lot),
                "expiry" => Some(&mut product.expiry),
                "plant" => Some(&mut product.plant),
                "line" => Some(&mut product.production_line),
                "order" => Some(&mut product.order),
                "shift" | "site" | "prefix" | "ext" => None,
                _ => {
                    return Err(Stop::usage(format!(
                        "--set {pair}: there is no {name}; there are plant, line, shift, site, lot, gtin, sku, prefix, ext, expiry, order"
                    )));
                }
            };
            if let Some(place) = place {
                *place = Some(text.clone());
            }
            given.context.set(name, text.as_str());
            given.pairs.push((name.to_owned(), text));
        }
        check_values(given.pairs.clone()).map_err(|problems| {
            Stop::all(Exit::Invalid, problems.iter().map(ToString::to_string))
        })?;
        given.pairs.sort();
        Ok(given)
    }
}

/// Checks values of a product as a column of an order with that name is checked.
pub(super) fn check_values(set: Vec<(String, String)>) -> Result<(), Vec<Problem>> {
    let format = OrderFormat {
        wanted: Some(Vec::new()),
        set,
        ..OrderFormat::default()
    };
    read_label(&format).map(drop)
}

/// Writes the run's serials; an error of the data is of kind `InvalidData`.
fn write(
    format: LineFormat,
    handed: &Handed,
    gtin: Option<&Gtin>,
    run: &Run,
    out: impl Write,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    for block in run.lines.iter().flat_map(|line| &line.blocks) {
        write_block(format, handed, gtin, run, block, &mut out)?;
    }
    out.flush()
}

fn write_block(
    format: LineFormat,
    handed: &Handed,
    gtin: Option<&Gtin>,
    run: &Run,
    block: &Block,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut texts = block.texts().map_err(|error| invalid(&error.to_string()))?;
    let mut number = block.first;
    let ai = block.scheme.scheme().definition().ai.as_str();
    while let Some(serial) = texts.next_str() {
        match (format, handed) {
            (LineFormat::Text, Handed::Serial) => writeln!(out, "{serial}")?,
            _ => {
                let message = form::message(gtin, ai, serial).map_err(|error| invalid(&error))?;
                let text = match (&message, handed) {
                    (Some(message), Handed::Link(_) | Handed::EpcHex(_)) => {
                        Some(handed.text(message).map_err(|error| invalid(&error))?)
                    }
                    _ => None,
                };
                let bracketed = message.map(|message| message.to_string());
                if format == LineFormat::Jsonl {
                    let in_form = |name| text.as_ref().filter(|_| handed.name() == name);
                    let line = json!({
                        "serial": serial, "number": number, "gtin": gtin.map(Gtin::as_str),
                        "bracketed": bracketed, "link": in_form("link"), "epc_hex": in_form("epc-hex"),
                        "run": run.id.as_str(),
                    });
                    writeln!(out, "{line}")?;
                } else {
                    let text = text.or(bracketed);
                    writeln!(out, "{}", text.as_deref().unwrap_or(serial))?;
                }
            }
        }
        number = number.saturating_add(1);
    }
    Ok(())
}

fn invalid(error: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
