//! `csum`: the last digit is the GS1 check digit of those before it (General Specifications 7.9.1).

use super::{Flaw, Reason, parts};
use crate::check::{gs1_mod10, gs1_mod10_verify};

static CHECK_DIGIT: Reason = Reason::new(
    "check-digit",
    "the check digit does not fit the digits before it",
    "look for a mistyped digit; the check digit itself is computed",
);

#[inline]
pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    if gs1_mod10_verify(data) {
        Ok(())
    } else {
        explain(data)
    }
}

#[cold]
fn explain(data: &[u8]) -> Result<(), Flaw> {
    parts::digits(data)?;
    let last = data.len().saturating_sub(1);
    let flaw = CHECK_DIGIT.at(last, data.len());
    match data.get(..last).and_then(gs1_mod10) {
        Some(digit) => Err(flaw.expecting(&[b'0' + digit])),
        None => Err(flaw),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn the_last_digit_follows_from_the_others() {
        verdicts(
            super::check,
            &["12345678901231", "123456789012345675"],
            &[
                ("1234567890123*2*", "check-digit"),
                ("* *23456789012345675", "not-a-digit"),
                ("**", "check-digit"),
            ],
        );
    }
}
