//! `hasnondigit`: not digits alone (General Specifications 3.9.16: a Master UDI-DI).

use super::{Flaw, Reason};

static DIGITS_ONLY: Reason = Reason::new(
    "digits-only",
    "one character at least must not be a digit",
    "write the key with its letters",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    if data.iter().all(u8::is_ascii_digit) {
        return Err(DIGITS_ONLY.at(0, data.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn digits_alone_do_not_pass() {
        verdicts(
            super::check,
            &["A1", "012345678:"],
            &[("*0*", "digits-only"), ("**", "digits-only")],
        );
    }
}
