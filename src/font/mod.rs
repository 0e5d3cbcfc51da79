//! The built-in font: metrics and glyphs.
