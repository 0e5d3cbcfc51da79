//! `unitmark check`: is it valid, what does it say, what is wrong.

use super::Exit;
use super::lines::{Ending, Line, Lines, MAX_LINE};
use crate::element::{FindingKind, Rules};
use crate::scan::{Id, ReadAs, ReadOptions, Report, read};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Validate lines; one result a line, in order
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to read; `-`, or nothing, is standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    /// How to read each line
    #[arg(long = "as", value_name = "SYNTAX", value_enum, default_value_t)]
    read_as: As,
    /// What to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// What the input is: lines of data, or objects {"id":..,"scan":".."}
    #[arg(long, value_enum, default_value_t)]
    input: Input,
    /// Findings with this code are notes, not errors
    #[arg(long, value_name = "CODE", value_parser = clap::builder::PossibleValuesParser::new(Rules::ALLOWABLE))]
    allow: Vec<String>,
    /// Lines end with NUL
    #[arg(long)]
    null: bool,
    /// Stop after the first line that is not valid
    #[arg(long)]
    fail_fast: bool,
    /// Print nothing; the exit status answers
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum As {
    #[default]
    Auto,
    Bracketed,
    Unbracketed,
    Raw,
    Scan,
    Key,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Jsonl,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Input {
    #[default]
    Lines,
    Jsonl,
}

/// Runs the command on standard input and output.
pub fn run(args: &Args) -> Exit {
    let options = ReadOptions {
        read_as: match args.read_as {
            As::Auto => ReadAs::Auto,
            As::Bracketed => ReadAs::Bracketed,
            As::Unbracketed => ReadAs::Unbracketed,
            As::Raw => ReadAs::Raw,
            As::Scan => ReadAs::Scan,
            As::Key => ReadAs::Key,
        },
        rules: args
            .allow
            .iter()
            .fold(Rules::default(), |rules, code| rules.allow(code)),
        this_year: this_year(),
    };
    let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let result = if args.file.as_os_str() == "-" {
        check(args, &options, io::stdin().lock(), output)
    } else {
        match std::fs::File::open(&args.file) {
            Ok(file) => check(args, &options, file, output),
            Err(error) => Err(error),
        }
    };
    match result {
        Ok(exit) => exit,
        // Whoever read the answers has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Valid,
        Err(error) => {
            let path = args.file.display();
            super::exit::Stop::io(format!("{path}: {error}")).report()
        }
    }
}

fn check(
    args: &Args,
    options: &ReadOptions,
    input: impl io::Read,
    mut output: impl Write,
) -> io::Result<Exit> {
    let ending = if args.null {
        Ending::Null
    } else {
        Ending::Newline
    };
    let mut lines = Lines::new(input, ending);
    let mut exit = Exit::Valid;
    let mut number = 0;
    while let Some(line) = lines.next(|| output.flush())? {
        number += 1;
        let valid = match line {
            Line::TooLong => {
                let report = Report::not_read(&[], FindingKind::LineTooLong { max: MAX_LINE });
                answer(args, report, number, None, &mut output)?
            }
            Line::Bytes(bytes) if args.input == Input::Jsonl => {
                match serde_json::from_slice::<Object>(bytes) {
                    Ok(object) => {
                        let id = object.id.map(Object::id);
                        answer(
                            args,
                            read(object.scan.as_bytes(), options),
                            number,
                            id,
                            &mut output,
                        )?
                    }
                    Err(_) => answer(
                        args,
                        Report::not_read(bytes, FindingKind::NotJson),
                        number,
                        None,
                        &mut output,
                    )?,
                }
            }
            Line::Bytes(bytes) => answer(args, read(bytes, options), number, None, &mut output)?,
        };
        if !valid {
            exit = Exit::Invalid;
            if args.fail_fast {
                break;
            }
        }
    }
    output.flush()?;
    Ok(exit)
}

/// Prints one report and says whether it is valid.
fn answer(
    args: &Args,
    mut report: Report<'_>,
    line: u64,
    id: Option<Id>,
    output: &mut impl Write,
) -> io::Result<bool> {
    report.line = line;
    report.id = id;
    let valid = report.is_ok();
    if !args.quiet {
        match args.format {
            Format::Text => text(&report, output)?,
            Format::Jsonl => {
                serde_json::to_writer(&mut *output, &report)?;
                output.write_all(b"\n")?;
            }
        }
    }
    Ok(valid)
}

fn text(report: &Report<'_>, output: &mut impl Write) -> io::Result<()> {
    let line = report.line;
    if let Some(bracketed) = report.bracketed() {
        writeln!(output, "{line}\tok\t{bracketed}")?;
    }
    for finding in report.findings() {
        let (code, span, help) = (finding.code(), finding.span(), finding.help());
        writeln!(
            output,
            "{line}\t{code} {span}\t{}; {help}",
            finding.message()
        )?;
    }
    Ok(())
}

/// A line of `--input jsonl`.
#[derive(serde::Deserialize)]
struct Object {
    #[serde(default)]
    id: Option<serde_json::Value>,
    scan: String,
}

impl Object {
    fn id(value: serde_json::Value) -> Id {
        match value {
            serde_json::Value::String(text) => Id::Text(text),
            value => value
                .as_i64()
                .map_or_else(|| Id::Text(value.to_string()), Id::Number),
        }
    }
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
