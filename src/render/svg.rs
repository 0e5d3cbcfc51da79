//! SVG: a page in printer dots, its symbols one path each.

use super::number::{push_integer, push_ratio};
use super::{PageContent, RenderError};
use crate::font::Face;
use crate::label::{Mark, Point, Turn};
use crate::sheet::Page;
use crate::symbol::{Emu, Matrix};

/// Draws one page.
///
/// Lengths of text are written beside it, so that a viewer without the font keeps every line as wide as it is in the other formats.
///
/// # Errors
/// A character that the font cannot set.
pub fn draw(page: &Page) -> Result<PageContent, RenderError> {
    let dot = page.dpi.dot();
    let mut svg = Svg {
        out: Vec::new(),
        dot,
    };
    svg.text(r#"<svg xmlns="http://www.w3.org/2000/svg" width=""#);
    svg.millimetres(page.width);
    svg.text(r#"mm" height=""#);
    svg.millimetres(page.height);
    svg.text(r#"mm" viewBox="0 0 "#);
    svg.dots(page.width);
    svg.text(" ");
    svg.dots(page.height);
    svg.text("\" fill=\"#000\" shape-rendering=\"crispEdges\">\n<path fill=\"#fff\" d=\"M0 0h");
    svg.dots(page.width);
    svg.text("v");
    svg.dots(page.height);
    svg.text("H0z\"/>\n");
    for mark in &page.marks {
        match mark {
            Mark::Symbol {
                at,
                turn,
                module,
                row_height,
                symbol,
            } => svg.modules(*at, *turn, (*module, *row_height), symbol.matrix()),
            Mark::Picture {
                at,
                turn,
                point,
                ink,
            } => svg.modules(*at, *turn, (*point, *point), ink),
            Mark::Text {
                at,
                turn,
                size,
                face,
                text,
            } => svg.line((*at, *turn), *size, face, text)?,
            Mark::Fill { at, width, height } => svg.fill(*at, *width, *height),
        }
    }
    svg.text("</svg>\n");
    Ok(PageContent::whole(page, svg.out))
}

struct Svg {
    out: Vec<u8>,
    dot: Emu,
}

impl Svg {
    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn dots(&mut self, length: Emu) {
        push_ratio(&mut self.out, length, self.dot);
    }

    fn millimetres(&mut self, length: Emu) {
        push_ratio(&mut self.out, length, Emu::MM);
    }

    fn modules(&mut self, at: Point, turn: Turn, (width, height): (Emu, Emu), modules: &Matrix) {
        let (cosine, sine) = turn.cosine_sine();
        self.text("<path transform=\"matrix(");
        self.dots(width * cosine);
        self.text(" ");
        self.dots(width * sine);
        self.text(" ");
        self.dots(height * -sine);
        self.text(" ");
        self.dots(height * cosine);
        self.text(" ");
        self.dots(at.x);
        self.text(" ");
        self.dots(at.y);
        self.text(")\" d=\"");
        for rect in modules.path() {
            for (command, number) in [
                ("M", i64::from(rect.x)),
                (" ", i64::from(rect.y)),
                ("h", i64::from(rect.width)),
                ("v", i64::from(rect.height)),
            ] {
                self.text(command);
                push_integer(&mut self.out, number);
            }
            self.text("h");
            push_integer(&mut self.out, -i64::from(rect.width));
            self.text("z");
        }
        self.text("\"/>\n");
    }

    fn line(
        &mut self,
        (at, turn): (Point, Turn),
        size: Emu,
        face: &Face,
        text: &str,
    ) -> Result<(), RenderError> {
        let width = face.width(text, size)?;
        self.text("<text x=\"");
        self.dots(at.x);
        self.text("\" y=\"");
        self.dots(at.y);
        self.text("\" font-size=\"");
        self.dots(size);
        self.text("\" textLength=\"");
        self.dots(width);
        self.text("\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" font-family=\"");
        if face.key() > 1 {
            self.escaped(face.family());
            self.text(", sans-serif\"");
        } else {
            self.text(
                "DejaVu Sans Condensed, DejaVu Sans, sans-serif\" font-stretch=\"condensed\"",
            );
        }
        if face.is_bold() {
            self.text(" font-weight=\"bold\"");
        }
        if turn != Turn::None {
            self.text(" transform=\"rotate(");
            push_integer(&mut self.out, turn.degrees());
            self.text(" ");
            self.dots(at.x);
            self.text(" ");
            self.dots(at.y);
            self.text(")\"");
        }
        self.text(">");
        self.escaped(text);
        self.text("</text>\n");
        Ok(())
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.text("&amp;"),
                '<' => self.text("&lt;"),
                '>' => self.text("&gt;"),
                '"' => self.text("&quot;"),
                other => self.text(other.encode_utf8(&mut [0; 4])),
            }
        }
    }

    fn fill(&mut self, at: Point, width: Emu, height: Emu) {
        self.text("<path d=\"M");
        self.dots(at.x);
        self.text(" ");
        self.dots(at.y);
        self.text("h");
        self.dots(width);
        self.text("v");
        self.dots(height);
        self.text("h");
        self.dots(-width);
        self.text("z\"/>\n");
    }
}
