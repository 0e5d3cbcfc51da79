//! Check digits and characters.
