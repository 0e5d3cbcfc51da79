//! Where labels go on paper.
