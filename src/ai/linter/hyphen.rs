//! `hyphen`: hyphens only: the sign of a temperature below zero (General Specifications 3.8.19).

use super::{Flaw, Reason};

static NOT_HYPHEN: Reason = Reason::new(
    "not-a-hyphen",
    "only a hyphen may stand here",
    "write - for a temperature below zero, or nothing",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    if data.is_empty() || data.iter().any(|&byte| byte != b'-') {
        return Err(NOT_HYPHEN.at(0, data.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn nothing_but_a_hyphen_passes() {
        verdicts(
            super::check,
            &["-"],
            &[("**", "not-a-hyphen"), ("*X*", "not-a-hyphen")],
        );
    }
}
