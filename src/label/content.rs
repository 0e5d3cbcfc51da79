//! What one label says.

use std::sync::Arc;

use crate::symbol::Symbol;

/// What one label says: a symbol, its human readable interpretation, and text about the product.
///
/// Lines are drawn as they stand; [`Layout::fit`](super::Layout::fit) decides how many share a row.
#[derive(Clone, Debug)]
pub struct LabelContent {
    /// The symbol.
    pub symbol: Arc<Symbol>,
    /// The human readable interpretation, one element string an item (`(01) 09521234543213`):
    /// a row is broken between them, never inside.
    pub hri: Vec<String>,
    /// Text that is no part of the symbol's message, the most important line first: SKU, description.
    pub product: Vec<String>,
}
