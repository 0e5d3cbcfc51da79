//! Fonts, built in or the owner's: metrics for layout, glyphs for rasters, the font program for documents.
//!
//! Built in is `DejaVu` Sans Condensed, regular and bold: Latin, Greek and Cyrillic, digits of one width.
//! Text is set character by character from left to right, without kerning, so that every output format
//! puts every letter in the same place.

mod error;
mod face;

use std::borrow::Cow;
use std::sync::OnceLock;

use fontdue::FontSettings;

use crate::symbol::Emu;

pub use error::{FontError, FontErrorKind, FontFileError};
pub use face::{Face, Fonts};

/// One weight of a font.
pub struct Font {
    outlines: fontdue::Font,
    program: Cow<'static, [u8]>,
    /// See [`Face::key`].
    key: u64,
    /// What messages call it.
    name: String,
    units_per_em: i64,
    /// The glyphs of ASCII: nearly all that labels say.
    ascii: [Option<Glyph>; 128],
    cap_height: i64,
    ascent: i64,
    descent: i64,
    widest: i64,
}

/// A glyph: its number in the font and how far it moves the pen, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the font program.
    pub id: u16,
    /// How far it moves the pen, in [`Font::units_per_em`].
    pub advance: i64,
}

/// A glyph as dots: coverage from 0 to 255, row by row.
#[derive(Clone, Debug)]
pub struct Bitmap {
    /// From the pen to its first column, in dots.
    pub left: i64,
    /// From the baseline up to its first row, in dots.
    pub top: i64,
    /// Columns.
    pub width: usize,
    /// `width` values a row.
    pub coverage: Vec<u8>,
}

/// What messages call the built-in font.
const BUILT_IN: &str = "the built-in font";

impl Font {
    /// The built-in font; it is unpacked once, at first use.
    pub fn built_in(bold: bool) -> &'static Self {
        static REGULAR: OnceLock<Font> = OnceLock::new();
        static BOLD: OnceLock<Font> = OnceLock::new();
        if bold {
            BOLD.get_or_init(|| Self::load(dejavu::sans_condensed::bold()))
        } else {
            REGULAR.get_or_init(|| Self::load(dejavu::sans_condensed::regular()))
        }
    }

    #[allow(clippy::expect_used)] // Built in; every test of this file loads it.
    fn load(program: &'static [u8]) -> Self {
        Self::read(BUILT_IN, Cow::Borrowed(program)).expect("the font that is built in is a font")
    }

    /// A font of one's own, from the bytes of its file: TrueType (`.ttf`), or the first of a collection (`.ttc`).
    ///
    /// ```
    /// use unitmark::font::Font;
    ///
    /// let error = Font::parse("label.ttf", b"no font".to_vec()).unwrap_err();
    /// assert_eq!(error.code(), "font-file");
    /// ```
    ///
    /// # Errors
    /// Bytes that are no font; an OpenType font with PostScript outlines.
    pub fn parse(name: &str, program: Vec<u8>) -> Result<Self, FontFileError> {
        let mut font = Self::read(name, Cow::Owned(program))?;
        // FNV-1a; 0 and 1 are the built-in weights.
        let bytes = font.program.iter();
        font.key = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        }) | 2;
        Ok(font)
    }

    fn read(name: &str, program: Cow<'static, [u8]>) -> Result<Self, FontFileError> {
        let refused = |reason: &str| FontFileError {
            name: name.to_owned(),
            reason: reason.to_owned(),
        };
        // A collection begins with the places of its fonts.
        let start = match program.get(..16) {
            Some([b't', b't', b'c', b'f', .., a, b, c, d]) => {
                u32::from_be_bytes([*a, *b, *c, *d]) as usize
            }
            _ => 0,
        };
        if program
            .get(start..)
            .is_some_and(|font| font.starts_with(b"OTTO"))
        {
            return Err(refused("it has PostScript outlines"));
        }
        let outlines = fontdue::Font::from_bytes(program.as_ref(), FontSettings::default())
            .map_err(refused)?;
        let em = outlines.units_per_em();
        let mut font = Self {
            program,
            key: 0,
            name: name.to_owned(),
            units_per_em: em as i64,
            ascii: [None; 128],
            cap_height: outlines.metrics('H', em).height as i64,
            ascent: 0,
            descent: 0,
            widest: 0,
            outlines,
        };
        if let Some(line) = font.outlines.horizontal_line_metrics(em) {
            font.ascent = line.ascent as i64;
            font.descent = -line.descent as i64;
        }
        for code in b' '..=b'~' {
            let glyph = font.look_up(char::from(code));
            if let (Some(slot), Some(glyph)) = (font.ascii.get_mut(usize::from(code)), glyph) {
                *slot = Some(glyph);
                font.widest = font.widest.max(glyph.advance);
            }
        }
        Ok(font)
    }

    fn look_up(&self, character: char) -> Option<Glyph> {
        let id = self.outlines.lookup_glyph_index(character);
        let advance = self
            .outlines
            .metrics_indexed(id, self.units_per_em as f32)
            .advance_width;
        (id != 0).then_some(Glyph {
            id,
            advance: advance.round() as i64,
        })
    }

    /// The font file.
    pub fn program(&self) -> &[u8] {
        &self.program
    }

    /// The name that the font has for itself: `DejaVu Sans Condensed`.
    pub fn family(&self) -> &str {
        self.outlines.name().unwrap_or("sans-serif")
    }

    /// How many font units an em has.
    pub fn units_per_em(&self) -> i64 {
        self.units_per_em
    }

    /// The height of a capital letter, in font units.
    pub fn cap_height_units(&self) -> i64 {
        self.cap_height
    }

    /// From the baseline to the top of the tallest letter with its accent, in font units.
    pub fn ascent_units(&self) -> i64 {
        self.ascent
    }

    /// From the baseline down to the lowest part of any letter, in font units.
    pub fn descent_units(&self) -> i64 {
        self.descent
    }

    /// The glyph of a character.
    ///
    /// # Errors
    /// A character that the font lacks (`中`), a control character (tab, line feed), or one that is written from
    /// right to left (Hebrew, Arabic): `text` is quoted in the error.
    pub fn glyph(&self, character: char, text: &str) -> Result<Glyph, FontError> {
        if let Some(Some(glyph)) = self.ascii.get(character as usize) {
            return Ok(*glyph);
        }
        FontErrorKind::of(character)
            .map_or_else(
                || self.look_up(character).ok_or(FontErrorKind::Missing),
                Err,
            )
            .map_err(|kind| FontError::new(kind, character, text, &self.name))
    }

    /// The width of a text in font units.
    ///
    /// # Errors
    /// As [`Font::glyph`].
    pub fn units(&self, text: &str) -> Result<i64, FontError> {
        text.chars().try_fold(0i64, |sum, c| {
            Ok(sum.saturating_add(self.glyph(c, text)?.advance))
        })
    }

    /// The width of the widest text that has a digit where `text` has one, and any ASCII character but a digit where
    /// `text` has any other; blanks and brackets count as they are.
    ///
    /// # Errors
    /// As [`Font::glyph`].
    pub fn widest_units(&self, text: &str) -> Result<i64, FontError> {
        text.chars().try_fold(0i64, |sum, c| {
            let own = self.glyph(c, text)?.advance;
            let fixed = c.is_ascii_digit() || matches!(c, ' ' | '(' | ')');
            Ok(sum.saturating_add(if fixed { own } else { own.max(self.widest) }))
        })
    }

    /// A width in font units at an em height.
    pub fn scale(&self, units: i64, size: Emu) -> Emu {
        Emu(
            ((i128::from(units) * i128::from(size.0)) / i128::from(self.units_per_em))
                .try_into()
                .unwrap_or(i64::MAX),
        )
    }

    /// The width of a text at an em height.
    ///
    /// # Errors
    /// As [`Font::glyph`].
    pub fn width(&self, text: &str, size: Emu) -> Result<Emu, FontError> {
        Ok(self.scale(self.units(text)?, size))
    }

    /// The height of a capital letter at an em height.
    pub fn cap_height(&self, size: Emu) -> Emu {
        self.scale(self.cap_height, size)
    }

    /// From the baseline to the top of the tallest letter with its accent.
    pub fn ascent(&self, size: Emu) -> Emu {
        self.scale(self.ascent, size)
    }

    /// From the baseline to the lowest part of any letter.
    pub fn descent(&self, size: Emu) -> Emu {
        self.scale(self.descent, size)
    }

    /// A glyph as dots, its em being `dots` high.
    pub fn bitmap(&self, glyph: Glyph, dots: f32) -> Bitmap {
        let (metrics, coverage) = self.outlines.rasterize_indexed(glyph.id, dots);
        Bitmap {
            left: i64::from(metrics.xmin),
            top: i64::from(metrics.ymin) + metrics.height as i64,
            width: metrics.width,
            coverage,
        }
    }
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Font")
            .field("name", &self.outlines.name())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_have_one_width_so_that_serials_of_a_row_line_up() {
        for font in [Font::built_in(false), Font::built_in(true)] {
            let zero = font.units("0").expect("a digit");
            for digit in '0'..='9' {
                assert_eq!(font.units(&digit.to_string()), Ok(zero));
            }
        }
    }

    #[test]
    fn latin_greek_and_cyrillic_are_there_in_both_weights() {
        for bold in [false, true] {
            assert!(
                Font::built_in(bold)
                    .units("Größe Ž ñ Ωμέγα Щит № €")
                    .is_ok()
            );
        }
    }

    #[test]
    fn a_character_that_cannot_be_set_is_an_error_that_names_it() {
        let font = Font::built_in(false);
        for (text, character, kind) in [
            ("red 中 box", '中', FontErrorKind::Missing),
            ("a\tb", '\t', FontErrorKind::Control),
            ("שלום", 'ש', FontErrorKind::RightToLeft),
        ] {
            let error = font.units(text).expect_err("not in the font");
            assert_eq!((error.character, error.kind), (character, kind));
            assert_eq!(error.text, text);
        }
    }

    #[test]
    fn no_ascii_text_is_wider_than_its_widest() {
        let font = Font::built_in(false);
        let worst = font.widest_units("(21) AA-000").expect("ASCII");
        for text in ["(21) WW%999", "(21) @@@000", "(21) mm_111"] {
            assert!(font.units(text).expect("ASCII") <= worst, "{text}");
        }
    }

    #[test]
    fn a_capital_letter_stands_on_the_baseline_and_is_as_high_as_capitals_are() {
        let font = Font::built_in(false);
        let glyph = font.glyph('H', "H").expect("a letter");
        let bitmap = font.bitmap(glyph, 100.0);
        let rows = bitmap.coverage.len() / bitmap.width;
        assert_eq!(bitmap.top, rows as i64);
        let cap = font.cap_height(Emu(100));
        assert!((cap.0 - rows as i64).abs() <= 1, "{cap:?} {rows}");
    }
}
