//! Data after the EPC (+AIDC): each AI as a nibble a digit, then its value as table F says (Tag Data Standard 2.3, sections 14.5 and 15.3).
//!
//! How a value is coded follows from the AI's components in the table of [`crate::ai`]; only what table F does otherwise
//! stands here.

use super::bits::{BitWriter, Bits};
use super::chars;
use super::epc::{Attribute, as_text};
use super::error::EpcErrorKind;
use super::field::{self, Fault};
use crate::ai::linter::Rule;
use crate::ai::{Ai, Code, Dictionary};
use crate::text::{Charset, base64url};

/// How a stretch of a value is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// 14.5.4: so many digits of four bits.
    Nibbles(usize),
    /// 14.5.2: so many digits as one integer.
    Fixed(usize),
    /// 14.5.13: a length and an integer.
    Numeric(usize),
    /// 14.5.6: an encoding indicator, a length, characters.
    Alphanumeric(usize),
    /// 14.5.5: digits to a delimiter, then characters.
    Delimited(usize),
    /// 14.5.8: YYMMDD.
    Date,
    /// 14.5.9: YYMMDDhhmm.
    DateTime,
    /// 14.5.10: a date or two.
    DateRange,
    /// 14.5.11: a date, with hour, minute and second as far as they are given.
    Precise,
    /// 14.5.12: two capitals of six bits.
    Country,
    /// 14.5.7: one bit.
    Bit,
    /// 14.5.14: whether a minus follows.
    Minus,
    /// 14.5.15: place and total of a sequence, a nibble each. Only the size of eight bits is confirmed by GS1's tables.
    Sequence,
}

/// The AIs that table F of Tag Data Standard 2.3 does not have.
const NOT_CODED: [&str; 9] = [
    "03", "717", "3954", "3955", "8014", "8040", "8041", "8042", "8043",
];

/// How the value of an AI is coded; `None` for one that cannot follow an EPC.
fn steps(ai: Ai<'_>) -> Option<[Option<Step>; 2]> {
    let whole = |step| Some([Some(step), None]);
    match ai.code() {
        code if NOT_CODED.contains(&code) => return None,
        // A GSIN ends with a check digit and yet is one integer; a media type is two digits and yet nibbles.
        "402" => return whole(Step::Fixed(17)),
        "7241" => return whole(Step::Nibbles(2)),
        "7007" => return whole(Step::DateRange),
        "7011" | "8008" => return whole(Step::Precise),
        "7023" | "8004" | "8010" => return whole(Step::Delimited(30)),
        // One digit and three characters, coded as four characters.
        "7040" => return whole(Step::Alphanumeric(4)),
        "7258" => return whole(Step::Sequence),
        // An IBAN has up to 34 characters; table F leaves room for 24.
        "8007" => return whole(Step::Alphanumeric(24)),
        _ => {}
    }
    let components = ai.components();
    let rule = |place: usize, wanted: &[Rule]| {
        let component = components.get(place);
        component.is_some_and(|it| it.rules().any(|rule| wanted.contains(&rule)))
    };
    if rule(0, &[Rule::Yymmdd, Rule::Yymmd0]) {
        return whole(if components.len() > 1 {
            Step::DateTime
        } else {
            Step::Date
        });
    }
    if rule(0, &[Rule::Iso3166Alpha2]) {
        return whole(Step::Country);
    }
    if rule(0, &[Rule::YesNo]) {
        return whole(Step::Bit);
    }
    let fixed = components.iter().take_while(|it| {
        it.charset() == Charset::Numeric && it.min() == it.max() && !it.is_optional()
    });
    let (leading, digits) = fixed.fold((0, 0), |(count, sum), it| (count + 1, sum + it.max()));
    let checked = (0..leading).any(|place| rule(place, &[Rule::Csum]));
    let lead = match digits {
        0 => None,
        _ if checked => Some(Step::Nibbles(digits)),
        _ => Some(Step::Fixed(digits)),
    };
    let rest = components.get(leading..).unwrap_or_default();
    let longest: usize = rest.iter().map(|it| it.max()).sum();
    let numeric = rest.iter().all(|it| it.charset() == Charset::Numeric);
    let tail = match rest {
        [] => None,
        [only] if only.rules().any(|rule| rule == Rule::Hyphen) => Some(Step::Minus),
        // A list of countries: as many as there are make one number.
        [first, ..] if numeric && first.min() == first.max() => {
            return whole(Step::Numeric(digits + longest));
        }
        _ if numeric => Some(Step::Numeric(longest)),
        _ => Some(Step::Alphanumeric(longest)),
    };
    match lead {
        Some(_) => Some([lead, tail]),
        None => Some([tail, None]),
    }
}

/// How many bits a length up to `longest` has.
const fn length_bits(longest: usize) -> u32 {
    usize::BITS - longest.leading_zeros()
}

/// The longest value of an AI.
const LONGEST: usize = 90;

/// Reads an AI and its value.
pub(super) fn take(bits: &mut Bits<'_>) -> Result<Attribute, Fault> {
    let start = bits.at();
    let unknown = |ai, bits: &Bits<'_>| {
        let kind = EpcErrorKind::Attribute { ai };
        Fault::new(kind, start, bits.at())
    };
    let mut digits = [0; 4];
    let dictionary = Dictionary::BUILTIN;
    let (first, rest) = digits.split_at_mut(2);
    field::take_nibbles(bits, first)?;
    let length = match first {
        &mut [a, b] => dictionary.ai_length([a, b]),
        _ => None,
    };
    let length = length.ok_or_else(|| unknown(None, bits))?;
    field::take_nibbles(bits, rest.get_mut(..length - 2).unwrap_or_default())?;
    let code = digits.get(..length).and_then(Code::parse);
    let found = code.and_then(|code| Some((code, dictionary.find(code)?)));
    let Some((code, ai)) = found else {
        return Err(unknown(None, bits));
    };
    let steps = steps(ai).ok_or_else(|| unknown(Some(code), bits))?;
    let begin = bits.at();
    let mut value = [0; LONGEST];
    let mut length = 0;
    for step in steps.into_iter().flatten() {
        length += take_step(step, bits, value.get_mut(length..).unwrap_or_default())?;
    }
    let value = value.get(..length).unwrap_or_default();
    if !ai.accepts(value) {
        let kind = EpcErrorKind::AttributeValue { ai: code };
        return Err(Fault::new(kind, begin, bits.at()));
    }
    let value = as_text(value).into();
    Ok(Attribute { ai: code, value })
}

fn number(bits: &mut Bits<'_>, count: u32) -> Result<u64, Fault> {
    bits.take(count)
        .ok_or_else(|| Fault::short(bits, count as usize))
}

/// Reads one step to the front of `to`; how many characters there are.
fn take_step(step: Step, bits: &mut Bits<'_>, to: &mut [u8]) -> Result<usize, Fault> {
    let room = to.len();
    match step {
        Step::Nibbles(count) => {
            field::take_nibbles(bits, to.get_mut(..count).unwrap_or_default()).map(|()| count)
        }
        Step::Fixed(count) => {
            field::take_fixed(bits, to.get_mut(..count).unwrap_or_default()).map(|()| count)
        }
        Step::Numeric(longest) => {
            let to = to.get_mut(..longest.min(room)).unwrap_or_default();
            field::take_numeric(bits, to, length_bits(longest))
        }
        Step::Alphanumeric(longest) => {
            let to = to.get_mut(..longest.min(room)).unwrap_or_default();
            chars::take(bits, to, length_bits(longest))
        }
        Step::Delimited(longest) => {
            field::take_delimited(bits, to.get_mut(..longest.min(room)).unwrap_or_default())
        }
        Step::Date => take_date(bits, to).map(|()| 6),
        Step::DateTime => {
            take_date(bits, to)?;
            take_two_digits(bits, to, 6, 5)?;
            take_two_digits(bits, to, 8, 6)?;
            Ok(10)
        }
        Step::DateRange => {
            let range = number(bits, 1)? == 1;
            take_date(bits, to)?;
            if !range {
                return Ok(6);
            }
            take_date(bits, to.get_mut(6..).unwrap_or_default())?;
            Ok(12)
        }
        Step::Precise => {
            let more = match number(bits, 2)? {
                0b11 => 0,
                precision => precision as usize + 1,
            };
            take_date(bits, to)?;
            for (place, width) in [5, 6, 6].into_iter().enumerate().take(more) {
                take_two_digits(bits, to, 6 + 2 * place, width)?;
            }
            Ok(6 + 2 * more)
        }
        Step::Country => {
            for place in 0..2 {
                let letter = base64url::character(number(bits, 6)? as u8);
                put_at(to, place, letter as u8);
            }
            Ok(2)
        }
        Step::Bit => {
            let bit = number(bits, 1)? as u8;
            put_at(to, 0, b'0' + bit);
            Ok(1)
        }
        Step::Minus => {
            let minus = number(bits, 1)? as usize;
            if minus == 1 {
                put_at(to, 0, b'-');
            }
            Ok(minus)
        }
        Step::Sequence => {
            let (place, total) = (number(bits, 4)? as u8, number(bits, 4)? as u8);
            for (at, byte) in [b'0' + place, b'/', b'0' + total].into_iter().enumerate() {
                put_at(to, at, byte);
            }
            Ok(3)
        }
    }
}

fn put_at(to: &mut [u8], place: usize, byte: u8) {
    if let Some(to) = to.get_mut(place) {
        *to = byte;
    }
}

/// Reads a number of two digits; one with three is no hour, minute, month or day.
fn take_two_digits(bits: &mut Bits<'_>, to: &mut [u8], at: usize, width: u32) -> Result<(), Fault> {
    let start = bits.at();
    let value = number(bits, width)? as u8;
    if value > 99 {
        return Err(Fault::new(EpcErrorKind::Date, start, bits.at()));
    }
    put_at(to, at, b'0' + value / 10);
    put_at(to, at + 1, b'0' + value % 10);
    Ok(())
}

/// Reads year, month and day of 7, 4 and 5 bits as YYMMDD; whether there is such a day is the AI's question.
pub(super) fn take_date(bits: &mut Bits<'_>, to: &mut [u8]) -> Result<(), Fault> {
    take_two_digits(bits, to, 0, 7)?;
    take_two_digits(bits, to, 2, 4)?;
    take_two_digits(bits, to, 4, 5)
}

fn two_digits(digits: &[u8], at: usize) -> u64 {
    match digits.get(at..at + 2) {
        Some(&[tens, units]) => u64::from(tens & 0xF) * 10 + u64::from(units & 0xF),
        _ => 0,
    }
}

pub(super) fn put_date(bits: &mut BitWriter<'_>, digits: &[u8]) {
    for (at, width) in [(0, 7), (2, 4), (4, 5)] {
        bits.put(two_digits(digits, at), width);
    }
}

/// Whether an AI and its value have a coding.
#[cfg(feature = "cli")]
pub(super) fn is_coded(attribute: &Attribute) -> bool {
    // What is too long for the memory is written all the same, to nowhere.
    put(&mut BitWriter::new(&mut []), attribute).is_ok()
}

/// Writes an AI and its value, or says why they have no coding.
pub(super) fn put(bits: &mut BitWriter<'_>, attribute: &Attribute) -> Result<(), EpcErrorKind> {
    let (code, value) = (attribute.ai, attribute.value.as_bytes());
    let ai = Dictionary::BUILTIN.find(code);
    let coded = ai.and_then(|ai| Some((ai, steps(ai)?)));
    let (ai, steps) = coded.ok_or(EpcErrorKind::Attribute { ai: Some(code) })?;
    let wrong = EpcErrorKind::AttributeValue { ai: code };
    if !ai.accepts(value) {
        return Err(wrong);
    }
    field::put_nibbles(bits, ai.code().as_bytes());
    let mut rest = value;
    let written = steps.into_iter().flatten().all(|step| {
        let count = match step {
            Step::Nibbles(count) | Step::Fixed(count) => count,
            _ => rest.len(),
        };
        let (part, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        rest = after;
        put_step(step, bits, part)
    });
    if written { Ok(()) } else { Err(wrong) }
}

fn put_step(step: Step, bits: &mut BitWriter<'_>, value: &[u8]) -> bool {
    match step {
        Step::Nibbles(_) => field::put_nibbles(bits, value),
        Step::Fixed(_) => super::number::put_digits(bits, value),
        Step::Numeric(longest) => field::put_numeric(bits, value, length_bits(longest)),
        Step::Alphanumeric(longest) => {
            return value.len() <= longest && chars::put(bits, value, length_bits(longest));
        }
        Step::Delimited(_) => return field::put_delimited(bits, value),
        Step::Date => put_date(bits, value),
        Step::DateTime => {
            put_date(bits, value);
            bits.put(two_digits(value, 6), 5);
            bits.put(two_digits(value, 8), 6);
        }
        Step::DateRange => {
            let (first, second) = value.split_at_checked(6).unwrap_or((value, &[]));
            bits.put(u64::from(!second.is_empty()), 1);
            put_date(bits, first);
            if !second.is_empty() {
                put_date(bits, second);
            }
        }
        Step::Precise => {
            let more = value.len().saturating_sub(6) / 2;
            bits.put((more as u64).wrapping_sub(1) & 0b11, 2);
            put_date(bits, value);
            for (place, width) in [5, 6, 6].into_iter().enumerate().take(more) {
                bits.put(two_digits(value, 6 + 2 * place), width);
            }
        }
        Step::Country => {
            for &letter in value {
                bits.put(u64::from(base64url::value(letter).unwrap_or_default()), 6);
            }
        }
        Step::Bit => bits.put(u64::from(value == b"1"), 1),
        Step::Minus => bits.put(u64::from(!value.is_empty()), 1),
        Step::Sequence => {
            let (Some(place), Some(total)) = (value.first(), value.get(2)) else {
                return false;
            };
            bits.put(u64::from(place & 0xF), 4);
            bits.put(u64::from(total & 0xF), 4);
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ai: &str) -> [Option<Step>; 2] {
        let ai = Dictionary::BUILTIN.get(ai).expect(ai);
        steps(ai).expect("a coding")
    }

    #[test]
    fn table_f_follows_from_the_table_of_ais() {
        use Step::{Alphanumeric, Bit, Country, Date, DateTime, Fixed, Minus, Nibbles, Numeric};
        for (ais, first, second) in [
            ("00 8006 8017 8018 8026", Nibbles(18), None),
            ("01 02", Nibbles(14), None),
            (
                "10 21 22 243 254 420 710 716 4318 7020 7022 7240 8002 8012",
                Alphanumeric(20),
                None,
            ),
            ("11 12 13 15 16 17 4326 7006", Date, None),
            ("20", Fixed(2), None),
            ("235", Alphanumeric(28), None),
            (
                "90 240 241 250 251 400 401 403 4308 4319 7002 7230 7239",
                Alphanumeric(30),
                None,
            ),
            ("242", Numeric(6), None),
            ("253", Nibbles(13), Some(Alphanumeric(17))),
            ("255", Nibbles(13), Some(Numeric(12))),
            ("30 37", Numeric(8), None),
            ("3103 3695 3953 8005", Fixed(6), None),
            ("423 425 3902 3929", Numeric(15), None),
            ("3912 3930", Fixed(3), Some(Numeric(15))),
            ("3940 8111", Fixed(4), None),
            ("402", Fixed(17), None),
            ("410 417", Nibbles(13), None),
            ("421", Fixed(3), Some(Alphanumeric(9))),
            ("422 424 426", Fixed(3), None),
            ("427 7008", Alphanumeric(3), None),
            ("4300 4301 4310 4320", Alphanumeric(35), None),
            ("4302 4306 4316 7257 8110 8112 8200", Alphanumeric(70), None),
            ("4307 4317", Country, None),
            ("4309", Fixed(20), None),
            ("4321 4323", Bit, None),
            ("4324 4325 7003", DateTime, None),
            ("4330 4333", Fixed(6), Some(Minus)),
            ("7001", Fixed(13), None),
            ("7004", Numeric(4), None),
            ("7005", Alphanumeric(12), None),
            ("7009 7255", Alphanumeric(10), None),
            ("7010", Alphanumeric(2), None),
            ("7030 7039", Fixed(3), Some(Alphanumeric(27))),
            ("7040 7041", Alphanumeric(4), None),
            ("7242 8013 8020", Alphanumeric(25), None),
            ("7250", Fixed(8), None),
            ("7251", Fixed(12), None),
            ("7252", Fixed(1), None),
            ("7253 7254 7259", Alphanumeric(40), None),
            ("91 99 7256 8030", Alphanumeric(90), None),
            ("8001", Fixed(14), None),
            ("8003", Nibbles(14), Some(Alphanumeric(16))),
            ("8009", Alphanumeric(50), None),
            ("8011", Numeric(12), None),
            ("8019", Numeric(10), None),
        ] {
            for ai in ais.split(' ') {
                assert_eq!(of(ai), [Some(first), second], "{ai}");
            }
        }
    }

    #[test]
    fn every_ai_but_nine_has_a_coding() {
        let without = Dictionary::BUILTIN.iter().filter(|&ai| steps(ai).is_none());
        assert_eq!(without.count(), NOT_CODED.len());
        assert_eq!(Dictionary::BUILTIN.iter().count() - NOT_CODED.len(), 532);
        assert_eq!(
            (length_bits(20), length_bits(6), length_bits(90)),
            (5, 3, 7)
        );
    }
}
