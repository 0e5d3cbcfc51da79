//! What the line filters share: where lines come from, in which order answers go out, what the exit status is.

use super::Exit;
use super::exit::Stop;
use super::lines::{Ending, Line, Lines, MAX_LINE};
use crate::scan::Id;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

/// How much of a file is worked on at a time by one thread.
const BLOCK: usize = 1 << 18;
/// Answers are written when there are this many bytes of them.
const FULL: usize = 1 << 16;

/// Where lines come from.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// What to read; `-`, or nothing, is standard input
    #[arg(default_value = "-")]
    pub file: PathBuf,
    /// What the input is: lines of data, or objects {"id":..,"scan":".."}
    #[arg(long, value_enum, default_value_t)]
    pub input: Input,
    /// Lines end with NUL
    #[arg(long)]
    pub null: bool,
    /// Stop after the first line that is not valid
    #[arg(long)]
    pub fail_fast: bool,
}

/// What a line of the input is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Input {
    /// The data.
    #[default]
    Lines,
    /// An object with the data and a name for it.
    Jsonl,
}

/// One input to answer.
pub struct Item<'i> {
    /// The line that it stands in, from 1.
    pub line: u64,
    /// What the caller calls it.
    pub id: Option<Id>,
    /// The data, or why there is none.
    pub data: Result<&'i [u8], Unread<'i>>,
    /// The other fields of the object, where the input is JSON lines.
    pub fields: Option<&'i serde_json::Map<String, serde_json::Value>>,
}

/// Why a line has no data.
#[derive(Clone, Copy)]
pub enum Unread<'i> {
    /// It is too long.
    TooLong,
    /// It is no object with a text named `scan`.
    NotJson(&'i [u8]),
}

/// Where answers go.
#[derive(Default)]
pub struct Output {
    /// For standard output.
    pub out: Vec<u8>,
    /// For standard error.
    pub messages: Vec<u8>,
}

impl Output {
    fn flush(&mut self) -> io::Result<()> {
        if !self.messages.is_empty() {
            // Nobody is left to be told when standard error fails.
            let _ = io::stderr().lock().write_all(&self.messages);
            self.messages.clear();
        }
        if !self.out.is_empty() {
            let mut stdout = io::stdout().lock();
            stdout.write_all(&self.out)?;
            stdout.flush()?;
            self.out.clear();
        }
        Ok(())
    }
}

/// Answers every line in order; `answer` says whether its line was valid.
///
/// From a pipe or a terminal each line is answered before the next one is needed. A file is answered by all processors.
pub fn run(args: &Args, answer: impl Fn(Item<'_>, &mut Output) -> bool + Sync) -> Exit {
    finish(args, run_to_end(args, &answer))
}

/// The same, one line after the other, for an answer that remembers; `end` comes after the last line.
pub fn run_in_order(
    args: &Args,
    mut answer: impl FnMut(Item<'_>, &mut Output) -> bool,
    end: impl FnOnce(&mut Output) -> bool,
) -> Exit {
    let mut output = Output::default();
    let valid = (|| {
        let mut valid = match open(args)? {
            Some(file) => lines(args, file, 0, &mut output, &mut answer)?,
            None => lines(args, io::stdin().lock(), 0, &mut output, &mut answer)?,
        };
        valid &= end(&mut output);
        output.flush()?;
        Ok(valid)
    })();
    finish(args, valid)
}

/// Lines that are answered together, in order: `keep` takes one and says how many wait, `settle` answers all that do.
///
/// What waits is answered when there are `most`, and from a pipe or a terminal before more is waited for.
pub fn run_together<S>(
    args: &Args,
    most: usize,
    state: &mut S,
    mut keep: impl FnMut(&mut S, Item<'_>) -> usize,
    mut settle: impl FnMut(&mut S, &mut Output) -> Result<bool, Stop>,
) -> Exit {
    let (mut output, mut stop, mut all) = (Output::default(), None, true);
    let read = (|| {
        let file = open(args)?;
        let waits = match &file {
            Some(file) => !file.metadata()?.is_file(),
            None => true,
        };
        let input: Box<dyn Read> = match file {
            Some(file) => Box::new(file),
            None => Box::new(io::stdin().lock()),
        };
        let mut lines = Lines::new(input, ending(args));
        let mut answer = |state: &mut S| -> io::Result<bool> {
            match settle(state, &mut output) {
                Ok(valid) => {
                    output.flush()?;
                    all &= valid;
                    Ok(valid)
                }
                Err(told) => {
                    stop = Some(told);
                    Err(io::Error::other("stopped"))
                }
            }
        };
        let mut number = 0;
        loop {
            let line = lines.next(|| {
                if waits {
                    answer(state)?;
                }
                Ok(())
            })?;
            let Some(line) = line else { break };
            number += 1;
            let mut kept = 0;
            let mut one = |item: Item<'_>, _: &mut Output| {
                kept = keep(state, item);
                true
            };
            item(args, number, line, &mut Output::default(), &mut one);
            if kept >= most || args.fail_fast {
                let valid = answer(state)?;
                if args.fail_fast && !valid {
                    return Ok(());
                }
            }
        }
        answer(state).map(drop)
    })();
    match (stop, read) {
        (Some(stop), _) => stop.report(),
        (None, read) => finish(args, read.map(|()| all)),
    }
}

fn finish(args: &Args, valid: io::Result<bool>) -> Exit {
    match valid {
        Ok(true) => Exit::Valid,
        Ok(false) => Exit::Invalid,
        // Whoever read the answers has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Valid,
        Err(error) => Stop::io(format!("{}: {error}", args.file.display())).report(),
    }
}

/// The file; `None` for standard input.
fn open(args: &Args) -> io::Result<Option<File>> {
    if args.file.as_os_str() == "-" {
        Ok(None)
    } else {
        File::open(&args.file).map(Some)
    }
}

fn run_to_end(
    args: &Args,
    answer: &(impl Fn(Item<'_>, &mut Output) -> bool + Sync),
) -> io::Result<bool> {
    let mut output = Output::default();
    let valid = match open(args)? {
        Some(file) if file.metadata()?.is_file() && !args.fail_fast => {
            blocks(args, file, &mut output, answer)?
        }
        Some(file) => lines(args, file, 0, &mut output, answer)?,
        None => lines(args, io::stdin().lock(), 0, &mut output, answer)?,
    };
    output.flush()?;
    Ok(valid)
}

fn ending(args: &Args) -> Ending {
    if args.null {
        Ending::Null
    } else {
        Ending::Newline
    }
}

fn lines(
    args: &Args,
    input: impl Read,
    before: u64,
    output: &mut Output,
    mut answer: impl FnMut(Item<'_>, &mut Output) -> bool,
) -> io::Result<bool> {
    let mut lines = Lines::new(input, ending(args));
    let (mut number, mut valid) = (before, true);
    while let Some(line) = lines.next(|| output.flush())? {
        number += 1;
        valid &= item(args, number, line, output, &mut answer);
        if args.fail_fast && !valid {
            break;
        }
        if output.out.len() >= FULL {
            output.flush()?;
        }
    }
    Ok(valid)
}

fn item(
    args: &Args,
    number: u64,
    line: Line<'_>,
    output: &mut Output,
    answer: &mut impl FnMut(Item<'_>, &mut Output) -> bool,
) -> bool {
    let item = |id, data, fields| Item {
        line: number,
        id,
        data,
        fields,
    };
    match line {
        Line::TooLong => answer(item(None, Err(Unread::TooLong), None), output),
        Line::Bytes(bytes) if args.input == Input::Lines => {
            answer(item(None, Ok(bytes), None), output)
        }
        Line::Bytes(bytes) => {
            let object = serde_json::from_slice::<serde_json::Map<_, _>>(bytes).ok();
            let scan = object
                .as_ref()
                .and_then(|object| object.get("scan")?.as_str());
            let id = object
                .as_ref()
                .and_then(|object| object.get("id"))
                .and_then(name);
            let data = scan.map(str::as_bytes).ok_or(Unread::NotJson(bytes));
            answer(item(id, data, object.as_ref()), output)
        }
    }
}

fn name(value: &serde_json::Value) -> Option<Id> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(Id::Text(text.clone())),
        value => Some(
            value
                .as_i64()
                .map_or_else(|| Id::Text(value.to_string()), Id::Number),
        ),
    }
}

/// A regular file in blocks of whole lines, a few at a time, their answers in the order of the file.
fn blocks(
    args: &Args,
    mut file: File,
    output: &mut Output,
    answer: &(impl Fn(Item<'_>, &mut Output) -> bool + Sync),
) -> io::Result<bool> {
    let ending = ending(args);
    let at_once = rayon::current_num_threads() * 2;
    let (mut rest, mut valid, mut number) = (Vec::new(), true, 0);
    loop {
        let mut batch = Vec::with_capacity(at_once);
        let mut at_end = false;
        while batch.len() < at_once && !at_end {
            let mut block = std::mem::take(&mut rest);
            let missing = BLOCK.saturating_sub(block.len()) as u64;
            at_end = Read::by_ref(&mut file)
                .take(missing)
                .read_to_end(&mut block)?
                < missing as usize;
            let cut = if at_end {
                block.len()
            } else {
                last_ending(&block, ending)
            };
            rest.extend_from_slice(block.get(cut..).unwrap_or_default());
            block.truncate(cut);
            if cut == 0 && !at_end {
                // A line longer than a block: rare, and right the slow way.
                valid &= answer_batch(args, &batch, output, answer)?;
                let tail = io::Cursor::new(rest).chain(file);
                return Ok(lines(args, tail, number, output, answer)? && valid);
            }
            let before = number;
            number += count(&block, ending);
            batch.push((before, block));
        }
        valid &= answer_batch(args, &batch, output, answer)?;
        if at_end {
            return Ok(valid);
        }
    }
}

fn answer_batch(
    args: &Args,
    batch: &[(u64, Vec<u8>)],
    output: &mut Output,
    answer: &(impl Fn(Item<'_>, &mut Output) -> bool + Sync),
) -> io::Result<bool> {
    let answers: Vec<(Output, bool)> = batch
        .into_par_iter()
        .map(|(before, block)| {
            let mut output = Output::default();
            output.out.reserve(2 * block.len());
            let mut lines = Lines::new(block.as_slice(), ending(args));
            let (mut number, mut valid) = (*before, true);
            // Reading from memory cannot fail.
            while let Ok(Some(line)) = lines.next(|| Ok(())) {
                number += 1;
                valid &= item(args, number, line, &mut output, &mut |item, output| {
                    answer(item, output)
                });
            }
            (output, valid)
        })
        .collect();
    let mut all = true;
    for (mut answered, valid) in answers {
        all &= valid;
        output.flush()?;
        answered.flush()?;
    }
    Ok(all)
}

/// Just past the last whole line. A CR at the very end is left: its LF may come in the next block.
fn last_ending(block: &[u8], ending: Ending) -> usize {
    let last = match ending {
        Ending::Null => memchr::memrchr(0, block),
        Ending::Newline => {
            let known = block
                .get(..block.len().saturating_sub(1))
                .unwrap_or_default();
            if block.last() == Some(&b'\n') {
                Some(known.len())
            } else {
                memchr::memrchr2(b'\n', b'\r', known)
            }
        }
    };
    last.map_or(0, |at| at + 1)
}

/// How many lines a block of whole lines has, and the last one where nothing ends it.
fn count(block: &[u8], ending: Ending) -> u64 {
    let ended = match ending {
        Ending::Null => memchr::memchr_iter(0, block).count(),
        Ending::Newline => {
            let newlines = memchr::memchr_iter(b'\n', block).count();
            let returns = memchr::memchr_iter(b'\r', block);
            newlines
                + returns
                    .filter(|at| block.get(at + 1) != Some(&b'\n'))
                    .count()
        }
    };
    let is_ended = match block.last() {
        Some(0) => ending == Ending::Null,
        Some(b'\n' | b'\r') => ending == Ending::Newline,
        Some(_) => false,
        None => true,
    };
    ended as u64 + u64::from(!is_ended)
}

impl Unread<'_> {
    /// The input to show, and what is wrong with it.
    pub fn finding(&self) -> (&[u8], crate::element::FindingKind) {
        match self {
            Self::TooLong => (
                &[],
                crate::element::FindingKind::LineTooLong { max: MAX_LINE },
            ),
            Self::NotJson(line) => (line, crate::element::FindingKind::NotJson),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_with_whole_lines() {
        let newline = |block: &[u8]| last_ending(block, Ending::Newline);
        assert_eq!(newline(b"a\nb"), 2);
        assert_eq!(newline(b"a\rb"), 2);
        assert_eq!(newline(b"a\n"), 2);
        assert_eq!(newline(b"a\r"), 0, "an LF may follow");
        assert_eq!(newline(b"a"), 0);
        assert_eq!(last_ending(b"a\0b", Ending::Null), 2);
    }

    #[test]
    fn lines_are_counted_as_they_are_read() {
        for text in [&b"a\nb\r\nc\rd"[..], b"\n\n", b"", b"a", b"a\r\r\n\n"] {
            let mut lines = Lines::new(text, Ending::Newline);
            let mut read = 0;
            while lines
                .next(|| Ok(()))
                .expect("reading from memory")
                .is_some()
            {
                read += 1;
            }
            assert_eq!(count(text, Ending::Newline), read, "{text:?}");
        }
    }
}
