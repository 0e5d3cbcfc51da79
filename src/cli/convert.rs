//! `unitmark convert`: the same message in another form.

use super::Exit;
use super::epc::{self, EpcForm, EpcWriter};
use super::exit::Stop;
use super::filter;
use super::forms::LinkForm;
use super::reading;
use crate::element::FindingKind;
use crate::link::{LinkError, Writer};
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
    #[command(flatten)]
    epcs: EpcForm,
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
    /// 3074257BF7194E4000001A85, a tag
    EpcHex,
    /// MHQle_cZTkAAABqF, a tag
    EpcBase64,
    /// urn:epc:tag:sgtin-96:3.0614141.812345.6789
    EpcTagUri,
    /// urn:epc:id:sgtin:0614141.812345.6789
    EpcPureUri,
    /// urn:epc:raw:96.x3074257BF7194E4000001A85
    EpcRawUri,
}

impl Form {
    /// The form of an EPC that it is.
    const fn of_epc(self) -> Option<epc::Form> {
        match self {
            Self::EpcHex => Some(epc::Form::Hex),
            Self::EpcBase64 => Some(epc::Form::Base64),
            Self::EpcTagUri => Some(epc::Form::TagUri),
            Self::EpcPureUri => Some(epc::Form::PureUri),
            Self::EpcRawUri => Some(epc::Form::RawUri),
            _ => None,
        }
    }
}

impl Args {
    /// How links are written, where they are.
    fn writer(&self) -> Result<Writer, Stop> {
        if !matches!(self.to, Form::Link) {
            self.links.refuse()?;
        }
        self.links.writer()
    }

    /// How EPCs are written, where they are.
    fn epcs(&self) -> Result<EpcWriter, Stop> {
        if self.to.of_epc().is_none() && !self.links.compresses_tags() {
            self.epcs.refuse()?;
        }
        if matches!(self.to, Form::EpcPureUri) {
            self.epcs.refuse_filter()?;
        }
        self.epcs.writer()
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
    let epcs = match args.epcs() {
        Ok(epcs) => epcs,
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
        let mut written = is_writable(args, &report);
        if written {
            if let Err(told) = write(args, &writer, &epcs, &report, &mut output.out) {
                // Writing to memory cannot fail.
                let _ = writeln!(output.messages, "line {}: {told}", item.line);
                written = false;
            }
        } else {
            for finding in report.findings() {
                // Writing to memory cannot fail.
                let _ = writeln!(
                    output.messages,
                    "line {}: {}: {finding}{}",
                    item.line,
                    finding.code(),
                    reading::way_out(finding)
                );
            }
        }
        output.out.push(b'\n');
        written
    })
}

/// Whether a report can be asked for the form. What is wrong with the elements of an EPC is no fault of the EPC.
fn is_writable(args: &Args, report: &Report<'_>) -> bool {
    let unclear = report
        .findings()
        .any(|finding| matches!(finding.kind(), FindingKind::SeparatorUnclear { .. }));
    !unclear && (report.is_ok() || args.to.of_epc().is_some() && report.epc().is_some())
}

/// Writes a valid message; the error says why it has not that form.
fn write(
    args: &Args,
    writer: &Writer,
    epcs: &EpcWriter,
    report: &Report<'_>,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    if let Some(form) = args.to.of_epc() {
        out.extend(epcs.write(report, form)?.into_bytes());
        return Ok(());
    }
    if let (Some(epc), None) = (report.epc(), report.elements().next()) {
        // A scheme without AIs has no other form.
        let error = epc.element_string().err();
        return error.map_or(Ok(()), |error| Err(format!("{}: {error}", error.code())));
    }
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
        Form::Link => {
            let link = if args.links.compresses_tags() {
                tag_link(writer, epcs, report)
            } else {
                report
                    .write_link(writer)
                    .unwrap_or_else(|| Ok(String::new()))
            };
            out.extend(
                link.map_err(|error| format!("{}: {error}", error.code()))?
                    .into_bytes(),
            );
        }
        Form::EpcHex | Form::EpcBase64 | Form::EpcTagUri | Form::EpcPureUri | Form::EpcRawUri => {}
    }
    Ok(())
}

/// Writes a link that carries what a tag holds; the EPC is of the link's key.
fn tag_link(writer: &Writer, epcs: &EpcWriter, report: &Report<'_>) -> Result<String, LinkError> {
    let scheme = report.link_scheme().transpose()?;
    let tag = epcs.tag_of(report, scheme)?;
    report
        .write_tag_link(writer, &tag, epcs.is_whole())
        .unwrap_or_else(|| writer.write_epc(&tag))
}
