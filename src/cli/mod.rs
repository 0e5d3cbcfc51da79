//! The program: parses arguments, calls, prints.
