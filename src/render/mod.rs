//! Pages to bytes, a file per format.
