//! Identification keys, a file each.
