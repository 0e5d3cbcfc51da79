//! From a web address to what a bar code says, and back.
fn main() {}
