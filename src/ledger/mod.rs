//! What was issued.
