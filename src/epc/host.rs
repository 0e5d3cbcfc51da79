//! Host names of the `++` codings (Tag Data Standard 2.3, section 14.5.16).
//!
//! Standing: `id.` and `.com` are confirmed by annex E.3; the other abbreviations of one unit by two third parties, and no table of GS1. The
//! abbreviations of two units (country domains) are not known here: they are not written, and read as an error.

use super::bits::{BitWriter, Bits};
use super::chars;
use super::error::EpcErrorKind;
use super::field::Fault;
use alloc::{string::String, vec};

/// What seven bits stand for beside a character.
const BEGINNINGS: [(u8, &str); 3] = [(0x1E, "qr."), (0x1F, "www."), (0x20, "id.")];
const ENDINGS: [(u8, &str); 10] = [
    (0x5B, ".com"),
    (0x5C, ".org"),
    (0x5D, ".net"),
    (0x5E, ".int"),
    (0x60, ".edu"),
    (0x7B, ".gov"),
    (0x7C, ".mil"),
    (0x7D, ".biz"),
    (0x7E, ".eco"),
    (0x7F, ".med"),
];

/// The most units that the count of six bits can say.
const LONGEST: usize = 63;

/// Whether a text is a host name that a tag can hold.
pub(super) fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    (1..=LONGEST).contains(&host.len()) && host.split('.').all(label)
}

/// Beginning, middle and ending, the first and the last with the unit that stands for them.
fn split(host: &str) -> (Option<u8>, &str, Option<u8>) {
    let first = BEGINNINGS
        .iter()
        .find_map(|&(unit, text)| Some((unit, host.strip_prefix(text)?)));
    let (first, rest) = first.map_or((None, host), |(unit, rest)| (Some(unit), rest));
    let last = ENDINGS
        .iter()
        .find_map(|&(unit, text)| Some((unit, rest.strip_suffix(text)?)));
    let (last, rest) = last.map_or((None, rest), |(unit, rest)| (Some(unit), rest));
    (first, rest, last)
}

/// Writes a host name, which is valid, in the method of fewer bits.
pub(super) fn put(bits: &mut BitWriter<'_>, host: &str) -> bool {
    if !is_host(host) {
        return false;
    }
    let (first, middle, last) = split(host);
    let units = usize::from(first.is_some()) + middle.len() + usize::from(last.is_some());
    let capitals = host.to_ascii_uppercase();
    if chars::is_code_40(capitals.as_bytes()) && host.len().div_ceil(3) * 16 <= units * 7 {
        bits.put(0, 1);
        bits.put(host.len() as u64, 6);
        chars::put_code_40(bits, capitals.as_bytes());
        return true;
    }
    bits.put(1, 1);
    bits.put(units as u64, 6);
    for unit in first.into_iter().chain(middle.bytes()).chain(last) {
        bits.put(u64::from(unit), 7);
    }
    true
}

/// Reads a host name.
pub(super) fn take(bits: &mut Bits<'_>) -> Result<String, Fault> {
    let start = bits.at();
    let short = |bits: &Bits<'_>, count| Fault::short(bits, count);
    let method = bits.take(1).ok_or_else(|| short(bits, 1))?;
    let count = bits.take(6).ok_or_else(|| short(bits, 6))? as usize;
    let mut host = String::new();
    if method == 0 {
        let mut text = vec![0; count];
        chars::take_code_40(bits, &mut text)?;
        host.extend(
            text.iter()
                .map(|byte| char::from(byte.to_ascii_lowercase())),
        );
    } else {
        for _ in 0..count {
            let unit = bits.take(7).ok_or_else(|| short(bits, 7))? as u8;
            let short = BEGINNINGS
                .iter()
                .chain(&ENDINGS)
                .find(|(own, _)| *own == unit);
            match short {
                Some((_, text)) => host.push_str(text),
                None => host.push(char::from(unit.to_ascii_lowercase())),
            }
        }
    }
    if is_host(&host) {
        Ok(host)
    } else {
        Err(Fault::new(EpcErrorKind::HostName, start, bits.at()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_names_are_read_back() {
        for host in [
            "id.example.com",
            "example.org",
            "a",
            "x9-y.example.de",
            "www.abc.tech",
        ] {
            let mut memory = [0; 64];
            let mut writer = BitWriter::new(&mut memory);
            assert!(put(&mut writer, host), "{host}");
            let (end, _) = writer.finish().expect("room");
            let mut bits = Bits::new(&memory, end);
            assert_eq!(take(&mut bits).ok().as_deref(), Some(host));
        }
        for none in ["", ".", "a..b", "-a.de", "a b.de", "ä.de"] {
            assert!(!is_host(none), "{none}");
        }
    }
}
