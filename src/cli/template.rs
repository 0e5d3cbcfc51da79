//! `unitmark template`: the designs of labels that are built in, and what one's own reads.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Exit;
use super::exit::Stop;
use super::files;
use crate::label::{BUILT_IN, BuiltIn, Template};

/// List the label templates that are built in, or show one to start one's own from.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
}

/// What to do with templates.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// Name each template that is built in, its size and what it is for (the default)
    List,
    /// Print a template as TOML, or what an order for it has in its first line
    Show {
        /// One that is built in, or a file, which is checked
        #[arg(value_name = "NAME|FILE")]
        name: String,
        /// The first line of an order for it, instead of the template
        #[arg(long)]
        header: bool,
    },
}

/// Runs the command on standard output.
pub fn run(args: &Args) -> Exit {
    let done = match &args.what {
        None | Some(What::List) => list(),
        Some(What::Show { name, header }) => show(name, *header),
    };
    match done {
        Ok(()) => Exit::Valid,
        Err(stop) => stop.report(),
    }
}

/// A template by its built-in name, or from a file.
pub(super) fn find(name: &str) -> Result<Template, Stop> {
    if let Some(known) = BuiltIn::find(name) {
        return known
            .template()
            .map_err(|error| Stop::invalid(format!("{name}:{error}")));
    }
    let file = Path::new(name);
    if !file.exists() {
        let known: Vec<_> = BUILT_IN.iter().map(|known| known.name).collect();
        return Err(Stop::usage(format!(
            "no template is called {name:?}, and there is no such file: built in are {}; \
             `unitmark template show serial > own.toml` starts one's own",
            known.join(", ")
        )));
    }
    let text = files::text(file, files::LONGEST_TEXT)?;
    Template::parse(&text).map_err(|error| Stop::invalid(format!("{name}:{error}")))
}

fn list() -> Result<(), Stop> {
    let mut lines = String::new();
    for known in BUILT_IN {
        let template = find(known.name)?;
        let size = match template.size() {
            Some((width, height)) => {
                format!("{} x {height}", width.to_string().trim_end_matches(" mm"))
            }
            None => template.stock().unwrap_or_default().to_owned(),
        };
        let line = format!("{:<8} {size:>16}  {}\n", known.name, template.about());
        lines.push_str(&line);
    }
    print(&lines)
}

fn show(name: &str, header: bool) -> Result<(), Stop> {
    let template = find(name)?;
    if !header {
        return print(template.text());
    }
    let line: Vec<String> = columns(&template).iter().map(|name| quoted(name)).collect();
    print(&(line.join(",") + "\n"))
}

/// The columns of an order: those that every order has first, and how many labels or which unit last.
fn columns(template: &Template) -> Vec<String> {
    const USUAL: [&str; 5] = ["sku", "gtin", "lot", "expiry", "plant"];
    let serial = template.serial_ai().ok().flatten();
    let mut names: Vec<String> = template
        .wanted()
        .into_iter()
        .map(|column| column.name)
        .collect();
    names.retain(|name| name != "serial");
    match serial {
        // The usual pattern begins with the plant.
        Some("21") => names.extend(["plant".to_owned(), "quantity".to_owned()]),
        Some(_) => {}
        None => names.push("quantity".to_owned()),
    }
    let place = |name: &String| {
        USUAL
            .iter()
            .position(|usual| usual == name)
            .unwrap_or(USUAL.len())
    };
    names.sort_by_key(|name| (place(name), name == "quantity"));
    names.dedup();
    names
        .into_iter()
        .map(|name| {
            let theirs = template.columns().iter().find(|(ours, _)| *ours == name);
            theirs.map_or(name, |(_, theirs)| theirs.clone())
        })
        .collect()
}

/// A name as CSV has it.
fn quoted(name: &str) -> String {
    if name.contains([',', '"']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}

/// Prints a text; whoever reads it may have had enough.
fn print(text: &str) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop::io(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// The folder of a template's own file, from which its images are named.
pub(super) fn folder(name: &str) -> Option<String> {
    let file = Path::new(name);
    if BuiltIn::find(name).is_some() {
        return None;
    }
    // As a whole path: a reprint may start in another folder.
    let file = std::fs::canonicalize(file).ok()?;
    Some(file.parent()?.display().to_string())
}
