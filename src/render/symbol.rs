//! One symbol alone, with its quiet zone and what stands under it, as a page that every format draws.

use std::sync::Arc;

use super::RenderError;
use crate::font::{Face, Fonts};
use crate::label::{Digits, Mark, Point, Turn, finished, row_height};
use crate::sheet::Page;
use crate::symbol::{Emu, Sizing, Symbol};

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
    let digits = match text {
        Text::Digits => Digits::Plain,
        Text::DigitsAndMarks => Digits::Marked,
        Text::Nothing | Text::Elements(_) => Digits::None,
    };
    let row_height = row_height(&symbol, sizing, height);
    let drawn = finished(symbol, (module, row_height), digits, &Fonts::default())?;
    let mut page = Page {
        width: drawn.width,
        height: drawn.height,
        dpi,
        marks: drawn.marks,
    };
    if let Text::Elements(elements) = text {
        page.height = page.elements(elements, module, drawn.height)?;
    }
    let aside = dpi.snap(Emu((page.width - drawn.width).0 / 2));
    if let Some(Mark::Symbol { at, .. }) = page
        .marks
        .iter_mut()
        .find(|mark| matches!(mark, Mark::Symbol { .. }))
    {
        at.x += aside;
    }
    page.height = dpi.dot() * ((page.height + dpi.dot() - Emu(1)) / dpi.dot());
    Ok(page)
}

impl Page {
    /// Lines of elements below a symbol, in the middle; the page grows for an element that is wider than the symbol.
    fn elements(&mut self, elements: &[String], module: Emu, top: Emu) -> Result<Emu, RenderError> {
        let face = Face::built_in(false);
        let size = (module * 7)
            .max(Emu::from_um(1_800))
            .min(Emu::from_um(3_500));
        let mut lines: Vec<String> = Vec::new();
        for element in elements {
            let joined = lines.last().map(|line| format!("{line} {element}"));
            match joined {
                Some(joined) if face.width(&joined, size)? <= self.width => {
                    lines.pop();
                    lines.push(joined);
                }
                _ => lines.push(element.clone()),
            }
        }
        for line in &lines {
            self.width = self
                .width
                .max(self.dpi.snap(face.width(line, size)? + module * 2));
        }
        let mut baseline = top;
        for text in lines {
            baseline += face.ascent(size);
            let room = self.width - face.width(&text, size)?;
            self.marks.push(Mark::Text {
                at: Point {
                    x: Emu(room.0 / 2),
                    y: baseline,
                },
                turn: Turn::None,
                size,
                face: face.clone(),
                text,
            });
            baseline += face.descent(size);
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
        let face = Face::built_in(false);
        let marks = page.marks.iter().filter_map(|mark| match mark {
            Mark::Text { at, size, text, .. } if matches!(text.as_str(), "<" | ">") => {
                let width = face.width(text, *size).expect("of the font");
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
