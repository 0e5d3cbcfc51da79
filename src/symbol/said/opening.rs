//! How a text begins, and what that says it is meant to be.

use super::SaidError;
use crate::ai::Dictionary;

/// The control character that is FNC1 in raw data.
const GS: char = '\u{1d}';

/// What people and programs write for FNC1, and no one for anything else.
const NAMES_OF_FNC1: [&str; 7] = [
    "{GS}", "<GS>", "\u{241d}", "{FNC1}", "<FNC1>", "[FNC1]", "^FNC1",
];

/// Brackets of other widths and heights; Unicode gives the plain one as what they are compatible with.
const BRACKETS: [char; 4] = ['\u{ff08}', '\u{fe59}', '\u{207d}', '\u{208d}'];

/// What the first characters of a text say it is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `(01)`
    Bracketed,
    /// `^01`
    Unbracketed,
    /// `01`, with GS behind
    Raw,
    /// `]d2`
    Scan,
}

/// How many bytes in front of a text are no part of it: blanks, quotes, what nobody sees, FNC1 by its names.
pub(super) fn front(text: &str) -> usize {
    let mut rest = text;
    loop {
        let named = NAMES_OF_FNC1
            .iter()
            .find_map(|name| rest.strip_prefix(name));
        let after = named.unwrap_or_else(|| rest.trim_start_matches(is_front));
        if after.len() == rest.len() {
            return text.len() - rest.len();
        }
        rest = after;
    }
}

fn is_front(character: char) -> bool {
    is_unseen(character)
        || matches!(
            character,
            '"' | '\'' | '`' | '\u{ab}' | '\u{2018}'
                ..='\u{201f}' | '\u{300c}' | '\u{ff02}' | '\u{ff07}'
        )
}

/// Blanks, controls, and the format characters (general category Cf) that texts bring along.
pub(super) fn is_unseen(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// The form of GS1 data that a text has, or the sign that keeps it from being one; none for other text. `front` is what was cut
/// off before it.
pub(super) fn form(front: &str, text: &str) -> Result<Option<Form>, SaidError> {
    let sign = |found: &str, wanted| SaidError::Sign {
        found: found.into(),
        wanted,
        place: front.len() + text.find(found).unwrap_or_default(),
    };
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return Ok(None);
    };
    let rest = characters.as_str();
    let digits = |text: &str| text.trim_start_matches(is_unseen).starts_with(is_digit);
    let found = |first: char| first.to_string();
    match first {
        '(' if digits(rest) => Ok(Some(Form::Bracketed)),
        '^' if digits(rest) => Ok(Some(Form::Unbracketed)),
        ']' if is_identifier(rest) => Ok(Some(Form::Scan)),
        bracket if BRACKETS.contains(&bracket) && digits(rest) => Err(sign(&found(bracket), "(")),
        '[' if is_ai(rest) => Err(sign("[", "(")),
        '\u{ff3e}' if digits(rest) => Err(sign(&found(first), "^")),
        '\u{ff3d}' if is_identifier(rest) => Err(sign(&found(first), "]")),
        digit if digit.is_ascii_digit() && rest.starts_with(|c: char| c.is_ascii_digit()) => {
            let named = NAMES_OF_FNC1.iter().find(|name| rest.contains(**name));
            match named {
                _ if rest.contains(GS) => Ok(Some(Form::Raw)),
                Some(named) => Err(sign(named, "GS (0x1D)")),
                // FNC1 was all that stood in front.
                None if NAMES_OF_FNC1.iter().any(|name| front.contains(name))
                    || front.contains(GS) =>
                {
                    Ok(Some(Form::Raw))
                }
                None => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '\u{ff10}'..='\u{ff19}')
}

/// `d2`, behind the bracket of a symbology identifier.
fn is_identifier(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, modifier, ..]
        if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric())
}

/// `01]`, as other programs write AIs.
fn is_ai(text: &str) -> bool {
    text.split_once(']')
        .is_some_and(|(ai, _)| Dictionary::BUILTIN.get(ai).is_some())
}
