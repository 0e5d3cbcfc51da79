//! What the CSV reader forgives and a job does not: quotes that are not closed, and where a line stands.

/// The lines of a file, whatever ends them: LF, CRLF or CR.
pub(super) struct LineNumbers<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineNumbers<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// The line, from 1, of a record that begins at or right behind `offset`; offsets only grow. The
    /// reader gives a place before the line ends and blank lines that it skips.
    pub(super) fn at(&mut self, offset: u64) -> u64 {
        while let Some(&byte) = self.bytes.get(self.at) {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => self.bytes.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            let is_end = matches!(byte, b'\n' | b'\r');
            if self.at as u64 >= offset && !is_end {
                break;
            }
            self.line += u64::from(ends_line);
            self.at += 1;
        }
        self.line
    }
}

/// A fault in the quoting: the line of the field, and what is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct QuoteFault {
    pub(super) line: u64,
    pub(super) message: &'static str,
}

/// The first field whose quotes do not enclose all of it (RFC 4180, 2.5 to 2.7).
pub(super) fn quote_fault(bytes: &[u8], delimiter: u8) -> Option<QuoteFault> {
    let mut lines = LineNumbers::of(bytes);
    let mut at = 0;
    let mut fault = |at: usize, message| {
        let line = lines.at(at as u64);
        Some(QuoteFault { line, message })
    };
    loop {
        // The start of a field.
        if bytes.get(at) == Some(&b'"') {
            let start = at;
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (None, _) => return fault(start, "a quote is opened and not closed"),
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), None | Some(b'\r' | b'\n')) => {
                        at += 1;
                        break;
                    }
                    (Some(b'"'), Some(next)) if *next == delimiter => {
                        at += 1;
                        break;
                    }
                    (Some(b'"'), Some(_)) => {
                        return fault(start, "there is text behind a closing quote");
                    }
                    _ => at += 1,
                }
            }
        }
        let rest = bytes.get(at..).unwrap_or_default();
        at += 1 + rest
            .iter()
            .position(|byte| matches!(byte, b'\r' | b'\n') || *byte == delimiter)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc"] {
            let offset = |c| text.find(c).expect("the text") as u64;
            let mut lines = LineNumbers::of(text.as_bytes());
            assert_eq!(lines.at(0), 1);
            assert_eq!(lines.at(offset('b')), 2);
            // The reader may give the place before the line ends.
            assert_eq!(lines.at(offset('b') + 1), 4, "{text:?}");
            assert_eq!(lines.at(offset('c')), 4);
        }
    }

    #[test]
    fn quotes_enclose_a_whole_field() {
        for good in [
            "",
            "a,b\n",
            "\"a,b\",c\n",
            "\"a\"\"b\"\n",
            "\"a\nb\",c",
            "5\" bolt,c",
        ] {
            assert_eq!(quote_fault(good.as_bytes(), b','), None, "{good}");
            let semicolons = good.replace(',', ";");
            assert_eq!(quote_fault(semicolons.as_bytes(), b';'), None, "{good}");
        }
        for (bad, line) in [("a\n\"2\"5,c\n", 2), ("a\r\nb\r\n\"open,c\n", 3), ("\"", 1)] {
            assert_eq!(
                quote_fault(bad.as_bytes(), b',').map(|fault| fault.line),
                Some(line),
                "{bad}"
            );
        }
    }
}
