//! `iso5218`: a biological sex, one digit (ISO/IEC 5218).

use super::{Flaw, Reason};

static OTHER: Reason = Reason::new(
    "sex",
    "this is no code of ISO 5218",
    "write 0 not known, 1 male, 2 female or 9 not applicable",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    match data {
        [b'0' | b'1' | b'2' | b'9'] => Ok(()),
        _ => Err(OTHER.at(0, data.len())),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn only_0_1_2_and_9_pass() {
        verdicts(
            super::check,
            &["0", "1", "2", "9"],
            &[("*4*", "sex"), ("*01*", "sex"), ("**", "sex")],
        );
    }
}
