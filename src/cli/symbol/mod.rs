//! `unitmark symbol`: symbols into files.

mod args;
mod batch;
mod said;

use std::io::Write as _;
use std::sync::Arc;

use serde_json::json;

use super::exit::{Exit, Stop};
use crate::job::{Output, OutputError};
use crate::render::symbol::{Text, page};
use crate::render::{Document, Format, RenderError};
use crate::symbol::{Emu, Sizing, Symbol};

pub use args::Args;

/// Runs `unitmark symbol`.
pub fn run(args: &Args) -> Exit {
    let done = match (&args.batch, &args.data) {
        (Some(file), _) => batch::run(args, file),
        (None, data) => one(args, data.as_deref().unwrap_or_default()),
    };
    match done {
        Ok(()) => Exit::Valid,
        Err(stop) => stop.report(),
    }
}

fn one(args: &Args, data: &str) -> Result<(), Stop> {
    args.are_of_type()?;
    let format = args.format()?;
    let sizing = format.map(|format| args.sizing(format)).transpose()?;
    let drawn = Drawn::new(args, data, sizing.as_ref())?;
    let told = drawn.told();
    let (bytes, size) = drawn.bytes(args, format)?;
    put(args, &bytes)?;
    if let (Some(told), Some((width, height))) = (told, size) {
        Stop::new(Exit::Valid, format!("{told}, {width} x {height} in all")).report();
    }
    Ok(())
}

/// Writes the one file.
fn put(args: &Args, bytes: &[u8]) -> Result<(), Stop> {
    let written = Output::create(&args.output).and_then(|mut file| {
        let name = file.name().to_owned();
        file.write_all(bytes)
            .map_err(|error| OutputError { name, error })?;
        file.finish()
    });
    written.map_err(|error| Stop::io(error.to_string()))
}

/// Width and height.
type PaperSize = (Emu, Emu);

/// A symbol, what is printed below it and how large it is.
struct Drawn {
    symbol: Arc<Symbol>,
    hri: Vec<String>,
    sizing: Option<Sizing>,
}

impl Drawn {
    fn new(args: &Args, data: &str, sizing: Option<&Sizing>) -> Result<Self, Stop> {
        let said = said::read(data, args.form)?;
        let symbol = args
            .symbology
            .encode(&said.data(), &args.options())
            .map_err(|error| Stop::invalid(error.to_string()))?;
        if let Some(sizing) = sizing {
            sizing
                .check(&symbol)
                .map_err(|error| Stop::invalid(error.to_string()))?;
        }
        Ok(Self {
            symbol: Arc::new(symbol),
            hri: if args.has_text() {
                said.hri()
            } else {
                Vec::new()
            },
            sizing: sizing.copied(),
        })
    }

    /// Size and resolution: `22x22: X 0.381 mm (9 dots at 600 dpi)`.
    fn told(&self) -> Option<String> {
        let sizing = self.sizing?;
        Some(format!(
            "{}: X {} ({} dots at {})",
            self.symbol.version(),
            sizing.x(),
            sizing.dots(),
            sizing.dpi(),
        ))
    }

    /// The file, and the width and height of what is drawn in it, quiet zone and text included.
    fn bytes(
        self,
        args: &Args,
        format: Option<&Format>,
    ) -> Result<(Vec<u8>, Option<PaperSize>), Stop> {
        let (Some(format), Some(sizing)) = (format, self.sizing) else {
            return Ok((describe(&self.symbol), None));
        };
        let text = match (args.has_text(), self.symbol.hri().is_empty()) {
            (false, _) => Text::Nothing,
            (true, false) if args.quiet_zone_marks => Text::DigitsAndMarks,
            (true, false) => Text::Digits,
            (true, true) => Text::Elements(&self.hri),
        };
        let refused = |error: RenderError| Stop::invalid(error.to_string());
        let page = page(self.symbol, &sizing, args.height, text).map_err(refused)?;
        let mut bytes = Vec::new();
        format
            .draw(&page)
            .and_then(|page| format.write(vec![page], &Document::default(), &mut bytes))
            .map_err(refused)?;
        Ok((bytes, Some((page.width, page.height))))
    }
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
