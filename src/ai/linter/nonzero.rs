//! `nonzero`: not zero (General Specifications 3.9.1: a dimension of a roll).

use super::{Flaw, Reason, parts};

static ZERO: Reason = Reason::new(
    "zero-value",
    "this must not be zero",
    "write the real value",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::digits(data)?;
    if data.iter().all(|&byte| byte == b'0') {
        return Err(ZERO.at(0, data.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn zero_does_not_pass() {
        verdicts(
            super::check,
            &["1", "011"],
            &[("*00*", "zero-value"), ("999*A*", "not-a-digit")],
        );
    }
}
