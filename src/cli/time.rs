//! A time on the command line.

use jiff::Timestamp;

/// `2026-04-15T08:00Z`, `2026-04-15T10:00:00+02:00`: a date, a time and a zone; the zone is never guessed.
pub(super) fn parse_time(text: &str) -> Result<Timestamp, String> {
    text.parse::<Timestamp>().map_err(|_| {
        "write date, time and zone, such as 2026-04-15T08:00Z or 2026-04-15T10:00+02:00".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_may_be_left_out_and_the_zone_may_not() {
        let eight = parse_time("2026-04-15T08:00:00Z");
        assert!(eight.is_ok());
        assert_eq!(parse_time("2026-04-15T08:00Z"), eight);
        assert_eq!(parse_time("2026-04-15T10:00+02:00"), eight);
        assert!(parse_time("2026-04-15T08:00").is_err());
        assert!(parse_time("yesterday").is_err());
    }
}
