//! `cset39`: characters of GS1 AI encodable character set 39 (General Specifications 7.11, figure 7.11-2).

use super::{Flaw, Reason};
use crate::text::charset;

static CHARACTER: Reason = Reason::new(
    "not-in-set-39",
    "this character is not in GS1 character set 39",
    "use capital letters, digits and #-/",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    match data.iter().position(|&byte| !charset::is_39(byte)) {
        Some(at) => Err(CHARACTER.at(at, at + 1)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn only_capitals_digits_and_three_signs_pass() {
        verdicts(
            super::check,
            &["A-1#/", "ABC"],
            &[("ABC*_*", "not-in-set-39"), ("*a*", "not-in-set-39")],
        );
    }
}
