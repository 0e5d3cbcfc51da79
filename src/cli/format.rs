//! The answers that most commands have: text for people, JSON for programs.

/// How to answer with one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum OneFormat {
    /// Lines for people
    #[default]
    Text,
    /// One JSON value; lengths in millimetres
    Json,
}

/// How to answer with many things, a line each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum LineFormat {
    /// A line for people
    #[default]
    Text,
    /// A JSON object a line
    Jsonl,
}
