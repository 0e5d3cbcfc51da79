//! Element strings: what the bars say, in every written form.

/// A valid element string.
#[derive(Clone, Debug)]
pub struct ElementString(String);

impl ElementString {
    /// The data with GS between elements.
    pub fn raw(&self) -> String {
        self.0.clone()
    }
}
