//! Bits to an EPC and back.

use super::CheckDigits;
use super::attribute;
use super::bits::{BitWriter, Bits};
use super::coding::{Coding, Style};
use super::digits::{base64_to_bytes, hex_to_bytes, write_hex};
use super::epc::{AsRead, DATES, Dated, Epc};
use super::error::{EpcError, EpcErrorKind, Misfit};
use super::field::{self, Fault, Unwritten};
use super::host;
use super::identity::Text;
use super::locate::Note;
use super::scheme::Scheme;
use crate::ai::Dictionary;
use crate::text::{Span, base64url};
use alloc::{string::String, vec, vec::Vec};

/// The most bytes of an EPC without host name and data: an ADI-var of 32 and 30 characters has 55.
const BARE: usize = 64;

/// The bits that a tag surely needs beside its attributes: header, filter, date, three keys, a host name of 63 characters.
const SURE: usize = 160;

impl Epc {
    /// Reads a tag: all bytes of its EPC, from the header on. Its check digit, where it carries one, must fit.
    ///
    /// A tag is whole 16-bit words; the last bits of the last one are zero. Nothing is allocated unless the tag has data after
    /// its EPC or a host name, or [other bits](Self::is_canonical) than the standard chooses.
    ///
    /// ```
    /// use unitmark::epc::{Coding, Epc};
    ///
    /// let tag = Epc::from_bytes(&[0x30, 0x74, 0x25, 0x7B, 0xF7, 0x19, 0x4E, 0x40, 0, 0, 0x1A, 0x85])?;
    /// assert_eq!((tag.coding(), tag.filter(), tag.prefix_length()), (Some(Coding::SGTIN_96), Some(3), Some(7)));
    /// let error = Epc::from_bytes(&[0x30, 0x7C, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).unwrap_err();
    /// assert_eq!(error.code(), "epc-partition");
    /// assert_eq!(error.bits().map(|bits| bits.start), Some(11));
    /// # Ok::<(), unitmark::epc::EpcError>(())
    /// ```
    #[inline]
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EpcError> {
        Self::read_bytes(bytes, CheckDigits::Verify)
    }

    /// The same, with what is to be done about a check digit on the tag that does not fit.
    pub fn read_bytes(bytes: &[u8], policy: CheckDigits) -> Result<Self, EpcError> {
        read(bytes, bytes.len() * 8, policy, &mut ())
    }

    /// Reads a tag written as hexadecimal digits of either case.
    pub fn from_hex(digits: &str) -> Result<Self, EpcError> {
        Self::read_hex(digits.as_bytes(), CheckDigits::Verify)
    }

    /// The same, with what is to be done about a check digit on the tag that does not fit.
    pub fn read_hex(digits: &[u8], policy: CheckDigits) -> Result<Self, EpcError> {
        let mut memory = [0; 64];
        match hex_to_bytes(digits, &mut memory)? {
            Some(length) => Self::read_bytes(memory.get(..length).unwrap_or_default(), policy),
            None => {
                let mut memory = vec![0; digits.len() / 2];
                hex_to_bytes(digits, &mut memory)?;
                Self::read_bytes(&memory, policy)
            }
        }
    }

    /// Reads a tag written as base64url, with or without `=` at its end.
    pub fn from_base64(text: &str) -> Result<Self, EpcError> {
        let bytes = base64_to_bytes(text.as_bytes())?;
        Self::from_bytes(&bytes)
    }

    /// Reads the first `count` bits, which stand in characters of `width` bits each: zeros fill the last one.
    pub(crate) fn from_bits(bytes: &[u8], count: usize, width: usize) -> Result<Self, EpcError> {
        let read = |count| read(bytes, count, CheckDigits::Verify, &mut ());
        let is_zero = |at: usize| {
            let byte = bytes.get(at / 8).copied().unwrap_or_default();
            byte & 0x80 >> (at % 8) == 0
        };
        let error = match read(count) {
            Err(error) => error,
            epc => return epc,
        };
        match error.kind {
            EpcErrorKind::TooLong { used }
                if used.next_multiple_of(width) == count && (used..count).all(is_zero) =>
            {
                read(used)
            }
            _ => Err(error),
        }
    }

    /// Writes the tag to the front of `to`, filled with zeros to a 16-bit word; how many bytes it has.
    ///
    /// Nothing is allocated.
    ///
    /// ```
    /// # use unitmark::epc::{Coding, Epc};
    /// let epc = Epc::parse("urn:epc:tag:sgtin-96:3.0614141.812345.6789")?;
    /// let mut memory = [0; 62];
    /// assert_eq!(epc.write_to(&mut memory)?, 12);
    /// assert_eq!(memory[..3], [0x30, 0x74, 0x25]);
    /// # Ok::<(), unitmark::epc::EpcError>(())
    /// ```
    pub fn write_to(&self, to: &mut [u8]) -> Result<usize, EpcError> {
        write(self, to).map(|(_, bytes)| bytes)
    }

    /// The tag, filled with zeros to a 16-bit word.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EpcError> {
        self.to_bits().map(|(_, bytes)| bytes)
    }

    /// How many bits the EPC has before it is filled up, and the bytes.
    pub(super) fn to_bits(&self) -> Result<(usize, Vec<u8>), EpcError> {
        let attributes = self.more.iter().flat_map(|more| &more.attributes);
        // Four digits of an AI, then up to seven bits a character beside indicator and length.
        let room: usize = attributes.map(|attribute| attribute.value.len() + 8).sum();
        let own = self.more.as_ref().and_then(|more| more.as_read.as_ref());
        let own = own.map_or(0, |own| own.bytes.len());
        let mut bytes = vec![0; (SURE + room).max(own)];
        let (bits, length) = write(self, &mut bytes)?;
        bytes.truncate(length);
        Ok((bits, bytes))
    }

    /// The tag as hexadecimal digits, capitals.
    pub fn hex(&self) -> Result<String, EpcError> {
        let mut text = String::new();
        write_hex(&self.to_bytes()?, &mut text);
        Ok(text)
    }

    /// The tag as base64url without padding.
    pub fn base64(&self) -> Result<String, EpcError> {
        Ok(base64url::encode(&self.to_bytes()?))
    }

    /// Whether its bits are those that the standard chooses for what it says.
    ///
    /// The codings with `+` leave a tag's writer more than one way: digits may stand there as characters. Such a tag is read, and its bits
    /// stay as they are in every form that has them, until [`encode`](Self::encode) makes others.
    ///
    /// ```
    /// # use unitmark::epc::{Coding, Epc};
    /// let tag = Epc::from_hex("F73795211411234538362C998000")?;
    /// assert!(!tag.is_canonical());
    /// assert_eq!(tag.hex()?, "F73795211411234538362C998000");
    /// assert!(tag.encode(Coding::SGTIN_PLUS, 1)?.is_canonical());
    /// # Ok::<(), unitmark::epc::EpcError>(())
    /// ```
    pub fn is_canonical(&self) -> bool {
        self.not_canonical().is_none()
    }

    /// The first bit that the standard chooses otherwise.
    pub(super) fn not_canonical(&self) -> Option<EpcError> {
        let differs = self.more.as_ref()?.as_read.as_ref()?.differs;
        let kind = EpcErrorKind::NotCanonical;
        Some(EpcError::at_bits(kind, "", differs, differs + 1))
    }

    /// How many bits the EPC has, before it is filled up to a 16-bit word.
    pub fn bit_length(&self) -> Result<usize, EpcError> {
        self.to_bits().map(|(bits, _)| bits)
    }
}

#[cold]
fn of_field(fault: Fault, field: &'static str) -> EpcError {
    EpcError::at_bits(fault.kind, field, fault.from, fault.to)
}

/// Whether a coding has that header.
pub(crate) fn is_header(header: u8) -> bool {
    Coding::of_header(header).is_some()
}

/// The coding that the header names.
#[inline]
fn header(bits: &mut Bits<'_>) -> Result<Coding, EpcError> {
    let Some(header) = bits.take(8) else {
        return Err(EpcError::new(EpcErrorKind::Empty, ""));
    };
    let header = header as u8;
    Coding::of_header(header).ok_or_else(|| {
        let kind = match header {
            0x00 => EpcErrorKind::Unprogrammed,
            0xE2 => EpcErrorKind::Tid,
            other => EpcErrorKind::Header(other),
        };
        EpcError::at_bits(kind, "header", 0, 8)
    })
}

/// Reads the first `count` bits.
pub(super) fn read(
    bytes: &[u8],
    count: usize,
    policy: CheckDigits,
    note: &mut impl Note,
) -> Result<Epc, EpcError> {
    let mut bits = Bits::new(bytes, count);
    let coding = header(&mut bits)?;
    let row = coding.row();
    if bits.end() < row.bits {
        let needed = row.bits;
        let kind = EpcErrorKind::TooShort { needed };
        return Err(EpcError::at_bits(kind, "", bits.end(), needed));
    }
    let mut epc = Epc::new(row.scheme);
    epc.coding = Some(coding);
    let mut toggle = 0;
    if row.style != Style::Classic {
        toggle = bits.take(1).unwrap_or_default();
    }
    match bits.take(row.filter) {
        Some(filter) => epc.filter = filter as u8,
        None => {
            let fault = Fault::short(&bits, row.filter as usize);
            return Err(of_field(fault, "filter"));
        }
    }
    if row.dated {
        let start = bits.at();
        epc.date = Some(take_date(&mut bits).map_err(|fault| of_field(fault, "date"))?);
        note.date(Span::new(start, bits.at()));
    }
    let parts = row.scheme.row().parts.iter().zip(row.fields).enumerate();
    for (place, (&(name, part), &field)) in parts {
        let start = bits.at();
        match field::read(field, part, &mut bits, &mut epc.text, policy) {
            Ok(Some(prefix)) => epc.prefix = prefix,
            Ok(None) => {}
            Err(fault) => return Err(of_field(fault, name)),
        }
        note.part(place, Span::new(start, bits.at()));
    }
    if row.style == Style::PlusPlus {
        epc.more.get_or_insert_default().host =
            host::take(&mut bits).map_err(|fault| of_field(fault, "host name"))?;
    }
    if toggle == 1 {
        read_attributes(&mut bits, &mut epc, note)?;
    }
    end(&bits, row.bits)?;
    if row.style != Style::Classic {
        keep_bits(&mut epc, bits, policy);
    }
    Ok(epc)
}

/// Keeps the bits of a tag that says what it says in others than the standard chooses. The classic codings have no choice.
fn keep_bits(epc: &mut Epc, bits: Bits<'_>, policy: CheckDigits) {
    let read = bits.read();
    let mut memory = [0; BARE];
    let long;
    let (count, written) = match epc.more {
        None => match write(epc, &mut memory) {
            Ok((count, length)) => (count, memory.get(..length).unwrap_or_default()),
            Err(_) => (0, &[][..]),
        },
        Some(_) => {
            long = epc.to_bits().unwrap_or_default();
            (long.0, long.1.as_slice())
        }
    };
    if count != bits.at() || !written.starts_with(read) {
        keep_other_bits(epc, bits, written, policy);
    }
}

#[cold]
fn keep_other_bits(epc: &mut Epc, bits: Bits<'_>, written: &[u8], policy: CheckDigits) {
    let (read, count) = (bits.read(), bits.at());
    // A check digit that was computed is not the one of these bits.
    if policy == CheckDigits::Compute
        && self::read(read, count, CheckDigits::Verify, &mut ()).is_err()
    {
        return;
    }
    let same = read.iter().zip(written).take_while(|(a, b)| a == b).count();
    let differing = match (read.get(same), written.get(same)) {
        (Some(a), Some(b)) => (a ^ b).leading_zeros() as usize,
        _ => 0,
    };
    let mut bytes = Vec::from(read);
    bytes.resize(count.next_multiple_of(16) / 8, 0);
    epc.more.get_or_insert_default().as_read = Some(AsRead {
        count,
        bytes,
        differs: (same * 8 + differing).min(count.saturating_sub(1)),
    });
}

/// What follows the EPC is nothing, or zeros to the end of a byte or a 16-bit word.
#[inline]
fn end(bits: &Bits<'_>, fixed: usize) -> Result<(), EpcError> {
    if bits.left() == 0 && bits.at() >= fixed {
        return Ok(());
    }
    let used = bits.at().max(fixed);
    let whole = bits.end();
    let fits = [used, used.next_multiple_of(8), used.next_multiple_of(16)].contains(&whole);
    if !bits.rest_is_zero() {
        let mut rest = *bits;
        while rest.take(1) == Some(0) {}
        let at = rest.at().saturating_sub(1);
        // Bits past the last word are data that does not belong there, whatever they are.
        let error = if at >= used.next_multiple_of(16) {
            EpcError::at_bits(EpcErrorKind::TooLong { used }, "", used, whole)
        } else {
            EpcError::at_bits(EpcErrorKind::Padding, "", at, at + 1)
        };
        return Err(error);
    }
    if !fits {
        let kind = EpcErrorKind::TooLong { used };
        return Err(EpcError::at_bits(kind, "", used, whole));
    }
    Ok(())
}

/// The data after the EPC, to the last word: fewer than 16 bits that are zero fill it up.
fn read_attributes(
    bits: &mut Bits<'_>,
    epc: &mut Epc,
    note: &mut impl Note,
) -> Result<(), EpcError> {
    while bits.left() >= 16 || !bits.rest_is_zero() {
        let start = bits.at();
        let read = attribute::take(bits).map_err(|fault| of_field(fault, "data after the EPC"))?;
        note.attribute(Span::new(start, bits.at()));
        epc.more.get_or_insert_default().attributes.push(read);
    }
    Ok(())
}

/// Date type and date of a DSGTIN.
fn take_date(bits: &mut Bits<'_>) -> Result<Dated, Fault> {
    let start = bits.at();
    let kind = bits.take(4).ok_or_else(|| Fault::short(bits, 4))? as u8;
    let ai = DATES
        .get(usize::from(kind))
        .and_then(|ai| Dictionary::BUILTIN.get(ai));
    let Some(ai) = ai else {
        return Err(Fault::new(EpcErrorKind::DateType(kind), start, start + 4));
    };
    let mut digits = [0; 6];
    attribute::take_date(bits, &mut digits)?;
    if !ai.accepts(&digits) {
        return Err(Fault::new(EpcErrorKind::Date, start + 4, bits.at()));
    }
    Ok(Dated { kind, digits })
}

/// That an EPC can be written.
pub(super) fn trial(epc: &Epc) -> Result<(), EpcError> {
    match epc.more {
        None => {
            let mut memory = [0; BARE];
            write(epc, &mut memory).map(drop)
        }
        Some(_) => epc.to_bits().map(drop),
    }
}

/// Writes the tag; how many bits it has, and how many bytes with the zeros after them.
fn write(epc: &Epc, to: &mut [u8]) -> Result<(usize, usize), EpcError> {
    let Some(coding) = epc.coding else {
        let kind = match epc.scheme.codings().next() {
            Some(_) => EpcErrorKind::NoCoding,
            None => EpcErrorKind::UriOnly(epc.scheme),
        };
        return Err(EpcError::new(kind, ""));
    };
    let row = coding.row();
    let more = epc.more.as_deref();
    if let Some(own) = more.and_then(|more| more.as_read.as_ref()) {
        let to = to.get_mut(..own.bytes.len());
        let to = to.ok_or_else(|| EpcError::new(EpcErrorKind::Room, ""))?;
        to.copy_from_slice(&own.bytes);
        return Ok((own.count, own.bytes.len()));
    }
    let attributes = more.map_or(&[][..], |more| more.attributes.as_slice());
    let mut bits = BitWriter::new(to);
    bits.put(u64::from(row.header), 8);
    if row.style != Style::Classic {
        bits.put(u64::from(!attributes.is_empty()), 1);
    }
    bits.put(u64::from(epc.filter), row.filter);
    if let (true, Some(date)) = (row.dated, epc.date) {
        bits.put(u64::from(date.kind), 4);
        attribute::put_date(&mut bits, &date.digits);
    }
    let parts = row.scheme.row().parts.iter().zip(row.fields).enumerate();
    for (place, (&(name, part), &field)) in parts {
        let value = epc.text.part(place);
        if let Err(unwritten) = field::write(field, part, value, epc.prefix, &mut bits) {
            return Err(explain(epc, coding, name, &unwritten));
        }
    }
    if row.style == Style::PlusPlus && !host::put(&mut bits, epc.host_name().unwrap_or_default()) {
        return Err(EpcError::new(EpcErrorKind::HostName, "host name"));
    }
    for attribute in attributes {
        attribute::put(&mut bits, attribute)
            .map_err(|kind| EpcError::new(kind, "data after the EPC"))?;
    }
    let mut fill = row.bits.saturating_sub(bits.len()) as u32;
    while fill > 0 {
        let count = fill.min(64);
        bits.put(0, count);
        fill -= count;
    }
    bits.finish()
        .ok_or_else(|| EpcError::new(EpcErrorKind::Room, ""))
}

#[cold]
fn explain(epc: &Epc, coding: Coding, name: &'static str, unwritten: &Unwritten) -> EpcError {
    let kind = match unwritten {
        Unwritten::Prefix if epc.prefix == 0 => EpcErrorKind::PrefixLengthUnknown,
        Unwritten::Prefix => EpcErrorKind::PrefixLength,
        &Unwritten::Misfit(reason) => {
            let fits = |other: &Coding| {
                other.row().style != Style::PlusPlus && !other.carries_date() && fits(epc, *other)
            };
            let instead = epc.scheme.codings().filter(fits).collect();
            EpcErrorKind::DoesNotFit {
                coding,
                reason,
                instead,
            }
        }
    };
    EpcError::new(kind, name)
}

/// Whether every part of an EPC fits a coding, given a company prefix of any length.
pub(super) fn fits(epc: &Epc, coding: Coding) -> bool {
    misfit(epc.scheme, &epc.text, epc.prefix.max(7), coding).is_none()
}

fn misfit(scheme: Scheme, text: &Text, prefix: u8, coding: Coding) -> Option<Misfit> {
    let row = coding.row();
    let mut memory = [0; BARE];
    let mut bits = BitWriter::new(&mut memory);
    let parts = scheme.row().parts.iter().zip(row.fields).enumerate();
    for (place, (&(_, part), &field)) in parts {
        let written = field::write(field, part, text.part(place), prefix, &mut bits);
        if let Err(Unwritten::Misfit(reason)) = written {
            return Some(reason);
        }
    }
    None
}

/// The PC word that a tag with an EPC of so many bytes begins with, at bit 10 hexadecimal of memory bank 01: the number of 16-bit words, with
/// the bits for user memory, extended protocol control and numbering system given (Tag Data Standard 2.3, section 9.3).
///
/// `None` for more than 31 words: a tag cannot say that it has more.
///
/// ```
/// use unitmark::epc::pc_word;
///
/// assert_eq!(pc_word(12, 0), Some(0x3000));
/// assert_eq!(pc_word(26, 0), Some(0x6800));
/// assert_eq!(pc_word(64, 0), None);
/// ```
pub const fn pc_word(bytes: usize, other_bits: u16) -> Option<u16> {
    let words = bytes.div_ceil(2);
    if words > 31 {
        return None;
    }
    Some((words as u16) << 11 | other_bits & 0x07FF)
}

/// How many bytes of EPC follow a PC word.
///
/// ```
/// assert_eq!(unitmark::epc::epc_length(0x3000), 12);
/// ```
pub const fn epc_length(pc_word: u16) -> usize {
    (pc_word >> 11) as usize * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_of_either_case_are_read() {
        assert_eq!(
            Epc::from_hex("3074257bf7194e4000001a85").ok(),
            Epc::from_hex("3074257BF7194E4000001A85").ok()
        );
    }
}
