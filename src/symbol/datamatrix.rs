//! Data Matrix ECC 200 (ISO/IEC 16022).

use ::datamatrix::{DataMatrixBuilder, SymbolList};

use super::message::Message;
use super::{Data, Matrix, Options, QuietZone, Symbol, SymbolError, SymbolErrorKind, Symbology};

/// Data Matrix ECC 200; with a GS1 message, GS1 `DataMatrix`.
pub static DATAMATRIX: Symbology = Symbology {
    name: "datamatrix",
    title: "Data Matrix",
    linear: false,
    quiet_zone: QuietZone::around(1),
    encode,
};

fn encode(data: &Data<'_>, _options: &Options) -> Result<Symbol, SymbolError> {
    let message = Message::new(data, DATAMATRIX.title)?;
    let bitmap = DataMatrixBuilder::new()
        .with_symbol_list(SymbolList::default().enforce_square())
        .with_fnc1_start(message.gs1)
        .encode(&message.bytes)
        .map_err(|_| {
            SymbolErrorKind::TooLong {
                needed: format!("{} bytes", message.bytes.len()),
                largest: "144x144, holds 1558 codewords".into(),
            }
            .of(DATAMATRIX.title)
        })?
        .bitmap();
    let mut matrix = Matrix::new(bitmap.width() as u16, bitmap.height() as u16);
    for (x, y) in bitmap.pixels() {
        matrix.darken(x as u16, y as u16);
    }
    Ok(Symbol {
        symbology: &DATAMATRIX,
        version: format!("{0}x{0}", bitmap.width()).into(),
        matrix,
        identifier: if message.gs1 { "]d2" } else { "]d1" },
        payload: message.bytes.into(),
    })
}
