//! Element strings: what the bars say, in every written form.

/// A valid element string.
#[derive(Clone, Debug)]
pub struct ElementString;
