//! `nozeroprefix`: a number without a leading zero; 0 alone is one (General Specifications 3.9.12: the serial of a component).

use super::{Flaw, Reason, parts};

static ZERO_PREFIX: Reason = Reason::new(
    "zero-prefix",
    "the number must not begin with a zero",
    "leave out the leading zeros",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    parts::digits(data)?;
    match data {
        [b'0', _, ..] => Err(ZERO_PREFIX.at(0, 1)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn a_leading_zero_does_not_pass() {
        verdicts(
            super::check,
            &["0", "1", "10"],
            &[("*0*12", "zero-prefix"), ("99*A*9", "not-a-digit")],
        );
    }
}
