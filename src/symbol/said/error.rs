//! Why a text is not drawn.

use super::opening::is_unseen;
use crate::element::ElementError;
use crate::text::Span;
use std::fmt::Write as _;

/// Why a text is not drawn as it stands: it looks like GS1 data and says nothing that is right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SaidError {
    /// An element string or a scan that is not valid: `(01)09521234543214`, `]E0952123454321`.
    #[error(transparent)]
    Elements(ElementError),
    /// A GS1 Digital Link URI that is not valid: `https://id.gs1.org/01/09521234543214`.
    #[error(transparent)]
    Link(ElementError),
    /// Something that is no part of GS1 data, or of a GS1 Digital Link URI, in front of it: ` (01)09521234543213`.
    #[error("{} in front of what looks like GS1 data: take it out", shown(.front))]
    InFront {
        /// What stands in front.
        front: String,
    },
    /// A sign that looks like the one of GS1 data, or stands for it elsewhere: `（01）09521234543213`, `[01]09521234543213`.
    #[error("{} where GS1 data have {wanted}: write {wanted}", shown(.found))]
    Sign {
        /// What stands there.
        found: String,
        /// What belongs there.
        wanted: &'static str,
        /// The first byte of what stands there.
        place: usize,
    },
    /// An identifier whose data are not known to be text or GS1 data: `]X01`.
    #[error(
        "what symbols with the identifier {identifier} say is not known here: leave {identifier} out to draw what follows it"
    )]
    Identifier {
        /// The symbology identifier.
        identifier: String,
    },
    /// A GTIN and an add-on of two or five digits: `]E3952123454321301`.
    #[error(
        "an add-on symbol cannot be drawn: leave out {identifier} and the last {digits} digits to draw the GTIN alone"
    )]
    AddOn {
        /// The symbology identifier.
        identifier: String,
        /// How many digits the add-on has.
        digits: usize,
    },
    /// GS1 data from a symbol that was none of GS1: `]d1(01)09521234543213`.
    #[error(
        "{identifier} says that the symbol was no GS1 symbol, and what follows looks like GS1 data: leave {identifier} out to draw a GS1 symbol"
    )]
    NotGs1 {
        /// The symbology identifier.
        identifier: String,
    },
}

impl SaidError {
    /// A word that never changes: `element-string`, `digital-link`, `in-front`, `sign`, `symbology-identifier`, `add-on`, `not-gs1`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Elements(_) => "element-string",
            Self::Link(_) => "digital-link",
            Self::InFront { .. } => "in-front",
            Self::Sign { .. } => "sign",
            Self::Identifier { .. } => "symbology-identifier",
            Self::AddOn { .. } => "add-on",
            Self::NotGs1 { .. } => "not-gs1",
        }
    }

    /// The bytes of the text that are at fault, where it is one place; findings have their own.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Elements(_) | Self::Link(_) => None,
            Self::InFront { front } => Some(Span::new(0, front.len())),
            Self::Sign { found, place, .. } => Some(Span::new(*place, place + found.len())),
            Self::Identifier { identifier }
            | Self::AddOn { identifier, .. }
            | Self::NotGs1 { identifier } => Some(Span::new(0, identifier.len())),
        }
    }
}

/// Characters for a message, those that nobody can see by their numbers: `a byte order mark (U+FEFF) stands`.
fn shown(text: &str) -> String {
    const MOST: usize = 3;
    let mut shown = String::new();
    let mut count = 0;
    for character in text.chars() {
        count += 1;
        if count > MOST {
            continue;
        }
        if count > 1 {
            shown.push_str(", ");
        }
        let number = u32::from(character);
        // Writing to a String cannot fail.
        let _ = match character {
            '\u{feff}' => write!(shown, "a byte order mark (U+FEFF)"),
            '\u{1d}' => write!(shown, "GS (U+001D)"),
            ' ' => write!(shown, "a blank"),
            seen if seen.is_ascii_graphic() => write!(shown, "{seen}"),
            unseen if is_unseen(unseen) => write!(shown, "U+{number:04X}"),
            seen => write!(shown, "{seen} (U+{number:04X})"),
        };
    }
    if count > MOST {
        let _ = write!(shown, " and {} more", count - MOST);
    }
    shown + if count > 1 { " stand" } else { " stands" }
}
