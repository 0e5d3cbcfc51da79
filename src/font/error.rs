//! Characters that cannot be set.

/// Why a character cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FontErrorKind {
    /// The font has no such character: `中`.
    Missing,
    /// A control character: a tab, a line feed.
    Control,
    /// A character of a script that is written from right to left: `ש`.
    RightToLeft,
}

impl FontErrorKind {
    /// What forbids a character whatever the font has.
    pub(super) fn of(character: char) -> Option<Self> {
        match character {
            c if c.is_control() => Some(Self::Control),
            // Hebrew, Arabic, Syriac, Thaana, NKo, their presentation forms, and the marks that turn the direction.
            '\u{590}'..='\u{8ff}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}' => Some(Self::RightToLeft),
            _ => None,
        }
    }
}

/// A file that is no font that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} cannot be used as a font: {reason}; take a TrueType font (.ttf or .ttc)")]
pub struct FontFileError {
    /// The file.
    pub name: String,
    /// Why not.
    pub reason: String,
}

impl FontFileError {
    /// `font-file`.
    pub const fn code(&self) -> &'static str {
        "font-file"
    }
}

/// A character that a font cannot set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct FontError {
    /// Why not.
    pub kind: FontErrorKind,
    /// The character.
    pub character: char,
    /// The text it stands in.
    pub text: String,
    /// What the font is called.
    pub font: String,
}

impl FontError {
    pub(super) fn new(kind: FontErrorKind, character: char, text: &str, font: &str) -> Self {
        Self {
            kind,
            character,
            text: text.to_owned(),
            font: font.to_owned(),
        }
    }

    /// `glyph-missing`, `text-control-character`, `text-right-to-left`.
    pub const fn code(&self) -> &'static str {
        match self.kind {
            FontErrorKind::Missing => "glyph-missing",
            FontErrorKind::Control => "text-control-character",
            FontErrorKind::RightToLeft => "text-right-to-left",
        }
    }

    fn message(&self) -> String {
        let Self {
            kind,
            character,
            text,
            font,
        } = self;
        let number = u32::from(*character);
        match kind {
            FontErrorKind::Missing => format!(
                "{font} has no {character:?} (U+{number:04X}), which stands in {text:?}: \
                 name a font that has it with --font, or write it with Latin, Greek or Cyrillic letters"
            ),
            FontErrorKind::Control => format!(
                "{text:?} has a control character (U+{number:04X}), which cannot be printed: take it out"
            ),
            FontErrorKind::RightToLeft => format!(
                "{text:?} has {character:?} (U+{number:04X}), which is written from right to left; \
                 labels are set from left to right only: write it with Latin, Greek or Cyrillic letters"
            ),
        }
    }
}
