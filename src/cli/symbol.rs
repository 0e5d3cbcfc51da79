//! `unitmark symbol`: one symbol into one file.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use crate::element::ElementString;
use crate::job::{Output, OutputError};
use crate::render::{self, Document, Format};
use crate::symbol::{
    Data, Dpi, Emu, Level, Options, SYMBOLOGIES, Separator, Shape, Symbol, Symbology,
};

use super::exit::{Exit, Stop};

/// Draw one symbol.
///
/// Data in brackets, (01)09521234543213, unbracketed, ^01..., or as a scanner sends it, ]d201..., makes a GS1 symbol; a
/// Digital Link URI or other text a plain one.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to draw: datamatrix, qr, code128
    #[arg(value_name = "TYPE", value_parser = symbology)]
    symbology: &'static Symbology,
    /// What it shall say
    data: String,
    /// Where to: its ending names the format; - is standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// The format, whatever the ending: svg, png, pdf or json
    #[arg(long)]
    format: Option<String>,
    /// How to read DATA
    #[arg(long = "as", value_enum, default_value_t = Reading::Auto, value_name = "FORM")]
    reading: Reading,
    /// The printer's resolution: modules are whole dots of it
    #[arg(long)]
    dpi: Option<u32>,
    /// The X-dimension in millimetres, snapped to whole dots
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    x: Option<Emu>,
    /// The height of bars in millimetres
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    height: Option<Emu>,
    /// The very size: 22x22 for a Data Matrix, 3-M or 3 for a QR Code
    #[arg(long)]
    size: Option<String>,
    /// The error correction level of a QR Code; without it, the highest from M on that costs nothing
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// The shape of a Data Matrix
    #[arg(long, value_enum, default_value_t)]
    shape: Shapes,
    /// What separates the elements of a GS1 Data Matrix
    #[arg(long, value_enum, default_value_t)]
    separator: Separators,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Reading {
    Auto,
    Bracketed,
    Unbracketed,
    Raw,
    Scan,
    Plain,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Shapes {
    #[default]
    Square,
    Rectangle,
    Any,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Separators {
    #[default]
    Fnc1,
    Gs,
}

fn symbology(name: &str) -> Result<&'static Symbology, String> {
    Symbology::find(name).ok_or_else(|| {
        let names: Vec<_> = SYMBOLOGIES.iter().map(|known| known.name).collect();
        format!("there are {}", names.join(", "))
    })
}

fn level(letter: &str) -> Result<Level, String> {
    Level::find(letter).ok_or_else(|| "there are L, M, Q, H".into())
}

fn millimetres(text: &str) -> Result<Emu, String> {
    let length = text.parse().ok().filter(|mm| (0.0..=10_000.0).contains(mm));
    let length = length
        .map(Emu::from_mm)
        .filter(|length| *length > Emu::ZERO);
    length.ok_or_else(|| "write millimetres, such as 0.38".into())
}

/// Runs `unitmark symbol`.
pub fn run(args: &Args) -> Exit {
    match draw(args) {
        Ok(()) => Exit::Valid,
        Err(stop) => stop.report(),
    }
}

/// What the data say.
enum Said {
    Gs1(ElementString),
    Plain(String),
}

fn draw(args: &Args) -> Result<(), Stop> {
    let format = format(args)?;
    let symbol = encode(args)?;
    let bytes = match format {
        None => describe(&symbol),
        Some(format) => {
            let dpi = args.dpi.unwrap_or(format.dpi);
            let dpi = Dpi::new(dpi).map_err(|error| Stop::usage(error.to_string()))?;
            let page = render::symbol::page(Arc::new(symbol), dpi, args.x, args.height);
            let mut bytes = Vec::new();
            format
                .draw(&page)
                .and_then(|page| format.write(vec![page], &Document::default(), &mut bytes))
                .map_err(|error| Stop::invalid(error.to_string()))?;
            bytes
        }
    };
    let written = Output::create(&args.output).and_then(|mut file| {
        let name = file.name().to_owned();
        file.write_all(&bytes)
            .map_err(|error| OutputError { name, error })?;
        file.finish()
    });
    written.map_err(|error| Stop::io(error.to_string()))
}

/// None for JSON, which is not drawn.
fn format(args: &Args) -> Result<Option<&'static Format>, Stop> {
    let ending = args.output.extension().and_then(|ending| ending.to_str());
    let name = match (&args.format, ending) {
        (Some(name), _) => name.as_str(),
        (None, Some(ending)) => ending,
        (None, None) => {
            return Err(Stop::usage(
                "the file has no ending: say --format svg, png, pdf or json",
            ));
        }
    };
    if name.eq_ignore_ascii_case("json") {
        return Ok(None);
    }
    Format::find(name).map(Some).ok_or_else(|| {
        Stop::usage(format!(
            "{name} is no format: there are {}, json",
            Format::names()
        ))
    })
}

fn encode(args: &Args) -> Result<Symbol, Stop> {
    let said = read(&args.data, args.reading)?;
    let data = match &said {
        Said::Gs1(elements) => Data::Gs1(elements),
        Said::Plain(text) => Data::Plain(text),
    };
    let options = Options {
        at_least: None,
        size: args.size.clone().map(Into::into),
        level: args.level,
        shape: match args.shape {
            Shapes::Square => Shape::Square,
            Shapes::Rectangle => Shape::Rectangle,
            Shapes::Any => Shape::Any,
        },
        separator: match args.separator {
            Separators::Fnc1 => Separator::Fnc1,
            Separators::Gs => Separator::Gs,
        },
    };
    args.symbology
        .encode(&data, &options)
        .map_err(|error| Stop::invalid(error.to_string()))
}

fn read(data: &str, reading: Reading) -> Result<Said, Stop> {
    let elements = match reading {
        Reading::Plain => return Ok(Said::Plain(data.into())),
        Reading::Bracketed => ElementString::parse(data),
        Reading::Unbracketed => ElementString::parse_unbracketed(data),
        Reading::Raw => ElementString::parse_raw(data.as_bytes()),
        Reading::Scan => ElementString::parse_raw(without_identifier(data).as_bytes()),
        Reading::Auto => match form(data) {
            Reading::Auto => return Ok(Said::Plain(data.into())),
            form => return read(data, form),
        },
    };
    elements.map(Said::Gs1).map_err(|error| {
        let findings = error.findings().iter().map(ToString::to_string);
        let stop = Stop::all(Exit::Invalid, findings.collect::<Vec<_>>());
        match reading {
            Reading::Bracketed => stop.and("to draw the text as it stands, say --as plain"),
            _ => stop,
        }
    })
}

/// The form that data have by their first characters; auto when they are plain text.
fn form(data: &str) -> Reading {
    let digit_at = |place: usize| data.as_bytes().get(place).is_some_and(u8::is_ascii_digit);
    match data.as_bytes() {
        [b'(', ..] if digit_at(1) => Reading::Bracketed,
        [b'^', ..] if digit_at(1) => Reading::Unbracketed,
        [b']', ..] if without_identifier(data) != data => Reading::Scan,
        bytes if bytes.contains(&0x1d) && digit_at(0) && digit_at(1) => Reading::Raw,
        _ => Reading::Auto,
    }
}

/// Takes the identifiers off that GS1 symbols send.
fn without_identifier(data: &str) -> &str {
    ["]d2", "]Q3", "]C1", "]e0", "]J1"]
        .into_iter()
        .find_map(|identifier| data.strip_prefix(identifier))
        .unwrap_or(data)
}

/// The modules as text: `1` is dark.
fn describe(symbol: &Symbol) -> Vec<u8> {
    let modules: Vec<String> = (0..symbol.rows())
        .map(|row| {
            (0..symbol.columns())
                .map(|column| {
                    if symbol.is_dark(column, row) {
                        '1'
                    } else {
                        '0'
                    }
                })
                .collect()
        })
        .collect();
    let object = json!({
        "symbology": symbol.symbology().name,
        "rows": symbol.rows(),
        "cols": symbol.columns(),
        "modules": modules,
        "version": symbol.version(),
        "identifier": symbol.identifier(),
        "text": String::from_utf8_lossy(symbol.payload()),
    });
    format!("{object}\n").into_bytes()
}
