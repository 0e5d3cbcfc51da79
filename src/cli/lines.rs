//! Lines of an input that may be a person, a scanner, a pipe or a file.

use std::io::{self, Read};

/// The most bytes of a line.
pub const MAX_LINE: usize = 1 << 20;

const CHUNK: usize = 1 << 16;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// LF, CRLF or CR.
    Newline,
    /// NUL.
    Null,
}

/// One line of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'b> {
    /// Its bytes, without what ends it.
    Bytes(&'b [u8]),
    /// It has more than [`MAX_LINE`] bytes, which were skipped.
    TooLong,
}

/// Reads lines in constant memory. A CR ends a line at once, since scanners send it alone; an LF after it is swallowed.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    ending: Ending,
    buffer: Vec<u8>,
    /// The bytes of the buffer that were not given out yet, and how many of them hold no ending.
    start: usize,
    end: usize,
    seen: usize,
    after_cr: bool,
    skipping: bool,
    at_end: bool,
}

impl<R: Read> Lines<R> {
    /// The lines of `input`.
    pub fn new(input: R, ending: Ending) -> Self {
        Self {
            input,
            ending,
            buffer: vec![0; CHUNK],
            start: 0,
            end: 0,
            seen: 0,
            after_cr: false,
            skipping: false,
            at_end: false,
        }
    }

    /// The next line; `before_waiting` runs before every read, so that each line is answered before the next is needed.
    pub fn next(
        &mut self,
        mut before_waiting: impl FnMut() -> io::Result<()>,
    ) -> io::Result<Option<Line<'_>>> {
        loop {
            if self.after_cr && self.start < self.end {
                self.after_cr = false;
                if self.buffer.get(self.start) == Some(&b'\n') {
                    self.start += 1;
                }
            }
            let waiting = self.buffer.get(self.start..self.end).unwrap_or_default();
            let unseen = waiting.get(self.seen..).unwrap_or_default();
            let found = match self.ending {
                Ending::Newline => memchr::memchr2(b'\n', b'\r', unseen),
                Ending::Null => memchr::memchr(0, unseen),
            };
            if let Some(at) = found {
                let length = self.seen + at;
                self.after_cr = unseen.get(at) == Some(&b'\r');
                let from = self.start;
                self.start += length + 1;
                self.seen = 0;
                return Ok(Some(self.line(from, length)));
            }
            self.seen = waiting.len();
            if self.at_end {
                let (from, length) = (self.start, self.seen);
                self.start = self.end;
                self.seen = 0;
                return Ok((length > 0 || self.skipping).then(|| self.line(from, length)));
            }
            if self.seen > MAX_LINE {
                self.skipping = true;
                self.start = self.end;
                self.seen = 0;
            }
            before_waiting()?;
            self.fill()?;
        }
    }

    fn line(&mut self, from: usize, length: usize) -> Line<'_> {
        if std::mem::take(&mut self.skipping) || length > MAX_LINE {
            return Line::TooLong;
        }
        Line::Bytes(self.buffer.get(from..from + length).unwrap_or_default())
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        loop {
            match self.input.read(room) {
                Ok(0) => {
                    self.at_end = true;
                    return Ok(());
                }
                Ok(read) => {
                    self.end += read;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let (Some((&first, rest)), Some(place)) = (self.0.split_first(), to.first_mut()) else {
                return Ok(0);
            };
            *place = first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn lines(input: impl Read, ending: Ending) -> Vec<String> {
        let mut lines = Lines::new(input, ending);
        let mut all = Vec::new();
        while let Some(line) = lines.next(|| Ok(())).expect("reading from memory") {
            all.push(match line {
                Line::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Line::TooLong => "too long".to_owned(),
            });
        }
        all
    }

    #[test]
    fn lf_crlf_and_cr_end_a_line() {
        let text = b"a\nb\r\nc\rd\r\r\ne";
        let expected = ["a", "b", "c", "d", "", "e"];
        assert_eq!(lines(&text[..], Ending::Newline), expected);
        assert_eq!(lines(Slow(text), Ending::Newline), expected);
    }

    #[test]
    fn nul_ends_a_line_and_newlines_are_data() {
        assert_eq!(lines(&b"a\nb\0c\0"[..], Ending::Null), ["a\nb", "c"]);
    }

    #[test]
    fn a_line_of_a_mebibyte_is_read_and_a_longer_one_skipped() {
        let mut text = vec![b'x'; MAX_LINE];
        text.push(b'\n');
        text.extend(std::iter::repeat_n(b'y', MAX_LINE + 1));
        text.extend(b"\nz");
        let all = lines(&text[..], Ending::Newline);
        assert_eq!(all[0].len(), MAX_LINE);
        assert_eq!(all[1..], ["too long", "z"]);
    }

    #[test]
    fn memory_does_not_grow_with_the_line() {
        let mut lines = Lines::new(io::repeat(b'x').take(50 << 20), Ending::Newline);
        assert_eq!(
            lines.next(|| Ok(())).expect("reading from memory"),
            Some(Line::TooLong)
        );
        assert!(lines.buffer.len() <= 4 * MAX_LINE);
    }

    #[test]
    fn a_line_is_given_out_before_the_next_is_read() {
        let reads = std::cell::Cell::new(0);
        let mut lines = Lines::new(Slow(b"a\rb\r"), Ending::Newline);
        let count = || {
            reads.set(reads.get() + 1);
            Ok(())
        };
        lines.next(count).expect("reading from memory");
        assert_eq!(reads.get(), 2);
    }
}
