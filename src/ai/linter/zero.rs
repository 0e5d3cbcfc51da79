//! `zero`: a zero (General Specifications 3.9.3: the leading digit of a GRAI).

use super::{Flaw, Reason};

static OTHER: Reason = Reason::new("zero", "a zero must stand here", "write 0 before the GRAI");

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    match data {
        [b'0'] => Ok(()),
        _ => Err(OTHER.at(0, data.len())),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn only_zero_passes() {
        verdicts(
            super::check,
            &["0"],
            &[("*X*", "zero"), ("*010*", "zero"), ("**", "zero")],
        );
    }
}
