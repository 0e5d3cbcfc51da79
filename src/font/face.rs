//! Which font a line of text is set in.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::Font;

/// A font as a line of text holds it: one weight of the built-in one, or one of the owner's.
#[derive(Clone)]
pub struct Face(Kind);

#[derive(Clone)]
enum Kind {
    BuiltIn { bold: bool },
    Own(Arc<Font>),
}

impl Face {
    /// One weight of the built-in font.
    pub const fn built_in(bold: bool) -> Self {
        Self(Kind::BuiltIn { bold })
    }

    /// A number that tells fonts apart: 0 and 1 for the two weights that are built in, else one made of the font's bytes.
    pub fn key(&self) -> u64 {
        match &self.0 {
            Kind::BuiltIn { bold } => u64::from(*bold),
            Kind::Own(font) => font.key,
        }
    }

    /// Whether it is the bold weight.
    pub fn is_bold(&self) -> bool {
        matches!(self.0, Kind::BuiltIn { bold: true })
    }
}

impl Deref for Face {
    type Target = Font;

    fn deref(&self) -> &Font {
        match &self.0 {
            Kind::BuiltIn { bold } => Font::built_in(*bold),
            Kind::Own(font) => font,
        }
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::BuiltIn { bold: false } => f.write_str("regular"),
            Kind::BuiltIn { bold: true } => f.write_str("bold"),
            Kind::Own(font) => font.fmt(f),
        }
    }
}

/// The fonts of a label: the built-in ones, or one of the owner's for all text.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    own: Option<Arc<Font>>,
}

impl Fonts {
    /// One font for all text; it has one weight.
    pub fn own(font: Font) -> Self {
        Self {
            own: Some(Arc::new(font)),
        }
    }

    /// The font of a text, bold where there is a bold one.
    pub fn face(&self, bold: bool) -> Face {
        match &self.own {
            Some(font) => Face(Kind::Own(font.clone())),
            None => Face::built_in(bold),
        }
    }
}
