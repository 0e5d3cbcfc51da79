//! Product text as rows.

use super::rows::{room, wrap};
use crate::font::{FontError, Fonts};
use crate::symbol::Emu;

/// The least em height that is read without effort at arm's length: 1.5 mm, 4.25 pt.
pub(super) const LEAST_EM: Emu = Emu::from_um(1_500);

/// A row of product text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub text: String,
    pub size: Emu,
    pub bold: bool,
    /// From the top of the block to its baseline.
    pub baseline: Emu,
}

/// Rows of product text at an em height of the first line; nothing when a row is wider than the room.
pub(super) fn product_rows(
    fonts: &Fonts,
    product: &[String],
    width: Emu,
    size: Emu,
    wrapped: bool,
) -> Result<Option<Vec<Row>>, FontError> {
    let mut rows: Vec<Row> = Vec::new();
    let mut baseline = Emu::ZERO;
    for (index, line) in product.iter().enumerate() {
        let bold = index == 0;
        let font = fonts.face(bold);
        let size = if bold {
            size
        } else {
            Emu(size.0 * 3 / 4).max(LEAST_EM)
        };
        let room = room(&font, width, size);
        let texts = if font.units(line)? <= room {
            vec![line.clone()]
        } else if let (true, Some(texts)) = (wrapped, wrap(&font, line, room)?) {
            texts
        } else {
            return Ok(None);
        };
        for text in texts {
            baseline += if rows.is_empty() {
                font.cap_height(size)
            } else {
                leading(size)
            };
            rows.push(Row {
                text,
                size,
                bold,
                baseline,
            });
        }
    }
    Ok(Some(rows))
}

/// From one baseline to the next.
pub(super) fn leading(size: Emu) -> Emu {
    Emu(size.0 * 5 / 4)
}

/// The height of rows, from the first row's capitals to the last one's descenders.
pub(super) fn height(fonts: &Fonts, rows: &[Row]) -> Emu {
    rows.last().map_or(Emu::ZERO, |row| {
        row.baseline + fonts.face(row.bold).descent(row.size)
    })
}

/// The width of the widest row.
pub(super) fn widest(fonts: &Fonts, rows: &[Row]) -> Result<Emu, FontError> {
    rows.iter().try_fold(Emu::ZERO, |most, row| {
        Ok(most.max(fonts.face(row.bold).width(&row.text, row.size)?))
    })
}
