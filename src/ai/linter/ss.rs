//! `ss`: seconds, 00 to 59 (General Specifications 3.8.2).

use super::{Flaw, Reason, parts};

static TIME: parts::Time = parts::Time::new(
    Reason::new(
        "second-too-short",
        "the second is too short",
        "write two digits, 00 to 59",
    ),
    Reason::new(
        "second-too-long",
        "the second is too long",
        "write two digits, 00 to 59",
    ),
    Reason::new(
        "second",
        "there is no such second",
        "write two digits, 00 to 59",
    ),
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    TIME.check(data, 59)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn a_minute_has_60_seconds() {
        verdicts(
            super::check,
            &["00", "59"],
            &[
                ("*1*", "second-too-short"),
                ("*111*", "second-too-long"),
                ("*60*", "second"),
                ("*x*0", "not-a-digit"),
            ],
        );
    }
}
