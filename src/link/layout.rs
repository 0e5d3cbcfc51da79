//! Where the parts of a link stand, beside its elements.

use super::Compression;
use crate::text::Span;
use alloc::{string::String, vec::Vec};

/// Where the parts of a link stand, beside its elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
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
