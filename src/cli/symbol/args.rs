//! The command line of `unitmark symbol`.

use std::path::PathBuf;

use super::said::Form;
use crate::cli::exit::Stop;
use crate::render::Format;
use crate::symbol::{
    Dpi, Emu, Level, Options, SYMBOLOGIES, Separator, Shape, Sizing, Symbology, Use,
};

/// Draw one symbol, or one for each line of a file.
///
/// Data in brackets, (01)09521234543213, unbracketed, ^01..., or as a scanner sends it, ]d201..., makes a GS1 symbol; a
/// Digital Link URI or other text a plain one. What looks like one of these and is not valid is refused, unless --as plain says
/// that it is other text. ean13, ean8, upca, upce and itf14 take a GTIN.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to draw: datamatrix, qr, code128, ean13, ean8, upca, upce or itf14
    #[arg(value_name = "TYPE", value_parser = symbology)]
    pub symbology: &'static Symbology,
    /// What it shall say
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub data: Option<String>,
    /// A file, or - for standard input: a symbol for each line
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Where to: its ending names the format; - is standard output; {line} in a batch is the number of the line
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// The format, whatever the ending: svg, png, pdf, zpl or json
    #[arg(long)]
    format: Option<String>,
    /// How to read DATA
    #[arg(long = "as", value_enum, default_value_t = Form::Auto, value_name = "FORM")]
    pub form: Form,
    /// Where it will be read: label, retail, distribution, healthcare or logistics
    #[arg(long = "use", value_name = "USE", value_parser = use_, default_value = "label")]
    use_: Use,
    /// The printer's resolution: modules are whole dots of it; 203 means 8 dots/mm [default: 600, PNG 300]
    #[arg(long)]
    dpi: Option<u32>,
    /// The X-dimension in millimetres; whole dots within a tenth of it are taken
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    x: Option<Emu>,
    /// The height of bars in millimetres, instead of what the use asks for; no less than that, but for the use label
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    pub height: Option<Emu>,
    /// Print the data below a Data Matrix or QR Code too
    #[arg(long)]
    hri: bool,
    /// Print nothing below bars
    #[arg(long, conflicts_with = "hri")]
    no_hri: bool,
    /// Print < and > where EAN symbols need their quiet zone kept free
    #[arg(long, conflicts_with = "no_hri")]
    pub quiet_zone_marks: bool,
    /// The very size: 22x22 for a Data Matrix, 3-M or 3 for a QR Code
    #[arg(long)]
    size: Option<String>,
    /// The error correction level of a QR Code; without it, the highest from M on that costs nothing
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// The shape of a Data Matrix [default: square]
    #[arg(long, value_enum)]
    shape: Option<Shapes>,
    /// What separates the elements of a GS1 Data Matrix [default: fnc1]
    #[arg(long, value_enum)]
    separator: Option<Separators>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Shapes {
    Square,
    Rectangle,
    Any,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Separators {
    Fnc1,
    Gs,
}

fn symbology(name: &str) -> Result<&'static Symbology, String> {
    Symbology::find(name).ok_or_else(|| {
        let names: Vec<_> = SYMBOLOGIES.iter().map(|known| known.name).collect();
        format!("there are {}", names.join(", "))
    })
}

fn use_(name: &str) -> Result<Use, String> {
    Use::find(name).ok_or_else(|| format!("there are {}", Use::ALL.map(Use::name).join(", ")))
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

impl Args {
    /// Refuses an option that the type of the symbol would leave unheeded.
    pub fn are_of_type(&self) -> Result<(), Stop> {
        let is = |names: &[&str]| names.contains(&self.symbology.name);
        let marked = !self.symbology.quiet_zone_marks.is_empty();
        let options = [
            (
                self.size.is_some(),
                !self.symbology.linear,
                "--size is for datamatrix and qr: how wide bars are follows from what they say and from --x",
            ),
            (
                self.level.is_some(),
                is(&["qr"]),
                "--level is for qr: other symbols have one level of error correction or none",
            ),
            (
                self.shape.is_some(),
                is(&["datamatrix"]),
                "--shape is for datamatrix",
            ),
            (
                self.separator.is_some(),
                is(&["datamatrix"]),
                "--separator is for datamatrix: other symbols separate elements in one way",
            ),
            (
                self.height.is_some(),
                self.symbology.linear,
                "--height is for bars: modules of datamatrix and qr are squares of --x",
            ),
            (
                self.quiet_zone_marks,
                marked,
                "--quiet-zone-marks is for ean13 and ean8: no other symbol has a side that it marks",
            ),
        ];
        match options.iter().find(|(said, heeded, _)| *said && !heeded) {
            Some((_, _, what)) => Err(Stop::usage(*what)),
            None => Ok(()),
        }
    }

    /// None for JSON, which is not drawn.
    pub fn format(&self) -> Result<Option<&'static Format>, Stop> {
        let ending = self.output.extension().and_then(|ending| ending.to_str());
        let name = match (&self.format, ending) {
            (Some(name), _) => name.as_str(),
            (None, Some(ending)) => ending,
            (None, None) => {
                return Err(Stop::usage(
                    "the file has no ending: say --format svg, png, pdf, zpl or json",
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

    pub fn options(&self) -> Options {
        Options {
            at_least: None,
            size: self.size.clone().map(Into::into),
            level: self.level,
            shape: match self.shape {
                None | Some(Shapes::Square) => Shape::Square,
                Some(Shapes::Rectangle) => Shape::Rectangle,
                Some(Shapes::Any) => Shape::Any,
            },
            separator: match self.separator {
                None | Some(Separators::Fnc1) => Separator::Fnc1,
                Some(Separators::Gs) => Separator::Gs,
            },
        }
    }

    pub fn sizing(&self, format: &Format) -> Result<Sizing, Stop> {
        let dpi = self.dpi.unwrap_or(format.dpi);
        let dpi = Dpi::new(dpi).map_err(|error| Stop::usage(error.to_string()))?;
        let sizing = Sizing::new(self.symbology, self.use_, dpi, self.x);
        let high = |sizing: Sizing| match self.height {
            Some(height) => sizing.check_height(height).map(|()| sizing),
            None => Ok(sizing),
        };
        sizing
            .and_then(high)
            .map_err(|error| Stop::invalid(error.to_string()))
    }

    /// Bars have text below them and matrix symbols do not, unless it is said otherwise.
    pub const fn has_text(&self) -> bool {
        self.hri || self.symbology.linear && !self.no_hri
    }
}
