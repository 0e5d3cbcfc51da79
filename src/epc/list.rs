//! The official list of company prefix lengths, which the user supplies: GS1 publishes it as XML and JSON and does not let it be passed on.

use super::prefix::PrefixLength;
use alloc::vec::Vec;
use core::fmt;

/// The list, compacted to where the length changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixList {
    /// From which number of 12 digits on a length holds, up to the next; `number * 16 + length`, 15 for "not in the list".
    changes: Vec<u64>,
    entries: usize,
}

/// No entry.
const NONE: u64 = 15;
const DIGITS: usize = 12;

/// Why a text is not a list of company prefix lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PrefixListError {
    kind: PrefixListErrorKind,
    line: usize,
    column: usize,
}

/// What is wrong with a list of company prefix lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrefixListErrorKind {
    /// Neither XML nor JSON with entries of `prefix` and `gcpLength`: an empty file.
    NoEntries,
    /// A prefix that is not 1 to 12 digits: `"06I4141"`.
    Prefix,
    /// A length that is not 0 or 4 to 12, or shorter than its prefix.
    Length,
    /// A prefix without a length, or a length without a prefix.
    Alone,
    /// Two entries that say different things of the same numbers.
    Overlap,
}

impl PrefixListError {
    /// What is wrong.
    pub const fn kind(&self) -> PrefixListErrorKind {
        self.kind
    }

    /// The line, from 1.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column, from 1, in bytes.
    pub const fn column(&self) -> usize {
        self.column
    }

    /// The stable word for it.
    pub const fn code(&self) -> &'static str {
        match self.kind {
            PrefixListErrorKind::NoEntries => "prefix-list-empty",
            PrefixListErrorKind::Prefix => "prefix-list-prefix",
            PrefixListErrorKind::Length => "prefix-list-length",
            PrefixListErrorKind::Alone => "prefix-list-alone",
            PrefixListErrorKind::Overlap => "prefix-list-overlap",
        }
    }
}

impl fmt::Display for PrefixListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            PrefixListErrorKind::NoEntries => {
                "there is no entry of prefix and gcpLength; load the XML or JSON file that GS1 gives out"
            }
            PrefixListErrorKind::Prefix => "a prefix is 1 to 12 digits",
            PrefixListErrorKind::Length => "a gcpLength is 0 or 4 to 12, and not shorter than its prefix",
            PrefixListErrorKind::Alone => "an entry has one prefix and one gcpLength",
            PrefixListErrorKind::Overlap => "this prefix lies within another with another length; remove one",
        })
    }
}

/// An entry: the first number of 12 digits, the last, the length, and where it stands.
struct Entry {
    first: u64,
    last: u64,
    length: u64,
    at: usize,
}

impl PrefixList {
    /// Reads the list, XML or JSON.
    ///
    /// It is read generously: whatever stands around them, names `prefix` and `gcpLength` with their values make an entry, in this order
    /// or the other.
    ///
    /// ```
    /// use unitmark::epc::{PrefixLength, PrefixList, Prefixes};
    ///
    /// let xml = r#"<GCPPrefixFormatList date="2026-02-17"><entry prefix="0614141" gcpLength="7"/>
    ///              <entry prefix="20" gcpLength="0"/></GCPPrefixFormatList>"#;
    /// let list = PrefixList::parse(xml)?;
    /// assert_eq!(list, PrefixList::parse(r#"{"entry":[{"prefix":"0614141","gcpLength":7},{"prefix":"20","gcpLength":0}]}"#)?);
    /// let prefixes = Prefixes::new().with_list(list);
    /// assert_eq!(prefixes.length("0614141123452"), PrefixLength::Known(7));
    /// assert_eq!(prefixes.length("2000000000008"), PrefixLength::Restricted);
    ///
    /// let error = PrefixList::parse("<entry prefix=\"0614141\"\ngcpLength=\"77\"/>").unwrap_err();
    /// assert_eq!((error.code(), error.line(), error.column()), ("prefix-list-length", 2, 12));
    /// # Ok::<(), unitmark::epc::PrefixListError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, PrefixListError> {
        let error = |kind, at: usize| {
            let before = text.get(..at).unwrap_or(text);
            let line_start = before.rfind('\n').map_or(0, |end| end + 1);
            PrefixListError {
                kind,
                line: before.matches('\n').count() + 1,
                column: at - line_start + 1,
            }
        };
        let mut entries = entries(text.as_bytes()).map_err(|(kind, at)| error(kind, at))?;
        if entries.is_empty() {
            return Err(error(PrefixListErrorKind::NoEntries, text.len()));
        }
        entries.sort_by_key(|entry| (entry.first, entry.last));
        let mut changes: Vec<u64> = Vec::new();
        let mut change = |number: u64, length: u64| {
            if changes.last().is_some_and(|last| last >> 4 == number) {
                changes.pop();
            }
            if changes.last().map_or(NONE, |last| last & 15) != length {
                changes.push(number << 4 | length);
            }
        };
        let mut end = 0;
        let mut inside = NONE;
        let mut count = 0;
        for entry in &entries {
            if entry.first < end {
                if entry.length != inside || entry.last >= end {
                    return Err(error(PrefixListErrorKind::Overlap, entry.at));
                }
                continue;
            }
            count += 1;
            change(entry.first, entry.length);
            end = entry.last + 1;
            inside = entry.length;
            change(end, NONE);
        }
        changes.shrink_to_fit();
        Ok(Self {
            changes,
            entries: count,
        })
    }

    /// How many entries there were.
    pub const fn entries(&self) -> usize {
        self.entries
    }

    /// How many stretches of the same length they make.
    pub fn stretches(&self) -> usize {
        self.changes.len()
    }

    /// What the list says of the prefix that these characters begin with; `None` where it says nothing.
    pub(super) fn length(&self, key: &str) -> Option<PrefixLength> {
        let digits = key.bytes().take_while(u8::is_ascii_digit).take(DIGITS);
        let (count, number) = digits.fold((0, 0), |(count, number), digit| {
            (count + 1, number * 10 + u64::from(digit & 0xF))
        });
        let below = super::number::ten_to(DIGITS - count);
        let (first, last) = (number * below, number * below + below - 1);
        // Fewer than 12 digits say it only where all numbers that begin with them agree.
        let length = self.at(first);
        if self.place(first) != self.place(last) {
            return None;
        }
        match length {
            NONE => None,
            0 => Some(PrefixLength::Restricted),
            length => Some(PrefixLength::Known(length as u8)),
        }
    }

    fn place(&self, number: u64) -> usize {
        self.changes.partition_point(|change| change >> 4 <= number)
    }

    fn at(&self, number: u64) -> u64 {
        let place = self.place(number).checked_sub(1);
        let change = place.and_then(|place| self.changes.get(place));
        change.map_or(NONE, |change| change & 15)
    }
}

type Wrong = (PrefixListErrorKind, usize);

/// The entries, as they stand.
fn entries(text: &[u8]) -> Result<Vec<Entry>, Wrong> {
    let mut found = Vec::new();
    let mut prefix: Option<(&[u8], usize)> = None;
    let mut length: Option<(&[u8], usize)> = None;
    let mut at = 0;
    while let Some((name, value, start)) = next_pair(text, &mut at) {
        let slot = if name.eq_ignore_ascii_case(b"prefix") {
            &mut prefix
        } else {
            &mut length
        };
        if slot.is_some() {
            return Err((PrefixListErrorKind::Alone, start));
        }
        *slot = Some((value, start));
        if let (Some((digits, prefix_at)), Some((number, length_at))) = (prefix, length) {
            found.push(entry(digits, prefix_at, number, length_at)?);
            (prefix, length) = (None, None);
        }
    }
    match prefix.or(length) {
        Some((_, at)) => Err((PrefixListErrorKind::Alone, at)),
        None => Ok(found),
    }
}

fn entry(digits: &[u8], at: usize, number: &[u8], length_at: usize) -> Result<Entry, Wrong> {
    let prefix = super::number::parse(digits).filter(|_| (1..=DIGITS).contains(&digits.len()));
    let prefix = prefix.ok_or((PrefixListErrorKind::Prefix, at))?;
    let length = super::number::parse(number).filter(|_| !number.is_empty());
    let fits = |&length: &u64| length == 0 || (4..=12).contains(&length);
    let length = length
        .filter(fits)
        .ok_or((PrefixListErrorKind::Length, length_at))?;
    let below = super::number::ten_to(DIGITS - digits.len());
    Ok(Entry {
        first: prefix * below,
        last: prefix * below + below - 1,
        length,
        at,
    })
}

/// The next name `prefix` or `gcpLength` with its value: `prefix="1"`, `"prefix": "1"`, `"gcpLength": 7`.
fn next_pair<'t>(text: &'t [u8], at: &mut usize) -> Option<(&'t [u8], &'t [u8], usize)> {
    loop {
        let rest = text.get(*at..)?;
        // Both names end with these bytes, in whatever case their first letters are.
        let found = rest.iter().position(|byte| matches!(byte, b'=' | b':'))?;
        let sign = *at + found;
        *at = sign + 1;
        let before = text.get(..sign)?.trim_ascii_end();
        let before = before
            .strip_suffix(b"\"")
            .or_else(|| before.strip_suffix(b"'"))
            .unwrap_or(before);
        let letters = before
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let name = before.get(before.len() - letters..)?;
        if !name.eq_ignore_ascii_case(b"prefix") && !name.eq_ignore_ascii_case(b"gcpLength") {
            continue;
        }
        let value = text.get(sign + 1..)?;
        let blanks = value
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let value = value.get(blanks..)?;
        let start = sign + 1 + blanks;
        let (start, value) = match value.first() {
            Some(quote @ (b'"' | b'\'')) => {
                let inner = value.get(1..)?;
                let end = memchr::memchr(*quote, inner).unwrap_or(inner.len());
                (start + 1, inner.get(..end)?)
            }
            _ => {
                let end = value
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric())
                    .count();
                (start, value.get(..end)?)
            }
        };
        *at = start + value.len();
        return Some((name, value, start));
    }
}
