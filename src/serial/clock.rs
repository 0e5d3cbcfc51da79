//! The plant's clock: which production day a moment belongs to.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::definition::Definition;
use super::error::{SchemeError, SchemeErrorKind};
use super::token::Moment;
use crate::text::Span;

/// A zone, and when its production day starts.
#[derive(Clone, Debug)]
pub(crate) struct PlantClock {
    zone: TimeZone,
    day_starts: Time,
}

impl PlantClock {
    /// The clock of a definition. Only the built-in database is asked: what a machine has installed decides nothing.
    pub(crate) fn new(definition: &Definition) -> Result<Self, SchemeError> {
        let refuse = |kind, message| Err(SchemeError::new(kind, Span::default(), message));
        let day_starts = definition.day_starts;
        if day_starts.second() != 0 || day_starts.subsec_nanosecond() != 0 {
            let message = format!(
                "day_starts {day_starts}: a production day starts at a whole minute, such as 06:00"
            );
            return refuse(SchemeErrorKind::DayStarts, message);
        }
        let zone = TimeZoneDatabase::bundled().get(&definition.zone);
        match zone.ok().filter(|zone| !zone.is_unknown()) {
            Some(zone) => Ok(Self { zone, day_starts }),
            None => refuse(
                SchemeErrorKind::UnknownZone,
                format!(
                    "'{}' is no zone of the IANA database; write a name such as Europe/Berlin, or UTC",
                    definition.zone.escape_debug()
                ),
            ),
        }
    }

    /// The zone's name as the database spells it.
    pub(crate) fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    pub(crate) const fn day_starts(&self) -> Time {
        self.day_starts
    }

    /// The first moment of a production day. Of a time that the clock shows twice the first is meant; one that it
    /// skips is moved by the length of the skip (RFC 5545 section 3.3.5).
    pub(crate) fn start(&self, day: Date) -> Option<Timestamp> {
        let local = day.to_datetime(self.day_starts);
        self.zone.to_ambiguous_timestamp(local).compatible().ok()
    }

    /// The production day of a moment, and the hour on the clock.
    ///
    /// A day is a stretch of moments, not of clock times: where the clock is set back over the start of the day, it
    /// shows times from before that start once more, and the new day goes on all the same.
    pub(crate) fn moment(&self, at: Timestamp) -> Option<Moment> {
        let local = self.zone.to_datetime(at);
        let mut day = local.date();
        if local.time() < self.day_starts {
            day = day.yesterday().ok()?;
        }
        if let Some(next) = day
            .tomorrow()
            .ok()
            .filter(|next| self.start(*next).is_some_and(|start| start <= at))
        {
            day = next;
        } else if self.start(day).is_some_and(|start| start > at) {
            day = day.yesterday().ok()?;
        }
        Some(Moment {
            day,
            hour: local.hour(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn clock(zone: &str, day_starts: &str) -> PlantClock {
        let day_starts = day_starts.parse().unwrap();
        PlantClock::new(&Definition {
            zone: zone.to_owned(),
            day_starts,
            ..Definition::default()
        })
        .unwrap()
    }

    fn day(clock: &PlantClock, at: &str) -> (String, i8) {
        let moment = clock.moment(at.parse().unwrap()).unwrap();
        (moment.day.to_string(), moment.hour)
    }

    #[test]
    fn one_moment_is_another_day_in_another_zone() {
        for (zone, expected) in [
            ("Europe/Berlin", ("2026-04-16", 0)),
            ("Asia/Shanghai", ("2026-04-16", 6)),
            ("America/Chicago", ("2026-04-15", 17)),
            ("UTC", ("2026-04-15", 22)),
        ] {
            let (text, hour) = day(&clock(zone, "00:00"), "2026-04-15T22:30Z");
            assert_eq!((text.as_str(), hour), expected, "{zone}");
        }
    }

    #[test]
    fn a_night_shift_belongs_to_the_day_on_which_it_began() {
        let clock = clock("Europe/Berlin", "06:00");
        assert_eq!(
            day(&clock, "2026-04-16T03:59:59Z"),
            ("2026-04-15".to_owned(), 5)
        );
        assert_eq!(
            day(&clock, "2026-04-16T04:00:00Z"),
            ("2026-04-16".to_owned(), 6)
        );
    }

    #[test]
    fn an_hour_that_the_clock_shows_twice_starts_the_day_once() {
        let clock = clock("Europe/Berlin", "02:30");
        assert_eq!(
            day(&clock, "2026-10-25T00:29Z"),
            ("2026-10-24".to_owned(), 2),
            "02:29, the first time"
        );
        assert_eq!(
            day(&clock, "2026-10-25T00:31Z"),
            ("2026-10-25".to_owned(), 2),
            "02:31, the first time"
        );
        assert_eq!(
            day(&clock, "2026-10-25T01:00Z"),
            ("2026-10-25".to_owned(), 2),
            "02:00, the second time"
        );
        assert_eq!(
            day(&clock, "2026-10-25T01:31Z"),
            ("2026-10-25".to_owned(), 2),
            "02:31, the second time"
        );
    }

    #[test]
    fn days_never_run_backwards_whatever_the_zone_does() {
        for (zone, starts) in [
            ("Europe/Berlin", "02:30"),
            ("America/Havana", "00:30"),
            ("America/Santiago", "00:00"),
            ("Asia/Beirut", "00:00"),
            ("Australia/Lord_Howe", "01:45"),
            ("America/St_Johns", "23:30"),
            ("Pacific/Apia", "00:00"),
        ] {
            let clock = clock(zone, starts);
            for (from, until) in [
                ("2026-01-01T00:00Z", "2027-02-01T00:00Z"),
                ("2011-12-28T00:00Z", "2012-01-02T00:00Z"),
            ] {
                let until: Timestamp = until.parse().unwrap();
                let mut at: Timestamp = from.parse().unwrap();
                let mut last = clock.moment(at).unwrap().day;
                while at < until {
                    at += jiff::SignedDuration::from_mins(15);
                    let day = clock.moment(at).unwrap().day;
                    assert!(day >= last, "{zone}: {last} then {day} at {at}");
                    assert!(clock.start(day).unwrap() <= at, "{zone} {at}");
                    assert!(
                        at < clock.start(day.tomorrow().unwrap()).unwrap(),
                        "{zone} {at}"
                    );
                    last = day;
                }
            }
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let clock = clock(zone, "06:00");
            let _ = (clock.moment(Timestamp::MIN), clock.moment(Timestamp::MAX));
            let _ = (
                clock.start(date(-9999, 1, 1)),
                clock.start(date(9999, 12, 31)),
            );
        }
    }
}
