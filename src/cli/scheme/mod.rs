//! `unitmark scheme`: serial schemes before and after the first serial.

mod check;
mod key;
mod options;
mod parse;
mod presets;

use std::io::{self, Write};

use super::exit::{Exit, Stop};
pub(super) use options::Options;

/// Serial schemes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(Box<check::Check>),
    Parse(Box<parse::Parse>),
    Presets(presets::Presets),
    Key(key::KeyArgs),
}

/// Runs `unitmark scheme`.
pub fn run(args: &Args) -> Exit {
    let done = match &args.command {
        Command::Check(args) => check::run(args),
        Command::Parse(args) => parse::run(args),
        Command::Presets(args) => presets::run(args),
        Command::Key(args) => key::run(args),
    };
    done.unwrap_or_else(Stop::report)
}

/// Writes to standard output; a reader that went away ends the command quietly.
fn print(text: &str, exit: Exit) -> Result<Exit, Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop::io(format!("standard output: {error}")))
        }
        _ => Ok(exit),
    }
}

/// One JSON object on a line.
fn json(value: &impl serde::Serialize) -> Result<String, Stop> {
    let mut text = serde_json::to_string(value).map_err(|error| Stop::io(error.to_string()))?;
    text.push('\n');
    Ok(text)
}
