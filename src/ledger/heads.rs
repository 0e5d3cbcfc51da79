//! The ends of the chains, to be kept where the ledger is not.

use super::error::{LedgerError, LedgerErrorKind};
use super::id::LedgerId;
use core::fmt::Write as _;
use jiff::Timestamp;

/// The first line of an export.
const TITLE: &str = "unitmark heads 2";

/// That of exports without an end, which nothing shows to be whole.
const WITHOUT_END: &str = "unitmark heads 1";

/// The end of each chain of events at some moment.
///
/// Kept elsewhere, it proves later that nothing up to it was cut off or rewritten ([`Store::verify`](super::Store::verify)).
///
/// ```
/// use unitmark::ledger::{Head, Heads};
///
/// let heads = Heads {
///     ledger: "7F3K2Q".parse()?,
///     taken_at: "2026-04-15T08:00:00Z".parse()?,
///     heads: vec![Head { chain: 0, events: 2, hash: [7; 32], name: "ledger".into() }],
/// };
/// assert_eq!(Heads::parse(&heads.to_text())?, heads);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heads {
    /// Whose they are.
    pub ledger: LedgerId,
    /// When they were taken.
    pub taken_at: Timestamp,
    /// One for each chain.
    pub heads: Vec<Head>,
}

/// The end of one chain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Head {
    /// The chain: 0 is the ledger's own, the others are those of the counters.
    pub chain: u64,
    /// How many events it has.
    pub events: u64,
    /// The hash of the last one.
    pub hash: [u8; 32],
    /// What the chain is of, for people.
    pub name: String,
}

impl Heads {
    /// The export: a title, the ledger's id, the time, then `chain events hash name` on a line each, and how many they are.
    pub fn to_text(&self) -> String {
        let mut text = format!("{TITLE}\nledger {}\ntaken {}\n", self.ledger, self.taken_at);
        for head in &self.heads {
            let name: String = head
                .name
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{} {} {} {name}",
                head.chain,
                head.events,
                hex(&head.hash)
            );
        }
        let _ = writeln!(text, "end {}", self.heads.len());
        text
    }

    /// Reads an export; a part of one is refused, and so are no heads at all, which would prove nothing.
    ///
    /// ```
    /// let error = unitmark::ledger::Heads::parse("page,label,sku").unwrap_err();
    /// assert_eq!(error.code(), "bad-heads");
    /// ```
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let bad = |line: usize, detail: &str| -> LedgerError {
            LedgerErrorKind::BadHeads {
                detail: format!("line {line}: {detail}"),
            }
            .into()
        };
        let mut lines = text.lines();
        let has_end = match lines.next() {
            Some(TITLE) => true,
            Some(WITHOUT_END) => false,
            _ => return Err(bad(1, "an export begins with `unitmark heads 2`")),
        };
        let ledger = lines
            .next()
            .and_then(|line| line.strip_prefix("ledger ")?.parse().ok())
            .ok_or_else(|| bad(2, "expected `ledger ID`"))?;
        let taken_at = lines
            .next()
            .and_then(|line| line.strip_prefix("taken ")?.parse().ok())
            .ok_or_else(|| bad(3, "expected `taken TIME`"))?;
        let (mut heads, mut is_whole) = (Vec::new(), !has_end);
        for (i, line) in lines.enumerate() {
            let number = i + 4;
            match line.strip_prefix("end ").filter(|_| has_end) {
                Some(_) if is_whole => return Err(bad(number, "the heads have ended before")),
                Some(count) if count.parse() == Ok(heads.len()) => is_whole = true,
                Some(_) => return Err(bad(number, "it counts other heads than stand before it")),
                None if is_whole && has_end => {
                    return Err(bad(number, "the heads have ended before"));
                }
                None => heads.push(
                    head(line).ok_or_else(|| bad(number, "expected `CHAIN EVENTS HASH NAME`"))?,
                ),
            }
        }
        let missing = heads.len() + 4;
        if !is_whole {
            return Err(bad(missing, "expected `end COUNT`: the export is cut off"));
        }
        // A ledger has a chain of its own from its beginning.
        if heads.is_empty() {
            return Err(bad(missing, "there is no head"));
        }
        Ok(Self {
            ledger,
            taken_at,
            heads,
        })
    }
}

fn head(line: &str) -> Option<Head> {
    let mut fields = line.splitn(4, ' ');
    Some(Head {
        chain: fields.next()?.parse().ok()?,
        events: fields.next()?.parse().ok()?,
        hash: unhex(fields.next()?)?,
        name: fields.next()?.to_owned(),
    })
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (i, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_export_says_which_line() {
        let good = format!(
            "unitmark heads 2\nledger 7F3K2Q\ntaken 2026-04-15T08:00:00Z\n0 1 {} ledger\nend 1\n",
            "ab".repeat(32)
        );
        assert!(Heads::parse(&good).is_ok());
        let old = good.replace("heads 2", "heads 1").replace("end 1\n", "");
        assert!(Heads::parse(&old).is_ok());
        let head_line = good.lines().nth(3).unwrap_or_default();
        for (bad, line) in [
            (String::new(), "line 1"),
            (good.replace("7F3K2Q", "?"), "line 2"),
            (good.replace("2026-04-15", "today"), "line 3"),
            (good.replace("abab ", "ab\u{e9} "), "line 4"),
            (good.replace("abab ", "ab "), "line 4"),
            (good.replace("0 1", "0 -1"), "line 4"),
            (good.replace("end 1\n", ""), "line 5"),
            (good.replace("end 1", "end 2"), "line 5"),
            (good.replace(head_line, "end 0"), "line 5"),
            (good.clone() + "end 1\n", "line 6"),
            (good.clone() + head_line, "line 6"),
            (old.replace(head_line, "").trim_end().to_owned(), "line 4"),
        ] {
            let message = Heads::parse(&bad).unwrap_err().to_string();
            assert!(message.contains(line), "{message}");
        }
    }
}
