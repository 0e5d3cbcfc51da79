//! The built-in font: metrics and glyphs.

/// A character that the built-in font does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the built-in font has no {character:?} (U+{:04X}), in {text:?}: leave it out or write it another way", u32::from(*.character))]
pub struct FontError {
    /// The character.
    pub character: char,
    /// The text it stands in.
    pub text: String,
}
