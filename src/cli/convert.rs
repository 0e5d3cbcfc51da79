//! `unitmark convert`: the same message in another form.

use super::Exit;
use super::exit::Stop;
use super::filter;
use super::forms::LinkForm;
use super::reading;
use crate::link::Writer;
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
    #[command(flatten)]
    links: LinkForm,
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
    /// How links are written, where they are.
    fn writer(&self) -> Result<Writer, Stop> {
        if !matches!(self.to, Form::Link) {
            self.links.refuse()?;
        }
        self.links.writer()
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
