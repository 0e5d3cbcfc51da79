//! `hhmi`: hours and minutes, 0000 to 2359 (General Specifications 3.8.1).

use super::{Flaw, Reason, parts};

static TOO_SHORT: Reason = Reason::new(
    "time-too-short",
    "the time of day is too short",
    "write four digits, HHMM",
);
static TOO_LONG: Reason = Reason::new(
    "time-too-long",
    "the time of day is too long",
    "write four digits, HHMM",
);
static HOUR: Reason = Reason::new(
    "hour",
    "there is no such hour",
    "write two digits, 00 to 23",
);
static MINUTE: Reason = Reason::new(
    "minute",
    "there is no such minute",
    "write two digits, 00 to 59",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    if data.len() < 4 {
        return Err(TOO_SHORT.at(0, data.len()));
    }
    if data.len() > 4 {
        return Err(TOO_LONG.at(0, data.len()));
    }
    parts::digits(data)?;
    if data.get(..2) > Some(b"23".as_slice()) {
        return Err(HOUR.at(0, 2));
    }
    if data.get(2..) > Some(b"59".as_slice()) {
        return Err(MINUTE.at(2, 4));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn an_hour_has_60_minutes() {
        verdicts(
            super::check,
            &["0000", "2359"],
            &[
                ("*24*00", "hour"),
                ("00*60*", "minute"),
                ("*111*", "time-too-short"),
                ("*11111*", "time-too-long"),
                ("00*x*0", "not-a-digit"),
            ],
        );
    }
}
