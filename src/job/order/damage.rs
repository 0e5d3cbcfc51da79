//! What a spreadsheet makes of values that are no numbers to anybody else: told in its own words, never repaired.

use jiff::civil::Date;

use crate::check::gs1_mod10_verify;

/// What happened to a value, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What is expected of a value, as far as damage can be told from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits alone, the last of them a check digit, so many at the most.
    Digits(usize),
    /// A lot, a serial: letters and digits as their owner likes them.
    Code,
    /// A date.
    Date,
    /// Words.
    Text,
}

const AS_TEXT: &str = "make the column text in the spreadsheet and export again from the source";

/// The sign of a first line such as `sep=;`.
pub(super) fn separator_line(bytes: &[u8]) -> Option<char> {
    let end = bytes
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))?;
    let line = bytes.get(..end)?;
    let (name, sign) = line.split_at_checked(4)?;
    match sign {
        [sign] if name.eq_ignore_ascii_case(b"sep=") => Some(char::from(*sign)),
        _ => None,
    }
}

/// The damage that a value shows; nothing where it may be as its owner wrote it.
pub(super) fn damage(text: &str, kind: Kind) -> Option<Damage> {
    if is_error_value(text) {
        return Some(Damage {
            code: "spreadsheet-error",
            message: "is what a spreadsheet shows where a formula or a column's width fails".into(),
            help: "mend the cell in the spreadsheet and export again",
        });
    }
    let rounded = match kind {
        Kind::Digits(_) => is_exponent(text),
        Kind::Code => {
            let (signed, broken) = (text.contains(['+', '-']), text.contains(['.', ',']));
            // `1E+11`: a spreadsheet writes two digits of an exponent at the least, and its sign.
            let written = text
                .split_once("E+")
                .is_some_and(|(_, digits)| digits.len() > 1);
            is_exponent(text) && (signed && broken || written)
        }
        Kind::Date | Kind::Text => false,
    };
    if rounded {
        return Some(Damage {
            code: "rounded-number",
            message: "is a number that a spreadsheet has rounded, its digits are lost".into(),
            help: AS_TEXT,
        });
    }
    if let Some(damage) = text_mark(text, kind) {
        return Some(damage);
    }
    match kind {
        Kind::Digits(_) if is_whole_number(text) => Some(Damage {
            code: "decimal-number",
            message: "has the decimal point of a number, and is digits alone to everybody else"
                .into(),
            help: AS_TEXT,
        }),
        Kind::Digits(most) => lost_zeros(text, most),
        Kind::Code if is_day_and_month(text) => Some(Damage {
            code: "turned-into-date",
            message: "is what a spreadsheet makes of a value that looks like a date to it".into(),
            help: AS_TEXT,
        }),
        Kind::Date => day_number(text),
        Kind::Code | Kind::Text => None,
    }
}

/// `'501...` and `="501..."`: how people keep a spreadsheet from taking a value for a number.
fn text_mark(text: &str, kind: Kind) -> Option<Damage> {
    let formula = text
        .strip_prefix("=\"")
        .is_some_and(|rest| rest.ends_with('"'));
    let mark = match kind {
        _ if formula => "the formula =\"...\" around it",
        Kind::Digits(_) | Kind::Date if text.starts_with('\'') => "an apostrophe before it",
        _ => return None,
    };
    Some(Damage {
        code: "text-mark",
        message: format!("has {mark}, which tells a spreadsheet that a value is text"),
        help: "write the value alone, in a column that is text",
    })
}

/// `5012345678900.0`, `5012345678900,00`.
fn is_whole_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(['.', ',']).is_some_and(|(whole, part)| {
        digits(whole) && digits(part) && part.bytes().all(|b| b == b'0')
    })
}

/// `#REF!`, `#NAME?`, `#####`, in the languages of the program.
fn is_error_value(text: &str) -> bool {
    let Some(word) = text.strip_prefix('#') else {
        return false;
    };
    let capitals = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_uppercase() || matches!(c, '/' | '0' | '_'))
    };
    matches!(word, "N/A" | "NV" | "N/D" | "GETTING_DATA")
        || (word.len() >= 2 && word.bytes().all(|byte| byte == b'#'))
        || word.strip_suffix(['!', '?']).is_some_and(capitals)
}

/// `5.01235E+12`.
fn is_exponent(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    mantissa.split(['.', ',']).all(digits) && digits(exponent.trim_start_matches(['+', '-']))
}

/// Months as spreadsheets shorten them in English, German, French, Spanish and Italian.
const MONTHS: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
    "Mrz", "Mär", "März", "Mai", "Juni", "Juli", "Okt", "Dez", "janv", "févr", "mars", "avr",
    "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc", "ene", "feb", "mar", "abr", "may",
    "jun", "jul", "ago", "sep", "dic", "gen", "apr", "mag", "giu", "lug", "set", "ott",
];

/// `26. Apr`, `26-Apr`, `Apr-26`, `26-avr.`: letters between as a spreadsheet writes them, not in capitals.
fn is_day_and_month(text: &str) -> bool {
    let sign = |c: char| matches!(c, '.' | '-' | ' ' | '/');
    let words: Vec<&str> = text.split(sign).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| {
        matches!(word.len(), 1 | 2 | 4) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    match words.as_slice() {
        [day, month] if number(day) && day.len() < 4 => MONTHS.contains(month),
        [month, year] if number(year) => MONTHS.contains(month),
        [day, month, year] if number(day) && number(year) => MONTHS.contains(month),
        _ => false,
    }
}

/// `46873`, the number of a day since the end of 1899.
fn day_number(text: &str) -> Option<Damage> {
    let whole = text.split_once(['.', ',']).map_or(text, |(whole, _)| whole);
    let number: i32 = match whole.len() {
        5 if whole.bytes().all(|byte| byte.is_ascii_digit()) => whole.parse().ok()?,
        _ => return None,
    };
    let date = Date::constant(1899, 12, 30)
        .checked_add(jiff::Span::new().try_days(number).ok()?)
        .ok()?;
    Some(Damage {
        code: "day-number",
        message: format!("is a spreadsheet's number for a day (it would be {date})"),
        help: "make the column a date written YYYY-MM-DD, or text, and export again",
    })
}

/// Digits that are right but for zeros in front, which a spreadsheet takes from a number.
fn lost_zeros(text: &str, most: usize) -> Option<Damage> {
    let whole: &[usize] = match most {
        14 => &[8, 12, 13, 14],
        other => &[other],
    };
    let digits = text.len();
    let wanted = whole.iter().find(|length| **length >= digits)?;
    if digits < 4 || digits == *wanted || !gs1_mod10_verify(text.as_bytes()) {
        return None;
    }
    let lost = wanted - digits;
    let (zeros, is) = if lost == 1 {
        ("zero".to_owned(), "is")
    } else {
        (format!("{lost} zeros"), "are")
    };
    Some(Damage {
        code: "lost-zero",
        message: format!(
            "would be valid with the {zeros} in front that {is} lost: a spreadsheet took it for a number"
        ),
        help: AS_TEXT,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_damage_is_told_by_its_own_word_and_nothing_else_is_touched() {
        let gtin = Kind::Digits(14);
        for (text, kind, code) in [
            ("5.01235E+12", gtin, Some("rounded-number")),
            ("5,01235E+12", gtin, Some("rounded-number")),
            ("5E12", gtin, Some("rounded-number")),
            ("1.2E+05", Kind::Code, Some("rounded-number")),
            ("1E+11", Kind::Code, Some("rounded-number")),
            ("1E+1", Kind::Code, None),
            ("12E4", Kind::Code, None),
            ("5012345678900.0", gtin, Some("decimal-number")),
            ("5012345678900,00", gtin, Some("decimal-number")),
            ("5012345678900.5", gtin, None),
            ("1.0", Kind::Code, None),
            ("'5012345678900", gtin, Some("text-mark")),
            ("'A", Kind::Code, None),
            ("=\"5012345678900\"", gtin, Some("text-mark")),
            ("=\"000417\"", Kind::Code, Some("text-mark")),
            ("=A", Kind::Code, None),
            ("12-E4", Kind::Code, None),
            ("1234565", gtin, Some("lost-zero")),
            ("12345678905", gtin, Some("lost-zero")),
            ("1234567", gtin, None),
            ("012345678905", gtin, None),
            ("06141411234567898", Kind::Digits(18), None),
            ("26. Apr", Kind::Code, Some("turned-into-date")),
            ("26-Apr", Kind::Code, Some("turned-into-date")),
            ("Apr-26", Kind::Code, Some("turned-into-date")),
            ("26. Mrz", Kind::Code, Some("turned-into-date")),
            ("26-avr.", Kind::Code, Some("turned-into-date")),
            ("26-APR", Kind::Code, None),
            ("2026-04-A", Kind::Code, None),
            ("Mar", Kind::Code, None),
            ("L-26", Kind::Code, None),
            ("#REF!", Kind::Text, Some("spreadsheet-error")),
            ("#N/A", Kind::Code, Some("spreadsheet-error")),
            ("#BEZUG!", gtin, Some("spreadsheet-error")),
            ("#ÜBERLAUF!", gtin, Some("spreadsheet-error")),
            ("########", Kind::Date, Some("spreadsheet-error")),
            ("#1", Kind::Text, None),
            ("#", Kind::Text, None),
            ("46873", Kind::Date, Some("day-number")),
            ("46873.5", Kind::Date, Some("day-number")),
            ("280430", Kind::Date, None),
            ("46873", Kind::Code, None),
        ] {
            assert_eq!(damage(text, kind).map(|told| told.code), code, "{text}");
        }
        let told = damage("46873", Kind::Date).expect("a day");
        assert!(told.message.contains("2028-04-30"), "{told:?}");
    }
}
