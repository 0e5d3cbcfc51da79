//! `yesno`: 0 for no, 1 for yes (General Specifications 3.8.16).

use super::{Flaw, Reason};

static OTHER: Reason = Reason::new(
    "yes-or-no",
    "this must be 0 or 1",
    "write 0 for no, 1 for yes",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    match data {
        [b'0' | b'1'] => Ok(()),
        _ => Err(OTHER.at(0, data.len())),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn only_0_and_1_pass() {
        verdicts(
            super::check,
            &["0", "1"],
            &[
                ("*2*", "yes-or-no"),
                ("*01*", "yes-or-no"),
                ("**", "yes-or-no"),
            ],
        );
    }
}
