//! A run of serials to one tag after the other, by addition.

use super::coding::Field;
use super::epc::Epc;
use super::error::{EpcError, EpcErrorKind, NoRun};
use super::field;
use super::number;
use super::scheme::Part;

/// The tags of a run of serial numbers, from one EPC on: for printers that write a roll.
///
/// Only the bits of the number change, so the next tag is one addition. The run ends before the number needs another digit where its
/// coding says how many there are, else at the largest number of the field.
///
/// ```
/// use unitmark::epc::{Epc, TagRange};
///
/// let first = Epc::parse("urn:epc:tag:sgtin-96:3.0614141.812345.6789")?;
/// let tags: Vec<[u8; 16]> = TagRange::new(&first, 3)?.collect();
/// assert_eq!(&tags[2][..12], [0x30, 0x74, 0x25, 0x7B, 0xF7, 0x19, 0x4E, 0x40, 0, 0, 0x1A, 0x87]);
///
/// let text = Epc::parse("urn:epc:tag:sgtin-198:3.0614141.812345.A1")?;
/// assert_eq!(TagRange::new(&text, 3).unwrap_err().code(), "epc-no-run");
/// assert_eq!(TagRange::new(&first, u64::MAX).unwrap_err().code(), "epc-run-too-long");
/// # Ok::<(), unitmark::epc::EpcError>(())
/// ```
#[derive(Clone, Debug)]
pub struct TagRange {
    next: u128,
    step: u128,
    left: u64,
    length: usize,
}

impl TagRange {
    /// `count` tags, the first of them `first`.
    ///
    /// # Errors
    ///
    /// `epc-no-run` where its coding writes characters, or a host name or data follow the number; `epc-run-too-long` where
    /// there are not so many numbers; and what [`Epc::write_to`] tells.
    pub fn new(first: &Epc, count: u64) -> Result<Self, EpcError> {
        let wrong = |reason| EpcError::new(EpcErrorKind::NoRun(reason), "serial");
        if first.more.is_some() {
            // An EPC on no tag has no bits at all, and that is what is told of it.
            first.to_bits()?;
            return Err(wrong(NoRun::NotLast));
        }
        let mut memory = [0; 64];
        let length = first.write_to(&mut memory)?;
        let characters = || wrong(NoRun::Characters);
        let head = memory.first_chunk::<16>().ok_or_else(characters)?;
        let next = u128::from_be_bytes(*head);
        let (shift, left) = room(first)
            .filter(|_| length <= 16)
            .ok_or_else(characters)?;
        if count > left {
            return Err(EpcError::new(EpcErrorKind::RunTooLong { left }, "serial"));
        }
        Ok(Self {
            next,
            step: 1 << shift,
            left: count,
            length,
        })
    }

    /// How many bytes of each item are the tag.
    pub const fn tag_length(&self) -> usize {
        self.length
    }
}

/// How far from the end of 128 bits the number's lowest bit stands, and how many numbers there are from this one on.
fn room(epc: &Epc) -> Option<(u32, u64)> {
    let row = epc.coding?.row();
    let place = row.fields.len().checked_sub(1)?;
    let text = epc.part(place).as_bytes();
    let (_, part) = row.scheme.row().parts.get(place)?;
    let bits = epc.bit_length().ok()? as u32;
    // The number ends the coding, but for the zeros of an SSCC-96 or GSRN-96.
    let end = |padding: u32| {
        128_u32
            .checked_sub(bits.max(row.bits as u32))?
            .checked_add(padding)
    };
    let (shift, digits, largest) = match (*row.fields.get(place)?, *part) {
        (Field::Integer(width), Part::Number(largest)) => {
            (end(0)?, text, largest.min((1 << width) - 1))
        }
        (Field::Integer(width), _) => (end(0)?, text, (1 << width) - 1),
        (Field::NumberPartition { bits, digits }, _) => {
            let (prefix, reference) = text.split_at_checked(usize::from(epc.prefix))?;
            let width = bits - field::prefix_bits(prefix.len())?;
            let digits = number::ten_to(digits - prefix.len()).saturating_sub(1);
            (end(0)?, reference, digits.min((1 << width) - 1))
        }
        // As many digits as this one has: another digit is another identity.
        (Field::NumericString(_), _) => (end(0)?, text, number::ten_to(text.len()) - 1),
        (Field::Alphanumeric(_) | Field::Numeric(_), _) if text.len() < 20 => {
            (end(0)?, text, number::ten_to(text.len()) - 1)
        }
        (
            Field::Partition(_),
            Part::Key {
                indicator: true, ..
            },
        ) => {
            let reference = text.get(usize::from(epc.prefix) + 1..text.len() - 1)?;
            (end(24)?, reference, number::ten_to(reference.len()) - 1)
        }
        (Field::Partition(_), Part::Key { .. }) => {
            let reference = text.get(usize::from(epc.prefix)..text.len() - 1)?;
            (end(24)?, reference, number::ten_to(reference.len()) - 1)
        }
        _ => return None,
    };
    let first = number::parse(digits).filter(|_| !digits.is_empty())?;
    Some((shift, largest.checked_sub(first)?.saturating_add(1)))
}

impl Iterator for TagRange {
    type Item = [u8; 16];

    #[inline]
    fn next(&mut self) -> Option<[u8; 16]> {
        self.left = self.left.checked_sub(1)?;
        let tag = self.next;
        self.next = tag.wrapping_add(self.step);
        Some(tag.to_be_bytes())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left);
        (left.unwrap_or(usize::MAX), left.ok())
    }
}
