//! What is left of the separator when a scanner types its data like a keyboard.

use crate::element::GS;
use alloc::vec::Vec;

/// What stands for FNC1 between elements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Separator {
    /// GS (0x1D) only, as a scanner sends it.
    #[default]
    Gs,
    /// GS, or any of the [known residues](RESIDUES) that makes the message valid.
    Auto,
    /// This text.
    Text(Vec<u8>),
}

/// What keyboard wedges and terminals make of GS: names, its symbol, signs that people configure, its code in hexadecimal, and the
/// digits of Alt+029.
pub const RESIDUES: &[&str] = &[
    "{GS}", "<GS>", "\u{241D}", "^", "~", "|", "_1D", "0029", "029",
];

/// A message in which every residue is GS again, and where its bytes stood.
pub(super) struct Restored {
    pub(super) data: Vec<u8>,
    /// Where each residue began in the data, and how many bytes longer it was than GS.
    longer: Vec<(usize, usize)>,
}

impl Restored {
    /// Puts GS where `residue` stands; `None` where it does not occur.
    pub(super) fn new(input: &[u8], residue: &[u8]) -> Option<Self> {
        if residue.is_empty() {
            return None;
        }
        let mut restored = Self {
            data: Vec::with_capacity(input.len()),
            longer: Vec::new(),
        };
        let mut rest = input;
        while let Some(at) = find(rest, residue) {
            restored
                .data
                .extend_from_slice(rest.get(..at).unwrap_or_default());
            restored
                .longer
                .push((restored.data.len(), residue.len() - 1));
            restored.data.push(GS);
            rest = rest.get(at + residue.len()..).unwrap_or_default();
        }
        restored.data.extend_from_slice(rest);
        (!restored.longer.is_empty()).then_some(restored)
    }

    /// Where a byte of the data stood in the input.
    pub(super) fn place(&self, at: usize) -> usize {
        at + self
            .longer
            .iter()
            .filter(|&&(start, _)| start < at)
            .map(|&(_, more)| more)
            .sum::<usize>()
    }
}

fn find(input: &[u8], residue: &[u8]) -> Option<usize> {
    input
        .windows(residue.len())
        .position(|window| window == residue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_again_where_they_stood() {
        let input = b"10AB{GS}21C{GS}17";
        let restored = Restored::new(input, b"{GS}").expect("two residues");
        assert_eq!(restored.data, b"10AB\x1d21C\x1d17");
        for (at, &byte) in restored
            .data
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte != GS)
        {
            assert_eq!(input[restored.place(at)], byte);
        }
    }

    #[test]
    fn without_a_residue_there_is_nothing_to_restore() {
        assert!(Restored::new(b"10AB", b"~").is_none());
        assert!(Restored::new(b"10AB", b"").is_none());
    }
}
