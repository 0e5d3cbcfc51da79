//! Code 128 (ISO/IEC 15417) and GS1-128.

mod code_sets;
mod patterns;

use super::message::{GS, Message};
use super::{
    Data, Matrix, Options, QuietZone, Symbol, SymbolError, SymbolErrorKind, Symbology, no_digits,
};
use code_sets::shortest;
use patterns::{PATTERNS, STOP};

/// Code 128; with a GS1 message, GS1-128.
pub static CODE128: Symbology = Symbology {
    name: "code128",
    title: "Code 128",
    linear: true,
    quiet_zone: QuietZone::beside(10, 10),
    guards: &[],
    bearer: 0,
    quiet_zone_marks: &[],
    hri: no_digits,
    encode,
};

/// Data characters of a GS1-128 symbol: AIs and separators count, start, FNC1 behind it, check and
/// stop do not (GS1 General Specifications, section 5.4.4.6).
const GS1_LIMIT: usize = 48;

/// Symbol characters of a plain symbol. The standard sets no limit; no reader takes much more, and a width stays below 1,000 modules.
const PLAIN_LIMIT: usize = 80;

/// Characters of the longest message that can be planned: pairs of digits.
const LONGEST: usize = 2 * PLAIN_LIMIT;

fn encode(data: &Data<'_>, _options: &Options) -> Result<Symbol, SymbolError> {
    let message = Message::new(data, CODE128.title)?;
    refuse(&message, data)?;
    let values = shortest(&message);
    let values = values.as_slice();
    if !message.gs1 && values.len() > PLAIN_LIMIT + 1 {
        return Err(too_long(
            format!("{} symbol characters", values.len() - 1),
            format!("a symbol holds {PLAIN_LIMIT} symbol characters"),
        ));
    }
    let matrix = draw(values);
    Ok(Symbol {
        symbology: &CODE128,
        size: None,
        matrix,
        identifier: if message.gs1 { "]C1" } else { "]C0" },
        payload: message.bytes.into(),
    })
}

fn too_long(needed: String, largest: String) -> SymbolError {
    SymbolErrorKind::TooLong { needed, largest }.of(CODE128.title)
}

/// Refuses what no symbol holds before anything is planned.
fn refuse(message: &Message<'_>, data: &Data<'_>) -> Result<(), SymbolError> {
    if let Data::Plain(text) = data
        && let Some((place, character)) = text.char_indices().find(|(_, c)| !c.is_ascii())
    {
        return Err(SymbolErrorKind::Character {
            character,
            place,
            allowed: "it holds the 128 characters of ASCII",
        }
        .of(CODE128.title));
    }
    if message.gs1 && message.bytes.len() > GS1_LIMIT {
        let separators = message.bytes.split(|&byte| byte == GS).count() - 1;
        return Err(too_long(
            format!(
                "{} characters with its AIs and {separators} separator{}",
                message.bytes.len(),
                if separators == 1 { "" } else { "s" },
            ),
            format!(
                "GS1-128 holds {GS1_LIMIT}: leave elements out or use a two-dimensional symbol"
            ),
        ));
    }
    if message.bytes.len() > LONGEST {
        return Err(too_long(
            format!("{} characters", message.bytes.len()),
            format!("a symbol holds {PLAIN_LIMIT} symbol characters"),
        ));
    }
    Ok(())
}

/// Start and data characters, the check character behind them and the stop pattern.
fn draw(values: &[u8]) -> Matrix {
    let check = values
        .iter()
        .enumerate()
        .map(|(place, &value)| place.max(1) * usize::from(value))
        .sum::<usize>()
        % 103;
    let characters = values.iter().map(|&value| usize::from(value));
    let patterns = characters
        .chain([check])
        .map(|value| (PATTERNS.get(value).copied().unwrap_or_default().into(), 11));
    Matrix::linear(
        11 * (values.len() as u16 + 1) + 13,
        patterns.chain([(STOP.into(), 13)]),
    )
}
