//! Where the parts of a link stand, beside its elements.

use super::Compression;
use crate::text::Span;
use crate::text::percent::{self, Part};
use alloc::{string::String, vec::Vec};

/// Where the parts of a link stand, beside its elements.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// Before the first element.
    pub(super) stem: Span,
    /// How many elements the path has: the key and its qualifiers.
    pub(super) path: usize,
    /// The parameters of the query that are no AIs.
    pub(super) other: Vec<Span>,
    /// Parameters that were compressed, decoded.
    pub(super) unpacked: Vec<(String, String)>,
    /// After the `#`.
    pub(super) fragment: Option<Span>,
    /// How the elements were compressed.
    pub(super) compression: Option<Compression>,
}

impl Layout {
    /// Whether there is a parameter that is no AI, or a fragment.
    pub(super) const fn has_more(&self) -> bool {
        !self.other.is_empty() || !self.unpacked.is_empty() || self.fragment.is_some()
    }

    /// Whether there is a GS1 key.
    pub(crate) const fn is_link(&self) -> bool {
        self.path > 0
    }

    /// What stands before the first element of `uri`.
    #[cfg(feature = "serde")]
    pub(crate) fn stem<'u>(&self, uri: &'u str) -> &'u str {
        text(uri, self.stem)
    }

    /// How the elements were compressed, as the command names it.
    #[cfg(feature = "serde")]
    pub(crate) const fn compression_name(&self) -> Option<&'static str> {
        match self.compression {
            Some(Compression::Legacy { .. }) => Some("legacy"),
            Some(Compression::EpcHex) => Some("epc-hex"),
            Some(Compression::EpcBase64) => Some("epc-base64"),
            None => None,
        }
    }

    /// The parameters that are no AIs, as they stand in `uri` or would.
    pub(crate) fn other(&self, uri: &str) -> String {
        let mut other = String::new();
        if self.other.is_empty() && self.unpacked.is_empty() {
            return other;
        }
        for parameter in &self.other {
            separate(&mut other);
            other.push_str(text(uri, *parameter));
        }
        for (key, value) in &self.unpacked {
            separate(&mut other);
            other.push_str(key);
            other.push('=');
            // Writing to a String cannot fail.
            let _ = percent::write(&mut other, value, Part::Query);
        }
        other
    }

    /// What stands after the `#` of `uri`.
    pub(crate) fn fragment<'u>(&self, uri: &'u str) -> Option<&'u str> {
        self.fragment.map(|span| text(uri, span))
    }
}

pub(super) fn text(uri: &str, span: Span) -> &str {
    uri.get(span.start..span.end).unwrap_or_default()
}

/// Puts `&` between parameters.
fn separate(query: &mut String) {
    if !query.is_empty() {
        query.push('&');
    }
}
