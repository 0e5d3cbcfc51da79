//! `unitmark check`: is it valid, what does it say, what is wrong.

use super::Exit;
use super::filter::{self, Item, Output};
use super::reading;
use crate::element::FindingKind;
use crate::scan::{Group, ReadOptions, Report, read};
use std::io::{self, Write};

/// Validate lines; one result a line, in order
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    lines: filter::Args,
    #[command(flatten)]
    reading: reading::Args,
    /// What to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Lines that are symbols of one label: those between empty lines (blank), or with the same value of this field of JSON lines
    #[arg(long, value_name = "blank|FIELD")]
    group: Option<String>,
    /// Print nothing; the exit status answers
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
    Jsonl,
    Csv,
}

/// Runs the command on standard input and output.
pub fn run(args: &Args) -> Exit {
    let options = match args.reading.options() {
        Ok(options) => options,
        Err(stop) => return stop.report(),
    };
    match &args.group {
        Some(field) => groups(args, field, &options),
        None if args.format == Format::Json => json(args, &options),
        None => {
            let header = args.format == Format::Csv && !args.quiet;
            if header && let Err(error) = io::stdout().write_all(CSV_HEADER) {
                return match error.kind() {
                    io::ErrorKind::BrokenPipe => Exit::Valid,
                    _ => Exit::Io,
                };
            }
            filter::run(&args.lines, |item, output| {
                let report = report(&item, &options);
                if !args.quiet {
                    print(args.format, &report, &mut output.out);
                }
                report.is_ok()
            })
        }
    }
}

fn report<'i>(item: &'i Item<'i>, options: &ReadOptions) -> Report<'i> {
    let mut report = match &item.data {
        Ok(data) => read(data, options),
        Err(unread) => {
            let (input, kind) = unread.finding();
            Report::not_read(input, kind)
        }
    };
    report.line = item.line;
    report.id.clone_from(&item.id);
    report
}

/// Prints one report; writing to memory cannot fail.
fn print(format: Format, report: &Report<'_>, out: &mut Vec<u8>) {
    let _ = match format {
        Format::Text => text(report, out),
        Format::Csv => csv_row(report, out),
        Format::Json | Format::Jsonl => {
            let written = serde_json::to_writer(&mut *out, report).map_err(io::Error::from);
            written.and_then(|()| out.write_all(b"\n"))
        }
    };
}

fn text(report: &Report<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let line = report.line;
    let before = out.len();
    write!(out, "{line}\tok\t")?;
    if report.write_bracketed(&mut Text(out)).unwrap_or(false) {
        out.push(b'\n');
    } else if let (true, Some(epc)) = (report.is_ok(), report.epc()) {
        // A scheme without AIs has its URI instead.
        writeln!(out, "{epc}")?;
    } else {
        out.truncate(before);
    }
    for finding in report.findings() {
        let (code, span, help) = (finding.code(), finding.span(), finding.help());
        write!(out, "{line}\t{code} {span}\t{}", finding.message())?;
        if let FindingKind::Rule { expected, .. } = finding.kind()
            && !expected.is_empty()
        {
            write!(out, ", {expected} fits")?;
        }
        writeln!(out, "; {help}{}", reading::way_out(finding))?;
    }
    Ok(())
}

/// Bytes that text is appended to.
struct Text<'o>(&'o mut Vec<u8>);

impl std::fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

const CSV_HEADER: &[u8] = b"line,ok,code,start,end,gtin,serial,lot,expiry,sscc,bracketed,input\n";

fn csv_row(report: &Report<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let finding = report.findings().find(|finding| !finding.is_note());
    let number =
        |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    let expiry = report
        .expiry()
        .map(|date| date.to_string())
        .unwrap_or_default();
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        report.line.to_string().as_bytes(),
        if report.is_ok() { b"true" } else { b"false" },
        finding.map_or("", |finding| finding.code()).as_bytes(),
        number(finding.map(|finding| finding.span().start)).as_bytes(),
        number(finding.map(|finding| finding.span().end)).as_bytes(),
        report.gtin().unwrap_or_default().as_bytes(),
        report.serial().unwrap_or_default().as_bytes(),
        report.lot().unwrap_or_default().as_bytes(),
        expiry.as_bytes(),
        report.sscc().unwrap_or_default().as_bytes(),
        report.bracketed().unwrap_or_default().as_bytes(),
        report.input(),
    ])?;
    writer.flush()
}

/// One array of all reports.
fn json(args: &Args, options: &ReadOptions) -> Exit {
    let first = std::cell::Cell::new(true);
    filter::run_in_order(
        &args.lines,
        |item, output| {
            let report = report(&item, options);
            if !args.quiet {
                output
                    .out
                    .extend_from_slice(if first.replace(false) { b"[\n" } else { b",\n" });
                // Writing to memory cannot fail.
                let _ = serde_json::to_writer(&mut output.out, &report);
            }
            report.is_ok()
        },
        |output| {
            if !args.quiet {
                output
                    .out
                    .extend_from_slice(if first.get() { b"[]\n" } else { b"\n]\n" });
            }
            true
        },
    )
}

/// The symbols of one label, kept until the label is complete.
#[derive(Default)]
struct Label {
    name: Option<String>,
    symbols: Vec<(u64, Vec<u8>)>,
}

impl Label {
    /// Gives the verdict on the label and begins another one.
    fn finish(&mut self, args: &Args, options: &ReadOptions, output: &mut Output) -> bool {
        if self.symbols.is_empty() {
            return true;
        }
        let reports: Vec<Report<'_>> = self
            .symbols
            .iter()
            .map(|(line, data)| {
                let mut report = read(data, options);
                report.line = *line;
                report
            })
            .collect();
        let group = Group::new(&reports, &options.rules);
        if !args.quiet {
            // Writing to memory cannot fail.
            let _ = print_group(args.format, &group, &mut output.out);
        }
        let valid = group.is_ok();
        self.symbols.clear();
        valid
    }
}

fn print_group(format: Format, group: &Group, out: &mut Vec<u8>) -> io::Result<()> {
    if format != Format::Text {
        serde_json::to_writer(&mut *out, group)?;
        return out.write_all(b"\n");
    }
    let lines: Vec<String> = group.lines.iter().map(ToString::to_string).collect();
    let lines = lines.join("+");
    if group.is_ok() {
        writeln!(out, "{lines}\tok\tlabel")?;
    }
    for finding in group.findings() {
        let (code, help) = (finding.code(), finding.help());
        let (message, way) = (finding.message(), reading::way_out(finding));
        writeln!(out, "{lines}\t{code}\t{message}; {help}{way}")?;
    }
    Ok(())
}

/// Every symbol's own verdict as it comes, and the label's after its last symbol. The labels make the exit status.
fn groups(args: &Args, field: &str, options: &ReadOptions) -> Exit {
    if field != "blank" && args.lines.input != filter::Input::Jsonl {
        return super::exit::Stop::usage(format!(
            "--group {field} needs --input jsonl; --group blank needs nothing"
        ))
        .report();
    }
    if matches!(args.format, Format::Json | Format::Csv) {
        return super::exit::Stop::usage("--group is printed as --format text or jsonl").report();
    }
    let label = std::cell::RefCell::new(Label::default());
    filter::run_in_order(
        &args.lines,
        |item, output| {
            let mut label = label.borrow_mut();
            let mut valid = true;
            if field == "blank" {
                if matches!(item.data, Ok([])) {
                    return label.finish(args, options, output);
                }
            } else {
                let name = item
                    .fields
                    .and_then(|fields| fields.get(field))
                    .map(ToString::to_string);
                if label.name != name {
                    valid = label.finish(args, options, output);
                    label.name = name;
                }
            }
            let report = report(&item, options);
            if !args.quiet {
                print(args.format, &report, &mut output.out);
            }
            match item.data {
                Ok(data) => label.symbols.push((item.line, data.to_vec())),
                Err(_) => valid = false,
            }
            valid
        },
        |output| label.borrow_mut().finish(args, options, output),
    )
}
