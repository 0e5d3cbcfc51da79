//! Slots: which counter a serial is taken from, and what else its text says.

use core::fmt;

use super::period::Period;

/// Values by token name in the order of the pattern: `plant=WG line=L2`, or `-` when there are none.
///
/// No value holds a blank (GS1 character set 82 has none), so the text reads one way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Values(String);

impl Values {
    pub(crate) fn none() -> Self {
        Self("-".to_owned())
    }

    /// A stored text; `None` when it is not in its one written form, for it is the key of a counter.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut values = Self::none();
        for (name, value) in Self(text.to_owned()).iter() {
            values.push(name, value);
        }
        (values.0 == text).then_some(values)
    }

    pub(crate) fn push(&mut self, name: &str, value: &str) {
        if self.0 == "-" {
            self.0.clear();
        } else {
            self.0.push(' ');
        }
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(value);
    }

    /// The canonical text, fit to be a database key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0 == "-"
    }

    /// Name and value of each, in the order of the pattern.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.split(' ').filter_map(|pair| pair.split_once('='))
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value)
    }
}

impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The values of the context tokens: what splits a scheme's numbers into counters of their own.
pub type Partition = Values;

/// What the text writes beyond its period and partition: calendar tokens such as `dd=15` where the pattern has
/// `{dd}` and the counter is reset by the month, values of the context that have no counters of their own;
/// `-` where period and partition say it all.
///
/// A stamp chooses no counter: two stamps of one (period, partition) share one row of numbers.
pub type Stamp = Values;

/// Which counter a serial is taken from (period and partition), and the stamp that its text carries.
///
/// Made by [`Scheme::slot`](super::Scheme::slot), or from stored texts by
/// [`Scheme::slot_from`](super::Scheme::slot_from).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    pub(crate) period: Period,
    pub(crate) partition: Partition,
    pub(crate) stamp: Stamp,
}

impl Slot {
    /// The stretch of production days.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The values of the context tokens.
    pub const fn partition(&self) -> &Partition {
        &self.partition
    }

    /// What of the calendar the text says beyond its period. Store it with the numbers: without it a
    /// text cannot be written again.
    pub const fn stamp(&self) -> &Stamp {
        &self.stamp
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is not split is not named: `2026-04`, `plant=WG`, `2026-04 plant=WG`.
        match (self.period.first_day(), self.partition.is_empty()) {
            (_, true) => write!(f, "{}", self.period),
            (None, false) => write!(f, "{}", self.partition),
            (Some(_), false) => write!(f, "{} {}", self.period, self.partition),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_name_and_may_hold_an_equals_sign() {
        let mut values = Values::none();
        assert_eq!(
            (values.as_str(), values.is_empty(), values.iter().count()),
            ("-", true, 0)
        );
        values.push("plant", "=-");
        values.push("line", "L2");
        assert_eq!(values.as_str(), "plant==- line=L2");
        assert_eq!(values.get("plant"), Some("=-"));
        assert_eq!(values.get("line"), Some("L2"));
        assert_eq!(values.get("shift"), None);
        assert_eq!(Values::parse("plant==- line=L2"), Some(values));
    }

    #[test]
    fn values_have_one_written_form() {
        assert_eq!(Values::parse("-"), Some(Values::none()));
        for text in [
            "",
            " ",
            "WG",
            "- plant=WG",
            "plant=WG ",
            " plant=WG",
            "plant=WG  line=L2",
            "plant=WG x line=L2",
        ] {
            assert_eq!(Values::parse(text), None, "{text}");
        }
    }
}
