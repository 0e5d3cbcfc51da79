//! QR Code (ISO/IEC 18004).

use qrcode::{EcLevel, QrCode, Version, bits::Bits};

use super::message::Message;
use super::{Data, Matrix, Options, QuietZone, Symbol, SymbolError, SymbolErrorKind, Symbology};

/// QR Code; with a GS1 message, GS1 QR Code.
pub static QR: Symbology = Symbology {
    name: "qr",
    title: "QR Code",
    linear: false,
    quiet_zone: QuietZone::around(4),
    encode,
};

fn encode(data: &Data<'_>, _options: &Options) -> Result<Symbol, SymbolError> {
    let message = Message::new(data, QR.title)?;
    let code = (1..=40)
        .find_map(|version| {
            let mut bits = Bits::new(Version::Normal(version));
            if message.gs1 {
                bits.push_fnc1_first_position().ok()?;
            }
            bits.push_byte_data(&message.bytes).ok()?;
            bits.push_terminator(EcLevel::M).ok()?;
            Some((version, QrCode::with_bits(bits, EcLevel::M).ok()?))
        })
        .ok_or_else(|| {
            SymbolErrorKind::TooLong {
                needed: format!("{} bytes", message.bytes.len()),
                largest: "40-M, holds 2331 bytes".into(),
            }
            .of(QR.title)
        })?;
    let (version, code) = code;
    let width = code.width() as u16;
    let mut matrix = Matrix::new(width, width);
    for (place, dark) in code.to_vec().into_iter().enumerate() {
        if dark {
            matrix.darken(place as u16 % width, place as u16 / width);
        }
    }
    Ok(Symbol {
        symbology: &QR,
        version: format!("{version}-M").into(),
        matrix,
        identifier: if message.gs1 { "]Q3" } else { "]Q1" },
        payload: message.bytes.into(),
    })
}
