//! `unitmark scheme parse`: what serials say.

use crate::cli::format::LineFormat;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use serde_json::{Map, Value, json};

use super::options::Options;
use super::{Exit, Stop};
use crate::cli::lines::{Ending, Line, Lines};
use crate::cli::scheme_choice;
use crate::key::Gtin;
use crate::serial::{Reading, Scheme, SerialError, SerialErrorKind, Values};

/// Read serials back: plant, date and number, and whether the scheme writes such a serial at all
#[derive(Debug, clap::Args)]
pub(super) struct Parse {
    /// The serials; none, or -, means lines of standard input
    #[arg(value_name = "SERIAL")]
    serials: Vec<String>,

    /// A file with a definition, the name of a scheme that the ledger has, or a preset
    #[arg(
        long,
        value_name = "NAME|FILE",
        required_unless_present = "pattern",
        conflicts_with = "pattern"
    )]
    scheme: Option<String>,

    #[command(flatten)]
    options: Options,

    /// The product, where a scheme with {rnd} is unique within each GTIN
    #[arg(long, value_name = "GTIN")]
    gtin: Option<Gtin>,

    /// How to answer, a line each
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: LineFormat,
}

pub(super) fn run(args: &Parse) -> Result<Exit, Stop> {
    let definition = args.options.definition(args.scheme.as_deref())?;
    let scheme = scheme_choice::prove(definition, &args.options.ledger.keys()?)?;
    let gtin = args.gtin.as_ref().map_or("", |gtin| gtin.as_str());
    let mut exit = Exit::Valid;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut answer = |serial: &str, out: &mut dyn io::Write| {
        let read = scheme.parse(serial, gtin);
        if let Err(error) = &read
            && !is_verdict(error)
        {
            return Err(scheme_choice::serial_stop(error));
        }
        if read.is_err() {
            exit = exit.max(Exit::Invalid);
        }
        let meant = match read {
            Ok(_) => None,
            Err(_) => scheme.meant(serial, gtin),
        };
        let line = match args.format {
            LineFormat::Text => text(serial, &read, meant.as_deref()),
            LineFormat::Jsonl => jsonl(&scheme, serial, &read, meant.as_deref()).to_string(),
        };
        writeln!(out, "{line}").map_err(|error| Stop::io(format!("standard output: {error}")))
    };
    let from_input = matches!(args.serials.as_slice(), [] | [_])
        && args.serials.first().is_none_or(|serial| serial == "-");
    if from_input {
        let mut lines = Lines::new(io::stdin().lock(), Ending::Newline);
        let failed = |error: io::Error| Stop::io(format!("standard input: {error}"));
        loop {
            let line = lines.next(|| out.flush()).map_err(failed)?;
            match line {
                None => break,
                Some(Line::Bytes(bytes)) => {
                    let serial = String::from_utf8_lossy(bytes).into_owned();
                    answer(&serial, &mut out)?;
                }
                Some(Line::TooLong) => answer("\u{fffd}", &mut out)?,
            }
        }
    } else {
        for serial in &args.serials {
            answer(serial, &mut out)?;
        }
    }
    out.flush()
        .map_err(|error| Stop::io(format!("standard output: {error}")))?;
    drop(out);
    Ok(exit)
}

/// Whether it is about the serial, not about what is needed to read any.
fn is_verdict(error: &SerialError) -> bool {
    matches!(
        error.kind(),
        SerialErrorKind::NeverWritten | SerialErrorKind::CheckCharacter
    )
}

fn text(serial: &str, read: &Result<Reading, SerialError>, meant: Option<&str>) -> String {
    match read {
        Ok(Reading { slot, number }) => {
            let mut said = format!("{serial}\tok\tnumber={number}");
            if slot.period().first_day().is_some() {
                let _ = write!(said, " period={}", slot.period());
            }
            for values in [slot.partition(), slot.stamp()] {
                if !values.is_empty() {
                    let _ = write!(said, " {values}");
                }
            }
            said
        }
        Err(error) => {
            let meant = meant.map(|meant| format!("; is it {meant}? Base 32 has no O, I, L"));
            let meant = meant.unwrap_or_default();
            format!("{serial}\t{}\t{error}{meant}", error.code())
        }
    }
}

fn jsonl(
    scheme: &Scheme,
    serial: &str,
    read: &Result<Reading, SerialError>,
    meant: Option<&str>,
) -> Value {
    match read {
        Ok(Reading { slot, number }) => {
            let bounds = scheme.bounds(slot.period());
            let day =
                |day: Option<crate::serial::jiff::civil::Date>| day.map(|day| day.to_string());
            json!({
                "serial": serial, "ok": true, "code": null, "message": null, "number": number,
                "period": slot.period().to_string(),
                "first_day": day(slot.period().first_day()), "last_day": day(slot.period().last_day()),
                "from": bounds.map(|(from, _)| from.to_string()),
                "until": bounds.map(|(_, until)| until.to_string()),
                "partition": object(slot.partition()), "stamp": object(slot.stamp()),
            })
        }
        Err(error) => json!({
            "serial": serial, "ok": false, "code": error.code(), "message": error.to_string(), "meant": meant,
        }),
    }
}

fn object(values: &Values) -> Map<String, Value> {
    values
        .iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect()
}
