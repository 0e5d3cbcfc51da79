//! When a counter will be at its end.

use super::counter::Counter;
use core::time::Duration;
use jiff::{SignedDuration, Timestamp};

/// A day.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// How long before its end a counter that never starts again is told of: long enough to bring in another scheme.
const NOTICE: SignedDuration = SignedDuration::from_hours(24 * 90);

/// How fast a counter was used lately, and how long it will last if that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The counter.
    pub counter: Counter,
    /// How many numbers it can still give.
    pub left: u64,
    /// How many serials its newest reservations took: the last thousand of them.
    pub used: u64,
    /// When the first of these was made; none where nothing was reserved yet.
    pub since: Option<Timestamp>,
    /// When its period began and ends; none for a counter that never starts again.
    pub period: Option<(Timestamp, Timestamp)>,
}

impl Outlook {
    /// How many numbers the counter has in all.
    pub fn capacity(&self) -> u64 {
        let Counter { first, last, .. } = self.counter;
        last.saturating_sub(first).saturating_add(1)
    }

    /// Serials a day; none where the history is too short to say: less than a day, or a twenty-fourth of a period that is
    /// shorter than that.
    pub fn rate(&self, now: Timestamp) -> Option<f64> {
        let elapsed = now.duration_since(self.since?);
        let enough = match self.period {
            Some((from, until)) => DAY.min(until.duration_since(from) / 24),
            None => DAY,
        };
        (elapsed >= enough && self.used > 0)
            .then(|| self.used as f64 * DAY.as_secs_f64() / elapsed.as_secs_f64())
    }

    /// When the last number will be given, if it goes on as it did; none where the history is too short, or that day is
    /// beyond the calendar.
    ///
    /// ```
    /// use unitmark::ledger::{Counter, Outlook};
    ///
    /// let time = |text: &str| text.parse().expect("a time");
    /// let outlook = Outlook {
    ///     counter: Counter {
    ///         id: 1, scheme: "default".into(), gtin: None, period: "2026-04".into(), partition: "plant=WG".into(),
    ///         first: 1, last: 9_999, next: 6_001,
    ///     },
    ///     left: 3_999,
    ///     used: 6_000,
    ///     since: Some(time("2026-04-01T00:00Z")),
    ///     period: Some((time("2026-04-01T00:00Z"), time("2026-05-01T00:00Z"))),
    /// };
    /// let now = time("2026-04-11T00:00Z");
    /// assert_eq!(outlook.rate(now), Some(600.0));
    /// assert_eq!(outlook.ends(now), Some(time("2026-04-17T15:57:36Z")));
    /// assert!(outlook.is_near(now), "the period ends on 1 May");
    /// ```
    pub fn ends(&self, now: Timestamp) -> Option<Timestamp> {
        if self.left == 0 {
            return Some(now);
        }
        let days = self.left as f64 / self.rate(now)?;
        let wait = Duration::try_from_secs_f64((days * DAY.as_secs_f64()).round()).ok()?;
        now.checked_add(wait).ok()
    }

    /// Whether somebody should act: the numbers will be used up before the period ends, or within 90 days where there is
    /// no other period; where the history is too short to say, fewer than a tenth are left.
    pub fn is_near(&self, now: Timestamp) -> bool {
        match (self.period, self.ends(now)) {
            (Some((_, until)), _) if until <= now => false,
            _ if self.left == 0 => true,
            (Some((_, until)), Some(end)) => end < until,
            (None, Some(end)) => end.duration_since(now) < NOTICE,
            // Beyond the calendar.
            (_, None) if self.rate(now).is_some() => false,
            (_, None) => self.left < self.capacity() / 10,
        }
    }
}
