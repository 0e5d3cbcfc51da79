//! The tokens that write a date, for those who make patterns up.

/// Calendar and ISO week.
pub const DATE_TOKENS: [&str; 11] = [
    "{yyyy}", "{yy}", "{y}", "{mm}", "{dd}", "{ddd}", "{HH}", "{gggg}", "{gg}", "{ww}", "{wd}",
];
