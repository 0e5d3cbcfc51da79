//! Data Matrix ECC 200 (ISO/IEC 16022).

mod codewords;
mod placement;
mod plan;
mod sizes;

use std::borrow::Cow;

use ::datamatrix::errorcode::encode_error;

use super::message::Message;
use super::{
    Data, Options, QuietZone, Separator, Shape, Symbol, SymbolError, SymbolErrorKind, Symbology,
    no_digits,
};
use codewords::{ECI, FNC1, MACRO, Writer};
use sizes::{SIZES, Size};

/// Data Matrix ECC 200; with a GS1 message, GS1 `DataMatrix`.
pub static DATAMATRIX: Symbology = Symbology {
    name: "datamatrix",
    title: "Data Matrix",
    linear: false,
    quiet_zone: QuietZone::around(1),
    guards: &[],
    bearer: 0,
    quiet_zone_marks: &[],
    hri: no_digits,
    encode,
};

/// More characters than any symbol holds: two digits to a codeword of 144x144.
const LIMIT: usize = 2 * 1558;

/// Head and tail of the messages that one codeword stands for (5.2.4.9).
const MACROS: [&[u8]; 2] = [b"[)>\x1e05\x1d", b"[)>\x1e06\x1d"];
const MACRO_TAIL: &[u8] = b"\x1e\x04";

fn encode(data: &Data<'_>, options: &Options) -> Result<Symbol, SymbolError> {
    let message = Message::new(data, DATAMATRIX.title)?;
    if message.bytes.len() > LIMIT {
        let bytes = message.bytes.len();
        return Err(SymbolErrorKind::TooLong {
            needed: format!("{bytes} bytes"),
            largest: format!("144x144, the largest, holds at most {LIMIT}, all of them digits"),
        }
        .of(DATAMATRIX.title));
    }
    let (prefix, bytes) = opening(&message);
    let fnc1 = message.gs1 && options.separator == Separator::Fnc1;
    let plan = plan::plan(bytes, fnc1);
    let needed = prefix.len() + plan.codewords;
    let (index, size) = choose(needed, options)?;
    let mut words = Vec::with_capacity(2 * size.capacity + 16);
    words.extend_from_slice(&prefix);
    let mut words = Writer {
        bytes,
        fnc1,
        plan: &plan,
        capacity: size.capacity,
        words,
    }
    .write();
    let too_long = || too_long(needed, options);
    if words.len() != size.capacity {
        return Err(too_long());
    }
    words.extend(encode_error(&words, size.of_crate));
    Ok(Symbol {
        symbology: &DATAMATRIX,
        matrix: placement::draw(index, &words).ok_or_else(too_long)?,
        size: Some(size.name),
        identifier: match (message.gs1, message.bytes.is_ascii()) {
            (true, _) => "]d2",
            (false, true) => "]d1",
            (false, false) => "]d4",
        },
        payload: message.bytes.into(),
    })
}

/// The codewords in front of the data, and the data behind them: FNC1, ECI 26 (UTF-8) for text that is not ASCII, or a macro.
fn opening<'a>(message: &Message<'a>) -> (Vec<u8>, &'a [u8]) {
    let bytes = message.bytes;
    if message.gs1 {
        return (vec![FNC1], bytes);
    }
    for (head, word) in MACROS.into_iter().zip(MACRO) {
        let inner = bytes
            .strip_prefix(head)
            .and_then(|rest| rest.strip_suffix(MACRO_TAIL));
        if let Some(inner) = inner.filter(|inner| inner.is_ascii()) {
            return (vec![word], inner);
        }
    }
    if bytes.is_ascii() {
        (Vec::new(), bytes)
    } else {
        (vec![ECI, 26 + 1], bytes)
    }
}

/// The sizes that the options allow, the smallest first.
fn allowed(options: &Options) -> Result<Vec<(usize, &'static Size)>, SymbolError> {
    let find = |name: &Cow<'static, str>| {
        SIZES
            .iter()
            .find(|size| size.name == *name)
            .ok_or_else(|| SymbolErrorKind::Size(name.to_string(), "22x22").of(DATAMATRIX.title))
    };
    let floor = options.at_least.as_ref().map(find).transpose()?;
    let fixed = options.size.as_ref().map(find).transpose()?;
    let mut sizes: Vec<_> = SIZES
        .iter()
        .enumerate()
        .filter(|(_, size)| match (fixed, options.shape) {
            (Some(fixed), _) => fixed.name == size.name,
            (None, Shape::Square) => size.is_square(),
            (None, Shape::Rectangle) => !size.is_square(),
            (None, Shape::Any) => true,
        })
        .filter(|(_, size)| floor.is_none_or(|floor| size.area() >= floor.area()))
        .collect();
    sizes.sort_by_key(|(_, size)| size.area());
    Ok(sizes)
}

fn choose(needed: usize, options: &Options) -> Result<(usize, &'static Size), SymbolError> {
    allowed(options)?
        .into_iter()
        .find(|(_, size)| size.capacity >= needed)
        .ok_or_else(|| too_long(needed, options))
}

/// What is too long for the sizes that are allowed, with the smallest square that would hold it.
fn too_long(needed: usize, options: &Options) -> SymbolError {
    let sizes = match allowed(options) {
        Err(error) => return error,
        Ok(sizes) => sizes,
    };
    let mut largest = match sizes.last() {
        None => "no size is allowed".to_owned(),
        Some((_, size)) => format!("{} holds {} codewords", size.name, size.capacity),
    };
    let squares = SIZES.iter().filter(|size| size.is_square());
    let holding = squares.filter(|size| size.capacity >= needed);
    let most = SIZES.iter().max_by_key(|size| size.capacity);
    if let Some(size) = holding.min_by_key(|size| size.area()) {
        largest = format!("{largest}; {} holds it", size.name);
    } else if let Some(most) = most
        && sizes.last().is_none_or(|(_, size)| size.name != most.name)
    {
        let Size { name, capacity, .. } = most;
        largest = format!("{largest}; {name}, the largest, holds {capacity}");
    }
    SymbolErrorKind::TooLong {
        needed: format!("{needed} codewords"),
        largest,
    }
    .of(DATAMATRIX.title)
}
