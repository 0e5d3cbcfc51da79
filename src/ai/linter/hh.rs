//! `hh`: hours, 00 to 23 (General Specifications 3.8.2).

use super::{Flaw, Reason, parts};

static TIME: parts::Time = parts::Time::new(
    Reason::new(
        "hour-too-short",
        "the hour is too short",
        "write two digits, 00 to 23",
    ),
    Reason::new(
        "hour-too-long",
        "the hour is too long",
        "write two digits, 00 to 23",
    ),
    Reason::new(
        "hour",
        "there is no such hour",
        "write two digits, 00 to 23",
    ),
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    TIME.check(data, 23)
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn a_day_has_24_hours() {
        verdicts(
            super::check,
            &["00", "23"],
            &[
                ("*1*", "hour-too-short"),
                ("*111*", "hour-too-long"),
                ("*24*", "hour"),
                ("*x*0", "not-a-digit"),
            ],
        );
    }
}
