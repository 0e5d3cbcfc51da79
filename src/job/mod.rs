//! A production order to printed labels.
