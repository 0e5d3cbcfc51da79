//! A page that shows how true a printer is.

use super::guides::frame;
use super::{Grid, Page};
use crate::font::{Face, Font, FontError};
use crate::label::{Mark, Point, Turn};
use crate::symbol::{Dpi, Emu};

/// A page of the grid's stock with a ruler along its left and its top edge, lines to measure, and the outlines of its labels.
///
/// Printed on plain paper and laid on a sheet of labels against the light it shows the offset; a ruler laid on its lines
/// shows the scale.
///
/// # Errors
/// None with the built-in font.
pub fn ruler(grid: &Grid<'_>, dpi: Dpi) -> Result<Page, FontError> {
    let stock = grid.stock();
    let (width, height) = (stock.page_width(), stock.page_height());
    let mut page = Page {
        width,
        height,
        dpi,
        marks: Vec::new(),
    };
    let thin = dpi.snap(Emu::from_um(150)).max(dpi.dot());
    ticks(&mut page, thin, false)?;
    ticks(&mut page, thin, true)?;
    // Lines as long as the page allows in whole tens, so that any ruler does.
    let tens = |length: Emu| Emu::MM * 10 * ((length - Emu::MM * 30) / (Emu::MM * 10));
    let (across, down) = (tens(width), tens(height));
    let at = Point {
        x: Emu::MM * 15,
        y: Emu::MM * 15,
    };
    if across >= Emu::MM * 10 && down >= Emu::MM * 10 {
        let mut line = |at: Point, width: Emu, height: Emu| {
            page.marks.push(Mark::Fill { at, width, height });
        };
        line(at, across, thin);
        line(at, thin, down);
        for end in [across, Emu::ZERO] {
            let x = at.x + end - if end == Emu::ZERO { Emu::ZERO } else { thin };
            line(
                Point {
                    x,
                    y: at.y - Emu::MM,
                },
                thin,
                Emu::MM * 2,
            );
        }
        for end in [down, Emu::ZERO] {
            let y = at.y + end - if end == Emu::ZERO { Emu::ZERO } else { thin };
            line(
                Point {
                    x: at.x - Emu::MM,
                    y,
                },
                Emu::MM * 2,
                thin,
            );
        }
        let size = Emu::MM * 3;
        let rows = [
            format!("{} {}", stock.maker(), stock.name()),
            format!("This line is {across} long across, {down} down."),
            "If it measures less or more, print with --scale X,Y:".to_owned(),
            format!(
                "X = {} / measured, Y = {} / measured.",
                across.mm(),
                down.mm()
            ),
            "If the frames lie off the labels, print with --offset X,Y:".to_owned(),
            "X mm to the right, Y mm down (negative: left, up).".to_owned(),
        ];
        let widest = rows.iter().try_fold(Emu::ZERO, |widest, row| {
            Ok::<_, FontError>(widest.max(Font::built_in(false).width(row, size)?))
        })?;
        // Inside the first label's frame where that is wide enough to be read.
        let frame = grid.corner(1).x + stock.label_width() - at.x - Emu::MM * 5;
        let room = (across - Emu::MM * 4).min(frame.max(Emu::MM * 45));
        let size = if widest > room {
            Emu((i128::from(size.0) * i128::from(room.0) / i128::from(widest.0.max(1))) as i64)
        } else {
            size
        };
        for (number, text) in (1i64..).zip(rows) {
            page.marks.push(Mark::Text {
                at: Point {
                    x: at.x + Emu::MM * 3,
                    y: at.y + Emu::MM * 2 + Emu(size.0 * 3 / 2) * number,
                },
                size,
                turn: Turn::None,
                face: Face::built_in(number == 1),
                text,
            });
        }
    }
    for place in 1..=stock.places() {
        let (width, height) = (stock.label_width(), stock.label_height());
        page.marks
            .extend(frame(grid.corner(place), width, height, dpi.dot()));
    }
    Ok(page)
}

/// A tick a millimetre from the page's corner on, longer at fives and tens, and the number of each ten.
fn ticks(page: &mut Page, thin: Emu, down: bool) -> Result<(), FontError> {
    let end = if down { page.height } else { page.width };
    let size = Emu::from_um(2_200);
    for mm in 1..end / Emu::MM {
        let along = Emu::MM * mm - Emu(thin.0 / 2);
        let length = Emu::MM
            * if mm % 10 == 0 {
                5
            } else if mm % 5 == 0 {
                4
            } else {
                2
            };
        let start = Emu::MM * 2;
        let (at, width, height) = if down {
            (Point { x: start, y: along }, length, thin)
        } else {
            (Point { x: along, y: start }, thin, length)
        };
        page.marks.push(Mark::Fill { at, width, height });
        if mm % 10 == 0 && mm > 10 {
            let font = Font::built_in(false);
            let text = mm.to_string();
            let beyond = start + length + Emu(size.0 / 4);
            let at = if down {
                Point {
                    x: beyond,
                    y: Emu::MM * mm + Emu(font.cap_height(size).0 / 2),
                }
            } else {
                Point {
                    x: Emu::MM * mm - Emu(font.width(&text, size)?.0 / 2),
                    y: beyond + font.cap_height(size),
                }
            };
            page.marks.push(Mark::Text {
                at,
                size,
                turn: Turn::None,
                face: Face::built_in(false),
                text,
            });
        }
    }
    Ok(())
}
