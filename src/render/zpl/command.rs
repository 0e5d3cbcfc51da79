//! Symbols by the printer's own commands.

use std::fmt::Write as _;

use crate::render::raster::whole;
use crate::symbol::{Data, Dpi, Emu, Level, Options, QR, Symbol};

/// A field that draws a symbol.
pub(super) struct Field {
    pub text: String,
    /// How far below its origin the printer begins the symbol, in dots.
    pub drop: i64,
}

/// The field of a symbol; none for what the printer's commands cannot say, or not surely.
pub(super) fn of(symbol: &Symbol, dpi: Dpi, module: Emu, row_height: Emu) -> Option<Field> {
    let (dots, height) = (whole(dpi, module), whole(dpi, row_height));
    let payload = std::str::from_utf8(symbol.payload()).ok()?;
    let digits = |from: usize, to: usize| payload.get(from..to);
    match (symbol.symbology().name, symbol.identifier()) {
        ("datamatrix", identifier) => {
            let (columns, rows) = (symbol.columns(), symbol.rows());
            let aspect = if columns == rows { 1 } else { 2 };
            // An escape character that the data do not have needs no escape itself, on which printers do not agree.
            let escape = ['_', '|', '{', '#']
                .into_iter()
                .find(|c| !payload.contains(*c))?;
            let fnc1 = format!("{escape}1");
            let first = if identifier == "]d2" { &fnc1 } else { "" };
            let data = data(payload, &fnc1)?;
            // The size is named, so that the printer's own choice never grows into the text beside it.
            let text =
                format!("^BXN,{dots},200,{columns},{rows},,{escape},{aspect}{FIELD}{first}{data}");
            Some(Field { text, drop: 0 })
        }
        // ^BQ knows no FNC1 between elements: a GS1 QR Code stays a bitmap.
        ("qr", "]Q1") if dots <= 10 && !payload.contains('\u{1d}') => {
            let level = qr_level(symbol, payload.len())?;
            let text = format!(
                "^BQN,2,{dots},{level:?}{FIELD}{level:?}A,{}",
                data(payload, "")?
            );
            Some(Field { text, drop: 10 })
        }
        // Mode D puts FNC1 first and takes brackets out.
        ("code128", "]C1") if dots <= 10 && !payload.contains(['>', '(', ')']) => {
            let data = data(payload, ">8")?;
            let text = format!("^BY{dots}^BCN,{height},N,N,N,D{FIELD}{data}");
            Some(Field { text, drop: 0 })
        }
        ("code128", "]C0") if dots <= 10 && !payload.contains(['>', '\u{1d}']) => {
            let data = data(payload, "")?;
            let text = format!("^BY{dots}^BCN,{height},N,N,N,A{FIELD}{data}");
            Some(Field { text, drop: 0 })
        }
        // The printer reckons the check digit.
        ("ean13", _) if dots <= 10 => Some(Field {
            text: format!("^BY{dots}^BEN,{height},N,N^FD{}", digits(0, 12)?),
            drop: 0,
        }),
        ("upca", _) if dots <= 10 && payload.len() == 13 => Some(Field {
            text: format!("^BY{dots}^BUN,{height},N,N,N^FD{}", digits(1, 12)?),
            drop: 0,
        }),
        _ => None,
    }
}

/// Field data in which `\` and two hexadecimal digits are a character.
const FIELD: &str = "^FH\\^FD";

fn data(payload: &str, fnc1: &str) -> Option<String> {
    let mut text = String::with_capacity(payload.len() + 8);
    for c in payload.chars() {
        match c {
            '\u{1d}' => text.push_str(fnc1),
            // What begins a command, and the escape character itself.
            '^' | '~' | '\\' => write!(text, "\\{:02X}", u32::from(c)).ok()?,
            ' '..='~' => text.push(c),
            _ => return None,
        }
    }
    Some(text)
}

/// The error correction at which a printer that knows bytes only draws a symbol no larger than this one: its own, or M.
fn qr_level(symbol: &Symbol, bytes: usize) -> Option<Level> {
    let version = symbol.version();
    let own = version.rsplit('-').next().and_then(Level::find)?;
    // Small letters take a byte each.
    let letters = "a".repeat(bytes);
    [own, Level::M].into_iter().find(|level| {
        let options = Options {
            level: Some(*level),
            ..Options::default()
        };
        QR.encode(&Data::Plain(&letters), &options)
            .is_ok_and(|plain| plain.columns() <= symbol.columns())
    })
}
