//! What a scanner sends, and one answer to any bytes.
