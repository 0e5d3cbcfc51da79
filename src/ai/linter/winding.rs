//! `winding`: a winding direction of a roll, one digit (General Specifications 3.9.1).

use super::{Flaw, Reason};

static OTHER: Reason = Reason::new(
    "winding-direction",
    "this is no winding direction",
    "write 0 face out, 1 face in or 9 undefined",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    match data {
        [b'0' | b'1' | b'9'] => Ok(()),
        _ => Err(OTHER.at(0, data.len())),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn only_0_1_and_9_pass() {
        verdicts(
            super::check,
            &["0", "1", "9"],
            &[
                ("*3*", "winding-direction"),
                ("*01*", "winding-direction"),
                ("**", "winding-direction"),
            ],
        );
    }
}
