//! `unitmark scheme`: is a serial scheme sound, and what does it give.

use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;

use super::exit::{Exit, Stop};
use super::ledger_choice::LedgerArgs;
use crate::serial::jiff::ToSpan as _;
use crate::serial::jiff::civil::Time;
use crate::serial::{Definition, Reset, Scheme, SchemeError, Scope};

/// Serial schemes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(Check),
}

/// Prove a scheme: every period of its horizon writes a different text, every text reads back one way
#[derive(Debug, clap::Args)]
struct Check {
    /// A file with a definition (pattern = "..", reset = ".." and so on, a line each), or the name of a scheme that
    /// the ledger has
    #[arg(
        value_name = "NAME|FILE",
        required_unless_present = "pattern",
        conflicts_with = "pattern"
    )]
    name: Option<String>,

    /// What a serial looks like, such as '{plant:2}-{yyyy}{mm}{seq:4}'
    #[arg(long, value_name = "P")]
    pattern: Option<String>,

    /// When the counter starts again: never, day, isoweek, month, year, shift [default: month]
    #[arg(long, value_name = "R")]
    reset: Option<Reset>,

    /// The plant's time zone by its IANA name [default: UTC]
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,

    /// When the production day starts [default: 00:00]
    #[arg(long, value_name = "HH:MM")]
    day_starts: Option<Time>,

    /// Within what a serial is unique: all, gtin [default: all]
    #[arg(long, value_name = "SCOPE")]
    scope: Option<Scope>,

    /// For how many years, from the first day of the horizon [default: 25y]
    #[arg(long, value_name = "YEARS", value_parser = years)]
    horizon: Option<i16>,

    #[command(flatten)]
    ledger: LedgerArgs,

    /// How to answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Lines for people
    Text,
    /// One JSON object
    Json,
}

/// `25y`
fn years(text: &str) -> Result<i16, String> {
    text.strip_suffix('y')
        .and_then(|digits| digits.parse().ok())
        .filter(|years| (1..=100).contains(years))
        .ok_or_else(|| "expected years such as 25y, 1y to 100y".to_owned())
}

/// Runs `unitmark scheme`.
pub fn run(args: &Args) -> Exit {
    let Command::Check(check) = &args.command;
    let done = check.definition().and_then(|definition| {
        let asked = definition.clone();
        answer(check.format, &asked, Scheme::new(definition))
    });
    done.unwrap_or_else(Stop::report)
}

impl Check {
    fn definition(&self) -> Result<Definition, Stop> {
        let mut definition = match (&self.pattern, &self.name) {
            (Some(pattern), _) => Definition::of(pattern),
            (None, Some(name)) if Path::new(name).is_file() => read_file(name)?,
            (None, Some(name)) => self.registered(name)?,
            (None, None) => return Err(Stop::usage("give a file with a definition, or --pattern")),
        };
        replace(&mut definition.reset, self.reset);
        replace(&mut definition.zone, self.zone.clone());
        replace(&mut definition.day_starts, self.day_starts);
        replace(&mut definition.scope, self.scope);
        if let Some(years) = self.horizon {
            definition.horizon_until = definition
                .horizon_from
                .checked_add(years.years())
                .and_then(crate::serial::jiff::civil::Date::yesterday)
                .map_err(|_| {
                    Stop::invalid(format!("--horizon {years}y ends after the year 9999"))
                })?;
        }
        Ok(definition)
    }

    fn registered(&self, name: &str) -> Result<Definition, Stop> {
        match self.ledger.open_if_there()? {
            Some(ledger) => Ok(ledger.scheme(name)?.scheme().definition().clone()),
            None => Err(Stop::io(format!(
                "{name}: no such file, and there is no ledger that could know the name; \
                 name a file with a definition, or give --pattern"
            ))),
        }
    }
}

fn replace<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn read_file(file: &str) -> Result<Definition, Stop> {
    let bytes = std::fs::read(file).map_err(|error| Stop::io(format!("{file}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Stop::invalid(format!(
            "{file}: not UTF-8 from byte {at} on; save it as UTF-8"
        ))
    })?;
    Definition::parse_text(&text).map_err(|error| {
        let before = text.get(..error.span().start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Stop::invalid(format!("{file}:{line}: {error} [{}]", error.code()))
    })
}

/// What JSON says of a scheme; `start` and `end` are bytes of the pattern.
#[derive(Debug, Default, Serialize)]
struct Answer<'a> {
    ok: bool,
    code: Option<&'static str>,
    message: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    pattern: &'a str,
    reset: &'static str,
    example: Option<String>,
    length: Option<usize>,
    first: Option<u64>,
    last: Option<u64>,
    capacity: Option<u64>,
    id: Option<String>,
}

fn answer(
    format: Format,
    asked: &Definition,
    proved: Result<Scheme, SchemeError>,
) -> Result<Exit, Stop> {
    let (text, json, exit) = match proved {
        Ok(scheme) => (sound_text(&scheme), sound_json(asked, &scheme), Exit::Valid),
        Err(error) => (
            refused_text(&asked.pattern, &error),
            refused_json(asked, &error),
            Exit::Invalid,
        ),
    };
    let mut out = io::stdout().lock();
    let printed = match format {
        Format::Text => out.write_all(text.as_bytes()),
        Format::Json => serde_json::to_writer(&mut out, &json)
            .map_err(io::Error::from)
            .and_then(|()| out.write_all(b"\n")),
    };
    match printed.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop::io(format!("standard output: {error}")))
        }
        _ => Ok(exit),
    }
}

fn sound_json<'a>(asked: &'a Definition, scheme: &Scheme) -> Answer<'a> {
    Answer {
        ok: true,
        pattern: &asked.pattern,
        reset: asked.reset.name(),
        example: Some(scheme.example()),
        length: Some(scheme.length()),
        first: Some(scheme.first()),
        last: Some(scheme.last()),
        capacity: Some(scheme.capacity()),
        id: Some(scheme.id().to_hex()),
        ..Answer::default()
    }
}

fn refused_json<'a>(asked: &'a Definition, error: &SchemeError) -> Answer<'a> {
    // An empty span is no place in the pattern: the zone, the horizon or the AI is at fault.
    let span = Some(error.span()).filter(|span| !span.is_empty());
    Answer {
        code: Some(error.code()),
        message: Some(error.to_string()),
        start: span.map(|span| span.start),
        end: span.map(|span| span.end),
        pattern: &asked.pattern,
        reset: asked.reset.name(),
        example: error.collision().map(|collision| collision.text.clone()),
        ..Answer::default()
    }
}

fn sound_text(scheme: &Scheme) -> String {
    let definition = scheme.definition();
    let split: Vec<_> = scheme.context_tokens().map(|(name, _)| name).collect();
    let counter = match (definition.reset, split.is_empty()) {
        (Reset::Never, true) => "in all".to_owned(),
        (Reset::Never, false) => format!("for each {}", split.join(" and ")),
        (reset, true) => format!("each {reset}"),
        (reset, false) => format!("each {reset}, for each {}", split.join(" and ")),
    };
    format!(
        "ok       {}\nexample  {}\nlength   {} characters, AI {}\nnumbers  {} to {}: {} {counter}\n\
         unique   {}\nproved   {} to {}, {}, days start at {:02}:{:02}\nid       {}\n",
        definition.pattern,
        scheme.example(),
        scheme.length(),
        definition.ai,
        scheme.first(),
        scheme.last(),
        scheme.capacity(),
        match definition.scope {
            Scope::Gtin => "within each GTIN",
            _ => "over all products",
        },
        definition.horizon_from,
        definition.horizon_until,
        definition.zone,
        definition.day_starts.hour(),
        definition.day_starts.minute(),
        scheme.id(),
    )
}

/// The code and the message, and the pattern with its faulty stretch marked.
fn refused_text(pattern: &str, error: &SchemeError) -> String {
    let span = error.span();
    if span.is_empty() {
        return format!("{}: {error}\n", error.code());
    }
    let width = |part: Option<&str>| part.map_or(0, |part| part.chars().count());
    let (before, marked) = (
        width(pattern.get(..span.start)),
        width(pattern.get(span.start..span.end)),
    );
    format!(
        "{} {span}: {error}\n  {}\n  {}{}\n",
        error.code(),
        pattern.replace(char::is_control, "\u{fffd}"),
        " ".repeat(before),
        "^".repeat(marked)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_faulty_stretch_is_marked_by_characters_not_bytes() {
        let error = Scheme::new(Definition::of("\u{c9}{seq:4}")).unwrap_err();
        let text = refused_text("\u{c9}{seq:4}", &error);
        assert!(text.ends_with("\n  \u{c9}{seq:4}\n  ^\n"), "{text}");
        let error = Scheme::new(Definition::of("SN{foo}")).unwrap_err();
        assert!(refused_text("SN{foo}", &error).ends_with("\n  SN{foo}\n    ^^^^^\n"));
    }

    #[test]
    fn years_are_1_to_100() {
        assert_eq!((years("1y"), years("100y")), (Ok(1), Ok(100)));
        for text in ["", "y", "0y", "101y", "25", "-1y", "25 y"] {
            assert!(years(text).is_err(), "{text}");
        }
    }
}
