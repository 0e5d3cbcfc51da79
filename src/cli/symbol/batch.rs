//! A symbol for each line of a file: a file each, or, as JSON, one file with an object to the line.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Args, Drawn, PaperSize, describe, put};
use crate::cli::exit::{Exit, Stop};
use crate::cli::files;
use crate::cli::lines::{Ending, Line, Lines};
use crate::job::has_folder;
use crate::symbol::Sizing;

/// Where the number of the line goes.
const LINE: &str = "{line}";

/// Encodes all lines, and when each can be drawn, draws and writes them side by side.
pub fn run(args: &Args, file: &Path) -> Result<(), Stop> {
    args.are_of_type()?;
    let format = args.format()?;
    let pattern = args.output.to_str().filter(|name| name.contains(LINE));
    if pattern.is_none() && format.is_some() {
        return Err(Stop::usage(
            "a batch writes many files: put {line} into the name, such as -o 'out/{line}.png'",
        ));
    }
    let sizing = format.map(|format| args.sizing(format)).transpose()?;
    let symbols = encode(args, file, sizing.as_ref())?;
    let Some(pattern) = pattern else {
        let objects = symbols.iter().map(|(_, drawn)| describe(&drawn.symbol));
        return put(args, &objects.collect::<Vec<_>>().concat());
    };
    let name = |number: u64| PathBuf::from(pattern.replace(LINE, &number.to_string()));
    let keeps = args.keeps();
    symbols
        .par_iter()
        .try_for_each(|(number, _)| files::refuse_overwrite(&name(*number), &keeps))?;
    let count = symbols.len();
    let largest = symbols
        .into_par_iter()
        .map(|(number, drawn)| {
            let told = drawn.told();
            let (bytes, size) = drawn.bytes(args, format)?;
            let name = name(number);
            write(&name, &bytes)
                .map_err(|error| Stop::io(format!("{}: {error}", name.display())))?;
            Ok::<Size, Stop>(size.zip(told))
        })
        .try_reduce(|| None, |one, other| Ok(larger(one, other)))?;
    if let Some(((width, height), told)) = largest {
        let symbols = if count == 1 { "symbol" } else { "symbols" };
        let told = format!("{count} {symbols}, the largest {told}, {width} x {height} in all");
        Stop::new(Exit::Valid, told).report();
    }
    Ok(())
}

/// A drawn symbol: its size on paper, and what is told of it.
type Size = Option<(PaperSize, String)>;

/// The one of larger area; of two that are alike the first of the file.
fn larger(one: Size, other: Size) -> Size {
    let area = |sized: &Size| {
        let size = sized.as_ref().map(|(size, _)| *size);
        size.map(|(width, height)| i128::from(width.0) * i128::from(height.0))
    };
    if area(&other) > area(&one) {
        other
    } else {
        one
    }
}

fn encode(args: &Args, file: &Path, sizing: Option<&Sizing>) -> Result<Vec<(u64, Drawn)>, Stop> {
    let lines = read(file)?;
    if lines.is_empty() {
        return Err(Stop::invalid(format!(
            "{}: there is no line",
            file.display()
        )));
    }
    let drawn: Vec<_> = lines
        .par_iter()
        .map(|line| Drawn::new(args, line, sizing))
        .collect();
    let mut symbols = Vec::with_capacity(drawn.len());
    let mut refused = Vec::new();
    for (number, drawn) in (1..).zip(drawn) {
        match drawn {
            Ok(drawn) => symbols.push((number, drawn)),
            Err(stop) => refused.extend(stop.lines().map(|line| format!("line {number}: {line}"))),
        }
    }
    if !refused.is_empty() {
        return Err(Stop::all(Exit::Invalid, refused));
    }
    Ok(symbols)
}

fn read(file: &Path) -> Result<Vec<String>, Stop> {
    let told = |error: io::Error| Stop::io(format!("{}: {error}", file.display()));
    let input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(told)?)
    };
    let mut input = Lines::new(input, Ending::Newline);
    let mut lines = Vec::new();
    while let Some(line) = input.next(|| Ok(())).map_err(told)? {
        let number = lines.len() + 1;
        let text = match line {
            Line::TooLong => Err("is longer than 1 MiB"),
            Line::Bytes(bytes) => std::str::from_utf8(bytes).map_err(|_| "is not UTF-8"),
        };
        let text = text.map_err(|what| Stop::invalid(format!("line {number}: {what}")))?;
        // The mark of the file's encoding, which editors write, is no part of the first line.
        let text = match number {
            1 => text.strip_prefix('\u{feff}').unwrap_or(text),
            _ => text,
        };
        lines.push(text.to_owned());
    }
    Ok(lines)
}

/// Writes a file beside its name and renames it when it is whole. A thousand of them are not each forced to disk.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // It may not be there; what is told is why the writing failed.
        let _ = std::fs::remove_file(&beside);
        has_folder(path).err().unwrap_or(error)
    })
}
