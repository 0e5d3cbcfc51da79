//! `unitmark ledger import`.

mod columns;
mod list;
mod rows;

use super::print;
use crate::cli::exit::{Exit, Stop, say};
use crate::cli::format::LineFormat;
use crate::cli::ledger_choice::LedgerArgs;
use crate::cli::record;
use crate::cli::serial::Given;
use crate::ledger::{Import, Imported, NamedScheme, Store, hex, new_request_id};
use jiff::Timestamp;
use list::List;
use rows::Reader;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::path::PathBuf;

/// Take over serials that others issued: all of the list, or nothing; they are never issued here again
///
/// The list is CSV whose header names its columns (gtin and serial, or key and serial; scheme, sku, lot, expiry, plant, line,
/// order; or element_string), or a scan a line in any form. Each line that cannot be taken is told with a code.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The list; - is standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,

    /// Take what can be taken, and leave out the lines that are refused
    #[arg(long)]
    partial: bool,

    /// What the list does not say: gtin, sku, lot, expiry, plant, line, order
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,

    /// What the list is
    #[arg(long, value_enum, default_value_t)]
    input: Input,

    /// The same id imports once [default: one that follows from the list, so that the same list is imported once; with --partial a
    /// new one]
    #[arg(long, value_name = "ID", value_parser = record::request_id)]
    request_id: Option<String>,

    /// Who imports [default: `UNITMARK_ACTOR`, else user and host]
    #[arg(long, value_name = "WHO", value_parser = record::name)]
    by: Option<String>,

    #[command(flatten)]
    ledger: LedgerArgs,

    /// How refused lines are told
    #[arg(long, value_enum, default_value_t)]
    format: LineFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Input {
    /// CSV where the first line names columns, else lines
    #[default]
    Auto,
    /// A header and rows
    Csv,
    /// A scan a line
    Lines,
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let defaults = Given::read(&args.set)?.product;
    let ledger = args.ledger.open()?;
    let schemes: HashMap<String, NamedScheme> = ledger
        .schemes()?
        .into_iter()
        .map(|scheme| (scheme.name().to_owned(), scheme))
        .collect();
    let reader = Reader::open(&args.file, args.input, defaults, &schemes)?;
    let (mut list, digest) = List::survey(reader, args.format)?;
    list.tell_ignored();
    if list.rows() == 0 && list.unread() == 0 {
        return Err(Stop::invalid(format!(
            "{}: the list has no serial; a header alone imports nothing [empty]",
            args.file.display()
        )));
    }
    let args_hash = hash(args, &digest);
    let request_id = match &args.request_id {
        Some(id) => id.clone(),
        None if args.partial => new_request_id()?,
        None => format!("import {}", hex(&args_hash)),
    };
    let request = Import {
        request_id,
        args_hash,
        holder: record::holder(args.by.as_deref())?,
        now: Timestamp::now(),
        spec:
            json!({ "ledger": "import", "file": args.file.display().to_string(), "set": args.set })
                .to_string(),
        lines: list.lines(),
        rows: list.rows(),
        unread: list.unread(),
        is_partial: args.partial,
    };
    let imported = ledger.import(&request, &mut list)?;
    list.print_refused()?;
    tell(args, &*ledger, &imported)
}

/// All that decides what is imported.
fn hash(args: &Args, digest: &[u8; 32]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"unitmark ledger import\0");
    hash.update(digest);
    hash.update([u8::from(args.partial)]);
    for text in &args.set {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

fn tell(args: &Args, ledger: &dyn Store, imported: &Imported) -> Result<Exit, Stop> {
    let Imported {
        run,
        recorded,
        refused,
        held,
        replayed,
    } = imported;
    if args.format == LineFormat::Jsonl {
        let value = json!({
            "run": run.as_ref().map(|run| run.as_str()), "recorded": recorded, "refused": refused,
            "held": held, "replayed": replayed,
        });
        print(&format!("{value}\n"))?;
    } else {
        let place = ledger.place();
        let told = match run {
            None => format!("{refused} lines refused; nothing was imported"),
            Some(run) if *replayed => {
                format!("imported before as run {run}: {recorded} serials, ledger {place}")
            }
            Some(run) => {
                let left_out = match refused {
                    0 => String::new(),
                    refused => format!(", {refused} lines left out"),
                };
                let skipped = match held {
                    0 => String::new(),
                    held => format!(", {held} of them numbers that schemes skip from now on"),
                };
                format!("run {run}: {recorded} serials imported{left_out}{skipped}, ledger {place}")
            }
        };
        say(&told);
    }
    Ok(if *refused > 0 {
        Exit::Invalid
    } else {
        Exit::Valid
    })
}
