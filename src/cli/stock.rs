//! `unitmark stock`: the label stock catalogue.

use crate::cli::format::OneFormat;
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::Exit;
use super::exit::Stop;
use super::files;
use crate::sheet::{STOCKS, Stock};
use crate::symbol::Emu;

/// List the label stock this program knows, or show one.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A name or part number, with or without its maker's: L7160, "avery 5160", dk11209; or a TOML file of one's own
    name: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: OneFormat,
}

/// Runs the command on standard output.
pub fn run(args: &Args) -> Exit {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match &args.name {
        None => list(args.format, &mut out),
        Some(name) => match find(name) {
            Ok(stock) => show(&stock, args.format, &mut out),
            Err(stop) => return stop.report(),
        },
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => Exit::Valid,
        // Whoever read the list has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Valid,
        Err(error) => Stop::io(format!("standard output: {error}")).report(),
    }
}

fn find(name: &str) -> Result<Cow<'static, Stock>, Stop> {
    if let Some((stock, _)) = own(name)? {
        return Ok(Cow::Owned(stock));
    }
    Stock::find(name)
        .map(Cow::Borrowed)
        .map_err(|error| Stop::invalid(error.to_string()))
}

/// Stock of one's own, and the text of its file; nothing for a name of the catalogue, or of nothing.
pub(super) fn own(name: &str) -> Result<Option<(Stock, String)>, Stop> {
    let file = Path::new(name);
    if !file.exists() {
        let is_path = file.extension().is_some_and(|ending| ending == "toml")
            || name.contains(std::path::MAIN_SEPARATOR);
        if is_path && Stock::find(name).is_err() {
            return Err(Stop::io(format!("{name}: there is no such file")));
        }
    }
    if !file.is_file() {
        return Ok(None);
    }
    let text = files::text(file, files::LONGEST_TEXT)?;
    let stock = Stock::parse(&text).map_err(|error| Stop::invalid(format!("{name}:{error}")))?;
    Ok(Some((stock, text)))
}

fn list(format: OneFormat, out: &mut impl Write) -> io::Result<()> {
    match format {
        OneFormat::Json => writeln!(out, "{:#}", STOCKS.iter().map(object).collect::<Value>()),
        OneFormat::Text => {
            writeln!(
                out,
                "{:<12} {:<10} {:>18} {:>7}  {:<7} also",
                "NAME", "MAKER", "LABEL", "A PAGE", "MEDIA"
            )?;
            STOCKS.iter().try_for_each(|stock| {
                let label = size(stock.label_width(), stock.label_height());
                let (name, maker, media) = (stock.name(), stock.maker(), stock.media().name());
                let line = format!(
                    "{name:<12} {maker:<10} {label:>18} {:>7}  {media:<7} {}",
                    stock.places(),
                    stock.names().join(", ")
                );
                writeln!(out, "{}", line.trim_end())
            })
        }
    }
}

fn show(stock: &Stock, format: OneFormat, out: &mut impl Write) -> io::Result<()> {
    if format == OneFormat::Json {
        return writeln!(out, "{:#}", object(stock));
    }
    let mut row = |what: &str, value: String| writeln!(out, "{what:<10} {value}");
    row("name", format!("{} {}", stock.maker(), stock.name()))?;
    if !stock.names().is_empty() {
        row("also", stock.names().join(", "))?;
    }
    row(
        "media",
        format!(
            "{}, {}",
            stock.media().name(),
            size(stock.page_width(), stock.page_height())
        ),
    )?;
    row("label", size(stock.label_width(), stock.label_height()))?;
    if stock.places() > 1 {
        row(
            "places",
            format!(
                "{} = {} across by {} down",
                stock.places(),
                stock.columns(),
                stock.rows()
            ),
        )?;
        row(
            "first at",
            format!(
                "{} from the left, {} from the top",
                stock.left(),
                stock.top()
            ),
        )?;
        row(
            "pitch",
            format!("{} across, {} down", stock.pitch_x(), stock.pitch_y()),
        )?;
    }
    row("corners", format!("radius {}", stock.radius()))?;
    row("source", stock.source().to_owned())
}

/// `63.5 x 38.1 mm`.
fn size(width: Emu, height: Emu) -> String {
    format!("{} x {height}", width.to_string().trim_end_matches(" mm"))
}

fn object(stock: &Stock) -> Value {
    // Three places: the nearest micrometre.
    let mm = |length: Emu| (length.mm() * 1000.0).round() / 1000.0;
    json!({
        "name": stock.name(),
        "maker": stock.maker(),
        "names": stock.names(),
        "media": stock.media().name(),
        "page": { "width": mm(stock.page_width()), "height": mm(stock.page_height()) },
        "label": { "width": mm(stock.label_width()), "height": mm(stock.label_height()) },
        "columns": stock.columns(),
        "rows": stock.rows(),
        "places": stock.places(),
        "left": mm(stock.left()),
        "top": mm(stock.top()),
        "pitch_x": mm(stock.pitch_x()),
        "pitch_y": mm(stock.pitch_y()),
        "radius": mm(stock.radius()),
        "symmetric": stock.symmetric(),
        "source": stock.source(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).expect("memory does not fail");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn the_list_has_a_line_a_stock() {
        let text = printed(|out| list(OneFormat::Text, out));
        assert_eq!(text.lines().count(), STOCKS.len() + 1);
        assert!(
            text.lines()
                .any(|line| line.starts_with("L7160 ") && line.contains("63.5 x 38.1 mm"))
        );
    }

    #[test]
    fn one_stock_is_shown_with_its_geometry_as_text_and_as_json() {
        let stock = Stock::find("5160").expect("in the catalogue");
        let text = printed(|out| show(stock, OneFormat::Text, out));
        assert!(
            text.contains("30 = 3 across by 10 down") && text.contains("66.675 x 25.4 mm"),
            "{text}"
        );
        let json = printed(|out| show(stock, OneFormat::Json, out));
        let value: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(value["label"]["width"], 66.675);
        assert_eq!(value["places"], 30);
    }
}
