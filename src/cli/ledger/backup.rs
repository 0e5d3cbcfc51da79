//! `unitmark ledger backup`.

use crate::cli::exit::{Exit, Stop, say};
use crate::cli::ledger_choice::LedgerArgs;
use jiff::Timestamp;
use std::path::PathBuf;

/// Copy the whole ledger to a new file, proved to be whole, while others go on writing
///
/// A plain copy of a file that is being written may be half of it. Where a backup is put back, `ledger resume` comes before the
/// next serial.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to make
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    ledger: LedgerArgs,
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let ledger = args.ledger.open()?;
    let proved = ledger.backup(&args.file, Timestamp::now())?;
    say(&format!(
        "ledger {} is copied to {}: {} events in {} chains, proved to be whole",
        ledger.id(),
        args.file.display(),
        proved.events,
        proved.chains
    ));
    Ok(Exit::Valid)
}
