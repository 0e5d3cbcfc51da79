//! What the data of a symbol say, in the form that the command line names.

use crate::cli::exit::{Exit, Stop};
use crate::element::{ElementError, ElementString};
use crate::symbol::{Said, SaidError};

/// How data are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// What the first characters say.
    Auto,
    /// (01)09521234543213
    Bracketed,
    /// ^0109521234543213, ^ for FNC1
    Unbracketed,
    /// 0109521234543213, GS for FNC1
    Raw,
    /// ]d20109521234543213
    Scan,
    /// Text that is drawn as it stands
    Plain,
}

/// Reads data. What looks like GS1 data and does not validate is never drawn as plain text unless that is asked for.
pub fn read(data: &str, form: Form) -> Result<Said, Stop> {
    let elements = match form {
        Form::Auto => {
            return Said::read(data).map_err(|error| {
                refused(&error).and("to draw the text as it stands, say --as plain")
            });
        }
        Form::Scan => return Said::scan(data).map_err(|error| refused(&error)),
        Form::Plain => return Ok(Said::Plain(data.into())),
        Form::Bracketed => ElementString::parse(data),
        Form::Unbracketed => ElementString::parse_unbracketed(data),
        Form::Raw => ElementString::parse_raw(data.as_bytes()),
    };
    elements.map(Said::Gs1).map_err(|error| findings(&error))
}

fn refused(error: &SaidError) -> Stop {
    match error {
        SaidError::Elements(error) | SaidError::Link(error) => findings(error),
        other => Stop::invalid(other.to_string()),
    }
}

fn findings(error: &ElementError) -> Stop {
    Stop::all(
        Exit::Invalid,
        error.findings().iter().map(ToString::to_string),
    )
}
