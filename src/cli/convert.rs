//! `unitmark convert`: the same message in another form.

use super::Exit;
use super::filter;
use super::reading;
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
}

/// Runs the command on standard input and output.
pub fn run(args: &Args) -> Exit {
    let options = match args.reading.options() {
        Ok(options) => options,
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
        if report.is_ok() {
            write(args, &report, &mut output.out);
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
        report.is_ok()
    })
}

fn write(args: &Args, report: &Report<'_>, out: &mut Vec<u8>) {
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
    }
}
