//! The fields of a tag: from bits to the text of a part, and back (Tag Data Standard 2.3, sections 14.3 to 14.5).

use super::CheckDigits;
use super::bits::{BitWriter, Bits};
use super::chars;
use super::coding::Field;
use super::error::{EpcErrorKind, Misfit};
use super::identity::Text;
use super::number::{self, ten_to};
use super::scheme::Part;
use crate::check::gs1_mod10;
use crate::text::Charset;

/// What is wrong with bits, and which.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: EpcErrorKind,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Fault {
    pub(super) const fn new(kind: EpcErrorKind, from: usize, to: usize) -> Self {
        Self { kind, from, to }
    }

    /// A field of so many bits is cut off.
    #[cold]
    pub(super) fn short(bits: &Bits<'_>, count: usize) -> Self {
        let needed = bits.at() + count;
        Self::new(
            EpcErrorKind::TooShort { needed },
            bits.at(),
            bits.end().max(bits.at()),
        )
    }
}

/// The shortest and the longest company prefix of the partition tables.
pub(super) const LENGTHS: core::ops::RangeInclusive<usize> = 6..=12;

/// The bits of a company prefix in partition 0 to 6, of 12 to 6 digits; the reference has the others of the field.
const PREFIX_BITS: [u32; 7] = [40, 37, 34, 30, 27, 24, 20];

/// The bits of a company prefix of so many digits, where the partition tables have it.
pub(super) fn prefix_bits(length: usize) -> Option<u32> {
    PREFIX_BITS.get(LENGTHS.end().checked_sub(length)?).copied()
}

#[inline]
fn take(bits: &mut Bits<'_>, count: u32) -> Result<u64, Fault> {
    match bits.take(count) {
        Some(value) => Ok(value),
        None => Err(Fault::short(bits, count as usize)),
    }
}

/// An integer of at most so many digits.
#[inline]
fn take_number(bits: &mut Bits<'_>, count: u32, digits: usize) -> Result<u64, Fault> {
    let value = take(bits, count)?;
    if digits < 20 && value >= ten_to(digits) {
        let kind = EpcErrorKind::Overflow { digits };
        return Err(Fault::new(kind, bits.at() - count as usize, bits.at()));
    }
    Ok(value)
}

/// The length of the company prefix, and how many bits are the company prefix.
#[inline]
fn take_partition(bits: &mut Bits<'_>) -> Result<(usize, u32), Fault> {
    let partition = take(bits, 3)? as usize;
    match PREFIX_BITS.get(partition) {
        Some(&width) => Ok((LENGTHS.end() - partition, width)),
        None => Err(Fault::new(
            EpcErrorKind::Partition,
            bits.at() - 3,
            bits.at(),
        )),
    }
}

/// Reads one field as the next part; what comes with it is the length of the company prefix where the field says it.
#[inline]
pub(super) fn read(
    field: Field,
    part: Part,
    bits: &mut Bits<'_>,
    text: &mut Text,
    policy: CheckDigits,
) -> Result<Option<u8>, Fault> {
    let (start, begin) = (bits.at(), text.len());
    let mut prefix = None;
    match field {
        Field::Partition(width) => {
            prefix = Some(take_key(bits, width, part, text)?);
            // A key that was put together has its check digit.
            text.end_part();
            return Ok(prefix);
        }
        Field::Integer(width) => {
            let value = take(bits, width)?;
            text.push_number(value, number::digits_of(value));
            if !matches!(part, Part::Number(_)) {
                text.end_part();
                return Ok(None);
            }
        }
        Field::NumberPartition { .. } | Field::TextPartition(_) | Field::SixBitPartition => {
            prefix = Some(take_asset(bits, field, text)?);
        }
        Field::NumericString(width) => take_numeric_string(bits, width, text)?,
        Field::FixedInteger(width) => {
            let value = take_number(bits, width, part.digits())?;
            text.push_number(value, part.digits());
        }
        Field::Text(width) => take_text(bits, width, text)?,
        Field::AsciiCage => take_cage(bits, text, 8)?,
        Field::SixBitCage => take_cage(bits, text, 6)?,
        Field::SixBitText => take_six_bit(bits, text)?,
        Field::Nibbles => {
            take_nibbles(bits, text.room(part.digits()))?;
            text.grow(part.digits());
        }
        Field::Delimited => {
            let length = take_delimited(bits, text.room(30))?;
            text.grow(length);
        }
        Field::Alphanumeric(width) => {
            let longest = match part {
                Part::Serial { longest, .. } => longest,
                _ => 20,
            };
            let length = chars::take(bits, text.room(longest), width)?;
            text.grow(length);
        }
        Field::Numeric(width) => {
            let length = take_numeric(bits, text.room(12), width)?;
            text.grow(length);
        }
    }
    if !part.accepts(text.since(begin)) {
        refuse(part, begin, text, policy).map_err(|kind| match kind {
            // Of a key of nibbles only the last is the check digit.
            EpcErrorKind::CheckDigit { .. } => Fault::new(kind, bits.at() - 4, bits.at()),
            kind => Fault::new(kind, start, bits.at()),
        })?;
    }
    text.end_part();
    Ok(prefix)
}

/// What is wrong with a part that is not accepted; nothing where it is a check digit that the policy lets pass.
#[cold]
fn refuse(
    part: Part,
    begin: usize,
    text: &mut Text,
    policy: CheckDigits,
) -> Result<(), EpcErrorKind> {
    let Part::Key { digits, zero, .. } = part else {
        return Err(EpcErrorKind::Value);
    };
    let number = match text.since(begin) {
        value if zero => value.strip_prefix(b"0"),
        value => Some(value),
    };
    let number = number.filter(|number| number.len() == digits);
    let expected = number
        .and_then(<[u8]>::split_last)
        .and_then(|(_, payload)| gs1_mod10(payload))
        .ok_or(EpcErrorKind::Value)?;
    match policy {
        CheckDigits::Verify => return Err(EpcErrorKind::CheckDigit { expected }),
        CheckDigits::Compute => text.replace_last(b'0' + expected),
        CheckDigits::Keep => {}
    }
    Ok(())
}

/// Partition, company prefix and reference as one number with its check digit; the length of the company prefix.
#[inline]
fn take_key(bits: &mut Bits<'_>, width: u32, part: Part, text: &mut Text) -> Result<u8, Fault> {
    let start = bits.at();
    let (length, prefix_bits) = take_partition(bits)?;
    let Part::Key {
        digits,
        indicator,
        zero,
    } = part
    else {
        return Err(Fault::new(EpcErrorKind::Value, start, bits.at()));
    };
    let payload = digits - 1;
    let reference_digits = payload - length;
    let company = take_number(bits, prefix_bits, length)?;
    let reference = take_number(bits, width - prefix_bits, reference_digits)?;
    if zero {
        text.push(b'0');
    }
    // The digits are written where they stand; an indicator comes before the company prefix and begins the reference.
    let key = text.room(digits);
    if let Some(to) = key.get_mut(length..payload) {
        number::write(to, reference);
    }
    if let (true, Some(&first)) = (indicator, key.get(length)) {
        if let Some(to) = key.get_mut(1..=length) {
            number::write(to, company);
        }
        if let Some(to) = key.first_mut() {
            *to = first;
        }
    } else if let Some(to) = key.get_mut(..length) {
        number::write(to, company);
    }
    let check = gs1_mod10(key.get(..payload).unwrap_or_default()).unwrap_or_default();
    if let Some(to) = key.last_mut() {
        *to = b'0' + check;
    }
    text.grow(digits);
    Ok(length as u8)
}

/// Partition, company prefix and a reference of any length, at least one character; the length of the company prefix.
fn take_asset(bits: &mut Bits<'_>, field: Field, text: &mut Text) -> Result<u8, Fault> {
    let start = bits.at();
    let (length, prefix_bits) = take_partition(bits)?;
    let company = take_number(bits, prefix_bits, length)?;
    text.push_number(company, length);
    let before = text.len();
    match field {
        Field::NumberPartition {
            bits: width,
            digits,
        } => {
            let reference = take_number(bits, width - prefix_bits, digits - length)?;
            text.push_number(reference, number::digits_of(reference));
        }
        Field::TextPartition(width) => take_text(bits, width - prefix_bits, text)?,
        _ => take_six_bit(bits, text)?,
    }
    if text.len() == before {
        return Err(Fault::new(EpcErrorKind::Value, start, bits.at()));
    }
    Ok(length as u8)
}

/// An integer whose first digit is 1 and says nothing; one digit at least follows it.
fn take_numeric_string(bits: &mut Bits<'_>, width: u32, text: &mut Text) -> Result<(), Fault> {
    let value = take(bits, width)?;
    let digits = number::digits_of(value) - 1;
    let rest = value.checked_sub(ten_to(digits));
    match rest.filter(|&rest| digits > 0 && rest < ten_to(digits)) {
        Some(rest) => {
            text.push_number(rest, digits);
            Ok(())
        }
        None => Err(Fault::new(
            EpcErrorKind::LeadingOne,
            bits.at() - width as usize,
            bits.at(),
        )),
    }
}

/// 7-bit characters to the first zero; all after that are zero.
fn take_text(bits: &mut Bits<'_>, width: u32, text: &mut Text) -> Result<(), Fault> {
    if bits.left() < width as usize {
        return Err(Fault::short(bits, width as usize));
    }
    let mut left = width;
    let mut ended = false;
    while left > 0 {
        let start = bits.at();
        let count = left.min(56);
        let word = take(bits, count)?;
        left -= count;
        if ended {
            if word != 0 {
                return Err(Fault::new(EpcErrorKind::Padding, start, bits.at()));
            }
            continue;
        }
        for place in 1..=count / 7 {
            let byte = (word >> (count - 7 * place)) as u8 & 0x7F;
            if Charset::Set82.contains(byte) {
                text.push(byte);
                continue;
            }
            let at = start + 7 * (place as usize - 1);
            if byte != 0 {
                return Err(Fault::new(EpcErrorKind::Character, at, at + 7));
            }
            ended = true;
            let rest = count - 7 * place;
            if word & ((1 << rest) - 1) != 0 {
                return Err(Fault::new(EpcErrorKind::Padding, at + 7, bits.at()));
            }
            break;
        }
        let odd = count % 7;
        if !ended && word & ((1 << odd) - 1) != 0 {
            return Err(Fault::new(
                EpcErrorKind::Padding,
                bits.at() - odd as usize,
                bits.at(),
            ));
        }
    }
    Ok(())
}

/// The character that six bits of it stand for.
const fn from_six_bits(value: u8) -> u8 {
    if value < 0x20 { value | 0x40 } else { value }
}

/// 6-bit characters to a terminator of six zeros.
fn take_six_bit(bits: &mut Bits<'_>, text: &mut Text) -> Result<(), Fault> {
    let begin = text.len();
    loop {
        let start = bits.at();
        let Some(value) = bits.take(6) else {
            return Err(Fault::new(EpcErrorKind::Terminator, start, bits.end()));
        };
        if value == 0 {
            return Ok(());
        }
        let byte = from_six_bits(value as u8);
        // A terminator may be missing, and what follows is no text then.
        if !Charset::Set39.contains(byte) {
            return Err(Fault::new(EpcErrorKind::Character, start, bits.at()));
        }
        if text.len() - begin >= 32 {
            return Err(Fault::new(EpcErrorKind::Terminator, start, bits.at()));
        }
        text.push(byte);
    }
}

/// Six characters, the first of which may be a blank.
fn take_cage(bits: &mut Bits<'_>, text: &mut Text, width: u32) -> Result<(), Fault> {
    for place in 0..6 {
        let start = bits.at();
        let value = take(bits, width)? as u8;
        let byte = if width == 6 {
            from_six_bits(value)
        } else {
            value
        };
        match byte {
            b' ' if place == 0 => {}
            byte if super::scheme::is_cage(byte) => text.push(byte),
            _ => return Err(Fault::new(EpcErrorKind::Character, start, bits.at())),
        }
    }
    Ok(())
}

/// Fills `to` with digits of four bits each.
pub(super) fn take_nibbles(bits: &mut Bits<'_>, to: &mut [u8]) -> Result<(), Fault> {
    for chunk in to.chunks_mut(16) {
        let start = bits.at();
        let count = chunk.len() as u32;
        let word = take(bits, 4 * count)?;
        for (place, byte) in (1..).zip(chunk.iter_mut()) {
            let nibble = (word >> (4 * (count - place))) as u8 & 0xF;
            if nibble > 9 {
                let at = start + 4 * (place as usize - 1);
                return Err(Fault::new(EpcErrorKind::Nibble, at, at + 4));
            }
            *byte = b'0' + nibble;
        }
    }
    Ok(())
}

pub(super) fn put_nibbles(bits: &mut BitWriter<'_>, digits: &[u8]) {
    for chunk in digits.chunks(16) {
        let word = chunk
            .iter()
            .fold(0, |word, &digit| word << 4 | u64::from(digit & 0xF));
        bits.put(word, 4 * chunk.len() as u32);
    }
}

/// Nibble that ends a number, and one after which characters follow.
const END: u64 = 0xF;
const CHARACTERS: u64 = 0xE;

/// Digits of four bits up to a delimiter, then characters; how many there are.
pub(super) fn take_delimited(bits: &mut Bits<'_>, to: &mut [u8]) -> Result<usize, Fault> {
    let mut count = 0;
    loop {
        let start = bits.at();
        let longest = to.len();
        match (take(bits, 4)?, to.get_mut(count)) {
            (END, _) => return Ok(count),
            (CHARACTERS, _) => {
                let rest = to.get_mut(count..).unwrap_or_default();
                let length = chars::take(bits, rest, 5)?;
                return Ok(count + length);
            }
            (digit @ 0..=9, Some(to)) => {
                *to = b'0' + digit as u8;
                count += 1;
            }
            (0..=9, None) => {
                let found = longest + 1;
                let kind = EpcErrorKind::Length { found, longest };
                return Err(Fault::new(kind, start, bits.at()));
            }
            _ => return Err(Fault::new(EpcErrorKind::Nibble, start, bits.at())),
        }
    }
}

pub(super) fn put_delimited(bits: &mut BitWriter<'_>, text: &[u8]) -> bool {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(digits).unwrap_or((text, &[]));
    put_nibbles(bits, digits);
    if rest.is_empty() {
        bits.put(END, 4);
        return true;
    }
    bits.put(CHARACTERS, 4);
    chars::put(bits, rest, 5)
}

/// A length and digits as one integer; how many there are.
pub(super) fn take_numeric(
    bits: &mut Bits<'_>,
    to: &mut [u8],
    length_bits: u32,
) -> Result<usize, Fault> {
    let count = chars::take_length(bits, length_bits, to.len())?;
    take_fixed(bits, to.get_mut(..count).unwrap_or_default())?;
    Ok(count)
}

pub(super) fn put_numeric(bits: &mut BitWriter<'_>, digits: &[u8], length_bits: u32) {
    bits.put(digits.len() as u64, length_bits);
    number::put_digits(bits, digits);
}

/// Fills `to` with the digits of one integer; 14.5.2.
pub(super) fn take_fixed(bits: &mut Bits<'_>, to: &mut [u8]) -> Result<(), Fault> {
    let (start, digits) = (bits.at(), to.len());
    let width = number::width(digits) as usize;
    if bits.left() < width {
        return Err(Fault::short(bits, width));
    }
    if number::take_digits(bits, to) {
        Ok(())
    } else {
        let kind = EpcErrorKind::Overflow { digits };
        Err(Fault::new(kind, start, start + width))
    }
}

/// Why a part cannot be written.
pub(super) enum Unwritten {
    /// No length of a company prefix is known, or it is one that the field does not have.
    Prefix,
    Misfit(Misfit),
}

impl From<Misfit> for Unwritten {
    fn from(misfit: Misfit) -> Self {
        Self::Misfit(misfit)
    }
}

/// Writes one part, which is valid.
#[inline]
pub(super) fn write(
    field: Field,
    part: Part,
    value: &[u8],
    prefix: u8,
    bits: &mut BitWriter<'_>,
) -> Result<(), Unwritten> {
    match field {
        Field::Partition(width) => {
            let Part::Key {
                indicator, zero, ..
            } = part
            else {
                return Err(Unwritten::Prefix);
            };
            let value = value.get(usize::from(zero)..).unwrap_or_default();
            let (prefix, rest) = put_prefix(value, usize::from(indicator), prefix, bits)?;
            let reference = rest.get(..rest.len() - 1).unwrap_or_default();
            let mut number = number::parse(reference).unwrap_or_default();
            if let (true, Some(first)) = (indicator, value.first()) {
                number += u64::from(first & 0xF) * ten_to(reference.len());
            }
            bits.put(number, width - prefix);
        }
        Field::NumberPartition {
            bits: width,
            digits,
        } => {
            let (prefix, reference) = put_prefix(value, 0, prefix, bits)?;
            if value.len() > digits {
                return Err(Misfit::TooLong.into());
            }
            bits.put(integer(reference, width - prefix)?, width - prefix);
        }
        Field::TextPartition(width) => {
            let (prefix, reference) = put_prefix(value, 0, prefix, bits)?;
            put_text(reference, width - prefix, bits)?;
        }
        Field::SixBitPartition => {
            let (_, reference) = put_prefix(value, 0, prefix, bits)?;
            put_six_bit(reference, bits);
        }
        Field::Integer(width) => bits.put(integer(value, width)?, width),
        Field::NumericString(width) => {
            let number = number::parse(value).ok_or(Misfit::NotDigits)?;
            let number = ten_to(value.len()).saturating_add(number);
            if number >> width != 0 {
                return Err(Misfit::TooLarge.into());
            }
            bits.put(number, width);
        }
        Field::FixedInteger(width) => bits.put(number::parse(value).unwrap_or_default(), width),
        Field::Text(width) => put_text(value, width, bits)?,
        Field::AsciiCage => put_cage(value, 8, bits),
        Field::SixBitCage => put_cage(value, 6, bits),
        Field::SixBitText => put_six_bit(value, bits),
        Field::Nibbles => put_nibbles(bits, value),
        Field::Delimited => {
            if !put_delimited(bits, value) {
                return Err(Misfit::Character.into());
            }
        }
        Field::Alphanumeric(width) => {
            if !chars::put(bits, value, width) {
                return Err(Misfit::Character.into());
            }
        }
        Field::Numeric(width) => put_numeric(bits, value, width),
    }
    Ok(())
}

/// Writes partition and company prefix; the bits of the prefix, and what follows it in the value.
#[inline]
fn put_prefix<'v>(
    value: &'v [u8],
    before: usize,
    length: u8,
    bits: &mut BitWriter<'_>,
) -> Result<(u32, &'v [u8]), Unwritten> {
    let length = usize::from(length);
    let width = prefix_bits(length).ok_or(Unwritten::Prefix)?;
    let (prefix, rest) = value
        .get(before..)
        .and_then(|value| value.split_at_checked(length))
        .filter(|(_, rest)| !rest.is_empty())
        .ok_or(Unwritten::Prefix)?;
    let number = number::parse(prefix).ok_or(Unwritten::Prefix)?;
    bits.put((LENGTHS.end() - length) as u64, 3);
    bits.put(number, width);
    Ok((width, rest))
}

fn integer(digits: &[u8], width: u32) -> Result<u64, Misfit> {
    match number::parse_integer(digits, width) {
        _ if !digits.iter().all(u8::is_ascii_digit) => Err(Misfit::NotDigits),
        _ if digits.len() > 1 && digits.starts_with(b"0") => Err(Misfit::LeadingZero),
        Some(number) => Ok(number),
        None => Err(Misfit::TooLarge),
    }
}

fn put_text(text: &[u8], width: u32, bits: &mut BitWriter<'_>) -> Result<(), Misfit> {
    let used = 7 * text.len() as u32;
    let Some(mut fill) = width.checked_sub(used) else {
        return Err(Misfit::TooLong);
    };
    for chunk in text.chunks(8) {
        let word = chunk
            .iter()
            .fold(0, |word, &byte| word << 7 | u64::from(byte & 0x7F));
        bits.put(word, 7 * chunk.len() as u32);
    }
    while fill > 0 {
        let count = fill.min(64);
        bits.put(0, count);
        fill -= count;
    }
    Ok(())
}

fn put_six_bit(text: &[u8], bits: &mut BitWriter<'_>) {
    for &byte in text {
        bits.put(u64::from(byte & 0x3F), 6);
    }
    bits.put(0, 6);
}

fn put_cage(text: &[u8], width: u32, bits: &mut BitWriter<'_>) {
    let blank = (text.len() == 5).then_some(&b' ');
    for &byte in blank.into_iter().chain(text) {
        let value = if width == 6 { byte & 0x3F } else { byte };
        bits.put(u64::from(value), width);
    }
}

/// Whether a value can hold a company prefix of so many digits: at least one character follows it.
pub(super) fn prefix_fits(part: Part, value: &[u8], length: u8) -> bool {
    let length = usize::from(length);
    if !LENGTHS.contains(&length) {
        return false;
    }
    let before = match part {
        Part::Key {
            indicator, zero, ..
        } => usize::from(indicator || zero),
        _ => 0,
    };
    let prefix = value.get(before..before + length);
    prefix.is_some_and(|prefix| prefix.iter().all(u8::is_ascii_digit))
        && value.len() > before + length
}
