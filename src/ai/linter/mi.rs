//! `mi`: minutes, 00 to 59 (General Specifications 3.8.2).

use super::{Flaw, Reason, parts};

static TIME: parts::Time = parts::Time::new(
    Reason::new(
        "minute-too-short",
        "the minute is too short",
        "write two digits, 00 to 59",
    ),
    Reason::new(
        "minute-too-long",
        "the minute is too long",
        "write two digits, 00 to 59",
    ),
    Reason::new(
        "minute",
        "there is no such minute",
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
    fn an_hour_has_60_minutes() {
        verdicts(
            super::check,
            &["00", "59"],
            &[
                ("*1*", "minute-too-short"),
                ("*111*", "minute-too-long"),
                ("*60*", "minute"),
                ("*x*0", "not-a-digit"),
            ],
        );
    }
}
