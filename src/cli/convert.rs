//! `unitmark convert`: the same message in another form.

use super::Exit;
use super::exit::Stop;
use super::filter;
use super::reading;
use crate::link::{Compression, Stem, Writer};
use crate::scan::{Report, read};
use std::io::Write as _;

/// Write lines in another form; an empty line for one that is not valid
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    lines: filter::Args,
    #[command(flatten)]
    reading: reading::Args,
    /// The form to write
    #[arg(long, value_enum)]
    to: Form,
    /// With data titles, as in GTIN (01) 09521234543213
    #[arg(long)]
    titles: bool,
    /// What a link begins with [default: https://id.gs1.org]
    #[arg(long, value_name = "URI", help_heading = "Links")]
    stem: Option<String>,
    /// Compress the elements of a link
    #[arg(long, value_enum, value_name = "FORM", help_heading = "Links")]
    compress: Option<Compress>,
    /// Scheme and host of a link in capital letters, for a smaller QR Code
    #[arg(long, help_heading = "Links")]
    upper_case: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Compress {
    /// The form of GS1 Digital Link 1.1
    Legacy,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Form {
    /// (01)09521234543213(10)A
    Bracketed,
    /// ^010952123454321310A, with ^ for FNC1
    Unbracketed,
    /// 010952123454321310A, with GS for FNC1
    Raw,
    /// (01) 09521234543213 (10) A, for people
    Hri,
    /// https://id.gs1.org/01/09521234543213/10/A
    Link,
}

impl Args {
    /// How links are written; options of links with another form are a misunderstanding.
    fn writer(&self) -> Result<Writer, Stop> {
        let given = self.stem.is_some() || self.compress.is_some() || self.upper_case;
        if given && !matches!(self.to, Form::Link) {
            return Err(Stop::usage(
                "--stem, --compress and --upper-case are of links: say --to link",
            ));
        }
        let stem = match &self.stem {
            Some(text) => Stem::parse(text).map_err(|error| {
                Stop::invalid(format!("--stem {text}: {}: {error}", error.code()))
            })?,
            None => Stem::CANONICAL,
        };
        let compression = self.compress.map(|form| match form {
            Compress::Legacy => Compression::LEGACY,
        });
        Ok(Writer::default()
            .stem(stem)
            .upper_case(self.upper_case)
            .compression(compression))
    }
}

/// Runs the command on standard input and output.
pub fn run(args: &Args) -> Exit {
    let options = match args.reading.options() {
        Ok(options) => options,
        Err(stop) => return stop.report(),
    };
    let writer = match args.writer() {
        Ok(writer) => writer,
        Err(stop) => return stop.report(),
    };
    filter::run(&args.lines, |item, output| {
        let report = match &item.data {
            Ok(data) => read(data, &options),
            Err(unread) => {
                let (input, kind) = unread.finding();
                Report::not_read(input, kind)
            }
        };
        let mut written = report.is_ok();
        if written {
            if let Err(told) = write(args, &writer, &report, &mut output.out) {
                // Writing to memory cannot fail.
                let _ = writeln!(output.messages, "line {}: {told}", item.line);
                written = false;
            }
        } else {
            for finding in report.findings() {
                // Writing to memory cannot fail.
                let _ = writeln!(
                    output.messages,
                    "line {}: {}: {finding}",
                    item.line,
                    finding.code()
                );
            }
        }
        output.out.push(b'\n');
        written
    })
}

/// Writes a valid message; the error says why it has not that form.
fn write(
    args: &Args,
    writer: &Writer,
    report: &Report<'_>,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    match args.to {
        Form::Bracketed => out.extend(report.bracketed().unwrap_or_default().into_bytes()),
        Form::Unbracketed => out.extend(report.unbracketed().unwrap_or_default().into_bytes()),
        Form::Raw => out.extend_from_slice(report.raw().unwrap_or_default().as_bytes()),
        Form::Hri => {
            let lines = if args.titles {
                report.hri_with_titles()
            } else {
                report.hri()
            };
            out.extend(lines.join(" ").into_bytes());
        }
        Form::Link => match report.write_link(writer) {
            Some(Ok(link)) => out.extend(link.into_bytes()),
            Some(Err(error)) => return Err(format!("{}: {error}", error.code())),
            None => {}
        },
    }
    Ok(())
}
