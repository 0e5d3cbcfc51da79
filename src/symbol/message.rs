//! The bytes to encode, with FNC1 where a GS1 message has it.

use super::{Data, SymbolError, SymbolErrorKind};

/// FNC1 as a separator, as a scanner sends it. No GS1 value may hold this byte.
pub(super) const GS: u8 = 0x1d;

/// What an encoder works on.
#[derive(Clone, Debug)]
pub(super) struct Message<'a> {
    /// FNC1 comes first, and each [`GS`] is FNC1.
    pub gs1: bool,
    /// The data; UTF-8 when not ASCII.
    pub bytes: &'a [u8],
}

impl<'a> Message<'a> {
    /// The message of a symbol, which must say something.
    pub fn new(data: &Data<'a>, symbology: &'static str) -> Result<Self, SymbolError> {
        let message = match data {
            Data::Gs1(elements) if elements.linear_len().is_some() => {
                return Err(SymbolErrorKind::Composite.of(symbology));
            }
            Data::Gs1(elements) => Self {
                gs1: true,
                bytes: elements.as_raw().as_bytes(),
            },
            Data::Plain(text) => Self {
                gs1: false,
                bytes: text.as_bytes(),
            },
        };
        if message.bytes.is_empty() {
            return Err(SymbolErrorKind::Empty.of(symbology));
        }
        Ok(message)
    }
}
