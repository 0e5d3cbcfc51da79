//! `unitmark ledger`: what was issued, and the proof of it.

mod backup;
mod check;
mod find;
mod gaps;
mod import;
mod mark;
mod resume;
mod scans;
mod show;
mod verify;

pub(super) use show::counter_name;

use super::exit::{Exit, Stop, say};
use super::ledger_choice::{LedgerArgs, Made, say_new};
use crate::ledger::FORM;
use jiff::Timestamp;
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
        format: Format,
    },
    /// Prove that the ledger agrees with itself; with --heads also that nothing was cut off or rewritten
    Verify {
        /// Heads that were exported before, or a client's file of marks
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
        #[command(flatten)]
        ledger: LedgerArgs,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say where every number of every counter went
    Gaps {
        #[command(flatten)]
        ledger: LedgerArgs,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
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
        format: Format,
    },
    /// Write out what is to be kept elsewhere
    Export {
        /// The end of each chain of events, for `verify --heads`
        #[arg(long, required = true)]
        heads: bool,
        /// Where to; standard output without it
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        ledger: LedgerArgs,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
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
        What::Backup(args) => backup::run(args),
        What::Resume(args) => resume::run(args),
        What::Export { output, ledger, .. } => export(ledger, output.as_deref()),
    };
    done.unwrap_or_else(Stop::report)
}

fn export(ledger: &LedgerArgs, output: Option<&std::path::Path>) -> Result<Exit, Stop> {
    let text = ledger.open()?.heads(Timestamp::now())?.to_text();
    let Some(path) = output else {
        return print(&text);
    };
    // Beside its name and renamed when whole, so that an old export is not lost to half a new one.
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let written = tempfile::NamedTempFile::new_in(folder.unwrap_or(std::path::Path::new(".")))
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(io::Error::from)
        });
    match written {
        Ok(_) => Ok(Exit::Valid),
        Err(error) => Err(Stop::io(format!("{}: {error}", path.display()))),
    }
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
