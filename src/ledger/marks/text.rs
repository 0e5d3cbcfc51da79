//! Marks as text: a title, the ledger, then a line for each thing that was seen, its fields parted by tabs. The last line of a kind
//! counts.

use super::{Row, SchemeText, Sight, Sights};
use crate::ledger::heads::{hex, unhex};
use crate::ledger::{LedgerError, LedgerErrorKind, LedgerId};
use core::fmt::Write as _;
use core::str::Split;

/// The first line.
pub(super) const TITLE: &str = "unitmark marks 1";

/// What a new file begins with.
pub(super) fn begin(ledger: &LedgerId) -> String {
    format!("{TITLE}\nledger\t{ledger}\n")
}

/// A value without tabs and line ends.
struct Field<'f>(&'f str);

impl core::fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for c in self.0.chars() {
            match c {
                '\\' => f.write_str("\\\\")?,
                '\t' => f.write_str("\\t")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        plain.push(match c {
            '\\' => match characters.next()? {
                '\\' => '\\',
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            c => c,
        });
    }
    Some(plain)
}

impl core::fmt::Display for Row {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self {
            scheme,
            gtin,
            period,
            partition,
        } = self;
        let (gtin, period, partition) = (Field(gtin), Field(period), Field(partition));
        write!(f, "{}\t{gtin}\t{period}\t{partition}", hex(scheme))
    }
}

// Writing to a String cannot fail.

pub(super) fn sight(lines: &mut String, sight: &Sight) {
    let Sight {
        row,
        epoch,
        chain,
        events,
        head,
        next,
    } = sight;
    let _ = write!(lines, "mark\t{epoch}\t{chain}\t{events}\t{}", hex(head));
    if let Some(row) = row {
        let _ = write!(lines, "\t{next}\t{row}");
    }
    lines.push('\n');
}

pub(super) fn scheme(lines: &mut String, id: &[u8; 32], scheme: &SchemeText) {
    let (name, definition) = (Field(&scheme.name), Field(&scheme.definition));
    let _ = writeln!(lines, "scheme\t{}\t{name}\t{definition}", hex(id));
}

pub(super) fn scan(lines: &mut String, row: &Row, number: u64, serial: &str) {
    let _ = writeln!(lines, "scan\t{number}\t{}\t{row}", Field(serial));
}

pub(super) fn forget(lines: &mut String, serial: &str) {
    let _ = writeln!(lines, "forget\t{}", Field(serial));
}

/// The whole of it, with one line for each thing.
pub(super) fn write(ledger: &LedgerId, sights: &Sights) -> String {
    let mut lines = begin(ledger);
    for (id, own) in &sights.schemes {
        scheme(&mut lines, id, own);
    }
    for own in sights.before.values().flatten() {
        sight(&mut lines, own);
    }
    for own in sights.chains.values() {
        sight(&mut lines, own);
    }
    for serial in &sights.forgotten {
        forget(&mut lines, serial);
    }
    for (row, own) in &sights.scans {
        for (number, serial) in own {
            scan(&mut lines, row, *number, serial);
        }
    }
    lines
}

/// Reads marks. A last line without an end was cut off by a crash: what it was to say is unknown, and it is left out.
pub(super) fn parse(text: &str) -> Result<(LedgerId, Sights), LedgerError> {
    let bad = |line: usize, detail: &str| -> LedgerError {
        LedgerErrorKind::BadMarks {
            line: line + 1,
            detail: detail.to_owned(),
        }
        .into()
    };
    let whole = text.rfind('\n').and_then(|end| text.get(..end));
    let mut lines = whole.unwrap_or_default().split('\n').enumerate();
    if lines.next().is_none_or(|(_, title)| title != TITLE) {
        return Err(bad(0, "no file of marks begins so"));
    }
    let ledger = lines
        .next()
        .and_then(|(_, line)| line.strip_prefix("ledger\t")?.parse().ok())
        .ok_or_else(|| bad(1, "it should say whose ledger they are of"))?;
    let mut sights = Sights::default();
    for (number, line) in lines {
        let mut fields = line.split('\t');
        let read = match fields.next() {
            Some("mark") => read_sight(&mut fields).map(|sight| sights.see(sight)),
            Some("scheme") => read_scheme(&mut fields).map(|(id, scheme)| {
                sights.schemes.insert(id, scheme);
            }),
            Some("scan") => read_scan(&mut fields).map(|(row, number, serial)| {
                sights.scan(&row, number, &serial);
            }),
            Some("forget") => fields.next().and_then(unescape).map(|serial| {
                sights.forget(&serial);
            }),
            _ => None,
        };
        if read.is_none() || fields.next().is_some() {
            return Err(bad(number, "it cannot be read"));
        }
    }
    Ok((ledger, sights))
}

fn read_row(fields: &mut Split<'_, char>) -> Option<Row> {
    Some(Row {
        scheme: unhex(fields.next()?)?,
        gtin: unescape(fields.next()?)?,
        period: unescape(fields.next()?)?,
        partition: unescape(fields.next()?)?,
    })
}

fn read_sight(fields: &mut Split<'_, char>) -> Option<Sight> {
    let mut number = || fields.next()?.parse().ok();
    let (epoch, chain, events) = (number()?, number()?, number()?);
    let head = unhex(fields.next()?)?;
    let (next, row) = match fields.next() {
        None => (0, None),
        Some(next) => (next.parse().ok()?, Some(read_row(fields)?)),
    };
    Some(Sight {
        row,
        epoch,
        chain,
        events,
        head,
        next,
    })
}

fn read_scheme(fields: &mut Split<'_, char>) -> Option<([u8; 32], SchemeText)> {
    let id = unhex(fields.next()?)?;
    let (name, definition) = (unescape(fields.next()?)?, unescape(fields.next()?)?);
    Some((id, SchemeText { name, definition }))
}

fn read_scan(fields: &mut Split<'_, char>) -> Option<(Row, u64, String)> {
    let (number, serial) = (fields.next()?.parse().ok()?, unescape(fields.next()?)?);
    Some((read_row(fields)?, number, serial))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sights() -> Sights {
        let row = Row {
            scheme: [7; 32],
            gtin: String::new(),
            period: "2026-04".into(),
            partition: "plant=W\tG\\".into(),
        };
        let ledger = Sight {
            row: None,
            epoch: 2,
            chain: 0,
            events: 3,
            head: [1; 32],
            next: 0,
        };
        let counter = Sight {
            row: Some(row.clone()),
            chain: 1,
            next: 58,
            ..ledger.clone()
        };
        let mut sights = Sights::default();
        sights.see(ledger);
        sights.see(Sight {
            next: 57,
            ..counter.clone()
        });
        sights.see(counter);
        for number in [60, 61] {
            let serial = format!("WG-20260400{number}");
            assert!(sights.scan(&row, number, &serial));
        }
        let scheme = SchemeText {
            name: "default".into(),
            definition: "pattern {seq:4}\nreset month\n".into(),
        };
        sights.schemes.insert([7; 32], scheme);
        sights
    }

    fn id() -> LedgerId {
        LedgerId::from_bytes([1, 2, 3, 4])
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = write(&id(), &sights());
        assert_eq!(parse(&text).unwrap(), (id(), sights()));
    }

    #[test]
    fn a_line_that_a_crash_cut_off_is_left_out_and_others_are_not() {
        let text = write(&id(), &sights());
        let cut = format!("{text}mark\t2\t0\t9\t00");
        assert_eq!(parse(&cut).unwrap().1, sights());
        let error = parse(&format!("{cut}\n")).unwrap_err();
        assert_eq!(error.code(), "bad-marks");
        assert!(error.to_string().contains("line 9"), "{error}");
        for bad in [
            "",
            "x\n",
            "unitmark marks 1\n",
            "unitmark marks 1\nledger\t?\n",
        ] {
            assert_eq!(parse(bad).unwrap_err().code(), "bad-marks", "{bad:?}");
        }
    }

    #[test]
    fn a_serial_that_is_forgotten_is_no_mark_and_becomes_none_again() {
        let mut text = write(&id(), &sights());
        forget(&mut text, "WG-2026040060");
        let (row, mut own) = parse(&text).unwrap().1.scans.pop_first().unwrap();
        assert_eq!(own.pop_first().unwrap().0, 61);
        scan(&mut text, &row, 60, "WG-2026040060");
        let (_, sights) = parse(&text).unwrap();
        assert_eq!(sights.scanned_at(&row, 0).unwrap().0, 61);
        let folded = parse(&write(&id(), &sights)).unwrap().1;
        assert_eq!(folded, sights);
    }

    #[test]
    fn of_many_scanned_serials_the_lowest_are_kept() {
        let mut sights = sights();
        let row = sights.scans.keys().next().unwrap().clone();
        for number in (0..9000).rev() {
            sights.scan(&row, number, &format!("X{number}"));
        }
        let own: Vec<u64> = sights.scans[&row].keys().copied().collect();
        assert_eq!((own.len(), own[0], own[63]), (64, 0, 63));
    }
}
