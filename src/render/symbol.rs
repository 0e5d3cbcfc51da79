//! One symbol alone, with its quiet zone and what stands under it, as a page that every format draws.

use std::sync::Arc;

use super::RenderError;
use crate::font::Font;
use crate::label::{Mark, Point};
use crate::sheet::Page;
use crate::symbol::{Emu, GUARD_DROP, HriDigit, Sizing, Symbol};

/// Text under a symbol.
#[derive(Clone, Copy, Debug, Default)]
pub enum Text<'a> {
    /// None.
    #[default]
    Nothing,
    /// The digits that the symbology puts under its bars; none for symbologies that have none.
    Digits,
    /// Those digits, and the marks that keep the quiet zone free.
    DigitsAndMarks,
    /// The elements of a human readable interpretation, as many to a line as it is wide.
    Elements(&'a [String]),
}

/// Digits that EAN and UPC put beside their bars are smaller in UPC: so many hundredths.
const SMALL: i64 = 65;

/// A page that is one symbol and its quiet zone, at the X-dimension of a sizing; bars are as high as its specification
/// has it, or `height`.
///
/// # Errors
/// Text that the font cannot set.
pub fn page(
    symbol: Arc<Symbol>,
    sizing: &Sizing,
    height: Option<Emu>,
    text: Text<'_>,
) -> Result<Page, RenderError> {
    let (dpi, module) = (sizing.dpi(), sizing.x());
    let symbology = symbol.symbology();
    let row_height = match height.filter(|_| symbology.linear) {
        Some(height) => dpi.snap(height).max(dpi.dot()),
        None => sizing.row_height(),
    };
    let quiet = symbology.quiet_zone;
    let bearer = module * i64::from(symbology.bearer);
    let across = i64::from(quiet.left) + i64::from(symbol.columns()) + i64::from(quiet.right);
    let mut page = Page {
        width: module * across,
        height: Emu::ZERO,
        dpi,
        marks: Vec::new(),
    };
    let at = Point {
        x: module * i64::from(quiet.left),
        y: module * i64::from(quiet.top) + bearer,
    };
    let bars_end = at.y + row_height * i64::from(symbol.rows());
    let mut end = bars_end + module * i64::from(quiet.bottom);
    if bearer > Emu::ZERO {
        for y in [Emu::ZERO, bars_end] {
            page.fill(Point { x: Emu::ZERO, y }, page.width, bearer);
        }
        end += bearer;
    }
    for &(first, columns) in symbology.guards {
        for (x, width) in symbol.matrix().runs(0) {
            if x >= first && x < first + columns {
                let x = at.x + module * i64::from(x);
                let below = Point { x, y: bars_end };
                page.fill(
                    below,
                    module * i64::from(width),
                    module * i64::from(GUARD_DROP),
                );
            }
        }
        end = end.max(bars_end + module * i64::from(GUARD_DROP));
    }
    page.height = match text {
        Text::Nothing => end,
        Text::Digits | Text::DigitsAndMarks => {
            let marks = match text {
                Text::DigitsAndMarks => symbology.quiet_zone_marks,
                _ => &[],
            };
            let top = bars_end + bearer;
            page.digits(&symbol, marks, at.x, module, top)?.max(end)
        }
        Text::Elements(elements) => page.elements(elements, module, end)?,
    };
    let at = Point {
        x: at.x + dpi.snap(Emu((page.width - module * across).0 / 2)),
        ..at
    };
    page.height = dpi.dot() * ((page.height + dpi.dot() - Emu(1)) / dpi.dot());
    page.marks.push(Mark::Symbol {
        at,
        module,
        row_height,
        symbol,
    });
    Ok(page)
}

impl Page {
    fn fill(&mut self, at: Point, width: Emu, height: Emu) {
        self.marks.push(Mark::Fill { at, width, height });
    }

    /// Each digit in the middle of its seven modules; where the lowest ends.
    fn digits(
        &mut self,
        symbol: &Symbol,
        marks: &[(char, i16)],
        left: Emu,
        module: Emu,
        top: Emu,
    ) -> Result<Emu, RenderError> {
        let font = Font::built_in(false);
        let full = module * 10;
        let baseline = top + module + font.cap_height(full);
        let mut digits = symbol.hri();
        digits.extend(marks.iter().map(|&(digit, column)| HriDigit {
            digit,
            column,
            small: true,
        }));
        let lowest = if digits.is_empty() {
            top
        } else {
            baseline + module
        };
        for digit in digits {
            let size = if digit.small {
                Emu(full.0 * SMALL / 100)
            } else {
                full
            };
            let text = digit.digit.to_string();
            let cell = left + module * i64::from(digit.column);
            let room = module * 7 - font.width(&text, size)?;
            // The tip of a mark is where the quiet zone ends (General Specifications, 5.2.3.4).
            let before = match digit.digit {
                '<' => Emu::ZERO,
                '>' => room,
                _ => Emu(room.0 / 2),
            };
            self.marks.push(Mark::Text {
                at: Point {
                    x: cell + before,
                    y: baseline,
                },
                size,
                bold: false,
                text,
            });
        }
        Ok(lowest)
    }

    /// Lines of elements below a symbol, in the middle; the page grows for an element that is wider than the symbol.
    fn elements(&mut self, elements: &[String], module: Emu, top: Emu) -> Result<Emu, RenderError> {
        let font = Font::built_in(false);
        let size = (module * 7)
            .max(Emu::from_um(1_800))
            .min(Emu::from_um(3_500));
        let mut lines: Vec<String> = Vec::new();
        for element in elements {
            let joined = lines.last().map(|line| format!("{line} {element}"));
            match joined {
                Some(joined) if font.width(&joined, size)? <= self.width => {
                    lines.pop();
                    lines.push(joined);
                }
                _ => lines.push(element.clone()),
            }
        }
        for line in &lines {
            self.width = self
                .width
                .max(self.dpi.snap(font.width(line, size)? + module * 2));
        }
        let mut baseline = top;
        for text in lines {
            baseline += font.ascent(size);
            let room = self.width - font.width(&text, size)?;
            self.marks.push(Mark::Text {
                at: Point {
                    x: Emu(room.0 / 2),
                    y: baseline,
                },
                size,
                bold: false,
                text,
            });
            baseline += font.descent(size);
        }
        Ok(baseline + module)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbol::{Data, Dpi, EAN8, EAN13, Options, Symbology, UPCA, Use};

    /// Each mark beside the digits with its left and right edge, and the width of the page.
    fn marks(symbology: &Symbology, gtin: &str) -> (Vec<(String, Emu, Emu)>, Emu) {
        let symbol = symbology.encode(&Data::Plain(gtin), &Options::default());
        let dpi = Dpi::new(300).expect("usual");
        let sizing = Sizing::new(symbology, Use::Label, dpi, None).expect("a size");
        let symbol = Arc::new(symbol.expect("a symbol"));
        let page = page(symbol, &sizing, None, Text::DigitsAndMarks).expect("digits");
        let font = Font::built_in(false);
        let marks = page.marks.iter().filter_map(|mark| match mark {
            Mark::Text { at, size, text, .. } if matches!(text.as_str(), "<" | ">") => {
                let width = font.width(text, *size).expect("of the font");
                Some((text.clone(), at.x, at.x + width))
            }
            _ => None,
        });
        (marks.collect(), page.width)
    }

    #[test]
    fn the_tips_of_quiet_zone_marks_are_where_the_quiet_zone_ends() {
        let (found, width) = marks(&EAN8, "95200002");
        assert!(
            matches!(&found[..], [(less, left, _), (more, _, right)]
                if less == "<" && *left == Emu::ZERO && more == ">" && *right == width),
            "{found:?} in {width}"
        );
        let (found, width) = marks(&EAN13, "9521234543213");
        assert!(
            matches!(&found[..], [(more, _, right)] if more == ">" && *right == width),
            "{found:?} in {width}"
        );
        assert!(marks(&UPCA, "614141000036").0.is_empty());
    }
}
