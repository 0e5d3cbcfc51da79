//! The command `unitmark`; all of it is in [`unitmark::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    unitmark::cli::main().into()
}
