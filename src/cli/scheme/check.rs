//! `unitmark scheme check`: is a serial scheme sound, and what does it give.

use crate::cli::format::OneFormat;
use serde::Serialize;
use std::fmt::Write as _;

use super::options::Options;
use super::{Exit, Stop, json, print};
use crate::serial::{Definition, Odds, Reset, Scheme, SchemeError, Scope};

/// Prove a scheme: every period of its horizon writes a different text, every text reads back one way
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// A file with a definition (pattern = "..", reset = ".." and so on, a line each), the name of a scheme that
    /// the ledger has, or a preset
    #[arg(
        value_name = "NAME|FILE",
        required_unless_present = "pattern",
        conflicts_with = "pattern"
    )]
    name: Option<String>,

    #[command(flatten)]
    options: Options,

    /// How many serials are issued: tells how hard one is to guess
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    volume: Option<u64>,

    /// Refuse a scheme whose serials are guessed more often than this, 1e-4 for medicines and tobacco in the EU
    #[arg(long, value_name = "P", requires = "volume", value_parser = probability)]
    max_odds: Option<f64>,

    /// Refuse a scheme that could write a serial of this one; may be given more than once
    #[arg(long, value_name = "NAME|FILE")]
    against: Vec<String>,

    /// How to answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: OneFormat,
}

/// `1e-4`, or `1/10000`
fn probability(text: &str) -> Result<f64, String> {
    let read = match text.split_once('/') {
        Some((part, of)) => part
            .parse()
            .ok()
            .zip(of.parse().ok())
            .map(|(part, of): (f64, f64)| part / of),
        None => text.parse().ok(),
    };
    read.filter(|read| (f64::MIN_POSITIVE..=1.0).contains(read))
        .ok_or_else(|| "expected a probability such as 1e-4 or 1/10000".to_owned())
}

/// Why a scheme is refused.
enum Refusal {
    Unsound(SchemeError),
    Overlap { other: String, text: String },
}

pub(super) fn run(args: &Check) -> Result<Exit, Stop> {
    let asked = args.options.definition(args.name.as_deref())?;
    let (text, object, exit) = match args.prove(&asked)? {
        Ok((scheme, odds)) => (
            args.sound_text(&scheme, odds),
            sound_json(&asked, &scheme, odds),
            Exit::Valid,
        ),
        Err(Refusal::Unsound(error)) => (
            refused_text(&asked.pattern, &error),
            refused_json(&asked, &error),
            Exit::Invalid,
        ),
        Err(Refusal::Overlap { other, text }) => {
            let message = format!(
                "'{text}' could be a serial of {other} too; give one of them another length or literal"
            );
            let object = Answer {
                code: Some("scheme-overlap"),
                message: Some(message.clone()),
                pattern: &asked.pattern,
                reset: asked.reset.name(),
                example: Some(text),
                ..Answer::default()
            };
            (
                format!("scheme-overlap: {message}\n"),
                object,
                Exit::Invalid,
            )
        }
    };
    match args.format {
        OneFormat::Text => print(&text, exit),
        OneFormat::Json => print(&json(&object)?, exit),
    }
}

type Proved = Result<(Scheme, Option<Odds>), Refusal>;

impl Check {
    fn prove(&self, asked: &Definition) -> Result<Proved, Stop> {
        let proved = Scheme::new(asked.clone()).and_then(|scheme| {
            let odds = match (self.volume, self.max_odds) {
                (Some(volume), Some(limit)) => Some(scheme.check_odds(volume, limit)?),
                (Some(volume), None) => Some(scheme.odds(volume)),
                (None, _) => None,
            };
            Ok((scheme, odds))
        });
        let (scheme, odds) = match proved {
            Ok(proved) => proved,
            Err(error) => return Ok(Err(Refusal::Unsound(error))),
        };
        for other in &self.against {
            let against = Scheme::new(self.options.named(other)?)
                .map_err(|error| Stop::invalid(format!("{other}: {error} [{}]", error.code())))?;
            if let Some(text) = scheme.overlap(&against) {
                let other = other.clone();
                return Ok(Err(Refusal::Overlap { other, text }));
            }
        }
        Ok(Ok((scheme, odds)))
    }
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
    periods: Option<u64>,
    total: Option<u128>,
    odds: Option<f64>,
    epc_schemes: Option<Vec<&'static str>>,
    notes: Vec<&'static str>,
    id: Option<String>,
}

/// What a sound scheme should make its owner think of.
fn notes(scheme: &Scheme) -> Vec<&'static str> {
    const MIXED_CASE: &str =
        "serials may differ by case alone: no reader, database or person may fold it";
    let mixed = scheme.mixes_case().then_some(MIXED_CASE);
    mixed.into_iter().collect()
}

fn sound_json<'a>(asked: &'a Definition, scheme: &Scheme, odds: Option<Odds>) -> Answer<'a> {
    Answer {
        ok: true,
        pattern: &asked.pattern,
        reset: asked.reset.name(),
        example: Some(scheme.example()),
        length: Some(scheme.length()),
        first: Some(scheme.first()),
        last: Some(scheme.last()),
        capacity: Some(scheme.capacity()),
        periods: Some(scheme.periods()),
        total: Some(scheme.total()),
        odds: odds.map(Odds::probability),
        epc_schemes: Some(scheme.epc_schemes()),
        notes: notes(scheme),
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

impl Check {
    fn sound_text(&self, scheme: &Scheme, odds: Option<Odds>) -> String {
        let definition = scheme.definition();
        let split: Vec<_> = scheme.partition_tokens().collect();
        let counter = match (definition.reset, split.is_empty()) {
            (Reset::Never, true) => "in all".to_owned(),
            (Reset::Never, false) => format!("for each {}", split.join(" and ")),
            (reset, true) => format!("each {reset}"),
            (reset, false) => format!("each {reset}, for each {}", split.join(" and ")),
        };
        let mut text = format!(
            "ok       {}\nexample  {}\nlength   {} characters, AI {}, {}\nnumbers  {} to {}: {} {counter}\n\
             capacity {} in {} of the horizon\nunique   {}\nproved   {} to {}, {}, days start at {:02}:{:02}\n",
            definition.pattern,
            scheme.example(),
            scheme.length(),
            definition.ai,
            scheme.kind(),
            scheme.first(),
            scheme.last(),
            scheme.capacity(),
            scheme.total(),
            match scheme.periods() {
                1 => "the one period".to_owned(),
                periods => format!("{periods} periods"),
            },
            match definition.scope {
                Scope::Gtin => "within each GTIN",
                _ => "over all products",
            },
            definition.horizon_from,
            definition.horizon_until,
            definition.zone,
            definition.day_starts.hour(),
            definition.day_starts.minute(),
        );
        if let (Some(odds), Some(volume)) = (odds, self.volume) {
            let _ = writeln!(
                text,
                "odds     {odds} that a guess is one of {volume} issued"
            );
        }
        if scheme.needs_key() {
            let key = match definition.key_id.as_str() {
                "" => "none named yet: serials need --key-file".to_owned(),
                id => format!("{id}, check value {}", definition.key_check),
            };
            let _ = writeln!(text, "key      {key}");
        }
        for other in &self.against {
            let _ = writeln!(text, "disjoint from {other}");
        }
        for note in notes(scheme) {
            let _ = writeln!(text, "note     {note}");
        }
        let _ = writeln!(
            text,
            "epc      {}\nid       {}",
            scheme.epc_schemes().join(" "),
            scheme.id()
        );
        text
    }
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
    fn a_probability_is_a_number_or_a_fraction() {
        assert_eq!(probability("1e-4"), Ok(1e-4));
        assert_eq!(probability("1/10000"), Ok(1e-4));
        for text in ["", "0", "-1", "2", "1/0", "x", "nan", "1/"] {
            assert!(probability(text).is_err(), "{text}");
        }
    }
}
