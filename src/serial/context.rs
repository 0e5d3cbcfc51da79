//! What a scheme may write beside date and number.

use std::collections::BTreeMap;

/// Values by token name: plant, line, shift, site, lot, gtin, sku.
///
/// A scheme uses those that its pattern names and no others.
///
/// ```
/// use unitmark::serial::Context;
///
/// let context = Context::new().with("plant", "WG").with("line", "L2");
/// assert_eq!(context.get("plant"), Some("WG"));
/// assert_eq!(context.get("lot"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context(BTreeMap<String, String>);

impl Context {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value; the last one of a name counts.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a value; the last one of a name counts.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}
