//! How labels of a run look, beyond symbol and AIs: template, use, font, rotation.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::font::Fonts;

/// How labels look: kept with the run where it is not the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// The text of a template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// The folder that the template's images are named from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Where symbols are read: `retail`.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub use_: Option<String>,
    /// A font file for all text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font: Option<String>,
    /// How every label is turned, in degrees.
    pub rotate: i64,
    /// The year that two-digit years are read in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

impl Look {
    /// The default says nothing that a ledger should keep.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What a look names and a program has to read: files are not opened here.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The fonts: the built-in ones, or the one that [`Look::font`] names.
    pub fonts: Fonts,
    /// The bytes of the template's images, by the names the template has for them.
    pub pictures: BTreeMap<String, Vec<u8>>,
}

impl Assets {
    /// What stands in the file of an image.
    pub(super) fn picture(&self, name: &str) -> std::io::Result<Vec<u8>> {
        let bytes = self.pictures.get(name).cloned();
        bytes.ok_or_else(|| std::io::Error::other("it was not read"))
    }
}
