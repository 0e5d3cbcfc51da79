//! `unitmark ledger`: what was issued, and the proof of it.

mod backup;
mod check;
mod export;
mod find;
mod gaps;
mod import;
mod mark;
mod report;
mod resume;
mod scans;
mod share;
mod show;
mod verify;

pub(super) use show::counter_name;

use super::exit::{Exit, Stop, say};
use super::ledger_choice::{LedgerArgs, Made, say_new};
use crate::cli::format::OneFormat;
use crate::ledger::FORM;
use std::io::{self, Write as _};
use std::path::PathBuf;

/// What was issued: make, look into and verify a ledger
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Make a new ledger, whose serials start at the beginning, or bring one of an older form up to date
    Init {
        #[command(flatten)]
        ledger: LedgerArgs,
    },
    /// Show the ledger, or one run or unit of it
    Show {
        /// A run, a serial or an element string
        #[arg(value_name = "RUN|SCAN")]
        what: Option<String>,
        #[command(flatten)]
        ledger: LedgerArgs,
        #[arg(long, value_enum, default_value_t)]
        format: OneFormat,
    },
    /// Prove that the ledger agrees with itself; with --heads also that nothing was cut off or rewritten
    Verify {
        /// Heads that were exported before, or a client's file of marks
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
        #[command(flatten)]
        ledger: LedgerArgs,
        #[arg(long, value_enum, default_value_t)]
        format: OneFormat,
    },
    /// Say where every number of every counter went
    Gaps {
        #[command(flatten)]
        ledger: LedgerArgs,
        #[arg(long, value_enum, default_value_t)]
        format: OneFormat,
    },
    Import(import::Args),
    Find(Box<find::Args>),
    Mark(mark::Args),
    Check(check::Args),
    Backup(backup::Args),
    Resume(resume::Args),
    /// Write out all events, which say who did what and when
    Trail {
        #[command(flatten)]
        ledger: LedgerArgs,
        #[arg(long, value_enum, default_value_t)]
        format: OneFormat,
    },
    Export(export::Args),
    Report(report::Args),
}

/// Runs `unitmark ledger`.
pub fn run(args: &Args) -> Exit {
    let done = match &args.what {
        What::Init { ledger } => ledger.make().map(|made| {
            match made {
                Made::New(ledger) => say_new(&*ledger),
                Made::Migrated { ledger, form } => say(&format!(
                    "ledger {} (id {}) is brought up to date, from form {form} to {FORM}",
                    ledger.place(),
                    ledger.id()
                )),
            }
            Exit::Valid
        }),
        What::Show {
            what,
            ledger,
            format,
        } => show::run(what.as_deref(), ledger, *format),
        What::Verify {
            heads,
            ledger,
            format,
        } => verify::run(heads.as_deref(), ledger, *format),
        What::Gaps { ledger, format } => gaps::run(ledger, *format),
        What::Import(args) => import::run(args),
        What::Find(args) => find::run(args),
        What::Trail { ledger, format } => find::trail(ledger, *format),
        What::Mark(args) => mark::run(args),
        What::Check(args) => check::run(args),
        What::Export(args) => export::run(args),
        What::Report(args) => report::run(args),
        What::Backup(args) => backup::run(args),
        What::Resume(args) => resume::run(args),
    };
    done.unwrap_or_else(Stop::report)
}

/// Prints a text on standard output; a reader that has had enough ends it quietly.
pub(super) fn print(text: &str) -> Result<Exit, Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop::io(format!("standard output: {error}")))
        }
        _ => Ok(Exit::Valid),
    }
}
