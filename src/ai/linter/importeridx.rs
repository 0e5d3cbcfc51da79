//! `importeridx`: an importer index, one character of file-safe base64 (General Specifications 3.8.26).

use super::{Flaw, Reason};
use crate::text::charset;

static LENGTH: Reason = Reason::new(
    "importer-index-length",
    "the importer index is one character",
    "write one letter, digit, - or _",
);
static CHARACTER: Reason = Reason::new(
    "importer-index",
    "this is no importer index",
    "write one letter, digit, - or _",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    match data {
        &[byte] if charset::is_64(byte) => Ok(()),
        [_] => Err(CHARACTER.at(0, 1)),
        _ => Err(LENGTH.at(0, data.len())),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn one_character_of_base64_passes() {
        verdicts(
            super::check,
            &["-", "_", "a", "0"],
            &[("*AA*", "importer-index-length"), ("*=*", "importer-index")],
        );
    }
}
