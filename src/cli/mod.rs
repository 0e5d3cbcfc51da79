//! The program: parses arguments, calls the stages, prints. The only place that prints or exits.

mod ai;
mod check;
mod convert;
mod epc;
mod exit;
mod filter;
mod format;
mod forms;
mod key;
mod labels;
mod ledger;
mod ledger_choice;
mod lines;
mod outlook;
mod reading;
mod record;
mod scheme;
mod scheme_choice;
mod serial;
mod stock;
mod symbol;
mod template;
mod time;

use clap::Parser;

pub use exit::Exit;

/// GS1 identifiers, serial numbers that never repeat, and labels.
#[derive(Debug, Parser)]
#[command(name = "unitmark", version, max_term_width = 100)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(check::Args),
    Convert(convert::Args),
    Key(key::Args),
    Ai(ai::Args),
    Labels(Box<labels::Args>),
    Ledger(ledger::Args),
    Scheme(Box<scheme::Args>),
    Serial(Box<serial::Args>),
    Stock(stock::Args),
    Symbol(Box<symbol::Args>),
    Template(template::Args),
}

/// Runs the program on the process's arguments.
///
/// A command line that cannot be followed ends the process with status 2.
pub fn main() -> Exit {
    match Program::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Key(args) => key::run(&args),
        Command::Ai(args) => ai::run(&args),
        Command::Labels(args) => labels::run(&args),
        Command::Ledger(args) => ledger::run(&args),
        Command::Scheme(args) => scheme::run(&args),
        Command::Serial(args) => serial::run(&args),
        Command::Stock(args) => stock::run(&args),
        Command::Symbol(args) => symbol::run(&args),
        Command::Template(args) => template::run(&args),
    }
}
