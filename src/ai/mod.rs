//! The Application Identifier table, its rules, and the parser for a dictionary text.
