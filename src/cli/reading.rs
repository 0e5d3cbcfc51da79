//! How `check` and `convert` understand their input.

use super::exit::Stop;
use crate::ai::Dictionary;
use crate::element::Rules;
use crate::epc::CheckDigits;
use crate::link::Mode;
use crate::scan::{ReadAs, ReadOptions, Separator};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How to understand the input.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// How to read each line
    #[arg(long = "as", value_name = "SYNTAX", value_enum, default_value_t)]
    read_as: As,
    /// What stands for FNC1 in raw data and scans: GS, auto, or a text such as {GS}
    #[arg(long, value_name = "TEXT", default_value = "GS")]
    separator: String,
    /// What to accept of GS1 Digital Link URIs
    #[arg(long, value_enum, default_value_t, value_name = "MODE")]
    links: Links,
    /// What to do about a check digit on a tag that does not fit its key
    #[arg(long, value_enum, default_value_t, value_name = "POLICY")]
    check_digits: Policy,
    /// Findings with this code are notes, not errors
    #[arg(long, value_name = "CODE", value_parser = clap::builder::PossibleValuesParser::new(Rules::ALLOWABLE))]
    allow: Vec<String>,
    /// The AIs of this GS1 Syntax Dictionary instead of those built in
    #[arg(long, value_name = "FILE")]
    dictionary: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum As {
    #[default]
    Auto,
    Bracketed,
    Unbracketed,
    Raw,
    Scan,
    Link,
    Epc,
    Key,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Links {
    /// What the standard asks for
    #[default]
    Strict,
    /// GTINs without their zeros, names such as /gtin/ and /lot/, unknown AIs in the query (with --allow ai-unknown), HtTp in any case, and % that escapes nothing
    Lenient,
    /// The same, and the keys of version 1.1: (410) to (413), (416)
    Legacy,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Policy {
    /// It is an error
    #[default]
    Verify,
    /// The digit that fits takes its place
    Compute,
    /// It stays, and the elements are in error; other forms of the EPC can be written
    Keep,
}

impl Args {
    /// The options of the library; a dictionary that cannot be read stops the command.
    pub fn options(&self) -> Result<ReadOptions, Stop> {
        let mut rules = self
            .allow
            .iter()
            .fold(Rules::default(), |rules, code| rules.allow(code));
        if let Some(path) = &self.dictionary {
            rules = rules.with_dictionary(Arc::new(dictionary(path)?));
        }
        Ok(ReadOptions {
            read_as: match self.read_as {
                As::Auto => ReadAs::Auto,
                As::Bracketed => ReadAs::Bracketed,
                As::Unbracketed => ReadAs::Unbracketed,
                As::Raw => ReadAs::Raw,
                As::Scan => ReadAs::Scan,
                As::Link => ReadAs::Link,
                As::Epc => ReadAs::Epc,
                As::Key => ReadAs::Key,
            },
            rules,
            separator: match self.separator.as_str() {
                "GS" | "\u{1D}" => Separator::Gs,
                "auto" => Separator::Auto,
                text => Separator::Text(text.as_bytes().to_vec()),
            },
            links: match self.links {
                Links::Strict => Mode::STRICT,
                Links::Lenient => Mode::LENIENT,
                Links::Legacy => Mode::LENIENT.legacy_keys(),
            },
            check_digits: match self.check_digits {
                Policy::Verify => CheckDigits::Verify,
                Policy::Compute => CheckDigits::Compute,
                Policy::Keep => CheckDigits::Keep,
            },
            this_year: this_year(),
        })
    }
}

/// Reads a GS1 Syntax Dictionary from a file.
pub fn dictionary(path: &Path) -> Result<Dictionary, Stop> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| Stop::io(format!("{shown}: {error}")))?;
    Dictionary::parse(&text).map_err(|error| {
        let (line, column, kind) = (error.line(), error.column(), error.kind());
        Stop::invalid(format!("{shown}:{line}:{column}: {kind}"))
    })
}

/// The year of the clock, beside which two-digit years are read.
fn this_year() -> u16 {
    u16::try_from(
        jiff::Timestamp::now()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .year(),
    )
    .unwrap_or(2026)
}
