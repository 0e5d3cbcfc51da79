//! From a tag to what a bar code says, and back.
fn main() {}
